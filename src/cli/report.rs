//! Words for people and programs: the only place that prints, and the only one that knows the time.

#![expect(
    clippy::disallowed_methods,
    reason = "how long a build took is told, and what is new is of today; nothing else depends on it"
)]

use super::MACHINE;
use super::args::Format;
use super::progress::Bar;
use super::size;
use crate::Prepared;
use crate::content::{UNREADABLE, places};
use crate::diagnostic::{Diagnostic, github, human, json, markdown};
use crate::publish::Receipt;
use crate::site::size::Report;
use crate::source::Sources;
use chrono::NaiveDate;
use std::fs::File;
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Instant, SystemTime};

/// Prints in the format that was asked for.
pub(super) struct Reporter<'a> {
    format: Format,
    /// The site's folder inside the repository, for annotations.
    folder: &'a str,
    /// What is drawn meanwhile, and has to make way.
    bar: &'a Bar,
}

/// Where words go.
#[derive(Debug, Clone, Copy)]
enum To {
    Out,
    Err,
}

/// The first failure to write to standard output. Standard output belongs to the process, and so does this.
static UNPRINTED: OnceLock<io::Error> = OnceLock::new();

/// Prints a result: the only place that writes to standard output. [`end`] reports where that failed. A reader that has gone away, as behind
/// `| head`, had what it wanted.
pub(super) fn stdout(text: &str) {
    let mut to = anstream::stdout();
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => drop(UNPRINTED.set(error)),
        _ => {}
    }
}

/// Prints a message. There is nowhere left to report that it cannot be printed.
fn stderr(text: &str) {
    let mut to = anstream::stderr();
    let _ = to.write_all(text.as_bytes()).and_then(|()| to.flush());
}

/// Ends a command: returns its exit status. Where its result could not be printed, reports that and returns [`MACHINE`].
pub(super) fn end(status: u8) -> u8 {
    let Some(error) = UNPRINTED.get() else { return status };
    stderr(&error_text(
        &format!("standard output cannot be written: {error}"),
        "the result is not complete; make room, or write it somewhere else",
    ));
    MACHINE
}

/// Returns why a command stopped and what to do, as people read it.
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

/// Returns the day it is, in UTC.
pub(super) fn today() -> NaiveDate {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let days = i32::try_from(since.as_secs() / 86_400).unwrap_or_default();
    NaiveDate::from_epoch_days(days).unwrap_or_default()
}

/// Adds to a file, such as those that GitHub hands to the steps of a workflow.
pub(super) fn append(file: &Path, text: &str) -> io::Result<()> {
    File::options().append(true).create(true).open(file)?.write_all(text.as_bytes())
}

/// Returns a word that nobody can know beforehand.
pub(super) fn token() -> String {
    let digits = || RandomState::new().hash_one("offprint");
    format!("{:016x}{:016x}", digits(), digits())
}

/// Returns lines of anybody as a block of code in markdown, so that nothing in them is read as anything else.
pub(super) fn quoted(text: &str) -> String {
    let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{}\n{fence}\n", text.trim_end())
}

