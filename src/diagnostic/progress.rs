//! The progress of a build, reported to a listener.

/// A stage of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading the files of `content/`. A step is a file.
    Reading,
    /// Building the archive, and planning the output. No steps.
    Relating,
    /// Rendering the files of the site. A step is a file.
    Making,
    /// Importing papers. No steps, since the number of papers is not known before the end.
    Importing,
    /// Moving files to the output directory. No steps.
    Placing,
}

/// A listener. It is called from all threads, once per file, and must be fast.
pub trait Progress: Sync {
    /// A stage begins. `total` is the number of its steps, or 0 if steps are not counted.
    fn stage(&self, stage: Stage, total: u64);

    /// A step of the stage is done.
    fn step(&self);
}

/// Ignores progress.
impl Progress for () {
    fn stage(&self, _: Stage, _: u64) {}

    fn step(&self) {}
}
