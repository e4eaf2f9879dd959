//! Problems for the tests of the formats.

use super::{Diagnostic, Location};
use crate::source::{Span, Texts};

pub(super) const A: &str = "---\nid: Offprint-1\ntitle: The first\n---\n";
pub(super) const B: &str = "---\ntitle: The second\nid: offprint-1\ntopics: [visoin]\n---\n";

pub(super) fn span(file: &str, start: usize, end: usize) -> Location {
    Location::Span(Span { file: file.into(), start, end })
}

/// Returns the location of the first `needle` in `text`.
pub(super) fn at(file: &str, text: &str, needle: &str) -> Location {
    let start = text.find(needle).unwrap();
    span(file, start, start + needle.len())
}

pub(super) fn texts(files: &[(&str, &str)]) -> Texts {
    files.iter().map(|&(file, text)| (file.into(), text.into())).collect()
}

/// An error with a label in another file and a hint, and a warning below it, in the wrong order.
pub(super) fn duplicate_ids() -> (Vec<Diagnostic>, Texts) {
    let (a, b) = ("content/papers/a.md", "content/papers/b.md");
    let topic =
        Diagnostic::warning("unknown-topic", at(b, B, "visoin"), "topic `visoin` is not in topics.yaml")
            .did_you_mean(Some("vision"));
    let id = Diagnostic::error("duplicate-id", at(b, B, "offprint-1"), "id offprint-1 is taken")
        .label(at(a, A, "Offprint-1"), "by this entry")
        .hint("one paper has one entry; remove one, or give it another id");
    (vec![topic, id], texts(&[(a, A), (b, B)]))
}
