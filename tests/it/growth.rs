//! Untrusted input is read in linear time: every input of the table is read at a size at which quadratic work would not
//! finish. `benches/growth.sh` counts instructions.

#![expect(clippy::disallowed_methods, reason = "tests write folders of their own")]

#[path = "../../benches/growth/cases.rs"]
mod cases;

use cases::{CASES, Kind};
use std::collections::BTreeSet;
use std::process::Command;

/// Bytes of an input, small enough for unoptimised code.
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
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code().is_some_and(|code| code < 3), "{}: {stderr}", case.name);
        // A build that stops at an error makes no page.
        assert!(arguments[0] != "build" || output.status.success(), "{}: {stderr}", case.name);
    }
}

#[test]
fn inputs_have_unique_names_and_the_requested_size() {
    let names: BTreeSet<&str> = CASES.iter().map(|case| case.name).collect();
    assert_eq!(names.len(), CASES.len());
    for case in CASES {
        let (once, twice) = ((case.text)(SIZE).len() as f64, (case.text)(2 * SIZE).len() as f64);
        assert!((1.8..2.2).contains(&(twice / once)), "{}: {once} and {twice} bytes", case.name);
    }
}
