//! Records before they are written: those that are wanted, one for each paper, completed where that was asked for.
//!
//! It knows nothing of entries or files.

use super::{Importer, Stopped, read};
use crate::content::{Counts, identifier};
use crate::import::ledger::{Fate, NO_KEY};
use crate::import::record::Record;
use crate::import::titles;
use std::collections::HashMap;

/// So many papers are asked for at a time.
const TOGETHER: usize = 100;

impl Importer<'_> {
    /// Leaves out what is not wanted, and makes one record of all that speak of one paper.
    pub(super) fn sort_out(&mut self, records: Vec<Record>) -> Vec<Record> {
        let mut all: Vec<Record> = Vec::with_capacity(records.len());
        let mut places: HashMap<String, usize> = HashMap::new();
        for mut record in records {
            if let Some(day) = self.request.day {
                record.featured = vec![day];
            }
            if !self.request.filter.takes(&record) {
                self.outcome.filtered += 1;
                continue;
            }
            let id = record.id.to_ascii_lowercase();
            // A DOI holds a slash, which no id does.
            let doi = record.doi().map(str::to_ascii_lowercase);
            let place = places.get(&id).or_else(|| places.get(doi.as_ref()?)).copied();
            match place.map(|place| &mut all[place]) {
                Some(known) if !is_same(known, &record) => {
                    let why = format!("another paper of the list has its id: {}", known.title);
                    self.skip(record.id, why);
                }
                Some(known) => {
                    self.ledger.note("papers", Fate::Merged, "told of more than once", &record.id);
                    for field in known.join(record) {
                        self.ledger.note(field, Fate::Merged, "of all that is told of a paper", &known.id);
                    }
                }
                None => {
                    places.insert(id, all.len());
                    places.extend(doi.map(|doi| (doi, all.len())));
                    all.push(record);
                }
            }
        }
        for record in &all {
            for field in record.filled() {
                self.ledger.note(field, Fate::Kept, "", &record.id);
            }
            if record.authors.is_empty() {
                self.ledger.note("authors", Fate::Dropped, "the source names none", &record.id);
            }
            if !record.categories.is_empty() {
                self.ledger.note_named("categories", Fate::Dropped, NO_KEY, &record.id);
            }
        }
        all
    }

    /// Asks for what the source does not say. Where that fails, the papers that were to be completed and are not are left out.
    pub(super) fn complete_all(&mut self, records: &mut Vec<Record>) -> Result<(), Stopped> {
        let Some(complete) = self.complete.as_mut() else { return Ok(()) };
        let mut wanting = Vec::new();
        for (index, record) in records.iter().enumerate() {
            let said = self.memory.of(&record.id, &|path| read(self.sources, path));
            let is_known = said.values().any(|said| said.fields.contains_key("abstract"));
            if record.abstract_.is_empty() && !is_known {
                wanting.push(index);
            }
        }
        for (round, indexes) in wanting.chunks(TOGETHER).enumerate() {
            let ids: Vec<String> = indexes.iter().map(|&index| records[index].id.clone()).collect();
            let found = match complete(&ids) {
                Ok(found) => found,
                Err(why) => {
                    let left = wanting[round * TOGETHER..].iter();
                    let left: HashMap<String, ()> =
                        left.map(|&index| (records[index].id.clone(), ())).collect();
                    records.retain(|record| !left.contains_key(&record.id));
                    return Err(Stopped::Fetch(why));
                }
            };
            let mut found: HashMap<String, Record> =
                found.into_iter().map(|record| (record.id.clone(), record)).collect();
            for &index in indexes {
                let Some(full) = found.remove(&records[index].id) else { continue };
                self.ledger.note("authors", Fate::Merged, "completed from arXiv", &full.id);
                let own = std::mem::replace(&mut records[index], full);
                let record = &mut records[index];
                record.day = own.day.or(record.day);
                record.featured.clone_from(&own.featured);
                record.topics.clone_from(&own.topics);
                record.join(own);
                record.is_completed = true;
            }
        }
        Ok(())
    }
}

/// Tells whether two records of one id, or one DOI, are of one paper: keys of BibTeX are given to several.
fn is_same(one: &Record, other: &Record) -> bool {
    identifier::arxiv_of_paper_id(&one.id).is_some()
        || (one.doi().is_some() && one.doi() == other.doi())
        || titles::may_be_one(&one.title, &other.title)
}

impl Record {
    /// Returns the fields that it fills, as the report counts them.
    fn filled(&self) -> impl Iterator<Item = &'static str> {
        let fields = [
            ("title", !self.title.is_empty()),
            ("authors", !self.authors.is_empty()),
            ("abstract", !self.abstract_.is_empty()),
            ("date", !self.days().is_empty()),
            ("published", self.published.is_some()),
            ("updated", self.updated.is_some()),
            ("topics", !self.topics.is_empty()),
            ("summary", !self.summary.is_empty()),
            ("keywords", !self.keywords.is_empty()),
            ("links", !self.links.is_empty()),
            ("venue", !self.venue.is_empty()),
            ("bibtex", !self.bibtex.is_empty()),
            ("organization", self.organization.is_some()),
            ("submitted_by", !self.submitted_by.is_empty()),
            ("counts", self.counts != Counts::default()),
            ("license", !self.license.is_empty()),
        ];
        fields.into_iter().filter(|(_, is_filled)| *is_filled).map(|(field, _)| field)
    }
}
