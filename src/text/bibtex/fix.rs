//! Rewrites an entry so that tools accept it.
//!
//! No text is lost: a replaced value moves to a field with the prefix `x-`, which tools read and no style prints.

use super::read::{Chunk, Entry, Field, MONTHS};
use super::values::{self, Dated, Kind};
use super::{is_key, month_of, names};
use crate::text::{identifier, slug};
use std::collections::HashMap;

/// The maximum length of all values together in bytes, since strings can refer to each other repeatedly.
const LONGEST: usize = 1_000_000;

/// Returns the fixed entry; `None` if no field remains.
pub(super) fn entry(text: &str, entry: &Entry<'_>, strings: &[Field<'_>], year: i32) -> Option<String> {
    let mut known: HashMap<String, String> = HashMap::new();
    let mut room = LONGEST;
    for string in strings {
        let value = value_of(&string.value, &known, &mut room);
        known.insert(string.name.to_ascii_lowercase(), value);
    }
    let mut out = Fields::default();
    let date = entry.fields.iter().find(|field| field.name.eq_ignore_ascii_case("date"));
    let dated = date.map(|field| Dated::read(&value_of(&field.value, &known, &mut room))).unwrap_or_default();
    let mut refers = false;
    for field in &entry.fields {
        let name = field.name.to_ascii_lowercase();
        let name = name.trim_start_matches(|char: char| !char.is_ascii_alphabetic());
        let value = value_of(&field.value, &known, &mut room);
        if name.is_empty() || value.is_empty() {
            continue;
        }
        if out.has(name) {
            // The first value counts, as in other tools.
            out.aside(name, &value);
            continue;
        }
        refers |= values::kind(name) == Kind::Others;
        out.field(name, value, &dated);
    }
    if out.all.is_empty() {
        return None;
    }
    // The entry that it refers to may have had the year.
    if !out.has("year") && !out.has("date") && (refers || out.has("x-year") || out.has("x-date")) {
        out.put("year", year.to_string());
    }
    let key = &text[entry.key.clone()];
    let key: String = match is_key(key) {
        true => key.to_owned(),
        false if key.is_ascii() => {
            key.chars().map(|char| if is_key(char.encode_utf8(&mut [0; 4])) { char } else { '-' }).collect()
        }
        false => slug::slug(key),
    };
    let key = key.trim_matches('-');
    let kind = if entry.kind.is_empty() { "misc" } else { entry.kind };
    let mut written = format!("@{kind}{{{},\n", if key.is_empty() { "paper" } else { key });
    for (name, value) in &out.all {
        match value {
            Value::Text(text) => written.extend(["  ", name, " = {", text, "},\n"]),
            Value::Word(word) => written.extend(["  ", name, " = ", word, ",\n"]),
        }
    }
    written.push('}');
    Some(written)
}

/// Returns a value on one line with its strings replaced, cut to the bytes that remain in `room`.
fn value_of(value: &[Chunk<'_>], strings: &HashMap<String, String>, room: &mut usize) -> String {
    let mut all = String::new();
    for chunk in value {
        match chunk {
            Chunk::Text(text) => all.push_str(text),
            // An undefined name usually is the value itself.
            Chunk::Word(word) => {
                all.push_str(strings.get(&word.to_ascii_lowercase()).map_or(word, String::as_str))
            }
        }
        if all.len() > *room {
            all.truncate(all.floor_char_boundary(*room));
            break;
        }
    }
    *room -= all.len();
    let words = all.split(|char: char| char.is_whitespace() || char.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

enum Value {
    Text(String),
    Word(&'static str),
}

#[derive(Default)]
struct Fields {
    all: Vec<(String, Value)>,
}

impl Fields {
    fn has(&self, name: &str) -> bool {
        self.all.iter().any(|(known, _)| known == name)
    }

    fn put(&mut self, name: &str, value: String) {
        self.all.push((name.to_owned(), Value::Text(value)));
    }

    /// Moves a replaced value to a field with the prefix `x-`, unless another field has it already.
    fn aside(&mut self, name: &str, value: &str) {
        let is_said = self.all.iter().any(|(known, said)| match said {
            Value::Text(said) => known.trim_start_matches("x-").starts_with(name) && said == value,
            Value::Word(said) => known == name && said.eq_ignore_ascii_case(value),
        });
        let mut aside = format!("x-{}", name.trim_start_matches("x-"));
        while self.has(&aside) {
            aside.push_str("-more");
        }
        if !is_said {
            self.put(&aside, value.to_owned());
        }
    }

    fn field(&mut self, name: &str, value: String, dated: &Dated) {
        match values::kind(name) {
            Kind::Text if values::is_reference(&value) => self.aside(name, &value),
            Kind::Text => self.put(name, value),
            Kind::Others => self.aside(name, &value),
            Kind::Names => {
                let list = names::fixed(&value);
                match list.is_empty() {
                    true => self.aside(name, &value),
                    false => self.put(name, list),
                }
            }
            Kind::Month => self.month(&value, dated),
            Kind::Year => {
                let year = year_in(&value).filter(|year| !dated.has_other_year(year));
                if let Some(year) = year {
                    self.put(name, year.to_owned());
                }
                if year != Some(value.as_str()) {
                    self.aside(name, &value);
                }
            }
            Kind::Date if values::is_date(&value) => self.put(name, value),
            Kind::Date => {
                self.aside(name, &value);
                if let Some(year) = year_in(&value).filter(|_| name == "date" && !self.has("year")) {
                    self.put("year", year.to_owned());
                }
            }
            Kind::Isbn => {
                let is_one = identifier::isbn(&value).is_some();
                if let Some(isbn) = identifier::isbns_in(&value).into_iter().next() {
                    self.put(name, isbn);
                }
                if !is_one {
                    self.aside(name, &value);
                }
            }
            Kind::Pages => {
                let ranges = value
                    .split([',', ';'])
                    .map(|range| range.trim().trim_start_matches(values::is_dash).trim());
                let ranges: Vec<&str> = ranges.filter(|range| !range.is_empty()).collect();
                if !ranges.is_empty() {
                    self.put(name, ranges.join(", "));
                }
            }
        }
    }

    /// Writes the month; of several months, the first.
    fn month(&mut self, value: &str, dated: &Dated) {
        let is_border = |char: char| !char.is_alphanumeric();
        let number = |word: &str| word.parse().ok().filter(|month| (1..=12).contains(month));
        let alone: Option<u32> = number(value);
        let named = alone.or_else(|| value.split(is_border).find_map(month_of));
        let Some(month) = named.filter(|month| !dated.has_other_month(*month)) else {
            return self.aside("month", value);
        };
        self.all.push(("month".to_owned(), Value::Word(MONTHS[month as usize - 1])));
        // `March` has no more information than `mar`.
        if alone.is_none() && !value.chars().all(char::is_alphabetic) {
            self.aside("month", value);
        }
    }
}

/// Returns the year in a text, exactly four digits: the first one outside braces, where arguments of commands are,
/// otherwise the last one.
fn year_in(text: &str) -> Option<&str> {
    if values::is_year(text) {
        return Some(text);
    }
    let mut depth = 0usize;
    let outside = text.split(|char: char| {
        depth = if char == '{' { depth + 1 } else { depth.saturating_sub(usize::from(char == '}')) };
        char == '}' || depth > 0
    });
    outside.flat_map(years).next().or_else(|| years(text).last())
}

fn years(text: &str) -> impl Iterator<Item = &str> {
    text.split(|char: char| !char.is_ascii_digit()).filter(|digits| digits.len() == 4)
}
