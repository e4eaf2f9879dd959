//! The reader of BibTeX: splits a text into entries, strings, comments and the text between them.
//!
//! There is one reader for imports, for `bibtex:` of entries and for exports. Mistakes with one possible meaning are
//! accepted and counted as slips. An entry that cannot be read does not affect the entries after it. The reader knows
//! the syntax, not the fields.

use std::ops::Range;

/// The names of months without quotes.
pub const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Maximum number of fields of an entry. A longer list is an attack.
const MOST_FIELDS: usize = 500;

/// Maximum length of an entry in bytes.
const LONGEST: usize = 1_000_000;

/// One element of a text.
#[derive(Debug)]
pub enum Element<'t> {
    /// An entry, such as `@article{…}`.
    Entry(Entry<'t>),
    /// `@string`: names and values.
    Strings(Vec<Field<'t>>),
    /// `@comment` or `@preamble`.
    Comment,
    /// Text between entries that is neither blank nor a comment behind `%`; BibTeX ignores it.
    Text(Range<usize>),
    /// An entry in a line that begins with `%`.
    CommentedOut(usize),
    /// An entry that cannot be read.
    Broken(Broken),
}

/// An entry that cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub struct Broken {
    /// Where the entry begins.
    pub start: usize,
    /// Where reading stopped.
    pub at: usize,
    /// What is wrong, without a full stop.
    pub why: &'static str,
}

/// An entry.
#[derive(Debug)]
pub struct Entry<'t> {
    /// From the `@` to the bracket that closes the entry.
    pub span: Range<usize>,
    /// The type, such as `article`, as written.
    pub kind: &'t str,
    /// May be empty.
    pub key: Range<usize>,
    /// The fields, in order.
    pub fields: Vec<Field<'t>>,
    /// Whether the entry has mistakes that other programs reject.
    pub has_slips: bool,
}

/// A field of an entry.
#[derive(Debug, Default)]
pub struct Field<'t> {
    /// As written.
    pub name: &'t str,
    /// The parts of the value.
    pub value: Vec<Chunk<'t>>,
}

/// Values are concatenated with `#`.
#[derive(Debug, Clone, Copy)]
pub enum Chunk<'t> {
    /// Text in braces or quotes.
    Text(&'t str),
    /// A number, a month, or the name of a string.
    Word(&'t str),
}

impl Chunk<'_> {
    /// Returns whether a text has fields of an entry in it: a brace before them is missing.
    fn has_fields(&self) -> bool {
        matches!(self, Chunk::Text(text) if text.split(',').skip(1).any(|part| is_field(part.trim_start())))
    }
}

/// All elements of a text.
#[derive(Debug, Default)]
pub(super) struct Parts<'t> {
    pub entries: Vec<Entry<'t>>,
    /// `@string`s: name and value.
    pub strings: Vec<Field<'t>>,
    /// Whether the text has anything besides sound entries.
    pub has_slips: bool,
}

/// Reads a text as a whole.
///
/// # Errors
/// The first element that cannot be read, with its line.
pub(super) fn parts(text: &str) -> Result<Parts<'_>, String> {
    let mut parts = Parts::default();
    for element in Reader::new(text) {
        match element {
            Element::Entry(entry) => {
                parts.has_slips |= entry.has_slips;
                parts.entries.push(entry);
            }
            Element::Strings(fields) => {
                parts.has_slips = true;
                parts.strings.extend(fields);
            }
            Element::Comment | Element::CommentedOut(_) => parts.has_slips = true,
            Element::Text(range) => {
                if let Some(at) = text[range.clone()].find('@') {
                    let line = line(text, range.start + at);
                    return Err(format!("expected `{{` after the type of the entry in its line {line}"));
                }
                parts.has_slips = true;
            }
            Element::Broken(Broken { at, why, .. }) => {
                return Err(format!("{why} in its line {}", line(text, at)));
            }
        }
    }
    // A comment behind `%` is not an element, and not all programs know it.
    let is_bare = match parts.entries.as_slice() {
        [entry] => text[..entry.span.start].trim().is_empty() && text[entry.span.end..].trim().is_empty(),
        _ => false,
    };
    parts.has_slips |= !is_bare;
    Ok(parts)
}

fn line(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// Iterates over the elements of a text. The work is proportional to its length.
pub struct Reader<'t> {
    text: &'t str,
    at: usize,
    has_slips: bool,
    /// Whether braces behind a backslash do not count in this element. BibTeX counts them, but then the element has no
    /// end.
    is_lenient: bool,
    /// Whether the previous element could not be read. The text after it belongs to it, until an entry certainly
    /// begins.
    is_recovering: bool,
}

