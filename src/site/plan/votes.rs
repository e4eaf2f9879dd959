//! Lists of papers that are there in a second order too: those with the most votes.
//!
//! It knows which lists have enough votes for it to tell anything, and what stands in them.

use crate::archive::{Archive, OrganizationId, PaperId, Period, PersonId, TopicId};
use crate::config::Site;
use std::collections::HashSet;

/// A list of papers, newest first, that may be there by votes as well. Days are in that order anyway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Listed {
    Topic(TopicId),
    Author(PersonId),
    Organization(OrganizationId),
    /// A place in [`super::Outline::periods`].
    Period(usize),
}

/// There are many authors, and a shorter list of papers, each with its votes, is read at a glance.
pub(super) const AUTHOR_FROM: usize = 10;

/// Tells whether a list of papers is worth a page by votes: where two of them have any, there is an order to show.
pub fn is_voted(archive: &Archive, site: &Site, listed: Listed, papers: &[PaperId]) -> bool {
    let long = !matches!(listed, Listed::Author(_)) || papers.len() >= AUTHOR_FROM;
    let voted = |id: &&PaperId| archive.is_voted(**id);
    site.pages.votes && long && papers.iter().filter(voted).nth(1).is_some()
}

/// Returns the papers of a week, month or year, each once.
pub fn papers_of(archive: &Archive, period: &Period) -> Vec<PaperId> {
    let mut seen = HashSet::new();
    let papers = archive.days[period.days.clone()].iter().flat_map(|day| day.papers.iter().copied());
    papers.chain(period.undated.iter().copied()).filter(|&id| seen.insert(id)).collect()
}
