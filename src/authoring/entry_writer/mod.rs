//! The only writer of entries: writes files below `content/` and `static/images/`, one command at a time.
//!
//! A command opens an [`EntryWriter`] before it reads the files that it will rewrite, and keeps it until its last
//! write. No other command writes meanwhile ([`Claim`]). Files are first written next to their destinations under
//! unique hidden names. [`EntryWriter::settle`] then flushes each file to the disk, renames it over the old one, and
//! flushes its folder. So each file is complete at any moment, old or new, also after a power failure. A command that
//! fails before it settles has changed nothing. Other paths are refused, and links are not followed.
//! The writer does not know what the files contain.

#![expect(clippy::disallowed_methods, reason = "this is the one place that writes entries")]

mod claim;
#[cfg(test)]
mod tests;

pub(crate) use claim::Claim;

use crate::publish::OutPath;
use crate::publish::durable;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;
use std::fs::{self, File, Metadata};
use std::hash::{BuildHasher as _, RandomState};
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

/// The `content/` folder of a site, open for writing.
#[derive(Debug)]
pub struct EntryWriter {
    site: PathBuf,
    /// Folders that are known to exist and are not links.
    sound: HashSet<String>,
    /// Files to be renamed: path below the site's folder, and the path of the temporary file.
    staged: BTreeMap<String, PathBuf>,
    /// Folders that this writer made, outer ones first.
    made: Vec<String>,
    _claim: Claim,
}

/// Why files were not written. Each file is complete: it has either its old or its new content.
#[derive(Debug)]
pub struct Failure {
    /// Path below the site's folder.
    pub path: String,
    /// The reason.
    pub why: Why,
}

/// The reason why a file was not written.
#[derive(Debug)]
pub enum Why {
    /// The path is outside of `content/` and `static/images/`, or is not valid on every system.
    BadPath(String),
    /// The path contains a symbolic link. Following it could change a file elsewhere.
    Link,
    /// The site's folder does not exist.
    NoSite,
    /// Another command is writing to the site; its name.
    Busy(String),
    /// The lock that keeps other commands out of the site cannot be made.
    NoLock(io::Error),
    /// The operating system reported an error.
    Io(io::Error),
}

impl Failure {
    /// Returns the exit status: 2 if the site has to change, 3 if the machine has to.
    pub fn exit_code(&self) -> u8 {
        match self.why {
            Why::BadPath(_) | Why::Link | Why::NoSite => 2,
            Why::Busy(_) | Why::NoLock(_) | Why::Io(_) => 3,
        }
    }

    /// Returns how to fix the problem, as one sentence.
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
            Why::NoSite => write!(out, "the site's folder `{}` does not exist", self.path),
            Why::Busy(holder) => write!(out, "{holder} is writing to this site"),
            Why::NoLock(error) => {
                write!(out, "the site cannot be locked, since `{}` cannot be made: {error}", self.path)
            }
            Why::Io(error) => write!(out, "writing `{}` failed: {error}", self.path),
        }
    }
}

impl std::error::Error for Failure {}

/// The folders with files that commands write.
const OURS: [&str; 2] = ["content/", "static/images/"];
/// The prefix of the name of a file while it is written. The name is hidden, so that the file is not read as content.
/// 16 hexadecimal digits follow.
const UNFINISHED: &str = ".offprint-new-";
/// The name of all such files in earlier versions.
const UNFINISHED_ONCE: &str = ".offprint-new";
/// The number of names to try for a new file. One is enough, unless somebody copied such files.
const NAMES: usize = 8;

impl EntryWriter {
    /// Opens the writer of the site in a folder for a command such as `fmt`, and removes the unfinished files of killed
    /// commands. If another command is writing, waits a few seconds and calls `waits` once with the name of that
    /// command.
    ///
    /// # Errors
    /// If another command keeps the lock of the site, or if the lock cannot be made. Nothing is changed then.
    pub fn open(site: &Path, command: &str, waits: &mut dyn FnMut(&str)) -> Result<EntryWriter, Failure> {
        let path = || match site.is_dir() {
            true => ".offprint/lock".to_owned(),
            false => site.display().to_string(),
        };
        let claim = Claim::take(site, command, waits).map_err(|why| Failure { path: path(), why })?;
        Ok(EntryWriter::claimed(site, claim))
    }

