//! The canonical format of a YAML value: order of keys, quotes, brackets, indent.
//!
//! This module knows the shapes of values and not their meaning.

use super::document::{Item, Line, Value};
use super::plain::is_day;
use super::scalar::{self, Within};
use crate::yaml;
use crate::yaml::shape::{self, Shape};

/// Keys whose values are dates, which are written without quotes.
const DATES: [&str; 4] = ["date", "published", "updated", "as_of"];
/// Keys whose values are written as block scalars.
const LINES: [&str; 2] = ["abstract", "bibtex"];

/// Returns a mapping as text. The text ends with a line break, unless it is empty.
pub(crate) fn write(root: &Value, shape: &Shape) -> String {
    let mut writer = Writer { out: String::new() };
    if let Value::Map(pairs, tail) = root {
        // Comments at the top that end with a blank line describe the whole file.
        let mut pairs = pairs.clone();
        let mut header = Vec::new();
        if let Some((_, first)) = pairs.first_mut()
            && let Some(at) = first.before.iter().rposition(|line| *line == Line::Blank)
        {
            header = first.before.drain(..=at).collect();
        }
        writer.lines(&header, 0, true);
        writer.map(&pairs, tail, shape, 0);
        let end = writer.out.trim_end_matches('\n').len();
        writer.out.truncate(end);
        if !writer.out.is_empty() {
            writer.out.push('\n');
        }
    }
    writer.out
}

struct Writer {
    out: String,
}

impl Writer {
    fn map(&mut self, pairs: &[(String, Item)], tail: &[Line], shape: &Shape, indent: usize) {
        let mut order: Vec<usize> = (0..pairs.len()).collect();
        if let Shape::Record(fields) = shape {
            let rank = |key: &str| match key {
                // Keys that apply to all papers come before the papers.
                "papers" => fields.len(),
                _ => fields.iter().position(|(field, _)| *field == key).unwrap_or(fields.len() + 1),
            };
            order.sort_by_key(|&index| rank(&pairs[index].0));
        }
        for (number, (key, item)) in order.into_iter().map(|index| &pairs[index]).enumerate() {
            self.lines(&item.before, indent, number == 0);
            self.indent(indent);
            self.pair(key, item, inner(shape, key), indent);
        }
        self.lines(tail, indent, pairs.is_empty());
    }

    /// Writes a key and its value. The caller has written the indent.
    fn pair(&mut self, key: &str, item: &Item, shape: &Shape, indent: usize) {
        self.out.push_str(&scalar::one_line(key, Within::Block));
        self.out.push(':');
        let shape = chosen(shape, &item.value);
        match &item.value {
            Value::List(items, tail) if !is_flow(&item.value, shape) => {
                self.after(item);
                self.list(items, tail, shape, indent + 2);
            }
            Value::Map(pairs, tail) if !is_flow(&item.value, shape) => {
                self.after(item);
                self.map(pairs, tail, shape, indent + 2);
            }
            // The comment may be the rest of the text. Do not quote the text: the quotes would hide the problem.
            Value::Plain(text) if item.after.is_some() && takes_text(shape) && !text.is_empty() => {
                self.out.push(' ');
                self.out.push_str(text);
                self.after(item);
            }
            value => {
                let lines = value.text().filter(|text| is_lines(key, text, value, shape));
                match lines {
                    Some(text) => self.text_in_lines(text, item, indent + 2),
                    None => {
                        let text = flow(value, shape, key, Within::Block);
                        if !text.is_empty() {
                            self.out.push(' ');
                            self.out.push_str(&text);
                        }
                        self.after(item);
                    }
                }
            }
        }
    }

