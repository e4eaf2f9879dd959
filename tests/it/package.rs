//! The published crate contains every file that the program is compiled from.

use crate::support::repository;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn a_crate_contains_every_compiled_file() {
    let listed = Command::new(env!("CARGO"))
        .args(["package", "--list", "--locked", "--offline", "--allow-dirty"])
        .current_dir(repository(""))
        .output()
        .unwrap();
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let listed = String::from_utf8(listed.stdout).unwrap().replace('\\', "/");
    let listed: BTreeSet<&str> = listed.lines().collect();
    // The compiler notes which files it read, those that are built in among them. There may be notes of older builds
    // beside the newest.
    let folder = Path::new(env!("CARGO_BIN_EXE_offprint")).with_file_name("deps");
    let notes = fs::read_dir(&folder).unwrap().filter_map(|entry| {
        let path = entry.unwrap().path();
        let is_ours = path.extension().is_some_and(|end| end == "d")
            && path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("offprint-"));
        let text = is_ours.then(|| fs::read_to_string(&path).unwrap())?;
        let read =
            text.lines().find_map(|line| line.split_once(".rlib: ").map(|(_, read)| read.to_owned()))?;
        Some((fs::metadata(&path).unwrap().modified().unwrap(), read))
    });
    let (_, read) = notes.max().unwrap();
    let root = format!("{}/", repository("").to_string_lossy().replace('\\', "/").trim_end_matches('/'));
    // Paths are relative to the repository or absolute, and may contain `..`.
    let below = |path: &str| {
        let path = path.replace('\0', " ").replace('\\', "/");
        let path = path.strip_prefix(&root).unwrap_or(&path);
        let mut steps: Vec<&str> = Vec::new();
        for step in path.split('/') {
            match step {
                ".." => _ = steps.pop(),
                _ => steps.push(step),
            }
        }
        let is_below = !path.starts_with('/') && !path.contains(':');
        is_below.then(|| steps.join("/"))
    };
    let read = read.replace("\\ ", "\0");
    let read: Vec<String> = read.split_whitespace().filter_map(below).collect();
    // Generated files are not part of the crate.
    let is_file = |path: &String| !path.ends_with("/out/themes.rs") && !repository(path).is_dir();
    let read: Vec<String> = read.into_iter().filter(is_file).collect();
    for path in [
        "src/lib.rs",
        "src/authoring/scaffold/files/gitignore",
        "src/site/social_card/semibold.ttf",
        "themes/default/i18n/de.toml",
    ] {
        assert!(read.iter().any(|there| there == path), "{path} is built in");
    }
    let missing: Vec<&String> = read.iter().filter(|path| !listed.contains(path.as_str())).collect();
    assert!(missing.is_empty(), "not in the crate: {missing:?}");
}
