//! Lists of papers that have a second order, by votes.
//!
//! This file decides which lists have enough votes for it.

use crate::archive::{Archive, OrganizationId, PaperId, Period, PersonId, TopicId};
use crate::config::Site;
use std::collections::HashSet;

/// A list of papers, newest first, that may have a page by votes. Days are always sorted by votes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Listed {
    Topic(TopicId),
    Author(PersonId),
    Organization(OrganizationId),
    /// An index of [`super::Outline::queries`].
    Query(usize),
    /// A week or month: an index of [`super::Outline::periods`].
    Period(usize),
}

/// The fewest papers of an author with a page by votes: there are many authors, and a shorter list shows its votes at a
/// glance.
pub(super) const AUTHOR_FROM: usize = 10;

/// Returns whether a list gets a page by votes: if at least two of its papers have votes.
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
