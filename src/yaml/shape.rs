//! The expected shape of YAML, as data, and the misfits of a tree.
//!
//! Each `Deserialize` type has a shape. [`fit`] reports every misfit with its position, and rewrites the remaining
//! values as JSON that the type can be read from. This module does not know what the values mean.

use super::tree::{Kind, Node};
use crate::yaml;
use std::ops::Range;
use std::rc::Rc;

/// The shape of a value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Any scalar, read as text. `12` and `true` are text as well.
    Text,
    /// A non-negative integer, at most [`u32::MAX`].
    Count,
    /// `true` or `false`.
    Flag,
    /// A list of values of one shape.
    List(&'static Shape),
    /// A mapping with these keys and no others.
    Record(&'static [(&'static str, Shape)]),
    /// A mapping from names to values of one shape.
    Table(&'static Shape),
    /// The first of these shapes that fits the kind of the value: scalar, list or mapping.
    Either(&'static [Shape]),
    /// Any value.
    Free,
}

/// A value or key that does not fit the shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Misfit {
    pub what: What,
    /// Byte range in the text.
    pub span: Range<usize>,
    /// Path of the value, with dots: `links.doi`.
    pub path: String,
}

/// The kinds of misfit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    UnknownKey { key: String, known: &'static [(&'static str, Shape)] },
    RepeatedKey { key: String, first: Range<usize> },
    WrongType { wants: String, is: &'static str },
    NoKey,
    TooMuch,
}

/// Returns `node` as JSON without the values that do not fit, and the misfits.
///
/// Stops with [`What::TooMuch`] if the output and the misfits together exceed `budget` bytes.
pub(crate) fn fit(node: &Node, shape: &Shape, budget: usize) -> (String, Vec<Misfit>) {
    let mut fitting =
        Fitting { out: String::new(), misfits: Vec::new(), path: Vec::new(), budget, spent_on_misfits: 0 };
    match node.is_null() && *shape != Shape::Free {
        true => fitting.misfit(node, shape),
        false => fitting.value(node, shape),
    }
    if fitting.is_spent() {
        // Most of the misfits found so far are repetitions.
        fitting.misfits.truncate(10);
        fitting.misfits.push(Misfit { what: What::TooMuch, span: node.span.clone(), path: String::new() });
        fitting.out = "null".to_owned();
    }
    (fitting.out, fitting.misfits)
}

struct Fitting {
    out: String,
    misfits: Vec<Misfit>,
    path: Vec<String>,
    /// Maximum number of bytes to write for values and misfits. Aliases can expand a short text almost without limit.
    budget: usize,
    spent_on_misfits: usize,
}

impl Fitting {
    fn is_spent(&self) -> bool {
        self.out.len() + self.spent_on_misfits > self.budget
    }

    /// Writes the value, or `null` if it does not fit.
    fn value(&mut self, node: &Node, shape: &Shape) {
        if self.is_spent() {
            return;
        }
        if node.is_null() {
            return self.out.push_str("null");
        }
        match (shape, &node.kind) {
            (Shape::Text, Kind::Scalar { text, .. }) => self.string(text),
            (Shape::Count, Kind::Scalar { text, .. }) => match count(text) {
                Some(number) => self.out.push_str(&number.to_string()),
                None => self.misfit(node, shape),
            },
            (Shape::Flag, Kind::Scalar { text, .. }) => match flag(text) {
                Some(flag) => self.out.push_str(if flag { "true" } else { "false" }),
                None => self.misfit(node, shape),
            },
            (Shape::List(inner), Kind::List(items)) => self.list(items, inner),
            (Shape::Record(fields), Kind::Map(map)) => self.record(&map.pairs, fields),
            (Shape::Table(inner), Kind::Map(map)) => self.table(&map.pairs, |_| Some(inner)),
            (Shape::Either(shapes), _) => match shapes.iter().find(|shape| shape.takes(&node.kind)) {
                Some(shape) => self.value(node, shape),
                None => self.misfit(node, shape),
            },
            (Shape::Free, Kind::Scalar { text, plain }) => self.free(text, *plain),
            (Shape::Free, Kind::List(items)) => self.list(items, &Shape::Free),
            (Shape::Free, Kind::Map(map)) => self.table(&map.pairs, |_| Some(&Shape::Free)),
            _ => self.misfit(node, shape),
        }
    }

    fn list(&mut self, items: &[Rc<Node>], inner: &Shape) {
        self.out.push('[');
        let mut first = true;
        for (index, item) in items.iter().enumerate() {
            if self.is_spent() {
                break;
            }
            let (length, known) = (self.out.len(), self.misfits.len());
            if !std::mem::take(&mut first) {
                self.out.push(',');
            }
            self.path.push(index.to_string());
            match (inner, &item.kind) {
                // In a list of texts, null is text, as in the fast reader: `null` may be a keyword.
                (Shape::Text, Kind::Scalar { text, .. }) => self.string(text),
                (inner, _) if item.is_null() && *inner != Shape::Free => self.misfit(item, inner),
                _ => self.value(item, inner),
            }
            self.path.pop();
            // Omit a misfit from the list, so that the other items can be read.
            if self.misfits.len() > known && self.out.ends_with("null") {
                self.out.truncate(length);
                first = self.out.ends_with('[');
            }
        }
        self.out.push(']');
    }

