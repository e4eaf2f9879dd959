//! A paper as some source tells of it, in the terms of an entry.
//!
//! It knows nothing of where it comes from, nor of what the archive has already.

use crate::content::Counts;
use crate::text::identifier::{self, web_address};
use crate::yaml::document::Value;
use chrono::NaiveDate;

/// A paper to import.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// Fit for a paper's id.
    pub id: String,
    /// The version of the paper that is told of; 0 where that is not known.
    pub version: u32,
    pub title: String,
    pub authors: Vec<Author>,
    pub organization: Option<Organization>,
    /// The days it was featured on, where the source is a daily list.
    pub featured: Vec<NaiveDate>,
    /// The day it stands on, where it was not featured and has no entry yet.
    pub day: Option<NaiveDate>,
    pub published: Option<NaiveDate>,
    pub updated: Option<NaiveDate>,
    pub topics: Vec<String>,
    pub keywords: Vec<String>,
    pub summary: String,
    /// Markdown.
    pub abstract_: String,
    /// Keys of `links:` with ids and addresses.
    pub links: Vec<(&'static str, String)>,
    pub venue: String,
    pub bibtex: String,
    pub license: String,
    pub submitted_by: String,
    pub counts: Counts,
    /// For rules and filters; no entry holds them.
    pub categories: Vec<String>,
    /// Whether its words are arXiv's, asked for since the source has few.
    pub is_completed: bool,
}

/// A paper is joined from no more days or topics than this, however often it is told of: more than ten years of days.
const MOST_JOINED: usize = 4_000;

/// Someone who wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Author {
    pub name: String,
    pub affiliation: String,
}

impl From<String> for Author {
    fn from(name: String) -> Author {
        Author { name, affiliation: String::new() }
    }
}

/// Who it is from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Organization {
    pub handle: String,
    pub name: String,
}

impl Record {
    /// Returns the keys of an entry that the record fills, and with what. Days, topics and counts are not among them: they are joined
    /// with what is there.
    pub(super) fn fields(&self) -> Vec<(String, Value)> {
        let mut fields = Vec::with_capacity(16);
        let mut text = |key: &str, text: &str| {
            if !text.is_empty() {
                fields.push((key.to_owned(), Value::from(text)));
            }
        };
        text("title", &self.title);
        text("published", &self.published.map(|day| day.to_string()).unwrap_or_default());
        text("updated", &self.updated.map(|day| day.to_string()).unwrap_or_default());
        text("summary", &self.summary);
        text("abstract", &self.abstract_);
        text("venue", &self.venue);
        text("bibtex", &self.bibtex);
        text("license", &self.license);
        text("submitted_by", &self.submitted_by);
        for (key, link) in &self.links {
            text(&format!("links.{key}"), link);
        }
        if !self.authors.is_empty() {
            fields.push(("authors".to_owned(), self.authors.iter().map(Author::value).collect()));
        }
        if let Some(organization) = &self.organization {
            fields.push(("organization".to_owned(), organization.value()));
        }
        if !self.keywords.is_empty() {
            fields.push(("keywords".to_owned(), self.keywords.iter().map(String::as_str).collect()));
        }
        fields
    }

    /// Returns its DOI.
    pub(super) fn doi(&self) -> Option<&str> {
        self.links.iter().find(|(key, _)| *key == "doi").map(|(_, doi)| doi.as_str())
    }

    /// Returns the days on whose pages a new entry stands, first day first.
    pub(super) fn days(&self) -> Vec<NaiveDate> {
        let mut days = self.featured.clone();
        if days.is_empty() {
            days.extend(self.day.or(self.published).or(self.updated));
        }
        days.sort_unstable();
        days.dedup();
        days
    }

