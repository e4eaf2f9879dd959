//! Prepares a text for the markdown parser by hiding what the parser would misread.
//!
//! Formulas are covered byte for byte, so the parser sees one opaque word. Dollars of amounts, `<` before text that is
//! not a tag, and single tildes get stand-ins. Offsets stay those of the source. This file decides what is a formula,
//! not how it is rendered.

use std::borrow::Cow;
use std::ops::Range;

use super::clean::{DOLLAR, FILL, GONE, LESS, MARK, MATH, QUOTE, TILDE, UNQUOTE, is_html_element};
use super::targets::hyperlink_length;
use super::{addresses, dollar, equations};
use crate::text::ideographs::{is_ideograph, is_wide_mark};

/// The longest formula to look for, in bytes. It bounds the work per dollar sign.
const MAX_FORMULA_BYTES: usize = 4000;

/// The longest reference to an equation, in bytes.
const LONGEST_REFERENCE: usize = 150;

/// Most formulas are shorter, in bytes.
const USUAL_FORMULA_BYTES: usize = 200;

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

/// Returns whether emphasis and quotation marks of `source` require more than the rules of markdown: it has Chinese or
/// Japanese text, or marks next to digits.
fn needs_marks_read(source: &str) -> bool {
    let marks = || memchr::memchr3(b'*', b'"', b'\'', source.as_bytes()).is_some();
    (!source.is_ascii() && marks())
        || memchr::memchr_iter(b'\'', source.as_bytes())
            .any(|at| is_apostrophe(source, at) || is_prime(source, at))
}

/// Returns whether a byte is one of the marks of [`needs_marks_read`].
fn is_mark(byte: u8) -> bool {
    matches!(byte, b'*' | b'"' | b'\'')
}

/// Returns whether the mark at `at` shortens the word after it: `'90s`, `rock 'n' roll`.
fn is_apostrophe(source: &str, at: usize) -> bool {
    let bytes = source.as_bytes();
    let joined = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    let decade = |at: usize| {
        matches!(bytes.get(at + 1..at + 4), Some([b'0'..=b'9', b'0'..=b'9', b's'])) && !joined(Some(at + 4))
    };
    let and = |at: usize| {
        bytes.get(at..at + 3).is_some_and(|word| word.eq_ignore_ascii_case(b"'n'"))
            && bytes.get(at + 3).is_none_or(u8::is_ascii_whitespace)
    };
    !joined(at.checked_sub(1)) && (decade(at) || and(at))
        || (at >= 2 && and(at - 2) && !joined((at - 2).checked_sub(1)))
}

/// Returns whether the mark at `at` means feet or minutes, or inches or seconds after them: `6'2"`.
fn is_prime(source: &str, at: usize) -> bool {
    let bytes = source.as_bytes();
    let digits =
        |to: usize| bytes[..to].iter().rev().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    let first =
        |at: usize| bytes[at] == b'\'' && digits(at) > 0 && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
    match bytes[at] {
        b'\'' => first(at),
        b'"' => digits(at) > 0 && (at - digits(at)).checked_sub(1).is_some_and(first),
        _ => false,
    }
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
}

/// For each byte from `start` to the end of a paragraph, the first later dollar outside the braces opened in between,
/// as an offset from `start`.
#[derive(Debug, Default)]
struct DollarTable {
    start: usize,
    dollars: Vec<Option<u32>>,
}

#[derive(Debug, Clone, Copy)]
enum Closing {
    Dollars,
    Parenthesis,
    Bracket,
}

impl Closing {
    fn text(self) -> &'static str {
        match self {
            Closing::Dollars => "$$",
            Closing::Parenthesis => "\\)",
            Closing::Bracket => "\\]",
        }
    }
}

enum Mark {
    Dollar,
    /// A brace, and the index of the brace that closes it.
    Open(Option<usize>),
}

/// The range `from..to`, which contains no closing delimiter. With it, many openings in a row read each byte once.
#[derive(Debug, Clone, Copy, Default)]
struct NoClosing {
    from: usize,
    to: usize,
    /// Whether the paragraph ends at `to`.
    ends: bool,
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
                b'*' => self.stars(),
                b'"' | b'\'' => self.quote(byte),
                b'$' => self.dollar(),
                b'\\' => self.backslash(),
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

