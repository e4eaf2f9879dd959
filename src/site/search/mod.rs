//! The search index for the script of the search page: the papers of each term, words by prefix, and cards of papers.
//!
//! The index is split into files of a few kilobytes, so that a query loads few of them and a changed paper touches few. Files of terms are
//! found by a hash of the term, files of words by prefix, files of cards by a paper's number. Very frequent terms have their own files, so
//! that queries for other terms do not load them. Numbers are assigned by day with spare room, so that they rarely change.
//!
//! This module does not know pages or addresses. `content/pages/docs/search.md` documents the ranking.

mod directory;
mod gather;
mod layout;
mod lists;
mod names;
mod near;
mod pack;
mod pages;
mod sums;
#[cfg(test)]
mod tests;

pub use directory::{Directory, Named};
pub(crate) use layout::{BLOCK, Layout, Span};
pub(crate) use pack::deflate as compress;
pub(crate) use pages::{page_cards, page_terms};
pub use sums::survey;
pub(crate) use sums::{Sums, Survey};

use crate::archive::{Archive, PaperId};
use crate::content::{Tags, word_of};
use crate::source::codec::{Stored, put_text};
use crate::text::meaning::{self, Centre};
use crate::text::tokenizer::table_for_script;
use gather::{Filter, TermPart, gather};
use std::sync::OnceLock;

/// The version of the index, its first number. The script reads only the version it was written for.
pub const VERSION: u64 = 6;

/// The number of parts of the hash space that threads gather independently.
const PARTS: usize = crate::content::TERM_PARTS;

/// If at most one in this many files is requested, papers are filtered before their terms are gathered.
const FILTER_FROM: usize = 8;

/// Lists with at least this many papers are compressed with their own Huffman codes.
const OWN_CODE_FROM: usize = 512;

/// Larger archives omit words of a single paper from suggestions: most are misspelled.
const OMIT_RARE_WORDS_FROM: usize = 5_000;

/// Returns whether words of a single paper are omitted from the lists of words.
pub fn omits_rare_words(archive: &Archive) -> bool {
    archive.papers.len() > OMIT_RARE_WORDS_FROM
}

/// Returns how many papers must have a word of the lists of words.
fn least_papers(archive: &Archive) -> usize {
    if omits_rare_words(archive) { 2 } else { 1 }
}

/// Makes the files of the index. Shared data is computed on first use.
pub struct Index<'a> {
    archive: &'a Archive,
    layout: &'a Layout,
    /// `None` if any file may be requested.
    asked: Option<RequestedFiles>,
    parts: OnceLock<Vec<TermPart>>,
    /// The words of each file, sorted, with their number of papers.
    words: OnceLock<Vec<Vec<(String, u32)>>>,
    /// The centre of each region.
    centres: OnceLock<Vec<Centre>>,
}

struct RequestedFiles {
    terms: Vec<bool>,
    words: Vec<bool>,
    meanings: Vec<bool>,
}

/// The files of an index that depend on the terms of all papers.
#[derive(Debug, Default, Clone)]
pub struct TermFiles {
    /// Files of terms.
    pub terms: Vec<u32>,
    /// Files of words.
    pub words: Vec<u32>,
    /// Files of directions of words.
    pub meanings: Vec<u32>,
}

