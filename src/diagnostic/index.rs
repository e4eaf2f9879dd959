//! Line and column numbers for many problems in large files.
//!
//! Each file is scanned once, with a mark at every block; a location is then found from the mark before it. The work is
//! linear in the size of the files plus the number of problems, even for a line of 100 MB.

use std::collections::HashMap;

use crate::diagnostic::Location;
use crate::source::{FilePath, LineColumn, Texts};

/// Bytes between two marks. A mark takes 32 bytes, and a look-up reads at most one block.
const BLOCK: usize = 1024;

/// A position in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// The line, from 0.
    line: usize,
    /// The number of characters between the start of the line and the position.
    column: usize,
    /// The byte offset of the start of the line.
    pub(super) line_start: usize,
    /// The byte offset of the position; a character boundary if found by [`Index::find`].
    pub(super) offset: usize,
}

impl Mark {
    const START: Mark = Mark { line: 0, column: 0, line_start: 0, offset: 0 };

    /// Returns line and column, from 1.
    pub(super) fn line_column(self) -> LineColumn {
        LineColumn { line: self.line + 1, column: self.column + 1 }
    }

    /// Returns the position after `bytes`, which follow this position.
    fn after(self, bytes: &[u8]) -> Mark {
        let offset = self.offset + bytes.len();
        match bytes.iter().rposition(|&byte| byte == b'\n') {
            None => Mark { column: self.column + characters(bytes), offset, ..self },
            Some(last) => Mark {
                line: self.line + bytes.iter().filter(|&&byte| byte == b'\n').count(),
                column: characters(&bytes[last + 1..]),
                line_start: self.offset + last + 1,
                offset,
            },
        }
    }
}

/// Returns the number of UTF-8 characters that start in `bytes`. The bytes may begin and end inside a character.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

/// Finds lines and columns in the texts of problems.
pub(super) struct Index<'a> {
    texts: &'a Texts,
    /// Marks of the files that were needed so far, one at each multiple of [`BLOCK`].
    marks: HashMap<FilePath, Vec<Mark>>,
}

impl<'a> Index<'a> {
    pub(super) fn new(texts: &'a Texts) -> Self {
        Index { texts, marks: HashMap::new() }
    }

    /// Returns the text of a file, if it is known.
    pub(super) fn text(&self, file: &FilePath) -> Option<&'a str> {
        self.texts.get(file).map(|text| &**text)
    }

    /// Returns the position of byte `offset`, if the text of the file is known. An offset past the end or inside a
    /// character is rounded down.
    pub(super) fn find(&mut self, file: &FilePath, offset: usize) -> Option<Mark> {
        let text = self.text(file)?;
        let offset = text.floor_char_boundary(offset);
        let marks = self.marks.entry(file.clone()).or_insert_with(|| {
            let blocks = text.as_bytes().chunks(BLOCK);
            let next = |mark: &mut Mark, block: &[u8]| Some(std::mem::replace(mark, mark.after(block)));
            blocks.scan(Mark::START, next).collect()
        });
        // If the text fills its last block, its end has no block of its own.
        let mark = marks.get(offset / BLOCK).or(marks.last()).copied().unwrap_or(Mark::START);
        Some(mark.after(&text.as_bytes()[mark.offset..offset]))
    }

    /// Returns the start and end of a location, if they are known.
    pub(super) fn range(&mut self, place: &Location) -> Option<(LineColumn, LineColumn)> {
        let span = place.span()?;
        let start = self.find(&span.file, span.start)?.line_column();
        let end = self.find(&span.file, span.end.max(span.start))?.line_column();
        Some((start, end))
    }

    /// Returns a location as text: `content/papers/a.md:2:5`, or the file only if the line is not known.
    pub(super) fn address(&mut self, place: &Location) -> String {
        let file = place.file().map_or("", |file| &**file);
        match self.range(place) {
            Some((start, _)) => format!("{file}:{}:{}", start.line, start.column),
            None => file.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::line_column;

    fn find(text: &str, offset: usize) -> LineColumn {
        let file: FilePath = "a".into();
        let texts = Texts::from([(file.clone(), text.into())]);
        Index::new(&texts).find(&file, offset).unwrap().line_column()
    }

    #[test]
    fn positions_are_exact_at_the_borders_of_blocks() {
        for text in ["é\n".repeat(1000), "é".repeat(2000), "\n".repeat(3 * BLOCK), "x".repeat(BLOCK)] {
            for offset in 0..text.len() + 3 {
                assert_eq!(find(&text, offset), line_column(&text, offset), "at {offset}");
            }
        }
    }

    #[test]
    fn a_file_without_text_has_no_positions() {
        assert_eq!(Index::new(&Texts::new()).find(&"a".into(), 3), None);
    }

    proptest! {
        #[test]
        fn block_positions_equal_a_plain_count(text in "[a\u{e9}\u{6ce8}\u{1f642}\n]{0,1500}", offset in 0usize..5000) {
            prop_assert_eq!(find(&text, offset), line_column(&text, offset));
        }
    }
}
