//! Words that YAML drops without an error: text after ` #`, and LaTeX commands in double quotes whose backslash begins
//! an escape.
//!
//! This module knows the shape of a text and not the meaning of its values.

use super::shape::Shape;
use super::tree::{Kind, Node};
use std::ops::Range;

/// A value of which YAML reads only a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lost {
    /// The key of the value, or of the list that contains it.
    pub key: String,
    /// Whether the value is an item of a list and has no key of its own.
    pub is_item: bool,
    /// Byte range of the part that YAML reads. Empty if YAML reads nothing.
    pub value: Range<usize>,
    pub what: LostBy,
}

/// Why words are lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LostBy {
    /// Byte range of the words that YAML reads as a comment.
    Comment(Range<usize>),
    /// Byte range of a LaTeX command, including its backslash. YAML reads the start of it as an escape.
    Escape(Range<usize>),
}

/// Keys whose values have a format that cannot contain ` #`, such as a date or a URL. A comment after them is intended.
const TYPED: [&str; 14] = [
    "id",
    "date",
    "published",
    "updated",
    "as_of",
    "orcid",
    "url",
    "logo",
    "thumbnail",
    "lang",
    "handle",
    "parent",
    "aliases",
    "links",
];

/// LaTeX commands that begin with `n`. Before any other letters, `\n` is a line break.
const WITH_N: [&str; 9] = ["nu", "nabla", "ne", "neq", "neg", "not", "ni", "nolimits", "natural"];

/// Returns the values that lose words, in the order of the text.
pub(crate) fn find(text: &str, root: &Node, shape: &Shape) -> Vec<Lost> {
    let has_comment = [" #", "\t#", "\n#"].iter().any(|mark| text.contains(mark));
    if !has_comment && !text.contains('\\') {
        return Vec::new();
    }
    let mut search = Search { text, found: Vec::new() };
    search.node(root, shape, "", None);
    search.found
}

struct Search<'t> {
    text: &'t str,
    found: Vec<Lost>,
}

impl Search<'_> {
    /// Searches a value. `pair` is the end and the column of its key, in bytes; `None` for an item of a list.
    fn node(&mut self, node: &Node, shape: &Shape, key: &str, pair: Option<(usize, usize)>) {
        if TYPED.contains(&key) {
            return;
        }
        match (&node.kind, shape) {
            (Kind::Scalar { plain, .. }, _) if takes_text(shape) => {
                let what = match plain {
                    true => self.comment(node, pair),
                    false => self.escape(node).map(|escape| (node.span.clone(), LostBy::Escape(escape))),
                };
                if let Some((value, what)) = what {
                    self.found.push(Lost { key: key.to_owned(), is_item: pair.is_none(), value, what });
                }
            }
            (Kind::List(items), _) => {
                let inner = match chosen(shape, &node.kind) {
                    Shape::List(inner) => *inner,
                    _ => &Shape::Flag,
                };
                items.iter().for_each(|item| self.node(item, inner, key, None));
            }
            (Kind::Map(map), _) => {
                let shape = chosen(shape, &node.kind);
                for (name, value) in &map.pairs {
                    let Some(key) = name.text() else { continue };
                    let inner = match shape {
                        Shape::Record(fields) => {
                            fields.iter().find(|(field, _)| *field == key).map(|(_, inner)| inner)
                        }
                        Shape::Table(inner) => Some(*inner),
                        _ => None,
                    };
                    let start = self.text[..name.span.start].rfind('\n').map_or(0, |newline| newline + 1);
                    if let Some(inner) = inner {
                        self.node(value, inner, key, Some((name.span.end, name.span.start - start)));
                    }
                }
            }
            (Kind::Scalar { .. }, _) => {}
        }
    }

    /// Returns the byte range of the part that YAML reads, and the comment that cuts the value off.
    fn comment(&self, node: &Node, pair: Option<(usize, usize)>) -> Option<(Range<usize>, LostBy)> {
        if node.is_null() {
            // `title: #1 in sales`
            let colon = pair?.0 + self.text.get(pair?.0..)?.find(':')? + 1;
            let comment = self.on_line(colon)?;
            let is_word =
                self.text[comment.start + 1..].starts_with(|next: char| !next.is_whitespace() && next != '#');
            return is_word.then_some((comment.start..comment.start, LostBy::Comment(comment)));
        }
        if let Some(comment) = self.on_line(node.span.end) {
            return Some((node.span.clone(), LostBy::Comment(comment)));
        }
        // `summary: We rank`, and on the next line, indented deeper, `#1 of all`.
        let (_, column) = pair?;
        let rest = self.text.get(node.span.end..)?;
        let (blank, below) = rest.split_once('\n')?;
        let line = below.lines().next()?;
        let indent = line.len() - line.trim_start_matches(' ').len();
        let comment = line[indent..].strip_prefix('#')?;
        let is_text = blank.trim().is_empty()
            && indent > column
            && comment.starts_with(|next: char| !next.is_whitespace() && next != '#');
        let start = node.span.end + blank.len() + 1 + indent;
        is_text.then(|| (node.span.clone(), LostBy::Comment(start..start + line[indent..].trim_end().len())))
    }

    /// Returns the byte range of the comment that follows `at` on the same line, with only blanks in between.
    fn on_line(&self, at: usize) -> Option<Range<usize>> {
        let line = self.text.get(at..)?.lines().next()?;
        let comment = line.trim_start_matches([' ', '\t']);
        let start = at + line.len() - comment.len();
        (start > at && comment.starts_with('#')).then(|| start..start + comment.trim_end().len())
    }

    /// Returns the byte range of the first LaTeX command in double quotes that YAML reads as an escape: `\a` of
    /// `\alpha`, `\t` of `\theta`.
    fn escape(&self, node: &Node) -> Option<Range<usize>> {
        let source = self.text.get(node.span.clone())?.strip_prefix('"')?;
        let mut chars = source.char_indices();
        while let Some((at, char)) = chars.next() {
            if char != '\\' {
                continue;
            }
            let (_, letter) = chars.next()?;
            let after = &source[at + 1..];
            let command: &str =
                &after[..after.find(|char: char| !char.is_ascii_alphabetic()).unwrap_or(after.len())];
            let is_lost = match letter {
                'a' | 'b' | 'v' | 'f' | 'e' | 'r' | 't' => command.len() > 1,
                'N' | 'L' | 'P' => command.len() > 1,
                'n' => WITH_N.contains(&command),
                _ => false,
            };
            if is_lost {
                let start = node.span.start + 1 + at;
                return Some(start..start + 1 + command.len());
            }
        }
        None
    }
}

