//! `offprint check`: reports every problem of the site.

use super::args::{Arguments, Check};
use super::progress::Bar;
use super::report::Reporter;
use super::summary::Summary;
use super::{DONE, MACHINE, USAGE, failures, fix, named_files, site_path, sized, status_of};
use crate::archive::diff::{self, Changes};
use crate::diagnostic::{self, Checked, Diagnostic, Location};
use crate::site::size::Report;
use crate::source::{FilePath, Sources};
use crate::{Prepared, Request, Stopped, prepare, rehearse};

pub(super) fn run(arguments: &Arguments, check: &Check) -> u8 {
    let bar = Bar::new(arguments.format);
    if check.fix {
        let status = fix::run(arguments, &check.files, &bar);
        if status != DONE {
            return status;
        }
    }
    let sources = Sources::discover(&arguments.site);
    let chosen = match named_files(&sources, &check.files) {
        Ok(chosen) => chosen,
        Err(name) => return not_of_site(&Reporter::new(arguments.format, "", &bar), &name),
    };
    let request = Request { drafts: check.drafts, without_history: true, ..Request::default() };
    let Checked { value, diagnostics: mut problems } = prepare(&sources, &request, &bar);
    if !check.files.is_empty() {
        // Errors in the settings or the theme prevent that all problems of the files are found.
        let is_before = |problem: &Diagnostic| {
            problem.is_error() && problem.place.file().is_none_or(|file| is_of_theme(file))
        };
        problems.retain(|problem| concerns(problem, &chosen) || (value.is_none() && is_before(problem)));
    }
    let status = status_of(&problems, value.is_some());
    let reporter = Reporter::new(arguments.format, site_path(value.as_ref()), &bar);
    let Some(prepared) = &value else {
        bar.clear();
        let summarized = summarize(check, &reporter, &sources, (None, None), &problems);
        reporter.checked_problems(&sources, problems, check.summary.is_some());
        return status.max(summarized);
    };
    if !check.files.is_empty() && !chosen.iter().any(|file| is_of_theme(file)) {
        bar.clear();
        reporter.checked_problems(&sources, problems, false);
        return status;
    }
    let rehearsed = rehearse(prepared, &sources, &bar);
    let sizes = rehearsed.as_deref().unwrap_or_default();
    let report = sized(prepared, &sources, sizes, check.size.report);
    let tried = crate::try_templates(&sources, &request, &prepared.archive);
    let own = crate::check_own(&sources, prepared);
    bar.clear();
    problems.extend(own);
    if let Err(Stopped::Theme(wrong)) = &rehearsed {
        problems.extend_from_slice(wrong);
    }
    let is_theme_wrong = tried.iter().any(Diagnostic::is_error);
    problems.extend(tried.into_iter().filter(|problem| !problems.contains(problem)).collect::<Vec<_>>());
    if !check.files.is_empty() {
        problems.retain(|problem| concerns(problem, &chosen));
        diagnostic::hide(&mut problems, &prepared.site.check.allow);
        let is_wrong = problems.iter().any(Diagnostic::is_error);
        reporter.checked_problems(&sources, problems, false);
        return if is_wrong && status == DONE { USAGE } else { status };
    }
    problems.extend(report.as_ref().and_then(Report::problem));
    diagnostic::hide(&mut problems, &prepared.site.check.allow);
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

/// Reports that a path does not name a file of the site. Returns the exit status.
pub(super) fn not_of_site(reporter: &Reporter<'_>, name: &str) -> u8 {
    let hint =
        "name a file or directory of the site, relative to the current directory or to the site directory";
    reporter.error(&format!("`{name}` is not a file of the site"), hint);
    USAGE
}

/// Returns whether a problem is in one of the files, or refers to one.
fn concerns(problem: &Diagnostic, files: &[FilePath]) -> bool {
    let places = std::iter::once(&problem.place).chain(problem.labels.iter().map(|(place, _)| place));
    places.filter_map(Location::file).any(|file| files.contains(file))
}

/// Returns whether problems of the file may appear only when pages are rendered.
fn is_of_theme(file: &str) -> bool {
    let starts = ["templates/", "themes/", "i18n/", "static/", "site.toml", "content/organizations."];
    starts.iter().any(|start| file.starts_with(start))
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
