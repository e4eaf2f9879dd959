//! What was read of a history, kept in `.offprint/` from build to build.
//!
//! Whoever could put a forged file there could as well forge the commits that it tells of: names and days, nothing else, come from it.

use super::{Commit, Log, Person};
use crate::source::FilePath;
use crate::source::cache::Whole;
use crate::source::codec::{Bytes, Stored, stored};
use std::path::Path;
use xxhash_rust::xxh3::xxh3_64;

/// Where it is kept.
pub(super) struct CachedHistory(Whole);

impl CachedHistory {
    pub fn open(folder: &Path) -> CachedHistory {
        CachedHistory(Whole::open(Some(folder), "history", xxh3_64(env!("OFFPRINT_PROGRAM").as_bytes())))
    }

    /// Returns what is kept, where that makes sense.
    pub fn load(&self) -> Option<Log> {
        let bytes = self.0.load();
        let none = FilePath::from("");
        let mut bytes = Bytes::new(&bytes, &none);
        let Written { head, commits, files } = Written::take(&mut bytes)?;
        let is_whole = files.iter().all(|&(_, number)| (number as usize) < commits.len());
        is_whole.then(|| Log { head, commits, files: files.into_iter().collect() })
    }

    pub fn save(&self, log: &Log) {
        let files = log.files.iter().map(|(file, &number)| (file.clone(), number)).collect();
        let written = Written { head: log.head.clone(), commits: log.commits.clone(), files };
        let mut bytes = Vec::new();
        written.put(&mut bytes);
        self.0.save(&bytes);
    }
}

struct Written {
    head: String,
    commits: Vec<Commit>,
    files: Vec<(FilePath, u32)>,
}

stored! {
    Written { head, commits, files }
    Commit { committed, authored, hash, date, person }
    Person { name, mail }
}