    fn list(&mut self, items: &[Item], tail: &[Line], shape: &Shape, indent: usize) {
        let inner = match shape {
            Shape::List(inner) => inner,
            _ => &Shape::Free,
        };
        for (number, item) in items.iter().enumerate() {
            self.lines(&item.before, indent, number == 0);
            let inner = chosen(inner, &item.value);
            match &item.value {
                Value::Map(pairs, tail) if !is_flow(&item.value, inner) => {
                    // The first key follows the dash, so the comments above the key go above the dash.
                    let mut text = Writer { out: String::new() };
                    text.map(pairs, tail, inner, indent + 2);
                    let keys = text.out.lines().take_while(|line| line.trim_start().starts_with('#'));
                    let above: usize = keys.map(|line| line.len() + 1).sum();
                    for line in text.out[..above].lines() {
                        self.indent(indent);
                        self.out.push_str(line.trim_start());
                        self.out.push('\n');
                    }
                    // An item that was in braces is now on several lines, so its comment goes above it.
                    if let Some(comment) = &item.after {
                        self.indent(indent);
                        self.out.push_str(comment);
                        self.out.push('\n');
                    }
                    self.indent(indent);
                    self.out.push_str("- ");
                    self.out.push_str(text.out[above..].trim_start_matches(' '));
                }
                Value::List(items, tail) if !is_flow(&item.value, inner) => {
                    self.indent(indent);
                    self.out.push('-');
                    self.after(item);
                    self.list(items, tail, inner, indent + 2);
                }
                value => {
                    self.indent(indent);
                    self.out.push_str("- ");
                    match value {
                        Value::Plain(text)
                            if item.after.is_some() && takes_text(inner) && !text.is_empty() =>
                        {
                            self.out.push_str(text);
                        }
                        value => self.out.push_str(&flow(value, inner, "", Within::Block)),
                    }
                    self.after(item);
                }
            }
        }
        self.lines(tail, indent, items.is_empty());
    }

    fn text_in_lines(&mut self, text: &str, item: &Item, indent: usize) {
        self.out.push_str(if text.ends_with('\n') { " |" } else { " |-" });
        self.after(item);
        for line in text.lines() {
            if !line.is_empty() {
                self.indent(indent);
                self.out.push_str(line);
            }
            self.out.push('\n');
        }
    }

    /// Writes the comment after a value, and a line break.
    fn after(&mut self, item: &Item) {
        if let Some(comment) = &item.after {
            self.out.push(' ');
            self.out.push_str(comment);
        }
        self.out.push('\n');
    }

    /// Writes comments and blank lines. Several blank lines become one, and blank lines at the top are removed.
    fn lines(&mut self, lines: &[Line], indent: usize, is_first: bool) {
        for line in lines {
            match line {
                Line::Comment(comment) => {
                    self.indent(indent);
                    self.out.push_str(comment);
                    self.out.push('\n');
                }
                Line::Blank if is_first && !self.out.ends_with('\n') => {}
                Line::Blank if is_first && self.is_after_opening() => {}
                Line::Blank if self.out.is_empty() || self.out.ends_with("\n\n") => {}
                Line::Blank => self.out.push('\n'),
            }
        }
    }

    /// Returns whether the last line is a key without a value.
    fn is_after_opening(&self) -> bool {
        self.out.trim_end_matches('\n').ends_with(':')
    }

    fn indent(&mut self, indent: usize) {
        self.out.extend(std::iter::repeat_n(' ', indent));
    }
}

/// Returns the shape of the value of a key; [`Shape::Free`] for an unknown key.
fn inner<'s>(shape: &'s Shape, key: &str) -> &'s Shape {
    match shape {
        Shape::Record(fields) => {
            fields.iter().find(|(field, _)| *field == key).map_or(&Shape::Free, |(_, shape)| shape)
        }
        Shape::Table(inner) => inner,
        _ => &Shape::Free,
    }
}

/// Returns the alternative of [`Shape::Either`] that fits the kind of a value; other shapes are returned unchanged.
fn chosen<'s>(shape: &'s Shape, value: &Value) -> &'s Shape {
    let Shape::Either(shapes) = shape else { return shape };
    let fits = |shape: &&Shape| match value {
        Value::Text(_) | Value::Plain(_) => matches!(shape, Shape::Text | Shape::Count | Shape::Flag),
        Value::List(..) => matches!(shape, Shape::List(_)),
        Value::Map(..) => matches!(shape, Shape::Record(_) | Shape::Table(_)),
    };
    shapes.iter().find(fits).unwrap_or(&Shape::Free)
}

