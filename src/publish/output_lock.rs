//! The staging directory inside the output directory, locked by one build at a time.
//!
//! It is inside the output directory so that renames stay on one file system, and so that builds of different sites to
//! one directory exclude each other. A killed build leaves the directory behind, and the next build empties it. The
//! lock is on the file `lock` in it ([`crate::publish::file_lock`]).

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::publish::file_lock::{self, Patience};

use super::failure::Failure;
use super::folders::OutputFolder;
use super::write::Disk;

/// The name of the staging directory in the output directory.
pub(super) const WORK: &str = ".offprint-new";

const LOCK: &str = "lock";
/// The name of the staged tree in the staging directory.
const TREE: &str = "tree";
/// How long to wait for the lock: a build that is ending holds it a moment longer.
const PATIENCE: Patience = Patience { tries: 20, pause: Duration::from_millis(10) };

/// The staging directory. Dropping it removes it with all files that were not published.
#[derive(Debug)]
pub(super) struct Work {
    disk: Disk,
    out: PathBuf,
    /// Whether this build created the output directory.
    is_new: bool,
    /// The path of the staging directory.
    pub folder: PathBuf,
    /// The staged tree of new files, with their paths in the site.
    pub tree: PathBuf,
    /// The open lock file.
    _lock: File,
}

impl Work {
    /// Creates the staging directory, or empties the one of a killed build.
    pub fn enter(disk: &Disk, found: OutputFolder, shown: &Path) -> Result<Work, Failure> {
        let OutputFolder { out, exists } = found;
        if !exists {
            // Parents of the output directory are not removed again.
            let parent = out.parent().unwrap_or(&out);
            fs::create_dir_all(parent).map_err(Failure::io("creating", parent))?;
            disk.folder(&out).map_err(Failure::io("creating", shown))?;
        }
        let folder = out.join(WORK);
        let lock = match lock(disk, &folder) {
            Ok(Some(lock)) => lock,
            Ok(None) => return Err(Failure::Locked { out: shown.to_owned() }),
            Err(error) => {
                // Fails unless it is empty, so the directory of another build is safe.
                let _ = disk.remove_folder(&folder);
                if !exists {
                    let _ = disk.remove_folder(&out);
                }
                return Err(Failure::io("preparing", shown)(error));
            }
        };
        let tree = folder.join(TREE);
        let work = Work { disk: disk.clone(), out, is_new: !exists, folder, tree, _lock: lock };
        work.empty().and_then(|()| work.disk.folder(&work.tree)).map_err(Failure::io("preparing", shown))?;
        Ok(work)
    }

    /// Removes everything but the lock file.
    fn empty(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            match entry.file_type()?.is_dir() {
                true => self.disk.remove_tree(&entry.path())?,
                false if entry.file_name() == LOCK => {}
                false => self.disk.remove_file(&entry.path())?,
            }
        }
        Ok(())
    }

    /// Removes the staging directory. After the lock file is removed, another build may use the directory, so from then
    /// on only empty directories are removed.
    fn leave(&self) -> io::Result<()> {
        // With too many open files, directories cannot be listed, but empty ones can be removed.
        let _ = self.empty();
        self.disk.remove_file(&self.folder.join(LOCK))?;
        self.disk.remove_folder(&self.folder)
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        // The next build removes the rest.
        let _ = self.leave();
        if self.is_new {
            // Fails if files were published.
            let _ = self.disk.remove_folder(&self.out);
        }
    }
}

/// Locks the staging directory; returns `None` if another build holds the lock.
fn lock(disk: &Disk, folder: &Path) -> io::Result<Option<File>> {
    let place = folder.join(LOCK);
    let open = || {
        disk.folder(folder)?;
        // Another build may remove the directory at any time.
        if !fs::symlink_metadata(folder)?.is_dir() {
            let message = "`.offprint-new` in it is not a directory";
            return Err(io::Error::new(ErrorKind::AlreadyExists, message));
        }
        // A link could create a file outside of the output directory.
        if fs::symlink_metadata(&place).is_ok_and(|found| found.is_symlink()) {
            disk.remove_file(&place)?;
        }
        disk.lock_file(&place)
    };
    file_lock::take(&place, PATIENCE, open, || {})
}
