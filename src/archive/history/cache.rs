//! The cache of the history in `.offprint/`, from build to build.
//!
//! It needs no protection from forgery: it holds names and dates only, and those who can forge the file can forge
//! commits too.

use super::{Commit, Log, Person};
use crate::source::FilePath;
use crate::source::cache::CacheFile;
use crate::source::codec::{Bytes, Stored, stored};
use std::path::Path;
use xxhash_rust::xxh3::xxh3_64;

pub(super) struct CachedHistory(CacheFile);

impl CachedHistory {
    pub fn open(folder: &Path) -> CachedHistory {
        CachedHistory(CacheFile::open(Some(folder), "history", xxh3_64(env!("OFFPRINT_PROGRAM").as_bytes())))
    }

    pub fn load(&self) -> Option<Log> {
        let bytes = self.0.load();
        let none = FilePath::from("");
        let mut bytes = Bytes::new(&bytes, &none);
        let LogRecord { head, commits, files } = LogRecord::take(&mut bytes)?;
        let is_whole = files.iter().all(|&(_, number)| (number as usize) < commits.len());
        is_whole.then(|| Log { head, commits, files: files.into_iter().collect() })
    }

    pub fn save(&self, log: &Log) {
        let files = log.files.iter().map(|(file, &number)| (file.clone(), number)).collect();
        let record = LogRecord { head: log.head.clone(), commits: log.commits.clone(), files };
        let mut bytes = Vec::new();
        record.put(&mut bytes);
        self.0.save(&bytes);
    }
}

struct LogRecord {
    head: String,
    commits: Vec<Commit>,
    files: Vec<(FilePath, u32)>,
}

stored! {
    LogRecord { head, commits, files }
    Commit { committed, authored, hash, date, person }
    Person { name, mail }
}
