//! Writes the files of a new site to a folder that may have files already.
//!
//! Existing files are never overwritten. If any file cannot be written, all new files are removed again. This module
//! does not know what the files contain.

#![expect(clippy::disallowed_methods, reason = "this is the only place that writes the files of a new site")]

use super::home::{self, Git};
use crate::authoring::entry_writer::{Claim, Why};
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The result of writing the files.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Placed {
    /// Paths of the files that were written.
    pub new: Vec<String>,
    /// Paths of the files that existed already and stay unchanged.
    pub left: Vec<String>,
}

/// Why nothing was written.
#[derive(Debug)]
pub enum Refused {
    /// The path of an obstacle: a file where a folder is needed, or a link.
    InTheWay(PathBuf),
    /// Another command is writing to the site, or the lock cannot be made.
    Claim(Why),
    /// A path that could not be read or written, and the error.
    Io(PathBuf, io::Error),
}

/// Finds the repository that contains a folder. Returns its Git settings, its root, and the path from there to the folder.
pub fn git(folder: &Path) -> Option<(Git, PathBuf, String)> {
    let folder = std::path::absolute(folder).ok()?;
    let root = folder.ancestors().find(|folder| folder.join(".git").exists())?;
    let read = |file: PathBuf| fs::read_to_string(file).unwrap_or_default();
    // In a worktree or a submodule, `.git` is a file that names the folder.
    let link = read(root.join(".git"));
    let git = root.join(link.trim().strip_prefix("gitdir: ").unwrap_or(".git"));
    let common = read(git.join("commondir"));
    let config = read(git.join(common.trim()).join("config"));
    let below = folder.strip_prefix(root).expect("invariant: an ancestor is a prefix");
    let below = below.to_str()?.replace('\\', "/");
    Some((home::of_git(&config, &read(git.join("HEAD"))), root.to_owned(), below))
}

/// Writes files to paths below a folder, which is made if it does not exist. Existing files stay unchanged. If another command
/// is writing to the site at `path` in that folder, waits a few seconds and calls `waits` once with the name of that command.
///
/// # Errors
/// If a path has an obstacle, another command keeps the lock, or the operating system reports an error. Nothing has
/// been written then.
pub fn put(
    folder: &Path,
    path: &str,
    files: &[(String, String)],
    waits: &mut dyn FnMut(&str),
) -> Result<Placed, Refused> {
    let site = if path.is_empty() { folder.to_owned() } else { folder.join(path) };
    for outer in site.ancestors().filter(|outer| !outer.as_os_str().is_empty()) {
        if outer.exists() && !outer.is_dir() {
            return Err(Refused::InTheWay(outer.to_owned()));
        }
    }
    let mut made = Made::default();
    let site = if site.as_os_str().is_empty() { Path::new(".") } else { &site };
    let placed = made.folder(site).map_err(|error| Refused::Io(site.to_owned(), error)).and_then(|()| {
        let claim = Claim::take(site, "init", waits).map_err(Refused::Claim)?;
        let placed = put_claimed(folder, files, &mut made);
        if placed.is_err() {
            made.undo();
        }
        drop(claim);
        placed
    });
    if placed.is_err() {
        // The folder itself contained the lock until now.
        made.undo();
    }
    placed
}

fn put_claimed(folder: &Path, files: &[(String, String)], made: &mut Made) -> Result<Placed, Refused> {
    let mut placed = Placed::default();
    let mut looked = HashSet::new();
    // All obstacles are found before the first file is made.
    for (path, _) in files {
        for (at, _) in path.match_indices('/') {
            let outer = folder.join(&path[..at]);
            if looked.insert(outer.clone())
                && let Ok(found) = fs::symlink_metadata(&outer)
                && !found.is_dir()
            {
                return Err(Refused::InTheWay(outer));
            }
        }
        let is_there = fs::symlink_metadata(folder.join(path)).is_ok();
        if is_there { &mut placed.left } else { &mut placed.new }.push(path.clone());
    }
    for (path, text) in files.iter().filter(|(path, _)| placed.new.contains(path)) {
        let place = folder.join(path);
        made.file(&place, text).map_err(|error| Refused::Io(place, error))?;
    }
    Ok(placed)
}

/// The files and folders made so far, to be removed if a later one fails.
#[derive(Default)]
struct Made {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Made {
    fn file(&mut self, place: &Path, text: &str) -> io::Result<()> {
        if let Some(folder) = place.parent() {
            self.folder(folder)?;
        }
        let mut file = File::create_new(place)?;
        self.files.push(place.to_owned());
        file.write_all(text.as_bytes())
    }

    fn folder(&mut self, folder: &Path) -> io::Result<()> {
        if folder.as_os_str().is_empty() || folder.is_dir() {
            return Ok(());
        }
        if let Some(outer) = folder.parent() {
            self.folder(outer)?;
        }
        fs::create_dir(folder)?;
        self.folders.push(folder.to_owned());
        Ok(())
    }

    fn undo(&mut self) {
        for file in self.files.drain(..) {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}
