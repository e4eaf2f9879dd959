//! Problems for people at a terminal: the location, the line, what is wrong, and hints.
//!
//! The caller chooses colour. Quoted content is untrusted, so control characters in it are made visible.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Padding, Renderer, Snippet};

use super::index::{Index, Mark};
use super::visible::{shown, visible};
use super::{Diagnostic, Location, Severity, plural, sorted};
use crate::source::{Span, Texts};

/// Number of warnings of one kind that are listed; further ones are only counted. All errors are shown.
const WARNINGS_OF_A_KIND: usize = 20;

/// From this number of problems, a summary comes first. From this number of warnings of one kind, only the first is shown in full, and the
/// others below it as a line each.
const MANY: usize = 3;

/// Characters of a line that are shown. A longer line, such as an abstract, is shortened around the caret.
const WIDTH: usize = 100;

/// Characters shown before the caret of a shortened line.
const LEAD: usize = 30;

/// Returns all problems with excerpts, sorted by file and place, and a last line that counts them. Many problems have a
/// summary at the beginning. Many warnings of one kind are a group. The text is empty if there are none.
///
/// `colour` adds ANSI escapes. Each hint appears once, with the first problem that has it.
pub fn render(diagnostics: &[Diagnostic], texts: &Texts, colour: bool) -> String {
    Printer::new(colour).render(diagnostics, texts)
}

/// Renders problems like [`render`], for a command that reports problems several times: a hint of an earlier report is
/// not repeated.
#[derive(Debug)]
pub struct Printer {
    colour: bool,
    /// Hints that were already shown.
    shown_hints: BTreeSet<String>,
}

impl Printer {
    /// Returns a printer that has shown no hints. `colour` adds ANSI escapes.
    pub fn new(colour: bool) -> Printer {
        Printer { colour, shown_hints: BTreeSet::new() }
    }

