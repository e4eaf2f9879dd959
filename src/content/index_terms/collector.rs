//! Collects the terms of a paper and adds up their weights.

use super::form::{NEAR, NEEDLESS_ALONE, author_term, term_hash};
use super::stored::{PART_BITS, TERM_PARTS, Terms, put_part, put_term, tag};
use super::{PART, WHOLE};
use crate::text::meaning::Meaning;
use crate::text::tokenizer::{Compound, Stems, compounds, is_function_word, letters, words};

/// BM25's parameter of saturation.
const SATURATION: f32 = 1.5;

/// The most words of the long form of an abbreviation.
const MAX_LONG_FORM: usize = 6;

/// The number of near words of a paper.
const NEAR_WORDS: usize = 16;

/// The terms of a paper in the order of its texts, with repetitions.
#[derive(Default)]
pub(super) struct TermCollector {
    /// The terms, concatenated.
    texts: String,
    each: Vec<Met>,
}

struct Met {
    /// The hash of the term, rotated so that the terms of a part are together.
    key: u32,
    start: usize,
    end: usize,
    /// The weight outside the abstract, and the number of occurrences in the abstract. The weight of the latter depends
    /// on the length of the abstract.
    weight: f32,
    times: f32,
    /// The weight that does not depend on a text; 0 for words of texts.
    fixed: u8,
}

impl TermCollector {
    /// Adds a word. Each letter of a dense script is a term too; most letters are in two words, so each counts half.
    pub fn add_word(&mut self, word: &str, stems: &mut Stems, weight: f32, times: f32) {
        if !is_function_word(word) {
            self.add(stems.term(word), weight, times);
            letters(word, |letter| self.add(letter, weight / 2.0, times / 2.0));
        }
    }

    pub fn add(&mut self, term: &str, weight: f32, times: f32) {
        let start = self.texts.len();
        self.texts.push_str(term);
        self.keep(start, weight, times, 0);
    }

    /// Adds what a text says of compounds: all for titles and names of repositories, fewer for abstracts.
    pub fn add_compounds(&mut self, text: &str, stems: &mut Stems, weight: f32, times: f32) {
        let is_all = weight > 0.0;
        compounds(text, |compound| match compound {
            Compound::SeldomJoined(_) | Compound::Part(_) if !is_all => {}
            Compound::Joined(word) | Compound::SeldomJoined(word) | Compound::Umlaut(word) => {
                self.add(stems.term(&word), weight, times);
            }
            Compound::Part(word) => self.add(stems.term(&word), PART, 0.0),
            Compound::Pair(first, second) => self.add_pair(&first, &second, NEEDLESS_ALONE, stems),
            Compound::CamelPair(first, second) => self.add_pair(&first, &second, NEEDLESS_ALONE + 1, stems),
        });
    }

    fn add_pair(&mut self, first: &str, second: &str, weight: u8, stems: &mut Stems) {
        let first = stems.term(first).to_owned();
        self.add_fixed(&format!("{first}-{}", stems.term(second)), weight);
    }

    /// Adds both directions of a definition: `moe=mixtur+expert` and `mixtur+expert=moe`.
    pub fn add_abbreviation(&mut self, short: &str, long: &str, stems: &mut Stems) {
        let mut terms = Vec::new();
        words(long, |_, word| {
            if !is_function_word(word) {
                terms.push(stems.term(word).to_owned());
            }
        });
        let short = short.to_ascii_lowercase();
        let (short, long) = (stems.term(&short), terms.join("+"));
        if (2..=MAX_LONG_FORM).contains(&terms.len()) && short.len() + long.len() < 100 {
            self.add_fixed(&format!("{short}={long}"), NEEDLESS_ALONE);
            self.add_fixed(&format!("{long}={short}"), NEEDLESS_ALONE);
        }
    }

