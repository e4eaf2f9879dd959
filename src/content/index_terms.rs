//! The terms by which search finds a paper, each with its weight.
//!
//! They are cached with the paper, so that the index of an archive does not need its texts.

use super::index_keys::{acronyms, keys, repositories};
use super::keys::PaperFacts;
use super::paper::PlainPage;
use crate::source::codec::{Bytes, Stored, put_text};
use crate::text::abbreviations::definitions;
use crate::text::markdown::prose;
use crate::text::tokenizer::{Compound, Stems, compounds, is_function_word, letters, words, words_of_html};
use std::cell::RefCell;

/// The number of parts in which the terms of a paper are stored. The hash of a term decides its part.
pub const TERM_PARTS: usize = 16;

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
const SATURATION: f32 = 1.5;
const BY_LENGTH: f32 = 0.75;
const USUAL: f32 = 110.0;
const TITLE_BY_LENGTH: f32 = 0.5;
const USUAL_TITLE: f32 = 7.0;

/// The terms of a paper. Empty if the site has no search.
///
/// They are stored as one text, so that its UTF-8 is checked only once. A part begins with its length, as two
/// characters. Each term of it is stored as its length, its tag, its text and its weight; the numbers are one character
/// each.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Terms(Box<str>);

/// The largest weight of a term, in sixteenths: that of a name that a filter matches.
pub const WHOLE: u8 = 15;
/// The weight of a word in the name of something that the paper belongs to, such as a topic.
pub const NAMED: u8 = 5;

thread_local! {
    static STEMS: RefCell<Stems> = RefCell::default();
}

/// The most words of the long form of an abbreviation.
const MAX_LONG_FORM: usize = 6;

/// Returns the hash of a term (FNV-1a), which decides its part and its file. The script of the search page computes it too.
pub fn term_hash(term: &str) -> u32 {
    hashed(term)
        .bytes()
        .fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Returns the part of a term that is hashed: the term of its first word. What is known of a word is thus in one file: the authors of that
/// name, its compounds and its abbreviations.
fn hashed(term: &str) -> &str {
    match term.strip_prefix("a:") {
        Some(word) => word.split(':').next().unwrap_or(word),
        None if term.as_bytes().get(1) == Some(&b':') => term,
        None => term.split(['-', '=', '+']).next().unwrap_or(term),
    }
}

/// Returns the term of a word in the name of an author: the word, after its term if that differs.
pub fn author_term(word: &str, stems: &mut Stems) -> String {
    match stems.term(word) {
        term if term == word => format!("a:{word}"),
        term => format!("a:{term}:{word}"),
    }
}

/// Returns the word of a term that finds papers by a word; `None` for a filter, an identifier, a compound or an abbreviation.
pub fn word_of(term: &str) -> Option<&str> {
    match term.strip_prefix("a:") {
        Some(name) => name.rsplit(':').next(),
        None => (!term.bytes().any(|byte| b":-=+".contains(&byte))).then_some(term),
    }
}

/// The weight of compounds and abbreviations that the index omits if only one paper has them.
const NEEDLESS_ALONE: u8 = 1;

/// Returns whether the index omits a term because only one paper has it, with this weight. A compound or an abbreviation of one paper finds no
/// other paper.
pub fn is_needless_alone(term: &str, weight: u8) -> bool {
    weight == NEEDLESS_ALONE && term.as_bytes().get(1) != Some(&b':') && word_of(term).is_none()
}

/// Returns the weight of one word in a text of `length` words.
fn by_length(length: usize) -> f32 {
    1.0 / (1.0 - BY_LENGTH + BY_LENGTH * length as f32 / USUAL)
}

/// Returns the part of a paper's terms that a term is in.
pub fn term_part(term: &str) -> usize {
    term_hash(term) as usize % TERM_PARTS
}

impl std::fmt::Debug for Terms {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("Terms")
    }
}

/// Tags of the terms in a query, by their parts. A tag has the next seven bits of the hash.
pub struct Tags([[bool; 128]; TERM_PARTS]);

