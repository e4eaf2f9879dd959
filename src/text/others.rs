//! "And others" at the end of a list of names: `et al.`, `u. a.`, `y cols.`, `等`, in markup or with a year behind it.
//!
//! It does not split lists.

use super::ideographs::is_ideograph;

/// Words after a name that mean that there are more, without punctuation, in lower case.
const FORMS: [&str; 57] = [
    "et al",
    "et als",
    "et alii",
    "et alia",
    "et aliae",
    "et coll",
    "et collab",
    "et collaborateurs",
    "et autres",
    "et autres auteurs",
    "etal",
    "and al",
    "& al",
    "and others",
    "& others",
    "and many others",
    "and more",
    "and many more",
    "and colleagues",
    "& colleagues",
    "and co-workers",
    "& co-workers",
    "and coworkers",
    "& coworkers",
    "and co workers",
    "and collaborators",
    "und andere",
    "und weitere",
    "und mitarbeiter",
    "und kollegen",
    "u mitarb",
    "u a",
    "u v a",
    "ua",
    "y otros",
    "y otras",
    "y cols",
    "y col",
    "y colaboradores",
    "e outros",
    "e cols",
    "e altri",
    "ed altri",
    "en anderen",
    "e a",
    "m fl",
    "och andra",
    "i in",
    "i inni",
    "a kol",
    "a spol",
    "és mtsai",
    "ve ark",
    "и др",
    "и другие",
    "и соавт",
    "та ін",
];

/// Words that mean that there are more, if nothing is before them: `and` has separated them from the last name.
const ALONE: [&str; 14] = [
    "others",
    "more",
    "many others",
    "many more",
    "colleagues",
    "co-workers",
    "coworkers",
    "co workers",
    "collaborators",
    "andere",
    "weitere",
    "mitarbeiter",
    "otros",
    "al",
];

/// Words after a number: `and 12 others`.
const COUNTED: [&str; 12] = [
    "others",
    "more",
    "more authors",
    "other authors",
    "additional authors",
    "further authors",
    "more others",
    "co-authors",
    "weitere",
    "weitere autoren",
    "autres",
    "autres auteurs",
];

/// The last words of all forms. Most names end in another word.
const LAST: [&str; 36] = [
    "al",
    "als",
    "alii",
    "alia",
    "aliae",
    "coll",
    "collab",
    "collaborateurs",
    "autres",
    "auteurs",
    "etal",
    "others",
    "more",
    "colleagues",
    "co-workers",
    "coworkers",
    "workers",
    "collaborators",
    "andere",
    "weitere",
    "mitarbeiter",
    "kollegen",
    "mitarb",
    "a",
    "ua",
    "otros",
    "otras",
    "cols",
    "col",
    "colaboradores",
    "outros",
    "altri",
    "anderen",
    "authors",
    "autoren",
    "co-authors",
];

/// Further last words, which are not short for a name in any language.
const RARE: [&str; 12] =
    ["fl", "andra", "in", "inni", "kol", "spol", "mtsai", "ark", "др", "другие", "соавт", "ін"];

/// Words of the same meaning in Chinese, Japanese and Korean. They follow a name without a space.
const CJK: [&str; 6] = ["等人", "等", "ほか", "他", "外", "외"];

/// Commands and tags around `et al.`, at the end of the text before it.
const MARKUP: [&str; 15] = [
    "\\emph",
    "\\textit",
    "\\textsl",
    "\\textrm",
    "\\it",
    "\\em",
    "\\sl",
    "\\rm",
    "\\itshape",
    "\\&",
    "<i>",
    "<em>",
    "<I>",
    "\\",
    "+",
];

