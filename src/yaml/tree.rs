//! YAML as a tree in which every value has its position in the text.
//!
//! `serde_yaml` reads valid entries. It is fast but does not keep positions. This module parses only texts that have a
//! problem, to find the problem and its position. It does not know what the values mean.

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};
use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::rc::Rc;

/// A value and its position.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub kind: Kind,
    /// Byte range in the text.
    pub span: Range<usize>,
}

/// The kind of a value.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    /// The text, and whether it is a plain scalar, without quotes.
    Scalar {
        text: String,
        plain: bool,
    },
    List(Vec<Rc<Node>>),
    Map(Map),
}

/// Keys and values in the order of the text, including repeated keys.
#[derive(Debug, Clone, Default)]
pub(crate) struct Map {
    pub pairs: Vec<(Rc<Node>, Rc<Node>)>,
    /// Index of each key in `pairs`, built at the first lookup in a large mapping.
    places: OnceCell<HashMap<String, usize>>,
}

impl Map {
    /// Returns a mapping of these pairs.
    pub fn new(pairs: Vec<(Rc<Node>, Rc<Node>)>) -> Map {
        Map { pairs, places: OnceCell::new() }
    }

    /// Returns the index of a key in `pairs`, the first if the key is repeated.
    fn position(&self, key: &str) -> Option<usize> {
        if self.pairs.len() <= 32 {
            return self.pairs.iter().position(|(name, _)| name.text() == Some(key));
        }
        // Vocabularies and metrics may have 100,000 keys with a problem each, and a linear search for each is too slow.
        let places = self.places.get_or_init(|| {
            let names = self.pairs.iter().enumerate().rev();
            names.filter_map(|(at, (name, _))| Some((name.text()?.to_owned(), at))).collect()
        });
        places.get(key).copied()
    }
}

/// Why a text cannot be read as YAML, and the byte offset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Broken {
    pub offset: usize,
    pub cause: Cause,
}

/// Why a text cannot be read as YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cause {
    /// It is not valid YAML. Contains the message of the parser.
    Syntax(String),
    /// Its aliases repeat more bytes than [`most_repeated`] allows. Contains the limit in bytes.
    Repeats(usize),
}

impl Broken {
    /// Returns the reason as text for a message.
    pub fn reason(&self) -> String {
        match &self.cause {
            Cause::Syntax(reason) => reason.clone(),
            Cause::Repeats(most) => format!("its aliases repeat more than {most} bytes"),
        }
    }

    pub fn syntax(offset: usize, reason: impl Into<String>) -> Broken {
        Broken { offset, cause: Cause::Syntax(reason.into()) }
    }
}

/// Maximum nesting depth. No entry needs more levels, and a hostile text may have thousands.
const DEPTH: usize = 40;

/// Returns the total number of bytes that the aliases (`*name`) of a text of `len` bytes may repeat.
///
/// An entry that repeats a list of authors or an organization in each of its papers repeats less than its own length.
pub(crate) fn most_repeated(len: usize) -> usize {
    len.saturating_mul(8).saturating_add(65_536)
}

/// The cost of a value in bytes, in addition to its text. Thousands of empty values take time too.
const A_VALUE: usize = 8;

