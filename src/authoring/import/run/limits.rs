//! Checks a record against `[limits]` before it becomes an entry.
//!
//! An import must not write an entry that `check` refuses. Records with a text or a list over a limit are skipped and
//! reported.

use super::files;
use crate::authoring::import::record::Record;
use crate::config::Limits;
use crate::diagnostic::plural;
use crate::yaml::document::{Item, Value};

/// Keys that `limits.line_characters` does not apply to. Addresses have a separate limit.
const LONG: [&str; 4] = ["summary", "abstract", "bibtex", "links"];

/// Returns the first limit that the entry of a record exceeds, as a reason to skip the record.
pub(super) fn exceeded(record: &Record, limits: &Limits) -> Option<String> {
    let lists = [
        ("authors", record.authors.len(), limits.authors),
        ("topics", record.topics.len(), limits.topics),
        ("dates", record.dates().len(), limits.dates),
        ("keywords", record.keywords.len(), limits.keywords),
    ];
    for (name, count, most) in lists {
        if count > most {
            return Some(too_many(name, count, most));
        }
    }
    let mut bytes = 0;
    for (key, value) in &record.fields() {
        bytes += len(value);
        if LONG.contains(&key.split('.').next().unwrap_or(key)) {
            continue;
        }
        if let Some(count) = too_long(value, limits.line_characters) {
            return Some(long_line(key, count, limits));
        }
    }
    for topic in &record.topics {
        if let Some(count) = too_long(&Value::from(topic.as_str()), limits.line_characters) {
            return Some(long_line("topics", count, limits));
        }
    }
    // `bytes` does not include keys, quotes and indentation. Only a large entry is formatted to measure it exactly.
    let most = limits.entry_kilobytes.saturating_mul(1_000);
    let bytes = if bytes > most / 8 { files::markdown(record).len() } else { bytes };
    let kilobytes = limits.entry_kilobytes;
    (bytes > most).then(|| {
        format!(
            "expected at most {kilobytes} kB (`limits.entry_kilobytes` in site.toml), found {bytes} bytes"
        )
    })
}

/// Returns the first limit that a list of an entry exceeds, as a reason to leave the entry unchanged.
pub(super) fn exceeded_by_entry(entry: &Value, limits: &Limits) -> Option<String> {
    let lists = [
        ("authors", "authors", limits.authors),
        ("topics", "topics", limits.topics),
        ("date", "dates", limits.dates),
        ("keywords", "keywords", limits.keywords),
    ];
    lists.into_iter().find_map(|(key, name, most)| {
        let count = entry.get(key).map_or(0, |list| list.items().len());
        (count > most).then(|| too_many(name, count, most))
    })
}

fn too_many(name: &str, count: usize, most: usize) -> String {
    let most = plural(most as u64, name.strip_suffix('s').unwrap_or(name));
    format!("expected at most {most} (`limits.{name}` in site.toml), found {count}")
}

fn long_line(key: &str, count: usize, limits: &Limits) -> String {
    let most = plural(limits.line_characters as u64, "character");
    format!("{key}: expected at most {most} (`limits.line_characters` in site.toml), found {count}")
}

/// Returns the length in characters of the first text inside a value that is longer than `most`.
fn too_long(value: &Value, most: usize) -> Option<usize> {
    match value {
        // No text has more characters than bytes.
        Value::Text(text) | Value::Plain(text) if text.len() <= most => None,
        Value::Text(text) | Value::Plain(text) => Some(text.chars().count()).filter(|count| *count > most),
        _ => items(value).find_map(|item| too_long(&item.value, most)),
    }
}

/// Returns the total length of the texts inside a value, in bytes.
fn len(value: &Value) -> usize {
    match value {
        Value::Text(text) | Value::Plain(text) => text.len(),
        _ => items(value).map(|item| len(&item.value)).sum(),
    }
}

/// Returns the direct children of a value.
fn items(value: &Value) -> impl Iterator<Item = &Item> {
    let (list, map): (&[Item], &[(String, Item)]) = match value {
        Value::List(items, _) => (items, &[]),
        Value::Map(pairs, _) => (&[], pairs),
        Value::Text(_) | Value::Plain(_) => (&[], &[]),
    };
    list.iter().chain(map.iter().map(|(_, item)| item))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authoring::import::record::{Author, Organization};

    const LIMITS: Limits = Limits {
        entry_kilobytes: 1,
        page_kilobytes: 1,
        file_megabytes: 1,
        authors: 2,
        topics: 1,
        dates: 1,
        aliases: 1,
        keywords: 1,
        links: 1,
        line_characters: 10,
        growth_megabytes: 1,
    };

    fn record() -> Record {
        Record { id: "a".to_owned(), title: "Ten éééééé".to_owned(), ..Record::default() }
    }

    #[test]
    fn texts_are_no_longer_than_the_settings_allow() {
        assert_eq!(exceeded(&record(), &LIMITS), None);
        let long = "Eleven éééé".to_owned();
        let author = Author { affiliation: long.clone(), ..Author::from("A".to_owned()) };
        let organization = Organization { handle: "a".to_owned(), name: long.clone() };
        let records = [
            Record { title: long.clone(), ..record() },
            Record { venue: long.clone(), ..record() },
            Record { license: long.clone(), ..record() },
            Record { submitted_by: long.clone(), ..record() },
            Record { authors: vec![Author::from(long.clone())], ..record() },
            Record { authors: vec![author], ..record() },
            Record { organization: Some(organization), ..record() },
            Record { keywords: vec![long.clone()], ..record() },
            Record { topics: vec![long.clone()], ..record() },
        ];
        for record in records {
            let why = exceeded(&record, &LIMITS).unwrap_or_else(|| panic!("{record:?}"));
            assert!(
                why.ends_with(
                    "expected at most 10 characters (`limits.line_characters` in site.toml), found 11"
                ),
                "{why}"
            );
        }
    }

    #[test]
    fn lists_and_entries_are_no_longer_than_the_settings_allow() {
        let keywords = vec!["a".to_owned(), "b".to_owned()];
        let why = exceeded(&Record { keywords, ..record() }, &LIMITS);
        assert_eq!(
            why.as_deref(),
            Some("expected at most 1 keyword (`limits.keywords` in site.toml), found 2")
        );
        assert_eq!(exceeded(&Record { abstract_: "a".repeat(900), ..record() }, &LIMITS), None);
        let why = exceeded(&Record { abstract_: "a".repeat(1000), ..record() }, &LIMITS);
        assert!(why.is_some_and(|why| why.starts_with("expected at most 1 kB (`limits.entry_kilobytes`")));
    }
}
