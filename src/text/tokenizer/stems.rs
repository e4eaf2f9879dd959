//! What words of one kin share.

use crate::text::seeded_map::Names;
use rust_stemmers::{Algorithm, Stemmer};

/// Makes terms of words, and remembers those it made: texts say the same few words again and again. One a thread.
pub struct Stems {
    english: Stemmer,
    /// Where the term of each word is.
    known: Names<String, usize>,
    terms: Vec<Box<str>>,
}

/// More words than this are not remembered; what comes after is made each time.
const REMEMBERED: usize = 1 << 16;

impl Default for Stems {
    fn default() -> Stems {
        Stems { english: Stemmer::create(Algorithm::English), known: Names::default(), terms: Vec::new() }
    }
}

impl Stems {
    /// Returns the term of a folded word. Words with other letters than those of English, and with digits, are their own terms.
    pub fn term<'a>(&'a mut self, word: &'a str) -> &'a str {
        if word.len() < 3 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return word;
        }
        let place = match self.known.get(word) {
            Some(&place) => place,
            None => {
                if self.terms.len() >= REMEMBERED {
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
