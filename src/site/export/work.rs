//! What a paper is cited as: its kind in the words of each format, and what only some kinds have, such as volumes and
//! publishers.
//!
//! What a paper's page says beside its `citation_*` tags is made here too, so that the script of the page saves the
//! same files.

use super::is_journal;
use crate::content::{Author, Paper, WorkType};
use crate::text::name_parts::Name;
use crate::text::page_range;
use serde::Serialize;

/// Returns the kind of a paper. Without `type` it is one that has a venue or none.
pub fn kind_of(paper: &Paper) -> WorkType {
    let guess = || match &paper.venue {
        Some(venue) if is_journal(venue) => WorkType::Article,
        Some(_) => WorkType::ConferencePaper,
        None => WorkType::Preprint,
    };
    paper.r#type.unwrap_or_else(guess)
}

/// Returns the type of an entry in BibTeX.
pub(super) fn in_bibtex(kind: WorkType) -> &'static str {
    match kind {
        WorkType::Article => "article",
        WorkType::ConferencePaper => "inproceedings",
        WorkType::Thesis => "phdthesis",
        WorkType::Report => "techreport",
        WorkType::Book => "book",
        WorkType::Chapter => "incollection",
        WorkType::Preprint | WorkType::Dataset | WorkType::Software | WorkType::Other => "misc",
    }
}

/// Returns the type of a reference in RIS.
pub(super) fn in_ris(kind: WorkType) -> &'static str {
    match kind {
        WorkType::Article => "JOUR",
        WorkType::ConferencePaper => "CONF",
        WorkType::Preprint => "UNPB",
        WorkType::Thesis => "THES",
        WorkType::Report => "RPRT",
        WorkType::Book => "BOOK",
        WorkType::Chapter => "CHAP",
        WorkType::Dataset => "DATA",
        WorkType::Software => "COMP",
        WorkType::Other => "GEN",
    }
}

/// Returns the type of an item in CSL.
pub(super) fn in_csl(kind: WorkType) -> &'static str {
    match kind {
        WorkType::Article => "article-journal",
        WorkType::ConferencePaper => "paper-conference",
        WorkType::Preprint => "article",
        WorkType::Thesis => "thesis",
        WorkType::Report => "report",
        WorkType::Book => "book",
        WorkType::Chapter => "chapter",
        WorkType::Dataset => "dataset",
        WorkType::Software => "software",
        WorkType::Other => "document",
    }
}

/// Where a work appeared.
pub struct PublishedIn<'p> {
    /// The journal, the proceedings or the book.
    pub container: Option<&'p str>,
    /// The series of a book, a thesis or a report.
    pub series: Option<&'p str>,
    /// The publisher; of a thesis or a report the school or institution.
    pub publisher: Option<&'p str>,
}

impl<'p> PublishedIn<'p> {
    /// Returns where a paper appeared.
    pub fn new(paper: &'p Paper) -> PublishedIn<'p> {
        let [venue, publisher, school] =
            [&paper.venue, &paper.publisher, &paper.school].map(|text| text.as_deref());
        match kind_of(paper) {
            WorkType::Thesis | WorkType::Report => {
                let own = school.or(publisher);
                PublishedIn {
                    container: None,
                    series: venue.filter(|_| own.is_some()),
                    publisher: own.or(venue),
                }
            }
            WorkType::Book => PublishedIn { container: None, series: venue, publisher: publisher.or(school) },
            _ => PublishedIn { container: venue, series: None, publisher: publisher.or(school) },
        }
    }
}

/// Whether a list of names ends in "and others": not all authors are known, or named.
pub fn ends_in_others(paper: &Paper) -> bool {
    let named = paper.leading_authors().len();
    named > 0 && (paper.has_more_authors() || paper.authors.len() > named)
}

/// What the script of a paper's page cannot find in its `citation_*` tags. None of it is there for a paper without the
/// keys of a citation.
#[derive(Default, PartialEq, Serialize)]
pub struct More<'p> {
    /// The types in RIS and CSL, where the entry has a `type`.
    #[serde(rename = "ty", skip_serializing_if = "Option::is_none")]
    pub ris_type: Option<&'static str>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    csl_type: Option<&'static str>,
    #[serde(skip_serializing_if = "is_false")]
    /// Whether there are more authors.
    pub others: bool,
    /// Lines of RIS.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ris: Vec<(&'static str, String)>,
    #[serde(skip_serializing_if = "is_default")]
    /// Values for CSL-JSON.
    pub csl: CslMore<'p>,
}

