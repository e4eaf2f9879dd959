//! Characters of Chinese and Japanese. Their text has no spaces, and punctuation is as wide as a character.

use std::borrow::Cow;

/// Returns whether a character is Chinese or of a Japanese syllabary: lines may break on both sides of it.
pub fn is_ideograph(character: char) -> bool {
    matches!(character, '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Returns whether a character is punctuation of full width: `，`, `：`, `（`, `「`.
pub fn is_wide_mark(character: char) -> bool {
    matches!(character, '\u{3001}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{3030}'
        | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}')
}

/// Returns whether a line break between `before` and `after` only wraps the text, without a space between the two.
pub fn are_joined(before: char, after: char) -> bool {
    let wide = |character| is_ideograph(character) || is_wide_mark(character);
    wide(before) && wide(after)
}

/// Returns a text of YAML without the spaces that joining its lines added next to punctuation of full width.
pub fn without_folds(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.contains(' ') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let around = out.chars().next_back().zip(characters.peek().copied());
        let is_fold =
            |(before, after)| are_joined(before, after) && (is_wide_mark(before) || is_wide_mark(after));
        if character != ' ' || !around.is_some_and(is_fold) {
            out.push(character);
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fold_next_to_wide_punctuation_is_not_a_space() {
        assert_eq!(without_folds("切成小块， 再逐块计算 。 好"), "切成小块，再逐块计算。好");
        assert_eq!(without_folds("李 明， Wang"), "李 明， Wang");
    }
}
