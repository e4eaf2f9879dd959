//! The faults of an output, collected so that one run reports all of them.

use std::collections::BTreeMap;

/// Faults by kind: their count, and the first few.
#[derive(Default)]
pub struct Faults(BTreeMap<&'static str, (usize, Vec<String>)>);

impl Faults {
    /// Faults of one kind that are shown; one mistake in a template affects a thousand pages.
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

    /// Fails if there is a fault.
    pub fn settle(self, site: &str) {
        let reports: Vec<String> = self
            .0
            .iter()
            .map(|(kind, (count, shown))| format!("{kind} ({count})\n    {}", shown.join("\n    ")))
            .collect();
        assert!(reports.is_empty(), "{site}:\n  {}", reports.join("\n  "));
    }

    /// Removes known harmless faults. Other faults of the kind still count.
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
