//! Output of the commands: the only module that prints, and the only one that reads the clock.

#![expect(
    clippy::disallowed_methods,
    reason = "reports have the duration of a build, and new entries the current date"
)]

use super::MACHINE;
use super::args::Format;
use super::hints;
use super::progress::Bar;
use super::size;
use crate::Prepared;
use crate::content::{UNREADABLE, places};
pub(super) use crate::diagnostic::plural;
use crate::diagnostic::{Diagnostic, github, human, json, markdown};
use crate::publish::Receipt;
use crate::site::size::Report;
use crate::source::Sources;
use chrono::NaiveDate;
use std::fs::File;
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Instant, SystemTime};

/// Prints in the format of `--format`.
pub(super) struct Reporter<'a> {
    format: Format,
    /// The path of the site directory in the repository, for annotations.
    folder: &'a str,
    /// The progress bar, which is hidden while something is printed.
    bar: &'a Bar,
    /// Prints problems for people, and remembers their hints.
    printer: Mutex<human::Printer>,
}

/// Standard output or standard error.
#[derive(Debug, Clone, Copy)]
enum To {
    Out,
    Err,
}

/// The first failure to write to standard output. Standard output belongs to the process, and so does this.
static UNPRINTED: OnceLock<io::Error> = OnceLock::new();

/// Prints a result: the only function that writes to standard output. [`end`] reports a failure. A reader that closed the pipe, such as
/// `head`, is not a failure.
pub(super) fn stdout(text: &str) {
    let mut to = anstream::stdout();
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => drop(UNPRINTED.set(error)),
        _ => {}
    }
}

/// Prints a message. A failure is ignored, since there is nowhere to report it.
fn stderr(text: &str) {
    let mut to = anstream::stderr();
    let _ = to.write_all(text.as_bytes()).and_then(|()| to.flush());
}

/// Returns the exit status of the process: `status`, or [`MACHINE`] after an error message if a result could not be printed.
pub(super) fn end(status: u8) -> u8 {
    let Some(error) = UNPRINTED.get() else { return status };
    stderr(&error_text(
        &format!("cannot write to standard output: {error}"),
        "the output is incomplete; free disk space, or write it to another file",
    ));
    MACHINE
}

/// Returns an error message and its hint for a terminal.
fn error_text(message: &str, hint: &str) -> String {
    let mut text = format!("\u{1b}[1;31merror\u{1b}[0m: {message}\n");
    if !hint.is_empty() {
        text.push_str(&format!("  help: {hint}\n"));
    }
    text
}

pub(super) fn now() -> Instant {
    Instant::now()
}

/// Returns the current date in UTC.
pub(super) fn today() -> NaiveDate {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let days = i32::try_from(since.as_secs() / 86_400).unwrap_or_default();
    NaiveDate::from_epoch_days(days).unwrap_or_default()
}

/// Returns the current time.
pub(super) fn time() -> SystemTime {
    SystemTime::now()
}

/// Writes a file that is not part of a site, such as a message.
pub(super) fn write(file: &Path, bytes: &[u8]) -> io::Result<()> {
    File::create(file)?.write_all(bytes)
}

/// Appends to a file, such as those that GitHub provides to the steps of a workflow.
pub(super) fn append(file: &Path, text: &str) -> io::Result<()> {
    File::options().append(true).create(true).open(file)?.write_all(text.as_bytes())
}

/// Returns 32 random hexadecimal digits.
pub(super) fn token() -> String {
    let digits = || RandomState::new().hash_one("offprint");
    format!("{:016x}{:016x}", digits(), digits())
}

/// Returns untrusted text as a code block in Markdown.
pub(super) fn quoted(text: &str) -> String {
    let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{}\n{fence}\n", text.trim_end())
}

/// Runs a command that prints untrusted text. With `--format github`, GitHub does not interpret the output as workflow commands.
pub(super) fn fenced(format: Format, run: impl FnOnce() -> u8) -> u8 {
    if format != Format::Github {
        return run();
    }
    let (token, bar) = (token(), Bar::new(format));
    let reporter = Reporter::new(format, "", &bar);
    reporter.say(&format!("::stop-commands::{token}\n"));
    let status = run();
    reporter.say(&format!("::{token}::\n"));
    status
}

impl<'a> Reporter<'a> {
    /// Prints a result.
    pub fn say(&self, text: &str) {
        self.print(To::Out, text);
    }

    /// Prints a message to standard error. With `--format github` it goes to standard output, to keep the order of the log.
    pub fn note(&self, text: &str) {
        match self.format {
            Format::Github => self.print(To::Out, text),
            _ => self.print(To::Err, text),
        }
    }

