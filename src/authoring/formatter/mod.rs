//! Content files in canonical form: one order of keys, one way to quote, comments and bodies as they were.
//!
//! Text in, text out: it knows nothing of the disk, and nothing of what values mean beyond the shapes of [`crate::content`].

#[cfg(test)]
mod tests;

use crate::content::{ContentKind, front, raw};
use crate::yaml::document::{self, Untouchable, Value};
use crate::yaml::shape::{self, Shape};
use crate::yaml::{self, tree, unquoted};
use crate::yaml::{scalar, write};
use std::borrow::Cow;

/// The result of formatting a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formatted {
    /// It is already in canonical form, or it has none.
    Same,
    /// Its canonical form.
    Changed(String),
    /// It stays as it is.
    Left(Why),
}

/// Why a file cannot be put into canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It has errors, which `check` reports.
    Errors,
    /// It uses anchors or other parts of YAML that formatting would remove.
    Exotic,
}

impl Why {
    /// Returns the reason, to follow the name of the file.
    pub fn words(self) -> &'static str {
        match self {
            Why::Errors => "has errors, which `offprint check` reports",
            Why::Exotic => "uses YAML anchors, tags or several documents, which formatting would remove",
        }
    }
}

/// Returns a content file in canonical form; `path` is below the site's folder and says what the file is.
///
/// What the file says stays the same: that is checked, and a file of which it is not sure is left as it is. Values that only lack their
/// quotes get them.
pub fn format(path: &str, text: &str) -> Formatted {
    let Some(parts) = Parts::split(path, text) else { return Formatted::Same };
    let Ok(parts) = parts else { return Formatted::Left(Why::Errors) };
    match canonical(parts.yaml, parts.shape) {
        Ok(yaml) => match parts.with(&yaml) {
            new if new == text => Formatted::Same,
            new => Formatted::Changed(new),
        },
        Err(why) => Formatted::Left(why),
    }
}

/// Returns whether a text on one line needs quotes: without them, some YAML parsers read another type.
pub(crate) fn needs_quotes(text: &str) -> bool {
    scalar::one_line(text, scalar::Within::Block) != text
}

/// A content file in parts: its YAML, and what surrounds it.
pub(crate) struct Parts<'a> {
    pub yaml: &'a str,
    /// The markdown below the front matter, with the line that ends that; None in files of YAML alone.
    pub body: Option<&'a str>,
    pub shape: &'static Shape,
}

impl<'a> Parts<'a> {
    /// Takes a file apart. `None` for files without YAML; an error where the front matter cannot be found.
    pub fn split(path: &str, text: &'a str) -> Option<Result<Parts<'a>, front::NoFront>> {
        let kind = ContentKind::from_path(path);
        let shape = match kind {
            ContentKind::PaperMarkdown => &raw::PAPER,
            ContentKind::PaperYaml => match is_many(text) {
                true => &raw::PAPERS,
                false => &raw::PAPER,
            },
            ContentKind::Note => &raw::NOTE,
            ContentKind::Page => &raw::PAGE,
            ContentKind::Topics => &raw::TOPICS,
            ContentKind::Organizations => &raw::ORGANIZATIONS,
            ContentKind::People => &raw::PEOPLE,
            ContentKind::Metrics => &raw::METRICS,
            ContentKind::Stray => return None,
        };
        if !path.ends_with(".md") {
            let yaml = text.strip_prefix('\u{feff}').unwrap_or(text);
            return Some(Ok(Parts { yaml, body: None, shape }));
        }
        match front::split(text) {
            Ok(parts) => Some(Ok(Parts { yaml: &text[parts.front], body: Some(&text[parts.body]), shape })),
            Err(front::NoFront::Absent) if kind == ContentKind::Note => None,
            Err(none) => Some(Err(none)),
        }
    }

    /// Returns the file with other YAML in it. Lines end as they did.
    pub fn with(&self, yaml: &str) -> String {
        let text = match self.body {
            Some(_) => format!("---\n{yaml}---\n"),
            None => yaml.to_owned(),
        };
        let text = if self.yaml.contains("\r\n") { text.replace('\n', "\r\n") } else { text };
        text + self.body.unwrap_or_default()
    }
}

/// Tells whether a file of YAML holds several papers.
pub(crate) fn is_many(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    yaml::has_top_key(text, "papers")
        || (text.trim_start().starts_with('{')
            && tree::parse(text).is_ok_and(|root| root.entry("papers").is_some()))
}

/// Returns YAML of a form in canonical form.
fn canonical(text: &str, shape: &'static Shape) -> Result<String, Why> {
    let text = text.replace("\r\n", "\n");
    let text = with_quotes(&text);
    let before = meaning(&text, shape).ok_or(Why::Errors)?;
    let root = read(&text)?;
    let new = write::write(&root, shape);
    // What is written means what was read and has all of its comments, or it is not written.
    let is_same = meaning(&new, shape) == Some(before) && comments(&read(&new)?) == comments(&root);
    is_same.then_some(new).ok_or(Why::Exotic)
}

/// Reads YAML to edit it. Content is mappings: what is none could not be written as one, and would be lost.
pub(crate) fn read(text: &str) -> Result<Value, Why> {
    match document::read(text) {
        Ok(root @ Value::Map(..)) => Ok(root),
        Ok(_) | Err(Untouchable::Broken) => Err(Why::Errors),
        Err(Untouchable::Exotic) => Err(Why::Exotic),
    }
}

/// Returns what YAML of a form says, whatever it looks like; nothing where anything in it does not fit.
pub(crate) fn meaning(text: &str, shape: &'static Shape) -> Option<serde_json::Value> {
    let root = tree::parse(text).ok()?;
    let (fitting, misfits) = shape::fit(&root, shape, 16 * text.len() + 65_536);
    misfits.is_empty().then(|| serde_json::from_str(&fitting).ok()).flatten()
}

/// Returns all comments of a value, sorted.
pub(crate) fn comments(root: &Value) -> Vec<String> {
    let mut all = Vec::new();
    root.comments(&mut all);
    all.sort_unstable();
    all
}

/// Returns a text with quotes around the values that break YAML without them.
pub(crate) fn with_quotes(text: &str) -> Cow<'_, str> {
    unquoted::quote(text).0
}
