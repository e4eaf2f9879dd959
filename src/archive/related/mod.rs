//! Which papers stand near which, and which are perhaps the same.
//!
//! A paper is known by its *signature*: the few words, phrases, authors and the code repository that tell most about it. Weights follow
//! from how rare a thing is, and that is counted in powers of two, so that one paper more or less moves hardly any. Papers are compared
//! that share something of their signatures, and of what many share only some are looked at: those next to the paper in time, and those
//! that are most about it. So the work grows with the papers and not with their pairs.
//!
//! What a paper's neighbours follow from is folded into a number. Where it is the number of the last build, so are the neighbours: one
//! entry that changed costs the work of the few papers that share something with it.
//!
//! It knows nothing of pages, and not where the last build's result is kept.

mod kept;
mod lists;
mod near_duplicates;
mod problems;
mod score;
mod signature;
#[cfg(test)]
mod tests;

use crate::archive::{Archive, PaperId, Related};
use crate::diagnostic::Diagnostic;
use kept::{CachedNeighbours, Near, Record};
use lists::Lists;
use rayon::prelude::*;
use score::Scores;
use signature::Signatures;

/// What was found.
#[derive(Debug)]
pub struct Found {
    pub related: Related,
    /// Entries that are perhaps one paper.
    pub diagnostics: Vec<Diagnostic>,
    /// What the next build may begin from, where that is not what this one began from.
    pub kept: Option<Vec<u8>>,
}

/// Finds the neighbours of all papers, at most so many for each. `kept` is what the last call left; any bytes will do.
pub fn relate(archive: &Archive, most: usize, kept: &[u8]) -> Found {
    let signatures = Signatures::new(archive);
    let lists = Lists::new(&signatures);
    let old = CachedNeighbours::read(kept);
    // Twins are told of also where no page shows neighbours.
    let wanted = most.max(1);
    let ids: Vec<PaperId> = archive.paper_ids().collect();
    let found: Vec<(Record, bool)> = ids
        .into_par_iter()
        .map_init(
            || Scores::new(archive.papers.len()),
            |scores, id| {
                let key = lists.key(id);
                match old.get(key) {
                    Some(record) => (record, true),
                    None => {
                        (Record { key, near: scores.best(archive, &signatures, &lists, id, wanted) }, false)
                    }
                }
            },
        )
        .collect();
    let mut related = Related::with_capacity(found.len(), most);
    let mut suspects: Vec<(PaperId, PaperId)> = Vec::new();
    for (id, (record, _)) in archive.paper_ids().zip(&found) {
        let papers: Vec<(&Near, PaperId)> =
            record.near.iter().filter_map(|near| Some((near, lists.paper(&signatures, id, near)?))).collect();
        suspects.extend(papers.iter().filter(|(near, _)| near.is_suspect).map(|&(_, other)| (id, other)));
        related.push(papers.iter().take(most).map(|&(_, other)| other));
    }
    let is_same = old.len() == found.len() && found.iter().all(|(_, is_known)| *is_known);
    let records = found.into_iter().map(|(record, _)| record);
    let kept = (!is_same).then(|| kept::write(records.collect()));
    Found { related, diagnostics: near_duplicates::warn(archive, suspects), kept }
}
