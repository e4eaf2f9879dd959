//! The documentation says what the program does.

use std::collections::BTreeSet;
use std::path::Path;

fn text(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn the_settings_page_is_what_the_settings_say_of_themselves() {
    let page = text("content/pages/docs/settings.md");
    let (_, rest) = page.split_once("[//]: # (settings: begin)").unwrap();
    let (told, _) = rest.split_once("[//]: # (settings: end)").unwrap();
    assert_eq!(told.trim(), offprint::config::reference_markdown().trim());
}

#[test]
fn every_problem_is_documented() {
    let page = text("content/pages/docs/problems.md");
    let mut missing = BTreeSet::new();
    for file in walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let file = file.unwrap();
        if file.file_name() != "problems.rs" {
            continue;
        }
        let source = std::fs::read_to_string(file.path()).unwrap();
        for made in ["Diagnostic::error(", "Diagnostic::warning("] {
            for call in source.split(made).skip(1) {
                // The id is the first argument; one that is a constant stands in quotes elsewhere.
                let Some(id) = call.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next())
                else {
                    continue;
                };
                if !page.contains(&format!("`{id}`")) {
                    missing.insert(id.to_owned());
                }
            }
        }
    }
    assert_eq!(missing, BTreeSet::new());
}

#[test]
fn the_readme_names_the_two_commands() {
    let readme = text("README.md");
    assert!(readme.contains("cargo run --release -- build"));
    assert!(readme.contains("cargo test"));
}
