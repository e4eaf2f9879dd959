//! Sends an issue to its recipients: each once, with a limited rate, in rounds with growing pauses.

use super::journal::{Journal, Outcome};
use super::smtp::{Access, Connection, Failure};
use crate::text::mailbox::Mailbox;
use std::time::Duration;

/// The pauses between the rounds. A server that delays unknown senders (greylisting) accepts them after some minutes.
const PAUSES: [Duration; 3] = [Duration::from_secs(15), Duration::from_secs(90), Duration::from_secs(300)];
/// A round ends after this number of failures without a success between them: the server is overloaded, or refuses everything.
const IN_A_ROW: usize = 10;

/// Waits, and shows the reason to the user.
pub trait Pause {
    /// Waits for `time`; `why` is shown to the user.
    fn pause(&self, time: Duration, why: &str);

    /// Shows the number of recipients with a result, and the number of all.
    fn count(&self, done: usize, all: usize);

    /// Shows what happened to a recipient, in words.
    fn result(&self, recipient: &Mailbox, result: &str);
}

/// Which recipients of earlier runs get another attempt, besides those without a result.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retry {
    /// Recipients that the server refused.
    pub refused: bool,
    /// Recipients whose result is not known: some get the message twice.
    pub unknown: bool,
}

/// Everything that sending requires.
pub struct Sending<'a> {
    /// The mail server.
    pub access: &'a Access,
    /// The sender.
    pub from: &'a Mailbox,
    /// The recipients.
    pub to: &'a [Mailbox],
    /// Returns the message to a recipient.
    pub message: &'a dyn Fn(&Mailbox) -> Result<Vec<u8>, String>,
    /// The maximum number of messages per minute.
    pub per_minute: usize,
    /// Which recipients get another attempt.
    pub retry: Retry,
}

/// What happened in a run.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The number of recipients that got the message in this run.
    pub sent: usize,
    /// The number of recipients that had it before.
    pub before: usize,
    /// Refused recipients, with the answer of the server.
    pub refused: Vec<(String, String)>,
    /// Recipients whose result is not known.
    pub unknown: Vec<String>,
    /// Recipients that did not get the message and may get it in a later run, with the reason.
    pub failed: Vec<(String, String)>,
    /// Why the run ended before its time.
    pub stopped: Option<String>,
}

impl Report {
    /// Returns whether every recipient has the message.
    pub fn is_complete(&self) -> bool {
        self.refused.is_empty() && self.unknown.is_empty() && self.failed.is_empty() && self.stopped.is_none()
    }
}

/// Returns the recipients that get a message in this run, and the report about the others.
pub fn pending(
    to: &[Mailbox],
    outcome: impl Fn(&Mailbox) -> Option<Outcome>,
    retry: Retry,
) -> (Vec<&Mailbox>, Report) {
    let mut report = Report::default();
    let mut pending = Vec::new();
    for recipient in to {
        match outcome(recipient) {
            Some(Outcome::Sent) => report.before += 1,
            Some(Outcome::Refused(why)) if !retry.refused => {
                report.refused.push((recipient.address.clone(), why))
            }
            Some(Outcome::Unknown) if !retry.unknown => report.unknown.push(recipient.address.clone()),
            _ => pending.push(recipient),
        }
    }
    (pending, report)
}

/// Sends an issue. `journal` decides who has it already.
pub fn send(sending: &Sending<'_>, journal: &mut Journal, pause: &dyn Pause) -> Report {
    let (mut pending, report) = pending(sending.to, |to| journal.outcome(to).cloned(), sending.retry);
    let all = pending.len();
    let mut run = Run { sending, journal, pause, report, connection: None, is_first: true, all };
    for time in PAUSES.iter().map(Some).chain([None]) {
        let mut later = Vec::new();
        let ended = run.round(&pending, &mut later);
        pending = later.iter().map(|(recipient, _)| *recipient).collect();
        let Some(time) = time.filter(|_| ended.is_ok() && !pending.is_empty()) else {
            run.report.failed = later.into_iter().map(|(to, why)| (to.address.clone(), why)).collect();
            run.report.stopped = ended.err();
            break;
        };
        run.close();
        let why = later.first().map_or("", |(_, why)| why);
        pause.pause(*time, why);
    }
    run.close();
    run.report
}

struct Run<'a, 'b> {
    sending: &'a Sending<'a>,
    journal: &'b mut Journal,
    pause: &'a dyn Pause,
    report: Report,
    connection: Option<Connection<'a>>,
    /// Whether no message was sent in this run.
    is_first: bool,
    all: usize,
}