impl Tags {
    /// Returns the tags of terms whose hash has one of these remainders: pairs of remainder and divisor, a power of
    /// two.
    pub fn new(rests: impl Iterator<Item = (u32, u32)>) -> Tags {
        let mut tags = Tags([[false; 128]; TERM_PARTS]);
        for (rest, by) in rests {
            // A remainder with fewer bits than a tag matches several tags.
            let bits = 1 << (TermCollector::PART_BITS + TAG_BITS);
            let known = by.clamp(1, bits);
            for hash in (rest % known..bits).step_by(known as usize) {
                let key = hash.rotate_right(TermCollector::PART_BITS);
                tags.0[hash as usize % TERM_PARTS][usize::from(tag(key))] = true;
            }
        }
        tags
    }
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

    /// Returns the stored form. Equal terms have equal stored forms.
    pub fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Calls `each` with the terms that have one of the tags, and with those that `also` accepts, and the weight of
    /// each.
    pub fn tagged(&self, tags: &Tags, also: impl Fn(&str) -> bool, mut each: impl FnMut(&str, u8)) {
        for (part, asked) in self.parts().zip(&tags.0) {
            let selected = terms(part).filter(|term| asked[usize::from(term.tag)] || also(term.text));
            selected.for_each(|term| each(term.text, term.weight));
        }
    }

    /// Returns whether the paper has a term.
    pub fn has(&self, selected: &str) -> bool {
        let part = self.parts().nth(term_part(selected)).unwrap_or_default();
        terms(part).any(|term| term.text == selected)
    }

    /// Calls `each` once with each term of the paper and its weight, 1 to 15.
    pub fn each(&self, mut each: impl FnMut(&str, u8)) {
        self.parts().flat_map(terms).for_each(|term| each(term.text, term.weight));
    }

    fn parts(&self) -> impl Iterator<Item = &str> {
        let mut left = &*self.0;
        std::iter::from_fn(move || {
            let (part, after) = take_part(left)?;
            left = after;
            Some(part)
        })
    }
}

/// The terms of a paper in the order of its texts, with repetitions.
#[derive(Default)]
struct TermCollector {
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
    const PART_BITS: u32 = TERM_PARTS.trailing_zeros();

    /// Adds a word. Each letter of a dense script is a term too; most letters are in two words, so each counts half.
    fn add_word(&mut self, word: &str, stems: &mut Stems, weight: f32, times: f32) {
        if !is_function_word(word) {
            self.add(stems.term(word), weight, times);
            letters(word, |letter| self.add(letter, weight / 2.0, times / 2.0));
        }
    }

    fn add(&mut self, term: &str, weight: f32, times: f32) {
        let start = self.texts.len();
        self.texts.push_str(term);
        self.keep(start, weight, times, 0);
    }

