//! The keyphrases of a text: its words and phrases as hashes with weights.
//!
//! Words are folded and singular: `models` and `model` are one, `general` and `generation` are two. A phrase is two
//! adjacent words in a title or keyword, or at least twice in a text. Hashes have 26 bits; a collision makes a
//! comparison slightly less accurate. This module does not know papers.

use crate::text::tokenizer::{self, stop_word};
use std::fmt;
use std::ops::Range;
use xxhash_rust::xxh3::xxh3_64_with_seed;

const MAX_MARKS: usize = 256;
/// The fewest occurrences of a phrase that neither the title nor a keyword contains.
const MIN_OCCURRENCES: u32 = 2;

#[derive(Clone, Default, PartialEq, Eq)]
pub struct Keyphrases {
    /// A hash of the title's words, in order, without case and punctuation; 0 if it has none.
    pub title: u64,
    /// A hash of all fields.
    pub digest: u64,
    pub marks: Box<[Mark]>,
}

/// A word or phrase of a text: 26 bits of hash, a flag for phrases, a flag for words of the title, and 4 bits of
/// weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark(pub u32);

const PHRASE: u32 = 1 << 5;
const TITLE: u32 = 1 << 4;
const WEIGHT: u32 = TITLE - 1;

impl Mark {
    /// The hash of the word or phrase, with the flag for phrases: equal in all texts.
    pub fn id(self) -> u32 {
        self.0 & !(TITLE | WEIGHT)
    }

    /// The weight, 1 to 15.
    pub fn weight(self) -> u32 {
        self.0 & WEIGHT
    }

    pub fn is_phrase(self) -> bool {
        self.0 & PHRASE != 0
    }

    pub fn is_in_title(self) -> bool {
        self.0 & TITLE != 0
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'t> {
    /// A hash of the word, folded and singular.
    pub id: u32,
    pub text: &'t str,
    pub start: usize,
    /// Whether only a space or a hyphen separates it from the previous word, with no stop word between.
    follows: bool,
}

impl fmt::Debug for Keyphrases {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Keyphrases({} marks)", self.marks.len())
    }
}

impl Keyphrases {
    /// Extracts the keyphrases. `text` is plain text with formulas as `$…$`.
    pub fn new(title: &str, text: &str, keywords: &[String]) -> Keyphrases {
        // Id, occurrences, and flags for title and keyword.
        let mut found: Vec<(u32, u32, u32)> = Vec::with_capacity(text.len() / 4);
        each_id(title, &mut |id| found.push((id, 1, TITLE | 4)));
        each_id(text, &mut |id| found.push((id, 1, 0)));
        for keyword in keywords {
            each_id(keyword, &mut |id| found.push((id, 1, 2)));
        }
        found.sort_unstable();
        let mut marks: Vec<Mark> = found
            .chunk_by(|a, b| a.0 == b.0)
            .filter_map(|same| {
                let id = same[0].0;
                let times = same.iter().map(|(_, times, _)| times).sum::<u32>();
                let is_titled = same.iter().any(|(.., extra)| extra & TITLE != 0);
                let is_keyword = same.iter().any(|(.., extra)| *extra == 2);
                if id & PHRASE != 0 && times < MIN_OCCURRENCES && !is_titled && !is_keyword {
                    return None;
                }
                let frequency = [0, 1, 2, 3, 3].get(times as usize).copied().unwrap_or(4);
                let weight = frequency + 4 * u32::from(is_titled) + 2 * u32::from(is_keyword);
                Some(Mark(id | if is_titled { TITLE } else { 0 } | weight))
            })
            .collect();
        if marks.len() > MAX_MARKS {
            marks.sort_unstable_by_key(|mark| (std::cmp::Reverse(mark.weight()), mark.id()));
            marks.truncate(MAX_MARKS);
            marks.sort_unstable();
        }
        let title = title_key(title);
        let digest = marks.iter().fold(title, |fold, mark| xxh3_64_with_seed(&mark.0.to_le_bytes(), fold));
        Keyphrases { title, digest, marks: marks.into() }
    }

    pub fn mark(&self, id: u32) -> Option<Mark> {
        self.marks.binary_search_by_key(&id, |mark| mark.id()).ok().map(|at| self.marks[at])
    }
}

pub fn phrase(first: u32, second: u32) -> u32 {
    let mixed = xxh3_64_with_seed(&second.to_le_bytes(), u64::from(first));
    ((mixed as u32) & !(PHRASE | TITLE | WEIGHT)) | PHRASE
}

/// Calls `take` with the id of every word and phrase of a text.
fn each_id(text: &str, take: &mut impl FnMut(u32)) {
    let mut before = None;
    for word in words(text) {
        take(word.id);
        if let Some(before) = before.filter(|_| word.follows) {
            take(phrase(before, word.id));
        }
        before = Some(word.id);
    }
}

/// Returns the words and phrases of a text as written, with their ids.
pub fn spellings(text: &str) -> Vec<(u32, &str)> {
    let mut all = Vec::new();
    let mut before: Option<Word<'_>> = None;
    for word in words(text) {
        all.push((word.id, word.text));
        if let Some(before) = before.filter(|_| word.follows) {
            let end = word.start + word.text.len();
            all.push((phrase(before.id, word.id), &text[before.start..end]));
        }
        before = Some(word);
    }
    all
}

