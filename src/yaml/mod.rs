//! Reads YAML into a type: with a fast reader if the text is valid, with a careful reader if it is not.
//!
//! `serde_yaml` stops at the first error and often does not know its position. A text that it rejects is therefore
//! parsed again as a tree. [`shape::fit`] then reports every misfit and keeps the values that fit.

pub(crate) mod document;
pub(crate) mod lost;
mod plain;
pub(crate) mod scalar;
pub(crate) mod shape;
pub(crate) mod tree;
pub(crate) mod unquoted;
pub(crate) mod write;

use serde::de::DeserializeOwned;
use shape::{Misfit, Shape};
use std::ops::Range;
use std::rc::Rc;
use tree::{Broken, Kind, Map, Node};

/// The result of reading a text.
pub(crate) struct Read<T> {
    /// The value without the parts that do not fit; `None` if the text is not valid YAML or the type cannot be read.
    pub value: Option<T>,
    pub problems: Vec<Problem>,
}

/// A reason why a text or a part of it does not have its shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Problem {
    Broken(Broken),
    Misfit(Misfit),
}

/// Reads a text with the shape `shape`, and reports its problems.
pub(crate) fn read<T: DeserializeOwned>(text: &str, shape: &'static Shape) -> Read<T> {
    match quickly(text) {
        Some(value) => Read { value: Some(value), problems: Vec::new() },
        None => read_carefully(text, shape),
    }
}

/// Reads a text with the fast readers; `None` if the text has a problem or is [risky](is_risky).
pub(crate) fn quickly<T: DeserializeOwned>(text: &str) -> Option<T> {
    plain::read(text).or_else(|| (!is_risky(text)).then(|| serde_yaml::from_str(text).ok()).flatten())
}

/// Reads a text with the careful reader, which reports every problem and its position.
pub(crate) fn read_carefully<T: DeserializeOwned>(text: &str, shape: &'static Shape) -> Read<T> {
    match tree::parse(text) {
        Ok(node) => read_node(&node, shape, text.len()),
        Err(broken) => Read { value: None, problems: vec![Problem::Broken(broken)] },
    }
}

/// Reads a value of a text of `len` bytes.
fn read_node<T: DeserializeOwned>(node: &Node, shape: &'static Shape, len: usize) -> Read<T> {
    let (fitting, misfits) = shape::fit(node, shape, 16 * len + 65_536);
    let mut problems: Vec<Problem> = misfits.into_iter().map(Problem::Misfit).collect();
    match serde_json::from_str(&fitting) {
        Ok(value) => Read { value: Some(value), problems },
        Err(error) => {
            if problems.is_empty() {
                problems.push(Problem::Broken(Broken::syntax(node.span.start, error.to_string())));
            }
            Read { value: None, problems }
        }
    }
}

/// A list of items, and the other keys of the mapping that contains it.
pub(crate) struct Items<H, T> {
    pub beside: Read<H>,
    pub items: Vec<Read<T>>,
}

/// Reads a mapping that contains a list under `key`. Each item is read separately and has its own problems.
///
/// Returns `None` if `key` is not a list.
///
/// # Errors
/// If the text is not valid YAML.
pub(crate) fn read_items<H: DeserializeOwned, T: DeserializeOwned>(
    text: &str,
    key: &str,
    beside: &'static Shape,
    item: &'static Shape,
) -> Result<Option<Items<H, T>>, Broken> {
    let root = tree::parse(text)?;
    let Kind::Map(map) = &root.kind else { return Ok(None) };
    let Some(Kind::List(list)) = root.entry(key).map(|(_, value)| &value.kind) else { return Ok(None) };
    let emptied = map.pairs.iter().map(|(name, value)| match name.text() == Some(key) {
        true => (name.clone(), Rc::new(Node { kind: Kind::List(Vec::new()), span: value.span.clone() })),
        false => (name.clone(), value.clone()),
    });
    let head = Node { kind: Kind::Map(Map::new(emptied.collect())), span: root.span.clone() };
    let items = list.iter().map(|node| read_node(node, item, node.span.len())).collect();
    Ok(Some(Items { beside: read_node(&head, beside, text.len()), items }))
}

