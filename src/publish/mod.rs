//! Writes the site: the only writer of the output folder.
//!
//! Nothing of the old site is touched while pages are made. What differs is staged in a working folder inside the
//! output folder, and only [`Publisher::finish`] puts it in place. So a build that fails, for whatever reason,
//! leaves the site as it was. Putting in place is renames and nothing else, in this order:
//!
//! 1. All that could be refused is looked for: files of strangers where ours go, links that lead elsewhere, folders that
//!    may not be written to. Both manifests are staged, so that a full disk is met here too.
//! 2. The manifest is replaced by one that names the old and the new files together, without the content of those
//!    about to be replaced. From here on, whatever a killed build leaves is known as ours: the next build compares
//!    what is uncertain byte by byte, writes what is missing and removes what is gone.
//! 3. Files that are gone are removed, with the folders that became empty.
//! 4. New files and folders are moved in, a new folder as a whole, whatever is in it; then changed files, each over
//!    the old one.
//! 5. The manifest is replaced by the true one, and the working folder removed.
//!
//! A cold build is the same with nothing there before: all of it is staged as one tree, and put in place by one
//! rename for each thing at the top, so no file is renamed by itself. A build that changes nothing writes nothing.
//!
//! Files in the output folder that are not in the manifest are strangers'. They are never changed or removed; where
//! one is in our way, the build is refused before anything changes. Only where the manifest is damaged, so that any
//! file may be ours, a file in our way is replaced. A changed file is noticed by its size alone: times are not
//! recorded, so that clean builds are alike, the manifest included. Builds that trust less ([`Trust`]) make every
//! file and compare bytes.
//!
//! Where asked to, a build flushes what it staged to the disk before the first step that changes the site, and each
//! step before the next ([`Options::fsync`]), so that a power failure is no worse than a kill.
//!
//! It knows nothing of pages: paths and bytes come in, a [`Receipt`] comes out. Every step that could tear the site
//! is tried in tests, by failing there and by ending there.
#![expect(clippy::disallowed_methods, reason = "this is the one module that writes the output folder")]

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

pub use failure::Failure;
pub use path::{BadPath, OutPath};
pub use receipt::Receipt;

use manifest::{Entry, Manifest};
use output_lock::Work;
use path::below;
use write::Disk;

/// The manifest's name in the output folder.
const MANIFEST: &str = path::OWN;
/// Changed files wait in this many folders, since threads wait for each other when they make files in one.
const SHELVES: u64 = 16;

/// The folders a build has to do with. They need not be absolute; links are followed.
#[derive(Debug, Clone, Copy)]
pub struct Folders<'a> {
    /// The site's own folder, with `site.toml`.
    pub site: &'a Path,
    /// Where its entries are.
    pub content: &'a Path,
    /// Where the pages go.
    pub out: &'a Path,
}

/// How far a build trusts what it finds in the output folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Trust {
    /// A file of the last build is taken to hold what that build noted of it, as long as its size is the same.
    #[default]
    Manifest,
    /// Every file is made, and its bytes are compared with those on disk. Files that no build wrote stay, and are listed.
    Bytes,
    /// Like `Bytes`, and a folder with files that no build wrote is refused: what is there afterwards is what was made, and nothing else.
    Nothing,
}

/// How a build writes.
#[derive(Debug, Clone, Default)]
pub struct Options {
    pub trust: Trust,
    /// Whether to wait until the disk has every file, before files are put in place and after.
    pub fsync: bool,
    /// A file of the output folder, by its path in it, that a version control system tracks: then the folder is refused.
    pub tracked: Option<String>,
}

/// A build's way to the output folder, which nobody else writes to until it is dropped.
///
/// Dropped without [`finish`](Publisher::finish), it leaves the old site as it was.
#[derive(Debug)]
pub struct Publisher {
    disk: Disk,
    /// The output folder, links followed.
    out: PathBuf,
    /// The output folder as the user named it.
    shown: PathBuf,
    work: Work,
    last: Manifest,
    /// What was put so far, in several parts so that threads seldom wait for each other.
    made: [Mutex<Vec<Made>>; 16],
    changed: AtomicU64,
    trust: Trust,
    /// Files that did not hold what the last build wrote, where that is looked for.
    altered: Mutex<Vec<OutPath>>,
}

/// What an output folder's manifest says, read before anybody holds the folder. If it says something else by then, it is read again.
#[derive(Debug, Default)]
pub struct Ahead(Manifest);

impl Ahead {
    /// Reads the manifest of an output folder, if there is one.
    pub fn read(out: &Path) -> Ahead {
        Ahead(fs::read(out.join(MANIFEST)).map(|bytes| Manifest::read(&bytes)).unwrap_or_default())
    }
}

/// A file that was put.
#[derive(Debug)]
struct Made {
    path: OutPath,
    entry: Entry,
    fate: Fate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It is in the output folder, with these bytes.
    Kept,
    /// It is in the staged tree.
    Added,
    /// It waits on the shelves under this number, to replace what is there.
    Changed(u64),
}

impl Publisher {
    /// Opens an output folder and reads what the last build left there.
    ///
    /// Refuses folders that are not for us: the site's own or one above it, one inside its sources, a file, or a
    /// folder with files in it that no build of ours left.
    pub fn open(folders: &Folders<'_>) -> Result<Publisher, Failure> {
        Publisher::open_with(folders, Ahead::default(), &Options::default())
    }

