//! Splits text into folded words.

use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The maximum length of a word in bytes; longer ones are cut.
const MAX_WORD_BYTES: usize = 40;

/// Appends a text in lower case and without accents.
pub(super) fn fold_onto(text: &str, out: &mut String) {
    if text.is_ascii() {
        let start = out.len();
        out.push_str(text);
        out[start..].make_ascii_lowercase();
        return;
    }
    for char in text.nfkd().filter(|char| !is_combining_mark(*char)).flat_map(char::to_lowercase) {
        // Letters without a decomposition get their usual ASCII spelling.
        match char {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'đ' | 'ð' => out.push('d'),
            'ł' => out.push('l'),
            'ı' => out.push('i'),
            'þ' => out.push_str("th"),
            'ς' => out.push('σ'),
            char if is_combining_mark(char) => {}
            char => out.push(char),
        }
    }
}

/// Calls `each` with the words of a text, in order, each with its byte range. `GPT-4` is two words; the word of `model's` is `model`, that
/// of `O'Brien` is `obrien`. Runs of Chinese, Japanese and Korean give overlapping bigrams.
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
    if is_dense(first) {
        let mut run = vec![(start, end)];
        while let Some((at, next)) = chars.next_if(|(_, next)| is_dense(*next)) {
            end = at + next.len_utf8();
            run.push((at, end));
        }
        let pairs = run.windows(2.min(run.len()));
        for (from, to) in pairs.filter_map(|pair| Some((pair.first()?.0, pair.last()?.1))) {
            folded.clear();
            fold_onto(&text[from..to], folded);
            each(from..to, folded);
        }
    } else if first.is_alphanumeric() {
        let mut is_joined = false;
        while let Some((at, next)) = chars.peek().copied() {
            if !next.is_ascii_alphanumeric() {
                let continues = (next.is_alphanumeric() && !is_dense(next)) || is_combining_mark(next);
                let joins =
                    is_apostrophe(next) && text[at + next.len_utf8()..].starts_with(char::is_alphabetic);
                if !continues && !joins {
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

/// Returns whether a letter belongs to a script without spaces between words.
fn is_dense(char: char) -> bool {
    matches!(char,
        '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
