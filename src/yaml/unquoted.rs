//! Values that break YAML: missing quotes, unclosed quotes and brackets, LaTeX in double quotes, text of several lines.
//!
//! Most of them are titles that contain `: `. The module finds the value at the position of the parser's error and
//! skips it, so that the rest can be read. It does not know what the values mean.

use super::scalar;
use super::tree::{self, Cause};
use std::borrow::Cow;
use std::ops::Range;

/// A value that breaks the YAML around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slip {
    /// The key of the value, or of the list that contains it.
    pub key: String,
    /// Whether the value is an item of a list and has no key of its own.
    pub is_item: bool,
    /// Byte range of the value in the text.
    pub value: Range<usize>,
    /// Whether the key is indented deeper than the first key of the text.
    pub is_deep: bool,
    pub why: NeedsQuotes,
}

/// Why a value breaks YAML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NeedsQuotes {
    /// It contains `: `.
    Colon,
    /// It begins with a character that has a meaning in YAML.
    First(char),
    /// This quote or bracket opens at its start and never closes.
    Unclosed(char),
    /// It is a list in brackets on one line, whose end is behind ` #`, at this byte offset of the text.
    Cut(usize),
    /// Its double quotes contain a backslash, at this byte offset of the text, that does not begin a YAML escape.
    Escape(usize),
    /// It is text of several lines that contains `: `.
    Lines,
}

/// Maximum number of slips found in one text. Each requires another parse.
const MOST: usize = 20;

/// Prefixes of parser errors that are not caused by a value.
const TOO_DEEP: [&str; 2] = ["more than", "recursion limit"];

/// Keys whose values are text on one line. A bracket at the start of such a value is not a list.
const WORDS: [&str; 9] =
    ["title", "summary", "name", "venue", "description", "label", "affiliation", "reason", "withdrawn"];

/// Keys whose values may be text of several lines.
const PROSE: [&str; 5] = ["abstract", "summary", "description", "reason", "title"];

/// Words that begin with an apostrophe: `'Twas the Night`, `'t Hooft`, `'90s`.
const ELISIONS: [&str; 16] = [
    "twas", "tis", "twere", "twill", "round", "bout", "cause", "cos", "em", "til", "till", "n", "t", "s",
    "neath", "ere",
];

/// Returns a text in which null replaces each broken value, and the broken values. All other bytes keep their offsets.
pub(crate) fn fix(text: &str) -> (Cow<'_, str>, Vec<Slip>) {
    let mut fixed = Cow::Borrowed(text);
    let mut slips: Vec<Slip> = Vec::new();
    while slips.len() < MOST
        && let Err(broken) = tree::parse(&fixed)
        && let Cause::Syntax(reason) = &broken.cause
        && !TOO_DEEP.iter().any(|deep| reason.starts_with(deep))
        && let Some(slip) = find(&fixed, broken.offset)
        && slips.iter().all(|known| known.value.start != slip.value.start)
    {
        let Range { start, end } = slip.value;
        fixed = format!("{}~{}{}", &fixed[..start], " ".repeat(end - start - 1), &fixed[end..]).into();
        slips.push(slip);
    }
    (fixed, slips)
}

/// Returns a text with quotes around the values that are certain to need them, and for each of them the key, the value
/// and the quoted value.
///
/// The text stays broken if a closing quote or bracket is missing.
pub(crate) fn quote(text: &str) -> (Cow<'_, str>, Vec<(String, String, String)>) {
    let (_, mut slips) = fix(text);
    slips.sort_by_key(|slip| std::cmp::Reverse(slip.value.start));
    let mut fixed = Cow::Borrowed(text);
    let mut changes = Vec::new();
    for slip in slips {
        let Some(new) = slip.quoted(text) else { continue };
        changes.push((slip.key, text[slip.value.clone()].to_owned(), new.clone()));
        fixed.to_mut().replace_range(slip.value, &new);
    }
    changes.reverse();
    (fixed, changes)
}

