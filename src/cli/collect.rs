//! `offprint collect`: imports from the sources under `[import.collect]`.

use super::args::{Arguments, Collect, Import, Network, SourceName};
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
    let settings = &site.import.collect;
    let today = report::today();
    let since = today.checked_sub_days(Days::new(settings.days as u64 - 1)).unwrap_or(today);
    let mut imports = Vec::new();
    if settings.hf {
        let votes = u32::try_from(settings.votes).ok().filter(|votes| *votes > 0);
        let hf = import_from(SourceName::Hf, collect, settings.ruled);
        imports.push(Import {
            from: Some(since),
            to: Some(today),
            min_votes: votes,
            images: settings.images,
            ..hf
        });
    }
    if !settings.arxiv.is_empty() {
        let arxiv = import_from(SourceName::Arxiv, collect, settings.ruled);
        let search = Some(settings.arxiv.clone());
        imports.push(Import { search, max: settings.most, since: Some(since), ..arxiv });
    }
    if imports.is_empty() {
        reporter.note(
            "no source is configured: set `hf = true` or `arxiv = \"cat:cs.CL\"` under `[import.collect]` in site.toml\n",
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
        reporter.error(&format!("cannot write `{}`: {error}", file.display()), "");
        return MACHINE;
    }
    status
}

/// The text above the reports.
const MESSAGE: &str = "New papers from the sources under `[import.collect]` in site.toml. Remove entries that you do not want, then merge.\n";

/// Returns an import from `source` without a query.
fn import_from(source: SourceName, collect: &Collect, ruled: bool) -> Import {
    let network = Network { verbose: collect.network.verbose };
    Import { source, ruled, collected: true, dry_run: collect.dry_run, network, ..Import::default() }
}