    /// Joins what is told of the same paper elsewhere: the newest version's words, all days and topics, the highest counts. Returns the
    /// fields that hold something of both.
    pub(super) fn join(&mut self, mut other: Record) -> Vec<&'static str> {
        let age = |record: &Record| (record.version, record.updated, record.featured.iter().max().copied());
        if age(&other) > age(self) {
            std::mem::swap(self, &mut other);
        }
        fn extend<T: PartialEq>(all: &mut Vec<T>, more: Vec<T>) -> bool {
            let before = all.len();
            for one in more {
                if all.len() < MOST_JOINED && !all.contains(&one) {
                    all.push(one);
                }
            }
            before > 0 && all.len() > before
        }
        let mut joined = Vec::new();
        if extend(&mut self.featured, std::mem::take(&mut other.featured)) {
            self.featured.sort_unstable();
            joined.push("date");
        }
        if extend(&mut self.topics, std::mem::take(&mut other.topics)) {
            joined.push("topics");
        }
        extend(&mut self.categories, std::mem::take(&mut other.categories));
        let links = self.links.len();
        for (key, link) in std::mem::take(&mut other.links) {
            if self.links.iter().all(|(known, _)| *known != key) {
                self.links.push((key, link));
            }
        }
        if links > 0 && self.links.len() > links {
            joined.push("links");
        }
        if self.version != other.version {
            joined.push("versions");
        }
        self.published = [self.published, other.published].into_iter().flatten().min();
        self.counts = Counts {
            upvotes: self.counts.upvotes.max(other.counts.upvotes),
            comments: self.counts.comments.max(other.counts.comments),
            stars: self.counts.stars.max(other.counts.stars),
        };
        self.fill_in(other);
        joined
    }

    /// Takes from another what this one does not know.
    fn fill_in(&mut self, other: Record) {
        fn fill(own: &mut String, other: String) {
            if own.is_empty() {
                *own = other;
            }
        }
        fill(&mut self.title, other.title);
        fill(&mut self.summary, other.summary);
        fill(&mut self.abstract_, other.abstract_);
        fill(&mut self.venue, other.venue);
        fill(&mut self.bibtex, other.bibtex);
        fill(&mut self.license, other.license);
        fill(&mut self.submitted_by, other.submitted_by);
        if self.authors.is_empty() {
            self.authors = other.authors;
        }
        if self.keywords.is_empty() {
            self.keywords = other.keywords;
        }
        self.organization = self.organization.take().or(other.organization);
        self.published = self.published.or(other.published);
        self.updated = self.updated.or(other.updated);
        self.day = self.day.or(other.day);
    }
}

impl Author {
    fn value(&self) -> Value {
        match self.affiliation.is_empty() {
            true => Value::from(self.name.as_str()),
            false => Value::map([
                ("name", Value::from(self.name.as_str())),
                ("affiliation", Value::from(self.affiliation.as_str())),
            ]),
        }
    }
}

impl Organization {
    fn value(&self) -> Value {
        match self.name.is_empty() || self.name == self.handle {
            true => Value::from(self.handle.as_str()),
            false => Value::map([
                ("handle", Value::from(self.handle.as_str())),
                ("name", Value::from(self.name.as_str())),
            ]),
        }
    }
}

/// Returns the paper id of an arXiv id, and its version: `math/0309136v2` is `math-0309136`, 2.
pub(super) fn arxiv_id(text: &str) -> Option<(String, u32)> {
    let bare = identifier::arxiv(text)?;
    let version = text.trim().trim_end_matches(".pdf").rsplit_once('v').map_or("", |(_, version)| version);
    Some((bare.replace('/', "-"), version.parse().unwrap_or(0)))
}

/// Returns a day at the beginning of a text.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text.trim().get(..10)?, "%Y-%m-%d").ok()?;
    (1400..=2999).contains(&chrono::Datelike::year(&day)).then_some(day)
}

/// Returns an address where it is one that an entry can hold.
pub(super) fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let text = match text.split_once("://") {
        None if text.starts_with("www.") || text.starts_with("github.com/") => format!("https://{text}"),
        _ => text.to_owned(),
    };
    web_address(&text).filter(|url| !url.starts_with('/'))
}
