//! Forms that people fill in on the forge, read from the event of an issue.
//!
//! A form arrives as Markdown: a heading for each field, with the value below it. The fields are expected in the order
//! of the form, so that a heading within a long text is not taken for a field. This module does not know entries.

use crate::text::people::{self, Person};
use serde_json::Value;

/// An issue, as far as it is used here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The number of the issue.
    pub number: u64,
    /// Why the event is refused, to be written after "issue 7": somebody other than its author edited it, or it is
    /// closed.
    pub refused: Option<&'static str>,
    /// The form; `None` if the issue is not one of the known forms.
    pub form: Option<Form>,
}

/// A form that was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// The paper's id or address, and the fields of its entry.
    Add(String, Fields),
    /// The paper's id, a description of the error, and the fields of its entry.
    Correct(String, String, Fields),
}

/// The fields of an entry; empty if the form does not fill them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// Title.
    pub title: String,
    /// Authors, in order.
    pub authors: Vec<Person>,
    /// Topics, as written.
    pub topics: Vec<String>,
    /// The kind of each link, if given, and its address.
    pub links: Vec<(String, String)>,
    /// Summary as markdown.
    pub summary: String,
    /// The reason of a withdrawal.
    pub withdrawn: String,
    /// Abstract as markdown.
    pub abstract_: String,
    /// Lines of authors with two possible meanings, and how each was split.
    pub ambiguous: Vec<String>,
}

/// Field and heading of each form, in its order. They match the forms that `init` writes.
pub const ADD: [(&str, &str); 7] = [
    ("paper", "arXiv id, DOI or address"),
    ("title", "Title"),
    ("authors", "Authors"),
    ("topics", "Topics"),
    ("links", "Links"),
    ("summary", "Summary"),
    ("abstract", "Abstract"),
];
/// Field and heading of the form that corrects a paper, in order.
pub const CORRECT: [(&str, &str); 9] = [
    ("id", "Id of the paper"),
    ("title", "Title"),
    ("what", "What is wrong"),
    ("authors", "Authors"),
    ("topics", "Topics"),
    ("links", "Links"),
    ("summary", "Summary"),
    ("withdrawn", "Withdrawn because"),
    ("abstract", "Abstract"),
];

/// Returns the value of a field, by its name.
type Values = dyn Fn(&str) -> String;

/// The value of a field that was left empty.
const NOTHING: &str = "_No response_";

/// Reads the event of an issue.
///
/// # Errors
/// A message, if the event is not valid JSON or has no issue.
pub fn read(event: &[u8]) -> Result<Issue, String> {
    let event: Value = serde_json::from_slice(event).map_err(|error| format!("it is not JSON: {error}"))?;
    let issue = event.get("issue").ok_or("it has no issue")?;
    let number = issue.get("number").and_then(Value::as_u64).ok_or("its issue has no number")?;
    let body = issue.get("body").and_then(Value::as_str).unwrap_or_default().replace("\r\n", "\n");
    let form =
        fields(&body, &ADD).map(|get| Form::Add(line(&get("paper")), Fields::read(&get))).or_else(|| {
            let get = fields(&body, &CORRECT)?;
            Some(Form::Correct(line(&get("id")), text(&get("what")), Fields::read(&get)))
        });
    Ok(Issue { number, refused: refused(&event, issue), form })
}

/// Returns why an event is refused, if it is. Only the author of an issue can change it: people who may edit the issues
/// of others do not act for the author.
fn refused(event: &Value, issue: &Value) -> Option<&'static str> {
    let id = |user: Option<&Value>| user.and_then(|user| user.get("id")).and_then(Value::as_u64);
    let is = |value: Option<&Value>, text: &str| value.and_then(Value::as_str) == Some(text);
    // An event without a sender is not from the author.
    let by_author = id(event.get("sender")).is_some_and(|sender| id(issue.get("user")) == Some(sender));
    if is(issue.get("state"), "closed") {
        return Some("is closed");
    }
    (is(event.get("action"), "edited") && !by_author).then_some("was not edited by its author")
}

impl Fields {
    fn read(get: &dyn Fn(&str) -> String) -> Fields {
        let list = |name: &str, ends: &[char]| -> Vec<String> {
            let items = get(name);
            let items = items.split(ends).map(|item| line(item.trim_start_matches(['-', '*', ' '])));
            items.filter(|item| !item.is_empty()).collect()
        };
        let link = |item: String| match item.split_once(':') {
            // The text before the colon is not a URL scheme.
            Some((kind, address)) if !address.starts_with("//") => {
                (kind.trim().to_owned(), address.trim().to_owned())
            }
            _ => (String::new(), item),
        };
        let (authors, ambiguous) = authors(&list("authors", &['\n']));
        Fields {
            title: line(&get("title")),
            authors,
            ambiguous,
            topics: list("topics", &['\n', ',', ';']),
            links: list("links", &['\n']).into_iter().map(link).collect(),
            summary: line(&get("summary")),
            withdrawn: line(&get("withdrawn")),
            abstract_: text(&get("abstract")),
        }
    }
}

/// Returns the authors in lines that may have several names each, and the ambiguous lines.
fn authors(lines: &[String]) -> (Vec<Person>, Vec<String>) {
    let (mut all, mut ambiguous) = (Vec::new(), Vec::new());
    let mut others = false;
    for line in lines {
        let people = people::read(line, people::Form::Plain, &mut str::to_owned);
        others |= people.has_others;
        all.extend(people.people);
        ambiguous.extend(people.ambiguous);
    }
    all.extend(others.then(|| Person { name: "and others".to_owned(), ..Person::default() }));
    (all, ambiguous)
}

/// Returns the values of the fields of a form; `None` if the text is another form.
fn fields(body: &str, form: &'static [(&'static str, &'static str)]) -> Option<Box<Values>> {
    let mut values: Vec<String> = Vec::new();
    for line in body.trim_start().lines() {
        let next = form.get(values.len()).map(|(_, heading)| *heading);
        if next.is_some() && line.strip_prefix("### ").map(str::trim) == next {
            values.push(String::new());
        } else if let Some(value) = values.last_mut() {
            value.push_str(line);
            value.push('\n');
        } else {
            return None;
        }
    }
    // Some of the headings may be there by chance, so all of them are required.
    if values.len() != form.len() {
        return None;
    }
    Some(Box::new(move |name| {
        let at = form.iter().position(|(field, _)| *field == name);
        let value = at.map_or("", |at| values[at].trim());
        if value == NOTHING { String::new() } else { value.to_owned() }
    }))
}

/// Returns a text on one line, without control characters.
fn line(text: &str) -> String {
    let words = text.split(|char: char| char.is_whitespace() || char.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Returns a text without control characters, except line breaks.
fn text(text: &str) -> String {
    let kept = text.chars().filter(|char| matches!(char, '\n' | '\t') || !char.is_control());
    kept.collect::<String>().trim().to_owned()
}
