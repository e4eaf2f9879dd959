//! Which authors have pages, and how the list of them is cut by letters.

use super::Outline;
use crate::archive::{Archive, PersonId};
use std::cmp::Reverse;
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

/// Returns the least number of papers that no more than `limit` people have, of whom most have one in a large archive.
pub(super) fn fewest_papers(archive: &Archive, limit: usize) -> usize {
    fewest(archive.people.iter().map(|person| person.papers.len()).collect(), limit)
}

fn fewest(mut counts: Vec<usize>, limit: usize) -> usize {
    counts.sort_unstable_by_key(|&count| Reverse(count));
    counts.get(limit).map_or(1, |&count| count + 1)
}

/// Returns all people that have a page, by letter. Where there are many, a letter with too many names is cut by its second letter.
pub fn letters(archive: &Archive, outline: &Outline) -> Vec<Letter> {
    let people = archive.people.iter().enumerate().filter(|(_, person)| outline.has_page(person));
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

#[cfg(test)]
mod tests {
    use super::fewest;

    #[test]
    fn all_authors_have_pages_until_they_are_too_many() {
        assert_eq!(fewest(vec![], 3), 1);
        assert_eq!(fewest(vec![1, 1, 4], 3), 1);
        assert_eq!(fewest(vec![1, 1, 4, 2], 3), 2);
        assert_eq!(fewest(vec![5, 2, 2, 2, 2, 9], 3), 3, "people of as many papers are treated alike");
    }
}
