//! Finding and reading the files of a site.

#![expect(clippy::disallowed_methods, reason = "this is the one place that reads")]

use super::FilePath;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::WalkDir;

/// The files of a site: their names at hand, their texts read when asked for.
#[derive(Debug)]
pub struct Sources {
    origin: Origin,
    files: BTreeMap<FilePath, FileState>,
    skipped: Vec<Skipped>,
}

/// What the disk tells of a file without opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileState {
    /// Length in bytes.
    pub len: u64,
}

/// Something in the site's folders that is not read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    pub path: FilePath,
    pub why: Why,
}

/// Why a file is passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// A symbolic link: following it could publish any file of the machine that builds.
    SymbolicLink,
    /// Its name is not UTF-8.
    Name,
    /// The folder could not be listed.
    Unreadable(String),
}

#[derive(Debug)]
enum Origin {
    Disk(PathBuf),
    Memory(BTreeMap<FilePath, Arc<[u8]>>),
}

/// Why a text could not be had.
#[derive(Debug)]
pub enum ReadError {
    /// The bytes are not UTF-8; `valid` bytes of them are.
    NotUtf8 { valid: usize },
    /// The machine said no.
    Io(io::Error),
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ReadError::NotUtf8 { .. } => out.write_str("it is not UTF-8 text"),
            ReadError::Io(error) => error.fmt(out),
        }
    }
}

/// The folders and files of a site that are read; everything else in the repository is none of our business.
const ROOTS: [&str; 5] = ["site.toml", "content", "themes", "templates", "static"];

impl Sources {
    /// Lists the files of the site in `root`, in the order of their paths. Hidden files, editors' backups and symbolic links are
    /// left out; the latter are named in [`Sources::skipped`].
    pub fn discover(root: &Path) -> Sources {
        let mut files = BTreeMap::new();
        let mut skipped = Vec::new();
        for top in ROOTS {
            let walk = WalkDir::new(root.join(top)).follow_links(false).sort_by_file_name();
            let visible = walk
                .into_iter()
                .filter_entry(|entry| entry.depth() == 0 || !is_noise(&entry.file_name().to_string_lossy()));
            for entry in visible {
                match entry {
                    Ok(entry) => {
                        let kind = entry.file_type();
                        if kind.is_dir() {
                            continue;
                        }
                        let Some(path) = site_path(root, entry.path()) else {
                            let path = entry.path().to_string_lossy().into();
                            skipped.push(Skipped { path, why: Why::Name });
                            continue;
                        };
                        if kind.is_symlink() {
                            skipped.push(Skipped { path, why: Why::SymbolicLink });
                        } else if kind.is_file() {
                            let len = entry.metadata().map_or(0, |meta| meta.len());
                            files.insert(path, FileState { len });
                        }
                    }
                    // A top folder that is not there is no problem; one that cannot be read is.
                    Err(error) if error.depth() == 0 && is_missing(&error) => {}
                    Err(error) => {
                        let path = error.path().and_then(|path| site_path(root, path));
                        // The path is told anyway.
                        let reason = error.io_error().map_or_else(|| error.to_string(), io::Error::to_string);
                        let why = Why::Unreadable(reason);
                        skipped.push(Skipped { path: path.unwrap_or_else(|| top.into()), why });
                    }
                }
            }
        }
        Sources { origin: Origin::Disk(root.to_owned()), files, skipped }
    }

    /// Returns a site that exists in memory only. `files` are pairs of path and bytes.
    pub fn in_memory<P: Into<FilePath>, B: Into<Arc<[u8]>>>(
        files: impl IntoIterator<Item = (P, B)>,
    ) -> Sources {
        let bytes: BTreeMap<FilePath, Arc<[u8]>> =
            files.into_iter().map(|(path, bytes)| (path.into(), bytes.into())).collect();
        let files =
            bytes.iter().map(|(path, bytes)| (path.clone(), FileState { len: bytes.len() as u64 })).collect();
        Sources { origin: Origin::Memory(bytes), files, skipped: Vec::new() }
    }

    /// Returns every file with what is known of it, by path.
    pub fn files(&self) -> impl Iterator<Item = (&FilePath, FileState)> {
        self.files.iter().map(|(path, state)| (path, *state))
    }

    /// Returns the files below `folder` (which ends in `/`), by path.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a FilePath, FileState)> {
        self.files
            .range::<str, _>((std::ops::Bound::Included(folder), std::ops::Bound::Unbounded))
            .take_while(move |(path, _)| path.starts_with(folder))
            .map(|(path, state)| (path, *state))
    }

    /// Tells whether the site has a file of that path.
    pub fn contains(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// Returns a file's length in bytes, as it was when the files were listed.
    pub fn len(&self, path: &str) -> Option<u64> {
        self.files.get(path).map(|state| state.len)
    }

    /// What was found and is not read.
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// Reads a file whole.
    ///
    /// # Errors
    /// What the machine says; a file that vanished since it was listed among it.
    pub fn bytes(&self, path: &str) -> io::Result<Arc<[u8]>> {
        match &self.origin {
            Origin::Disk(root) => std::fs::read(root.join(path)).map(Into::into),
            Origin::Memory(files) => {
                files.get(path).cloned().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
            }
        }
    }

    /// Reads a text whole. A byte order mark stays: places in the text count it.
    ///
    /// # Errors
    /// As [`Sources::bytes`], and where the bytes are not UTF-8.
    pub fn text(&self, path: &str) -> Result<String, ReadError> {
        let bytes = match &self.origin {
            Origin::Disk(root) => std::fs::read(root.join(path)).map_err(ReadError::Io)?,
            Origin::Memory(_) => self.bytes(path).map_err(ReadError::Io)?.to_vec(),
        };
        String::from_utf8(bytes)
            .map_err(|error| ReadError::NotUtf8 { valid: error.utf8_error().valid_up_to() })
    }

    /// Reads a text for showing a part of it, with wrong bytes replaced; empty where it cannot be read.
    pub fn text_to_show(&self, path: &str) -> Arc<str> {
        self.bytes(path).map(|bytes| String::from_utf8_lossy(&bytes).into()).unwrap_or_default()
    }
}

/// Files that editors, systems and version control leave behind.
fn is_noise(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || name.ends_with(".swp")
        || (name.starts_with('#') && name.ends_with('#'))
}

fn is_missing(error: &walkdir::Error) -> bool {
    error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound)
}

/// Returns the path below `root` with `/` between the parts, where its name is UTF-8.
fn site_path(root: &Path, path: &Path) -> Option<FilePath> {
    let parts: Option<Vec<&str>> =
        path.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/").into())
}
