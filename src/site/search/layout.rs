//! Numbers the papers, and assigns terms to files.

use crate::archive::{Archive, PaperId};
use crate::content::term_hash;
use crate::text::date::PartialDate;
use chrono::Datelike;
use std::ops::Range;

/// The maximum number of papers in a file of cards.
pub const BLOCK: u32 = 32;

/// The numbers reserved for a day are a multiple of this. One more paper on an old day then usually changes no other numbers.
pub(super) const ROOM: u32 = 8;

/// The papers per shared file of terms: `PAPERS` until there are `FILES` files, then more, up to `MAX_PAPERS`.
const PAPERS: usize = 32;
const FILES: usize = 1024;
const MAX_PAPERS: usize = 128;

/// Slots per shared file. A slot is the smallest part of the hash space of terms.
pub(super) const SLOTS: u32 = 8;

/// Shared files per file of identifiers. Queries for words never load those.
const FILES_PER_KEYS: u32 = 4;

/// The papers per region of meanings, and the most regions.
const REGION: usize = 400;
const REGIONS: usize = 256;

/// A slot with this many terms of papers gets its own file, which only queries for its words load.
const OWN_FILE_FROM: u32 = 1024;

/// The division of the index into files.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Layout {
    pub days: Vec<Span>,
    /// The number of shared files, a power of two. The own file of a slot has the number `shared` + slot.
    pub shared: u32,
    pub own: Vec<bool>,
    /// Words are in one file (0), in one per first letter (1), or in several per first letter, by the second letter (2).
    pub level: u32,
    /// The papers of each region of meanings, by number. No region if no paper has a direction.
    pub regions: Vec<Vec<PaperId>>,
    /// The number of each paper, by index in the archive.
    numbers: Vec<u32>,
    order: Vec<PaperId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub date: PartialDate,
    /// Days since 1 January of year 1, which is day 1, of the first day of the date.
    pub number: i32,
    /// The first number.
    pub start: u32,
    /// The count of reserved numbers.
    pub room: u32,
    /// The count of numbers in use, from `start`.
    pub papers: u32,
}

impl Layout {
    /// Returns the layout of an archive in which all slots share files.
    pub(super) fn new(archive: &Archive) -> Layout {
        let count = archive.papers.len();
        let shared = (count / PAPERS).min(FILES).max(count / MAX_PAPERS).max(1).next_power_of_two() as u32;
        let level = [200, 4_000].iter().filter(|&&most| count > most).count() as u32;
        let own = vec![false; (shared * SLOTS + shared.div_ceil(FILES_PER_KEYS)) as usize];
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
        layout.assign_regions(archive);
        layout
    }

    fn assign_regions(&mut self, archive: &Archive) {
        let count = (archive.papers.len() / REGION).next_power_of_two().min(REGIONS) as u32;
        let mut regions = vec![Vec::new(); count as usize];
        for &id in &self.order {
            if let Some(region) = archive.paper(id).meaning.region(count) {
                regions[region as usize].push(id);
            }
        }
        if regions.iter().any(|papers| !papers.is_empty()) {
            self.regions = regions;
        }
    }

    /// Gives large slots their own files. `found` is the number of terms per slot.
    pub(super) fn assign_own_files(&mut self, found: &[u32]) {
        let is_own = |(slot, times): (u32, &u32)| *times >= OWN_FILE_FROM || slot >= self.word_slots();
        self.own = (0..).zip(found).map(is_own).collect();
    }

    pub fn number(&self, id: PaperId) -> u32 {
        self.numbers[id.0 as usize]
    }

    pub(super) fn order(&self) -> &[PaperId] {
        &self.order
    }

    pub fn blocks(&self) -> u32 {
        self.end().div_ceil(BLOCK)
    }

    /// Returns the first number after all papers.
    pub fn end(&self) -> u32 {
        self.days.last().map_or(0, |day| day.start + day.room)
    }

    pub fn papers_of(&self, block: u32) -> &[PaperId] {
        self.papers_between(block * BLOCK..(block + 1) * BLOCK)
    }

