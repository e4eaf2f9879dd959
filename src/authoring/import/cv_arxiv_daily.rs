//! cv-arxiv-daily and its forks: one JSON file of topics, with a row of a table, a bullet or an object for each paper.

use super::cells::{self, Row};
use super::json::{self, Location};
use super::links;
use super::merge;
use super::record::{self, Author, Record};
use super::report::{Fate, Ledger};
use super::source::{Broken, Each, Input, Source, SourceItem, Texts};
use super::withdrawal;
use crate::content::Counts;
use crate::text::date::PartialDate;
use crate::text::identifier;
use crate::text::people::Form;
use crate::text::slug;
use chrono::NaiveDate;
use serde_json::Value;

/// The reason why authors are not complete.
pub const FIRST_ONLY: &str = "the list gives the first author only";

/// The maximum length of a topic's name in bytes. A longer name is not for people, so its slug is used.
const LONGEST_TOPIC: usize = 200;

/// The JSON files of cv-arxiv-daily.
pub struct CvArxivDaily;

impl Source for CvArxivDaily {
    fn name(&self) -> &'static str {
        "cv-arxiv-daily"
    }

    fn authority(&self) -> u8 {
        0
    }

    // A paper is listed under several topics, far from each other.
    fn is_whole(&self) -> bool {
        true
    }

    fn extension(&self) -> &'static str {
        "json"
    }

    fn read(&self, input: &mut Input<'_>, ledger: &mut Ledger, each: &mut Each<'_>) -> Result<(), Broken> {
        let day = input.day;
        // The last long name and its slug. The papers of a topic follow each other.
        let mut long = (String::new(), String::new());
        json::rows(input.bytes, |place, row| {
            let found = match paper(place, row, day, ledger) {
                Ok(mut record) => {
                    record.place = reported(place);
                    if place.topic.len() > LONGEST_TOPIC {
                        if long.0 != place.topic {
                            long = (place.topic.to_owned(), slug::slug(place.topic));
                        }
                        record.topics.insert(0, long.1.clone());
                    }
                    SourceItem::Paper(Box::new(record))
                }
                Err(why) => SourceItem::Skipped { place: reported(place), why },
            };
            each(found, ledger)
        })
    }
}

/// Returns the place of a row for the report: its line, and its topic.
fn reported(place: &Location<'_>) -> String {
    match place.topic.is_empty() {
        true => format!("line {}", place.line),
        false => format!("line {}, `{}`", place.line, merge::beginning(place.topic)),
    }
}

/// Returns the paper of a row. `day` is the date of rows without a date.
fn paper(
    place: &Location<'_>,
    value: &Value,
    day: Option<NaiveDate>,
    ledger: &mut Ledger,
) -> Result<Record, String> {
    let name = |id: &str| if id.is_empty() { "a row".to_owned() } else { merge::beginning(id) };
    let mut row = cells::row(value).map_err(|why| format!("{}: {why}", name(place.id)))?;
    let of_links = || row.links.iter().find_map(|(_, url)| identifier::arxiv_with_version(url));
    let arxiv = identifier::arxiv_with_version(place.id).or(row.arxiv.take()).or_else(of_links);
    let (arxiv, version) = arxiv.ok_or_else(|| match place.id.is_empty() {
        true => "it has no arXiv id".to_owned(),
        false => format!("`{}` is not an arXiv id", name(place.id)),
    })?;
    let id = arxiv.replace('/', "-");
    if row.title.trim().is_empty() {
        return Err(format!("{id} has no title"));
    }
    let day =
        row.day.or(row.updated).or(day).ok_or_else(|| format!("{id} has no date; give one with --day"))?;
    let mut record = record(id, version, row, ledger);
    record.day = Some(day);
    if !place.topic.is_empty()
        && place.topic.len() <= LONGEST_TOPIC
        && !record.topics.iter().any(|topic| topic == place.topic)
    {
        record.topics.insert(0, place.topic.to_owned());
    }
    ledger.note("date", Fate::Guessed, "the list gives the date of the last update", &record.id);
    if record.abstract_.is_empty() {
        ledger.note("abstract", Fate::Dropped, "the list has none", &record.id);
    }
    Ok(record)
}

/// Returns the paper of a row, without its dates and topics.
pub(super) fn record(id: String, version: u32, mut row: Row, ledger: &mut Ledger) -> Record {
    let mut found: Vec<(&'static str, String)> = Vec::new();
    let mut other: Vec<(String, String)> = Vec::new();
    let own = identifier::arxiv_of_paper_id(&id);
    for (name, url) in &row.links {
        // Links to the paper at arXiv follow from its id.
        let arxiv = identifier::arxiv(url);
        if arxiv.is_some() && arxiv == own {
            continue;
        }
        let is_generic = matches!(
            name.to_ascii_lowercase().as_str(),
            "link" | "links" | "url" | "here" | "code link" | ""
        );
        let key = links::key_of(name)
            .or_else(|| links::key_of_address(url))
            // The last column of the original list is for code.
            .or_else(|| (name == "link").then_some("code"))
            .or_else(|| matches!(name.as_str(), "url" | "abs").then_some("html"));
        let value = key.and_then(|key| links::value_of(key, url));
        match (key, value) {
            (Some(key), Some(value)) if found.iter().all(|(known, _)| *known != key) => {
                found.push((key, value))
            }
            _ => match record::address(url) {
                Some(url) if found.iter().any(|(_, known)| *known == url) => {}
                Some(url) if !is_generic || key.is_some() => {
                    let label = if is_generic { key.unwrap_or_default() } else { name.as_str() };
                    other.push((label.to_owned(), url));
                }
                Some(url) => other.push((host(&url), url)),
                None => ledger.note(
                    "links",
                    Fate::Dropped,
                    "not a web address",
                    &format!("{id}: {}", merge::beginning(url)),
                ),
            },
        }
    }
    let mut authors = Vec::new();
    let mut has_others = false;
    for name in &row.authors {
        let names = match cells::without_others(name) {
            Some(names) => {
                has_others = true;
                if name.ends_with("Team") {
                    ledger.note("authors", Fate::Guessed, "`Team` after a name means `and others`", &id);
                }
                names
            }
            None => name.as_str(),
        };
        let mut texts = Texts { id: &id, ledger: &mut *ledger, is_tex: false };
        if row.authors.len() == 1 {
            let (people, others) = texts.people("authors", names, Form::Plain);
            authors.extend(people);
            has_others |= others;
        } else {
            authors.extend(Some(texts.name(names)).filter(|name| !name.is_empty()).map(Author::from));
        }
    }
    if has_others {
        ledger.note("authors", Fate::Dropped, FIRST_ONLY, &id);
    }
    let mut texts = Texts { id: &id, ledger: &mut *ledger, is_tex: false };
    let mut record = Record {
        version,
        title: texts.title(&row.title),
        abstract_: texts.prose(&row.abstract_),
        summary: texts.line("summary", &row.summary),
        authors,
        others: has_others,
        updated: row.updated.map(PartialDate::from),
        links: found,
        other_links: other,
        categories: std::mem::take(&mut row.categories),
        topics: std::mem::take(&mut row.topics),
        counts: Counts { stars: row.stars, ..Counts::default() },
        id,
        ..Record::default()
    };
    if withdrawal::mark(&mut record, &row.comment, row.updated) {
        row.dropped.retain(|name| !cells::is_comment(name));
    }
    cells::report(&row.columns, &row.dropped, &record.id, ledger);
    record
}

fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest).to_owned()
}
