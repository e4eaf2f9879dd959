//! What became of what the sources said: kept, merged, guessed, dropped, or left as it was for want of certainty.
//!
//! It knows nothing of sources or entries: it counts and remembers examples.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// What became of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It stands in the entry, in our terms.
    Kept,
    /// It was joined with what several records say of one paper.
    Merged,
    /// The source does not say it outright.
    Guessed,
    /// No entry holds it.
    Dropped,
    /// It is not certain what it means, so it stays as it was.
    Unsure,
}

impl Fate {
    /// Returns the word for it.
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
    /// Why, in a few words; may be empty.
    pub why: String,
    /// The number of papers.
    pub count: u64,
    /// The first few, by the ids of their papers.
    pub examples: Vec<String>,
}

/// A field, what became of it, and why.
type Key = (Cow<'static, str>, Fate, &'static str);
/// How often, and the first few.
type Seen = (u64, Vec<String>);

/// Everything that became of anything.
#[derive(Debug, Default)]
pub struct Ledger {
    all: BTreeMap<Key, Seen>,
}

/// Why most of what is dropped is dropped.
pub const NO_KEY: &str = "no key of an entry holds it";

/// Why what no key holds may be kept all the same.
pub const IN_BIBTEX: &str = "the entry's `bibtex` holds it";

/// So many examples tell enough.
const EXAMPLES: usize = 3;
/// A file has no more names of its own, unless it is made to be trouble.
const NAMES: usize = 1_000;

impl Ledger {
    /// Notes what became of a value.
    pub(super) fn note(&mut self, field: &'static str, fate: Fate, why: &'static str, example: &str) {
        self.add(Cow::Borrowed(field), fate, why, example);
    }

    /// Notes what became of a value whose name is the source's own.
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
