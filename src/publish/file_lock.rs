//! Lock files, held with a lock of the operating system.
//!
//! The lock belongs to the open file, so a killed process leaves no lock behind. The holder removes the file before it
//! releases the lock. A process that opened the file before then has a lock on a removed file, and tries again.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::Path;
use std::thread;
use std::time::Duration;

/// The number of attempts if other processes remove the file.
const RETRIES: usize = 100;

/// How long to wait for another process.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// The number of further attempts.
    pub tries: u32,
    /// The time between two attempts.
    pub pause: Duration,
}

/// Locks the file at `place`, which `open` opens or creates. Returns `None` if another process still holds the lock
/// after the last attempt. `wait` is called before each pause.
///
/// On a file system without locks, this succeeds without a lock. Users must then not run two processes at the same
/// time.
///
/// # Errors
/// If `open` or the system reports an error. [`ErrorKind::NotFound`] from `open` is not one: another process may have
/// removed the directory.
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
                // On Windows, the holder cannot remove the file while it is open here.
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

/// Returns whether an open file is still the one at `place`. The previous holder may have removed it.
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
