//! `offprint check`: reports every problem of the site.

use super::args::{Arguments, Check};
use super::progress::Bar;
use super::report::Reporter;
use super::summary::Summary;
use super::{DONE, MACHINE, USAGE, failures, fix, site_path, sized, status_of};
use crate::archive::diff::{self, Changes};
use crate::diagnostic::{Checked, Diagnostic};
use crate::site::size::Report;
use crate::source::Sources;
use crate::{Prepared, Request, Stopped, prepare, rehearse};

pub(super) fn run(arguments: &Arguments, check: &Check) -> u8 {
    let bar = Bar::new(arguments.format);
    if check.fix {
        let status = fix::run(arguments, &bar);
        if status != DONE {
            return status;
        }
    }
    let sources = Sources::discover(&arguments.site);
    let request = Request { drafts: check.drafts, without_history: true, ..Request::default() };
    let Checked { value, diagnostics: mut problems } = prepare(&sources, &request, &bar);
    let status = status_of(&problems, value.is_some());
    let reporter = Reporter::new(arguments.format, site_path(value.as_ref()), &bar);
    let Some(prepared) = &value else {
        bar.clear();
        let summarized = summarize(check, &reporter, &sources, (None, None), &problems);
        reporter.checked_problems(&sources, problems, check.summary.is_some());
        return status.max(summarized);
    };
    let rehearsed = rehearse(prepared, &sources, &bar);
    let sizes = rehearsed.as_deref().unwrap_or_default();
    let report = sized(prepared, &sources, sizes, check.size.report);
    let tried = crate::try_templates(&sources, &request, &prepared.archive);
    bar.clear();
    if let Err(Stopped::Theme(wrong)) = &rehearsed {
        problems.extend_from_slice(wrong);
    }
    let is_theme_wrong = tried.iter().any(Diagnostic::is_error);
    problems.extend(tried.into_iter().filter(|problem| !problems.contains(problem)).collect::<Vec<_>>());
    problems.extend(report.as_ref().and_then(Report::problem));
    let size = (status == DONE && rehearsed.is_ok()).then(|| (sizes.len() as u64, sizes.iter().sum()));
    let summarized = summarize(check, &reporter, &sources, (Some(prepared), size), &problems);
    reporter.checked_problems(&sources, problems, check.summary.is_some());
    if summarized != DONE {
        return summarized;
    }
    match &rehearsed {
        Ok(_) if is_theme_wrong => USAGE,
        Ok(sizes) => {
            // A site that cannot be built has no size.
            if status == DONE {
                reporter.checked(prepared, sizes.len() as u64, sizes.iter().sum());
            }
            if let Some(report) = report.filter(|_| check.size.report) {
                reporter.table(&report);
            }
            status
        }
        Err(Stopped::Theme(_)) => USAGE,
        Err(Stopped::Failure(failure)) => {
            reporter.error(&failure.to_string(), &failures::hint(failure));
            failures::exit_code(failure)
        }
    }
}

/// Appends the summary of a check to the file of `--summary`, if given. Returns an exit status.
fn summarize(
    check: &Check,
    reporter: &Reporter<'_>,
    sources: &Sources,
    (prepared, size): (Option<&Prepared>, Option<(u64, u64)>),
    problems: &[Diagnostic],
) -> u8 {
    let Some(file) = &check.summary else { return DONE };
    let base = check.base.as_deref().map(Sources::discover);
    let old = base
        .as_ref()
        .and_then(|base| prepare(base, &Request { without_history: true, ..Request::default() }, &()).value);
    let changes = match (&old, prepared) {
        (Some(old), Some(new)) => Some(Changes::between(&old.archive, &new.archive)),
        _ => None,
    };
    let files = base.as_ref().map(|base| diff::files(base, sources)).unwrap_or_default();
    let errors = problems.iter().filter(|problem| problem.is_error()).count() as u64;
    let counts = (errors, problems.len() as u64 - errors);
    let problems = reporter.list(sources, problems.to_vec());
    let written = Summary { changes, files, problems, counts, size }.write(file);
    match written {
        Ok(()) => DONE,
        Err(error) => {
            reporter.error(&format!("cannot write `{}`: {error}", file.display()), "");
            MACHINE
        }
    }
}
