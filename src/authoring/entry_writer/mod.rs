//! The only writer of entries: puts files below `content/` in place, one command at a time.
//!
//! A [`EntryWriter`] is open from before a command reads what it will rewrite until its last write, and no other command writes meanwhile
//! ([`Claim`]). Files are first written beside their places under hidden names of their own, and [`EntryWriter::settle`] moves them all: each is
//! flushed to the disk, then renamed over the old one, then its folder is flushed. So each file is whole at any moment, old or new, also
//! after a power failure, and a command that fails before it settles has changed nothing. Nothing outside of `content/` can be named, and
//! no link is followed. It does not know what the files hold.

#![expect(clippy::disallowed_methods, reason = "this is the one place that writes entries")]

mod claim;
#[cfg(test)]
mod tests;

pub use claim::Claim;

use crate::publish::OutPath;
use crate::publish::durable;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;
use std::fs::{self, File, Metadata};
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// The `content/` folder of a site, to write to.
#[derive(Debug)]
pub struct EntryWriter {
    site: PathBuf,
    /// Folders that are known to be there and to be no links.
    sound: HashSet<String>,
    /// What waits to be moved: path below the site's folder, and where the file is until then.
    staged: BTreeMap<String, PathBuf>,
    /// Folders that were made for it, outer ones first.
    made: Vec<String>,
    _claim: Claim,
}

/// Why files were not written. What was there before is there still, or whole and new.
#[derive(Debug)]
pub struct Failure {
    /// Path below the site's folder.
    pub path: String,
    /// The reason.
    pub why: Why,
}

/// What stood in the way.
#[derive(Debug)]
pub enum Why {
    /// The name leads out of `content/`, or is not valid on every system.
    BadPath(String),
    /// A link stands in the way: following it could change a file elsewhere.
    Link,
    /// The site's folder is not there.
    NoSite,
    /// Another command writes to the site; its name.
    Busy(String),
    /// The lock that keeps other commands from the site cannot be made.
    NoLock(io::Error),
    /// The machine said no.
    Io(io::Error),
}

impl Failure {
    /// Returns the exit status for it: 2 where the site has to change, 3 where the machine has to.
    pub fn exit_code(&self) -> u8 {
        match self.why {
            Why::BadPath(_) | Why::Link | Why::NoSite => 2,
            Why::Busy(_) | Why::NoLock(_) | Why::Io(_) => 3,
        }
    }

    /// Returns what to do about it, in a sentence.
    pub fn hint(&self) -> &'static str {
        match self.why {
            Why::Busy(_) => "nothing was changed; wait until it is done, then run this command again",
            Why::NoLock(_) => "nothing was changed; make the site's folder writable for this user",
            Why::NoSite => "name the site's folder: --site DIR",
            Why::Link => "replace the link with a plain file or folder",
            Why::BadPath(_) | Why::Io(_) => "every file is whole, old or new",
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.why {
            Why::BadPath(why) => write!(out, "`{}` cannot be written: {why}", self.path.escape_debug()),
            Why::Link => write!(out, "`{}` is a symbolic link, or lies below one", self.path),
            Why::NoSite => write!(out, "the site's folder `{}` is not there", self.path),
            Why::Busy(holder) => write!(out, "{holder} is writing to this site"),
            Why::NoLock(error) => {
                write!(out, "the site cannot be locked, since `{}` cannot be made: {error}", self.path)
            }
            Why::Io(error) => write!(out, "writing `{}` failed: {error}", self.path),
        }
    }
}

impl std::error::Error for Failure {}

/// How the name of a file begins while it is written. It is hidden, so that nothing takes it for content. 16 hexadecimal digits follow.
const UNFINISHED: &str = ".offprint-new-";
/// The name that all such files had in earlier versions.
const UNFINISHED_ONCE: &str = ".offprint-new";
/// How many names to try for a new file. One is enough, except where somebody copied such files.
const NAMES: usize = 8;

impl EntryWriter {
    /// Opens the writer of the site in a folder for a command such as `fmt`, and removes what killed commands left unfinished. Where another
    /// command is writing, waits a few seconds; `waits` hears once for which.
    ///
    /// # Errors
    /// Where another command keeps the site, and where its lock cannot be made. Nothing is changed then.
    pub fn open(site: &Path, command: &str, waits: &mut dyn FnMut(&str)) -> Result<EntryWriter, Failure> {
        let path = || match site.is_dir() {
            true => ".offprint/lock".to_owned(),
            false => site.display().to_string(),
        };
        let claim = Claim::take(site, command, waits).map_err(|why| Failure { path: path(), why })?;
        Ok(EntryWriter::claimed(site, claim))
    }

    fn claimed(site: &Path, claim: Claim) -> EntryWriter {
        sweep(&site.join("content"));
        let (sound, staged, made) = (HashSet::new(), BTreeMap::new(), Vec::new());
        EntryWriter { site: site.to_owned(), sound, staged, made, _claim: claim }
    }

    /// Writes a file below `content/` that [`settle`](EntryWriter::settle) puts in place, and makes the folders it lies in. `path` is below the
    /// site's folder.
    ///
    /// # Errors
    /// Where the path leads elsewhere, a link is in the way, or the machine says no. No file of the site is changed then.
    pub fn put(&mut self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        self.try_put(path, bytes).map_err(|why| Failure { path: path.to_owned(), why })
    }

