//! A paper as a source describes it, in the terms of an entry.
//!
//! It does not know which source that is, nor what the archive already has.

use crate::content::{Counts, WorkType};
use crate::text::date::{PartialDate, Precision};
use crate::text::identifier::{self, web_address};
use crate::text::people::Person;
use crate::text::titles::{self, Work};
use crate::yaml::document::Value;
use chrono::NaiveDate;
use std::collections::{BTreeSet, HashSet};

/// A paper to import.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// A valid paper id.
    pub id: String,
    /// The version of the paper that the source describes; 0 if it is not known.
    pub version: u32,
    pub title: String,
    pub authors: Vec<Author>,
    /// Whether the paper has more authors, whose names the source does not give.
    pub has_others: bool,
    pub organization: Option<Organization>,
    /// The days it was featured on, if the source is a daily list.
    pub featured: Vec<NaiveDate>,
    /// The day that a new entry gets, if the paper was not featured. Of a month or a year, it is the first day.
    pub day: Option<NaiveDate>,
    pub published: Option<NaiveDate>,
    /// How much is known of `day` and `published`.
    pub precision: Precision,
    pub updated: Option<NaiveDate>,
    pub topics: Vec<String>,
    pub keywords: Vec<String>,
    pub summary: String,
    /// Markdown.
    pub abstract_: String,
    /// Keys of `links:` with ids and addresses.
    pub links: Vec<(&'static str, String)>,
    pub work_type: Option<WorkType>,
    pub venue: String,
    pub volume: String,
    /// The issue of a journal, or the number of a report.
    pub issue: String,
    pub pages: String,
    pub publisher: String,
    pub editors: Vec<Author>,
    pub has_other_editors: bool,
    /// The school of a thesis, or the institution of a report.
    pub school: String,
    /// The key that the source cites the paper by.
    pub citation_key: String,
    pub bibtex: String,
    pub license: String,
    pub submitted_by: String,
    pub counts: Counts,
    /// For rules and filters; entries do not hold them.
    pub categories: Vec<String>,
    /// Whether its texts were requested from arXiv, since the source has few.
    pub is_completed: bool,
}

/// An author or an editor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Author {
    pub name: String,
    pub affiliation: String,
    /// The parts of the name, if they do not follow from it.
    pub family: String,
    pub given: String,
    pub suffix: String,
    /// Whether the name is one of a group, and does not show it.
    pub is_group: bool,
}

impl From<String> for Author {
    fn from(name: String) -> Author {
        Author { name, ..Author::default() }
    }
}

impl From<Person> for Author {
    fn from(person: Person) -> Author {
        let (needs_parts, is_group) = (person.needs_parts(), person.needs_group());
        let Person { name, family, given, suffix, .. } = person;
        match needs_parts {
            true => Author { name, family, given, suffix, is_group, affiliation: String::new() },
            false => Author { name, is_group, ..Author::default() },
        }
    }
}

/// The organization that a paper is from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Organization {
    pub handle: String,
    pub name: String,
}

impl Record {
    /// Returns the keys of an entry that the record fills, with their values. Days, topics and counts are not among them: they are joined with
    /// those of the entry.
    pub(super) fn fields(&self) -> Vec<(String, Value)> {
        let mut fields = Vec::with_capacity(16);
        let mut text = |key: &str, text: &str| {
            if !text.is_empty() {
                fields.push((key.to_owned(), Value::from(text)));
            }
        };
        text("title", &self.title);
        text("published", &self.published.map(|day| self.partial(day).to_string()).unwrap_or_default());
        text("updated", &self.updated.map(|day| day.to_string()).unwrap_or_default());
        text("summary", &self.summary);
        text("abstract", &self.abstract_);
        text("type", self.work_type.map(WorkType::key).unwrap_or_default());
        text("venue", &self.venue);
        text("volume", &self.volume);
        text("issue", &self.issue);
        text("pages", &self.pages);
        text("publisher", &self.publisher);
        text("school", &self.school);
        text("citation_key", &self.citation_key);
        text("bibtex", &self.bibtex);
        text("license", &self.license);
        text("submitted_by", &self.submitted_by);
        for (key, link) in &self.links {
            text(&format!("links.{key}"), link);
        }
        for (key, people, has_others) in
            [("authors", &self.authors, self.has_others), ("editors", &self.editors, self.has_other_editors)]
        {
            if !people.is_empty() {
                let others = has_others.then(|| Value::from(OTHERS));
                fields.push((key.to_owned(), people.iter().map(Author::value).chain(others).collect()));
            }
        }
        if let Some(organization) = &self.organization {
            fields.push(("organization".to_owned(), organization.value()));
        }
        if !self.keywords.is_empty() {
            fields.push(("keywords".to_owned(), self.keywords.iter().map(String::as_str).collect()));
        }
        fields
    }

    /// Returns a day of the record, as precise as it is known.
    fn partial(&self, day: NaiveDate) -> PartialDate {
        PartialDate::from(day).at_most(self.precision)
    }

