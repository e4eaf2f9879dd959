//! `offprint digest`: the papers of a day or week as e-mail, or as text for a chat. It alone reads the environment and the clock for that.

mod words;

use super::args::{Arguments, Digest, Format, Moment, RetryName};
use super::progress::Bar;
use super::report::{self, Reporter, plural};
use super::{CONTENT, DONE, MACHINE, USAGE, site_path, status_of};
use crate::archive::TopicId;
use crate::diagnostic::{Checked, Diagnostic, suggest};
use crate::mail::{self, Access, Credentials, Draft, Journal, Outcome, Pause, Report, Retry, Sending};
use crate::site::kinds::{Among, Issue, Press};
use crate::site::shared::digest::{Every, Span};
use crate::source::{FilePath, Sources, input};
use crate::text::mailbox::Mailbox;
use crate::text::slug::slug;
use crate::{Prepared, Request, prepare};
use chrono::Days;
use std::path::Path;
use std::time::Duration;

/// The maximum number of papers in a message: a mail program of a large provider cuts messages off after 102 kB.
const IN_MESSAGE: usize = 50;
/// The maximum number of papers in a chat.
const IN_CHAT: usize = 20;
/// The time that a mail server has for each answer. After a message, servers may check it for minutes (RFC 5321, section 4.5.3.2.6).
const TIMEOUT: Duration = Duration::from_secs(300);
const USER: &str = "OFFPRINT_SMTP_USER";
const PASSWORD: &str = "OFFPRINT_SMTP_PASSWORD";

/// Why a command ends without a result. The error has been reported if the status is not [`DONE`].
type Ended = u8;

pub(super) fn run(arguments: &Arguments, digest: &Digest) -> u8 {
    let bar = Bar::new(arguments.format);
    let sources = Sources::discover(&arguments.site);
    let request = Request { without_history: true, ..Request::default() };
    let Checked { value, diagnostics: problems } = prepare(&sources, &request, &bar);
    let status = status_of(&problems, value.is_some());
    let reporter = Reporter::new(arguments.format, site_path(value.as_ref()), &bar);
    if status == MACHINE {
        reporter.unreadable(&sources, problems);
        return status;
    }
    let problems: Vec<Diagnostic> = problems.into_iter().filter(Diagnostic::is_error).collect();
    reporter.problems(&sources, problems);
    let Some(prepared) = value.as_ref().filter(|_| status == DONE) else {
        reporter.error("there is no digest because of errors", "fix the errors first");
        return if status == CONTENT { CONTENT } else { USAGE };
    };
    let command = Command { arguments, digest, bar: &bar, reporter: &reporter, prepared };
    command.run(&sources).unwrap_or_else(|ended| ended)
}

struct Command<'a> {
    arguments: &'a Arguments,
    digest: &'a Digest,
    bar: &'a Bar,
    reporter: &'a Reporter<'a>,
    prepared: &'a Prepared,
}

