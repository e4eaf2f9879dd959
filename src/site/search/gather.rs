//! Gathers the papers of each term.

use super::Layout;
use super::names::Names;
use crate::archive::{Archive, PaperId};
use crate::content::{TERM_PARTS, Tags, is_needless_alone, term_part};
use crate::text::seeded_map;
use rayon::prelude::*;

/// Papers per parallel task, few enough that their terms stay in the processor's cache.
const CHUNK: usize = 4096;

/// The terms of one part of the hash space, by file. Each has its papers: the number in the high bits, the weight in
/// the lowest four.
pub(super) struct TermPart {
    terms: Vec<Gathered>,
}

struct Gathered {
    file: u32,
    term: Box<str>,
    found: Vec<u32>,
}

type Postings = seeded_map::Names<Box<str>, Vec<u32>>;

/// A filter for a small set of files.
pub(super) struct Filter<'a> {
    /// Terms without one of these tags are skipped,
    pub tags: Tags,
    /// except words for which this is true.
    pub is_word_asked: &'a (dyn Fn(&str) -> bool + Sync),
}

/// Gathers the requested terms on all threads, part by part.
pub(super) fn gather(
    archive: &Archive,
    layout: &Layout,
    filter: Option<&Filter<'_>>,
    is_asked: &(impl Fn(&str) -> bool + Sync),
) -> Vec<TermPart> {
    let names = Names::new(archive).only(is_asked);
    let of_some = |papers: &[PaperId]| {
        let mut parts: Vec<Vec<(Box<str>, Vec<u32>)>> = (0..TERM_PARTS).map(|_| Vec::new()).collect();
        for (term, found) in found(papers, archive, layout, &names, filter, is_asked) {
            parts[term_part(&term)].push((term, found));
        }
        parts
    };
    let some: Vec<_> = layout.order().par_chunks(CHUNK).map(of_some).collect();
    let mut parts: Vec<Vec<_>> = (0..TERM_PARTS).map(|_| Vec::with_capacity(some.len())).collect();
    for own in some {
        parts.iter_mut().zip(own).for_each(|(part, own)| part.push(own));
    }
    let whole = |part: Vec<Vec<(Box<str>, Vec<u32>)>>| {
        let mut found = Postings::default();
        for (term, mut papers) in part.into_iter().flatten() {
            match found.get_mut(&term) {
                Some(all) => all.append(&mut papers),
                None => _ = found.insert(term, papers),
            }
        }
        TermPart::new(found, layout)
    };
    parts.into_par_iter().map(whole).collect()
}

impl TermPart {
    fn new(found: Postings, layout: &Layout) -> TermPart {
        let gathered = |(term, found): (Box<str>, _)| Gathered { file: layout.file(&term), term, found };
        let is_needless =
            |term: &str, found: &[u32]| matches!(found, [one] if is_needless_alone(term, (one & 15) as u8));
        let found = found.into_iter().filter(|(term, found)| !is_needless(term, found));
        let mut terms: Vec<Gathered> = found.map(gathered).collect();
        terms.sort_unstable_by(|a, b| (a.file, &a.term).cmp(&(b.file, &b.term)));
        TermPart { terms }
    }

    pub fn all(&self) -> impl Iterator<Item = (&str, &[u32])> {
        self.terms.iter().map(Gathered::term_and_papers)
    }

    pub fn terms_of(&self, file: u32) -> impl Iterator<Item = (&str, &[u32])> {
        let start = self.terms.partition_point(|own| own.file < file);
        self.terms[start..].iter().take_while(move |own| own.file == file).map(Gathered::term_and_papers)
    }
}

impl Gathered {
    fn term_and_papers(&self) -> (&str, &[u32]) {
        (&self.term, &self.found)
    }
}

/// Returns the requested terms of some papers.
fn found(
    papers: &[PaperId],
    archive: &Archive,
    layout: &Layout,
    names: &Names,
    filter: Option<&Filter<'_>>,
    is_asked: &impl Fn(&str) -> bool,
) -> Postings {
    let mut found = Postings::default();
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
        match filter {
            Some(Filter { tags, is_word_asked }) => {
                archive.paper(id).terms.tagged(tags, is_word_asked, &mut add);
            }
            None => archive.paper(id).terms.each(&mut add),
        }
        names.for_each_term(archive, id, add);
    }
    found
}
