//! Lists and reads the files of a site.

#![expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads files; whether a stamp is certain depends on the clock"
)]

use super::FilePath;
use super::encoding::{self, Encoding};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use walkdir::WalkDir;
use xxhash_rust::xxh3::xxh3_64;

/// The files of a site: their paths, listed once; their content is read on request.
#[derive(Debug)]
pub struct Sources {
    origin: Origin,
    files: Arc<BTreeSet<FilePath>>,
    skipped: Vec<Skipped>,
    /// The only files that may have changed since the previous listing. `None`: unknown.
    changed: Option<BTreeSet<FilePath>>,
}

/// A path in the site's folders that is not read, and the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The path.
    pub path: FilePath,
    /// The reason.
    pub why: Why,
}

/// Why a path is skipped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// A symbolic link. Following it could publish any file of the machine that builds.
    SymbolicLink,
    /// The name is not UTF-8.
    Name,
    /// A system or a program left it behind: nobody means to publish it.
    Litter,
    /// The folder could not be listed.
    Unreadable(String),
}

#[derive(Debug)]
enum Origin {
    /// The folder, and when its files were listed.
    Disk(PathBuf, SystemTime),
    Memory(BTreeMap<FilePath, Arc<[u8]>>),
}

/// Why a text could not be read.
#[derive(Debug)]
pub enum ReadError {
    /// The bytes are not UTF-8.
    NotUtf8 {
        /// The number of bytes before the first invalid one.
        valid: usize,
        /// The encoding that it may have instead.
        encoding: Encoding,
    },
    /// The file is too large.
    TooLarge {
        /// Its length in bytes.
        len: u64,
        /// The maximum in bytes.
        most: u64,
    },
    /// The operating system's error.
    Io(io::Error),
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ReadError::NotUtf8 { .. } => out.write_str("it is not UTF-8 text"),
            ReadError::TooLarge { len, most } => write!(out, "expected at most {most} bytes, found {len}"),
            ReadError::Io(error) => error.fmt(out),
        }
    }
}

/// The only folders and files of a repository that are read as a site.
pub const ROOTS: [&str; 6] = ["site.toml", "content", "themes", "templates", "static", "i18n"];

