//! Search terms from the names of a paper's topics, organization and people, which its own texts may spell differently or omit, and from
//! its kinds of links.

use crate::archive::{Archive, PaperId};
use crate::content::{NAMED, WHOLE, author_term};
use crate::text::tokenizer::{Stems, is_function_word, words};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// The terms of all topics and organizations, and of people that papers spell differently.
pub(super) struct Names {
    topics: Vec<Name>,
    organizations: Vec<Name>,
    people: Vec<Name>,
    /// Whether a paper spells an author differently, by index in the archive.
    spells_differently: Vec<bool>,
}

#[derive(Default)]
struct Name {
    digest: u64,
    terms: Vec<Term>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Term {
    text: String,
    /// The weight in a paper, 1 to 15.
    weight: u8,
}

impl Names {
    pub fn new(archive: &Archive) -> Names {
        let mut stems = Stems::default();
        let topics = archive.topics.iter();
        let topics =
            topics.map(|topic| Name::with_filters('t', &topic.slug, &topic.name, &mut stems)).collect();
        let organizations = archive.organizations.iter();
        let organizations =
            organizations.map(|own| Name::with_filters('o', &own.slug, &own.name, &mut stems)).collect();
        let people: Vec<Name> = archive
            .people
            .iter()
            .map(|person| match &*person.spellings {
                [] => Name::default(),
                _ => {
                    let mut found = Vec::new();
                    words(&person.name, |_, word| found.push((author_term(word, &mut stems), WHOLE)));
                    Name::new(found)
                }
            })
            .collect();
        let is_otherwise = |id: PaperId| {
            let people = &archive.relations(id).people;
            let mut authors = archive.paper(id).authors.iter().zip(people);
            authors.any(|(author, person)| author.name != archive.person(*person).name)
        };
        let any = archive.people.iter().any(|person| !person.spellings.is_empty());
        let spells_differently = archive.paper_ids().map(|id| any && is_otherwise(id)).collect();
        Names { topics, organizations, people, spells_differently }
    }

    pub fn only(mut self, is_asked: impl Fn(&str) -> bool) -> Names {
        for name in [&mut self.topics, &mut self.organizations, &mut self.people].into_iter().flatten() {
            name.terms.retain(|term| is_asked(&term.text));
        }
        self
    }

    fn names_of(&self, archive: &Archive, id: PaperId) -> impl Iterator<Item = &Name> {
        let (paper, relations) = (archive.paper(id), archive.relations(id));
        let topics = relations.topics.iter().map(|topic| &self.topics[topic.0 as usize]);
        let organization = relations.organization.map(|own| &self.organizations[own.0 as usize]);
        let authors = paper.authors.iter().zip(&relations.people);
        let otherwise = authors.filter(|(author, person)| author.name != archive.person(**person).name);
        let people = otherwise.map(|(_, person)| &self.people[person.0 as usize]);
        let has_people = self.spells_differently[id.0 as usize];
        topics.chain(organization).chain(people.take(if has_people { usize::MAX } else { 0 }))
    }

    /// Adds everything that the terms of a paper's names depend on to a hash.
    pub fn hash(&self, key: u64, archive: &Archive, id: PaperId) -> u64 {
        let fold = |key: u64, name: &Name| xxh3_64_with_seed(&name.digest.to_le_bytes(), key);
        let links = archive.paper(id).links.named.iter();
        let key = self.names_of(archive, id).fold(key, fold);
        links.fold(key, |key, (kind, _)| xxh3_64_with_seed(kind.key().as_bytes(), key))
    }

    /// Calls `each` with the terms that the paper does not have on its own, each once.
    pub fn for_each_term(&self, archive: &Archive, id: PaperId, mut each: impl FnMut(&str, u8)) {
        let paper = archive.paper(id);
        let named = self.names_of(archive, id).flat_map(|name| &name.terms);
        let mut found: Vec<(&str, u8)> = named.map(|term| (term.text.as_str(), term.weight)).collect();
        found.sort_unstable();
        found.dedup_by(|a, b| a.0 == b.0);
        for (term, weight) in found {
            let is_own = !term.starts_with(['t', 'o']) || term.as_bytes().get(1) != Some(&b':');
            if !(is_own && paper.terms.has(term)) {
                each(term, weight);
            }
        }
        let mut term = String::from("h:");
        for (kind, _) in &paper.links.named {
            term.truncate("h:".len());
            term.push_str(kind.key());
            each(&term, WHOLE);
        }
    }
}

impl Name {
    fn new(terms: Vec<(String, u8)>) -> Name {
        let mut terms: Vec<Term> = terms.into_iter().map(|(text, weight)| Term { text, weight }).collect();
        terms.sort_unstable();
        terms.dedup();
        let fold =
            |key: u64, term: &Term| xxh3_64_with_seed(term.text.as_bytes(), key ^ u64::from(term.weight));
        Name { digest: terms.iter().fold(terms.len() as u64, fold), terms }
    }

    /// Returns the terms of a topic or organization: a letter, a colon and its slug or a word of its name, for filters; and the words of
    /// texts.
    fn with_filters(key: char, slug: &str, name: &str, stems: &mut Stems) -> Name {
        let mut found = vec![(format!("{key}:{slug}"), WHOLE)];
        for text in [slug, name] {
            words(text, |_, word| {
                found.push((format!("{key}:{word}"), WHOLE));
                if !is_function_word(word) {
                    let term = stems.term(word);
                    found.extend([(format!("{key}:{term}"), WHOLE), (term.to_owned(), NAMED)]);
                }
            });
        }
        Name::new(found)
    }
}
