//! The names of topics, people, organizations, venues and lists by the first letters of their words, so that the search page finds a name
//! with one small file.

use super::layout::{LETTERS, SECONDS, word_class};
use crate::archive::{OrganizationId, PersonId, TopicId};
use crate::text::tokenizer::words;

/// A directory with more names than these has a file per first letter, or per pair of first letters.
const LEVELS: [usize; 2] = [400, 6_000];

/// What a name belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A topic.
    Topic(TopicId),
    /// An author with a page.
    Person(PersonId),
    /// An organization.
    Organization(OrganizationId),
    /// An index of the venues with pages.
    Venue(usize),
    /// An index of the lists of the settings.
    List(usize),
}

/// The names of each file.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Directory {
    /// How words are assigned to files, see [`word_class`].
    pub level: u32,
    /// The names of each file. A name is in the file of each of its words, once.
    pub files: Vec<Vec<Named>>,
}

impl Directory {
    /// Assigns names to files; each has one or more spellings.
    pub fn new(names: &[(Named, Vec<&str>)]) -> Directory {
        let level = LEVELS.iter().filter(|&&most| names.len() > most).count() as u32;
        let count = [1, LETTERS, LETTERS * SECONDS][level as usize];
        let mut files = vec![Vec::new(); count as usize];
        for (named, spellings) in names {
            for spelling in spellings {
                words(spelling, |_, word| {
                    let file: &mut Vec<Named> = &mut files[word_class(level, word) as usize];
                    if file.last() != Some(named) {
                        file.push(*named);
                    }
                });
            }
        }
        Directory { level, files }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_in_the_file_of_each_of_its_words_once() {
        let (ada, agents) = (Named::Person(PersonId(0)), Named::Topic(TopicId(0)));
        let few = Directory::new(&[(ada, vec!["Ada Byron", "Lovelace"]), (agents, vec!["Agents"])]);
        assert_eq!((few.level, few.files), (0, vec![vec![ada, agents]]));
        let many: Vec<(Named, Vec<&str>)> =
            (0..401).map(|at| (Named::Person(PersonId(at)), vec!["Ada Ångström", "Li 9"])).collect();
        let many = Directory::new(&many);
        let sizes: Vec<usize> = many.files.iter().map(Vec::len).collect();
        assert_eq!((many.level, sizes[1], sizes[12], sizes[27], sizes[0]), (1, 401, 401, 401, 0));
    }
}