    /// Adds what a text says of compounds: all for titles and names of repositories, fewer for abstracts.
    fn add_compounds(&mut self, text: &str, stems: &mut Stems, weight: f32, times: f32) {
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
    fn add_abbreviation(&mut self, short: &str, long: &str, stems: &mut Stems) {
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
    fn add_author(&mut self, name: &str, place: usize, stems: &mut Stems) {
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

    fn add_fixed(&mut self, term: &str, weight: u8) {
        let start = self.texts.len();
        self.texts.push_str(term);
        self.keep(start, 0.0, 0.0, weight);
    }

    fn keep(&mut self, start: usize, weight: f32, times: f32, fixed: u8) {
        let end = self.texts.len();
        let key = term_hash(&self.texts[start..]).rotate_right(TermCollector::PART_BITS);
        self.each.push(Met { key, start, end, weight, times, fixed });
    }

    /// Returns each term once; `each` is the weight of a word of the abstract.
    fn terms(self, each: f32) -> Terms {
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
                while part < key(same[0]) >> (u32::BITS - TermCollector::PART_BITS) {
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

/// Bits of a tag: those of a one-byte character in UTF-8.
const TAG_BITS: u32 = 7;

/// Bits of the length of a part per character. All numbers of 14 bits are valid characters.
const LENGTH_BITS: u32 = 14;

fn put_part(part: &str, to: &mut String) {
    // Two characters are enough: a longer part would require a paper longer than the largest allowed file.
    let length = part.len() as u32;
    let bits = |number: u32| char::from_u32(number & ((1 << LENGTH_BITS) - 1)).unwrap_or('\0');
    to.extend([bits(length >> LENGTH_BITS), bits(length)]);
    to.push_str(part);
}

/// Splits off the first part. Returns its content and the rest.
fn take_part(from: &str) -> Option<(&str, &str)> {
    let mut chars = from.chars();
    let (high, low) = (u32::from(chars.next()?), u32::from(chars.next()?));
    chars.as_str().split_at_checked(((high << LENGTH_BITS) | low) as usize)
}

/// Returns the bits of a term's hash after those that decide its part.
fn tag(key: u32) -> u8 {
    (key & 0x7f) as u8
}

fn put_term(term: &str, tag: u8, weight: u8, to: &mut String) {
    // Words are cut to fewer than 128 bytes.
    to.push(char::from((term.len() as u8) & 0x7f));
    to.push(char::from(tag));
    to.push_str(term);
    to.push(char::from(weight & 15));
}

struct Kept<'a> {
    text: &'a str,
    tag: u8,
    weight: u8,
}

/// Returns the terms of a part.
fn terms(part: &str) -> impl Iterator<Item = Kept<'_>> {
    let mut left = part;
    std::iter::from_fn(move || {
        let (term, after) = take_term(left)?;
        left = after;
        Some(term)
    })
}

/// Splits off the first term. Returns it and the rest.
fn take_term(from: &str) -> Option<(Kept<'_>, &str)> {
    let [length, tag] = *from.as_bytes().first_chunk()?;
    let (text, left) = from.get(2..)?.split_at_checked(usize::from(length))?;
    let weight = *left.as_bytes().first()?;
    Some((Kept { text, tag: tag & 0x7f, weight }, left.get(1..)?))
}

impl Stored for Terms {
    fn put(&self, to: &mut Vec<u8>) {
        put_text(&self.0, to);
    }

    fn take(from: &mut Bytes<'_>) -> Option<Terms> {
        Some(Terms(String::take(from)?.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::{TERM_PARTS, Tags, Terms, put_part, put_term, tag, term_hash, term_part};

    /// Returns these terms as the terms of a paper.
    fn terms(texts: &[String]) -> Terms {
        let mut all = String::new();
        for part in 0..TERM_PARTS {
            let mut inner = String::new();
            for text in texts.iter().filter(|text| term_part(text) == part) {
                put_term(text, tag(term_hash(text).rotate_right(4)), 7, &mut inner);
            }
            put_part(&inner, &mut all);
        }
        Terms(all.into())
    }

    #[test]
    fn stored_terms_are_read_unchanged() {
        for count in [0, 1, 100, 30_000] {
            let texts: Vec<String> = (0..count).map(|number| format!("été{number}")).collect();
            let terms = terms(&texts);
            let mut found = Vec::new();
            terms.each(|term, weight| found.push((term.to_owned(), weight)));
            found.sort_unstable();
            let mut expected: Vec<_> = texts.iter().map(|text| (text.clone(), 7)).collect();
            expected.sort_unstable();
            assert_eq!(found, expected);
            assert!(texts.iter().take(9).all(|text| terms.has(text)) && !terms.has("another"));
        }
    }

    #[test]
    fn every_term_with_a_requested_tag_is_found() {
        let texts: Vec<String> = (0..4_000).map(|number| format!("word{number}")).collect();
        let terms = terms(&texts);
        for (rest, by) in [(0, 1), (3, 8), (5, 16), (700, 1024), (1_900, 2_048), (9_000, 16_384)] {
            let tags = Tags::new([(rest, by)].into_iter());
            let mut found = 0;
            terms.tagged(&tags, |_| false, |term, _| found += usize::from(term_hash(term) % by == rest));
            assert_eq!(found, texts.iter().filter(|text| term_hash(text) % by == rest).count(), "{by}");
            let mut all = 0;
            terms.tagged(&tags, |_| true, |_, _| all += 1);
            assert_eq!(all, texts.len());
        }
        let mut few = 0;
        terms.tagged(&Tags::new([(700, 1024)].into_iter()), |_| false, |_, _| few += 1);
        assert!(few < 20, "{few}");
    }

    #[test]
    fn invalid_records_have_no_terms() {
        for text in ["", "\0", "\0\u{7f}", "\0\u{3}\u{7f}ab", "\0\u{4}\u{2}\u{1}é", "\u{3fff}\u{3fff}é"] {
            let mut found = 0;
            Terms(text.into()).each(|_, _| found += 1);
            Terms(text.into()).tagged(&Tags::new([(0, 1)].into_iter()), |_| true, |_, _| found += 1);
            assert_eq!(found, 0, "{text:?}");
        }
    }
}
