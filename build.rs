//! Sets `OFFPRINT_PROGRAM` to a hash of the sources, which caches are keyed by, and generates the list of built-in
//! theme files.

#![expect(clippy::disallowed_methods, reason = "a build script reads the sources and writes to OUT_DIR")]

use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

fn main() {
    let mut hasher = DefaultHasher::new();
    for root in ["src", "themes", "Cargo.toml", "Cargo.lock"] {
        println!("cargo::rerun-if-changed={root}");
        add(Path::new(root), &mut hasher);
    }
    println!("cargo::rustc-env=OFFPRINT_PROGRAM={:016x}", hasher.finish());
    let out = std::env::var_os("OUT_DIR").expect("cargo names a folder for what is generated");
    let themes = inside(Path::new("themes")).iter().map(|theme| list(theme)).collect::<String>();
    std::fs::write(Path::new(&out).join("themes.rs"), format!("&[{themes}]"))
        .expect("the list can be written");
}

/// Returns the Rust code of a theme: its name, and each file with its content.
fn list(theme: &Path) -> String {
    let mut files = String::new();
    let mut open = vec![theme.to_owned()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(inside(&path).into_iter().rev());
            continue;
        }
        let name = |path: &Path| path.to_string_lossy().replace('\\', "/");
        let (whole, below) = (name(&path), name(path.strip_prefix(theme).unwrap_or(&path)));
        let bytes =
            format!("include_bytes!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {:?}))", format!("/{whole}"));
        files += &format!("({below:?}, {bytes}),\n");
    }
    format!("({:?}, &[{files}]),\n", theme.file_name().unwrap_or_default().to_string_lossy())
}

/// Returns the paths in a folder, sorted by name.
fn inside(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

/// Hashes a file, or all files of a folder by name. A missing path is ignored: a published crate may have no lock file.
fn add(path: &Path, hasher: &mut DefaultHasher) {
    if path.is_dir() {
        inside(path).iter().for_each(|path| add(path, hasher));
    } else if let Ok(bytes) = std::fs::read(path) {
        hasher.write(path.to_string_lossy().replace('\\', "/").as_bytes());
        hasher.write(&bytes);
    }
}
