//! Words for people and programs: the only place that prints, and the only one that knows the time.

#![expect(
    clippy::disallowed_methods,
    reason = "how long a build took is told, and what is new is of today; nothing else depends on it"
)]

use super::args::Format;
use super::progress::Bar;
use super::size;
use crate::Prepared;
use crate::content::{UNREADABLE, places};
use crate::diagnostic::{Diagnostic, github, human, json};
use crate::publish::Receipt;
use crate::size::Report;
use crate::source::Sources;
use chrono::NaiveDate;
use std::io::Write;
use std::time::{Instant, SystemTime};

/// Prints in the format that was asked for.
pub(super) struct Reporter<'a> {
    format: Format,
    /// The site's folder inside the repository, for annotations.
    folder: &'a str,
    /// What is drawn meanwhile, and has to make way.
    bar: &'a Bar,
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

impl<'a> Reporter<'a> {
    /// Prints a result.
    pub fn say(&self, text: &str) {
        self.print(&mut anstream::stdout(), text);
    }

    /// Prints something beside the result.
    pub fn note(&self, text: &str) {
        self.print(&mut anstream::stderr(), text);
    }

    pub fn new(format: Format, folder: &'a str, bar: &'a Bar) -> Reporter<'a> {
        Reporter { format, folder, bar }
    }

    /// Prints problems as the result of a command: to where results go.
    pub fn result(&self, sources: &Sources, diagnostics: Vec<Diagnostic>) {
        let is_clean = diagnostics.is_empty();
        let text = self.render(sources, diagnostics);
        self.print(&mut anstream::stdout(), &text);
        if is_clean && self.format == Format::Human {
            self.print(&mut anstream::stdout(), "no problems\n");
        }
    }

    /// Prints problems beside a command's work: people read them where messages go, programs where results go.
    pub fn problems(&self, sources: &Sources, diagnostics: Vec<Diagnostic>) {
        let text = self.render(sources, diagnostics);
        match self.format {
            Format::Human => self.print(&mut anstream::stderr(), &text),
            Format::Json | Format::Github => self.print(&mut anstream::stdout(), &text),
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
        let mut text = format!("\u{1b}[1;31merror\u{1b}[0m: {message}\n");
        if !hint.is_empty() {
            text.push_str(&format!("  help: {hint}\n"));
        }
        self.print(&mut anstream::stderr(), &text);
    }

    /// Prints the closing line of a check: how big the site would be. Programs asked for problems, and get nothing else.
    pub fn checked(&self, prepared: &Prepared, files: u64, bytes: u64) {
        if self.format == Format::Human {
            let line = format!("{}: {}\n", archive(prepared), size::line(files, bytes));
            self.print(&mut anstream::stdout(), &line);
        }
    }

    /// Prints what a site's bytes are in: where results go, and beside the results that programs read.
    pub fn table(&self, report: &Report) {
        let table = format!("\n{}", size::table(report));
        match self.format {
            Format::Human => self.print(&mut anstream::stdout(), &table),
            Format::Json | Format::Github => self.print(&mut anstream::stderr(), &table),
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
        self.print(&mut anstream::stderr(), &line);
    }

    /// A reader that has gone away is no problem of ours.
    fn print(&self, to: &mut impl Write, text: &str) {
        self.bar.aside(|| {
            let _ = to.write_all(text.as_bytes());
            let _ = to.flush();
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
