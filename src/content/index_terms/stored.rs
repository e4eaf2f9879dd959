//! The stored form of the terms of a paper.

use super::form::term_part;
use crate::source::codec::{Bytes, Stored, put_text};

/// The number of parts in which the terms of a paper are stored. The hash of a term decides its part.
pub const TERM_PARTS: usize = 16;

/// The bits of a hash that decide the part.
pub(super) const PART_BITS: u32 = TERM_PARTS.trailing_zeros();

/// The terms of a paper. Empty if the site has no search.
///
/// They are stored as one text, so that its UTF-8 is checked only once. A part begins with its length, as two
/// characters. Each term of it is stored as its length, its tag, its text and its weight; the numbers are one character
/// each.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Terms(pub(super) Box<str>);

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
            let bits = 1 << (PART_BITS + TAG_BITS);
            let known = by.clamp(1, bits);
            for hash in (rest % known..bits).step_by(known as usize) {
                let key = hash.rotate_right(PART_BITS);
                tags.0[hash as usize % TERM_PARTS][usize::from(tag(key))] = true;
            }
        }
        tags
    }
}

impl Terms {
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

/// Bits of a tag: those of a one-byte character in UTF-8.
const TAG_BITS: u32 = 7;

/// Bits of the length of a part per character. All numbers of 14 bits are valid characters.
const LENGTH_BITS: u32 = 14;

pub(super) fn put_part(part: &str, to: &mut String) {
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
pub(super) fn tag(key: u32) -> u8 {
    (key & 0x7f) as u8
}

pub(super) fn put_term(term: &str, tag: u8, weight: u8, to: &mut String) {
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
    use super::{TERM_PARTS, Tags, Terms, put_part, put_term, tag, term_part};
    use crate::content::term_hash;

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
