//! The types of values of settings: how each is read, and how the reference describes it.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde::Serialize;

use super::base_url::BaseUrl;
use super::problems::{self, Refusal};
use super::reference::Described;
use super::section::{self, Section};
use super::text;
use super::toml::{Node, Table, Value};
use crate::diagnostic::{Diagnostic, Location, suggest};

/// A type of value.
pub(super) trait Kind {
    /// The value in Rust.
    type Value: Serialize;

    /// Returns the name of the type in the reference, such as `integer`.
    fn name(&self) -> &'static str;

    /// Returns a restriction of the values, such as `1 to 1000`; may be empty.
    fn rule(&self) -> String {
        String::new()
    }

    /// Returns the value at `node`. If it is not valid, adds to `problems` and returns `None`.
    fn read(&self, node: &Node, key: &str, problems: &mut Vec<Diagnostic>) -> Option<Self::Value>;

    /// Returns the settings of a section, and whether the section is a list; `None` for other types.
    fn inside(&self, _key: &str) -> Option<(Vec<Described>, bool)> {
        None
    }
}

/// `true` or `false`.
pub(super) struct Switch;

impl Kind for Switch {
    type Value = bool;

    fn name(&self) -> &'static str {
        "boolean"
    }

    fn read(&self, node: &Node, key: &str, problems: &mut Vec<Diagnostic>) -> Option<bool> {
        if let Value::Truth(truth) = node.value {
            return Some(truth);
        }
        let problem = problems::wrong_type(node, key, "`true` or `false`");
        problems.push(match &node.value {
            Value::Text(text) if matches!(text.as_str(), "true" | "false") => without_quotes(problem, text),
            _ => problem,
        });
        None
    }
}

/// Whether a file is written that a large site may have no room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// `true`: always.
    Yes,
    /// `false`: never.
    No,
    /// `"auto"`: as long as the site is within the size limit of GitHub Pages.
    WhereRoom,
}

impl Serialize for Wish {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Wish::Yes => serializer.serialize_bool(true),
            Wish::No => serializer.serialize_bool(false),
            Wish::WhereRoom => serializer.serialize_str("auto"),
        }
    }
}

/// `true`, `false` or `"auto"`.
pub(super) struct WhereRoom;

impl Kind for WhereRoom {
    type Value = Wish;

    fn name(&self) -> &'static str {
        "boolean or text"
    }

    fn rule(&self) -> String {
        "`true`, `false` or `\"auto\"`".to_owned()
    }

    fn read(&self, node: &Node, key: &str, problems: &mut Vec<Diagnostic>) -> Option<Wish> {
        let problem = || problems::wrong_type(node, key, "`true`, `false` or `\"auto\"`");
        match &node.value {
            Value::Truth(true) => Some(Wish::Yes),
            Value::Truth(false) => Some(Wish::No),
            Value::Text(text) if text == "auto" => Some(Wish::WhereRoom),
            Value::Text(text) if matches!(text.as_str(), "true" | "false") => {
                refuse(without_quotes(problem(), text), problems)
            }
            _ => refuse(problem(), problems),
        }
    }
}

