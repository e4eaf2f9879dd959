//! The meaning of a text as a direction in 64 dimensions: texts about one subject point in similar directions, even in
//! different words.
//!
//! The direction of a text is the weighted sum of those of its words, which a fixed table contains.
//! `benches/search/table` fits that table once; its README states the origin. Nothing here depends on an archive, so an
//! edit of a paper changes only the direction of that paper. All arithmetic is in integers, so every machine gets the
//! same result. A word that the table does not contain has no direction. This module does not know papers.

mod regions;
mod subjects;
mod table;

use crate::text::keyphrases::significant_words;
use crate::text::seeded_map::Names;
use crate::text::tokenizer::Stems;
use std::cell::RefCell;
use std::cmp::Reverse;
use std::fmt;
use table::{DIMS, PACKED, TABLE};

pub use regions::{Centre, regions};
pub use subjects::Subjects;

/// The number of cells that a text is in, see [`Meaning::cells`].
pub const CELLS: usize = 3;

/// The direction of a text, and the cells that it is in. All numbers are zero if the table contains no word of the
/// text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    direction: [i8; DIMS],
    cells: [u16; CELLS],
}

/// Each word of a title counts as this number of words.
const TITLE: u32 = 2;

/// The most different words to add. With more, the sum of a hostile text would not fit 32 bits.
const MAX_WORDS: usize = 1 << 13;

/// Words of texts as places in the table. Texts repeat few words, so both the stemming and the lookup are cached.
#[derive(Default)]
struct Places {
    stems: Stems,
    known: Names<Box<str>, Option<u16>>,
}

/// The capacity of the cache; it is cleared when full.
const CAPACITY: usize = 1 << 16;

thread_local! {
    static PLACES: RefCell<Places> = RefCell::default();
}

impl Places {
    fn place(&mut self, word: &str) -> Option<u16> {
        if let Some(&place) = self.known.get(word) {
            return place;
        }
        if self.known.len() >= CAPACITY {
            self.known.clear();
        }
        let place = TABLE.place(self.stems.term(word));
        self.known.insert(word.into(), place);
        place
    }
}

impl Meaning {
    /// Returns the meaning of a title and a text. Formulas are between `$`.
    pub fn new(title: &str, text: &str) -> Meaning {
        PLACES.with_borrow_mut(|places| {
            let mut found: Vec<(u16, u32)> = Vec::with_capacity(text.len() / 8);
            for (text, times) in [(title, TITLE), (text, 1)] {
                significant_words(text, |_, word| found.extend(places.place(word).map(|at| (at, times))));
            }
            found.sort_unstable();
            let mut sum = [0i32; DIMS];
            for same in found.chunk_by(|a, b| a.0 == b.0).take(MAX_WORDS) {
                let times: u32 = same.iter().map(|(_, times)| times).sum();
                TABLE.add(same[0].0, frequency(times), &mut sum);
            }
            Meaning::of_sum(&sum)
        })
    }

    fn of_sum(sum: &[i32; DIMS]) -> Meaning {
        let most = sum.iter().map(|number| number.unsigned_abs()).max().unwrap_or(0) as i32;
        if most == 0 {
            return Meaning::default();
        }
        let scaled = |number: i32| (i64::from(number) * i64::from(i8::MAX) / i64::from(most)) as i8;
        let direction = sum.map(scaled);
        Meaning { direction, cells: TABLE.cells(&direction) }
    }

    /// Returns whether the text has no direction.
    pub fn is_empty(&self) -> bool {
        self.direction == [0; DIMS]
    }

    /// Returns the cells of the text, the nearest first; none if it has no direction. Texts about one subject often
    /// share a cell.
    pub fn cells(&self) -> &[u16] {
        if self.is_empty() { &[] } else { &self.cells }
    }

    /// Calls `take` with the stems of words that are near to the text, the nearest first, until it returns false.
    /// Words of many texts are left out.
    pub fn near_words(&self, mut take: impl FnMut(&'static str) -> bool) {
        let mut places: Vec<u16> =
            self.cells().iter().flat_map(|cell| TABLE.words_of(*cell)).copied().collect();
        places.sort_unstable();
        places.dedup();
        let is_telling =
            |place: &u16| TABLE.rarity(*place) >= MIN_RARITY && TABLE.stem(*place).len() >= MIN_LENGTH;
        let near = places.into_iter().filter(is_telling).map(|place| {
            let word = table::unpack(TABLE.word(place).1);
            let product = i64::from(product(&self.direction, &word)).max(0);
            // The square of the cosine, in units that are equal for all words.
            (Reverse(((product * product) << 10) / i64::from(product_of(&word)).max(1)), place)
        });
        let mut near: Vec<_> = near.collect();
        near.sort_unstable();
        for (_, place) in near {
            if !take(TABLE.stem(place)) {
                return;
            }
        }
    }

    /// Returns the inner product of two directions.
    pub fn product(&self, other: &Meaning) -> i32 {
        product(&self.direction, &other.direction)
    }

    /// Returns the direction as text: one hexadecimal digit per dimension, from 0 for the lowest number to f for the highest. None without
    /// a direction.
    pub fn digits(&self) -> Option<String> {
        let digit = |number: &i8| char::from_digit((i32::from(*number) + 128) as u32 >> 4, 16);
        if self.is_empty() { None } else { self.direction.iter().map(digit).collect() }
    }

    /// Returns the stored form.
    pub fn bytes(&self) -> [u8; BYTES] {
        let cells = self.cells.iter().flat_map(|cell| cell.to_le_bytes());
        let mut all = self.direction.iter().map(|number| *number as u8).chain(cells);
        std::array::from_fn(|_| all.next().unwrap_or(0))
    }

    /// Reads the stored form.
    pub fn from_bytes(bytes: &[u8; BYTES]) -> Meaning {
        let (direction, cells) = bytes.split_at(DIMS);
        Meaning {
            direction: std::array::from_fn(|at| direction[at] as i8),
            cells: std::array::from_fn(|at| u16::from_le_bytes([cells[2 * at], cells[2 * at + 1]])),
        }
    }
}

/// The length of the stored form.
pub const BYTES: usize = DIMS + 2 * CELLS;

impl Default for Meaning {
    fn default() -> Meaning {
        Meaning { direction: [0; DIMS], cells: [0; CELLS] }
    }
}

impl fmt::Debug for Meaning {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("Meaning")
    }
}

