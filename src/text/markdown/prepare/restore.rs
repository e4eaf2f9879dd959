//! Gives back what [`prepare`](super::prepare) covered.

use super::{Covered, Formula, is_control};
use crate::text::markdown::clean::{FILL, MARK, MATH};
use std::borrow::Cow;
use std::ops::Range;

/// Splits text at its covered formulas: each part with the formula after it.
pub(in crate::text::markdown) fn parts<'t>(
    formulas: &'t [Formula],
    text: &'t str,
    range: &Range<usize>,
) -> impl Iterator<Item = (&'t str, Option<&'t Formula>)> {
    let first = formulas.partition_point(|formula| formula.whole.start < range.start);
    let mut next = formulas[first..].iter();
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        // The stand-in of punctuation is ours where a covered character is next.
        let marks = next.as_slice().first().is_some_and(|next| next.kind == Covered::Character);
        let Some(at) = text.find(|c| c == char::from(MATH) || (marks && c == MARK)) else {
            rest = None;
            return Some((text, None));
        };
        let length = text[at..].chars().next().map_or(0, char::len_utf8);
        rest = Some(text[at + length..].trim_start_matches(char::from(FILL)));
        Some((&text[..at], next.next()))
    })
}

/// Returns text as written, for places without formulas: code, addresses, descriptions.
pub(in crate::text::markdown) fn restore<'t>(
    source: &str,
    formulas: &[Formula],
    text: &'t str,
    range: &Range<usize>,
) -> Cow<'t, str> {
    if formulas.is_empty() && !text.bytes().any(is_control) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for (part, formula) in parts(formulas, text, range) {
        out.extend(part.chars().filter_map(|character| match character {
            '\u{1}' => Some('$'),
            '\u{4}' => Some('<'),
            '\u{5}' => Some('~'),
            '\u{7}' | '\u{8}' => Some('`'),
            '\u{e}' | '\u{f}' => Some('\''),
            other => (other >= '\u{8}').then_some(other),
        }));
        out.push_str(formula.map_or("", |formula| &source[formula.whole.clone()]));
    }
    out.into()
}

/// Like [`restore`], for the title of a link or image: its formulas are the last ones in its range.
pub(in crate::text::markdown) fn restore_title(
    source: &str,
    formulas: &[Formula],
    title: &str,
    range: &Range<usize>,
) -> String {
    let held = title.bytes().filter(|&byte| byte == MATH).count();
    let end = formulas.partition_point(|formula| formula.whole.start < range.end);
    let start = formulas.get(end.saturating_sub(held)).map_or(range.start, |formula| formula.whole.start);
    restore(source, formulas, title, &(start..range.end)).into_owned()
}

/// Removes the `>` from the lines of a formula in a quotation.
pub(in crate::text::markdown) fn unquoted<'t>(tex: &'t str, before: &str) -> Cow<'t, str> {
    // Only a multi-line formula needs the start of its line; searching it for each formula of a long line would be
    // quadratic.
    if !tex.contains('\n') {
        return tex.into();
    }
    let line = before.rsplit('\n').next().unwrap_or("");
    if !line.trim_start().starts_with('>') {
        return tex.into();
    }
    tex.lines().map(|line| line.trim_start().trim_start_matches('>')).collect::<Vec<_>>().join("\n").into()
}