/// Returns the words of a text without stop words, numbers, single letters and formulas.
pub fn words(text: &str) -> Vec<Word<'_>> {
    let mut all: Vec<Word<'_>> = Vec::with_capacity(text.len() / 8);
    let mut end = 0;
    significant_words(text, |range, folded| {
        let follows = !all.is_empty() && matches!(text.get(end..range.start), Some(" " | "-"));
        end = range.end;
        let start = range.start;
        all.push(Word { id: word_id(singular(folded)), text: &text[range], start, follows });
    });
    all
}

/// Calls `each` with every word of a text and its byte range, except stop words, numbers, single letters and formulas.
pub fn significant_words(text: &str, mut each: impl FnMut(Range<usize>, &str)) {
    let mut seen = 0;
    let mut is_formula = false;
    tokenizer::words(text, |range, folded| {
        // Words of dense scripts overlap; then nothing is between them.
        let between = text.get(seen..range.start).unwrap_or_default();
        is_formula ^= between.bytes().filter(|&byte| byte == b'$').count() % 2 == 1;
        seen = range.end;
        let is_significant = folded.len() > 1
            && !folded.bytes().all(|byte| byte.is_ascii_digit())
            && stop_word(folded).is_none();
        if is_significant && !is_formula {
            each(range, folded);
        }
    });
}

fn word_id(word: &str) -> u32 {
    (xxh3_64_with_seed(word.as_bytes(), 0) as u32) & !(PHRASE | TITLE | WEIGHT)
}

fn singular(word: &str) -> &str {
    let cut = |count: usize| &word[..word.len() - count];
    match word {
        _ if word.len() < 4 || !word.ends_with('s') => word,
        _ if word.ends_with("ss")
            || word.ends_with("us")
            || word.ends_with("is")
            || word.ends_with("ics") =>
        {
            word
        }
        _ if word.ends_with("sses")
            || word.ends_with("xes")
            || word.ends_with("ches")
            || word.ends_with("shes") =>
        {
            cut(2)
        }
        _ => cut(1),
    }
}

/// Returns a hash of the words of a title, without case and punctuation; 0 if it has none.
fn title_key(title: &str) -> u64 {
    let words = title.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    let key = words.fold(0, |key, word| xxh3_64_with_seed(word.to_lowercase().as_bytes(), key));
    if title.chars().any(char::is_alphanumeric) { key.max(1) } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ids(text: &str) -> Vec<u32> {
        words(text).iter().map(|word| word.id).collect()
    }

    #[test]
    fn plurals_and_letter_case_make_no_difference() {
        assert_eq!(ids("Language Models"), ids("language model"));
        assert_eq!(ids("Matches and boxes"), ids("match box"));
        assert_eq!(ids("the bias of a class"), ids("Bias, class"));
        assert_ne!(ids("generation"), ids("general"));
    }

    #[test]
    fn formulas_and_numbers_are_not_words() {
        assert_eq!(ids("a $x_{best}$ of 2024"), ids(""));
    }

    #[test]
    fn phrases_are_adjacent_words() {
        let phrases = |text| -> Vec<&str> {
            spellings(text).into_iter().filter(|(id, _)| id & PHRASE != 0).map(|(_, text)| text).collect()
        };
        assert_eq!(
            phrases("Vision-language models for robots, fast"),
            ["Vision-language", "language models"]
        );
        assert_eq!(phrases("state of the art. Art house"), ["Art house"]);
        assert_eq!(phrase(ids("diffusion")[0], ids("models")[0]), spellings("Diffusion Model")[2].0);
    }

    #[test]
    fn a_phrase_of_the_text_counts_if_it_is_repeated() {
        let one = Keyphrases::new("", "A world model. Robots.", &[]);
        let two = Keyphrases::new("", "A world model. World models.", &[]);
        let id = phrase(ids("world")[0], ids("model")[0]);
        assert!(one.mark(id).is_none());
        assert_eq!(two.mark(id).map(Mark::weight), Some(2));
        let title = Keyphrases::new("World Models", "", &[]);
        assert!(title.mark(id).is_some_and(|mark| mark.is_in_title() && mark.is_phrase()));
    }

    #[test]
    fn title_hashes_ignore_case_and_punctuation() {
        let key = |title| Keyphrases::new(title, "", &[]).title;
        assert_eq!(key("Attention Is All You Need"), key("attention is all you need."));
        assert_ne!(key("Parity, Part I"), key("Parity, Part II"));
        assert_eq!(key("…"), 0);
    }

    proptest! {
        #[test]
        fn any_text_has_keyphrases(title in "\\PC{0,60}", text in "\\PC{0,400}") {
            let keyphrases = Keyphrases::new(&title, &text, &[]);
            prop_assert!(keyphrases.marks.is_sorted_by(|a, b| a.id() < b.id()));
            prop_assert!(keyphrases.marks.iter().all(|mark| mark.weight() > 0));
        }
    }
}