    fn claimed(site: &Path, claim: Claim) -> EntryWriter {
        OURS.iter().for_each(|folder| sweep(&site.join(folder)));
        let (sound, staged, made) = (HashSet::new(), BTreeMap::new(), Vec::new());
        EntryWriter { site: site.to_owned(), sound, staged, made, _claim: claim }
    }

    /// Writes a file below `content/` or `static/images/` to a temporary file, and makes its folders. [`settle`](EntryWriter::settle) moves
    /// it to its destination. `path` is relative to the site's folder.
    ///
    /// # Errors
    /// If the path is outside of these folders, if it contains a link, or if the operating system reports an error. No
    /// file of the site is changed then.
    pub fn put(&mut self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        self.try_put(path, bytes).map_err(|why| Failure { path: path.to_owned(), why })
    }

    fn try_put(&mut self, path: &str, bytes: &[u8]) -> Result<(), Why> {
        if let Err(error) = OutPath::new(path) {
            return Err(Why::BadPath(error.to_string()));
        }
        let is_ours = OURS.iter().any(|folder| path.starts_with(folder));
        let Some((folder, _)) = path.rsplit_once('/').filter(|_| is_ours) else {
            return Err(Why::BadPath("it is not below content/ or static/images/".to_owned()));
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

    /// Moves all written files to their destinations, and waits until they are on the disk.
    ///
    /// # Errors
    /// If the operating system reports an error. Every file is then complete, old or new. The next call tries the
    /// remaining files again.
    pub fn settle(&mut self) -> Result<(), Failure> {
        let Some(first) = self.staged.keys().next().cloned() else { return Ok(()) };
        let failed = |path: &str| {
            let path = path.to_owned();
            move |error| Failure { path, why: Why::Io(error) }
        };
        let places: Vec<PathBuf> = self.staged.values().cloned().collect();
        durable::files(&places).map_err(failed(&first))?;
        let outer = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        // The folder that contains a new folder has to be flushed too.
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

    /// Makes sure that a folder and its parent folders exist and are not links.
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
            // A file that cannot be removed now is hidden. The next command that writes removes it.
            let _ = fs::remove_file(place);
        }
        for folder in self.made.iter().rev() {
            // This succeeds only if the folder is empty.
            let _ = fs::remove_dir(self.site.join(folder));
        }
    }
}

/// Makes a file with a unique name in a folder.
fn new_file(folder: &Path) -> io::Result<(PathBuf, File)> {
    let mut tries = NAMES;
    loop {
        // The standard library seeds each hasher from the randomness of the system.
        let place =
            folder.join(format!("{UNFINISHED}{:016x}", RandomState::new().hash_one(std::process::id())));
        tries -= 1;
        match File::create_new(&place) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists && tries > 0 => {}
            made => return made.map(|file| (place, file)),
        }
    }
}

/// Writes a file that replaces an old one, if there is one, and copies its permissions.
fn write(mut file: File, bytes: &[u8], old: Option<&Metadata>) -> io::Result<()> {
    file.write_all(bytes)?;
    if let Some(old) = old.filter(|_| cfg!(unix)) {
        file.set_permissions(old.permissions())?;
    }
    Ok(())
}

/// Removes the unfinished files of killed commands below a folder. The caller holds the lock of the site, so that no
/// command is writing them.
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

/// Returns whether a file with this name is the unfinished file of a command.
fn is_unfinished(name: &str) -> bool {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    name == UNFINISHED_ONCE
        || name.strip_prefix(UNFINISHED).is_some_and(|rest| rest.len() == 16 && rest.bytes().all(is_digit))
}
