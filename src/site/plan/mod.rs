//! The plan of a site: its periods, letters and data files, the search index, and the file at each path.
//!
//! It knows paths and subjects of files, but not their looks or kinds.

mod budget;
mod claims;
mod letters;
pub(crate) mod links;
pub(crate) mod months;
pub(crate) mod pager;
pub(crate) mod parts;
mod problems;
pub(crate) mod queries;
pub mod routes;
mod venues;
mod votes;

use crate::archive::{PaperId, Period, PeriodKind, Person};
use crate::site::search::{Directory, Layout};
pub(crate) use budget::{Costs, Data, Shares, share};
pub(crate) use claims::{Claim, Output, Rank, settle};
pub(crate) use letters::{Letter, letters};
use std::collections::HashSet;
use std::ops::Range;
pub(crate) use venues::Venues;
pub(crate) use votes::{Listed, is_voted, papers_of};

/// A format of papers as data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// JSON.
    Json,
    /// BibTeX.
    Bibtex,
    /// RIS.
    Ris,
    /// CSL-JSON.
    Csl,
}

impl Format {
    /// The formats of reference managers.
    pub const CITATIONS: [Format; 3] = [Format::Bibtex, Format::Ris, Format::Csl];

    /// Returns the file extension, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Bibtex => "bib",
            Format::Ris => "ris",
            Format::Csl => "csl.json",
        }
    }

    /// Returns the display name.
    pub fn name(self) -> &'static str {
        match self {
            Format::Json => "JSON",
            Format::Bibtex => "BibTeX",
            Format::Ris => "RIS",
            Format::Csl => "CSL-JSON",
        }
    }
}

/// Returns the formats of the files of a list.
pub fn formats(listed: bool, cited: bool) -> impl Iterator<Item = Format> {
    listed.then_some(Format::Json).into_iter().chain(Format::CITATIONS.into_iter().filter(move |_| cited))
}

/// Facts about a site that several kinds of files use.
#[derive(Debug, Default)]
pub struct Outline {
    /// Weeks, months and years, each newest first.
    pub periods: Vec<Period>,
    /// The trending papers, highest score first.
    pub trending: Vec<PaperId>,
    /// The lists with a page by votes.
    pub by_votes: HashSet<Listed>,
    /// The fewest papers of an author with a page; `None` if no author has one.
    pub authors_from: Option<usize>,
    /// Authors by letter.
    pub letters: Vec<Letter>,
    /// The venues with pages.
    pub venues: Venues,
    /// The layout of the search index, if the site has one.
    pub search: Option<Layout>,
    /// The names that the search page finds.
    pub names: Directory,
    /// The data files.
    pub data: Data,
    /// The ranges of papers, counted from the oldest, in the files of all papers as JSON lines.
    pub lines: Vec<Range<usize>>,
    /// The same for BibTeX.
    pub bibtex: Vec<Range<usize>>,
    /// The lists of papers that match a filter.
    pub queries: Vec<queries::Query>,
    /// The months of the history, newest first; none without a history.
    pub months: Vec<months::Month>,
    /// The addresses for the sitemap, with the day of their last change, if known.
    pub sitemap: Vec<(String, Option<chrono::NaiveDate>)>,
}

impl Outline {
    /// Returns whether a person has a page.
    pub fn has_page(&self, person: &Person) -> bool {
        self.authors_from.is_some_and(|least| person.papers.len() >= least)
    }

    /// Returns the days before a period that its rising terms are compared with, as a range of [`crate::archive::Archive::days`].
    pub fn before(&self, index: usize) -> Range<usize> {
        let period = &self.periods[index];
        let many = match period.kind {
            PeriodKind::Week => RISING_WEEKS,
            PeriodKind::Month => RISING_MONTHS,
            PeriodKind::Year => 0,
        };
        let mut before =
            self.periods[index + 1..].iter().take(many).filter(|other| other.kind == period.kind);
        period.days.end..before.next_back().map_or(period.days.end, |last| last.days.end)
    }

    /// Returns whether the list of authors has a page per letter.
    pub fn has_letter_pages(&self) -> bool {
        letters::are_many(&self.letters)
    }
}

/// The number of weeks that a week is compared with, and of months for a month.
const RISING_WEEKS: usize = 6;
const RISING_MONTHS: usize = 4;

/// The number of months in a chart.
pub const TREND_MONTHS: usize = 24;
