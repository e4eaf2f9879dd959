//! The write lock of a site: one command at a time.
//!
//! The lock is `.offprint/lock` in the site's folder. A command holds it from before it reads the files that it will
//! rewrite until its last write. The file contains the name of the command and is removed with the lock. If the folder
//! is deleted while a command writes, another command can start. The module does not know what is written.

use super::Why;
use crate::publish::file_lock::{self, Patience};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The folder of the site that holds the lock. Builds keep their cache there too.
const FOLDER: &str = ".offprint";
const LOCK: &str = ".offprint/lock";
/// Shown if the name of the holder cannot be read.
const UNNAMED: &str = "another command";
/// The maximum length of the name of a holder, in characters.
const LONGEST: usize = 100;

/// How long a command waits for another one: five seconds. Nearly all commands take less.
pub(super) const PATIENCE: Patience = Patience { tries: 100, pause: Duration::from_millis(50) };

/// The write lock of a site. It is released when this value is dropped.
#[derive(Debug)]
pub struct Claim {
    site: PathBuf,
    /// Open while the lock is held.
    file: Option<File>,
}

impl Claim {
    /// Locks a site for a command such as `fmt`. If another command holds the lock, waits a few seconds and calls
    /// `waits` once with the name of that command.
    ///
    /// # Errors
    /// If another command keeps the lock, or if the lock cannot be made. No file is left then.
    pub fn take(site: &Path, command: &str, waits: &mut dyn FnMut(&str)) -> Result<Claim, Why> {
        Claim::take_within(PATIENCE, site, command, waits)
    }

    pub(super) fn take_within(
        patience: Patience,
        site: &Path,
        command: &str,
        waits: &mut dyn FnMut(&str),
    ) -> Result<Claim, Why> {
        let (folder, place) = (site.join(FOLDER), site.join(LOCK));
        if !site.is_dir() {
            return Err(Why::NoSite);
        }
        let is_link = |place: &Path| fs::symlink_metadata(place).is_ok_and(|found| found.is_symlink());
        if is_link(&folder) || is_link(&place) {
            return Err(Why::Link);
        }
        let open = || {
            match fs::create_dir(&folder) {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
            File::options().read(true).write(true).create(true).truncate(false).open(&place)
        };
        let mut holder = None;
        let wait = || {
            if holder.is_none() {
                let name = held_by(&place).unwrap_or_else(|| UNNAMED.to_owned());
                waits(&name);
                holder = Some(name);
            }
        };
        let mut file = match file_lock::take(&place, patience, open, wait) {
            Ok(Some(file)) => file,
            Ok(None) => {
                let holder = held_by(&place).or(holder);
                return Err(Why::Busy(holder.unwrap_or_else(|| UNNAMED.to_owned())));
            }
            Err(error) => {
                // This succeeds only if the folder is empty.
                let _ = fs::remove_dir(&folder);
                return Err(Why::NoLock(error));
            }
        };
        // The name is for people to read. The lock works without it.
        let _ = name(&mut file, &format!("`offprint {command}` (process {})", std::process::id()));
        Ok(Claim { site: site.to_owned(), file: Some(file) })
    }
}

impl Drop for Claim {
    #[expect(clippy::disallowed_methods, reason = "the lock is not content")]
    fn drop(&mut self) {
        // While this file is locked, no other command can have made a new one at the same path.
        let _ = fs::remove_file(self.site.join(LOCK));
        drop(self.file.take());
        // This succeeds only if the folder is empty.
        let _ = fs::remove_dir(self.site.join(FOLDER));
    }
}

fn name(file: &mut File, holder: &str) -> io::Result<()> {
    file.set_len(0)?;
    file.write_all(holder.as_bytes())
}

/// Returns the name of the command that holds a lock, if it can be read.
fn held_by(place: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    File::open(place).and_then(|file| file.take(4 * LONGEST as u64).read_to_end(&mut bytes)).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let text: String = text.chars().filter(|char| !char.is_control()).take(LONGEST).collect();
    (!text.is_empty()).then_some(text)
}
