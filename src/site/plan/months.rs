//! The months of the history: feeds with all papers, by the month of their first day.

use crate::archive::{Archive, PaperId};
use chrono::Datelike;
use std::collections::BTreeMap;

/// A month with its papers, newest first, then by id. Votes do not change the order, so a month that is over stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    pub key: (i32, u32),
    pub papers: Vec<PaperId>,
    /// Whether items contain abstracts.
    pub is_whole: bool,
}

/// Months with more bytes of abstracts than this have none. The limit depends on the month only, so new papers elsewhere do not change it.
const MAX_TEXTS: usize = 500_000;

/// Returns all months that have papers, newest first. A paper of which just the year is known is in January.
pub fn months(archive: &Archive) -> Vec<Month> {
    let mut months: BTreeMap<(i32, u32), Vec<PaperId>> = BTreeMap::new();
    for id in archive.paper_ids() {
        let day = archive.paper(id).first_day();
        months.entry((day.year(), day.month())).or_default().push(id);
    }
    let month = |(key, papers): (_, Vec<PaperId>)| Month {
        key,
        is_whole: texts(archive, &papers) <= MAX_TEXTS,
        papers,
    };
    months.into_iter().rev().map(month).collect()
}

/// Returns the size of the abstracts of some papers.
pub fn texts(archive: &Archive, papers: &[PaperId]) -> usize {
    papers.iter().map(|&id| archive.paper(id).abstract_html.len()).sum()
}
