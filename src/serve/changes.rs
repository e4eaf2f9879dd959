//! What changed in a site's folder, gathered: an editor that saves a file says so several times, and a checkout of ten thousand files says so
//! ten thousand times.
//!
//! It knows which files are read, and nothing of what they mean.

use super::Audience;
use crate::source::{ROOTS, is_read};
use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

/// How long it has to be quiet, by how many files changed so far: one save is over soon, a checkout pauses now and then.
const QUIET: [(usize, Duration); 3] = [
    (3, Duration::from_millis(12)),
    (30, Duration::from_millis(100)),
    (usize::MAX, Duration::from_millis(400)),
];
/// How often a system that tells nothing is asked.
const POLL: Duration = Duration::from_secs(1);
/// Files that are named where many changed.
const NAMED: usize = 3;

type Told = notify::Result<Event>;

/// The changes of a site's files, as they come.
pub(super) struct Changes {
    root: PathBuf,
    watcher: Option<Box<dyn Watcher + Send>>,
    /// Folders that are watched.
    watched: BTreeSet<&'static str>,
    told: Receiver<Told>,
    /// Kept so that the channel stays open where nothing can be watched.
    _tell: Sender<Told>,
}

/// Files that changed together.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// Paths from the site's folder.
    files: BTreeSet<PathBuf>,
}

impl Batch {
    /// Returns the names of some files, to be told.
    pub fn some(&self) -> Vec<String> {
        self.files.iter().take(NAMED).map(|file| file.display().to_string()).collect()
    }

    /// Returns all files that changed, by their paths from the site's folder.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(PathBuf::as_path)
    }

    pub fn count(&self) -> usize {
        self.files.len()
    }

    /// Tells whether a file changed that pages show as it is.
    pub fn has_files_as_they_are(&self) -> bool {
        let is_style = |file: &Path| file.extension().is_some_and(|end| end.eq_ignore_ascii_case("css"));
        self.files
            .iter()
            .any(|file| file.components().any(|part| part.as_os_str() == "static") && !is_style(file))
    }
}

impl Changes {
    /// Watches the site in a folder. Where the system cannot tell of changes, it is asked once a second.
    pub fn watch(site: &Path, audience: &dyn Audience) -> Changes {
        // Some systems tell real paths only.
        let root = site.canonicalize().unwrap_or_else(|_| site.to_owned());
        let (tell, told) = mpsc::channel();
        let mut changes =
            Changes { root, watcher: None, watched: BTreeSet::new(), told, _tell: tell.clone() };
        let config = Config::default().with_follow_symlinks(false);
        // Reading is no change: whoever searches through the files would keep us waiting for quiet.
        let hears = |tell: Sender<Told>| {
            move |told: Told| {
                if told.as_ref().map_or(true, is_change) {
                    // Nobody listens any more: the program ends.
                    let _ = tell.send(told);
                }
            }
        };
        let quick =
            RecommendedWatcher::new(hears(tell.clone()), config).map(|watcher| Box::new(watcher) as _);
        let Err(error) = quick.and_then(|watcher| changes.take(watcher)) else { return changes };
        audience.warn(&format!(
            "the system does not tell of changes ({error}); files are looked at every second"
        ));
        let slow = PollWatcher::new(hears(tell), config.with_poll_interval(POLL))
            .map(|watcher| Box::new(watcher) as _);
        if let Err(error) = slow.and_then(|watcher| changes.take(watcher)) {
            audience.warn(&format!("changes are not seen: {error}"));
        }
        changes
    }

    /// Waits for changes, and until they are over. None where no more can come.
    pub fn next(&mut self) -> Option<Batch> {
        let mut batch = Batch::default();
        while batch.files.is_empty() {
            let told = self.told.recv().ok()?;
            self.add(&mut batch, told);
        }
        loop {
            let quiet =
                QUIET.iter().find(|(most, _)| batch.count() <= *most).map_or(POLL, |(_, quiet)| *quiet);
            match self.told.recv_timeout(quiet) {
                Ok(told) => self.add(&mut batch, told),
                // A checkout that is not done may be busy with what nobody here reads.
                Err(RecvTimeoutError::Timeout) if batch.count() > NAMED && self.is_git_at_work() => {}
                Err(_) => break,
            }
        }
        // Folders that came are watched before they are read, so that nothing falls between.
        let came = ROOTS.into_iter().filter(|top| batch.files.contains(Path::new(top))).collect::<Vec<_>>();
        for top in came {
            self.watched.remove(top);
        }
        let _ = self.watch_folders();
        Some(batch)
    }

    fn take(&mut self, mut watcher: Box<dyn Watcher + Send>) -> notify::Result<()> {
        self.watched.clear();
        // Folders at the top come and go, and so does site.toml.
        watcher.watch(&self.root, RecursiveMode::NonRecursive)?;
        self.watcher = Some(watcher);
        self.watch_folders()
    }

    fn watch_folders(&mut self) -> notify::Result<()> {
        let Some(watcher) = &mut self.watcher else { return Ok(()) };
        for top in ROOTS {
            let folder = self.root.join(top);
            if folder.is_dir() && !self.watched.contains(top) {
                watcher.watch(&folder, RecursiveMode::Recursive)?;
                self.watched.insert(top);
            }
        }
        Ok(())
    }

    fn add(&self, batch: &mut Batch, told: Told) {
        let Ok(event) = told else {
            // What was missed is found by reading.
            batch.files.insert(PathBuf::from("content"));
            return;
        };
        if event.need_rescan() {
            batch.files.extend(ROOTS.map(PathBuf::from));
        }
        let paths = event.paths.iter().filter_map(|path| path.strip_prefix(&self.root).ok());
        batch.files.extend(paths.filter(|path| is_read(path)).map(Path::to_owned));
    }

    /// Tells whether git is changing the files of the repository that the site is in.
    fn is_git_at_work(&self) -> bool {
        self.root.ancestors().any(|folder| folder.join(".git/index.lock").exists())
    }
}

/// Tells whether something was written, moved or removed, and not only looked at.
fn is_change(event: &Event) -> bool {
    let is_access = matches!(event.kind, EventKind::Access(_));
    !is_access || matches!(event.kind, EventKind::Access(AccessKind::Close(AccessMode::Write)))
}
