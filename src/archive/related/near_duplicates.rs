//! Near-duplicates: entries with one title, and entries whose texts have nearly the same words.

use super::problems;
use crate::archive::{Archive, PaperId, PersonId};
use crate::diagnostic::Diagnostic;
use std::collections::{BTreeSet, HashSet};

/// Near-duplicates have at least this Jaccard index of words, in per cent. Of 752 papers of arXiv, different ones reach 19 and entries of
/// one paper 100. The limit is near 100, since a warning on parts or new versions of a paper would be wrong.
const MIN_SHARED_PERCENT: usize = 85;
/// Near-duplicates share at least this number of words. Shorter texts agree by chance.
const MIN_SHARED_WORDS: usize = 20;

/// Warns about each paper that has an older near-duplicate. `near` are candidate pairs.
pub(super) fn warn(archive: &Archive, near: Vec<(PaperId, PaperId)>) -> Vec<Diagnostic> {
    let mut pairs: BTreeSet<(PaperId, PaperId)> = near
        .into_iter()
        .map(|(a, b)| (a.min(b), a.max(b)))
        .filter(|&(a, b)| have_similar_words(archive, a, b))
        .collect();
    let mut titles: Vec<(u64, PaperId)> = archive
        .paper_ids()
        .map(|id| (archive.paper(id).keyphrases.title, id))
        .filter(|(title, _)| *title != 0)
        .collect();
    titles.sort_unstable();
    for same in titles.chunk_by(|a, b| a.0 == b.0) {
        // Each paper with the previous one only: the number of all pairs could be quadratic.
        pairs.extend(
            same.windows(2)
                .map(|pair| (pair[0].1, pair[1].1))
                .filter(|&(a, b)| may_be_duplicates(archive, a, b)),
        );
    }
    let mut reported = BTreeSet::new();
    let pairs = pairs.into_iter().filter(|&(newer, older)| {
        let gone = |id| archive.paper(id).withdrawn.is_some();
        !gone(newer) && !gone(older) && reported.insert(newer)
    });
    pairs
        .map(|(newer, older)| {
            let (newer, older) = (archive.paper(newer), archive.paper(older));
            problems::twins(newer, older)
        })
        .collect()
}

/// Returns whether two papers with the same title may be duplicates: many editorials share a title, but not authors.
fn may_be_duplicates(archive: &Archive, a: PaperId, b: PaperId) -> bool {
    let (first, second) = (&archive.relations(a).people, &archive.relations(b).people);
    first.is_empty() && second.is_empty() && have_similar_words(archive, a, b) || {
        // A paper may have thousands of authors: a set avoids quadratic work.
        let known: HashSet<PersonId> = second.iter().copied().collect();
        first.iter().any(|id| known.contains(id))
    }
}

fn have_similar_words(archive: &Archive, a: PaperId, b: PaperId) -> bool {
    let [a, b] = [a, b].map(|id| &archive.paper(id).keyphrases);
    let shared = a.marks.iter().filter(|mark| b.mark(mark.id()).is_some()).count();
    let all = a.marks.len() + b.marks.len() - shared;
    shared >= MIN_SHARED_WORDS && shared * 100 >= all * MIN_SHARED_PERCENT
}
