//! The command line: arguments in, words and an exit status out.

mod args;
mod bug;
mod collect;
mod completions;
mod fix;
mod fmt;
mod import;
mod init;
mod new;
mod problems;
mod progress;
mod propose;
mod reference;
mod report;
mod schema;
mod serve;
mod size;
mod summary;

use crate::archive::diff::{self, Changes};
use crate::archive::history;
use crate::authoring::entry_writer::{self, EntryWriter};
use crate::config::Site;
use crate::content::TopicRecord;
use crate::diagnostic::{Checked, Diagnostic};
use crate::publish::{Ahead, Folders, Options, Publisher, Trust};
use crate::site::size::{Report, is_nearly_full};
use crate::source::Sources;
use crate::{Prepared, Request, Stopped, content, prepare, rehearse, write};
use args::{Arguments, Build, Check, Command, Format, Jobs};
use clap::Parser;
use progress::Bar;
use report::Reporter;
use std::mem::ManuallyDrop;
use std::path::Path;
use std::process::ExitCode;
use summary::Summary;

pub use reference::markdown as reference_markdown;

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
    bug::install();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version come as errors too.
            match error.use_stderr() {
                true => drop(error.print()),
                false => report::stdout(&error.render().ansi().to_string()),
            }
            return ExitCode::from(report::end(u8::try_from(error.exit_code()).unwrap_or(USAGE)));
        }
    };
    ExitCode::from(report::end(bug::catch(|| run(&arguments))))
}

/// Runs the command that was asked for; returns its exit status.
fn run(arguments: &Arguments) -> u8 {
    let format = arguments.format;
    match &arguments.command {
        Command::Init(init) => init::run(arguments, init),
        Command::Build(build) => in_pool(&build.jobs, || run_build(arguments, build)),
        Command::Serve(serve) => serve::run(arguments, serve),
        Command::Check(check) => in_pool(&check.jobs, || run_check(arguments, check)),
        Command::New(new) => report::fenced(format, || new::run(arguments, new)),
        Command::Import(import) => report::fenced(format, || import::run(arguments, import)),
        Command::Collect(collect) => report::fenced(format, || collect::run(arguments, collect)),
        Command::Propose(propose) => report::fenced(format, || propose::run(arguments, propose)),
        Command::Fmt(fmt) => fmt::run(arguments, fmt),
        Command::Schema(schema) => schema::run(arguments, schema),
        Command::Completions(asked) => completions::completions(arguments, asked.shell),
        Command::Man => completions::manual(arguments),
    }
}

/// Runs with as many threads as asked for.
fn in_pool(jobs: &Jobs, run: impl FnOnce() -> u8 + Send) -> u8 {
    let threads = jobs.jobs.map_or(0, usize::from);
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(run),
        Err(error) => {
            Reporter::new(Format::Human, "", &Bar::new(Format::Human))
                .error(&format!("threads cannot be started: {error}"), "try --jobs 1");
            MACHINE
        }
    }
}

/// Opens the content of a site for a command that writes to it, before the command reads anything that it may rewrite. Where another command
/// is writing, waits a few seconds and says for which.
///
/// # Errors
/// An exit status, where another command keeps the site or its lock cannot be made; that has been reported.
fn open_entry_writer(
    arguments: &Arguments,
    command: &str,
    reporter: &Reporter<'_>,
) -> Result<EntryWriter, u8> {
    let mut waits = |holder: &str| reporter.note(&format!("waiting: {holder} is writing to this site\n"));
    EntryWriter::open(&arguments.site, command, &mut waits).map_err(|failure| refused(&failure, reporter))
}

/// Reports that content cannot be written; returns the exit status for it.
fn refused(failure: &entry_writer::Failure, reporter: &Reporter<'_>) -> u8 {
    reporter.error(&failure.to_string(), failure.hint());
    failure.exit_code()
}

/// Reads the settings of a site and its vocabulary of topics; where the settings are wrong, says so.
fn open_site(sources: &Sources, reporter: &Reporter<'_>) -> Option<(Site, Vec<TopicRecord>)> {
    let Checked { value, diagnostics } = crate::settings(sources);
    let Some(site) = value else {
        reporter.problems(sources, diagnostics);
        return None;
    };
    let vocabulary = crate::vocabulary(sources, &site);
    Some((site, vocabulary))
}

fn run_check(arguments: &Arguments, check: &Check) -> u8 {
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
    let reporter = Reporter::new(arguments.format, folder_of(value.as_ref()), &bar);
    let Some(prepared) = &value else {
        bar.clear();
        let told = summarize(check, &reporter, &sources, (None, None), &problems);
        reporter.checked_problems(&sources, problems, check.summary.is_some());
        return status.max(told);
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
    let told = summarize(check, &reporter, &sources, (Some(prepared), size), &problems);
    reporter.checked_problems(&sources, problems, check.summary.is_some());
    if told != DONE {
        return told;
    }
    match &rehearsed {
        Ok(_) if is_theme_wrong => USAGE,
        Ok(sizes) => {
            // A site that cannot be built has no size to speak of.
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
            reporter.error(&failure.to_string(), &failure.hint());
            failure.exit_code()
        }
    }
}

/// Adds the summary of a check to the file that was named for it; returns an exit status.
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
            reporter.error(&format!("`{}` cannot be written: {error}", file.display()), "");
            MACHINE
        }
    }
}

fn run_build(arguments: &Arguments, build: &Build) -> u8 {
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

/// Returns what the site's bytes are in, where somebody asked or should know.
fn sized(prepared: &Prepared, sources: &Sources, sizes: &[u64], is_asked: bool) -> Option<Report> {
    (is_asked || is_nearly_full(sizes.iter().sum())).then(|| crate::report(prepared, sources, sizes))
}

/// Returns the site's folder inside its repository.
fn folder_of(prepared: Option<&Prepared>) -> &str {
    prepared.map_or("", |prepared| &prepared.site.repository.path)
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
