//! The date and author of the last change of each file, from the history of the site's Git repository. The clock and
//! file times are not used.
//!
//! Of all commits that touch a file the one with the newest time counts, so the order in which commits are read does
//! not matter. Therefore the cached result for one commit, together with the commits since, equals a full read. Names
//! come from strangers and are reduced to one line of visible text. This module does not know what files contain.

mod cache;
mod git;
mod problems;
#[cfg(test)]
mod tests;

use crate::diagnostic::{Checked, acts};
use crate::source::{FilePath, Sources};
use chrono::NaiveDate;
use git::{Git, Silence};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The last change of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change<'a> {
    /// The commit date, in the committer's time zone.
    pub date: NaiveDate,
    /// The author's name; empty if the commit has none.
    pub by: &'a str,
}

/// The last change of every file in the history.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    files: BTreeMap<FilePath, (NaiveDate, u32)>,
    people: Vec<String>,
}

impl History {
    /// Returns a history in which one change created all of `files`, to try templates with.
    pub fn made_up<'a>(files: impl Iterator<Item = &'a FilePath>, date: NaiveDate, by: &str) -> History {
        History { files: files.map(|file| (file.clone(), (date, 0))).collect(), people: vec![by.to_owned()] }
    }

    /// Returns the last change of a file; `None` if the history does not contain the file.
    pub fn last_change(&self, file: &str) -> Option<Change<'_>> {
        let &(date, person) = self.files.get(file)?;
        Some(Change { date, by: self.people.get(person as usize).map_or("", String::as_str) })
    }
}

/// Reads the history of the repository that contains the site. On failure the history is empty and a diagnostic says
/// why.
pub fn read(sources: &Sources) -> Checked<History> {
    let Some(folder) = sources.folder() else { return Checked::clean(History::default()) };
    match read_history(&Git::new(folder)) {
        Ok(history) => Checked::clean(history),
        Err(silence) => Checked { value: History::default(), diagnostics: vec![problems::silent(&silence)] },
    }
}

/// Returns the path, relative to `folder`, of one file in it that git tracks. `None` if the folder is in no repository
/// or git is not installed.
pub fn tracked(folder: &Path) -> Option<String> {
    Git::new(folder).tracked()
}

fn read_history(git: &Git<'_>) -> Result<History, Silence> {
    let head = git.head()?;
    let cache = cache::CachedHistory::open(git.folder());
    let log = match cache.load() {
        Some(log) if log.head == head => log,
        old => {
            // The cached log can be extended only if its commits were not rewritten.
            let old = old.filter(|log| git.is_ancestor(&log.head, &head));
            let mut log = old.unwrap_or_default();
            git.log(&head, &mut log)?;
            log.head = head;
            let log = log.compacted();
            cache.save(&log);
            log
        }
    };
    Ok(log.into_history(|people| git.mailmap_names(people)))
}

/// A commit. The order of the fields is the order of age.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Commit {
    /// The commit time, in seconds since 1970.
    committed: u64,
    /// The author time, likewise. It orders commits with one commit time, such as those of a rebase.
    authored: u64,
    hash: String,
    date: NaiveDate,
    person: Person,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Person {
    name: String,
    mail: String,
}

/// The newest commits of a history.
#[derive(Debug, Default, PartialEq)]
struct Log {
    /// The commit that the log was read from; empty for a new log.
    head: String,
    commits: Vec<Commit>,
    /// For each file its newest commit, as an index of `commits`.
    files: BTreeMap<FilePath, u32>,
}

impl Log {
    fn add(&mut self, commit: Commit, files: impl Iterator<Item = FilePath>) {
        let number = self.commits.len() as u32;
        for file in files {
            let newest = self.files.entry(file).or_insert(number);
            if self.commits.get(*newest as usize).is_some_and(|old| *old < commit) {
                *newest = number;
            }
        }
        self.commits.push(commit);
    }

    /// Keeps only the newest commit of each file, sorted by age.
    fn compacted(mut self) -> Log {
        let used: BTreeSet<u32> = self.files.values().copied().collect();
        let mut used: Vec<u32> = used.into_iter().collect();
        used.sort_by(|&a, &b| self.commits[a as usize].cmp(&self.commits[b as usize]));
        let mut numbers = vec![0; self.commits.len()];
        for (number, &old) in (0..).zip(&used) {
            numbers[old as usize] = number;
        }
        for number in self.files.values_mut() {
            *number = numbers[*number as usize];
        }
        let commits = used.iter().map(|&old| std::mem::take(&mut self.commits[old as usize])).collect();
        Log { commits, ..self }
    }

    /// Returns the history, with people named by `names`, or as in their commits if it returns `None`.
    fn into_history(self, names: impl FnOnce(&[&Person]) -> Option<Vec<String>>) -> History {
        let people: Vec<&Person> =
            self.commits.iter().map(|commit| &commit.person).collect::<BTreeSet<_>>().into_iter().collect();
        let own = || people.iter().map(|person| person.name.clone()).collect();
        let named = names(&people).filter(|named| named.len() == people.len()).unwrap_or_else(own);
        let numbers: BTreeMap<&Person, u32> = people.iter().copied().zip(0..).collect();
        let of = |number: u32| {
            let commit = &self.commits[number as usize];
            (commit.date, numbers[&commit.person])
        };
        let files = self.files.iter().map(|(file, &number)| (file.clone(), of(number))).collect();
        History { files, people: named.iter().map(|name| one_line(name)).collect() }
    }
}

/// Returns a name as one line of visible text, cut after 100 characters.
fn one_line(name: &str) -> String {
    const LENGTH: usize = 100;
    let shown: String = name.chars().map(|c| if acts(c) { ' ' } else { c }).collect();
    let line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    line.char_indices().nth(LENGTH).map_or(line.clone(), |(end, _)| format!("{}…", &line[..end]))
}