/// Returns the value of a plain scalar in YAML: a number, a boolean, null, or its text.
pub(crate) fn scalar(text: &str) -> serde_json::Value {
    let short = (text.len() <= 40).then(|| serde_yaml::from_str(text).ok()).flatten();
    short
        .filter(|value: &serde_json::Value| !value.is_array() && !value.is_object())
        .unwrap_or_else(|| text.into())
}

/// Maximum depth of nested brackets for the fast reader. For each word it scans all open brackets, so deeper nesting is
/// slow.
const BRACKETS: usize = 100;

/// Returns whether only the careful reader may read a text.
///
/// The fast reader expands aliases (`*name`) without limit and is slow for deeply nested brackets. It also drops tags
/// (`!name`) and anchors (`&name`), which may be words of a title.
fn is_risky(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut is_marked = false;
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b'&' | b'!' => {
                let opens = at == 0
                    || bytes
                        .get(at - 1)
                        .is_some_and(|byte| byte.is_ascii_whitespace() || b"[{,:-?".contains(byte));
                let named = bytes.get(at + 1).is_some_and(|byte| !byte.is_ascii_whitespace());
                is_marked |= opens && (named || *byte == b'!');
            }
            _ => {}
        }
    }
    is_marked || deepest > BRACKETS
}

/// A text split into the items of one list and the rest.
pub(crate) struct Apart {
    /// The text with an empty list. All other bytes keep their offsets.
    pub beside: String,
    /// For each item its byte offset and its text. A blank replaces the dash, so the text is a complete mapping.
    pub items: Vec<(usize, String)>,
}

/// Splits the list under the top-level `key` into items by its lines. An item that is not valid YAML then does not
/// prevent the other items from being read.
///
/// Returns `None` if the key is missing or no block list follows it.
pub(crate) fn split_items(text: &str, key: &str) -> Option<Apart> {
    let mut lines = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        lines.push((offset, line));
        offset += line.len();
    }
    let head = lines.iter().position(|(_, line)| is_top_key(line, key))?;
    let dash = |line: &str| {
        let inside = line.trim_start_matches(' ');
        let is_item = inside.starts_with("- ") || inside.trim_end() == "-";
        is_item.then_some(line.len() - inside.len())
    };
    let first = lines[head + 1..].iter().find(|(_, line)| !is_blank(line))?;
    let indent = dash(first.1)?;
    let mut items: Vec<(usize, String)> = Vec::new();
    let mut end = text.len();
    for (offset, line) in &lines[head + 1..] {
        // A line without indentation that does not begin an item ends the list.
        if !is_blank(line) && !line.starts_with([' ', '\t', '-']) {
            end = *offset;
            break;
        }
        if dash(line) == Some(indent) {
            items.push((*offset, line.replacen('-', " ", 1)));
        } else if let Some((_, item)) = items.last_mut() {
            item.push_str(line);
        }
    }
    Some(Apart { beside: without(text, lines[head].0..end, key), items })
}

/// Returns a text of the same length in which an empty list replaces the bytes `list`. The range begins with the key.
fn without(text: &str, list: Range<usize>, key: &str) -> String {
    let mut emptied = format!("{key}: []");
    // A list of one item is at least this long: `papers:`, a line break, a dash and the item.
    while emptied.len() + 1 < list.len() {
        emptied.push(' ');
    }
    emptied.push('\n');
    format!("{}{emptied}{}", &text[..list.start], &text[list.end..])
}

/// Returns whether a line of a text begins with this key at the top level.
///
/// Does not parse the text. It is fast enough for every file, and works for text that is not valid YAML.
pub(crate) fn has_top_key(text: &str, key: &str) -> bool {
    text.lines().any(|line| is_top_key(line, key))
}

fn is_top_key(line: &str, key: &str) -> bool {
    let rest = line.strip_prefix(key).or_else(|| {
        let quote = line.chars().next().filter(|char| matches!(char, '"' | '\''))?;
        line[1..].strip_prefix(key)?.strip_prefix(quote)
    });
    rest.is_some_and(|rest| rest.trim_start_matches(' ').starts_with(':'))
}

fn is_blank(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}
