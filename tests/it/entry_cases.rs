//! Entries as people write them: each case of `tests/data/cases/entries` with the problems that are reported and what
//! `--fix` and `fmt` make of it.

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
    assert_snapshot!(before, @r##"
    5:9 warning cut-text: YAML reads this as a comment: this item of `authors` ends at `A B`
        if it is part of the text, put all in quotes: - "A B #2"
        if not, write the comment on a line of its own
    7:22 warning cut-text: YAML reads this as a comment: `affiliation` ends at `Lab`
        if it is part of the text, put all in quotes: affiliation: "Lab #4, Building B"
        if not, write the comment on a line of its own
    8:17 warning cut-text: YAML reads this as a comment: `venue` ends at `Workshop`
        if it is part of the text, put all in quotes: venue: "Workshop #3 on Sharps"
        if not, write the comment on a line of its own
    9:18 warning cut-text: YAML reads this as a comment: `summary` ends at `We rank`
        if it is part of the text, put all in quotes: summary: "We rank #1 and #2 of all."
        if not, write the comment on a line of its own
    11:14 warning cut-text: YAML reads this as a comment: `license` ends at `MIT`
        if it is part of the text, put all in quotes: license: "MIT #x"
        if not, write the comment on a line of its own
    12:21 warning cut-text: YAML reads this as a comment: `withdrawn` ends at `See note`
        if it is part of the text, put all in quotes: withdrawn: "See note #5 below"
        if not, write the comment on a line of its own
    13:20 warning cut-text: YAML reads this as a comment: `submitted_by` ends at `user`
        if it is part of the text, put all in quotes: submitted_by: "user #7"
        if not, write the comment on a line of its own
    "##);
    run(site.path(), &["fmt"]);
    let after = problems(&site);
    let count = |text: &str| text.lines().filter(|line| line.contains("warning cut-text")).count();
    assert_eq!((count(&before), count(&after)), (7, 7), "{after}");
    assert!(entry(&site, "cut-at-hash.md").contains("license: MIT #x\n"));
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
    assert_snapshot!(problems(&site(&["keys-of-others.md"])), @r##"
    4:1 error unknown-key: `arxiv` is not a key here
        it belongs under `links:`, as `arxiv: 2401.00001`
        this is Offprint 0.1.0; a newer version may know this key
    5:1 error unknown-key: `pdf` is not a key here
        it belongs under `links:`, as `pdf: https://example.org/x.pdf`
    6:1 error unknown-key: `code` is not a key here
        it belongs under `links:`, as `code: https://example.org/x`
    7:1 error unknown-key: `url` is not a key here
        it belongs under `links:`, as `html: https://example.org` for the paper or `project: https://example.org` for its website
    8:1 error unknown-key: `tag` is not a key here
        did you mean `topics`?
    9:1 error unknown-key: `author` is not a key here
        did you mean `authors`?
    10:1 error unknown-key: `journal` is not a key here
        did you mean `venue`?
    11:1 error unknown-key: `year` is not a key here
        did you mean `published`?
    "##);
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
    assert_snapshot!(problems(&site), @r##"
    2:8 warning near-duplicate: `2401.00001` and `2401.00001v2` have the same title
        if they are the same paper, merge the two entries; `date:` may be a list of days
    2:1 warning other-version: `2401.00001v2` and `2401.00001` are versions of one paper, arXiv 2401.00001
        one paper has one entry: merge the two, and put the other id under `aliases:`
    "##);
}

#[test]
fn conflict_markers_are_named() {
    assert_snapshot!(problems(&site(&["conflict.md"])), @r##"
    3:1 error merge-conflict: a merge conflict begins here
        keep one side, or join both, and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`
    "##);
}

#[test]
fn values_of_the_wrong_form_are_named_with_what_to_write() {
    let site = site(&["forms.md"]);
    assert_snapshot!(problems(&site), @r##"
    2:12 error unquoted-value: YAML knows no such escape: in double quotes, a backslash begins one
        use single quotes: title: 'Erd\H{o}s and others'
    6:7 error bad-date: expected a date such as `2026-04-15`, `2026-04` or `2026`, found `30.11.2026`
        write year, month and day, as far as they are known: `2026-04-15`
    7:10 error wrong-type: `upvotes`: expected a non-negative integer, found `-3`
    8:8 error wrong-type: `stars`: expected a non-negative integer, found `11.5`
    9:8 error wrong-type: `draft`: expected `true` or `false`, found `no`
        write `false`
    10:12 warning no-reason: expected the reason why the paper was withdrawn, found `yes`
        write the reason: `withdrawn: "an error in a proof"`
    12:8 error bad-address: `/a b.pdf` contains a space
        write `%20` for a space: `/a%20b.pdf`
    14:3 error unquoted-value: `abstract` contains `: `, which YAML reads as another key
        write `abstract: |`, and below it the text, each line indented by two spaces
    "##);
    run(site.path(), &["check", "--fix"]);
    let text = entry(&site, "forms.md");
    for line in ["title: 'Erd\\H{o}s", "date: 2026-11-30", "draft: false"] {
        assert!(
            text.contains(line) || line.starts_with("title") && text.contains("title: Erdős"),
            "{line}\n{text}"
        );
    }
}

#[test]
fn a_form_with_an_ambiguous_list_of_authors_asks_for_one_name_on_each_line() {
    let site = site(&[]);
    let propose = |authors: &str| {
        let text = |field: &str| match field {
            "title" => "A paper about ferns",
            "authors" => authors,
            _ => "_No response_",
        };
        let fields = offprint::authoring::issue_forms::form::ADD;
        let body: String =
            fields.iter().map(|(field, heading)| format!("### {heading}\n\n{}\n\n", text(field))).collect();
        let event = serde_json::json!({"action": "opened", "sender": {"id": 1},
            "issue": {"number": 7, "state": "open", "user": {"id": 1}, "body": body}});
        put(site.path(), "event.json", event.to_string());
        let _ = fs::remove_file(site.path().join("message.md"));
        let arguments = [
            "propose",
            "--event",
            "event.json",
            "--offline",
            "--day",
            "2026-03-05",
            "--message",
            "message.md",
        ];
        let (status, _, _) = run(site.path(), &arguments);
        (status, fs::read_to_string(site.path().join("message.md")).unwrap())
    };
    let (status, message) = propose("Lovelace, Ada, Babbage, Charles");
    assert_eq!(status, 1, "{message}");
    assert!(
        message.starts_with(
            "The authors have more than one meaning. Edit the issue and write one name on each line"
        ),
        "{message}"
    );
    assert!(
        message.contains("- `Lovelace, Ada, Babbage, Charles → Ada Lovelace; Charles Babbage`\n"),
        "{message}"
    );
    let (status, message) = propose("Lovelace, Ada\nBabbage, Charles");
    assert_eq!(status, 0, "{message}");
}
