//! Lines and columns for many problems in large files.
//!
//! Each file is walked once, leaving a mark at every block; a place is then found from the mark before it. So the
//! work grows with the size of the files plus the number of problems, even where a file is one line of 100 MB.

use std::collections::HashMap;

use crate::diagnostic::Location;
use crate::source::{FilePath, LineColumn, Texts};

/// Bytes between two marks: a mark costs 32 bytes, a look-up reads at most this much.
const BLOCK: usize = 1024;

/// A place in a text: where its line starts, and how far along it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// Line, from 0.
    line: usize,
    /// Characters between the start of the line and here.
    column: usize,
    /// The byte at which the line starts.
    pub(super) line_start: usize,
    /// The byte of the place itself; never inside a character when found by [`Index::find`].
    pub(super) offset: usize,
}

impl Mark {
    const START: Mark = Mark { line: 0, column: 0, line_start: 0, offset: 0 };

    /// Line and column as people count them.
    pub(super) fn line_column(self) -> LineColumn {
        LineColumn { line: self.line + 1, column: self.column + 1 }
    }

    /// Returns the place that follows `bytes`, which follow this one.
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

/// Counts the characters that start in `bytes`, which may begin and end inside one.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

/// Finds lines and columns in the texts that problems name.
pub(super) struct Index<'a> {
    texts: &'a Texts,
    /// Marks of the files asked for so far, one at each multiple of [`BLOCK`].
    marks: HashMap<FilePath, Vec<Mark>>,
}

impl<'a> Index<'a> {
    pub(super) fn new(texts: &'a Texts) -> Self {
        Index { texts, marks: HashMap::new() }
    }

    /// Returns the text of a file, where it is at hand.
    pub(super) fn text(&self, file: &FilePath) -> Option<&'a str> {
        self.texts.get(file).map(|text| &**text)
    }

    /// Returns the place of byte `offset`, if the file's text is at hand. An offset past the end, or inside a
    /// character, counts as the place just before it.
    pub(super) fn find(&mut self, file: &FilePath, offset: usize) -> Option<Mark> {
        let text = self.text(file)?;
        let offset = text.floor_char_boundary(offset);
        let marks = self.marks.entry(file.clone()).or_insert_with(|| {
            let blocks = text.as_bytes().chunks(BLOCK);
            let next = |mark: &mut Mark, block: &[u8]| Some(std::mem::replace(mark, mark.after(block)));
            blocks.scan(Mark::START, next).collect()
        });
        // The end of a text that fills its last block belongs to that block.
        let mark = marks.get(offset / BLOCK).or(marks.last()).copied().unwrap_or(Mark::START);
        Some(mark.after(&text.as_bytes()[mark.offset..offset]))
    }

    /// Returns where a place begins and ends, as far as that is known.
    pub(super) fn range(&mut self, place: &Location) -> Option<(LineColumn, LineColumn)> {
        let span = place.span()?;
        let start = self.find(&span.file, span.start)?.line_column();
        let end = self.find(&span.file, span.end.max(span.start))?.line_column();
        Some((start, end))
    }

    /// Returns a place in one word: `content/papers/a.md:2:5`, or as much of it as is known.
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
    fn places_are_right_on_either_side_of_a_block() {
        for text in ["é\n".repeat(1000), "é".repeat(2000), "\n".repeat(3 * BLOCK), "x".repeat(BLOCK)] {
            for offset in 0..text.len() + 3 {
                assert_eq!(find(&text, offset), line_column(&text, offset), "at {offset}");
            }
        }
    }

    #[test]
    fn a_file_without_text_has_no_places() {
        assert_eq!(Index::new(&Texts::new()).find(&"a".into(), 3), None);
    }

    proptest! {
        #[test]
        fn counting_by_blocks_is_counting(text in "[a\u{e9}\u{6ce8}\u{1f642}\n]{0,1500}", offset in 0usize..5000) {
            prop_assert_eq!(find(&text, offset), line_column(&text, offset));
        }
    }
}
