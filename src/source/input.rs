//! Input files of an import. Each is read once, from start to end.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Opens a file for reading; `-` is standard input.
///
/// # Errors
/// The operating system's error; also for a folder.
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

/// Reads a file as text; `-` is standard input.
///
/// # Errors
/// The operating system's error; also for a folder, and for text that is not UTF-8.
pub fn text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    open(path)?.read_to_string(&mut text)?;
    Ok(text)
}

/// Reads a file; `-` is standard input.
///
/// # Errors
/// The operating system's error; also for a folder.
pub fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns the input files that `path` names: `path` itself, or the files in that folder with this `extension`, by
/// name.
///
/// # Errors
/// The operating system's error while listing the folder.
pub fn files(path: &Path, extension: &str) -> io::Result<Vec<PathBuf>> {
    if path == Path::new("-") || !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in WalkDir::new(path).follow_links(false).sort_by_file_name() {
        let entry = entry.map_err(io::Error::from)?;
        let is_match = entry.path().extension().is_some_and(|found| found == extension);
        if entry.file_type().is_file() && is_match {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}
