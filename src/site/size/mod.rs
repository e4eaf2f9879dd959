//! The size of a site by kind of file, and settings that would make it smaller.
//!
//! It knows which files exist and what they are about, but neither how they are made nor the disk; callers pass the
//! sizes.

mod levers;
mod problems;
#[cfg(test)]
mod tests;

pub use levers::Lever;

use crate::archive::Archive;
use crate::config::Site;
use crate::diagnostic::Diagnostic;
use crate::site::kinds::{Page, Plan, groups};
use std::collections::HashMap;

/// The maximum size of a published site on GitHub Pages, in bytes ("no larger than 1 GB").
pub const ALLOWED: u64 = 1_000_000_000;

/// The percentage of it from which every build warns.
const WARN_PERCENT: u64 = 80;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub files: u64,
    pub bytes: u64,
}

impl Count {
    fn add(&mut self, bytes: u64) {
        self.files += 1;
        self.bytes += bytes;
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Non-empty kinds, in the order of [`groups`].
    pub kinds: Vec<(&'static str, Count)>,
    pub total: Count,
    /// Settings that would make the site noticeably smaller, largest effect first. Each is measured alone; effects
    /// overlap.
    pub levers: Vec<Lever>,
}

pub struct Measured<'a> {
    pub archive: &'a Archive,
    pub plan: &'a Plan,
    pub site: &'a Site,
    /// The bytes of each of the plan's outputs, in their order.
    pub sizes: &'a [u64],
}

impl Report {
    /// Returns a warning if the site is nearly too large.
    pub fn problem(&self) -> Option<Diagnostic> {
        is_nearly_full(self.total.bytes).then(|| problems::large_site(self))
    }
}

impl Measured<'_> {
    /// Counts by kind, and finds settings that would help. `again` returns the bytes of a page under other settings; it
    /// is called for few pages, to estimate effects.
    pub fn report(&self, again: &(dyn Fn(&Page, &Site) -> Option<u64> + Sync)) -> Report {
        let mut kinds: HashMap<&str, Count> = HashMap::new();
        let mut total = Count::default();
        for (page, bytes) in self.pages() {
            kinds.entry(page.group()).or_default().add(bytes);
            total.add(bytes);
        }
        let kinds = groups().into_iter().filter_map(|group| Some((group, kinds.remove(group)?))).collect();
        Report { levers: levers::find(self, total.bytes, again), kinds, total }
    }

    fn pages(&self) -> impl Iterator<Item = (&Page, u64)> {
        self.plan.outputs.iter().map(|output| &output.page).zip(self.sizes.iter().copied())
    }
}

pub fn is_nearly_full(bytes: u64) -> bool {
    bytes.saturating_mul(100) >= ALLOWED.saturating_mul(WARN_PERCENT)
}