/// Returns the text before words at the end that mean "and others"; it is empty if there is nothing else. Returns
/// `None` if the text has no such words.
pub fn before(text: &str) -> Option<&str> {
    let text = without_year(text.trim());
    if matches!(text, "..." | "…" | "\\ldots" | "\\dots") {
        return Some("");
    }
    let (_, last) = last_word(text, text.len())?;
    let is_cjk = !last.is_ascii();
    let is_one = LAST.iter().any(|word| last.eq_ignore_ascii_case(word));
    if !is_one && !RARE.contains(&last) && !is_cjk {
        return None;
    }
    if is_cjk && let Some(before) = before_cjk(text) {
        return Some(before);
    }
    let words = last_words(text);
    for count in (1..=words.len()).rev() {
        let start = words[count - 1].0;
        let written: Vec<&str> = words[..count].iter().rev().map(|(_, word)| *word).collect();
        let written = written.join(" ");
        let lower = written.to_lowercase();
        // `Smith, U. A.` is a person.
        let is_short = lower.len() <= 5 && !matches!(lower.as_str(), "et al" | "etal" | "& al");
        if is_short && lower != written {
            continue;
        }
        let head = without_opening(&text[..start]);
        if is_short && !head.is_empty() && !head.contains(char::is_uppercase) {
            continue;
        }
        let is_alone = head.is_empty() || (written == "others" && text[..start].trim_end().ends_with(','));
        let is_form = FORMS.contains(&lower.as_str())
            || is_count(&lower)
            || (is_alone && ALONE.contains(&lower.as_str()));
        if is_form {
            return Some(head);
        }
    }
    None
}

/// Returns whether words say how many more there are: `and 12 others`.
fn is_count(words: &str) -> bool {
    let words = ["and ", "& ", "und ", "et ", "plus "]
        .iter()
        .find_map(|and| words.strip_prefix(and))
        .unwrap_or(words);
    let rest = words.trim_start_matches(|char: char| char.is_ascii_digit());
    rest.len() < words.len() && COUNTED.contains(&rest.trim_start())
}

/// Returns a text without the year or the number of a citation behind it: `et al. (2019)`, `et al. [3]`.
fn without_year(text: &str) -> &str {
    let end = text.trim_end_matches(['.', ',', ';', ' ']);
    let Some(open) = end.strip_suffix([')', ']']).and_then(|inner| inner.rfind(['(', '['])) else {
        return text;
    };
    let inner = &end[open + 1..end.len() - 1];
    let is_year = inner.len() <= 5 && inner.starts_with(|first: char| first.is_ascii_digit());
    if is_year { end[..open].trim_end() } else { text }
}

/// Returns up to four words at the end of a text, the last one first, and where each begins.
fn last_words(text: &str) -> Vec<(usize, &str)> {
    let mut end = text.len();
    let next = || {
        let word = last_word(text, end)?;
        end = word.0;
        Some(word)
    };
    std::iter::from_fn(next).take(4).collect()
}

/// Returns the last word before `end`, and where it begins. Markup is omitted.
fn last_word(text: &str, mut end: usize) -> Option<(usize, &str)> {
    let is_word = |char: char| char.is_alphanumeric() || matches!(char, '-' | '&');
    loop {
        let rest = text[..end].trim_end_matches(|char| !is_word(char));
        let start = rest.trim_end_matches(is_word).len();
        if rest.is_empty() {
            return None;
        }
        let before = &text[..start];
        let word = rest[start..].trim_matches('-');
        let is_markup = before.ends_with(['\\', '<']) || before.ends_with("</");
        if !word.is_empty() && (!is_markup || word == "&") {
            return Some((start, word));
        }
        end = start;
    }
}

/// Returns the text before an opening bracket, a command or a separator at its end.
fn without_opening(text: &str) -> &str {
    let mut head = text;
    loop {
        let before = head.len();
        head = head.trim_end_matches(|char: char| {
            char.is_whitespace()
                || matches!(char, ',' | ';' | '~' | '{' | '(' | '[' | '*' | '_' | '，' | '、' | '；')
        });
        for markup in MARKUP {
            head = head.strip_suffix(markup).unwrap_or(head);
        }
        if head.len() == before {
            break;
        }
    }
    // `{Smith, John et al.}`
    match head.strip_prefix('{') {
        Some(inner) if head.matches('{').count() > head.matches('}').count() => inner,
        _ => head,
    }
}

