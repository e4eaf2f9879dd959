//! JSON read bit by bit: the items of a list, the pairs of a mapping, the lines of a file of lines.
//!
//! It knows nothing of what they mean. Only one item is in memory at a time.

use super::source::Broken;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::fmt;
use std::io::{BufRead, Read};

/// No line is longer than this, in bytes: a whole paper has a few thousand.
const LONGEST: u64 = 8_000_000;

/// Gives away the lines of a file, each with its number from 1, without their ends.
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
            // The rest of it is passed over.
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

/// Gives away the items of a list, each with its number from 1.
pub(super) fn items(bytes: &mut dyn BufRead, mut each: impl FnMut(u64, Value) -> bool) -> Result<(), Broken> {
    let mut is_stopped = false;
    let mut reader = serde_json::Deserializer::from_reader(bytes);
    let done = Items { each: &mut each, is_stopped: &mut is_stopped }.deserialize(&mut reader);
    finish(done.and_then(|()| reader.end()), is_stopped, "a list of papers")
}

/// Gives away the values of a mapping of mappings: what `open` makes of the outer key, once for each, the inner key, and the value.
pub(super) fn nested<T>(
    bytes: &mut dyn BufRead,
    open: impl Fn(&str) -> T,
    mut each: impl FnMut(&T, &str, Value) -> bool,
) -> Result<(), Broken> {
    let mut is_stopped = false;
    let mut reader = serde_json::Deserializer::from_reader(bytes);
    let pairs = Pairs { open: &open, each: &mut each, outer: None, is_stopped: &mut is_stopped };
    let done = pairs.deserialize(&mut reader);
    finish(done.and_then(|()| reader.end()), is_stopped, "a mapping of topics to papers")
}

/// Turns an error of the parser into words about the file.
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

struct Pairs<'a, T> {
    open: &'a dyn Fn(&str) -> T,
    each: &'a mut dyn FnMut(&T, &str, Value) -> bool,
    outer: Option<T>,
    is_stopped: &'a mut bool,
}

impl<'de, T> DeserializeSeed<'de> for Pairs<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T> Visitor<'de> for Pairs<'_, T> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a mapping")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<(), A::Error> {
        while let Some(key) = pairs.next_key::<String>()? {
            match &self.outer {
                None => pairs.next_value_seed(Pairs {
                    open: self.open,
                    each: &mut *self.each,
                    outer: Some((self.open)(&key)),
                    is_stopped: &mut *self.is_stopped,
                })?,
                Some(outer) => {
                    let value = pairs.next_value::<Value>()?;
                    if !(self.each)(outer, &key, value) {
                        *self.is_stopped = true;
                        return Err(A::Error::custom("stopped"));
                    }
                }
            }
        }
        Ok(())
    }
}
