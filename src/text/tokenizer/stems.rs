//! English stemming (Snowball, "Porter2").

use crate::text::seeded_map::Names;
use rust_stemmers::{Algorithm, Stemmer};

/// Stems words and caches the results, since texts repeat few words. One per thread.
pub struct Stems {
    english: Stemmer,
    known: Names<String, usize>,
    terms: Vec<Box<str>>,
}

/// The capacity of the cache; it is cleared when full.
const CAPACITY: usize = 1 << 16;

impl Default for Stems {
    fn default() -> Stems {
        Stems { english: Stemmer::create(Algorithm::English), known: Names::default(), terms: Vec::new() }
    }
}

impl Stems {
    /// Returns the term of a folded word. Words with digits or non-English letters are their own terms.
    pub fn term<'a>(&'a mut self, word: &'a str) -> &'a str {
        if word.len() < 3 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return word;
        }
        let place = match self.known.get(word) {
            Some(&place) => place,
            None => {
                if self.terms.len() >= CAPACITY {
                    self.known.clear();
                    self.terms.clear();
                }
                self.known.insert(word.to_owned(), self.terms.len());
                self.terms.push(self.english.stem(word).into());
                self.terms.len() - 1
            }
        };
        &self.terms[place]
    }
}