/// Returns the names before `等` or its like, which may be followed by a number: `王小增等`, `김철수 외 3명`.
fn before_cjk(text: &str) -> Option<&str> {
    let end = text.trim_end_matches(['.', ' ', '。', '}', ')']);
    let counted =
        end.trim_end_matches(['명', '인', '人', '名']).trim_end_matches(|char: char| char.is_ascii_digit());
    let is_counted = counted.ends_with(|char: char| !char.is_ascii_digit())
        && end[counted.len()..].starts_with(|char: char| char.is_ascii_digit());
    let end = if is_counted { counted.trim_end() } else { end };
    let (form, head) = CJK.iter().find_map(|form| Some((*form, end.strip_suffix(form)?)))?;
    let trimmed = without_opening(head);
    let is_apart = trimmed.len() < head.len() || trimmed.is_empty();
    let name = trimmed.rsplit([',', '，', '、', '；', ';', ' ']).next().unwrap_or(trimmed);
    let is_letter = |char: char| is_ideograph(char) || matches!(char, '\u{ac00}'..='\u{d7af}');
    let is_name = name.chars().count() >= 2 && name.chars().all(is_letter);
    // `他` and `外` may be the last letter of a name.
    let is_clear = matches!(form, "等" | "等人" | "ほか") || is_counted;
    (is_apart || (is_name && is_clear)).then_some(trimmed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_means_that_there_are_more() {
        for text in [
            "et al.",
            "et al",
            "Et Al.",
            "ET AL.",
            "et. al.",
            "et.al.",
            "etal.",
            "et alii",
            "et al.,",
            "et~al.",
            "et\\ al.",
            "\\emph{et al.}",
            "\\textit{et~al.}",
            "{\\it et al.}",
            "{\\em et al}.",
            "<i>et al.</i>",
            "<em>et al</em>.",
            "*et al.*",
            "_et al._",
            "et al. (2019)",
            "et. al. (2019)",
            "et al. [12]",
            "and others",
            "& others",
            "and co-workers",
            "and coworkers",
            "and colleagues",
            "& al.",
            "u. a.",
            "u.a.",
            "und andere",
            "et coll.",
            "y cols.",
            "e outros",
            "e altri",
            "m. fl.",
            "i in.",
            "и др.",
            "та ін.",
            "等",
            "等人",
            "ほか",
            "他",
            "외 3명",
            "and 12 others",
            "+12 more",
            "and 3 more authors",
            "(and 12 others)",
            "et 5 autres",
        ] {
            assert_eq!(before(&format!("Smith, J. {text}")), Some("Smith, J."), "{text}");
            assert_eq!(before(&format!("Smith, J., {text}")), Some("Smith, J."), "{text}");
            assert_eq!(before(text), Some(""), "{text}");
        }
        for text in ["others", "co-workers", "colleagues", "5 others", "andere", "...", "more"] {
            assert_eq!(before(text), Some(""), "{text}");
        }
        for (text, names) in [
            ("王小增等", "王小增"),
            ("谢昕，王小增等人", "谢昕，王小增"),
            ("田中太郎ほか", "田中太郎"),
            ("田中太郎 他", "田中太郎"),
            ("김철수 외 2인", "김철수"),
            ("{Smith, John et al.}", "Smith, John"),
            ("Ada Byron, others", "Ada Byron"),
        ] {
            assert_eq!(before(text), Some(names), "{text}");
        }
    }

    #[test]
    fn a_name_that_looks_like_a_form_stays_a_name() {
        for text in [
            "Smith, U. A.",
            "Smith, E. A.",
            "Metal, Ann",
            "Al Et",
            "Others Ada",
            "Thomas More",
            "More, Thomas",
            "Ada Others",
            "Andere, Bo",
            "Roe, I. In",
            "谢他",
            "Ada Byron",
            "and",
            "",
            "Ada Byron (ETH)",
            "Lee, A",
        ] {
            assert_eq!(before(text), None, "{text}");
        }
    }
}
