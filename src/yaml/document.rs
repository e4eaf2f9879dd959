//! An editable YAML text: values with the comments and blank lines around them.
//!
//! This module does not know what the values mean. [`super::write`] writes them.

use crate::source::Lines;
use crate::yaml::tree::{self, Kind, Node};

/// A value with the comments and blank lines around it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Item {
    /// Comments and blank lines above it.
    pub before: Vec<Line>,
    pub value: Value,
    /// The comment after the value on the same line, or after the key if the value starts on a line below.
    pub after: Option<String>,
}

/// A comment or a blank line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Line {
    Blank,
    /// The comment, including its `#`.
    Comment(String),
}

/// A YAML value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// Text: a quoted or block scalar, or a new value.
    Text(String),
    /// A plain scalar. Its type depends on the [`Shape`](super::shape::Shape). Empty for a missing value.
    Plain(String),
    List(Vec<Item>, Vec<Line>),
    Map(Vec<(String, Item)>, Vec<Line>),
}

impl Default for Value {
    fn default() -> Value {
        Value::Plain(String::new())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<Value> for Item {
    fn from(value: Value) -> Item {
        Item { value, ..Item::default() }
    }
}

impl<V: Into<Value>> FromIterator<V> for Value {
    fn from_iter<I: IntoIterator<Item = V>>(values: I) -> Value {
        Value::List(values.into_iter().map(|value| value.into().into()).collect(), Vec::new())
    }
}

impl Value {
    /// Returns a mapping with the pairs in the given order.
    pub fn map<K: Into<String>>(pairs: impl IntoIterator<Item = (K, Value)>) -> Value {
        Value::Map(pairs.into_iter().map(|(key, value)| (key.into(), value.into())).collect(), Vec::new())
    }

    /// Returns a number as a plain scalar.
    pub fn number(number: u32) -> Value {
        Value::Plain(number.to_string())
    }

    /// Returns the text of a scalar, quoted or plain; `None` for a list or a mapping.
    pub fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) | Value::Plain(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the value of a key; `None` if the key is missing or this is not a mapping.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Map(pairs, _) => pairs.iter().find(|(name, _)| name == key).map(|(_, item)| &item.value),
            _ => None,
        }
    }

    /// Returns the item of a key for editing; `None` if the key is missing or this is not a mapping.
    pub fn item_mut(&mut self, key: &str) -> Option<&mut Item> {
        match self {
            Value::Map(pairs, _) => pairs.iter_mut().find(|(name, _)| name == key).map(|(_, item)| item),
            _ => None,
        }
    }

    /// Sets the value of a key and keeps the comments around the old value. If this is not a mapping, a mapping
    /// with only this key replaces it.
    pub fn set(&mut self, key: &str, value: Value) {
        if let Some(item) = self.item_mut(key) {
            item.value = value;
            return;
        }
        match self {
            Value::Map(pairs, tail) => {
                // The comments of an empty mapping move above its first key.
                let before = if pairs.is_empty() { std::mem::take(tail) } else { Vec::new() };
                pairs.push((key.to_owned(), Item { before, value, after: None }));
            }
            other => *other = Value::map([(key, value)]),
        }
    }

    /// Returns the items of a list; an empty slice for other values.
    pub fn items(&self) -> &[Item] {
        match self {
            Value::List(items, _) => items,
            _ => &[],
        }
    }

    /// Returns whether the list or mapping contains a comment.
    pub fn has_comments(&self) -> bool {
        let is_comment = |line: &Line| matches!(line, Line::Comment(_));
        let has = |item: &Item| {
            item.before.iter().any(is_comment) || item.after.is_some() || item.value.has_comments()
        };
        match self {
            Value::List(items, tail) => items.iter().any(has) || tail.iter().any(is_comment),
            Value::Map(pairs, tail) => pairs.iter().any(|(_, item)| has(item)) || tail.iter().any(is_comment),
            Value::Text(_) | Value::Plain(_) => false,
        }
    }

    /// Adds all comments inside the value to `all`, in no particular order.
    pub fn comments(&self, all: &mut Vec<String>) {
        let mut add = |lines: &[Line]| {
            all.extend(lines.iter().filter_map(|line| match line {
                Line::Comment(comment) => Some(comment.clone()),
                Line::Blank => None,
            }));
        };
        let (items, tail): (Vec<&Item>, _) = match self {
            Value::List(items, tail) => (items.iter().collect(), tail),
            Value::Map(pairs, tail) => (pairs.iter().map(|(_, item)| item).collect(), tail),
            Value::Text(_) | Value::Plain(_) => return,
        };
        add(tail);
        items.iter().for_each(|item| add(&item.before));
        for item in items {
            all.extend(item.after.clone());
            item.value.comments(all);
        }
    }

