//! A report of what happened to the values of the sources: kept, merged, guessed, dropped, or unchanged because they
//! are ambiguous.
//!
//! It does not know sources or entries: it counts and remembers examples.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// What happened to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// The value is in the entry, in the form of an entry.
    Kept,
    /// The value was joined from several records of one paper.
    Merged,
    /// The value was derived, since the source does not give it directly.
    Guessed,
    /// The value is in no entry.
    Dropped,
    /// The value is ambiguous, so it stays unchanged.
    Unsure,
}

impl Fate {
    /// Returns the name of the fate, as the report shows it.
    pub fn word(self) -> &'static str {
        match self {
            Fate::Kept => "kept",
            Fate::Merged => "merged",
            Fate::Guessed => "guessed",
            Fate::Dropped => "dropped",
            Fate::Unsure => "not certain",
        }
    }
}

/// A line of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The field of the source.
    pub field: String,
    /// What happened to the field.
    pub fate: Fate,
    /// The reason, in a few words; may be empty.
    pub why: String,
    /// The number of papers.
    pub count: u64,
    /// The first few ids of these papers.
    pub examples: Vec<String>,
}

/// A field, what happened to it, and the reason.
type Key = (Cow<'static, str>, Fate, &'static str);
/// The number of occurrences, and the first few examples.
type Seen = (u64, Vec<String>);

/// Everything that happened to the values of the sources.
#[derive(Debug, Default)]
pub struct Ledger {
    all: BTreeMap<Key, Seen>,
}

/// The reason why most dropped values are dropped.
pub const NO_KEY: &str = "no key of an entry holds it";

/// The reason why a value without a matching key may be kept.
pub const IN_BIBTEX: &str = "the entry's `bibtex` holds it";

/// The number of examples to show.
const EXAMPLES: usize = 3;
/// The maximum number of field names that come from a file. Only a malicious file has more.
const NAMES: usize = 1_000;

impl Ledger {
    /// Records what happened to a value.
    pub(super) fn note(&mut self, field: &'static str, fate: Fate, why: &'static str, example: &str) {
        self.add(Cow::Borrowed(field), fate, why, example);
    }

    /// Records what happened to a value whose field name comes from the source.
    pub(super) fn note_named(&mut self, field: &str, fate: Fate, why: &'static str, example: &str) {
        let name = match self.all.len() < NAMES {
            true => field.chars().filter(|char| !char.is_control()).take(40).collect(),
            false => "others".to_owned(),
        };
        self.add(Cow::Owned(name), fate, why, example);
    }

    fn add(&mut self, field: Cow<'static, str>, fate: Fate, why: &'static str, example: &str) {
        let (count, examples) = self.all.entry((field, fate, why)).or_default();
        *count += 1;
        if fate != Fate::Kept && examples.len() < EXAMPLES {
            examples.push(example.to_owned());
        }
    }

    /// Returns the report, by field.
    pub fn entries(&self) -> Vec<Entry> {
        let entry = |((field, fate, why), (count, examples)): (&Key, &Seen)| Entry {
            field: field.to_string(),
            fate: *fate,
            why: (*why).to_owned(),
            count: *count,
            examples: examples.clone(),
        };
        self.all.iter().map(entry).collect()
    }
}
