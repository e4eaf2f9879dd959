//! BibTeX files.
//!
//! A file is read by `text::bibtex`, the one reader of BibTeX. [`book`] resolves strings and inheritance, and [`paper`]
//! maps the fields of an entry to those of a record. Each entry of a file becomes a record or a reason why not. The
//! whole file is in memory, since an entry may refer to a later one.

mod book;
mod journals;
mod links;
mod paper;

use super::record::Record;
use super::report::{Fate, Ledger};
use super::source::{Broken, Each, Input, Source, SourceItem};
use crate::text::bibtex::{Element, Reader};
use book::Book;

/// BibTeX files.
pub struct BibTex;

impl Source for BibTex {
    fn name(&self) -> &'static str {
        "bibtex"
    }

    fn authority(&self) -> u8 {
        1
    }

    fn extension(&self) -> &'static str {
        "bib"
    }

    fn read(&self, input: &mut Input<'_>, ledger: &mut Ledger, each: &mut Each<'_>) -> Result<(), Broken> {
        let mut text = String::new();
        input.bytes.read_to_string(&mut text)?;
        let elements: Vec<Element<'_>> = Reader::new(&text).collect();
        let mut lines = Lines { text: &text, at: 0, line: 1 };
        let mut book = Book::new(&text, &elements);
        let mut is_book = false;
        for element in &elements {
            is_book |= !matches!(element, Element::Text(_) | Element::CommentedOut(_));
            let found = match element {
                Element::Entry(entry) => {
                    let place = format!("line {}", lines.number(entry.span.start));
                    let entry = book.entry(entry, ledger);
                    match entry.and_then(|entry| paper::record(&entry, input.day, ledger)) {
                        Ok(record) => SourceItem::Paper(Box::new(Record { place, ..record })),
                        Err(why) => SourceItem::Skipped { place, why },
                    }
                }
                Element::Broken(broken) => SourceItem::Skipped {
                    place: format!("line {}", lines.number(broken.start)),
                    why: format!("{} (line {})", broken.why, lines.number(broken.at)),
                },
                Element::CommentedOut(at) => {
                    let line = format!("line {}", lines.number(*at));
                    ledger.note("comments", Fate::Dropped, "an entry after `%` is a comment", &line);
                    continue;
                }
                Element::Text(range) => {
                    let start =
                        range.start + (text[range.clone()].len() - text[range.clone()].trim_start().len());
                    let line = format!("line {}", lines.number(start));
                    ledger.note("comments", Fate::Dropped, "text between entries is a comment", &line);
                    continue;
                }
                Element::Strings(_) | Element::Comment => continue,
            };
            if !each(found, ledger) {
                return Ok(());
            }
        }
        if !is_book && !text.trim().is_empty() {
            return Err(Broken("it is not BibTeX: there is no entry in it".to_owned()));
        }
        Ok(())
    }
}

/// Counts lines. Positions are queried roughly in ascending order.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// Returns the line number of a position, from 1.
    fn number(&mut self, at: usize) -> usize {
        let count = |from: usize, to: usize| {
            self.text.as_bytes()[from..to].iter().filter(|byte| **byte == b'\n').count()
        };
        self.line =
            if at < self.at { self.line - count(at, self.at) } else { self.line + count(self.at, at) };
        self.at = at;
        self.line
    }
}
