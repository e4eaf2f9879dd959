//! What words of one kin share.

use rust_stemmers::{Algorithm, Stemmer};
use std::collections::HashMap;

/// Makes terms of words, and remembers those it made: texts say the same few words again and again. One a thread.
pub struct Stems {
    english: Stemmer,
    known: HashMap<String, Box<str>>,
}

/// More words than this are not remembered; what comes after is made each time.
const REMEMBERED: usize = 1 << 16;

impl Default for Stems {
    fn default() -> Stems {
        Stems { english: Stemmer::create(Algorithm::English), known: HashMap::new() }
    }
}

impl Stems {
    /// Returns the term of a folded word. Words with other letters than those of English, and with digits, are their own terms.
    pub fn term<'a>(&'a mut self, word: &'a str) -> &'a str {
        if word.len() < 3 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return word;
        }
        if !self.known.contains_key(word) {
            if self.known.len() >= REMEMBERED {
                self.known.clear();
            }
            self.known.insert(word.to_owned(), self.english.stem(word).into());
        }
        self.known.get(word).map_or(word, |term| term)
    }
}

/// Words that say nothing of what a text is about. There are few of them, so that names such as `You Only Look Once` keep theirs.
pub fn is_function_word(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "and"
            | "are"
            | "as"
            | "at"
            | "be"
            | "by"
            | "for"
            | "from"
            | "in"
            | "is"
            | "it"
            | "its"
            | "of"
            | "on"
            | "or"
            | "our"
            | "that"
            | "the"
            | "this"
            | "these"
            | "to"
            | "was"
            | "we"
            | "which"
            | "with"
    )
}
