//! `offprint fmt`: formats entries.

use super::args::{Arguments, Fmt};
use super::progress::Bar;
use super::report::{Reporter, plural};
use super::{CONTENT, DONE, MACHINE, USAGE, named_files, open_entry_writer, write_failed};
use crate::authoring::formatter::{Formatted, format};
use crate::source::{FilePath, ReadError, Sources};
use std::path::PathBuf;

pub(super) fn run(arguments: &Arguments, fmt: &Fmt) -> u8 {
    let bar = Bar::new(arguments.format);
    let reporter = Reporter::new(arguments.format, "", &bar);
    let mut writer = None;
    if !fmt.check {
        match open_entry_writer(arguments, "fmt", &reporter) {
            Ok(open) => writer = Some(open),
            Err(status) => return status,
        }
    }
    let sources = Sources::discover(&arguments.site);
    let files = match files(&sources, &fmt.files) {
        Ok(files) => files,
        Err(name) => {
            reporter.error(
                &format!("`{name}` is not a file below content/"),
                "name files below content/, or none to format all files",
            );
            return USAGE;
        }
    };
    let (mut changed, mut left) = (Vec::new(), Vec::new());
    for file in &files {
        let text = match sources.text(file) {
            Ok(text) => text,
            Err(ReadError::Io(error)) => {
                reporter.error(&format!("cannot read `{file}`: {error}"), "nothing was changed");
                return MACHINE;
            }
            Err(error) => {
                left.push(format!("{file}: {error}"));
                continue;
            }
        };
        match format(file, &text) {
            Formatted::Same => {}
            Formatted::Changed(new) => changed.push((file, new)),
            Formatted::Left(why) => left.push(format!("{file} {}", why.words())),
        }
    }
    // All files are formatted before the first is written.
    if let Some(mut writer) = writer {
        let put = changed.iter().try_for_each(|(file, new)| writer.put(file, new.as_bytes()));
        if let Err(failure) = put.and_then(|()| writer.settle()) {
            return write_failed(&failure, &reporter);
        }
    }
    bar.clear();
    for (file, _) in &changed {
        reporter.say(&format!("{file}\n"));
    }
    for left in &left {
        reporter.note(&format!("skipped {left}\n"));
    }
    let count = plural(changed.len() as u64, "file");
    match (fmt.check, changed.is_empty()) {
        (_, true) => DONE,
        (true, false) => {
            reporter.error(&format!("{count} would change"), "run `offprint fmt`");
            CONTENT
        }
        (false, false) => {
            reporter.note(&format!("{count} changed\n"));
            DONE
        }
    }
}

/// Returns the named files; all files below `content/` if none is named. The error is a name that is not such a file.
fn files(sources: &Sources, named: &[PathBuf]) -> Result<Vec<FilePath>, String> {
    if named.is_empty() {
        return Ok(sources.below("content/").cloned().collect());
    }
    let files = named_files(sources, named)?;
    match files.iter().find(|file| !file.starts_with("content/")) {
        Some(file) => Err(file.to_string()),
        None => Ok(files),
    }
}
