//! arXiv's metadata as JSON lines, in the format that Kaggle distributes: one paper per line, millions of lines.

use super::json;
use super::record::{self, Author, Record};
use super::report::{Fate, Ledger, NO_KEY};
use super::source::{Broken, Each, Input, Source, SourceItem, Texts};
use super::withdrawal;
use crate::text::date::PartialDate;
use crate::text::identifier;
use crate::text::people::Form;
use chrono::{DateTime, NaiveDate};
use std::borrow::Cow;

/// Lines of arXiv metadata.
pub struct Oai;

impl Source for Oai {
    fn name(&self) -> &'static str {
        "oai"
    }

    fn authority(&self) -> u8 {
        3
    }

    fn extension(&self) -> &'static str {
        "jsonl"
    }

    fn read(&self, input: &mut Input<'_>, ledger: &mut Ledger, each: &mut Each<'_>) -> Result<(), Broken> {
        let mut take = |number: u64, line: Result<&[u8], &str>| {
            let found = match line.map_err(str::to_owned).and_then(|line| paper(line, ledger)) {
                Ok(record) => {
                    SourceItem::Paper(Box::new(Record { place: format!("line {number}"), ..record }))
                }
                Err(why) => SourceItem::Skipped { place: format!("line {number}"), why },
            };
            each(found, ledger)
        };
        match json::first_byte(input.bytes)? {
            Some(b'<') => {
                let why = "expected JSON lines, found XML; for a feed of arXiv's API, use `import arxiv`";
                Err(Broken(why.to_owned()))
            }
            // The lines as one list.
            Some(b'[') => {
                json::items(input.bytes, |number, item| take(number, Ok(item.to_string().as_bytes())))
            }
            _ => json::lines(input.bytes, take),
        }
    }
}

/// A line as written in the file.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Line<'a> {
    #[serde(borrow)]
    id: Option<Cow<'a, str>>,
    #[serde(borrow)]
    authors: Option<Cow<'a, str>>,
    authors_parsed: Option<Vec<Vec<String>>>,
    #[serde(borrow)]
    title: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "abstract")]
    abstract_: Option<Cow<'a, str>>,
    #[serde(borrow)]
    comments: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "journal-ref")]
    journal_ref: Option<Cow<'a, str>>,
    #[serde(borrow)]
    doi: Option<Cow<'a, str>>,
    #[serde(borrow, rename = "report-no")]
    report_no: Option<Cow<'a, str>>,
    #[serde(borrow)]
    categories: Option<Cow<'a, str>>,
    #[serde(borrow)]
    license: Option<Cow<'a, str>>,
    #[serde(borrow)]
    submitter: Option<Cow<'a, str>>,
    versions: Option<Vec<Version>>,
    #[serde(borrow)]
    update_date: Option<Cow<'a, str>>,
    /// `deleted`, as OAI-PMH marks a record without content.
    #[serde(borrow)]
    status: Option<Cow<'a, str>>,
    #[serde(borrow)]
    datestamp: Option<Cow<'a, str>>,
    header: Option<Header>,
}

/// The header of a record of OAI-PMH.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Header {
    identifier: String,
    datestamp: String,
    status: String,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Version {
    version: String,
    created: String,
}

