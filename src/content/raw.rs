//! Content as it is written: one type per kind of file for `serde`, and its shape beside it.
//!
//! Everything is optional and unchecked here; texts stay texts, so that an unquoted `2503.02130` keeps its zero. The types and the
//! shapes say the same twice, once for speed and once for explaining; a test holds them to each other.

use crate::yaml::shape::Shape;
use serde::de::{
    Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer,
};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

/// A paper.
#[derive(Debug, Default, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawPaper {
    pub id: Option<String>,
    pub title: Option<String>,
    pub authors: Option<Vec<TextOr<RawAuthor>>>,
    pub author_count: Option<u32>,
    pub organization: Option<TextOr<RawOrganization>>,
    pub date: Option<OneOrMany>,
    pub published: Option<String>,
    pub updated: Option<String>,
    pub topics: Option<Vec<String>>,
    pub keywords: Option<Vec<String>>,
    pub summary: Option<String>,
    #[serde(rename = "abstract")]
    pub abstract_: Option<String>,
    pub lang: Option<String>,
    pub links: Option<RawLinks>,
    pub venue: Option<String>,
    pub bibtex: Option<String>,
    pub upvotes: Option<u32>,
    pub comments: Option<u32>,
    pub stars: Option<u32>,
    pub withdrawn: Option<TextOr<RawWithdrawn>>,
    pub submitted_by: Option<String>,
    pub thumbnail: Option<String>,
    pub license: Option<String>,
    pub draft: Option<bool>,
    pub aliases: Option<Vec<String>>,
    pub extra: Option<Table<Free>>,
}

/// A YAML file of several papers, and what holds for all of them.
#[derive(Debug, Default, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawMany {
    pub papers: Option<Vec<RawPaper>>,
    pub date: Option<OneOrMany>,
    pub published: Option<String>,
    pub organization: Option<TextOr<RawOrganization>>,
    pub topics: Option<Vec<String>>,
    pub keywords: Option<Vec<String>>,
    pub lang: Option<String>,
    pub venue: Option<String>,
    pub license: Option<String>,
    pub submitted_by: Option<String>,
    pub draft: Option<bool>,
}

pub(crate) static PAPER: Shape = Shape::Record(&[
    ("id", Shape::Text),
    ("title", Shape::Text),
    ("authors", Shape::List(&Shape::Either(&[Shape::Text, AUTHOR]))),
    ("author_count", Shape::Count),
    ("organization", Shape::Either(&[Shape::Text, ORGANIZATION])),
    ("date", Shape::Either(&[Shape::Text, TEXTS])),
    ("published", Shape::Text),
    ("updated", Shape::Text),
    ("topics", TEXTS),
    ("keywords", TEXTS),
    ("summary", Shape::Text),
    ("abstract", Shape::Text),
    ("lang", Shape::Text),
    ("links", LINKS),
    ("venue", Shape::Text),
    ("bibtex", Shape::Text),
    ("upvotes", Shape::Count),
    ("comments", Shape::Count),
    ("stars", Shape::Count),
    ("withdrawn", Shape::Either(&[Shape::Text, WITHDRAWN])),
    ("submitted_by", Shape::Text),
    ("thumbnail", Shape::Text),
    ("license", Shape::Text),
    ("draft", Shape::Flag),
    ("aliases", TEXTS),
    ("extra", Shape::Table(&Shape::Free)),
]);

const TEXTS: Shape = Shape::List(&Shape::Text);

/// An author, where more than the name is known.
#[derive(Debug, Default, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawAuthor {
    pub name: Option<String>,
    pub orcid: Option<String>,
    pub url: Option<String>,
    pub affiliation: Option<String>,
}

const AUTHOR: Shape = Shape::Record(&[
    ("name", Shape::Text),
    ("orcid", Shape::Text),
    ("url", Shape::Text),
    ("affiliation", Shape::Text),
]);

/// An organization that is spelled out where it is used.
#[derive(Debug, Default, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawOrganization {
    pub handle: Option<String>,
    pub name: Option<String>,
    pub url: Option<String>,
}

const ORGANIZATION: Shape =
    Shape::Record(&[("handle", Shape::Text), ("name", Shape::Text), ("url", Shape::Text)]);

/// Where a paper and what belongs to it are found: ids or URLs.
#[derive(Debug, Default, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawLinks {
    pub arxiv: Option<String>,
    pub doi: Option<String>,
    pub pdf: Option<String>,
    pub html: Option<String>,
    pub code: Option<String>,
    pub project: Option<String>,
    pub data: Option<String>,
    pub model: Option<String>,
    pub demo: Option<String>,
    pub video: Option<String>,
    pub slides: Option<String>,
    pub poster: Option<String>,
    pub other: Option<Vec<RawLink>>,
}

