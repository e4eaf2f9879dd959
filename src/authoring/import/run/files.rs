//! Records put into files: new ones, and those that are there.
//!
//! It knows nothing of which records are wanted; that has been decided.

use super::{Importer, LISTED, Layout, Stopped, limits, read};
use crate::authoring::formatter::{self, Parts};
use crate::authoring::import::catalogue::{EntryLocation, Known};
use crate::authoring::import::memory::{Digest, Said};
use crate::authoring::import::merge::{self, Conflict, Offer, Target};
use crate::authoring::import::record::{self, Record};
use crate::authoring::import::source::Source;
use crate::authoring::import::titles;
use crate::content::raw::{PAPER, PAPERS};
use crate::text::identifier;
use crate::yaml::document::{Item, Line, Value};
use crate::yaml::write;
use chrono::NaiveDate;

impl Importer<'_> {
    pub(super) fn write_file(
        &mut self,
        path: &str,
        records: Vec<(Record, Option<EntryLocation>)>,
    ) -> Result<(), Stopped> {
        // A file that nobody knows of was not there when the import began, unless it is one of many that we add to.
        let is_there = records.iter().any(|(_, place)| place.is_some())
            || self.sources.contains(path)
            || self.request.layout == Layout::Day;
        let old = if is_there { read(self.sources, path) } else { None };
        match old {
            None if path.ends_with(".md") => {
                for (record, place) in records {
                    match place {
                        None => self.add_markdown(path, &record)?,
                        // It would be there, but for a dry run.
                        Some(_) => self.outcome.unchanged += 1,
                    }
                }
                Ok(())
            }
            old => self.merge_file(path, &old.unwrap_or_default(), records),
        }
    }

    fn add_markdown(&mut self, path: &str, record: &Record) -> Result<(), Stopped> {
        let text = markdown(record);
        self.outcome.change(&format!("new {path}"));
        self.put(path, &text)?;
        self.added(record, EntryLocation { file: path.into(), index: None });
        Ok(())
    }

    /// Notes a paper that has an entry now.
    fn added(&mut self, record: &Record, place: EntryLocation) {
        self.outcome.added += 1;
        self.catalogue.add_new(&Known { id: &record.id, doi: record.doi(), title: &record.title }, &place);
        let mut said = self.memory.said_of(&record.id, &|path| read(self.sources, path));
        merge::remember(record, self.source.name(), &mut said);
        self.memory.put(&record.id, said, &|path| read(self.sources, path));
        self.count(&record.id, record, record.days().first().copied());
    }

    fn count(&mut self, id: &str, record: &Record, day: Option<NaiveDate>) {
        if let Some(day) = day {
            self.newest = self.newest.max(Some(day));
            self.metrics.add(id, day, record.counts);
        }
    }

    /// Puts records into a file that is there, or into a new one of many papers.
    fn merge_file(
        &mut self,
        path: &str,
        old: &str,
        records: Vec<(Record, Option<EntryLocation>)>,
    ) -> Result<(), Stopped> {
        let is_many = !path.ends_with(".md") && (old.trim().is_empty() || formatter::is_many(old));
        let read = |text: &str| match Parts::split(path, text) {
            Some(Ok(parts)) => {
                let yaml = parts.yaml.replace("\r\n", "\n");
                formatter::read(&formatter::with_quotes(&yaml))
                    .map(|root| (root, parts.body.map(str::to_owned)))
            }
            _ => Err(formatter::Why::Errors),
        };
        let (mut root, mut body) = match read(old) {
            Ok(read) => read,
            Err(why) => {
                self.skip(path.to_owned(), format!("the entry {}; it stays as it is", why.words()));
                return Ok(());
            }
        };
        let mut changed = Vec::new();
        let defaults = without_papers(&root);
        for (record, place) in records {
            let index = place.as_ref().and_then(|place| place.index);
            match place {
                None if is_many => {
                    let index = add_item(&mut root, &record);
                    changed.push(format!("{} (new)", record.id));
                    self.added(&record, EntryLocation { file: path.into(), index: Some(index) });
                }
                // Some other paper has a file of that name.
                None => self.skip(record.id.clone(), format!("`{path}` is another paper's")),
                Some(_) => {
                    let fields =
                        self.merge_paper(path, (&mut root, &defaults), body.as_mut(), index, &record);
                    changed.extend(fields.map(|fields| format!("{}: {fields}", record.id)));
                }
            }
        }
        if changed.is_empty() {
            return Ok(());
        }
        if is_many {
            self.rewritten += root.get("papers").map_or(0, |papers| papers.items().len());
        }
        let new = match Parts::split(path, old) {
            Some(Ok(parts)) => {
                let shape = if is_many { &PAPERS } else { &PAPER };
                let yaml = write::write(&root, shape);
                Parts { body: body.as_deref(), ..parts }.with(&yaml)
            }
            _ => return Ok(()),
        };
        self.outcome.change(&format!(
            "{} {path}: {}",
            if old.is_empty() { "new" } else { "change" },
            changed.join("; ")
        ));
        Ok(self.put(path, &new)?)
    }

    /// Merges a record into its entry; returns the fields that changed, where any did.
    fn merge_paper(
        &mut self,
        path: &str,
        (root, defaults): (&mut Value, &Value),
        body: Option<&mut String>,
        index: Option<usize>,
        record: &Record,
    ) -> Option<String> {
        let defaults = index.is_some().then_some(defaults);
        let paper = match index {
            None => root,
            Some(index) => match root.item_mut("papers").map(|papers| &mut papers.value) {
                Some(Value::List(items, _)) => &mut items.get_mut(index)?.value,
                _ => return None,
            },
        };
        let id = id_in(paper, index.is_none().then_some(path), record);
        let mut said = self.memory.said_of(&id, &|path| read(self.sources, path));
        if !is_same(paper, &id, record, said.get(self.source.name())) {
            self.skip(record.id.clone(), format!("{path} has its id, and is of another paper"));
            return None;
        }
        let day = paper.get("date").or(defaults.and_then(|defaults| defaults.get("date")));
        let day = day
            .and_then(|day| day.text().or_else(|| day.items().first()?.value.text()))
            .and_then(record::day);
        let offer = Offer {
            record,
            source: self.source.name(),
            words: merge::words_of(record, self.source.name()),
            authority: &|name| crate::authoring::import::source(name).map_or(0, Source::authority),
            allow_shrink: self.request.allow_shrink,
            topics: &self.topics,
        };
        let (before, body_before) = (paper.clone(), body.as_deref().cloned());
        let mut target = Target { paper, body, defaults };
        let merged = merge::merge(&mut target, &offer, &mut said, &mut self.ledger);
        // An import adds topics and days to those that are there; what `check` would refuse is not written.
        let exceeded = limits::exceeded_by_entry(target.paper, self.limits);
        if let Some(why) = exceeded.filter(|_| limits::exceeded_by_entry(&before, self.limits).is_none()) {
            *target.paper = before;
            if let (Some(body), Some(before)) = (target.body, body_before) {
                *body = before;
            }
            self.skip(record.id.clone(), format!("{path} stays as it is: {why}"));
            return None;
        }
        self.memory.put(&id, said, &|path| read(self.sources, path));
        for conflict in merged.conflicts {
            match self.outcome.conflicts.len() < LISTED {
                true => self.outcome.conflicts.push(Conflict { file: path.to_owned(), ..conflict }),
                false => self.outcome.more_conflicts += 1,
            }
        }
        self.count(&id, record, day);
        match merged.changed.is_empty() {
            true => self.outcome.unchanged += 1,
            false => self.outcome.updated += 1,
        }
        (!merged.changed.is_empty()).then(|| merged.changed.join(", "))
    }
}

