//! Sums over papers that tell which files of the index changed.
//!
//! They are kept from build to build, for some hundred papers at a time: where those are as they were, their terms are not gone through.

use super::Layout;
use super::layout::is_word;
use super::names::Names;
use crate::archive::{Archive, PaperId};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::HashMap;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// Papers whose sums are kept as one, at most: those whose numbers are the same but for so much.
const TOGETHER: u32 = 1024;

/// For each file of terms and of words a number that changes when its papers do.
#[derive(Debug, Default)]
pub struct Sums {
    pub terms: Vec<u64>,
    pub words: Vec<u64>,
}

/// Sums up. `kept` is what the last call left; any bytes will do. Returns the sums, and what is to be kept where that is not what was.
pub fn sums(archive: &Archive, layout: &Layout, kept: &[u8]) -> (Sums, Option<Vec<u8>>) {
    let (terms, words) = (layout.buckets as usize, layout.word_files() as usize);
    // A number for the papers that the sums are of, and the sums.
    let size = size_of::<u64>() * (1 + terms + words);
    let old: HashMap<u64, &[u8]> =
        kept.chunks_exact(size).filter_map(|group| Some((number(group)?, group))).collect();
    let names = Names::new(archive);
    let together = |a: &PaperId, b: &PaperId| layout.number(*a) / TOGETHER == layout.number(*b) / TOGETHER;
    let groups: Vec<&[PaperId]> = layout.order().chunk_by(together).collect();
    let known = |papers: &[PaperId]| {
        let key = papers.iter().fold((terms + words) as u64, |key, &id| {
            let key = xxh3_64_with_seed(&layout.number(id).to_le_bytes(), key);
            names.fold(xxh3_64_with_seed(archive.paper(id).terms.bytes(), key), archive, id)
        });
        let group = old.get(&key).copied();
        group.map_or_else(|| Cow::from(sum_up(key, papers, archive, layout, &names)), Cow::from)
    };
    let found: Vec<Cow<'_, [u8]>> = groups.into_par_iter().map(known).collect();
    let mut both = vec![0u64; terms + words];
    for group in &found {
        let sums = group.chunks_exact(size_of::<u64>()).skip(1).filter_map(number);
        both.iter_mut().zip(sums).for_each(|(sum, more)| *sum = sum.wrapping_add(more));
    }
    let is_same = found.len() * size == kept.len() && found.iter().all(|sum| matches!(sum, Cow::Borrowed(_)));
    let words = both.split_off(terms);
    (Sums { terms: both, words }, (!is_same).then(|| found.concat()))
}

/// Returns the number that bytes begin with.
fn number(bytes: &[u8]) -> Option<u64> {
    bytes.first_chunk().map(|bytes| u64::from_le_bytes(*bytes))
}

/// Sums over papers; order does not matter to a sum.
fn sum_up(key: u64, papers: &[PaperId], archive: &Archive, layout: &Layout, names: &Names) -> Vec<u8> {
    let mut terms = vec![0u64; layout.buckets as usize];
    let mut words = vec![0u64; layout.word_files() as usize];
    for &id in papers {
        let number = layout.number(id) << 4;
        let mut add = |term: &str, weight: u8| {
            let seed = u64::from(number | u32::from(weight));
            let sum = &mut terms[layout.bucket(term) as usize];
            *sum = sum.wrapping_add(xxh3_64_with_seed(term.as_bytes(), seed));
            if is_word(term) {
                let sum = &mut words[layout.word_file(term) as usize];
                *sum = sum.wrapping_add(xxh3_64(term.as_bytes()));
            }
        };
        archive.paper(id).terms.each(&mut add);
        names.of(archive, id, None, add);
    }
    [key].into_iter().chain(terms).chain(words).flat_map(u64::to_le_bytes).collect()
}