impl Command<'_> {
    fn run(&self, sources: &Sources) -> Result<u8, Ended> {
        let is_chat = matches!(self.digest.form, Format::Slack | Format::Markdown);
        if is_chat && (self.digest.send || self.digest.out.is_some()) {
            return Err(
                self.wrong("a message has no format", "omit `--format`, or omit `--send` and `--out`")
            );
        }
        let press = self.prepared.press();
        let Some(issue) = self.issue(&press)? else { return Ok(DONE) };
        match self.digest.form {
            Format::Slack => {
                let payload = serde_json::json!({ "text": press.slack(&issue) });
                self.reporter.say(&format!("{payload}\n"));
                return Ok(DONE);
            }
            Format::Markdown => {
                self.reporter.say(&press.markdown(&issue));
                return Ok(DONE);
            }
            _ => {}
        }
        let to = match &self.digest.recipients {
            Some(file) => self.recipients(file)?,
            None => self.digest.to.clone().or_else(|| self.prepared.site.email.list()).into_iter().collect(),
        };
        // The first rendering finds errors in the templates before anything is sent.
        let rendered = press.message(&issue, "");
        let [_, text] = rendered.map_err(|error| {
            self.reporter.problems(sources, vec![*error.0]);
            self.reporter
                .error("there is no digest because of errors in the theme", "fix the templates first");
            USAGE
        })?;
        match (&self.digest.out, self.digest.send) {
            (Some(file), _) => self.write(file, &press, &issue, to.first()),
            (None, true) => self.send(&press, &issue, &to),
            (None, false) => {
                self.reporter.say(&text);
                Ok(DONE)
            }
        }
    }

    fn wrong(&self, message: &str, hint: &str) -> Ended {
        self.bar.clear();
        self.reporter.error(message, hint);
        USAGE
    }

    /// Returns the issue that the options name; none if it has no papers, which is reported.
    fn issue(&self, press: &Press<'_>) -> Result<Option<Issue>, Ended> {
        let among = match (&self.digest.topic, &self.digest.list) {
            (Some(name), _) => match self.topic(name)? {
                Some(topic) => Among::Topic(topic),
                None => {
                    let text = format!("there are no papers about `{name}`, so there is no digest\n");
                    self.reporter.note(&text);
                    return Ok(None);
                }
            },
            (None, Some(name)) => Among::List(self.list(press, name)?),
            (None, None) => Among::Site,
        };
        let (every, moment) = match (self.digest.day, self.digest.week) {
            (Some(day), _) => (Every::Day, day),
            (None, week) => (Every::Week, week.unwrap_or(Moment::Latest)),
        };
        let back = |days: u64| report::today().checked_sub_days(Days::new(days));
        let day = match (moment, every) {
            (Moment::At(day), _) => Some(day),
            (Moment::Latest, _) => press.newest_day(among),
            (Moment::Last, Every::Day) => back(1),
            (Moment::Last, Every::Week) => back(7),
        };
        let span: Option<Span> = day.map(|day| every.span(day));
        let is_chat = matches!(self.digest.form, Format::Slack | Format::Markdown);
        let most = self.digest.max.map_or(if is_chat { IN_CHAT } else { IN_MESSAGE }, usize::from);
        let issue = span.and_then(|span| press.issue(span, among, most));
        if issue.is_none() {
            let name = span.map_or_else(String::new, |span| format!(" in {}", span.name()));
            self.reporter.note(&format!("there are no papers{name}, so there is no digest\n"));
        }
        Ok(issue)
    }

    /// Returns the topic with a name; none if it is in the vocabulary and has no papers.
    fn topic(&self, name: &str) -> Result<Option<TopicId>, Ended> {
        let archive = &self.prepared.archive;
        let topic = archive.topic_named(name);
        if topic.is_some() || archive.has_topic(name) {
            return Ok(topic);
        }
        let hint = match suggest::nearest(&slug(name), archive.topic_words()) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => "name a topic by its slug, as in the address of its page".to_owned(),
        };
        Err(self.wrong(&format!("the archive has no topic `{name}`"), &hint))
    }

    fn list(&self, press: &Press<'_>, name: &str) -> Result<usize, Ended> {
        press.list_named(name).map_err(|names| {
            let hint = match (suggest::nearest(&slug(name), names.iter().copied()), names.as_slice()) {
                (Some(nearest), _) => format!("did you mean `{nearest}`?"),
                (None, []) => "add a list under `[[feeds.query]]` in site.toml".to_owned(),
                (None, names) => format!("the lists are: {}", names.join(", ")),
            };
            self.wrong(&format!("the site has no list `{name}`"), &hint)
        })
    }

    /// Reads the file of recipients. Reports every mistake in it.
    fn recipients(&self, file: &Path) -> Result<Vec<Mailbox>, Ended> {
        let shown = super::shown(file);
        let bytes = self.read(file)?;
        let path: FilePath = shown.as_str().into();
        let known = Sources::in_memory([(path.as_ref(), bytes.as_slice())]);
        let Checked { value, diagnostics } = match known.text(&path) {
            Ok(text) => mail::recipients(&path, &text),
            Err(_) => {
                let valid = String::from_utf8_lossy(&bytes);
                let at = valid.find('\u{fffd}').map_or(0, |at| valid[..at].matches('\n').count());
                let message = format!("`{shown}`, line {}: expected UTF-8 text", at + 1);
                return Err(self.wrong(&message, "save the file in UTF-8"));
            }
        };
        let is_wrong = diagnostics.iter().any(Diagnostic::is_error);
        self.reporter.problems(&known, diagnostics);
        match is_wrong {
            true => Err(self.wrong(
                "nothing was sent because of errors in the list of recipients",
                "fix the errors first",
            )),
            false => Ok(value),
        }
    }

    fn read(&self, file: &Path) -> Result<Vec<u8>, Ended> {
        input::bytes(file)
            .map_err(|error| self.wrong(&format!("cannot read `{}`: {error}", file.display()), ""))
    }

    /// Returns the message to a recipient.
    fn message(
        &self,
        press: &Press<'_>,
        issue: &Issue,
        from: &Mailbox,
        to: &Mailbox,
    ) -> Result<Vec<u8>, String> {
        let site = &self.prepared.site;
        let unsubscribe = site.email.unsubscribe_url(&to.address);
        let [html, text] = press.message(issue, &unsubscribe).map_err(|error| error.0.message.clone())?;
        let draft = Draft {
            from,
            to,
            date: report::time(),
            subject: &issue.subject,
            id: &mail::identifier(site.url(), site.base_url.host(), &issue.key, to),
            list_name: &issue.list_name,
            list_id: &issue.list_id,
            archive: site.url(),
            unsubscribe: &unsubscribe,
            text: &text,
            html: &html,
        };
        draft.bytes()
    }

    fn write(
        &self,
        file: &Path,
        press: &Press<'_>,
        issue: &Issue,
        to: Option<&Mailbox>,
    ) -> Result<u8, Ended> {
        let site = &self.prepared.site;
        let placeholder = Mailbox { name: site.title.clone(), address: "papers@example.org".to_owned() };
        let from = site.email.sender();
        if from.is_none() {
            self.reporter
                .note("`from` under `[email]` in site.toml is not set: the sender is `papers@example.org`\n");
        }
        let from = from.unwrap_or(placeholder);
        let message =
            self.message(press, issue, &from, to.unwrap_or(&from)).map_err(|why| self.wrong(&why, ""))?;
        self.bar.clear();
        if !self.digest.dry_run
            && let Err(error) = report::write(file, &message)
        {
            self.reporter.error(&format!("cannot write `{}`: {error}", file.display()), "");
            return Err(MACHINE);
        }
        let done = if self.digest.dry_run { "would be written" } else { "written" };
        self.reporter.note(&format!(
            "`{}`: {} kB {done} to {}\n",
            issue.subject,
            message.len().div_ceil(1000),
            file.display()
        ));
        Ok(DONE)
    }

    fn send(&self, press: &Press<'_>, issue: &Issue, to: &[Mailbox]) -> Result<u8, Ended> {
        let email = &self.prepared.site.email;
        let Some(from) = email.sender() else {
            return Err(self.missing("from", "Papers <papers@example.org>"));
        };
        let Some(server) = email.server() else {
            return Err(self.missing("smtp", "smtp://smtp.example.org:587"));
        };
        if to.is_empty() {
            let hint = "set `to` under `[email]` in site.toml, or use `--to` or `--recipients`";
            return Err(self.wrong("there is no recipient", hint));
        }
        if self.digest.recipients.is_some() && email.unsubscribe.is_empty() {
            return Err(self.missing("unsubscribe", "https://example.org/unsubscribe?address={address}"));
        }
        let credentials = self.credentials()?;
        let certificates = match &self.digest.certificates {
            Some(file) => {
                let wrong = |why: String| self.wrong(&format!("`{}`: {why}", file.display()), "");
                mail::certificates(&self.read(file)?).map_err(wrong)?
            }
            None => Vec::new(),
        };
        let retry = Retry {
            refused: self.digest.retry.contains(&RetryName::Refused),
            unknown: self.digest.retry.contains(&RetryName::Unknown),
        };
        let folder = self.arguments.site.join(&self.digest.journal);
        if self.digest.dry_run {
            let known = Journal::peek(&folder, &issue.key).map_err(|error| self.not_opened(&error))?;
            let outcome = |to: &Mailbox| -> Option<Outcome> { known.get(&to.key()).cloned() };
            let (pending, report) = mail::pending(to, outcome, retry);
            self.bar.clear();
            self.reporter.say(&words::plan(&issue.subject, &server, pending.len(), &report));
            return Ok(DONE);
        }
        let mut journal = Journal::open(&folder, &issue.key).map_err(|error| self.not_opened(&error))?;
        let access = Access { server, credentials, certificates, timeout: TIMEOUT };
        let sending = Sending {
            access: &access,
            from: &from,
            to,
            message: &|to| self.message(press, issue, &from, to),
            per_minute: email.per_minute,
            retry,
        };
        let report = mail::send(&sending, &mut journal, self);
        self.bar.clear();
        Ok(self.report(&issue.subject, &report, journal.path()))
    }

    fn missing(&self, setting: &str, example: &str) -> Ended {
        let message = format!("sending requires `{setting}` under `[email]` in site.toml");
        self.wrong(&message, &format!("add `{setting} = \"{example}\"`"))
    }

    /// Returns the account from the environment.
    fn credentials(&self) -> Result<Option<Credentials>, Ended> {
        // A workflow sets a variable to an empty text if its secret does not exist.
        let value = |name| std::env::var(name).ok().filter(|value: &String| !value.is_empty());
        match (value(USER), value(PASSWORD)) {
            (Some(user), Some(password)) => Ok(Some(Credentials { user, password })),
            (None, None) => Ok(None),
            (user, _) => {
                let (set, missing) = if user.is_some() { (USER, PASSWORD) } else { (PASSWORD, USER) };
                Err(self.wrong(
                    &format!("{set} is set in the environment, but {missing} is not"),
                    "set both or none",
                ))
            }
        }
    }

    fn not_opened(&self, error: &mail::NotOpened) -> Ended {
        self.bar.clear();
        let (message, hint, status) = words::not_opened(error);
        self.reporter.error(&message, &hint);
        status
    }

    /// Prints the report. Returns the exit status.
    fn report(&self, subject: &str, report: &Report, journal: &Path) -> u8 {
        self.reporter.note(&words::summary(subject, report));
        for (message, hint) in words::failures(report, journal) {
            self.reporter.error(&message, &hint);
        }
        if report.is_complete() { DONE } else { MACHINE }
    }
}

impl Pause for Command<'_> {
    fn pause(&self, time: Duration, why: &str) {
        self.bar.say(&format!("waiting {} s: {why}", time.as_secs_f64().ceil()));
        if time > LONG {
            self.reporter.note(&format!(
                "waiting {} before the next attempt: {why}\n",
                plural(time.as_secs(), "second")
            ));
        }
        std::thread::sleep(time);
    }

    fn count(&self, done: usize, all: usize) {
        self.bar.say(&format!("sending: {done} of {all}"));
    }

    fn result(&self, recipient: &Mailbox, result: &str) {
        if self.digest.verbose {
            self.reporter.note(&format!("{}: {result}\n", recipient.address));
        }
    }
}

/// A longer pause is reported.
const LONG: Duration = Duration::from_secs(5);
