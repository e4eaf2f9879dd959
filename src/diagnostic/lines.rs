//! Problems as plain lines without excerpts: for tests, and for answers to issue forms.

use std::fmt::Write;

use super::index::Index;
use super::visible::visible;
use super::{Diagnostic, Location, sorted};
use crate::source::Texts;

/// Returns each problem as `file:line:column: error[id]: message`, with its labels and hints indented below. If the
/// text of a file is not known, the line has the file only. A problem of the site as a whole has no location.
pub fn render(diagnostics: &[Diagnostic], texts: &Texts) -> String {
    let mut index = Index::new(texts);
    let mut out = String::new();
    for diagnostic in sorted(diagnostics) {
        let severity = diagnostic.severity.word();
        let _ = writeln!(
            out,
            "{}{severity}[{}]: {}",
            place(&mut index, &diagnostic.place),
            diagnostic.id,
            visible(&diagnostic.message)
        );
        for (at, text) in &diagnostic.labels {
            let _ = writeln!(out, "  {}{}", place(&mut index, at), visible(text));
        }
        for hint in &diagnostic.hints {
            let _ = writeln!(out, "  hint: {}", visible(hint));
        }
    }
    out
}

fn place(index: &mut Index<'_>, place: &Location) -> String {
    match place {
        Location::Site => String::new(),
        _ => format!("{}: ", visible(&index.address(place))),
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::diagnostic::fixture;

    #[test]
    fn a_problem_is_a_line_with_labels_and_hints_below() {
        let (diagnostics, texts) = fixture::duplicate_ids();
        assert_snapshot!(render(&diagnostics, &texts), @"
        content/papers/b.md:3:5: error[duplicate-id]: id offprint-1 is taken
          content/papers/a.md:2:5: by this entry
          hint: one paper has one entry; remove one, or give it another id
        content/papers/b.md:4:10: warning[unknown-topic]: topic `visoin` is not in topics.yaml
          hint: did you mean `vision`?
        ");
    }

    #[test]
    fn an_unknown_line_or_file_is_omitted() {
        let gone =
            Diagnostic::error("unreadable", Location::File("content/a.md".into()), "the file cannot be read");
        let site = Diagnostic::warning("no-papers", Location::Site, "there are no papers");
        let hidden = Diagnostic::error("odd", fixture::span("content/b.md", 4, 8), "\x1b[2Jtext\nis gone");
        assert_snapshot!(render(&[hidden, gone, site], &Texts::new()), @"
        warning[no-papers]: there are no papers
        content/a.md: error[unreadable]: the file cannot be read
        content/b.md: error[odd]: ␛[2Jtext␊is gone
        ");
    }
}
