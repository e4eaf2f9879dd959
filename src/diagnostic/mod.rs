//! Problems, as values: what is wrong, where, and how to fix it.
//!
//! One model here; one small file per output format beside it. It knows nothing of what content means:
//! every stage builds its own problems, by a constructor function named for what is wrong.

mod codec;
#[cfg(test)]
mod fixture;
mod index;
pub mod progress;
mod visible;

pub mod github;
pub mod human;
pub mod json;
pub mod lines;
pub mod markdown;
pub mod suggest;

pub use visible::acts;

use crate::source::{FilePath, Span};
use std::borrow::Cow;

/// How bad a problem is. Errors keep a build from publishing; warnings never do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Error,
    Warning,
}

impl Severity {
    /// Returns the word for it, as every format writes it.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// Where a problem is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// The site as a whole; no file is to blame.
    Site,
    /// A file as a whole: missing, unreadable, in the way.
    File(FilePath),
    /// Bytes of a file.
    Span(Span),
    /// A value inside an entry, named by its keys; `content::places` turns it into a span before it is shown.
    /// Kept as names because entries are parsed without places: only problems pay for finding them.
    Entry(EntryLocation),
}

impl Location {
    /// Returns the file, where there is one.
    pub fn file(&self) -> Option<&FilePath> {
        match self {
            Location::Site => None,
            Location::File(file) => Some(file),
            Location::Span(span) => Some(&span.file),
            Location::Entry(entry) => Some(&entry.file),
        }
    }

    /// Returns the bytes of the file, where they are known.
    pub fn span(&self) -> Option<&Span> {
        match self {
            Location::Span(span) => Some(span),
            _ => None,
        }
    }
}

/// A value inside one entry of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryLocation {
    pub file: FilePath,
    /// Which entry of the file, counted from 0, where the file is a list of `papers:`.
    pub index: Option<u32>,
    /// The way to the value: keys and list positions. Empty means the entry as a whole.
    pub path: Vec<Step>,
    /// Text to point at inside the value, the first time it occurs there.
    pub needle: Option<String>,
}

/// One step on the way to a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Key(String),
    Index(u32),
    /// The markdown below the front matter.
    Body,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// A stable kebab-case name, such as `duplicate-id`.
    pub id: Cow<'static, str>,
    pub severity: Severity,
    pub place: Location,
    /// One sentence in the reader's words, without a full stop.
    pub message: String,
    /// What other places have to do with it.
    pub labels: Vec<(Location, String)>,
    /// What to do about it.
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

    /// Tells whether this keeps a build from publishing.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Adds what another place has to do with the problem.
    pub fn label(mut self, place: Location, text: impl Into<String>) -> Self {
        self.labels.push((place, text.into()));
        self
    }

    /// Adds what to do about the problem.
    pub fn hint(mut self, text: impl Into<String>) -> Self {
        self.hints.push(text.into());
        self
    }

    /// Adds `did you mean …?` where a candidate was found.
    pub fn did_you_mean(self, nearest: Option<&str>) -> Self {
        match nearest {
            Some(name) => self.hint(format!("did you mean `{name}`?")),
            None => self,
        }
    }
}

/// Returns the problems as every format shows them: by file, then by place. Those of the site as a whole come first.
/// The order depends on the problems alone, not on the order in which they were met.
pub fn sorted(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by_key(|diagnostic| {
        let place = &diagnostic.place;
        let start = place.span().map(|span| (span.start, span.end));
        (place.file(), start, diagnostic.severity, &diagnostic.id, &diagnostic.message)
    });
    sorted
}

/// Says which version of the program this is, with the first key that it does not know and has no near name for: another version may know
/// it. Once is enough: an archive of a newer version may have that key in every entry.
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

/// A value and all the problems met while making it. Broken input is normal: there is always a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked<T> {
    pub value: T,
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// Returns a value that nothing is wrong with.
    pub fn clean(value: T) -> Self {
        Checked { value, diagnostics: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_key_without_a_near_name_says_which_version_runs() {
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
