//! The floor: what it costs on this disk to write a tree of files, whatever is in them.
//!
//! Lists an existing tree; then, timed, makes the same folders and files of the same sizes in a fresh folder, from one
//! buffer, with as many threads. No reading, no parsing, no template: what is left is to make, write and close each
//! file, and no program that writes such a tree can be spared that.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// A folder, and the files in it with their sizes.
struct Folder {
    place: PathBuf,
    files: Vec<(PathBuf, usize)>,
}

/// Folders that a thread takes at once.
const PORTION: usize = 16;

/// Writes the files of `tree` anew in `out`, which must not be there, and returns the seconds that took.
pub fn write(tree: &Path, out: &Path, threads: usize) -> io::Result<f64> {
    // Folders by depth, since a folder has to be there before those inside it.
    let mut levels: Vec<Vec<Folder>> = Vec::new();
    list(tree, out, 0, &mut levels)?;
    let sizes = levels.iter().flatten().flat_map(|folder| folder.files.iter().map(|(_, size)| *size));
    let line = b"<p>the quick brown fox jumps over the lazy dog</p>\n";
    let bytes: Vec<u8> = line.iter().cycle().take(sizes.max().unwrap_or(0)).copied().collect();
    let start = Instant::now();
    for level in &levels {
        let next = AtomicUsize::new(0);
        let work = || -> io::Result<()> {
            loop {
                let from = next.fetch_add(PORTION, Ordering::Relaxed);
                if from >= level.len() {
                    return Ok(());
                }
                for Folder { place, files } in &level[from..level.len().min(from + PORTION)] {
                    fs::create_dir(place)?;
                    for (place, size) in files {
                        File::create_new(place)?.write_all(&bytes[..*size])?;
                    }
                }
            }
        };
        std::thread::scope(|scope| -> io::Result<()> {
            let threads: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
            threads.into_iter().try_for_each(|thread| {
                thread.join().unwrap_or_else(|_| Err(io::Error::other("a thread panicked")))
            })
        })?;
    }
    Ok(start.elapsed().as_secs_f64())
}

fn list(from: &Path, to: &Path, depth: usize, levels: &mut Vec<Vec<Folder>>) -> io::Result<()> {
    let mut files = Vec::new();
    let mut entries = fs::read_dir(from)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    if levels.len() <= depth {
        levels.push(Vec::new());
    }
    let place = levels[depth].len();
    levels[depth].push(Folder { place: to.to_owned(), files: Vec::new() });
    for entry in entries {
        let to = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => list(&entry.path(), &to, depth + 1, levels)?,
            false => files.push((to, entry.metadata()?.len() as usize)),
        }
    }
    levels[depth][place].files = files;
    Ok(())
}