/// Returns the id of an entry, which is not always that by which the source knows the paper.
///
/// `path` is that of a file of its own.
fn id_in(paper: &Value, path: Option<&str>, record: &Record) -> String {
    let own = paper.get("id").and_then(Value::text).filter(|id| !id.is_empty());
    let name = path.and_then(|path| path.rsplit('/').next());
    let stem = name.and_then(|name| name.rsplit_once('.')).map(|(stem, _)| stem);
    own.or(stem).unwrap_or(&record.id).to_owned()
}

/// Tells whether a record is of the paper whose entry was found: keys of BibTeX are given to several.
fn is_same(paper: &Value, id: &str, record: &Record, said: Option<&Said>) -> bool {
    let title = paper.get("title").and_then(Value::text).unwrap_or_default();
    // SourceItem by its DOI, or its arXiv id.
    !record.id.eq_ignore_ascii_case(id)
        || identifier::arxiv_of_paper_id(&record.id).is_some()
        || title.is_empty()
        || said
            .is_some_and(|said| said.fields.get("title") == Some(&Digest::new(&record.title.as_str().into())))
        || titles::may_be_one(title, &record.title)
}

/// Returns a record as a file of its own: front matter, and the abstract below it.
pub(in crate::authoring::import) fn markdown(record: &Record) -> String {
    let mut entry = entry(record, &[]);
    let body = match &mut entry {
        Value::Map(pairs, _) => {
            let at = pairs.iter().position(|(key, _)| key == "abstract");
            at.map(|at| pairs.remove(at).1.value.text().unwrap_or_default().to_owned()).unwrap_or_default()
        }
        _ => String::new(),
    };
    format!("---\n{}---\n\n{body}\n", write::write(&entry, &PAPER))
}

/// Returns a record as a new entry, without what `defaults` (days) say already.
fn entry(record: &Record, defaults: &[NaiveDate]) -> Value {
    let mut entry = Value::map([("id", Value::from(record.id.as_str()))]);
    for (field, value) in record.fields() {
        match field.split_once('.') {
            Some((outer, inner)) => match entry.item_mut(outer) {
                Some(item) => item.value.set(inner, value),
                None => entry.set(outer, Value::map([(inner, value)])),
            },
            None => entry.set(&field, value),
        }
    }
    let days = record.days();
    if days != defaults {
        let days: Vec<String> = days.iter().map(ToString::to_string).collect();
        entry.set("date", merge::list("date", &days));
    }
    if !record.topics.is_empty() {
        entry.set("topics", merge::list("topics", &record.topics));
    }
    entry
}

/// Adds a record to a file of many; returns which one it is.
fn add_item(root: &mut Value, record: &Record) -> usize {
    if root.get("papers").is_none() {
        if let Some(day) = record.days().first() {
            root.set("date", day.to_string().as_str().into());
        }
        root.set("papers", Value::List(Vec::new(), Vec::new()));
    }
    let default: Vec<NaiveDate> =
        root.get("date").and_then(Value::text).and_then(record::day).into_iter().collect();
    let Some(Value::List(items, _)) = root.item_mut("papers").map(|papers| &mut papers.value) else {
        return 0;
    };
    let before = if items.is_empty() { Vec::new() } else { vec![Line::Blank] };
    items.push(Item { before, value: entry(record, &default), after: None });
    items.len() - 1
}

fn without_papers(root: &Value) -> Value {
    match root {
        Value::Map(pairs, _) => {
            Value::Map(pairs.iter().filter(|(key, _)| key != "papers").cloned().collect(), Vec::new())
        }
        _ => Value::default(),
    }
}
