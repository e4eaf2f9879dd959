//! Reads YAML into a type: fast when all is well, carefully when it is not.
//!
//! `serde_yaml` stops at the first thing it does not like and does not know where. So a text it refuses is read again as a tree, by
//! [`shape::fit`], which names every misfit and lets the rest through.

use super::shape::{self, Misfit, Shape};
use super::tree::{self, Broken};
use serde::de::DeserializeOwned;

/// What reading a text gave.
pub(super) struct Read<T> {
    /// What could be read; `None` where the text is no YAML at all or has the wrong form altogether.
    pub value: Option<T>,
    pub problems: Vec<Problem>,
}

/// What is wrong with the form of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Problem {
    Broken(Broken),
    Misfit(Misfit),
}

/// Reads a text of the form `shape`.
pub(super) fn read<T: DeserializeOwned>(text: &str, shape: &'static Shape) -> Read<T> {
    match serde_yaml::from_str(text) {
        Ok(value) => Read { value: Some(value), problems: Vec::new() },
        Err(_) => read_carefully(text, shape),
    }
}

/// Reads a text and says everything that is wrong with its form.
pub(super) fn read_carefully<T: DeserializeOwned>(text: &str, shape: &'static Shape) -> Read<T> {
    let node = match tree::parse(text) {
        Ok(node) => node,
        Err(broken) => return Read { value: None, problems: vec![Problem::Broken(broken)] },
    };
    let (fitting, misfits) = shape::fit(&node, shape, 16 * text.len() + 65_536);
    let mut problems: Vec<Problem> = misfits.into_iter().map(Problem::Misfit).collect();
    match serde_json::from_str(&fitting) {
        Ok(value) => Read { value: Some(value), problems },
        Err(error) => {
            if problems.is_empty() {
                problems.push(Problem::Broken(Broken { offset: node.span.start, reason: error.to_string() }));
            }
            Read { value: None, problems }
        }
    }
}

/// Tells whether a text is a mapping with this key at its top, as far as lines tell.
///
/// Cheap enough to ask of every file, and right also for a text that is no YAML.
pub(super) fn has_top_key(text: &str, key: &str) -> bool {
    text.lines().any(|line| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')))
}

/// Takes the items of the list under the top-level `key` apart by their lines, so that one broken item does not take the others with it.
///
/// Returns the text above the list and, per item, its offset and its text with the dash made a blank: a mapping by itself.
pub(super) fn split_items<'t>(text: &'t str, key: &str) -> Option<(&'t str, Vec<(usize, String)>)> {
    let mut offset = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        lines.push((offset, line));
        offset += line.len();
    }
    let head = lines
        .iter()
        .position(|(_, line)| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')))?;
    let dash = |line: &str| {
        let inside = line.trim_start_matches(' ');
        inside.starts_with("- ").then_some(line.len() - inside.len())
    };
    let first = lines[head + 1..].iter().find(|(_, line)| !is_blank(line))?;
    let indent = dash(first.1)?;
    let mut items: Vec<(usize, String)> = Vec::new();
    for (offset, line) in &lines[head + 1..] {
        // A line at the margin that opens no item ends the list.
        let at_margin = !is_blank(line) && !line.starts_with([' ', '-']);
        if at_margin {
            break;
        }
        if dash(line) == Some(indent) {
            items.push((*offset, line.replacen('-', " ", 1)));
        } else if let Some((_, item)) = items.last_mut() {
            item.push_str(line);
        }
    }
    Some((&text[..lines[head].0], items))
}

fn is_blank(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}