fn paper(line: &[u8], ledger: &mut Ledger) -> Result<Record, String> {
    let line: Line<'_> = serde_json::from_slice(line).map_err(|error| match error.is_eof() {
        true => "it ends in the middle: it was cut off".to_owned(),
        false => format!("it is not a paper: {error}"),
    })?;
    let text = |text: Option<Cow<'_, str>>| text.unwrap_or_default().trim().to_owned();
    let header = line.header.unwrap_or_default();
    let id = Some(text(line.id)).filter(|id| !id.is_empty()).unwrap_or(header.identifier);
    let (id, _) =
        record::arxiv_id(&id).ok_or_else(|| format!("`{}` is not an arXiv id", id.escape_debug()))?;
    let title = text(line.title);
    if line.status.as_deref() == Some("deleted") || header.status == "deleted" {
        let date = record::day(&header.datestamp).or_else(|| record::day(line.datestamp.as_deref()?));
        let reason = "The source has deleted the record".to_owned();
        let withdrawn = Some(withdrawal::Withdrawal { reason, date });
        return Ok(Record { id, withdrawn, ..Record::default() });
    }
    if title.is_empty() {
        return Err(format!("{id} has no title"));
    }
    for (field, value) in [("report-no", &line.report_no), ("submitter", &line.submitter)] {
        if value.as_ref().is_some_and(|value| !value.trim().is_empty()) {
            ledger.note(field, Fate::Dropped, NO_KEY, &id);
        }
    }
    let versions = line.versions.unwrap_or_default();
    let created = |version: Option<&Version>| {
        DateTime::parse_from_rfc2822(&version?.created).ok().map(|time| time.date_naive())
    };
    let published = created(versions.first());
    let last: Option<NaiveDate> = created(versions.last()).filter(|_| versions.len() > 1);
    let version = versions.last().and_then(|last| last.version.trim_start_matches('v').parse().ok());
    let day = published.or_else(|| {
        let day = line.update_date.as_deref().and_then(record::day);
        ledger.note("date", Fate::Guessed, "the first version has no date; the update date is used", &id);
        day
    });
    if day.is_none() {
        return Err(format!("{id} has no date"));
    }
    let mut links = Vec::new();
    if let Some(doi) = line.doi.filter(|doi| !doi.trim().is_empty()) {
        // There may be several DOIs; the first one is that of the paper.
        let mut dois = identifier::dois_in(&doi).into_iter();
        match dois.next() {
            Some(doi) => links.push(("doi", doi)),
            None => ledger.note("links.doi", Fate::Dropped, "not a DOI", &format!("{id}: {}", doi.trim())),
        }
        for more in dois {
            ledger.note(
                "links.doi",
                Fate::Dropped,
                "a second DOI; the first is used",
                &format!("{id}: {more}"),
            );
        }
    }
    let mut texts = Texts { id: &id, ledger, is_tex: false };
    let (authors, others) = match line.authors_parsed {
        Some(parsed) if !parsed.is_empty() => {
            (parsed.iter().filter_map(|parts| author(parts, &mut texts)).collect(), false)
        }
        _ => listed(&text(line.authors), &mut texts),
    };
    let mut record = Record {
        version: version.unwrap_or(0),
        title: texts.title(&title),
        abstract_: texts.prose(&line.abstract_.unwrap_or_default()),
        venue: texts.line("venue", &line.journal_ref.unwrap_or_default()),
        authors,
        others,
        day,
        published: published.map(PartialDate::from),
        updated: last.filter(|last| Some(*last) != published).map(PartialDate::from),
        links,
        license: text(line.license),
        categories: line.categories.unwrap_or_default().split_whitespace().map(str::to_owned).collect(),
        id,
        ..Record::default()
    };
    let comment = line.comments.unwrap_or_default();
    if !withdrawal::mark(&mut record, &comment, last.or(published).or(day)) && !comment.trim().is_empty() {
        ledger.note("comments", Fate::Dropped, NO_KEY, &record.id);
    }
    Ok(record)
}

/// `[last, first, suffix, affiliation…]`
fn author(parts: &[String], texts: &mut Texts<'_>) -> Option<Author> {
    let part = |index: usize| parts.get(index).map_or("", |part| part.trim());
    let author = texts.parts(part(0), part(1), part(2))?;
    let affiliation: Vec<&str> =
        parts.iter().skip(3).map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    Some(Author { affiliation: texts.name(&affiliation.join("; ")), ..author })
}

/// Splits a list of names, without the affiliations in parentheses.
fn listed(names: &str, texts: &mut Texts<'_>) -> (Vec<Author>, bool) {
    let mut depth = 0_i32;
    let flat: String = names
        .chars()
        .filter(|char| {
            depth += i32::from(*char == '(');
            let is_inside = depth > 0;
            depth -= i32::from(*char == ')' && depth > 0);
            !is_inside
        })
        .collect();
    texts.people("authors", &flat, Form::Plain)
}
