//! Merges a record into its entry without losing an edit by hand.
//!
//! A field changes only if its value is still the one that this source, or a source of lower rank, wrote. This module
//! does not access files.

use super::memory::{Digest, OfPaper};
use super::record::Record;
use super::report::{Fate, Ledger};
use super::rules::Topics;
use crate::text::date::PartialDate;
use crate::text::name_parts;
use crate::yaml::document::{Item, Value};
use std::collections::HashSet;

/// A record to merge, and the rank of its source.
pub(super) struct Offer<'a> {
    pub record: &'a Record,
    pub source: &'a str,
    /// The source of the texts. It differs from `source` if the record was completed by a request.
    pub words: &'a str,
    /// The rank of a source, by its name.
    pub authority: &'a dyn Fn(&str) -> u8,
    /// Whether a short list may replace a long one.
    pub allow_shrink: bool,
    pub topics: &'a Topics<'a>,
}

/// A field whose value differs between source and entry and was not changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The id of the paper.
    pub id: String,
    /// The file of the entry.
    pub file: String,
    /// The key of the entry.
    pub field: String,
    /// The reason, in a few words.
    pub why: &'static str,
    /// The value of the entry, shortened.
    pub entry: String,
    /// The value of the source, shortened.
    pub source: String,
}

/// An entry to merge into.
pub(super) struct Target<'a> {
    pub paper: &'a mut Value,
    /// The text below the front matter, if the file has one. It is the abstract, unless the front matter has one.
    pub body: Option<&'a mut String>,
    /// The values for all papers of the file.
    pub defaults: Option<&'a Value>,
}

/// The result of merging.
#[derive(Default)]
pub(super) struct Merged {
    /// The fields that changed.
    pub changed: Vec<String>,
    pub conflicts: Vec<Conflict>,
}

/// The decision on a field.
enum Decision {
    Same,
    Write,
    /// The source now gives a more precise date.
    Refine,
    /// The entry keeps its value; this is not reported.
    Keep,
    Conflict(&'static str),
    /// The source gives much less than before. The entry keeps its value.
    Less,
}

/// Merges a record into an entry.
pub(super) fn merge(
    target: &mut Target<'_>,
    offer: &Offer<'_>,
    said: &mut OfPaper,
    ledger: &mut Ledger,
) -> Merged {
    let mut merged = Merged::default();
    let known = target.get("updated");
    let known = known.as_ref().and_then(Value::text).and_then(PartialDate::parse);
    let is_older = match (offer.record.updated.or(offer.record.published), known) {
        (Some(offered), Some(known)) => offered < known && !offered.is_refined_by(known),
        _ => false,
    };
    for (field, value) in offer.record.fields() {
        let offered = Digest::new(&value);
        let current = target.get(&field);
        if field == "abstract"
            && offer.record.is_notice
            && current.is_some()
            && current.as_ref() != Some(&value)
        {
            let why = "the notice of a withdrawal; the entry keeps its abstract";
            ledger.note("abstract", Fate::Dropped, why, &offer.record.id);
            continue;
        }
        // The writer of another summary did not write this one.
        if field == "summary_by"
            && target
                .get("summary")
                .is_none_or(|own| Digest::new(&own) != Digest::new(&offer.record.summary.as_str().into()))
        {
            continue;
        }
        let decision = match is_older && current.is_some() && field != "published" {
            true => Decision::Keep,
            false => decide(&field, current.as_ref(), &value, offer, said),
        };
        let remember = match decision {
            Decision::Less => false,
            Decision::Keep => !is_older,
            _ => true,
        };
        match decision {
            Decision::Same | Decision::Keep => {}
            Decision::Write | Decision::Refine => {
                if matches!(decision, Decision::Refine) {
                    ledger.note("published", Fate::Merged, REFINED, &offer.record.id);
                }
                target.set(&field, value);
                merged.changed.push(field.clone());
            }
            Decision::Conflict(why) => {
                merged.conflicts.push(conflict(offer, &field, why, current.as_ref(), &value))
            }
            Decision::Less => {
                let said = said.entry(offer.words.to_owned()).or_default();
                // `--allow-shrink` needs the last accepted value, so the refused one is remembered beside it.
                if said.fields.insert(format!("{field}{SHORTER}"), offered) != Some(offered) {
                    let why =
                        "is shorter in the source than before and stays unchanged; --allow-shrink accepts it";
                    merged.conflicts.push(conflict(offer, &field, why, current.as_ref(), &value));
                }
            }
        }
        if remember {
            said.entry(offer.words.to_owned()).or_default().fields.insert(field, offered);
        }
    }
    let days: Vec<String> = offer.record.featured.iter().map(ToString::to_string).collect();
    if join(target, "date", &days, offer, said, &|day| day.get(..10).unwrap_or(day).to_owned()) {
        ledger.note("date", Fate::Merged, "featured on several days", &offer.record.id);
        merged.changed.push("date".to_owned());
    }
    if days.is_empty() && refine_date(target, offer.record) {
        ledger.note("date", Fate::Merged, REFINED, &offer.record.id);
        merged.changed.push("date".to_owned());
    }
    if join(target, "topics", &offer.record.topics, offer, said, &|topic| offer.topics.slug(topic)) {
        merged.changed.push("topics".to_owned());
    }
    merged
}

/// The end of the name under which the memory has a refused shorter value.
const SHORTER: &str = ".shorter";

const REFINED: &str = "the source now gives a more precise date";

/// Replaces the month or year of an entry with the more precise date of a record, if the date is within it; returns
/// whether it did.
fn refine_date(target: &mut Target<'_>, record: &Record) -> bool {
    let current = target.get("date");
    let Some(current) = current.as_ref().and_then(Value::text).and_then(PartialDate::parse) else {
        return false;
    };
    let Some(offered) = record.dates().first().copied() else { return false };
    let is_refined = current != offered && current.is_refined_by(offered);
    if is_refined {
        target.set("date", offered.to_string().as_str().into());
    }
    is_refined
}

/// Remembers the values of a record whose entry is new.
pub(super) fn remember(record: &Record, source: &str, said: &mut OfPaper) {
    said.entry(words_of(record, source).to_owned())
        .or_default()
        .fields
        .extend(record.fields().iter().map(|(field, value)| (field.clone(), Digest::new(value))));
    let said = said.entry(source.to_owned()).or_default();
    let days = record.featured.iter().map(ToString::to_string).collect();
    said.lists.insert("date".to_owned(), days);
    said.lists.insert("topics".to_owned(), record.topics.clone());
    said.lists.retain(|_, list: &mut Vec<String>| !list.is_empty());
}

/// Returns the name of the source that the texts of a record are from.
pub(super) fn words_of<'a>(record: &Record, source: &'a str) -> &'a str {
    if record.is_completed { "arxiv" } else { source }
}

