//! Files in other encodings: the command of the message converts them.

#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "tests read and write folders of their own")]

use crate::cli::run;
use crate::support::{copy, fixture, put};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

const ENTRY: &str = "---\ntitle: Café\ndate: 2026-03-05\n---\n\nCrème brûlée.\n";

/// Returns a text in the encoding that iconv calls `name`.
fn encoded(text: &str, name: &str) -> Vec<u8> {
    let code_units = |to_bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to_bytes).collect();
    match name {
        "UTF-16" => encoded(&format!("\u{feff}{text}"), "UTF-16LE"),
        "UTF-16LE" => code_units(u16::to_le_bytes),
        "UTF-16BE" => code_units(u16::to_be_bytes),
        "UTF-32" => {
            format!("\u{feff}{text}").chars().flat_map(|char| u32::from(char).to_le_bytes()).collect()
        }
        "WINDOWS-1252" => text.chars().map(|char| u8::try_from(u32::from(char)).unwrap()).collect(),
        other => panic!("{other}"),
    }
}

/// Returns the problems of a site, as JSON.
fn problems(site: &Path) -> Vec<Value> {
    let (_, lines, _) = run(site, &["check", "--format", "json"]);
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn the_command_of_the_message_converts_entries_settings_and_templates() {
    let settings = "title = \"Café\"\nbase_url = \"https://example.org/\"\n";
    for (file, text) in [
        ("content/papers/other.md", ENTRY),
        (
            "content/papers/it's $(here) 论文.md",
            "---\nid: other\ntitle: Café\ndate: 2026-03-05\n---\n\nText.\n",
        ),
        ("content/pages/about.md", "---\ntitle: Über\n---\n\nText.\n"),
        ("content/topics.yaml", "vision: {name: Visión}\n"),
        ("site.toml", settings),
        ("i18n/en.toml", "latest = \"Café\"\n"),
        ("templates/404.html", "<p>Café\n"),
    ] {
        for encoding in ["UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "WINDOWS-1252"] {
            let site = copy(&fixture("minimal"));
            put(site.path(), file, encoded(text, encoding));
            let problems = problems(site.path());
            let about = problems.iter().find(|problem| problem["id"] == "not-utf8");
            let about = about.unwrap_or_else(|| panic!("{file} in {encoding}: {problems:?}"));
            assert_eq!(about["file"], file);
            let hint = about["hints"][0].as_str().unwrap();
            let command =
                hint.split_once(&format!("from {encoding}: ")).unwrap_or_else(|| panic!("{hint}")).1;
            let done = Command::new("sh").args(["-c", command]).current_dir(site.path()).status().unwrap();
            assert!(done.success(), "{command}");
            assert_eq!(std::fs::read(site.path().join(file)).unwrap(), text.as_bytes(), "{command}");
            let left = self::problems(site.path());
            let is_done =
                left.iter().all(|problem| problem["id"] != "not-utf8" && problem["id"] != "stray-file");
            assert!(is_done, "{file} in {encoding}: {left:?}");
        }
    }
}