/// Fields of CSL.
#[derive(Default, PartialEq, Serialize)]
pub struct CslMore<'p> {
    #[serde(rename = "container-title", skip_serializing_if = "Option::is_none")]
    container: Option<&'p str>,
    #[serde(rename = "collection-title", skip_serializing_if = "Option::is_none")]
    series: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    volume: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issue: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publisher: Option<&'p str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    editor: Vec<CslName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
}

/// A name in CSL.
#[derive(PartialEq, Serialize)]
#[serde(untagged)]
pub enum CslName {
    /// A collaboration, or a name that is not a person's.
    Group {
        /// The whole name.
        literal: String,
    },
    /// A person.
    Person {
        /// Family name.
        family: String,
        /// Given names; may be empty.
        #[serde(skip_serializing_if = "String::is_empty")]
        given: String,
        /// Particles such as `van`; may be empty.
        #[serde(rename = "non-dropping-particle", skip_serializing_if = "String::is_empty")]
        particle: String,
        /// Suffix such as `Jr.`; may be empty.
        #[serde(skip_serializing_if = "String::is_empty")]
        suffix: String,
    },
}

impl CslName {
    /// What CSL processors take for "and others" at the end of a list.
    pub fn others() -> CslName {
        CslName::Group { literal: "others".to_owned() }
    }

    /// Returns the name of an author.
    pub fn of(author: &Author) -> CslName {
        match author.parts() {
            Name::Group(literal) => CslName::Group { literal },
            Name::Person { given, particle, family, suffix } => {
                CslName::Person { family, given, particle, suffix }
            }
        }
    }
}

fn is_false(flag: &bool) -> bool {
    !flag
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Returns the number of a paper that has no venue but arXiv.
pub(super) fn arxiv_number(paper: &Paper) -> Option<String> {
    paper.links.arxiv.as_ref().filter(|_| paper.venue.is_none()).map(|id| format!("arXiv:{id}"))
}

/// Returns a name as RIS has it: family, given names, suffix.
pub(super) fn ris_name(author: &Author) -> String {
    match author.parts() {
        Name::Group(name) => name,
        Name::Person { given, particle, family, suffix } => {
            let family = if particle.is_empty() { family } else { [particle, family].join(" ") };
            let parts = [family, given, suffix];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        }
    }
}

impl<'p> More<'p> {
    /// Returns the values of a paper.
    pub fn of(paper: &'p Paper) -> More<'p> {
        let kind = kind_of(paper);
        let place = PublishedIn::new(paper);
        // The tags of a page name the journal or the conference.
        let is_tagged = matches!(kind, WorkType::Article | WorkType::ConferencePaper);
        let container = place.container.filter(|_| !is_tagged);
        let issue = paper.issue.as_deref();
        let mut ris = Vec::new();
        let mut add = |tag: &'static str, value: Option<&str>| {
            ris.extend(value.filter(|value| !value.is_empty()).map(|value| (tag, value.to_owned())));
        };
        add("T2", container.or(place.series));
        add("VL", paper.volume.as_deref());
        add("IS", issue);
        if let Some(pages) = paper.pages.as_deref() {
            let (first, last) = page_range::split(pages);
            add("SP", Some(first));
            add("EP", Some(last));
        }
        add("PB", place.publisher);
        for editor in &paper.editors {
            add("ED", Some(&ris_name(editor)));
        }
        let others = paper.other_editors.then(CslName::others);
        More {
            ris_type: paper.r#type.map(in_ris),
            csl_type: paper.r#type.map(in_csl),
            others: ends_in_others(paper),
            ris,
            csl: CslMore {
                container,
                series: place.series,
                volume: paper.volume.as_deref(),
                issue: issue.filter(|_| kind != WorkType::Report),
                page: paper.pages.as_deref(),
                publisher: place.publisher,
                editor: paper.editors.iter().map(CslName::of).chain(others).collect(),
                number: match paper.r#type {
                    Some(WorkType::Report) if issue.is_some() => issue.map(str::to_owned),
                    Some(_) => arxiv_number(paper),
                    None => None,
                },
            },
        }
    }

    /// Returns it as JSON, if there is anything to say.
    pub fn json(&self) -> Option<String> {
        (!is_default(self)).then(|| super::text(self).trim_end().to_owned())
    }
}