fn decide(
    field: &str,
    current: Option<&Value>,
    value: &Value,
    offer: &Offer<'_>,
    said: &OfPaper,
) -> Decision {
    let offered = Digest::new(value);
    let last = said.get(offer.words).and_then(|said| said.fields.get(field)).copied();
    let Some(current) = current else {
        // A value that was imported before and is missing now was removed by hand.
        return if last.is_some() { Decision::Keep } else { Decision::Write };
    };
    let now = Digest::new(current);
    if now == offered {
        return Decision::Same;
    }
    if field == "published" {
        let date = |value: &Value| value.text().and_then(PartialDate::parse);
        match (date(current), date(value)) {
            (Some(now), Some(offered)) if now.is_refined_by(offered) => return Decision::Refine,
            (Some(now), Some(offered)) if offered.is_refined_by(now) => return Decision::Keep,
            _ => {}
        }
    }
    if last == Some(offered) || is_part(field, value, current) {
        return Decision::Keep;
    }
    let write = || match is_less(field, value, current) && !offer.allow_shrink {
        true => Decision::Less,
        false if current.has_comments() => Decision::Conflict("contains comments and stays unchanged"),
        false => Decision::Write,
    };
    if last == Some(now) {
        return write();
    }
    let others =
        said.iter().filter(|(source, said)| *source != offer.words && said.fields.get(field) == Some(&now));
    match others.map(|(source, _)| (offer.authority)(source)).max() {
        Some(rank) if rank < (offer.authority)(offer.words) => write(),
        Some(_) => Decision::Keep,
        None if last.is_some() => Decision::Conflict("was edited by hand and stays unchanged"),
        None => Decision::Conflict("was written by hand and stays unchanged"),
    }
}

/// Returns the names of a list of authors, without "and others", and whether the list ends in that.
fn people(list: &Value) -> (Vec<String>, bool) {
    let is_others = |item: &&Item| item.value.text().is_some_and(name_parts::is_and_others);
    let names = list.items().iter().filter(|item| !is_others(item)).map(|item| name_of(&item.value));
    (names.collect(), list.items().iter().any(|item| is_others(&item)))
}

/// Returns the name of an author, who may have only parts of a name.
pub(super) fn name_of(author: &Value) -> String {
    let part = |key: &str| author.get(key).and_then(Value::text).unwrap_or_default();
    match author.text().unwrap_or_else(|| part("name")) {
        "" => name_parts::shown(part("family"), part("given"), part("suffix")),
        name => name.to_owned(),
    }
}

/// Returns whether a list of authors is only the beginning of the known one.
fn is_part(field: &str, offered: &Value, current: &Value) -> bool {
    if !matches!(field, "authors" | "editors") {
        return false;
    }
    let ((offered, has_others), (current, _)) = (people(offered), people(current));
    (has_others || offered.len() == 1) && current.len() > offered.len() && current.starts_with(&offered)
}

