//! An inverted index: for each feature a list of the papers that have it, newest first. Of a long list only the best candidates are
//! compared.

use super::cache::Neighbour;
use super::signature::Signatures;
use crate::archive::PaperId;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// A list of at most this length is compared completely. Candidates of a list are numbered in a byte, so no part may exceed 256.
const MAX_COMPLETE: usize = 64;
/// Of a longer list, this number of papers before and after the paper, and the papers with the highest frequency of the feature.
const WINDOW: usize = 24;
const TOP: usize = 16;

/// An entry of a posting list, packed into one number so that one sort builds all lists: feature (32 bits), paper (28), frequency (4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Posting(u64);

impl Posting {
    fn new(feature: u32, paper: PaperId, frequency: u8) -> Posting {
        Posting(u64::from(feature) << 32 | u64::from(paper.0 & 0x0fff_ffff) << 4 | u64::from(frequency & 15))
    }

    fn feature(self) -> u32 {
        (self.0 >> 32) as u32
    }

    fn paper(self) -> PaperId {
        PaperId((self.0 as u32) >> 4)
    }

    fn frequency(self) -> u32 {
        self.0 as u32 & 15
    }
}

pub(super) struct PostingLists {
    postings: Vec<Posting>,
    /// The posting of each feature of each signature, in the order of signatures.
    posting_of: Vec<u32>,
    /// The list of each posting, and the first posting of each list.
    list_of: Vec<u32>,
    starts: Vec<u32>,
    /// For each long list the postings with the highest frequency.
    top: HashMap<u32, Vec<u32>>,
    /// For each paper the hash of everything its neighbours depend on.
    keys: Vec<u64>,
}

impl PostingLists {
    pub fn new(signatures: &Signatures) -> PostingLists {
        let mut postings: Vec<Posting> = Vec::with_capacity(signatures.feature_count());
        for paper in (0..signatures.len() as u32).map(PaperId) {
            let own = signatures.features_of(paper).iter();
            postings.extend(own.map(|feature| Posting::new(feature.id, paper, feature.frequency)));
        }
        postings.par_sort_unstable();
        // Signatures and postings are both sorted by feature, so a paper's next posting belongs to its next feature.
        let mut next: Vec<u32> =
            (0..signatures.len() as u32).map(|paper| signatures.start(PaperId(paper)) as u32).collect();
        let mut posting_of = vec![0; postings.len()];
        let mut list_of = Vec::with_capacity(postings.len());
        let mut starts: Vec<u32> = Vec::new();
        let mut sums = Vec::with_capacity(postings.len() + 1);
        let mut sum: u64 = 0;
        sums.push(sum);
        for (at, posting) in postings.iter().enumerate() {
            if at == 0 || postings[at - 1].feature() != posting.feature() {
                starts.push(at as u32);
            }
            list_of.push(starts.len() as u32 - 1);
            let paper = posting.paper().0 as usize;
            posting_of[next[paper] as usize] = at as u32;
            next[paper] += 1;
            sum = sum.wrapping_add(signatures.digests[paper]);
            sums.push(sum);
        }
        starts.push(postings.len() as u32);
        let keys = signatures.digests.clone();
        let mut lists = PostingLists { postings, posting_of, list_of, starts, top: HashMap::new(), keys };
        for list in 0..lists.starts.len() as u32 - 1 {
            let range = lists.range(list);
            let digest = |at: usize| signatures.digests[lists.postings[at].paper().0 as usize];
            let mut rest: u64 = 0;
            if range.len() > MAX_COMPLETE {
                let mut all: Vec<u32> = (range.start as u32..range.end as u32).collect();
                let order = |&at: &u32| (Reverse(lists.postings[at as usize].frequency()), at);
                all.select_nth_unstable_by_key(TOP, order);
                all.truncate(TOP);
                all.sort_unstable();
                rest = all.iter().map(|&at| digest(at as usize)).fold(0, u64::wrapping_add).rotate_left(1);
                lists.top.insert(list, all);
            }
            for at in range.clone() {
                let part = if range.len() > MAX_COMPLETE { window(at, &range) } else { range.clone() };
                let sum = sums[part.end].wrapping_sub(sums[part.start]).wrapping_add(rest);
                let posting = lists.postings[at];
                let folded = xxh3_64_with_seed(&sum.to_le_bytes(), u64::from(posting.feature()));
                // A sum does not depend on order: the features of a paper are met far apart.
                let key = &mut lists.keys[posting.paper().0 as usize];
                *key = key.wrapping_add(folded);
            }
        }
        lists
    }

    fn range(&self, list: u32) -> Range<usize> {
        self.starts[list as usize] as usize..self.starts[list as usize + 1] as usize
    }

    /// Returns the part of a list to compare with the paper of a posting, and the list's top postings if it is long.
    fn part(&self, place: usize) -> (Range<usize>, &[u32]) {
        let list = self.list_of[place];
        let range = self.range(list);
        match range.len() > MAX_COMPLETE {
            true => (window(place, &range), self.top.get(&list).map_or(&[], Vec::as_slice)),
            false => (range, &[]),
        }
    }

    /// Calls `take` with each candidate of a feature, its number among the candidates, and its frequency of the feature. The paper itself
    /// is among them; a paper may come twice.
    pub fn for_each_candidate(&self, place: usize, mut take: impl FnMut(u32, PaperId, u32)) {
        let (part, top) = self.part(self.posting_of[place] as usize);
        // Top postings inside the part are candidates already.
        let rest = top.iter().map(|&at| at as usize).filter(|at| !part.contains(at));
        for (number, at) in (0..).zip(part.clone().chain(rest)) {
            let posting = self.postings[at];
            take(number, posting.paper(), posting.frequency());
        }
    }

    /// Returns the hash of everything that a paper's neighbours depend on.
    pub fn key(&self, id: PaperId) -> u64 {
        self.keys[id.0 as usize]
    }

    /// Returns the id of a neighbour; `None` if its position is not valid, as in a damaged cache.
    pub fn paper(&self, signatures: &Signatures, id: PaperId, near: &Neighbour) -> Option<PaperId> {
        if usize::from(near.feature) >= signatures.features_of(id).len() {
            return None;
        }
        let place = signatures.start(id) + usize::from(near.feature);
        let (part, top) = self.part(self.posting_of[place] as usize);
        let number = usize::from(near.number);
        let at = match number < part.len() {
            true => part.start + number,
            false => {
                let rest = top.iter().map(|&at| at as usize).filter(|at| !part.contains(at));
                { rest }.nth(number - part.len())?
            }
        };
        Some(self.postings[at].paper())
    }
}

fn window(place: usize, range: &Range<usize>) -> Range<usize> {
    place.saturating_sub(WINDOW).max(range.start)..(place + WINDOW + 1).min(range.end)
}
