//! What a site has: which periods and letters there are, how the index and the data are cut, and which path goes to whom.
//!
//! It knows where things go and what they are about, not how they look, nor which kinds of file there are.

mod budget;
mod claims;
mod letters;
pub mod links;
pub mod pager;
pub mod parts;
mod problems;
pub mod routes;
mod venues;
mod votes;

use crate::archive::{PaperId, Period, PeriodKind, Person};
use crate::site::search::Layout;
pub use budget::{Costs, Data, Shares, share};
pub use claims::{Claim, Output, Rank, settle};
pub use letters::{Letter, letters};
use std::collections::HashSet;
use std::ops::Range;
pub use venues::{Venue, Venues};
pub use votes::{Listed, is_voted, papers_of};

/// What papers are told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Json,
    Bibtex,
    Ris,
    Csl,
}

impl Format {
    /// Those that reference managers read.
    pub const CITATIONS: [Format; 3] = [Format::Bibtex, Format::Ris, Format::Csl];

    /// Returns how its files end, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Bibtex => "bib",
            Format::Ris => "ris",
            Format::Csl => "csl.json",
        }
    }

    /// Returns what people call it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Json => "JSON",
            Format::Bibtex => "BibTeX",
            Format::Ris => "RIS",
            Format::Csl => "CSL-JSON",
        }
    }
}

/// Returns the formats that a list of papers has a file in.
pub fn formats(listed: bool, cited: bool) -> impl Iterator<Item = Format> {
    listed.then_some(Format::Json).into_iter().chain(Format::CITATIONS.into_iter().filter(move |_| cited))
}

/// What a site has beside its archive, as far as several kinds of file need to know it.
#[derive(Debug, Default)]
pub struct Outline {
    /// Weeks, months and years, each newest first.
    pub periods: Vec<Period>,
    pub trending: Vec<PaperId>,
    /// The lists that have a page of their papers by votes.
    pub by_votes: HashSet<Listed>,
    /// How many papers an author has a page from; none where no author has one.
    pub authors_from: Option<usize>,
    /// Authors by letter.
    pub letters: Vec<Letter>,
    pub venues: Venues,
    /// How the index of the search page is cut into files, if there is one.
    pub search: Option<Layout>,
    /// Which files of data there are.
    pub data: Data,
    /// What the files of all papers hold, as places from the oldest paper on; one where they need not be cut.
    pub lines: Vec<Range<usize>>,
    pub bibtex: Vec<Range<usize>>,
    /// The address of every page a search engine should know, and the day it last changed, where that is known.
    pub sitemap: Vec<(String, Option<chrono::NaiveDate>)>,
}

impl Outline {
    /// Tells whether a person has a page.
    pub fn has_page(&self, person: &Person) -> bool {
        self.authors_from.is_some_and(|least| person.papers.len() >= least)
    }

    /// Returns the days of the periods before one that it is held against, as a range of [`crate::archive::Archive::days`]; of what rises.
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

    /// Tells whether the list of all authors is too long for one page.
    pub fn has_letter_pages(&self) -> bool {
        letters::are_many(&self.letters)
    }
}

/// How many weeks a week is held against to tell what rises in it, and how many months a month.
const RISING_WEEKS: usize = 6;
const RISING_MONTHS: usize = 4;

/// How many months a chart shows.
pub const TREND_MONTHS: usize = 24;