    /// Returns whether the value is null: empty, `~` or `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Plain(text) if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }
}

/// Why a text cannot be edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Untouchable {
    /// It is not valid YAML.
    Broken,
    /// It uses anchors, tags, several documents or keys that are not scalars. Writing the text back would lose them.
    Exotic,
}

/// Reads a YAML text with its comments. An empty text is an empty mapping.
///
/// # Errors
/// If the text is not valid YAML, or uses a feature that cannot be written back.
pub(crate) fn read(text: &str) -> Result<Value, Untouchable> {
    let root = tree::parse(text).map_err(|_| Untouchable::Broken)?;
    let marks = Marks::new(text);
    let mut leaves = Vec::new();
    collect(&root, &marks, &mut leaves).ok_or(Untouchable::Exotic)?;
    let remarks = remarks(text, &leaves).ok_or(Untouchable::Exotic)?;
    let mut reader = Reader { text, marks, remarks: remarks.into_iter().peekable() };
    let mut value = reader.value(&root, None);
    let rest = reader.above(text.len());
    match &mut value {
        Value::List(_, tail) | Value::Map(_, tail) => tail.extend(rest),
        Value::Text(_) | Value::Plain(_) => return Err(Untouchable::Exotic),
    }
    Ok(value)
}

/// The positions of line starts and closing brackets in a text. A lookup is a binary search instead of a scan of the
/// line, because the whole text may be one line.
struct Marks<'a> {
    text: &'a str,
    lines: Lines,
    /// The byte offset of each `]` and `}`, ascending.
    closings: Vec<usize>,
}

