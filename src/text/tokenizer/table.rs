//! The table of letters. The index of the search page contains it, so that the script splits and folds queries in the same way.

use super::compounds::UMLAUTS;
use super::spelling::SPELLINGS;
use super::stop_words::function_words;
use std::fmt::Write as _;
use unicode_normalization::char::is_combining_mark;

/// Ranges of characters, sorted, with both ends.
type Ranges = &'static [(char, char)];

/// Marks that a query may omit: accents of Latin, Greek and Cyrillic, points of Hebrew, Arabic and Syriac, and variation selectors.
/// All other marks, such as Indic vowel signs and Japanese voicing marks, are letters.
const ACCENTS: Ranges = &[
    ('\u{300}', '\u{36f}'),
    ('\u{483}', '\u{489}'),
    ('\u{591}', '\u{5c7}'),
    ('\u{610}', '\u{61a}'),
    ('\u{64b}', '\u{65f}'),
    ('\u{670}', '\u{670}'),
    ('\u{6d6}', '\u{6ed}'),
    ('\u{711}', '\u{711}'),
    ('\u{730}', '\u{74a}'),
    ('\u{8d3}', '\u{8ff}'),
    ('\u{951}', '\u{954}'),
    ('\u{1ab0}', '\u{1aff}'),
    ('\u{1cd0}', '\u{1cf9}'),
    ('\u{1dc0}', '\u{1dff}'),
    ('\u{20d0}', '\u{20ff}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{fe20}', '\u{fe2f}'),
    ('\u{e0100}', '\u{e01ef}'),
];

/// Characters that are ignored within a word: soft hyphens, zero-width characters, the Arabic elongation, and letters that replace an
/// apostrophe.
const IGNORED: Ranges = &[
    ('\u{ad}', '\u{ad}'),
    ('\u{2bb}', '\u{2bc}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{640}', '\u{640}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{202a}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{e0000}', '\u{e007f}'),
];

/// Scripts without spaces between words: Thai, Lao, Burmese, Korean (which combines words), Khmer, other scripts of South-East Asia,
/// Chinese and Japanese.
const DENSE: Ranges = &[
    ('\u{e01}', '\u{e4e}'),
    ('\u{e81}', '\u{ece}'),
    ('\u{edc}', '\u{edf}'),
    ('\u{1000}', '\u{103f}'),
    ('\u{1050}', '\u{108f}'),
    ('\u{1100}', '\u{11ff}'),
    ('\u{1780}', '\u{17d3}'),
    ('\u{17d7}', '\u{17dd}'),
    ('\u{1950}', '\u{19c9}'),
    ('\u{1a20}', '\u{1a7f}'),
    ('\u{1b00}', '\u{1b4c}'),
    ('\u{3005}', '\u{3007}'),
    ('\u{3041}', '\u{309a}'),
    ('\u{309d}', '\u{309f}'),
    ('\u{30a1}', '\u{30fa}'),
    ('\u{30fc}', '\u{30ff}'),
    ('\u{31f0}', '\u{31ff}'),
    ('\u{3400}', '\u{4dbf}'),
    ('\u{4e00}', '\u{a48c}'),
    ('\u{a960}', '\u{a9c0}'),
    ('\u{a9e0}', '\u{a9ef}'),
    ('\u{aa60}', '\u{aadf}'),
    ('\u{ac00}', '\u{d7ff}'),
    ('\u{f900}', '\u{faff}'),
    ('\u{ff66}', '\u{ff9f}'),
    ('\u{1b000}', '\u{1b16f}'),
    ('\u{20000}', '\u{3ffff}'),
];

/// Dense characters that belong to the letter before them, like a mark: Thai and Lao vowels, the vowels and finals of decomposed Korean,
/// and Japanese voicing marks of half width.
const JOINED: Ranges = &[
    ('\u{e30}', '\u{e33}'),
    ('\u{e45}', '\u{e45}'),
    ('\u{eb0}', '\u{eb3}'),
    ('\u{ebd}', '\u{ebd}'),
    ('\u{1160}', '\u{11ff}'),
    ('\u{d7b0}', '\u{d7ff}'),
    ('\u{ff9e}', '\u{ff9f}'),
];

/// Letters without a decomposition, with their usual spelling.
const SPELLED: &[(char, &str)] = &[
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('đ', "d"),
    ('ð', "d"),
    ('ħ', "h"),
    ('ł', "l"),
    ('ı', "i"),
    ('þ', "th"),
    ('ς', "σ"),
    ('ى', "ي"),
    ('ی', "ي"),
    ('ک', "ك"),
    ('ة', "ه"),
];

fn has(ranges: Ranges, char: char) -> bool {
    let next = ranges.partition_point(|(first, _)| *first <= char);
    next.checked_sub(1).is_some_and(|at| char <= ranges[at].1)
}

/// Returns whether folding removes a character.
pub(super) fn is_removed(char: char) -> bool {
    char >= '\u{ad}' && (has(ACCENTS, char) || has(IGNORED, char))
}

/// Returns whether a character is of a script without spaces between words.
pub(super) fn is_dense(char: char) -> bool {
    char >= '\u{e01}' && has(DENSE, char)
}

/// Returns whether a character continues the word that it follows, in any script.
pub(super) fn continues(char: char) -> bool {
    is_combining_mark(char) || has(IGNORED, char)
}

/// Returns whether a character belongs to the dense letter before it.
pub(super) fn joins(char: char) -> bool {
    continues(char) || has(JOINED, char)
}

/// Returns the spelling of a lower-case letter, if it differs.
pub(super) fn spelling(char: char) -> Option<&'static str> {
    SPELLED.iter().find(|(own, _)| *own == char).map(|(_, spelling)| *spelling)
}

/// Returns the table for the script, one part per line: accents, ignored characters, dense and joined letters, spellings, function words,
/// then what its stemmer and its corrections know of English: exceptions, the endings of its later steps, and all endings; then the four lines
/// of [`SPELLINGS`], and umlauts.
pub fn table_for_script() -> String {
    let mut text = String::new();
    for ranges in [ACCENTS, IGNORED, DENSE, JOINED] {
        for (first, last) in ranges {
            _ = write!(text, "{:x}-{:x} ", u32::from(*first), u32::from(*last));
        }
        text.push('\n');
    }
    let spelled: Vec<String> =
        SPELLED.iter().map(|(letter, spelling)| format!("{letter}:{spelling}")).collect();
    let words: Vec<&str> = function_words().collect();
    let umlauts: Vec<String> =
        UMLAUTS.iter().map(|(letter, spelling)| format!("{letter}:{spelling}")).collect();
    let english = include_str!("english.txt");
    text + &spelled.join(" ") + "\n" + &words.join(" ") + "\n" + english + SPELLINGS + &umlauts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_sorted_and_apart() {
        for ranges in [ACCENTS, IGNORED, DENSE, JOINED] {
            assert!(ranges.iter().all(|(first, last)| first <= last));
            assert!(ranges.is_sorted_by(|a, b| a.1 < b.0));
        }
    }
}