/// One of several words, each with a value.
pub(super) struct OneOf<T: 'static>(pub &'static [(&'static str, T)]);

impl<T: Copy + Serialize> Kind for OneOf<T> {
    type Value = T;

    fn name(&self) -> &'static str {
        "text"
    }

    fn rule(&self) -> String {
        let words = self.0.iter().map(|(word, _)| *word).filter(|word| !word.is_empty());
        words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or ")
    }

    fn read(&self, node: &Node, key: &str, problems: &mut Vec<Diagnostic>) -> Option<T> {
        let value = |text: &str| {
            let known = self.0.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
            let nearest = || suggest::nearest(text, self.0.iter().map(|(word, _)| *word));
            let hint = || nearest().map_or_else(|| self.rule(), |word| format!("`{word}`"));
            known.ok_or_else(|| Refusal::new("is not a known value").hint(format!("write {}", hint())))
        };
        checked_text(node, key, value, problems)
    }
}

/// A list of several words, each with a value.
pub(super) struct SomeOf<T: 'static>(pub &'static [(&'static str, T)]);

impl<T: Copy + PartialEq + Serialize> Kind for SomeOf<T> {
    type Value = Vec<T>;

    fn name(&self) -> &'static str {
        "list of text"
    }

    fn rule(&self) -> String {
        self.0.iter().map(|(word, _)| format!("`{word}`")).collect::<Vec<_>>().join(", ")
    }

    fn read(&self, node: &Node, key: &str, problems: &mut Vec<Diagnostic>) -> Option<Vec<T>> {
        let items = as_list(node, key, problems)?;
        let mut values: Vec<T> = Vec::new();
        for value in items.iter().filter_map(|item| OneOf(self.0).read(item, key, problems)) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        Some(values)
    }
}

/// Ids of warnings.
pub(super) struct Warnings;

impl Kind for Warnings {
    type Value = Vec<String>;

    fn name(&self) -> &'static str {
        "list of text"
    }

    fn rule(&self) -> String {
        "ids of warnings".to_owned()
    }

    fn read(&self, node: &Node, key: &str, problems: &mut Vec<Diagnostic>) -> Option<Vec<String>> {
        let items = as_list(node, key, problems)?;
        Some(items.iter().filter_map(|item| checked_text(item, key, text::warning, problems)).collect())
    }
}

/// An integer with its minimum and maximum.
pub(super) struct Number(pub usize, pub usize);

impl Kind for Number {
    type Value = usize;

    fn name(&self) -> &'static str {
        "integer"
    }

    fn rule(&self) -> String {
        format!("{} to {}", self.0, self.1)
    }

    fn read(&self, node: &Node, key: &str, problems: &mut Vec<Diagnostic>) -> Option<usize> {
        let Number(least, most) = *self;
        match &node.value {
            Value::Number(number) => {
                let inside = usize::try_from(*number).ok().filter(|number| (least..=most).contains(number));
                if inside.is_none() {
                    problems.push(problems::out_of_range(node, key, *number, least, most));
                }
                inside
            }
            Value::Fraction(_) => refuse(problems::wrong_type(node, key, "an integer"), problems),
            Value::Text(text) if text.parse::<usize>().is_ok() => {
                refuse(without_quotes(problems::wrong_type(node, key, "an integer"), text), problems)
            }
            _ => refuse(problems::wrong_type(node, key, "an integer"), problems),
        }
    }
}

/// Text: the restriction for the reference, and the function of `text` that checks it.
pub(super) struct Text(pub &'static str, pub fn(&str) -> Result<String, Refusal>);

impl Kind for Text {
    type Value = String;

    fn name(&self) -> &'static str {
        "text"
    }

    fn rule(&self) -> String {
        self.0.to_owned()
    }

    fn read(&self, node: &Node, key: &str, problems: &mut Vec<Diagnostic>) -> Option<String> {
        checked_text(node, key, self.1, problems)
    }
}

/// The base URL of a site.
pub(super) struct Address;

impl Kind for Address {
    type Value = BaseUrl;

    fn name(&self) -> &'static str {
        "text"
    }

    fn rule(&self) -> String {
        "an absolute http or https URL".to_owned()
    }

    fn read(&self, node: &Node, key: &str, problems: &mut Vec<Diagnostic>) -> Option<BaseUrl> {
        checked_text(node, key, BaseUrl::parse, problems)
    }
}

/// Names of LaTeX commands, with or without backslash, and their replacements.
pub(super) struct Macros;

impl Kind for Macros {
    type Value = BTreeMap<String, String>;

    fn name(&self) -> &'static str {
        "table"
    }

    fn rule(&self) -> String {
        "command name = its replacement".to_owned()
    }

    fn read(&self, node: &Node, key: &str, problems: &mut Vec<Diagnostic>) -> Option<Self::Value> {
        let table = as_table(node, key, problems)?;
        let mut macros = BTreeMap::new();
        for entry in &table.entries {
            let key = format!("{key}.{}", entry.key);
            let name = entry.key.strip_prefix('\\').unwrap_or(&entry.key);
            if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                let refusal = Refusal::new("is not a valid command name").hint("use letters only");
                let at_key = Node { span: entry.key_span.clone(), value: entry.node.value.clone() };
                problems.push(problems::refused(&at_key, &key, refusal));
                continue;
            }
            let replacement = checked_text(&entry.node, &key, |text| Ok(text.to_owned()), problems);
            macros.extend(replacement.map(|replacement| (name.to_owned(), replacement)));
        }
        Some(macros)
    }
}

/// Any table: the parameters of a theme.
pub(super) struct Anything;

impl Kind for Anything {
    type Value = Table;

    fn name(&self) -> &'static str {
        "table"
    }

    fn rule(&self) -> String {
        "the parameters of the theme".to_owned()
    }

    fn read(&self, node: &Node, key: &str, problems: &mut Vec<Diagnostic>) -> Option<Self::Value> {
        let mut table = as_table(node, key, problems)?.clone();
        // Values that JSON has no form for are reported here and removed.
        table.entries.retain(|entry| {
            let known = problems.len();
            json(&entry.node, &format!("{key}.{}", entry.key), problems);
            problems.len() == known
        });
        Some(table)
    }

    fn inside(&self, _key: &str) -> Option<(Vec<Described>, bool)> {
        Some((Vec::new(), false))
    }
}

/// A `[section]` of settings.
pub(super) struct In<S>(pub PhantomData<S>);

