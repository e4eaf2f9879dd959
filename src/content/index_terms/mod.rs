//! The terms by which search finds a paper, each with its weight.
//!
//! They are cached with the paper, so that the index of an archive does not need its texts.

mod collector;
mod form;
mod stored;

pub use form::{author_term, is_needless_alone, term_hash, term_part, word_of};
pub use stored::{TERM_PARTS, Tags, Terms};

use super::index_keys::{acronyms, keys, repositories};
use super::keys::PaperFacts;
use super::paper::PlainPage;
use crate::text::abbreviations::definitions;
use crate::text::markdown::prose;
use crate::text::tokenizer::{Stems, is_function_word, words, words_of_html};
use collector::TermCollector;
use std::cell::RefCell;

/// The weight of a word in each text, relative to a word in an abstract of usual length. `benches/search` measures how
/// often the expected paper is the first result. Many papers share keywords and topic names, so these help little.
const TITLE: f32 = 8.0;
const KEYWORD: f32 = 0.7;
const NAME: f32 = 0.7;
const SUMMARY: f32 = 1.0;
/// The name of a repository, and a word within a name of the title in camel case.
const REPOSITORY: f32 = 3.0;
const PART: f32 = 1.0;
/// The acronym of the venue.
const ACRONYM: f32 = 2.0;
/// The description and the headings of a plain page.
const HEADING: f32 = 2.0;

/// BM25's parameters, and the usual number of words in an abstract and in a title. These are constants, not averages
/// over the archive, because with averages each new paper would change the weights of all papers.
const BY_LENGTH: f32 = 0.75;
const USUAL: f32 = 110.0;
const TITLE_BY_LENGTH: f32 = 0.5;
const USUAL_TITLE: f32 = 7.0;

/// The largest weight of a term, in sixteenths: that of a name that a filter matches.
pub const WHOLE: u8 = 15;
/// The weight of a word in the name of something that the paper belongs to, such as a topic.
pub const NAMED: u8 = 5;

thread_local! {
    static STEMS: RefCell<Stems> = RefCell::default();
}

/// Returns the weight of one word in a text of `length` words.
fn by_length(length: usize) -> f32 {
    1.0 / (1.0 - BY_LENGTH + BY_LENGTH * length as f32 / USUAL)
}

impl Terms {
    /// Returns the terms of a paper. A word of an author's name has the prefix `a:`.
    pub fn new(paper: &PaperFacts) -> Terms {
        STEMS.with_borrow_mut(|stems| {
            let mut found = TermCollector::default();
            let mut add = |word: &str, weight: f32, times: f32| {
                found.add_word(word, stems, weight, times);
            };
            let mut length = 0;
            words(&paper.title, |_, word| length += usize::from(!is_function_word(word)));
            let each = TITLE / (1.0 - TITLE_BY_LENGTH + TITLE_BY_LENGTH * length as f32 / USUAL_TITLE);
            words(&paper.title, |_, word| add(word, each, 0.0));
            paper.keywords.iter().for_each(|text| words(text, |_, word| add(word, KEYWORD, 0.0)));
            paper.topics.iter().for_each(|text| words(text, |_, word| add(word, NAME, 0.0)));
            if let Some(organization) = &paper.organization {
                words(&organization.handle, |_, word| add(word, NAME, 0.0));
                words(organization.name.as_deref().unwrap_or_default(), |_, word| add(word, NAME, 0.0));
            }
            let venue = paper.venue.as_deref().unwrap_or_default();
            words(venue, |_, word| add(word, NAME, 0.0));
            acronyms(venue, |acronym| add(acronym, ACRONYM, 0.0));
            repositories(paper).for_each(|name| words(name, |_, word| add(word, REPOSITORY, 0.0)));
            let summary = paper.summary_html.as_deref().unwrap_or_default();
            words_of_html(summary, |word| add(word, SUMMARY, 0.0));
            let text = prose(&paper.abstract_html);
            let mut length = 0;
            words(&text, |_, word| {
                length += 1;
                add(word, 0.0, 1.0);
            });
            found.add_compounds(&paper.title, stems, each, 0.0);
            found.add_compounds(&text, stems, 0.0, 1.0);
            repositories(paper).for_each(|name| found.add_compounds(name, stems, REPOSITORY, 0.0));
            definitions(&text, |short, long| found.add_abbreviation(short, long, stems));
            for (place, author) in (1..).zip(&paper.authors) {
                found.add_author(&author.name, place, stems);
            }
            keys(paper).iter().for_each(|key| found.add_fixed(&format!("i:{key}"), 1));
            found.add_near_words(&paper.meaning);
            found.terms(by_length(length))
        })
    }

    /// Returns the terms of a plain page, weighted like those of a paper.
    pub fn of_page(page: &PlainPage) -> Terms {
        STEMS.with_borrow_mut(|stems| {
            let mut found = TermCollector::default();
            let mut add = |word: &str, weight: f32, times: f32| {
                found.add_word(word, stems, weight, times);
            };
            words(&page.title, |_, word| add(word, TITLE, 0.0));
            let headings = page.outline.iter().map(|heading| heading.text.as_str());
            for text in page.description.as_deref().into_iter().chain(headings) {
                words(text, |_, word| add(word, HEADING, 0.0));
            }
            let mut length = 0;
            words_of_html(&page.html, |word| {
                length += 1;
                add(word, 0.0, 1.0);
            });
            found.terms(by_length(length))
        })
    }
}
