//! Writes the output directory. This is the only room that does.
//!
//! New and changed files are staged in a directory inside the output directory. Only [`Publisher::finish`] changes the site, so a build that
//! fails before leaves the site unchanged. Publishing consists of renames and removals, in this order:
//!
//! 1. Check everything that could be refused: foreign files at the paths of the site, links, directories that are not writable. Stage both
//!    manifests, so that a full disk is detected here.
//! 2. Replace the manifest by one that lists the old and the new files, without hashes of files that are about to be replaced. After a crash,
//!    the next build compares those files byte by byte, writes missing files and removes obsolete ones.
//! 3. Remove obsolete files, and directories that became empty.
//! 4. Move new files and directories to the output directory, each new directory with one rename. Then move changed files over the old ones.
//! 5. Replace the manifest by the final one, and remove the staging directory.
//!
//! A first build stages all files as one tree and needs one rename per top-level entry. A build without changes writes nothing.
//!
//! Files that are not in the manifest are foreign. They are never changed or removed; if one is at a path of the site, the build is refused
//! before anything changes. Only if the manifest is damaged, foreign files at paths of the site are replaced. A build detects a modified file
//! by its size only: the manifest has no times, so that clean builds are identical. Builds that trust less ([`Trust`]) render every file and
//! compare bytes.
//!
//! With [`Options::fsync`], a build flushes the staged files before the first step that changes the site, and after each step. A power failure
//! then has the same effect as a kill.
//!
//! This room does not know pages: it receives paths and bytes, and returns a [`Receipt`]. Tests stop the process and inject failures at every
//! step.
#![expect(clippy::disallowed_methods, reason = "this is the only room that writes the output directory")]

mod commit;
pub(crate) mod durable;
mod failure;
pub(crate) mod file_lock;
mod folders;
mod manifest;
mod output_lock;
mod path;
mod receipt;
mod write;

#[cfg(test)]
mod tests;

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use xxhash_rust::xxh3::xxh3_64;

pub(crate) use failure::{Failure, Remedy};
pub use path::OutPath;
pub use receipt::Receipt;

use manifest::{Entry, Manifest};
use output_lock::Work;
use path::below;
use write::Disk;

/// The name of the manifest in the output directory.
const MANIFEST: &str = path::OWN;
/// The number of directories for staged changed files: threads block each other when they create files in one directory.
const SHELVES: u64 = 16;

/// The directories of a build. They may be relative; links are resolved.
#[derive(Debug, Clone, Copy)]
pub struct Folders<'a> {
    /// The site directory, with `site.toml`.
    pub site: &'a Path,
    /// The directory of the entries.
    pub content: &'a Path,
    /// The output directory.
    pub out: &'a Path,
}

/// How much a build trusts the files in the output directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Trust {
    /// Trust the hash in the manifest if the size of the file is the same.
    #[default]
    Manifest,
    /// Render every file and compare its bytes. Keep and list foreign files.
    Bytes,
    /// Like `Bytes`, but refuse a directory with foreign files. The output is then exactly this build.
    Nothing,
}

/// Options of publishing.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How much to trust the files in the output directory.
    pub trust: Trust,
    /// Whether to flush files to disk before and after they are published.
    pub fsync: bool,
    /// The path of a file in the output directory that Git tracks. If set, the directory is refused.
    pub tracked: Option<String>,
    /// Whether the receipt lists the changed files.
    pub list_changes: bool,
}

/// An open output directory, locked until this is dropped.
///
/// Dropping it without [`finish`](Publisher::finish) leaves the old site unchanged.
#[derive(Debug)]
pub struct Publisher {
    disk: Disk,
    /// The output directory with links resolved.
    out: PathBuf,
    /// The output directory as the user wrote it.
    shown: PathBuf,
    work: Work,
    last: Manifest,
    /// The files so far, in several lists so that threads seldom block each other.
    made: [Mutex<Vec<Made>>; 16],
    changed: AtomicU64,
    trust: Trust,
    list_changes: bool,
    /// Files that changed since the last build, if bytes are compared.
    altered: Mutex<Vec<OutPath>>,
}

