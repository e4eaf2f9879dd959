//! Which papers have which terms.

use super::Layout;
use super::names::Names;
use crate::archive::{Archive, PaperId};
use crate::content::{TERM_PARTS, Tags, term_part};
use crate::text::seeded_map;
use rayon::prelude::*;

/// Papers that a thread goes through at a time: so many that their terms stay at hand.
const TOGETHER: usize = 4096;

/// The terms of a part, by the file they go to; each with its papers: the number in the high bits, how much the term says of it in the
/// lowest four.
pub(super) struct Wave {
    terms: Vec<Gathered>,
}

struct Gathered {
    file: u32,
    term: Box<str>,
    found: Vec<u32>,
}

/// The papers of each term.
type Found = seeded_map::Names<Box<str>, Vec<u32>>;

/// What is asked for, where that is little.
pub(super) struct Few<'a> {
    /// Terms that have none of these tags are passed by,
    pub tags: Tags,
    /// unless they are such words.
    pub is_word_asked: &'a (dyn Fn(&str) -> bool + Sync),
}

/// Gathers the terms that are asked for, on all threads. Returns them part by part.
pub(super) fn gather(
    archive: &Archive,
    layout: &Layout,
    few: Option<&Few<'_>>,
    is_asked: &(impl Fn(&str) -> bool + Sync),
) -> Vec<Wave> {
    let names = Names::new(archive).only(is_asked);
    let of_some = |papers: &[PaperId]| {
        let mut parts: Vec<Vec<(Box<str>, Vec<u32>)>> = (0..TERM_PARTS).map(|_| Vec::new()).collect();
        for (term, found) in found(papers, archive, layout, &names, few, is_asked) {
            parts[term_part(&term)].push((term, found));
        }
        parts
    };
    let some: Vec<_> = layout.order().par_chunks(TOGETHER).map(of_some).collect();
    let mut parts: Vec<Vec<_>> = (0..TERM_PARTS).map(|_| Vec::with_capacity(some.len())).collect();
    for own in some {
        parts.iter_mut().zip(own).for_each(|(part, own)| part.push(own));
    }
    let whole = |part: Vec<Vec<(Box<str>, Vec<u32>)>>| {
        let mut found = Found::default();
        for (term, mut papers) in part.into_iter().flatten() {
            match found.get_mut(&term) {
                Some(all) => all.append(&mut papers),
                None => _ = found.insert(term, papers),
            }
        }
        Wave::of_found(found, layout)
    };
    parts.into_par_iter().map(whole).collect()
}

impl Wave {
    fn of_found(found: Found, layout: &Layout) -> Wave {
        let gathered = |(term, found): (Box<str>, _)| Gathered { file: layout.file(&term), term, found };
        let mut terms: Vec<Gathered> = found.into_iter().map(gathered).collect();
        terms.sort_unstable_by(|a, b| (a.file, &a.term).cmp(&(b.file, &b.term)));
        Wave { terms }
    }

    pub fn all(&self) -> impl Iterator<Item = (&str, &[u32])> {
        self.terms.iter().map(Gathered::told)
    }

    /// Returns the terms of a file.
    pub fn of(&self, file: u32) -> impl Iterator<Item = (&str, &[u32])> {
        let start = self.terms.partition_point(|own| own.file < file);
        self.terms[start..].iter().take_while(move |own| own.file == file).map(Gathered::told)
    }
}

impl Gathered {
    fn told(&self) -> (&str, &[u32]) {
        (&self.term, &self.found)
    }
}

/// Returns the terms of some papers that are asked for.
fn found(
    papers: &[PaperId],
    archive: &Archive,
    layout: &Layout,
    names: &Names,
    few: Option<&Few<'_>>,
    is_asked: &impl Fn(&str) -> bool,
) -> Found {
    let mut found = Found::default();
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
        match few {
            Some(Few { tags, is_word_asked }) => {
                archive.paper(id).terms.tagged(tags, is_word_asked, &mut add);
            }
            None => archive.paper(id).terms.each(&mut add),
        }
        names.of(archive, id, add);
    }
    found
}