impl Slip {
    /// Returns the value in quotes that keep all of its words; `None` if the end of the value is not certain.
    pub fn quoted(&self, text: &str) -> Option<String> {
        let value = text.get(self.value.clone())?;
        match self.why {
            NeedsQuotes::Colon | NeedsQuotes::First(_) => Some(scalar::quoted(value)),
            NeedsQuotes::Unclosed(_) => None,
            NeedsQuotes::Cut(_) => with_quoted_items(value),
            NeedsQuotes::Escape(_) => {
                // The value is LaTeX, in which only quotes and backslashes are escaped.
                let inner = value.strip_prefix('"')?.strip_suffix('"')?;
                let inner = inner.replace("\\\"", "\"").replace("\\\\", "\\");
                Some(match inner.contains(['\'', '\n']) {
                    true => scalar::quoted(&inner),
                    false => format!("'{inner}'"),
                })
            }
            NeedsQuotes::Lines => {
                let lines: Vec<&str> = value.lines().map(str::trim).collect();
                Some(scalar::quoted(&lines.join("\n")))
            }
        }
    }
}

/// A line of a mapping or a list.
struct Line<'t> {
    start: usize,
    /// Column of the key, or of the value if an item has no key.
    column: usize,
    key: Option<&'t str>,
    /// The value, without blanks around it.
    value: &'t str,
    /// Byte offset of the value.
    at: usize,
}