/// The manifest of an output directory, read before the directory is locked. If it changes in between, it is read again.
#[derive(Debug, Default)]
pub struct Ahead(Manifest);

impl Ahead {
    /// Reads the manifest of an output directory, if there is one.
    pub fn read(out: &Path) -> Ahead {
        Ahead(fs::read(out.join(MANIFEST)).map(|bytes| Manifest::read(&bytes)).unwrap_or_default())
    }
}

/// Returns the files of an output directory that replaced a file of an earlier build with other content; `before` is the manifest of that
/// build. Returns `None` if one of the manifests is not complete.
///
/// # Errors
/// If the manifest of the output directory cannot be read.
pub fn replaced_since(out: &Path, before: &[u8]) -> io::Result<Option<Vec<String>>> {
    let (now, before) = (Manifest::read(&fs::read(out.join(MANIFEST))?), Manifest::read(before));
    if !now.whole || !before.whole {
        return Ok(None);
    }
    let is_replaced = |(path, entry): &&(OutPath, Entry)| {
        before.get(path).is_some_and(|old| old.content != entry.content || old.size != entry.size)
    };
    Ok(Some(now.files.iter().filter(is_replaced).map(|(path, _)| path.to_string()).collect()))
}

/// A file of this build.
#[derive(Debug)]
struct Made {
    path: OutPath,
    entry: Entry,
    fate: Fate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It is unchanged in the output directory.
    Kept,
    /// It is new, in the staged tree.
    Added,
    /// It is staged under this number, to replace an old file.
    Changed(u64),
}

impl Publisher {
    /// Opens and locks an output directory, with default options.
    ///
    /// # Errors
    /// If the directory overlaps the site or its sources, is a file, or contains files but no manifest; if another build holds the lock; if the
    /// system reports an error.
    pub fn open(folders: &Folders<'_>) -> Result<Publisher, Failure> {
        Publisher::open_with(folders, Ahead::default(), &Options::default())
    }

    /// Opens and locks an output directory whose manifest has been read ahead.
    ///
    /// # Errors
    /// Like [`open`](Publisher::open), and if Git tracks files in the directory.
    pub fn open_with(folders: &Folders<'_>, ahead: Ahead, options: &Options) -> Result<Publisher, Failure> {
        Publisher::open_on(Disk::default(), folders, ahead, options)
    }

