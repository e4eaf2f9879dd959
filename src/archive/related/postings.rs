//! Who shares what: for each thing the papers that have it, newest first, and of many of them those that are worth a look.

use super::kept::Near;
use super::signature::Signatures;
use crate::archive::PaperId;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64_with_seed;

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
    /// Of long lists those that are most about the thing.
    chiefs: HashMap<u32, Vec<u32>>,
    /// For each paper everything that its neighbours follow from, as a number.
    keys: Vec<u64>,
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
        let keys = signatures.digests.clone();
        let mut lists = Lists { postings, places, list_of, starts, chiefs: HashMap::new(), keys };
        for list in 0..lists.starts.len() as u32 - 1 {
            let range = lists.range(list);
            let digest = |at: usize| signatures.digests[lists.postings[at].paper().0 as usize];
            let mut far: u64 = 0;
            if range.len() > WHOLE {
                let mut all: Vec<u32> = (range.start as u32..range.end as u32).collect();
                let order = |&at: &u32| (Reverse(lists.postings[at as usize].often()), at);
                all.select_nth_unstable_by_key(CHIEF, order);
                all.truncate(CHIEF);
                all.sort_unstable();
                far = all.iter().map(|&at| digest(at as usize)).fold(0, u64::wrapping_add).rotate_left(1);
                lists.chiefs.insert(list, all);
            }
            for at in range.clone() {
                let part = if range.len() > WHOLE { near(at, &range) } else { range.clone() };
                let sum = sums[part.end].wrapping_sub(sums[part.start]).wrapping_add(far);
                let posting = lists.postings[at];
                let folded = xxh3_64_with_seed(&sum.to_le_bytes(), u64::from(posting.thing()));
                // Added up, since a paper's things are met far apart.
                let key = &mut lists.keys[posting.paper().0 as usize];
                *key = key.wrapping_add(folded);
            }
        }
        lists
    }

    fn range(&self, list: u32) -> Range<usize> {
        self.starts[list as usize] as usize..self.starts[list as usize + 1] as usize
    }

    /// The part of a list to look at for the paper at a place, and who leads the list where that is only a part.
    fn part(&self, place: usize) -> (Range<usize>, &[u32]) {
        let list = self.list_of[place];
        let range = self.range(list);
        match range.len() > WHOLE {
            true => (near(place, &range), self.chiefs.get(&list).map_or(&[], Vec::as_slice)),
            false => (range, &[]),
        }
    }

    /// Calls with each paper that a thing of a signature leads to, its number among those, and how much it is about the thing. The paper itself
    /// is among them; some may come twice.
    pub fn each(&self, place: usize, mut take: impl FnMut(u32, PaperId, u32)) {
        let (part, chiefs) = self.part(self.places[place] as usize);
        // Who is near already is no chief as well.
        let far = chiefs.iter().map(|&at| at as usize).filter(|at| !part.contains(at));
        for (number, at) in (0..).zip(part.clone().chain(far)) {
            let posting = self.postings[at];
            take(number, posting.paper(), posting.often());
        }
    }

    /// Returns the number of everything that the neighbours of a paper follow from.
    pub fn key(&self, id: PaperId) -> u64 {
        self.keys[id.0 as usize]
    }

    /// Returns the paper that a neighbour is, by where it was found.
    pub fn paper(&self, signatures: &Signatures, id: PaperId, near: &Near) -> Option<PaperId> {
        if usize::from(near.thing) >= signatures.of(id).len() {
            return None;
        }
        let place = signatures.place(id) + usize::from(near.thing);
        let (part, chiefs) = self.part(self.places[place] as usize);
        let number = usize::from(near.number);
        let at = match number < part.len() {
            true => part.start + number,
            false => {
                let far = chiefs.iter().map(|&at| at as usize).filter(|at| !part.contains(at));
                { far }.nth(number - part.len())?
            }
        };
        Some(self.postings[at].paper())
    }
}

/// The part of a long list that is near a place.
fn near(place: usize, range: &Range<usize>) -> Range<usize> {
    place.saturating_sub(NEAR).max(range.start)..(place + NEAR + 1).min(range.end)
}
