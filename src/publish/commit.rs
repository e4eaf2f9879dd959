//! Puts a staged build in place. The order of its steps is what makes it safe; the module above tells it.
//!
//! It knows nothing of how files were compared and staged.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use super::failure::Failure;
use super::manifest::{self, Entry};
use super::path::{OutPath, below, folder};
use super::receipt::Receipt;
use super::write::Disk;
use super::{Fate, MANIFEST, Made, Publisher};

/// Puts in place what was made, which comes by ascending path, each path once.
pub(super) fn commit(publisher: &Publisher, made: &[Made]) -> Result<Receipt, Failure> {
    let names = |path: &OutPath| made.binary_search_by(|made| made.path.cmp(path)).is_ok();
    let gone: Vec<_> = publisher.last.files.iter().filter(|(path, _)| !names(path)).collect();
    let commit = Commit { publisher, made, gone };

    commit.look_at_tree("")?;
    commit.look_at_changed()?;
    commit.look_at_gone()?;
    let (promised, promise) = commit.promise();
    let promise = manifest::write(promised, promise);
    let truth = manifest::write(made.len(), made.iter().map(|made| (&made.path, made.entry)));
    // Both are written before the first is put in place: what may find the disk full comes before what changes the site.
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
    receipt.removed = commit.remove_gone().map_err(Failure::begun)?;
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
    /// Files of the last build that this one did not make, by ascending path.
    gone: Vec<&'a (OutPath, Entry)>,
}