    /// Adds the words of an author's name, and its initial. The weight is the place of the author, or [`WHOLE`] if that is higher or not
    /// unique.
    pub fn add_author(&mut self, name: &str, place: usize, stems: &mut Stems) {
        let place = place.min(usize::from(WHOLE)) as u8;
        let mut count = 0;
        let mut add = |word: &str| self.add_fixed(&author_term(word, stems), place);
        words(name, |range, word| {
            count += 1;
            add(word);
            letters(word, &mut add);
            let initial = word.get(..1).filter(|initial| count == 1 && range.len() > 1 && *initial >= "a");
            initial.into_iter().for_each(&mut add);
        });
        compounds(name, |compound| match compound {
            Compound::Joined(word) | Compound::SeldomJoined(word) | Compound::Umlaut(word) => add(&word),
            _ => {}
        });
    }

    /// Adds the words that are nearest to the meaning of the texts, without those that the texts have.
    pub fn add_near_words(&mut self, meaning: &Meaning) {
        let mut near = Vec::new();
        meaning.near_words(|word| {
            if !self.has(word) {
                near.push(format!("{word}{NEAR}"));
            }
            near.len() < NEAR_WORDS
        });
        near.iter().for_each(|term| self.add_fixed(term, NEEDLESS_ALONE));
    }

    fn has(&self, term: &str) -> bool {
        let key = term_hash(term).rotate_right(PART_BITS);
        self.each.iter().any(|met| met.key == key && &self.texts[met.start..met.end] == term)
    }

    pub fn add_fixed(&mut self, term: &str, weight: u8) {
        let start = self.texts.len();
        self.texts.push_str(term);
        self.keep(start, 0.0, 0.0, weight);
    }

    fn keep(&mut self, start: usize, weight: f32, times: f32, fixed: u8) {
        let end = self.texts.len();
        let key = term_hash(&self.texts[start..]).rotate_right(PART_BITS);
        self.each.push(Met { key, start, end, weight, times, fixed });
    }

    /// Returns each term once; `each` is the weight of a word of the abstract.
    pub fn terms(self, each: f32) -> Terms {
        let met = |place: u64| &self.each[place as u32 as usize];
        let term = |place: u64| &self.texts[met(place).start..met(place).end];
        let key = |place: u64| (place >> u32::BITS) as u32;
        // Sorted by key, with the place in the low bits, because numbers sort fastest.
        let places = (0..).zip(&self.each).map(|(place, met)| u64::from(met.key) << u32::BITS | place);
        let mut places: Vec<u64> = places.collect();
        places.sort_unstable();
        let mut all = String::with_capacity(self.texts.len() + 2 * (self.each.len() + TERM_PARTS));
        let mut inner = String::new();
        let mut part = 0;
        for same in places.chunk_by_mut(|&a, &b| key(a) == key(b)) {
            // Different terms may have the same key, but this is rare.
            same.sort_unstable_by(|&a, &b| term(a).cmp(term(b)).then(a.cmp(&b)));
            for same in same.chunk_by(|&a, &b| term(a) == term(b)) {
                while part < key(same[0]) >> (u32::BITS - PART_BITS) {
                    put_part(&inner, &mut all);
                    inner.clear();
                    part += 1;
                }
                let weight: f32 = same.iter().map(|&place| met(place).weight).sum();
                let times: f32 = same.iter().map(|&place| met(place).times).sum();
                let sum = weight + each * times;
                // The weight of the term, in sixteenths.
                let says = (16.0 * (sum / (sum + SATURATION))).clamp(1.0, f32::from(WHOLE)) as u8;
                let says = match met(same[0]).fixed {
                    0 => says,
                    fixed if same.iter().all(|&place| met(place).fixed == fixed) => fixed,
                    _ => WHOLE,
                };
                put_term(term(same[0]), tag(key(same[0])), says, &mut inner);
            }
        }
        for _ in part..TERM_PARTS as u32 {
            put_part(&inner, &mut all);
            inner.clear();
        }
        Terms(all.into())
    }
}
