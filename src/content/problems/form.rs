//! The problems of a file's form: its front matter, its YAML, and the words that YAML drops.

use super::{Part, repeats, short};
use crate::diagnostic::Diagnostic;
use crate::yaml::lost::{Lost, LostBy};
use crate::yaml::tree::{Broken, Cause};
use crate::yaml::unquoted::{NeedsQuotes, Slip, floor};
use std::ops::Range;

pub(in crate::content) fn no_front(part: Part<'_>, open: bool) -> Diagnostic {
    let end = part.text.find('\n').unwrap_or(part.text.len());
    let place = part.span(0, end);
    if open {
        return Diagnostic::error("open-front-matter", place, "the front matter that begins here never ends")
            .hint("end it with a line `---`");
    }
    let problem = Diagnostic::error("no-front-matter", place, "this file does not begin with front matter");
    let first = part.text[..end].trim().trim_start_matches('\u{feff}');
    match first {
        "+++" => problem.hint("this front matter is TOML; write YAML: `title: …` in place of `title = …`, between two lines `---`"),
        ";;;" | "{" => problem.hint("this front matter is JSON; put it between two lines `---`: YAML reads JSON"),
        _ => problem.hint("begin with a line `---`, then keys such as `title:`, then another line `---`"),
    }
}

/// Returns the problem of a Git merge conflict. The ranges are those of the lines that begin, divide and end it.
pub(in crate::content) fn conflict(
    part: Part<'_>,
    begin: &Range<usize>,
    divider: Option<&Range<usize>>,
    end: &Range<usize>,
) -> Diagnostic {
    let problem = Diagnostic::error(
        "merge-conflict",
        part.span(begin.start, begin.end),
        "a merge conflict begins here",
    );
    let problem = match divider {
        Some(divider) => problem.label(part.span(divider.start, divider.end), "the other side begins here"),
        None => problem,
    };
    problem
        .label(part.span(end.start, end.end), "it ends here")
        .hint("keep one side, or join both, and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`")
}

/// Returns the problem of a text that is not YAML, for a reason without a more specific problem.
pub(in crate::content) fn broken(part: Part<'_>, broken: &Broken) -> Diagnostic {
    let at = floor(part.text, broken.offset);
    let reason = match &broken.cause {
        Cause::Syntax(reason) => reason,
        Cause::Repeats(most) => return repeats(part.span(at, at), part.text.len(), *most),
    };
    let problem = Diagnostic::error("yaml-syntax", part.span(at, at), format!("this is not YAML: {reason}"));
    let start = part.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = part.text[start..].lines().next().unwrap_or_default();
    if line.contains('\t') {
        return problem.hint("YAML is indented with spaces; this line contains a tab");
    }
    let is_key =
        line.trim_start_matches([' ', '-']).split_once(':').is_some_and(|(key, _)| !key.trim().contains(' '));
    let is_text = line.trim_start().starts_with(char::is_alphanumeric) && line.trim().contains(' ');
    match is_key || !is_text || line.contains(['[', ']', '{', '}']) {
        true => problem,
        false => problem.hint("this line is not `key: value`; if it continues a text, write `key: |` and indent each line of the text"),
    }
}

