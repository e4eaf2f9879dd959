//! Telling whoever waits how far a build has come.
//!
//! It knows nothing of terminals: what is done with the numbers is the listener's business.

/// What a build is busy with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading the files of `content/`; a step is a file.
    Reading,
    /// Finding what belongs together, and what is to be made. No steps.
    Relating,
    /// Making the site's files, and writing them where they are written; a step is a file.
    Making,
    /// Reading papers from elsewhere, and writing entries. No steps: how many there are shows at the end.
    Importing,
    /// Putting the files in place. No steps.
    Placing,
}

/// Listens to a build. It is called from every thread, once a file, so it had better be quick.
pub trait Progress: Sync {
    /// A stage begins, which has so many steps; 0 if they are not counted.
    fn stage(&self, stage: Stage, total: u64);

    /// One step of the stage is done.
    fn step(&self);
}

/// Nobody listens.
impl Progress for () {
    fn stage(&self, _: Stage, _: u64) {}

    fn step(&self) {}
}