    /// Opens an output folder, as [`open`](Publisher::open) does, whose manifest has been read already.
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
            // Nothing was put in place before there was a manifest.
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Manifest { whole: true, ..Manifest::default() }
            }
            Err(error) => return Err(Failure::io("reading", &folders.out.join(MANIFEST))(error)),
        };
        let shown = folders.out.to_owned();
        let (made, changed, altered) = (Default::default(), AtomicU64::new(0), Mutex::default());
        Ok(Publisher { disk, out, shown, work, last, made, changed, trust: options.trust, altered })
    }

    /// Puts one file of the site: compares it with what is there, and stages it where it differs.
    ///
    /// For any thread and in any order, once a path. The bytes are not kept in memory.
    pub fn put(&self, path: &OutPath, bytes: &[u8]) -> Result<(), Failure> {
        self.put_entry(path, Entry::new(bytes, None), bytes)
    }

    /// Puts one file, as [`put`](Publisher::put) does, and notes the fingerprint of all it was made from, so that a
    /// later build can [`keep`](Publisher::keep) it without making it.
    pub fn put_made_from(&self, path: &OutPath, fingerprint: u64, bytes: &[u8]) -> Result<(), Failure> {
        self.put_entry(path, Entry::new(bytes, Some(fingerprint)), bytes)
    }

    /// Keeps a file the last build made from the same, and tells whether it could. If not, the file has to be put. `place` is about where
    /// it stands among all files of the build, by ascending path; any number will do.
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

    /// Removes what is ours and gone, puts what is new in place and writes the manifest.
    pub fn finish(self) -> Result<Receipt, Failure> {
        let mut made = Vec::new();
        for part in &self.made {
            made.append(&mut part.lock().unwrap_or_else(PoisonError::into_inner));
        }
        made.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        if let Some([twice, _]) = made.array_windows().find(|[a, b]| a.path == b.path) {
            return Err(self.failed("writing", &twice.path)(put_twice()));
        }
        let strangers = match self.trust {
            Trust::Manifest => Vec::new(),
            Trust::Bytes | Trust::Nothing => self.strangers(&made)?,
        };
        if let Some(first) = strangers.first().filter(|_| self.trust == Trust::Nothing) {
            return Err(folders::foreign(&self.shown, first, strangers.len()));
        }
        let receipt = commit::commit(&self, &made)?;
        let mut altered = std::mem::take(&mut *self.altered.lock().unwrap_or_else(PoisonError::into_inner));
        altered.sort_unstable();
        let altered = altered.iter().map(ToString::to_string).collect();
        Ok(Receipt { altered, strangers, ..receipt })
    }

    /// Lists the files of the output folder that no build wrote.
    fn strangers(&self, made: &[Made]) -> Result<Vec<String>, Failure> {
        let is_ours = |path: &str| {
            let is_made = made.binary_search_by(|made| made.path.as_str().cmp(path)).is_ok();
            is_made || self.last.names(path) || path == MANIFEST
        };
        folders::strangers(&self.out, &is_ours).map_err(Failure::io("looking into", &self.shown))
    }

    fn put_entry(&self, path: &OutPath, entry: Entry, bytes: &[u8]) -> Result<(), Failure> {
        let fate = self.stage(path, entry, bytes).map_err(self.failed("writing", path))?;
        self.note(Made { path: path.clone(), entry, fate });
        Ok(())
    }

    fn stage(&self, path: &OutPath, entry: Entry, bytes: &[u8]) -> io::Result<Fate> {
        let last = self.last.get(path);
        // With a whole manifest, what it does not name is not ours to compare with.
        if last.is_none() && self.last.whole {
            return self.stage_new(path, bytes);
        }
        let place = below(&self.out, path.as_str());
        let there = match fs::symlink_metadata(&place) {
            Ok(there) if there.is_file() || there.is_symlink() => there,
            // A folder may be one that goes; whether it does is seen in the end.
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

    /// Notes a file that does not hold what the last build wrote, as far as that is known and looked for.
    fn note_altered(&self, path: &OutPath, last: Option<Entry>, bytes: Option<&[u8]>) {
        let content = last.and_then(|last| last.content).filter(|_| self.trust != Trust::Manifest);
        if content.is_some_and(|content| bytes.map(xxh3_64) != Some(content)) {
            self.altered.lock().unwrap_or_else(PoisonError::into_inner).push(path.clone());
        }
    }

    fn stage_new(&self, path: &OutPath, bytes: &[u8]) -> io::Result<Fate> {
        let place = below(&self.work.tree, path.as_str());
        // An index is the first file of its folder more often than not, and to find that out costs a call.
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

    /// Returns what turns an error of the system at a file of the site into a failure.
    fn failed(&self, doing: &'static str, path: &OutPath) -> impl Fn(io::Error) -> Failure + use<> {
        let place = below(&self.shown, path.as_str());
        move |error| Failure::io(doing, &place)(error)
    }
}

fn put_twice() -> io::Error {
    io::Error::new(ErrorKind::AlreadyExists, "two pages of one build go there, or differ in case only")
}
