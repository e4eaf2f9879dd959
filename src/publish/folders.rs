//! Checks which directories may be used as output directory. Writes nothing.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use super::failure::{Failure, Remedy};
use super::output_lock::WORK;
use super::path::below;
use super::{Folders, MANIFEST};

/// Directories of a site, apart from its content, that a build must not write to.
const SOURCES: [&str; 6] = ["themes", "templates", "static", "i18n", ".git", ".offprint"];

/// An output directory that passed the checks.
#[derive(Debug)]
pub(super) struct OutputFolder {
    /// The path with links resolved.
    pub out: PathBuf,
    /// Whether it exists.
    pub exists: bool,
}

/// Resolves the output directory and checks that a build may write to it: it must not overlap the sources of the site,
/// and must be new, empty or from an earlier build.
pub(super) fn find(folders: &Folders<'_>) -> Result<OutputFolder, Failure> {
    let out = resolve(folders.out)?;
    let shown = folders.out.display();
    let site = resolve(folders.site)?;
    if site.starts_with(&out) {
        let relation = if site == out { "is" } else { "contains" };
        return Err(Failure::refused(
            format!("the output directory `{shown}` {relation} the site directory"),
            Remedy::SeparateDirectory,
        ));
    }
    let sources = SOURCES.iter().map(|name| folders.site.join(name));
    for source in sources.chain([folders.content.to_owned()]) {
        let place = resolve(&source)?;
        if out.starts_with(&place) || place.starts_with(&out) {
            return Err(Failure::refused(
                format!(
                    "the output directory `{shown}` overlaps the source directory `{}`",
                    source.display()
                ),
                Remedy::SeparateDirectory,
            ));
        }
    }
    if out.components().any(|part| part == Component::Normal(".git".as_ref())) {
        return Err(Failure::refused(
            format!("the output directory `{shown}` is inside the `.git` directory of a repository"),
            Remedy::SeparateDirectory,
        ));
    }
    let exists = path_exists(folders.out, &out)?;
    if exists && !is_ours(&out)? {
        return Err(Failure::refused(
            format!("`{shown}` is not empty, and Offprint did not create its files"),
            Remedy::EmptyDirectory,
        ));
    }
    Ok(OutputFolder { out, exists })
}

/// Returns the failure for an output directory in which Git tracks the file `path`.
pub(super) fn tracked(shown: &Path, path: &str) -> Failure {
    // As the user typed it.
    let shown = shown.strip_prefix(".").unwrap_or(shown).display();
    Failure::refused(
        format!("Git tracks files in the output directory `{shown}`, such as `{}`", path.escape_debug()),
        Remedy::Untrack(shown.to_string()),
    )
}

/// Returns the failure for an output directory with `count` files that are not part of the site; `first` is one of
/// them.
pub(super) fn foreign(shown: &Path, first: &str, count: usize) -> Failure {
    let more = if count > 1 { format!(" and {} more", count - 1) } else { String::new() };
    Failure::refused(
        format!(
            "`{}` contains files that are not part of the site: `{}`{more}",
            shown.display(),
            first.escape_debug()
        ),
        Remedy::RemoveForeignFiles,
    )
}

/// Returns the paths in `out` that are not `ours`, sorted, including links and special files. Skips empty directories,
/// the staging directory and `.git`.
pub(super) fn foreign_files(out: &Path, ours: &dyn Fn(&str) -> bool) -> io::Result<Vec<String>> {
    let mut foreign = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(below(out, &folder))? {
            let entry = entry?;
            let name = entry.file_name();
            let path = match folder.as_str() {
                "" if name == WORK || name == ".git" => continue,
                "" => name.to_string_lossy().into_owned(),
                folder => format!("{folder}/{}", name.to_string_lossy()),
            };
            // No build writes a name that is not UTF-8.
            let is_ours = name.to_str().is_some() && ours(&path);
            match entry.file_type()?.is_dir() {
                true if name.to_str().is_some() => folders.push(path),
                _ if is_ours => {}
                _ => foreign.push(path),
            }
        }
    }
    foreign.sort_unstable();
    Ok(foreign)
}

/// Returns an absolute path with links resolved. The path need not exist.
fn resolve(path: &Path) -> Result<PathBuf, Failure> {
    let absolute = std::path::absolute(path).map_err(Failure::io("finding", path))?;
    let mut missing = Vec::new();
    let mut known = absolute.as_path();
    loop {
        match fs::canonicalize(known) {
            Ok(real) => return Ok(missing.iter().rev().fold(real, |folder, name| folder.join(name))),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) if error.kind() == ErrorKind::NotADirectory => {}
            Err(error) => return Err(Failure::io("finding", path)(error)),
        }
        if fs::symlink_metadata(known).is_ok_and(|found| found.is_symlink()) {
            return Err(Failure::refused(
                format!("`{}` is a symbolic link without a target", known.display()),
                Remedy::FixLink,
            ));
        }
        // The path ends in `..`, after a directory that does not exist.
        let (Some(name), Some(parent)) = (known.file_name(), known.parent()) else {
            return Err(Failure::refused(
                format!("`{}` does not name a directory", path.display()),
                Remedy::PlainPath,
            ));
        };
        missing.push(name);
        known = parent;
    }
}

fn path_exists(shown: &Path, out: &Path) -> Result<bool, Failure> {
    match fs::metadata(out) {
        Ok(found) if found.is_dir() => Ok(true),
        Ok(_) => Err(not_a_directory(shown)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) if error.kind() == ErrorKind::NotADirectory => Err(not_a_directory(shown)),
        Err(error) => Err(Failure::io("reading", shown)(error)),
    }
}

fn not_a_directory(shown: &Path) -> Failure {
    Failure::refused(
        format!("expected a directory at `{}`, found a file", shown.display()),
        Remedy::RemoveFile,
    )
}

/// Returns whether a directory is empty, or from a build, perhaps a killed one.
fn is_ours(out: &Path) -> Result<bool, Failure> {
    // The staging directory first: a build that finishes now writes the manifest before it removes that directory.
    let is_left = fs::symlink_metadata(out.join(WORK)).is_ok_and(|found| found.is_dir());
    let is_built = fs::symlink_metadata(out.join(MANIFEST)).is_ok_and(|found| found.is_file());
    if is_left || is_built {
        return Ok(true);
    }
    let looking = Failure::io("listing", out);
    for entry in fs::read_dir(out).map_err(&looking)? {
        let entry = entry.map_err(&looking)?;
        // Another build may have started since; its lock is checked later.
        let is_work = entry.file_name() == WORK && entry.file_type().is_ok_and(|found| found.is_dir());
        if !is_work {
            return Ok(false);
        }
    }
    Ok(true)
}