/// Returns whether a value is much shorter than the current one: the response may have been cut off.
fn is_less(field: &str, offered: &Value, current: &Value) -> bool {
    let len = |value: &Value| value.text().map_or(0, str::len);
    match field {
        "authors" | "editors" => people(offered).0.len() < people(current).0.len(),
        "abstract" => len(offered) * 2 < len(current),
        _ => false,
    }
}

/// Adds the values that the source gives for the first time. Values that it gave before and that are missing now were
/// removed by hand.
fn join(
    target: &mut Target<'_>,
    key: &str,
    offered: &[String],
    offer: &Offer<'_>,
    said: &mut OfPaper,
    normal: &dyn Fn(&str) -> String,
) -> bool {
    if offered.is_empty() {
        return false;
    }
    let remembered = said.entry(offer.source.to_owned()).or_default();
    let remembered = remembered.lists.entry(key.to_owned()).or_default();
    let known: HashSet<&str> = remembered.iter().map(String::as_str).collect();
    // The current values as a list, with the comments in it.
    let (mut all, tail) = match target.get(key) {
        Some(Value::List(items, tail)) => (items, tail),
        Some(value) => (vec![value.into()], Vec::new()),
        None => (Vec::new(), Vec::new()),
    };
    let there: HashSet<String> = all.iter().filter_map(|item| item.value.text().map(normal)).collect();
    let new: Vec<String> = offered.iter().filter(|one| !known.contains(one.as_str())).cloned().collect();
    let added: Vec<String> = new.iter().filter(|one| !there.contains(*one)).cloned().collect();
    remembered.extend(new);
    if added.is_empty() {
        return false;
    }
    all.extend(added.into_iter().map(|one| Value::from(one).into()));
    if key == "date" {
        all.sort_by(|a: &Item, b| a.value.text().cmp(&b.value.text()));
    }
    match all.as_mut_slice() {
        [one] if key == "date" => target.set(key, std::mem::take(&mut one.value)),
        _ => target.set(key, Value::List(all, tail)),
    }
    true
}

/// Returns a list as written in a new entry: a single date is not a list.
pub(super) fn list(key: &str, all: &[String]) -> Value {
    match all {
        [day] if key == "date" => day.as_str().into(),
        all => all.iter().map(String::as_str).collect(),
    }
}

fn conflict(
    offer: &Offer<'_>,
    field: &str,
    why: &'static str,
    current: Option<&Value>,
    value: &Value,
) -> Conflict {
    Conflict {
        id: offer.record.id.clone(),
        file: String::new(),
        field: field.to_owned(),
        why,
        entry: current.map(short).unwrap_or_default(),
        source: short(value),
    }
}

/// Returns the beginning of a value, for a message.
fn short(value: &Value) -> String {
    let text = match value {
        Value::Text(text) | Value::Plain(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::List(items, _) => {
            let names: Vec<String> = items.iter().take(8).map(|item| short(&item.value)).collect();
            format!("{} ({})", names.join(", "), items.len())
        }
        Value::Map(pairs, _) => {
            pairs.iter().map(|(_, item)| short(&item.value)).collect::<Vec<_>>().join(", ")
        }
    };
    beginning(&text)
}

/// Returns the first 70 characters of a text, without control characters, for a message.
pub(super) fn beginning(text: &str) -> String {
    const MOST: usize = 70;
    let mut chars = text.chars().filter(|char| !char.is_control());
    let mut start: String = chars.by_ref().take(MOST).collect();
    if chars.next().is_some() {
        start.push('…');
    }
    start
}

impl Target<'_> {
    /// Returns the text below the front matter, if it is the abstract.
    fn body(&self) -> Option<&String> {
        self.body.as_deref().filter(|_| self.paper.get("abstract").is_none_or(Value::is_null))
    }

    fn get(&self, field: &str) -> Option<Value> {
        if field == "abstract"
            && let Some(body) = self.body()
        {
            return Some(Value::from(body.trim())).filter(|_| !body.trim().is_empty());
        }
        let value = match field.split_once('.') {
            Some((outer, inner)) => self.paper.get(outer).and_then(|outer| outer.get(inner)),
            None => {
                let default =
                    self.defaults.filter(|_| field != "papers").and_then(|defaults| defaults.get(field));
                self.paper.get(field).filter(|value| !value.is_null()).or(default)
            }
        };
        // An id in the form of an arXiv id implies the link.
        value.filter(|value| !value.is_null()).cloned()
    }

    fn set(&mut self, field: &str, value: Value) {
        if field == "abstract" && self.body().is_some() {
            if let (Some(body), Some(text)) = (self.body.as_deref_mut(), value.text()) {
                *body = format!("\n{text}\n");
            }
            return;
        }
        match field.split_once('.') {
            Some((outer, inner)) => match self.paper.item_mut(outer) {
                Some(item) => item.value.set(inner, value),
                None => self.paper.set(outer, Value::map([(inner, value)])),
            },
            None => self.paper.set(field, value),
        }
    }
}

#[cfg(test)]
mod tests;
