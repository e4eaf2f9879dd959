//! Watches the files of a site and groups changes: saving a file causes several events, and a checkout may cause
//! thousands.

use super::Audience;
use crate::source::{ROOTS, is_read};
use notify::event::{AccessKind, AccessMode};
use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

/// How long to wait for further changes, by the maximum number of files so far: saving is fast, a checkout may pause.
const QUIET: [(usize, Duration); 3] = [
    (3, Duration::from_millis(12)),
    (30, Duration::from_millis(100)),
    (usize::MAX, Duration::from_millis(400)),
];
/// The interval of polling, where the system does not report changes.
const POLL: Duration = Duration::from_secs(1);
/// The number of changed files that are reported by name.
const NAMED: usize = 3;

type Message = notify::Result<Event>;

/// A watcher of the files of a site.
pub(super) struct Changes {
    root: PathBuf,
    watcher: Option<Box<dyn Watcher + Send>>,
    /// The directories that are watched.
    watched: BTreeSet<&'static str>,
    messages: Receiver<Message>,
    /// Keeps the channel open if nothing can be watched.
    _sender: Sender<Message>,
}

/// Files that changed together.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// Paths relative to the site directory.
    files: BTreeSet<PathBuf>,
}

impl Batch {
    /// Returns the first paths, for a message.
    pub fn some(&self) -> Vec<String> {
        self.files.iter().take(NAMED).map(|file| file.display().to_string()).collect()
    }

    /// Returns all changed paths, relative to the site directory.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(PathBuf::as_path)
    }

    /// Returns the number of changed files.
    pub fn count(&self) -> usize {
        self.files.len()
    }

    /// Returns whether a static file other than a stylesheet changed, such as an image.
    pub fn has_static_files(&self) -> bool {
        let is_style = |file: &Path| file.extension().is_some_and(|end| end.eq_ignore_ascii_case("css"));
        self.files
            .iter()
            .any(|file| file.components().any(|part| part.as_os_str() == "static") && !is_style(file))
    }
}

impl Changes {
    /// Watches a site directory. Polls once a second if the system cannot report changes.
    pub fn watch(site: &Path, audience: &dyn Audience) -> Changes {
        // Some systems report real paths only.
        let root = site.canonicalize().unwrap_or_else(|_| site.to_owned());
        let (sender, messages) = mpsc::channel();
        let watched = BTreeSet::new();
        let mut changes = Changes { root, watcher: None, watched, messages, _sender: sender.clone() };
        let config = Config::default().with_follow_symlinks(false);
        // Events of reading are ignored: a search through the files would delay the rebuild.
        let forward = |sender: Sender<Message>| {
            move |message: Message| {
                if message.as_ref().map_or(true, is_change) {
                    // Fails only while the program ends.
                    let _ = sender.send(message);
                }
            }
        };
        let native =
            RecommendedWatcher::new(forward(sender.clone()), config).map(|watcher| Box::new(watcher) as _);
        let Err(error) = native.and_then(|watcher| changes.take(watcher)) else { return changes };
        audience.warn(&format!("cannot watch files ({error}); checking for changes every second instead"));
        let polling = PollWatcher::new(forward(sender), config.with_poll_interval(POLL))
            .map(|watcher| Box::new(watcher) as _);
        if let Err(error) = polling.and_then(|watcher| changes.take(watcher)) {
            audience.warn(&format!("cannot detect changes: {error}"));
        }
        changes
    }

    /// Waits for changes, and for a pause after them. Returns `None` if no more can come.
    pub fn next(&mut self) -> Option<Batch> {
        let mut batch = Batch::default();
        while batch.files.is_empty() {
            let message = self.messages.recv().ok()?;
            self.add(&mut batch, message);
        }
        loop {
            let quiet =
                QUIET.iter().find(|(most, _)| batch.count() <= *most).map_or(POLL, |(_, quiet)| *quiet);
            match self.messages.recv_timeout(quiet) {
                Ok(message) => self.add(&mut batch, message),
                // A checkout may be busy with files that are not watched.
                Err(RecvTimeoutError::Timeout) if batch.count() > NAMED && self.is_git_at_work() => {}
                Err(_) => break,
            }
        }
        // New directories are watched before they are read, so that no change is missed.
        let new = ROOTS.into_iter().filter(|top| batch.files.contains(Path::new(top))).collect::<Vec<_>>();
        for top in new {
            self.watched.remove(top);
        }
        let _ = self.watch_folders();
        Some(batch)
    }

    fn take(&mut self, mut watcher: Box<dyn Watcher + Send>) -> notify::Result<()> {
        self.watched.clear();
        // The top-level directories and site.toml may be created and removed.
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

    fn add(&self, batch: &mut Batch, message: Message) {
        let Ok(event) = message else {
            // Events may be missing, so all content is read again.
            batch.files.insert(PathBuf::from("content"));
            return;
        };
        if event.need_rescan() {
            batch.files.extend(ROOTS.map(PathBuf::from));
        }
        let paths = event.paths.iter().filter_map(|path| path.strip_prefix(&self.root).ok());
        batch.files.extend(paths.filter(|path| is_read(path)).map(Path::to_owned));
    }

    /// Returns whether Git is changing files of the repository of the site.
    fn is_git_at_work(&self) -> bool {
        self.root.ancestors().any(|folder| folder.join(".git/index.lock").exists())
    }
}

/// Returns whether a file was written, moved or removed.
fn is_change(event: &Event) -> bool {
    let is_access = matches!(event.kind, EventKind::Access(_));
    !is_access || matches!(event.kind, EventKind::Access(AccessKind::Close(AccessMode::Write)))
}
