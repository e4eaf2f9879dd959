//! Abbreviations that a text defines: `mixture of experts (MoE)`, `MoE (mixture of experts)`.
//!
//! The long form is found as in Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text" (2003).

/// The lengths of short forms, in letters and digits.
const SHORT: std::ops::RangeInclusive<usize> = 2..=8;
/// The maximum length of text in parentheses that is looked at, in bytes.
const MAX_INSIDE: usize = 100;

/// Calls `each` with the short and the long form of each definition in a text, in order.
pub fn definitions<'a>(text: &'a str, mut each: impl FnMut(&'a str, &'a str)) {
    let mut start = 0;
    for (open, _) in text.match_indices('(') {
        let Some(before) = text.get(start..open).map(str::trim_end) else { continue };
        let behind = &text[open + 1..text.floor_char_boundary(open + 1 + MAX_INSIDE)];
        let Some(close) = behind.find(')') else { continue };
        start = open + 1 + close + 1;
        let inside = &behind[..close];
        let first = inside.split([',', ';', ':']).next().unwrap_or_default().trim();
        if let Some(short) = short_form(first) {
            if let Some(long) = long_form(short, last_words(before, max_words(short))) {
                each(short, long);
            }
        } else if let Some(short) = before.rsplit(' ').next().and_then(short_form) {
            let long = long_form(short, inside.trim());
            if let Some(long) = long.filter(|long| long.len() == inside.trim().len()) {
                each(short, long);
            }
        }
    }
}

/// Returns a word without its plural `s` if it is an abbreviation: letters and digits, two of them capitals.
fn short_form(word: &str) -> Option<&str> {
    let word = word.strip_suffix('s').unwrap_or(word);
    let is_short = SHORT.contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && word.bytes().filter(u8::is_ascii_uppercase).count() > 1;
    is_short.then_some(word)
}

fn max_words(short: &str) -> usize {
    (short.len() + 5).min(2 * short.len())
}

fn last_words(text: &str, count: usize) -> &str {
    let sentence = text.rfind(['.', ';', '(', ')', ':']).map_or(0, |at| at + 1);
    let text = &text[sentence..];
    let start = text.rmatch_indices(' ').nth(count - 1).map_or(0, |(at, _)| at + 1);
    text[start..].trim_start()
}

/// Returns the shortest end of a text in which the letters of the short form occur in order, the first at the start of a word.
fn long_form<'a>(short: &str, text: &'a str) -> Option<&'a str> {
    let bytes = text.as_bytes();
    let mut at = bytes.len();
    for (place, letter) in short.bytes().enumerate().rev() {
        loop {
            at = at.checked_sub(1)?;
            let is_start = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
            if bytes[at].eq_ignore_ascii_case(&letter) && (place > 0 || is_start) {
                break;
            }
        }
    }
    let long = &text[at..];
    let words = long.split([' ', '-']).filter(|word| !word.is_empty()).count();
    let is_long = words > 1 && words <= max_words(short) && !long.split([' ', '-']).any(|word| word == short);
    is_long.then_some(long)
}

#[cfg(test)]
mod tests {
    use super::definitions;

    fn found(text: &str) -> String {
        let mut all = Vec::new();
        definitions(text, |short, long| all.push(format!("{short}={long}")));
        all.join(", ")
    }

    #[test]
    fn definitions_have_the_long_form_first_or_second() {
        assert_eq!(found("We use a Mixture of Experts (MoE) here."), "MoE=Mixture of Experts");
        assert_eq!(found("Large language models (LLMs, or so) win."), "LLM=Large language models");
        assert_eq!(found("DPO (direct preference optimization) wins."), "DPO=direct preference optimization");
        assert_eq!(found("retrieval-augmented generation (RAG)"), "RAG=retrieval-augmented generation");
    }

    #[test]
    fn other_parentheses_define_nothing() {
        for text in [
            "the best (by far) of all",
            "GPT (see above)",
            "as shown (Fig), (A)",
            "(MoE",
            "é (ÉÉ) ((AB)",
            "on ImageNet (IN) or IN (i)",
        ] {
            assert_eq!(found(text), "", "{text}");
        }
    }
}
