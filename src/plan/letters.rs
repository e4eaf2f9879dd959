//! Which authors have pages, and how the list of them is cut by letters.

use super::Plan;
use crate::archive::{Archive, PersonId};
use crate::config::Site;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What GitHub Pages takes, in bytes.
const ROOM: usize = 1_000_000_000;

/// What a paper takes of it with its share of days, topics, feeds and data, each paper that its page names as related, what it takes in the
/// index of the search page, and an author's page with its feed: bytes, measured at 100,000 papers and rounded up.
const A_PAPER: usize = 9_000;
const A_RELATED: usize = 125;
const A_SEARCHED: usize = 500;
const AN_AUTHOR: usize = 15_000;

/// However little room there is, this many authors may have pages.
const AT_LEAST: usize = 1_000;

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

/// Returns how many papers an author has a page from: as the settings say, or else so many that the site keeps to what GitHub Pages takes.
/// Most authors of a large archive have one paper, and their pages and feeds would outweigh all else.
pub(super) fn authors_from(archive: &Archive, site: &Site) -> usize {
    if site.pages.authors_from > 0 {
        return site.pages.authors_from;
    }
    let a_search = if site.search.enabled { A_SEARCHED } else { 0 };
    let a_paper = A_PAPER + A_RELATED * site.pages.related + a_search;
    let room = ROOM.saturating_sub(archive.papers.len().saturating_mul(a_paper));
    let limit = (room / AN_AUTHOR).max(AT_LEAST);
    fewest_papers(archive.people.iter().map(|person| person.papers.len()).collect(), limit)
}

/// Returns the least number of papers that no more than `limit` people have, given how many each has.
fn fewest_papers(mut counts: Vec<usize>, limit: usize) -> usize {
    counts.sort_unstable_by_key(|&count| Reverse(count));
    counts.get(limit).map_or(1, |&count| count + 1)
}

/// Returns all people that have a page, by letter. Where there are many, a letter with too many names is cut by its second letter.
pub(super) fn letters(archive: &Archive, plan: &Plan) -> Vec<Letter> {
    let people = archive.people.iter().enumerate().filter(|(_, person)| plan.has_page(person));
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
    use super::fewest_papers;

    #[test]
    fn all_authors_have_pages_until_they_are_too_many() {
        assert_eq!(fewest_papers(vec![], 3), 1);
        assert_eq!(fewest_papers(vec![1, 1, 4], 3), 1);
        assert_eq!(fewest_papers(vec![1, 1, 4, 2], 3), 2);
        assert_eq!(fewest_papers(vec![5, 2, 2, 2, 2, 9], 3), 3, "people of as many papers are treated alike");
    }
}
