//! Heuristics that distinguish formulas from amounts of money, by the text between two dollar signs.
//!
//! They were developed on titles and abstracts of papers, which contain `US$5 or $10`, `$1M-$2M`, `2.6$\sim$3.1` and `$
//! x $`.

/// Returns whether `tex`, between single dollars, is a formula, given the characters around the dollars.
pub(super) fn is_inline(tex: &str, before: Option<char>, after: Option<char>) -> bool {
    let inner = tex.trim();
    let Some(first) = inner.chars().next() else { return false };
    let marked = has_tex(inner);
    let words = words(inner);
    let (leads, trails) = (tex.starts_with(char::is_whitespace), tex.ends_with(char::is_whitespace));
    let joined = |neighbour: Option<char>| neighbour.is_some_and(char::is_alphanumeric);
    let amount =
        first.is_ascii_digit() || (first == '.' && inner[1..].starts_with(|c: char| c.is_ascii_digit()));
    if words > 5 || (words > 2 && !inner.contains('\\')) {
        return false;
    }
    if amount && !marked {
        let money = words > 0
            || trails
            || joined(before)
            || after.is_some_and(|c| c.is_ascii_digit())
            || inner.ends_with(['-', '–', '—', '/', '(', ',', '+']);
        return !money;
    }
    if amount && words > 0 && !inner.contains('\\') {
        return false;
    }
    match (leads, trails) {
        (false, false) => true,
        (true, true) => words < 2 && !joined(before) && !joined(after),
        (true, false) => words == 0 && !joined(before),
        (false, true) => words == 0 && (marked || !joined(after)),
    }
}

pub(super) fn is_display(tex: &str) -> bool {
    let words = words(tex);
    tex.contains(|c: char| c.is_alphanumeric()) && (words < 4 || (words < 12 && has_tex(tex)))
}

/// Returns whether `tex`, between `\(` and `\)` or (display) `\[` and `\]`, is a formula. It may be text with escaped
/// brackets.
pub(super) fn is_bracketed(tex: &str, display: bool) -> bool {
    let some = tex.contains(|c: char| c.is_alphanumeric());
    if display { some && has_tex(tex) } else { some && (words(tex) == 0 || (has_tex(tex) && words(tex) < 6)) }
}

fn has_tex(text: &str) -> bool {
    text.contains(['\\', '^', '_', '=', '{'])
}

/// Counts words of prose: at least two letters, outside braces and commands.
fn words(text: &str) -> usize {
    let mut depth = 0usize;
    let mut count = 0;
    for part in text.split_whitespace() {
        let word = part.trim_matches([',', '.', ';', ':', '!', '?', '(', ')']);
        if depth == 0
            && word.len() > 1
            && word.chars().all(|c| c.is_alphabetic() || c == '\'')
            && word.is_ascii()
        {
            count += 1;
        }
        let (open, close) = (part.matches('{').count(), part.matches('}').count());
        depth = (depth + open).saturating_sub(close);
    }
    count
}
