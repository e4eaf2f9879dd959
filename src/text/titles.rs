//! Compares titles and authors: whether two descriptions are of one work.
//!
//! This module does not know papers, only texts.

use super::{name_parts, slug};
use std::collections::BTreeSet;

/// The facts of a work that distinguish it from others.
#[derive(Debug, Default, Clone)]
pub struct Work<'w> {
    /// The title.
    pub title: &'w str,
    /// The authors; the first fifty are enough.
    pub authors: Vec<&'w str>,
}

/// The maximum number of bytes of a title that are compared. A longer title is an attack.
const MOST: usize = 600;

/// Returns whether two descriptions of one identifier (an id, a DOI, a key of BibTeX) are of one work. Such identifiers
/// are given to several works: a DOI of a book to its chapters, a key to two papers of one year.
///
/// Works are one if their titles are, or if one may be a revision of the other ([`may_be_one`]). Authors decide against
/// it: two lists without a common person are of two works, unless the title is the same and has three words or more.
pub fn are_one_work(one: &Work<'_>, other: &Work<'_>) -> bool {
    let [title, other_title] = [one, other].map(|work| &work.title[..work.title.floor_char_boundary(MOST)]);
    let are_same = !title.is_empty() && letters(title) == letters(other_title);
    if are_same && words(title).len() > 2 {
        return true;
    }
    let have_titles = !(title.is_empty() || other_title.is_empty());
    (are_same || !have_titles || may_be_one(title, other_title)) && !have_other_authors(one, other)
}

/// Returns whether two works have the same authors, and have any.
pub fn have_same_authors(one: &Work<'_>, other: &Work<'_>) -> bool {
    !one.authors.is_empty() && people(one) == people(other)
}

/// Returns whether two works have an author in common.
pub fn share_authors(one: &Work<'_>, other: &Work<'_>) -> bool {
    !people(one).is_disjoint(&people(other))
}

/// Returns whether both works have authors, and none in common.
fn have_other_authors(one: &Work<'_>, other: &Work<'_>) -> bool {
    !(one.authors.is_empty() || other.authors.is_empty()) && people(one).is_disjoint(&people(other))
}

/// Returns the family names of the authors, each with the first letter of the whole name.
fn people(work: &Work<'_>) -> BTreeSet<(String, Option<char>)> {
    let authors = work.authors.iter().filter(|name| !name_parts::is_and_others(name));
    // The first authors are enough to distinguish papers with thousands of authors.
    let person = |name: &&str| {
        let fold = |text: &str| slug::ascii(text).unwrap_or_else(|| text.to_owned()).to_lowercase();
        let first = match name.split_once(',') {
            Some((_, given)) => fold(given.trim()),
            None => fold(name),
        };
        (fold(name_parts::family(name)), first.chars().next())
    };
    authors.take(50).map(person).collect()
}

/// Returns whether two titles have nearly the same words: four of five.
pub fn are_alike(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let shared = one.intersection(&other).count();
    shared > 0 && shared * 5 >= one.union(&other).count() * 4
}

/// Returns whether two titles may be one that was revised: half of the words of the shorter one are in the other, or
/// two thirds if it has three words or fewer. Articles, prepositions and the like do not count.
pub fn may_be_one(one: &str, other: &str) -> bool {
    let content = |title: &str| -> BTreeSet<String> {
        let all = words(title);
        let long: BTreeSet<String> =
            all.iter().filter(|word| !STOP.contains(&word.as_str())).cloned().collect();
        if long.is_empty() { all } else { long }
    };
    let (one, other) = (content(one), content(other));
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let shared = short.iter().filter(|word| long.contains(*word)).count();
    // Half of three words is hardly one.
    if short.len() > 3 { shared * 2 >= short.len() } else { shared * 3 >= short.len() * 2 }
}

/// Words that nearly every title has.
const STOP: [&str; 58] = [
    "a", "an", "the", "of", "on", "in", "for", "and", "to", "with", "from", "by", "at", "as", "is", "are",
    "or", "via", "its", "their", "about", "towards", "toward", "using", "through", "into", "how", "what",
    "another", "der", "die", "das", "und", "von", "zur", "zum", "über", "eine", "ein", "im", "la", "le",
    "les", "de", "des", "du", "et", "un", "une", "el", "los", "y", "del", "en", "sur", "o", "и", "в",
];

/// Returns letters and digits of a title, in lower case.
pub fn letters(title: &str) -> String {
    if title.is_ascii() {
        let letters = title.bytes().filter(u8::is_ascii_alphanumeric);
        return letters.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
    }
    title.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns the words of a title, in lower case.
fn words(title: &str) -> BTreeSet<String> {
    let words = title.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_compared_by_words() {
        assert!(are_alike("On Margins: A Story", "On margins, a long story"));
        assert!(!are_alike("On Margins", "On Everything Else"));
        assert!(!are_alike("", ""));
        assert!(may_be_one("WildWorld: A Large-Scale Dataset", "WildWorld"));
        assert!(may_be_one("Attention Is All You Need", "Attention Is All We Need (Revised)"));
        assert!(!may_be_one("Deep Learning for Cats", "A History of Rome"));
        assert!(!may_be_one("Without a key", "With a key forgotten"));
        assert!(!may_be_one("A third about clouds", "A fourth about bread and salt"));
        assert_eq!(letters("A-b: C 1"), "abc1");
    }

    #[test]
    fn one_work_has_one_title_and_an_author_in_common() {
        let work = |title, authors: &[&'static str]| Work { title, authors: authors.to_vec() };
        for (one, other, is_one) in [
            (("On ferns and their shade", "A Fern"), ("On ferns", "Ada Fern"), true),
            (("On ferns and their shade", "A Fern"), ("Of stones in moving rivers", "A Fern"), false),
            (("Introduction", "A Fern"), ("Introduction", "B Stone"), false),
            (("Introduction", "A Fern"), ("Introduction", "Fern, Ada"), true),
            (("On ferns and their shade", "张三"), ("On ferns and their shade", "San Zhang"), true),
            (("A study of ferns", "A Smith"), ("A study of ferns in shade", "B Smith"), false),
            (("", "A Fern"), ("On ferns", "A Fern"), true),
            (("On ferns", ""), ("On ferns", "A Fern"), true),
            (("关于石头的研究", "张三"), ("关于河流的研究", "张三"), false),
        ] {
            let of = |(title, author): (&'static str, &'static str)| {
                work(title, &[author].into_iter().filter(|author| !author.is_empty()).collect::<Vec<_>>())
            };
            assert_eq!(are_one_work(&of(one), &of(other)), is_one, "{one:?} {other:?}");
        }
    }
}
