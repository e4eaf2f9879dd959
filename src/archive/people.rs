//! The people and organizations behind the names on papers.

use super::nearest::Nearest;
use super::{OrganizationId, PaperId, PersonId, problems};
use crate::content::{OrganizationRecord, Paper, PersonRecord};
use crate::diagnostic::Diagnostic;
use crate::text::identifier;
use crate::text::seeded_map::Names;
use crate::text::slug;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

/// A person, identified by the slug of the name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// Unique among people.
    pub slug: String,
    /// The name in `authors.yaml`, otherwise the most frequent spelling.
    pub name: String,
    /// The ORCID iD.
    pub orcid: Option<String>,
    /// The person's website.
    pub url: Option<String>,
    /// The other spellings on papers, sorted.
    pub spellings: Vec<String>,
    /// Newest day first.
    pub papers: Vec<PaperId>,
}

/// An organization and its papers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Organization {
    /// The slug of the handle; unique among organizations.
    pub slug: String,
    /// The handle as in `organizations.yaml`, otherwise as in the newest paper.
    pub handle: String,
    /// The display name; without one, the handle.
    pub name: String,
    /// The website.
    pub url: Option<String>,
    /// The path or address of the logo.
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

/// Groups names into people. A name is one person, with two exceptions: `authors.yaml` joins and splits names, and
/// different ORCIDs are different people.
pub(super) fn relate(
    papers: &[Arc<Paper>],
    records: &[PersonRecord],
    diagnostics: &mut Vec<Diagnostic>,
) -> People {
    let known = Records::new(records, diagnostics);
    let mut numbers: Names<(String, Option<&str>), u32> = Names::default();
    let mut found: Vec<PersonBuilder<'_>> = Vec::new();
    // Most names occur on several papers: the slug is computed once and occurrences are counted per spelling.
    let mut seen: Names<(&str, Option<&str>), usize> = Names::default();
    let mut spelled: Vec<Spelling<'_>> = Vec::new();
    // Holds numbers in order of discovery at first; replaced by indices of the sorted list below.
    let mut of_paper: Vec<Box<[PersonId]>> = Vec::with_capacity(papers.len());
    for (index, paper) in papers.iter().enumerate() {
        let own = paper.leading_authors().iter().map(|author| {
            let orcid = author.details.as_ref().and_then(|details| details.orcid.as_deref());
            let place = *seen.entry((&author.name, orcid)).or_insert_with(|| {
                let slug = slug::slug(&author.name);
                let record = known.find(&slug, orcid);
                // A person of authors.yaml has one number, and so has everybody else by name and ORCID.
                let key = record.map_or((slug, orcid), |record| (record.slug.clone(), None));
                let number = *numbers.entry(key).or_insert_with_key(|(slug, orcid)| {
                    found.push(PersonBuilder::new(slug.clone(), *orcid, record));
                    (found.len() - 1) as u32
                });
                spelled.push(Spelling { name: &author.name, number, times: 0 });
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
            // A paper may list one name twice; it counts once.
            if person.papers.last() != Some(&PaperId(index as u32)) {
                person.papers.push(PaperId(index as u32));
            }
            PersonId(number)
        });
        of_paper.push(own.collect());
    }
    for Spelling { name, number, times } in spelled {
        *found[number as usize].spellings.entry(name).or_default() += times;
    }
    let merged = settle_orcids(&mut found);
    let mut order: Vec<u32> =
        (0..found.len() as u32).filter(|&number| merged[number as usize] == number).collect();
    order.sort_unstable_by(|&a, &b| found[a as usize].person.slug.cmp(&found[b as usize].person.slug));
    let mut places = vec![PersonId(0); found.len()];
    for (place, &number) in order.iter().enumerate() {
        places[number as usize] = PersonId(place as u32);
    }
    let mut all: Vec<Option<Person>> = found.into_iter().map(|found| Some(found.build())).collect();
    let all = order.iter().filter_map(|&number| all[number as usize].take()).collect();
    for person in of_paper.iter_mut().flatten() {
        *person = places[merged[person.0 as usize] as usize];
    }
    People { all, of_paper }
}

/// Joins names with and without an ORCID, and gives people with the same name different slugs. The person of the oldest
/// paper has the plain slug, the next has the suffix 2, and so on, so newer papers do not change slugs. Returns the new
/// number of each number.
fn settle_orcids(found: &mut [PersonBuilder<'_>]) -> Vec<u32> {
    let mut merged: Vec<u32> = (0..found.len() as u32).collect();
    let mut groups: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (number, person) in found.iter().enumerate().filter(|(_, person)| person.by_orcid) {
        groups.entry(person.person.slug.clone()).or_default().push(number as u32);
    }
    if groups.is_empty() {
        return merged;
    }
    let slugs: Vec<(String, u32)> = (0..)
        .zip(found.iter())
        .filter(|(_, person)| !person.by_orcid)
        .map(|(number, person)| (person.person.slug.clone(), number))
        .collect();
    let mut plain: HashMap<String, u32> = slugs.into_iter().collect();
    for (slug, mut numbers) in groups {
        // Papers are sorted newest first: the last is the oldest.
        numbers.sort_by_key(|&number| {
            let person = &found[number as usize].person;
            (Reverse(person.papers.last().copied()), person.orcid.clone())
        });
        let mut numbers = numbers.as_slice();
        let base = plain.get(&slug).copied();
        // A person of authors.yaml with another ORCID keeps the name's address.
        let is_taken = base.is_some_and(|base| found[base as usize].named);
        if let (false, [first, others @ ..]) = (is_taken, numbers) {
            numbers = others;
            match base {
                Some(base) => {
                    let joined = std::mem::take(&mut found[*first as usize]);
                    found[base as usize].join(joined);
                    merged[*first as usize] = base;
                }
                None => _ = plain.insert(slug.clone(), *first),
            }
        }
        let mut count = 1;
        for &number in numbers {
            let own = loop {
                count += 1;
                let own = format!("{slug}-{count}");
                if !plain.contains_key(&own) {
                    break own;
                }
            };
            plain.insert(own.clone(), number);
            found[number as usize].person.slug = own;
        }
    }
    merged
}

/// The people of `authors.yaml`, by name and by ORCID.
struct Records<'a> {
    /// By slugs of names; people with the same name have different ORCIDs.
    by_name: HashMap<String, Vec<&'a PersonRecord>>,
    by_orcid: HashMap<String, &'a PersonRecord>,
}

impl<'a> Records<'a> {
    fn new(records: &'a [PersonRecord], diagnostics: &mut Vec<Diagnostic>) -> Records<'a> {
        let mut all = Records { by_name: HashMap::new(), by_orcid: HashMap::new() };
        let mut by_slug: HashMap<&str, &PersonRecord> = HashMap::new();
        for record in records {
            if let Some(first) = by_slug.insert(&record.slug, record) {
                let (second, first) = ((&record.origin, &*record.slug), (&first.origin, &*first.slug));
                diagnostics.push(problems::repeated_record(second, first));
                continue;
            }
            let orcids = record
                .aliases
                .iter()
                .filter_map(|alias| identifier::orcid(alias))
                .chain(record.orcid.clone());
            all.by_orcid.extend(orcids.map(|orcid| (orcid, record)));
            let aliases = record.aliases.iter().filter(|alias| identifier::orcid(alias).is_none());
            for name in [&record.slug, &record.name].into_iter().chain(aliases) {
                let others = all.by_name.entry(slug::slug(name)).or_default();
                if others.iter().any(|other| other.slug == record.slug) {
                    continue;
                }
                match others.iter().find(|other| other.orcid.is_none() || record.orcid.is_none()) {
                    Some(other) => diagnostics.push(problems::shared_name(
                        &record.origin,
                        &record.slug,
                        name,
                        &other.slug,
                    )),
                    None => others.push(record),
                }
            }
        }
        all
    }

    /// Returns the person with a name, given its slug and the ORCID of the author.
    fn find(&self, slug: &str, orcid: Option<&str>) -> Option<&'a PersonRecord> {
        if let Some(record) = orcid.and_then(|orcid| self.by_orcid.get(orcid)) {
            return Some(record);
        }
        let named = self.by_name.get(slug)?;
        let own = named.iter().find(|record| record.slug == slug).or_else(|| named.first()).copied();
        own.filter(|record| orcid.is_none() || record.orcid.is_none())
    }
}

struct Spelling<'a> {
    name: &'a str,
    number: u32,
    times: u32,
}

/// A person while papers are being read.
#[derive(Default)]
struct PersonBuilder<'a> {
    person: Person,
    /// Whether authors.yaml names the person.
    named: bool,
    /// Whether the person is known by an ORCID on papers alone.
    by_orcid: bool,
    spellings: BTreeMap<&'a str, u32>,
}

impl<'a> PersonBuilder<'a> {
    fn new(slug: String, orcid: Option<&str>, record: Option<&PersonRecord>) -> PersonBuilder<'a> {
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
        let by_orcid = record.is_none() && orcid.is_some();
        PersonBuilder { person, named: record.is_some(), by_orcid, spellings: BTreeMap::new() }
    }

    /// Adds the papers and details of the same person under another name.
    fn join(&mut self, other: PersonBuilder<'a>) {
        let Person { orcid, url, papers, .. } = other.person;
        self.person.orcid = self.person.orcid.take().or(orcid);
        self.person.url = self.person.url.take().or(url);
        self.person.papers.extend(papers);
        self.person.papers.sort_unstable();
        self.person.papers.dedup();
        for (spelling, times) in other.spellings {
            *self.spellings.entry(spelling).or_default() += times;
        }
    }

    fn build(self) -> Person {
        let mut person = self.person;
        if !self.named {
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
            let nearest = unknown.find(&named.handle, handles);
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
