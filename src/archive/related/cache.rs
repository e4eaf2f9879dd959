//! Neighbours as they are kept from build to build: not by name, but by where they are found from the paper.

/// A neighbour: which thing of the paper's signature leads to it, and which of those it leads to it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Near {
    pub thing: u8,
    pub number: u8,
    /// Whether it may be the same paper.
    pub is_suspect: bool,
}

/// The neighbours of a paper, the nearest first, and the number of what they follow from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub key: u64,
    pub near: Vec<Near>,
}

/// What the last build found, by key.
pub(super) struct CachedNeighbours<'a> {
    records: Vec<(u64, &'a [u8])>,
}

const EACH: usize = 2;
const SUSPECT: u8 = 0x80;

impl<'a> CachedNeighbours<'a> {
    pub fn read(bytes: &'a [u8]) -> CachedNeighbours<'a> {
        CachedNeighbours { records: records(bytes).unwrap_or_default() }
    }

    pub fn len(&self) -> usize {
        self.records.len()
    }

    pub fn get(&self, key: u64) -> Option<Record> {
        let at = self.records.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        let (near, _) = self.records.get(at)?.1.as_chunks::<EACH>();
        let near = near.iter().map(|&[thing, number]| Near {
            thing: thing & !SUSPECT,
            number,
            is_suspect: thing & SUSPECT != 0,
        });
        Some(Record { key, near: near.collect() })
    }
}

fn records(mut bytes: &[u8]) -> Option<Vec<(u64, &[u8])>> {
    let mut records = Vec::with_capacity(bytes.len() / 16);
    while !bytes.is_empty() {
        let (key, rest) = bytes.split_first_chunk()?;
        let (count, rest) = rest.split_first()?;
        let (near, rest) = rest.split_at_checked(usize::from(*count) * EACH)?;
        records.push((u64::from_le_bytes(*key), near));
        bytes = rest;
    }
    records.is_sorted_by_key(|(key, _)| *key).then_some(records)
}

pub(super) fn write(mut records: Vec<Record>) -> Vec<u8> {
    records.sort_unstable_by_key(|record| record.key);
    let mut bytes = Vec::with_capacity(records.len() * 20);
    for record in &records {
        bytes.extend_from_slice(&record.key.to_le_bytes());
        bytes.push(record.near.len() as u8);
        for near in &record.near {
            bytes.extend([near.thing | if near.is_suspect { SUSPECT } else { 0 }, near.number]);
        }
    }
    bytes
}
