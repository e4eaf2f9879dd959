//! Words that some people write as one and others apart: `mini-batch`, `AutoEncoder`, `Qwen 3`; and names with signs: `C++`, `A*`, `.NET`.
//!
//! The script of the search page reads queries by the same rules.

use super::fold::{fold_onto, words};
use super::stop_words::is_function_word;
use std::ops::Range;

/// The maximum number of words that are joined.
const MAX_JOINED: usize = 3;

/// Compounds that are written as one word mostly begin with a short one, such as `multi` or `pseudo`.
const MAX_USUAL_START: usize = 6;

/// A compound of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compound {
    /// Words that are written apart or with hyphens, joined: `minibatch`.
    Joined(String),
    /// Likewise, but seldom written as one word: `languagemodel`.
    SeldomJoined(String),
    /// Two words with a hyphen, which may also be written as one: `mini`, `batch`.
    Pair(String, String),
    /// Two words of a name in camel case: `auto`, `encoder`.
    CamelPair(String, String),
    /// The words of a name in camel case: `Auto`, `Encoder` give `auto` and `encoder`.
    Part(String),
    /// A word with umlauts, as in ASCII: `schoelkopf`.
    Umlaut(String),
}

/// Calls `each` with the compounds of a text, in order.
pub fn compounds(text: &str, mut each: impl FnMut(Compound)) {
    let mut chain: Vec<(Range<usize>, String)> = Vec::new();
    words(text, |range, word| {
        // Pairs of letters overlap in scripts without spaces, so they have no gap.
        let gap =
            chain.last().and_then(|(last, first)| Some((text.get(last.end..range.start)?, first.as_str())));
        let is_joined = gap.is_some_and(|(gap, first)| joins(gap, first, word, text, &chain));
        if !is_joined {
            finish(&mut chain, &mut each);
        }
        parts_of(&text[range.clone()], word, &mut each);
        if let Some(name) = signed(text, &range, word) {
            each(Compound::Joined(name));
        }
        chain.push((range, word.to_owned()));
    });
    finish(&mut chain, &mut each);
}

/// Returns whether two words are parts of one: with a hyphen between, digits with a point, or a number after a name.
fn joins(gap: &str, first: &str, second: &str, text: &str, chain: &[(Range<usize>, String)]) -> bool {
    match gap {
        "-" | "‑" | "–" | "_" => true,
        "." | "^" => first.ends_with(|last: char| last.is_ascii_digit() || gap == "^") && is_number(second),
        " " => {
            let is_name = |range: &Range<usize>| text[range.clone()].starts_with(char::is_uppercase);
            is_number(second) && chain.first().is_some_and(|(range, _)| is_name(range)) && !is_number(first)
        }
        _ => false,
    }
}

fn is_number(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_digit())
}

fn finish(chain: &mut Vec<(Range<usize>, String)>, each: &mut impl FnMut(Compound)) {
    for count in 2..=chain.len().min(MAX_JOINED) {
        let [first, last] = [&chain[0].1, &chain[count - 1].1];
        if is_function_word(first) || is_function_word(last) {
            continue;
        }
        let is_plain = is_english(first) && is_english(last);
        if count == 2 && is_plain {
            each(Compound::Pair(first.clone(), last.clone()));
        }
        let joined: String = chain[..count].iter().map(|(_, word)| word.as_str()).collect();
        if joined.len() >= super::fold::MAX_WORD_BYTES {
            continue;
        }
        let is_usual = !is_plain || count == 2 && first.len() <= MAX_USUAL_START;
        each(if is_usual { Compound::Joined(joined) } else { Compound::SeldomJoined(joined) });
    }
    chain.clear();
}

