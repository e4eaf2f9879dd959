//! How big a site is, what of, and which settings would make it smaller.
//!
//! It knows what files there are and what they are about. It knows neither how they are made nor the disk: how big each turned out is told.

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

/// What GitHub Pages takes of a published site, in bytes: "no larger than 1 GB".
pub const ALLOWED: u64 = 1_000_000_000;

/// From this many hundredths of it on, every build says so.
const NEARLY_FULL: u64 = 80;

/// Files, and the bytes in them.
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

/// How big a site is, what of, and what would make it smaller.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Kinds of which there are files, in the order of [`groups`].
    pub kinds: Vec<(&'static str, Count)>,
    pub total: Count,
    /// Settings that would make the site noticeably smaller, the best first. Each is measured by itself; what they save overlaps.
    pub levers: Vec<Lever>,
}

/// A site, to be measured.
pub struct Measured<'a> {
    pub archive: &'a Archive,
    pub plan: &'a Plan,
    pub site: &'a Site,
    /// Bytes of each of the plan's outputs, in their order.
    pub sizes: &'a [u64],
}

impl Report {
    /// Returns what is to be said of the size, whether or not anybody asked.
    pub fn problem(&self) -> Option<Diagnostic> {
        is_nearly_full(self.total.bytes).then(|| problems::large_site(self))
    }
}

impl Measured<'_> {
    /// Counts by kind and looks for settings that would help. `again` makes a page under other settings and tells its bytes; it is asked for a
    /// few pages only, to judge by them what a setting does to all of their kind.
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

    /// Every page and its bytes.
    fn pages(&self) -> impl Iterator<Item = (&Page, u64)> {
        self.plan.outputs.iter().map(|output| &output.page).zip(self.sizes.iter().copied())
    }
}

/// Tells whether a site of so many bytes is so near to what hosts allow that its owner should know.
pub fn is_nearly_full(bytes: u64) -> bool {
    bytes.saturating_mul(100) >= ALLOWED.saturating_mul(NEARLY_FULL)
}
