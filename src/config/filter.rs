//! Filters of papers, as `site.toml` writes them.

use super::kinds::{Kind, Number, SomeOf, as_list, as_table, checked_text};
use super::problems::{self, Refusal};
use super::text;
use super::toml::Node;
use crate::diagnostic::{Diagnostic, suggest};
use crate::source::Span;
use serde::{Serialize, Serializer};

/// A filter. A paper matches a key if it matches one of its values. An empty key is not set.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Filter {
    /// Slugs, names or aliases of topics.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Word>,
    /// Keywords of the entry.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<Word>,
    /// Words in the title or abstract.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<Word>,
    /// Names of authors, or slugs of their pages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Word>,
    /// Handles or names of organizations.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub organizations: Vec<Word>,
    /// Venues.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub venues: Vec<Word>,
    /// The minimum number of votes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub votes: Option<usize>,
    /// Keys of `links`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub has: Vec<&'static str>,
}

/// A value of a filter.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// The text, on one line.
    pub text: String,
    /// Its place in `site.toml`.
    pub place: Option<Span>,
}

/// The text only, so that an edit elsewhere in the file does not change it.
impl Serialize for Word {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

/// The keys of a filter.
pub(super) const KEYS: [&str; 8] =
    ["topics", "keywords", "words", "authors", "organizations", "venues", "votes", "has"];

/// The values of `has`.
const HAS: &[(&str, &str)] = &[
    ("code", "code"),
    ("data", "data"),
    ("model", "model"),
    ("demo", "demo"),
    ("project", "project"),
    ("video", "video"),
    ("slides", "slides"),
    ("poster", "poster"),
    ("pdf", "pdf"),
    ("html", "html"),
    ("arxiv", "arxiv"),
    ("doi", "doi"),
];

impl Filter {
    /// Returns whether no key is set.
    pub fn is_empty(&self) -> bool {
        *self == Filter::default()
    }

    /// Returns the places of the values in `site.toml`.
    pub fn places(&self) -> impl Iterator<Item = &Span> {
        let words =
            [&self.topics, &self.keywords, &self.words, &self.authors, &self.organizations, &self.venues];
        words.into_iter().flatten().filter_map(|word| word.place.as_ref())
    }
}

/// A filter, such as `{ topics = ["agents"], has = ["code"] }`.
pub(super) struct Matching;

impl Kind for Matching {
    type Value = Filter;

    fn name(&self) -> &'static str {
        "filter"
    }

    fn rule(&self) -> String {
        KEYS.map(|key| format!("`{key}`")).join(", ")
    }

    fn read(&self, node: &Node, key: &str, problems: &mut Vec<Diagnostic>) -> Option<Filter> {
        let mut filter = Filter::default();
        for entry in &as_table(node, key, problems)?.entries {
            let full = format!("{key}.{}", entry.key);
            let list = match entry.key.as_str() {
                "topics" => &mut filter.topics,
                "keywords" => &mut filter.keywords,
                "words" => &mut filter.words,
                "authors" => &mut filter.authors,
                "organizations" => &mut filter.organizations,
                "venues" => &mut filter.venues,
                "votes" => {
                    filter.votes = Number(1, 1_000_000).read(&entry.node, &full, problems);
                    continue;
                }
                "has" => {
                    filter.has = SomeOf(HAS).read(&entry.node, &full, problems).unwrap_or_default();
                    continue;
                }
                other => {
                    let nearest = suggest::nearest(other, KEYS.into_iter());
                    problems.push(problems::unknown(&entry.key_span, &full, nearest, &[]));
                    continue;
                }
            };
            *list = words(&entry.node, &full, problems);
        }
        Some(filter)
    }
}

fn words(node: &Node, key: &str, problems: &mut Vec<Diagnostic>) -> Vec<Word> {
    let items = as_list(node, key, problems).unwrap_or_default();
    if items.is_empty() && matches!(&node.value, super::toml::Value::List(_)) {
        let refusal = Refusal::new("is an empty list").hint("remove the key, or add a value");
        problems.push(problems::refused(node, key, refusal));
    }
    let word = |item: &Node| {
        let text = checked_text(item, key, text::title, problems)?;
        Some(Word { text, place: Some(item.span.clone()) })
    };
    items.iter().filter_map(word).collect()
}