    /// Returns a reporter. `folder` is the path of the site directory in its repository.
    pub fn new(format: Format, folder: &'a str, bar: &'a Bar) -> Reporter<'a> {
        // anstream removes colour if the terminal has none or NO_COLOR is set.
        Reporter { format, folder, bar, printer: Mutex::new(human::Printer::new(true)) }
    }

    /// Prints problems as the result of a command, to standard output.
    pub fn result(&self, sources: &Sources, diagnostics: Vec<Diagnostic>) {
        let is_clean = diagnostics.is_empty();
        let text = self.render(sources, diagnostics);
        self.print(To::Out, &text);
        if is_clean && self.format == Format::Human {
            self.print(To::Out, "no problems\n");
        }
    }

    /// Prints the problems of a check. If they are `in_summary` too, prints only the annotations that GitHub shows.
    pub fn checked_problems(&self, sources: &Sources, diagnostics: Vec<Diagnostic>, in_summary: bool) {
        if self.format != Format::Github || !in_summary {
            return self.result(sources, diagnostics);
        }
        let text = github::shown(&self.render(sources, diagnostics));
        self.print(To::Out, &text);
    }

    /// Returns problems as a list in Markdown.
    pub fn list(&self, sources: &Sources, mut diagnostics: Vec<Diagnostic>) -> String {
        hints::add(&mut diagnostics);
        let texts = places::settle(sources, &mut diagnostics);
        markdown::render(&diagnostics, &texts)
    }

    /// Prints problems that a command found: for people to standard error, for programs to standard output.
    pub fn problems(&self, sources: &Sources, diagnostics: Vec<Diagnostic>) {
        let text = self.render(sources, diagnostics);
        match self.format {
            Format::Json | Format::Github => self.print(To::Out, &text),
            _ => self.print(To::Err, &text),
        }
    }

    /// Prints only that files of the site cannot be read, since other problems may follow from that. People get the first file, programs all.
    pub fn unreadable(&self, sources: &Sources, mut diagnostics: Vec<Diagnostic>) {
        diagnostics.retain(|problem| problem.is_error() && problem.id == UNREADABLE);
        let Some(first) = diagnostics.first() else { return };
        let message = match first.place.file() {
            Some(file) => format!("`{file}`: {}", first.message),
            None => first.message.clone(),
        };
        let more = match diagnostics.len() - 1 {
            0 => String::new(),
            more => format!("{more} more cannot be read; "),
        };
        if self.format != Format::Human {
            self.problems(sources, diagnostics);
        }
        self.error(&message, &format!("{more}fix that and build again; the site is unchanged"));
    }

    fn render(&self, sources: &Sources, mut diagnostics: Vec<Diagnostic>) -> String {
        hints::add(&mut diagnostics);
        let texts = places::settle(sources, &mut diagnostics);
        match self.format {
            Format::Human | Format::Slack | Format::Markdown => {
                let mut printer = self.printer.lock().unwrap_or_else(PoisonError::into_inner);
                let mut text = printer.render(&diagnostics, &texts);
                if human::hides_some(&diagnostics) {
                    text.push_str("use `--format json` to list all warnings\n");
                }
                if human::has_groups(&diagnostics) {
                    text.push_str(
                        "to hide a kind of warning, add its id to `allow` under `[check]` in site.toml\n",
                    );
                }
                text
            }
            Format::Json => json::render(&diagnostics, &texts),
            Format::Github => github::render(&diagnostics, &texts, self.folder),
        }
    }

    /// Prints why a command stopped, and the hint.
    pub fn error(&self, message: &str, hint: &str) {
        if self.format == Format::Github {
            let text = if hint.is_empty() { message.to_owned() } else { format!("{message}\nhint: {hint}") };
            return self.print(To::Out, &github::error(&text));
        }
        self.print(To::Err, &error_text(message, hint));
    }

    /// Prints the last line of a check, with the size of the site. Formats for programs have problems only.
    pub fn checked(&self, prepared: &Prepared, files: u64, bytes: u64) {
        if self.format == Format::Human {
            let line = format!("{}: {}\n", archive(prepared), size::line(files, bytes));
            self.print(To::Out, &line);
        }
    }

    /// Prints the size report: to standard output, or to standard error in formats for programs.
    pub fn table(&self, report: &Report) {
        let table = format!("\n{}", size::table(report));
        match self.format {
            Format::Human => self.print(To::Out, &table),
            _ => self.print(To::Err, &table),
        }
    }

    /// Prints the last line of a build.
    pub fn done(&self, prepared: &Prepared, receipt: &Receipt, out: &str, started: Instant) {
        let seconds = started.elapsed().as_secs_f64();
        let line = format!(
            "{}: {} written, {} unchanged, {} removed in {out} ({:.1} MB), {seconds:.2} s\n",
            archive(prepared),
            plural(receipt.written, "file"),
            receipt.kept,
            receipt.removed,
            receipt.bytes_total as f64 / 1e6,
        );
        self.print(To::Err, &line);
    }

    fn print(&self, to: To, text: &str) {
        self.bar.aside(|| match to {
            To::Out => stdout(text),
            To::Err => stderr(text),
        });
    }
}

/// Returns `285 papers on 20 days (2 drafts)`.
pub(super) fn archive(prepared: &Prepared) -> String {
    let papers = plural(prepared.archive.papers.len() as u64, "paper");
    let days = match prepared.archive.days.len() {
        0 => String::new(),
        days => format!(" on {}", plural(days as u64, "day")),
    };
    let mut left_out = Vec::new();
    if prepared.broken > 0 {
        left_out.push(format!("{} left out because of errors", prepared.broken));
    }
    if prepared.drafts > 0 {
        left_out.push(plural(prepared.drafts as u64, "draft"));
    }
    let left_out = if left_out.is_empty() { String::new() } else { format!(" ({})", left_out.join(", ")) };
    format!("{papers}{days}{left_out}")
}
