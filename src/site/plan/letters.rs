//! Selects the authors with pages, and splits their list by first letters.

use super::Outline;
use crate::archive::{Archive, PersonId};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A longer list has a page per letter.
const MAX_NAMES: usize = 2_000;

/// The longest prefix of names used for splitting. Three letters would give folders such as `con`, which Windows
/// reserves.
const MAX_PREFIX: usize = 2;

/// The key of slugs that do not start with a letter.
const OTHER: &str = "other";

/// People whose slugs share a prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// `a`; in a long list also `sa` or `j-`; `other` for slugs that do not start with a letter.
    pub key: String,
    /// By slug.
    pub people: Vec<PersonId>,
}

impl Letter {
    pub fn label(&self) -> String {
        match self.key.as_str() {
            OTHER => "#".to_owned(),
            key => {
                let mut label = key.replace('-', " ").trim_end().to_owned();
                label[..1].make_ascii_uppercase();
                label
            }
        }
    }
}

/// Returns the lowest minimum of papers that at most `limit` people reach.
pub(super) fn fewest_papers(archive: &Archive, limit: usize) -> usize {
    fewest(archive.people.iter().map(|person| person.papers.len()).collect(), limit)
}

fn fewest(mut counts: Vec<usize>, limit: usize) -> usize {
    counts.sort_unstable_by_key(|&count| Reverse(count));
    counts.get(limit).map_or(1, |&count| count + 1)
}

/// Returns all people with a page, by letter. In a long list, a letter with too many names is split by the second
/// letter.
pub fn letters(archive: &Archive, outline: &Outline) -> Vec<Letter> {
    let people = archive.people.iter().enumerate().filter(|(_, person)| outline.has_page(person));
    let people: Vec<PersonId> = people.map(|(index, _)| PersonId(index as u32)).collect();
    let longest = if people.len() > MAX_NAMES { MAX_PREFIX } else { 1 };
    let mut letters = cut(archive, people, 1, longest);
    letters.sort_by(|a, b| (a.key == OTHER, &a.key).cmp(&(b.key == OTHER, &b.key)));
    letters
}

pub(super) fn are_many(letters: &[Letter]) -> bool {
    letters.iter().map(|letter| letter.people.len()).sum::<usize>() > MAX_NAMES
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
    let split = |(key, people): (&str, Vec<PersonId>)| match people.len() > MAX_NAMES && length < longest {
        true if key != OTHER => cut(archive, people, length + 1, longest),
        _ => vec![Letter { key: key.to_owned(), people }],
    };
    groups.into_iter().flat_map(split).collect()
}

#[cfg(test)]
mod tests {
    use super::fewest;

    #[test]
    fn all_authors_have_pages_unless_there_are_too_many() {
        assert_eq!(fewest(vec![], 3), 1);
        assert_eq!(fewest(vec![1, 1, 4], 3), 1);
        assert_eq!(fewest(vec![1, 1, 4, 2], 3), 2);
        assert_eq!(fewest(vec![5, 2, 2, 2, 2, 9], 3), 3, "people of as many papers are treated alike");
    }
}
