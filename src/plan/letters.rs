//! How the list of all authors is cut by letters.

use crate::archive::{Archive, Person, PersonId};
use crate::config::Site;
use std::collections::BTreeMap;

/// A list of more names than this has a page for each letter.
const ONE_PAGE: usize = 2_000;

/// The longest beginning that names are told apart by. Three letters would make folders such as `con`, which Windows keeps for itself.
const LONGEST: usize = 2;

/// What stands for slugs that do not begin with a letter.
const OTHER: &str = "other";

/// People whose slugs begin alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// `a`; in a long list also `sa` or `j-`; `other` for what begins with no letter.
    pub key: String,
    /// By slug.
    pub people: Vec<PersonId>,
}

impl Letter {
    /// How the letter is written above its names.
    pub fn label(&self) -> String {
        match self.key.as_str() {
            OTHER => "#".to_owned(),
            key => {
                let mut label = key.replace('-', " ").trim_end().to_owned();
                // Letters of slugs are ASCII.
                label[..1].make_ascii_uppercase();
                label
            }
        }
    }
}

/// Tells whether a person has a page.
pub fn has_page(person: &Person, site: &Site) -> bool {
    site.pages.authors && person.papers.len() >= site.pages.authors_from
}

/// Returns all people that have a page, by letter. Where there are many, a letter with too many names is cut by its second letter.
pub(super) fn letters(archive: &Archive, site: &Site) -> Vec<Letter> {
    let people = archive.people.iter().enumerate().filter(|(_, person)| has_page(person, site));
    let people: Vec<PersonId> = people.map(|(index, _)| PersonId(index as u32)).collect();
    let longest = if people.len() > ONE_PAGE { LONGEST } else { 1 };
    let mut letters = cut(archive, people, 1, longest);
    letters.sort_by(|a, b| (a.key == OTHER, &a.key).cmp(&(b.key == OTHER, &b.key)));
    letters
}

/// Tells whether there are too many names for one page.
pub(super) fn are_many(letters: &[Letter]) -> bool {
    letters.iter().map(|letter| letter.people.len()).sum::<usize>() > ONE_PAGE
}

fn cut(archive: &Archive, people: Vec<PersonId>, length: usize, longest: usize) -> Vec<Letter> {
    let mut groups: BTreeMap<&str, Vec<PersonId>> = BTreeMap::new();
    for id in people {
        let slug = archive.person(id).slug.as_str();
        let key = match slug.as_bytes().first() {
            Some(first) if first.is_ascii_alphabetic() => slug.get(..length).unwrap_or(slug),
            _ => OTHER,
        };
        groups.entry(key).or_default().push(id);
    }
    let split = |(key, people): (&str, Vec<PersonId>)| match people.len() > ONE_PAGE && length < longest {
        true if key != OTHER => cut(archive, people, length + 1, longest),
        _ => vec![Letter { key: key.to_owned(), people }],
    };
    groups.into_iter().flat_map(split).collect()
}
