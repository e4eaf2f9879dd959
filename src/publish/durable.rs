//! Flushes files to disk, so that they survive a power failure.
//!
//! A file is durable once both the file and its directory have been flushed. For many files on Linux, `syncfs` flushes
//! the whole file system, which takes as long as a few single files.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The maximum number of files that are flushed one by one, at some milliseconds each. `syncfs` is slower if other
/// processes write much.
const FEW: usize = 64;

/// Flushes files that were written.
///
/// # Errors
/// If the system reports an error. Which files are durable is then unknown.
pub fn files(places: &[PathBuf]) -> io::Result<()> {
    match places.len() > FEW && together(places)? {
        true => Ok(()),
        false => places.iter().try_for_each(|place| file(place)),
    }
}

/// Flushes directories in which files were created, renamed or removed.
///
/// # Errors
/// If the system reports an error. Which files are durable is then unknown.
pub fn folders(places: &[PathBuf]) -> io::Result<()> {
    match places.len() > FEW && together(places)? {
        true => Ok(()),
        false => places.iter().try_for_each(|place| folder(place)),
    }
}

/// Flushes a directory and everything below it.
///
/// # Errors
/// If the system reports an error. Which files are durable is then unknown.
#[cfg_attr(
    not(target_os = "linux"),
    expect(clippy::disallowed_methods, reason = "flushing a directory requires listing it")
)]
pub fn tree(place: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    return Ok(rustix::fs::syncfs(File::open(place)?)?);
    #[cfg(not(target_os = "linux"))]
    {
        for entry in fs::read_dir(place)? {
            let entry = entry?;
            match entry.file_type()? {
                kind if kind.is_dir() => tree(&entry.path())?,
                kind if kind.is_file() => file(&entry.path())?,
                _ => {}
            }
        }
        folder(place)
    }
}

fn file(place: &Path) -> io::Result<()> {
    // Windows flushes only files that are open for writing.
    File::options().read(true).write(cfg!(windows)).open(place)?.sync_all()
}

fn folder(place: &Path) -> io::Result<()> {
    if cfg!(windows) {
        return Ok(());
    }
    match File::open(place)?.sync_all() {
        // Some file systems cannot flush directories.
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        done => done,
    }
}

/// Flushes the file systems of these files or directories. Returns whether the platform supports that.
#[cfg(target_os = "linux")]
fn together(places: &[PathBuf]) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    let mut flushed = Vec::new();
    for place in places {
        let device = fs::symlink_metadata(place)?.dev();
        if !flushed.contains(&device) {
            rustix::fs::syncfs(File::open(place)?)?;
            flushed.push(device);
        }
    }
    Ok(true)
}

#[cfg(not(target_os = "linux"))]
fn together(places: &[PathBuf]) -> io::Result<bool> {
    let _ = fs::symlink_metadata(places.first().map_or(Path::new("."), PathBuf::as_path))?;
    Ok(false)
}
