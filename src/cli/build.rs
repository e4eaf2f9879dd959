//! `offprint build`.

use super::args::{Arguments, Build};
use super::progress::Bar;
use super::report::{self, Reporter};
use super::{CONTENT, DONE, MACHINE, USAGE, folder_of, problems, shown, sized, status_of};
use crate::archive::history;
use crate::diagnostic::Checked;
use crate::publish::{Ahead, Folders, Options, Publisher, Trust};
use crate::site::size::Report;
use crate::source::Sources;
use crate::{Request, Stopped, prepare, write};
use std::mem::ManuallyDrop;

pub(super) fn run(arguments: &Arguments, build: &Build) -> u8 {
    let started = report::now();
    let bar = Bar::new(arguments.format);
    let out = if build.out.is_absolute() { build.out.clone() } else { arguments.site.join(&build.out) };
    let known = || (Ahead::read(&out), history::tracked(&out).filter(|_| !build.allow_tracked_output));
    let (sources, (ahead, tracked)) = rayon::join(|| Sources::discover(&arguments.site), known);
    let request = Request { base_url: build.base_url.clone(), drafts: build.drafts, ..Request::default() };
    let Checked { value, diagnostics: problems } = prepare(&sources, &request, &bar);
    // The system takes a hundred thousand papers back at once; to drop them one by one takes its time.
    let (sources, value) = (ManuallyDrop::new(sources), ManuallyDrop::new(value));
    let status = status_of(&problems, value.is_some());
    let reporter = Reporter::new(arguments.format, folder_of(value.as_ref()), &bar);
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
            CONTENT => "mend them, or leave the entries that have errors out with --keep-going",
            _ => "mend them and build again",
        };
        reporter.error("nothing is written, since there are errors", hint);
        return status;
    };
    let folders = Folders { site: &arguments.site, content: &arguments.site.join("content"), out: &out };
    let trust = match (build.fresh, build.verify) {
        (true, _) => Trust::Nothing,
        (false, true) => Trust::Bytes,
        (false, false) => Trust::Manifest,
    };
    let options = Options { trust, fsync: prepared.site.build.fsync, tracked };
    let written = Publisher::open_with(&folders, ahead, &options)
        .map_err(Stopped::Failure)
        .and_then(|publisher| write(prepared, &sources, publisher, &bar));
    match written {
        Ok(receipt) => {
            let report = sized(prepared, &sources, &receipt.sizes, build.size.report);
            bar.clear();
            let found = problems::of_output(&shown(&out), &receipt);
            reporter.problems(
                &sources,
                report.as_ref().and_then(Report::problem).into_iter().chain(found).collect(),
            );
            reporter.done(prepared, &receipt, &shown(&out), started);
            if let Some(report) = report.filter(|_| build.size.report) {
                reporter.table(&report);
            }
            DONE
        }
        Err(Stopped::Failure(failure)) => {
            bar.clear();
            reporter.error(&failure.to_string(), &failure.hint());
            failure.exit_code()
        }
        Err(Stopped::Theme(problems)) => {
            bar.clear();
            reporter.problems(&sources, problems);
            reporter.error(
                "nothing is written, since the theme has errors",
                "mend the templates and build again",
            );
            USAGE
        }
    }
}
