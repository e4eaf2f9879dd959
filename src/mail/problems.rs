//! Problems in lists of recipients.

use crate::diagnostic::{Diagnostic, Location};
use crate::source::{FilePath, Span};
use crate::text::mailbox::NotMailbox;
use std::ops::Range;

fn at(file: &FilePath, range: &Range<usize>) -> Location {
    Location::Span(Span { file: file.clone(), start: range.start, end: range.end })
}

pub(super) fn bad_recipient(file: &FilePath, line: usize, wrong: &NotMailbox) -> Diagnostic {
    let range = line + wrong.at.start..line + wrong.at.end;
    let problem = Diagnostic::error("bad-recipient", at(file, &range), wrong.message.clone());
    if wrong.hint.is_empty() { problem } else { problem.hint(wrong.hint) }
}

pub(super) fn duplicate(
    file: &FilePath,
    address: &str,
    first: &Range<usize>,
    again: &Range<usize>,
) -> Diagnostic {
    let message = format!("`{address}` is listed twice and gets one message");
    Diagnostic::warning("duplicate-recipient", at(file, again), message)
        .label(at(file, first), "first listed here")
}

pub(super) fn none(file: &FilePath) -> Diagnostic {
    Diagnostic::error(
        "no-recipients",
        Location::File(file.clone()),
        "expected one e-mail address per line, found none",
    )
    .hint("write one address per line, such as `ada@example.org` or `Ada Byron <ada@example.org>`")
}
