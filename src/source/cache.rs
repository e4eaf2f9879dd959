//! What the last build read, so that this one need not read it again: the folder `.offprint/` of a site.
//!
//! Content is kept file by file, in at most some hundreds of parts, so that one file that changed costs the writing of one part. A file
//! is taken from the cache only where the disk tells that it did not change (see [`Sources::stamp`](crate::source::Sources)). By what the
//! file holds would be more often, but then whoever could slip a part of a cache into the repository could put anything into the site;
//! a file's stamp nobody can foretell. Deleting the folder is always safe, and so is damage: each part has a checksum, and what is not
//! right is as if it were not there. Nothing that goes wrong here is anybody's problem; the next build only takes longer.
//!
//! It knows nothing of what is kept.
#![expect(clippy::disallowed_methods, reason = "this is the one place that reads and writes `.offprint/`")]

use crate::source::FilePath;
use crate::source::codec::{Bytes, Stored};
use std::fs;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// The folder's name in the site's.
pub const FOLDER: &str = ".offprint";

const HEADER: &[u8] = b"offprint cache\n";
/// Files that share a part, about. A file may be a paper or a whole day.
const FILES: usize = 4;
/// More parts than this would only be more files.
const PARTS: usize = 256;

/// The cache of a site.
#[derive(Debug)]
pub struct Cache {
    /// None where nothing is kept.
    folder: Option<PathBuf>,
    /// What all that is kept depends on beside the files: another key, another cache.
    key: u64,
    parts: usize,
}

/// A part of the cache as it is on disk.
#[derive(Debug, Default)]
pub struct Part {
    bytes: Vec<u8>,
    files: Vec<Extent>,
}

/// Where something stands in a part.
#[derive(Debug)]
struct Extent {
    path: FilePath,
    stamp: u64,
    start: usize,
    end: usize,
}

/// What is kept of a file.
#[derive(Debug)]
pub struct CachedFile<'a> {
    pub path: FilePath,
    pub stamp: u64,
    pub record: std::borrow::Cow<'a, [u8]>,
}

impl Cache {
    /// Opens the cache of the site in `folder`, which keeps so many files.
    pub fn open(folder: Option<&Path>, key: u64, files: usize) -> Cache {
        let parts = (files / FILES).next_power_of_two().min(PARTS);
        let folder = folder.map(|folder| folder.join(FOLDER)).filter(|own| !is_link(own));
        let folder = folder.map(|own| own.join("content")).filter(|content| !is_link(content));
        Cache { folder, key, parts }
    }

    /// How many parts there are.
    pub fn parts(&self) -> usize {
        self.parts
    }

    /// Returns the number of the part that a file belongs to.
    pub fn part_of(&self, path: &FilePath) -> usize {
        (xxh3_64(path.as_bytes()) % self.parts as u64) as usize
    }

    /// Reads a part; an empty one where there is none, or it is not as we left it.
    pub fn load(&self, part: usize) -> Part {
        let bytes = self.place(part).and_then(|place| fs::read(place).ok());
        bytes.and_then(|bytes| Part::read(bytes, self.key)).unwrap_or_default()
    }

    /// Writes a part, if it can: whole or not at all.
    pub fn save(&self, part: usize, files: &[CachedFile<'_>]) {
        let Some(place) = self.place(part) else { return };
        put(&place, &Part::write(files, self.key));
    }

    /// Removes what no part is, such as parts of a larger cache and what a killed build left.
    pub fn tidy(&self) {
        let Some(folder) = &self.folder else { return };
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let file = entry.file_name();
            let file = file.to_str().unwrap_or_default();
            let number = file.split('.').next().and_then(|number| number.parse().ok());
            let is_ours = number.is_some_and(|number| file.starts_with(&name(number)));
            let is_part = number.is_some_and(|number| number < self.parts() && file == name(number));
            if is_ours && !is_part && entry.file_type().is_ok_and(|found| found.is_file()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    fn place(&self, part: usize) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join(name(part)))
    }
}

/// One more thing that is kept as a whole, in a file of its own.
#[derive(Debug)]
pub struct Whole {
    place: Option<PathBuf>,
    key: u64,
}

impl Whole {
    /// Opens what the site in `folder` keeps under a name.
    pub fn open(folder: Option<&Path>, name: &str, key: u64) -> Whole {
        let folder = folder.map(|folder| folder.join(FOLDER)).filter(|own| !is_link(own));
        Whole { place: folder.map(|own| own.join(name)), key }
    }

    /// Reads it; nothing where there is none, or it is not as we left it.
    pub fn load(&self) -> Vec<u8> {
        let bytes = self.place.as_ref().and_then(|place| fs::read(place).ok()).unwrap_or_default();
        let body = bytes.strip_prefix(HEADER).and_then(|rest| rest.split_first_chunk());
        let is_sound =
            body.is_some_and(|(sum, body)| u64::from_le_bytes(*sum) == xxh3_64_with_seed(body, self.key));
        if is_sound { bytes[HEADER.len() + 8..].to_vec() } else { Vec::new() }
    }

    /// Writes it, if it can: whole or not at all.
    pub fn save(&self, body: &[u8]) {
        let Some(place) = &self.place else { return };
        let sum = xxh3_64_with_seed(body, self.key).to_le_bytes();
        put(place, &[HEADER, &sum, body].concat());
    }
}

/// Puts a file in place, if it can: whole or not at all.
fn put(place: &Path, bytes: &[u8]) {
    let new = place.with_extension(format!("new-{}", std::process::id()));
    let written = match fs::write(&new, bytes) {
        Err(_) => place.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&new, bytes)),
        written => written,
    };
    if written.and_then(|()| fs::rename(&new, place)).is_err() {
        let _ = fs::remove_file(&new);
    }
}

/// A link would lead us to write, and to remove, somewhere else: it is somebody's, not ours.
fn is_link(folder: &Path) -> bool {
    fs::symlink_metadata(folder).is_ok_and(|found| found.is_symlink())
}

fn name(part: usize) -> String {
    format!("{part:03}")
}

impl Part {
    /// Returns what is kept of a file that has this stamp.
    pub fn get(&self, path: &FilePath, stamp: u64) -> Option<&[u8]> {
        let at = self.files.binary_search_by(|file| file.path.cmp(path)).ok()?;
        let place = self.files.get(at).filter(|place| place.stamp == stamp)?;
        self.bytes.get(place.start..place.end)
    }

    /// How many files are kept in it.
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
        let mut files: Vec<Extent> = Vec::new();
        while !body.left.is_empty() {
            let (path, (stamp, len)) = <(FilePath, (u64, usize))>::take(&mut body)?;
            let start = bytes.len() - body.left.len();
            body.some(len)?;
            files.push(Extent { path, stamp, start, end: start + len });
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
    fn what_another_program_kept_or_what_is_damaged_is_as_if_it_were_not_there() {
        let site = TempDir::new().unwrap();
        let whole = |key| Whole::open(Some(site.path()), "some", key);
        whole(1).save(b"kept");
        assert_eq!(whole(1).load(), b"kept");
        // The key has a hash of the program's sources in it.
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
