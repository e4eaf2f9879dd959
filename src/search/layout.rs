//! Which number each paper has in the index, and how many files there are.

use crate::archive::{Archive, PaperId};
use crate::content::term_hash;
use chrono::{Datelike, NaiveDate};

/// Papers in a file of cards, at most.
pub const BLOCK: u32 = 16;

/// A day has room for a multiple of so many papers. One more of an old day then moves no other day's numbers, most of the time.
pub(super) const ROOM: u32 = 8;

/// Papers for each file of terms, about, and how many such files there may be.
const PAPERS: usize = 32;
const MOST: usize = 8192;

/// How the index is cut into files.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Oldest first.
    pub days: Vec<Span>,
    /// Files of terms: a power of two.
    pub buckets: u32,
    /// Words are in one file (0), in one for each first letter (1) or for each two first letters (2).
    pub level: u32,
    /// The number of each paper, at the paper's place in the archive.
    numbers: Vec<u32>,
    /// Papers by number.
    order: Vec<PaperId>,
}

/// The numbers of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub date: NaiveDate,
    /// Days since the beginning of the calendar.
    pub number: i32,
    pub start: u32,
    pub room: u32,
    /// How many of the numbers are taken, from the start on.
    pub papers: u32,
}

impl Layout {
    pub fn new(archive: &Archive) -> Layout {
        let count = archive.papers.len();
        let buckets = count.div_ceil(PAPERS).next_power_of_two().min(MOST) as u32;
        let level = [200, 4_000].iter().filter(|&&most| count > most).count() as u32;
        let mut layout = Layout { buckets, level, numbers: vec![0; count], ..Layout::default() };
        let mut start = 0;
        // Papers are newest day first, and by id within a day.
        let days = archive.papers.chunk_by(|a, b| a.day() == b.day());
        let mut end = count;
        for day in days.rev() {
            let Some(date) = day.first().map(|paper| paper.day()) else { continue };
            let first = end - day.len();
            for (place, index) in (first..end).enumerate() {
                layout.numbers[index] = start + place as u32;
                layout.order.push(PaperId(index as u32));
            }
            end = first;
            let papers = day.len() as u32;
            let room = papers.next_multiple_of(ROOM);
            layout.days.push(Span { date, number: date.num_days_from_ce(), start, room, papers });
            start += room;
        }
        layout
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

    /// Returns the file of terms that a term is in.
    pub fn bucket(&self, term: &str) -> u32 {
        term_hash(term) & (self.buckets - 1)
    }

    /// How many files of words there are. The last ones are for words that begin with no letter of English and no digit.
    pub fn word_files(&self) -> u32 {
        match self.level {
            0 => 1,
            1 => 37,
            _ => 37 * 37,
        }
    }

    /// Returns the file of words that a word is in.
    pub fn word_file(&self, word: &str) -> u32 {
        let mut letters = word.bytes().map(|byte| match byte {
            b'a'..=b'z' => u32::from(byte - b'a') + 1,
            b'0'..=b'9' => u32::from(byte - b'0') + 27,
            _ => 0,
        });
        let (first, second) = (letters.next().unwrap_or(0), letters.next().unwrap_or(0));
        match self.level {
            0 => 0,
            1 => first,
            _ => first * 37 + second,
        }
    }
}

/// Tells whether a term is a word of texts, and not what a filter asks for.
pub(super) fn is_word(term: &str) -> bool {
    !term.contains(':')
}
