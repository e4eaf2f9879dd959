//! A paper described by a source, in the form of an entry.
//!
//! It does not know which source that is, nor what the archive already has.

pub use super::author::Author;

use super::author::people;
use super::withdrawal::Withdrawal;
use crate::content::{Counts, WorkType};
use crate::text::date::{self, PartialDate};
use crate::text::identifier::{self, web_address};
use crate::text::titles::{self, Work};
use crate::yaml::document::Value;
use chrono::NaiveDate;
use std::collections::{BTreeSet, HashSet};

/// A paper to import.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// A valid paper id.
    pub id: String,
    /// Its place in the file, such as `line 12`; may be empty.
    pub place: String,
    /// The version of the paper that the source describes; 0 if it is not known.
    pub version: u32,
    /// Title, with formulas between dollars.
    pub title: String,
    /// Authors, in order.
    pub authors: Vec<Author>,
    /// Whether there are more authors, whose number is not known.
    pub others: bool,
    /// The organization, if the source names one.
    pub organization: Option<Organization>,
    /// The dates on which it was featured, if the source is a daily list.
    pub featured: Vec<NaiveDate>,
    /// The date of a new entry, if the paper was not featured and no other date applies.
    pub day: Option<NaiveDate>,
    /// When the paper appeared.
    pub published: Option<PartialDate>,
    /// When the paper was last revised.
    pub updated: Option<PartialDate>,
    /// Slugs or names of topics.
    pub topics: Vec<String>,
    /// Free keywords.
    pub keywords: Vec<String>,
    /// Markdown of one or two sentences; may be empty.
    pub summary: String,
    /// Markdown.
    pub abstract_: String,
    /// Keys of `links:` with ids and addresses.
    pub links: Vec<(&'static str, String)>,
    /// The kind of work.
    pub kind: Option<WorkType>,
    /// The name of a journal, a conference or a book, never an address.
    pub venue: String,
    /// Volume of the journal or series; may be empty.
    pub volume: String,
    /// Issue of the journal or number of a report; may be empty.
    pub issue: String,
    /// Pages or article number; may be empty.
    pub pages: String,
    /// Publisher; may be empty.
    pub publisher: String,
    /// Editors, in order.
    pub editors: Vec<Author>,
    /// Whether there are more editors.
    pub other_editors: bool,
    /// School or institution; may be empty.
    pub school: String,
    /// The source's own key; see [`crate::text::bibtex::is_citation_key`].
    pub citation_key: String,
    /// One BibTeX entry; may be empty.
    pub bibtex: String,
    /// Name or address of the licence; may be empty.
    pub license: String,
    /// Who or which model wrote the summary; may be empty.
    pub summary_by: String,
    /// The path of its picture on the site; may be empty.
    pub thumbnail: String,
    /// Addresses of pictures of the paper.
    pub pictures: Vec<String>,
    /// Whether the source has a video of the paper.
    pub has_video: bool,
    /// The address of the logo of its organization; may be empty.
    pub logo: String,
    /// Who submitted the paper; may be empty.
    pub submitted_by: String,
    /// Votes, comments and stars.
    pub counts: Counts,
    /// Categories for rules and filters; entries do not contain them.
    pub categories: Vec<String>,
    /// Links without a matching key of `links:`: label and address.
    pub other_links: Vec<(String, String)>,
    /// The withdrawal, if the paper was withdrawn.
    pub withdrawn: Option<Withdrawal>,
    /// Whether the abstract is only the notice of a withdrawal.
    pub is_notice: bool,
    /// Whether its texts were requested from arXiv, since the source has only a few.
    pub is_completed: bool,
}

/// The organization that a paper is from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Organization {
    pub handle: String,
    pub name: String,
}

