//! The words of reports about sending.

use crate::cli::report::plural;
use crate::cli::{MACHINE, USAGE};
use crate::config::{MailServer, Security};
use crate::mail::{NotOpened, Report};
use std::path::Path;

/// The number of addresses that a message names.
const NAMED: usize = 20;

/// Returns what `--dry-run` reports.
pub(super) fn plan(subject: &str, server: &MailServer, pending: usize, report: &Report) -> String {
    let security = match server.security {
        Security::Tls => "with TLS",
        Security::StartTls => "with STARTTLS",
        Security::None => "without encryption",
    };
    let messages = plural(pending as u64, "message");
    let mut out =
        format!("`{subject}`: {messages} would be sent through {}:{} {security}\n", server.host, server.port);
    for (count, what) in others(report) {
        out.push_str(&format!("{}: {what}\n", plural(count as u64, "recipient")));
    }
    out
}

/// Returns the numbers of recipients that get no message in this run, with the reason.
fn others(report: &Report) -> Vec<(usize, &'static str)> {
    let all = [
        (report.before, "has the message from an earlier run"),
        (report.refused.len(), "refused by the server; use `--retry refused` to send again"),
        (report.unknown.len(), "result not known; use `--retry unknown` to send again"),
    ];
    all.into_iter().filter(|(count, _)| *count > 0).collect()
}

/// Returns one line with all numbers.
pub(super) fn summary(subject: &str, report: &Report) -> String {
    let parts = [
        (report.sent, "sent"),
        (report.before, "sent before"),
        (report.refused.len(), "refused"),
        (report.unknown.len(), "not known"),
        (report.failed.len(), "not sent"),
    ];
    let is_shown = |(index, (count, _)): &(usize, (usize, &str))| *index == 0 || *count > 0;
    let parts =
        parts.into_iter().enumerate().filter(is_shown).map(|(_, (count, word))| format!("{count} {word}"));
    format!("`{subject}`: {}\n", parts.collect::<Vec<_>>().join(", "))
}

/// Returns an error message and its hint for each kind of failure.
pub(super) fn failures(report: &Report, journal: &Path) -> Vec<(String, String)> {
    let mut failures = Vec::new();
    let count = |count: usize| plural(count as u64, "recipient");
    if let Some(why) = &report.stopped {
        let hint = "run the command again after you fixed the cause; nobody gets the message twice";
        failures.push((format!("sending stopped: {why}"), hint.to_owned()));
    }
    if !report.refused.is_empty() {
        let list = named(report.refused.iter().map(|(to, why)| format!("{to}: {why}")));
        let hint = "remove these addresses, or use `--retry refused`";
        failures
            .push((format!("the server refused {}:\n{list}", count(report.refused.len())), hint.to_owned()));
    }
    if !report.unknown.is_empty() {
        let list = named(report.unknown.iter().cloned());
        let message = format!(
            "the connection was lost while the server accepted the message, so {} may have it or not:\n{list}",
            count(report.unknown.len())
        );
        failures.push((message, "ask them, or use `--retry unknown`: some get the message twice".to_owned()));
    }
    if !report.failed.is_empty() {
        let list = named(report.failed.iter().map(|(to, why)| format!("{to}: {why}")));
        let message = format!("{} did not get the message:\n{list}", count(report.failed.len()));
        let hint = format!("run the command again: `{}` records who has the message", journal.display());
        failures.push((message, hint));
    }
    failures
}

/// Returns a list with one line for each of the first recipients.
fn named(lines: impl ExactSizeIterator<Item = String>) -> String {
    let more = lines.len().saturating_sub(NAMED);
    let mut list: Vec<String> = lines.take(NAMED).map(|line| format!("  {line}")).collect();
    if more > 0 {
        list.push(format!("  and {more} more"));
    }
    list.join("\n")
}

/// Returns an error message, its hint and the exit status for a journal that was not opened.
pub(super) fn not_opened(error: &NotOpened) -> (String, String, u8) {
    match error {
        NotOpened::Locked(path) => (
            format!("another command is sending this digest: `{}` is locked", path.display()),
            "wait until it has finished".to_owned(),
            MACHINE,
        ),
        NotOpened::Foreign(path) => (
            format!("`{}` is not a journal of this version of Offprint", path.display()),
            "use the newest version, or another directory with `--journal`".to_owned(),
            USAGE,
        ),
        NotOpened::Io(path, error) => (
            format!("cannot open the journal `{}`: {error}", path.display()),
            "nothing was sent".to_owned(),
            MACHINE,
        ),
    }
}
