//! Splits text into folded words.

use super::table::{continues, is_dense, is_removed, joins, spelling};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// The maximum length of a word in bytes; longer ones are cut.
pub(super) const MAX_WORD_BYTES: usize = 40;

/// Appends a text in lower case and without accents, in normal form C.
pub(super) fn fold_onto(text: &str, out: &mut String) {
    if text.is_ascii() {
        let start = out.len();
        out.push_str(text);
        out[start..].make_ascii_lowercase();
        return;
    }
    let mut folded = String::with_capacity(text.len());
    for char in text.nfkd().flat_map(char::to_lowercase).filter(|char| !is_removed(*char)) {
        match spelling(char) {
            Some(spelling) => folded.push_str(spelling),
            None => folded.push(char),
        }
    }
    out.extend(folded.nfc());
}

/// Calls `each` with the words of a text, in order, each with its byte range. `GPT-4` is two words; the word of `model's` is `model`, that
/// of `O'Brien` is `obrien`. Runs of a script without spaces give overlapping bigrams of letters.
pub fn words(text: &str, mut each: impl FnMut(Range<usize>, &str)) {
    let mut folded = String::with_capacity(MAX_WORD_BYTES);
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        if first.is_ascii() && !first.is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let rest = &bytes[at..];
        let end = at + rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
        // The fast path, for nearly all words: ASCII only.
        if end > at && bytes.get(end).is_none_or(|byte| byte.is_ascii() && !is_apostrophe(char::from(*byte)))
        {
            folded.clear();
            folded.push_str(&text[at..end.min(at + MAX_WORD_BYTES)]);
            folded.make_ascii_lowercase();
            each(at..end, &folded);
            at = end;
        } else {
            at = any_word(text, at, &mut folded, &mut each);
        }
    }
}

/// Calls `each` with the words of the run at `at`, if one starts there. Returns the end of the run, otherwise the next character.
fn any_word(text: &str, at: usize, folded: &mut String, each: &mut impl FnMut(Range<usize>, &str)) -> usize {
    let mut chars = text[at..].char_indices().map(|(place, char)| (at + place, char)).peekable();
    let Some((start, first)) = chars.next() else { return text.len() };
    let mut end = start + first.len_utf8();
    if !first.is_alphanumeric() {
        return end;
    }
    if is_dense(first) {
        let mut borders = vec![start];
        let is_part = |char: char| joins(char) || (is_dense(char) && char.is_alphanumeric());
        while let Some((at, next)) = chars.next_if(|(_, next)| is_part(*next)) {
            end = at + next.len_utf8();
            if !joins(next) {
                borders.push(at);
            }
        }
        borders.push(end);
        for pair in borders.windows(borders.len().min(3)) {
            let (from, to) = (pair[0], pair[pair.len() - 1]);
            folded.clear();
            fold_onto(&text[from..to], folded);
            folded.truncate(folded.floor_char_boundary(MAX_WORD_BYTES));
            each(from..to, folded);
        }
    } else {
        let mut is_joined = false;
        while let Some((at, next)) = chars.peek().copied() {
            if !next.is_ascii_alphanumeric() {
                let is_part = !is_dense(next) && (next.is_alphanumeric() || continues(next));
                let joins =
                    is_apostrophe(next) && text[at + next.len_utf8()..].starts_with(char::is_alphabetic);
                if !is_part && !joins {
                    break;
                }
                is_joined |= joins;
            }
            end = at + next.len_utf8();
            chars.next();
        }
        folded.clear();
        fold_onto(&text[start..end], folded);
        if is_joined {
            let owned = ["'s", "’s"].into_iter().find_map(|end| folded.strip_suffix(end));
            *folded = owned.unwrap_or(folded).replace(is_apostrophe, "");
        }
        folded.truncate(folded.floor_char_boundary(MAX_WORD_BYTES));
        if !folded.is_empty() {
            each(start..end, folded);
        }
    }
    end
}

fn is_apostrophe(char: char) -> bool {
    matches!(char, '\'' | '’')
}

/// Calls `each` with the letters of a bigram of a dense script. Other words have none.
pub fn letters(word: &str, mut each: impl FnMut(&str)) {
    if !word.starts_with(is_dense) {
        return;
    }
    let starts = word.char_indices().filter(|(at, char)| *at > 0 && !joins(*char)).map(|(at, _)| at);
    let mut before = 0;
    for start in starts {
        each(&word[before..start]);
        before = start;
    }
    if before > 0 {
        each(&word[before..]);
    }
}
