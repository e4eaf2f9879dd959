//! Paths below the output folder, safe on every system by construction.
//!
//! It knows nothing of the disk: a path is text that was looked at once, when it was made.

use crate::text::filename;
use std::fmt;
use std::path::{Path, PathBuf};

/// Everything the publisher keeps for itself lies in the output folder under names that begin so.
pub(super) const OWN: &str = ".offprint";

/// The longest part of a path that common file systems take, in bytes.
const PART: usize = 255;
/// The longest path, in bytes: macOS takes 1024 in all, and the output folder's own path comes before it.
const WHOLE: usize = 800;

/// A path below the output folder: parts joined by `/`, such as `papers/2403.01230/index.html`.
///
/// It cannot leave the folder, nor name the publisher's own files or those of Git, and means the same file on Linux,
/// macOS and Windows. Ordered by its bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutPath(Box<str>);

impl OutPath {
    /// Returns `text` as a path, or what keeps it from being one.
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

    /// Returns the path as it was given: `/`-separated, relative to the output folder.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the folder the file is in, or the empty text for the output folder itself.
    pub fn folder(&self) -> &str {
        folder(&self.0)
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// Returns the folder of a `/`-separated path, the empty text at the top.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Returns where a `/`-separated path lies below `root`.
///
/// Part by part, since `/` separates nothing in the verbatim paths Windows answers with.
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

/// What keeps a text from being an [`OutPath`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadPath {
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
        write!(out, "`{}` cannot be a file of the site: ", self.path.escape_debug())?;
        match self.why {
            Why::Empty => out.write_str("a part of it is empty"),
            Why::Dots => out.write_str("`.` and `..` lead elsewhere"),
            Why::Character(c) => write!(out, "`{}` does not belong in a file name", c.escape_debug()),
            Why::TrailingDot => out.write_str("a name that ends in a dot or space loses it on Windows"),
            Why::Device => out.write_str("a part of it names a device on Windows"),
            Why::ShortName => {
                out.write_str("a part of it is a short name on Windows, and may be another file there")
            }
            Why::Git => out.write_str("`.git` belongs to Git"),
            Why::OurOwn => out.write_str("names that begin with `.offprint` are taken"),
            Why::TooLong => write!(out, "at most {PART} bytes a part and {WHOLE} in all fit"),
        }
    }
}

impl std::error::Error for BadPath {}

fn fault(part: &str) -> Option<Why> {
    // Some systems ignore characters that are not displayed: a name may be empty, or `..`, without them.
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
    // What Windows forbids; `:` would also open a hidden stream of another file there. macOS refuses what is not a character.
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
