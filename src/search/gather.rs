//! Which papers have which terms.

use super::Layout;
use super::names::Names;
use crate::archive::{Archive, PaperId};
use crate::content::{TERM_PARTS, term_part};
use rayon::prelude::*;
use std::collections::HashMap;

/// Papers that a thread goes through at a time.
const TOGETHER: usize = 2048;

/// The terms of a part, by the file they go to; each with its papers: the number in the high bits, how much the term says of it in the
/// lowest four.
#[derive(Default)]
pub(super) struct Wave {
    terms: Vec<Gathered>,
}

struct Gathered {
    bucket: u32,
    term: Box<str>,
    found: Vec<u32>,
}

impl Wave {
    /// Gathers the terms of some parts that are asked for, on all threads.
    pub fn gather(
        archive: &Archive,
        layout: &Layout,
        parts: Vec<usize>,
        is_asked: &(impl Fn(&str) -> bool + Sync),
    ) -> Vec<(usize, Wave)> {
        let names = Names::new(archive).only(is_asked);
        let gather = |part| (part, Wave::of_part(archive, layout, &names, part, is_asked));
        parts.into_par_iter().map(gather).collect()
    }

    /// Gathers what is asked for of all parts, where that is little: papers are gone through once and not for each part.
    pub fn gather_few(
        archive: &Archive,
        layout: &Layout,
        is_asked: &(impl Fn(&str) -> bool + Sync),
    ) -> Vec<(usize, Wave)> {
        let names = Names::new(archive).only(is_asked);
        let of_some = |papers: &[PaperId]| {
            let mut found: HashMap<Box<str>, Vec<u32>> = HashMap::new();
            for &id in papers {
                let number = layout.number(id) << 4;
                let mut add = |term: &str, weight: u8| {
                    if is_asked(term) {
                        let paper = number | u32::from(weight & 15);
                        match found.get_mut(term) {
                            Some(papers) => papers.push(paper),
                            None => _ = found.insert(term.into(), vec![paper]),
                        }
                    }
                };
                archive.paper(id).terms.each(&mut add);
                names.of(archive, id, None, add);
            }
            found
        };
        let some: Vec<_> = layout.order().par_chunks(TOGETHER).map(of_some).collect();
        let mut all: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        for (term, mut found) in some.into_iter().flatten() {
            all.entry(term).or_default().append(&mut found);
        }
        let mut parts: Vec<Vec<Gathered>> = (0..TERM_PARTS).map(|_| Vec::new()).collect();
        for (term, found) in all {
            parts[term_part(&term)].push(Gathered { bucket: layout.bucket(&term), term, found });
        }
        parts.into_iter().map(Wave::sorted).enumerate().collect()
    }

    fn sorted(mut terms: Vec<Gathered>) -> Wave {
        terms.sort_unstable_by(|a, b| (a.bucket, &a.term).cmp(&(b.bucket, &b.term)));
        Wave { terms }
    }

    fn of_part(
        archive: &Archive,
        layout: &Layout,
        names: &Names,
        part: usize,
        is_asked: impl Fn(&str) -> bool,
    ) -> Wave {
        let mut places: HashMap<Box<str>, usize> = HashMap::new();
        let mut terms: Vec<Gathered> = Vec::new();
        for &id in layout.order() {
            let number = layout.number(id) << 4;
            let mut add = |term: &str, weight: u8| {
                if !is_asked(term) {
                    return;
                }
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
            names.of(archive, id, Some(part), &mut add);
        }
        Wave::sorted(terms)
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