impl<'t> Line<'t> {
    /// Parses the line that begins at `start`; `None` if it is neither `key:` nor `- value`.
    fn new(text: &'t str, start: usize) -> Option<Line<'t>> {
        let line = text[start..].lines().next()?;
        let mut inside = line.trim_start_matches(' ');
        let mut is_item = false;
        while let Some(rest) = inside.strip_prefix("- ") {
            (inside, is_item) = (rest.trim_start_matches(' '), true);
        }
        let column = line.len() - inside.len();
        let is_key = |key: &str| {
            !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
        };
        let pair = inside
            .split_once(':')
            .filter(|(key, value)| is_key(key) && (value.is_empty() || value.starts_with([' ', '\t', '\r'])));
        let (key, value) = match pair {
            Some((key, value)) => (Some(key), value),
            None if is_item => (None, inside),
            None => return None,
        };
        let at = start + line.len() - value.len() + (value.len() - value.trim_start().len());
        Some(Line { start, column, key, value: value.trim(), at })
    }

    fn slip(&self, text: &str, end: usize, why: NeedsQuotes) -> Option<Slip> {
        let end = self.at + text.get(self.at..end)?.trim_end().len();
        let key = match self.key {
            Some(key) => key.to_owned(),
            None => lines_before(text, self.start).find_map(|start| {
                let line = Line::new(text, start).filter(|line| line.column < self.column)?;
                Some(line.key?.to_owned())
            })?,
        };
        let is_deep = self.column > first_column(text);
        (end > self.at).then_some(Slip {
            key,
            is_item: self.key.is_none(),
            value: self.at..end,
            is_deep,
            why,
        })
    }

    /// Returns the end of the block of the key: the lines below that are indented deeper than the key.
    fn end_of_block(&self, text: &str) -> usize {
        let mut end = line_end(text, self.start);
        let mut at = end + 1;
        while let Some(line) = text.get(at..).and_then(|rest| rest.split_inclusive('\n').next()) {
            let indent = line.len() - line.trim_start_matches(' ').len();
            let is_blank = line.trim().is_empty();
            if !is_blank && indent <= self.column {
                break;
            }
            if !is_blank {
                end = at + line.trim_end().len();
            }
            at += line.len();
        }
        end
    }
}

/// Finds the value that causes the parser's error at `at`.
fn find(text: &str, at: usize) -> Option<Slip> {
    let at = floor(text, at);
    let start = line_start(text, at);
    if let Some(slip) = prose(text, start) {
        return Some(slip);
    }
    let near = [Some(start), lines_before(text, start).next()];
    let slip = near.into_iter().flatten().find_map(|start| {
        let line = Line::new(text, start)?;
        let end = line_end(text, start);
        let why = why(&line, text)?;
        match why {
            // The lines below are part of the value.
            NeedsQuotes::Colon if line.end_of_block(text) > end => {
                line.slip(text, line.end_of_block(text), NeedsQuotes::Lines)
            }
            why => line.slip(text, end, why),
        }
    });
    // The parser may report the error only after the end of the value.
    let prose = || lines_before(text, start).next().and_then(|start| prose(text, start));
    slip.or_else(prose).or_else(|| unclosed(text, at))
}

/// Returns why the value of a line breaks YAML; `None` if the value alone is valid.
fn why(line: &Line<'_>, text: &str) -> Option<NeedsQuotes> {
    let value = line.value;
    let first = value.chars().next()?;
    let is_words = line.key.is_none_or(|key| WORDS.contains(&key));
    let spaced = value[first.len_utf8()..].starts_with([' ', '\t']);
    match first {
        '"' | '\'' => {
            let Some(end) = closing_quote(value) else {
                return match first == '\'' && is_elision(value) {
                    true => Some(NeedsQuotes::First('\'')),
                    false if is_closed_below(line, text) => None,
                    false => Some(NeedsQuotes::Unclosed(first)),
                };
            };
            let rest = &value[end..];
            match rest.trim().is_empty()
                || (rest.starts_with([' ', '\t']) && rest.trim_start().starts_with('#'))
            {
                true => bad_escape(&value[..end]).map(|at| NeedsQuotes::Escape(line.at + at)),
                false => Some(NeedsQuotes::First(first)),
            }
        }
        '|' | '>' => (!is_block_header(value)).then_some(NeedsQuotes::First(first)),
        '-' | '?' => (spaced || value.len() == 1).then_some(NeedsQuotes::First(first)),
        '[' | '{' if value.ends_with([']', '}']) => None,
        '[' | '{' => is_words.then_some(NeedsQuotes::First(first)),
        '!' if value.starts_with("!!") => None,
        '&' if is_alias_target(value, text) => None,
        '@' | '`' | '%' | '*' | '&' | '!' | ']' | '}' | ',' => Some(NeedsQuotes::First(first)),
        _ => (value.contains(": ") || value.ends_with(':')).then_some(NeedsQuotes::Colon),
    }
}

/// Finds the text of several lines that contains the line at `start`, below a key such as `abstract:`.
fn prose(text: &str, start: usize) -> Option<Slip> {
    let line = text[start..].lines().next()?;
    let mut indent = line.len() - line.trim_start_matches(' ').len();
    for above in lines_before(text, start) {
        let line = text[above..].lines().next()?;
        let own = line.len() - line.trim_start_matches(' ').len();
        if line.trim().is_empty() || own >= indent {
            continue;
        }
        indent = own;
        let Some(parent) = Line::new(text, above) else { continue };
        if parent.column >= text[start..].len() - text[start..].trim_start_matches(' ').len() {
            return None;
        }
        let is_prose = parent.key.is_some_and(|key| PROSE.contains(&key));
        if !is_prose || parent.value.starts_with(['|', '>', '"', '\'', '[', '{', '#', '~']) {
            return None;
        }
        let end = parent.end_of_block(text);
        let block = &text[parent.at.min(end)..end];
        if !block.contains(": ") && !block.lines().any(|line| line.trim_end().ends_with(':')) {
            return None;
        }
        if !parent.value.is_empty() {
            return parent.slip(text, end, NeedsQuotes::Lines);
        }
        // The text begins on the next line.
        let behind = line_end(text, above);
        let at = behind + text[behind..end].len() - text[behind..end].trim_start().len();
        return Line { at, ..parent }.slip(text, end, NeedsQuotes::Lines);
    }
    None
}

/// Finds the last quote or bracket before `at` that opens a value and never closes.
fn unclosed(text: &str, at: usize) -> Option<Slip> {
    let starts = std::iter::once(line_start(text, at)).chain(lines_before(text, at));
    starts.take(200).find_map(|start| {
        let line = Line::new(text, start)?;
        let first = line.value.chars().next()?;
        // The value may continue until the next key that is not indented deeper.
        let end = line.end_of_block(text);
        let value = &text[line.at..end];
        if first == '['
            && let Some(cut) = cut(value.lines().next().unwrap_or_default())
            && !is_balanced(value)
        {
            let (at, end) = (line.at + cut, line_end(text, start));
            return line.slip(text, end, NeedsQuotes::Cut(at));
        }
        let is_open = match first {
            '[' | '{' => !is_balanced(value),
            '"' | '\'' => closing_quote(value).is_none(),
            _ => false,
        };
        is_open.then(|| line.slip(text, end, NeedsQuotes::Unclosed(first))).flatten()
    })
}

/// Returns where a comment begins in a list on one line, if the list closes only in the comment.
fn cut(line: &str) -> Option<usize> {
    let at = line.find(" #")?;
    (line.trim_end().ends_with(']') && with_quoted_items(line).is_some()).then_some(at + 1)
}

/// Returns a list on one line with quotes around the items that contain ` #`; `None` if its items are not certain.
fn with_quoted_items(list: &str) -> Option<String> {
    let inner = list.trim_end().strip_prefix('[')?.strip_suffix(']')?;
    if inner.contains(['[', ']', '{', '}', '"', '\'']) {
        return None;
    }
    let quoted = |item: &str| if item.contains(" #") { scalar::quoted(item) } else { item.to_owned() };
    let items: Vec<String> = inner.split(',').map(str::trim).map(quoted).collect();
    Some(format!("[{}]", items.join(", ")))
}

/// Returns whether the quote that opens a value closes on a line below that is indented deeper.
fn is_closed_below(line: &Line<'_>, text: &str) -> bool {
    closing_quote(&text[line.at..line.end_of_block(text)]).is_some()
}

/// Returns the byte offset after the closing quote of a quoted value.
fn closing_quote(value: &str) -> Option<usize> {
    let bytes = value.as_bytes();
    let quote = *bytes.first()?;
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if quote == b'"' => at += 1,
            b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            byte if byte == quote => return Some(at + 1),
            _ => {}
        }
        at += 1;
    }
    None
}