impl Node {
    /// Returns the text of a scalar; `None` for a list or a mapping.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Returns whether the value is null: empty, `~` or `null`.
    pub fn is_null(&self) -> bool {
        matches!(&self.kind, Kind::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// Returns a key and its value; `None` if the key is missing or this is not a mapping.
    pub fn entry(&self, key: &str) -> Option<(&Node, &Node)> {
        match &self.kind {
            Kind::Map(map) => {
                let (name, value) = &map.pairs[map.position(key)?];
                Some((name, value))
            }
            _ => None,
        }
    }

    /// Returns the first key of a mapping; `None` for other values and an empty mapping.
    pub fn first_key(&self) -> Option<&Node> {
        match &self.kind {
            Kind::Map(map) => map.pairs.first().map(|(key, _)| &**key),
            _ => None,
        }
    }

    /// Returns the item of a list at an index; `None` for other values and beyond the end.
    pub fn item(&self, index: usize) -> Option<&Node> {
        match &self.kind {
            Kind::List(items) => items.get(index).map(|item| &**item),
            _ => None,
        }
    }
}

/// Reads one YAML document. An empty text is an empty mapping.
///
/// # Errors
/// If the text is not valid YAML, has a second document, an unknown tag, an unused anchor or too many levels, or if its
/// aliases repeat too much.
pub(crate) fn parse(text: &str) -> Result<Node, Broken> {
    let offsets = Offsets::new(text);
    let mut open: Vec<Open> = Vec::new();
    let mut anchors: HashMap<usize, (Rc<Node>, Extent)> = HashMap::new();
    let mut unused: BTreeMap<usize, usize> = BTreeMap::new();
    let mut repeated: usize = 0;
    let mut root: Option<Rc<Node>> = None;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| broken(&error, &offsets))?;
        let (start, end) = (offsets.byte(span.start.index()), offsets.byte(span.end.index()));
        let done = match event {
            Event::Scalar(value, style, anchor, tag) => {
                // `!important words` is text without its quotes. Core tags such as `!!str` do not change the value.
                if tag.is_some_and(|tag| tag.handle != CORE) {
                    return Err(Broken::syntax(start, "a tag (`!name`) means nothing here"));
                }
                if anchor != 0 && style == ScalarStyle::Plain {
                    unused.insert(anchor, start);
                }
                let extent = Extent { levels: 0, bytes: value.len() + A_VALUE };
                let kind = Kind::Scalar { text: value.into_owned(), plain: style == ScalarStyle::Plain };
                Some((anchor, Rc::new(Node { kind, span: start..trim_end(text, start, end) }), extent))
            }
            Event::Alias(anchor) => {
                unused.remove(&anchor);
                let Some((node, extent)) = anchors.get(&anchor) else {
                    let reason = "an alias (`*name`) has no anchor (`&name`) before it";
                    return Err(Broken::syntax(start, reason));
                };
                if open.len() + extent.levels > DEPTH {
                    return Err(too_deep(start));
                }
                repeated = repeated.saturating_add(extent.bytes);
                let most = most_repeated(text.len());
                if repeated > most {
                    return Err(Broken { offset: start, cause: Cause::Repeats(most) });
                }
                Some((0, node.clone(), *extent))
            }
            Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _) => {
                if open.len() >= DEPTH {
                    return Err(too_deep(start));
                }
                let is_map = matches!(event, Event::MappingStart(..));
                let extent = Extent { levels: 1, bytes: A_VALUE };
                open.push(Open { is_map, anchor, start, extent, children: Vec::new() });
                None
            }
            Event::SequenceEnd | Event::MappingEnd => open.pop().map(|closed| {
                let end = trim_end(text, closed.start, end.max(start));
                let span = closed.start..end;
                let (anchor, extent) = (closed.anchor, closed.extent);
                (anchor, Rc::new(Node { kind: closed.kind(), span }), extent)
            }),
            Event::DocumentStart(_) if root.is_some() => {
                let reason = "expected one document, found the start of a second one (`---`)";
                return Err(Broken::syntax(start, reason));
            }
            _ => None,
        };
        if let Some((anchor, node, extent)) = done {
            if anchor != 0 {
                anchors.insert(anchor, (node.clone(), extent));
            }
            match open.last_mut() {
                Some(parent) => {
                    parent.extent.levels = parent.extent.levels.max(extent.levels + 1);
                    parent.extent.bytes = parent.extent.bytes.saturating_add(extent.bytes);
                    parent.children.push(node);
                }
                None => root = Some(node),
            }
        }
    }
    // `&co words` is text without its quotes, unless an alias refers to it.
    if let Some((_, start)) = unused.first_key_value() {
        return Err(Broken::syntax(*start, "an anchor (`&name`) that no alias (`*name`) refers to"));
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
    extent: Extent,
    children: Vec<Rc<Node>>,
}

/// The size of a value with its aliases expanded.
#[derive(Debug, Clone, Copy)]
struct Extent {
    /// Number of levels, including this one.
    levels: usize,
    bytes: usize,
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

/// The handle of the core tags of YAML, such as `!!str` and `!!int`.
const CORE: &str = "tag:yaml.org,2002:";

fn too_deep(offset: usize) -> Broken {
    Broken::syntax(offset, format!("more than {DEPTH} levels deep"))
}

fn broken(error: &ScanError, offsets: &Offsets) -> Broken {
    Broken::syntax(offsets.byte(error.marker().index()), error.info())
}

/// Returns the end of a span without trailing whitespace. The span of a block value includes its last line breaks, but
/// a message must underline only the text.
fn trim_end(text: &str, start: usize, end: usize) -> usize {
    text.get(start..end).map_or(end, |inside| start + inside.trim_end().len())
}

/// Converts the character offsets of the parser to byte offsets.
struct Offsets {
    /// Byte offset of each character; empty if the text is ASCII.
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
