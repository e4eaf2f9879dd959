//! The cache of a site in its folder `.offprint/`: records of what the last build read.
//!
//! Records of content are stored in at most 256 parts, so a changed file costs the rewrite of one part. A record is
//! used only if the stamp of its file is unchanged (see [`Sources::stamp`](crate::source::Sources)). A hash of the
//! file's content would match more often. But then a cache committed to the repository could inject any content into
//! the site; nobody can predict a stamp.
//!
//! Deleting the folder is always safe. Each part has a checksum, and a damaged part is ignored. No failure here is
//! reported: the next build is only slower.
//!
//! This module does not know what a record contains.
#![expect(clippy::disallowed_methods, reason = "this is the one place that reads and writes `.offprint/`")]

use crate::source::FilePath;
use crate::source::codec::{Bytes, Stored};
use std::fs;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// The folder's name below the site's folder.
pub const FOLDER: &str = ".offprint";

const HEADER: &[u8] = b"offprint cache\n";
/// Files per part, on average. A file holds one paper or all papers of a day.
const FILES: usize = 4;
/// More parts would save little writing and cost more files.
const PARTS: usize = 256;

#[derive(Debug)]
pub struct Cache {
    /// `None`: nothing is cached.
    folder: Option<PathBuf>,
    /// The seed of all checksums: a hash of everything besides the files that the records depend on.
    key: u64,
    parts: usize,
}

/// A part of the cache, as read from disk.
#[derive(Debug, Default)]
pub struct Part {
    bytes: Vec<u8>,
    files: Vec<RecordPosition>,
}

#[derive(Debug)]
struct RecordPosition {
    path: FilePath,
    stamp: u64,
    start: usize,
    end: usize,
}

#[derive(Debug)]
pub struct CachedFile<'a> {
    pub path: FilePath,
    pub stamp: u64,
    pub record: std::borrow::Cow<'a, [u8]>,
}

impl Cache {
    /// Opens the cache of the site in `folder`, sized for `files` files. Without a folder, or if `.offprint` is a
    /// symbolic link, nothing is cached.
    pub fn open(folder: Option<&Path>, key: u64, files: usize) -> Cache {
        let parts = (files / FILES).next_power_of_two().min(PARTS);
        let folder = folder.map(|folder| folder.join(FOLDER)).filter(|own| !is_link(own));
        let folder = folder.map(|own| own.join("content")).filter(|content| !is_link(content));
        Cache { folder, key, parts }
    }

    pub fn parts(&self) -> usize {
        self.parts
    }

    /// Returns the number of the part that holds a file's record.
    pub fn part_of(&self, path: &FilePath) -> usize {
        (xxh3_64(path.as_bytes()) % self.parts as u64) as usize
    }

    /// Reads a part; an empty one if it is missing or damaged.
    pub fn load(&self, part: usize) -> Part {
        let bytes = self.path(part).and_then(|path| fs::read(path).ok());
        bytes.and_then(|bytes| Part::read(bytes, self.key)).unwrap_or_default()
    }

    /// Writes a part atomically. Errors are ignored.
    pub fn save(&self, part: usize, files: &[CachedFile<'_>]) {
        let Some(path) = self.path(part) else { return };
        write_atomically(&path, &Part::write(files, self.key));
    }

    /// Removes files that are not parts: those of a larger cache, and temporary files of a killed build.
    pub fn tidy(&self) {
        let Some(folder) = &self.folder else { return };
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let file = entry.file_name();
            let file = file.to_str().unwrap_or_default();
            let number = file.split('.').next().and_then(|number| number.parse().ok());
            let is_ours = number.is_some_and(|number| file.starts_with(&part_name(number)));
            let is_part = number.is_some_and(|number| number < self.parts() && file == part_name(number));
            if is_ours && !is_part && entry.file_type().is_ok_and(|found| found.is_file()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    fn path(&self, part: usize) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join(part_name(part)))
    }
}

/// A cached value with a file of its own.
#[derive(Debug)]
pub struct CacheFile {
    path: Option<PathBuf>,
    key: u64,
}

impl CacheFile {
    /// Opens the file `name` below `.offprint/`. Without a folder, or if `.offprint` is a symbolic link, nothing is
    /// cached.
    pub fn open(folder: Option<&Path>, name: &str, key: u64) -> CacheFile {
        let folder = folder.map(|folder| folder.join(FOLDER)).filter(|own| !is_link(own));
        CacheFile { path: folder.map(|own| own.join(name)), key }
    }

