//! Problems for programs: one JSON object per line.
//!
//! The format is stable: keys are never removed or renamed, and every object has all of them.
//!
//! | key | value |
//! | --- | --- |
//! | `id` | the stable id of the kind of problem, such as `duplicate-id` |
//! | `severity` | `error` or `warning` |
//! | `file` | path below the site directory, with `/`; null for the site as a whole |
//! | `line`, `column` | start of the problem, from 1, columns in characters; null if only the file is known |
//! | `end_line`, `end_column` | position after its last character; null in the same case |
//! | `message` | one sentence |
//! | `labels` | related locations: `[{file, line, column, message}]` |
//! | `hints` | what to do, a list of sentences |

use std::fmt::Write;

use serde::Serialize;

use super::index::Index;
use super::visible::acts;
use super::{Diagnostic, sorted};
use crate::source::{LineColumn, Texts};

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    severity: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    message: &'a str,
    labels: Vec<Label<'a>>,
    hints: &'a [String],
}

#[derive(Serialize)]
struct Label<'a> {
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    message: &'a str,
}

/// Returns each problem as one line of JSON, in the format above, sorted by file and position.
pub fn render(diagnostics: &[Diagnostic], texts: &Texts) -> String {
    let mut index = Index::new(texts);
    let mut out = String::new();
    for diagnostic in sorted(diagnostics) {
        // Structs of strings and numbers can always be serialized.
        if let Ok(line) = serde_json::to_string(&line(diagnostic, &mut index)) {
            push_escaped(&mut out, &line);
            out.push('\n');
        }
    }
    out
}

fn line<'a>(diagnostic: &'a Diagnostic, index: &mut Index<'_>) -> Line<'a> {
    let (start, end) = index.range(&diagnostic.place).unzip();
    let labels = diagnostic.labels.iter().map(|(place, message)| {
        let start = index.range(place).map(|(start, _)| start);
        let (line, column) = numbers(start);
        Label { file: place.file().map(|file| &**file), line, column, message }
    });
    let labels = labels.collect();
    let ((line, column), (end_line, end_column)) = (numbers(start), numbers(end));
    Line {
        id: &diagnostic.id,
        severity: diagnostic.severity.word(),
        file: diagnostic.place.file().map(|file| &**file),
        line,
        column,
        end_line,
        end_column,
        message: &diagnostic.message,
        labels,
        hints: &diagnostic.hints,
    }
}

fn numbers(place: Option<LineColumn>) -> (Option<usize>, Option<usize>) {
    place.map(|place| (place.line, place.column)).unzip()
}

/// Appends JSON with control characters above ASCII and bidirectional marks escaped. They occur in strings only, so the
/// values do not change.
fn push_escaped(out: &mut String, json: &str) {
    for c in json.chars() {
        if acts(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::diagnostic::{Location, fixture};

    #[test]
    fn a_problem_is_one_object_per_line() {
        let (diagnostics, texts) = fixture::duplicate_ids();
        assert_snapshot!(render(&diagnostics, &texts), @r#"
        {"id":"duplicate-id","severity":"error","file":"content/papers/b.md","line":3,"column":5,"end_line":3,"end_column":15,"message":"id offprint-1 is taken","labels":[{"file":"content/papers/a.md","line":2,"column":5,"message":"by this entry"}],"hints":["one paper has one entry; remove one, or give it another id"]}
        {"id":"unknown-topic","severity":"warning","file":"content/papers/b.md","line":4,"column":10,"end_line":4,"end_column":16,"message":"topic `visoin` is not in topics.yaml","labels":[],"hints":["did you mean `vision`?"]}
        "#);
    }

    #[test]
    fn unknown_values_are_null() {
        let site = Diagnostic::warning("no-papers", Location::Site, "there are no papers");
        assert_snapshot!(render(&[site], &Texts::new()), @r#"{"id":"no-papers","severity":"warning","file":null,"line":null,"column":null,"end_line":null,"end_column":null,"message":"there are no papers","labels":[],"hints":[]}"#);
    }

    #[test]
    fn untrusted_text_is_complete_and_escaped() {
        let text = "\u{1b}[2J\u{9b}31m \u{202e} \u{e0041} \"quoted\"\n::error::";
        let line = render(&[Diagnostic::error("odd", Location::Site, text)], &Texts::new());
        assert_eq!(line.lines().count(), 1);
        assert!(!line.trim_end().chars().any(acts), "{line:?}");
        let value: serde_json::Value = serde_json::from_str(&line).unwrap();
        assert_eq!(value["message"], text);
    }
}
