//! Finds where in its file a value of an entry stands.
//!
//! Entries are read without places, since hardly one of them is ever asked for. Here the few that are get looked up, file by file.

use super::tree::{self, Node};
use super::{front, yaml};
use crate::diagnostic::{Diagnostic, EntryPlace, Place, Step};
use crate::source::{FilePath, Sources, Span, Texts};
use std::collections::HashMap;
use std::sync::Arc;

/// Turns every place inside an entry into bytes of its file, and returns the texts of all files named, for showing them.
pub fn settle(sources: &Sources, diagnostics: &mut [Diagnostic]) -> Texts {
    let mut texts = Texts::new();
    let mut maps: HashMap<FilePath, Map> = HashMap::new();
    for diagnostic in diagnostics {
        let labels = diagnostic.labels.iter_mut().map(|(place, _)| place);
        for place in std::iter::once(&mut diagnostic.place).chain(labels) {
            let Some(file) = place.file().cloned() else { continue };
            let text = texts.entry(file.clone()).or_insert_with(|| sources.text_to_show(&file)).clone();
            if let Place::Entry(entry) = place {
                let map = maps.entry(file.clone()).or_insert_with(|| Map::new(&file, &text));
                *place = map.find(&file, &text, entry);
            }
        }
    }
    texts
}

/// A file's values, for looking places up.
struct Map {
    /// Where the YAML starts, and what it holds.
    offset: usize,
    node: Option<Node>,
    /// Items of a list that could only be read one by one: offset and text.
    items: Vec<(usize, Option<Node>)>,
    body: usize,
}

impl Map {
    fn new(file: &str, text: &Arc<str>) -> Map {
        if file.ends_with(".md") {
            return match front::split(text) {
                Ok(parts) => {
                    let node = tree::parse(&text[parts.front.clone()]).ok();
                    Map { offset: parts.front.start, node, items: Vec::new(), body: parts.body.start }
                }
                Err(_) => Map { offset: 0, node: None, items: Vec::new(), body: 0 },
            };
        }
        let offset = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let yaml = &text[offset..];
        let node = tree::parse(yaml).ok();
        let items = match &node {
            Some(_) => Vec::new(),
            None => yaml::split_items(yaml, "papers")
                .map(|(_, items)| items)
                .unwrap_or_default()
                .into_iter()
                .map(|(at, item)| (offset + at, tree::parse(&item).ok()))
                .collect(),
        };
        Map { offset, node, items, body: 0 }
    }

    fn find(&self, file: &FilePath, text: &str, place: &EntryPlace) -> Place {
        let found = match place.path.first() {
            Some(Step::Body) => Some((self.body, text.len())),
            _ => self.value(place),
        };
        let Some((start, end)) = found else { return Place::File(file.clone()) };
        let needle = place.needle.as_deref().filter(|needle| !needle.is_empty());
        let inside = needle.and_then(|needle| {
            let at = text.get(start..end)?.find(needle)?;
            Some((start + at, start + at + needle.len()))
        });
        // Without a needle to point at, a body is too much to mark: its first line will do.
        let (start, end) = inside.unwrap_or_else(|| {
            let end = match place.path.first() {
                Some(Step::Body) => text[start..].find('\n').map_or(end, |newline| start + newline),
                _ => end,
            };
            (start, end)
        });
        Place::Span(Span { file: file.clone(), start, end })
    }

    /// Returns the bytes of a value: as much of the way to it as exists.
    fn value(&self, place: &EntryPlace) -> Option<(usize, usize)> {
        let (offset, mut node) = match place.index {
            None => (self.offset, self.node.as_ref()?),
            Some(index) => match &self.node {
                Some(root) => (self.offset, root.entry("papers")?.1.item(index as usize)?),
                None => {
                    let (offset, node) = self.items.get(index as usize)?;
                    (*offset, node.as_ref()?)
                }
            },
        };
        // An entry as a whole is shown by its first key.
        let mut span = match place.path.is_empty() {
            true => node.first_key().map_or(node.span.clone(), |key| key.span.clone()),
            false => node.span.clone(),
        };
        for step in &place.path {
            let next = match step {
                Step::Key(key) => node.entry(key).map(|(key, value)| match value.span.is_empty() {
                    true => (key.span.clone(), value),
                    false => (value.span.clone(), value),
                }),
                Step::Index(index) => node.item(*index as usize).map(|item| (item.span.clone(), item)),
                Step::Body => None,
            };
            let Some((at, value)) = next else { break };
            (span, node) = (at, value);
        }
        Some((offset + span.start, offset + span.end))
    }
}