const LINKS: Shape = Shape::Record(&[
    ("arxiv", Shape::Text),
    ("doi", Shape::Text),
    ("pdf", Shape::Text),
    ("html", Shape::Text),
    ("code", Shape::Text),
    ("project", Shape::Text),
    ("data", Shape::Text),
    ("model", Shape::Text),
    ("demo", Shape::Text),
    ("video", Shape::Text),
    ("slides", Shape::Text),
    ("poster", Shape::Text),
    ("other", Shape::List(&Shape::Record(&[("label", Shape::Text), ("url", Shape::Text)]))),
]);

/// A link with a label of its own.
#[derive(Debug, Default, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawLink {
    pub label: Option<String>,
    pub url: Option<String>,
}

/// Why and when a paper was withdrawn.
#[derive(Debug, Default, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawWithdrawn {
    pub reason: Option<String>,
    pub date: Option<String>,
}

const WITHDRAWN: Shape = Shape::Record(&[("reason", Shape::Text), ("date", Shape::Text)]);

/// A YAML file of several papers: `papers:`, and beside it what holds for all of them. A paper's own word wins.
pub(crate) static PAPERS: Shape = Shape::Record(&[
    ("papers", Shape::List(&PAPER)),
    ("date", Shape::Either(&[Shape::Text, TEXTS])),
    ("published", Shape::Text),
    ("organization", Shape::Either(&[Shape::Text, ORGANIZATION])),
    ("topics", TEXTS),
    ("keywords", TEXTS),
    ("lang", Shape::Text),
    ("venue", Shape::Text),
    ("license", Shape::Text),
    ("submitted_by", Shape::Text),
    ("draft", Shape::Flag),
]);

/// Does something with each default of a file of papers: the keys that [`RawMany`] and [`RawPaper`] share.
macro_rules! defaults {
    ($each:ident) => {
        $each!(date, published, organization, topics, keywords, lang, venue, license, submitted_by, draft)
    };
}

impl RawPaper {
    /// Takes from the file's defaults what this paper does not say itself.
    pub fn fill_in(&mut self, defaults: &RawMany) {
        fn fill<T: Clone>(own: &mut Option<T>, default: &Option<T>) {
            if own.is_none() {
                own.clone_from(default);
            }
        }
        macro_rules! each {
            ($($key:ident),*) => {{ $(fill(&mut self.$key, &defaults.$key);)* }};
        }
        defaults!(each);
    }

    /// Tells whether the paper says itself what a default would say.
    pub fn says(&self, key: &str) -> bool {
        macro_rules! each {
            ($($key:ident),*) => { match key { $(stringify!($key) => self.$key.is_some(),)* _ => true } };
        }
        defaults!(each)
    }
}

impl RawMany {
    /// Returns the key of each default that is there, the number of its values, and the bytes that a paper takes of it.
    pub fn extents(&self) -> Vec<(&'static str, usize, usize)> {
        macro_rules! each {
            ($($key:ident),*) => {
                [$((stringify!($key), self.$key.as_ref().map(Extent::extent)),)*]
            };
        }
        let all = defaults!(each).into_iter();
        all.filter_map(|(key, extent)| extent.map(|(count, bytes)| (key, count, bytes))).collect()
    }

    /// Takes a default away.
    pub fn forget(&mut self, key: &str) {
        macro_rules! each {
            ($($key:ident),*) => { match key { $(stringify!($key) => self.$key = None,)* _ => {} } };
        }
        defaults!(each);
    }
}

/// How much a value is: the number of its values, and their bytes.
trait Extent {
    fn extent(&self) -> (usize, usize);
}

impl Extent for bool {
    fn extent(&self) -> (usize, usize) {
        (1, 0)
    }
}

impl Extent for String {
    fn extent(&self) -> (usize, usize) {
        (1, self.len())
    }
}

impl Extent for Vec<String> {
    fn extent(&self) -> (usize, usize) {
        // Each costs something beside its text, as in `tree.rs`.
        (self.len(), self.iter().map(|text| text.len() + 8).sum())
    }
}

impl Extent for OneOrMany {
    fn extent(&self) -> (usize, usize) {
        self.0.extent()
    }
}

impl Extent for TextOr<RawOrganization> {
    fn extent(&self) -> (usize, usize) {
        match self {
            TextOr::Text(handle) => handle.extent(),
            TextOr::More(more) => {
                let texts = [&more.handle, &more.name, &more.url];
                (1, texts.into_iter().flatten().map(String::len).sum())
            }
        }
    }
}

/// The front matter of a plain page.
#[derive(Debug, Default, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawPage {
    pub title: Option<String>,
    pub description: Option<String>,
    pub weight: Option<u32>,
    pub updated: Option<String>,
    pub draft: Option<bool>,
    pub aliases: Option<Vec<String>>,
}

pub(crate) static PAGE: Shape = Shape::Record(&[
    ("title", Shape::Text),
    ("description", Shape::Text),
    ("weight", Shape::Count),
    ("updated", Shape::Text),
    ("draft", Shape::Flag),
    ("aliases", TEXTS),
]);

/// The front matter of a day's note.
#[derive(Debug, Default, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawNote {
    pub draft: Option<bool>,
}

pub(crate) static NOTE: Shape = Shape::Record(&[("draft", Shape::Flag)]);

