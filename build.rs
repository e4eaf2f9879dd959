//! Gives the program a name for exactly what it is, so that nothing that another one left is taken for its own.

#![expect(
    clippy::disallowed_methods,
    reason = "it runs before there is anything of ours, and reads our own sources"
)]

use std::hash::{DefaultHasher, Hasher};
use std::path::Path;

fn main() {
    let mut hasher = DefaultHasher::new();
    for root in ["src", "themes", "Cargo.toml", "Cargo.lock"] {
        println!("cargo::rerun-if-changed={root}");
        add(Path::new(root), &mut hasher);
    }
    println!("cargo::rustc-env=OFFPRINT_PROGRAM={:016x}", hasher.finish());
}

/// Adds all files of a folder, by name, or a file. What is not there is nothing: a published crate has no lock file of its own.
fn add(path: &Path, hasher: &mut DefaultHasher) {
    if let Ok(folder) = std::fs::read_dir(path) {
        let mut names: Vec<_> = folder.flatten().map(|entry| entry.path()).collect();
        names.sort();
        names.iter().for_each(|path| add(path, hasher));
    } else if let Ok(bytes) = std::fs::read(path) {
        hasher.write(path.to_string_lossy().replace('\\', "/").as_bytes());
        hasher.write(&bytes);
    }
}
