//! Detects lists that became shorter: papers of a day are missing if the response was cut off.
//!
//! It does not access files.

use super::{Importer, Stopped, read};
use crate::authoring::import::catalogue::{EntryLocation, Known};
use crate::authoring::import::record::Record;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// At most this number of missing papers is named.
const NAMED: usize = 10;

impl Importer<'_> {
    /// Refuses lists that have fewer papers of a day than this source gave before: the response may have been cut off.
    pub(super) fn check_days(
        &mut self,
        asked: &BTreeSet<NaiveDate>,
        batch: &[Record],
    ) -> Result<(), Stopped> {
        let mut listed: BTreeMap<NaiveDate, Vec<&Record>> =
            asked.iter().map(|day| (*day, Vec::new())).collect();
        for record in batch {
            for day in &record.featured {
                listed.entry(*day).or_default().push(record);
            }
        }
        // The dates of each paper, as this source listed them before. A paper may be on each date that is listed now.
        let mut known: HashMap<String, HashSet<String>> = HashMap::new();
        for (day, records) in listed {
            let text = day.to_string();
            // The id of an entry may differ from the id in the source, so locations are compared.
            let there: HashSet<EntryLocation> =
                records.iter().filter_map(|record| self.find(record)).collect();
            let ids: BTreeSet<String> = records.iter().map(|record| record.id.to_ascii_lowercase()).collect();
            let (mut before, mut gone) = (0, Vec::new());
            for id in self.catalogue.on(day).to_vec() {
                if !known.contains_key(&id) {
                    let mut said = self.memory.said_of(&id, &|path| read(self.sources, path));
                    let days = said.remove(self.source.name()).and_then(|mut said| said.lists.remove("date"));
                    known.insert(id.clone(), days.unwrap_or_default().into_iter().collect());
                }
                if known.get(&id).is_some_and(|days| days.contains(&text)) {
                    let place = self.catalogue.find(&Known { id: &id, ..Known::default() });
                    before += 1;
                    if place.is_none_or(|place| !there.contains(&place)) {
                        gone.push(format!("`{id}`"));
                    }
                }
            }
            if !gone.is_empty() && ids.len() < before {
                let (source, count) = (self.source.name(), gone.len());
                let more = if count > NAMED { format!(" and {} more", count - NAMED) } else { String::new() };
                gone.truncate(NAMED);
                return Err(Stopped::Shrinks(format!(
                    "{day} had {before} papers from {source}, but this list has only {}; missing: {}{more}",
                    ids.len(),
                    gone.join(", ")
                )));
            }
        }
        Ok(())
    }
}