/// Returns whether a shape reads every scalar as text, even `12` or `true`.
fn takes_text(shape: &Shape) -> bool {
    match shape {
        Shape::Text => true,
        Shape::Either(shapes) => shapes.iter().any(takes_text),
        _ => false,
    }
}

/// Returns the alternative of [`Shape::Either`] that fits the kind of a node; other shapes are returned unchanged.
fn chosen<'s>(shape: &'s Shape, kind: &Kind) -> &'s Shape {
    let Shape::Either(shapes) = shape else { return shape };
    let fits = |shape: &&Shape| match kind {
        Kind::Scalar { .. } => takes_text(shape),
        Kind::List(_) => matches!(shape, Shape::List(_)),
        Kind::Map(_) => matches!(shape, Shape::Record(_) | Shape::Table(_)),
    };
    shapes.iter().find(fits).unwrap_or(shape)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::tree;

    static SHAPE: Shape = Shape::Record(&[
        ("title", Shape::Text),
        ("date", Shape::Text),
        ("draft", Shape::Flag),
        ("names", Shape::List(&Shape::Either(&[Shape::Text, Shape::Record(&[("name", Shape::Text)])]))),
    ]);

    fn lost(text: &str) -> Vec<(String, String)> {
        let root = tree::parse(text).unwrap();
        let found = find(text, &root, &SHAPE);
        found
            .into_iter()
            .map(|lost| match lost.what {
                LostBy::Comment(range) | LostBy::Escape(range) => (lost.key, text[range].to_owned()),
            })
            .collect()
    }

    #[test]
    fn only_text_values_lose_words_to_comments() {
        let one = |key: &str, cut: &str| vec![(key.to_owned(), cut.to_owned())];
        assert_eq!(lost("title: Workshop #3 on Sharps\n"), one("title", "#3 on Sharps"));
        assert_eq!(lost("title: a\t# b\n"), one("title", "# b"));
        assert_eq!(lost("title: #1 in sales\n"), one("title", "#1 in sales"));
        assert_eq!(lost("title: We rank\n  #1 of all\ndate: 2026-01-01\n"), one("title", "#1 of all"));
        assert_eq!(
            lost("names:\n  - A B #2\n  - name: Lab #4\n"),
            [one("names", "#2"), one("name", "#4")].concat()
        );
        assert_eq!(lost("names: [a #b\n  , c]\n"), one("names", "#b"));
        for sound in [
            "title: C# and F#\n",
            "title: \"a #b\" # c\n",
            "title: a#b\n",
            "title: 'a' # b\n",
            "title: | # a\n  b #c\n",
            "date: 2026-01-01 # a\n",
            "draft: true #a\n",
            "names: [a, b] #c\n",
            "names: # all\n  - a\n",
            "title: a\n# b\ndate: 2026-01-01\n",
            "title: # later\ndate: 2026-01-01\n",
        ] {
            assert_eq!(lost(sound), [], "{sound}");
        }
    }

    #[test]
    fn latex_in_double_quotes_loses_its_backslash() {
        let one = |cut: &str| vec![("title".to_owned(), cut.to_owned())];
        assert_eq!(lost(r#"title: "On $\theta$ and $\nu$""#), one(r"\theta"));
        assert_eq!(lost(r#"title: "On $\nu$""#), one(r"\nu"));
        assert_eq!(lost(r#"title: "a\nb\n\"c\" \\alpha \u00e9 \t.""#), []);
    }
}