/// Returns whether a shape reads every scalar as text, even `12` or `true`.
fn takes_text(shape: &Shape) -> bool {
    matches!(shape, Shape::Text)
}

/// Returns whether a text is written as a block scalar.
fn is_lines(key: &str, text: &str, value: &Value, shape: &Shape) -> bool {
    let is_text = matches!(value, Value::Text(_)) || (*shape == Shape::Text && !value.is_null());
    is_text && (LINES.contains(&key) || text.contains('\n')) && scalar::fits_lines(text)
}

/// Returns whether a value is written on one line.
fn is_flow(value: &Value, shape: &Shape) -> bool {
    let is_bare = |item: &Item| item.before.iter().all(|line| *line == Line::Blank) && item.after.is_none();
    let is_scalar = |item: &Item| item.value.text().is_some() && is_bare(item);
    match value {
        Value::List(items, tail) => {
            let is_list = matches!(shape, Shape::List(Shape::Text) | Shape::Free);
            items.is_empty() && tail.is_empty() || (is_list && tail.is_empty() && items.iter().all(is_scalar))
        }
        Value::Map(pairs, tail) => {
            let are_counts = matches!(shape, Shape::Record(fields)
                if fields.iter().all(|(_, shape)| *shape == Shape::Count));
            pairs.is_empty() && tail.is_empty()
                || (are_counts && tail.is_empty() && pairs.iter().all(|(_, item)| is_scalar(item)))
        }
        Value::Text(_) | Value::Plain(_) => true,
    }
}

/// Returns a value as text on one line. `key` is the key of the value or of the list that contains it; empty for an
/// item of a block list.
fn flow(value: &Value, shape: &Shape, key: &str, within: Within) -> String {
    match value {
        Value::List(items, _) => {
            let inner = match shape {
                Shape::List(inner) => inner,
                _ => &Shape::Free,
            };
            let texts: Vec<String> =
                items.iter().map(|item| flow(&item.value, inner, key, Within::Flow)).collect();
            format!("[{}]", texts.join(", "))
        }
        Value::Map(pairs, _) => {
            let mut order: Vec<&(String, Item)> = pairs.iter().collect();
            if let Shape::Record(fields) = shape {
                order.sort_by_key(|(key, _)| fields.iter().position(|(field, _)| field == key));
            }
            let texts: Vec<String> = order
                .iter()
                .map(|(key, item)| {
                    let value = flow(&item.value, inner(shape, key), key, Within::Flow);
                    format!("{}: {value}", scalar::one_line(key, Within::Flow))
                })
                .collect();
            format!("{{{}}}", texts.join(", "))
        }
        Value::Text(text) | Value::Plain(text) => match shape {
            // A null value stays null, but in a list of texts it is text.
            Shape::Text if value.is_null() && (within == Within::Block && !key.is_empty()) => text.clone(),
            Shape::Text if DATES.contains(&key) && is_date(text) => text.clone(),
            Shape::Text => scalar::one_line(text, within),
            _ => {
                let read = match shape {
                    Shape::Count => shape::count(text).map(|number| number.to_string()),
                    Shape::Flag => shape::flag(text).map(|flag| flag.to_string()),
                    _ => None,
                };
                read.unwrap_or_else(|| match value {
                    // Without quotes, the value keeps its type.
                    Value::Plain(text) if !yaml::scalar(text).is_string() || text.is_empty() => text.clone(),
                    _ => scalar::one_line(text, within),
                })
            }
        },
    }
}

/// Returns whether a text has the format of a day, a month or a year: `2026-04-15`, `2026-04` or `2026`.
fn is_date(text: &str) -> bool {
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once('-') {
        Some((year, month)) if text.len() == 7 => year.len() == 4 && is_number(year) && is_number(month),
        None => text.len() == 4 && is_number(text),
        _ => is_day(text),
    }
}
