//! daily-arXiv-ai-enhanced: a file of JSON lines for each day, with or without what a machine says of the papers.

use super::json;
use super::record::{self, Record};
use super::report::{Fate, Ledger, NO_KEY};
use super::source::{Broken, Each, Input, Source, SourceItem, Texts};
use crate::content::Counts;
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
        json::lines(input.bytes, |number, line| {
            let value = line.map_err(str::to_owned).and_then(|line| {
                serde_json::from_slice::<Value>(line).map_err(|error| match error.is_eof() {
                    true => "it ends in the middle: it was cut off".to_owned(),
                    false => format!("it is no JSON: {error}"),
                })
            });
            let found = match value.and_then(|value| paper(&value, day, ledger)) {
                Ok(record) => SourceItem::Paper(Box::new(record)),
                Err(why) => SourceItem::Skipped { place: format!("line {number}"), why },
            };
            each(found, ledger)
        })
    }
}

/// Keys that are taken up here, or follow from the id.
const KNOWN: [&str; 10] =
    ["id", "title", "authors", "summary", "categories", "AI", "code_url", "code_stars", "abs", "pdf"];

fn paper(line: &Value, day: Option<NaiveDate>, ledger: &mut Ledger) -> Result<Record, String> {
    let text = |key: &str| line.get(key).and_then(Value::as_str).unwrap_or_default();
    let id = text("id");
    let (id, version) =
        record::arxiv_id(id).ok_or_else(|| format!("`{}` is no arXiv id", id.escape_debug()))?;
    let day = day.ok_or("its file is not named for a day; name one with --day")?;
    if text("title").trim().is_empty() {
        return Err(format!("{id} has no title"));
    }
    let ai = line.get("AI");
    for key in ai.and_then(Value::as_object).into_iter().flatten().map(|(key, _)| key) {
        if key != "tldr" {
            ledger.note_named(&format!("AI.{key}"), Fate::Dropped, NO_KEY, &id);
        }
    }
    for (key, value) in line.as_object().into_iter().flatten() {
        if !KNOWN.contains(&key.as_str()) && !value.is_null() {
            ledger.note_named(key, Fate::Dropped, NO_KEY, &id);
        }
    }
    let list =
        |key: &str| line.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let mut texts = Texts { id: &id, ledger, is_tex: false };
    let (mut authors, mut others) = (Vec::new(), false);
    for name in list("authors") {
        let (people, has_more) = texts.person(name);
        authors.extend(people);
        others |= has_more;
    }
    let tldr = ai.and_then(|ai| ai.get("tldr")).and_then(Value::as_str).unwrap_or_default();
    let stars = line.get("code_stars").and_then(Value::as_u64).and_then(|stars| u32::try_from(stars).ok());
    Ok(Record {
        version,
        title: texts.title(text("title")),
        abstract_: texts.prose(text("summary")),
        summary: texts.line("summary", tldr),
        authors,
        others,
        featured: vec![day],
        links: record::address(text("code_url")).map(|url| ("code", url)).into_iter().collect(),
        categories: list("categories").map(str::to_owned).collect(),
        counts: Counts { stars, ..Counts::default() },
        id,
        ..Record::default()
    })
}
