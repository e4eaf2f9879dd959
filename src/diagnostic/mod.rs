//! Problems, as values: what is wrong, where, and how to mend it.
//!
//! One model here; one small file per output format beside it. It knows nothing of what content means:
//! every stage builds its own problems, by a constructor function named for what is wrong.

#[cfg(test)]
mod fixture;
mod index;
mod stored;
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
pub enum Place {
    /// The site as a whole; no file is to blame.
    Site,
    /// A file as a whole: missing, unreadable, in the way.
    File(FilePath),
    /// Bytes of a file.
    Span(Span),
    /// A value inside an entry, named by its keys; `content::places` turns it into a span before it is shown.
    /// Kept as names because entries are parsed without places: only problems pay for finding them.
    Entry(EntryPlace),
}

impl Place {
    /// Returns the file, where there is one.
    pub fn file(&self) -> Option<&FilePath> {
        match self {
            Place::Site => None,
            Place::File(file) => Some(file),
            Place::Span(span) => Some(&span.file),
            Place::Entry(entry) => Some(&entry.file),
        }
    }

    /// Returns the bytes of the file, where they are known.
    pub fn span(&self) -> Option<&Span> {
        match self {
            Place::Span(span) => Some(span),
            _ => None,
        }
    }
}

/// A value inside one entry of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryPlace {
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
    pub place: Place,
    /// One sentence in the reader's words, without a full stop.
    pub message: String,
    /// What other places have to do with it.
    pub labels: Vec<(Place, String)>,
    /// What to do about it.
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// Returns an error at `place`.
    pub fn error(id: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, id, place, message.into())
    }

    /// Returns a warning at `place`.
    pub fn warning(id: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, id, place, message.into())
    }

    fn new(severity: Severity, id: &'static str, place: Place, message: String) -> Self {
        Diagnostic { id: id.into(), severity, place, message, labels: Vec::new(), hints: Vec::new() }
    }

    /// Tells whether this keeps a build from publishing.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// Adds what another place has to do with the problem.
    pub fn label(mut self, place: Place, text: impl Into<String>) -> Self {
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