impl Sources {
    /// Lists the files of the site in `root`, by path. Skips hidden files, editors' backups and symbolic links; the last are in
    /// [`Sources::skipped`].
    pub fn discover(root: &Path) -> Sources {
        let mut files = Vec::new();
        let mut skipped = Vec::new();
        let now = SystemTime::now();
        for top in ROOTS {
            let walk = WalkDir::new(root.join(top)).follow_links(false).sort_by_file_name();
            let is_read = |entry: &walkdir::DirEntry| {
                entry.depth() == 0
                    || !is_noise(&entry.file_name().to_string_lossy(), is_published(root, entry.path()))
            };
            for entry in walk.into_iter().filter_entry(is_read) {
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
                        let name = entry.file_name().to_string_lossy();
                        if is_litter(&name) && is_published(root, entry.path()) {
                            skipped.push(Skipped { path, why: Why::Litter });
                        } else if kind.is_symlink() {
                            skipped.push(Skipped { path, why: Why::SymbolicLink });
                        } else if kind.is_file() {
                            files.push(path);
                        }
                    }
                    // A missing top folder is fine; an unreadable one is not.
                    Err(error) if error.depth() == 0 && is_missing(&error) => {}
                    Err(error) => {
                        let path = error.path().and_then(|path| site_path(root, path));
                        // The error's own text would repeat the path.
                        let reason = error.io_error().map_or_else(|| error.to_string(), io::Error::to_string);
                        let why = Why::Unreadable(reason);
                        skipped.push(Skipped { path: path.unwrap_or_else(|| top.into()), why });
                    }
                }
            }
        }
        let files = Arc::new(files.into_iter().collect());
        Sources { origin: Origin::Disk(root.to_owned(), now), files, skipped, changed: None }
    }

    /// Returns the nearest directory that contains `site.toml`: `.`, or an ancestor such as `../..`. `None` if there is none.
    pub fn nearest() -> Option<PathBuf> {
        let depth = std::env::current_dir().ok()?.components().count();
        let mut folder = PathBuf::from(".");
        for _ in 0..depth {
            if folder.join("site.toml").is_file() {
                return Some(folder);
            }
            folder = if folder == Path::new(".") { "..".into() } else { folder.join("..") };
        }
        None
    }

    /// Returns the files that a path on the command line names: a file or a directory, relative to the current directory or to the site.
    /// Symbolic links to files of the site count as these files. Empty if it names no file of the site.
    pub fn named(&self, path: &Path) -> Vec<FilePath> {
        let Origin::Disk(root, _) = &self.origin else { return Vec::new() };
        let Ok(root) = root.canonicalize() else { return Vec::new() };
        let below = |path: &Path| site_path(&root, &path.canonicalize().ok()?);
        let Some(place) = below(path).or_else(|| below(&root.join(path))) else { return Vec::new() };
        let is_named = |file: &&FilePath| {
            place.is_empty()
                || file.strip_prefix(&*place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.files.iter().filter(is_named).cloned().collect()
    }

    /// Returns the site after a change of only these paths, relative to its folder. Lists the files again unless every path is an existing
    /// file of the site.
    pub fn changed<'a>(&self, paths: impl IntoIterator<Item = &'a Path>) -> Sources {
        let Origin::Disk(root, _) = &self.origin else { return Sources::in_memory([] as [(&str, &[u8]); 0]) };
        let now = SystemTime::now();
        let edited = |path: &Path| {
            let path = site_path(root, &root.join(path)).filter(|path| self.files.contains(path))?;
            let is_file = std::fs::symlink_metadata(root.join(&*path)).is_ok_and(|found| found.is_file());
            is_file.then_some(path)
        };
        let Some(changed) = paths.into_iter().map(edited).collect::<Option<BTreeSet<_>>>() else {
            return Sources::discover(root);
        };
        let (files, skipped) = (self.files.clone(), self.skipped.clone());
        Sources { origin: Origin::Disk(root.clone(), now), files, skipped, changed: Some(changed) }
    }

    /// Returns whether the files that may have changed are known.
    pub fn are_changes_known(&self) -> bool {
        self.changed.is_some()
    }

    /// Returns whether a file below `folder` (which ends in `/`) may have changed since the previous listing.
    pub fn may_have_changed_below(&self, folder: &str) -> bool {
        self.changed.as_ref().is_none_or(|changed| changed.iter().any(|path| path.starts_with(folder)))
    }

    /// Returns whether a file may have changed since the previous listing.
    pub fn may_have_changed(&self, path: &str) -> bool {
        self.changed.as_ref().is_none_or(|changed| changed.contains(path))
    }

    /// Returns a site that exists in memory only. `files` are pairs of path and bytes.
    pub fn in_memory<P: Into<FilePath>, B: Into<Arc<[u8]>>>(
        files: impl IntoIterator<Item = (P, B)>,
    ) -> Sources {
        let bytes: BTreeMap<FilePath, Arc<[u8]>> =
            files.into_iter().map(|(path, bytes)| (path.into(), bytes.into())).collect();
        let files = Arc::new(bytes.keys().cloned().collect());
        Sources { origin: Origin::Memory(bytes), files, skipped: Vec::new(), changed: None }
    }

    /// Returns all files, by path.
    pub fn files(&self) -> impl Iterator<Item = &FilePath> {
        self.files.iter()
    }

    /// Returns the files below `folder` (which ends in `/`), by path.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a FilePath> {
        self.files
            .range::<str, _>((std::ops::Bound::Included(folder), std::ops::Bound::Unbounded))
            .take_while(move |path| path.starts_with(folder))
    }

    /// Returns whether the site has a file at this path.
    pub fn contains(&self, path: &str) -> bool {
        self.files.contains(path)
    }

    /// Returns a hash of a file's metadata (times, inode, length), which changes with its content. `None` if that is not certain: for files
    /// in memory, and for a file so new that another write may leave its time unchanged.
    pub fn stamp(&self, path: &str) -> Option<u64> {
        match &self.origin {
            Origin::Disk(root, now) => stamp(&std::fs::symlink_metadata(root.join(path)).ok()?, *now),
            Origin::Memory(_) => None,
        }
    }

    /// Returns the site's folder on disk; `None` for a site in memory.
    pub fn folder(&self) -> Option<&Path> {
        match &self.origin {
            Origin::Disk(root, _) => Some(root),
            Origin::Memory(_) => None,
        }
    }

    /// Returns the paths that were found but are not read.
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// Reads a file.
    ///
    /// # Errors
    /// The operating system's error, also if the file disappeared since it was listed.
    pub fn bytes(&self, path: &str) -> io::Result<Arc<[u8]>> {
        match &self.origin {
            Origin::Disk(root, _) => std::fs::read(root.join(path)).map(Into::into),
            Origin::Memory(files) => {
                files.get(path).cloned().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
            }
        }
    }

    /// Reads a text. A byte order mark is kept, since spans count its bytes.
    ///
    /// # Errors
    /// [`ReadError::Io`] as for [`Sources::bytes`]; [`ReadError::NotUtf8`].
    pub fn text(&self, path: &str) -> Result<String, ReadError> {
        self.text_within(path, u64::MAX)
    }

    /// Reads a text of at most `most` bytes.
    ///
    /// # Errors
    /// Like [`Sources::text`], but returns [`ReadError::TooLarge`] if the file is larger.
    pub fn text_within(&self, path: &str, most: u64) -> Result<String, ReadError> {
        let bytes = match &self.origin {
            Origin::Disk(root, _) => read_within(&root.join(path), most)?,
            Origin::Memory(_) => self.bytes(path).map_err(ReadError::Io)?.to_vec(),
        };
        match bytes.len() as u64 {
            len if len > most => Err(ReadError::TooLarge { len, most }),
            _ => encoding::utf8(bytes).map_err(|(valid, encoding)| ReadError::NotUtf8 { valid, encoding }),
        }
    }

    /// Reads a text to quote in a report, with invalid bytes replaced; empty if it cannot be read.
    pub fn text_to_show(&self, path: &str) -> Arc<str> {
        self.bytes(path).map(|bytes| String::from_utf8_lossy(&bytes).into()).unwrap_or_default()
    }
}