impl<S: Section + Serialize> Kind for In<S> {
    type Value = S;

    fn name(&self) -> &'static str {
        "table"
    }

    fn read(&self, node: &Node, key: &str, problems: &mut Vec<Diagnostic>) -> Option<S> {
        if let Value::List(_) = node.value {
            let problem = problems::wrong_type(node, key, "a table");
            return refuse(problem.hint(format!("write `[{key}]` with single brackets")), problems);
        }
        let table = as_table(node, key, problems)?;
        section::read(table, key, Location::Span(node.span.clone()), problems)
    }

    fn inside(&self, key: &str) -> Option<(Vec<Described>, bool)> {
        Some((S::describe(key), false))
    }
}

/// A `[[list]]` of tables.
pub(super) struct ListOf<S>(pub PhantomData<S>);

impl<S: Section + Serialize> Kind for ListOf<S> {
    type Value = Vec<S>;

    fn name(&self) -> &'static str {
        "list of tables"
    }

    fn read(&self, node: &Node, key: &str, problems: &mut Vec<Diagnostic>) -> Option<Vec<S>> {
        let Value::List(items) = &node.value else {
            let problem = problems::wrong_type(node, key, "a list of tables");
            return refuse(problem.hint(format!("write `[[{key}]]` with double brackets")), problems);
        };
        let read = |item: &Node| {
            let table = as_table(item, key, problems)?;
            section::read(table, key, Location::Span(item.span.clone()), problems)
        };
        Some(items.iter().filter_map(read).collect())
    }

    fn inside(&self, key: &str) -> Option<(Vec<Described>, bool)> {
        Some((S::describe(key), true))
    }
}

fn refuse<T>(problem: Diagnostic, problems: &mut Vec<Diagnostic>) -> Option<T> {
    problems.push(problem);
    None
}

fn without_quotes(problem: Diagnostic, text: &str) -> Diagnostic {
    problem.hint(format!("omit the quotes: `{text}`"))
}

pub(super) fn checked_text<T>(
    node: &Node,
    key: &str,
    check: impl Fn(&str) -> Result<T, Refusal>,
    problems: &mut Vec<Diagnostic>,
) -> Option<T> {
    let Value::Text(text) = &node.value else {
        return refuse(problems::wrong_type(node, key, "a string"), problems);
    };
    check(text).map_err(|refusal| problems.push(problems::refused(node, key, refusal))).ok()
}

/// Returns the items of a list of texts.
pub(super) fn as_list<'a>(node: &'a Node, key: &str, problems: &mut Vec<Diagnostic>) -> Option<&'a [Node]> {
    match &node.value {
        Value::List(items) => Some(items),
        Value::Text(text) => {
            let problem = problems::wrong_type(node, key, "a list of texts");
            refuse(problem.hint(format!("write `[{}]`", super::toml::write(text))), problems)
        }
        _ => refuse(problems::wrong_type(node, key, "a list of texts"), problems),
    }
}

pub(super) fn as_table<'a>(node: &'a Node, key: &str, problems: &mut Vec<Diagnostic>) -> Option<&'a Table> {
    match &node.value {
        Value::Table(table) => Some(table),
        _ => refuse(problems::wrong_type(node, key, "a table"), problems),
    }
}

/// Returns a table as JSON, without values that JSON has no form for: those are added to `problems`, which name the table `key`.
pub fn json_map(
    table: &Table,
    key: &str,
    problems: &mut Vec<Diagnostic>,
) -> serde_json::Map<String, serde_json::Value> {
    let pair = |entry: &super::toml::Entry| {
        let value = json(&entry.node, &format!("{key}.{}", entry.key), problems)?;
        Some((entry.key.clone(), value))
    };
    table.entries.iter().filter_map(pair).collect()
}

fn json(node: &Node, key: &str, problems: &mut Vec<Diagnostic>) -> Option<serde_json::Value> {
    match &node.value {
        Value::Text(text) | Value::Date(text) => Some(text.as_str().into()),
        Value::Truth(truth) => Some((*truth).into()),
        Value::Table(table) => Some(json_map(table, key, problems).into()),
        Value::List(items) => Some(items.iter().filter_map(|item| json(item, key, problems)).collect()),
        Value::Number(number) => match i64::try_from(*number) {
            Ok(number) => Some(number.into()),
            Err(_) => refuse(
                problems::refused(node, key, Refusal::new("is out of range (64-bit integers)")),
                problems,
            ),
        },
        Value::Fraction(number) => match serde_json::Number::from_f64(*number) {
            Some(number) => Some(number.into()),
            None => refuse(problems::refused(node, key, Refusal::new("is not a finite number")), problems),
        },
    }
}

/// Values only, without their positions.
impl Serialize for Table {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        json_map(self, "", &mut Vec::new()).serialize(serializer)
    }
}
