//! The ids of all warnings, and which of them a site hides.

use super::Diagnostic;

/// The ids of all kinds of warnings, sorted.
pub const WARNINGS: [&str; 45] = [
    "address-as-venue",
    "altered-output",
    "and-others",
    "author-count",
    "bad-bibtex",
    "bad-macro",
    "blocked-by-policy",
    "cname-elsewhere",
    "cut-text",
    "cut-title",
    "dead-link",
    "duplicate-recipient",
    "empty-abstract",
    "empty-query",
    "empty-title",
    "far-ahead",
    "file-name",
    "foreign-output",
    "large-site",
    "lost-backslash",
    "low-contrast",
    "math",
    "missing-text",
    "more",
    "near-duplicate",
    "no-history",
    "no-reason",
    "other-version",
    "own-alias",
    "shallow-history",
    "shared-doi",
    "similar-topics",
    "stray-file",
    "symbolic-link",
    "taken-key",
    "unfilled-text",
    "unknown-organization",
    "unknown-paper",
    "unknown-param",
    "unknown-text",
    "unknown-topic",
    "unsafe-address",
    "unsafe-html",
    "unused-file",
    "without-root",
];

/// Removes the warnings with these ids. Errors stay.
pub fn hide(diagnostics: &mut Vec<Diagnostic>, ids: &[String]) {
    diagnostics.retain(|problem| problem.is_error() || !ids.iter().any(|id| *id == problem.id));
}

#[cfg(test)]
mod tests {
    use super::super::Location;
    use super::*;

    #[test]
    fn only_warnings_are_hidden() {
        let mut problems = vec![
            Diagnostic::warning("unknown-topic", Location::Site, "a"),
            Diagnostic::error("unknown-topic", Location::Site, "b"),
            Diagnostic::warning("math", Location::Site, "c"),
        ];
        hide(&mut problems, &["unknown-topic".to_owned()]);
        assert_eq!(problems.iter().map(|problem| &*problem.message).collect::<Vec<_>>(), ["b", "c"]);
    }
}
