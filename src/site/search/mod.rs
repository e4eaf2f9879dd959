//! The index of the archive that the search page's script reads: which papers have a term, which words begin how, what a paper's card shows.
//!
//! All of it is cut into files of a few kilobytes, so that a query loads a handful, and so that one paper's change touches few: a file of
//! terms is found by a hash of the term, a file of words by how they begin, a file of cards by a paper's number. Terms that very many papers
//! have are in files of their own, so that nobody loads them who asks for another. A paper's number is given by day, with room for more
//! papers in each, so that it stays where it is.
//!
//! It knows nothing of pages and addresses. What files hold is told in `content/pages/docs/search.md`.

mod gather;
mod layout;
mod lists;
mod names;
mod pack;
mod pages;
mod sums;
#[cfg(test)]
mod tests;

pub use layout::{BLOCK, Layout, Span};
pub use pages::{page_cards, page_terms};
pub use sums::{Sums, Survey, survey};

use crate::archive::{Archive, PaperId};
use crate::content::Tags;
use crate::source::codec::{Stored, put_text};
use gather::{Few, Wave, gather};
use std::sync::OnceLock;

/// The version of the index: the first number of its first file. The script of a page reads this version only.
pub const VERSION: u64 = 3;

/// Terms are gathered in so many parts, by their hash, so that threads need not wait for each other.
const WAVES: usize = crate::content::TERM_PARTS;

/// Where no more than one of so many files is asked for, papers are gone through once for all of them.
const FEW: usize = 8;

/// Where so many papers have a term, its numbers are worth a code of their own.
const LONG: usize = 512;

/// Larger archives leave out words that a single paper has: most are slips of the pen, and nobody should be led to them.
const SLIPS_COUNT: usize = 5_000;

/// Tells whether words that one paper has are left out of the lists of words.
pub fn leaves_slips_out(archive: &Archive) -> bool {
    archive.papers.len() > SLIPS_COUNT
}

/// Makes the files of the index. What several of them need is worked out once, when the first asks.
pub struct Index<'a> {
    archive: &'a Archive,
    layout: &'a Layout,
    /// None where any file may be asked for.
    asked: Option<Asked>,
    waves: OnceLock<Vec<Wave>>,
    /// The words of each file, in order, and how many papers have each.
    words: OnceLock<Vec<Vec<(String, u32)>>>,
}

/// The files that will be asked for.
struct Asked {
    terms: Vec<bool>,
    words: Vec<bool>,
}