impl<'a> Run<'a, '_> {
    /// Tries each recipient once. Adds those that need another attempt to `later`, with the reason.
    ///
    /// # Errors
    /// Why further attempts are useless.
    fn round<'r>(
        &mut self,
        pending: &[&'r Mailbox],
        later: &mut Vec<(&'r Mailbox, String)>,
    ) -> Result<(), String> {
        let mut in_a_row = 0;
        for (index, &recipient) in pending.iter().enumerate() {
            let rest = |later: &mut Vec<(&'r Mailbox, String)>, from: usize, why: &str| {
                later.extend(pending[from..].iter().map(|&to| (to, why.to_owned())));
            };
            match self.deliver(recipient) {
                Ok(()) => in_a_row = 0,
                Err(Failure::Refused(_) | Failure::Unknown(_)) => in_a_row += 1,
                Err(Failure::Later(why)) => {
                    in_a_row += 1;
                    later.push((recipient, why));
                }
                Err(Failure::Unreachable(why)) => {
                    rest(later, index, &why);
                    return Ok(());
                }
                Err(Failure::Stop(why)) => {
                    rest(later, index, "not tried");
                    return Err(why);
                }
            }
            if in_a_row == IN_A_ROW && index + 1 < pending.len() {
                rest(later, index + 1, "not tried");
                // Refusals are recorded and have no further round, so a server that refuses everybody ends the run.
                let is_refusing = later.len() == pending.len() - index - 1;
                return match is_refusing {
                    true => Err(format!("{IN_A_ROW} addresses were refused one after another")),
                    false => Ok(()),
                };
            }
        }
        Ok(())
    }

    /// Sends the message to a recipient, and records the result.
    fn deliver(&mut self, recipient: &Mailbox) -> Result<(), Failure> {
        let message = (self.sending.message)(recipient).map_err(Failure::Stop)?;
        if self.connection.is_none() {
            self.connection = Some(Connection::open(self.sending.access)?);
        }
        if !std::mem::take(&mut self.is_first) {
            let pause =
                Duration::from_secs(60) / u32::try_from(self.sending.per_minute.max(1)).unwrap_or(u32::MAX);
            self.pause.pause(pause, "the limit of messages per minute");
        }
        let connection = self.connection.as_mut().expect("invariant: it was opened above");
        let journal = &mut *self.journal;
        let mut is_begun = false;
        let mut before = || {
            is_begun = true;
            journal.record(recipient, Outcome::Unknown).map_err(|error| unwritten(&error))
        };
        let done = connection.deliver((self.sending.from, recipient), &message, &mut before);
        if connection.is_lost() {
            self.connection = None;
        }
        let outcome = match &done {
            Ok(()) => Some(Outcome::Sent),
            Err(Failure::Refused(why)) => Some(Outcome::Refused(why.clone())),
            Err(Failure::Later(why)) => Some(Outcome::Failed(why.clone())),
            Err(Failure::Stop(why)) if is_begun => Some(Outcome::Failed(why.clone())),
            // If the result is not known, the line `sending` remains the last one.
            Err(Failure::Unknown(_) | Failure::Unreachable(_) | Failure::Stop(_)) => None,
        };
        if let Some(outcome) = outcome {
            self.journal.record(recipient, outcome).map_err(|error| Failure::Stop(unwritten(&error)))?;
        }
        match &done {
            Ok(()) => self.report.sent += 1,
            Err(Failure::Refused(why)) => self.report.refused.push((recipient.address.clone(), why.clone())),
            Err(Failure::Unknown(_)) => self.report.unknown.push(recipient.address.clone()),
            Err(Failure::Later(_) | Failure::Unreachable(_) | Failure::Stop(_)) => {}
        }
        let result = match &done {
            Ok(()) => "sent",
            Err(
                Failure::Refused(why)
                | Failure::Later(why)
                | Failure::Unreachable(why)
                | Failure::Stop(why)
                | Failure::Unknown(why),
            ) => why,
        };
        self.pause.result(recipient, result);
        let done_now = self.report.sent + self.report.refused.len() + self.report.unknown.len();
        self.pause.count(done_now.min(self.all), self.all);
        done
    }

    fn close(&mut self) {
        if let Some(connection) = self.connection.take() {
            connection.close();
        }
    }
}

fn unwritten(error: &std::io::Error) -> String {
    format!("the journal cannot be written: {error}")
}
