//! What tells most about each paper.

use crate::archive::{Archive, PaperId};
use crate::content::{LinkKind, Paper};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::sync::atomic::{AtomicU32, Ordering};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// Words and phrases of a signature, and authors.
const WORDS: usize = 18;
const AUTHORS: usize = 3;
/// What more than one of so many papers has tells nothing.
const COMMON: u32 = 8;
/// Papers whose signatures are made in one go.
const TOGETHER: usize = 1 << 10;
/// How much a shared author counts, and shared code, in the weights of words (1 to 15).
const AN_AUTHOR: u32 = 4;
const CODE: u32 = 10;

/// Something that papers share, with how much this one is about it and how rare it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Thing {
    pub id: u32,
    /// 1 to 15.
    pub often: u8,
    /// The binary logarithm of how few have it.
    pub rare: u8,
}

impl Thing {
    pub fn weight(self) -> u32 {
        u32::from(self.often) * u32::from(self.rare)
    }
}

/// The signatures of all papers.
pub(super) struct Signatures {
    starts: Vec<u32>,
    /// Those of each paper by their ids.
    things: Vec<Thing>,
    /// Of everything that a comparison with the paper looks at.
    pub digests: Vec<u64>,
    /// The squares of its weights, added up.
    pub norms: Vec<u32>,
    /// How rare each topic is.
    pub topics: Vec<u8>,
}

impl Signatures {
    pub fn new(archive: &Archive) -> Signatures {
        let table = Table::new(archive);
        let counted = archive.papers.len().max(1).ilog2();
        let rare = |count: u32| counted.saturating_sub(count.max(1).ilog2());
        let people: Vec<(u32, u32)> = archive
            .people
            .iter()
            .map(|person| (name("author", &person.slug), person.papers.len() as u32))
            .collect();
        let topics: Vec<u8> =
            archive.topics.iter().map(|topic| rare(topic.papers.len() as u32) as u8).collect();
        let topic_names: Vec<u64> =
            archive.topics.iter().map(|topic| xxh3_64(topic.slug.as_bytes())).collect();
        let ids: Vec<PaperId> = archive.paper_ids().collect();
        let signature = |&id: &PaperId| {
            let paper = archive.paper(id);
            if paper.withdrawn.is_some() {
                return Vec::new();
            }
            let thing = |id, often: u32, count: u32| {
                let is_shared =
                    count > 1 && rare(count) > 0 && count <= (archive.papers.len() as u32 / COMMON).max(2);
                is_shared.then_some(Thing { id, often: often as u8, rare: rare(count) as u8 })
            };
            let marks = paper.keyphrases.marks.iter();
            let words = marks.filter_map(|mark| thing(mark.id(), mark.weight(), table.count(mark.id())));
            let mut all = strongest(words.collect(), WORDS);
            let mut authors: Vec<Thing> = archive
                .relations(id)
                .people
                .iter()
                .filter_map(|id| people.get(id.0 as usize))
                .filter_map(|&(name, count)| thing(name, AN_AUTHOR, count))
                .collect();
            authors.sort_unstable_by_key(|thing| thing.id);
            authors.dedup();
            all.extend(strongest(authors, AUTHORS));
            all.extend(code(paper).and_then(|id| thing(id, CODE, table.count(id))));
            all.sort_unstable_by_key(|thing| (thing.id, Reverse(thing.often)));
            all.dedup_by_key(|thing| thing.id);
            all
        };
        // Many together: a hundred thousand small lists would take more room than what is in them.
        let parts: Vec<(Vec<Thing>, Vec<u32>)> = ids
            .par_chunks(TOGETHER)
            .map(|ids| {
                let (mut things, mut lens) = (Vec::new(), Vec::with_capacity(ids.len()));
                for own in ids.iter().map(signature) {
                    lens.push(own.len() as u32);
                    things.extend(own);
                }
                (things, lens)
            })
            .collect();
        let mut starts = Vec::with_capacity(ids.len() + 1);
        let mut things = Vec::with_capacity(parts.iter().map(|(things, _)| things.len()).sum());
        let mut end = 0;
        starts.push(end);
        for (own, lens) in parts {
            things.extend(own);
            starts.extend(lens.into_iter().map(|len| {
                end += len;
                end
            }));
        }
        let mut all = Signatures { starts, things, digests: Vec::new(), norms: Vec::new(), topics };
        all.norms =
            ids.iter().map(|&id| all.of(id).iter().map(|thing| thing.weight().pow(2)).sum()).collect();
        all.digests = ids.par_iter().map(|&id| all.digest(archive, &topic_names, id)).collect();
        all
    }

