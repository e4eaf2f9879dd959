//! Prepares a text for the markdown parser by hiding what the parser would misread.
//!
//! Formulas are covered byte for byte, so the parser sees one opaque word. Dollars of amounts, `<` before text that is
//! not a tag, and single tildes get stand-ins. Offsets stay those of the source. This file decides what is a formula,
//! not how it is rendered.

mod delimiters;
mod latex;
mod marks;
mod restore;
mod verbatim;

use super::addresses;
use super::clean::{FILL, GONE, MATH};
use delimiters::{DollarTable, NoClosing};
use marks::{is_mark, needs_marks_read};
pub(super) use restore::{parts, restore, restore_title, unquoted};
use std::borrow::Cow;
use std::ops::Range;

/// The longest formula to look for, in bytes. It bounds the work per dollar sign.
const MAX_FORMULA_BYTES: usize = 4000;

#[derive(Debug)]
pub(super) struct Prepared<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) formulas: Vec<Formula>,
}

/// A part of the source that markdown does not read, such as a formula; ranges are in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Formula {
    pub(super) whole: Range<usize>,
    pub(super) tex: Range<usize>,
    pub(super) kind: Covered,
}

/// The kind of a covered part of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Covered {
    /// A formula in a line of text.
    Inline,
    /// A formula on a line of its own.
    Display,
    /// LaTeX that is not a formula, such as a table: it is shown as its source and reported.
    Source,
    /// The number of an equation, `\ref{…}`, or with parentheses `\eqref{…}`: its label.
    Reference { parentheses: bool },
    /// A web or e-mail address.
    Address,
    /// A character that is text and not a mark of markdown.
    Character,
    /// `\,`, the thin space of LaTeX.
    Space,
    /// `'`, where it is an apostrophe and not the opening of a quotation.
    Apostrophe,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    Markdown,
    /// Titles: no code, tags or links.
    Plain,
}

pub(super) fn prepare(source: &str, syntax: Syntax) -> Prepared<'_> {
    let special = |byte: u8| matches!(byte, b'$' | b'\\' | b'<' | b'~' | b'`') || is_control(byte);
    let addresses = if syntax == Syntax::Markdown { addresses::find(source) } else { Vec::new() };
    let has_marks = syntax == Syntax::Markdown && needs_marks_read(source);
    if addresses.is_empty() && !has_marks && !source.bytes().any(|byte| !is_plain(byte) && special(byte)) {
        return Prepared { text: Cow::Borrowed(source), formulas: Vec::new() };
    }
    let mut scan = Scan::new(source);
    scan.addresses = addresses;
    scan.has_marks = has_marks;
    scan.run(syntax);
    let Scan { covered, formulas, .. } = scan;
    let text = match covered.map(String::from_utf8) {
        Some(Ok(text)) => Cow::Owned(text),
        _ => Cow::Borrowed(source),
    };
    Prepared { text, formulas }
}

/// Returns whether a byte has no special meaning. A table, since every byte of input is tested.
fn is_plain(byte: u8) -> bool {
    const PLAIN: [bool; 256] = {
        let mut table = [false; 256];
        let mut byte = 0;
        while byte < 256 {
            table[byte] = matches!(byte as u8, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b' '..=b'#' | b'%'..=b'/' | b':' | b';' | 0x80..);
            byte += 1;
        }
        table
    };
    PLAIN[byte as usize]
}

fn is_control(byte: u8) -> bool {
    (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) || byte == 0x7f
}

struct Scan<'a> {
    source: &'a str,
    bytes: &'a [u8],
    /// The text with stand-ins; made when the first is needed.
    covered: Option<Vec<u8>>,
    formulas: Vec<Formula>,
    at: usize,
    /// For each closing delimiter, the last range that does not contain it.
    without: [NoClosing; 3],
    outside: DollarTable,
    /// Web and e-mail addresses, in order.
    addresses: Vec<Range<usize>>,
    /// Index of the first address that was not passed.
    next_address: usize,
    /// Whether `*`, `"` and `'` must be checked.
    has_marks: bool,
    /// Where the last `"` is, and whether it opened a quotation.
    last_quote: usize,
    in_quotation: bool,
}

impl<'a> Scan<'a> {
    fn new(source: &'a str) -> Scan<'a> {
        Scan {
            source,
            bytes: source.as_bytes(),
            covered: None,
            formulas: Vec::new(),
            at: 0,
            without: Default::default(),
            outside: DollarTable::default(),
            addresses: Vec::new(),
            next_address: 0,
            has_marks: false,
            last_quote: 0,
            in_quotation: false,
        }
    }
}

impl Scan<'_> {
    fn run(&mut self, syntax: Syntax) {
        let markdown = syntax == Syntax::Markdown;
        let mut line_start = true;
        while let Some(&byte) = self.bytes.get(self.at) {
            if line_start && markdown && self.skip_line() {
                continue;
            }
            line_start = byte == b'\n';
            let address = self.address();
            if address == self.at {
                let whole = self.addresses[self.next_address].clone();
                self.cover(Formula { tex: whole.clone(), whole, kind: Covered::Address });
                continue;
            }
            if is_plain(byte) && !(self.has_marks && is_mark(byte)) {
                let marks = self.has_marks;
                let plain = self.bytes[self.at..address]
                    .iter()
                    .take_while(|&&byte| is_plain(byte) && !(marks && is_mark(byte)));
                self.at += plain.count();
                continue;
            }
            match byte {
                b'*' => self.run_of(b'*'),
                b'"' | b'\'' => self.quote(byte),
                b'$' => self.dollar(),
                b'\\' => self.backslash(markdown),
                b'`' if markdown => self.code_span(),
                b'<' if markdown => self.less_than(),
                b'~' if markdown => self.tildes(),
                b']' if markdown && self.bytes.get(self.at + 1) == Some(&b'(') => self.destination(),
                byte if is_control(byte) => self.replace_byte(GONE),
                _ => self.at += 1,
            }
        }
    }

    /// Returns where the next address starts, or the end of the text.
    fn address(&mut self) -> usize {
        while self.addresses.get(self.next_address).is_some_and(|address| address.start < self.at) {
            self.next_address += 1;
        }
        self.addresses.get(self.next_address).map_or(self.bytes.len(), |address| address.start)
    }

    /// Replaces the current byte by a stand-in and skips it.
    fn replace_byte(&mut self, byte: u8) {
        let at = self.at;
        if let Some(place) = self.covered_mut().get_mut(at) {
            *place = byte;
        }
        self.at += 1;
    }

    fn covered_mut(&mut self) -> &mut Vec<u8> {
        self.covered.get_or_insert_with(|| self.bytes.to_vec())
    }

    fn cover(&mut self, formula: Formula) {
        let whole = formula.whole.clone();
        if let Some(place) = self.covered_mut().get_mut(whole.clone()) {
            place.fill(FILL);
            place[0] = MATH;
        }
        self.at = whole.end;
        self.formulas.push(formula);
    }
}
