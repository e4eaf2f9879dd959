//! JSON read item by item: the items of a list, the rows of a mapping of topics, or the lines of a file of JSON lines.
//!
//! Only one item is in memory at a time. It does not know the meaning of the items, except whether an object is a row.

use super::counted::Counted;
use super::source::Broken;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::cell::Cell;
use std::fmt;
use std::io::{BufRead, Read};

/// The maximum length of a line in bytes. A typical paper has a few thousand.
const LONGEST: u64 = 8_000_000;

/// Calls `each` with the lines of a file and their numbers from 1, without line breaks.
pub(super) fn lines(
    bytes: &mut dyn BufRead,
    mut each: impl FnMut(u64, Result<&[u8], &'static str>) -> bool,
) -> Result<(), Broken> {
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if Read::take(&mut *bytes, LONGEST).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let is_whole = line.ends_with(b"\n") || (line.len() as u64) < LONGEST;
        if !is_whole {
            // The rest of the line is skipped.
            loop {
                line.clear();
                let read = Read::take(&mut *bytes, LONGEST).read_until(b'\n', &mut line)?;
                if read == 0 || line.ends_with(b"\n") {
                    break;
                }
            }
            if !each(number, Err("the line is too long for a paper")) {
                break;
            }
            continue;
        }
        let text = line.trim_ascii();
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        if !text.is_empty() && !each(number, Ok(text)) {
            break;
        }
    }
    Ok(())
}

/// Returns the first byte of a file that is not blank.
pub(super) fn first_byte(bytes: &mut dyn BufRead) -> Result<Option<u8>, Broken> {
    loop {
        let buffer = bytes.fill_buf()?;
        if buffer.is_empty() {
            return Ok(None);
        }
        let blank = buffer.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        if let Some(first) = buffer.get(blank) {
            return Ok(Some(*first));
        }
        bytes.consume(blank);
    }
}

/// Calls `each` with the items of a list, and the line on which each item ends.
pub(super) fn items(bytes: &mut dyn BufRead, mut each: impl FnMut(u64, Value) -> bool) -> Result<(), Broken> {
    let (mut is_stopped, line) = (false, Cell::new(1));
    let mut reader = serde_json::Deserializer::from_reader(Counted { bytes, line: &line });
    let mut item = |_: u64, value: Value| each(line.get(), value);
    let done = Items { each: &mut item, is_stopped: &mut is_stopped }.deserialize(&mut reader);
    finish(done.and_then(|()| reader.end()), is_stopped, "a list of papers")
}

/// The place of a row in a file of topics.
pub(super) struct Location<'a> {
    /// The line that the row ends on, from 1.
    pub line: u64,
    /// Empty if the file has no topics.
    pub topic: &'a str,
    /// The key of the row; empty in lists.
    pub id: &'a str,
}

/// Calls `each` with the rows of a mapping of topics to mappings or lists of rows. The file may also be a list of rows
/// or of such mappings, or one mapping of ids to rows.
pub(super) fn rows(
    bytes: &mut dyn BufRead,
    mut each: impl FnMut(&Location<'_>, &Value) -> bool,
) -> Result<(), Broken> {
    let (mut is_stopped, line) = (false, Cell::new(1));
    let mut reader = serde_json::Deserializer::from_reader(Counted { bytes, line: &line });
    let mut row =
        |topic: &str, id: &str, value: &Value| each(&Location { line: line.get(), topic, id }, value);
    let rows = Rows { each: &mut row, topic: None, is_stopped: &mut is_stopped };
    let done = rows.deserialize(&mut reader);
    finish(done.and_then(|()| reader.end()), is_stopped, "a mapping of topics to papers")
}

/// Converts an error of the parser to a message about the file.
fn finish(done: serde_json::Result<()>, is_stopped: bool, wanted: &str) -> Result<(), Broken> {
    use serde_json::error::Category;
    let Err(error) = done else { return Ok(()) };
    if is_stopped {
        return Ok(());
    }
    let place = format!("line {}, column {}", error.line(), error.column());
    Err(Broken(match error.classify() {
        Category::Eof => format!("it ends in the middle ({place}): it was cut off"),
        Category::Syntax => format!("it is not JSON ({place})"),
        Category::Data => format!("it is JSON, but not {wanted} ({place})"),
        Category::Io => format!("reading it failed: {error}"),
    }))
}

struct Items<'a> {
    each: &'a mut dyn FnMut(u64, Value) -> bool,
    is_stopped: &'a mut bool,
}

impl<'de> DeserializeSeed<'de> for Items<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Items<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut number = 0;
        while let Some(item) = items.next_element::<Value>()? {
            number += 1;
            if !(self.each)(number, item) {
                *self.is_stopped = true;
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

struct Rows<'a> {
    each: &'a mut dyn FnMut(&str, &str, &Value) -> bool,
    /// The topic of the rows, below the outermost level.
    topic: Option<&'a str>,
    is_stopped: &'a mut bool,
}

impl Rows<'_> {
    /// Passes a value on: a row, or a mapping or list of rows.
    fn value(&mut self, topic: &str, id: &str, value: &Value) -> bool {
        match value {
            Value::Object(pairs) if pairs.keys().next().is_some_and(|key| !is_row(pairs, key)) => {
                let topic = if topic.is_empty() { id } else { topic };
                pairs.iter().all(|(id, value)| self.value(topic, id, value))
            }
            value => (self.each)(topic, id, value),
        }
    }
}

/// Returns whether an object is a row, and not a mapping of ids to rows.
fn is_row(pairs: &serde_json::Map<String, Value>, first: &str) -> bool {
    super::cells::is_key(first) || pairs.keys().any(|key| super::cells::is_key(key))
}

impl<'de> DeserializeSeed<'de> for Rows<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Rows<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a mapping or a list")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut pairs: A) -> Result<(), A::Error> {
        while let Some(key) = pairs.next_key::<String>()? {
            let Some(topic) = self.topic else {
                let inner =
                    Rows { each: &mut *self.each, topic: Some(&key), is_stopped: &mut *self.is_stopped };
                pairs.next_value_seed(inner)?;
                continue;
            };
            let value = pairs.next_value::<Value>()?;
            // `{id: {title: …}}` has no topics: the outer key is the id of this row.
            let goes_on = if super::cells::is_key(&key) && !matches!(value, Value::Object(_)) {
                let mut row = serde_json::Map::from_iter([(key, value)]);
                while let Some((key, value)) = pairs.next_entry::<String, Value>()? {
                    row.insert(key, value);
                }
                (self.each)("", topic, &Value::Object(row))
            } else {
                self.value(topic, &key, &value)
            };
            if !goes_on {
                *self.is_stopped = true;
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element::<Value>()? {
            if !self.value(self.topic.unwrap_or_default(), "", &item) {
                *self.is_stopped = true;
                return Err(A::Error::custom("stopped"));
            }
        }
        Ok(())
    }

    // `{id: "| … |"}` has no topics: the outer key is the id.
    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        match (self.each)("", self.topic.unwrap_or_default(), &Value::from(text)) {
            true => Ok(()),
            false => {
                *self.is_stopped = true;
                Err(E::custom("stopped"))
            }
        }
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.visit_str("")
    }
}
