//! TOML as a tree with the location of every key and value. The only module that uses the parser.
//!
//! A text with syntax errors still gives a tree of the parts that could be read.

use ::toml::de::{DeTable, DeValue};
use serde::Serialize;

use super::problems;
use crate::diagnostic::Diagnostic;
use crate::source::{FilePath, Span};

/// A value and its location.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The bytes of the value; for a table with a `[header]`, those of the header.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// A value of TOML.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A string.
    Text(String),
    /// An integer. One that does not fit is `i128::MIN` or `i128::MAX`.
    Number(i128),
    /// A float.
    Fraction(f64),
    /// A boolean.
    Truth(bool),
    /// A date, a time or both, as written.
    Date(String),
    /// An array.
    List(Vec<Node>),
    /// A table.
    Table(Table),
}

/// Keys and values in the order of the text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// The entries; each key appears once.
    pub entries: Vec<Entry>,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key, without quotes.
    pub key: String,
    /// The bytes of the key.
    pub key_span: Span,
    /// The value.
    pub node: Node,
}

impl Table {
    /// Returns the value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }
}

/// The result of parsing a text.
#[derive(Debug)]
pub struct Tree {
    /// The parts that could be read.
    pub table: Table,
    /// A problem for each syntax error.
    pub broken: Vec<Diagnostic>,
}

/// Parses a TOML text. `file` is the path in the problems.
pub fn read(file: &FilePath, text: &str) -> Tree {
    let (root, errors) = DeTable::parse_recoverable(text);
    let place =
        |range: std::ops::Range<usize>| Span { file: file.clone(), start: range.start, end: range.end };
    let broken = errors
        .iter()
        .map(|error| {
            let span = error.span().unwrap_or(0..0);
            let found = text.get(span.clone()).unwrap_or_default();
            problems::syntax(place(span), error.message(), found)
        })
        .collect();
    Tree { table: table(root.get_ref(), &place), broken }
}

/// Returns a value as TOML on one line; the empty text if TOML has no form for it.
pub fn write(value: &impl Serialize) -> String {
    ::toml::Value::try_from(value).map(|value| value.to_string()).unwrap_or_default()
}

fn table(table: &DeTable<'_>, place: &dyn Fn(std::ops::Range<usize>) -> Span) -> Table {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_span: place(key.span()),
            node: Node { span: place(value.span()), value: self::value(value.get_ref(), place) },
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    Table { entries }
}

fn value(value: &DeValue<'_>, place: &dyn Fn(std::ops::Range<usize>) -> Span) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => {
            let (digits, radix) = (number.as_str(), number.radix());
            let beyond = if digits.starts_with('-') { i128::MIN } else { i128::MAX };
            Value::Number(i128::from_str_radix(digits, radix).unwrap_or(beyond))
        }
        DeValue::Float(number) => Value::Fraction(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(truth) => Value::Truth(*truth),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(items) => Value::List(
            items
                .iter()
                .map(|item| Node { span: place(item.span()), value: self::value(item.get_ref(), place) })
                .collect(),
        ),
        DeValue::Table(inner) => Value::Table(table(inner, place)),
    }
}
