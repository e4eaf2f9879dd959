//! A result is printed completely, or the command fails.

use crate::cli::offprint;
use crate::support::{copy, fixture, put};
use std::fs;
use tempfile::TempDir;

/// Commands that print a result, each in the formats that differ.
const PRINTING: [&[&str]; 16] = [
    &["check"],
    &["check", "--format", "json"],
    &["check", "--format", "github"],
    &["check", "--report"],
    &["build", "--report"],
    &["build", "--format", "json"],
    &["fmt", "--check"],
    &["import", "bibtex", "papers.bib", "--dry-run"],
    &["new", "--offline", "A title"],
    &["init", "somewhere"],
    &["schema"],
    &["completions", "bash"],
    &["man"],
    &["--help"],
    &["build", "--help"],
    &["--version"],
];

/// A site in which every one of these commands has something to say.
fn talkative() -> TempDir {
    let site = copy(&fixture("minimal"));
    put(
        site.path(),
        "content/papers/odd.md",
        "---\ndate: 2026-03-05\ntitle: 'X'\ntopics: [unknown]\n---\n\n$\\nosuch{$\n",
    );
    put(site.path(), "papers.bib", "@article{x, title={X}, year=2026}\n");
    site
}

#[test]
fn a_result_that_cannot_be_printed_is_a_failure_of_the_machine() {
    for arguments in PRINTING {
        let site = talkative();
        let normal = offprint(site.path()).args(arguments).output().unwrap();
        assert!(!normal.stdout.is_empty(), "{arguments:?} prints nothing: {normal:?}");
        let site = talkative();
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = offprint(site.path()).args(arguments).stdout(full).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{arguments:?}: {stderr}");
        assert!(
            stderr.contains("error: cannot write to standard output: No space left on device"),
            "{arguments:?}: {stderr}"
        );
    }
}

#[test]
fn a_closed_pipe_is_not_a_failure() {
    for arguments in PRINTING {
        let site = talkative();
        let normal = offprint(site.path()).args(arguments).output().unwrap();
        let site = talkative();
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = offprint(site.path()).args(arguments).stdout(writer).output().unwrap();
        assert_eq!(output.status.code(), normal.status.code(), "{arguments:?}: {output:?}");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("standard output"), "{arguments:?}");
    }
}
