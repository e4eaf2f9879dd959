//! What strangers send is read in time that grows as it does: every input of the table is read, at a size at which work that grows with the
//! square would be noticed by whoever waits. `benches/growth.sh` counts instructions.

#![expect(clippy::disallowed_methods, reason = "tests write folders of their own")]

#[path = "../../benches/growth/cases.rs"]
mod cases;

use cases::{CASES, Kind};
use std::collections::BTreeSet;
use std::process::Command;

/// Bytes of an input that is read here, by code that is not optimised.
const SIZE: usize = 20_000;

#[test]
fn every_input_is_read_at_any_size() {
    for case in CASES.iter().filter(|case| !matches!(case.kind, Kind::Command(..))) {
        for size in [0, SIZE] {
            case.run(size);
        }
    }
}

#[test]
fn every_command_ends_whatever_its_input() {
    for case in CASES {
        let Kind::Command(_, arguments) = case.kind else { continue };
        let folder = tempfile::tempdir().unwrap();
        case.site(SIZE, folder.path()).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_offprint"))
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code().is_some_and(|code| code < 3), "{}: {told}", case.name);
        // A build that stops at an error makes no page.
        assert!(arguments[0] != "build" || output.status.success(), "{}: {told}", case.name);
    }
}

#[test]
fn inputs_have_names_of_their_own_and_the_size_that_is_asked_for() {
    let names: BTreeSet<&str> = CASES.iter().map(|case| case.name).collect();
    assert_eq!(names.len(), CASES.len());
    for case in CASES {
        let (once, twice) = ((case.text)(SIZE).len() as f64, (case.text)(2 * SIZE).len() as f64);
        assert!((1.8..2.2).contains(&(twice / once)), "{}: {once} and {twice} bytes", case.name);
    }
}
