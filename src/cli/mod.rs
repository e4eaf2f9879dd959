//! The command line: the only room that knows options, exit statuses and the words about them.

mod args;
mod bug;
mod build;
mod check;
mod collect;
mod completions;
mod digest;
mod failures;
mod fix;
mod fmt;
mod hints;
mod import;
mod init;
mod new;
mod ping;
mod problems;
mod progress;
mod propose;
mod reference;
mod report;
mod schema;
mod serve;
mod size;
mod summary;
mod theme;

use crate::Prepared;
use crate::authoring::entry_writer::{self, EntryWriter};
use crate::config::Site;
use crate::content::{self, TopicRecord};
use crate::diagnostic::{Checked, Diagnostic};
use crate::site::size::{Report, is_nearly_full};
use crate::source::{FilePath, Sources};
use args::{Arguments, Command, Format, Jobs};
use clap::Parser;
use progress::Bar;
use report::Reporter;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub use reference::markdown as reference_markdown;

/// Exit status: success.
const DONE: u8 = 0;
/// Exit status: errors in the content.
const CONTENT: u8 = 1;
/// Exit status: wrong usage or settings.
const USAGE: u8 = 2;
/// Exit status: a failure of the system, such as a full disk or no network.
const MACHINE: u8 = 3;

/// Runs the command that the arguments of this process name, and returns its exit status.
pub fn main() -> ExitCode {
    bug::install();
    let mut arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // clap returns help and version as errors too.
            match error.use_stderr() {
                true => drop(error.print()),
                false => report::stdout(&error.render().ansi().to_string()),
            }
            return ExitCode::from(report::end(u8::try_from(error.exit_code()).unwrap_or(USAGE)));
        }
    };
    // A new site may be inside another one.
    let is_new = matches!(arguments.command, Command::Init(_));
    let nearest = || Sources::nearest().filter(|_| !is_new).unwrap_or_else(|| ".".into());
    arguments.site = arguments.named_site.clone().unwrap_or_else(nearest);
    ExitCode::from(report::end(bug::catch(|| run(&arguments))))
}

/// Runs a command and returns its exit status.
fn run(arguments: &Arguments) -> u8 {
    let format = arguments.format;
    match &arguments.command {
        Command::Init(init) => init::run(arguments, init),
        Command::Build(build) => in_pool(&build.jobs, || build::run(arguments, build)),
        Command::Serve(serve) => serve::run(arguments, serve),
        Command::Check(check) => in_pool(&check.jobs, || check::run(arguments, check)),
        Command::New(new) => report::fenced(format, || new::run(arguments, new)),
        Command::Import(import) => report::fenced(format, || import::run(arguments, import)),
        Command::Collect(collect) => report::fenced(format, || collect::run(arguments, collect)),
        Command::Propose(propose) => report::fenced(format, || propose::run(arguments, propose)),
        Command::Digest(digest) => report::fenced(format, || digest::run(arguments, digest)),
        Command::Ping(ping) => report::fenced(format, || ping::run(arguments, ping)),
        Command::Theme(theme) => theme::run(arguments, theme),
        Command::Fmt(fmt) => fmt::run(arguments, fmt),
        Command::Schema(schema) => schema::run(arguments, schema),
        Command::Completions(asked) => completions::completions(arguments, asked.shell),
        Command::Man => completions::manual(arguments),
    }
}

/// Runs a command with the number of threads of `--jobs`.
fn in_pool(jobs: &Jobs, run: impl FnOnce() -> u8 + Send) -> u8 {
    let threads = jobs.jobs.map_or(0, usize::from);
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => pool.install(run),
        Err(error) => {
            Reporter::new(Format::Human, "", &Bar::new(Format::Human))
                .error(&format!("cannot start threads: {error}"), "use `--jobs 1`");
            MACHINE
        }
    }
}

/// Locks the content of a site for a command that writes to it. The command must not read files that it may write before this. If another
/// command is writing, reports that and waits a few seconds.
///
/// # Errors
/// Returns an exit status if another command holds the lock or the lock cannot be created. The error has been reported.
fn open_entry_writer(
    arguments: &Arguments,
    command: &str,
    reporter: &Reporter<'_>,
) -> Result<EntryWriter, u8> {
    let mut waits = |holder: &str| reporter.note(&format!("waiting: {holder} is writing to this site\n"));
    EntryWriter::open(&arguments.site, command, &mut waits)
        .map_err(|failure| write_failed(&failure, reporter))
}

/// Reports that content cannot be written. Returns the exit status.
fn write_failed(failure: &entry_writer::Failure, reporter: &Reporter<'_>) -> u8 {
    reporter.error(&failure.to_string(), failure.hint());
    failure.exit_code()
}

/// Returns the settings of a site and its topics. Reports errors in the settings and returns `None`.
fn open_site(sources: &Sources, reporter: &Reporter<'_>) -> Option<(Site, Vec<TopicRecord>)> {
    let Checked { value, diagnostics } = crate::settings(sources);
    let Some(site) = value else {
        reporter.problems(sources, diagnostics);
        return None;
    };
    let vocabulary = crate::vocabulary(sources, &site);
    Some((site, vocabulary))
}

/// Returns the size report of the site if it is requested, or if the site is nearly too large for GitHub Pages.
fn sized(prepared: &Prepared, sources: &Sources, sizes: &[u64], is_asked: bool) -> Option<Report> {
    (is_asked || is_nearly_full(sizes.iter().sum())).then(|| crate::report(prepared, sources, sizes))
}

/// Returns the path of the site directory in its repository.
fn site_path(prepared: Option<&Prepared>) -> &str {
    prepared.map_or("", |prepared| &prepared.site.repository.path)
}

/// Returns the files that paths on the command line name.
///
/// # Errors
/// Returns the first path that is not a file or directory of the site.
fn named_files(sources: &Sources, paths: &[PathBuf]) -> Result<Vec<FilePath>, String> {
    let mut files = Vec::new();
    for path in paths {
        match sources.named(path) {
            found if found.is_empty() => return Err(path.display().to_string()),
            found => files.extend(found),
        }
    }
    Ok(files)
}

/// Returns the exit status for a list of problems.
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

/// Returns a path without a leading `./`.
fn shown(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path);
    path.display().to_string()
}
