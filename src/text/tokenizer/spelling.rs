//! One spelling for British and American words, for irregular forms and for Greek letters.
//!
//! The result is only compared, never shown. `spellings.txt` has four lines: parts of words, endings, starts of words that end in `ise` in
//! every spelling, and whole words. The script of the search page applies the same rules.

use crate::text::seeded_map::Names;
use std::sync::LazyLock;

pub(super) const SPELLINGS: &str = include_str!("spellings.txt");

/// A longer start of an ending in `ise` is a word: `optim`, not `no`.
const FEWEST_LETTERS: usize = 3;
const ISE: &[&str] = &["e", "ed", "es", "er", "ers", "ing", "able", "ation", "ations", "ational"];

struct Spellings {
    parts: Vec<(&'static str, &'static str)>,
    endings: Vec<(&'static str, &'static str)>,
    always_ise: Vec<&'static str>,
    words: Names<&'static str, &'static str>,
}

static ALL: LazyLock<Spellings> = LazyLock::new(|| {
    let mut lines = SPELLINGS.lines().map(|line| line.split(' '));
    let mut next = || lines.next().into_iter().flatten();
    let pair = |pair: &'static str| pair.split_once(':');
    Spellings {
        parts: next().filter_map(pair).collect(),
        endings: next().filter_map(pair).collect(),
        always_ise: next().collect(),
        words: next().filter_map(pair).collect(),
    }
});

/// Returns another spelling of a folded word if it has one: that of a whole word, otherwise with the first part replaced and then the ending.
pub(super) fn respelled(word: &str) -> Option<String> {
    let all = &*ALL;
    let whole = all.words.get(word).copied();
    let mut word = whole.unwrap_or(word).to_owned();
    let mut is_changed = whole.is_some();
    if let Some((from, to)) = all.parts.iter().find(|(from, _)| word.contains(from)) {
        word = word.replacen(from, to, 1);
        is_changed = true;
    }
    if let Some((from, to)) = all.endings.iter().find(|(from, _)| word.ends_with(from)) {
        word.replace_range(word.len() - from.len().., to);
        is_changed = true;
    } else if let Some(at) = ise(&word, &all.always_ise) {
        word.replace_range(at..=at, "z");
        is_changed = true;
    }
    is_changed.then_some(word)
}

/// Returns the place of the `s` if a word ends in `ise` or a form of it, and American English has a `z` there.
fn ise(word: &str, always: &[&str]) -> Option<usize> {
    let at = ISE.iter().find_map(|end| Some(word.strip_suffix(end)?.strip_suffix("is")?.len()))?;
    let start = &word[..at];
    let is_kept = start.ends_with(['a', 'e', 'i', 'o', 'u', 'v'])
        || (start.ends_with('c') && !start.ends_with("ic"))
        || always.contains(&start);
    (start.len() >= FEWEST_LETTERS && !is_kept).then_some(at + 1)
}

#[cfg(test)]
mod tests {
    use super::respelled;

    #[test]
    fn british_and_american_spellings_are_one() {
        for (british, american) in [
            ("optimisation", "optimization"),
            ("tokenised", "tokenized"),
            ("behavioural", "behavioral"),
            ("modelling", "modeling"),
            ("catalogue", "catalog"),
            ("analysing", "analyzing"),
            ("centred", "centered"),
            ("programme", "program"),
        ] {
            assert_eq!(respelled(british).as_deref(), Some(american));
        }
        for word in [
            "supervised",
            "noise",
            "precise",
            "promising",
            "otherwise",
            "exercise",
            "rise",
            "compelling",
            "sized",
        ] {
            assert_eq!(respelled(word), None, "{word}");
        }
    }

    #[test]
    fn irregular_forms_are_the_plain_word() {
        for (form, word) in
            [("matrices", "matrix"), ("hypotheses", "hypothesis"), ("learnt", "learn"), ("β", "beta")]
        {
            assert_eq!(respelled(form).as_deref(), Some(word));
        }
    }
}
