//! Assigns each path to one file, and reports all other claims.

use super::problems::{self, Claimed};
use crate::diagnostic::{Diagnostic, Location};
use crate::publish::OutPath;
use crate::text::filename;
use std::borrow::Cow;
use std::collections::HashMap;

/// A request for a path; `P` identifies the file.
pub struct Claim<P> {
    pub path: String,
    pub page: P,
    /// The precedence.
    pub rank: Rank,
    pub is_file_name: bool,
    /// The content that names the path; `None` for Offprint's own outputs.
    pub place: Option<Location>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// An output named by Offprint.
    Own,
    /// A page of content, named by an id or a file name.
    Page,
    /// A path written in full by people: an alias, or a file of `static/`.
    Named,
}

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output<P> {
    /// Its path, valid on every system.
    pub path: OutPath,
    /// The file.
    pub page: P,
}

/// A claim with a valid path, and the key that file systems compare.
struct Valid<P> {
    /// The key of the path with NUL instead of the slash. NUL is in no path and sorts first, so the content of a folder
    /// directly follows a file of the same name.
    key: String,
    /// Whether the path equals its key. Nearly all do.
    is_plain: bool,
    rank: Rank,
    path: OutPath,
    page: P,
    is_file_name: bool,
    place: Option<Location>,
}

impl<P> Valid<P> {
    /// Returns whether this path needs a folder with the name of `file`.
    fn is_inside(&self, file: &Valid<P>) -> bool {
        self.key.strip_prefix(file.key.as_str()).is_some_and(|rest| rest.starts_with('\0'))
    }

    /// Returns the folders of the path, outermost first, each as key and as written.
    fn folders(&self) -> impl Iterator<Item = (&str, &str)> {
        let keys = self.key.match_indices('\0').map(|(end, _)| &self.key[..end]);
        keys.zip(self.path.as_str().match_indices('/').map(|(end, _)| &self.path.as_str()[..end]))
    }

    /// Returns a folder that both paths are in but that they spell differently.
    fn other_folder<'v>(&'v self, other: &Valid<P>) -> Option<&'v str> {
        let mut both = self.folders().zip(other.folders()).take_while(|((a, _), (b, _))| a == b);
        both.find(|((_, a), (_, b))| a != b).map(|((_, folder), _)| folder)
    }

    fn named(&self) -> Claimed<'_> {
        Claimed { path: self.path.as_str(), place: self.place.clone(), is_file_name: self.is_file_name }
    }

    /// Like [`named`](Valid::named), for the winner: an own output is not named by content, although assets have files.
    fn kept(&self) -> Claimed<'_> {
        let place = self.place.clone().filter(|_| self.rank != Rank::Own);
        Claimed { place, ..self.named() }
    }
}

/// Assigns each path to the claim of the highest rank, and reports all others. All paths of a build pass here, so
/// `check` finds what `build` would refuse.
///
/// Claims conflict if some file system takes their paths for one, or if one path is a file and the other needs a folder
/// of that name.
pub fn settle<P>(claims: Vec<Claim<P>>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Output<P>> {
    let mut valid: Vec<Valid<P>> = Vec::with_capacity(claims.len());
    for claim in claims {
        let Claim { path, page, rank, is_file_name, place } = claim;
        // Old addresses may hold a colon, which no system but Windows minds. Names that are chosen today should work
        // there, too.
        let is_alias = rank == Rank::Named && !is_file_name;
        match OutPath::new(&path) {
            Ok(path) if path.as_str().contains(':') && !is_alias => {
                let why =
                    format!("`{path}` cannot be a file of the site: `:` does not belong in a file name");
                diagnostics.push(problems::bad_path(place, &why));
            }
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
    resolve_files_and_folders(&mut kept, diagnostics);
    resolve_folder_spellings(&mut kept, diagnostics);
    let outputs = kept.into_iter().map(|Valid { path, page, .. }| Output { path, page });
    let mut outputs: Vec<Output<P>> = outputs.collect();
    outputs.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    outputs
}

/// Resolves conflicts between a file and a folder of the same name: the file is dropped if a path in the folder ranks
/// higher, otherwise those paths are. For example a static file `papers` is dropped, and an alias `feed.xml/old`.
/// `kept` is sorted by key, without duplicates.
fn resolve_files_and_folders<P>(kept: &mut Vec<Valid<P>>, diagnostics: &mut Vec<Diagnostic>) {
    let mut dropped: Vec<bool> = vec![false; kept.len()];
    let mut at = 0;
    while let Some(file) = kept.get(at) {
        let inside = || kept[at + 1..].iter().take_while(|claim| claim.is_inside(file));
        let Some(first) = inside().min_by_key(|claim| claim.rank) else {
            at += 1;
            continue;
        };
        if first.rank < file.rank {
            dropped[at] = true;
            diagnostics.push(problems::file_as_folder(file.named(), first.kept()));
            at += 1;
            continue;
        }
        let mut end = at + 1;
        for claim in inside() {
            diagnostics.push(problems::inside_file(claim.named(), file.kept()));
            dropped[end] = true;
            end += 1;
        }
        at = end;
    }
    let mut dropped = dropped.into_iter();
    kept.retain(|_| !dropped.next().unwrap_or_default());
}

/// Resolves different spellings of a folder, such as `Papers` and `papers`: the spelling of the highest rank wins. Some
/// systems merge them into one folder, under any of the names, which breaks links on case-sensitive hosts. `kept` is
/// sorted by key.
fn resolve_folder_spellings<P>(kept: &mut Vec<Valid<P>>, diagnostics: &mut Vec<Diagnostic>) {
    // Paths in one folder are adjacent, so comparing neighbours shows whether there is a conflict.
    if kept.array_windows().all(|[a, b]| (a.is_plain && b.is_plain) || a.other_folder(b).is_none()) {
        return;
    }
    let mut order: Vec<usize> = (0..kept.len()).collect();
    order.sort_by_key(|&at| kept[at].rank);
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut dropped: Vec<bool> = vec![false; kept.len()];
    for at in order {
        for (key, folder) in kept[at].folders() {
            let winner = &kept[*first.entry(key).or_insert(at)];
            if let Some(other) = winner.other_folder(&kept[at]) {
                diagnostics.push(problems::other_folder(kept[at].named(), folder, winner.kept(), other));
                dropped[at] = true;
                break;
            }
        }
    }
    let mut dropped = dropped.into_iter();
    kept.retain(|_| !dropped.next().unwrap_or_default());
}
