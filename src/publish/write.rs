//! What is done to the disk: one small step a function.
//!
//! Every change this program makes to an output folder goes through here, so tests can make any of them fail, or
//! be the last. It knows nothing of sites; it follows no plan.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use crate::publish::durable;

use super::path::{self, below};

/// The disk. In tests, one that fails on demand.
#[derive(Debug, Clone, Default)]
pub(super) struct Disk {
    /// Whether to wait for the disk where a step depends on what was written before.
    pub fsync: bool,
    #[cfg(test)]
    pub fault: super::tests::Fault,
}

impl Disk {
    /// Writes a file that must not be there yet.
    pub fn new_file(&self, place: &Path, bytes: &[u8]) -> io::Result<()> {
        #[cfg(test)]
        self.fault.tear(place, bytes)?;
        File::create_new(place)?.write_all(bytes)
    }

    /// Makes a folder; one that is there already is fine.
    pub fn folder(&self, place: &Path) -> io::Result<()> {
        self.step()?;
        match fs::create_dir(place) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            done => done,
        }
    }

    /// Makes a folder below `root`, and those it lies in; `root` itself must be there.
    pub fn folders(&self, root: &Path, folder: &str) -> io::Result<()> {
        match self.folder(&below(root, folder)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && !folder.is_empty() => {
                self.folders(root, path::folder(folder))?;
                self.folder(&below(root, folder))
            }
            done => done,
        }
    }

    /// Makes sure that what is in a folder may be moved and removed. Where the system cannot tell, it is let pass.
    pub fn may_change(&self, folder: &Path) -> io::Result<()> {
        #[cfg(unix)]
        rustix::fs::access(folder, rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK)?;
        #[cfg(not(unix))]
        let _ = folder;
        Ok(())
    }

    /// Moves a file or folder, replacing the file that is there.
    pub fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        fs::rename(from, to)
    }

    pub fn remove_file(&self, place: &Path) -> io::Result<()> {
        self.step()?;
        fs::remove_file(place)
    }

    /// Removes a folder that is empty.
    pub fn remove_folder(&self, place: &Path) -> io::Result<()> {
        self.step()?;
        fs::remove_dir(place)
    }

    /// Removes a folder and all that is in it, following no link.
    pub fn remove_tree(&self, place: &Path) -> io::Result<()> {
        self.step()?;
        fs::remove_dir_all(place)
    }

    /// Opens a file to lock it, making an empty one where there is none.
    pub fn lock_file(&self, place: &Path) -> io::Result<File> {
        self.step()?;
        File::options().write(true).create(true).truncate(false).open(place)
    }

    /// Waits until the disk has a folder with everything below it, where that is asked for.
    pub fn flush_tree(&self, place: &Path) -> io::Result<()> {
        if self.fsync {
            self.step()?;
            durable::tree(place)?;
        }
        Ok(())
    }

    /// Waits until the disk has what was renamed into a folder, where that is asked for.
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
