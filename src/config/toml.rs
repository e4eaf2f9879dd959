//! TOML as a tree in which every key and value knows its place: the only file that knows the parser.
//!
//! It knows nothing of settings. Whatever the text, there is a tree: of what could be read, in the order of the text.

use ::toml::de::{DeTable, DeValue};
use serde::Serialize;

use super::problems;
use crate::diagnostic::Diagnostic;
use crate::source::{FilePath, Span};

/// A value and where it stands. A table that has a `[header]` stands at its header.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub span: Span,
    pub value: Value,
}

/// What TOML can hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(String),
    /// A whole number; one that is beyond all reason is the largest or smallest there is.
    Number(i128),
    Fraction(f64),
    Truth(bool),
    /// A date, a time or both, as written.
    Date(String),
    List(Vec<Node>),
    Table(Table),
}

/// Keys and values in the order of the text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    pub entries: Vec<Entry>,
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub key: String,
    pub key_span: Span,
    pub node: Node,
}

impl Table {
    /// Returns the value of a key. TOML lets no key stand twice.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }
}

/// What could be read of a text, and every place at which it is no TOML.
#[derive(Debug)]
pub struct Tree {
    pub table: Table,
    pub broken: Vec<Diagnostic>,
}

/// Returns the tree of a TOML text.
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

/// Returns a value as it is written in TOML on one line; nothing for what TOML cannot hold.
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
