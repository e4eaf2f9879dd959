//! What a paper is found by: the terms of its texts, each with how much it says of the paper.
//!
//! A record of them is kept with the paper, so that an archive's index needs no text twice.

use super::paper::Paper;
use crate::stored::{Bytes, Stored, put_text, take_number};
use crate::terms::{Stems, is_function_word, words, words_of_html};
use std::cell::RefCell;

/// The terms of a paper are kept in so many parts, by their hash.
pub const TERM_PARTS: usize = 16;

/// What a word counts in each text, in words of an abstract of usual length. `benches/search` tells how often what is looked for comes
/// first: keywords and names of topics are shared by so many papers that they help little.
const TITLE: f32 = 8.0;
const AUTHOR: f32 = 5.0;
const KEYWORD: f32 = 0.7;
const NAME: f32 = 0.7;
const SUMMARY: f32 = 1.0;

/// BM25's parameters, and the words of a title and an abstract of usual length. They are no averages over the archive: then every paper would
/// change with each.
const SATURATION: f32 = 1.5;
const BY_LENGTH: f32 = 0.75;
const USUAL: f32 = 110.0;
const TITLE_BY_LENGTH: f32 = 0.5;
const USUAL_TITLE: f32 = 7.0;

/// The terms of a paper. Empty where the site has no search.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Terms(Box<[u8]>);

/// How much a term says of a paper, in sixteenths: one that is asked for by name, and one of the name of something it belongs to.
pub const WHOLE: u8 = 15;
pub const NAMED: u8 = 5;

thread_local! {
    static STEMS: RefCell<Stems> = RefCell::default();
}

/// Returns the number that tells where a term is kept (FNV-1a): the script of the search page works it out too.
pub fn term_hash(term: &str) -> u32 {
    term.bytes().fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Returns the part of a paper's terms that a term is kept in.
pub fn term_part(term: &str) -> usize {
    term_hash(term) as usize % TERM_PARTS
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
            let mut found = Found::default();
            let mut add = |word: &str, weight: f32, times: f32| {
                if !is_function_word(word) {
                    found.add(stems.term(word), weight, times);
                }
            };
            let mut length = 0;
            words(&paper.title, |_, word| length += usize::from(!is_function_word(word)));
            let each = TITLE / (1.0 - TITLE_BY_LENGTH + TITLE_BY_LENGTH * length as f32 / USUAL_TITLE);
            words(&paper.title, |_, word| add(word, each, 0.0));
            for author in &paper.authors {
                words(&author.name, |_, word| add(word, AUTHOR, 0.0));
            }
            paper.keywords.iter().for_each(|text| words(text, |_, word| add(word, KEYWORD, 0.0)));
            paper.topics.iter().for_each(|text| words(text, |_, word| add(word, NAME, 0.0)));
            if let Some(organization) = &paper.organization {
                words(&organization.handle, |_, word| add(word, NAME, 0.0));
                words(organization.name.as_deref().unwrap_or_default(), |_, word| add(word, NAME, 0.0));
            }
            let summary = paper.summary_html.as_deref().unwrap_or_default();
            words_of_html(summary, |word| add(word, SUMMARY, 0.0));
            let mut length = 0;
            words_of_html(&paper.abstract_html, |word| {
                length += 1;
                add(word, 0.0, 1.0);
            });
            for author in &paper.authors {
                words(&author.name, |_, word| found.add_name(word));
            }
            found.terms(1.0 / (1.0 - BY_LENGTH + BY_LENGTH * length as f32 / USUAL))
        })
    }

    /// The form they are kept in: the same for the same terms.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Calls `each` with the terms of a part, each once, and how much each says of the paper: 1 to 15.
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
        self.of_part(term_part(wanted), |term, _| found |= term == wanted);
        found
    }

    /// Calls `each` with all terms of the paper.
    pub fn each(&self, mut each: impl FnMut(&str, u8)) {
        (0..TERM_PARTS).for_each(|part| self.of_part(part, &mut each));
    }
}

/// Terms as they are met, each as often as it is.
#[derive(Default)]
struct Found {
    /// The terms, one behind the other.
    texts: String,
    each: Vec<Met>,
}

struct Met {
    /// Of the term's hash, turned so that the terms of a part stand together.
    key: u32,
    start: usize,
    end: usize,
    /// What it counts, and how often it stands in the abstract, where what it counts hangs on how long that is.
    weight: f32,
    times: f32,
}

impl Found {
    const PART_BITS: u32 = TERM_PARTS.trailing_zeros();

    fn add(&mut self, term: &str, weight: f32, times: f32) {
        let start = self.texts.len();
        self.texts.push_str(term);
        self.keep(start, weight, times);
    }

    /// Adds a word of a name as what filters ask for: it says all there is to say.
    fn add_name(&mut self, word: &str) {
        let start = self.texts.len();
        self.texts.push_str("a:");
        self.texts.push_str(word);
        self.keep(start, f32::MAX, 0.0);
    }

    fn keep(&mut self, start: usize, weight: f32, times: f32) {
        let end = self.texts.len();
        let key = term_hash(&self.texts[start..]).rotate_right(Found::PART_BITS);
        self.each.push(Met { key, start, end, weight, times });
    }

    /// Returns each term once; `each` is what a word of the abstract counts.
    fn terms(mut self, each: f32) -> Terms {
        let texts = &self.texts;
        let term = |met: &Met| &texts[met.start..met.end];
        self.each.sort_unstable_by(|a, b| a.key.cmp(&b.key).then_with(|| term(a).cmp(term(b))));
        let mut same = self.each.chunk_by(|a, b| a.key == b.key && term(a) == term(b)).peekable();
        let mut bytes = Vec::with_capacity(texts.len());
        let mut inner = Vec::new();
        for part in 0..TERM_PARTS as u32 {
            inner.clear();
            while let Some(met) = same.next_if(|met| met[0].key >> (u32::BITS - Found::PART_BITS) == part) {
                let weight: f32 = met.iter().map(|met| met.weight).sum();
                let times: f32 = met.iter().map(|met| met.times).sum();
                let sum = weight + each * times;
                // How much the term says, in sixteenths.
                let says = if sum.is_finite() { 16.0 * (sum / (sum + SATURATION)) } else { f32::from(WHOLE) };
                put_text(term(&met[0]), &mut inner);
                inner.push(says.clamp(1.0, f32::from(WHOLE)) as u8);
            }
            inner.len().put(&mut bytes);
            bytes.extend_from_slice(&inner);
        }
        Terms(bytes.into())
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