/// Lets a command whose words are of others run. For a workflow of GitHub, nothing it prints is then taken for a command of the workflow.
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

    /// Prints something beside the result. A workflow of GitHub mixes the two, so that there order is kept.
    pub fn note(&self, text: &str) {
        match self.format {
            Format::Github => self.print(To::Out, text),
            Format::Human | Format::Json => self.print(To::Err, text),
        }
    }

    pub fn new(format: Format, folder: &'a str, bar: &'a Bar) -> Reporter<'a> {
        Reporter { format, folder, bar }
    }

    /// Prints problems as the result of a command: to where results go.
    pub fn result(&self, sources: &Sources, diagnostics: Vec<Diagnostic>) {
        let is_clean = diagnostics.is_empty();
        let text = self.render(sources, diagnostics);
        self.print(To::Out, &text);
        if is_clean && self.format == Format::Human {
            self.print(To::Out, "no problems\n");
        }
    }

    /// Prints the problems that a check found; of annotations only those that are shown, where the rest is `told_elsewhere`.
    pub fn checked_problems(&self, sources: &Sources, diagnostics: Vec<Diagnostic>, told_elsewhere: bool) {
        if self.format != Format::Github || !told_elsewhere {
            return self.result(sources, diagnostics);
        }
        let text = github::shown(&self.render(sources, diagnostics));
        self.print(To::Out, &text);
    }

    /// Returns problems as a list in markdown.
    pub fn list(&self, sources: &Sources, mut diagnostics: Vec<Diagnostic>) -> String {
        let texts = places::settle(sources, &mut diagnostics);
        markdown::render(&diagnostics, &texts)
    }

    /// Prints problems beside a command's work: people read them where messages go, programs where results go.
    pub fn problems(&self, sources: &Sources, diagnostics: Vec<Diagnostic>) {
        let text = self.render(sources, diagnostics);
        match self.format {
            Format::Human => self.print(To::Err, &text),
            Format::Json | Format::Github => self.print(To::Out, &text),
        }
    }

    /// Prints that files of the site cannot be read, and nothing else: what else is wrong may be so for want of them.
    /// People are told of the first, programs of each.
    pub fn unreadable(&self, sources: &Sources, mut diagnostics: Vec<Diagnostic>) {
        diagnostics.retain(|problem| problem.is_error() && problem.id == UNREADABLE);
        let Some(first) = diagnostics.first() else { return };
        let message = match first.place.file() {
            Some(file) => format!("`{file}`: {}", first.message),
            None => first.message.clone(),
        };
        let more = match diagnostics.len() - 1 {
            0 => String::new(),
            more => format!("nor can {more} more; "),
        };
        if self.format != Format::Human {
            self.problems(sources, diagnostics);
        }
        self.error(&message, &format!("{more}mend that and build again; the site is as it was before"));
    }

    fn render(&self, sources: &Sources, mut diagnostics: Vec<Diagnostic>) -> String {
        let texts = places::settle(sources, &mut diagnostics);
        match self.format {
            // Colour is taken out again where the terminal has none or NO_COLOR is set.
            Format::Human => human::render(&diagnostics, &texts, true),
            Format::Json => json::render(&diagnostics, &texts),
            Format::Github => github::render(&diagnostics, &texts, self.folder),
        }
    }

    /// Prints why a command stopped, and what to do.
    pub fn error(&self, message: &str, hint: &str) {
        if self.format == Format::Github {
            let text = if hint.is_empty() { message.to_owned() } else { format!("{message}\nhint: {hint}") };
            return self.print(To::Out, &github::error(&text));
        }
        self.print(To::Err, &error_text(message, hint));
    }

    /// Prints the closing line of a check: how big the site would be. Programs asked for problems, and get nothing else.
    pub fn checked(&self, prepared: &Prepared, files: u64, bytes: u64) {
        if self.format == Format::Human {
            let line = format!("{}: {}\n", archive(prepared), size::line(files, bytes));
            self.print(To::Out, &line);
        }
    }

    /// Prints what a site's bytes are in: where results go, and beside the results that programs read.
    pub fn table(&self, report: &Report) {
        let table = format!("\n{}", size::table(report));
        match self.format {
            Format::Human => self.print(To::Out, &table),
            Format::Json | Format::Github => self.print(To::Err, &table),
        }
    }

    /// Prints the closing line of a build.
    pub fn done(&self, prepared: &Prepared, receipt: &Receipt, out: &str, started: Instant) {
        let seconds = started.elapsed().as_secs_f64();
        let line = format!(
            "{}: {} written, {} kept, {} removed in {out} ({:.1} MB), {seconds:.2} s\n",
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
    let days = plural(prepared.archive.days.len() as u64, "day");
    let mut left_out = Vec::new();
    if prepared.broken > 0 {
        left_out.push(format!("{} left out for errors", prepared.broken));
    }
    if prepared.drafts > 0 {
        left_out.push(plural(prepared.drafts as u64, "draft"));
    }
    let left_out = if left_out.is_empty() { String::new() } else { format!(" ({})", left_out.join(", ")) };
    format!("{papers} on {days}{left_out}")
}

pub(super) fn plural(count: u64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
