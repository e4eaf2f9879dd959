//! English stemming (Snowball, "Porter2").

use super::spelling::respelled;
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
    /// Returns the term of a folded word: one for all its forms and spellings. Words with digits or non-English letters are their own terms,
    /// except Greek letters, which have names.
    pub fn term<'a>(&'a mut self, word: &'a str) -> &'a str {
        let is_english = word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase());
        if !is_english && (word.len() != 2 || word.is_ascii()) {
            return word;
        }
        let place = match self.known.get(word) {
            Some(&place) => place,
            None => {
                if self.terms.len() >= CAPACITY {
                    self.known.clear();
                    self.terms.clear();
                }
                let other = respelled(word);
                self.known.insert(word.to_owned(), self.terms.len());
                self.terms.push(self.english.stem(other.as_deref().unwrap_or(word)).into());
                self.terms.len() - 1
            }
        };
        &self.terms[place]
    }
}