    /// Skips a run of stars. By the flanking rules of CommonMark, `**注意：**以下` is not emphasis, because the stars are
    /// between punctuation and a letter. That is common in text without spaces, so the character that prevents the
    /// emphasis is covered.
    fn stars(&mut self) {
        let start = self.at;
        let end = start + self.bytes[start..].iter().take_while(|&&byte| byte == b'*').count();
        self.at = end;
        let (Some(before), Some(after)) =
            (self.source[..start].chars().next_back(), self.source[end..].chars().next())
        else {
            return;
        };
        let is_letter = |c: char| c.is_alphanumeric();
        let is_mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && !c.is_control();
        let is_wide = |c: char| is_ideograph(c) || matches!(c, '\u{ac00}'..='\u{d7a3}');
        let (before_at, after_at) = (start - before.len_utf8(), end);
        if is_mark(before) && is_letter(after) {
            if is_wide_mark(before) {
                self.cover_character(before_at, before, false);
            } else if is_wide(after) {
                self.cover_character(after_at, after, true);
            }
        } else if is_letter(before) && is_mark(after) {
            if is_wide_mark(after) {
                self.cover_character(after_at, after, false);
            } else if is_wide(before) {
                self.cover_character(before_at, before, true);
            }
        }
    }

    /// Straight quotation marks next to Chinese and Japanese text, in measures and in shortened words stay as they are.
    fn quote(&mut self, byte: u8) {
        let at = self.at;
        let wide = |character: Option<char>| character.is_some_and(|c| is_ideograph(c) || is_wide_mark(c));
        let (before, after) = (self.source[..at].chars().next_back(), self.source[at + 1..].chars().next());
        let kind = if byte == b'\'' && is_apostrophe(self.source, at) {
            Covered::Apostrophe
        } else if wide(before) || wide(after) || is_prime(self.source, at) {
            Covered::Character
        } else {
            self.at += 1;
            return;
        };
        self.cover(Formula { whole: at..at + 1, tex: at..at + 1, kind });
    }

    /// Covers a character, so that markdown takes it for a letter, or (`as_mark`) for punctuation.
    fn cover_character(&mut self, at: usize, character: char, as_mark: bool) {
        let is_covered = self.formulas.last().is_some_and(|last| last.whole.end > at);
        if is_covered || (as_mark && (character.len_utf8() != MARK.len_utf8() || self.source.contains(MARK)))
        {
            return;
        }
        let (after, whole) = (self.at, at..at + character.len_utf8());
        self.cover(Formula { whole: whole.clone(), tex: whole.clone(), kind: Covered::Character });
        if as_mark && let Some(place) = self.covered_mut().get_mut(whole) {
            place.copy_from_slice(MARK.encode_utf8(&mut [0; 4]).as_bytes());
        }
        self.at = self.at.max(after);
    }

