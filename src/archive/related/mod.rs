//! Related papers and near-duplicates.
//!
//! Papers are vectors of features (words, phrases, authors, code repository) with TF-IDF weights (Salton and Buckley
//! 1988), cut to a *signature* of the strongest. The similarity of two papers is the cosine of their signatures, plus
//! that of their meanings (`text/meaning`), plus a bonus for shared topics. IDF is a whole power of two, so that one
//! more paper changes few weights.
//!
//! Only papers that share a feature or a cell of meanings are compared. Of a feature with many papers, only some are
//! candidates: those closest in time and those with the highest frequency. So work grows with the number of papers, not
//! of pairs.
//!
//! The inputs of a paper's neighbours are hashed. If the hash equals that of the previous build, its neighbours are taken from the cache:
//! an edit costs only the papers that share a feature with the edited one. This module does not know pages or where the cache is stored.

mod cache;
mod near_duplicates;
mod postings;
mod problems;
mod score;
mod signature;
#[cfg(test)]
mod tests;

use crate::archive::{Archive, PaperId, Related};
use crate::diagnostic::Diagnostic;
use cache::{CachedNeighbours, Neighbour, NeighbourRecord};
use postings::PostingLists;
use rayon::prelude::*;
use score::Scores;
use signature::Signatures;

#[derive(Debug)]
pub struct RelatedPapers {
    pub related: Related,
    pub diagnostics: Vec<Diagnostic>,
    /// The new cache; `None` if it equals the old one.
    pub cache: Option<Vec<u8>>,
}

/// Finds at most `most` neighbours of each paper. `cached` is the cache that the previous call returned; damaged bytes are ignored.
pub fn relate(archive: &Archive, most: usize, cached: &[u8]) -> RelatedPapers {
    let signatures = Signatures::new(archive);
    let lists = PostingLists::new(&signatures);
    let old = CachedNeighbours::read(cached);
    // Near-duplicates are reported even if pages show no related papers.
    let searched = most.max(1);
    let ids: Vec<PaperId> = archive.paper_ids().collect();
    let found: Vec<(NeighbourRecord, bool)> = ids
        .into_par_iter()
        .map_init(
            || Scores::new(archive.papers.len()),
            |scores, id| {
                let key = lists.key(id);
                match old.get(key) {
                    Some(record) => (record, true),
                    None => (
                        NeighbourRecord {
                            key,
                            near: scores.best(archive, &signatures, &lists, id, searched),
                        },
                        false,
                    ),
                }
            },
        )
        .collect();
    let mut related = Related::with_capacity(found.len(), most);
    let mut candidates: Vec<(PaperId, PaperId)> = Vec::new();
    for (id, (record, _)) in archive.paper_ids().zip(&found) {
        let papers: Vec<(&Neighbour, PaperId)> =
            record.near.iter().filter_map(|near| Some((near, lists.paper(&signatures, id, near)?))).collect();
        candidates
            .extend(papers.iter().filter(|(near, _)| near.may_be_duplicate).map(|&(_, other)| (id, other)));
        related.push(papers.iter().take(most).map(|&(_, other)| other));
    }
    let is_same = old.len() == found.len() && found.iter().all(|(_, is_known)| *is_known);
    let records = found.into_iter().map(|(record, _)| record);
    let cache = (!is_same).then(|| cache::write(records.collect()));
    RelatedPapers { related, diagnostics: near_duplicates::warn(archive, candidates), cache }
}
