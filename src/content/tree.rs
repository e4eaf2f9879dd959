//! YAML as a tree that remembers where everything stands.
//!
//! Entries are read by `serde_yaml`, which is fast and forgets places. Only a text that has something wrong with it comes
//! here, to find out what and where. Knows nothing of papers.

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};
use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

/// A value and its place.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub kind: Kind,
    /// Bytes of the text.
    pub span: Range<usize>,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    /// Text as written, and whether it had no quotes.
    Scalar {
        text: String,
        plain: bool,
    },
    List(Vec<Rc<Node>>),
    Map(Map),
}

/// Keys and values in the order written, repeated keys included.
#[derive(Debug, Clone, Default)]
pub(crate) struct Map {
    pub pairs: Vec<(Rc<Node>, Rc<Node>)>,
    /// Where the keys of a large mapping stand, once one has been asked for.
    places: OnceCell<HashMap<String, usize>>,
}

impl Map {
    /// A mapping of pairs.
    pub fn new(pairs: Vec<(Rc<Node>, Rc<Node>)>) -> Map {
        Map { pairs, places: OnceCell::new() }
    }

    /// Returns the place of a key among the pairs, the first where it is repeated.
    fn position(&self, key: &str) -> Option<usize> {
        if self.pairs.len() <= 32 {
            return self.pairs.iter().position(|(name, _)| name.text() == Some(key));
        }
        // Vocabularies and counts may have 100,000 keys with as many problems: each is not to be a search of all.
        let places = self.places.get_or_init(|| {
            let names = self.pairs.iter().enumerate().rev();
            names.filter_map(|(at, (name, _))| Some((name.text()?.to_owned(), at))).collect()
        });
        places.get(key).copied()
    }
}

/// Why a text is no YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    pub offset: usize,
    pub reason: String,
}

/// More levels than any entry needs; hostile texts nest by the thousand.
const DEPTH: usize = 40;

impl Node {
    /// Returns the text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Tells whether this is nothing: an empty value, `~` or `null`.
    pub fn is_null(&self) -> bool {
        matches!(&self.kind, Kind::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// Returns the place of a key and its value.
    pub fn entry(&self, key: &str) -> Option<(&Node, &Node)> {
        match &self.kind {
            Kind::Map(map) => {
                let (name, value) = map.pairs.get(map.position(key)?)?;
                Some((name, value))
            }
            _ => None,
        }
    }

    /// Returns the first key of a mapping.
    pub fn first_key(&self) -> Option<&Node> {
        match &self.kind {
            Kind::Map(map) => map.pairs.first().map(|(key, _)| &**key),
            _ => None,
        }
    }

    /// Returns the value at a position of a list.
    pub fn item(&self, index: usize) -> Option<&Node> {
        match &self.kind {
            Kind::List(items) => items.get(index).map(|item| &**item),
            _ => None,
        }
    }
}

/// Reads one YAML document. An empty text is an empty mapping.
pub(crate) fn parse(text: &str) -> Result<Node, Broken> {
    let offsets = Offsets::new(text);
    let mut open: Vec<Open> = Vec::new();
    // With how many levels each has: an alias brings them all, again and again.
    let mut anchors: HashMap<usize, (Rc<Node>, usize)> = HashMap::new();
    let mut root: Option<Rc<Node>> = None;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| broken(&error, &offsets))?;
        let (start, end) = (offsets.byte(span.start.index()), offsets.byte(span.end.index()));
        let done = match event {
            Event::Scalar(value, style, anchor, _) => {
                let kind = Kind::Scalar { text: value.into_owned(), plain: style == ScalarStyle::Plain };
                Some((anchor, Rc::new(Node { kind, span: start..trim_end(text, start, end) }), 0))
            }
            Event::Alias(anchor) => {
                let Some((node, levels)) = anchors.get(&anchor) else {
                    let reason = "an alias (`*name`) names nothing that stands before it".to_owned();
                    return Err(Broken { offset: start, reason });
                };
                if open.len() + levels > DEPTH {
                    return Err(too_deep(start));
                }
                Some((0, node.clone(), *levels))
            }
            Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _) => {
                if open.len() >= DEPTH {
                    return Err(too_deep(start));
                }
                let is_map = matches!(event, Event::MappingStart(..));
                open.push(Open { is_map, anchor, start, levels: 1, children: Vec::new() });
                None
            }
            Event::SequenceEnd | Event::MappingEnd => open.pop().map(|closed| {
                let end = trim_end(text, closed.start, end.max(start));
                let span = closed.start..end;
                let (anchor, levels) = (closed.anchor, closed.levels);
                (anchor, Rc::new(Node { kind: closed.kind(), span }), levels)
            }),
            Event::DocumentStart(_) if root.is_some() => {
                let reason =
                    "a second document (`---`) starts here, where one is all there can be".to_owned();
                return Err(Broken { offset: start, reason });
            }
            _ => None,
        };
        if let Some((anchor, node, levels)) = done {
            if anchor != 0 {
                anchors.insert(anchor, (node.clone(), levels));
            }
            match open.last_mut() {
                Some(parent) => {
                    parent.levels = parent.levels.max(levels + 1);
                    parent.children.push(node);
                }
                None => root = Some(node),
            }
        }
    }
    Ok(match root {
        Some(node) if !(node.is_null() && node.span.is_empty()) => (*node).clone(),
        _ => Node { kind: Kind::Map(Map::default()), span: 0..0 },
    })
}

/// A list or mapping that has not ended yet.
struct Open {
    is_map: bool,
    anchor: usize,
    start: usize,
    /// Levels below and including this one.
    levels: usize,
    children: Vec<Rc<Node>>,
}

impl Open {
    fn kind(self) -> Kind {
        if !self.is_map {
            return Kind::List(self.children);
        }
        let mut pairs = Vec::with_capacity(self.children.len() / 2);
        let mut children = self.children.into_iter();
        while let (Some(key), Some(value)) = (children.next(), children.next()) {
            pairs.push((key, value));
        }
        Kind::Map(Map::new(pairs))
    }
}

fn too_deep(offset: usize) -> Broken {
    Broken { offset, reason: format!("more than {DEPTH} levels deep") }
}

fn broken(error: &ScanError, offsets: &Offsets) -> Broken {
    Broken { offset: offsets.byte(error.marker().index()), reason: error.info().to_owned() }
}

/// Block values end after their last line break; a reader expects the mark under the words.
fn trim_end(text: &str, start: usize, end: usize) -> usize {
    text.get(start..end).map_or(end, |inside| start + inside.trim_end().len())
}

/// The parser counts characters, we count bytes.
struct Offsets {
    /// Byte offset of each character; empty where all are one byte long.
    bytes: Vec<usize>,
    len: usize,
}

impl Offsets {
    fn new(text: &str) -> Offsets {
        let bytes =
            if text.is_ascii() { Vec::new() } else { text.char_indices().map(|(byte, _)| byte).collect() };
        Offsets { bytes, len: text.len() }
    }

    fn byte(&self, char: usize) -> usize {
        match self.bytes.is_empty() {
            true => char.min(self.len),
            false => self.bytes.get(char).copied().unwrap_or(self.len),
        }
    }
}