impl<'a> Marks<'a> {
    fn new(text: &'a str) -> Marks<'a> {
        let closings = text.match_indices([']', '}']).map(|(at, _)| at).collect();
        Marks { text, lines: Lines::new(text), closings }
    }

    /// Returns the column of a byte offset, in bytes from the start of its line.
    fn column(&self, at: usize) -> usize {
        at - self.lines.start_of(at)
    }

    /// Returns whether there is a line break between two byte offsets.
    fn has_break(&self, from: usize, to: usize) -> bool {
        self.lines.start_of(to) > from
    }

    /// Returns whether there is a closing bracket between two byte offsets.
    fn has_closing(&self, from: usize, to: usize) -> bool {
        self.closings.get(self.closings.partition_point(|&at| at < from)).is_some_and(|&at| at < to)
    }
}

/// A comment or blank line, and its byte offset.
struct Remark {
    at: usize,
    line: Line,
}

/// Adds the start and end of every scalar to `leaves`, in the order of the text.
///
/// Returns `None` if the scalars overlap or are out of order, as with aliases, or if a key is not a scalar.
fn collect(node: &Node, marks: &Marks<'_>, leaves: &mut Vec<(usize, usize)>) -> Option<()> {
    match &node.kind {
        Kind::Scalar { plain, .. } => {
            let (start, end) = (node.span.start, scalar_end(node, *plain, marks));
            if leaves.last().is_some_and(|(_, before)| *before > start) {
                return None;
            }
            // A tag or an anchor without a value: the parser returns its span as the span of an empty scalar.
            if *plain && marks.text[start..end].starts_with(['!', '&', '*']) {
                return None;
            }
            leaves.push((start, end));
        }
        Kind::List(items) => items.iter().try_for_each(|item| collect(item, marks, leaves))?,
        Kind::Map(map) => {
            for (key, value) in &map.pairs {
                key.text()?;
                collect(key, marks, leaves)?;
                collect(value, marks, leaves)?;
            }
        }
    }
    Some(())
}

/// Returns the byte offset after the closing quote of a scalar. The parser includes the text after the quote in the
/// span.
fn scalar_end(node: &Node, plain: bool, marks: &Marks<'_>) -> usize {
    let text = marks.text;
    let bytes = text.as_bytes();
    let quote = match bytes.get(node.span.start) {
        Some(quote @ (b'"' | b'\'')) if !plain => *quote,
        _ => return node.span.end,
    };
    // A block scalar may begin with a quote too. Its header is on the line above.
    let line_start = marks.lines.start_of(node.span.start);
    if text[line_start..node.span.start].trim().is_empty()
        && text[..line_start].trim_end().ends_with(['|', '>', '-', '+'])
        && is_header(text[..line_start].trim_end().lines().next_back().unwrap_or(""))
    {
        return node.span.end;
    }
    let mut at = node.span.start + 1;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if quote == b'"' => at += 1,
            b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            byte if byte == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    node.span.end
}

/// Returns whether a line ends with the header of a block scalar: `|` or `>` with its indicators.
fn is_header(line: &str) -> bool {
    let last = line.rsplit([' ', '\t']).next().unwrap_or("");
    last.starts_with(['|', '>'])
        && last[1..].bytes().all(|byte| byte.is_ascii_digit() || b"+-".contains(&byte))
}

/// Returns the comments and blank lines between the scalars at `leaves`; `None` if there is any other syntax, such as
/// a tag or a document marker.
fn remarks(text: &str, leaves: &[(usize, usize)]) -> Option<Vec<Remark>> {
    let mut remarks: Vec<Remark> = Vec::new();
    let mut from = 0;
    for &(start, end) in leaves.iter().chain([&(text.len(), text.len())]) {
        let gap = text.get(from..start)?;
        let mut at = 0;
        let mut breaks = usize::from(from == 0);
        while let Some(char) = gap[at..].chars().next() {
            match char {
                '\n' => {
                    breaks += 1;
                    if breaks == 2 {
                        remarks.push(Remark { at: from + at, line: Line::Blank });
                    }
                }
                ' ' | '\t' | '\r' => {}
                '#' => {
                    let comment = gap[at..].lines().next().unwrap_or("");
                    let line = Line::Comment(comment.trim_end().to_owned());
                    remarks.push(Remark { at: from + at, line });
                    breaks = 0;
                    at += comment.len();
                    continue;
                }
                '-' if gap[at..].starts_with("---") => return None,
                '-' | ':' | ',' | '[' | ']' | '{' | '}' => breaks = 0,
                // Allowed only as the header of a block scalar, at the end of a line.
                '|' | '>' => {
                    let line = gap[at..].lines().next().unwrap_or("");
                    let header = line.split('#').next().unwrap_or("").trim_end();
                    if !is_header(header) {
                        return None;
                    }
                    breaks = 0;
                    at += header.len();
                    continue;
                }
                _ => return None,
            }
            at += char.len_utf8();
        }
        from = end.max(from);
    }
    Some(remarks)
}

struct Reader<'a, I: Iterator<Item = Remark>> {
    text: &'a str,
    marks: Marks<'a>,
    remarks: std::iter::Peekable<I>,
}

