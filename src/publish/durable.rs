//! Makes what was written survive a power failure: waits until the disk has it.
//!
//! A file is safe once both it and the folder that names it have been flushed. For many files, Linux flushes their whole file system at
//! once (`syncfs`), which takes as long as a few single files do. It does not know what is flushed.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// More files than this are flushed together. One file takes some milliseconds; a file system takes longer, the more others write to it.
const FEW: usize = 64;

/// Flushes files that were written.
///
/// # Errors
/// What the system says; then it is not known what the disk has.
pub fn files(places: &[PathBuf]) -> io::Result<()> {
    match places.len() > FEW && together(places)? {
        true => Ok(()),
        false => places.iter().try_for_each(|place| file(place)),
    }
}

/// Flushes folders in which files were made, renamed or removed.
///
/// # Errors
/// What the system says; then it is not known what the disk has.
pub fn folders(places: &[PathBuf]) -> io::Result<()> {
    match places.len() > FEW && together(places)? {
        true => Ok(()),
        false => places.iter().try_for_each(|place| folder(place)),
    }
}

/// Flushes a folder with everything below it.
///
/// # Errors
/// What the system says; then it is not known what the disk has.
#[cfg_attr(
    not(target_os = "linux"),
    expect(clippy::disallowed_methods, reason = "everything below a folder has to be listed to be flushed")
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
    // Windows flushes only what may be written.
    File::options().read(true).write(cfg!(windows)).open(place)?.sync_all()
}

fn folder(place: &Path) -> io::Result<()> {
    if cfg!(windows) {
        return Ok(());
    }
    match File::open(place)?.sync_all() {
        // Some file systems flush no folders.
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        done => done,
    }
}

/// Flushes the file systems that hold these files or folders, and tells whether it could.
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
