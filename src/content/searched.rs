//! What a paper is found by: the terms of its texts, each with how much it says of the paper.
//!
//! A record of them is kept with the paper, so that an archive's index needs no text twice.

use super::paper::Paper;
use crate::stored::{Bytes, Stored, put_text, take_number};
use crate::terms::{Stems, is_function_word, words, words_of_html};
use std::cell::RefCell;
use std::collections::HashMap;

/// The terms of a paper are kept in so many parts, by their hash.
pub const TERM_PARTS: usize = 16;

/// What a word counts in each text, in words of an abstract of usual length.
const TITLE: f32 = 4.0;
const AUTHOR: f32 = 3.0;
const KEYWORD: f32 = 2.5;
const NAME: f32 = 2.0;
const SUMMARY: f32 = 1.0;

/// BM25's parameters, and the words of an abstract of usual length. It is no average over the archive: then every paper would change with each.
const SATURATION: f32 = 1.2;
const BY_LENGTH: f32 = 0.5;
const USUAL: f32 = 110.0;

/// The terms of a paper. Empty where the site has no search.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Terms(Box<[u8]>);

/// How much a term says of a paper, in sixteenths: one that is asked for by name, and one of the name of something it belongs to.
pub const WHOLE: u8 = 15;
pub const NAMED: u8 = 10;

thread_local! {
    static STEMS: RefCell<Stems> = RefCell::default();
}

/// Returns the number that tells where a term is kept (FNV-1a): the script of the search page works it out too.
pub fn term_hash(term: &str) -> u32 {
    term.bytes().fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

impl std::fmt::Debug for Terms {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("Terms")
    }
}

impl Terms {
    /// Works out the terms of a paper. `a:` and a word is a word of an author's name.
    pub fn of(paper: &Paper) -> Terms {
        STEMS.with_borrow_mut(|stems| {
            let mut weights: HashMap<String, f32> = HashMap::new();
            let mut add = |word: &str, weight: f32| {
                if is_function_word(word) {
                    return;
                }
                let term = stems.term(word);
                match weights.get_mut(term) {
                    Some(sum) => *sum += weight,
                    None => _ = weights.insert(term.to_owned(), weight),
                }
            };
            words(&paper.title, |_, word| add(word, TITLE));
            let mut names: Vec<String> = Vec::new();
            for author in &paper.authors {
                words(&author.name, |_, word| {
                    add(word, AUTHOR);
                    names.push(format!("a:{word}"));
                });
            }
            paper.keywords.iter().for_each(|text| words(text, |_, word| add(word, KEYWORD)));
            paper.topics.iter().for_each(|text| words(text, |_, word| add(word, NAME)));
            if let Some(organization) = &paper.organization {
                words(&organization.handle, |_, word| add(word, NAME));
                words(organization.name.as_deref().unwrap_or_default(), |_, word| add(word, NAME));
            }
            words_of_html(paper.summary_html.as_deref().unwrap_or_default(), |word| add(word, SUMMARY));
            let mut length = 0;
            words_of_html(&paper.abstract_html, |_| length += 1);
            let each = 1.0 / (1.0 - BY_LENGTH + BY_LENGTH * length as f32 / USUAL);
            words_of_html(&paper.abstract_html, |word| add(word, each));
            let texts = weights.into_iter().map(|(term, sum)| {
                // How much the term says, in sixteenths.
                (term, (16.0 * sum / (sum + SATURATION)).clamp(1.0, 15.0) as u8)
            });
            names.sort_unstable();
            names.dedup();
            Terms::keep(texts.chain(names.into_iter().map(|name| (name, WHOLE))).collect())
        })
    }

    fn keep(mut terms: Vec<(String, u8)>) -> Terms {
        let part = |term: &str| term_hash(term) as usize % TERM_PARTS;
        terms.sort_unstable_by(|(a, _), (b, _)| (part(a), a).cmp(&(part(b), b)));
        let mut bytes = Vec::with_capacity(terms.len() * 10);
        let mut inner = Vec::new();
        for number in 0..TERM_PARTS {
            inner.clear();
            for (term, weight) in terms.iter().filter(|(term, _)| part(term) == number) {
                put_text(term, &mut inner);
                inner.push(*weight);
            }
            inner.len().put(&mut bytes);
            bytes.extend_from_slice(&inner);
        }
        Terms(bytes.into())
    }

    /// Calls `each` with the terms of a part, in order, and how much each says of the paper: 1 to 15.
    pub fn of_part(&self, part: usize, mut each: impl FnMut(&str, u8)) {
        let mut bytes = &*self.0;
        for _ in 0..part {
            text(&mut bytes);
        }
        let mut rest = text(&mut bytes).unwrap_or_default();
        while let Some(term) = text(&mut rest) {
            let Some((weight, left)) = rest.split_first() else { return };
            rest = left;
            each(std::str::from_utf8(term).unwrap_or_default(), *weight);
        }
    }

    /// Tells whether the paper has a term.
    pub fn has(&self, wanted: &str) -> bool {
        let mut found = false;
        self.of_part(term_hash(wanted) as usize % TERM_PARTS, |term, _| found |= term == wanted);
        found
    }

    /// Calls `each` with all terms of the paper.
    pub fn each(&self, mut each: impl FnMut(&str, u8)) {
        (0..TERM_PARTS).for_each(|part| self.of_part(part, &mut each));
    }
}

/// Takes bytes that stand behind their number; none at the end.
fn text<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let len = usize::try_from(take_number(bytes)?).ok()?;
    let (text, left) = bytes.split_at_checked(len)?;
    *bytes = left;
    Some(text)
}

impl Stored for Terms {
    fn put(&self, to: &mut Vec<u8>) {
        self.0.len().put(to);
        to.extend_from_slice(&self.0);
    }

    fn take(from: &mut Bytes<'_>) -> Option<Terms> {
        let len = usize::take(from)?;
        Some(Terms(from.some(len)?.into()))
    }
}
