//! Entries that are perhaps one paper: those with one title, and those whose texts have nearly the same words.

use super::problems;
use crate::archive::{Archive, PaperId, PersonId};
use crate::diagnostic::Diagnostic;
use std::collections::{BTreeSet, HashSet};

/// How much of their words two texts share that are perhaps one, in per cent, and the fewest words that tell.
const SHARED: usize = 85;
const FEWEST: usize = 20;

/// Warns of each paper that another one was perhaps before. `near` are pairs that are close.
pub(super) fn warn(archive: &Archive, near: Vec<(PaperId, PaperId)>) -> Vec<Diagnostic> {
    let mut pairs: BTreeSet<(PaperId, PaperId)> = near
        .into_iter()
        .map(|(a, b)| (a.min(b), a.max(b)))
        .filter(|&(a, b)| share_words(archive, a, b))
        .collect();
    let mut titles: Vec<(u64, PaperId)> = archive
        .paper_ids()
        .map(|id| (archive.paper(id).keyphrases.title, id))
        .filter(|(title, _)| *title != 0)
        .collect();
    titles.sort_unstable();
    for same in titles.chunk_by(|a, b| a.0 == b.0) {
        // Each with the one before: of many that are one, all pairs would be too many.
        pairs.extend(
            same.windows(2).map(|pair| (pair[0].1, pair[1].1)).filter(|&(a, b)| may_be_one(archive, a, b)),
        );
    }
    let mut told = BTreeSet::new();
    let pairs = pairs.into_iter().filter(|&(newer, older)| {
        let gone = |id| archive.paper(id).withdrawn.is_some();
        !gone(newer) && !gone(older) && told.insert(newer)
    });
    pairs
        .map(|(newer, older)| {
            let (newer, older) = (archive.paper(newer), archive.paper(older));
            problems::twins(newer, older)
        })
        .collect()
}

/// Tells whether two papers of one title may be one: an editorial has the title of many others, and other authors.
fn may_be_one(archive: &Archive, a: PaperId, b: PaperId) -> bool {
    let (first, second) = (&archive.relations(a).people, &archive.relations(b).people);
    first.is_empty() && second.is_empty() && share_words(archive, a, b) || {
        // Thousands may have written one paper: each is not to be looked for among all.
        let known: HashSet<PersonId> = second.iter().copied().collect();
        first.iter().any(|id| known.contains(id))
    }
}

fn share_words(archive: &Archive, a: PaperId, b: PaperId) -> bool {
    let [a, b] = [a, b].map(|id| &archive.paper(id).keyphrases);
    let shared = a.marks.iter().filter(|mark| b.mark(mark.id()).is_some()).count();
    let all = a.marks.len() + b.marks.len() - shared;
    shared >= FEWEST && shared * 100 >= all * SHARED
}
