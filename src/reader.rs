//! Content, from the cache or from its files.
//!
//! It knows nothing of what content means, nor of how it is kept: only when to read.

use crate::cache::{Cache, Kept};
use crate::content::{self, Content, Reading};
use crate::progress::{Progress, Stage};
use crate::source::{FilePath, Sources};
use rayon::prelude::*;

/// Reads all content, on all threads: from the cache what did not change, all else anew. The order is that of the files, whatever the
/// number of threads.
pub fn read(sources: &Sources, reading: &Reading<'_>, key: u64, progress: &dyn Progress) -> Content {
    let files = content::files(sources);
    progress.stage(Stage::Reading, files.len() as u64);
    let cache = Cache::open(sources.folder(), key, files.len());
    let mut parts: Vec<Vec<(u32, &FilePath)>> = vec![Vec::new(); cache.parts()];
    for (index, file) in (0..).zip(&files) {
        parts[cache.part_of(file)].push((index, file));
    }
    let read: Vec<(Content, Vec<u32>)> = parts
        .into_par_iter()
        .enumerate()
        .map(|(number, files)| read_part(sources, &files, reading, (&cache, number), progress))
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

/// Reads the files that share a part of the cache, and puts the part in order where it was not. Returns also which file each paper is from.
fn read_part(
    sources: &Sources,
    files: &[(u32, &FilePath)],
    reading: &Reading<'_>,
    (cache, number): (&Cache, usize),
    progress: &dyn Progress,
) -> (Content, Vec<u32>) {
    let part = cache.load(number);
    let mut is_same = part.count() == files.len();
    let mut kept: Vec<Kept<'_>> = Vec::with_capacity(files.len());
    let mut all = Content::default();
    let mut places = Vec::with_capacity(files.len());
    let mut add = |content: Content, index| {
        places.extend(content.papers.iter().map(|_| index));
        all.append(content);
        progress.step();
    };
    for &(index, file) in files {
        let stamp = sources.stamp(file);
        let old = stamp.and_then(|stamp| Some((stamp, part.get(file, stamp)?)));
        if let Some((stamp, record)) = old
            && let Some(content) = content::restore(file, record)
        {
            add(content, index);
            kept.push(Kept { path: file.clone(), stamp, record: record.into() });
            continue;
        }
        is_same = false;
        let content = content::parse(sources, file, reading);
        let record = content::store(&content);
        let stamp = stamp.filter(|_| !content.is_unreadable());
        // Nothing is lost on the way; should it be, what was read is at hand.
        add(content::restore(file, &record).unwrap_or(content), index);
        kept.extend(stamp.map(|stamp| Kept { path: file.clone(), stamp, record: record.into() }));
    }
    if !is_same {
        cache.save(number, &kept);
    }
    (all, places)
}
