//! Who gets which path: every path goes to one file, and all other claims are reported.

use super::problems::{self, Claimed};
use crate::diagnostic::{Diagnostic, Location};
use crate::publish::OutPath;
use crate::text::filename;
use std::borrow::Cow;
use std::collections::HashMap;

/// A file that something wants to be; `P` says which.
pub struct Claim<P> {
    pub path: String,
    pub page: P,
    pub rank: Rank,
    /// Whether the name of a file of content is the path.
    pub is_file_name: bool,
    /// The content that names the path; Offprint's own outputs have none.
    pub place: Option<Location>,
}

/// Who keeps a path that several claim: the first in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// An output that Offprint names.
    Own,
    /// A page of content, named by an id or a file name.
    Page,
    /// A path that people write in full: an alias, a file of `static/`.
    Named,
}

/// One file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output<P> {
    pub path: OutPath,
    pub page: P,
}

/// A claim whose path every system can write, and what file systems compare of it.
struct Valid<P> {
    /// The key of the path, with NUL for the slash. No path holds a NUL, and none sorts before it: what is in a folder directly follows a file
    /// of the folder's name.
    key: String,
    /// Whether the path is its own key, as nearly all are.
    is_plain: bool,
    rank: Rank,
    path: OutPath,
    page: P,
    is_file_name: bool,
    place: Option<Location>,
}

impl<P> Valid<P> {
    /// Returns whether this one needs a folder where `file` is a file.
    fn is_inside(&self, file: &Valid<P>) -> bool {
        self.key.strip_prefix(file.key.as_str()).is_some_and(|rest| rest.starts_with('\0'))
    }

    /// Returns the folders that this one is in, outermost first: each as its key and as it is written.
    fn folders(&self) -> impl Iterator<Item = (&str, &str)> {
        let keys = self.key.match_indices('\0').map(|(end, _)| &self.key[..end]);
        keys.zip(self.path.as_str().match_indices('/').map(|(end, _)| &self.path.as_str()[..end]))
    }

    /// Returns a folder that this one and another are both in, and that they write differently.
    fn other_folder<'v>(&'v self, other: &Valid<P>) -> Option<&'v str> {
        let mut both = self.folders().zip(other.folders()).take_while(|((a, _), (b, _))| a == b);
        both.find(|((_, a), (_, b))| a != b).map(|((_, folder), _)| folder)
    }

    /// Returns the path and where content names it.
    fn named(&self) -> Claimed<'_> {
        Claimed { path: self.path.as_str(), place: self.place.clone(), is_file_name: self.is_file_name }
    }

    /// As [`named`](Valid::named), for the one that keeps its path: Offprint's own outputs are named by no content, though assets have files.
    fn kept(&self) -> Claimed<'_> {
        let place = self.place.clone().filter(|_| self.rank != Rank::Own);
        Claimed { place, ..self.named() }
    }
}

/// Gives every path to one claim, and reports all others. Whatever a build writes passes here, so `check` finds all that `build` would refuse.
///
/// Two claims collide where any file system takes their paths for one, or where one is a file and the other needs a folder of its name.
pub fn settle<P>(claims: Vec<Claim<P>>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Output<P>> {
    let mut valid: Vec<Valid<P>> = Vec::with_capacity(claims.len());
    for claim in claims {
        let Claim { path, page, rank, is_file_name, place } = claim;
        match OutPath::new(&path) {
            Ok(path) => {
                let key = filename::key(path.as_str());
                let (is_plain, key) = (matches!(key, Cow::Borrowed(_)), key.replace('/', "\0"));
                valid.push(Valid { key, is_plain, rank, path, page, is_file_name, place });
            }
            Err(bad) => diagnostics.push(problems::bad_path(place, &bad.to_string())),
        }
    }
    valid.sort_by(|a, b| (a.key.as_str(), a.rank).cmp(&(b.key.as_str(), b.rank)));
    let mut kept: Vec<Valid<P>> = Vec::with_capacity(valid.len());
    for claim in valid {
        match kept.last().filter(|first| first.key == claim.key) {
            Some(first) => diagnostics.push(problems::same_path(claim.named(), first.kept())),
            None => kept.push(claim),
        }
    }
    part_files_from_folders(&mut kept, diagnostics);
    spell_folders_alike(&mut kept, diagnostics);
    let outputs = kept.into_iter().map(|Valid { path, page, .. }| Output { path, page });
    let mut outputs: Vec<Output<P>> = outputs.collect();
    outputs.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    outputs
}

/// Where one claim is a file and others need a folder of its name, the file goes if one of the others ranks higher, else the others go: a static
/// file `papers` goes, and so do an alias `feed.xml/old` and a page `robots.txt`. `kept` is sorted by key, each key once.
fn part_files_from_folders<P>(kept: &mut Vec<Valid<P>>, diagnostics: &mut Vec<Diagnostic>) {
    let mut goes: Vec<bool> = vec![false; kept.len()];
    let mut at = 0;
    while let Some(file) = kept.get(at) {
        let inside = || kept[at + 1..].iter().take_while(|claim| claim.is_inside(file));
        let Some(first) = inside().min_by_key(|claim| claim.rank) else {
            at += 1;
            continue;
        };
        if first.rank < file.rank {
            goes[at] = true;
            diagnostics.push(problems::file_as_folder(file.named(), first.kept()));
            at += 1;
            continue;
        }
        let mut end = at + 1;
        for claim in inside() {
            diagnostics.push(problems::inside_file(claim.named(), file.kept()));
            goes[end] = true;
            end += 1;
        }
        at = end;
    }
    let mut goes = goes.into_iter();
    kept.retain(|_| !goes.next().unwrap_or_default());
}

/// Where one folder is written in several ways, such as `Papers` and `papers`, the way of the highest rank stays: some systems make one folder of
/// all, with whichever name comes first, and links to the others lead nowhere on a host that tells them apart. `kept` is sorted by key.
fn spell_folders_alike<P>(kept: &mut Vec<Valid<P>>, diagnostics: &mut Vec<Diagnostic>) {
    // Whatever is in one folder stands together, so neighbours show whether there is anything to do.
    if kept.array_windows().all(|[a, b]| (a.is_plain && b.is_plain) || a.other_folder(b).is_none()) {
        return;
    }
    let mut order: Vec<usize> = (0..kept.len()).collect();
    order.sort_by_key(|&at| kept[at].rank);
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut goes: Vec<bool> = vec![false; kept.len()];
    for at in order {
        for (key, folder) in kept[at].folders() {
            let winner = &kept[*first.entry(key).or_insert(at)];
            if let Some(other) = winner.other_folder(&kept[at]) {
                diagnostics.push(problems::other_folder(kept[at].named(), folder, winner.kept(), other));
                goes[at] = true;
                break;
            }
        }
    }
    let mut goes = goes.into_iter();
    kept.retain(|_| !goes.next().unwrap_or_default());
}
