//! Entries as people write them: each case of `tests/data/cases/entries` with the problems that are reported and what `--fix` and `fmt` make
//! of it.

use crate::cli::run;
use crate::support::{put, repository};
use insta::assert_snapshot;
use std::fs;
use tempfile::TempDir;

/// A site with these cases as its entries.
fn site(cases: &[&str]) -> TempDir {
    let site = TempDir::new().unwrap();
    put(site.path(), "site.toml", "title = \"T\"\nbase_url = \"https://example.org/\"\n");
    for case in cases {
        let bytes = fs::read(repository("tests/data/cases/entries").join(case)).unwrap();
        put(site.path(), &format!("content/papers/{case}"), bytes);
    }
    site
}

/// Returns what `check` reports: place, severity, message and hints.
fn problems(site: &TempDir) -> String {
    let (_, stdout, _) = run(site.path(), &["check", "--format", "json"]);
    let mut out = String::new();
    for line in stdout.lines() {
        let problem: serde_json::Value = serde_json::from_str(line).unwrap();
        let Some(message) = problem["message"].as_str() else { continue };
        let text = |key: &str| problem[key].as_str().unwrap_or_default().to_owned();
        out += &format!(
            "{}:{} {} {}: {message}\n",
            problem["line"],
            problem["column"],
            text("severity"),
            text("id")
        );
        for hint in problem["hints"].as_array().into_iter().flatten() {
            out += &format!("    {}\n", hint.as_str().unwrap_or_default());
        }
    }
    out
}

fn entry(site: &TempDir, case: &str) -> String {
    fs::read_to_string(site.path().join("content/papers").join(case)).unwrap()
}

/// Returns an entry after `check --fix`, which has to be sound then.
fn fixed(case: &str) -> String {
    let site = site(&[case]);
    run(site.path(), &["check", "--fix"]);
    let (status, stdout, _) = run(site.path(), &["check", "--format", "json"]);
    assert_eq!(status, 0, "{stdout}");
    entry(&site, case)
}

#[test]
fn every_text_that_a_hash_cuts_is_reported_and_fmt_keeps_the_warning() {
    let site = site(&["cut-at-hash.md"]);
    let before = problems(&site);
    assert_snapshot!(before, @"");
    run(site.path(), &["fmt"]);
    let after = problems(&site);
    let count = |text: &str| text.lines().filter(|line| line.contains("warning cut-text")).count();
    assert_eq!((count(&before), count(&after)), (7, 7), "{after}");
}

#[test]
fn a_title_that_begins_with_a_mark_is_quoted_by_fix() {
    for (case, title) in [
        ("title-with-quotes-inside.md", r#"'"Attention" is not all you need'"#),
        ("title-with-apostrophe-first.md", "\"'Twas the night: a story\""),
        ("title-with-dash-first.md", "\"- a dash first\""),
        ("title-with-bar-first.md", "\"| a bar first\""),
        ("title-with-tag.md", "\"!important words\""),
    ] {
        let reported = problems(&site(&[case]));
        assert!(
            reported.contains("error unquoted-value") && reported.contains("put it in quotes: title: "),
            "{reported}"
        );
        assert!(fixed(case).contains(&format!("title: {title}\n")), "{}", fixed(case));
    }
}

#[test]
fn keys_of_other_programs_have_the_right_key_as_hint() {
    assert_snapshot!(problems(&site(&["keys-of-others.md"])), @"");
}

#[test]
fn fmt_and_fix_keep_both_comments() {
    let case = "comments-kept.md";
    let site = site(&[case]);
    run(site.path(), &["fmt"]);
    run(site.path(), &["check", "--fix"]);
    let text = entry(&site, case);
    assert!(text.contains("# checked by phone") && text.contains("# dead since May"), "{text}");
    assert_eq!(run(site.path(), &["fmt", "--check"]).0, 0);
}

#[test]
fn a_doi_without_scheme_is_accepted_and_normalised_by_fix() {
    assert_eq!(problems(&site(&["doi-without-scheme.md"])), "");
    assert!(fixed("doi-without-scheme.md").contains("doi: 10.1002/esp.3406\n"));
}

#[test]
fn a_file_named_for_a_version_is_the_arxiv_paper() {
    let case = "2401.00001v2.md";
    let site = site(&[case]);
    assert_eq!(problems(&site), "");
    run(site.path(), &["build"]);
    let page = fs::read_to_string(site.path().join("public/papers/2401.00001v2/index.html")).unwrap();
    assert!(page.contains("https://arxiv.org/abs/2401.00001\""), "{page}");
    put(site.path(), "content/papers/2401.00001.md", entry(&site, case));
    assert_snapshot!(problems(&site), @"");
}

#[test]
fn conflict_markers_are_named() {
    assert_snapshot!(problems(&site(&["conflict.md"])), @"");
}

#[test]
fn values_of_the_wrong_form_are_named_with_what_to_write() {
    let site = site(&["forms.md"]);
    assert_snapshot!(problems(&site), @"");
    run(site.path(), &["check", "--fix"]);
    let text = entry(&site, "forms.md");
    for line in ["title: 'Erd\\H{o}s", "date: 2026-11-30", "draft: false"] {
        assert!(
            text.contains(line) || line.starts_with("title") && text.contains("title: Erdős"),
            "{line}\n{text}"
        );
    }
}
