//! The files of a site: the only module that reads them.
//!
//! It does not know what a file means: neither YAML nor papers nor themes. It caches no texts: callers parse 100,000
//! papers file by file.

pub(crate) mod cache;
pub(crate) mod codec;
mod disk;
mod encoding;
#[cfg(test)]
mod fixture;
pub(crate) mod input;

use std::sync::Arc;

pub use disk::{ROOTS, Sources, is_read};
pub(crate) use disk::{ReadError, Skipped, Why};
pub(crate) use encoding::Encoding;

use std::collections::BTreeMap;

/// A file of the site: its path relative to the site's folder, with `/` as separator (`content/papers/2503.02130.md`).
/// Cheap to clone.
pub type FilePath = Arc<str>;

/// The bytes `start..end` of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FilePath,
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// A position in a text, as editors show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// Returns the line and column of the byte `offset` in `text`. An offset past the end counts as the end, one inside a
/// character as its start.
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

/// The start of each line of a text, to find the line of a byte by binary search.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    /// The byte after each line break.
    starts: Vec<usize>,
}

impl Lines {
    /// Indexes the lines of `text`.
    pub fn new(text: &str) -> Lines {
        Lines { starts: text.match_indices('\n').map(|(at, _)| at + 1).collect() }
    }

    /// Returns the number, from 0, of the line that holds byte `at`.
    pub fn number(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start <= at)
    }

    /// Returns the byte where line `number` (from 0) starts; `None` past the last line.
    pub fn start(&self, number: usize) -> Option<usize> {
        number.checked_sub(1).map_or(Some(0), |line| self.starts.get(line).copied())
    }

    /// Returns the byte where the line that holds byte `at` starts.
    pub fn start_of(&self, at: usize) -> usize {
        self.start(self.number(at)).expect("invariant: a line that holds a byte has a start")
    }
}

/// The texts that diagnostics quote, by path.
pub type Texts = BTreeMap<FilePath, Arc<str>>;