/// Reads at most `most` bytes: the author of an entry must not decide how much memory a build takes.
fn read_within(path: &Path, most: u64) -> Result<Vec<u8>, ReadError> {
    let file = File::open(path).map_err(ReadError::Io)?;
    // Reading the length first would cost two more system calls per file.
    let mut bytes = Vec::with_capacity(4 << 10);
    let read = (&file).take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(ReadError::Io)?;
    match read as u64 > most {
        true => Err(ReadError::TooLarge { len: file.metadata().map_err(ReadError::Io)?.len(), most }),
        false => Ok(bytes),
    }
}

/// Another write to a file younger than this may leave its time unchanged.
const FRESH: Duration = Duration::from_millis(100);
/// The same for file systems with times in whole seconds.
const FRESH_COARSE: Duration = Duration::from_secs(3);

fn stamp(found: &Metadata, now: SystemTime) -> Option<u64> {
    let since_epoch = |time: SystemTime| time.duration_since(SystemTime::UNIX_EPOCH).ok();
    let modified = found.modified().ok().and_then(since_epoch)?;
    // A copy can be given the times and length of the file it replaces, but not its change time and inode.
    #[cfg(unix)]
    let (changed, number) = {
        use std::os::unix::fs::MetadataExt as _;
        let seconds = u64::try_from(found.ctime()).unwrap_or_default();
        (Duration::new(seconds, u32::try_from(found.ctime_nsec()).unwrap_or_default()), found.ino())
    };
    #[cfg(not(unix))]
    let (changed, number) = (modified, 0);
    let newest = modified.max(changed);
    let fresh = if newest.subsec_nanos() == 0 { FRESH_COARSE } else { FRESH };
    let is_settled = since_epoch(now).is_some_and(|now| now > newest + fresh);
    let metadata = [modified.as_nanos(), changed.as_nanos(), u128::from(number), u128::from(found.len())];
    let mut bytes = [0; 64];
    for (chunk, number) in bytes.chunks_mut(16).zip(metadata) {
        chunk.copy_from_slice(&number.to_le_bytes());
    }
    is_settled.then(|| xxh3_64(&bytes))
}

