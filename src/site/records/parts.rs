//! Inputs that are evaluated only when a file is made, with hashes of what they depend on.

use super::{Counted, PersonInput, Records, TopicInput};
use crate::archive::{self, PaperId, PersonId};
use crate::site::inputs::{InputHasher, Inputs, inputs};
use crate::site::plan::TREND_MONTHS;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

inputs! {
    #[derive(serde::Serialize)]
    pub struct Counts {
        pub papers: usize,
        pub days: usize,
        pub topics: usize,
        pub authors: usize,
        pub organizations: usize,
    }
}

inputs! {
    /// Papers per month, oldest month first.
    pub struct Trend {
        pub months: Vec<(i32, u32)>,
        pub counts: Vec<usize>,
    }
}

/// The rising terms of some days, compared with the days before.
#[derive(Clone)]
pub struct Rising<'a> {
    records: &'a Records<'a>,
    days: Range<usize>,
    before: Range<usize>,
}

#[derive(Clone, Copy)]
pub struct Coauthors<'a> {
    records: &'a Records<'a>,
    person: PersonId,
}

impl<'a> Records<'a> {
    pub(in crate::site) fn counts(&self) -> Counts {
        Counts {
            papers: self.archive.papers.len(),
            days: self.archive.days.len(),
            topics: self.archive.topics.len(),
            authors: self.archive.people.len(),
            organizations: self.archive.organizations.len(),
        }
    }

    /// Returns the papers per month of the last months; `papers` must be sorted newest first.
    pub(in crate::site) fn trend(&self, papers: &[PaperId]) -> Trend {
        let counts = self.archive.trend(papers.iter().copied(), TREND_MONTHS);
        Trend { months: self.archive.months(counts.len()), counts }
    }

    /// Both are ranges of [`archive::Archive::days`].
    pub(in crate::site) fn rising(&'a self, days: Range<usize>, before: Range<usize>) -> Rising<'a> {
        Rising { records: self, days, before }
    }

    pub(in crate::site) fn coauthors(&'a self, person: PersonId) -> Coauthors<'a> {
        Coauthors { records: self, person }
    }
}

impl<'a> Rising<'a> {
    /// Returns topics, each with its count and whether it is new, and terms.
    pub fn find(&self) -> (Vec<(TopicInput<'a>, u32, bool)>, Vec<archive::RisingTerm>) {
        let found = self.records.archive.rising(self.days.clone(), self.before.clone());
        let topics = found.topics.into_iter();
        let topics = topics.map(|topic| (self.records.counted_topic(topic.id), topic.count, topic.is_new));
        (topics.map(|(topic, count, is_new)| (topic.name, count, is_new)).collect(), found.terms)
    }
}

/// Covers all fields of papers of the days, and the keyphrases and topics of earlier papers.
impl Inputs for Rising<'_> {
    fn hash(&self, into: &mut InputHasher) {
        let hashes = self.records.hashes();
        self.days.clone().for_each(|day| into.number(hashes.days[day]));
        for day in &self.records.archive.days[self.before.clone()] {
            day.date.hash(into);
            day.papers.iter().for_each(|id| into.number(hashes.subjects[id.0 as usize]));
        }
        self.before.len().hash(into);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        let (topics, terms) = self.find();
        let topics: Vec<_> =
            topics.into_iter().map(|(topic, count, is_new)| (topic.seen(), count, is_new)).collect();
        format!("{topics:?} {terms:?}")
    }
}

impl<'a> Coauthors<'a> {
    /// Returns people with at least two papers in common with the person, most papers first.
    pub fn find(self, most: usize) -> Vec<Counted<PersonInput<'a>>> {
        let archive = self.records.archive;
        let papers = &archive.person(self.person).papers;
        if papers.len() < 2 {
            return Vec::new();
        }
        let mut together: HashMap<PersonId, usize> = HashMap::new();
        for &paper in papers {
            let mut people = archive.relations(paper).people.to_vec();
            people.sort_unstable();
            people.dedup();
            for other in people.into_iter().filter(|&other| other != self.person) {
                *together.entry(other).or_default() += 1;
            }
        }
        let mut together: Vec<(PersonId, usize)> = together.into_iter().collect();
        together.retain(|&(_, count)| count > 1);
        together.sort_by_key(|&(other, count)| (Reverse(count), other));
        let coauthors = together.into_iter().take(most);
        coauthors.map(|(other, count)| Counted { name: self.records.person(other), count }).collect()
    }
}

/// They depend on all papers of the person.
impl Inputs for Coauthors<'_> {
    fn hash(&self, into: &mut InputHasher) {
        let (records, id) = (self.records, self.person);
        records.person(id).hash(into);
        let papers = &records.archive.person(id).papers;
        papers.iter().for_each(|&paper| records.paper(paper).hash(into));
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        self.find(usize::MAX).seen()
    }
}