impl Record {
    /// Returns the keys of an entry that the record fills, with their values. Dates, topics and counts are not
    /// included: they are joined with those of the entry.
    pub(super) fn fields(&self) -> Vec<(String, Value)> {
        let mut fields = Vec::with_capacity(16);
        let mut text = |key: &str, text: &str| {
            if !text.is_empty() {
                // A character that was lost before the import. Most sources report it when they read the text.
                let text = if !text.is_ascii() && text.contains(char::REPLACEMENT_CHARACTER) {
                    text.replace(char::REPLACEMENT_CHARACTER, "?").into()
                } else {
                    std::borrow::Cow::Borrowed(text)
                };
                fields.push((key.to_owned(), Value::from(&*text)));
            }
        };
        text("title", &self.title);
        text("published", &self.published.map(|date| date.to_string()).unwrap_or_default());
        text("updated", &self.updated.map(|date| date.to_string()).unwrap_or_default());
        text("summary", &self.summary);
        if !self.summary.is_empty() {
            text("summary_by", &self.summary_by);
        }
        text("abstract", &self.abstract_);
        text("type", self.kind.map_or("", WorkType::key));
        text("venue", &self.venue);
        text("volume", &self.volume);
        text("issue", &self.issue);
        text("pages", &self.pages);
        text("publisher", &self.publisher);
        text("school", &self.school);
        text("citation_key", &self.citation_key);
        text("bibtex", &self.bibtex);
        text("thumbnail", &self.thumbnail);
        text("license", &self.license);
        text("submitted_by", &self.submitted_by);
        for (key, link) in &self.links {
            text(&format!("links.{key}"), link);
        }
        if !self.other_links.is_empty() {
            let link = |(label, url): &(String, String)| {
                Value::map([("label", Value::from(label.as_str())), ("url", Value::from(url.as_str()))])
            };
            fields.push(("links.other".to_owned(), self.other_links.iter().map(link).collect()));
        }
        if let Some(withdrawn) = &self.withdrawn {
            fields.push(("withdrawn".to_owned(), withdrawn.value()));
        }
        if !self.authors.is_empty() {
            fields.push(("authors".to_owned(), people(&self.authors, self.others)));
        }
        if !self.editors.is_empty() {
            fields.push(("editors".to_owned(), people(&self.editors, self.other_editors)));
        }
        if let Some(organization) = &self.organization {
            fields.push(("organization".to_owned(), organization.value()));
        }
        if !self.keywords.is_empty() {
            fields.push(("keywords".to_owned(), self.keywords.iter().map(String::as_str).collect()));
        }
        fields
    }

    /// Returns its place and id, for reports.
    pub(super) fn reported(&self) -> String {
        if self.place.is_empty() { self.id.clone() } else { format!("{} ({})", self.place, self.id) }
    }

    /// Returns title and authors, to compare it with another record.
    pub(super) fn work(&self) -> Work<'_> {
        let authors = self.authors.iter().take(50).map(|author| author.name.as_str());
        Work { title: &self.title, authors: authors.collect() }
    }

    /// Returns its arXiv id.
    pub(super) fn arxiv(&self) -> Option<String> {
        identifier::arxiv_of_paper_id(&self.id)
            .or_else(|| identifier::arxiv(&self.links.iter().find(|(key, _)| *key == "arxiv")?.1))
    }

    /// Returns whether a record with the same id, arXiv id or DOI describes the same paper.
    pub(super) fn is_of_same_paper(&self, other: &Record) -> bool {
        match (self.arxiv(), other.arxiv()) {
            (Some(one), Some(other)) => one == other,
            _ => titles::are_one_work(&self.work(), &other.work()),
        }
    }

    /// Returns its DOI.
    pub(super) fn doi(&self) -> Option<&str> {
        self.links.iter().find(|(key, _)| *key == "doi").map(|(_, doi)| doi.as_str())
    }

    /// Returns the dates that a new entry is listed under, first date first.
    pub(super) fn dates(&self) -> Vec<PartialDate> {
        let mut dates: Vec<PartialDate> = self.featured.iter().copied().map(PartialDate::from).collect();
        if dates.is_empty() {
            dates.extend(self.day.map(PartialDate::from).or(self.published).or(self.updated));
        }
        dates.sort_unstable();
        dates.dedup();
        dates
    }

    /// Joins another record of the same paper. Use [`Joined`] for a paper that may have many records.
    pub(super) fn join(&mut self, other: Record) {
        let mut joined = Joined::new(std::mem::take(self));
        joined.add(other);
        *self = joined.finish();
    }

    /// Fills the missing values of this record with those of another one.
    fn fill_in(&mut self, other: Record) {
        fn fill(own: &mut String, other: String) {
            if own.is_empty() {
                *own = other;
            }
        }
        fill(&mut self.title, other.title);
        if self.summary.is_empty() {
            (self.summary, self.summary_by) = (other.summary, other.summary_by);
        }
        if self.pictures.is_empty() {
            self.pictures = other.pictures;
        }
        self.has_video |= other.has_video;
        fill(&mut self.logo, other.logo);
        fill(&mut self.abstract_, other.abstract_);
        fill(&mut self.venue, other.venue);
        fill(&mut self.volume, other.volume);
        fill(&mut self.issue, other.issue);
        fill(&mut self.pages, other.pages);
        fill(&mut self.publisher, other.publisher);
        fill(&mut self.school, other.school);
        fill(&mut self.citation_key, other.citation_key);
        fill(&mut self.bibtex, other.bibtex);
        fill(&mut self.license, other.license);
        fill(&mut self.submitted_by, other.submitted_by);
        if self.authors.is_empty() || (self.others && other.authors.len() > self.authors.len()) {
            (self.authors, self.others) = (other.authors, other.others);
        }
        if self.editors.is_empty() {
            (self.editors, self.other_editors) = (other.editors, other.other_editors);
        }
        self.kind = self.kind.or(other.kind);
        if self.keywords.is_empty() {
            self.keywords = other.keywords;
        }
        self.organization = self.organization.take().or(other.organization);
        self.published = self.published.or(other.published);
        self.updated = self.updated.or(other.updated);
        self.day = self.day.or(other.day);
    }
}

