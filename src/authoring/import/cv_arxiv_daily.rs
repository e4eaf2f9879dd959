//! cv-arxiv-daily: one JSON file of topics, with a line of a markdown table for each paper.

use super::json;
use super::merge;
use super::record::{self, Author, Record};
use super::report::{Fate, Ledger};
use super::source::{Broken, Each, Input, Source, SourceItem, Texts};
use crate::text::slug;

/// The JSON files of cv-arxiv-daily.
pub struct CvArxivDaily;

impl Source for CvArxivDaily {
    fn name(&self) -> &'static str {
        "cv-arxiv-daily"
    }

    fn authority(&self) -> u8 {
        0
    }

    // A paper stands under several topics, far from each other.
    fn is_whole(&self) -> bool {
        true
    }

    fn extension(&self) -> &'static str {
        "json"
    }

    fn read(&self, input: &mut Input<'_>, ledger: &mut Ledger, each: &mut Each<'_>) -> Result<(), Broken> {
        let open = |topic: &str| (slug::slug(topic), merge::beginning(topic));
        json::nested(input.bytes, open, |(topic, name), id, row| {
            let found = match row
                .as_str()
                .map_or_else(|| Err("its row is no text".to_owned()), |row| paper(topic, id, row, ledger))
            {
                Ok(record) => SourceItem::Paper(Box::new(record)),
                Err(why) => SourceItem::Skipped { place: format!("`{name}`, {id}"), why },
            };
            each(found, ledger)
        })
    }
}

/// Returns the paper of a row, with `topic`, a slug: `|**day**|**title**|First Author et.al.|[id](address)|null or **[link](address)**|`
fn paper(topic: &str, id: &str, row: &str, ledger: &mut Ledger) -> Result<Record, String> {
    let (id, version) =
        record::arxiv_id(id).ok_or_else(|| format!("`{}` is no arXiv id", id.escape_debug()))?;
    let no_row = || format!("{id}: its row is not of five cells");
    let row = row.trim().strip_prefix("|**").and_then(|row| row.strip_suffix('|')).ok_or_else(no_row)?;
    let (day, rest) = row.split_once("**|**").ok_or_else(no_row)?;
    // A title may hold a bar, the cells behind it none.
    let mut cells = rest.rsplitn(4, '|');
    let (code, _, author, title) = (
        cells.next(),
        cells.next(),
        cells.next(),
        cells.next().and_then(|title| title.trim().strip_suffix("**")),
    );
    let (Some(code), Some(author), Some(title)) = (code, author, title) else { return Err(no_row()) };
    let day = record::day(day).ok_or_else(|| format!("{id}: `{}` is no day", day.escape_debug()))?;
    let mut links = Vec::new();
    if let Some((_, code)) = code.split_once("](") {
        match record::address(code.trim_end_matches(['*', ')'])) {
            Some(code) => links.push(("code", code)),
            None => ledger.note("links.code", Fate::Dropped, "not a web address", &id),
        }
    }
    let is_first = author.trim_end().ends_with("et.al.");
    if is_first {
        ledger.note("authors", Fate::Dropped, "the list names the first author only", &id);
    }
    ledger.note("abstract", Fate::Dropped, "the list has none", &id);
    ledger.note("date", Fate::Guessed, "the list tells when a paper was last updated", &id);
    let mut texts = Texts { id: &id, ledger, is_tex: false };
    let name = texts.name(author.trim().trim_end_matches("et.al."));
    Ok(Record {
        version,
        title: texts.title(title),
        authors: Some(name).filter(|name| !name.is_empty()).map(Author::from).into_iter().collect(),
        day: Some(day),
        topics: vec![topic.to_owned()],
        links,
        id,
        ..Record::default()
    })
}
