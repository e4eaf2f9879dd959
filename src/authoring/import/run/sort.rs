//! Records before they are written: those that are wanted, one for each paper, completed where that was asked for.
//!
//! It knows nothing of entries or files.

use super::{Importer, Stopped, read};
use crate::authoring::import::merge;
use crate::authoring::import::record::{Joined, Record};
use crate::authoring::import::report::{Fate, NO_KEY};
use crate::content::Counts;
use crate::text::identifier;
use std::collections::HashMap;

impl Importer<'_> {
    /// Leaves out what is not wanted, and makes one record of all that speak of one paper.
    pub(super) fn sort_out(&mut self, records: Vec<Record>) -> Vec<Record> {
        let mut all: Vec<Joined> = Vec::with_capacity(records.len());
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
            let Some(known) = place.and_then(|place| all.get_mut(place)) else {
                places.insert(id, all.len());
                places.extend(doi.map(|doi| (doi, all.len())));
                all.push(Joined::new(record));
                continue;
            };
            if !is_same(known, &record) {
                let title = merge::beginning(&known.record.title);
                self.skip(record.id, format!("another paper of the list has its id: {title}"));
                continue;
            }
            self.ledger.note("papers", Fate::Merged, "told of more than once", &record.id);
            for field in known.add(record) {
                self.ledger.note(field, Fate::Merged, "of all that is told of a paper", &known.record.id);
            }
        }
        let all: Vec<Record> = all.into_iter().map(Joined::finish).collect();
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

    /// Takes apart the records that are to be completed and the others.
    pub(super) fn wanting(&mut self, records: Vec<Record>) -> (Vec<Record>, Vec<Record>) {
        if self.complete.is_none() {
            return (Vec::new(), records);
        }
        records.into_iter().partition(|record| {
            let said = self.memory.said_of(&record.id, &|path| read(self.sources, path));
            let is_known = said.values().any(|said| said.fields.contains_key("abstract"));
            record.abstract_.is_empty() && !is_known
        })
    }

    /// Asks for what the source does not say of these papers.
    pub(super) fn complete(&mut self, records: &mut [Record]) -> Result<(), Stopped> {
        let Some(complete) = self.complete.as_mut() else { return Ok(()) };
        let ids: Vec<String> = records.iter().map(|record| record.id.clone()).collect();
        let found = complete(&ids).map_err(Stopped::Fetch)?;
        let mut found: HashMap<String, Record> =
            found.into_iter().map(|record| (record.id.clone(), record)).collect();
        for record in records {
            let Some(full) = found.remove(&record.id) else {
                let why = "arXiv was asked, and does not know it";
                self.ledger.note("abstract", Fate::Dropped, why, &record.id);
                continue;
            };
            self.ledger.note("authors", Fate::Merged, "completed from arXiv", &full.id);
            let own = std::mem::replace(record, full);
            record.day = own.day.or(record.day);
            record.featured.clone_from(&own.featured);
            record.topics.clone_from(&own.topics);
            record.join(own);
            record.is_completed = true;
        }
        Ok(())
    }
}

/// Tells whether two records of one id, or one DOI, are of one paper: keys of BibTeX are given to several.
fn is_same(one: &mut Joined, other: &Record) -> bool {
    identifier::arxiv_of_paper_id(&one.record.id).is_some()
        || (one.record.doi().is_some() && one.record.doi() == other.doi())
        || one.may_have_title(&other.title)
}

impl Record {
    /// Returns the fields that it fills, as the report counts them.
    fn filled(&self) -> impl Iterator<Item = &'static str> {
        let fields = [
            ("title", !self.title.is_empty()),
            ("authors", !self.authors.is_empty()),
            ("abstract", !self.abstract_.is_empty()),
            ("date", !self.dates().is_empty()),
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
