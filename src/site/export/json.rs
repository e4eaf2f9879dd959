//! A paper as JSON: complete for files of all papers, compact for lists. `content/schema.rs` defines the keys.

use super::{keys, title_of};
use crate::content::{
    AuthorDetails, InData, LISTED_DATES, LISTED_TOPICS, LinkKind, PLAIN_KEYS, Paper, PlainValue, Position,
};
use crate::site::records::PaperInput;
use crate::site::shared::Shared;
use crate::text::markdown;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The number of authors in lists.
pub(super) const LISTED_AUTHORS: usize = 10;

#[derive(serde::Serialize)]
/// A paper, ready to serialize. The keys are documented by the schema.
pub struct Record<'a> {
    id: &'a str,
    url: String,
    title: &'a str,
    authors: Vec<&'a str>,
    author_count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    authors_complete: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author_details: Vec<Details<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<Organization<'a>>,
    dates: Vec<String>,
    #[serde(flatten)]
    after_dates: PlainKeys<'a>,
    topics: Vec<&'a str>,
    #[serde(flatten)]
    after_topics: PlainKeys<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(rename = "abstract", skip_serializing_if = "String::is_empty")]
    text: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    links: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_links: Vec<OtherLink<'a>>,
    #[serde(flatten)]
    after_links: PlainKeys<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    editors: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    citation_key: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    upvotes: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comments: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stars: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawn: Option<Withdrawn<'a>>,
    #[serde(flatten)]
    after_withdrawn: PlainKeys<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extra: Option<&'a Map<String, Value>>,
}

#[derive(serde::Serialize)]
struct Details<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    family: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    given: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suffix: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    collaboration: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    orcid: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    affiliation: Option<&'a str>,
}

#[derive(serde::Serialize)]
struct Organization<'a> {
    handle: &'a str,
    name: &'a str,
}

#[derive(serde::Serialize)]
struct OtherLink<'a> {
    label: &'a str,
    url: String,
}

#[derive(serde::Serialize)]
struct Withdrawn<'a> {
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
}

/// The plain keys of a paper at one position of its record.
struct PlainKeys<'a> {
    shared: &'a Shared<'a>,
    paper: &'a Paper,
    position: Position,
    depth: Depth,
}

impl Serialize for PlainKeys<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        for plain in PLAIN_KEYS {
            let Some((shown, position, _)) = plain.data else { continue };
            if position != self.position || (self.depth == Depth::Brief && shown != InData::Lists) {
                continue;
            }
            match (plain.value)(self.paper) {
                Some(PlainValue::Text(text)) => map.serialize_entry(plain.key, text)?,
                Some(PlainValue::Date(date)) => map.serialize_entry(plain.key, &date.to_string())?,
                Some(PlainValue::Type(kind)) => map.serialize_entry(plain.key, kind.key())?,
                Some(PlainValue::List(texts)) => map.serialize_entry(plain.key, texts)?,
                Some(PlainValue::Address(url)) => {
                    map.serialize_entry(plain.key, &self.shared.absolute_of(url))?
                }
                None => {}
            }
        }
        map.end()
    }
}

/// The size of a record.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    Brief,
    Facts,
    Whole,
}

pub fn record<'v>(input: PaperInput<'v>, depth: Depth, shared: &'v Shared<'_>) -> Record<'v> {
    let paper = input.entry();
    let is_long = depth != Depth::Brief;
    let shown = if is_long { paper.authors.len() } else { LISTED_AUTHORS };
    let details = paper.authors.iter().filter_map(|author| {
        let AuthorDetails { family, given, suffix, collaboration, orcid, url, affiliation } =
            author.details.as_deref()?;
        let [family, given, suffix] = [family, given, suffix].map(|part| part.as_deref());
        let [orcid, url, affiliation] = [orcid, url, affiliation].map(|text| text.as_deref());
        let collaboration = *collaboration;
        Some(Details { name: &author.name, family, given, suffix, collaboration, orcid, url, affiliation })
    });
    let mut links = BTreeMap::new();
    if let Some(arxiv) = &paper.links.arxiv {
        links.insert("arxiv", arxiv.clone());
    }
    if let Some(doi) = &paper.links.doi {
        links.insert("doi", doi.clone());
    }
    let is_shown = |kind: LinkKind| is_long || matches!(kind, LinkKind::Pdf | LinkKind::Code);
    for (kind, url) in paper.links.named.iter().filter(|(kind, _)| is_shown(*kind)) {
        links.insert(kind.key(), shared.absolute_of(url));
    }
    let plain = |position| PlainKeys { shared, paper, position, depth };
    Record {
        id: &paper.id,
        url: shared.paper_page(&paper.id),
        title: title_of(paper),
        authors: paper.authors.iter().take(shown).map(|author| author.name.as_str()).collect(),
        author_count: paper.author_count,
        authors_complete: paper.others.then_some(false),
        author_details: if is_long { details.collect() } else { Vec::new() },
        organization: input
            .organization()
            .map(|organization| Organization { handle: organization.handle(), name: organization.name() }),
        dates: {
            let most = if is_long { paper.dates.len() } else { LISTED_DATES };
            paper.dates.iter().take(most).map(ToString::to_string).collect()
        },
        after_dates: plain(Position::AfterDates),
        topics: {
            let most = if is_long { input.topics().len() } else { LISTED_TOPICS };
            input.topics().take(most).map(|topic| topic.slug()).collect()
        },
        after_topics: plain(Position::AfterTopics),
        summary: paper.summary_html.as_ref().filter(|_| is_long).map(|html| markdown::plain_text(html)),
        text: if depth == Depth::Whole { markdown::plain_text(&paper.abstract_html) } else { String::new() },
        links,
        other_links: match is_long {
            true => {
                let other = paper.links.other.iter();
                other.map(|(label, url)| OtherLink { label, url: shared.absolute_of(url) }).collect()
            }
            false => Vec::new(),
        },
        after_links: plain(Position::AfterLinks),
        editors: paper.editors.iter().filter(|_| is_long).map(|editor| editor.name.as_str()).collect(),
        citation_key: is_long.then(|| keys::citation_key(paper)),
        upvotes: paper.counts.upvotes,
        comments: paper.counts.comments.filter(|_| is_long),
        stars: paper.counts.stars.filter(|_| is_long),
        withdrawn: paper.withdrawn.as_ref().map(|withdrawn| Withdrawn {
            reason: &withdrawn.reason,
            date: withdrawn.date.map(|date| date.to_string()),
        }),
        after_withdrawn: plain(Position::AfterWithdrawn),
        extra: Some(&paper.extra).filter(|extra| is_long && !extra.is_empty()),
    }
}
