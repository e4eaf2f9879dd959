//! The form of terms: which part of a term is hashed, and which word it is made of.

use super::stored::TERM_PARTS;
use crate::text::tokenizer::Stems;

/// The end of a term that says that a word is near to the meaning of a paper whose texts do not have it.
pub(super) const NEAR: char = '~';

/// Returns the hash of a term (FNV-1a), which decides its part and its file. The script of the search page computes it too.
pub fn term_hash(term: &str) -> u32 {
    hashed(term)
        .bytes()
        .fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Returns the part of a term that is hashed: the term of its first word. What is known of a word is thus in one file: the authors of that
/// name, its compounds, its abbreviations and the papers that it is near to.
fn hashed(term: &str) -> &str {
    match term.strip_prefix("a:") {
        Some(word) => word.split(':').next().unwrap_or(word),
        None if term.as_bytes().get(1) == Some(&b':') => term,
        None => term.split(['-', '=', '+', NEAR]).next().unwrap_or(term),
    }
}

/// Returns the term of a word in the name of an author: the word, after its term if that differs.
pub fn author_term(word: &str, stems: &mut Stems) -> String {
    match stems.term(word) {
        term if term == word => format!("a:{word}"),
        term => format!("a:{term}:{word}"),
    }
}

/// Returns the word of a term that finds papers by a word; `None` for a filter, an identifier, a compound, an
/// abbreviation or a near word.
pub fn word_of(term: &str) -> Option<&str> {
    match term.strip_prefix("a:") {
        Some(name) => name.rsplit(':').next(),
        None => (!term.contains([':', '-', '=', '+', NEAR])).then_some(term),
    }
}

/// The weight of compounds, abbreviations and near words that the index omits if only one paper has them.
pub(super) const NEEDLESS_ALONE: u8 = 1;

/// Returns whether the index omits a term because only one paper has it, with this weight. They find no other paper.
pub fn is_needless_alone(term: &str, weight: u8) -> bool {
    weight == NEEDLESS_ALONE && term.as_bytes().get(1) != Some(&b':') && word_of(term).is_none()
}

/// Returns the part of a paper's terms that a term is in.
pub fn term_part(term: &str) -> usize {
    term_hash(term) as usize % TERM_PARTS
}
