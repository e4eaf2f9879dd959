//! A fast reader for plain YAML: the subset that people and programs commonly write in entries.
//!
//! With a full YAML library, parsing takes half the time of reading an archive. This reader supports block mappings and
//! lists, brackets on one line, quoted text without escapes, plain words, and `|` and `>` blocks.
//!
//! The reader stops at any other syntax, and the library then reads the text from the beginning. The reader may reject
//! any text, but a text that it accepts must have the same value as with the library. A property test compares the two
//! on generated and damaged texts.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use std::borrow::Cow;
use std::fmt;

/// Reads a text; `None` if it is not plain YAML or does not fit the type.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    if !text.bytes().all(is_common) || (!text.is_ascii() && text.contains(is_odd)) || text.trim().is_empty() {
        return None;
    }
    let mut reader = Reader { text, at: 0, depth: 0 };
    let value = T::deserialize(Value { reader: &mut reader, place: Start::Block(0) }).ok()?;
    reader.skip_blank();
    (reader.at == text.len()).then_some(value)
}

/// Returns whether a byte is allowed in plain YAML.
///
/// Not allowed are tabs, carriage returns and other control characters, and the byte that begins the characters from
/// U+F000 to U+FFFF, because YAML rejects some of them.
fn is_common(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\n' | 0x80..=0xee | 0xf0..=0xf4)
}

/// Returns whether YAML rejects a non-ASCII character or reads it as a line break. Complements [`is_common`].
fn is_odd(char: char) -> bool {
    matches!(char, '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}')
}

/// Maximum nesting depth. No entry needs more levels.
const DEEPEST: u8 = 12;

/// The text is not plain YAML, or does not fit the type. The careful reader finds out which.
#[derive(Debug)]
struct NotPlain;

impl fmt::Display for NotPlain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not plain YAML")
    }
}

impl std::error::Error for NotPlain {}

impl de::Error for NotPlain {
    fn custom<T: fmt::Display>(_: T) -> NotPlain {
        NotPlain
    }
}

/// Where a value begins.
#[derive(Debug, Clone, Copy)]
enum Start {
    /// At the start of a line: a mapping or a list whose lines have this indent.
    Block(usize),
    /// After a key or a dash on a line with this indent. The value is on the rest of the line.
    Line(usize),
    /// After a dash: a mapping whose other lines have this indent.
    Compact(usize),
    /// After a key at the end of its line: a mapping or a list on the lines below. A mapping has a deeper indent than
    /// this. A list has at least this indent.
    Below(usize),
    /// Inside brackets.
    Brackets,
}

