//! The right to write to a site: one command at a time.
//!
//! The lock is on `.offprint/lock` in the site's folder, from before a command reads what it will rewrite until its last write. The file
//! names its holder, and goes with it. Deleting the folder while a command writes lets another one in. It does not know what is written.

use super::Why;
use crate::publish::file_lock::{self, Patience};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The folder of the site that holds the lock. Builds keep their cache there too.
const FOLDER: &str = ".offprint";
const LOCK: &str = ".offprint/lock";
/// What a holder is called that cannot be read.
const UNNAMED: &str = "another command";
/// The longest that the name of a holder is shown, in characters.
const LONGEST: usize = 100;

/// How long a command waits for another one: five seconds. Nearly all commands take less.
pub(super) const PATIENCE: Patience = Patience { tries: 100, pause: Duration::from_millis(50) };

/// The right to write to a site, until it is dropped.
#[derive(Debug)]
pub struct Claim {
    site: PathBuf,
    /// Held for its lock.
    file: Option<File>,
}

impl Claim {
    /// Claims a site for a command such as `fmt`. Where another command has it, waits a few seconds; `waits` hears once for which.
    ///
    /// # Errors
    /// Where another command keeps the site, and where the lock cannot be made. Nothing is left then.
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
                // Only where it is empty.
                let _ = fs::remove_dir(&folder);
                return Err(Why::NoLock(error));
            }
        };
        // It is there to be read by people; without it the lock is as good.
        let _ = name(&mut file, &format!("`offprint {command}` (process {})", std::process::id()));
        Ok(Claim { site: site.to_owned(), file: Some(file) })
    }
}

impl Drop for Claim {
    #[expect(clippy::disallowed_methods, reason = "the lock is not content")]
    fn drop(&mut self) {
        // As long as the file is locked nobody else can have made another one there.
        let _ = fs::remove_file(self.site.join(LOCK));
        drop(self.file.take());
        // Only where it is empty.
        let _ = fs::remove_dir(self.site.join(FOLDER));
    }
}

fn name(file: &mut File, holder: &str) -> io::Result<()> {
    file.set_len(0)?;
    file.write_all(holder.as_bytes())
}

/// Returns the name of the command that holds a lock, where it can be read.
fn held_by(place: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    File::open(place).and_then(|file| file.take(4 * LONGEST as u64).read_to_end(&mut bytes)).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let text: String = text.chars().filter(|char| !char.is_control()).take(LONGEST).collect();
    (!text.is_empty()).then_some(text)
}
