//! Each oracle of the fuzz targets holds for every seed and for damaged seeds.
//!
//! `fuzz/` runs the same oracles without a limit; here a few cases each keep `cargo test` fast. `OFFPRINT_FUZZ=20`
//! tries twenty times as many.

#![expect(clippy::disallowed_methods, reason = "tests read their samples")]

use crate::oracles;
use crate::payloads;
use crate::support::repository;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{TestCaseError, TestRunner};
use std::fs;

/// Pieces of the languages that entries, settings and imported files are written in.
const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    "---\n",
    "\r\n",
    "\u{feff}",
    "\0",
    "\u{1b}[31m",
    "\u{202e}",
    "\u{2028}",
    "\t",
    " ",
    ": ",
    "- ",
    "? ",
    "# ",
    " #",
    "|\n",
    ">\n",
    "&a ",
    "*a",
    "<<: *a",
    "!!binary ",
    "!",
    "%",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    "\\",
    "\\\"",
    ",",
    "@article{",
    "@string{a = \"b\"}",
    " = {",
    "}}",
    "null",
    "~",
    "true",
    "2026-03-05",
    "2026-02-30",
    "99999999999999999999",
    "-1",
    "1e999",
    ".nan",
    "0x10",
    "é",
    "我",
    "👩‍🔬",
    "ﬁ",
    "a\u{301}",
    "title: ",
    "abstract: ",
    "id: ",
    "links:\n  ",
    "extra:\n  ",
    "$",
    "$$",
    "\\(",
    "\\[",
    "\\begin{",
    "\\end{",
    "\\text{",
    "\\operatorname{",
    "\\href{",
    "^",
    "_",
    "&",
    "<",
    ">",
    "<!--",
    "-->",
    "]]>",
    "<![CDATA[",
    "</title>",
    "<entry>",
    "&amp;",
    "&#0;",
    "&#xFDD0;",
    "```",
    "~~~",
    "    ",
    "[^1]",
    "](",
    "=== content/papers/b.md\n",
    "papers:\n  - ",
    "[pages]\n",
    "[[menu]]\n",
    "= \"",
    "\"\"\"",
    "\\u0000",
    "\\ud800",
    "{\"",
    "\":",
    "null,",
];

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = repository("fuzz/seeds").join(target);
    let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

/// One change of an input: what kind, where, how much, and which piece goes in.
type Edit = (u8, Index, usize, Index);

fn edited(mut bytes: Vec<u8>, edits: &[Edit], pieces: &[String], others: &[Vec<u8>]) -> Vec<u8> {
    for (kind, at, len, piece) in edits {
        let start = at.index(bytes.len() + 1);
        let end = (start + len).min(bytes.len());
        match kind {
            0..=3 => drop(bytes.splice(start..start, piece.get(pieces).bytes())),
            4 | 5 => drop(bytes.splice(start..end, piece.get(pieces).bytes())),
            6 => drop(bytes.drain(start..end)),
            7 => {
                let copy = bytes[start..end].to_vec();
                bytes.splice(start..start, copy.into_iter().cycle().take(len * 3));
            }
            8 => {
                let other = piece.get(others);
                let from = at.index(other.len() + 1);
                bytes.truncate(start);
                bytes.extend_from_slice(&other[from..]);
            }
            _ => bytes.truncate(start),
        }
    }
    bytes
}

/// An input, shown as text where it is one.
struct Shown(Vec<u8>);

impl std::fmt::Debug for Shown {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:?}", String::from_utf8_lossy(&self.0))
    }
}

/// Runs an oracle on each seed of a target and on `cases` damaged ones.
fn holds(target: &str, cases: u32, oracle: impl Fn(&[u8]) + std::panic::RefUnwindSafe) {
    let seeds = seeds(target);
    assert!(!seeds.is_empty(), "{target} has seeds");
    for seed in &seeds {
        oracle(seed);
    }
    let pieces: Vec<String> = PIECES
        .iter()
        .map(|piece| (*piece).to_owned())
        .chain(payloads::all().into_iter().map(|each| each.text))
        .collect();
    let more = std::env::var("OFFPRINT_FUZZ").ok().and_then(|more| more.parse().ok()).unwrap_or(1);
    let config = ProptestConfig {
        cases: cases * more,
        failure_persistence: None,
        max_shrink_iters: 400,
        ..ProptestConfig::default()
    };
    let edit = (0..10_u8, any::<Index>(), 0..60_usize, any::<Index>());
    let damaged = (any::<Index>(), prop::collection::vec(edit, 1..8))
        .prop_map(|(seed, edits)| Shown(edited(seed.get(&seeds).clone(), &edits, &pieces, &seeds)));
    let run = TestRunner::new(config).run(&damaged, |bytes| {
        let result = std::panic::catch_unwind(|| oracle(&bytes.0));
        result.map_err(|_| TestCaseError::fail("the oracle does not hold"))
    });
    run.unwrap_or_else(|error| panic!("{target}: {error}"));
}

#[test]
fn any_entry_is_read_or_reported() {
    holds("entry", 60, oracles::entry);
}

#[test]
fn any_markdown_becomes_safe_html() {
    holds("markdown", 150, oracles::markdown);
}

#[test]
fn any_formula_becomes_safe_html() {
    holds("math", 150, oracles::math);
}

#[test]
fn any_settings_are_read_or_reported() {
    holds("settings", 24, oracles::settings);
}

#[test]
fn any_imported_file_becomes_sound_entries_once() {
    for (number, (source, _)) in oracles::SOURCES.iter().enumerate() {
        holds(&format!("import_{}", source.replace('-', "_")), 16, |bytes| oracles::import(number, bytes));
    }
}

#[test]
fn any_bibtex_is_one_sound_entry_or_refused() {
    holds("bibtex", 300, oracles::bibtex);
}

#[test]
fn formatting_keeps_what_any_file_says() {
    holds("entry", 80, oracles::format);
}

#[test]
fn a_fix_keeps_comments_and_needs_no_second_one() {
    holds("entry", 120, oracles::fix);
}

#[test]
fn any_issue_fills_its_fields_and_nothing_else() {
    holds("propose", 80, oracles::propose);
}

#[test]
fn damage_to_the_cache_changes_no_page() {
    holds("cache", 12, oracles::cache);
}

#[test]
fn damage_to_the_manifest_changes_no_page_and_no_file_of_others() {
    holds("manifest", 12, oracles::manifest);
}

#[test]
fn any_files_are_a_site_or_reported() {
    holds("site", 8, oracles::site);
}
