//! Writes records to files: new entries, and merges into existing ones.
//!
//! It does not decide which records are imported.

use super::{Importer, LISTED, Layout, Stopped, limits, read};
use crate::authoring::formatter::{self, Parts};
use crate::authoring::import::catalogue::EntryLocation;
use crate::authoring::import::merge::{self, Conflict, Offer, Target};
use crate::authoring::import::record::Record;
use crate::authoring::import::source::Source;
use crate::content::raw::{PAPER, PAPERS};
use crate::text::date::PartialDate;
use crate::yaml::document::{Item, Line, Value};
use crate::yaml::write;
use chrono::NaiveDate;

impl Importer<'_> {
    pub(super) fn write_file(
        &mut self,
        path: &str,
        records: Vec<(Record, Option<EntryLocation>)>,
    ) -> Result<(), Stopped> {
        // A file without known entries did not exist when the import began, unless it is a file of several papers to
        // add to.
        let is_there = records.iter().any(|(_, place)| place.is_some())
            || self.sources.contains(path)
            || self.request.layout == Layout::Day;
        let old = if is_there { read(self.sources, path) } else { None };
        match old {
            None if path.ends_with(".md") => {
                for (record, place) in records {
                    match place {
                        None => self.add_markdown(path, &record)?,
                        // The file would exist, but this is a dry run.
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

    /// Registers a paper that has an entry now.
    fn added(&mut self, record: &Record, place: EntryLocation) {
        self.outcome.added += 1;
        record.with_known(|known| self.catalogue.add_new(known, &place));
        let mut said = self.memory.said_of(&record.id, &|path| read(self.sources, path));
        merge::remember(record, self.source.name(), &mut said);
        self.memory.put(&record.id, said, &|path| read(self.sources, path));
        self.count(&record.id, record, record.dates().first().map(|date| date.first_day()));
    }

    fn count(&mut self, id: &str, record: &Record, day: Option<NaiveDate>) {
        if let Some(day) = day {
            self.newest = self.newest.max(Some(day));
            self.metrics.add(id, day, record.counts);
        }
    }

    /// Merges records into an existing file, or writes them to a new file of several papers.
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
                self.skip(path.to_owned(), format!("the entry {}; it stays unchanged", why.words()));
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
                // Another paper has a file with that name.
                None => self.skip(record.reported(), format!("`{path}` is the file of another paper")),
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

    /// Merges a record into its entry; returns the fields that changed, if any.
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
        if id != record.id && self.outcome.merged.len() < LISTED {
            self.outcome.merged.push((record.reported(), id.clone()));
        }
        let mut said = self.memory.said_of(&id, &|path| read(self.sources, path));
        // An entry that was renamed is in the memory under its former id.
        if said.is_empty() && !self.catalogue.is_of_another(&record.id, path, index) {
            said = self.memory.said_of(&record.id, &|path| read(self.sources, path));
        }
        let day = paper.get("date").or(defaults.and_then(|defaults| defaults.get("date")));
        let day = day
            .and_then(|day| day.text().or_else(|| day.items().first()?.value.text()))
            .and_then(PartialDate::parse)
            .map(PartialDate::first_day);
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
        // An import adds topics and dates to the existing ones. An entry that `check` would refuse is not written.
        let exceeded = limits::exceeded_by_entry(target.paper, self.limits);
        if let Some(why) = exceeded.filter(|_| limits::exceeded_by_entry(&before, self.limits).is_none()) {
            *target.paper = before;
            if let (Some(body), Some(before)) = (target.body, body_before) {
                *body = before;
            }
            self.skip(record.reported(), format!("{path} stays unchanged: {why}"));
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

/// Returns the id of an entry, which may differ from the id in the source.
///
/// `path` is the path of a file of one paper.
fn id_in(paper: &Value, path: Option<&str>, record: &Record) -> String {
    let own = paper.get("id").and_then(Value::text).filter(|id| !id.is_empty());
    let name = path.and_then(|path| path.rsplit('/').next());
    let stem = name.and_then(|name| name.rsplit_once('.')).map(|(stem, _)| stem);
    own.or(stem).unwrap_or(&record.id).to_owned()
}

/// Returns a record as a file of one paper: front matter, and the abstract below it.
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

/// Returns a record as a new entry, without its dates if they are `defaults`.
fn entry(record: &Record, defaults: &[PartialDate]) -> Value {
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
    let dates = record.dates();
    if dates != defaults {
        let dates: Vec<String> = dates.iter().map(ToString::to_string).collect();
        entry.set("date", merge::list("date", &dates));
    }
    if !record.topics.is_empty() {
        entry.set("topics", merge::list("topics", &record.topics));
    }
    entry
}

/// Adds a record to a file of several papers; returns its place in the file.
fn add_item(root: &mut Value, record: &Record) -> usize {
    if root.get("papers").is_none() {
        if let Some(date) = record.dates().first() {
            root.set("date", date.to_string().as_str().into());
        }
        root.set("papers", Value::List(Vec::new(), Vec::new()));
    }
    let default: Vec<PartialDate> =
        root.get("date").and_then(Value::text).and_then(PartialDate::parse).into_iter().collect();
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
