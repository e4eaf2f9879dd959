//! The warning about a large site.

use super::{ALLOWED, Lever, Report};
use crate::diagnostic::{Diagnostic, Location};

/// The most settings to list.
const NAMED: usize = 4;

/// The site is close to the limit of GitHub Pages, or above it.
pub(super) fn large_site(report: &Report) -> Diagnostic {
    let megabytes = report.total.bytes as f64 / 1e6;
    let share = report.total.bytes as f64 / ALLOWED as f64;
    let message = match report.total.bytes > ALLOWED {
        true => format!("the site has {megabytes:.0} MB, more than the 1 GB that GitHub Pages allows"),
        false => format!(
            "the site has {megabytes:.0} MB, {:.0} % of the 1 GB that GitHub Pages allows",
            share * 100.0
        ),
    };
    let mut problem = Diagnostic::warning("large-site", Location::Site, message);
    for Lever { setting, saves, about } in report.levers.iter().take(NAMED) {
        let about = if *about { "about " } else { "" };
        let megabytes = *saves as f64 / 1e6;
        problem = problem.hint(format!("`{setting}` in site.toml would save {about}{megabytes:.0} MB"));
    }
    problem
}
