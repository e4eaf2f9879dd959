//! Which papers have which terms.

use super::Layout;
use super::names::Names;
use crate::archive::Archive;
use rayon::prelude::*;
use std::collections::HashMap;

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
    /// Gathers the terms of some parts that are asked for, on all threads.
    pub fn gather(
        archive: &Archive,
        layout: &Layout,
        parts: Vec<usize>,
        is_asked: &(impl Fn(&str) -> bool + Sync),
    ) -> Vec<(usize, Wave)> {
        let names = Names::new(archive);
        parts
            .into_par_iter()
            .map(|part| (part, Wave::of_part(archive, layout, &names, part, is_asked)))
            .collect()
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
