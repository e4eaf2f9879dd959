//! Who wrote the papers, and where.

use super::nearest::Nearest;
use super::{OrganizationId, PaperId, PersonId, problems};
use crate::content::{OrganizationRecord, Paper, PersonRecord};
use crate::diagnostic::Diagnostic;
use crate::text::seeded_map::Names;
use crate::text::slug;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

/// A person, by the names on the papers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    pub slug: String,
    /// The spelling of authors.yaml, or the one most papers have.
    pub name: String,
    pub orcid: Option<String>,
    pub url: Option<String>,
    /// Other spellings on papers, by their letters.
    pub spellings: Vec<String>,
    /// Newest day first.
    pub papers: Vec<PaperId>,
}

/// An organization and its papers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Organization {
    pub slug: String,
    pub handle: String,
    pub name: String,
    pub url: Option<String>,
    pub logo: Option<String>,
    /// Newest day first.
    pub papers: Vec<PaperId>,
}

pub(super) struct People {
    pub all: Vec<Person>,
    pub of_paper: Vec<Box<[PersonId]>>,
}

pub(super) struct Organizations {
    pub all: Vec<Organization>,
    pub of_paper: Vec<Option<OrganizationId>>,
}

/// Finds the people behind the names: one slug, one person, unless authors.yaml says which names belong together.
pub(super) fn relate(
    papers: &[Arc<Paper>],
    records: &[PersonRecord],
    diagnostics: &mut Vec<Diagnostic>,
) -> People {
    let mut known: HashMap<String, &PersonRecord> = HashMap::new();
    let mut by_slug: HashMap<&str, &PersonRecord> = HashMap::new();
    for record in records {
        if let Some(first) = by_slug.insert(&record.slug, record) {
            let (second, first) = ((&record.origin, &*record.slug), (&first.origin, &*first.slug));
            diagnostics.push(problems::repeated_record(second, first));
            continue;
        }
        let names = std::iter::once(&record.slug).chain(std::iter::once(&record.name)).chain(&record.aliases);
        for name in names {
            let slug = slug::slug(name);
            match known.get(&slug) {
                Some(other) if other.slug != record.slug => {
                    diagnostics.push(problems::shared_name(&record.origin, &record.slug, name, &other.slug));
                }
                _ => drop(known.insert(slug, record)),
            }
        }
    }
    let mut numbers: Names<String, u32> = Names::default();
    let mut found: Vec<FoundPerson<'_>> = Vec::new();
    // Most names come again: their slug is worked out once, and how often each comes is counted for the name.
    let mut seen: Names<&str, usize> = Names::default();
    let mut spelled: Vec<Spelled<'_>> = Vec::new();
    // First by number, then by place.
    let mut of_paper: Vec<Box<[PersonId]>> = Vec::with_capacity(papers.len());
    for (index, paper) in papers.iter().enumerate() {
        let own = paper.leading_authors().iter().map(|author| {
            let place = *seen.entry(&author.name).or_insert_with(|| {
                let slug = slug::slug(&author.name);
                let record = known.get(&slug).copied();
                let slug = record.map_or(slug, |record| record.slug.clone());
                let number = *numbers.entry(slug).or_insert_with_key(|slug| {
                    found.push(FoundPerson::new(slug.clone(), record));
                    (found.len() - 1) as u32
                });
                spelled.push(Spelled { name: &author.name, number, times: 0 });
                spelled.len() - 1
            });
            spelled[place].times += 1;
            let number = spelled[place].number;
            let person = &mut found[number as usize].person;
            if let Some(details) = &author.details {
                if person.orcid.is_none() {
                    person.orcid.clone_from(&details.orcid);
                }
                if person.url.is_none() {
                    person.url.clone_from(&details.url);
                }
            }
            // The same name twice on one paper is one person twice, or two: one paper all the same.
            if person.papers.last() != Some(&PaperId(index as u32)) {
                person.papers.push(PaperId(index as u32));
            }
            PersonId(number)
        });
        of_paper.push(own.collect());
    }
    for Spelled { name, number, times } in spelled {
        found[number as usize].spellings.insert(name, times);
    }
    let mut order: Vec<u32> = (0..found.len() as u32).collect();
    order.sort_unstable_by(|&a, &b| found[a as usize].person.slug.cmp(&found[b as usize].person.slug));
    let mut places = vec![PersonId(0); found.len()];
    for (place, &number) in order.iter().enumerate() {
        places[number as usize] = PersonId(place as u32);
    }
    let mut all: Vec<Option<Person>> = found.into_iter().map(|found| Some(found.person())).collect();
    let all = order.iter().filter_map(|&number| all[number as usize].take()).collect();
    for person in of_paper.iter_mut().flatten() {
        *person = places[person.0 as usize];
    }
    People { all, of_paper }
}