/// The least rarity of a near word: it is in at most one text of twenty.
const MIN_RARITY: u8 = 48;
/// The least length of the stem of a near word. Shorter ones are mostly abbreviations with several meanings.
const MIN_LENGTH: usize = 3;

/// The strength of a stem and its direction, packed: `None` if the table does not contain it.
pub fn word(stem: &str) -> Option<(u8, &'static [u8; PACKED])> {
    TABLE.place(stem).map(|place| TABLE.word(place))
}

/// Returns 1 + ln(times), in sixteenths.
fn frequency(times: u32) -> i32 {
    const SIXTEENTHS: [i32; 17] = [0, 16, 27, 34, 38, 42, 45, 47, 49, 51, 53, 54, 56, 57, 58, 59, 60];
    SIXTEENTHS[(times as usize).min(SIXTEENTHS.len() - 1)]
}

fn product_of(own: &[i8; DIMS]) -> i32 {
    product(own, own)
}

fn product(a: &[i8; DIMS], b: &[i8; DIMS]) -> i32 {
    a.iter().zip(b).map(|(a, b)| i32::from(i16::from(*a) * i16::from(*b))).sum()
}

/// Returns how much a folded word says about the subject of a text: the natural logarithm of texts per text with the
/// word, in sixteenths. A word that the table does not contain is rare.
fn rarity(word: &str) -> u32 {
    PLACES.with_borrow_mut(|places| {
        places.place(word).map_or(u32::from(u8::MAX), |at| u32::from(TABLE.rarity(at)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cosine(a: &str, b: &str) -> f64 {
        let [a, b] = [a, b].map(|text| Meaning::new("", text));
        let length = |own: &Meaning| f64::from(own.product(own)).sqrt();
        f64::from(a.product(&b)) / (length(&a) * length(&b)).max(1.0)
    }

    #[test]
    fn texts_about_one_subject_point_in_similar_directions() {
        let robot = "A humanoid learns to walk over rough terrain.";
        assert!(cosine(robot, "Legged robot locomotion policies.") > 0.5);
        assert!(cosine(robot, "Speech recognition of rare languages.") < 0.3);
        assert!(cosine("Redshift surveys of distant quasars", "Galaxies seen by a telescope") > 0.4);
        assert!(cosine("Redshift surveys of distant quasars", "Benchmarks of code generation") < 0.3);
    }

    #[test]
    fn the_digits_of_a_direction_keep_what_is_near() {
        let digits = |text: &str| Meaning::new("", text).digits().unwrap();
        let apart = |a: &str, b: &str| {
            let [a, b] = [a, b].map(|text| {
                digits(text).chars().map(|digit| digit.to_digit(16).unwrap() as f64 - 7.5).collect::<Vec<_>>()
            });
            let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
            product(&a, &b) / (product(&a, &a) * product(&b, &b)).sqrt()
        };
        let [robot, walk, quasar] = [
            "A humanoid learns to walk over rough terrain.",
            "Legged robot locomotion policies.",
            "Redshift surveys of distant quasars",
        ];
        for (a, b) in [(robot, walk), (robot, quasar), (walk, quasar)] {
            assert!((apart(a, b) - cosine(a, b)).abs() < 0.05, "{} {}", apart(a, b), cosine(a, b));
        }
        assert_eq!(digits(robot).len(), 64);
        assert_eq!(Meaning::default().digits(), None);
    }

    #[test]
    fn texts_without_a_known_word_have_no_direction() {
        for text in ["", "of the", "7 + 8", "$attention = x$", "我们研究语言模型", "zzqx"] {
            assert!(Meaning::new(text, text).is_empty(), "{text}");
        }
        assert!(!Meaning::new("Attention", "").is_empty());
    }

    #[test]
    fn near_words_are_about_the_subject_of_the_text() {
        let mut near = Vec::new();
        Meaning::new("A humanoid robot learns to walk", "Policies for rough terrain.").near_words(|word| {
            near.push(word);
            near.len() < 30
        });
        assert_eq!(near.len(), 30);
        assert!(["leg", "locomot", "quadrup"].iter().any(|word| near.contains(word)), "{near:?}");
        Meaning::default().near_words(|word| panic!("{word}"));
    }

    #[test]
    fn a_common_word_says_less_than_a_rare_one() {
        assert!(rarity("model") < rarity("quasar"));
        assert!(rarity("quasar") < rarity("zzqx"));
    }

    proptest! {
        #[test]
        fn stored_meanings_are_read_unchanged(title in "\\PC{0,60}", text in "([a-z]{2,9} ){0,60}") {
            let meaning = Meaning::new(&title, &text);
            prop_assert_eq!(Meaning::from_bytes(&meaning.bytes()), meaning);
        }
    }
}