fn is_english(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Reports the parts of a word in camel case, and the other spelling of one with umlauts.
fn parts_of(written: &str, word: &str, each: &mut impl FnMut(Compound)) {
    if !written.is_ascii() {
        let spelled = umlauts_spelled(written);
        if let Some(spelled) = spelled {
            let mut folded = String::new();
            fold_onto(&spelled, &mut folded);
            each(Compound::Umlaut(folded));
        }
        return;
    }
    let bytes = written.as_bytes();
    if bytes.len() != word.len() || !bytes.iter().skip(1).any(u8::is_ascii_uppercase) {
        return;
    }
    let is_start = |at: usize| {
        let (before, own) = (bytes[at - 1], bytes[at]);
        let next = bytes.get(at + 1).copied().unwrap_or_default();
        own.is_ascii_uppercase()
            && (before.is_ascii_lowercase() || next.is_ascii_lowercase() && before.is_ascii_uppercase())
    };
    let mut borders = vec![0];
    borders.extend((1..bytes.len()).filter(|&at| is_start(at)));
    borders.push(bytes.len());
    let parts: Vec<&str> = borders.windows(2).map(|pair| &word[pair[0]..pair[1]]).collect();
    if parts.len() > 1 && parts.iter().all(|part| is_english(part)) {
        parts.iter().filter(|part| part.len() > 2).for_each(|part| each(Compound::Part((*part).to_owned())));
        for pair in parts.windows(2) {
            each(Compound::CamelPair(pair[0].to_owned(), pair[1].to_owned()));
        }
    }
}

/// How people type umlauts on keyboards without them.
pub(super) const UMLAUTS: &[(char, &str)] =
    &[('ä', "ae"), ('ö', "oe"), ('ü', "ue"), ('ø', "oe"), ('å', "aa")];

fn umlauts_spelled(text: &str) -> Option<String> {
    use unicode_normalization::UnicodeNormalization;
    let mut is_changed = false;
    let mut out = String::with_capacity(text.len() + 2);
    for char in text.nfc().flat_map(char::to_lowercase) {
        match UMLAUTS.iter().find(|(own, _)| *own == char) {
            Some((_, spelled)) => {
                out.push_str(spelled);
                is_changed = true;
            }
            None => out.push(char),
        }
    }
    is_changed.then_some(out)
}

/// Signs that are part of a name after a single letter, in words.
pub(super) const SIGNS: &[(&str, &str)] = &[("++", "plusplus"), ("#", "sharp"), ("*", "star")];

/// Returns the term of a word with its sign: `cplusplus`, `csharp`, `astar`, `dotnet`.
fn signed(text: &str, range: &Range<usize>, word: &str) -> Option<String> {
    let (before, behind) = (&text[..range.start], &text[range.end..]);
    let is_free = |text: &str| !text.starts_with(char::is_alphanumeric);
    if word == "net" && before.ends_with('.') && !before[..before.len() - 1].ends_with(char::is_alphanumeric)
    {
        return Some("dotnet".into());
    }
    if word.len() > 1 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let found = SIGNS.iter().find(|(sign, _)| behind.strip_prefix(sign).is_some_and(is_free));
    found.map(|(_, name)| format!("{word}{name}"))
}

#[cfg(test)]
mod tests {
    use super::{Compound, compounds};

    fn found(text: &str) -> String {
        let mut all = Vec::new();
        compounds(text, |compound| {
            all.push(match compound {
                Compound::Joined(word) => word,
                Compound::SeldomJoined(word) => format!("?{word}"),
                Compound::Pair(first, second) | Compound::CamelPair(first, second) => {
                    format!("{first}|{second}")
                }
                Compound::Part(part) => format!("({part})"),
                Compound::Umlaut(word) => format!("~{word}"),
            });
        });
        all.join(" ")
    }

    #[test]
    fn words_with_hyphens_are_joined() {
        assert_eq!(found("A mini-batch of the fine_tuned"), "mini|batch minibatch fine|tuned finetuned");
        assert_eq!(found("chain-of-thought, state-of-the-art"), "?chainofthought");
        assert_eq!(found("vision-language-action"), "vision|language visionlanguage ?visionlanguageaction");
    }

    #[test]
    fn pairs_of_ideographs_are_not_joined() {
        assert_eq!(found("大型語言模型 ภาษาไทย"), "");
    }

    #[test]
    fn a_name_in_camel_case_has_parts() {
        assert_eq!(found("AgentGen"), "(agent) (gen) agent|gen");
        assert_eq!(found("LLMAgent GAN"), "(llm) (agent) llm|agent");
    }

    #[test]
    fn a_version_belongs_to_its_name() {
        assert_eq!(found("GPT-4o, Qwen 3 and Qwen2.5-7B"), "gpt4o qwen3 qwen25 qwen257b");
        assert_eq!(found("in 3 of 4.5 cases"), "45");
        assert_eq!(found("深度学习"), "");
    }

    #[test]
    fn signs_of_programming_languages_are_part_of_their_names() {
        assert_eq!(found("C++, C# (F#) and A* on .NET"), "cplusplus csharp fsharp astar dotnet");
        assert_eq!(found("a + b, c+, x*y, example.net"), "");
    }

    #[test]
    fn umlauts_are_also_two_letters() {
        assert_eq!(found("Schölkopf und Größe, So\u{308}ren"), "~schoelkopf ~groesse ~soeren");
    }
}