    pub fn len(&self) -> usize {
        self.digests.len()
    }

    pub fn of(&self, id: PaperId) -> &[Thing] {
        &self.things[self.place(id)..self.starts[id.0 as usize + 1] as usize]
    }

    /// Where a paper's things begin among those of all papers.
    pub fn place(&self, id: PaperId) -> usize {
        self.starts[id.0 as usize] as usize
    }

    /// How many things all papers have together.
    pub fn things(&self) -> usize {
        self.things.len()
    }

    fn digest(&self, archive: &Archive, topics: &[u64], id: PaperId) -> u64 {
        let paper = archive.paper(id);
        let mut bytes: Vec<u8> = Vec::with_capacity(320);
        for thing in self.of(id) {
            bytes.extend_from_slice(&thing.id.to_le_bytes());
            bytes.extend([thing.often, thing.rare]);
        }
        for topic in &archive.relations(id).topics {
            bytes.extend_from_slice(&topics[topic.0 as usize].to_le_bytes());
            bytes.push(self.topics[topic.0 as usize]);
        }
        // Of equals the one that stands first wins.
        bytes.extend_from_slice(paper.id.as_bytes());
        bytes.extend_from_slice(paper.date().to_string().as_bytes());
        xxh3_64(&bytes)
    }
}

/// How many papers have each word, phrase and code repository; where two have one place, both count.
struct Table {
    counts: Vec<AtomicU32>,
}

impl Table {
    fn new(archive: &Archive) -> Table {
        let places = (archive.papers.len() * 64).next_power_of_two().clamp(1 << 14, 1 << 22);
        let table = Table { counts: (0..places).map(|_| AtomicU32::new(0)).collect() };
        archive.papers.par_iter().filter(|paper| paper.withdrawn.is_none()).for_each(|paper| {
            for id in paper.keyphrases.marks.iter().map(|mark| mark.id()).chain(code(paper)) {
                table.counts[table.place(id)].fetch_add(1, Ordering::Relaxed);
            }
        });
        table
    }

    fn count(&self, id: u32) -> u32 {
        self.counts[self.place(id)].load(Ordering::Relaxed)
    }

    fn place(&self, id: u32) -> usize {
        (id.wrapping_mul(0x9e37_79b1) >> (32 - self.counts.len().ilog2())) as usize
    }
}

fn strongest(mut things: Vec<Thing>, most: usize) -> Vec<Thing> {
    let order = |thing: &Thing| (Reverse(thing.weight()), thing.id);
    if things.len() > most {
        things.select_nth_unstable_by_key(most, order);
        things.truncate(most);
    }
    things
}

fn name(kind: &str, name: &str) -> u32 {
    xxh3_64_with_seed(name.as_bytes(), xxh3_64(kind.as_bytes())) as u32
}

/// Returns the repository that a paper's code is in.
fn code(paper: &Paper) -> Option<u32> {
    let (_, url) = paper.links.named.iter().find(|(kind, _)| *kind == LinkKind::Code)?;
    let url = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    let url = url.split(['?', '#']).next().unwrap_or(url).trim_end_matches('/').trim_end_matches(".git");
    let mut parts = url.trim_start_matches("www.").splitn(4, '/');
    let (host, owner, repository) = (parts.next()?, parts.next()?, parts.next()?);
    Some(name("code", &format!("{host}/{owner}/{repository}").to_ascii_lowercase()))
}