/// The reason and place where reading stopped, and the place to search for the next entry.
struct Stop {
    at: usize,
    resume: usize,
    why: &'static str,
}

type Read<T> = Result<T, Stop>;

impl<'t> Iterator for Reader<'t> {
    type Item = Element<'t>;

    fn next(&mut self) -> Option<Element<'t>> {
        let start = self.at;
        let Some(next) = self.next_opener() else {
            self.at = self.text.len();
            return self.between(start, self.at);
        };
        let at = match next {
            Opener::Entry(at) => at,
            Opener::CommentedOut(at) => {
                let line = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
                let text = self.between(start, line.max(start));
                self.at = if text.is_some() { line } else { self.at };
                return Some(text.unwrap_or(Element::CommentedOut(at)));
            }
        };
        if let Some(text) = self.between(start, at) {
            self.at = at;
            return Some(text);
        }
        self.at = at + 1;
        self.has_slips = false;
        self.is_lenient = false;
        self.is_recovering = false;
        let element = self.element(at);
        Some(element.unwrap_or_else(|stop| {
            self.is_recovering = true;
            self.at = stop.resume.max(at + 1);
            Element::Broken(Broken { start: at, at: stop.at, why: stop.why })
        }))
    }
}

enum Opener {
    Entry(usize),
    CommentedOut(usize),
}

