//! Content: papers, notes, pages and vocabularies. Each file is read independently.
//!
//! This module does not know other files: the archive checks whether an id is taken or a topic exists. Files can be
//! read in any order, on any thread.

mod codec;
mod declare;
mod entry;
mod filter;
pub(crate) mod front;
mod growth;
mod index_keys;
mod index_terms;
mod key_kinds;
mod keys;
pub(crate) mod loader;
mod paper;
mod papers;
pub mod places;
mod problems;
pub(crate) mod raw;
mod records;
pub mod schema;
#[cfg(test)]
mod tests;
mod texts;
mod topic_names;
mod work_type;

pub(crate) use crate::text::language::Languages;
pub use codec::{restore, store};
pub(crate) use filter::{Matcher, Subject, contains, import_problems, plain, unknown_topics};
pub use index_terms::WHOLE;
pub(crate) use index_terms::{
    NAMED, TERM_PARTS, Tags, Terms, author_term, is_needless_alone, term_hash, term_part, word_of,
};
pub use key_kinds::{Form, InData, Key};
pub(crate) use key_kinds::{PlainKey, PlainValue, Position};
pub use keys::{KEYS, PLAIN_KEYS};

pub use paper::{Author, Heading, LinkKind, Notes, Paper, Withdrawn};
pub(crate) use paper::{
    AuthorDetails, CARD_KEYWORDS, CARD_TOPICS, Counts, DayNote, FEED_AUTHORS, InnerLink, LISTED_DATES,
    LISTED_KEYWORDS, LISTED_TOPICS, Metrics, OrganizationRecord, Origin, PersonRecord, PlainPage,
    TopicRecord,
};
pub(crate) use topic_names::TopicNames;
pub use work_type::WorkType;

use crate::config::{Limits, Site};
use crate::diagnostic::{self, Diagnostic, suggest};
use crate::source::{FilePath, ReadError, Sources};
use crate::text::markdown::Markdown;
use std::sync::Arc;

/// The name of problems that the machine causes, not the content.
pub const UNREADABLE: &str = "unreadable";

/// What reading an entry requires: the settings of the site and the renderer of its texts.
pub struct Reading<'a> {
    /// The settings.
    pub site: &'a Site,
    /// The renderer of markdown.
    pub markdown: &'a Markdown,
    /// Whether drafts are read too.
    pub drafts: bool,
}

/// The content of one file, or of all files.
#[derive(Debug, Clone, Default)]
pub struct Content {
    /// Each is an `Arc`, because papers are sorted more than once and `serve` shares them.
    pub papers: Vec<Arc<Paper>>,
    /// Notes on days.
    pub notes: Vec<DayNote>,
    /// Plain pages.
    pub pages: Vec<PlainPage>,
    /// The vocabulary of topics; `None` without `topics.yaml`.
    pub topics: Option<Vec<TopicRecord>>,
    /// Records of `organizations.yaml`.
    pub organizations: Vec<OrganizationRecord>,
    /// Records of people.
    pub people: Vec<PersonRecord>,
    /// Files of counts.
    pub metrics: Vec<Metrics>,
    /// The number of entries that are left out because of errors.
    pub broken: usize,
    /// The papers among them whose ids are known. These ids are taken, and links to them are valid.
    pub left_out: Vec<LeftOut>,
    /// The number of entries that are left out because they are drafts.
    pub drafts: usize,
    /// The problems of the files.
    pub diagnostics: Vec<Diagnostic>,
}

impl Content {
    /// Returns whether the machine prevented the reading of a file. Such a file may become readable without a change.
    pub fn is_unreadable(&self) -> bool {
        self.diagnostics.iter().any(|problem| problem.id == UNREADABLE)
    }

    /// Sorts everything by file, and by place in the file. `places` has the number of the file of each paper, because
    /// comparing the names of many papers' files is slow.
    pub fn sort(&mut self, places: &[u32]) {
        let mut papers: Vec<(u32, Arc<Paper>)> =
            places.iter().copied().zip(std::mem::take(&mut self.papers)).collect();
        papers.sort_by_key(|(place, _)| *place);
        self.papers = papers.into_iter().map(|(_, paper)| paper).collect();
        self.notes.sort_by(|a, b| a.origin.file.cmp(&b.origin.file));
        self.pages.sort_by(|a, b| a.origin.file.cmp(&b.origin.file));
        self.organizations.sort_by(|a, b| a.origin.file.cmp(&b.origin.file));
        self.people.sort_by(|a, b| a.origin.file.cmp(&b.origin.file));
        self.metrics.sort_by(|a, b| a.origin.file.cmp(&b.origin.file));
        self.left_out.sort_by(|a, b| a.origin.file.cmp(&b.origin.file));
        if let Some(topics) = &mut self.topics {
            topics.sort_by(|a, b| a.origin.file.cmp(&b.origin.file));
        }
        self.diagnostics.sort_by(|a, b| a.place.file().cmp(&b.place.file()));
    }

