//! `offprint check --fix`: fixes entries before they are checked.

use super::args::Arguments;
use super::check::not_of_site;
use super::progress::Bar;
use super::report::Reporter;
use super::{DONE, USAGE, named_files, open_entry_writer, open_site, write_failed};
use crate::authoring::fix::Fixer;
use crate::source::Sources;
use std::path::PathBuf;

/// Fixes these files; all entries if none is named.
pub(super) fn run(arguments: &Arguments, files: &[PathBuf], bar: &Bar) -> u8 {
    let reporter = Reporter::new(arguments.format, "", bar);
    let mut writer = match open_entry_writer(arguments, "check --fix", &reporter) {
        Ok(writer) => writer,
        Err(status) => return status,
    };
    let sources = Sources::discover(&arguments.site);
    let Some((_, vocabulary)) = open_site(&sources, &reporter) else { return USAGE };
    let chosen = match named_files(&sources, files) {
        Ok(chosen) => chosen,
        Err(name) => return not_of_site(&reporter, &name),
    };
    let fixer = Fixer::new(&vocabulary);
    let fixed: Vec<_> = sources
        .below("content/papers/")
        .filter(|file| files.is_empty() || chosen.contains(file))
        .filter_map(|file| Some((file, fixer.fix(file, &sources.text(file).ok()?)?)))
        .collect();
    let put = fixed.iter().try_for_each(|(file, fixed)| writer.put(file, fixed.text.as_bytes()));
    if let Err(failure) = put.and_then(|()| writer.settle()) {
        return write_failed(&failure, &reporter);
    }
    for (file, fixed) in &fixed {
        for change in &fixed.changes {
            let change: String = change.chars().filter(|char| !char.is_control()).collect();
            reporter.note(&format!("fixed {file}: {change}\n"));
        }
    }
    DONE
}
