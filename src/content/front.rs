//! Splits a markdown file into front matter and body.

use std::ops::Range;

/// The two parts of a markdown file, as byte ranges of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parts {
    pub front: Range<usize>,
    pub body: Range<usize>,
}

/// The reason why a file cannot be split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoFront {
    /// The file does not begin with `---`.
    Absent,
    /// The file begins with `---`, but no second `---` ends the front matter.
    Open,
}

/// Splits a file at its two `---` lines. A byte order mark before the first one is ignored.
pub(crate) fn split(text: &str) -> Result<Parts, NoFront> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut offset = start;
    let mut front = None;
    for line in text[start..].split_inclusive('\n') {
        let end = offset + line.len();
        let is_rule = line.trim_end() == "---";
        match front {
            None if is_rule => front = Some(end),
            None => return Err(NoFront::Absent),
            Some(front) if is_rule => return Ok(Parts { front: front..offset, body: end..text.len() }),
            Some(_) => {}
        }
        offset = end;
    }
    Err(if front.is_some() { NoFront::Open } else { NoFront::Absent })
}
