//! What is published as a crate: all that the program is made of has to be in it.

use crate::support::repository;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn a_crate_holds_all_that_the_program_is_made_of() {
    let listed = Command::new(env!("CARGO"))
        .args(["package", "--list", "--locked", "--offline", "--allow-dirty"])
        .current_dir(repository(""))
        .output()
        .unwrap();
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let listed = String::from_utf8(listed.stdout).unwrap().replace('\\', "/");
    let listed: BTreeSet<&str> = listed.lines().collect();
    // The compiler notes which files it read, those that are built in among them.
    let notes = Path::new(env!("CARGO_BIN_EXE_offprint")).with_extension("d");
    let notes = fs::read_to_string(&notes).unwrap_or_else(|error| panic!("{}: {error}", notes.display()));
    let (_, read) = notes.split_once(": ").unwrap();
    let root = format!("{}/", repository("").to_string_lossy().replace('\\', "/").trim_end_matches('/'));
    // Where a crate was packed a moment ago, it was built from what is in it.
    let packed = concat!("/package/offprint-", env!("CARGO_PKG_VERSION"), "/");
    let below = |path: &str| {
        let path = path.replace('\0', " ").replace('\\', "/");
        let below = path.split_once(packed).map(|(_, below)| below);
        below.or_else(|| path.strip_prefix(&root)).map(str::to_owned)
    };
    let read = read.replace("\\ ", "\0");
    let read: Vec<String> = read.split_whitespace().filter_map(below).collect();
    let read: Vec<String> = read.into_iter().filter(|path| !repository(path).is_dir()).collect();
    for path in
        ["src/main.rs", "src/start/files/gitignore", "src/card/semibold.ttf", "themes/default/i18n/de.toml"]
    {
        assert!(read.iter().any(|there| there == path), "{path} is built in");
    }
    let missing: Vec<&String> = read.iter().filter(|path| !listed.contains(path.as_str())).collect();
    assert!(missing.is_empty(), "not in the crate: {missing:?}");
}