    /// Adds the content of another file.
    pub fn append(&mut self, mut other: Content) {
        self.papers.append(&mut other.papers);
        self.notes.append(&mut other.notes);
        self.pages.append(&mut other.pages);
        if let Some(topics) = other.topics {
            self.topics.get_or_insert_default().extend(topics);
        }
        self.organizations.append(&mut other.organizations);
        self.people.append(&mut other.people);
        self.metrics.append(&mut other.metrics);
        self.broken += other.broken;
        self.left_out.append(&mut other.left_out);
        self.drafts += other.drafts;
        self.diagnostics.append(&mut other.diagnostics);
    }
}

/// A paper that is left out because of an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The id of the paper.
    pub id: String,
    /// The place of the entry.
    pub origin: Origin,
}

/// The kind of a file of `content/`, by its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContentKind {
    PaperMarkdown,
    PaperYaml,
    Note,
    Page,
    Topics,
    Organizations,
    People,
    Metrics,
    Stray,
}

impl ContentKind {
    pub(crate) fn from_path(path: &str) -> ContentKind {
        let Some(path) = path.strip_prefix("content/") else { return ContentKind::Stray };
        let is_yaml = path.ends_with(".yaml") || path.ends_with(".yml");
        match path.split_once('/') {
            Some(("papers", _)) if path.ends_with(".md") => ContentKind::PaperMarkdown,
            Some(("papers", _)) if is_yaml => ContentKind::PaperYaml,
            Some(("days", _)) if path.ends_with(".md") => ContentKind::Note,
            Some(("pages", _)) if path.ends_with(".md") => ContentKind::Page,
            Some(("metrics", _)) if is_yaml => ContentKind::Metrics,
            None if is_yaml => match path.rsplit_once('.').map_or("", |(stem, _)| stem) {
                "topics" => ContentKind::Topics,
                "organizations" => ContentKind::Organizations,
                "authors" => ContentKind::People,
                _ => ContentKind::Stray,
            },
            _ => ContentKind::Stray,
        }
    }
}

impl ContentKind {
    /// Returns the maximum size of a file in bytes, and the setting that defines it.
    fn most_bytes(self, limits: &Limits) -> (u64, &'static str) {
        match self {
            ContentKind::PaperMarkdown | ContentKind::Note => {
                (limits.entry_kilobytes as u64 * 1_000, "limits.entry_kilobytes")
            }
            ContentKind::Page => (limits.page_kilobytes as u64 * 1_000, "limits.page_kilobytes"),
            _ => (limits.file_megabytes as u64 * 1_000_000, "limits.file_megabytes"),
        }
    }
}

/// Returns the files of content, sorted by path.
pub fn files(sources: &Sources) -> Vec<FilePath> {
    sources.below("content/").cloned().collect()
}

/// Returns the problems of files among the content that are not read.
pub fn skipped(sources: &Sources) -> Vec<Diagnostic> {
    sources.skipped().iter().map(problems::skipped).collect()
}

/// Reads one file of content, and reports all its problems.
pub fn parse(sources: &Sources, file: &FilePath, reading: &Reading<'_>) -> Content {
    let mut content = Content::default();
    let kind = ContentKind::from_path(file);
    if kind == ContentKind::Stray {
        content.diagnostics.push(problems::stray(file, nearest_home(file).as_deref()));
        return content;
    }
    let (most, setting) = kind.most_bytes(&reading.site.limits);
    let text = match sources.text_within(file, most) {
        Ok(text) => text,
        Err(error) => {
            content.diagnostics.push(match &error {
                ReadError::NotUtf8 { valid, encoding } => diagnostic::not_utf8(file, *valid, *encoding),
                ReadError::TooLarge { len, most } => problems::too_large(file, *len, *most, setting),
                ReadError::Io(error) => problems::unreadable(file, error),
            });
            content.broken += 1;
            return content;
        }
    };
    match kind {
        ContentKind::PaperMarkdown => papers::markdown(file, &text, reading, &mut content),
        ContentKind::PaperYaml => papers::yaml(file, &text, reading, &mut content),
        ContentKind::Note => records::note(file, &text, reading, &mut content),
        ContentKind::Page => records::page(file, &text, reading, &mut content),
        ContentKind::Topics => records::topics(file, &text, reading, &mut content),
        ContentKind::Organizations => records::organizations(file, &text, reading, &mut content),
        ContentKind::People => records::people(file, &text, reading, &mut content),
        ContentKind::Metrics => records::metrics(file, &text, &mut content),
        ContentKind::Stray => {}
    }
    content
}

/// Returns the place in `content/` where a stray file probably belongs.
fn nearest_home(file: &str) -> Option<String> {
    let path = file.strip_prefix("content/")?;
    let (first, rest) = path.split_once('/').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let homes: &[&str] = match rest {
        Some(_) => &["papers", "days", "pages", "metrics"],
        None => &["topics.yaml", "organizations.yaml", "authors.yaml"],
    };
    let nearest = suggest::nearest(first, homes.iter().copied()).filter(|&home| home != first)?;
    Some(rest.map_or_else(|| format!("content/{nearest}"), |rest| format!("content/{nearest}/{rest}")))
}

/// Returns a file's name without folders and extension.
fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
