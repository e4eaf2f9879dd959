//! The command line: arguments in, words and an exit status out.

mod args;
mod report;

use crate::diagnostic::Diagnostic;
use crate::publish::{Folders, Publisher};
use crate::source::Sources;
use crate::{Request, Stopped, content, prepare, write};
use args::{Arguments, Build, Check, Command, Format, Jobs};
use clap::Parser;
use report::Reporter;
use std::path::Path;
use std::process::ExitCode;

/// Done.
const DONE: u8 = 0;
/// The content has errors.
const CONTENT: u8 = 1;
/// Wrong usage or settings.
const USAGE: u8 = 2;
/// The machine failed us.
const MACHINE: u8 = 3;

/// Does what the arguments of this process ask.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version come as errors too; clap knows which goes where.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(USAGE));
        }
    };
    ExitCode::from(match &arguments.command {
        Command::Build(build) => in_pool(&build.jobs, || run_build(&arguments, build)),
        Command::Check(check) => in_pool(&check.jobs, || run_check(&arguments, check)),
    })
}

/// Runs with as many threads as asked for.
fn in_pool(jobs: &Jobs, run: impl FnOnce() -> u8 + Send) -> u8 {
    let threads = jobs.jobs.map_or(0, usize::from);
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(run),
        Err(error) => {
            Reporter::new(Format::Human, "")
                .error(&format!("threads cannot be started: {error}"), "try --jobs 1");
            MACHINE
        }
    }
}

fn run_check(arguments: &Arguments, check: &Check) -> u8 {
    let sources = Sources::discover(&arguments.site);
    let request = Request { base_url: None, drafts: check.drafts };
    let checked = prepare(&sources, &request);
    let folder =
        checked.value.as_ref().map_or("", |prepared| prepared.site.repository.path.as_str()).to_owned();
    let reporter = Reporter::new(arguments.format, &folder);
    let status = status_of(&checked.diagnostics, checked.value.is_some());
    reporter.result(&sources, checked.diagnostics);
    status
}

fn run_build(arguments: &Arguments, build: &Build) -> u8 {
    let started = report::now();
    let sources = Sources::discover(&arguments.site);
    let request = Request { base_url: build.base_url.clone(), drafts: build.drafts };
    let checked = prepare(&sources, &request);
    let status = status_of(&checked.diagnostics, checked.value.is_some());
    let folder =
        checked.value.as_ref().map_or("", |prepared| prepared.site.repository.path.as_str()).to_owned();
    let reporter = Reporter::new(arguments.format, &folder);
    if status == MACHINE {
        reporter.unreadable(&sources, checked.diagnostics);
        return status;
    }
    reporter.problems(&sources, checked.diagnostics);
    let goes_on = status == DONE || (status == CONTENT && build.keep_going);
    let Some(prepared) = checked.value.filter(|_| goes_on) else {
        let hint = match status {
            CONTENT => "mend them, or leave the entries that have errors out with --keep-going",
            _ => "mend them and build again",
        };
        reporter.error("nothing is written, since there are errors", hint);
        return status;
    };
    let out = if build.out.is_absolute() { build.out.clone() } else { arguments.site.join(&build.out) };
    let folders = Folders { site: &arguments.site, content: &arguments.site.join("content"), out: &out };
    let written = Publisher::open(&folders)
        .map_err(Stopped::Failure)
        .and_then(|publisher| write(&prepared, &sources, publisher));
    match written {
        Ok(receipt) => {
            reporter.done(&prepared, &receipt, &shown(&out), started);
            DONE
        }
        Err(Stopped::Failure(failure)) => {
            reporter.error(&failure.to_string(), &failure.hint());
            failure.exit_code()
        }
        Err(Stopped::Theme(problems)) => {
            reporter.problems(&sources, problems);
            reporter.error(
                "nothing is written, since the theme has errors",
                "mend the templates and build again",
            );
            USAGE
        }
    }
}

/// Returns the exit status that problems call for.
fn status_of(diagnostics: &[Diagnostic], has_site: bool) -> u8 {
    let errors = || diagnostics.iter().filter(|problem| problem.is_error());
    if errors().any(|problem| problem.id == content::UNREADABLE) {
        return MACHINE;
    }
    match (has_site, errors().next()) {
        (false, _) => USAGE,
        (true, Some(_)) => CONTENT,
        (true, None) => DONE,
    }
}

fn shown(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path);
    path.display().to_string()
}