    fn open_on(
        mut disk: Disk,
        folders: &Folders<'_>,
        ahead: Ahead,
        options: &Options,
    ) -> Result<Publisher, Failure> {
        disk.fsync = options.fsync;
        let found = folders::find(folders)?;
        if let Some(path) = &options.tracked {
            return Err(folders::tracked(folders.out, path));
        }
        let out = found.out.clone();
        let work = Work::enter(&disk, found, folders.out)?;
        let last = match fs::read(out.join(MANIFEST)) {
            Ok(bytes) if ahead.0.text == Some(xxh3_64(&bytes)) => ahead.0,
            Ok(bytes) => Manifest::read(&bytes),
            // Without a manifest, no build has written files.
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Manifest { whole: true, ..Manifest::default() }
            }
            Err(error) => return Err(Failure::io("reading", &folders.out.join(MANIFEST))(error)),
        };
        let shown = folders.out.to_owned();
        let (made, changed, altered) = (Default::default(), AtomicU64::new(0), Mutex::default());
        let (trust, list_changes) = (options.trust, options.list_changes);
        Ok(Publisher { disk, out, shown, work, last, made, changed, trust, list_changes, altered })
    }

    /// Adds a file to the site, and stages it if it differs from the old one. May be called from any thread and in any order, once per path. The
    /// bytes are not kept in memory.
    ///
    /// # Errors
    /// If the file cannot be read or staged, or two files have paths that the file system does not distinguish.
    pub fn put(&self, path: &OutPath, bytes: &[u8]) -> Result<(), Failure> {
        self.put_entry(path, Entry::new(bytes, None), bytes)
    }

    /// Adds a file like [`put`](Publisher::put), with the fingerprint of its inputs, so that a later build can [`keep`](Publisher::keep) it.
    ///
    /// # Errors
    /// Like [`put`](Publisher::put).
    pub fn put_made_from(&self, path: &OutPath, fingerprint: u64, bytes: &[u8]) -> Result<(), Failure> {
        self.put_entry(path, Entry::new(bytes, Some(fingerprint)), bytes)
    }

    /// Keeps a file of the last build if its inputs have the same fingerprint. Returns whether it did; if not, the file must be put. `place` is
    /// the approximate index of the file among all files, sorted by path. It affects only the speed.
    pub fn keep(&self, path: &OutPath, fingerprint: u64, place: usize) -> bool {
        if self.trust != Trust::Manifest {
            return false;
        }
        let Some(entry) = self.last.get_near(path, place) else { return false };
        let is_same = entry.made_from == Some(fingerprint) && entry.content.is_some();
        let place = below(&self.out, path.as_str());
        let is_there = is_same
            && fs::symlink_metadata(place).is_ok_and(|found| found.is_file() && found.len() == entry.size);
        if is_there {
            self.note(Made { path: path.clone(), entry, fate: Fate::Kept });
        }
        is_there
    }

    /// Returns a file of the last build, if it is unchanged.
    pub fn last(&self, path: &str) -> Option<Vec<u8>> {
        let entry = self.last.get(&OutPath::new(path).ok()?)?;
        let bytes = fs::read(below(&self.out, path)).ok()?;
        (entry.content == Some(xxh3_64(&bytes))).then_some(bytes)
    }

    /// Publishes the site: removes obsolete files, moves new files to the output directory, and writes the manifest.
    ///
    /// # Errors
    /// If a foreign file is at a path of the site, foreign files are not allowed ([`Trust::Nothing`]), two files have the same path, or the system
    /// reports an error. [`Failure::Io`] says whether files of the site were changed before.
    pub fn finish(self) -> Result<Receipt, Failure> {
        let mut made = Vec::new();
        for part in &self.made {
            made.append(&mut part.lock().unwrap_or_else(PoisonError::into_inner));
        }
        made.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        if let Some([twice, _]) = made.array_windows().find(|[a, b]| a.path == b.path) {
            return Err(self.failed("writing", &twice.path)(put_twice()));
        }
        let foreign = match self.trust {
            Trust::Manifest => Vec::new(),
            Trust::Bytes | Trust::Nothing => self.foreign_files(&made)?,
        };
        if let Some(first) = foreign.first().filter(|_| self.trust == Trust::Nothing) {
            return Err(folders::foreign(&self.shown, first, foreign.len()));
        }
        let receipt = commit::commit(&self, &made)?;
        let mut altered = std::mem::take(&mut *self.altered.lock().unwrap_or_else(PoisonError::into_inner));
        altered.sort_unstable();
        let altered = altered.iter().map(ToString::to_string).collect();
        Ok(Receipt { altered, foreign, ..receipt })
    }

    /// Returns the files of the output directory that no build wrote.
    fn foreign_files(&self, made: &[Made]) -> Result<Vec<String>, Failure> {
        let is_ours = |path: &str| {
            let is_made = made.binary_search_by(|made| made.path.as_str().cmp(path)).is_ok();
            is_made || self.last.names(path) || path == MANIFEST
        };
        folders::foreign_files(&self.out, &is_ours).map_err(Failure::io("listing", &self.shown))
    }

    fn put_entry(&self, path: &OutPath, entry: Entry, bytes: &[u8]) -> Result<(), Failure> {
        let fate = self.stage(path, entry, bytes).map_err(self.failed("writing", path))?;
        self.note(Made { path: path.clone(), entry, fate });
        Ok(())
    }

    fn stage(&self, path: &OutPath, entry: Entry, bytes: &[u8]) -> io::Result<Fate> {
        let last = self.last.get(path);
        // A file that a complete manifest does not list is foreign.
        if last.is_none() && self.last.whole {
            return self.stage_new(path, bytes);
        }
        let place = below(&self.out, path.as_str());
        let there = match fs::symlink_metadata(&place) {
            Ok(there) if there.is_file() || there.is_symlink() => there,
            // The directory may be obsolete, which is checked in the end.
            Ok(_) => return self.stage_new(path, bytes),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                self.note_altered(path, last, None);
                return self.stage_new(path, bytes);
            }
            Err(error) => return Err(error),
        };
        let content = last.and_then(|last| last.content).filter(|_| self.trust == Trust::Manifest);
        let is_same = match content {
            Some(_) => there.is_file() && there.len() == entry.size && content == entry.content,
            None if self.trust == Trust::Manifest && there.len() != entry.size => false,
            None => {
                let may_be_known =
                    [Some(entry), last].iter().flatten().any(|known| known.size == there.len());
                let old = (there.is_file() && may_be_known).then(|| fs::read(&place).ok()).flatten();
                self.note_altered(path, last, old.as_deref());
                old.is_some_and(|old| old == bytes)
            }
        };
        if is_same {
            return Ok(Fate::Kept);
        }
        let number = self.changed.fetch_add(1, Ordering::Relaxed);
        let place = self.staged_path(number);
        match self.disk.new_file(&place, bytes) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                self.disk.folder(place.parent().unwrap_or(&place))?;
                self.disk.new_file(&place, bytes)?;
            }
            done => done?,
        }
        Ok(Fate::Changed(number))
    }

    /// Records a file that changed since the last build, if bytes are compared and its hash is known.
    fn note_altered(&self, path: &OutPath, last: Option<Entry>, bytes: Option<&[u8]>) {
        let content = last.and_then(|last| last.content).filter(|_| self.trust != Trust::Manifest);
        if content.is_some_and(|content| bytes.map(xxh3_64) != Some(content)) {
            self.altered.lock().unwrap_or_else(PoisonError::into_inner).push(path.clone());
        }
    }

    fn stage_new(&self, path: &OutPath, bytes: &[u8]) -> io::Result<Fate> {
        let place = below(&self.work.tree, path.as_str());
        // An index is usually the first file of its directory, so the failed attempt is skipped.
        if path.as_str().ends_with("/index.html") {
            self.disk.folders(&self.work.tree, path.folder())?;
        }
        match self.disk.new_file(&place, bytes) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                self.disk.folders(&self.work.tree, path.folder())?;
                self.disk.new_file(&place, bytes)?;
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(put_twice()),
            done => done?,
        }
        Ok(Fate::Added)
    }

    fn staged_path(&self, number: u64) -> PathBuf {
        self.work.folder.join((number % SHELVES).to_string()).join(number.to_string())
    }

    fn note(&self, made: Made) {
        let part = made.entry.content.unwrap_or_default() as usize % self.made.len();
        self.made[part].lock().unwrap_or_else(PoisonError::into_inner).push(made);
    }

    /// Returns a function that converts an error of the system at a file of the site.
    fn failed(&self, doing: &'static str, path: &OutPath) -> impl Fn(io::Error) -> Failure + use<> {
        let place = below(&self.shown, path.as_str());
        move |error| Failure::io(doing, &place)(error)
    }
}

fn put_twice() -> io::Error {
    io::Error::new(
        ErrorKind::AlreadyExists,
        "two files of the site have this path, or paths that differ in letter case only",
    )
}
