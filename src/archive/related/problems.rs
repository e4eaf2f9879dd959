//! Warnings about near-duplicates.

use crate::content::Paper;
use crate::diagnostic::Diagnostic;

pub(super) fn twins(newer: &Paper, older: &Paper) -> Diagnostic {
    let message = match newer.keyphrases.title == older.keyphrases.title {
        true => format!("`{}` and `{}` have the same title", newer.id, older.id),
        false => format!("`{}` and `{}` have nearly the same text", newer.id, older.id),
    };
    Diagnostic::warning("near-duplicate", newer.origin.key("title"), message)
        .label(older.origin.key("title"), "the other entry")
        .hint("if they are the same paper, merge the two entries; `date:` may be a list of days")
}
