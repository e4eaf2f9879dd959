//! Reads YAML into a type: fast when all is well, carefully when it is not.
//!
//! `serde_yaml` stops at the first thing it does not like and does not know where. So a text it refuses is read again as a tree, by
//! [`shape::fit`], which names every misfit and lets the rest through.

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

/// What reading a text gave.
pub(crate) struct Read<T> {
    /// What could be read; `None` where the text is no YAML at all or has the wrong form altogether.
    pub value: Option<T>,
    pub problems: Vec<Problem>,
}

/// What is wrong with the form of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Problem {
    Broken(Broken),
    Misfit(Misfit),
}

/// Reads a text of the form `shape`.
pub(crate) fn read<T: DeserializeOwned>(text: &str, shape: &'static Shape) -> Read<T> {
    match quickly(text) {
        Some(value) => Read { value: Some(value), problems: Vec::new() },
        None => read_carefully(text, shape),
    }
}

/// Reads a text, if nothing is wrong with it and nothing in it can make it endless.
pub(crate) fn quickly<T: DeserializeOwned>(text: &str) -> Option<T> {
    plain::read(text).or_else(|| (!is_risky(text)).then(|| serde_yaml::from_str(text).ok()).flatten())
}

/// Reads a text and says everything that is wrong with its form.
pub(crate) fn read_carefully<T: DeserializeOwned>(text: &str, shape: &'static Shape) -> Read<T> {
    match tree::parse(text) {
        Ok(node) => read_node(&node, shape, text.len()),
        Err(broken) => Read { value: None, problems: vec![Problem::Broken(broken)] },
    }
}

/// Reads a value that stands in a text of `len` bytes.
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

/// A list of items, and what stands beside it in the mapping.
pub(crate) struct Items<H, T> {
    pub beside: Read<H>,
    pub items: Vec<Read<T>>,
}

/// Reads a mapping with a list under `key` item by item, each with the problems it has.
///
/// `None` where there is no list.
///
/// # Errors
/// Where the text cannot be read as YAML.
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

/// Returns what a plain scalar means to YAML: a number, a flag, nothing, or its text.
pub(crate) fn scalar(text: &str) -> serde_json::Value {
    let short = (text.len() <= 40).then(|| serde_yaml::from_str(text).ok()).flatten();
    short
        .filter(|value: &serde_json::Value| !value.is_array() && !value.is_object())
        .unwrap_or_else(|| text.into())
}

/// More levels of brackets than this make the fast reader slow: it looks at all that are open for each word.
const BRACKETS: usize = 100;

/// Returns whether only the careful reader may read a text. The fast one repeats what an alias (`*name`) stands for without limit, is slow
/// with brackets inside brackets, and drops tags (`!name`) and anchors (`&name`), which may be words of a title.
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

/// A text of a list taken apart by its lines.
pub(crate) struct Apart {
    /// The text with the list empty; every byte of the rest is where it was.
    pub beside: String,
    /// Per item its offset, and its text with the dash made a blank: a mapping by itself.
    pub items: Vec<(usize, String)>,
}

/// Takes the items of the list under the top-level `key` apart by their lines, so that one item that is no YAML does
/// not take the others with it.
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
        // A line at the margin that opens no item ends the list.
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

/// Returns a text of the same length with an empty list in the place of `list`, which begins with its key.
fn without(text: &str, list: Range<usize>, key: &str) -> String {
    let mut emptied = format!("{key}: []");
    // A list of one item is longer than this, if by little: `papers:`, a line break, a dash.
    while emptied.len() + 1 < list.len() {
        emptied.push(' ');
    }
    emptied.push('\n');
    format!("{}{emptied}{}", &text[..list.start], &text[list.end..])
}

/// Tells whether a text is a mapping with this key at its top, as far as lines tell.
///
/// Cheap enough to ask of every file, and right also for a text that is no YAML.
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
