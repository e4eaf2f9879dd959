//! Publishes a staged build. The parent module describes the order of the steps, which makes it crash-safe.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use super::failure::{Failure, Remedy};
use super::manifest::{self, Entry};
use super::path::{OutPath, below, folder};
use super::receipt::Receipt;
use super::write::Disk;
use super::{Fate, MANIFEST, Made, Publisher};

/// Publishes the files in `made`, which is sorted by path, without duplicates.
pub(super) fn commit(publisher: &Publisher, made: &[Made]) -> Result<Receipt, Failure> {
    let names = |path: &OutPath| made.binary_search_by(|made| made.path.cmp(path)).is_ok();
    let gone: Vec<_> = publisher.last.files.iter().filter(|(path, _)| !names(path)).collect();
    let commit = Commit { publisher, made, gone };

    commit.check_tree("")?;
    commit.check_changed()?;
    commit.check_obsolete()?;
    let (promised, promise) = commit.promise();
    let promise = manifest::write(promised, promise);
    let truth = manifest::write(made.len(), made.iter().map(|made| (&made.path, made.entry)));
    // Both manifests are written before the site changes, so that a full disk is detected before.
    let promised = publisher.last.text != Some(xxh3_64(&promise));
    let promised = promised.then(|| commit.stage_manifest("promise", &promise)).transpose()?;
    let true_one = (truth != promise).then(|| commit.stage_manifest("truth", &truth)).transpose()?;
    let writes = promised.is_some() || true_one.is_some() || made.iter().any(|made| made.fate != Fate::Kept);
    if writes {
        commit.flush(Disk::flush_tree, &publisher.work.folder)?;
    }
    if let Some(staged) = promised {
        commit.move_manifest(&staged)?;
        commit.flush(Disk::flush_folder, &publisher.out).map_err(Failure::begun)?;
    }
    let mut receipt = Receipt::new(made);
    receipt.bytes_manifest = truth.len() as u64;
    if publisher.list_changes {
        receipt.changes = commit.changes(publisher.last.text != Some(xxh3_64(&truth)));
    }
    receipt.removed = commit.remove_obsolete().map_err(Failure::begun)?;
    commit.move_tree("").map_err(Failure::begun)?;
    commit.move_changed().map_err(Failure::begun)?;
    if writes {
        commit.flush(Disk::flush_tree, &publisher.out).map_err(Failure::begun)?;
    }
    if let Some(staged) = true_one {
        commit.move_manifest(&staged).map_err(Failure::begun)?;
        commit.flush(Disk::flush_folder, &publisher.out).map_err(Failure::begun)?;
    }
    Ok(receipt)
}

struct Commit<'a> {
    publisher: &'a Publisher,
    made: &'a [Made],
    /// Files of the last build that are not in this one, sorted by path.
    gone: Vec<&'a (OutPath, Entry)>,
}

