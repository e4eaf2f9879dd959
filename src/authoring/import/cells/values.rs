//! Values of rows: what the text of a cell can be, and the text without its marks.

use crate::authoring::import::record;
use crate::text::others;
use chrono::NaiveDate;
use serde_json::Value;

pub(super) fn add(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push_str("; ");
    }
    text.push_str(more);
}

/// Returns a value of JSON as text; items of a list are separated by commas.
pub(super) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text_of).collect::<Vec<_>>().join(", "),
        Value::Null => String::new(),
        value => value.to_string(),
    }
}

/// Returns a cell without surrounding blanks and without the marks of bold and code around it.
pub(super) fn plain(cell: &str) -> &str {
    let mut cell = cell.trim();
    for mark in ["**", "__", "`"] {
        if let Some(inner) = cell.strip_prefix(mark).and_then(|inner| inner.strip_suffix(mark))
            && !inner.contains(mark)
        {
            cell = inner.trim();
        }
    }
    cell
}

/// Returns whether a cell means that there is no value.
pub(super) fn is_nothing(cell: &str) -> bool {
    matches!(
        cell.to_ascii_lowercase().as_str(),
        "" | "null" | "none" | "nan" | "n/a" | "na" | "-" | "--" | "/" | "\\"
    )
}

/// Returns the date in a cell: `2024-06-01`, `2024.06.01`, `2024/06/01`, or a timestamp.
pub(super) fn day(cell: &str) -> Option<NaiveDate> {
    let head = cell.get(..10)?;
    let is_day = cell.len() == 10 || cell[10..].starts_with(['T', 't', ' ']);
    record::day(&head.replace(['.', '/'], "-")).filter(|_| is_day && cell.len() < 40)
}

/// Returns the first date in a text, and where it is.
pub(super) fn day_in(text: &str) -> Option<(std::ops::Range<usize>, NaiveDate)> {
    let is_digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    (0..text.len()).filter(|&at| is_digit(at) && !at.checked_sub(1).is_some_and(is_digit)).find_map(|at| {
        let end = at + 10;
        let found = day(text.get(at..end)?)?;
        (!is_digit(end)).then_some((at..end, found))
    })
}

/// Returns the arXiv categories that a cell consists of: `cs.CL, stat.ML`.
pub(super) fn categories(cell: &str) -> Option<Vec<String>> {
    pub(super) const ARCHIVES: [&str; 20] = [
        "cs", "stat", "math", "eess", "econ", "physics", "q-bio", "q-fin", "quant-ph", "astro-ph",
        "cond-mat", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math-ph", "nlin", "nucl-ex",
        "nucl-th",
    ];
    let is_one = |word: &str| {
        let (archive, class) = word.split_once('.').unwrap_or((word, "AA"));
        ARCHIVES.contains(&archive)
            && (2..=8).contains(&class.len())
            && class.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
    };
    let words: Vec<&str> = cell
        .split([',', ' ', ';', '/'])
        .map(|word| word.trim_matches(['[', ']', '`', '\'', '"']))
        .filter(|word| !word.is_empty())
        .collect();
    (!words.is_empty() && words.iter().all(|word| is_one(word)))
        .then(|| words.into_iter().map(str::to_owned).collect())
}

/// Returns whether a text names the first author and others.
pub(super) fn is_first_author(text: &str) -> bool {
    without_others(text).is_some()
}

/// Returns a list of names without `et al.` at its end, if it has that. Some lists write ` Team` after the first
/// author's name.
pub(in crate::authoring::import) fn without_others(text: &str) -> Option<&str> {
    if let Some(names) = others::before(text) {
        return Some(names);
    }
    let names = text.trim().trim_end_matches(['.', ',', ' ']).strip_suffix(" Team")?;
    let words: Vec<&str> = names.split_whitespace().collect();
    let is_name = |word: &&str| {
        let mut chars = word.chars();
        let is_initial = chars.next().is_some_and(char::is_uppercase);
        let rest = chars.as_str();
        // `AI` and `NLP2` are parts of the name of a group.
        is_initial
            && (rest.is_empty() || rest == "." || rest.chars().any(char::is_lowercase))
            && !word.contains(|char: char| char.is_ascii_digit())
    };
    pub(super) const GROUPS: [&str; 9] =
        ["Research", "Lab", "Labs", "Foundation", "Project", "Deep", "Open", "Core", "Model"];
    ((2..=4).contains(&words.len())
        && words.iter().all(is_name)
        && !words.iter().any(|word| GROUPS.contains(word)))
    .then_some(names)
}

/// Returns whether a text is a list of names.
pub(super) fn are_names(text: &str) -> bool {
    if is_first_author(text) {
        return true;
    }
    let is_name = |name: &str| {
        let words: Vec<&str> = name.split_whitespace().collect();
        (1..=6).contains(&words.len())
            && name.chars().count() <= 60
            && !name.contains(|char: char| char.is_ascii_digit() || ":?!|$_\\/".contains(char))
            && name.starts_with(|first: char| {
                first.is_uppercase() || (first.is_alphabetic() && !first.is_lowercase()) || first == '\''
            })
            && words.last().is_some_and(|last| last.starts_with(|first: char| !first.is_lowercase()))
    };
    let text = text.replace(" and ", ", ").replace(" & ", ", ");
    let names: Vec<&str> =
        text.split([',', ';', '，', '、']).map(str::trim).filter(|name| !name.is_empty()).collect();
    let are_names = !names.is_empty() && names.iter().all(|name| is_name(name));
    // One name has two or three words. A title of two words would look like a name.
    are_names && (names.len() > 1 || names[0].split_whitespace().count() <= 4)
}

/// Returns whether a text is long enough for an abstract.
pub(super) fn is_prose(text: &str) -> bool {
    text.chars().count() > 150 || text.split_whitespace().count() > 25
}

/// Returns a text without `<details>` and `<summary>`, and with line breaks for `<br>`.
pub(super) fn without_tags(text: &str) -> String {
    let mut out = text.to_owned();
    if let Some((_, rest)) = out.split_once("<summary>")
        && let Some((_, rest)) = rest.split_once("</summary>")
    {
        out = rest.to_owned();
    }
    for tag in ["<details>", "</details>", "<p>", "</p>"] {
        out = out.replace(tag, "");
    }
    for tag in ["<br>", "<br/>", "<br />"] {
        out = out.replace(tag, "\n");
    }
    out.trim().to_owned()
}
