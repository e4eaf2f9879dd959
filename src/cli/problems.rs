//! What is wrong with an output folder, as a build found it.

use super::report::plural;
use crate::diagnostic::{Diagnostic, Location};
use crate::publish::Receipt;

/// Files that are named; the rest is counted.
const NAMED: usize = 5;

/// Returns what is wrong with the output folder `out`, where a build looked for it.
pub(super) fn of_output(out: &str, receipt: &Receipt) -> Vec<Diagnostic> {
    let altered = (!receipt.altered.is_empty()).then(|| altered_output(out, &receipt.altered));
    let foreign = (!receipt.strangers.is_empty()).then(|| foreign_output(out, &receipt.strangers));
    altered.into_iter().chain(foreign).collect()
}

/// Files did not hold what the last build wrote.
fn altered_output(out: &str, paths: &[String]) -> Diagnostic {
    let message = format!(
        "{} in `{out}` did not hold what the last build wrote: {}",
        plural(paths.len() as u64, "file"),
        some(paths)
    );
    Diagnostic::warning("altered-output", Location::Site, message)
        .hint("this build wrote them again; find out what else writes to the folder")
}

/// Files lie in the output folder that no build wrote.
fn foreign_output(out: &str, paths: &[String]) -> Diagnostic {
    let message = format!(
        "{} in `{out}` are not part of the site: {}",
        plural(paths.len() as u64, "file"),
        some(paths)
    );
    Diagnostic::warning("foreign-output", Location::Site, message)
        .hint("whoever publishes the folder publishes them too; remove them, or keep them in static/")
}

fn some(paths: &[String]) -> String {
    let named = paths.iter().take(NAMED).map(|path| format!("`{}`", path.escape_debug()));
    let named = named.collect::<Vec<_>>().join(", ");
    match paths.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}
