//! Characters of Chinese and Japanese. Their text has no spaces, and punctuation is as wide as a character.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeSet;

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

/// The characters on each side of a line break that recognize it in the value.
const CONTEXT: usize = 4;

/// The line breaks of a YAML text. YAML joins lines with a space, which Chinese and Japanese text does not have.
pub struct Folds<'a> {
    yaml: &'a str,
    /// The characters around each line break between two ideographs. Few texts need them.
    breaks: OnceCell<BTreeSet<(String, String)>>,
}

impl<'a> Folds<'a> {
    /// Returns the line breaks of `yaml`.
    pub fn new(yaml: &'a str) -> Folds<'a> {
        Folds { yaml, breaks: OnceCell::new() }
    }

    /// Returns a value of the YAML text without the spaces that joining its lines added: those next to punctuation of
    /// full width, and those between two ideographs where the YAML text has a line break.
    pub fn removed<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if text.is_ascii() || !text.contains(' ') {
            return text.into();
        }
        let mut out = String::with_capacity(text.len());
        for (at, character) in text.char_indices() {
            if character != ' ' || !self.is_fold(&text[..at], &text[at + 1..]) {
                out.push(character);
            }
        }
        out.into()
    }

    /// Like [`Folds::removed`], for a text that is not needed afterwards.
    pub fn remove(&self, text: String) -> String {
        match self.removed(&text) {
            Cow::Owned(removed) => removed,
            Cow::Borrowed(_) => text,
        }
    }

    fn is_fold(&self, before: &str, after: &str) -> bool {
        let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else {
            return false;
        };
        let breaks = || self.breaks.get_or_init(|| breaks(self.yaml));
        are_joined(last, first)
            && (is_wide_mark(last) || is_wide_mark(first) || breaks().contains(&context(before, after)))
    }
}

fn breaks(yaml: &str) -> BTreeSet<(String, String)> {
    let lines = yaml.lines().map(str::trim);
    let around = lines.clone().zip(lines.skip(1)).map(|(before, after)| context(before, after));
    around.filter(|(before, after)| !before.is_empty() && !after.is_empty()).collect()
}

/// Returns the ideographs at the end of a text and at the start of another, at most [`CONTEXT`] each.
fn context(before: &str, after: &str) -> (String, String) {
    let start = before.char_indices().rev().take(CONTEXT).take_while(|(_, c)| is_ideograph(*c)).last();
    let before = &before[start.map_or(before.len(), |(at, _)| at)..];
    (before.to_owned(), after.chars().take(CONTEXT).take_while(|c| is_ideograph(*c)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fold_next_to_wide_punctuation_is_not_a_space() {
        let folds = Folds::new("");
        assert_eq!(folds.removed("切成小块， 再逐块计算 。 好"), "切成小块，再逐块计算。好");
        assert_eq!(folds.removed("李 明， Wang"), "李 明， Wang");
    }

    #[test]
    fn a_line_break_between_ideographs_is_not_a_space() {
        let folds =
            Folds::new("title: 从零到\n  开源\n  模型\nabstract: \"新的 方法\n    用于 GPT\n    训练 的\"\n");
        assert_eq!(folds.removed("从零到 开源 模型"), "从零到开源模型");
        assert_eq!(folds.removed("新的 方法 用于 GPT 训练 的"), "新的 方法用于 GPT 训练 的");
        assert_eq!(folds.removed("李 明"), "李 明");
    }
}