/// Returns the byte offset of the first backslash in a double-quoted value that does not begin a YAML 1.2 escape.
fn bad_escape(value: &str) -> Option<usize> {
    if !value.starts_with('"') {
        return None;
    }
    let bytes = value.as_bytes();
    let mut at = 1;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'\\' {
            let digits = match bytes.get(at + 1)? {
                b'x' => 2,
                b'u' => 4,
                b'U' => 8,
                letter if b"0abt\tnvfre \"/\\N_LP\n\r".contains(letter) => 0,
                _ => return Some(at),
            };
            let code = bytes.get(at + 2..at + 2 + digits)?;
            if !code.iter().all(u8::is_ascii_hexdigit) {
                return Some(at);
            }
            at += 1;
        }
        at += 1;
    }
    None
}

/// Returns whether an alias refers to the anchor that a value begins with.
fn is_alias_target(value: &str, text: &str) -> bool {
    let name = value[1..].split([' ', '\t']).next().unwrap_or_default();
    !name.is_empty() && text.contains(&format!("*{name}"))
}

/// Returns whether all brackets of a value close in order, and nothing follows the last.
fn is_balanced(value: &str) -> bool {
    let mut open = Vec::new();
    let mut rest = value;
    while let Some(char) = rest.chars().next() {
        let mut len = char.len_utf8();
        match char {
            '[' => open.push(']'),
            '{' => open.push('}'),
            ']' | '}' if open.pop() != Some(char) => return false,
            ']' | '}' if open.is_empty() => {
                let rest = rest[1..].trim();
                return rest.is_empty() || rest.starts_with('#');
            }
            // The rest of the line is a comment.
            '#' if value[..value.len() - rest.len()].ends_with([' ', '\t', '\n']) => {
                len = rest.find('\n').unwrap_or(rest.len());
            }
            // Quotes open where a value begins.
            '"' | '\'' if value[..value.len() - rest.len()].trim_end().ends_with(['[', '{', ',', ':']) => {
                match closing_quote(rest) {
                    Some(end) => len = end,
                    None => return false,
                }
            }
            _ => {}
        }
        rest = &rest[len..];
    }
    false
}

