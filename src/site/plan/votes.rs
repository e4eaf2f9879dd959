//! Lists of papers that are there in a second order too: those with the most votes.
//!
//! It knows which lists have enough votes for it to tell anything, and what stands in them.

use super::{Planning, routes};
use crate::archive::{Archive, OrganizationId, PaperId, Period, PersonId, TopicId};
use std::collections::HashSet;

/// A list of papers, newest first, that may be there by votes as well. Days are in that order anyway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Listed {
    Topic(TopicId),
    Author(PersonId),
    Organization(OrganizationId),
    /// A place in [`super::Plan::periods`].
    Period(usize),
}

/// There are many authors, and a shorter list of papers, each with its votes, is read at a glance.
pub(super) const AUTHOR_FROM: usize = 10;

impl Planning<'_> {
    /// Tells whether a list of papers is worth a page by votes: where two of them have any, there is an order to show.
    pub(super) fn is_voted(&self, listed: Listed, papers: &[PaperId]) -> bool {
        let long = !matches!(listed, Listed::Author(_)) || papers.len() >= AUTHOR_FROM;
        let voted = |id: &&PaperId| self.archive.is_voted(**id);
        self.site.pages.votes && long && papers.iter().filter(voted).nth(1).is_some()
    }

    /// Claims the page of a list's papers by votes, where there is an order to show. It holds what the list holds: nothing for search engines.
    pub(super) fn by_votes(&mut self, listed: Listed, list: &str, papers: &[PaperId]) {
        if self.is_voted(listed, papers) {
            self.claim(&routes::votes(list), super::Page::Votes(listed), None);
            self.plan.by_votes.insert(listed);
        }
    }
}

/// Returns the papers of a week or month, each once.
pub fn papers_of(archive: &Archive, period: &Period) -> Vec<PaperId> {
    let mut seen = HashSet::new();
    let papers = archive.days[period.days.clone()].iter().flat_map(|day| day.papers.iter().copied());
    papers.filter(|&id| seen.insert(id)).collect()
}