impl Commit<'_> {
    /// Returns the entries of the temporary manifest: what is certain of old and new files during the steps.
    fn promise(&self) -> (usize, impl Iterator<Item = (&OutPath, Entry)>) {
        let mut gone = self.gone.iter().map(|(path, entry)| (path, *entry)).peekable();
        let mut made = self.made.iter().map(|made| (&made.path, self.promised(made))).peekable();
        let merged = std::iter::from_fn(move || match (gone.peek(), made.peek()) {
            (Some((old, _)), Some((new, _))) if old < new => gone.next(),
            (_, Some(_)) => made.next(),
            _ => gone.next(),
        });
        (self.gone.len() + self.made.len(), merged)
    }

    fn promised(&self, made: &Made) -> Entry {
        match made.fate {
            Fate::Kept => made.entry,
            // A complete manifest guarantees that no file is there before.
            Fate::Added if self.publisher.last.whole => made.entry,
            Fate::Added | Fate::Changed(_) => made.entry.unsure(),
        }
    }

    /// Flushes to disk, if [`super::Options::fsync`] is set.
    fn flush(&self, flush: fn(&Disk, &Path) -> io::Result<()>, place: &Path) -> Result<(), Failure> {
        let Publisher { disk, shown, .. } = self.publisher;
        flush(disk, place).map_err(Failure::io("flushing", shown))
    }

    fn stage_manifest(&self, name: &str, text: &[u8]) -> Result<PathBuf, Failure> {
        let Publisher { disk, work, shown, .. } = self.publisher;
        let staged = work.folder.join(name);
        disk.new_file(&staged, text).map_err(Failure::io("writing", &shown.join(MANIFEST)))?;
        Ok(staged)
    }

    fn move_manifest(&self, staged: &Path) -> Result<(), Failure> {
        let Publisher { disk, out, shown, .. } = self.publisher;
        disk.rename(staged, &out.join(MANIFEST)).map_err(Failure::io("writing", &shown.join(MANIFEST)))
    }

    /// Checks that every new file below `folder` of the staged tree can be moved to the output directory.
    fn check_tree(&self, folder: &str) -> Result<(), Failure> {
        let mut is_changed = false;
        for (path, is_folder) in self.staged(folder)? {
            let there = match fs::symlink_metadata(below(&self.publisher.out, &path)) {
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    is_changed = true;
                    continue;
                }
                there => there.map_err(|error| self.failed("reading", &path, error))?,
            };
            if is_folder && there.is_dir() {
                self.check_tree(&path)?;
                continue;
            }
            is_changed = true;
            match (is_folder, there.is_dir()) {
                (true, false) if self.is_obsolete(&path) => {}
                (false, true) if self.is_all_obsolete(&path) => {}
                // If the manifest is damaged, any file may be from an earlier build.
                (false, false) if !self.publisher.last.whole => {}
                _ => return Err(self.in_the_way(&path)),
            }
        }
        if is_changed { self.check_folder(folder) } else { Ok(()) }
    }

    /// Checks that the directories of changed files are directories and not links, and that the files can be replaced.
    fn check_changed(&self) -> Result<(), Failure> {
        let mut parents = Parents::default();
        let mut folders = BTreeSet::new();
        for made in self.made.iter().filter(|made| matches!(made.fate, Fate::Changed(_))) {
            match parents.check(&self.publisher.out, &made.path) {
                Parent::Inside if folders.insert(made.path.folder()) => {
                    self.check_folder(made.path.folder())?;
                }
                Parent::Inside => {}
                Parent::Missing => {
                    return Err(self.publisher.failed("replacing", &made.path)(ErrorKind::NotFound.into()));
                }
                Parent::Outside => return Err(self.in_the_way(made.path.folder())),
            }
        }
        Ok(())
    }

    /// Checks that obsolete files and their directories can be removed.
    fn check_obsolete(&self) -> Result<(), Failure> {
        let mut parents = Parents::default();
        let mut folders = BTreeSet::new();
        for (path, _) in &self.gone {
            if parents.check(&self.publisher.out, path) == Parent::Inside {
                folders.extend([path.folder(), folder(path.folder())]);
            }
        }
        folders.into_iter().try_for_each(|folder| self.check_folder(folder))
    }

    /// Checks that the entries of a directory may be replaced and removed.
    fn check_folder(&self, folder: &str) -> Result<(), Failure> {
        let place = below(&self.publisher.out, folder);
        self.publisher.disk.may_change(&place).map_err(|error| self.failed("writing to", folder, error))
    }

    /// Returns the paths of the files that this build writes or removes, sorted.
    fn changes(&self, is_manifest_new: bool) -> Vec<String> {
        let written = self.made.iter().filter(|made| made.fate != Fate::Kept).map(|made| &made.path);
        let removed = self.gone.iter().map(|(path, _)| path);
        let mut changes: Vec<String> = written.chain(removed).map(ToString::to_string).collect();
        changes.extend(is_manifest_new.then(|| MANIFEST.to_owned()));
        changes.sort_unstable();
        changes
    }

    /// Removes obsolete files, and directories that became empty. Returns the number of files.
    fn remove_obsolete(&self) -> Result<u64, Failure> {
        let Publisher { disk, out, .. } = self.publisher;
        let mut removed = 0;
        let mut folders = BTreeSet::new();
        let mut parents = Parents::default();
        for (path, _) in &self.gone {
            // A file behind a link, or a directory in its place, is not from an earlier build.
            let parent = parents.check(out, path);
            let place = below(out, path.as_str());
            if parent == Parent::Inside && fs::symlink_metadata(&place).is_ok_and(|found| !found.is_dir()) {
                match disk.remove_file(&place) {
                    Err(error) if error.kind() == ErrorKind::NotFound => {}
                    done => done.map_err(|error| self.failed("removing", path.as_str(), error))?,
                }
                removed += 1;
            }
            if parent != Parent::Outside {
                folders.insert(path.folder());
            }
        }
        // In descending order, so that a directory comes after its subdirectories.
        while let Some(path) = folders.pop_last() {
            if path.is_empty() {
                continue;
            }
            match disk.remove_folder(&below(out, path)).map_err(|error| (error.kind(), error)) {
                Ok(()) | Err((ErrorKind::NotFound, _)) => _ = folders.insert(folder(path)),
                // The directory is not empty, or a process uses it.
                Err((
                    ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists | ErrorKind::ResourceBusy,
                    _,
                )) => {}
                Err((_, error)) => return Err(self.failed("removing", path, error)),
            }
        }
        Ok(removed)
    }

    /// Moves new files and directories below `folder` to the output directory, each new directory with one rename.
    fn move_tree(&self, folder: &str) -> Result<(), Failure> {
        let Publisher { disk, work, out, .. } = self.publisher;
        for (path, is_folder) in self.staged(folder)? {
            let (from, to) = (below(&work.tree, &path), below(out, &path));
            if is_folder && fs::symlink_metadata(&to).is_ok_and(|there| there.is_dir()) {
                self.move_tree(&path)?;
            } else {
                disk.rename(&from, &to).map_err(|error| self.failed("moving", &path, error))?;
            }
        }
        Ok(())
    }

    /// Moves changed files over the old ones. This is slow for thousands of files: ext4 starts to write a file when it
    /// replaces another.
    fn move_changed(&self) -> Result<(), Failure> {
        let Publisher { disk, out, .. } = self.publisher;
        for made in self.made {
            if let Fate::Changed(number) = made.fate {
                let to = below(out, made.path.as_str());
                disk.rename(&self.publisher.staged_path(number), &to)
                    .map_err(self.publisher.failed("replacing", &made.path))?;
            }
        }
        Ok(())
    }

    /// Returns the entries of a directory of the staged tree: the path, and whether it is a directory.
    fn staged(&self, folder: &str) -> Result<Vec<(String, bool)>, Failure> {
        list(&below(&self.publisher.work.tree, folder), folder)
            .map_err(|error| self.failed("listing", folder, error))
    }

    fn is_obsolete(&self, path: &str) -> bool {
        self.gone.binary_search_by(|(gone, _)| gone.as_str().cmp(path)).is_ok()
    }

    /// Returns whether a directory of the output contains only obsolete files. A killed build may have removed some of
    /// them.
    fn is_all_obsolete(&self, folder: &str) -> bool {
        let inside = format!("{folder}/");
        let first = self.gone.partition_point(|(gone, _)| gone.as_str() < inside.as_str());
        let was_ours = self.gone.get(first).is_some_and(|(gone, _)| gone.as_str().starts_with(&inside));
        let is_going = |(path, is_folder): &(String, bool)| match is_folder {
            true => self.is_all_obsolete(path),
            false => self.is_obsolete(path),
        };
        was_ours
            && list(&below(&self.publisher.out, folder), folder)
                .is_ok_and(|listed| listed.iter().all(is_going))
    }

    fn in_the_way(&self, path: &str) -> Failure {
        Failure::refused(
            format!("`{}` already exists, and Offprint did not create it", self.shown(path)),
            Remedy::MoveFile,
        )
    }

    fn failed(&self, doing: &'static str, path: &str, error: io::Error) -> Failure {
        Failure::io(doing, Path::new(&self.shown(path)))(error)
    }

    fn shown(&self, path: &str) -> String {
        below(&self.publisher.shown, path).display().to_string()
    }
}

