//! Which papers have which terms, and sums over them that tell which files of the index changed.

use super::Layout;
use super::layout::is_word;
use super::names::Names;
use crate::archive::{Archive, PaperId};
use crate::content::{TERM_PARTS, term_hash};
use rayon::prelude::*;
use std::collections::HashMap;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// The terms of a part, by the file they go to; each with its papers: the number in the high bits, how much the term says of it in the
/// lowest four.
pub(super) struct Wave {
    terms: Vec<Gathered>,
}

struct Gathered {
    bucket: u32,
    term: Box<str>,
    found: Vec<u32>,
}

impl Wave {
    pub fn gather(archive: &Archive, layout: &Layout, names: &Names, part: usize) -> Wave {
        let mut places: HashMap<Box<str>, usize> = HashMap::new();
        let mut terms: Vec<Gathered> = Vec::new();
        for &id in layout.order() {
            let number = layout.number(id) << 4;
            let mut add = |term: &str, weight: u8| {
                let found = number | u32::from(weight & 15);
                match places.get(term) {
                    Some(&at) => terms[at].found.push(found),
                    None => {
                        places.insert(term.into(), terms.len());
                        terms.push(Gathered {
                            bucket: layout.bucket(term),
                            term: term.into(),
                            found: vec![found],
                        });
                    }
                }
            };
            archive.paper(id).terms.of_part(part, &mut add);
            names.of(archive, id, |term, weight| {
                if term_hash(term) as usize % TERM_PARTS == part {
                    add(term, weight);
                }
            });
        }
        terms.sort_unstable_by(|a, b| (a.bucket, &a.term).cmp(&(b.bucket, &b.term)));
        Wave { terms }
    }

    pub fn all(&self) -> impl Iterator<Item = (&str, &[u32])> {
        self.terms.iter().map(Gathered::told)
    }

    /// Returns the terms of a file.
    pub fn of(&self, bucket: u32) -> impl Iterator<Item = (&str, &[u32])> {
        let start = self.terms.partition_point(|own| own.bucket < bucket);
        self.terms[start..].iter().take_while(move |own| own.bucket == bucket).map(Gathered::told)
    }
}

impl Gathered {
    fn told(&self) -> (&str, &[u32]) {
        (&self.term, &self.found)
    }
}

/// For each file of terms and of words a number that changes when its papers do.
#[derive(Debug, Default)]
pub struct Sums {
    pub terms: Vec<u64>,
    pub words: Vec<u64>,
}

/// Sums over all papers. Order does not matter to a sum, so that it is worked out on all threads.
pub fn sums(archive: &Archive, layout: &Layout) -> Sums {
    let names = Names::new(archive);
    let none =
        || Sums { terms: vec![0; layout.buckets as usize], words: vec![0; layout.word_files() as usize] };
    let add = |mut sums: Sums, &id: &PaperId| {
        let number = layout.number(id) << 4;
        let mut add = |term: &str, weight: u8| {
            let seed = u64::from(number | u32::from(weight));
            let sum = &mut sums.terms[layout.bucket(term) as usize];
            *sum = sum.wrapping_add(xxh3_64_with_seed(term.as_bytes(), seed));
            if is_word(term) {
                let sum = &mut sums.words[layout.word_file(term) as usize];
                *sum = sum.wrapping_add(xxh3_64(term.as_bytes()));
            }
        };
        (0..TERM_PARTS).for_each(|part| archive.paper(id).terms.of_part(part, &mut add));
        names.of(archive, id, add);
        sums
    };
    let both = |mut a: Sums, b: Sums| {
        for (a, b) in [(&mut a.terms, b.terms), (&mut a.words, b.words)] {
            a.iter_mut().zip(b).for_each(|(a, b)| *a = a.wrapping_add(b));
        }
        a
    };
    layout.order().par_iter().with_min_len(1_000).fold(none, add).reduce(none, both)
}
