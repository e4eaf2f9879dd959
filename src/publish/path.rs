//! Paths below the output folder, safe on every system by construction.
//!
//! It knows nothing of the disk: a path is text that was looked at once, when it was made.

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
/// It cannot leave the folder, nor name the publisher's own files, and means the same file on Linux, macOS and
/// Windows. Ordered by its bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutPath(Box<str>);

impl OutPath {
    /// Returns `text` as a path, or what keeps it from being one.
    pub fn new(text: &str) -> Result<OutPath, BadPath> {
        let refuse = |why| Err(BadPath { path: text.to_owned(), why });
        if text.len() > WHOLE {
            return refuse(Why::TooLong);
        }
        for part in text.split('/') {
            if let Some(why) = fault(part) {
                return refuse(why);
            }
        }
        if text.get(..OWN.len()).is_some_and(|start| start.eq_ignore_ascii_case(OWN)) {
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
            Why::OurOwn => out.write_str("names that begin with `.offprint` are taken"),
            Why::TooLong => write!(out, "at most {PART} bytes a part and {WHOLE} in all fit"),
        }
    }
}

impl std::error::Error for BadPath {}

fn fault(part: &str) -> Option<Why> {
    if part.is_empty() {
        return Some(Why::Empty);
    }
    if part == "." || part == ".." {
        return Some(Why::Dots);
    }
    if part.len() > PART {
        return Some(Why::TooLong);
    }
    // What Windows forbids; `:` would also open a hidden stream of another file there.
    let forbidden = |c: char| c.is_control() || matches!(c, '\\' | ':' | '<' | '>' | '"' | '|' | '?' | '*');
    if let Some(c) = part.chars().find(|&c| forbidden(c)) {
        return Some(Why::Character(c));
    }
    if part.ends_with(['.', ' ']) {
        return Some(Why::TrailingDot);
    }
    is_device(part).then_some(Why::Device)
}

/// Tells whether Windows takes `part` for a device, whatever its case and extension: `CON`, `nul.html`, `com1`.
fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_lowercase();
    match stem.as_str() {
        "con" | "prn" | "aux" | "nul" | "conin$" | "conout$" => true,
        _ => stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt")).is_some_and(|number| {
            matches!(number, "¹" | "²" | "³") || (number.len() == 1 && number.as_bytes()[0].is_ascii_digit())
        }),
    }
}
