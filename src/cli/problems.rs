//! Problems with the output directory that a build found.

use super::report::plural;
use crate::diagnostic::{Diagnostic, Location};
use crate::publish::Receipt;

/// The number of files that a message names; further ones are counted.
const NAMED: usize = 5;

/// Returns the problems with the output directory `out`. Only builds that compare bytes find any.
pub(super) fn output_problems(out: &str, receipt: &Receipt) -> Vec<Diagnostic> {
    let altered = (!receipt.altered.is_empty()).then(|| altered_output(out, &receipt.altered));
    let foreign = (!receipt.foreign.is_empty()).then(|| foreign_output(out, &receipt.foreign));
    altered.into_iter().chain(foreign).collect()
}

/// Files were modified after the last build.
fn altered_output(out: &str, paths: &[String]) -> Diagnostic {
    let message = format!(
        "{} in `{out}` changed since the last build: {}",
        plural(paths.len() as u64, "file"),
        some(paths)
    );
    Diagnostic::warning("altered-output", Location::Site, message)
        .hint("this build wrote them again; find out what else writes to the directory")
}

/// The output directory contains files that no build wrote.
fn foreign_output(out: &str, paths: &[String]) -> Diagnostic {
    let message = format!(
        "{} in `{out}` {} not part of the site: {}",
        plural(paths.len() as u64, "file"),
        if paths.len() == 1 { "is" } else { "are" },
        some(paths)
    );
    Diagnostic::warning("foreign-output", Location::Site, message)
        .hint("they are published with the site; remove them, or move them to static/")
}

fn some(paths: &[String]) -> String {
    let named = paths.iter().take(NAMED).map(|path| format!("`{}`", path.escape_debug()));
    let named = named.collect::<Vec<_>>().join(", ");
    match paths.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}
