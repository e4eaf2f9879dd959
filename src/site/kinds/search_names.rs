//! The names that the search page offers above the papers: topics, authors, organizations, venues and lists, by the first letters of words.

use super::search::SEARCH;
use super::*;
use crate::config::Filter;
use crate::site::search::{Directory, Named, compress};

pub struct SearchNames;

inputs! {
    pub struct NamesFile<'a> {
        names: Vec<NameRow<'a>>,
    }
}

inputs! {
    struct NameRow<'a> {
        kind: &'a str,
        slug: &'a str,
        name: &'a str,
        count: usize,
        also: Vec<&'a str>,
    }
}

impl Kind for SearchNames {
    /// An index of [`Directory::files`].
    type Id = usize;
    type Inputs<'a> = NamesFile<'a>;
    const GROUP: &'static str = search_index::GROUP;
    const SWITCHES: &'static [Switch] = &[SEARCH];

    fn plan(planning: &mut Planning<'_>) {
        let directory = directory(planning);
        for number in 0..directory.files.len() {
            planning.claim::<SearchNames>(&format!("search/names/{number}.bin"), number);
        }
        planning.outline.names = directory;
    }

    fn inputs<'a>(&file: &usize, records: &'a Records<'a>) -> NamesFile<'a> {
        let names = records.outline.names.files[file].iter();
        NamesFile { names: names.map(|&named| row(named, records)).collect() }
    }

    /// A row is the kind as a letter, the slug, the name, the number of papers, and other names if there are any.
    fn make(NamesFile { names }: &NamesFile<'_>, _: &Shared<'_>) -> Made {
        let rows = names.iter().map(|NameRow { kind, slug, name, count, also }| {
            let slug = if is_plain(name, slug) { "" } else { slug };
            match also.as_slice() {
                [] => serde_json::to_string(&(kind, slug, name, count)),
                also => serde_json::to_string(&(kind, slug, name, count, also)),
            }
            .expect("invariant: texts and numbers are JSON")
        });
        let rows: Vec<String> = rows.collect();
        Made::Bytes(compress(format!("[{}]", rows.join(",\n")).as_bytes()))
    }
}

/// Returns whether a slug is the ASCII name in small letters with hyphens, as the script makes it, so that rows can omit it.
fn is_plain(name: &str, slug: &str) -> bool {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    name.is_ascii() && words.collect::<Vec<_>>().join("-").eq_ignore_ascii_case(slug) && !slug.is_empty()
}

fn directory(planning: &Planning<'_>) -> Directory {
    let (archive, outline, pages) = (planning.archive, &planning.outline, &planning.site.pages);
    let topics = archive
        .topic_ids()
        .filter(|_| pages.topics)
        .map(|id| (Named::Topic(id), vec![&*archive.topic(id).name]));
    let people = archive.person_ids().map(|id| (id, archive.person(id)));
    let people = people.filter(|(_, person)| outline.has_page(person)).map(|(id, person)| {
        let names = [&person.name].into_iter().chain(&person.spellings);
        (Named::Person(id), names.map(String::as_str).collect())
    });
    let organizations = archive.organization_ids().filter(|_| pages.organizations).map(|id| {
        let own = archive.organization(id);
        (Named::Organization(id), vec![&*own.name, &*own.handle])
    });
    let venues = outline.venues.all.iter().enumerate();
    let venues = venues.map(|(at, venue)| (Named::Venue(at), vec![&*venue.name]));
    let lists = outline.queries.iter().enumerate().map(|(at, query)| {
        let texts = query.title.as_deref().into_iter().chain(same_as(&query.name, planning.site));
        (Named::List(at), texts.collect())
    });
    let all = topics.chain(people).chain(organizations).chain(venues).chain(lists);
    Directory::new(&all.collect::<Vec<(Named, Vec<&str>)>>())
}

fn row<'a>(named: Named, records: &'a Records<'a>) -> NameRow<'a> {
    let archive = records.archive;
    match named {
        Named::Topic(id) => {
            let topic = archive.topic(id);
            NameRow {
                kind: "t",
                slug: &topic.slug,
                name: &topic.name,
                count: topic.papers.len(),
                also: Vec::new(),
            }
        }
        Named::Person(id) => {
            let person = archive.person(id);
            let also = person.spellings.iter().map(String::as_str).collect();
            NameRow { kind: "a", slug: &person.slug, name: &person.name, count: person.papers.len(), also }
        }
        Named::Organization(id) => {
            let own = archive.organization(id);
            let also = Some(&*own.handle).filter(|handle| *handle != own.name).into_iter().collect();
            NameRow { kind: "o", slug: &own.slug, name: &own.name, count: own.papers.len(), also }
        }
        Named::Venue(at) => {
            let venue = &records.outline.venues.all[at];
            NameRow {
                kind: "v",
                slug: &venue.slug,
                name: &venue.name,
                count: venue.papers.len(),
                also: Vec::new(),
            }
        }
        Named::List(at) => {
            let query = &records.outline.queries[at];
            let name = query.title.as_deref().unwrap_or_else(|| records.theme.texts.get("papers_with_code"));
            let also = same_as(&query.name, records.site).collect();
            NameRow { kind: "l", slug: &query.name, name, count: query.papers.len(), also }
        }
    }
}

/// Returns the texts that find the same papers as a list: the values of its only key.
fn same_as<'a>(name: &str, site: &'a Site) -> impl Iterator<Item = &'a str> {
    let query = site.feeds.query.iter().find(|query| query.name == name && query.exclude.is_empty());
    let values = query.and_then(|query| {
        let Filter { topics, keywords, words, authors, organizations, venues, votes, has } = &query.include;
        let all = [topics, keywords, words, authors, organizations, venues];
        let mut set = all.into_iter().filter(|values| !values.is_empty());
        let first = set.next()?;
        (set.next().is_none() && votes.is_none() && has.is_empty()).then_some(first)
    });
    values.into_iter().flatten().map(|word| word.text.as_str())
}