/// Returns whether a value begins with an English or Dutch apostrophe instead of a quote.
fn is_elision(value: &str) -> bool {
    let word: String = value.chars().skip(1).take_while(|char| char.is_alphanumeric()).collect();
    let word = word.to_lowercase();
    ELISIONS.contains(&word.as_str()) || word.starts_with(|first: char| first.is_ascii_digit())
}

/// Returns whether a value is the header of a block scalar: `|` or `>` with its indicators.
fn is_block_header(value: &str) -> bool {
    let rest = value[1..].trim_start_matches(|char: char| char.is_ascii_digit() || "+-".contains(char));
    rest.trim().is_empty() || (rest.starts_with([' ', '\t']) && rest.trim_start().starts_with('#'))
}

/// Returns the byte offset of each line before the line at `start`, the nearest first.
fn lines_before(text: &str, start: usize) -> impl Iterator<Item = usize> {
    let mut at = line_start(text, floor(text, start));
    std::iter::from_fn(move || {
        let before = at.checked_sub(1)?;
        at = line_start(text, before);
        Some(at)
    })
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

fn line_end(text: &str, start: usize) -> usize {
    text[start..].find('\n').map_or(text.len(), |end| start + end)
}

/// Returns the column of the first key of a text.
fn first_column(text: &str) -> usize {
    let first = text.lines().find(|line| !matches!(line.trim_start().chars().next(), None | Some('#')));
    first.map_or(0, |line| line.len() - line.trim_start_matches(' ').len())
}

/// Returns the nearest character boundary at or before `at`.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn quoted(text: &str) -> String {
        quote(text).0.into_owned()
    }

    #[test]
    fn a_title_that_begins_with_a_mark_gets_quotes() {
        for (value, expected) in [
            ("\"Attention\" is not all", r#""\"Attention\" is not all""#),
            ("'Twas the night: a story", "\"'Twas the night: a story\""),
            ("'Tis", "\"'Tis\""),
            ("'a' and 'b'", "\"'a' and 'b'\""),
            ("| a bar first", "\"| a bar first\""),
            ("> greater", "\"> greater\""),
            ("- a dash first", "\"- a dash first\""),
            ("? a question", "\"? a question\""),
            ("& company", "\"& company\""),
            ("&co words", "\"&co words\""),
            ("% of all", "\"% of all\""),
            ("@home", "\"@home\""),
            ("*star", "\"*star\""),
            ("!important words", "\"!important words\""),
            ("! words", "\"! words\""),
            ("[Re] Deep", "\"[Re] Deep\""),
            ("[0, 1) is half open", "\"[0, 1) is half open\""),
            ("{a} b", "\"{a} b\""),
            ("] b", "\"] b\""),
            ("a: b", "\"a: b\""),
            (r#""Erd\H{o}s""#, r"'Erd\H{o}s'"),
            (r#""$\alpha \in \{1\}$ isn't""#, r#""$\\alpha \\in \\{1\\}$ isn't""#),
        ] {
            let text = format!("title: {value}\ndate: 2026-01-01\n");
            assert_eq!(quoted(&text), format!("title: {expected}\ndate: 2026-01-01\n"));
            assert!(tree::parse(&quoted(&text)).is_ok(), "{value}");
        }
        assert_eq!(
            quoted("authors:\n  - \"Bob\" Ray\n  - @ada\n"),
            "authors:\n  - \"\\\"Bob\\\" Ray\"\n  - \"@ada\"\n"
        );
    }

    #[test]
    fn an_unclosed_value_is_reported_and_not_changed() {
        for (text, key, mark, value) in [
            ("title: \"Attention is all\ndate: 2026-01-01\n", "title", '"', "\"Attention is all"),
            ("title: 'Attention is all\ndate: 2026-01-01\n", "title", '\'', "'Attention is all"),
            ("title: A\ntopics: [a, b\ndate: 2026-01-01\n", "topics", '[', "[a, b"),
            ("title: A\ntopics: [a,\n  b\ndate: 2026-01-01\n", "topics", '[', "[a,\n  b"),
            ("authors:\n  - {name: A B\n  - C D\ndate: 2026-01-01\n", "authors", '{', "{name: A B"),
            ("title: A\nlinks: {doi: 10.1145/1]\n", "links", '{', "{doi: 10.1145/1]"),
            ("title: A\nsummary: \"To the end", "summary", '"', "\"To the end"),
        ] {
            let (fixed, slips) = fix(text);
            assert!(tree::parse(&fixed).is_ok(), "{text}");
            let found: Vec<_> =
                slips.iter().map(|slip| (slip.key.as_str(), slip.why, &text[slip.value.clone()])).collect();
            assert_eq!(found, [(key, NeedsQuotes::Unclosed(mark), value)], "{text}");
            assert_eq!(quoted(text), text);
        }
    }

    #[test]
    fn a_list_that_ends_in_a_comment_has_the_items_in_quotes() {
        assert_eq!(
            quoted("title: A\nkeywords: [a # b, c]\ndate: 2026-01-01\n"),
            "title: A\nkeywords: [\"a # b\", c]\ndate: 2026-01-01\n"
        );
        let text = "keywords: [a, C #, b]\ntitle: A\n";
        let (_, slips) = fix(text);
        assert_eq!(slips.iter().map(|slip| slip.why).collect::<Vec<_>>(), [NeedsQuotes::Cut(16)]);
        assert_eq!(quoted(text), "keywords: [a, \"C #\", b]\ntitle: A\n");
        // The comment is one.
        for text in ["keywords: [a, b] # [c]\ntitle: A\n", "keywords: [a, # one\n  b]\ntitle: A\n"] {
            assert_eq!(quoted(text), text);
        }
    }

    #[test]
    fn text_of_several_lines_with_a_colon_is_one_value() {
        for text in [
            "abstract: We do this: and\n  that.\ndate: 2026-01-01\n",
            "abstract:\n  We do this: and\n  that.\ndate: 2026-01-01\n",
            "abstract:\n  We do.\n  We do this: and\n  that.\ndate: 2026-01-01\n",
            "abstract: We do.\n  Method: this: and\n\n  that.\ndate: 2026-01-01\n",
        ] {
            if tree::parse(text).is_ok() {
                continue;
            }
            let (fixed, slips) = fix(text);
            assert!(tree::parse(&fixed).is_ok(), "{text}\n{fixed}");
            assert_eq!(slips.len(), 1, "{text} {slips:?}");
            assert_eq!((slips[0].key.as_str(), slips[0].why), ("abstract", NeedsQuotes::Lines), "{text}");
            let root = tree::parse(&quoted(text)).unwrap();
            let words = root.entry("abstract").unwrap().1.text().unwrap().to_owned();
            assert!(words.starts_with("We do") && words.ends_with("that."), "{words}");
            assert_eq!(root.entry("date").unwrap().1.text(), Some("2026-01-01"));
        }
    }

    proptest! {
        #[test]
        fn any_text_is_handled(text in "\\PC{0,40}|(title|abstract|: |\\n|  |- |\"|'|\\[|\\{|\\]|\\}|\\\\|#|!|&|\\*|\\||é| ){0,30}") {
            let (fixed, slips) = fix(&text);
            prop_assert_eq!(fixed.len(), text.len());
            for slip in slips {
                prop_assert!(text.get(slip.value).is_some());
            }
            let _ = quote(&text);
        }
    }
}
