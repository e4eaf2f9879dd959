//! Finds the place of a value of an entry in its file.
//!
//! Entries are read without places, because only problems need them. This module looks these places up, file by file.

use super::front;
use crate::diagnostic::{Diagnostic, EntryLocation, Location, Step};
use crate::source::{FilePath, Sources, Span, Texts};
use crate::yaml::tree::{self, Node};
use crate::yaml::{self, unquoted};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Converts every place inside an entry to a byte range of its file. Returns the texts of all these files, for display.
pub fn settle(sources: &Sources, diagnostics: &mut [Diagnostic]) -> Texts {
    let mut texts = Texts::new();
    let mut open: Vec<(FilePath, &mut Location)> = Vec::new();
    for diagnostic in diagnostics {
        let labels = diagnostic.labels.iter_mut().map(|(place, _)| place);
        for place in std::iter::once(&mut diagnostic.place).chain(labels) {
            let Some(file) = place.file().cloned() else { continue };
            texts.entry(file.clone()).or_insert_with(|| sources.text_to_show(&file));
            if matches!(place, Location::Entry(_)) {
                open.push((file, place));
            }
        }
    }
    // File by file, so that only one file's values are in memory. The order within a file does not change.
    open.sort_by(|(a, _), (b, _)| a.cmp(b));
    for of_file in open.chunk_by_mut(|(a, _), (b, _)| a == b) {
        let Some((file, _)) = of_file.first() else { continue };
        let (file, text) = (file.clone(), texts.get(file).cloned().unwrap_or_default());
        let mut map = Map::new(&file, &text);
        for (_, place) in of_file {
            if let Location::Entry(entry) = &**place {
                **place = map.find(&file, &text, entry);
            }
        }
    }
    texts
}

/// The values of a file, to look up places.
#[derive(Default)]
struct Map {
    /// The start of the YAML in the file, and its values.
    offset: usize,
    node: Option<Node>,
    /// Items of a list that had to be read one by one: offset and value.
    items: Vec<(usize, Option<Node>)>,
    body: usize,
    /// The end of the first line of the body.
    body_line: usize,
    searches: HashMap<(usize, usize), Search>,
}

/// The state of the searches inside one value, from problem to problem.
#[derive(Default)]
struct Search {
    /// Where the next search starts. Problems are in the order of the text, so repeated words get different places.
    after: usize,
    /// The number of bytes searched without a match.
    wasted: usize,
}

/// The maximum number of bytes searched without a match, as a multiple of the value's length. After that, the value is
/// not searched again: it is written differently in the file.
const IN_VAIN: usize = 40;

impl Map {
    fn new(file: &str, text: &Arc<str>) -> Map {
        if file.ends_with(".md") {
            return match front::split(text) {
                Ok(parts) => {
                    let node = tree::parse(&unquoted::fix(&text[parts.front.clone()]).0).ok();
                    let body = parts.body.start;
                    let body_line = text[body..].find('\n').map_or(text.len(), |newline| body + newline);
                    Map { offset: parts.front.start, node, body, body_line, ..Map::default() }
                }
                Err(_) => Map::default(),
            };
        }
        let offset = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let yaml = &text[offset..];
        let is_many = yaml::has_top_key(yaml, "papers");
        let node = match is_many {
            true => tree::parse(yaml).ok(),
            false => tree::parse(&unquoted::fix(yaml).0).ok(),
        };
        let items = match &node {
            Some(_) => Vec::new(),
            None => yaml::split_items(yaml, "papers")
                .map(|apart| apart.items)
                .unwrap_or_default()
                .into_iter()
                .map(|(at, item)| (offset + at, tree::parse(&unquoted::fix(&item).0).ok()))
                .collect(),
        };
        Map { offset, node, items, ..Map::default() }
    }

    fn find(&mut self, file: &FilePath, text: &str, place: &EntryLocation) -> Location {
        let found = match place.path.first() {
            Some(Step::Body) => Some((self.body, text.len())),
            _ => self.value(place),
        };
        let Some((start, end)) = found else { return Location::File(file.clone()) };
        let needle = place.needle.as_deref().filter(|needle| !needle.is_empty());
        let inside = needle.and_then(|needle| self.search(text, start..end, needle));
        // A whole body is too long to mark, so only its first line is marked.
        let (start, end) = inside.unwrap_or_else(|| {
            let end = match place.path.first() {
                Some(Step::Body) => self.body_line,
                _ => end,
            };
            (start, end)
        });
        Location::Span(Span { file: file.clone(), start, end })
    }

    /// Finds words inside a value: after the previous match, otherwise anywhere.
    fn search(&mut self, text: &str, value: Range<usize>, needle: &str) -> Option<(usize, usize)> {
        let search = self.searches.entry((value.start, value.end)).or_default();
        let inside = text.get(value.clone())?;
        if search.wasted > IN_VAIN * inside.len() {
            return None;
        }
        let rest = inside.get(search.after..).unwrap_or_default();
        let at = match rest.find(needle) {
            Some(at) => search.after + at,
            None => {
                let found = inside.find(needle);
                search.wasted += rest.len() + found.unwrap_or(inside.len());
                found?
            }
        };
        search.after = at + needle.len();
        Some((value.start + at, value.start + at + needle.len()))
    }

    /// Returns the byte range of a value, or of the deepest existing value on its path.
    fn value(&self, place: &EntryLocation) -> Option<(usize, usize)> {
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
        // The place of an entry as a whole, or without the value, is its first key.
        let mut span = node.first_key().map_or(node.span.clone(), |key| key.span.clone());
        for step in &place.path {
            let next = match step {
                // The slug of a device name ends with a hyphen; its key may omit the hyphen.
                Step::Key(key) => {
                    node.entry(key).or_else(|| node.entry(key.strip_suffix('-')?)).map(|(key, value)| {
                        match value.span.is_empty() {
                            true => (key.span.clone(), value),
                            false => (value.span.clone(), value),
                        }
                    })
                }
                Step::Index(index) => node.item(*index as usize).map(|item| (item.span.clone(), item)),
                Step::Body => None,
            };
            let Some((at, value)) = next else { break };
            (span, node) = (at, value);
        }
        Some((offset + span.start, offset + span.end))
    }
}
