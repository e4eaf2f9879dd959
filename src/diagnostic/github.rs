//! Problems as annotations of a GitHub workflow run, shown in the diff of a pull request.
//!
//! GitHub shows ten errors and ten warnings per step. So errors come first, and one problem of each file before a
//! second one of any file.

use std::collections::HashMap;
use std::fmt::Write;

use super::index::Index;
use super::visible::visible;
use super::{Diagnostic, Location, sorted};
use crate::source::Texts;

/// Returns each problem as one `::error …::message` or `::warning …::message` line.
///
/// `folder` is the path of the site directory in the repository, empty for the root. Untrusted text is escaped and has
/// no line breaks, so it cannot contain workflow commands.
pub fn render(diagnostics: &[Diagnostic], texts: &Texts, folder: &str) -> String {
    let mut index = Index::new(texts);
    let mut out = String::new();
    for diagnostic in most_useful_first(diagnostics) {
        let properties = properties(diagnostic, &mut index, folder.trim_matches('/'));
        let message = escape_message(&message(diagnostic, &mut index));
        let _ = writeln!(out, "::{} {properties}::{message}", diagnostic.severity.word());
    }
    out
}

/// Returns an error annotation without a file.
pub fn error(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(visible).collect();
    format!("::error::{}\n", escape_message(&lines.join("\n")))
}

/// The number of annotations of each severity that GitHub shows per step.
const SHOWN: usize = 10;

/// Returns the annotations of [`render`] that GitHub shows.
pub fn shown(annotations: &str) -> String {
    let mut counts = HashMap::new();
    let mut shown = String::new();
    for line in annotations.lines() {
        let count: &mut usize = counts.entry(line.split(' ').next()).or_default();
        *count += 1;
        if *count <= SHOWN {
            let _ = writeln!(shown, "{line}");
        }
    }
    shown
}

fn most_useful_first(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut met = HashMap::new();
    let mut ranked: Vec<_> = sorted(diagnostics)
        .into_iter()
        .map(|diagnostic| {
            let round: &mut usize = met.entry((diagnostic.severity, diagnostic.place.file())).or_default();
            *round += 1;
            (diagnostic.severity, *round, diagnostic)
        })
        .collect();
    // The sort is stable: within a round, files keep their order.
    ranked.sort_by_key(|&(severity, round, _)| (severity, round));
    ranked.into_iter().map(|(_, _, diagnostic)| diagnostic).collect()
}

fn properties(diagnostic: &Diagnostic, index: &mut Index<'_>, folder: &str) -> String {
    let mut properties = Vec::new();
    let mut property =
        |name: &str, value: &str| properties.push(format!("{name}={}", escape_property(value)));
    if let Some(file) = diagnostic.place.file() {
        let file = if folder.is_empty() { file.to_string() } else { format!("{folder}/{file}") };
        property("file", &file);
    }
    if let Some((start, end)) = index.range(&diagnostic.place) {
        property("line", &start.line.to_string());
        property("endLine", &end.line.to_string());
        // GitHub does not accept columns for a range of several lines.
        if start.line == end.line {
            property("col", &start.column.to_string());
            property("endColumn", &end.column.to_string());
        }
    }
    property("title", &diagnostic.id);
    properties.join(",")
}

/// Returns the message, then a line for each label and hint.
fn message(diagnostic: &Diagnostic, index: &mut Index<'_>) -> String {
    let mut message = visible(&diagnostic.message).into_owned();
    for (place, text) in &diagnostic.labels {
        let _ = match place {
            Location::Site => write!(message, "\n{}", visible(text)),
            _ => write!(message, "\n{}: {}", visible(&index.address(place)), visible(text)),
        };
    }
    for hint in &diagnostic.hints {
        let _ = write!(message, "\nhint: {}", visible(hint));
    }
    message
}

fn escape_message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_message(&visible(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::diagnostic::fixture;

    #[test]
    fn a_problem_is_an_annotation() {
        let (diagnostics, texts) = fixture::duplicate_ids();
        assert_snapshot!(render(&diagnostics, &texts, "site"), @"
        ::error file=site/content/papers/b.md,line=3,endLine=3,col=5,endColumn=15,title=duplicate-id::id offprint-1 is taken%0Acontent/papers/a.md:2:5: by this entry%0Ahint: one paper has one entry; remove one, or give it another id
        ::warning file=site/content/papers/b.md,line=4,endLine=4,col=10,endColumn=16,title=unknown-topic::topic `visoin` is not in topics.yaml%0Ahint: did you mean `vision`?
        ");
    }

    #[test]
    fn a_range_of_several_lines_has_no_columns() {
        let texts = fixture::texts(&[("a.md", "one\ntwo\nthree\n")]);
        let long = Diagnostic::warning("long", fixture::span("a.md", 1, 6), "long");
        assert_snapshot!(render(&[long], &texts, ""), @"::warning file=a.md,line=1,endLine=2,title=long::long");
    }

    #[test]
    fn errors_come_first_and_one_problem_of_each_file_before_a_second_one() {
        let texts = fixture::texts(&[("a.md", "abc"), ("b.md", "abc")]);
        let error = |file, at| Diagnostic::error("e", fixture::span(file, at, at), format!("{file} {at}"));
        let warning =
            |file, at| Diagnostic::warning("w", fixture::span(file, at, at), format!("{file} {at}"));
        let all =
            [warning("a.md", 0), error("a.md", 2), error("a.md", 1), error("b.md", 1), warning("b.md", 2)];
        let order: Vec<String> = render(&all, &texts, "")
            .lines()
            .map(|line| line.rsplit("::").next().unwrap().to_owned())
            .collect();
        assert_eq!(order, ["a.md 1", "b.md 1", "a.md 2", "a.md 0", "b.md 2"]);
    }

    #[test]
    fn untrusted_text_cannot_contain_commands() {
        let file = "content/a,line=1::stop-commands::x.md";
        let place = Location::File(file.into());
        let text = "100%\r\n::stop-commands::x\n\x1b]0;title\x07";
        let hostile = Diagnostic::error("odd", place.clone(), text).label(place, text).hint(text);
        let out = render(&[hostile], &Texts::new(), "");
        assert_eq!(out.lines().count(), 1);
        assert_snapshot!(out, @"::error file=content/a%2Cline=1%3A%3Astop-commands%3A%3Ax.md,title=odd::100%25␍␊::stop-commands::x␊␛]0;title␇%0Acontent/a,line=1::stop-commands::x.md: 100%25␍␊::stop-commands::x␊␛]0;title␇%0Ahint: 100%25␍␊::stop-commands::x␊␛]0;title␇");
    }
}
