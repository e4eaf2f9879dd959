//! Tests of the publisher, with failures at every step.

mod builds;
mod faults;
mod folders;
mod kill;
mod manifests;
mod paths;
mod properties;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::SystemTime;

use super::{Ahead, Disk, Failure, Folders, Options, OutPath, Publisher, Receipt};

/// Files by path.
pub(super) type Tree = BTreeMap<String, Vec<u8>>;

/// A failure at one step of the disk.
#[derive(Debug, Clone, Default)]
pub(super) struct Fault {
    at: Option<Arc<At>>,
}

#[derive(Debug)]
struct At {
    steps_left: AtomicI64,
    kind: io::ErrorKind,
    /// Whether all later steps fail too, as if the process was killed.
    is_end: bool,
}

impl Fault {
    /// Returns a failure of the step after `steps`.
    fn after(steps: i64, kind: io::ErrorKind) -> Fault {
        Fault { at: Some(Arc::new(At { steps_left: AtomicI64::new(steps), kind, is_end: false })) }
    }

    /// Returns a failure of the step after `steps` and of all later ones.
    fn end_after(steps: i64) -> Fault {
        let kind = io::ErrorKind::Interrupted;
        Fault { at: Some(Arc::new(At { steps_left: AtomicI64::new(steps), kind, is_end: true })) }
    }

    pub fn step(&self) -> io::Result<()> {
        let Some(at) = &self.at else { return Ok(()) };
        let left = at.steps_left.fetch_sub(1, Ordering::SeqCst);
        match left == 0 || (left < 0 && at.is_end) {
            true => Err(at.kind.into()),
            false => Ok(()),
        }
    }

    /// Like `step`, but leaves a partly written file.
    pub fn tear(&self, place: &Path, bytes: &[u8]) -> io::Result<()> {
        let was_last = self.at.as_ref().is_some_and(|at| at.steps_left.load(Ordering::SeqCst) == 0);
        if was_last && !place.exists() {
            let _ = fs::write(place, &bytes[..bytes.len() / 2]);
        }
        self.step()
    }

    /// Returns whether the failure occurred.
    fn struck(&self) -> bool {
        self.at.as_ref().is_some_and(|at| at.steps_left.load(Ordering::SeqCst) < 0)
    }
}

/// The directories of a new site.
struct Site {
    root: tempfile::TempDir,
    options: Options,
}

impl Site {
    fn new() -> Site {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("site/content")).unwrap();
        Site { root, options: Options::default() }
    }

    fn out(&self) -> PathBuf {
        self.root.path().join("site/public")
    }

    fn open_on(&self, disk: Disk) -> Result<Publisher, Failure> {
        let (site, out) = (self.root.path().join("site"), self.out());
        Publisher::open_on(
            disk,
            &Folders { site: &site, content: &site.join("content"), out: &out },
            Ahead::default(),
            &self.options,
        )
    }

    fn open(&self) -> Result<Publisher, Failure> {
        self.open_on(Disk::default())
    }

    fn build_on(&self, fault: Fault, tree: &Tree) -> Result<Receipt, Failure> {
        let publisher = self.open_on(Disk { fault, ..Disk::default() })?;
        for (path, bytes) in tree {
            publisher.put(&path_of(path), bytes)?;
        }
        publisher.finish()
    }

    fn build(&self, tree: &Tree) -> Result<Receipt, Failure> {
        self.build_on(Fault::default(), tree)
    }

    /// Returns all files of the output directory, including the manifest.
    fn all(&self) -> Tree {
        read(&self.out())
    }

    /// Returns the files of the output directory whose paths are valid in a site.
    fn files(&self) -> Tree {
        let mut files = self.all();
        files.retain(|path, _| !path.starts_with(".offprint"));
        files
    }

    fn add(&self, path: &str, text: &str) {
        let place = self.out().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }

    fn mtime(&self, path: &str) -> SystemTime {
        fs::metadata(self.out().join(path)).unwrap().modified().unwrap()
    }
}

/// Returns the output of a clean build of these files, including the manifest.
fn clean(tree: &Tree) -> Tree {
    let site = Site::new();
    site.build(tree).unwrap();
    site.all()
}

fn path_of(path: &str) -> OutPath {
    OutPath::new(path).unwrap()
}

/// Pairs of path and text.
fn tree(files: &[(&str, &str)]) -> Tree {
    files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

/// Reads a directory. Empty directories are paths that end in `/`.
fn read(root: &Path) -> Tree {
    fn walk(root: &Path, path: &str, tree: &mut Tree) {
        for entry in fs::read_dir(root.join(path)).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{path}{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                let folder = format!("{path}/");
                walk(root, &folder, tree);
                tree.insert(folder, Vec::new());
            } else {
                let bytes = fs::read(entry.path()).unwrap_or_default();
                tree.insert(path, bytes);
            }
        }
    }
    let mut tree = Tree::new();
    if root.is_dir() {
        walk(root, "", &mut tree);
    }
    tree
}
