//! The themes compiled into the program, so that a site without `themes/` builds.

/// A file of a theme: its path below the theme's folder, and its content.
pub(super) type File = (&'static str, &'static [u8]);

/// All built-in themes with their files. `build.rs` generates the list.
pub(super) const THEMES: &[(&str, &[File])] = include!(concat!(env!("OUT_DIR"), "/themes.rs"));

pub(super) fn theme(name: &str) -> Option<&'static [File]> {
    THEMES.iter().find(|(own, _)| *own == name).map(|(_, files)| *files)
}

pub(super) fn text(theme: &str, file: &str) -> &'static str {
    let files = self::theme(theme).unwrap_or_default();
    files.iter().find(|(path, _)| *path == file).map_or("", |(_, bytes)| text_of(bytes))
}

/// Returns the text of a template or a file of words.
pub(super) fn text_of(bytes: &'static [u8]) -> &'static str {
    std::str::from_utf8(bytes).unwrap_or_default()
}
