//! Problems as values: what is wrong, where, and how to fix it.
//!
//! This module has the model, and one submodule per output format. Each room creates its own problems, with a function
//! for each kind in its `problems.rs`.

mod codec;
#[cfg(test)]
mod fixture;
mod index;
mod not_utf8;
pub(crate) mod progress;
mod visible;
mod warnings;

pub mod github;
pub mod human;
pub mod json;
pub mod lines;
pub mod markdown;
pub(crate) mod suggest;

pub(crate) use not_utf8::not_utf8;
pub(crate) use visible::acts;
pub use warnings::WARNINGS;
pub(crate) use warnings::hide;

use crate::source::{FilePath, Span};
use std::borrow::Cow;

/// Returns a count with its noun: `1 file`, `2 files`, `2 entries`, `2 aliases`.
pub fn plural(count: u64, noun: &str) -> String {
    match noun.as_bytes() {
        _ if count == 1 => format!("1 {noun}"),
        [.., b's'] => format!("{count} {noun}es"),
        [.., before, b'y'] if !b"aeiou".contains(before) => format!("{count} {}ies", &noun[..noun.len() - 1]),
        _ => format!("{count} {noun}s"),
    }
}

/// The severity of a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Prevents a build from publishing.
    Error,
    /// Does not prevent publishing.
    Warning,
}

impl Severity {
    /// Returns `error` or `warning`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// The location of a problem.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// The site as a whole.
    Site,
    /// A file as a whole, such as one that is missing or cannot be read.
    File(FilePath),
    /// A range of bytes in a file.
    Span(Span),
    /// A value in an entry, as a path of keys: entries are parsed without positions. `content::places` converts it to a
    /// span before it is shown.
    Entry(EntryLocation),
}

impl Location {
    /// Returns the file; `None` for the site as a whole.
    pub fn file(&self) -> Option<&FilePath> {
        match self {
            Location::Site => None,
            Location::File(file) => Some(file),
            Location::Span(span) => Some(&span.file),
            Location::Entry(entry) => Some(&entry.file),
        }
    }

    /// Returns the range of bytes, if it is known.
    pub fn span(&self) -> Option<&Span> {
        match self {
            Location::Span(span) => Some(span),
            _ => None,
        }
    }
}

/// A value in an entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryLocation {
    /// The file with the entry.
    pub file: FilePath,
    /// The index of the entry, from 0, in a file with a list of `papers:`.
    pub index: Option<u32>,
    /// The path to the value. An empty path is the entry as a whole.
    pub path: Vec<Step>,
    /// A text in the value; its first occurrence is the location.
    pub needle: Option<String>,
}

/// A step of the path to a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The value of a key.
    Key(String),
    /// An item of a list, from 0.
    Index(u32),
    /// The Markdown below the front matter.
    Body,
}

/// A problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable id of the kind of problem in kebab case, such as `duplicate-id`.
    pub id: Cow<'static, str>,
    /// Whether it is an error or a warning.
    pub severity: Severity,
    /// The location.
    pub place: Location,
    /// What is wrong: one sentence without a full stop, expected before found.
    pub message: String,
    /// Related locations, each with a text.
    pub labels: Vec<(Location, String)>,
    /// What to do.
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// Returns an error at `place`.
    pub fn error(id: &'static str, place: Location, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, id, place, message.into())
    }

    /// Returns a warning at `place`.
    pub fn warning(id: &'static str, place: Location, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, id, place, message.into())
    }

    fn new(severity: Severity, id: &'static str, place: Location, message: String) -> Self {
        Diagnostic { id: id.into(), severity, place, message, labels: Vec::new(), hints: Vec::new() }
    }

    /// Returns whether this is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Adds a related location.
    pub fn label(mut self, place: Location, text: impl Into<String>) -> Self {
        self.labels.push((place, text.into()));
        self
    }

    /// Adds a hint: what to do.
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        self.hints.push(text.into());
        self
    }

    /// Adds the hint `did you mean …?` if there is a candidate.
    pub fn did_you_mean(self, nearest: Option<&str>) -> Self {
        match nearest {
            Some(name) => self.hint(format!("did you mean `{name}`?")),
            None => self,
        }
    }
}

/// Returns the problems in the order of all formats: by file, then by position. Those of the site as a whole come
/// first. The result does not depend on the order of the input.
pub fn sorted(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|diagnostic| {
        let place = &diagnostic.place;
        let start = place.span().map(|span| (span.start, span.end));
        (place.file(), start, diagnostic.severity, &diagnostic.id, &diagnostic.message)
    });
    sorted
}

/// Adds a hint with the version of the program to the first unknown key that has no suggestion: a newer version may
/// know the key.
pub fn name_version(diagnostics: &mut [Diagnostic], version: &str) {
    let is_unknown = |problem: &&mut Diagnostic| {
        let ends = [" is not a key here", " is not a setting", " is not a key of theme.toml"];
        let has_home = |hint: &String| hint.starts_with("did you mean ") || hint.contains("` belongs ");
        matches!(&*problem.id, "unknown-key" | "unknown-setting")
            && ends.iter().any(|end| problem.message.ends_with(end))
            && !problem.hints.iter().any(has_home)
    };
    let first = diagnostics
        .iter_mut()
        .filter(is_unknown)
        .min_by(|a, b| (&a.place, &a.message).cmp(&(&b.place, &b.message)));
    if let Some(problem) = first {
        problem.hints.push(format!("this is Offprint {version}; a newer version may know this key"));
    }
}

/// A value, and the problems that were found while it was created. Invalid input still gives a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked<T> {
    /// The value.
    pub value: T,
    /// The problems.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// Returns a value without problems.
    pub fn clean(value: T) -> Self {
        Checked { value, diagnostics: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular_and_all_other_counts_are_plural() {
        let counted = [(1, "entry"), (2, "entry"), (0, "day"), (2, "alias"), (12, "file")];
        let counted = counted.map(|(count, noun)| plural(count, noun));
        assert_eq!(counted, ["1 entry", "2 entries", "0 days", "2 aliases", "12 files"]);
    }

    #[test]
    fn the_first_unknown_key_without_a_suggestion_names_the_version() {
        let at = |file: &str, start| Location::Span(Span { file: file.into(), start, end: start + 1 });
        let mut problems = vec![
            Diagnostic::error("unknown-key", at("b.md", 0), "`x` is not a key here").hint("the keys are: y"),
            Diagnostic::error("unknown-key", at("a.md", 9), "`x` is not a key here").hint("the keys are: y"),
            Diagnostic::error("unknown-key", at("a.md", 1), "`titel` is not a key here")
                .did_you_mean(Some("title")),
            Diagnostic::error("unknown-setting", at("a.md", 2), "`items` is not a setting")
                .hint("`items` belongs under `[feeds]`"),
            Diagnostic::error(
                "unknown-setting",
                at("a.md", 3),
                "a parameter of type `switch` has no `choices`",
            ),
            Diagnostic::warning("empty-title", at("a.md", 0), "the title is empty"),
        ];
        name_version(&mut problems, "0.1.0");
        let note = "this is Offprint 0.1.0; a newer version may know this key";
        let with: Vec<bool> =
            problems.iter().map(|problem| problem.hints.iter().any(|hint| hint == note)).collect();
        assert_eq!(with, [false, true, false, false, false, false]);
        name_version(&mut [], "0.1.0");
    }
}
