//! Checksums over papers, which decide the slots with their own files and detect changed files.
//!
//! They are cached per group of up to 2,048 numbers. The terms of an unchanged group are not read again.

use super::Layout;
use super::names::Names;
use crate::archive::{Archive, PaperId};
use crate::content::word_of;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::HashMap;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// The numbers of papers per cached group.
const GROUP_NUMBERS: u32 = 2048;

/// The result of [`survey`].
#[derive(Debug)]
pub struct Survey {
    /// The layout of the index.
    pub layout: Layout,
    /// The checksums of its files.
    pub sums: Sums,
    /// The new cache; `None` if it equals the old one.
    pub cache: Option<Vec<u8>>,
}

/// For each file a checksum that changes with its terms or words.
#[derive(Debug, Default)]
pub struct Sums {
    /// Of the files of terms.
    pub terms: Vec<u64>,
    /// Of the files of words.
    pub words: Vec<u64>,
    /// Of the files of directions of words.
    pub meanings: Vec<u64>,
}

/// Computes layout and checksums of an archive. `cached` is the cache that the previous call returned; damaged bytes are ignored.
pub fn survey(archive: &Archive, cached: &[u8]) -> Survey {
    let mut layout = Layout::new(archive);
    let size = Group::size(&layout);
    let groups = cached.chunks_exact(size).filter_map(|group| Some((group.first_chunk()?, group)));
    let old: HashMap<&[u8; 8], &[u8]> = groups.collect();
    let names = Names::new(archive);
    let together =
        |a: &PaperId, b: &PaperId| layout.number(*a) / GROUP_NUMBERS == layout.number(*b) / GROUP_NUMBERS;
    let groups: Vec<&[PaperId]> = layout.order().chunk_by(together).collect();
    let known = |papers: &[PaperId]| {
        let key = papers.iter().fold(size as u64, |key, &id| {
            let key = xxh3_64_with_seed(&layout.number(id).to_le_bytes(), key);
            names.hash(xxh3_64_with_seed(archive.paper(id).terms.bytes(), key), archive, id)
        });
        let key = key.to_le_bytes();
        let group = old.get(&key).copied();
        group.map_or_else(|| Cow::from(sum_up(papers, archive, &layout, &names).to_bytes(key)), Cow::from)
    };
    let found: Vec<Cow<'_, [u8]>> = groups.into_par_iter().map(known).collect();
    let mut all = Group::new(&layout);
    found.iter().for_each(|group| all.add(group));
    let is_same =
        found.len() * size == cached.len() && found.iter().all(|sum| matches!(sum, Cow::Borrowed(_)));
    let cache = (!is_same).then(|| found.concat());
    layout.assign_own_files(&all.counts);
    let mut terms = vec![0u64; (layout.shared as usize) + all.slots.len()];
    let mut meanings = vec![0u64; layout.shared as usize];
    for (slot, &sum) in (0..).zip(&all.slots) {
        let file = &mut terms[layout.file_of(slot) as usize];
        *file = file.wrapping_add(sum);
        if let Some(group) = layout.slot_group(slot) {
            let group = &mut meanings[group as usize];
            *group = group.wrapping_add(sum);
        }
    }
    Survey { layout, sums: Sums { terms, words: all.words, meanings }, cache }
}

/// Checksums over some papers. Sums do not depend on the order of papers.
struct Group {
    slots: Vec<u64>,
    words: Vec<u64>,
    counts: Vec<u32>,
}

impl Group {
    fn new(layout: &Layout) -> Group {
        let (slots, words) = (layout.own.len(), layout.word_files() as usize);
        Group { slots: vec![0; slots], words: vec![0; words], counts: vec![0; slots] }
    }

    fn size(layout: &Layout) -> usize {
        let (slots, words) = (layout.own.len(), layout.word_files() as usize);
        size_of::<u64>() * (1 + slots + words) + size_of::<u32>() * slots
    }

    /// Returns the cached form, which starts with a hash of the group's inputs.
    fn to_bytes(&self, key: [u8; 8]) -> Vec<u8> {
        let sums = self.slots.iter().chain(&self.words).flat_map(|sum| sum.to_le_bytes());
        let counts = self.counts.iter().flat_map(|count| count.to_le_bytes());
        key.into_iter().chain(sums).chain(counts).collect()
    }

    /// Adds a cached group. Missing bytes count as zero.
    fn add(&mut self, cached: &[u8]) {
        let sums = cached.as_chunks().0.iter().skip(1).map(|bytes| u64::from_le_bytes(*bytes));
        self.slots
            .iter_mut()
            .chain(&mut self.words)
            .zip(sums)
            .for_each(|(sum, more)| *sum = sum.wrapping_add(more));
        let counts = cached.as_rchunks().1.iter().rev().map(|bytes| u32::from_le_bytes(*bytes));
        self.counts
            .iter_mut()
            .rev()
            .zip(counts)
            .for_each(|(count, more)| *count = count.saturating_add(more));
    }
}

fn sum_up(papers: &[PaperId], archive: &Archive, layout: &Layout, names: &Names) -> Group {
    let mut group = Group::new(layout);
    for &id in papers {
        let number = layout.number(id) << 4;
        let mut add = |term: &str, weight: u8| {
            let digest = xxh3_64(term.as_bytes());
            let slot = layout.slot(term) as usize;
            let seed = u64::from(number | u32::from(weight));
            let sum = &mut group.slots[slot];
            *sum = sum.wrapping_add(xxh3_64_with_seed(&digest.to_le_bytes(), seed));
            group.counts[slot] += 1;
            if let Some(word) = word_of(term) {
                let sum = &mut group.words[layout.word_file(word) as usize];
                *sum = sum.wrapping_add(digest);
            }
        };
        archive.paper(id).terms.each(&mut add);
        names.for_each_term(archive, id, add);
    }
    group
}
