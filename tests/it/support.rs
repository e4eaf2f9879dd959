//! Builds sites into temporary folders.

#![expect(clippy::disallowed_methods, reason = "tests read and write folders of their own")]

use offprint::diagnostic::{Checked, Diagnostic};
use offprint::publish::{Folders, Publisher, Receipt};
use offprint::source::Sources;
use offprint::{Prepared, Request};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// Every file of a folder: path below it, with `/`, and bytes.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// The sites without errors.
pub const SOUND: [&str; 5] = ["minimal", "week", "child-theme", "unicode", "hostile"];

/// Returns a folder of this repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Returns the folder of a fixture site.
pub fn fixture(name: &str) -> PathBuf {
    repository("tests/sites").join(name)
}

/// Returns the folder of a site that came out wrong elsewhere.
pub fn fixture_of_case(name: &str) -> PathBuf {
    repository("tests/data/cases/site").join(name)
}

/// A site and its output.
pub struct Built {
    pub prepared: Prepared,
    pub tree: Tree,
}

/// Reads a site and its problems.
pub fn prepare(site: &Path, request: &Request) -> (Sources, Checked<Option<Prepared>>) {
    let sources = Sources::discover(site);
    let checked = offprint::prepare(&sources, request, &());
    (sources, checked)
}

/// Builds a site that has no errors.
pub fn build(site: &Path, request: &Request) -> Built {
    let out = TempDir::new().unwrap();
    let (prepared, _) = build_into(site, request, out.path());
    Built { prepared, tree: tree(out.path()) }
}

/// Builds a site that has no errors into a folder.
pub fn build_into(site: &Path, request: &Request, out: &Path) -> (Prepared, Receipt) {
    let (sources, checked) = prepare(site, request);
    let errors: Vec<&Diagnostic> = checked.diagnostics.iter().filter(|problem| problem.is_error()).collect();
    assert!(errors.is_empty(), "{}: {errors:#?}", site.display());
    let prepared = checked.value.unwrap();
    let receipt = write(site, &sources, &prepared, out);
    (prepared, receipt)
}

/// Writes a site that was prepared.
pub fn write(site: &Path, sources: &Sources, prepared: &Prepared, out: &Path) -> Receipt {
    let content = site.join("content");
    let publisher = Publisher::open(&Folders { site, content: &content, out }).unwrap();
    offprint::write(prepared, sources, publisher, &()).unwrap_or_else(|stopped| panic!("{stopped:?}"))
}

/// Reads a folder.
pub fn tree(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap_or_else(|error| panic!("{}: {error}", next.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                // The cache is not compared, and other tests may write it.
                if !path.ends_with(".offprint") {
                    folders.push(path);
                }
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                tree.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    tree
}

/// Returns a file of a site as text.
pub fn text<'a>(tree: &'a Tree, path: &str) -> &'a str {
    let bytes = tree.get(path).unwrap_or_else(|| panic!("there is no {path}"));
    std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Copies a site, to change it.
pub fn copy(site: &Path) -> TempDir {
    let copy = TempDir::new().unwrap();
    for (path, bytes) in tree(site) {
        if !path.starts_with("expected/") {
            put(copy.path(), &path, bytes);
        }
    }
    copy
}

/// Writes a file of a site.
pub fn put(site: &Path, path: &str, bytes: impl AsRef<[u8]>) {
    let path = site.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// Runs git with an author and a time, independent of the machine's settings.
pub fn git(folder: &Path, (name, time): (&str, &str), arguments: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")])
        .envs([
            ("GIT_AUTHOR_NAME", name),
            ("GIT_AUTHOR_EMAIL", "them@example.org"),
            ("GIT_AUTHOR_DATE", time),
        ])
        .envs([("GIT_COMMITTER_NAME", "Keeper"), ("GIT_COMMITTER_EMAIL", "keeper@example.org")])
        .env("GIT_COMMITTER_DATE", time)
        .args(["-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Returns the paths that differ between two trees.
pub fn difference(one: &Tree, two: &Tree) -> Vec<String> {
    let paths = one.keys().chain(two.keys().filter(|path| !one.contains_key(*path)));
    paths.filter(|path| one.get(*path) != two.get(*path)).cloned().collect()
}
