//! Who shares what: for each thing the papers that have it, newest first, and of many of them those that are worth a look.

use super::kept::Near;
use super::signature::Signatures;
use crate::archive::PaperId;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::HashMap;
use xxhash_rust::xxh3::xxh3_64;

/// All of a list that is no longer are compared.
const WHOLE: usize = 64;
/// Of a longer one so many before and behind the paper, and so many that are most about the thing.
const NEAR: usize = 24;
const CHIEF: usize = 16;

/// One paper of a list, in one number so that all lists are made by one sort: the thing, the paper, how much it is about the thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Posting(u64);

impl Posting {
    fn new(thing: u32, paper: PaperId, often: u8) -> Posting {
        Posting(u64::from(thing) << 32 | u64::from(paper.0 & 0x0fff_ffff) << 4 | u64::from(often & 15))
    }

    fn thing(self) -> u32 {
        (self.0 >> 32) as u32
    }

    fn paper(self) -> PaperId {
        PaperId((self.0 as u32) >> 4)
    }

    fn often(self) -> u32 {
        self.0 as u32 & 15
    }
}

pub(super) struct Lists {
    postings: Vec<Posting>,
    /// Where the thing of a signature stands in its list, in the order of all signatures.
    places: Vec<u32>,
    /// The list of each posting, and where each list begins.
    list_of: Vec<u32>,
    starts: Vec<u32>,
    /// The digests of the papers up to each posting, added up.
    sums: Vec<u64>,
    /// Of long lists those that are most about the thing, and their digests added up.
    chiefs: HashMap<u32, (Vec<u32>, u64)>,
}

impl Lists {
    pub fn new(signatures: &Signatures) -> Lists {
        let mut postings: Vec<Posting> = Vec::with_capacity(signatures.things());
        for paper in (0..signatures.len() as u32).map(PaperId) {
            let own = signatures.of(paper).iter();
            postings.extend(own.map(|thing| Posting::new(thing.id, paper, thing.often)));
        }
        postings.par_sort_unstable();
        // Both are in the order of things for each paper, so a paper's next posting is that of its next thing.
        let mut next: Vec<u32> =
            (0..signatures.len() as u32).map(|paper| signatures.place(PaperId(paper)) as u32).collect();
        let mut places = vec![0; postings.len()];
        let mut list_of = Vec::with_capacity(postings.len());
        let mut starts: Vec<u32> = Vec::new();
        let mut sums = Vec::with_capacity(postings.len() + 1);
        let mut sum: u64 = 0;
        sums.push(sum);
        for (at, posting) in postings.iter().enumerate() {
            if at == 0 || postings[at - 1].thing() != posting.thing() {
                starts.push(at as u32);
            }
            list_of.push(starts.len() as u32 - 1);
            let paper = posting.paper().0 as usize;
            places[next[paper] as usize] = at as u32;
            next[paper] += 1;
            sum = sum.wrapping_add(signatures.digests[paper]);
            sums.push(sum);
        }
        starts.push(postings.len() as u32);
        let mut lists = Lists { postings, places, list_of, starts, sums, chiefs: HashMap::new() };
        for list in 0..lists.starts.len() as u32 - 1 {
            let range = lists.range(list);
            if range.len() > WHOLE {
                let mut all: Vec<u32> = (range.start as u32..range.end as u32).collect();
                let order = |&at: &u32| (Reverse(lists.postings[at as usize].often()), at);
                all.select_nth_unstable_by_key(CHIEF, order);
                all.truncate(CHIEF);
                all.sort_unstable();
                let digest = |&at: &u32| signatures.digests[lists.postings[at as usize].paper().0 as usize];
                let sum = all.iter().map(digest).fold(0, u64::wrapping_add);
                lists.chiefs.insert(list, (all, sum));
            }
        }
        lists
    }

    fn range(&self, list: u32) -> std::ops::Range<usize> {
        self.starts[list as usize] as usize..self.starts[list as usize + 1] as usize
    }

    /// The part of a list to look at for the paper at a place, and who leads the list where that is only a part.
    fn part(&self, place: usize) -> (std::ops::Range<usize>, Option<&(Vec<u32>, u64)>) {
        let list = self.list_of[place];
        let range = self.range(list);
        match self.chiefs.get(&list).filter(|_| range.len() > WHOLE) {
            Some(chiefs) => {
                let start = place.saturating_sub(NEAR).max(range.start);
                (start..(place + NEAR + 1).min(range.end), Some(chiefs))
            }
            None => (range, None),
        }
    }

    /// Calls with each paper that a thing of a signature leads to, its number among those, and how much it is about the thing. The paper itself
    /// is among them; some may come twice.
    pub fn each(&self, place: usize, mut take: impl FnMut(u32, PaperId, u32)) {
        let (part, chiefs) = self.part(self.places[place] as usize);
        let mut number = 0;
        let chiefs = chiefs.into_iter().flat_map(|(chiefs, _)| chiefs);
        // Who is near already is no chief as well.
        let far = chiefs.map(|&at| at as usize).filter(|at| !part.contains(at));
        for at in part.clone().chain(far) {
            let posting = self.postings[at];
            take(number, posting.paper(), posting.often());
            number += 1;
        }
    }

    /// Folds everything that the neighbours of a paper follow from.
    pub fn key(&self, signatures: &Signatures, id: PaperId) -> u64 {
        let mut bytes: Vec<u8> = Vec::with_capacity(320);
        bytes.extend_from_slice(&signatures.digests[id.0 as usize].to_le_bytes());
        let start = signatures.place(id);
        for place in start..start + signatures.of(id).len() {
            let (part, chiefs) = self.part(self.places[place] as usize);
            let near = self.sums[part.end].wrapping_sub(self.sums[part.start]);
            let far = chiefs.map_or(0, |(_, sum)| sum.rotate_left(1));
            bytes.extend_from_slice(&near.wrapping_add(far).to_le_bytes());
        }
        xxh3_64(&bytes)
    }

    /// Returns the paper that a neighbour is, by where it was found.
    pub fn paper(&self, signatures: &Signatures, id: PaperId, near: &Near) -> Option<PaperId> {
        if usize::from(near.thing) >= signatures.of(id).len() {
            return None;
        }
        let mut found = None;
        self.each(signatures.place(id) + usize::from(near.thing), |number, paper, _| {
            if number == u32::from(near.number) {
                found = Some(paper);
            }
        });
        found
    }
}