/// The kind of a value. The reader has already consumed a scalar; a list or a mapping is still to be read.
enum Begun<'a> {
    Text(Cow<'a, str>),
    /// A plain scalar, which may be a number or a boolean.
    Word(&'a str),
    Map(Lines),
    List(Lines),
    /// A mapping in braces, and whether the line must end after it.
    FlowMap(bool),
    FlowList(bool),
}

/// The lines of a mapping or a list.
struct Lines {
    indent: usize,
    /// Whether the first entry begins at the current position, after a dash.
    here: bool,
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u8,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn line(&self) -> &'a str {
        let rest = self.rest();
        rest.find('\n').map_or(rest, |end| &rest[..end])
    }

    fn skip_blank(&mut self) {
        while self.rest().starts_with('\n') {
            self.at += 1;
        }
    }

    /// Skips empty lines and returns the indent of the next line; `None` at the end of the text.
    fn indent(&mut self) -> Option<usize> {
        self.skip_blank();
        let rest = self.rest().as_bytes();
        (!rest.is_empty()).then(|| rest.iter().take_while(|&&byte| byte == b' ').count())
    }

    /// Consumes a line break. Succeeds at the end of the text too.
    fn end_line(&mut self) -> Result<(), NotPlain> {
        match self.rest().as_bytes().first() {
            None => Ok(()),
            Some(b'\n') => {
                self.at += 1;
                Ok(())
            }
            Some(_) => Err(NotPlain),
        }
    }

    fn take(&mut self, start: &str) -> bool {
        let is_there = self.rest().starts_with(start);
        self.at += if is_there { start.len() } else { 0 };
        is_there
    }

    /// Reads a quoted text that contains no escapes.
    fn quoted(&mut self, quote: u8) -> Result<&'a str, NotPlain> {
        let inner = &self.rest()[1..];
        let end = inner.bytes().position(|byte| byte == quote || matches!(byte, b'\n' | b'\\'));
        let end = end.filter(|&end| inner.as_bytes()[end] == quote).ok_or(NotPlain)?;
        self.at += end + 2;
        // Two single quotes are an escaped quote.
        if self.rest().as_bytes().first() == Some(&quote) { Err(NotPlain) } else { Ok(&inner[..end]) }
    }

    /// Reads a key and its colon. A blank or the end of the line must follow.
    fn key(&mut self) -> Result<&'a str, NotPlain> {
        let rest = self.rest();
        let key = match rest.as_bytes().first() {
            Some(&quote @ (b'"' | b'\'')) => self.quoted(quote)?,
            _ => {
                let is_part =
                    |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/');
                let end = rest.as_bytes().iter().take_while(is_part).count();
                self.at += end;
                let key = &rest[..end];
                let is_name = key.starts_with(|char: char| char.is_ascii_alphanumeric() || char == '_');
                if is_name && !is_special(key) { key } else { return Err(NotPlain) }
            }
        };
        // YAML limits the length of keys to 1024 characters.
        if key.len() < 500
            && self.take(":")
            && (self.rest().is_empty() || self.rest().starts_with([' ', '\n']))
        {
            Ok(key)
        } else {
            Err(NotPlain)
        }
    }

    /// Returns the kind of the value at the current position.
    fn begin(&mut self, place: Start) -> Result<Begun<'a>, NotPlain> {
        match place {
            Start::Block(indent) => self.block(indent),
            Start::Compact(indent) => Ok(Begun::Map(Lines { indent, here: true })),
            Start::Below(above) => match self.indent() {
                Some(indent) if indent > above => self.block(indent),
                Some(indent) if indent == above && self.rest()[indent..].starts_with("- ") => {
                    Ok(Begun::List(Lines { indent, here: false }))
                }
                _ => Err(NotPlain),
            },
            Start::Line(indent) => {
                let begun = match self.rest().as_bytes().first() {
                    Some(b'|' | b'>') => return self.block_text(indent).map(|text| Begun::Text(text.into())),
                    Some(b'[') => return Ok(Begun::FlowList(true)),
                    Some(b'{') => return Ok(Begun::FlowMap(true)),
                    Some(&quote @ (b'"' | b'\'')) => Begun::Text(self.quoted(quote)?.into()),
                    _ => self.word().map(Begun::Word)?,
                };
                self.end_line()?;
                // A plain scalar may continue on the next line if that line has a deeper indent.
                if self.indent().is_some_and(|next| next > indent) { Err(NotPlain) } else { Ok(begun) }
            }
            Start::Brackets => match self.rest().as_bytes().first() {
                Some(b'[') => Ok(Begun::FlowList(false)),
                Some(b'{') => Ok(Begun::FlowMap(false)),
                Some(&quote @ (b'"' | b'\'')) => Ok(Begun::Text(self.quoted(quote)?.into())),
                _ => {
                    let rest = self.rest();
                    let is_part = |byte: &&u8| {
                        byte.is_ascii_alphanumeric()
                            || matches!(byte, b' ' | b'.' | b'-' | b'_' | b'/' | b'(' | b')' | 0x80..)
                    };
                    let end = rest.as_bytes().iter().take_while(is_part).count();
                    self.at += end;
                    sound_word(&rest[..end]).map(Begun::Word)
                }
            },
        }
    }

    fn block(&mut self, indent: usize) -> Result<Begun<'a>, NotPlain> {
        let is_list = self.rest().get(indent..).is_some_and(|line| line.starts_with("- "));
        let lines = Lines { indent, here: false };
        Ok(if is_list { Begun::List(lines) } else { Begun::Map(lines) })
    }

    /// Reads a plain scalar up to the end of the line.
    fn word(&mut self) -> Result<&'a str, NotPlain> {
        let line = self.line();
        if line.contains(": ") || line.contains(" #") || line.ends_with(':') {
            return Err(NotPlain);
        }
        self.at += line.len();
        sound_word(line)
    }

    /// Reads a block scalar: `|` keeps line breaks, `>` joins lines, and `-` removes the last line break.
    fn block_text(&mut self, above: usize) -> Result<String, NotPlain> {
        let (is_folded, is_stripped) = match self.line() {
            "|" => (false, false),
            "|-" => (false, true),
            ">" => (true, false),
            ">-" => (true, true),
            _ => return Err(NotPlain),
        };
        self.at += self.line().len();
        self.end_line()?;
        let first = self.line();
        let indent = first.len() - first.trim_start_matches(' ').len();
        if indent <= above || indent == first.len() {
            return Err(NotPlain);
        }
        let mut out = String::new();
        let mut empty = 0;
        while !self.rest().is_empty() {
            let line = self.line();
            let inner = line.trim_start_matches(' ');
            let own = line.len() - inner.len();
            match inner.is_empty() {
                // Blanks on an empty line may be part of the text.
                true if own > 0 => return Err(NotPlain),
                true => empty += 1,
                false if own < indent => break,
                // YAML has special rules for joining empty lines and lines with a deeper indent.
                false if is_folded && (own > indent || empty > 0) => return Err(NotPlain),
                false => {
                    if !out.is_empty() {
                        out.push(if is_folded { ' ' } else { '\n' });
                    }
                    out.extend(std::iter::repeat_n('\n', empty));
                    out.push_str(&line[indent..]);
                    empty = 0;
                }
            }
            self.at += line.len();
            if self.rest().is_empty() {
                // The value depends on the line break after the last line.
                return Err(NotPlain);
            }
            self.at += 1;
        }
        // The line after the text must not have a deeper indent than the key or the dash.
        if self.indent().is_some_and(|next| next > above) {
            return Err(NotPlain);
        }
        out.push_str(if is_stripped { "" } else { "\n" });
        Ok(out)
    }

    fn map<V: Visitor<'a>>(&mut self, begun: Begun<'a>, visitor: V) -> Result<V::Value, NotPlain> {
        self.within(|reader| match begun {
            Begun::Map(lines) => visitor.visit_map(Block { reader, lines, place: Start::Brackets }),
            Begun::FlowMap(is_alone) => {
                let value = visitor.visit_map(Flow { reader: &mut *reader, close: "}", is_first: true })?;
                if is_alone { reader.end_line().map(|()| value) } else { Ok(value) }
            }
            _ => Err(NotPlain),
        })
    }

    fn list<V: Visitor<'a>>(&mut self, begun: Begun<'a>, visitor: V) -> Result<V::Value, NotPlain> {
        self.within(|reader| match begun {
            Begun::List(lines) => visitor.visit_seq(Block { reader, lines, place: Start::Brackets }),
            Begun::FlowList(is_alone) => {
                let value = visitor.visit_seq(Flow { reader: &mut *reader, close: "]", is_first: true })?;
                if is_alone { reader.end_line().map(|()| value) } else { Ok(value) }
            }
            _ => Err(NotPlain),
        })
    }

    /// Calls `read` one level deeper; fails beyond [`DEEPEST`] levels.
    fn within<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, NotPlain>) -> Result<T, NotPlain> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(NotPlain);
        }
        let value = read(self);
        self.depth -= 1;
        value
    }
}

