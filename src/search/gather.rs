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
pub(super) struct Wave {
    terms: Vec<Gathered>,
}

struct Gathered {
    bucket: u32,
    term: Box<str>,
    found: Vec<u32>,
}

/// The papers of each term.
type Found = HashMap<Box<str>, Vec<u32>>;

impl Wave {
    /// Gathers the terms of all parts that are asked for, part by part, on all threads.
    pub fn gather(
        archive: &Archive,
        layout: &Layout,
        is_asked: &(impl Fn(&str) -> bool + Sync),
    ) -> Vec<(usize, Wave)> {
        let names = Names::new(archive).only(is_asked);
        let gather = |part| (part, Wave::of_part(archive, layout, &names, part, is_asked));
        (0..TERM_PARTS).into_par_iter().map(gather).collect()
    }

    /// Gathers what is asked for of all parts, where that is little: papers are gone through once and not for each part.
    pub fn gather_few(
        archive: &Archive,
        layout: &Layout,
        is_asked: &(impl Fn(&str) -> bool + Sync),
    ) -> Vec<(usize, Wave)> {
        let names = Names::new(archive).only(is_asked);
        let of_some = |papers: &[PaperId]| found(papers, None, archive, layout, &names, is_asked);
        let some: Vec<Found> = layout.order().par_chunks(TOGETHER).map(of_some).collect();
        let mut parts: Vec<Found> = (0..TERM_PARTS).map(|_| Found::new()).collect();
        for (term, mut papers) in some.into_iter().flatten() {
            parts[term_part(&term)].entry(term).or_default().append(&mut papers);
        }
        parts.into_iter().map(|found| Wave::of_found(found, layout)).enumerate().collect()
    }

    /// Gathers the terms of a part that are asked for.
    pub fn of_part(
        archive: &Archive,
        layout: &Layout,
        names: &Names,
        part: usize,
        is_asked: &impl Fn(&str) -> bool,
    ) -> Wave {
        Wave::of_found(found(layout.order(), Some(part), archive, layout, names, is_asked), layout)
    }

    fn of_found(found: Found, layout: &Layout) -> Wave {
        let gathered = |(term, found): (Box<str>, _)| Gathered { bucket: layout.bucket(&term), term, found };
        let mut terms: Vec<Gathered> = found.into_iter().map(gathered).collect();
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

/// Returns the terms of some papers that are asked for, of all parts or of one.
fn found(
    papers: &[PaperId],
    part: Option<usize>,
    archive: &Archive,
    layout: &Layout,
    names: &Names,
    is_asked: &impl Fn(&str) -> bool,
) -> Found {
    let mut found = Found::new();
    for &id in papers {
        let number = layout.number(id) << 4;
        let mut add = |term: &str, weight: u8| {
            if !is_asked(term) {
                return;
            }
            let paper = number | u32::from(weight & 15);
            match found.get_mut(term) {
                Some(papers) => papers.push(paper),
                None => _ = found.insert(term.into(), vec![paper]),
            }
        };
        match part {
            Some(part) => archive.paper(id).terms.of_part(part, &mut add),
            None => archive.paper(id).terms.each(&mut add),
        }
        names.of(archive, id, part, add);
    }
    found
}