    pub fn load(&self) -> Vec<u8> {
        let bytes = self.path.as_ref().and_then(|path| fs::read(path).ok()).unwrap_or_default();
        let body = bytes.strip_prefix(HEADER).and_then(|rest| rest.split_first_chunk());
        let is_sound =
            body.is_some_and(|(sum, body)| u64::from_le_bytes(*sum) == xxh3_64_with_seed(body, self.key));
        if is_sound { bytes[HEADER.len() + 8..].to_vec() } else { Vec::new() }
    }

    /// Writes the value atomically. Errors are ignored.
    pub fn save(&self, body: &[u8]) {
        let Some(path) = &self.path else { return };
        let sum = xxh3_64_with_seed(body, self.key).to_le_bytes();
        write_atomically(path, &[HEADER, &sum, body].concat());
    }
}

/// Writes a file atomically, by a rename. Errors are ignored.
fn write_atomically(path: &Path, bytes: &[u8]) {
    let new = path.with_extension(format!("new-{}", std::process::id()));
    let written = match fs::write(&new, bytes) {
        Err(_) => path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&new, bytes)),
        written => written,
    };
    if written.and_then(|()| fs::rename(&new, path)).is_err() {
        let _ = fs::remove_file(&new);
    }
}

/// Returns whether a folder is a symbolic link. Writing and removing through it would touch files elsewhere.
fn is_link(folder: &Path) -> bool {
    fs::symlink_metadata(folder).is_ok_and(|found| found.is_symlink())
}

fn part_name(part: usize) -> String {
    format!("{part:03}")
}

impl Part {
    /// Returns the record of a file if it was made at this stamp.
    pub fn get(&self, path: &FilePath, stamp: u64) -> Option<&[u8]> {
        let at = self.files.binary_search_by(|file| file.path.cmp(path)).ok()?;
        let record = self.files.get(at).filter(|record| record.stamp == stamp)?;
        self.bytes.get(record.start..record.end)
    }

    pub fn count(&self) -> usize {
        self.files.len()
    }

    fn read(bytes: Vec<u8>, key: u64) -> Option<Part> {
        let rest = bytes.strip_prefix(HEADER)?;
        let (sum, body) = rest.split_first_chunk()?;
        if u64::from_le_bytes(*sum) != xxh3_64_with_seed(body, key) {
            return None;
        }
        let none = FilePath::from("");
        let mut body = Bytes::new(body, &none);
        let mut files: Vec<RecordPosition> = Vec::new();
        while !body.left.is_empty() {
            let (path, (stamp, len)) = <(FilePath, (u64, usize))>::take(&mut body)?;
            let start = bytes.len() - body.left.len();
            body.some(len)?;
            files.push(RecordPosition { path, stamp, start, end: start + len });
        }
        let is_sorted = files.is_sorted_by(|a, b| a.path < b.path);
        is_sorted.then_some(Part { bytes, files })
    }

    fn write(files: &[CachedFile<'_>], key: u64) -> Vec<u8> {
        let records: usize = files.iter().map(|file| file.record.len() + file.path.len() + 32).sum();
        let mut bytes = Vec::with_capacity(HEADER.len() + 8 + records);
        bytes.extend_from_slice(HEADER);
        bytes.extend_from_slice(&[0; 8]);
        for CachedFile { path, stamp, record } in files {
            path.put(&mut bytes);
            stamp.put(&mut bytes);
            record.len().put(&mut bytes);
            bytes.extend_from_slice(record);
        }
        let (head, body) = bytes.split_at_mut(HEADER.len() + 8);
        head[HEADER.len()..].copy_from_slice(&xxh3_64_with_seed(body, key).to_le_bytes());
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    #[test]
    fn a_damaged_cache_or_one_of_another_program_is_ignored() {
        let site = TempDir::new().unwrap();
        let whole = |key| CacheFile::open(Some(site.path()), "some", key);
        whole(1).save(b"kept");
        assert_eq!(whole(1).load(), b"kept");
        // The key includes a hash of the program's sources.
        assert_eq!(whole(2).load(), b"");
        let cache = |key| Cache::open(Some(site.path()), key, 1);
        let path: FilePath = "content/papers/a.md".into();
        let kept = CachedFile { path: path.clone(), stamp: 7, record: b"record".as_slice().into() };
        cache(1).save(0, &[kept]);
        assert_eq!(cache(1).load(0).get(&path, 7), Some(b"record".as_slice()));
        assert_eq!((cache(1).load(0).get(&path, 8), cache(2).load(0).count()), (None, 0));

        let file = site.path().join(FOLDER).join("some");
        let bytes = fs::read(&file).unwrap();
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            fs::write(&file, &damaged).unwrap();
            assert_eq!(whole(1).load(), b"", "{at}");
            fs::write(&file, &bytes[..at]).unwrap();
            assert_eq!(whole(1).load(), b"", "{at}");
        }
    }
}
