//! Lists of papers as forks of the arXiv kits write them, withdrawals, and versions: what is imported, and that every row is accounted for.

use crate::cli::run;
use crate::support::{put, repository, tree};
use insta::assert_snapshot;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn empty() -> TempDir {
    let site = TempDir::new().unwrap();
    put(site.path(), "site.toml", "title = \"T\"\nbase_url = \"https://example.org/\"\n");
    site
}

fn case(name: &str) -> String {
    repository("tests/data/cases/import").join(name).to_str().unwrap().to_owned()
}

/// Imports a case; a second run must write nothing. Returns what the first run said.
fn import(site: &Path, arguments: &[&str]) -> String {
    let (status, first, stderr) = run(site, &[&["import"], arguments].concat());
    assert_eq!((status, stderr.as_str()), (0, ""), "{first}");
    let before = tree(site);
    let (_, second, _) = run(site, &[&["import"], arguments].concat());
    assert!(second.contains(" 0 added, 0 updated,") && second.contains("; 0 files written"), "{second}");
    assert_eq!(before, tree(site));
    let (status, stdout, _) = run(site, &["check", "--format", "json"]);
    assert_eq!(status, 0, "{stdout}");
    first
}

/// Returns all entries, one behind the other.
fn entries(site: &Path) -> String {
    let all = tree(site);
    let papers = all.iter().filter(|(path, _)| path.starts_with("content/papers/"));
    papers.map(|(path, bytes)| format!("# {path}\n{}", String::from_utf8_lossy(bytes))).collect()
}

#[test]
fn rows_with_more_columns_are_read_by_content() {
    let site = empty();
    let said = import(site.path(), &["cv-arxiv-daily", &case("kit-more-columns.json"), "--add-topics"]);
    assert_snapshot!(said, @"");
    assert_snapshot!(entries(site.path()), @"");
    assert_snapshot!(fs::read_to_string(site.path().join("content/topics.yaml")).unwrap(), @"");
}

#[test]
fn rows_with_fewer_columns_are_read_by_content() {
    let site = empty();
    assert_snapshot!(import(site.path(), &["cv-arxiv-daily", &case("kit-fewer-columns.json")]), @"");
    assert!(!site.path().join("content/topics.yaml").exists());
}

#[test]
fn rows_may_be_objects() {
    let site = empty();
    assert_snapshot!(import(site.path(), &["cv-arxiv-daily", &case("kit-objects.json")]), @"");
    assert_snapshot!(entries(site.path()), @"");
    let site = empty();
    import(site.path(), &["cv-arxiv-daily", &case("kit-flat.json")]);
    assert_snapshot!(entries(site.path()), @"");
}

#[test]
fn rows_may_be_bullets_and_a_broken_one_is_named_with_its_line() {
    let site = empty();
    assert_snapshot!(import(site.path(), &["cv-arxiv-daily", &case("kit-bullets.json")]), @"");
    assert_snapshot!(entries(site.path()), @"");
}

#[test]
fn a_team_behind_the_first_author_means_others() {
    let site = empty();
    import(site.path(), &["cv-arxiv-daily", &case("cv-team.json")]);
    let all = entries(site.path());
    assert!(all.contains("Abby Gupta") && all.contains("Ralu Georg") && !all.contains("Team"), "{all}");
}

#[test]
fn older_lines_name_their_keys_otherwise() {
    let site = empty();
    assert_snapshot!(import(site.path(), &["daily-arxiv", &case("2024-05-01.jsonl")]), @"");
    assert_snapshot!(entries(site.path()), @"");
}

#[test]
fn a_withdrawal_marks_the_entry_and_the_first_abstract_stays() {
    let site = empty();
    import(site.path(), &["arxiv", &case("withdrawn-1.xml")]);
    assert_snapshot!(import(site.path(), &["arxiv", &case("withdrawn-2.xml")]), @"");
    assert_snapshot!(entries(site.path()), @"");
    let site = empty();
    import(site.path(), &["oai", &case("withdrawn.jsonl")]);
    assert_snapshot!(entries(site.path()), @"");
}

#[test]
fn another_version_of_a_known_paper_is_the_same_paper() {
    let site = empty();
    let path = "content/papers/2401.00009v2.md";
    put(site.path(), path, "---\ntitle: By hand\ndate: 2024-01-03\nauthors:\n  - A B\n---\n\nWords.\n");
    let said = import(site.path(), &["arxiv", &case("versions.xml")]);
    assert!(said.contains(" 0 added"), "{said}");
    assert_eq!(tree(site.path()).keys().filter(|path| path.starts_with("content/papers/")).count(), 1);
}

#[test]
fn new_looks_in_the_archive_and_refuses_incomplete_identifiers() {
    let site = empty();
    put(
        site.path(),
        "content/papers/2401.00009v2.md",
        "---\ntitle: A\ndate: 2024-01-03\nlinks: {doi: 10.1145/1234567}\n---\n\nWords.\n",
    );
    for known in [
        "2401.00009",
        "https://arxiv.org/abs/2401.00009v3",
        "arXiv:2401.00009",
        "doi:10.1145/1234567",
        "https://dl.acm.org/doi/10.1145/1234567",
    ] {
        let (status, _, stderr) = run(site.path(), &["new", known]);
        assert_eq!(status, 2, "{known}");
        assert!(stderr.contains("has an entry: content/papers/2401.00009v2.md"), "{known}: {stderr}");
    }
    for incomplete in ["2405.1", "10.1/x", "arXiv:24"] {
        let (status, _, stderr) = run(site.path(), &["new", incomplete]);
        assert_eq!(status, 2, "{incomplete}");
        assert!(stderr.contains("is not a complete identifier"), "{incomplete}: {stderr}");
    }
    let (status, _, stderr) = run(site.path(), &["new"]);
    assert!(status == 2 && stderr.contains("found nothing"), "{stderr}");
    assert_eq!(tree(site.path()).keys().filter(|path| path.starts_with("content/")).count(), 1);
}