    /// Returns the papers with these numbers, in order.
    pub fn papers_between(&self, numbers: Range<u32>) -> &[PaperId] {
        let at = |number: u32| self.order.partition_point(|&id| self.number(id) < number);
        &self.order[at(numbers.start)..at(numbers.end)]
    }

    pub(super) fn slot(&self, term: &str) -> u32 {
        match term.strip_prefix("i:") {
            Some(_) => self.word_slots() + (term_hash(term) & (self.key_slots() - 1)),
            None => term_hash(term) & (self.word_slots() - 1),
        }
    }

    /// The number of slots of terms that are not identifiers, a power of two. The slots of identifiers follow.
    fn word_slots(&self) -> u32 {
        self.shared * SLOTS
    }

    fn key_slots(&self) -> u32 {
        self.shared.div_ceil(FILES_PER_KEYS)
    }

    pub(super) fn file_of(&self, slot: u32) -> u32 {
        if self.own[slot as usize] { self.shared + slot } else { slot & (self.shared - 1) }
    }

    pub fn file(&self, term: &str) -> u32 {
        self.file_of(self.slot(term))
    }

    /// Returns the number of the file that has the direction of a word; `None` for an identifier.
    pub(super) fn meaning_file(&self, term: &str) -> Option<u32> {
        self.slot_group(self.slot(term))
    }

    /// Returns the slots whose terms share a file of directions.
    pub(super) fn slot_group(&self, slot: u32) -> Option<u32> {
        (slot < self.word_slots()).then(|| slot & (self.shared - 1))
    }

    /// Returns the files that have the terms of a group of slots.
    pub(super) fn files_of_group(&self, group: u32) -> impl Iterator<Item = u32> {
        let own = (0..SLOTS).map(move |at| group + at * self.shared).filter(|slot| self.own[*slot as usize]);
        [group].into_iter().chain(own.map(|slot| self.shared + slot))
    }

    pub fn files(&self) -> impl Iterator<Item = u32> {
        (0..self.shared).chain(self.own_slots().map(|slot| self.shared + slot))
    }

    pub fn own_slots(&self) -> impl Iterator<Item = u32> {
        (0..).zip(&self.own).filter(|(_, is_own)| **is_own).map(|(slot, _)| slot)
    }

    pub(super) fn is_own(&self, file: u32) -> bool {
        file >= self.shared
    }

    /// Returns whether a file has identifiers.
    pub(super) fn has_keys(&self, file: u32) -> bool {
        file >= self.shared + self.word_slots()
    }

    /// Returns the hashes of the terms in a file as remainder and modulus, a power of two.
    pub(super) fn hash_of(&self, file: u32) -> (u32, u32) {
        match file.checked_sub(self.shared) {
            Some(slot) if slot >= self.word_slots() => (slot - self.word_slots(), self.key_slots()),
            Some(slot) => (slot, self.word_slots()),
            None => (file, self.shared),
        }
    }

    /// Returns the number of files of words. The first are for words that start with neither an English letter nor a digit.
    pub fn word_files(&self) -> u32 {
        match self.level {
            0 => 1,
            1 => LETTERS,
            _ => LETTERS * SECONDS,
        }
    }

    pub fn word_file(&self, word: &str) -> u32 {
        word_class(self.level, word)
    }
}

/// Returns the file of a word by its first letters: one file (0), one per first letter (1), or several per first letter (2).
pub(super) fn word_class(level: u32, word: &str) -> u32 {
    let mut letters = word.bytes().map(|byte| match byte {
        b'a'..=b'z' => u32::from(byte - b'a') + 1,
        b'0'..=b'9' => LETTERS - 1,
        _ => 0,
    });
    let (first, second) = (letters.next().unwrap_or(0), letters.next().unwrap_or(0));
    match level {
        0 => 0,
        1 => first,
        _ => first * SECONDS + second % SECONDS,
    }
}

/// The classes of first characters: English letters, digits, anything else.
pub(super) const LETTERS: u32 = 28;
/// Files per first letter. Frequent second letters fall into different ones.
pub(super) const SECONDS: u32 = 7;
