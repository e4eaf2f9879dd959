//! The problems of people and organizations.

use super::short;
use crate::diagnostic::{Diagnostic, Location};

pub(in crate::content) fn nameless_author(place: Location) -> Diagnostic {
    Diagnostic::error("nameless-author", place, "this author has no name")
        .hint("add `name:`, or `family:` and `given:`, or remove the line")
}

pub(in crate::content) fn others_first(place: Location, text: &str) -> Diagnostic {
    Diagnostic::error(
        "and-others",
        place,
        format!("expected names before `{0}` and none after it", short(text)),
    )
    .hint("`and others` is the last item of a list that is not complete")
}

pub(in crate::content) fn et_al(place: Location, name: &str, first: &str) -> Diagnostic {
    let message = format!("expected the name of one author, found `{}`", short(name));
    Diagnostic::warning("and-others", place, message)
        .hint(format!("write `{}`, and `and others` as the last item of the list", short(first)))
}

/// Returns the problem of a name that has `part` but not `before`, which `part` requires.
pub(in crate::content) fn incomplete_name(place: Location, part: &str, before: &str) -> Diagnostic {
    Diagnostic::error("incomplete-name", place, format!("expected `{before}` beside `{part}`"))
        .hint(format!("add `{before}:`, or write the whole name as `name:`"))
}

pub(in crate::content) fn comma_in_name(place: Location, part: &str, text: &str) -> Diagnostic {
    let message = format!("expected `{part}` to be one part of a name, found `{}` with a comma", short(text));
    Diagnostic::error("comma-in-name", place, message)
        .hint("write the parts as `family:`, `given:` and `suffix:`, each without a comma")
}

pub(in crate::content) fn person_as_collaboration(place: Location) -> Diagnostic {
    Diagnostic::error("incomplete-name", place, "expected `name` alone for a collaboration, found `family`")
        .hint("remove `collaboration: true` if the author is a person")
}

pub(in crate::content) fn nameless_organization(place: Location) -> Diagnostic {
    Diagnostic::error("nameless-organization", place, "this organization has no handle").hint("add `handle:`")
}

pub(in crate::content) fn bad_orcid(place: Location, text: &str) -> Diagnostic {
    Diagnostic::error(
        "bad-orcid",
        place,
        format!("expected an ORCID such as `0000-0002-1825-0097`, found `{}`", short(text)),
    )
    .hint("check each digit; the last one is a check digit")
}

pub(in crate::content) fn fewer_authors_than_names(place: Location, count: u32, names: usize) -> Diagnostic {
    Diagnostic::warning(
        "author-count",
        place,
        format!("expected an `author_count` of at least {names}, the number of names, found {count}"),
    )
    .hint("omit `author_count` if all authors are listed")
}
