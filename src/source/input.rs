//! Files from elsewhere, read once from the beginning to the end: what is imported.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Opens a file, or what comes in by `-`, to be read bit by bit.
///
/// # Errors
/// What the machine says.
pub fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    if path == Path::new("-") {
        return Ok(Box::new(BufReader::with_capacity(1 << 16, io::stdin())));
    }
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    Ok(Box::new(BufReader::with_capacity(1 << 18, file)))
}

/// Returns the files an input stands for: itself, or those of a folder that end in `extension`, by name.
///
/// # Errors
/// What the machine says.
pub fn files(path: &Path, extension: &str) -> io::Result<Vec<PathBuf>> {
    if path == Path::new("-") || !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in WalkDir::new(path).follow_links(false).sort_by_file_name() {
        let entry = entry.map_err(io::Error::from)?;
        let is_wanted = entry.path().extension().is_some_and(|found| found == extension);
        if entry.file_type().is_file() && is_wanted {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

/// Returns how many bytes a file has, where that is known.
pub fn len(path: &Path) -> Option<u64> {
    path.metadata().ok().filter(std::fs::Metadata::is_file).map(|found| found.len())
}
