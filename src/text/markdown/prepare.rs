//! Prepares a text for the markdown parser by hiding what the parser would misread.
//!
//! Formulas are covered byte for byte, so the parser sees one opaque word. Dollars of amounts, `<` before text that is not a tag, and
//! single tildes get stand-ins. Offsets stay those of the source. This file decides what is a formula, not how it is rendered.

use std::borrow::Cow;
use std::ops::Range;

use super::clean::{DOLLAR, FILL, GONE, LESS, MATH, QUOTE, TILDE, UNQUOTE, is_html_element};
use super::dollar;

/// The longest formula to look for, in bytes. It bounds the work per dollar sign.
const MAX_FORMULA_BYTES: usize = 4000;

/// Most formulas are shorter, in bytes.
const USUAL_FORMULA_BYTES: usize = 200;

#[derive(Debug)]
pub(super) struct Prepared<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) formulas: Vec<Formula>,
}

/// A formula in the source, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Formula {
    pub(super) whole: Range<usize>,
    pub(super) tex: Range<usize>,
    pub(super) display: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    Markdown,
    /// Titles: no code, tags or links.
    Plain,
}

pub(super) fn prepare(source: &str, syntax: Syntax) -> Prepared<'_> {
    let special = |byte: u8| matches!(byte, b'$' | b'\\' | b'<' | b'~' | b'`') || is_control(byte);
    if !source.bytes().any(|byte| !is_plain(byte) && special(byte)) {
        return Prepared { text: Cow::Borrowed(source), formulas: Vec::new() };
    }
    let mut scan = Scan::new(source);
    scan.run(syntax);
    let Scan { covered, formulas, .. } = scan;
    let text = match covered.map(String::from_utf8) {
        Some(Ok(text)) => Cow::Owned(text),
        _ => Cow::Borrowed(source),
    };
    Prepared { text, formulas }
}

/// Tells whether a byte has no special meaning. A table, since every byte of input is tested.
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
}

/// For each byte from `start` to the end of a paragraph, the first later dollar outside the braces opened in between, as an offset from
/// `start`.
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
            if is_plain(byte) {
                let plain = self.bytes[self.at..].iter().take_while(|&&byte| is_plain(byte)).count();
                self.at += plain;
                continue;
            }
            match byte {
                b'$' => self.dollar(),
                b'\\' => self.backslash(),
                b'`' if markdown => self.code_span(),
                b'<' if markdown => self.less_than(),
                b'~' if markdown => self.tildes(),
                b']' if markdown && self.bytes.get(self.at + 1) == Some(&b'(') => self.destination(),
                byte if is_control(byte) => self.stand_in(GONE),
                _ => self.at += 1,
            }
        }
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
    fn stand_in(&mut self, byte: u8) {
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
        let end = if display { self.find(start, Closing::Dollars) } else { self.closing_dollar(start) };
        if let Some(end) = end {
            let tex = &self.source[start..end];
            let before = self.source[..at].chars().next_back();
            let after = self.source[end + width..].chars().next();
            let is_math =
                if display { dollar::is_display(tex) } else { dollar::is_inline(tex, before, after) };
            if is_math {
                return self.cover(Formula { whole: at..end + width, tex: start..end, display });
            }
        }
        self.stand_in(DOLLAR);
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

    /// Returns the first dollar outside the braces opened from `start` on. It uses the table for the whole paragraph, so that work stays
    /// linear.
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
                return self.cover(Formula { whole: at..end + 2, tex: start..end, display });
            }
        }
        self.at += 2;
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

    /// Reads ``these'' as LaTeX's quotation marks instead of code up to the next pair. The text between them is markdown. Returns whether
    /// it did.
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
        if autolink {
            self.at += 2 + body.len();
        } else if name.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_html_element(name) {
            self.stand_in(LESS);
        } else {
            self.at += 1;
        }
    }

    /// Two tildes strike out text; one means "about" and is hidden.
    fn tildes(&mut self) {
        let width = self.bytes[self.at..].iter().take_while(|&&byte| byte == b'~').count();
        if width == 1 { self.stand_in(TILDE) } else { self.at += width }
    }

    /// Skips the address of `[text](address`, whose dollars are not formulas.
    fn destination(&mut self) {
        let start = self.at + 2;
        let end =
            self.source[start..].find([')', ' ', '\n', '\t']).map_or(self.bytes.len(), |end| start + end);
        self.at = end;
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
        let Some(at) = text.find(char::from(MATH)) else {
            rest = None;
            return Some((text, None));
        };
        let after = text[at + 1..].trim_start_matches(char::from(FILL));
        rest = Some(after);
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
    if !text.bytes().any(is_control) {
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
    // Only a multi-line formula needs the start of its line; searching it for each formula of a long line would be quadratic.
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
