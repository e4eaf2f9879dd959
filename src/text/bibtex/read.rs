//! An entry of BibTeX taken apart. Slips that leave no doubt are read over, and remembered.

use std::ops::Range;

/// What months are called without quotes.
pub const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// No entry has more fields: whoever wrote them did not mean to be read.
const MOST_FIELDS: usize = 500;

/// A text of BibTeX.
#[derive(Debug, Default)]
pub(super) struct Parts<'t> {
    pub entries: Vec<Entry<'t>>,
    /// `@string`s: name and value.
    pub strings: Vec<Field<'t>>,
    /// Whether something was read over that tools stumble on.
    pub has_slips: bool,
}

#[derive(Debug)]
pub(super) struct Entry<'t> {
    pub kind: &'t str,
    pub key: Range<usize>,
    pub fields: Vec<Field<'t>>,
}

#[derive(Debug, Default)]
pub(super) struct Field<'t> {
    pub name: &'t str,
    pub value: Vec<Chunk<'t>>,
}

/// Values are put together by `#`.
#[derive(Debug, Clone, Copy)]
pub(super) enum Chunk<'t> {
    /// What stands in braces or quotes.
    Text(&'t str),
    /// A number, a month, or a name that is defined somewhere.
    Word(&'t str),
}

/// Takes a text apart; else tells why that cannot be done.
pub(super) fn parts(text: &str) -> Result<Parts<'_>, String> {
    let mut reader = Reader { text, at: 0, has_slips: false };
    let mut parts = Parts::default();
    loop {
        reader.blank();
        let Some(at) = reader.rest().find('@') else { break };
        // Words around an entry are comments.
        reader.slip(at > 0);
        reader.at += at + 1;
        reader.entry(&mut parts)?;
    }
    reader.slip(!reader.rest().is_empty());
    parts.has_slips = reader.has_slips;
    Ok(parts)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    has_slips: bool,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn slip(&mut self, is: bool) {
        self.has_slips |= is;
    }

    fn blank(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Passes over comments too, which not all tools know.
    fn blank_and_comments(&mut self) {
        self.blank();
        while self.rest().starts_with('%') {
            self.slip(true);
            self.at += self.rest().find('\n').unwrap_or(self.rest().len());
            self.blank();
        }
    }

    fn eat(&mut self, wanted: char) -> bool {
        let is = self.rest().starts_with(wanted);
        self.at += if is { wanted.len_utf8() } else { 0 };
        is
    }

    fn word(&mut self, is_part: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|char| !is_part(char)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn broken<T>(&self, why: &str) -> Result<T, String> {
        let before = &self.text[..self.at];
        Err(format!("{why} in its line {}", before.matches('\n').count() + 1))
    }

    /// What stands behind an `@`.
    fn entry(&mut self, parts: &mut Parts<'t>) -> Result<(), String> {
        let kind = self.word(|char| char.is_ascii_alphabetic());
        self.blank();
        let end = match (self.eat('{'), self.eat('(')) {
            (true, _) => '}',
            (_, true) => ')',
            _ => return self.broken("there is no `{` behind what kind of entry it is"),
        };
        self.slip(end == ')' || kind.is_empty());
        if kind.eq_ignore_ascii_case("comment") || kind.eq_ignore_ascii_case("preamble") {
            self.slip(true);
            self.at -= 1;
            return self.balanced(end).map(|_| ());
        }
        if kind.eq_ignore_ascii_case("string") {
            self.slip(true);
            parts.strings.extend(self.fields(end)?);
            return Ok(());
        }
        self.blank();
        let start = self.at;
        let key = self.word(|char| !matches!(char, ',' | '=' | '{' | '}' | '"' | '\n'));
        // An entry without a key begins with its first field.
        let key = match self.rest().starts_with('=') {
            true => {
                self.at = start;
                ""
            }
            false => key.trim_end(),
        };
        let key = start..start + key.len();
        self.blank();
        let has_comma = self.eat(',');
        self.slip(!has_comma && key.is_empty());
        let fields = self.fields(end)?;
        parts.entries.push(Entry { kind, key, fields });
        Ok(())
    }

    fn fields(&mut self, end: char) -> Result<Vec<Field<'t>>, String> {
        let mut fields = Vec::new();
        loop {
            self.blank_and_comments();
            if self.eat(end) {
                return Ok(fields);
            }
            if self.rest().is_empty() {
                // The last brace is left out easily. Where one is missing before, the last value has other fields in it.
                self.slip(true);
                let last = fields.iter().flat_map(|field: &Field<'_>| &field.value).last();
                return match last {
                    Some(Chunk::Text(text)) if text.contains('=') => {
                        self.broken("a brace is missing, and the entry ends")
                    }
                    _ => Ok(fields),
                };
            }
            if self.eat(',') {
                self.slip(true);
                continue;
            }
            if fields.len() == MOST_FIELDS {
                return self.broken("there are too many fields");
            }
            let name = self.word(is_name);
            self.blank();
            if name.is_empty() || !self.eat('=') {
                return self.broken("a field has no name, or no `=`");
            }
            let value = self.value()?;
            fields.push(Field { name, value });
            self.blank_and_comments();
            let has_comma = self.eat(',');
            self.slip(!has_comma && !self.rest().starts_with(end));
        }
    }

    fn value(&mut self) -> Result<Vec<Chunk<'t>>, String> {
        let mut chunks = Vec::new();
        loop {
            self.blank();
            chunks.push(match self.rest().chars().next() {
                Some('{') => Chunk::Text(self.balanced('}')?),
                Some('"') => Chunk::Text(self.balanced('"')?),
                _ => match self.word(is_name) {
                    "" => return self.broken("a field has no value"),
                    word => Chunk::Word(word),
                },
            });
            self.blank();
            if !self.eat('#') {
                return Ok(chunks);
            }
        }
    }

    /// Returns what stands between the sign here and `end` outside of inner braces.
    fn balanced(&mut self, end: char) -> Result<&'t str, String> {
        let rest = self.rest();
        let mut depth = 0usize;
        for (at, char) in rest.char_indices().skip(1) {
            match char {
                _ if char == end && depth == 0 => {
                    self.at += at + 1;
                    return Ok(&rest[1..at]);
                }
                '{' => depth += 1,
                '}' if depth == 0 => {
                    return self.broken("there is a brace too many in the value that begins");
                }
                '}' => depth -= 1,
                _ => {}
            }
        }
        self.broken("there is no end to the value that begins")
    }
}

/// Tells whether a sign can stand in the name of a field.
fn is_name(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | '+' | '.' | ':' | '/')
}