/// A name as papers have it.
struct Spelled<'a> {
    name: &'a str,
    /// Of the person whose name it is.
    number: u32,
    times: u32,
}

/// A person, while the papers are being read.
struct FoundPerson<'a> {
    person: Person,
    named: bool,
    spellings: BTreeMap<&'a str, u32>,
}

impl<'a> FoundPerson<'a> {
    fn new(slug: String, record: Option<&PersonRecord>) -> FoundPerson<'a> {
        let person = match record {
            None => Person { slug, ..Person::default() },
            Some(record) => Person {
                slug,
                name: record.name.clone(),
                orcid: record.orcid.clone(),
                url: record.url.clone(),
                ..Person::default()
            },
        };
        FoundPerson { person, named: record.is_some(), spellings: BTreeMap::new() }
    }

    fn person(self) -> Person {
        let mut person = self.person;
        if !self.named {
            // Of spellings that are as common, the first by its letters.
            let mut best = ("", 0);
            for (&spelling, &count) in &self.spellings {
                if count > best.1 {
                    best = (spelling, count);
                }
            }
            person.name = best.0.to_owned();
        }
        let others = self.spellings.keys().filter(|&&spelling| spelling != person.name);
        person.spellings = others.map(|&spelling| spelling.to_owned()).collect();
        person
    }
}

/// Finds the organizations behind the handles.
pub(super) fn organizations(
    papers: &[Arc<Paper>],
    records: &[OrganizationRecord],
    diagnostics: &mut Vec<Diagnostic>,
) -> Organizations {
    let mut known: BTreeMap<String, &OrganizationRecord> = BTreeMap::new();
    for record in records {
        let first = *known.entry(slug::slug(&record.handle)).or_insert(record);
        if !std::ptr::eq(first, record) {
            let (second, first) = ((&record.origin, &*record.handle), (&first.origin, &*first.handle));
            diagnostics.push(problems::repeated_record(second, first));
        }
    }
    let mut unknown = Nearest::default();
    let mut used: BTreeMap<Rc<str>, Organization> = BTreeMap::new();
    let mut of_paper: Vec<Option<Rc<str>>> = Vec::with_capacity(papers.len());
    let mut slugs: Names<&str, Rc<str>> = Names::default();
    for (index, paper) in papers.iter().enumerate() {
        let Some(named) = &paper.organization else {
            of_paper.push(None);
            continue;
        };
        let slug = slugs.entry(&named.handle).or_insert_with(|| slug::slug(&named.handle).into()).clone();
        let record = known.get(&*slug);
        if record.is_none() && !known.is_empty() && named.name.is_none() {
            let handles = || records.iter().map(|record| record.handle.as_str());
            let nearest = unknown.of(&named.handle, handles);
            diagnostics.push(problems::unknown_organization(paper, nearest));
        }
        let organization = used.entry(slug.clone()).or_insert_with(|| match record {
            Some(record) => Organization {
                slug: slug.to_string(),
                handle: record.handle.clone(),
                name: record.name.clone(),
                url: record.url.clone(),
                logo: record.logo.clone(),
                papers: Vec::new(),
            },
            None => Organization {
                slug: slug.to_string(),
                handle: named.handle.clone(),
                ..Organization::default()
            },
        });
        if organization.name.is_empty() {
            organization.name = named.name.clone().unwrap_or_default();
        }
        if organization.url.is_none() {
            organization.url.clone_from(&named.url);
        }
        organization.papers.push(PaperId(index as u32));
        of_paper.push(Some(slug));
    }
    let mut all: Vec<Organization> = used.into_values().collect();
    for organization in &mut all {
        if organization.name.is_empty() {
            organization.name.clone_from(&organization.handle);
        }
    }
    let place = |slug: Rc<str>| {
        let index = all.binary_search_by(|organization| (*organization.slug).cmp(&slug)).ok()?;
        Some(OrganizationId(index as u32))
    };
    let of_paper = of_paper.into_iter().map(|slug| slug.and_then(place)).collect();
    Organizations { of_paper, all }
}
