//! All changes of the output directory, one function for each. Tests can make any of them fail, or stop after it.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use crate::publish::durable;

use super::path::{self, below};

/// The disk. In tests, it can fail on demand.
#[derive(Debug, Clone, Default)]
pub(super) struct Disk {
    /// Whether to flush to disk between steps.
    pub fsync: bool,
    #[cfg(test)]
    pub fault: super::tests::Fault,
}

impl Disk {
    /// Writes a file that does not exist.
    pub fn new_file(&self, place: &Path, bytes: &[u8]) -> io::Result<()> {
        #[cfg(test)]
        self.fault.tear(place, bytes)?;
        File::create_new(place)?.write_all(bytes)
    }

    /// Creates a directory, unless it exists.
    pub fn folder(&self, place: &Path) -> io::Result<()> {
        self.step()?;
        match fs::create_dir(place) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            done => done,
        }
    }

    /// Creates a directory below `root` and its parents. `root` must exist.
    pub fn folders(&self, root: &Path, folder: &str) -> io::Result<()> {
        match self.folder(&below(root, folder)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && !folder.is_empty() => {
                self.folders(root, path::folder(folder))?;
                self.folder(&below(root, folder))
            }
            done => done,
        }
    }

    /// Checks that entries of a directory may be moved and removed. Succeeds on systems without such a check.
    pub fn may_change(&self, folder: &Path) -> io::Result<()> {
        #[cfg(unix)]
        rustix::fs::access(folder, rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK)?;
        #[cfg(not(unix))]
        let _ = folder;
        Ok(())
    }

    /// Moves a file or directory. Replaces an existing file.
    pub fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        fs::rename(from, to)
    }

    /// Removes a file.
    pub fn remove_file(&self, place: &Path) -> io::Result<()> {
        self.step()?;
        fs::remove_file(place)
    }

    /// Removes an empty directory.
    pub fn remove_folder(&self, place: &Path) -> io::Result<()> {
        self.step()?;
        fs::remove_dir(place)
    }

    /// Removes a directory and its contents, without following links.
    pub fn remove_tree(&self, place: &Path) -> io::Result<()> {
        self.step()?;
        fs::remove_dir_all(place)
    }

    /// Opens a lock file, and creates it if it does not exist.
    pub fn lock_file(&self, place: &Path) -> io::Result<File> {
        self.step()?;
        File::options().write(true).create(true).truncate(false).open(place)
    }

    /// Flushes a directory and everything below it, if [`Disk::fsync`] is set.
    pub fn flush_tree(&self, place: &Path) -> io::Result<()> {
        if self.fsync {
            self.step()?;
            durable::tree(place)?;
        }
        Ok(())
    }

    /// Flushes the entries of a directory, if [`Disk::fsync`] is set.
    pub fn flush_folder(&self, place: &Path) -> io::Result<()> {
        if self.fsync {
            self.step()?;
            durable::folders(&[place.to_owned()])?;
        }
        Ok(())
    }

    fn step(&self) -> io::Result<()> {
        #[cfg(test)]
        self.fault.step()?;
        Ok(())
    }
}
