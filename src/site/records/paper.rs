//! Papers and days as inputs.

use super::{OrganizationInput, PersonInput, Records, TopicInput};
use crate::archive::{Day, PaperId};
use crate::content::{DayNote, Paper};
use crate::site::inputs::{InputHasher, Inputs};
use crate::text::keyphrases::Keyphrases;
use chrono::NaiveDate;
use std::collections::HashSet;

/// A paper with the names of its topics, people and organization.
#[derive(Clone, Copy)]
pub struct PaperInput<'a> {
    records: &'a Records<'a>,
    id: PaperId,
}

impl<'a> PaperInput<'a> {
    pub(super) fn new(records: &'a Records<'a>, id: PaperId) -> PaperInput<'a> {
        PaperInput { records, id }
    }

    /// Returns the entry, with current counts.
    pub fn entry(self) -> &'a Paper {
        self.records.archive.paper(self.id)
    }

    pub fn topics(self) -> impl ExactSizeIterator<Item = TopicInput<'a>> {
        self.records.archive.relations(self.id).topics.iter().map(move |&id| self.records.topic(id))
    }

    /// Returns the leading authors as people.
    pub fn people(self) -> impl ExactSizeIterator<Item = PersonInput<'a>> {
        self.records.archive.relations(self.id).people.iter().map(move |&id| self.records.person(id))
    }

    pub fn organization(self) -> Option<OrganizationInput<'a>> {
        self.records.archive.relations(self.id).organization.map(|id| self.records.organization(id))
    }
}

impl Inputs for PaperInput<'_> {
    fn hash(&self, into: &mut InputHasher) {
        into.number(self.records.hashes().papers[self.id.0 as usize]);
    }

    /// Ignores values that follow from its texts, and its position in a file, which no page shows.
    #[cfg(test)]
    fn seen(&self) -> String {
        let mut shown = self.entry().facts.clone();
        shown.origin.index = None;
        (shown.keyphrases, shown.meaning, shown.inner_links, shown.voted) = Default::default();
        let topics: Vec<String> = self.topics().map(|topic| topic.seen()).collect();
        let people: Vec<String> = self.people().map(|person| person.seen()).collect();
        format!("{shown:?} {topics:?} {people:?} {}", self.organization().seen())
    }
}

#[derive(Clone, Copy)]
pub struct TitleInput<'a> {
    records: &'a Records<'a>,
    paper: PaperId,
}

impl<'a> TitleInput<'a> {
    pub(super) fn new(records: &'a Records<'a>, paper: PaperId) -> TitleInput<'a> {
        TitleInput { records, paper }
    }

    pub fn id(self) -> &'a str {
        &self.entry().id
    }

    /// Returns the title; empty if there is none.
    pub fn title(self) -> &'a str {
        &self.entry().title
    }

    /// Returns the title as HTML; empty if it equals the plain text.
    pub fn title_html(self) -> &'a str {
        &self.entry().title_html
    }

    /// Returns the summary as HTML.
    pub fn summary_html(self) -> Option<&'a str> {
        self.entry().summary_html.as_deref()
    }

    pub fn language(self) -> Option<&'a str> {
        self.entry().languages.as_ref()?.title.as_deref()
    }

    fn entry(self) -> &'a Paper {
        self.records.archive.paper(self.paper)
    }
}

impl Inputs for TitleInput<'_> {
    fn hash(&self, into: &mut InputHasher) {
        into.number(self.records.hashes().titles[self.paper.0 as usize]);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        format!("{:?}", (self.id(), self.title(), self.title_html(), self.summary_html(), self.language()))
    }
}

/// A related paper: its title, and its keyphrases, some of which the page's paper shares.
#[derive(Clone, Copy)]
pub struct RelatedInput<'a> {
    pub title: TitleInput<'a>,
}

impl<'a> RelatedInput<'a> {
    pub fn keyphrases(self) -> &'a Keyphrases {
        &self.title.entry().keyphrases
    }
}

impl Inputs for RelatedInput<'_> {
    fn hash(&self, into: &mut InputHasher) {
        self.title.hash(into);
        into.number(self.keyphrases().digest);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        format!("{} {:x}", self.title.seen(), self.keyphrases().digest)
    }
}

#[derive(Clone, Copy)]
pub struct DayInput<'a> {
    records: &'a Records<'a>,
    index: usize,
}

impl<'a> DayInput<'a> {
    pub(super) fn new(records: &'a Records<'a>, index: usize) -> DayInput<'a> {
        DayInput { records, index }
    }

    fn day(self) -> &'a Day {
        &self.records.archive.days[self.index]
    }

    pub fn date(self) -> NaiveDate {
        self.day().date
    }

    pub fn note(self) -> Option<&'a DayNote> {
        self.day().note.as_ref()
    }

    /// Returns the number of distinct papers of some days and of some others.
    pub fn count_papers(days: &[DayInput<'_>], others: &[PaperInput<'_>]) -> usize {
        let others = others.iter().map(|paper| &paper.id);
        days.iter().flat_map(|day| &day.day().papers).chain(others).collect::<HashSet<_>>().len()
    }

    pub fn papers(self) -> impl ExactSizeIterator<Item = PaperInput<'a>> + Clone {
        self.day().papers.iter().map(move |&id| self.records.paper(id))
    }
}

impl Inputs for DayInput<'_> {
    fn hash(&self, into: &mut InputHasher) {
        into.number(self.records.hashes().days[self.index]);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        let papers: Vec<String> = self.papers().map(|paper| paper.seen()).collect();
        let note = self.note().map(|note| (&note.html, &note.origin.file));
        format!("{} {note:?} {papers:?}", self.date())
    }
}
