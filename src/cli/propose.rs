//! `offprint propose`: turns an issue form into an entry, or into an answer that says what is wrong.

use super::args::{Arguments, Format, Propose};
use super::import::{self as import_command, Waiting};
use super::progress::Bar;
use super::report::{self, Reporter};
use super::{CONTENT, DONE, MACHINE, USAGE, open_entry_writer, open_site, write_failed};
use crate::authoring::import::ask::Asker;
use crate::authoring::import::{self, Record};
use crate::authoring::issue_forms::form::{Fields, Form};
use crate::authoring::issue_forms::{self, form};
use crate::config::Site;
use crate::content::TopicRecord;
use crate::diagnostic::markdown::code;
use crate::diagnostic::{Diagnostic, lines};
use crate::source::{Sources, Texts, input};
use crate::text::identifier;
use crate::text::slug;
use chrono::NaiveDate;
use std::io::Read as _;

/// The result of a form.
enum Outcome {
    /// A changed or new file, and the text of the pull request.
    Proposed { id: String, path: String, text: String, verb: &'static str, message: String },
    /// No change, and an answer with the reason.
    Answered(String),
}

/// The largest event, in bytes. GitHub limits the text of an issue, and adds other data.
const LARGEST: u64 = 16 << 20;

pub(super) fn run(arguments: &Arguments, propose: &Propose) -> u8 {
    let bar = Bar::new(arguments.format);
    let reporter = Reporter::new(arguments.format, "", &bar);
    let mut event = Vec::new();
    let read = input::open(&propose.event).and_then(|file| file.take(LARGEST).read_to_end(&mut event));
    if let Err(error) = read {
        reporter.error(&format!("cannot read `{}`: {error}", propose.event.display()), "");
        return MACHINE;
    }
    let issue = match form::read(&event) {
        Ok(issue) => issue,
        Err(why) => {
            let message = format!("`{}` is not an issue event: {why}", propose.event.display());
            reporter.error(&message, "use the file in GITHUB_EVENT_PATH");
            return USAGE;
        }
    };
    let mut writer = match open_entry_writer(arguments, "propose", &reporter) {
        Ok(writer) => writer,
        Err(status) => return status,
    };
    let sources = Sources::discover(&arguments.site);
    let Some((site, vocabulary)) = open_site(&sources, &reporter) else { return USAGE };
    if let Some(why) = issue.refused {
        reporter.note(&format!("issue {} {why}: no change proposed\n", issue.number));
        return write_outputs(&reporter, propose, &[("outcome", "none")], "");
    }
    let Some(form) = &issue.form else {
        reporter.note(&format!("issue {} is not a form to add or correct a paper\n", issue.number));
        return write_outputs(&reporter, propose, &[("outcome", "none")], "");
    };
    let work = Work { sources: &sources, site: &site, vocabulary: &vocabulary, bar: &bar, propose };
    let mut outcome = match form {
        Form::Add(_, fields) | Form::Correct(_, _, fields) if !fields.ambiguous.is_empty() => {
            Outcome::Answered(one_name_a_line(&fields.ambiguous))
        }
        Form::Add(what, fields) => work.add(what, fields),
        Form::Correct(id, what, fields) => work.correct(id, what, fields),
    };
    if let Outcome::Proposed { path, text, .. } = &outcome {
        let wrong: Vec<Diagnostic> =
            crate::entry_problems(&site, path, text).into_iter().filter(Diagnostic::is_error).collect();
        if !wrong.is_empty() {
            outcome = Outcome::Answered(broken(path, text, wrong));
        }
    }
    bar.clear();
    let number = issue.number;
    match outcome {
        Outcome::Proposed { id, path, text, verb, message } => {
            if let Err(failure) = writer.put(&path, text.as_bytes()).and_then(|()| writer.settle()) {
                return write_failed(&failure, &reporter);
            }
            if arguments.format == Format::Human {
                reporter.say(&format!("{path}\n"));
            }
            let outputs = [
                ("outcome", "proposed"),
                ("branch", &format!("offprint/issue-{number}")),
                ("title", &format!("{verb} {id}")),
                ("path", &path),
            ];
            write_outputs(&reporter, propose, &outputs, &format!("{message}\nCloses #{number}.\n"))
        }
        Outcome::Answered(message) => {
            if arguments.format == Format::Human {
                reporter.note(&message);
            }
            match write_outputs(&reporter, propose, &[("outcome", "answered")], &message) {
                DONE => CONTENT,
                status => status,
            }
        }
    }
}

/// Appends outputs and message to the files of `--output` and `--message`. Returns an exit status.
fn write_outputs(reporter: &Reporter<'_>, propose: &Propose, outputs: &[(&str, &str)], message: &str) -> u8 {
    // A random delimiter, so that no value can end early.
    let token = report::token();
    let outputs: String =
        outputs.iter().map(|(name, value)| format!("{name}<<{token}\n{value}\n{token}\n")).collect();
    let files = [(&propose.output, outputs.as_str()), (&propose.message, message)];
    for (file, text) in files {
        if let Some(file) = file
            && let Err(error) = report::append(file, text)
        {
            reporter.error(&format!("cannot write `{}`: {error}", file.display()), "");
            return MACHINE;
        }
    }
    DONE
}

/// A site, and the form for it.
struct Work<'a> {
    sources: &'a Sources,
    site: &'a Site,
    vocabulary: &'a [TopicRecord],
    bar: &'a Bar,
    propose: &'a Propose,
}