    /// Returns title and authors, to compare it with another record.
    pub(super) fn work(&self) -> Work<'_> {
        Work { title: &self.title, authors: self.authors.iter().take(50).map(|author| author.name.as_str()).collect() }
    }

    /// Returns its arXiv id.
    pub(super) fn arxiv(&self) -> Option<String> {
        identifier::arxiv_of_paper_id(&self.id)
            .or_else(|| identifier::arxiv(&self.links.iter().find(|(key, _)| *key == "arxiv")?.1))
    }

    /// Returns whether a record with the same id, arXiv id or DOI is of the same paper.
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

    /// Returns the dates of a new entry, first date first.
    pub(super) fn dates(&self) -> Vec<PartialDate> {
        let precision = if self.featured.is_empty() { self.precision } else { Precision::Day };
        self.days().into_iter().map(|day| PartialDate::from(day).at_most(precision)).collect()
    }

    /// Returns the days that a new entry is listed under, first day first. Of a month or a year, it is the first day.
    pub(super) fn days(&self) -> Vec<NaiveDate> {
        let mut days = self.featured.clone();
        if days.is_empty() {
            days.extend(self.day.or(self.published).or(self.updated));
        }
        days.sort_unstable();
        days.dedup();
        days
    }

    /// Joins another record of the same paper. Use [`Joined`] for a paper that may have many records.
    pub(super) fn join(&mut self, other: Record) {
        let mut joined = Joined::new(std::mem::take(self));
        joined.add(other);
        *self = joined.finish();
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
        fill(&mut self.volume, other.volume);
        fill(&mut self.issue, other.issue);
        fill(&mut self.pages, other.pages);
        fill(&mut self.publisher, other.publisher);
        fill(&mut self.school, other.school);
        fill(&mut self.citation_key, other.citation_key);
        fill(&mut self.bibtex, other.bibtex);
        fill(&mut self.license, other.license);
        fill(&mut self.submitted_by, other.submitted_by);
        if self.authors.is_empty() || (self.has_others && other.authors.len() > self.authors.len()) {
            (self.authors, self.has_others) = (other.authors, other.has_others);
        }
        if self.editors.is_empty() {
            (self.editors, self.has_other_editors) = (other.editors, other.has_other_editors);
        }
        self.work_type = self.work_type.or(other.work_type);
        if self.keywords.is_empty() {
            self.keywords = other.keywords;
        }
        self.organization = self.organization.take().or(other.organization);
        if self.published.is_none() && self.day.is_none() {
            self.precision = other.precision;
        }
        self.published = self.published.or(other.published);
        self.updated = self.updated.or(other.updated);
        self.day = self.day.or(other.day);
    }
}

/// A record joined from any number of records of one paper. The work is proportional to the records' size.
#[derive(Debug)]
pub(super) struct Joined {
    /// The newest version's words, all topics and categories in the order of the records, and the highest counts. It has no days yet.
    pub record: Record,
    featured: BTreeSet<NaiveDate>,
    /// What the lists of the record contain.
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

    /// Returns the joined record, its days in order.
    pub fn finish(self) -> Record {
        Record { featured: self.featured.into_iter().collect(), ..self.record }
    }

    /// Adds a record. Returns the fields that contain values of both.
    pub fn add(&mut self, mut other: Record) -> Vec<&'static str> {
        let record = &mut self.record;
        // The lists of the joined record grow, whichever of the two is newer: moving them would take time for each record.
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
        let published = |record: &Record| record.published.map(|day| (day, std::cmp::Reverse(record.precision)));
        // The earlier date; of a year and a day in it, the day.
        if let Some(other_date) = published(&other) {
            let own = record.published.map(|day| record.partial(day));
            let is_refined = own.is_some_and(|own| own.is_refined_by(other.partial(other_date.0)));
            let refines = own.is_some_and(|own| other.partial(other_date.0).is_refined_by(own));
            if is_refined || (!refines && published(record).is_none_or(|own| other_date < own)) {
                (record.published, record.precision) = (other.published, other.precision);
            }
        }
        record.counts = Counts {
            upvotes: record.counts.upvotes.max(other.counts.upvotes),
            comments: record.counts.comments.max(other.counts.comments),
            stars: record.counts.stars.max(other.counts.stars),
        };
        record.fill_in(other);
        joined
    }
}

/// Adds the values that are new. Returns whether there are any, besides earlier ones.
fn extend(all: &mut Vec<String>, known: &mut HashSet<String>, more: Vec<String>) -> bool {
    let before = all.len();
    all.extend(more.into_iter().filter(|one| known.insert(one.clone())));
    before > 0 && all.len() > before
}

/// The last item of a list of authors that is not complete.
pub(super) const OTHERS: &str = "and others";

impl Author {
    fn value(&self) -> Value {
        let mut pairs = vec![("name", Value::from(self.name.as_str()))];
        let parts =
            [("family", &self.family), ("given", &self.given), ("suffix", &self.suffix), ("affiliation", &self.affiliation)];
        pairs.extend(parts.into_iter().filter(|(_, part)| !part.is_empty()).map(|(key, part)| (key, Value::from(part.as_str()))));
        if self.is_group {
            pairs.push(("collaboration", Value::Plain("true".to_owned())));
        }
        match pairs.len() {
            1 => Value::from(self.name.as_str()),
            _ => Value::map(pairs),
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

/// Returns the paper id of an arXiv id, and the version: `math/0309136v2` is `math-0309136`, 2.
pub(super) fn arxiv_id(text: &str) -> Option<(String, u32)> {
    let (bare, version) = identifier::arxiv_with_version(text)?;
    Some((bare.replace('/', "-"), version))
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
