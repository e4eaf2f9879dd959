//! arXiv: the Atom feed that its query API returns.

use super::counted::Counted;
use super::record::{self, Record};
use super::report::{Fate, Ledger, NO_KEY};
use super::source::{Broken, Each, Input, Source, SourceItem, Texts};
use super::withdrawal;
use crate::text::date::PartialDate;
use crate::text::identifier;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::cell::Cell;
use std::collections::HashSet;

/// arXiv's query API.
pub struct Arxiv;

impl Source for Arxiv {
    fn name(&self) -> &'static str {
        "arxiv"
    }

    fn authority(&self) -> u8 {
        3
    }

    // A feed that was cut off may be any part of the results.
    fn is_whole(&self) -> bool {
        true
    }

    fn extension(&self) -> &'static str {
        "xml"
    }

    fn read(&self, input: &mut Input<'_>, ledger: &mut Ledger, each: &mut Each<'_>) -> Result<(), Broken> {
        let line = Cell::new(1);
        let mut reader = Reader::from_reader(Counted { bytes: &mut *input.bytes, line: &line });
        let mut buffer = Vec::new();
        let mut path: Vec<String> = Vec::new();
        let mut entry: Option<Entry> = None;
        let mut text = String::new();
        let (mut begun, mut is_feed) = (1, false);
        loop {
            buffer.clear();
            let event = reader.read_event_into(&mut buffer).map_err(|error| broken(&error))?;
            match event {
                Event::Start(start) | Event::Empty(start) if path.len() > 40 => {
                    return Err(Broken(format!("`{}` is nested too deep", local(start.name().as_ref()))));
                }
                Event::Start(start) => {
                    let name = local(start.name().as_ref());
                    if path.is_empty() && name != "feed" {
                        return Err(Broken(format!("it is not an Atom feed; it begins with <{name}>")));
                    }
                    is_feed = true;
                    text.clear();
                    if name == "entry" && path.len() == 1 {
                        entry = Some(Entry::default());
                        begun = line.get();
                    }
                    if let Some(entry) = &mut entry {
                        entry.open(&name, &start);
                    }
                    path.push(name);
                }
                Event::Empty(start) => {
                    if let Some(entry) = &mut entry {
                        entry.open(&local(start.name().as_ref()), &start);
                    }
                }
                Event::Text(part) => push(&mut text, &part.xml10_content()),
                Event::CData(part) => push(&mut text, &part.xml10_content()),
                Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                    Ok(Some(char)) => text.push(char),
                    _ => text.push_str(match reference.as_ref() {
                        "amp" => "&",
                        "lt" => "<",
                        "gt" => ">",
                        "quot" => "\"",
                        "apos" => "'",
                        _ => "",
                    }),
                },
                Event::End(_) => {
                    let name = path.pop().unwrap_or_default();
                    if let Some(open) = &mut entry {
                        open.close(&name, path.last().map_or("", String::as_str), std::mem::take(&mut text));
                    }
                    if name == "entry"
                        && path.len() == 1
                        && let Some(done) = entry.take()
                    {
                        if let Some(error) = done.error() {
                            return Err(Broken(format!("arXiv answers with an error: {error}")));
                        }
                        let found = match done.record(ledger) {
                            Ok(record) => SourceItem::Paper(Box::new(Record {
                                place: format!("line {begun}"),
                                ..record
                            })),
                            Err(why) => SourceItem::Skipped { place: format!("line {begun}"), why },
                        };
                        if !each(found, ledger) {
                            return Ok(());
                        }
                    }
                }
                Event::Eof if reader.buffer_position() == 0 => return Err(Broken("it is empty".to_owned())),
                Event::Eof if !is_feed => return Err(Broken("it is not an Atom feed".to_owned())),
                Event::Eof if !path.is_empty() => {
                    return Err(Broken("it ends in the middle: it was cut off".to_owned()));
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }
}

fn broken(error: &quick_xml::Error) -> Broken {
    match error {
        quick_xml::Error::Io(error) => Broken(format!("reading it failed: {error}")),
        quick_xml::Error::Syntax(_) => Broken("it ends in the middle, or is not XML".to_owned()),
        error => Broken(format!("it is not XML: {error}")),
    }
}

/// The maximum length of the text of an element, in bytes.
const LONGEST: usize = 1_000_000;

fn push(text: &mut String, part: &str) {
    if text.len() + part.len() <= LONGEST {
        text.push_str(part);
    }
}

/// Returns a name without its namespace prefix, which differs between responses.
fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_owned()
}