/// Returns the word if it is certain to be one: it begins with a letter or a digit and does not end with a blank.
fn sound_word(word: &str) -> Result<&str, NotPlain> {
    let is_sound = word.as_bytes().first().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
    if is_sound && !word.ends_with(' ') { Ok(word) } else { Err(NotPlain) }
}

/// Returns whether a word may be null or a boolean, in any letter case.
fn is_special(word: &str) -> bool {
    ["null", "true", "false"].iter().any(|special| word.eq_ignore_ascii_case(special))
}

/// A value to be read at the current position.
struct Value<'r, 'a> {
    reader: &'r mut Reader<'a>,
    place: Start,
}

impl<'a> Value<'_, 'a> {
    fn scalar(self) -> Result<Begun<'a>, NotPlain> {
        match self.reader.begin(self.place)? {
            Begun::Word(word) if is_special(word) => Err(NotPlain),
            scalar @ (Begun::Text(_) | Begun::Word(_)) => Ok(scalar),
            _ => Err(NotPlain),
        }
    }

    fn number<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, NotPlain> {
        match self.scalar()? {
            Begun::Word(word) => visitor.visit_u64(number(word).ok_or(NotPlain)?),
            _ => Err(NotPlain),
        }
    }
}

/// Returns the value of a decimal integer of up to nine digits without leading zeros; `None` for any other word.
fn number(word: &str) -> Option<u64> {
    let is_plain = word.len() < 10 && word.bytes().all(|byte| byte.is_ascii_digit());
    (is_plain && (word == "0" || !word.starts_with('0'))).then(|| word.parse().ok()).flatten()
}