impl<'t> Reader<'t> {
    /// Returns a reader of a whole text.
    pub fn new(text: &'t str) -> Reader<'t> {
        let at = text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len();
        Reader { text, at, has_slips: false, is_lenient: false, is_recovering: false }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Finds the `@` at which the next entry begins, and moves to it. Lines that begin with `%` are comments.
    fn next_opener(&mut self) -> Option<Opener> {
        // The rest of the line in which the previous element ends is not a comment.
        let mut is_line_start = self.at == 0 || self.text[..self.at].ends_with('\n');
        while self.at < self.text.len() {
            // The line may hold many entries, so its end is not searched for here.
            let rest = self.rest();
            let indented = rest.trim_start_matches(|char: char| char.is_whitespace() && char != '\n');
            let is_comment = is_line_start && indented.starts_with('%');
            let mut from = 0;
            loop {
                let found = rest.as_bytes()[from..].iter().position(|byte| matches!(byte, b'@' | b'\n'));
                let Some(place) = found.map(|found| from + found) else {
                    self.at = self.text.len();
                    return None;
                };
                if rest.as_bytes()[place] == b'\n' {
                    self.at += place + 1;
                    break;
                }
                let at = self.at + place;
                let is_opener = match self.is_recovering || is_comment {
                    true => is_certain(&self.text[at..]),
                    // `name@example.org (text)` is an e-mail address.
                    false => {
                        !rest[..place].ends_with(|char: char| char.is_alphanumeric())
                            && opens(&self.text[at..])
                    }
                };
                match is_opener {
                    true if is_comment => {
                        self.at += rest[place..].find('\n').map_or(rest.len(), |end| place + end + 1);
                        return Some(Opener::CommentedOut(at));
                    }
                    true => {
                        self.at = at;
                        return Some(Opener::Entry(at));
                    }
                    false => from = place + 1,
                }
            }
            is_line_start = true;
        }
        None
    }

    /// Returns the text between two entries, if it is not blank or a comment.
    fn between(&self, from: usize, to: usize) -> Option<Element<'t>> {
        if self.is_recovering {
            return None;
        }
        let mut is_first = !(from == 0 || self.text[..from].ends_with('\n'));
        let says = self.text[from..to].lines().any(|line| {
            let is_part = std::mem::take(&mut is_first);
            let line = line.trim();
            (is_part || !line.starts_with('%'))
                && line.contains(|char: char| !char.is_whitespace() && char != ',')
        });
        says.then_some(Element::Text(from..to))
    }

    fn slip(&mut self, is: bool) {
        self.has_slips |= is;
    }

    fn blank(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Skips comments too, which not all programs know.
    fn blank_and_comments(&mut self) {
        self.blank();
        while self.rest().starts_with('%') {
            self.slip(true);
            self.at += self.rest().find('\n').unwrap_or(self.rest().len());
            self.blank();
        }
    }

    fn eat(&mut self, expected: char) -> bool {
        let is = self.rest().starts_with(expected);
        self.at += if is { expected.len_utf8() } else { 0 };
        is
    }

    fn word(&mut self, is_part: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|char| !is_part(char)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn stop<T>(&self, why: &'static str) -> Read<T> {
        Err(Stop { at: self.at, resume: self.at, why })
    }

    /// Reads the element whose `@` is at `start`.
    fn element(&mut self, start: usize) -> Read<Element<'t>> {
        let kind = self.word(is_kind);
        self.blank();
        let end = match (self.eat('{'), self.eat('(')) {
            (true, _) => '}',
            (_, true) => ')',
            _ => return self.stop("expected `{` after the type of the entry"),
        };
        self.slip(end == ')' || kind.is_empty());
        if kind.eq_ignore_ascii_case("comment") || kind.eq_ignore_ascii_case("preamble") {
            self.at -= 1;
            let open = self.at;
            // A comment that does not end is one of its line.
            if self.balanced(end).is_err() {
                self.at = open + self.text[open..].find('\n').unwrap_or(self.text.len() - open);
            }
            return Ok(Element::Comment);
        }
        if kind.eq_ignore_ascii_case("string") {
            return Ok(Element::Strings(self.fields(start, end)?));
        }
        self.blank();
        if self.rest().starts_with('@') {
            return self.stop("the entry has no key and no fields");
        }
        let key = self.key();
        let fields = self.fields(start, end)?;
        Ok(Element::Entry(Entry { span: start..self.at, kind, key, fields, has_slips: self.has_slips }))
    }

    /// Reads the key and the comma behind it. An entry without a key begins with its first field.
    fn key(&mut self) -> Range<usize> {
        self.blank();
        let start = self.at;
        let is_field = is_field(self.rest());
        let mut depth = 0_u32;
        let end = self.rest().find(|char| {
            match char {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                '}' | '\n' | '\r' => return true,
                ',' => return depth == 0,
                _ => {}
            }
            false
        });
        let key = match is_field {
            true => "",
            false => self.rest()[..end.unwrap_or(self.rest().len())].trim_end(),
        };
        self.at += key.len();
        self.blank();
        let has_comma = self.eat(',');
        self.slip(!has_comma && (key.is_empty() || !self.rest().starts_with(['}', ')'])));
        start..start + key.len()
    }

    fn fields(&mut self, start: usize, end: char) -> Read<Vec<Field<'t>>> {
        let mut fields: Vec<Field<'t>> = Vec::with_capacity(12);
        let mut value_start = self.at;
        loop {
            self.blank_and_comments();
            if self.eat(end) {
                return Ok(fields);
            }
            if self.at > start + LONGEST {
                return self.stop("the entry is longer than 1 MB");
            }
            if self.rest().is_empty() || (self.rest().starts_with('@') && is_certain(self.rest())) {
                // The last bracket is missing. Where one is missing before, the last value has other fields in it.
                self.slip(true);
                let last = fields.iter().flat_map(|field: &Field<'_>| &field.value).last();
                let Some(Chunk::Text(text)) = last.filter(|chunk| chunk.has_fields()) else {
                    return Ok(fields);
                };
                if self.is_lenient || !text.contains("\\{") {
                    return self.stop("a closing brace is missing before the end of the entry");
                }
                self.is_lenient = true;
                self.at = value_start;
                let value = self.value(end)?;
                if let Some(field) = fields.last_mut() {
                    field.value = value;
                }
                continue;
            }
            if self.eat(',') {
                self.slip(true);
                continue;
            }
            if fields.len() == MOST_FIELDS {
                return self.stop("the entry has more than 500 fields");
            }
            let name = self.word(is_name);
            self.blank();
            if name.is_empty() || !self.eat('=') {
                return self.stop("expected a field name and `=`");
            }
            value_start = self.at;
            let value = self.value(end)?;
            fields.push(Field { name, value });
            self.blank_and_comments();
            let has_comma = self.eat(',');
            self.slip(!has_comma && !self.rest().starts_with(end));
        }
    }

    fn value(&mut self, end: char) -> Read<Vec<Chunk<'t>>> {
        let mut chunks = Vec::with_capacity(1);
        loop {
            self.blank_and_comments();
            chunks.push(match self.rest().chars().next() {
                Some('{') => Chunk::Text(self.balanced('}')?),
                Some('"') => Chunk::Text(self.balanced('"')?),
                next => match self.word(is_name) {
                    "" if next.is_none_or(|next| next == ',' || next == end) => {
                        self.slip(true);
                        Chunk::Text("")
                    }
                    "" => return self.stop("expected a value after `=`"),
                    word => Chunk::Word(word),
                },
            });
            self.blank_and_comments();
            if !self.eat('#') {
                return Ok(chunks);
            }
        }
    }

    /// Returns the text between the bracket here and `end` outside of inner braces. BibTeX counts braces behind a
    /// backslash too; where the text has no end then, they are not counted.
    fn balanced(&mut self, end: char) -> Read<&'t str> {
        let counted = self.closing(end, !self.is_lenient);
        let found = match counted {
            Err(stop) => match self.closing(end, false) {
                Ok(at) => {
                    self.slip(true);
                    Ok(at)
                }
                Err(_) => Err(stop),
            },
            found => found,
        };
        let at = found?;
        let text = &self.text[self.at + 1..at];
        self.at = at + 1;
        Ok(text)
    }