    fn record(&mut self, pairs: &[(Rc<Node>, Rc<Node>)], fields: &'static [(&'static str, Shape)]) {
        for (key, _) in pairs {
            let Some(name) = key.text() else { continue };
            if !fields.iter().any(|(field, _)| *field == name) {
                let what = What::UnknownKey { key: name.to_owned(), known: fields };
                self.report(what, key.span.clone(), Some(name));
            }
        }
        self.table(pairs, |name| fields.iter().find(|(field, _)| *field == name).map(|(_, shape)| shape));
    }

    /// Writes the pairs for which `shape_of` returns a shape. Reports repeated keys and writes only the first.
    fn table<'s>(&mut self, pairs: &[(Rc<Node>, Rc<Node>)], shape_of: impl Fn(&str) -> Option<&'s Shape>) {
        let mut seen: std::collections::HashMap<&str, Range<usize>> = std::collections::HashMap::new();
        self.out.push('{');
        for (key, value) in pairs {
            if self.is_spent() {
                break;
            }
            let Some(name) = key.text() else {
                self.report(What::NoKey, key.span.clone(), None);
                continue;
            };
            if let Some(first) = seen.get(name) {
                let what = What::RepeatedKey { key: name.to_owned(), first: first.clone() };
                self.report(what, key.span.clone(), Some(name));
                continue;
            }
            seen.insert(name, key.span.clone());
            let Some(shape) = shape_of(name) else { continue };
            if !self.out.ends_with('{') {
                self.out.push(',');
            }
            self.string(name);
            self.out.push(':');
            self.path.push(name.to_owned());
            self.value(value, shape);
            self.path.pop();
        }
        self.out.push('}');
    }

    /// Writes a scalar with its YAML type.
    fn free(&mut self, text: &str, plain: bool) {
        match plain {
            true => self.out.push_str(&yaml::scalar(text).to_string()),
            false => self.string(text),
        }
    }

    fn string(&mut self, text: &str) {
        self.out.push_str(&serde_json::Value::from(text).to_string());
    }

    fn misfit(&mut self, node: &Node, shape: &Shape) {
        let is = match &node.kind {
            _ if node.is_null() => "nothing",
            Kind::Scalar { .. } => "text",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a mapping",
        };
        self.report(What::WrongType { wants: shape.expected(), is }, node.span.clone(), None);
        self.out.push_str("null");
    }

    fn report(&mut self, what: What, span: Range<usize>, last: Option<&str>) {
        let mut path = String::new();
        for part in &self.path {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(part);
        }
        if let Some(last) = last {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(last);
        }
        // The cost is less than the length of the text of any misfit. So only aliases can exhaust the budget.
        self.spent_on_misfits += 8 + path.len().min(8) + path.len() / 16;
        self.misfits.push(Misfit { what, span, path });
    }
}

/// Reads a non-negative integer, quoted or not; `None` if it is not one or exceeds [`u32::MAX`].
pub(crate) fn count(text: &str) -> Option<u32> {
    let number = yaml::scalar(text).as_u64().and_then(|number| u32::try_from(number).ok());
    number.or_else(|| text.parse().ok())
}

/// Reads `true` or `false`, quoted or not; `None` for any other text.
pub(crate) fn flag(text: &str) -> Option<bool> {
    yaml::scalar(text).as_bool()
}

impl Shape {
    /// Returns whether a value of this kind may fit. Does not check the items of lists and mappings.
    fn takes(&self, kind: &Kind) -> bool {
        match (self, kind) {
            (Shape::Free, _)
            | (Shape::Text, Kind::Scalar { .. })
            | (Shape::List(_), Kind::List(_))
            | (Shape::Record(_) | Shape::Table(_), Kind::Map(_)) => true,
            (Shape::Count, Kind::Scalar { text, .. }) => count(text).is_some(),
            (Shape::Flag, Kind::Scalar { text, .. }) => flag(text).is_some(),
            (Shape::Either(shapes), _) => shapes.iter().any(|shape| shape.takes(kind)),
            _ => false,
        }
    }

    /// Returns a description of the shape for messages: ``expected a list``.
    fn expected(&self) -> String {
        match self {
            Shape::Text => "text".to_owned(),
            Shape::Count => "a non-negative integer".to_owned(),
            Shape::Flag => "`true` or `false`".to_owned(),
            Shape::List(_) => "a list".to_owned(),
            Shape::Record(fields) if fields.len() <= 4 => {
                let keys: Vec<&str> = fields.iter().map(|(key, _)| *key).collect();
                format!("a mapping ({})", keys.join(", "))
            }
            Shape::Record(_) | Shape::Table(_) => "a mapping".to_owned(),
            Shape::Either(shapes) => {
                let expected: Vec<String> = shapes.iter().map(Shape::expected).collect();
                expected.join(" or ")
            }
            Shape::Free => "anything".to_owned(),
        }
    }
}
