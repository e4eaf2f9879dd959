//! When each file of a site was changed last and by whom, as the history of its git repository tells: never the clock, nor a file's time.
//!
//! Of all commits that touch a file the newest counts, by its time, so that the answer does not hang on the order in which commits are
//! met. That makes it cheap to go on: what is kept for one commit, with what came since, is what reading all of it would give. Names come
//! from strangers: they are texts of one line here, and nothing more. It knows nothing of what files hold.

mod git;
mod kept;
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
    /// The day on which it came into the history, where whoever brought it lives.
    pub date: NaiveDate,
    /// Who made it; empty where the history names nobody.
    pub by: &'a str,
}

/// The last change of every file that the history knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    files: BTreeMap<FilePath, (NaiveDate, u32)>,
    people: Vec<String>,
}

impl History {
    /// Returns a history in which one change made all of `files`: to try templates with.
    pub fn made_up<'a>(files: impl Iterator<Item = &'a FilePath>, date: NaiveDate, by: &str) -> History {
        History { files: files.map(|file| (file.clone(), (date, 0))).collect(), people: vec![by.to_owned()] }
    }

    /// Returns the last change of a file; nothing where the history does not know it.
    pub fn of(&self, file: &str) -> Option<Change<'_>> {
        let &(date, person) = self.files.get(file)?;
        Some(Change { date, by: self.people.get(person as usize).map_or("", String::as_str) })
    }
}

/// Asks the repository that a site is in. Where it does not answer, the history is empty and a problem says why.
pub fn read(sources: &Sources) -> Checked<History> {
    let Some(folder) = sources.folder() else { return Checked::clean(History::default()) };
    match told(&Git::of(folder)) {
        Ok(history) => Checked::clean(history),
        Err(silence) => Checked { value: History::default(), diagnostics: vec![problems::silent(&silence)] },
    }
}

/// Returns the path, below a folder, of a file in it that git tracks; none where the folder is in no repository, or git is not installed.
pub fn tracked(folder: &Path) -> Option<String> {
    Git::of(folder).tracked()
}

fn told(git: &Git<'_>) -> Result<History, Silence> {
    let head = git.head()?;
    let kept = kept::CachedHistory::open(git.folder());
    let log = match kept.load() {
        Some(log) if log.head == head => log,
        old => {
            // What is kept is of use only where nothing of it was taken back.
            let old = old.filter(|log| git.has(&log.head, &head));
            let mut log = old.unwrap_or_default();
            git.log(&head, &mut log)?;
            log.head = head;
            let log = log.shortened();
            kept.save(&log);
            log
        }
    };
    Ok(log.told(|people| git.names(people)))
}

/// A commit.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Commit {
    /// When it came into the history. What is first here weighs most when two are compared.
    committed: u64,
    /// When it was made. Of commits that came in together, as where a branch is moved, this one tells which is the later.
    authored: u64,
    hash: String,
    date: NaiveDate,
    person: Person,
}

/// Who made a commit, as it says.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Person {
    name: String,
    mail: String,
}

/// What was read of a history.
#[derive(Debug, Default, PartialEq)]
struct Log {
    /// The commit that it was read from; empty where nothing was read yet.
    head: String,
    commits: Vec<Commit>,
    /// The newest commit of each file.
    files: BTreeMap<FilePath, u32>,
}

impl Log {
    /// Takes in a commit and the files that it changed.
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

    /// Leaves out the commits that are no file's newest, and puts the others in order.
    fn shortened(mut self) -> Log {
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

    /// Returns what it tells, with people named as `names` has it.
    fn told(self, names: impl FnOnce(&[&Person]) -> Option<Vec<String>>) -> History {
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
        History { files, people: named.iter().map(|name| plain(name)).collect() }
    }
}

/// A name on one line, of what shows; not longer than a name is.
fn plain(name: &str) -> String {
    const LENGTH: usize = 100;
    let shown: String = name.chars().map(|c| if acts(c) { ' ' } else { c }).collect();
    let line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    line.char_indices().nth(LENGTH).map_or(line.clone(), |(end, _)| format!("{}…", &line[..end]))
}