impl Work<'_> {
    fn add(&self, what: &str, fields: &Fields) -> Outcome {
        let (arxiv, doi) = (identifier::arxiv(what), identifier::doi(what));
        let known = self.ask(arxiv.as_deref(), doi.as_deref());
        let mut remark = String::new();
        let record = known.unwrap_or_else(|why| {
            remark = format!("\nThe data of the paper could not be fetched:\n\n{}", report::quoted(&why));
            None
        });
        let id = match (&record, &arxiv, &doi) {
            (Some(record), ..) => record.id.clone(),
            (None, Some(arxiv), _) => arxiv.replace('/', "-"),
            (None, None, Some(doi)) => slug::slug(doi),
            (None, None, None) => slug::slug(&fields.title),
        };
        let cut: String = id.chars().take(identifier::LONGEST_ID).collect();
        // A slug may end in a hyphen, as in `con-`.
        let id = if cut == id { id.trim_end_matches('.') } else { cut.trim_end_matches(['-', '.']) };
        if record.is_none() && fields.title.is_empty() {
            let hint = "Edit this issue and add the title, or an arXiv id or DOI that exists. The form is then processed again.";
            return Outcome::Answered(format!("The title is missing. {hint}\n{remark}"));
        }
        if !identifier::is_paper_id(id) {
            return Outcome::Answered(
                "The title contains no letters or digits for an id. Add an arXiv id or a DOI.\n".to_owned(),
            );
        }
        if let Some((file, _)) = import::find(self.sources, id, doi.as_deref()) {
            let page = self.page(id);
            let text = format!("{} already has an entry: {} ({page})\n", code(id), code(&file));
            return Outcome::Answered(text);
        }
        let day = self.propose.day.unwrap_or_else(report::today);
        let path = format!("content/papers/{}/{id}.md", day.format("%Y/%m/%d"));
        if self.sources.contains(&path) {
            return Outcome::Answered(format!("{} already exists. Use another id.\n", code(&path)));
        }
        let text = match record {
            Some(record) => {
                let record = Record { featured: vec![day], ..record };
                import::entry_text(record, self.site, self.vocabulary)
            }
            None => self.blank(id, day, arxiv.is_none().then_some(doi).flatten()),
        };
        let (text, removed) = match issue_forms::apply(&path, &text, None, fields) {
            Ok(changed) => (changed.text, changed.removed.iter().map(replaced).collect::<String>()),
            Err(why) => return Outcome::Answered(format!("The entry {why}.\n")),
        };
        let title =
            if fields.title.is_empty() { String::new() } else { format!(": {}", code(&fields.title)) };
        let alike = import::alike(self.sources, &fields.title);
        let alike: String = alike
            .iter()
            .filter(|_| !fields.title.is_empty())
            .map(|(file, title)| format!("\nPossible duplicate: {} {}\n", code(file), code(title)))
            .collect();
        let message = format!("A new entry, {}{title}\n{removed}{alike}{remark}", code(&path));
        Outcome::Proposed { id: id.to_owned(), path, text, verb: "Add", message }
    }

    fn correct(&self, id: &str, what: &str, fields: &Fields) -> Outcome {
        let id = id.trim().trim_matches('/').rsplit('/').next().unwrap_or(id);
        let found = import::find(self.sources, id, None).filter(|_| identifier::is_paper_id(id));
        let Some((file, index)) = found else {
            let text =
                format!("There is no paper {}. The id is the last part of the URL of its page.\n", code(id));
            return Outcome::Answered(text);
        };
        let text = match self.sources.text(&file) {
            Ok(text) => text,
            Err(why) => return Outcome::Answered(format!("The entry cannot be read: {why}.\n")),
        };
        let quoted = format!("\nFrom the issue:\n\n{}", report::quoted(what));
        match issue_forms::apply(&file, &text, index, fields) {
            Err(why) => Outcome::Answered(format!("{} {why}.\n", code(&file))),
            Ok(changed) if changed.fields.is_empty() => {
                let edit = self.site.repository.edit_url(&file);
                let edit = edit.map(|url| format!(": [edit it]({url})")).unwrap_or_default();
                Outcome::Answered(format!(
                    "Thank you. The form contains no new values, so a maintainer has to look at it.\n\n\
                     The entry is {}{edit}\n",
                    code(&file)
                ))
            }
            Ok(changed) => {
                let fields = changed.fields.join(", ");
                let removed: String = changed.removed.iter().map(removal).collect();
                let message = format!("{fields} of {}, {}\n{removed}{quoted}", code(id), code(&file));
                let (id, path) = (id.to_owned(), file.to_string());
                Outcome::Proposed { id, path, text: changed.text, verb: "Correct", message }
            }
        }
    }

    /// Fetches the data of the paper.
    fn ask(&self, arxiv: Option<&str>, doi: Option<&str>) -> Result<Option<Record>, String> {
        if self.propose.offline {
            return Ok(None);
        }
        let waiting = Waiting { bar: self.bar };
        let client = import_command::client(self.site, &waiting, &self.propose.network);
        let asker = Asker { client, settings: &self.site.import };
        match (arxiv, doi) {
            (Some(id), _) => Ok(asker.records(&[id.to_owned()])?.into_iter().next()),
            (None, Some(doi)) => asker.doi(doi),
            (None, None) => Ok(None),
        }
    }

    fn blank(&self, id: &str, day: NaiveDate, doi: Option<String>) -> String {
        let text = issue_forms::blank(id, &day.to_string());
        let Some(doi) = doi else { return text };
        let fields = Fields { links: vec![("doi".to_owned(), doi)], ..Fields::default() };
        issue_forms::apply("content/papers/new.md", &text, None, &fields).map_or(text, |changed| changed.text)
    }

    fn page(&self, id: &str) -> String {
        format!("{}papers/{id}/", self.site.url())
    }
}