    /// Returns all problems with excerpts, as [`render`] does.
    pub fn render(&mut self, diagnostics: &[Diagnostic], texts: &Texts) -> String {
        // Lines are shortened here, so the renderer must not shorten them.
        let renderer = if self.colour { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(10 * WIDTH);
        render_with(&renderer, diagnostics, texts, &mut self.shown_hints)
    }
}

fn render_with(
    renderer: &Renderer,
    diagnostics: &[Diagnostic],
    texts: &Texts,
    shown_hints: &mut BTreeSet<String>,
) -> String {
    let mut index = Index::new(texts);
    let all = sorted(diagnostics);
    let mut warnings: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in all.iter().filter(|diagnostic| !diagnostic.is_error()) {
        warnings.entry(&*diagnostic.id).or_default().push(diagnostic);
    }
    let mut out = String::new();
    if diagnostics.len() >= MANY {
        out = format!("{}\n{}\n", summary(diagnostics), kinds(&all));
    }
    for diagnostic in all {
        let group = match diagnostic.is_error() {
            true => &[],
            false => warnings[&*diagnostic.id].as_slice(),
        };
        let group = if group.len() >= MANY { group } else { &[] };
        if group.first().is_some_and(|first| !std::ptr::eq(*first, diagnostic)) {
            continue;
        }
        let hints = diagnostic.hints.iter().filter(|hint| shown_hints.insert((*hint).clone())).collect();
        let report = report(diagnostic, hints, &mut index);
        // Offprint writes the location itself, since columns count in the file and not in the shortened line. That
        // leaves the renderer's own location line empty.
        for line in renderer.render(&[report]).lines().filter(|line| !is_empty_place(line)) {
            out.push_str(line.trim_end());
            out.push('\n');
        }
        if let [first, more @ ..] = group {
            list(first, more, &mut index, shown_hints, &mut out);
        }
        out.push('\n');
    }
    if !diagnostics.is_empty() {
        let _ = writeln!(out, "{}", summary(diagnostics));
    }
    out
}

/// Appends a line for each further warning of a kind: its place, and what differs from the first one.
fn list(
    first: &Diagnostic,
    more: &[&Diagnostic],
    index: &mut Index<'_>,
    shown_hints: &mut BTreeSet<String>,
    out: &mut String,
) {
    let _ = writeln!(out, "and {} of this kind:", plural(more.len() as u64, "more warning"));
    for warning in more.iter().take(WARNINGS_OF_A_KIND - 1) {
        let place = index.address(&warning.place);
        let mut line = visible(&place).into_owned();
        if warning.message != first.message {
            let separator = if line.is_empty() { "" } else { ": " };
            let _ = write!(line, "{separator}{}", visible(&warning.message));
        }
        for hint in warning.hints.iter().filter(|hint| shown_hints.insert((*hint).clone())) {
            let _ = write!(line, " ({})", visible(hint));
        }
        let _ = writeln!(out, "  {line}");
    }
    if let Some(rest @ 1..) = (more.len() + 1).checked_sub(WARNINGS_OF_A_KIND) {
        let _ = writeln!(out, "  … and {}", plural(rest as u64, "more warning"));
    }
}

/// Returns a line for each severity with the number of problems of each kind, the most frequent first.
fn kinds(all: &[&Diagnostic]) -> String {
    let mut out = String::new();
    for severity in [Severity::Error, Severity::Warning] {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for diagnostic in all.iter().filter(|diagnostic| diagnostic.severity == severity) {
            *counts.entry(&*diagnostic.id).or_default() += 1;
        }
        let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        let counts: Vec<String> = counts.iter().map(|(id, count)| format!("{count} {id}")).collect();
        if !counts.is_empty() {
            let _ = writeln!(out, "  {}s: {}", severity.word(), counts.join(", "));
        }
    }
    out
}

/// Returns whether [`render`] shows a group of warnings of one kind.
pub fn has_groups(diagnostics: &[Diagnostic]) -> bool {
    most_of_a_kind(diagnostics) >= MANY
}

/// Returns whether [`render`] leaves out some of the warnings: it shows a limited number of each kind.
pub fn hides_some(diagnostics: &[Diagnostic]) -> bool {
    most_of_a_kind(diagnostics) > WARNINGS_OF_A_KIND
}

/// Returns the largest number of warnings of one kind.
fn most_of_a_kind(diagnostics: &[Diagnostic]) -> usize {
    let mut warnings: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| !diagnostic.is_error()) {
        *warnings.entry(&*diagnostic.id).or_default() += 1;
    }
    warnings.into_values().max().unwrap_or(0)
}

/// Returns the number of problems and files, such as `3 errors, 12 warnings in 5 files`.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let counts = [(count(Severity::Error), "error"), (count(Severity::Warning), "warning")];
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|&(count, _)| count > 0)
        .map(|(count, word)| plural(count as u64, word))
        .collect();
    let files: BTreeSet<_> = diagnostics.iter().filter_map(|diagnostic| diagnostic.place.file()).collect();
    match (counts.is_empty(), files.len()) {
        (true, _) => "no problems".to_owned(),
        (false, 0) => counts.join(", "),
        (false, files) => format!("{} in {}", counts.join(", "), plural(files as u64, "file")),
    }
}

/// Returns whether a line of the report consists of `:::` and colour only. Quoted text never contains an escape.
fn is_empty_place(line: &str) -> bool {
    let (first, coloured) = line.split_once('\x1b').unwrap_or((line, ""));
    let texts = coloured.split('\x1b').filter_map(|part| part.split_once('m')).map(|(_, text)| text);
    std::iter::once(first).chain(texts).collect::<String>().trim() == ":::"
}

