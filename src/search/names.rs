//! What papers are found by through what they belong to: the names of their topics, organization and people as the vocabularies have them,
//! which a paper's own texts may spell otherwise or not at all.

use crate::archive::{Archive, PaperId};
use crate::content::{NAMED, WHOLE};
use crate::terms::{Stems, is_function_word, words};

/// Terms of names, each with how much it says of a paper.
type Terms = Vec<(String, u8)>;

/// The terms of all topics and organizations, and of people whom papers call otherwise.
pub(super) struct Names {
    topics: Vec<Terms>,
    organizations: Vec<Terms>,
    people: Vec<Terms>,
}

impl Names {
    pub fn new(archive: &Archive) -> Names {
        let mut stems = Stems::default();
        let topics = archive.topics.iter().map(|topic| terms('t', &topic.slug, &topic.name, &mut stems));
        let topics = topics.collect();
        let organizations = archive.organizations.iter();
        let organizations = organizations.map(|own| terms('o', &own.slug, &own.name, &mut stems)).collect();
        let people = archive.people.iter().map(|person| match &*person.spellings {
            [] => Terms::new(),
            _ => {
                let mut found = Terms::new();
                words(&person.name, |_, word| {
                    found.extend([(format!("a:{word}"), WHOLE), (stems.term(word).to_owned(), NAMED)]);
                });
                found
            }
        });
        let people = people.collect();
        Names { topics, organizations, people }
    }

    /// Calls `each` with the terms of a paper that its own do not have yet, once each.
    pub fn of(&self, archive: &Archive, id: PaperId, mut each: impl FnMut(&str, u8)) {
        let (paper, relations) = (archive.paper(id), archive.relations(id));
        let topics = relations.topics.iter().flat_map(|topic| &self.topics[topic.0 as usize]);
        let organization = relations.organization.iter();
        let named = topics.chain(organization.flat_map(|own| &self.organizations[own.0 as usize]));
        let mut found: Vec<(&str, u8)> = named.map(|(term, weight)| (term.as_str(), *weight)).collect();
        let links: Vec<String> =
            paper.links.named.iter().map(|(kind, _)| format!("h:{}", kind.key())).collect();
        found.extend(links.iter().map(|term| (term.as_str(), WHOLE)));
        for (author, person) in paper.authors.iter().zip(&relations.people) {
            if author.name != archive.person(*person).name {
                let terms = &self.people[person.0 as usize];
                found.extend(terms.iter().map(|(term, weight)| (term.as_str(), *weight)));
            }
        }
        found.sort_unstable();
        found.dedup_by(|a, b| a.0 == b.0);
        for (term, weight) in found {
            let is_own = !term.starts_with(['t', 'o', 'h']) || term.as_bytes().get(1) != Some(&b':');
            if !(is_own && paper.terms.has(term)) {
                each(term, weight);
            }
        }
    }
}

/// Returns what a topic or an organization is found by: a letter, a colon and its slug or a word of it; and words of texts.
fn terms(key: char, slug: &str, name: &str, stems: &mut Stems) -> Terms {
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
    found.sort_unstable();
    found.dedup();
    found
}