/// Returns the entries of the directory `place`, which is `path` in the output: the path, and whether it is a
/// directory. Links are not.
fn list(place: &Path, path: &str) -> io::Result<Vec<(String, bool)>> {
    let mut listed = Vec::new();
    for entry in fs::read_dir(place)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let path = if path.is_empty() { name.into_owned() } else { format!("{path}/{name}") };
        listed.push((path, entry.file_type()?.is_dir()));
    }
    Ok(listed)
}

/// Checks the parent directories of files that come sorted by path. It checks each directory once.
#[derive(Default)]
struct Parents {
    /// The last directory whose parents are directories and not links.
    known: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Parent {
    /// All parents are directories and not links.
    Inside,
    /// A parent does not exist.
    Missing,
    /// A parent is a link or a file.
    Outside,
}

impl Parents {
    /// Returns what the parent directories of `path` are.
    fn check(&mut self, out: &Path, path: &OutPath) -> Parent {
        let folder = path.folder();
        for (end, _) in path.as_str().match_indices('/') {
            let part = &folder[..end];
            let rest = self.known.strip_prefix(part);
            if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
                continue;
            }
            match fs::symlink_metadata(below(out, part)) {
                Ok(found) if found.is_dir() => {}
                Err(error) if error.kind() == ErrorKind::NotFound => return Parent::Missing,
                _ => return Parent::Outside,
            }
        }
        self.known.clear();
        self.known.push_str(folder);
        Parent::Inside
    }
}