    /// Skips a line that must stay unchanged: fenced code or a link definition. Returns whether it did.
    fn skip_line(&mut self) -> bool {
        let line_end = |at: usize| self.source[at..].find('\n').map_or(self.bytes.len(), |end| at + end + 1);
        let end = line_end(self.at);
        let line = self.source[self.at..end].trim_start_matches([' ', '\t', '>', '-', '*', '+']);
        let fence = line.bytes().next().filter(|byte| matches!(byte, b'`' | b'~'));
        let width = fence.map_or(0, |fence| line.bytes().take_while(|&byte| byte == fence).count());
        if let (Some(fence), 3..) = (fence, width) {
            if fence == b'`' && line[width..].contains('`') {
                return false;
            }
            let mut at = end;
            while at < self.bytes.len() {
                let next = line_end(at);
                let inner = self.source[at..next].trim_matches([' ', '\t', '>', '\n', '\r']);
                at = next;
                if inner.len() >= width && inner.bytes().all(|byte| byte == fence) {
                    break;
                }
            }
            self.at = at;
            return true;
        }
        if line.starts_with('[') && !line.starts_with("[^") && line.contains("]:") {
            self.at = end;
            return true;
        }
        false
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

    fn dollar(&mut self) {
        let at = self.at;
        let display = self.bytes.get(at + 1) == Some(&b'$');
        let width = if display { 2 } else { 1 };
        let start = at + width;
        if !display
            && self.bytes.get(start) == Some(&b'`')
            && let Some(end) = self.github_formula(start + 1)
        {
            let kind = Covered::Inline;
            return self.cover(Formula { whole: at..end + 2, tex: start + 1..end, kind });
        }
        let end = if display { self.find(start, Closing::Dollars) } else { self.closing_dollar(start) };
        if let Some(end) = end {
            let tex = &self.source[start..end];
            let before = self.source[..at].chars().next_back();
            let after = self.source[end + width..].chars().next();
            let is_math =
                if display { dollar::is_display(tex) } else { dollar::is_inline(tex, before, after) };
            if is_math {
                if let Some((label, parentheses)) = equations::reference(tex) {
                    let label = start + label.start..start + label.end;
                    let kind = Covered::Reference { parentheses };
                    return self.cover(Formula { whole: at..end + width, tex: label, kind });
                }
                let kind = if display { Covered::Display } else { Covered::Inline };
                return self.cover(Formula { whole: at..end + width, tex: start..end, kind });
            }
        }
        self.replace_byte(DOLLAR);
    }

    /// Finds the end of a formula as GitHub writes it, $`…`$, which starts at `start`.
    fn github_formula(&self, start: usize) -> Option<usize> {
        let within = &self.bytes[start..self.bytes.len().min(start + MAX_FORMULA_BYTES)];
        let end = start + memchr::memchr2(b'`', b'\n', within)?;
        (end > start && self.bytes[end..].starts_with(b"`$")).then_some(end)
    }

    /// Returns the dollar that closes a formula: the first outside all braces, otherwise the first.
    fn closing_dollar(&mut self, start: usize) -> Option<usize> {
        let mut depth = 0usize;
        let mut inside = None;
        let mut at = start;
        while at < self.bytes.len().min(start + MAX_FORMULA_BYTES) {
            // Few formulas are this long: braces were left open, perhaps by many dollars in a row.
            if inside.is_some() && at > start + USUAL_FORMULA_BYTES {
                return self.outside(start).or(inside);
            }
            match self.bytes[at] {
                b'\\' => at += 1,
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                b'$' if depth == 0 => return Some(at),
                b'$' => inside = inside.or(Some(at)),
                b'\n' if self.blank_line_at(at + 1) => break,
                _ => {}
            }
            at += 1;
        }
        inside
    }

    /// Returns the first dollar outside the braces opened from `start` on. It uses the table for the whole paragraph,
    /// so that work stays linear.
    fn outside(&mut self, start: usize) -> Option<usize> {
        let known = &self.outside;
        if !(known.start..known.start + known.dollars.len()).contains(&start) {
            self.outside = DollarTable { start, dollars: self.dollars_outside(start) };
        }
        let dollar = (*self.outside.dollars.get(start - self.outside.start)?)?;
        Some(self.outside.start + dollar as usize).filter(|at| *at < start + MAX_FORMULA_BYTES)
    }

    fn dollars_outside(&self, start: usize) -> Vec<Option<u32>> {
        // Dollars, and braces with their closing braces, without escaped ones.
        let mut marks: Vec<(usize, Mark)> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut at = start;
        while let Some(&byte) = self.bytes.get(at) {
            match byte {
                b'\\' => at += 1,
                b'{' => {
                    open.push(marks.len());
                    marks.push((at - start, Mark::Open(None)));
                }
                b'}' => {
                    if let Some((_, mark)) = open.pop().and_then(|place| marks.get_mut(place)) {
                        *mark = Mark::Open(Some(at - start));
                    }
                }
                b'$' => marks.push((at - start, Mark::Dollar)),
                b'\n' if self.blank_line_at(at + 1) => break,
                _ => {}
            }
            at += 1;
        }
        let len = at.min(self.bytes.len()) - start;
        // From the end: after a brace, the search continues where it closes.
        let mut dollars: Vec<Option<u32>> = vec![None; len + 1];
        let mut marks = marks.into_iter().rev().peekable();
        for at in (0..len).rev() {
            dollars[at] = match marks.next_if(|(place, _)| *place == at) {
                Some((_, Mark::Dollar)) => u32::try_from(at).ok(),
                Some((_, Mark::Open(close))) => close.and_then(|close| dollars[close + 1]),
                None => dollars[at + 1],
            };
        }
        dollars
    }

    /// Returns the index of `closing` at or after `start`, in the same paragraph. Escaped characters do not count.
    fn find(&mut self, start: usize, closing: Closing) -> Option<usize> {
        let known = self.without[closing as usize];
        let (from, mut at) = match (known.from..=known.to).contains(&start) {
            true if known.ends => return None,
            true => (known.from, known.to),
            false => (start, start),
        };
        let mut ends = false;
        while !ends && at < self.bytes.len().min(start + MAX_FORMULA_BYTES) {
            if self.bytes[at..].starts_with(closing.text().as_bytes()) {
                return Some(at);
            }
            match self.bytes[at] {
                b'\\' => at += 2,
                b'\n' if self.blank_line_at(at + 1) => ends = true,
                _ => at += 1,
            }
        }
        self.without[closing as usize] = NoClosing { from, to: at, ends };
        None
    }

    fn blank_line_at(&self, at: usize) -> bool {
        let mut line = self.bytes.get(at..).unwrap_or(&[]).iter();
        matches!(line.find(|&&byte| !matches!(byte, b' ' | b'\t' | b'\r')), Some(b'\n') | None)
    }

    /// Handles an escaped character, or a formula in LaTeX delimiters: `\(…\)`, `\[…\]`.
    fn backslash(&mut self) {
        let at = self.at;
        let (closing, display) = match self.bytes.get(at + 1) {
            Some(b'(') => (Closing::Parenthesis, false),
            Some(b'[') => (Closing::Bracket, true),
            Some(b'b') if self.environment() => return,
            Some(b'r' | b'e') if self.reference() => return,
            Some(b'u' | b'h') if self.hyperlink() => return,
            Some(b',') => {
                return self.cover(Formula { whole: at..at + 2, tex: at..at + 2, kind: Covered::Space });
            }
            _ => {
                // An escaped character starts nothing; control characters are still dropped.
                self.at += if self.bytes.get(at + 1).is_some_and(|&byte| byte.is_ascii_punctuation()) {
                    2
                } else {
                    1
                };
                return;
            }
        };
        let start = at + 2;
        if let Some(end) = self.find(start, closing) {
            let tex = &self.source[start..end];
            if dollar::is_bracketed(tex, display) {
                let kind = if display { Covered::Display } else { Covered::Inline };
                return self.cover(Formula { whole: at..end + 2, tex: start..end, kind });
            }
        }
        self.at += 2;
    }

    /// Covers an environment, `\begin{align}…\end{align}`. Returns whether there is one.
    fn environment(&mut self) -> bool {
        let at = self.at;
        let Some(name) = equations::environment_name(&self.source[at..]) else { return false };
        let ending = format!("\\end{{{name}}}");
        let within = &self.bytes[at..self.bytes.len().min(at + MAX_FORMULA_BYTES)];
        let Some(end) = memchr::memmem::find(within, ending.as_bytes()).map(|end| at + end + ending.len())
        else {
            return false;
        };
        let kind = if equations::is_math(name) { Covered::Display } else { Covered::Source };
        self.cover(Formula { whole: at..end, tex: at..end, kind });
        true
    }

    /// Covers `\ref{label}` or `\eqref{label}`. Returns whether there is one.
    fn reference(&mut self) -> bool {
        let at = self.at;
        let within = &self.bytes[at..self.bytes.len().min(at + LONGEST_REFERENCE)];
        let Some(end) = memchr::memchr2(b'}', b'\n', within) else { return false };
        let whole = at..at + end + 1;
        let Some((label, parentheses)) = equations::reference(&self.source[whole.clone()]) else {
            return false;
        };
        let kind = Covered::Reference { parentheses };
        self.cover(Formula { whole, tex: at + label.start..at + label.end, kind });
        true
    }

    /// Covers `\url{address}` or `\href{address}{text}`. Returns whether there is one.
    fn hyperlink(&mut self) -> bool {
        let at = self.at;
        let within = &self.source[at..self.source.floor_char_boundary(at + MAX_FORMULA_BYTES)];
        let Some(length) = hyperlink_length(within) else { return false };
        self.cover(Formula { whole: at..at + length, tex: at..at + length, kind: Covered::Inline });
        true
    }

    fn code_span(&mut self) {
        let run = |at: usize| self.bytes[at..].iter().take_while(|&&byte| byte == b'`').count();
        let width = run(self.at);
        let start = self.at + width;
        if width == 2 && self.latex_quote(start) {
            return;
        }
        let mut at = start;
        while at < self.bytes.len().min(start + MAX_FORMULA_BYTES) {
            match self.bytes[at] {
                b'`' => {
                    let closing = run(at);
                    at += closing;
                    if closing == width {
                        self.at = at;
                        return;
                    }
                }
                b'\n' if self.blank_line_at(at + 1) => break,
                _ => at += 1,
            }
        }
        self.at = start;
    }

    /// Reads ``these'' as LaTeX's quotation marks instead of code up to the next pair. The text between them is
    /// markdown. Returns whether it did.
    fn latex_quote(&mut self, start: usize) -> bool {
        let mut at = start;
        while at < self.bytes.len().min(start + MAX_FORMULA_BYTES) {
            match self.bytes[at] {
                b'`' => return false,
                b'\n' if self.blank_line_at(at + 1) => return false,
                b'\'' if self.bytes.get(at + 1) == Some(&b'\'') => {
                    let after_word = self.bytes[at - 1].is_ascii_alphanumeric()
                        || matches!(self.bytes[at - 1], b'.' | b',' | b'?' | b'!' | b'}' | b'$' | 0x80..);
                    let before_word = self.bytes.get(at + 2).is_some_and(u8::is_ascii_alphanumeric);
                    if !after_word || before_word || at == start {
                        return false;
                    }
                    let covered = self.covered_mut();
                    for (place, marks) in [(start - 2, QUOTE), (at, UNQUOTE)] {
                        if let Some(bytes) = covered.get_mut(place..place + 2) {
                            bytes.copy_from_slice(&marks);
                        }
                    }
                    self.at = start;
                    return true;
                }
                _ => at += 1,
            }
        }
        false
    }

    /// Skips a tag or an autolink; hides `<` before any other word.
    fn less_than(&mut self) {
        let inner = &self.source[self.at + 1..];
        let slash = usize::from(inner.starts_with('/'));
        let name_length =
            inner[slash..].bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
        let name = &inner[slash..slash + name_length];
        let end = inner.find(['>', '<', '\n']).filter(|&end| inner[end..].starts_with('>'));
        let body = &inner[..end.unwrap_or(0)];
        let autolink = !body.contains(' ') && (body.contains(':') || body.contains('@'));
        if autolink || (end.is_some() && is_html_element(name)) {
            self.at += 2 + body.len();
        } else if name.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_html_element(name) {
            self.replace_byte(LESS);
        } else {
            self.at += 1;
        }
    }

    /// Two tildes strike out text; one means "about" and is hidden.
    fn tildes(&mut self) {
        let width = self.bytes[self.at..].iter().take_while(|&&byte| byte == b'~').count();
        if width == 1 { self.replace_byte(TILDE) } else { self.at += width }
    }

    /// Skips the address of `[text](address`, whose dollars are not formulas.
    fn destination(&mut self) {
        let start = self.at + 2;
        let end =
            self.source[start..].find([')', ' ', '\n', '\t']).map_or(self.bytes.len(), |end| start + end);
        self.at = end;
        // A title, `[text](address "title")`, keeps its marks.
        let rest = &self.source[end..];
        let title = rest.trim_start_matches([' ', '\t']);
        if let Some(mark) = title.chars().next().filter(|mark| matches!(mark, '"' | '\''))
            && let Some(length) = title[1..].find(mark).filter(|length| *length < MAX_FORMULA_BYTES)
        {
            self.at += rest.len() - title.len() + 1 + length + 1;
        }
    }
}

/// Splits text at its covered formulas: each part with the formula after it.
pub(super) fn parts<'t>(
    formulas: &'t [Formula],
    text: &'t str,
    range: &Range<usize>,
) -> impl Iterator<Item = (&'t str, Option<&'t Formula>)> {
    let first = formulas.partition_point(|formula| formula.whole.start < range.start);
    let mut next = formulas[first..].iter();
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        // The stand-in of punctuation is ours where a covered character is next.
        let marks = next.as_slice().first().is_some_and(|next| next.kind == Covered::Character);
        let Some(at) = text.find(|c| c == char::from(MATH) || (marks && c == MARK)) else {
            rest = None;
            return Some((text, None));
        };
        let length = text[at..].chars().next().map_or(0, char::len_utf8);
        rest = Some(text[at + length..].trim_start_matches(char::from(FILL)));
        Some((&text[..at], next.next()))
    })
}