/// The maximum number of removed values in the text of a pull request.
const MOST_REMOVED: usize = 50;

/// Returns an answer to a form whose authors have two possible meanings.
fn one_name_a_line(ambiguous: &[String]) -> String {
    let lines: String =
        ambiguous.iter().take(MOST_REMOVED).map(|line| format!("\n- {}", code(line))).collect();
    format!(
        "The authors have more than one meaning. Edit the issue and write one name on each line, \
         without commas. The form is then processed again.\n{lines}\n"
    )
}

/// Returns a paragraph with the values of the source that a form replaces.
fn replaced((field, values): &(&str, Vec<String>)) -> String {
    format!("\nThe form replaces {field} of the source: {}\n", listed(values))
}

/// Returns a paragraph with the values of a field that a correction removes.
fn removal((field, values): &(&str, Vec<String>)) -> String {
    format!("\nRemoved {field}: {}\n", listed(values))
}

fn listed(values: &[String]) -> String {
    let listed: Vec<String> = values.iter().take(MOST_REMOVED).map(|value| code(value)).collect();
    let more = match values.len().saturating_sub(MOST_REMOVED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    listed.join(", ") + &more
}

/// Returns an answer that lists what is wrong with the entry of a form.
fn broken(path: &str, text: &str, mut problems: Vec<Diagnostic>) -> String {
    let entry = Sources::in_memory([(path, text.as_bytes())]);
    let texts: Texts = crate::content::places::settle(&entry, &mut problems);
    let lines = lines::render(&problems, &texts);
    format!(
        "The form has errors. Edit the issue to fix them; it is then processed again.\n\n{}",
        report::quoted(&lines)
    )
}
