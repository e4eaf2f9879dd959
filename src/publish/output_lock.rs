//! The working folder inside the output folder: there while a build runs, and held by one build at a time.
//!
//! It lies inside the output folder so that whatever is made in it can be renamed into place, and so that builds of
//! different sites into one folder meet. It is wholly ours: a build that was killed leaves it, the next one empties
//! it. The lock is the system's, on the file `lock` in it ([`crate::publish::file_lock`]). It knows nothing of what is written.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::publish::file_lock::{self, Patience};

use super::failure::Failure;
use super::folders::OutputFolder;
use super::write::Disk;

/// The working folder's name in the output folder.
pub(super) const WORK: &str = ".offprint-new";

const LOCK: &str = "lock";
/// The staged tree's name in the working folder.
const TREE: &str = "tree";
/// How long to wait for a lock that somebody holds: a build that is ending, or a process just being started beside one, holds it a moment
/// longer.
const PATIENCE: Patience = Patience { tries: 20, pause: Duration::from_millis(10) };

/// The working folder, ours until dropped; then it is removed, and with it whatever was not put in place.
#[derive(Debug)]
pub(super) struct Work {
    disk: Disk,
    out: PathBuf,
    /// Whether this build made the output folder.
    is_new: bool,
    pub folder: PathBuf,
    /// Where files that are new to the site wait, laid out as in the site.
    pub tree: PathBuf,
    /// Held for its lock only.
    _lock: File,
}

impl Work {
    /// Makes the working folder, or takes over what a killed build left, empty.
    pub fn enter(disk: &Disk, found: OutputFolder, shown: &Path) -> Result<Work, Failure> {
        let OutputFolder { out, exists } = found;
        if !exists {
            // Its parents are the user's: they stay, whatever comes.
            let parent = out.parent().unwrap_or(&out);
            fs::create_dir_all(parent).map_err(Failure::io("making", parent))?;
            disk.folder(&out).map_err(Failure::io("making", shown))?;
        }
        let folder = out.join(WORK);
        let lock = match lock(disk, &folder) {
            Ok(Some(lock)) => lock,
            Ok(None) => return Err(Failure::Locked { out: shown.to_owned() }),
            Err(error) => {
                // Only where it is empty: another build's holds its lock.
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

    /// Removes what a build left, all but the lock.
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

    /// Removes the working folder. Once the lock is gone another build may make its own in the same folder, so from
    /// there on nothing is removed but what is empty.
    fn leave(&self) -> io::Result<()> {
        // Where too many files are open nothing can be listed, and what is empty is still removed.
        let _ = self.empty();
        self.disk.remove_file(&self.folder.join(LOCK))?;
        self.disk.remove_folder(&self.folder)
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next build; the site itself is as it should be.
        let _ = self.leave();
        if self.is_new {
            // Only where nothing was put in place: a folder with files in it stays.
            let _ = self.disk.remove_folder(&self.out);
        }
    }
}

/// Locks the working folder; none where another build holds it.
fn lock(disk: &Disk, folder: &Path) -> io::Result<Option<File>> {
    let place = folder.join(LOCK);
    let open = || {
        disk.folder(folder)?;
        // Another build may be just done, and take the folder with it.
        if !fs::symlink_metadata(folder)?.is_dir() {
            let message = "its working folder `.offprint-new` is something else";
            return Err(io::Error::new(ErrorKind::AlreadyExists, message));
        }
        // A link would lead us to make a file elsewhere.
        if fs::symlink_metadata(&place).is_ok_and(|found| found.is_symlink()) {
            disk.remove_file(&place)?;
        }
        disk.lock_file(&place)
    };
    file_lock::take(&place, PATIENCE, open, || {})
}
