//! Which number each paper has in the index, and how many files there are.

use crate::archive::{Archive, PaperId};
use crate::content::term_hash;
use crate::text::date::PartialDate;
use chrono::Datelike;

/// Papers in a file of cards, at most.
pub const BLOCK: u32 = 32;

/// A day has room for a multiple of so many papers. One more of an old day then moves no other day's numbers, most of the time.
pub(super) const ROOM: u32 = 8;

/// Papers for each shared file of terms, about: as many as that, until there are so many files; from then on more, until each is of so many.
const PAPERS: usize = 32;
const FILES: usize = 1024;
const MOST_PAPERS: usize = 128;

/// A slot is the smallest part that terms are parted into, by their hash. So many slots share a file.
pub(super) const SLOTS: u32 = 8;

/// A slot whose terms were found so often has a file of its own, which nobody loads who does not ask for one of its words.
const OFTEN: u32 = 1024;

/// How the index is cut into files.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Oldest first.
    pub days: Vec<Span>,
    /// Files that slots of terms share: a power of two. A file that is a slot's own has its number behind those.
    pub shared: u32,
    /// Whether a slot has a file of its own.
    pub own: Vec<bool>,
    /// Words are in one file (0), in one for each first letter (1), or in several for each first letter, by the second (2).
    pub level: u32,
    /// The number of each paper, at the paper's place in the archive.
    numbers: Vec<u32>,
    /// Papers by number.
    order: Vec<PaperId>,
}

/// The numbers of a day, or of a month or year of which no more is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub date: PartialDate,
    /// Days since the beginning of the calendar, of the first day that it may be.
    pub number: i32,
    pub start: u32,
    pub room: u32,
    /// How many of the numbers are taken, from the start on.
    pub papers: u32,
}

impl Layout {
    /// Returns the layout of an archive whose slots all share files.
    pub(super) fn new(archive: &Archive) -> Layout {
        let count = archive.papers.len();
        let shared = (count / PAPERS).min(FILES).max(count / MOST_PAPERS).max(1).next_power_of_two() as u32;
        let level = [200, 4_000].iter().filter(|&&most| count > most).count() as u32;
        let own = vec![false; (shared * SLOTS) as usize];
        let mut layout = Layout { shared, own, level, numbers: vec![0; count], ..Layout::default() };
        let mut start = 0;
        // Papers are newest date first, and by id within a date.
        let days = archive.papers.chunk_by(|a, b| a.date() == b.date());
        let mut end = count;
        for day in days.rev() {
            let Some(date) = day.first().map(|paper| paper.date()) else { continue };
            let first = end - day.len();
            for (place, index) in (first..end).enumerate() {
                layout.numbers[index] = start + place as u32;
                layout.order.push(PaperId(index as u32));
            }
            end = first;
            let papers = day.len() as u32;
            let room = papers.next_multiple_of(ROOM);
            layout.days.push(Span { date, number: date.first_day().num_days_from_ce(), start, room, papers });
            start += room;
        }
        layout
    }

    /// Gives slots whose terms were found often files of their own. `found` is how often, slot by slot.
    pub(super) fn part(&mut self, found: &[u32]) {
        self.own = found.iter().map(|&times| times >= OFTEN).collect();
    }

    /// Returns the number of a paper.
    pub fn number(&self, id: PaperId) -> u32 {
        self.numbers[id.0 as usize]
    }

    /// Returns all papers by number.
    pub(super) fn order(&self) -> &[PaperId] {
        &self.order
    }

    /// How many files of cards there are.
    pub fn blocks(&self) -> u32 {
        self.days.last().map_or(0, |day| (day.start + day.room).div_ceil(BLOCK))
    }

    /// Returns the papers of a file of cards.
    pub fn papers_of(&self, block: u32) -> &[PaperId] {
        let at = |number: u32| self.order.partition_point(|&id| self.number(id) < number);
        &self.order[at(block * BLOCK)..at((block + 1) * BLOCK)]
    }

    /// Returns the slot of a term.
    pub(super) fn slot(&self, term: &str) -> u32 {
        term_hash(term) & (self.shared * SLOTS - 1)
    }

    /// Returns the file that the terms of a slot are in.
    pub(super) fn file_of(&self, slot: u32) -> u32 {
        if self.own[slot as usize] { self.shared + slot } else { slot & (self.shared - 1) }
    }

    /// Returns the file of terms that a term is in.
    pub fn file(&self, term: &str) -> u32 {
        self.file_of(self.slot(term))
    }

    /// Returns the files of terms, by number.
    pub fn files(&self) -> impl Iterator<Item = u32> {
        (0..self.shared).chain(self.own_slots().map(|slot| self.shared + slot))
    }

    /// Returns the slots that have files of their own.
    pub fn own_slots(&self) -> impl Iterator<Item = u32> {
        (0..).zip(&self.own).filter(|(_, is_own)| **is_own).map(|(slot, _)| slot)
    }

    /// Tells whether a file of terms is a slot's own.
    pub(super) fn is_own(&self, file: u32) -> bool {
        file >= self.shared
    }

    /// Returns what the hashes of a file's terms have in common: the rest of a division, and by which power of two.
    pub(super) fn hash_of(&self, file: u32) -> (u32, u32) {
        match file.checked_sub(self.shared) {
            Some(slot) => (slot, self.shared * SLOTS),
            None => (file, self.shared),
        }
    }

    /// How many files of words there are. The first ones are for words that begin with no letter of English and no digit.
    pub fn word_files(&self) -> u32 {
        match self.level {
            0 => 1,
            1 => LETTERS,
            _ => LETTERS * SECONDS,
        }
    }

    /// Returns the file of words that a word is in.
    pub fn word_file(&self, word: &str) -> u32 {
        let mut letters = word.bytes().map(|byte| match byte {
            b'a'..=b'z' => u32::from(byte - b'a') + 1,
            b'0'..=b'9' => LETTERS - 1,
            _ => 0,
        });
        let (first, second) = (letters.next().unwrap_or(0), letters.next().unwrap_or(0));
        match self.level {
            0 => 0,
            1 => first,
            _ => first * SECONDS + second % SECONDS,
        }
    }
}

/// What a word can begin with, as far as files of words part it: a letter of English, any digit, anything else.
const LETTERS: u32 = 28;
/// Files for the words of one first letter. Letters that are often second come to be in different ones.
const SECONDS: u32 = 7;

/// Tells whether a term is a word of texts, and not what a filter asks for.
pub(super) fn is_word(term: &str) -> bool {
    !term.contains(':')
}
