//! Titles held against each other, by their words.
//!
//! It knows nothing of papers: texts in, a verdict out.

use std::collections::BTreeSet;

/// Tells whether two titles have nearly the same words: four of five.
pub(super) fn are_alike(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let shared = one.intersection(&other).count();
    shared > 0 && shared * 5 >= one.union(&other).count() * 4
}

/// Tells whether two titles may be one that was revised: half of the words of the shorter one are in the other.
pub(super) fn may_be_one(one: &str, other: &str) -> bool {
    are_of_one(&words(one), &words(other))
}

/// Like [`may_be_one`], for the words of titles. The work grows with the shorter one, not with both.
pub(super) fn are_of_one(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    short.iter().filter(|word| long.contains(*word)).count() * 2 >= short.len()
}

/// Returns letters and digits of a title, whatever stands between them.
pub(super) fn letters(title: &str) -> String {
    title.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns the words of a title, in lower case.
pub(super) fn words(title: &str) -> BTreeSet<String> {
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
        assert_eq!(letters("A-b: C 1"), "abc1");
    }
}
