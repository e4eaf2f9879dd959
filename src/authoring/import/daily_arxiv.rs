//! daily-arXiv-ai-enhanced and its forks: a file of JSON lines for each day, with or without texts written by a
//! language model.

use super::cells;
use super::cv_arxiv_daily;
use super::json;
use super::record::{self, Record};
use super::report::{Fate, Ledger, NO_KEY};
use super::source::{Broken, Each, Input, Source, SourceItem, Texts};
use crate::text::date::PartialDate;
use crate::text::identifier;
use chrono::NaiveDate;
use serde_json::Value;

/// The files of daily-arXiv-ai-enhanced.
pub struct DailyArxiv;

impl Source for DailyArxiv {
    fn name(&self) -> &'static str {
        "daily-arxiv"
    }

    fn authority(&self) -> u8 {
        2
    }

    fn is_whole(&self) -> bool {
        true
    }

    fn is_daily(&self) -> bool {
        true
    }

    fn extension(&self) -> &'static str {
        "jsonl"
    }

    fn read(&self, input: &mut Input<'_>, ledger: &mut Ledger, each: &mut Each<'_>) -> Result<(), Broken> {
        // `2026-03-05_AI_enhanced_English`
        let day = input.day.or_else(|| record::day(&input.stem));
        let mut take = |number: u64, value: Result<Value, String>| {
            let found = match value.and_then(|value| paper(&value, day, ledger)) {
                Ok(record) => {
                    SourceItem::Paper(Box::new(Record { place: format!("line {number}"), ..record }))
                }
                Err(why) => SourceItem::Skipped { place: format!("line {number}"), why },
            };
            each(found, ledger)
        };
        // The lines may be one list.
        if json::first_byte(input.bytes)? == Some(b'[') {
            return json::items(input.bytes, |number, item| take(number, Ok(item)));
        }
        json::lines(input.bytes, |number, line| {
            let value = line.map_err(str::to_owned).and_then(|line| {
                serde_json::from_slice::<Value>(line).map_err(|error| match error.is_eof() {
                    true => "it ends in the middle: it was cut off".to_owned(),
                    false => format!("it is not JSON: {error}"),
                })
            });
            take(number, value)
        })
    }
}

fn paper(line: &Value, day: Option<NaiveDate>, ledger: &mut Ledger) -> Result<Record, String> {
    let pairs = line.as_object().ok_or("its line is not an object")?;
    let mut row =
        cells::object(pairs.iter().map(|(key, value)| (key.as_str(), value)).filter(|(key, _)| *key != "AI"));
    let of_links = || row.links.iter().find_map(|(_, url)| identifier::arxiv_with_version(url));
    let (arxiv, version) = row.arxiv.take().or_else(of_links).ok_or_else(|| {
        let id = line.get("id").and_then(Value::as_str).unwrap_or_default();
        format!("`{}` is not an arXiv id", id.escape_debug())
    })?;
    let id = arxiv.replace('/', "-");
    if row.title.trim().is_empty() {
        return Err(format!("{id} has no title"));
    }
    let day = day.or(row.day).ok_or("its file is not named for a day; give one with --day")?;
    let published = row.day;
    let ai = line.get("AI");
    for key in ai.and_then(Value::as_object).into_iter().flatten().map(|(key, _)| key) {
        if key != "tldr" {
            ledger.note_named(&format!("AI.{key}"), Fate::Dropped, NO_KEY, &id);
        }
    }
    if ai.is_some_and(|ai| !ai.is_object() && !ai.is_null()) {
        ledger.note("AI", Fate::Dropped, NO_KEY, &id);
    }
    let tldr = ai.and_then(|ai| ai.get("tldr")).and_then(Value::as_str).unwrap_or_default();
    // Here `summary` is the abstract, and the names of the columns are their meanings.
    row.columns.retain(|(column, _)| !KNOWN.contains(&column.trim_matches('`')));
    let mut record = cv_arxiv_daily::record(id, version, row, ledger);
    record.featured = vec![day];
    record.published = published.map(PartialDate::from);
    if !tldr.trim().is_empty() {
        record.summary = Texts { id: &record.id, ledger, is_tex: false }.line("summary", tldr);
        record.summary_by = WRITER.to_owned();
    }
    Ok(record)
}

/// Who writes the summaries. The files do not name the model.
const WRITER: &str = "AI (daily-arXiv)";

/// Keys of the original files.
const KNOWN: [&str; 10] =
    ["id", "title", "authors", "summary", "categories", "AI", "code_url", "code_stars", "abs", "pdf"];
