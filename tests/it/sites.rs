//! Fixture sites and their expected output.
//!
//! `expected/` of a site holds some of the files it builds, byte for byte. `OFFPRINT_UPDATE=1` rewrites them. Create an
//! empty file to add one. For the broken site it has the output of `check`.

#![expect(clippy::disallowed_methods, reason = "tests read and write folders of their own")]

use crate::support::{SOUND, build, fixture, put, tree};
use offprint::Request;
use std::path::Path;

fn is_update() -> bool {
    std::env::var_os("OFFPRINT_UPDATE").is_some_and(|value| value == "1")
}

/// Compares the output of a site with the expected files, or updates these.
fn compare(site: &Path, made: &crate::support::Tree) {
    let folder = site.join("expected");
    let mut wrong = Vec::new();
    for (path, expected) in tree(&folder) {
        match made.get(&path) {
            Some(bytes) if *bytes == expected => {}
            Some(bytes) if is_update() => put(&folder, &path, bytes),
            Some(bytes) => wrong.push(format!("{path} differs:\n{}", first_difference(&expected, bytes))),
            None if is_update() => std::fs::remove_file(folder.join(&path)).unwrap(),
            None => wrong.push(format!("{path} is expected, and nothing makes it any more")),
        }
    }
    assert!(wrong.is_empty(), "{}: OFFPRINT_UPDATE=1 rewrites these\n{}", site.display(), wrong.join("\n"));
}

fn first_difference(expected: &[u8], made: &[u8]) -> String {
    let (expected, made) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(made));
    let mut lines = expected.lines().zip(made.lines()).enumerate();
    match lines.find(|(_, (a, b))| a != b) {
        Some((number, (a, b))) => format!("  line {}\n  - {a}\n  + {b}", number + 1),
        None => {
            format!("  {} lines are expected, {} are made", expected.lines().count(), made.lines().count())
        }
    }
}

#[test]
fn sites_are_built_as_expected() {
    for name in SOUND.iter().filter(|name| fixture(name).join("expected").is_dir()) {
        compare(&fixture(name), &build(&fixture(name), &Request::default()).tree);
    }
}

#[test]
fn broken_entries_are_reported_as_expected() {
    let site = fixture("broken");
    let mut made = crate::support::Tree::new();
    for (format, file) in [("human", "check.txt"), ("json", "check.jsonl"), ("github", "check.github")] {
        let output = crate::cli::offprint(&site).args(["check", "--format", format]).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{format}");
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        made.insert(file.to_owned(), output.stdout);
    }
    let (sources, checked) = crate::support::prepare(&site, &Request::default());
    let mut problems = checked.diagnostics;
    let texts = offprint::content::places::settle(&sources, &mut problems);
    made.insert(
        "check.lines".to_owned(),
        offprint::diagnostic::lines::render(&problems, &texts).into_bytes(),
    );
    compare(&site, &made);
}