impl<I: Iterator<Item = Remark>> Reader<'_, I> {
    /// Takes the comments and blank lines before a byte offset.
    fn above(&mut self, place: usize) -> Vec<Line> {
        let mut lines = Vec::new();
        while let Some(remark) = self.remarks.next_if(|remark| remark.at < place) {
            lines.push(remark.line);
        }
        lines
    }

    /// Takes the comment that follows `place` on the same line. Inside brackets, a comment after a closing bracket
    /// belongs to the outer value and is not taken.
    fn behind(&mut self, place: usize, inside_brackets: bool) -> Option<String> {
        let marks = &self.marks;
        let remark = self.remarks.next_if(|remark| {
            matches!(remark.line, Line::Comment(_))
                && place <= remark.at
                && !marks.has_break(place, remark.at)
                && !(inside_brackets && marks.has_closing(place, remark.at))
        })?;
        match remark.line {
            Line::Comment(comment) => Some(comment),
            Line::Blank => None,
        }
    }

    /// Takes the comments below the last child of a block, which ends at `end`, that are indented at least as deep as
    /// the child.
    fn below(&mut self, child: Option<usize>, parent: Option<usize>, end: usize) -> Vec<Line> {
        let (Some(child), Some(parent)) = (child, parent) else { return Vec::new() };
        let mut lines = Vec::new();
        if child <= parent {
            return lines;
        }
        // The text before the last comment taken is already checked.
        let mut from = end;
        loop {
            let (text, marks) = (self.text, &self.marks);
            let is_inside = |remark: &Remark| {
                let start = marks.lines.start_of(remark.at);
                // Only closing brackets and other comments are in between.
                let is_on_its_own = || {
                    text.get(from..remark.at).unwrap_or("x").lines().all(|line| {
                        let line = line.trim_start_matches([' ', '\t', '\r', ']', '}', ',']);
                        line.is_empty() || line.starts_with('#')
                    })
                };
                matches!(remark.line, Line::Comment(_))
                    && remark.at - start >= child
                    && text.get(start..remark.at).is_some_and(|before| before.trim().is_empty())
                    && is_on_its_own()
            };
            let Some(remark) = self.remarks.next_if(is_inside) else { break };
            from = remark.at;
            lines.push(remark.line);
        }
        lines
    }

    fn item(&mut self, node: &Node, before: Vec<Line>, column: usize, in_brackets: bool) -> Item {
        let is_scalar = matches!(node.kind, Kind::Scalar { .. });
        let value = self.value(node, Some(column));
        let end = self.end(node);
        let after = match is_scalar || self.is_bracketed(node) {
            true => self.behind(end, in_brackets),
            false => None,
        };
        Item { before, value, after }
    }

    fn value(&mut self, node: &Node, parent: Option<usize>) -> Value {
        let in_brackets = self.is_bracketed(node);
        match &node.kind {
            Kind::Scalar { text, plain: true } => Value::Plain(text.clone()),
            Kind::Scalar { text, plain: false } => Value::Text(text.clone()),
            Kind::List(items) => {
                let mut all = Vec::with_capacity(items.len());
                let mut child = None;
                for item in items {
                    // A comment between two items belongs to the next item.
                    let start = first_byte(item);
                    let begins = match in_brackets {
                        true => start,
                        false => self.text[..start].rfind('-').unwrap_or(start),
                    };
                    let column = self.marks.column(begins);
                    child = Some(column);
                    let before = self.above(start);
                    all.push(self.item(item, before, column, in_brackets));
                }
                let tail = if in_brackets { Vec::new() } else { self.below(child, parent, self.end(node)) };
                Value::List(all, tail)
            }
            Kind::Map(map) => {
                let mut all = Vec::with_capacity(map.pairs.len());
                let mut child = None;
                for (key, value) in &map.pairs {
                    let before = self.above(key.span.start);
                    let at = self.marks.column(key.span.start);
                    child = Some(at);
                    // If the value starts below its key or is a block scalar, the comment follows the key.
                    let is_below = self.is_below(key, value);
                    let head = if is_below { self.behind(key.span.end, in_brackets) } else { None };
                    let mut item = self.item(value, before, at, in_brackets);
                    item.after = head.or(item.after);
                    let key = key.text().expect("invariant: `collect` refuses other keys");
                    all.push((key.to_owned(), item));
                }
                let tail = if in_brackets { Vec::new() } else { self.below(child, parent, self.end(node)) };
                Value::Map(all, tail)
            }
        }
    }

    /// Returns whether a value begins on a different line than its key.
    fn is_below(&self, key: &Node, value: &Node) -> bool {
        let start = first_byte(value);
        !(value.span.is_empty() && matches!(value.kind, Kind::Scalar { .. }))
            && key.span.end <= start
            && self.marks.has_break(key.span.end, start)
    }

    fn is_bracketed(&self, node: &Node) -> bool {
        !matches!(node.kind, Kind::Scalar { .. })
            && self.text.as_bytes().get(node.span.start).is_some_and(|byte| b"[{".contains(byte))
            // A block whose first child is a list in brackets begins at the same byte as that list.
            && match &node.kind {
                Kind::Map(map) => map.pairs.first().is_none_or(|(key, _)| key.span.start > node.span.start),
                Kind::List(items) => items.first().is_none_or(|item| item.span.start > node.span.start),
                Kind::Scalar { .. } => false,
            }
    }

    /// Returns the byte offset where the last scalar of a value ends.
    fn end(&self, node: &Node) -> usize {
        match &node.kind {
            Kind::Scalar { plain, .. } => scalar_end(node, *plain, &self.marks),
            Kind::List(items) => items.last().map_or(node.span.start + 1, |item| self.end(item)),
            Kind::Map(map) => map.pairs.last().map_or(node.span.start + 1, |(_, value)| self.end(value)),
        }
    }
}

/// Returns the byte offset where the first scalar of a value begins.
fn first_byte(node: &Node) -> usize {
    match &node.kind {
        Kind::Scalar { .. } => node.span.start,
        Kind::List(items) => items.first().map_or(node.span.start, |item| first_byte(item)),
        Kind::Map(map) => map.pairs.first().map_or(node.span.start, |(key, _)| key.span.start),
    }
}
