//! One process at a time: a file that the operating system locks.
//!
//! The lock belongs to the open file, so a killed process cannot keep it. A holder removes the file before it lets go; whoever opened that
//! file in the meantime holds a lock on nothing, and begins again. It does not know what a lock protects.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::thread;
use std::time::Duration;

/// How often to begin again because another process removed the file.
const RETRIES: usize = 100;

/// How long to wait for a lock that another process holds.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// How often to try again.
    pub tries: u32,
    /// The time between two tries.
    pub pause: Duration,
}

/// Locks the file at `place`, which `open` opens or creates; none where another process still holds it when patience ends. `wait` is called
/// before each pause.
///
/// A file system without locks counts as locked: there, two processes at once are the user's to avoid.
///
/// # Errors
/// What `open` and the system say. `open` may answer [`ErrorKind::NotFound`] where another process has just removed the folder.
pub fn take(
    place: &Path,
    patience: Patience,
    mut open: impl FnMut() -> io::Result<File>,
    mut wait: impl FnMut(),
) -> io::Result<Option<File>> {
    let (mut waited, mut vanished) = (0, 0);
    while vanished < RETRIES {
        let file = match open() {
            Err(error) if error.kind() == ErrorKind::NotFound && vanished + 1 < RETRIES => {
                vanished += 1;
                continue;
            }
            file => file?,
        };
        match file.try_lock() {
            Ok(()) if is_at(&file, place)? => return Ok(Some(file)),
            Ok(()) => vanished += 1,
            Err(TryLockError::WouldBlock) if waited < patience.tries => {
                waited += 1;
                // Else the process that holds it could not remove it on Windows.
                drop(file);
                wait();
                thread::sleep(patience.pause);
            }
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {
                return Ok(Some(file));
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Ok(None)
}

/// Tells whether an open file is still the one at `place`: the process that held it before may have removed it.
fn is_at(file: &File, place: &Path) -> io::Result<bool> {
    let there = match fs::symlink_metadata(place) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        there => there?,
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let here = file.metadata()?;
        Ok((here.dev(), here.ino()) == (there.dev(), there.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = file;
        Ok(there.is_file())
    }
}
