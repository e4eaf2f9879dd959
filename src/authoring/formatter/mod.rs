//! Content files in canonical form: one order of keys, one quoting style. Comments and bodies stay unchanged.
//!
//! Text in, text out. It does not access the disk, and knows the meaning of values only as far as the shapes of
//! [`crate::content`] give it.

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
    /// The file is already in canonical form, or there is none for it.
    Same,
    /// The canonical form.
    Changed(String),
    /// The file stays unchanged.
    Left(Why),
}

/// Why a file cannot be put into canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The file has errors, which `check` reports.
    Errors,
    /// The file uses anchors or other parts of YAML that formatting would remove.
    Exotic,
}

impl Why {
    /// Returns the reason, to be written after the name of the file.
    pub fn words(self) -> &'static str {
        match self {
            Why::Errors => "has errors; run `offprint check` to list them",
            Why::Exotic => "uses YAML anchors, tags or several documents, which formatting would remove",
        }
    }
}

/// Returns a content file in canonical form. `path` is relative to the site's folder and decides the kind of the file.
///
/// The content of the file stays the same. The result is verified, and the file stays unchanged if the verification
/// fails. Values that are only missing their quotes get them.
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

/// A content file in parts: its YAML, and the text around it.
pub(crate) struct Parts<'a> {
    pub yaml: &'a str,
    /// The Markdown below the front matter, with the line that ends the front matter. `None` in files of YAML alone.
    pub body: Option<&'a str>,
    pub shape: &'static Shape,
}

impl<'a> Parts<'a> {
    /// Splits a file into its parts. `None` for files without YAML; an error if the front matter cannot be found.
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

    /// Returns the file with other YAML in it. Line endings stay unchanged.
    pub fn with(&self, yaml: &str) -> String {
        let text = match self.body {
            Some(_) => format!("---\n{yaml}---\n"),
            None => yaml.to_owned(),
        };
        let text = if self.yaml.contains("\r\n") { text.replace('\n', "\r\n") } else { text };
        text + self.body.unwrap_or_default()
    }
}

/// Returns whether a file of YAML contains several papers.
pub(crate) fn is_many(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    yaml::has_top_key(text, "papers")
        || (text.trim_start().starts_with('{')
            && tree::parse(text).is_ok_and(|root| root.entry("papers").is_some()))
}

/// Returns YAML of a shape in canonical form.
fn canonical(text: &str, shape: &'static Shape) -> Result<String, Why> {
    let text = text.replace("\r\n", "\n");
    let text = with_quotes(&text);
    let before = meaning(&text, shape).ok_or(Why::Errors)?;
    let root = read(&text)?;
    let new = write::write(&root, shape);
    // The text is written only if it has the same meaning and the same comments as before.
    let is_same = meaning(&new, shape) == Some(before) && comments(&read(&new)?) == comments(&root);
    is_same.then_some(new).ok_or(Why::Exotic)
}

/// Reads YAML to edit it. Content is a mapping: any other value could not be written as one and would be lost.
pub(crate) fn read(text: &str) -> Result<Value, Why> {
    match document::read(text) {
        Ok(root @ Value::Map(..)) => Ok(root),
        Ok(_) | Err(Untouchable::Broken) => Err(Why::Errors),
        Err(Untouchable::Exotic) => Err(Why::Exotic),
    }
}

/// Returns the meaning of YAML of a shape, independent of its layout; `None` if any part of it does not fit the shape.
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

/// Returns a text with quotes around the values that are not valid YAML without them.
pub(crate) fn with_quotes(text: &str) -> Cow<'_, str> {
    unquoted::quote(text).0
}
