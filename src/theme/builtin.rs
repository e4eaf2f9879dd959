//! The themes that are compiled in: a site without `themes/` builds.

/// A file of a theme: its path below the theme's folder, and its text.
pub(super) type File = (&'static str, &'static str);

/// The themes by name, each with all files of its folder: `build.rs` lists them.
pub(super) const THEMES: &[(&str, &[File])] = include!(concat!(env!("OUT_DIR"), "/themes.rs"));

/// Returns the files of a theme that is compiled in.
pub(super) fn theme(name: &str) -> Option<&'static [File]> {
    THEMES.iter().find(|(own, _)| *own == name).map(|(_, files)| *files)
}

/// Returns a file of such a theme; empty where there is none.
pub(super) fn text(theme: &str, file: &str) -> &'static str {
    let files = self::theme(theme).unwrap_or_default();
    files.iter().find(|(path, _)| *path == file).map_or("", |(_, text)| text)
}