/// Returns text as written, for places without formulas: code, addresses, descriptions.
pub(super) fn restore<'t>(
    source: &str,
    formulas: &[Formula],
    text: &'t str,
    range: &Range<usize>,
) -> Cow<'t, str> {
    if formulas.is_empty() && !text.bytes().any(is_control) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for (part, formula) in parts(formulas, text, range) {
        out.extend(part.chars().filter_map(|character| match character {
            '\u{1}' => Some('$'),
            '\u{4}' => Some('<'),
            '\u{5}' => Some('~'),
            '\u{7}' | '\u{8}' => Some('`'),
            '\u{e}' | '\u{f}' => Some('\''),
            other => (other >= '\u{8}').then_some(other),
        }));
        out.push_str(formula.map_or("", |formula| &source[formula.whole.clone()]));
    }
    out.into()
}

/// Like [`restore`], for the title of a link or image: its formulas are the last ones in its range.
pub(super) fn restore_title(source: &str, formulas: &[Formula], title: &str, range: &Range<usize>) -> String {
    let held = title.bytes().filter(|&byte| byte == MATH).count();
    let end = formulas.partition_point(|formula| formula.whole.start < range.end);
    let start = formulas.get(end.saturating_sub(held)).map_or(range.start, |formula| formula.whole.start);
    restore(source, formulas, title, &(start..range.end)).into_owned()
}

