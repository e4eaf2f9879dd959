//! `offprint collect`: the imports that the settings name.

use super::args::{Arguments, Collect, Import, SourceName};
use super::progress::Bar;
use super::report::{self, Reporter};
use super::{DONE, MACHINE, USAGE, import, open_entry_writer, open_site};
use crate::source::Sources;
use chrono::Days;

pub(super) fn run(arguments: &Arguments, collect: &Collect) -> u8 {
    let bar = Bar::new(arguments.format);
    let reporter = Reporter::new(arguments.format, "", &bar);
    let sources = Sources::discover(&arguments.site);
    let Some((site, _)) = open_site(&sources, &reporter) else { return USAGE };
    let wanted = &site.import.collect;
    let today = report::today();
    let since = today.checked_sub_days(Days::new(wanted.days as u64 - 1)).unwrap_or(today);
    let mut imports = Vec::new();
    if wanted.hf {
        let votes = u32::try_from(wanted.votes).ok().filter(|votes| *votes > 0);
        let hf = from(SourceName::Hf, collect, wanted.ruled);
        imports.push(Import { from: Some(since), to: Some(today), min_votes: votes, ..hf });
    }
    if !wanted.arxiv.is_empty() {
        let arxiv = from(SourceName::Arxiv, collect, wanted.ruled);
        let search = Some(wanted.arxiv.clone());
        imports.push(Import { search, max: wanted.most, since: Some(since), ..arxiv });
    }
    if imports.is_empty() {
        reporter.note(
            "nothing is to be collected: set `hf = true` or `arxiv = \"cat:cs.CL\"` under `[import.collect]` in site.toml\n",
        );
        return DONE;
    }
    let mut writer = None;
    if !collect.dry_run {
        match open_entry_writer(arguments, "collect", &reporter) {
            Ok(open) => writer = Some(open),
            Err(status) => return status,
        }
    }
    let mut message = String::from(MESSAGE);
    let mut status = DONE;
    for import in imports {
        let (one, words) = import::import(arguments, &import, writer.as_mut());
        status = status.max(one);
        let name = import.source.name();
        message.push_str(&format!("\n`{name}`:\n\n{}", report::quoted(&words)));
    }
    if let Some(file) = &collect.message
        && let Err(error) = report::append(file, &message)
    {
        reporter.error(&format!("`{}` cannot be written: {error}", file.display()), "");
        return MACHINE;
    }
    status
}

/// What stands above the reports.
const MESSAGE: &str =
    "New papers, found by `[import.collect]` in site.toml. Take out what should not be there, then merge.\n";

/// An import that asks for nothing yet.
fn from(source: SourceName, collect: &Collect, ruled: bool) -> Import {
    Import { source, ruled, dry_run: collect.dry_run, ..Import::default() }
}