pub(super) fn is_day(word: &str) -> bool {
    word.len() == 10
        && word.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

impl<'a> Deserializer<'a> for Value<'_, 'a> {
    type Error = NotPlain;

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, NotPlain> {
        let Value { reader, place } = self;
        match reader.begin(place)? {
            Begun::Text(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
            Begun::Text(Cow::Owned(text)) => visitor.visit_string(text),
            Begun::Word(word) if is_day(word) => visitor.visit_borrowed_str(word),
            Begun::Word("true") => visitor.visit_bool(true),
            Begun::Word("false") => visitor.visit_bool(false),
            Begun::Word(word) if word.starts_with(|char: char| char.is_ascii_digit()) => {
                visitor.visit_u64(number(word).ok_or(NotPlain)?)
            }
            Begun::Word(word) if is_special(word) => Err(NotPlain),
            Begun::Word(word) => visitor.visit_borrowed_str(word),
            map @ (Begun::Map(_) | Begun::FlowMap(_)) => reader.map(map, visitor),
            list => reader.list(list, visitor),
        }
    }

    fn deserialize_seq<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, NotPlain> {
        let list = self.reader.begin(self.place)?;
        self.reader.list(list, visitor)
    }

    fn deserialize_map<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, NotPlain> {
        let map = self.reader.begin(self.place)?;
        self.reader.map(map, visitor)
    }

    fn deserialize_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, NotPlain> {
        self.deserialize_map(visitor)
    }

    fn deserialize_str<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, NotPlain> {
        match self.scalar()? {
            Begun::Text(Cow::Owned(text)) => visitor.visit_string(text),
            Begun::Text(Cow::Borrowed(text)) | Begun::Word(text) => visitor.visit_borrowed_str(text),
            _ => Err(NotPlain),
        }
    }

    fn deserialize_string<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, NotPlain> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, NotPlain> {
        // A value that may be null is not plain YAML, so the value is always present.
        visitor.visit_some(self)
    }

    fn deserialize_u32<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, NotPlain> {
        self.number(visitor)
    }

    fn deserialize_bool<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, NotPlain> {
        match self.reader.begin(self.place)? {
            Begun::Word("true") => visitor.visit_bool(true),
            Begun::Word("false") => visitor.visit_bool(false),
            _ => Err(NotPlain),
        }
    }

    // The types of entries do not use these methods. They read the value as it is.
    forward_to_deserialize_any! {
        <V: Visitor<'a>>
        i8 i16 i32 i64 i128 u8 u16 u64 u128 f32 f64 char bytes byte_buf unit unit_struct newtype_struct tuple tuple_struct enum
        identifier ignored_any
    }
}

/// A block mapping or a block list.
struct Block<'r, 'a> {
    reader: &'r mut Reader<'a>,
    lines: Lines,
    /// The start of the value of the last key.
    place: Start,
}

impl Block<'_, '_> {
    /// Moves to the next entry; returns `false` at the end of the block.
    fn next(&mut self) -> Result<bool, NotPlain> {
        if std::mem::take(&mut self.lines.here) {
            return Ok(true);
        }
        match self.reader.indent() {
            Some(indent) if indent > self.lines.indent => Err(NotPlain),
            Some(indent) if indent == self.lines.indent => {
                self.reader.at += indent;
                Ok(true)
            }
            _ => Ok(false),
        }
    }
}

impl<'a> MapAccess<'a> for Block<'_, 'a> {
    type Error = NotPlain;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, NotPlain> {
        if !self.next()? {
            return Ok(None);
        }
        let key = self.reader.key()?;
        self.place = match self.reader.take(" ") {
            true => Start::Line(self.lines.indent),
            false => {
                self.reader.end_line()?;
                Start::Below(self.lines.indent)
            }
        };
        seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, NotPlain> {
        seed.deserialize(Value { reader: &mut *self.reader, place: self.place })
    }
}

impl<'a> SeqAccess<'a> for Block<'_, 'a> {
    type Error = NotPlain;

    fn next_element_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<Option<T::Value>, NotPlain> {
        let start = self.reader.at;
        if !self.next()? {
            return Ok(None);
        }
        if !self.reader.take("- ") {
            // This is a key of the parent mapping, which may have the same indent as the list.
            self.reader.at = start;
            return Ok(None);
        }
        let after = self.reader.at;
        let has_key = self.reader.key().is_ok();
        self.reader.at = after;
        let indent = self.lines.indent;
        let place = if has_key { Start::Compact(indent + 2) } else { Start::Line(indent) };
        seed.deserialize(Value { reader: &mut *self.reader, place }).map(Some)
    }
}

/// A mapping or a list in brackets.
struct Flow<'r, 'a> {
    reader: &'r mut Reader<'a>,
    close: &'static str,
    is_first: bool,
}

impl Flow<'_, '_> {
    /// Moves to the next entry; consumes the closing bracket and returns `false` at the end.
    fn next(&mut self) -> Result<bool, NotPlain> {
        if std::mem::take(&mut self.is_first) {
            self.reader.at += 1;
            return Ok(!self.reader.take(self.close));
        }
        if self.reader.take(self.close) {
            return Ok(false);
        }
        if self.reader.take(", ") { Ok(true) } else { Err(NotPlain) }
    }
}

impl<'a> MapAccess<'a> for Flow<'_, 'a> {
    type Error = NotPlain;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, NotPlain> {
        if !self.next()? {
            return Ok(None);
        }
        let key = self.reader.key()?;
        if !self.reader.take(" ") {
            return Err(NotPlain);
        }
        seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, NotPlain> {
        seed.deserialize(Value { reader: &mut *self.reader, place: Start::Brackets })
    }
}

impl<'a> SeqAccess<'a> for Flow<'_, 'a> {
    type Error = NotPlain;

    fn next_element_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<Option<T::Value>, NotPlain> {
        if !self.next()? {
            return Ok(None);
        }
        seed.deserialize(Value { reader: &mut *self.reader, place: Start::Brackets }).map(Some)
    }
}

#[cfg(test)]
#[path = "tests/plain.rs"]
mod tests;