fn report<'a>(diagnostic: &'a Diagnostic, hints: Vec<&'a String>, index: &mut Index<'_>) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(visible(&diagnostic.message)).id(&*diagnostic.id);
    let mut group = Group::with_title(title);
    let mut labels: Vec<&(Location, String)> = diagnostic.labels.iter().collect();
    match diagnostic.place.span().and_then(|span| Excerpt::around(span, index)) {
        Some(excerpt) => {
            let mut marks = vec![AnnotationKind::Primary.span(excerpt.caret.clone())];
            // A label on the same line shares the excerpt.
            labels.retain(|(place, text)| match place.span().and_then(|span| excerpt.locate(span)) {
                Some(range) => {
                    marks.push(AnnotationKind::Context.span(range).label(visible(text)));
                    false
                }
                None => true,
            });
            group = excerpt.show(group, marks);
        }
        None => {
            if let Some(file) = diagnostic.place.file() {
                group = group.element(Origin::path(visible(file)));
            }
        }
    }
    for (place, text) in labels {
        match place.span().and_then(|span| Excerpt::around(span, index)) {
            Some(excerpt) => {
                let mark = AnnotationKind::Context.span(excerpt.caret.clone()).label(visible(text));
                group = group.element(Padding);
                group = excerpt.show(group, vec![mark]);
            }
            None => {
                let note = match place.file() {
                    Some(file) => format!("{}: {}", visible(file), visible(text)),
                    None => visible(text).into_owned(),
                };
                group = group.element(Level::NOTE.message(note));
            }
        }
    }
    group.elements(hints.into_iter().map(|hint| Level::HELP.message(visible(hint))))
}

/// One line of a file, or the part of it around a problem, with control characters made visible.
struct Excerpt {
    file: String,
    mark: Mark,
    text: String,
    /// Byte range of the problem in `text`. It ends with the line, even if the problem continues on the next.
    caret: Range<usize>,
    /// For each character of `text`: its byte offset in the file, and in `text`. The last item is the end of both.
    places: Vec<(usize, usize)>,
}

impl Excerpt {
    /// Returns the line at the start of `span`; `None` if the text of the file is not known.
    fn around(span: &Span, index: &mut Index<'_>) -> Option<Excerpt> {
        let text = index.text(&span.file)?;
        let mark = index.find(&span.file, span.start)?;
        let before = &text[mark.line_start..mark.offset];
        let after = &text[mark.offset..];
        // The search for either end of the line stops where nothing more can be shown.
        let lead = if is_short(before, after) { WIDTH } else { LEAD };
        let start =
            before.char_indices().rev().take(lead).last().map_or(mark.offset, |(at, _)| mark.line_start + at);
        let mut excerpt = Excerpt {
            file: visible(&span.file).into_owned(),
            mark,
            text: String::new(),
            caret: 0..0,
            places: Vec::new(),
        };
        if start > mark.line_start {
            excerpt.text.push('…');
        }
        let mut end = start;
        let mut rest = text[start..].chars();
        let mut cut = false;
        while let Some(c) = rest.next() {
            if c == '\n' || (c == '\r' && rest.as_str().starts_with('\n')) {
                break;
            }
            if excerpt.places.len() == WIDTH {
                cut = true;
                break;
            }
            excerpt.places.push((end, excerpt.text.len()));
            excerpt.text.push(shown(c));
            end += c.len_utf8();
        }
        excerpt.places.push((end, excerpt.text.len()));
        if cut {
            excerpt.text.push('…');
        }
        excerpt.caret = excerpt.position(mark.offset)..excerpt.position(span.end.max(mark.offset));
        Some(excerpt)
    }

    /// Returns the byte range of another span in this excerpt; `None` if it does not begin there.
    fn locate(&self, span: &Span) -> Option<Range<usize>> {
        let (&(first, _), &(last, _)) = (self.places.first()?, self.places.last()?);
        let inside = *span.file == *self.file && (first..=last).contains(&span.start);
        inside.then(|| self.position(span.start)..self.position(span.end.max(span.start)))
    }

