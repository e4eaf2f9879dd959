//! `offprint check --fix`: mends entries before they are checked.

use super::args::Arguments;
use super::progress::Bar;
use super::report::Reporter;
use super::{DONE, USAGE, open_site};
use crate::mend::Mender;
use crate::shelf::Shelf;
use crate::source::Sources;

pub(super) fn run(arguments: &Arguments, bar: &Bar) -> u8 {
    let reporter = Reporter::new(arguments.format, "", bar);
    let sources = Sources::discover(&arguments.site);
    let Some((_, vocabulary)) = open_site(&sources, &reporter) else { return USAGE };
    let mender = Mender::new(&vocabulary);
    let mended: Vec<_> = sources
        .below("content/papers/")
        .filter_map(|file| Some((file, mender.mend(file, &sources.text(file).ok()?)?)))
        .collect();
    let mut shelf = Shelf::new(&arguments.site);
    for (file, mended) in &mended {
        if let Err(failure) = shelf.put(file, mended.text.as_bytes()) {
            reporter.error(&failure.to_string(), "every file is whole, old or new");
            return failure.exit_code();
        }
        for change in &mended.changes {
            let change: String = change.chars().filter(|char| !char.is_control()).collect();
            reporter.note(&format!("mended {file}: {change}\n"));
        }
    }
    DONE
}
