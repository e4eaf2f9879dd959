//! Records before they are written: filtered, one for each paper, and completed on request.
//!
//! It does not know entries and files.

use super::{Importer, LISTED, Stopped, read};
use crate::authoring::import::record::{Joined, Record};
use crate::authoring::import::report::{Fate, NO_KEY};
use crate::content::Counts;
use std::collections::HashMap;

impl Importer<'_> {
    /// Applies the filters, and joins the records of one paper.
    pub(super) fn sort_out(&mut self, records: Vec<Record>) -> Vec<Record> {
        let mut all: Vec<Joined> = Vec::with_capacity(records.len());
        // Places in `all`, by id, arXiv id and DOI. Papers with the same name are compared one by one.
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for mut record in records {
            if let Some(day) = self.request.day {
                record.featured = vec![day];
            }
            if !self.request.filter.takes(&record, &self.topics) {
                self.outcome.filtered += 1;
                continue;
            }
            let names = names(&record);
            let same = names.iter().filter_map(|name| places.get(name)).flatten().copied();
            let place = same.take(COMPARED).find(|&place| all[place].record.is_of_same_paper(&record));
            let Some(place) = place else {
                for name in names {
                    let places = places.entry(name).or_default();
                    if places.len() < COMPARED {
                        places.push(all.len());
                    }
                }
                all.push(Joined::new(record));
                continue;
            };
            let known = &mut all[place];
            self.ledger.note(
                "papers",
                Fate::Merged,
                "the source has more than one record of the paper",
                &record.id,
            );
            if self.outcome.merged.len() < LISTED {
                self.outcome.merged.push((record.reported(), known.record.id.clone()));
            }
            for field in known.add(record) {
                self.ledger.note(
                    field,
                    Fate::Merged,
                    "joined from all records of the paper",
                    &known.record.id,
                );
            }
        }
        let all: Vec<Record> = all.into_iter().map(Joined::finish).collect();
        for record in &all {
            for field in record.filled() {
                self.ledger.note(field, Fate::Kept, "", &record.id);
            }
            if record.authors.is_empty() && !record.title.is_empty() {
                self.ledger.note("authors", Fate::Dropped, "the source names none", &record.id);
            }
            if !record.categories.is_empty() {
                self.ledger.note_named("categories", Fate::Dropped, NO_KEY, &record.id);
            }
        }
        all
    }

    /// Splits the records into those to complete and the others.
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

    /// Requests the missing values of these papers from arXiv.
    pub(super) fn complete(&mut self, records: &mut [Record]) -> Result<(), Stopped> {
        let Some(complete) = self.complete.as_mut() else { return Ok(()) };
        let ids: Vec<String> = records.iter().map(|record| record.id.clone()).collect();
        let found = complete(&ids).map_err(Stopped::Fetch)?;
        let mut found: HashMap<String, Record> =
            found.into_iter().map(|record| (record.id.clone(), record)).collect();
        for record in records {
            let Some(full) = found.remove(&record.id) else {
                let why = "arXiv has no paper with this id";
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

/// The maximum number of papers with one id, or one DOI, to compare.
const COMPARED: usize = 20;

/// Returns the names of a paper. A DOI has a slash, which an id cannot have.
fn names(record: &Record) -> Vec<String> {
    let arxiv = record.arxiv().map(|arxiv| arxiv.replace('/', "-"));
    let mut names = vec![record.id.to_ascii_lowercase()];
    names.extend(arxiv.filter(|arxiv| *arxiv != names[0]));
    names.extend(record.doi().map(str::to_ascii_lowercase));
    names
}

impl Record {
    /// Returns the fields that the record fills, as the report counts them.
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
            ("links", !self.links.is_empty() || !self.other_links.is_empty()),
            ("type", self.kind.is_some()),
            ("venue", !self.venue.is_empty()),
            ("volume", !self.volume.is_empty()),
            ("issue", !self.issue.is_empty()),
            ("pages", !self.pages.is_empty()),
            ("publisher", !self.publisher.is_empty()),
            ("editors", !self.editors.is_empty()),
            ("school", !self.school.is_empty()),
            ("citation_key", !self.citation_key.is_empty()),
            ("bibtex", !self.bibtex.is_empty()),
            ("organization", self.organization.is_some()),
            ("submitted_by", !self.submitted_by.is_empty()),
            ("counts", self.counts != Counts::default()),
            ("license", !self.license.is_empty()),
            ("withdrawn", self.withdrawn.is_some()),
        ];
        fields.into_iter().filter(|(_, is_filled)| *is_filled).map(|(field, _)| field)
    }
}