    fn try_put(&mut self, path: &str, bytes: &[u8]) -> Result<(), Why> {
        if let Err(error) = OutPath::new(path) {
            return Err(Why::BadPath(error.to_string()));
        }
        let Some((folder, _)) = path.rsplit_once('/').filter(|_| path.starts_with("content/")) else {
            return Err(Why::BadPath("it is not below content/".to_owned()));
        };
        self.folders(folder)?;
        let old = match fs::symlink_metadata(self.site.join(path)) {
            Ok(found) if found.is_symlink() => return Err(Why::Link),
            Ok(found) => Some(found),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(Why::Io(error)),
        };
        let (place, file) = new_file(&self.site.join(folder)).map_err(Why::Io)?;
        match write(file, bytes, old.as_ref()) {
            Ok(()) => {
                if let Some(former) = self.staged.insert(path.to_owned(), place) {
                    let _ = fs::remove_file(former);
                }
                Ok(())
            }
            Err(error) => {
                let _ = fs::remove_file(place);
                Err(Why::Io(error))
            }
        }
    }

    /// Puts everything in place that was written, and waits until the disk has it.
    ///
    /// # Errors
    /// Where the machine says no. Every file is then whole, old or new; those that are not in place yet are tried again the next time.
    pub fn settle(&mut self) -> Result<(), Failure> {
        let Some(first) = self.staged.keys().next().cloned() else { return Ok(()) };
        let failed = |path: &str| {
            let path = path.to_owned();
            move |error| Failure { path, why: Why::Io(error) }
        };
        let places: Vec<PathBuf> = self.staged.values().cloned().collect();
        durable::files(&places).map_err(failed(&first))?;
        let outer = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        // A new folder is named by the one it lies in.
        let mut folders: BTreeSet<String> = self.made.iter().map(|made| outer(made)).collect();
        while let Some((path, place)) = self.staged.pop_first() {
            if let Err(error) = fs::rename(&place, self.site.join(&path)) {
                let failure = failed(&path)(error);
                self.staged.insert(path, place);
                return Err(failure);
            }
            folders.insert(outer(&path));
        }
        self.made.clear();
        let folders: Vec<PathBuf> = folders.iter().map(|folder| self.site.join(folder)).collect();
        durable::folders(&folders).map_err(failed(&first))
    }

    /// Makes sure that a folder and those it lies in are there, and are no links.
    fn folders(&mut self, folder: &str) -> Result<(), Why> {
        if self.sound.contains(folder) {
            return Ok(());
        }
        if let Some((outer, _)) = folder.rsplit_once('/') {
            self.folders(outer)?;
        }
        let place = self.site.join(folder);
        match fs::symlink_metadata(&place) {
            Ok(found) if found.is_symlink() => return Err(Why::Link),
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir(&place).map_err(Why::Io)?;
                self.made.push(folder.to_owned());
            }
            Err(error) => return Err(Why::Io(error)),
        }
        self.sound.insert(folder.to_owned());
        Ok(())
    }
}

impl Drop for EntryWriter {
    fn drop(&mut self) {
        for place in self.staged.values() {
            // What cannot be removed now is hidden, and the next command that writes removes it.
            let _ = fs::remove_file(place);
        }
        for folder in self.made.iter().rev() {
            // Only where it is empty.
            let _ = fs::remove_dir(self.site.join(folder));
        }
    }
}

/// Makes a file in a folder, under a name that no other has.
fn new_file(folder: &Path) -> io::Result<(PathBuf, File)> {
    let mut tries = NAMES;
    loop {
        // The standard library seeds each of these anew, from the system's randomness.
        let place =
            folder.join(format!("{UNFINISHED}{:016x}", RandomState::new().hash_one(std::process::id())));
        tries -= 1;
        match File::create_new(&place) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && tries > 0 => {}
            made => return made.map(|file| (place, file)),
        }
    }
}

/// Writes a file that replaces one that may be there, and whose rights it takes over.
fn write(mut file: File, bytes: &[u8], old: Option<&Metadata>) -> io::Result<()> {
    file.write_all(bytes)?;
    if let Some(old) = old.filter(|_| cfg!(unix)) {
        file.set_permissions(old.permissions())?;
    }
    Ok(())
}

/// Removes the files below a folder that killed commands left unfinished. The caller holds the site, so that nobody writes them now.
fn sweep(folder: &Path) {
    let mut folders = Vec::new();
    folders.extend(fs::symlink_metadata(folder).is_ok_and(|found| found.is_dir()).then(|| folder.to_owned()));
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                Ok(kind) if kind.is_file() && entry.file_name().to_str().is_some_and(is_unfinished) => {
                    let _ = fs::remove_file(entry.path());
                }
                _ => {}
            }
        }
    }
}

/// Tells whether a file of this name is one that a command was writing.
fn is_unfinished(name: &str) -> bool {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    name == UNFINISHED_ONCE
        || name.strip_prefix(UNFINISHED).is_some_and(|rest| rest.len() == 16 && rest.bytes().all(is_digit))
}