impl<'a> Index<'a> {
    pub fn new(archive: &'a Archive, layout: &'a Layout) -> Index<'a> {
        Index { archive, layout, asked: None, waves: OnceLock::new(), words: OnceLock::new() }
    }

    pub fn layout(&self) -> &'a Layout {
        self.layout
    }

    /// Gathers what these files of terms and of words hold, on all threads. No other may be asked for.
    pub fn only(self, terms: impl Iterator<Item = u32>, words: impl Iterator<Item = u32>) -> Index<'a> {
        let mut asked = Asked {
            terms: vec![false; self.layout.shared as usize + self.layout.own.len()],
            words: vec![false; self.layout.word_files() as usize],
        };
        terms.for_each(|file| asked.terms[file as usize] = true);
        words.for_each(|file| asked.words[file as usize] = true);
        let count = asked.terms.iter().chain(&asked.words).filter(|is_asked| **is_asked).count();
        let most = self.layout.files().count() + asked.words.len();
        // Where all are, no term need be looked up to know.
        let index = Index { asked: (count < most).then_some(asked), ..self };
        let is_asked = |term: &str| index.is_asked(term);
        let waves = match &index.asked {
            _ if count == 0 => Vec::new(),
            Some(asked) if count * FEW <= most => {
                let files = (0..).zip(&asked.terms).filter(|(_, is_asked)| **is_asked);
                let tags = Tags::new(files.map(|(file, _)| index.layout.hash_of(file)));
                let any = asked.words.contains(&true);
                let is_word_asked = &|term: &str| any && index.is_word_asked(asked, term);
                gather(index.archive, index.layout, Some(&Few { tags, is_word_asked }), &is_asked)
            }
            _ => gather(index.archive, index.layout, None, &is_asked),
        };
        index.waves.get_or_init(|| waves);
        index
    }

    /// Tells whether a term is in a file that will be asked for.
    fn is_asked(&self, term: &str) -> bool {
        self.asked.as_ref().is_none_or(|asked| {
            asked.terms[self.layout.file(term) as usize] || self.is_word_asked(asked, term)
        })
    }

    fn is_word_asked(&self, asked: &Asked, term: &str) -> bool {
        layout::is_word(term) && asked.words[self.layout.word_file(term) as usize]
    }

    fn waves(&self) -> &[Wave] {
        self.waves.get().unwrap_or_else(|| {
            // Not while others wait for it: a thread that gathers takes up other work meanwhile, which may be one of those.
            let waves = gather(self.archive, self.layout, None, &|term| self.is_asked(term));
            self.waves.get_or_init(|| waves)
        })
    }

    /// The parts that terms of a file are in.
    fn parts_of(&self, file: u32) -> impl Iterator<Item = usize> + use<> {
        let (rest, by) = self.layout.hash_of(file);
        let near = (by as usize).min(WAVES);
        (0..WAVES).filter(move |number| number % near == rest as usize % near)
    }

    /// Returns what the script loads first: how much there is, which numbers the papers of each day have, which slots have own files,
    /// and the number of plain pages, if there are any.
    pub fn root(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let layout = self.layout;
        let (papers, days) = (self.archive.papers.len() as u64, layout.days.len() as u64);
        let cut = [layout.shared, layout.level, BLOCK].map(u64::from);
        for number in [VERSION, papers].into_iter().chain(cut).chain([days]) {
            number.put(&mut bytes);
        }
        let mut before = 0;
        for day in &layout.days {
            // Days since the year 0, as far from the day before, and how many papers the day has.
            (day.number.saturating_sub(before) as u64).put(&mut bytes);
            u64::from(day.papers).put(&mut bytes);
            before = day.number;
        }
        // Each as far from the one before.
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

    /// Returns the terms of a file, each with the papers that have it: their numbers, and how much it says of each.
    pub fn terms(&self, file: u32) -> Vec<u8> {
        let mut terms: Vec<(&str, &[u32])> = Vec::new();
        for number in self.parts_of(file) {
            terms.extend(self.waves().get(number).into_iter().flat_map(|wave| wave.of(file)));
        }
        terms.sort_unstable();
        let mut bytes = Vec::new();
        let mut borders = Vec::new();
        terms.len().put(&mut bytes);
        for (term, found) in terms {
            put_text(term, &mut bytes);
            let start = bytes.len();
            let weights = lists::put(found, &mut bytes);
            if found.len() >= LONG {
                borders.extend([start, weights, bytes.len()]);
            }
        }
        if self.layout.is_own(file) { pack::deflate_numbers(&bytes, &borders) } else { pack::deflate(&bytes) }
    }

    /// Returns the words of a file, a line each, with how many papers have it as a letter: `a` for one, `b` for two and more, `c` for four.
    pub fn words(&self, file: u32) -> Vec<u8> {
        let least = if leaves_slips_out(self.archive) { 2 } else { 1 };
        let waves = self.waves();
        let files = self.words.get_or_init(|| {
            let mut files = vec![Vec::new(); self.layout.word_files() as usize];
            for (term, found) in waves.iter().flat_map(Wave::all) {
                if layout::is_word(term) && found.len() >= least {
                    files[self.layout.word_file(term) as usize].push((term.to_owned(), found.len() as u32));
                }
            }
            files.iter_mut().for_each(|words| words.sort_unstable());
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

    /// Returns the cards of a file; `card` makes each as JSON.
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