    /// Returns the byte of the excerpt that shows byte `offset` of the file, clamped to the excerpt.
    fn position(&self, offset: usize) -> usize {
        let after = self.places.partition_point(|&(place, _)| place <= offset);
        self.places.get(after.saturating_sub(1)).map_or(0, |&(_, shown)| shown)
    }

    fn show<'a>(self, group: Group<'a>, marks: Vec<Annotation<'a>>) -> Group<'a> {
        let place = self.mark.line_column();
        group
            .element(Origin::path(self.file).line(place.line).char_column(place.column))
            .element(Snippet::source(self.text).line_start(place.line).annotations(marks))
    }
}

/// Returns whether a line can be shown in full.
fn is_short(before: &str, after: &str) -> bool {
    let rest = after.chars().take_while(|&c| c != '\n');
    before.len() <= 4 * WIDTH && before.chars().chain(rest).take(WIDTH + 1).count() <= WIDTH
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::super::visible::acts;
    use super::*;
    use crate::diagnostic::fixture;

    #[test]
    fn a_problem_is_shown_with_its_line() {
        let (diagnostics, texts) = fixture::duplicate_ids();
        assert_snapshot!(render(&diagnostics, &texts, false), @"
        error[duplicate-id]: id offprint-1 is taken
         --> content/papers/b.md:3:5
          |
        3 | id: offprint-1
          |     ^^^^^^^^^^
          |
         ::: content/papers/a.md:2:5
          |
        2 | id: Offprint-1
          |     ---------- by this entry
          |
          = help: one paper has one entry; remove one, or give it another id

        warning[unknown-topic]: topic `visoin` is not in topics.yaml
         --> content/papers/b.md:4:10
          |
        4 | topics: [visoin]
          |          ^^^^^^
          |
          = help: did you mean `vision`?

        1 error, 1 warning in 1 file
        ");
    }

    #[test]
    fn a_label_on_the_same_line_shares_the_excerpt() {
        let text = "topics: [vision, Vision]\r\n";
        let twice = Diagnostic::warning("twice", fixture::at("a.md", text, "Vision"), "topic named twice")
            .label(fixture::at("a.md", text, "vision"), "first here");
        assert_snapshot!(render(&[twice], &fixture::texts(&[("a.md", text)]), false), @"
        warning[twice]: topic named twice
         --> a.md:1:18
          |
        1 | topics: [vision, Vision]
          |          ------  ^^^^^^
          |          |
          |          first here

        1 warning in 1 file
        ");
    }

    #[test]
    fn a_problem_without_text_is_shown_by_its_path() {
        let gone =
            Diagnostic::error("unreadable", Location::File("content/a.md".into()), "the file cannot be read")
                .label(fixture::span("content/b.md", 3, 5), "named here")
                .hint("restore it");
        let site = Diagnostic::error("no-settings", Location::Site, "there is no site.toml");
        assert_snapshot!(render(&[gone, site], &Texts::new(), false), @"
        error[no-settings]: there is no site.toml

        error[unreadable]: the file cannot be read
        --> content/a.md
         = note: content/b.md: named here
         = help: restore it

        2 errors in 1 file
        ");
    }

    #[test]
    fn a_long_line_is_shortened_around_the_caret() {
        let text = format!("---\nabstract: {}$\\eg$ {}\n---\n", "wörd ".repeat(300), "word ".repeat(300));
        let math = Diagnostic::warning("math", fixture::at("a.md", &text, "$\\eg$"), "unknown command");
        let start = Diagnostic::warning("long", fixture::at("a.md", &text, "abstract"), "long");
        let texts = fixture::texts(&[("a.md", &text)]);
        assert_snapshot!(render(&[math, start], &texts, false), @r"
        warning[long]: long
         --> a.md:2:1
          |
        2 | abstract: wörd wörd wörd wörd wörd wörd wörd wörd wörd wörd wörd wörd wörd wörd wörd wörd wörd wörd …
          | ^^^^^^^^

        warning[math]: unknown command
         --> a.md:2:1511
          |
        2 | …wörd wörd wörd wörd wörd wörd $\eg$ word word word word word word word word word word word word word…
          |                                ^^^^^

        2 warnings in 1 file
        ");
    }

    #[test]
    fn a_problem_of_several_lines_shows_the_first_line() {
        let text = "one\ntwo three\nfour\n";
        let long = Diagnostic::warning("long", fixture::span("a.md", 8, 17), "goes on");
        let end = Diagnostic::warning("end", fixture::span("a.md", 19, 19), "ends here");
        let past = Diagnostic::warning("past", fixture::span("a.md", 99, 120), "past the end");
        assert_snapshot!(render(&[long, end, past], &fixture::texts(&[("a.md", text)]), false), @"
        3 warnings in 1 file
          warnings: 1 end, 1 long, 1 past

        warning[long]: goes on
         --> a.md:2:5
          |
        2 | two three
          |     ^^^^^

        warning[end]: ends here
         --> a.md:4:1
          |
        4 |
          | ^

        warning[past]: past the end
         --> a.md:4:1
          |
        4 |
          | ^

        3 warnings in 1 file
        ");
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let text = "title: \u{1b}]0;owned\u{7}\u{202e}x\ty\n";
        let odd = Diagnostic::error(
            "odd",
            fixture::at("a\u{1b}c.md", text, "y"),
            "odd \u{1b}[2J\u{9b}31m\r\nerror: forged",
        )
        .label(fixture::at("a\u{1b}c.md", text, "title"), "\u{1b}[0m")
        .label(fixture::span("gone\n.md", 0, 0), "line\n")
        .hint("\u{202e}tnih");
        let shown = render(&[odd], &fixture::texts(&[("a\u{1b}c.md", text)]), false);
        assert!(!shown.chars().any(|c| acts(c) && c != '\n'));
        assert_snapshot!(shown, @"
        error[odd]: odd ␛[2J�31m␍␊error: forged
         --> a␛c.md:1:21
          |
        1 | title: ␛]0;owned␇�x y
          |                     ^
          |
         ::: a␛c.md:1:1
          |
        1 | title: ␛]0;owned␇�x y
          | ----- ␛[0m
          |
          = note: gone␊.md: line␊
          = help: �tnih

        1 error in 1 file
        ");
    }

    #[test]
    fn warnings_of_a_kind_are_limited_and_all_errors_are_shown() {
        let at = |n| Location::File(format!("content/{n:02}.md").into());
        let warnings = (0..32).map(|n| Diagnostic::warning("unknown-topic", at(n), format!("warning {n}")));
        let errors = (0..32).map(|n| Diagnostic::error("bad-date", at(n), format!("error {n}")));
        let all: Vec<Diagnostic> = warnings.chain(errors).collect();
        let shown = render(&all, &Texts::new(), false);
        assert_eq!(shown.matches("warning[unknown-topic]").count(), 1);
        assert_eq!(
            shown.lines().filter(|line| line.starts_with("  content/")).count(),
            WARNINGS_OF_A_KIND - 1
        );
        assert_eq!(shown.matches("error[bad-date]").count(), 32);
        assert!(hides_some(&all) && !hides_some(&all[..WARNINGS_OF_A_KIND]) && !hides_some(&all[32..]));
        assert!(shown.contains("  content/19.md: warning 19\n  … and 12 more warnings\n\n"), "{shown}");
        assert!(shown.starts_with("32 errors, 32 warnings in 32 files\n  errors: 32 bad-date\n"), "{shown}");
        assert!(shown.ends_with("\n\n32 errors, 32 warnings in 32 files\n"), "{shown}");
    }

    #[test]
    fn three_warnings_of_a_kind_are_a_group_below_a_summary() {
        let texts = ["a.md", "b.md", "c.md", "d.md"].map(|file| (file, "topics: [visoin, nlp]\n"));
        let at = |file: &str, text: &str| fixture::at(file, "topics: [visoin, nlp]\n", text);
        let topic = |file: &str, name: &str| {
            Diagnostic::warning(
                "unknown-topic",
                at(file, name),
                format!("topic `{name}` is not in topics.yaml"),
            )
        };
        let all = [
            topic("a.md", "visoin").hint("did you mean `vision`?"),
            topic("b.md", "visoin").hint("did you mean `vision`?"),
            topic("c.md", "nlp").hint("did you mean `nlp-2`?"),
            Diagnostic::warning("math", at("d.md", "nlp"), "odd"),
        ];
        assert_snapshot!(render(&all, &fixture::texts(&texts), false), @"
        4 warnings in 4 files
          warnings: 3 unknown-topic, 1 math

        warning[unknown-topic]: topic `visoin` is not in topics.yaml
         --> a.md:1:10
          |
        1 | topics: [visoin, nlp]
          |          ^^^^^^
          |
          = help: did you mean `vision`?
        and 2 more warnings of this kind:
          b.md:1:10
          c.md:1:18: topic `nlp` is not in topics.yaml (did you mean `nlp-2`?)

        warning[math]: odd
         --> d.md:1:18
          |
        1 | topics: [visoin, nlp]
          |                  ^^^

        4 warnings in 4 files
        ");
        assert!(has_groups(&all) && !has_groups(&all[1..]));
    }

    #[test]
    fn a_hint_is_shown_once_in_a_run() {
        let file = |name: &str| Location::File(name.into());
        let first = Diagnostic::error("bad-date", file("a.md"), "bad").hint("write `2026-04-15`");
        let second =
            Diagnostic::error("bad-date", file("b.md"), "bad").hint("write `2026-04-15`").hint("other");
        let mut printer = Printer::new(false);
        assert_snapshot!(printer.render(&[second.clone(), first], &Texts::new()), @"
        error[bad-date]: bad
        --> a.md
         = help: write `2026-04-15`

        error[bad-date]: bad
        --> b.md
         = help: other

        2 errors in 2 files
        ");
        assert!(!printer.render(std::slice::from_ref(&second), &Texts::new()).contains("help"));
        assert!(render(&[second], &Texts::new(), false).contains("write `2026-04-15`"));
    }

    #[test]
    fn the_caller_chooses_colour() {
        let (diagnostics, texts) = fixture::duplicate_ids();
        assert!(render(&diagnostics, &texts, true).contains('\u{1b}'));
        assert!(!render(&diagnostics, &texts, false).contains('\u{1b}'));
    }

    #[test]
    fn without_problems_the_text_is_empty() {
        assert_eq!(render(&[], &Texts::new(), false), "");
    }

    #[test]
    fn the_summary_counts_problems_and_files() {
        let error = |file: &str| Diagnostic::error("e", Location::File(file.into()), "e");
        let warning = Diagnostic::warning("w", Location::File("a".into()), "w");
        assert_eq!(summary(&[error("a"), error("b"), warning.clone()]), "2 errors, 1 warning in 2 files");
        assert_eq!(summary(&[warning.clone(), warning]), "2 warnings in 1 file");
        assert_eq!(summary(&[Diagnostic::error("e", Location::Site, "e")]), "1 error");
    }

    proptest::proptest! {
        #[test]
        fn any_text_and_location_can_be_rendered(text in "[a\u{e9}\u{6ce8}\t\n\r\u{200d}\u{1b}\u{300}\u{1f642}]{0,300}", start in 0usize..400, length in 0usize..50, other in 0usize..400) {
            let texts = fixture::texts(&[("a.md", &text)]);
            let odd = Diagnostic::error("odd", fixture::span("a.md", start, start + length), text)
                .label(fixture::span("a.md", other, other.saturating_sub(length)), "label");
            let shown = render(&[odd], &texts, false);
            proptest::prop_assert!(!shown.chars().any(|c| acts(c) && c != '\n'));
        }
    }
}
