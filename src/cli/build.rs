//! `offprint build`: builds the site and publishes it to the output directory.

use super::args::{Arguments, Build};
use super::progress::Bar;
use super::report::{self, Reporter};
use super::{CONTENT, DONE, MACHINE, USAGE, failures, ping, problems, shown, site_path, sized, status_of};
use crate::archive::history;
use crate::diagnostic::{self, Checked};
use crate::publish::{Ahead, Folders, Options, Publisher, Trust};
use crate::site::size::Report;
use crate::source::{Sources, input};
use crate::{Request, Stopped, prepare, removals, write};
use std::collections::BTreeSet;
use std::io::{self, ErrorKind};
use std::mem::ManuallyDrop;
use std::path::Path;

const UPLOAD_ALL: &str = "the site is built, but the list of changes is lost: upload the whole site";
const REMOVED: &str = "restore the papers, or build with `--allow-removals`";

pub(super) fn run(arguments: &Arguments, build: &Build) -> u8 {
    let started = report::now();
    let bar = Bar::new(arguments.format);
    let out = if build.out.is_absolute() { build.out.clone() } else { arguments.site.join(&build.out) };
    let known = || (Ahead::read(&out), history::tracked(&out).filter(|_| !build.allow_tracked_output));
    let (sources, (ahead, tracked)) = rayon::join(|| Sources::discover(&arguments.site), known);
    let request = Request { base_url: build.base_url.clone(), drafts: build.drafts, ..Request::default() };
    let Checked { value, diagnostics: problems } = prepare(&sources, &request, &bar);
    // Dropping 100,000 papers one by one is slow; the system frees them all when the process ends.
    let (sources, value) = (ManuallyDrop::new(sources), ManuallyDrop::new(value));
    let status = status_of(&problems, value.is_some());
    let reporter = Reporter::new(arguments.format, site_path(value.as_ref()), &bar);
    if status == MACHINE {
        bar.clear();
        reporter.unreadable(&sources, problems);
        return status;
    }
    reporter.problems(&sources, problems);
    let goes_on = status == DONE || (status == CONTENT && build.keep_going);
    let Some(prepared) = value.as_ref().filter(|_| goes_on) else {
        bar.clear();
        let hint = match status {
            CONTENT => "fix the errors, or leave out the entries with errors with `--keep-going`",
            _ => "fix the errors and build again",
        };
        reporter.error("nothing was written because of errors", hint);
        return status;
    };
    let folders = Folders { site: &arguments.site, content: &arguments.site.join("content"), out: &out };
    let trust = match (build.fresh, build.verify) {
        (true, _) => Trust::Nothing,
        (false, true) => Trust::Bytes,
        (false, false) => Trust::Manifest,
    };
    let earlier = match build.changed.as_deref().map(uploads).transpose() {
        Ok(earlier) => earlier,
        Err((problem, hint)) => {
            bar.clear();
            reporter.error(&problem, hint);
            return USAGE;
        }
    };
    let list_changes = earlier.is_some();
    let options = Options { trust, fsync: prepared.site.build.fsync, tracked, list_changes };
    let publisher = Publisher::open_with(&folders, ahead, &options).map_err(Stopped::Failure);
    if let Ok(publisher) = &publisher
        && !build.allow_removals
    {
        let lost = removals(prepared, publisher);
        if !lost.is_empty() {
            bar.clear();
            reporter.problems(&sources, lost);
            reporter.error("nothing was written, so that readers do not miss papers", REMOVED);
            return CONTENT;
        }
    }
    match publisher.and_then(|publisher| write(prepared, &sources, publisher, &bar)) {
        Ok(receipt) => {
            if !prepared.site.feeds.hub.is_empty() {
                ping::remember(&arguments.site, &out, &receipt);
            }
            let report = sized(prepared, &sources, &receipt.sizes, build.size.report);
            bar.clear();
            let found = problems::output_problems(&shown(&out), &receipt);
            let mut late: Vec<_> =
                report.as_ref().and_then(Report::problem).into_iter().chain(found).collect();
            diagnostic::hide(&mut late, &prepared.site.check.allow);
            reporter.problems(&sources, late);
            reporter.done(prepared, &receipt, &shown(&out), started);
            if let (Some(file), Some(earlier)) = (&build.changed, earlier)
                && let Err(error) = list(file, earlier, receipt.changes)
            {
                reporter.error(&format!("cannot write `{}`: {error}", file.display()), UPLOAD_ALL);
                return MACHINE;
            }
            if let Some(report) = report.filter(|_| build.size.report) {
                reporter.table(&report);
            }
            DONE
        }
        Err(Stopped::Failure(failure)) => {
            bar.clear();
            reporter.error(&failure.to_string(), &failures::hint(&failure));
            failures::exit_code(&failure)
        }
        Err(Stopped::Theme(problems)) => {
            bar.clear();
            reporter.problems(&sources, problems);
            reporter.error(
                "nothing was written because of errors in the theme",
                "fix the templates and build again",
            );
            USAGE
        }
    }
}

/// Returns the paths that earlier builds put on a list of files to upload. If there is no list, none.
///
/// # Errors
/// If the file cannot be read. The build then stops before it changes the site, or the changes would be lost.
fn uploads(list: &Path) -> Result<BTreeSet<String>, (String, &'static str)> {
    match input::text(list) {
        Ok(text) => Ok(text.lines().map(str::to_owned).collect()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(BTreeSet::new()),
        Err(error) => Err((
            format!("cannot read `{}`: {error}", list.display()),
            "name a text file with one path per line",
        )),
    }
}

/// Writes the paths of earlier builds and of this one, one per line.
fn list(file: &Path, mut paths: BTreeSet<String>, changes: Vec<String>) -> io::Result<()> {
    paths.extend(changes);
    report::write(file, paths.iter().map(|path| format!("{path}\n")).collect::<String>().as_bytes())
}