    fn closing(&mut self, end: char, counts_escaped: bool) -> Read<usize> {
        let bytes = self.text.as_bytes();
        let end = end as u8;
        let mut depth = 0_usize;
        let mut at = self.at + 1;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'\\' if !counts_escaped => at += 1,
                b'"' if end == b'"' && depth == 0 => match self.ends_value(at + 1) {
                    true => return Ok(at),
                    false => self.has_slips = true,
                },
                _ if byte == end && end != b'"' && depth == 0 => return Ok(at),
                b'{' => depth += 1,
                b'}' if depth == 0 => {
                    let why = "the value has a closing brace too many";
                    return Err(Stop { at: self.at, resume: at, why });
                }
                b'}' => depth -= 1,
                b'\n' | b'\r'
                    if is_next_entry(&bytes[at + 1..]) && is_certain(self.text[at..].trim_start()) =>
                {
                    break;
                }
                _ => {}
            }
            at += 1;
        }
        Err(Stop { at: self.at, resume: at.min(bytes.len()), why: "the value is not closed" })
    }

    /// Returns whether a quotation mark that ends here ends its value: a comma, a bracket, `#` or a field follows.
    fn ends_value(&self, at: usize) -> bool {
        let rest = self.text[at..].trim_start();
        rest.is_empty() || rest.starts_with([',', '}', ')', '#', '%', '@']) || is_field(rest)
    }
}

/// Returns whether bytes at the beginning of a line may begin an entry.
fn is_next_entry(bytes: &[u8]) -> bool {
    bytes.iter().find(|byte| !matches!(byte, b' ' | b'\t')) == Some(&b'@')
}

/// Returns whether a text begins like an entry: `@article{`, perhaps with blanks in it.
fn opens(text: &str) -> bool {
    let rest = text[1..].trim_start_matches(is_kind);
    rest.trim_start().starts_with(['{', '('])
}

/// Returns whether a text is an entry for certain, and not a word in an abstract: `@article{key,` and a field, or
/// `@string{name =`.
fn is_certain(text: &str) -> bool {
    let rest = text[1..].trim_start_matches(is_kind);
    if rest.len() + 1 == text.len() {
        return false;
    }
    let kind = &text[1..text.len() - rest.len()];
    let Some(rest) = rest.trim_start().strip_prefix(['{', '(']) else { return false };
    let rest = rest.trim_start();
    if kind.eq_ignore_ascii_case("string") {
        return is_field(rest);
    }
    if is_field(rest) {
        return true;
    }
    // Keys are short: a text without a comma is not searched to its end.
    let far = rest.floor_char_boundary(300);
    let Some(comma) = rest[..far].find([',', '{', '}', '"', '\n']).filter(|&at| rest[at..].starts_with(','))
    else {
        return false;
    };
    comma > 0 && is_field(rest[comma + 1..].trim_start())
}

/// Returns whether a text begins with `name = `, and a value.
fn is_field(text: &str) -> bool {
    let rest = text.trim_start_matches(is_name);
    if rest.len() == text.len() || text.len() - rest.len() > 100 {
        return false;
    }
    let Some(value) = rest.trim_start().strip_prefix('=') else { return false };
    value.trim_start().starts_with(|first: char| matches!(first, '{' | '"') || is_name(first))
}

/// Returns whether a character can be part of the type of an entry.
fn is_kind(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | '+' | '.' | ':')
}

/// Returns whether a character can be part of the name of a field or a string: the rule of BibTeX's own reader.
fn is_name(char: char) -> bool {
    !char.is_whitespace() && !char.is_control() && !"\"#%'(),={}@\\~".contains(char)
}