/// A topic of `topics.yaml`: a mapping, or just its name.
#[derive(Debug, Default, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawTopic {
    pub name: Option<String>,
    pub description: Option<String>,
    pub aliases: Option<Vec<String>>,
    pub parent: Option<String>,
}

pub(crate) type RawTopics = Table<Option<TextOr<RawTopic>>>;

pub(crate) static TOPICS: Shape = Shape::Table(&Shape::Either(&[
    Shape::Text,
    Shape::Record(&[
        ("name", Shape::Text),
        ("description", Shape::Text),
        ("aliases", TEXTS),
        ("parent", Shape::Text),
    ]),
]));

/// An organization of `organizations.yaml`: a mapping, or just its name.
#[derive(Debug, Default, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawOrganizationRecord {
    pub name: Option<String>,
    pub url: Option<String>,
    pub logo: Option<String>,
}

pub(crate) type RawOrganizations = Table<Option<TextOr<RawOrganizationRecord>>>;

pub(crate) static ORGANIZATIONS: Shape = Shape::Table(&Shape::Either(&[
    Shape::Text,
    Shape::Record(&[("name", Shape::Text), ("url", Shape::Text), ("logo", Shape::Text)]),
]));

/// A person of `authors.yaml`: a mapping, or just the name.
#[derive(Debug, Default, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawPerson {
    pub name: Option<String>,
    pub aliases: Option<Vec<String>>,
    pub orcid: Option<String>,
    pub url: Option<String>,
}

pub(crate) type RawPeople = Table<Option<TextOr<RawPerson>>>;

pub(crate) static PEOPLE: Shape = Shape::Table(&Shape::Either(&[
    Shape::Text,
    Shape::Record(&[("name", Shape::Text), ("aliases", TEXTS), ("orcid", Shape::Text), ("url", Shape::Text)]),
]));

/// A file of `metrics/`.
#[derive(Debug, Default, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawMetrics {
    pub as_of: Option<String>,
    pub papers: Option<Table<Option<RawCounts>>>,
}

/// What machines count of one paper.
#[derive(Debug, Default, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawCounts {
    pub upvotes: Option<u32>,
    pub comments: Option<u32>,
    pub stars: Option<u32>,
}

pub(crate) static METRICS: Shape = Shape::Record(&[
    ("as_of", Shape::Text),
    (
        "papers",
        Shape::Table(&Shape::Record(&[
            ("upvotes", Shape::Count),
            ("comments", Shape::Count),
            ("stars", Shape::Count),
        ])),
    ),
]);

/// Text, or a mapping that says more.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TextOr<T> {
    Text(String),
    More(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for TextOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seen<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Seen<T> {
            type Value = TextOr<T>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("text or a mapping")
            }
            // Numbers and flags are not taken: their text is lost by now. The careful reader has it still.
            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(TextOr::Text(text.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(TextOr::More)
            }
        }
        deserializer.deserialize_any(Seen(PhantomData))
    }
}

/// One text, or a list of them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OneOrMany(pub Vec<String>);

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seen;
        impl<'de> Visitor<'de> for Seen {
            type Value = OneOrMany;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("text or a list")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(OneOrMany(vec![text.to_owned()]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
                let mut all = Vec::new();
                while let Some(item) = items.next_element()? {
                    all.push(item);
                }
                Ok(OneOrMany(all))
            }
        }
        deserializer.deserialize_any(Seen)
    }
}

/// A mapping from names to values of one form. A name that is repeated is an error, not a value lost.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Table<T>(pub BTreeMap<String, T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Table<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seen<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Seen<T> {
            type Value = Table<T>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a mapping")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                pairs(map).map(Table)
            }
        }
        deserializer.deserialize_map(Seen(PhantomData))
    }
}

fn pairs<'de, T: Deserialize<'de>, A: MapAccess<'de>>(mut map: A) -> Result<BTreeMap<String, T>, A::Error> {
    let mut all = BTreeMap::new();
    while let Some((name, value)) = map.next_entry::<String, T>()? {
        if all.insert(name, value).is_some() {
            return Err(A::Error::custom("a key is repeated"));
        }
    }
    Ok(all)
}

/// Anything.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Free(pub serde_json::Value);

impl<'de> Deserialize<'de> for Free {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Seen;
        impl<'de> Visitor<'de> for Seen {
            type Value = serde_json::Value;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("anything")
            }
            fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
                Ok(serde_json::Value::Null)
            }
            fn visit_bool<E: Error>(self, flag: bool) -> Result<Self::Value, E> {
                Ok(flag.into())
            }
            fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
                Ok(number.into())
            }
            fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
                Ok(number.into())
            }
            fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
                Ok(number.into())
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(text.into())
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
                let mut all = Vec::new();
                while let Some(Free(item)) = items.next_element()? {
                    all.push(item);
                }
                Ok(all.into())
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let all = pairs::<Free, A>(map)?;
                Ok(all.into_iter().map(|(name, Free(value))| (name, value)).collect())
            }
        }
        deserializer.deserialize_any(Seen).map(Free)
    }
}
