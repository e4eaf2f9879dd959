//! PMLR: the Jekyll posts of a volume of proceedings, one file per paper.

use super::record::{self, Author, Record};
use super::report::{Fate, Ledger, NO_KEY};
use super::source::{self, Broken, Each, Input, Source, SourceItem, Texts};
use super::withdrawal;
use crate::content::front;
use crate::yaml::tree::{self, Kind, Node};
use std::io::Read as _;

/// Posts of a volume.
pub struct Pmlr;

/// The maximum size of a post in bytes.
const MOST: u64 = 4_000_000;

impl Source for Pmlr {
    fn name(&self) -> &'static str {
        "pmlr"
    }

    fn authority(&self) -> u8 {
        4
    }

    fn extension(&self) -> &'static str {
        "md"
    }

    fn read(&self, input: &mut Input<'_>, ledger: &mut Ledger, each: &mut Each<'_>) -> Result<(), Broken> {
        let mut text = String::new();
        input.bytes.take(MOST).read_to_string(&mut text)?;
        let found = match paper(&text, &input.stem, ledger) {
            Ok(record) => SourceItem::Paper(Box::new(record)),
            Err(why) => SourceItem::Skipped { place: input.stem.clone(), why },
        };
        each(found, ledger);
        Ok(())
    }
}

/// Keys that are imported, repeat another key, or describe the page.
const KNOWN: [&str; 17] = [
    "title",
    "tex_title",
    "abstract",
    "id",
    "author",
    "bibtex_author",
    "date",
    "month",
    "issued",
    "container-title",
    "volume",
    "section",
    "pdf",
    "software",
    "layout",
    "order",
    "cycles",
];

fn paper(text: &str, stem: &str, ledger: &mut Ledger) -> Result<Record, String> {
    let parts = front::split(text).map_err(|_| "it has no front matter".to_owned())?;
    let root = tree::parse(&text[parts.front])
        .map_err(|broken| format!("its front matter is not YAML: {}", broken.reason()))?;
    let get = |key: &str| root.entry(key).and_then(|(_, value)| value.text()).unwrap_or_default().trim();
    let key = if get("id").is_empty() { stem } else { get("id") };
    let volume = get("volume");
    let name = if volume.is_empty() { key.to_owned() } else { format!("v{volume}-{key}") };
    // Keys are unique only within their volume.
    let id =
        source::id_of(&name).ok_or_else(|| format!("`{}` is not valid as an id", name.escape_debug()))?;
    let title = if get("tex_title").is_empty() { get("title") } else { get("tex_title") };
    if title.is_empty() {
        return Err(format!("{id} has no title"));
    }
    // Some posts have no key for the date; the names of their files begin with it.
    let day =
        record::day(get("date")).or_else(|| record::day(stem)).ok_or_else(|| format!("{id} has no date"))?;
    if let Kind::Map(map) = &root.kind {
        for (key, value) in &map.pairs {
            let key = key.text().unwrap_or_default();
            if !KNOWN.contains(&key) && !value.is_null() {
                ledger.note_named(key, Fate::Dropped, NO_KEY, &id);
            }
        }
    }
    let mut links = Vec::new();
    for (link, key) in [("pdf", "pdf"), ("code", "software")] {
        links.extend(record::address(get(key)).map(|url| (link, url)));
    }
    let mut texts = Texts { id: &id, ledger, is_tex: true };
    let mut record = Record {
        title: texts.title(title),
        abstract_: texts.prose(get("abstract")),
        authors: authors(&root, &mut texts),
        venue: texts.line("venue", get("container-title")),
        day: Some(day),
        published: Some(day.into()),
        links,
        categories: Some(get("section"))
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
            .into_iter()
            .collect(),
        id,
        ..Record::default()
    };
    withdrawal::mark(&mut record, "", None);
    Ok(record)
}

fn authors(root: &Node, texts: &mut Texts<'_>) -> Vec<Author> {
    let Some((_, list)) = root.entry("author") else { return Vec::new() };
    let Kind::List(people) = &list.kind else { return Vec::new() };
    let mut author = |person: &Node| {
        let part =
            |key: &str| person.entry(key).and_then(|(_, value)| value.text()).unwrap_or_default().trim();
        let family = [part("prefix"), part("family")].join(" ");
        texts.parts(family.trim(), part("given"), part("suffix"))
    };
    people.iter().filter_map(|person| author(person)).collect()
}