/// A record joined from any number of records of one paper. The work is proportional to the records' size.
#[derive(Debug)]
pub(super) struct Joined {
    /// The texts of the newest version, all topics and categories in the order of the records, and the highest counts.
    /// It has no dates yet.
    pub record: Record,
    featured: BTreeSet<NaiveDate>,
    /// The values in the lists of the record.
    topics: HashSet<String>,
    categories: HashSet<String>,
}

impl Joined {
    pub fn new(mut record: Record) -> Joined {
        Joined {
            featured: std::mem::take(&mut record.featured).into_iter().collect(),
            topics: record.topics.iter().cloned().collect(),
            categories: record.categories.iter().cloned().collect(),
            record,
        }
    }

    /// Returns the joined record, with its dates in order.
    pub fn finish(self) -> Record {
        Record { featured: self.featured.into_iter().collect(), ..self.record }
    }

    /// Adds a record. Returns the fields that contain values of both.
    pub fn add(&mut self, mut other: Record) -> Vec<&'static str> {
        let record = &mut self.record;
        // The lists of the joined record grow, whichever record is newer. Moving them would take time for each record.
        let featured = std::mem::take(&mut other.featured);
        let topics = std::mem::take(&mut other.topics);
        let categories = std::mem::take(&mut other.categories);
        let newest = (other.version, other.updated, featured.iter().max().copied());
        if newest > (record.version, record.updated, self.featured.last().copied()) {
            std::mem::swap(record, &mut other);
            std::mem::swap(&mut record.topics, &mut other.topics);
            std::mem::swap(&mut record.categories, &mut other.categories);
        }
        let mut joined = Vec::new();
        let days = self.featured.len();
        self.featured.extend(featured);
        if days > 0 && self.featured.len() > days {
            joined.push("date");
        }
        if extend(&mut record.topics, &mut self.topics, topics) {
            joined.push("topics");
        }
        extend(&mut record.categories, &mut self.categories, categories);
        let links = record.links.len();
        for (key, link) in std::mem::take(&mut other.links) {
            if record.links.iter().all(|(known, _)| *known != key) {
                record.links.push((key, link));
            }
        }
        if links > 0 && record.links.len() > links {
            joined.push("links");
        }
        if record.version != other.version {
            joined.push("versions");
        }
        record.published = match (record.published, other.published) {
            (Some(one), Some(other)) if one.is_refined_by(other) => Some(other),
            (Some(one), Some(other)) if other.is_refined_by(one) => Some(one),
            (one, other) => one.into_iter().chain(other).min(),
        };
        record.counts = Counts {
            upvotes: record.counts.upvotes.max(other.counts.upvotes),
            comments: record.counts.comments.max(other.counts.comments),
            stars: record.counts.stars.max(other.counts.stars),
        };
        // A notice in a newer version does not replace the abstract.
        if record.is_notice && !other.is_notice && !other.abstract_.is_empty() {
            record.abstract_ = std::mem::take(&mut other.abstract_);
            record.is_notice = false;
        }
        if record.version == other.version {
            record.withdrawn = record.withdrawn.take().or(other.withdrawn.take());
        }
        for link in std::mem::take(&mut other.other_links) {
            if !record.other_links.contains(&link) {
                record.other_links.push(link);
            }
        }
        record.fill_in(other);
        joined
    }
}

/// Adds the values that are new. Returns whether there are any and the list had values before.
fn extend(all: &mut Vec<String>, known: &mut HashSet<String>, more: Vec<String>) -> bool {
    let before = all.len();
    all.extend(more.into_iter().filter(|one| known.insert(one.clone())));
    before > 0 && all.len() > before
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

/// Returns the paper id of an arXiv id, and the version: `math/0309136v2` is `math-0309136`, 2.
pub(super) fn arxiv_id(text: &str) -> Option<(String, u32)> {
    let bare = identifier::arxiv(text)?;
    let version = text.trim().trim_end_matches(".pdf").rsplit_once('v').map_or("", |(_, version)| version);
    Some((bare.replace('/', "-"), version.parse().unwrap_or(0)))
}

/// Returns the date at the beginning of a text.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    date::day(text.trim().get(..10)?)
}

/// Returns an address, if it is valid in an entry.
pub(super) fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let text = match text.split_once("://") {
        None if text.starts_with("www.") || text.starts_with("github.com/") => format!("https://{text}"),
        _ => text.to_owned(),
    };
    web_address(&text).filter(|url| !url.starts_with('/'))
}
