//! Which folders may be written to.
//!
//! It only looks. Whatever it refuses was not touched.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use super::failure::Failure;
use super::output_lock::WORK;
use super::path::below;
use super::{Folders, MANIFEST};

/// Folders of a site, beside its content, that a build must not write to.
const SOURCES: [&str; 6] = ["themes", "templates", "static", "i18n", ".git", ".offprint"];

/// The output folder, found to be one we may write to.
#[derive(Debug)]
pub(super) struct OutputFolder {
    /// Where it really is, links followed.
    pub out: PathBuf,
    /// Whether it is there already.
    pub exists: bool,
}

/// Finds the output folder and makes sure that it may be written to: that it is apart from what a site is made of,
/// and new, empty or ours.
pub(super) fn find(folders: &Folders<'_>) -> Result<OutputFolder, Failure> {
    let out = resolve(folders.out)?;
    let shown = folders.out.display();
    let site = resolve(folders.site)?;
    if site.starts_with(&out) {
        let relation = if site == out { "is the site's own folder" } else { "holds the site's own folder" };
        return Err(Failure::refused(
            format!("the output folder `{shown}` {relation}"),
            "give the output a folder of its own, such as `public`",
        ));
    }
    let sources = SOURCES.iter().map(|name| folders.site.join(name));
    for source in sources.chain([folders.content.to_owned()]) {
        let place = resolve(&source)?;
        if out.starts_with(&place) || place.starts_with(&out) {
            return Err(Failure::refused(
                format!(
                    "the output folder `{shown}` and the site's `{}` lie in each other",
                    source.display()
                ),
                "give the output a folder of its own, such as `public`",
            ));
        }
    }
    if out.components().any(|part| part == Component::Normal(".git".as_ref())) {
        return Err(Failure::refused(
            format!("the output folder `{shown}` is inside a git repository's own `.git`"),
            "give the output a folder of its own, such as `public`",
        ));
    }
    let exists = is_there(folders.out, &out)?;
    if exists && !is_ours(&out)? {
        return Err(Failure::refused(
            format!("`{shown}` is not empty, and no build of this program filled it"),
            "empty it, remove it or choose another `--out`",
        ));
    }
    Ok(OutputFolder { out, exists })
}

/// Refuses a folder that holds a file, `path` in it, which a version control system tracks.
pub(super) fn tracked(shown: &Path, path: &str) -> Failure {
    // As it is typed.
    let shown = shown.strip_prefix(".").unwrap_or(shown).display();
    Failure::refused(
        format!("git tracks files of the output folder `{shown}`, such as `{}`", path.escape_debug()),
        format!(
            "a build makes the output, so it does not belong in a repository: run `git rm -r --cached {shown}` and add the \
             folder to .gitignore, or build with --allow-tracked-output"
        ),
    )
}

/// Refuses a folder that holds files which are not part of the site: `first` and all in all `count`.
pub(super) fn foreign(shown: &Path, first: &str, count: usize) -> Failure {
    let more = if count > 1 { format!(" and {} more", count - 1) } else { String::new() };
    Failure::refused(
        format!(
            "`{}` holds files that are not part of the site: `{}`{more}",
            shown.display(),
            first.escape_debug()
        ),
        "remove them, choose another `--out`, or build without --fresh",
    )
}

/// Lists what a folder holds that is not `ours`, by path; links and special files among it. Empty folders are left out, and so is the
/// working folder, and git's own folder of a checkout.
pub(super) fn strangers(out: &Path, ours: &dyn Fn(&str) -> bool) -> io::Result<Vec<String>> {
    let mut strangers = Vec::new();
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
            // A name that is not UTF-8 is none of ours.
            let is_ours = name.to_str().is_some() && ours(&path);
            match entry.file_type()?.is_dir() {
                true if name.to_str().is_some() => folders.push(path),
                _ if is_ours => {}
                _ => strangers.push(path),
            }
        }
    }
    strangers.sort_unstable();
    Ok(strangers)
}

/// Returns where a path leads, links followed, whether or not something is there.
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
                format!("`{}` is a link to nothing", known.display()),
                "remove the link or make what it points to",
            ));
        }
        // A name is missing where the path ends in `..`: what is not there has no neighbours.
        let (Some(name), Some(parent)) = (known.file_name(), known.parent()) else {
            return Err(Failure::refused(
                format!("`{}` names no folder", path.display()),
                "give its plain path",
            ));
        };
        missing.push(name);
        known = parent;
    }
}

fn is_there(shown: &Path, out: &Path) -> Result<bool, Failure> {
    match fs::metadata(out) {
        Ok(found) if found.is_dir() => Ok(true),
        Ok(_) => Err(in_the_way(shown)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) if error.kind() == ErrorKind::NotADirectory => Err(in_the_way(shown)),
        Err(error) => Err(Failure::io("looking at", shown)(error)),
    }
}

fn in_the_way(shown: &Path) -> Failure {
    Failure::refused(
        format!("a file is where the output folder `{}` goes", shown.display()),
        "remove it or choose another `--out`",
    )
}

/// Tells whether an output folder is ours to fill: empty, left by a build, or left by one that was killed.
fn is_ours(out: &Path) -> Result<bool, Failure> {
    // The working folder first: a build that ends meanwhile has put its manifest there before removing it.
    let is_left = fs::symlink_metadata(out.join(WORK)).is_ok_and(|found| found.is_dir());
    let is_built = fs::symlink_metadata(out.join(MANIFEST)).is_ok_and(|found| found.is_file());
    if is_left || is_built {
        return Ok(true);
    }
    let looking = Failure::io("looking into", out);
    for entry in fs::read_dir(out).map_err(&looking)? {
        let entry = entry.map_err(&looking)?;
        // A build may have begun since, and will say so by its lock.
        let is_work = entry.file_name() == WORK && entry.file_type().is_ok_and(|found| found.is_dir());
        if !is_work {
            return Ok(false);
        }
    }
    Ok(true)
}
