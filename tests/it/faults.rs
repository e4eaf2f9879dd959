//! What is found wrong with an output, collected so that one run tells all of it.

use std::collections::BTreeMap;

/// Faults by kind: how many there are, and the first few of them.
#[derive(Default)]
pub struct Faults(BTreeMap<&'static str, (usize, Vec<String>)>);

impl Faults {
    /// Faults of one kind that are shown; one slip in a template spoils a thousand pages.
    const SHOWN: usize = 5;

    pub fn add(&mut self, kind: &'static str, place: &str, what: impl std::fmt::Display) {
        let (count, shown) = self.0.entry(kind).or_default();
        *count += 1;
        if shown.len() < Self::SHOWN {
            shown.push(format!("{place}: {what}"));
        }
    }

    pub fn check(&mut self, holds: bool, kind: &'static str, place: &str, what: impl std::fmt::Display) {
        if !holds {
            self.add(kind, place, what);
        }
    }

    /// Fails where anything is wrong.
    pub fn settle(self, site: &str) {
        let told: Vec<String> = self
            .0
            .iter()
            .map(|(kind, (count, shown))| format!("{kind} ({count})\n    {}", shown.join("\n    ")))
            .collect();
        assert!(told.is_empty(), "{site}:\n  {}", told.join("\n  "));
    }

    /// Takes back what is known and without harm; what else is wrong of the kind still counts.
    pub fn forgive(&mut self, kind: &str, what: &str) {
        if self.0.get(kind).is_some_and(|(count, shown)| {
            *count == shown.len() && shown.iter().all(|one| one.ends_with(what))
        }) {
            self.0.remove(kind);
        }
    }

    pub fn has(&self, kind: &str) -> bool {
        self.0.contains_key(kind)
    }
}
