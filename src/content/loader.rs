//! Loads content from memory, from the cache, or from its files.
//!
//! This module decides when to read a file. It does not know the meaning of content or the form of the cache.

use crate::content::{self, Content, Reading};
use crate::diagnostic::progress::{Progress, Stage};
use crate::source::cache::{Cache, CachedFile};
use crate::source::{FilePath, Sources};
use rayon::prelude::*;
use std::collections::HashMap;

/// Content of a previous read, for a process that reads the same site repeatedly. It shares its papers with the
/// archive.
#[derive(Debug, Default)]
pub struct Memory {
    key: u64,
    /// One map per part of the cache.
    parts: Vec<HashMap<FilePath, Known>>,
}

/// The known content of a file.
#[derive(Debug)]
struct Known {
    /// `None` if the file was too new for a reliable stamp.
    stamp: Option<u64>,
    content: Content,
}

impl Known {
    fn is_as_it_was(&self, sources: &Sources, file: &FilePath) -> bool {
        self.stamp.is_some() && (!sources.may_have_changed(file) || sources.stamp(file) == self.stamp)
    }
}

/// Reads all content, on all threads: unchanged files from memory or the cache, other files anew. The result is in the
/// order of the files, independent of the number of threads.
pub fn read(
    sources: &Sources,
    reading: &Reading<'_>,
    key: u64,
    memory: Option<&mut Memory>,
    progress: &dyn Progress,
) -> Content {
    let files = content::files(sources);
    progress.stage(Stage::Reading, files.len() as u64);
    let cache = Cache::open(sources.folder(), key, files.len());
    let mut parts: Vec<Vec<(u32, &FilePath)>> = vec![Vec::new(); cache.parts()];
    for (index, file) in (0..).zip(&files) {
        parts[cache.part_of(file)].push((index, file));
    }
    let is_remembered = memory.is_some();
    let mut nothing = Memory::default();
    let memory = memory.unwrap_or(&mut nothing);
    if memory.key != key || memory.parts.len() != parts.len() {
        memory.key = key;
        memory.parts.clear();
        memory.parts.resize_with(parts.len(), HashMap::new);
    }
    let read: Vec<(Content, Vec<u32>)> = parts
        .into_par_iter()
        .zip(&mut memory.parts)
        .enumerate()
        .map(|(number, (files, known))| {
            let known = is_remembered.then_some(known);
            read_part(sources, &files, reading, (&cache, number), known, progress)
        })
        .collect();
    cache.tidy();
    let mut content = Content { diagnostics: content::skipped(sources), ..Content::default() };
    content.papers.reserve(read.iter().map(|(part, _)| part.papers.len()).sum());
    let mut places = Vec::with_capacity(content.papers.capacity());
    for (part, of_papers) in read {
        content.append(part);
        places.extend(of_papers);
    }
    content.sort(&places);
    content
}

/// Reads the files that share a part of the cache, and updates the part if it is stale. Returns also the number of each
/// paper's file.
fn read_part(
    sources: &Sources,
    files: &[(u32, &FilePath)],
    reading: &Reading<'_>,
    (cache, number): (&Cache, usize),
    mut known: Option<&mut HashMap<FilePath, Known>>,
    progress: &dyn Progress,
) -> (Content, Vec<u32>) {
    let mut all = Content::default();
    let mut places = Vec::with_capacity(files.len());
    let mut add = |content: Content, index| {
        places.extend(content.papers.iter().map(|_| index));
        all.append(content);
        progress.step();
    };
    if let Some(known) = known.as_deref().filter(|known| known.len() == files.len()) {
        let old = |file: &FilePath| known.get(file).filter(|old| old.is_as_it_was(sources, file));
        let old: Option<Vec<&Known>> = files.iter().map(|(_, file)| old(file)).collect();
        if let Some(old) = old {
            for (&(index, _), old) in files.iter().zip(old) {
                add(old.content.clone(), index);
            }
            return (all, places);
        }
    }
    let part = cache.load(number);
    let mut is_same = part.count() == files.len();
    let mut kept: Vec<CachedFile<'_>> = Vec::with_capacity(files.len());
    let mut remember = |file: &FilePath, stamp, content: &Content| {
        if let Some(known) = &mut known {
            known.insert(file.clone(), Known { stamp, content: content.clone() });
        }
    };
    for &(index, file) in files {
        let stamp = sources.stamp(file);
        let old = stamp.and_then(|stamp| Some((stamp, part.get(file, stamp)?)));
        if let Some((stamp, record)) = old
            && let Some(content) = content::restore(file, record)
        {
            remember(file, Some(stamp), &content);
            add(content, index);
            kept.push(CachedFile { path: file.clone(), stamp, record: record.into() });
            continue;
        }
        is_same = false;
        let content = content::parse(sources, file, reading);
        let record = content::store(&content);
        let stamp = stamp.filter(|_| !content.is_unreadable());
        // The stored form is complete. If it cannot be restored, the parsed content is used.
        let content = content::restore(file, &record).unwrap_or(content);
        remember(file, stamp, &content);
        add(content, index);
        kept.extend(stamp.map(|stamp| CachedFile { path: file.clone(), stamp, record: record.into() }));
    }
    if let Some(known) = known.filter(|known| known.len() > files.len()) {
        known.retain(|file, _| files.iter().any(|(_, there)| *there == file));
    }
    if !is_same {
        cache.save(number, &kept);
    }
    (all, places)
}
