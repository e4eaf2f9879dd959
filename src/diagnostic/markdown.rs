//! Problems as a list in Markdown, for the summary of a workflow run.
//!
//! Quoted content is in code spans, so that it is neither markup nor a mention of a user.

use std::fmt::Write;

use super::index::Index;
use super::visible::visible;
use super::{Diagnostic, Location, sorted};
use crate::source::Texts;

/// Returns a list item for each problem, errors first.
pub fn render(diagnostics: &[Diagnostic], texts: &Texts) -> String {
    let mut index = Index::new(texts);
    let mut all = sorted(diagnostics);
    all.sort_by_key(|diagnostic| diagnostic.severity);
    let mut out = String::new();
    for diagnostic in all {
        let _ = write!(out, "- **{}** ", diagnostic.severity.word());
        if diagnostic.place != Location::Site {
            let _ = write!(out, "{} ", code(&index.address(&diagnostic.place)));
        }
        let _ = writeln!(out, "{}", code(&diagnostic.message));
        for hint in &diagnostic.hints {
            let _ = writeln!(out, "  - {}", code(hint));
        }
    }
    out
}

/// Returns untrusted text as a code span on one line.
pub fn code(text: &str) -> String {
    let text = visible(text.trim());
    let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // Without the spaces, a backtick of the text would be part of the fence.
    let space = if text.contains('`') || text.is_empty() { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::diagnostic::fixture;

    #[test]
    fn a_problem_is_an_item_with_its_hints_below() {
        let (diagnostics, texts) = fixture::duplicate_ids();
        assert_snapshot!(render(&diagnostics, &texts), @"
        - **error** `content/papers/b.md:3:5` `id offprint-1 is taken`
          - `one paper has one entry; remove one, or give it another id`
        - **warning** `content/papers/b.md:4:10` `` topic `visoin` is not in topics.yaml ``
          - `` did you mean `vision`? ``
        ");
    }

    #[test]
    fn a_code_span_can_contain_any_text() {
        for text in ["", "`", "a``b", "<b>@someone</b>", "a\nb", "|"] {
            let code = code(text);
            let fence = code.len() - code.trim_start_matches('`').len();
            assert!(!code[fence..code.len() - fence].contains(&"`".repeat(fence)), "{code}");
            assert!(!code.contains('\n'), "{code}");
        }
        assert_eq!(code("``"), "``` `` ```");
    }
}
