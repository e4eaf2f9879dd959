//! Words for people and programs: the only place that prints, and the only one that knows the time.

#![expect(clippy::disallowed_methods, reason = "how long a build took is told, and nothing depends on it")]

use super::args::Format;
use crate::Prepared;
use crate::content::{UNREADABLE, places};
use crate::diagnostic::{Diagnostic, github, human, json};
use crate::publish::Receipt;
use crate::source::Sources;
use std::io::Write;
use std::time::Instant;

/// Prints in the format that was asked for.
pub(super) struct Reporter<'a> {
    format: Format,
    /// The site's folder inside the repository, for annotations.
    folder: &'a str,
}

pub(super) fn now() -> Instant {
    Instant::now()
}

impl<'a> Reporter<'a> {
    pub fn new(format: Format, folder: &'a str) -> Reporter<'a> {
        Reporter { format, folder }
    }

    /// Prints problems as the result of a command: to where results go.
    pub fn result(&self, sources: &Sources, diagnostics: Vec<Diagnostic>) {
        let is_clean = diagnostics.is_empty();
        let text = self.render(sources, diagnostics);
        print(&mut anstream::stdout(), &text);
        if is_clean && self.format == Format::Human {
            print(&mut anstream::stdout(), "no problems\n");
        }
    }

    /// Prints problems beside a command's work: people read them where messages go, programs where results go.
    pub fn problems(&self, sources: &Sources, diagnostics: Vec<Diagnostic>) {
        let text = self.render(sources, diagnostics);
        match self.format {
            Format::Human => print(&mut anstream::stderr(), &text),
            Format::Json | Format::Github => print(&mut anstream::stdout(), &text),
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
        print(&mut anstream::stderr(), &text);
    }

    /// Prints the closing line of a build.
    pub fn done(&self, prepared: &Prepared, receipt: &Receipt, out: &str, started: Instant) {
        let seconds = started.elapsed().as_secs_f64();
        let papers = plural(prepared.archive.papers.len(), "paper");
        let days = plural(prepared.archive.days.len(), "day");
        let mut left_out = Vec::new();
        if prepared.broken > 0 {
            left_out.push(format!("{} left out for errors", prepared.broken));
        }
        if prepared.drafts > 0 {
            left_out.push(plural(prepared.drafts, "draft"));
        }
        let left_out =
            if left_out.is_empty() { String::new() } else { format!(" ({})", left_out.join(", ")) };
        let line = format!(
            "{papers} on {days}{left_out}: {} written, {} kept, {} removed in {out} ({:.1} MB), {seconds:.2} s\n",
            plural(receipt.written as usize, "file"),
            receipt.kept,
            receipt.removed,
            receipt.bytes_total as f64 / 1e6,
        );
        print(&mut anstream::stderr(), &line);
    }
}

fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// A reader that has gone away is no problem of ours.
fn print(to: &mut impl Write, text: &str) {
    let _ = to.write_all(text.as_bytes());
    let _ = to.flush();
}
