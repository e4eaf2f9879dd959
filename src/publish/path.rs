//! Paths below the output directory that are valid on all systems.

use crate::text::filename;
use std::fmt;
use std::path::{Path, PathBuf};

/// The start of the names that are reserved for the publisher.
pub(super) const OWN: &str = ".offprint";

/// The maximum length of a part of a path on common file systems, in bytes.
const PART: usize = 255;
/// The maximum length of a path, in bytes. macOS allows 1,024 including the path of the output directory.
const WHOLE: usize = 800;

/// A path below the output directory: parts joined by `/`, such as `papers/2403.01230/index.html`.
///
/// It cannot leave the directory or name reserved files, and names the same file on Linux, macOS and Windows. Ordered
/// by bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutPath(Box<str>);

impl OutPath {
    /// Returns `text` as a path.
    ///
    /// # Errors
    /// If the text is too long, has an empty part, `.` or `..`, or a part that is reserved or not valid on some system.
    pub fn new(text: &str) -> Result<OutPath, BadPath> {
        let refuse = |why| Err(BadPath { path: text.to_owned(), why });
        if text.len() > WHOLE {
            return refuse(Why::TooLong);
        }
        // A drive, on Windows.
        if text.as_bytes().get(1) == Some(&b':') {
            return refuse(Why::Character(':'));
        }
        for part in text.split('/') {
            if let Some(why) = fault(part) {
                return refuse(why);
            }
        }
        if filename::key(text).starts_with(OWN) {
            return refuse(Why::OurOwn);
        }
        Ok(OutPath(text.into()))
    }

    /// Returns the path, relative to the output directory.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the directory of the file; empty for the output directory itself.
    pub fn folder(&self) -> &str {
        folder(&self.0)
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// Returns the directory of a `/`-separated path; empty at the top.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Returns a `/`-separated path below `root`.
///
/// On Windows it is added part by part, since `/` is not a separator in verbatim paths.
pub(super) fn below(root: &Path, path: &str) -> PathBuf {
    let mut place = PathBuf::with_capacity(root.as_os_str().len() + 1 + path.len());
    place.push(root);
    if cfg!(windows) {
        place.extend(path.split('/').filter(|part| !part.is_empty()));
    } else if !path.is_empty() {
        place.push(path);
    }
    place
}

/// Why a text is not an [`OutPath`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadPath {
    /// The text.
    pub path: String,
    why: Why,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    Empty,
    Dots,
    Character(char),
    TrailingDot,
    Device,
    ShortName,
    Git,
    OurOwn,
    TooLong,
}

impl fmt::Display for BadPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{}` is not a valid path in the site: ", self.path.escape_debug())?;
        match self.why {
            Why::Empty => out.write_str("a part of it is empty"),
            Why::Dots => out.write_str("`.` and `..` are not allowed"),
            Why::Character(c) => write!(out, "`{}` is not allowed in file names", c.escape_debug()),
            Why::TrailingDot => out.write_str("Windows removes a dot or space at the end of a name"),
            Why::Device => out.write_str("a part of it is a device name on Windows"),
            Why::ShortName => out.write_str("a part of it may be the short name of another file on Windows"),
            Why::Git => out.write_str("`.git` is reserved for Git"),
            Why::OurOwn => out.write_str("names that begin with `.offprint` are reserved"),
            Why::TooLong => write!(out, "expected at most {PART} bytes in each part and {WHOLE} in total"),
        }
    }
}

impl std::error::Error for BadPath {}

fn fault(part: &str) -> Option<Why> {
    // Some systems ignore invisible characters, without which a name may be empty or `..`.
    let key = filename::key(part);
    match &*key {
        "" => return Some(Why::Empty),
        "." | ".." => return Some(Why::Dots),
        ".git" => return Some(Why::Git),
        _ => {}
    }
    if part.len() > PART {
        return Some(Why::TooLong);
    }
    // Not allowed on Windows, where `:` also names a stream of a file. macOS does not allow noncharacters.
    let forbidden = |c: char| {
        c.is_control()
            || (c == ':' && cfg!(windows))
            || matches!(c, '\\' | '<' | '>' | '"' | '|' | '?' | '*' | '\u{fdd0}'..='\u{fdef}')
            || u32::from(c) & 0xfffe == 0xfffe
    };
    if let Some(c) = part.chars().find(|&c| forbidden(c)) {
        return Some(Why::Character(c));
    }
    if key.ends_with(['.', ' ']) {
        return Some(Why::TrailingDot);
    }
    if filename::is_short_name(&key) {
        return Some(Why::ShortName);
    }
    filename::is_device(&key).then_some(Why::Device)
}