/// Returns the problem of a value that breaks the YAML around it.
pub(in crate::content) fn unquoted_value(part: Part<'_>, slip: &Slip) -> Diagnostic {
    let Range { start, end } = slip.value;
    let name = match slip.is_item {
        true => format!("an item of `{}`", slip.key),
        false => format!("`{}`", slip.key),
    };
    let opened = |mark: char| match mark {
        '"' | '\'' => format!("the quote `{mark}` that opens here never closes"),
        '{' => "the brace `{` that opens here never closes".to_owned(),
        mark => format!("the bracket `{mark}` that opens here never closes"),
    };
    let place = part.span(start, end);
    match slip.why {
        NeedsQuotes::Unclosed(mark) => {
            let problem = Diagnostic::error("unclosed-value", part.span(start, start + 1), opened(mark));
            match mark {
                '"' | '\'' => problem.hint(format!("end the value with `{mark}`")).hint(format!(
                    "if the quote is part of the text, put all in quotes: {}",
                    example(part, slip)
                )),
                '[' => problem.hint("close the list with `]`"),
                _ => problem.hint("close the mapping with `}`"),
            }
        }
        NeedsQuotes::Cut(at) => Diagnostic::error(
            "unquoted-value",
            part.span(at, end),
            format!("YAML reads this as a comment, so the list of {name} has no closing bracket"),
        )
        .hint(format!("if it is part of the text, put the text in quotes: {}", example(part, slip)))
        .hint("if not, write the comment after the closing bracket"),
        NeedsQuotes::Escape(at) => Diagnostic::error(
            "unquoted-value",
            part.span(at, at + 2),
            "YAML knows no such escape: in double quotes, a backslash begins one",
        )
        .hint(format!("use single quotes: {}", example(part, slip))),
        NeedsQuotes::Lines => Diagnostic::error(
            "unquoted-value",
            place,
            format!("{name} contains `: `, which YAML reads as another key"),
        )
        .hint(format!("write `{}: |`, and below it the text, each line indented by two spaces", slip.key)),
        NeedsQuotes::Colon => Diagnostic::error(
            "unquoted-value",
            place,
            format!("{name} contains `: `, which YAML reads as another key"),
        )
        .hint(format!("put it in quotes: {}", example(part, slip))),
        NeedsQuotes::First(mark) => Diagnostic::error(
            "unquoted-value",
            place,
            format!("{name} begins with `{mark}`, which has a meaning in YAML"),
        )
        .hint(format!("put it in quotes: {}", example(part, slip))),
    }
}

/// Returns a value in quotes.
fn example(part: Part<'_>, slip: &Slip) -> String {
    let value = &part.text[slip.value.clone()];
    let quoted = match slip.why {
        NeedsQuotes::Unclosed(_) => Some(quoted(value)),
        _ => slip.quoted(part.text),
    };
    match quoted.filter(|_| value.len() <= 500) {
        Some(quoted) if slip.is_item => format!("- {quoted}"),
        Some(quoted) => format!("{}: {quoted}", slip.key),
        None => format!("{}: \"…\"", slip.key),
    }
}

/// Returns the problem of a text that YAML cuts short.
pub(in crate::content) fn lost_words(part: Part<'_>, lost: &Lost) -> Diagnostic {
    let is_title = lost.key == "title" && !lost.is_item;
    let (id, what) = match (is_title, lost.is_item) {
        (true, _) => ("cut-title", "the title".to_owned()),
        (_, true) => ("cut-text", format!("this item of `{}`", short(&lost.key))),
        _ => ("cut-text", format!("`{}`", short(&lost.key))),
    };
    let start = |quoted: String| match lost.is_item {
        true => format!("- {quoted}"),
        false => format!("{}: {quoted}", lost.key),
    };
    match &lost.what {
        LostBy::Comment(comment) => {
            let value = part.text[lost.value.clone()].trim();
            let message = match value.is_empty() {
                true => format!("YAML reads this as a comment: {what} is empty"),
                false => format!("YAML reads this as a comment: {what} ends at `{}`", last_words(value)),
            };
            let all: Vec<&str> = part.text[lost.value.start..comment.end].split_whitespace().collect();
            Diagnostic::warning(id, part.span(comment.start, comment.end), message)
                .hint(format!(
                    "if it is part of the text, put all in quotes: {}",
                    start(quoted(&all.join(" ")))
                ))
                .hint("if not, write the comment on a line of its own")
        }
        LostBy::Escape(escape) => {
            let command = &part.text[escape.clone()];
            let message = format!(
                "in double quotes, YAML reads the first two characters of `{}` as one",
                short(command)
            );
            Diagnostic::warning("lost-backslash", part.span(escape.start, escape.end), message)
                .hint(format!("use single quotes for LaTeX: {}", start("'…'".to_owned())))
        }
    }
}

/// Returns a text as a double-quoted scalar of YAML.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Returns the end of a text, for a message.
fn last_words(text: &str) -> String {
    let count = text.chars().count();
    match count > 40 {
        true => format!("…{}", text.chars().skip(count - 39).collect::<String>()),
        false => text.to_owned(),
    }
}