/// Returns whether a change at `path`, relative to the site's folder, can change what is read. Editors' temporary files cannot.
pub fn is_read(path: &Path) -> bool {
    let mut parts = path.components().map(|part| part.as_os_str().to_string_lossy());
    let is_root = parts.next().is_some_and(|top| ROOTS.contains(&&*top));
    let published = is_published(Path::new(""), path);
    // Vim creates `4913` to test whether the folder is writable.
    is_root && parts.all(|name| !is_noise(&name, published) && name != "4913" && !name.ends_with(".tmp"))
}

/// Whether a file is published as it is: it is below `static/`, of the site or of a theme.
fn is_published(root: &Path, path: &Path) -> bool {
    let mut parts = path.strip_prefix(root).unwrap_or(path).components().map(|part| part.as_os_str());
    match parts.next() {
        Some(top) if top == "themes" => parts.nth(1).is_some_and(|part| part == "static"),
        top => top.is_some_and(|top| top == "static"),
    }
}

/// Files that editors, systems and version control leave behind. Names that begin with a dot mean something to hosts
/// (`.well-known`, `.htaccess`), so those that are `published` stay out only where they are known not to.
fn is_noise(name: &str, published: bool) -> bool {
    const HIDDEN: [&str; 13] = [
        ".git",
        ".gitattributes",
        ".gitignore",
        ".gitkeep",
        ".gitmodules",
        ".hg",
        ".hgignore",
        ".svn",
        ".bzr",
        ".idea",
        ".vscode",
        ".DS_Store",
        ".directory",
    ];
    let is_hidden = match published {
        true => {
            HIDDEN.contains(&name)
                || [".#", "._", ".~", ".nfs", ".Trash", ".offprint"]
                    .iter()
                    .any(|start| name.starts_with(start))
        }
        false => name.starts_with('.'),
    };
    is_hidden
        || name.ends_with('~')
        || [".swp", ".swo", ".swx"].iter().any(|end| name.ends_with(end))
        || (name.starts_with('#') && name.ends_with('#'))
}

/// Files that systems and programs leave where people see them.
fn is_litter(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    matches!(
        name.as_str(),
        "thumbs.db"
            | "ehthumbs.db"
            | "desktop.ini"
            | "__macosx"
            | "icon\r"
            | "npm-debug.log"
            | ".env"
            | ".editorconfig"
    ) || ["~$", ".env.", ".fuse_hidden"].iter().any(|start| name.starts_with(start))
        || [".orig", ".rej", ".bak", ".tmp", ".crdownload", ".part"].iter().any(|end| name.ends_with(end))
}

fn is_missing(error: &walkdir::Error) -> bool {
    error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound)
}

/// Returns the path relative to `root`, with `/` as separator. `None` if it is not UTF-8.
fn site_path(root: &Path, path: &Path) -> Option<FilePath> {
    let parts: Option<Vec<&str>> =
        path.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/").into())
}
