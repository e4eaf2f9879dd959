//! The cache format of neighbours. A neighbour is stored by its position in the postings of the paper's features, not by its id.

/// A neighbour, by its position in a posting list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Neighbour {
    /// Index of the feature in the paper's signature.
    pub feature: u8,
    /// Index of the neighbour among the candidates of that feature.
    pub number: u8,
    pub may_be_duplicate: bool,
}

/// The neighbours of a paper, nearest first, and the hash of everything they depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NeighbourRecord {
    pub key: u64,
    pub near: Vec<Neighbour>,
}

pub(super) struct CachedNeighbours<'a> {
    records: Vec<(u64, &'a [u8])>,
}

const NEIGHBOUR_BYTES: usize = 2;
const DUPLICATE_FLAG: u8 = 0x80;

impl<'a> CachedNeighbours<'a> {
    pub fn read(bytes: &'a [u8]) -> CachedNeighbours<'a> {
        CachedNeighbours { records: records(bytes).unwrap_or_default() }
    }

    pub fn len(&self) -> usize {
        self.records.len()
    }

    pub fn get(&self, key: u64) -> Option<NeighbourRecord> {
        let at = self.records.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        let (near, _) = self.records.get(at)?.1.as_chunks::<NEIGHBOUR_BYTES>();
        let near = near.iter().map(|&[feature, number]| Neighbour {
            feature: feature & !DUPLICATE_FLAG,
            number,
            may_be_duplicate: feature & DUPLICATE_FLAG != 0,
        });
        Some(NeighbourRecord { key, near: near.collect() })
    }
}

fn records(mut bytes: &[u8]) -> Option<Vec<(u64, &[u8])>> {
    let mut records = Vec::with_capacity(bytes.len() / 16);
    while !bytes.is_empty() {
        let (key, rest) = bytes.split_first_chunk()?;
        let (count, rest) = rest.split_first()?;
        let (near, rest) = rest.split_at_checked(usize::from(*count) * NEIGHBOUR_BYTES)?;
        records.push((u64::from_le_bytes(*key), near));
        bytes = rest;
    }
    records.is_sorted_by_key(|(key, _)| *key).then_some(records)
}

pub(super) fn write(mut records: Vec<NeighbourRecord>) -> Vec<u8> {
    records.sort_unstable_by_key(|record| record.key);
    let mut bytes = Vec::with_capacity(records.len() * 20);
    for record in &records {
        bytes.extend_from_slice(&record.key.to_le_bytes());
        bytes.push(record.near.len() as u8);
        for near in &record.near {
            bytes
                .extend([near.feature | if near.may_be_duplicate { DUPLICATE_FLAG } else { 0 }, near.number]);
        }
    }
    bytes
}
