//! What a site is made of on disk: the only reader of files.
//!
//! It knows where texts are and how to get them, and nothing of what they mean: not YAML, not papers, not themes.
//! Texts are not kept: an archive of 100,000 papers is read file by file, by whoever parses it.

pub mod cache;
pub mod codec;
mod disk;
#[cfg(test)]
mod fixture;
pub mod input;

use std::sync::Arc;

pub use disk::{ROOTS, ReadError, Skipped, Sources, Why, is_read};

use std::collections::BTreeMap;

/// A file of the site, named by its path below the site's folder with `/` between the parts
/// (`content/papers/2503.02130.md`). Cheap to clone.
pub type FilePath = Arc<str>;

/// Where text of ours stands: bytes `start..end` of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FilePath,
    pub start: usize,
    pub end: usize,
}

/// Line and column, both from 1; the column counts characters, as editors do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    pub line: usize,
    pub column: usize,
}

/// Returns the line and column of byte `offset` in `text`. An offset past the end, or inside a character,
/// counts as the place just before it.
pub fn line_column(text: &str, offset: usize) -> LineColumn {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    LineColumn {
        line: before.bytes().filter(|&byte| byte == b'\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

/// Where the lines of a text start: which line a place is on is a binary search, and not a walk from the start of the text or the line.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    /// The byte after each line break.
    starts: Vec<usize>,
}

impl Lines {
    /// Reads where the lines of `text` start.
    pub fn new(text: &str) -> Lines {
        Lines { starts: text.match_indices('\n').map(|(at, _)| at + 1).collect() }
    }

    /// Returns the number of the line that holds byte `at`, from 0.
    pub fn number(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start <= at)
    }

    /// Returns the byte at which a line starts, counted from 0; `None` past the last line.
    pub fn start(&self, number: usize) -> Option<usize> {
        number.checked_sub(1).map_or(Some(0), |line| self.starts.get(line).copied())
    }

    /// Returns the byte at which the line that holds byte `at` starts.
    pub fn start_of(&self, at: usize) -> usize {
        self.start(self.number(at)).expect("invariant: a line that holds a byte has a start")
    }
}

/// The texts that diagnostics quote: path to text.
pub type Texts = BTreeMap<FilePath, Arc<str>>;