impl Commit<'_> {
    /// Returns what can be said for sure of old and new files until all is in place.
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
            // Until it is moved there nothing is there at all; unless what is there was not known.
            Fate::Added if self.publisher.last.whole => made.entry,
            Fate::Added | Fate::Changed(_) => made.entry.unsure(),
        }
    }

    /// Waits for the disk, where that is asked for.
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

    /// Makes sure that every new file under `folder` of the staged tree can be moved into place.
    fn look_at_tree(&self, folder: &str) -> Result<(), Failure> {
        let mut is_changed = false;
        for (path, is_folder) in self.staged(folder)? {
            let there = match fs::symlink_metadata(below(&self.publisher.out, &path)) {
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    is_changed = true;
                    continue;
                }
                there => there.map_err(|error| self.failed("looking at", &path, error))?,
            };
            if is_folder && there.is_dir() {
                self.look_at_tree(&path)?;
                continue;
            }
            is_changed = true;
            match (is_folder, there.is_dir()) {
                (true, false) if self.is_gone(&path) => {}
                (false, true) if self.is_all_gone(&path) => {}
                // Where the manifest is damaged, any file may be ours.
                (false, false) if !self.publisher.last.whole => {}
                _ => return Err(self.in_the_way(&path)),
            }
        }
        if is_changed { self.look_at_folder(folder) } else { Ok(()) }
    }

    /// Makes sure that no changed file is reached through a link, or through a file where a folder was, and that each
    /// can be replaced.
    fn look_at_changed(&self) -> Result<(), Failure> {
        let mut way = Way::default();
        let mut folders = BTreeSet::new();
        for made in self.made.iter().filter(|made| matches!(made.fate, Fate::Changed(_))) {
            match way.to(&self.publisher.out, &made.path) {
                Leads::Inside if folders.insert(made.path.folder()) => {
                    self.look_at_folder(made.path.folder())?;
                }
                Leads::Inside => {}
                Leads::Nowhere => {
                    return Err(self.publisher.failed("replacing", &made.path)(ErrorKind::NotFound.into()));
                }
                Leads::Elsewhere => return Err(self.in_the_way(made.path.folder())),
            }
        }
        Ok(())
    }

    /// Makes sure that files that are gone can be removed, and their folders with them.
    fn look_at_gone(&self) -> Result<(), Failure> {
        let mut way = Way::default();
        let mut folders = BTreeSet::new();
        for (path, _) in &self.gone {
            if way.to(&self.publisher.out, path) == Leads::Inside {
                folders.extend([path.folder(), folder(path.folder())]);
            }
        }
        folders.into_iter().try_for_each(|folder| self.look_at_folder(folder))
    }

    /// Makes sure that what is in a folder of the site may be replaced and removed.
    fn look_at_folder(&self, folder: &str) -> Result<(), Failure> {
        let place = below(&self.publisher.out, folder);
        self.publisher.disk.may_change(&place).map_err(|error| self.failed("writing to", folder, error))
    }

    /// Removes files that are gone, and folders that became empty. Returns how many files there were.
    fn remove_gone(&self) -> Result<u64, Failure> {
        let Publisher { disk, out, .. } = self.publisher;
        let mut removed = 0;
        let mut folders = BTreeSet::new();
        let mut way = Way::default();
        for (path, _) in &self.gone {
            // What is reached through a link, or is a folder by now, is not what we wrote.
            let leads = way.to(out, path);
            let place = below(out, path.as_str());
            if leads == Leads::Inside && fs::symlink_metadata(&place).is_ok_and(|found| !found.is_dir()) {
                match disk.remove_file(&place) {
                    Err(error) if error.kind() == ErrorKind::NotFound => {}
                    done => done.map_err(|error| self.failed("removing", path.as_str(), error))?,
                }
                removed += 1;
            }
            if leads != Leads::Elsewhere {
                folders.insert(path.folder());
            }
        }
        // The last comes first, so a folder comes after those in it.
        while let Some(path) = folders.pop_last() {
            if path.is_empty() {
                continue;
            }
            match disk.remove_folder(&below(out, path)).map_err(|error| (error.kind(), error)) {
                Ok(()) | Err((ErrorKind::NotFound, _)) => _ = folders.insert(folder(path)),
                // It is not empty, or somebody sits in it.
                Err((
                    ErrorKind::DirectoryNotEmpty | ErrorKind::AlreadyExists | ErrorKind::ResourceBusy,
                    _,
                )) => {}
                Err((_, error)) => return Err(self.failed("removing", path, error)),
            }
        }
        Ok(removed)
    }

    /// Moves what is new under `folder` into place, each new folder as a whole.
    fn move_tree(&self, folder: &str) -> Result<(), Failure> {
        let Publisher { disk, work, out, .. } = self.publisher;
        for (path, is_folder) in self.staged(folder)? {
            let (from, to) = (below(&work.tree, &path), below(out, &path));
            if is_folder && fs::symlink_metadata(&to).is_ok_and(|there| there.is_dir()) {
                self.move_tree(&path)?;
            } else {
                disk.rename(&from, &to).map_err(|error| self.failed("moving into place", &path, error))?;
            }
        }
        Ok(())
    }

    /// Moves changed files over the old ones. Where thousands changed this is the slow step: ext4 begins to write a
    /// file out when it is renamed over another.
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

    /// Lists one folder of the staged tree: paths, and whether each is a folder.
    fn staged(&self, folder: &str) -> Result<Vec<(String, bool)>, Failure> {
        list(&below(&self.publisher.work.tree, folder), folder)
            .map_err(|error| self.failed("looking into", folder, error))
    }

    fn is_gone(&self, path: &str) -> bool {
        self.gone.binary_search_by(|(gone, _)| gone.as_str().cmp(path)).is_ok()
    }

    /// Tells whether a folder of the output goes: files that go are in it, or were when a killed build began to
    /// remove them, and nothing else is.
    fn is_all_gone(&self, folder: &str) -> bool {
        let inside = format!("{folder}/");
        let first = self.gone.partition_point(|(gone, _)| gone.as_str() < inside.as_str());
        let was_ours = self.gone.get(first).is_some_and(|(gone, _)| gone.as_str().starts_with(&inside));
        let is_going = |(path, is_folder): &(String, bool)| match is_folder {
            true => self.is_all_gone(path),
            false => self.is_gone(path),
        };
        was_ours
            && list(&below(&self.publisher.out, folder), folder)
                .is_ok_and(|listed| listed.iter().all(is_going))
    }

    fn in_the_way(&self, path: &str) -> Failure {
        Failure::refused(
            format!("`{}` is in the way, and no build of this program wrote it", self.shown(path)),
            "move it elsewhere, or remove it",
        )
    }

    fn failed(&self, doing: &'static str, path: &str, error: io::Error) -> Failure {
        Failure::io(doing, Path::new(&self.shown(path)))(error)
    }

    fn shown(&self, path: &str) -> String {
        below(&self.publisher.shown, path).display().to_string()
    }
}

/// Lists a folder that `/`-separated `path` leads to: paths, and whether each is a folder. Links are none.
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

/// The folders on the way to files that come by ascending path, each looked at once.
#[derive(Default)]
struct Way {
    /// The last folder that was found to be reached through plain folders only.
    known: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leads {
    /// To a folder, through plain folders only.
    Inside,
    /// To a folder that is not there.
    Nowhere,
    /// Through a link, or through what is no folder.
    Elsewhere,
}

impl Way {
    /// Tells where the folders on the way to `path` lead.
    fn to(&mut self, out: &Path, path: &OutPath) -> Leads {
        let folder = path.folder();
        for (end, _) in path.as_str().match_indices('/') {
            let part = &folder[..end];
            let rest = self.known.strip_prefix(part);
            if rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
                continue;
            }
            match fs::symlink_metadata(below(out, part)) {
                Ok(found) if found.is_dir() => {}
                Err(error) if error.kind() == ErrorKind::NotFound => return Leads::Nowhere,
                _ => return Leads::Elsewhere,
            }
        }
        self.known.clear();
        self.known.push_str(folder);
        Leads::Inside
    }
}