/// Removes the `>` from the lines of a formula in a quotation.
pub(super) fn unquoted<'t>(tex: &'t str, before: &str) -> Cow<'t, str> {
    // Only a multi-line formula needs the start of its line; searching it for each formula of a long line would be
    // quadratic.
    if !tex.contains('\n') {
        return tex.into();
    }
    let line = before.rsplit('\n').next().unwrap_or("");
    if !line.trim_start().starts_with('>') {
        return tex.into();
    }
    tex.lines().map(|line| line.trim_start().trim_start_matches('>')).collect::<Vec<_>>().join("\n").into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Returns the first dollar outside braces opened from `start` on, by a linear search.
    fn walked(scan: &Scan<'_>, start: usize) -> Option<usize> {
        let (mut depth, mut at) = (0_usize, start);
        while let Some(&byte) = scan.bytes.get(at) {
            match byte {
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                b'$' if depth == 0 => return Some(at),
                b'\n' if scan.blank_line_at(at + 1) => return None,
                _ => {}
            }
            at += 1;
        }
        None
    }

    proptest! {
        #[test]
        fn the_table_of_dollars_equals_a_linear_search(text in "[${}a\n ]{0,80}") {
            let mut scan = Scan::new(&text);
            for start in 0..text.len() {
                prop_assert_eq!(scan.outside(start), walked(&scan, start), "from {}", start);
            }
        }

        #[test]
        fn a_closing_is_found_after_any_earlier_search(text in "[$a\n ]{0,80}") {
            let mut known = Scan::new(&text);
            for start in 0..text.len() {
                prop_assert_eq!(known.find(start, Closing::Dollars), Scan::new(&text).find(start, Closing::Dollars));
            }
        }
    }

    #[test]
    fn long_formulas_end_outside_their_braces() {
        let source = format!("${{{} $5 }} x$ and $y$", "a ".repeat(USUAL_FORMULA_BYTES));
        let dollar = Scan::new(&source).closing_dollar(1);
        assert_eq!(dollar, source.find("x$").map(|at| at + 1));
        let open = format!("${{ $5 {}", "a ".repeat(USUAL_FORMULA_BYTES));
        assert_eq!(Scan::new(&open).closing_dollar(1), Some(3));
    }
}