/// An entry as written in the feed.
#[derive(Default)]
struct Entry {
    id: String,
    title: String,
    summary: String,
    published: String,
    updated: String,
    comment: String,
    journal: String,
    doi: String,
    authors: Vec<(String, Vec<String>)>,
    /// The main category; there should be one.
    primary: Vec<String>,
    categories: Vec<String>,
}

impl Entry {
    fn open(&mut self, name: &str, start: &BytesStart<'_>) {
        match name {
            "author" => self.authors.push(Default::default()),
            "category" | "primary_category" => {
                let term = start.try_get_attribute("term").ok().flatten();
                let term = term.map(|term| term.value.into_owned());
                match name {
                    "category" => self.categories.extend(term),
                    _ => self.primary.extend(term),
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, parent: &str, text: String) {
        match (name, parent) {
            ("name", "author") => {
                if let Some((author, _)) = self.authors.last_mut() {
                    *author = text;
                }
            }
            ("affiliation", "author") => {
                if let Some((_, affiliations)) = self.authors.last_mut() {
                    affiliations.push(text);
                }
            }
            ("id", "entry") => self.id = text,
            ("title", "entry") => self.title = text,
            ("summary", "entry") => self.summary = text,
            ("published", "entry") => self.published = text,
            ("updated", "entry") => self.updated = text,
            ("comment", "entry") => self.comment = text,
            ("journal_ref", "entry") => self.journal = text,
            ("doi", "entry") => self.doi = text,
            _ => {}
        }
    }

    /// Returns the error that arXiv reports, if the entry is one: arXiv reports errors as entries, with status 200.
    fn error(&self) -> Option<String> {
        let is_error =
            self.id.contains("/api/errors") || (self.title.trim() == "Error" && self.published.is_empty());
        is_error.then(|| self.summary.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn record(self, ledger: &mut Ledger) -> Result<Record, String> {
        let (id, version) = record::arxiv_id(&self.id)
            .ok_or_else(|| format!("`{}` is not an arXiv id", self.id.trim().escape_debug()))?;
        if self.title.trim().is_empty() {
            return Err(format!("{id} has no title"));
        }
        let published = record::day(&self.published);
        let updated = record::day(&self.updated);
        let day = published.or(updated).ok_or_else(|| format!("{id} has no date"))?;
        let mut dois = identifier::dois_in(&self.doi).into_iter();
        let doi = dois.next();
        for more in dois {
            let why = "a second DOI; the first is used";
            ledger.note("links.doi", Fate::Dropped, why, &format!("{id}: {more}"));
        }
        if doi.is_none() && !self.doi.trim().is_empty() {
            ledger.note("links.doi", Fate::Dropped, "not a DOI", &format!("{id}: {}", self.doi.trim()));
        }
        let mut known = HashSet::new();
        let categories = self.primary.into_iter().chain(self.categories);
        let categories = categories.filter(|category| known.insert(category.clone())).collect();
        let mut texts = Texts { id: &id, ledger, is_tex: false };
        let (mut authors, mut others) = (Vec::new(), false);
        for (name, affiliations) in &self.authors {
            let (mut people, has_more) = texts.person(name);
            others |= has_more;
            if let [one] = people.as_mut_slice() {
                one.affiliation = texts.name(&affiliations.join("; "));
            }
            authors.extend(people);
        }
        let mut record = Record {
            version,
            title: texts.title(&self.title),
            abstract_: texts.prose(&self.summary),
            venue: texts.line("venue", &self.journal),
            authors,
            others,
            day: Some(day),
            published: published.map(PartialDate::from),
            updated: updated.filter(|updated| Some(*updated) != published).map(PartialDate::from),
            links: doi.map(|doi| ("doi", doi)).into_iter().collect(),
            categories,
            id,
            ..Record::default()
        };
        if !withdrawal::mark(&mut record, &self.comment, updated.or(published))
            && !self.comment.trim().is_empty()
        {
            ledger.note("comment", Fate::Dropped, NO_KEY, &record.id);
        }
        Ok(record)
    }
}
