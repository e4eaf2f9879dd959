//! Votes, comments and stars in `content/metrics/`: one file for the papers of each month.
//!
//! It does not know sources.

use crate::authoring::formatter;
use crate::content::Counts;
use crate::content::raw::METRICS;
use crate::yaml::document::{Item, Value};
use crate::yaml::write;
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};

/// Counts of papers, by month and id.
#[derive(Debug, Default)]
pub(super) struct Metrics {
    months: BTreeMap<String, BTreeMap<String, Counts>>,
}

impl Metrics {
    /// Adds the counts of a paper that is listed on `day`.
    pub fn add(&mut self, id: &str, day: NaiveDate, counts: Counts) {
        if counts != Counts::default() {
            let month = self.months.entry(day.format("%Y-%m").to_string()).or_default();
            let known = month.entry(id.to_owned()).or_default();
            *known = known.updated(counts);
        }
    }

    /// Returns the files that change, as path and text. `read` returns the text of a file of the site, if there is one.
    ///
    /// Counts with an earlier date than the file do not replace existing counts.
    pub fn files(
        &self,
        as_of: NaiveDate,
        read: &dyn Fn(&str) -> Option<String>,
    ) -> Vec<(String, Result<String, formatter::Why>)> {
        let mut files = Vec::new();
        for (month, counts) in &self.months {
            let path = format!("content/metrics/{month}.yaml");
            let old = read(&path).unwrap_or_default();
            match updated(&old, counts, as_of) {
                Ok(Some(text)) => files.push((path, Ok(text))),
                Ok(None) => {}
                Err(why) => files.push((path, Err(why))),
            }
        }
        files
    }
}

fn updated(
    old: &str,
    counts: &BTreeMap<String, Counts>,
    as_of: NaiveDate,
) -> Result<Option<String>, formatter::Why> {
    let mut root = formatter::read(old)?;
    let known = root.get("as_of").and_then(Value::text).and_then(super::record::day);
    let is_older = known.is_some_and(|known| as_of < known);
    if known.is_none() {
        root.set("as_of", as_of.to_string().into());
    }
    if root.get("papers").is_none_or(Value::is_null) {
        root.set("papers", Value::Map(Vec::new(), Vec::new()));
    }
    let papers = root.item_mut("papers").expect("invariant: `papers` is there or was just put there");
    if !matches!(papers.value, Value::Map(..)) {
        papers.value = Value::map::<String>([]);
    }
    let Value::Map(pairs, tail) = &mut papers.value else { unreachable!("invariant: `papers` is a mapping") };
    // A month may have 100,000 papers, so a map avoids a search for each.
    let mut places: HashMap<String, usize> =
        pairs.iter().enumerate().rev().map(|(place, (id, _))| (id.clone(), place)).collect();
    let mut is_changed = false;
    for (id, counts) in counts {
        for (key, count) in
            [("upvotes", counts.upvotes), ("comments", counts.comments), ("stars", counts.stars)]
        {
            let Some(count) = count else { continue };
            let paper = places.get(id).map(|&place| &mut pairs[place].1);
            let is_known = paper.as_ref().and_then(|paper| paper.value.get(key)).and_then(Value::text);
            if is_known == Some(count.to_string().as_str()) || (is_older && is_known.is_some()) {
                continue;
            }
            is_changed = true;
            match paper {
                Some(paper) => paper.value.set(key, Value::number(count)),
                None => {
                    places.insert(id.clone(), pairs.len());
                    // Comments in an empty mapping move above its first item.
                    let before = if pairs.is_empty() { std::mem::take(tail) } else { Vec::new() };
                    let value = Value::map([(key, Value::number(count))]);
                    pairs.push((id.clone(), Item { before, value, after: None }));
                }
            }
        }
    }
    if !is_changed {
        return Ok(None);
    }
    pairs.sort_by(|(a, _), (b, _)| a.cmp(b));
    if !is_older {
        root.set("as_of", as_of.to_string().into());
    }
    Ok(Some(write::write(&root, &METRICS)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use insta::assert_snapshot;

    #[test]
    fn counts_are_updated_and_old_ones_replace_nothing() {
        let day = |text: &str| super::super::record::day(text).unwrap();
        let counts = |upvotes| Counts { upvotes: Some(upvotes), comments: Some(0), stars: None };
        let all = |counts| BTreeMap::from([("2602.20913".to_owned(), counts)]);
        let first = updated("# Votes\n", &all(counts(3)), day("2026-03-05")).unwrap().unwrap();
        assert_snapshot!(first, @r#"
        # Votes
        as_of: 2026-03-05
        papers:
          "2602.20913": {upvotes: 3, comments: 0}
        "#);
        assert_eq!(updated(&first, &all(counts(3)), day("2026-03-09")).unwrap(), None);
        assert_eq!(updated(&first, &all(counts(1)), day("2026-03-01")).unwrap(), None);
        let later = updated(&first, &all(counts(9)), day("2026-03-09")).unwrap().unwrap();
        assert!(later.contains("as_of: 2026-03-09") && later.contains("upvotes: 9"), "{later}");
        assert!(updated("a: [", &all(counts(3)), day("2026-03-05")).is_err());
    }
}