impl<'a> Index<'a> {
    /// Returns the index of an archive, without its content yet.
    pub fn new(archive: &'a Archive, layout: &'a Layout) -> Index<'a> {
        Index {
            archive,
            layout,
            asked: None,
            parts: OnceLock::new(),
            words: OnceLock::new(),
            centres: OnceLock::new(),
        }
    }

    /// Returns the division of the index into files.
    pub fn layout(&self) -> &'a Layout {
        self.layout
    }

    /// Gathers the terms of these files, on all threads. Other files must not be requested then.
    pub fn only(self, files: &TermFiles) -> Index<'a> {
        let mut asked = RequestedFiles {
            terms: vec![false; self.layout.shared as usize + self.layout.own.len()],
            words: vec![false; self.layout.word_files() as usize],
            meanings: vec![false; self.layout.shared as usize],
        };
        let lists = [
            (&files.terms, &mut asked.terms),
            (&files.words, &mut asked.words),
            (&files.meanings, &mut asked.meanings),
        ];
        for (files, asked) in lists {
            files.iter().for_each(|file| asked[*file as usize] = true);
        }
        let all = asked.terms.iter().chain(&asked.words).chain(&asked.meanings);
        let count = all.filter(|is_asked| **is_asked).count();
        let most = self.layout.files().count() + asked.words.len() + asked.meanings.len();
        // If all files are requested, terms need no lookup.
        let index = Index { asked: (count < most).then_some(asked), ..self };
        let is_asked = |term: &str| index.is_asked(term);
        let parts = match &index.asked {
            _ if count == 0 => Vec::new(),
            Some(asked) if count * FILTER_FROM <= most => {
                let files = (0..).zip(&asked.terms).filter(|(_, is_asked)| **is_asked);
                let groups = (0..).zip(&asked.meanings).filter(|(_, is_asked)| **is_asked);
                let groups = groups.map(|(group, _)| (group, index.layout.shared));
                let tags = Tags::new(files.map(|(file, _)| index.layout.hash_of(file)).chain(groups));
                let any = asked.words.contains(&true);
                let is_word_asked = &|term: &str| any && index.is_word_asked(asked, term);
                gather(index.archive, index.layout, Some(&Filter { tags, is_word_asked }), &is_asked)
            }
            _ => gather(index.archive, index.layout, None, &is_asked),
        };
        index.parts.get_or_init(|| parts);
        index
    }

    fn is_asked(&self, term: &str) -> bool {
        self.asked.as_ref().is_none_or(|asked| {
            asked.terms[self.layout.file(term) as usize]
                || self.is_word_asked(asked, term)
                || self.is_meaning_asked(asked, term)
        })
    }

    fn is_meaning_asked(&self, asked: &RequestedFiles, term: &str) -> bool {
        let group = self.layout.meaning_file(term);
        group.is_some_and(|group| asked.meanings[group as usize]) && meaning::word(term).is_some()
    }

    fn is_word_asked(&self, asked: &RequestedFiles, term: &str) -> bool {
        word_of(term).is_some_and(|word| asked.words[self.layout.word_file(word) as usize])
    }

    fn parts(&self) -> &[TermPart] {
        self.parts.get().unwrap_or_else(|| {
            // Gathered outside of the lock: a waiting thread of the pool may take up work that needs the lock.
            let parts = gather(self.archive, self.layout, None, &|term| self.is_asked(term));
            self.parts.get_or_init(|| parts)
        })
    }

    /// Returns the parts of the hash space that contain terms of a file.
    fn parts_of(&self, file: u32) -> impl Iterator<Item = usize> + use<> {
        let (rest, by) = self.layout.hash_of(file);
        let near = (by as usize).min(PARTS);
        (0..PARTS).filter(move |number| number % near == rest as usize % near)
    }

    /// Returns the root file: version, the table of letters, sizes, the number of regions, the numbers of each day, slots with their own files, and the number of plain pages if there
    /// are any.
    pub fn root(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let layout = self.layout;
        let (papers, days) = (self.archive.papers.len() as u64, layout.days.len() as u64);
        let cut = [layout.shared, layout.level, BLOCK].map(u64::from);
        VERSION.put(&mut bytes);
        put_text(&table_for_script(), &mut bytes);
        let regions = layout.regions.len() as u64;
        for number in [papers].into_iter().chain(cut).chain([regions, days]) {
            number.put(&mut bytes);
        }
        let mut before = 0;
        for day in &layout.days {
            // Days since the previous one, and the number of papers.
            (day.number.saturating_sub(before) as u64).put(&mut bytes);
            u64::from(day.papers).put(&mut bytes);
            before = day.number;
        }
        // Differences between slots.
        layout.own_slots().count().put(&mut bytes);
        let mut before = 0;
        for slot in layout.own_slots() {
            u64::from(slot - before).put(&mut bytes);
            before = slot;
        }
        if !self.archive.pages.is_empty() {
            self.archive.pages.len().put(&mut bytes);
        }
        pack::deflate(&bytes)
    }

    /// Returns a file of terms: each with its papers' numbers and weights.
    pub fn terms(&self, file: u32) -> Vec<u8> {
        let mut terms: Vec<(&str, &[u32])> = Vec::new();
        for number in self.parts_of(file) {
            terms.extend(self.parts().get(number).into_iter().flat_map(|part| part.terms_of(file)));
        }
        terms.sort_unstable();
        let mut bytes = Vec::new();
        let mut borders = Vec::new();
        terms.len().put(&mut bytes);
        for (term, found) in terms {
            put_text(term, &mut bytes);
            let start = bytes.len();
            let weights = lists::put(found, term.starts_with("a:"), &mut bytes);
            if found.len() >= OWN_CODE_FROM {
                borders.extend([start, weights, bytes.len()]);
            }
        }
        if self.layout.is_own(file) && !self.layout.has_keys(file) {
            pack::deflate_numbers(&bytes, &borders)
        } else {
            pack::deflate(&bytes)
        }
    }

    /// Returns a file of words: one per line, with a letter for the binary logarithm of its number of papers (`a` for one, `b` from two,
    /// `c` from four).
    pub fn words(&self, file: u32) -> Vec<u8> {
        let least = least_papers(self.archive) as u32;
        let parts = self.parts();
        let files = self.words.get_or_init(|| {
            let mut files = vec![Vec::new(); self.layout.word_files() as usize];
            for (term, found) in parts.iter().flat_map(TermPart::all) {
                if let Some(word) = word_of(term) {
                    files[self.layout.word_file(word) as usize].push((word.to_owned(), found.len() as u32));
                }
            }
            for words in &mut files {
                words.sort_unstable();
                // A word of texts may also be a name.
                words.dedup_by(|(word, more), (kept, count)| {
                    let is_same = word == kept;
                    *count += if is_same { *more } else { 0 };
                    is_same
                });
                words.retain(|(_, count)| *count >= least);
            }
            files
        });
        let mut text = String::new();
        for (word, count) in &files[file as usize] {
            text.push_str(word);
            text.push(' ');
            text.push(char::from(b'a' + count.ilog2() as u8));
            text.push('\n');
        }
        pack::deflate(text.as_bytes())
    }

    /// Returns a file of cards; `card` returns each as JSON.
    pub fn cards(&self, block: u32, card: impl Fn(PaperId) -> String) -> Vec<u8> {
        let cards: Vec<String> = self
            .layout
            .papers_of(block)
            .iter()
            .map(|&id| format!("\"{}\":{}", self.layout.number(id), card(id)))
            .collect();
        pack::deflate(format!("{{{}}}", cards.join(",\n")).as_bytes())
    }
}
