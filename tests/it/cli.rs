//! The program as people and workflows run it: exit statuses, formats, output streams.

#![expect(clippy::disallowed_methods, reason = "tests read and write folders of their own")]

use crate::support::{copy, fixture, put, repository, tree};
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// The program, run in a folder.
pub fn offprint(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_offprint"));
    command.current_dir(folder).stdin(Stdio::null());
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "GITHUB_ACTIONS", "CI"] {
        command.env_remove(name);
    }
    // Help is wrapped to the width of the terminal.
    command.env("COLUMNS", "100").env("TERM", "dumb");
    command
}

pub fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = offprint(folder).args(arguments).output().unwrap();
    (status.code().unwrap_or(-1), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn a_sound_site_is_built() {
    let site = copy(&fixture("minimal"));
    let (status, stdout, stderr) = run(site.path(), &["build"]);
    assert_eq!((status, stdout.as_str()), (0, ""));
    assert!(stderr.starts_with("1 paper on 1 day: ") && stderr.contains(" removed in public ("), "{stderr}");
    assert!(site.path().join("public/index.html").is_file());
    let (status, stdout, stderr) = run(site.path(), &["check"]);
    assert_eq!((status, stderr.as_str()), (0, ""));
    let lines: Vec<&str> = stdout.lines().collect();
    let ["no problems", size] = lines.as_slice() else { panic!("{stdout}") };
    assert!(
        size.starts_with("1 paper on 1 day: ") && size.ends_with(" of the 1 GB that GitHub Pages allows")
    );
    assert!(!site.path().join("index.html").exists());
}

#[test]
fn the_exit_status_names_the_kind_of_failure() {
    let outer = TempDir::new().unwrap();
    let broken = copy(&fixture("broken"));
    let minimal = copy(&fixture("minimal"));
    let wrong_settings = copy(&fixture("minimal"));
    put(wrong_settings.path(), "site.toml", "title = \"x\"\nbase_ulr = \"https://example.org/\"\n");
    let wrong_theme = copy(&fixture("minimal"));
    put(wrong_theme.path(), "templates/paper.html", "{% if %}");
    put(minimal.path(), "file", "x");
    for (folder, arguments, expected) in [
        (minimal.path(), &["build"] as &[&str], 0),
        (minimal.path(), &["--version"], 0),
        (minimal.path(), &["build", "--help"], 0),
        (broken.path(), &["check"], 1),
        (broken.path(), &["build"], 1),
        (outer.path(), &["build"], 2),
        (outer.path(), &["check"], 2),
        (outer.path(), &["build", "--site", "nowhere"], 2),
        (minimal.path(), &[], 2),
        (minimal.path(), &["biuld"], 2),
        (minimal.path(), &["build", "--jobs", "0"], 2),
        (minimal.path(), &["build", "--base-url", "example"], 2),
        (minimal.path(), &["build", "--out", "."], 2),
        (minimal.path(), &["build", "--out", "content/public"], 2),
        (minimal.path(), &["build", "--out", "/"], 2),
        (minimal.path(), &["build", "--out", "file"], 2),
        (wrong_settings.path(), &["build"], 2),
        (wrong_settings.path(), &["check"], 2),
        (wrong_theme.path(), &["build"], 2),
        (minimal.path(), &["build", "--out", "/dev/null/x"], 2),
        // Not even root can make a folder here.
        (minimal.path(), &["build", "--out", "/proc/nowhere/x"], 3),
    ] {
        let (status, stdout, stderr) = run(folder, arguments);
        assert_eq!(status, expected, "{arguments:?}\n{stdout}\n{stderr}");
        let words = format!("{stdout}{stderr}");
        assert!(expected == 0 || arguments.is_empty() || words.contains("error"), "{arguments:?}: {words}");
    }
    assert!(!broken.path().join("public").exists(), "a build with errors made a folder");
}

#[test]
fn a_foreign_folder_is_never_written() {
    let site = copy(&fixture("minimal"));
    put(site.path(), "public/mine.txt", "mine");
    let before = tree(site.path());
    let (status, _, stderr) = run(site.path(), &["build"]);
    assert_eq!(status, 2, "{stderr}");
    assert!(stderr.contains("public"), "{stderr}");
    assert_eq!(before, tree(site.path()));
}

#[test]
fn a_missing_site_is_named() {
    let outer = TempDir::new().unwrap();
    for command in ["check", "build", "new", "fmt", "collect", "import"] {
        let source = if command == "import" { &["hf"] as &[_] } else { &[] };
        let arguments = [&[command], source, &["--site", "/nonexistent"]].concat();
        let (status, stdout, stderr) = run(outer.path(), &arguments);
        assert!(
            status == 2 && format!("{stdout}{stderr}").contains("`/nonexistent`"),
            "{command}: {stdout}{stderr}"
        );
    }
    let (_, stdout, _) = run(outer.path(), &["check"]);
    assert!(stdout.contains("expected a site.toml in the current directory, found none"), "{stdout}");
    assert!(stdout.contains("--site DIR"), "{stdout}");
}

#[test]
fn a_message_says_what_was_found_and_what_to_write() {
    let cases = [
        ("upvotes: -3", "`upvotes`: expected a non-negative integer, found `-3`"),
        ("upvotes: 11.5", "`upvotes`: expected a non-negative integer, found `11.5`"),
        ("draft: no", "= help: write `false`"),
        ("draft: 'Yes'", "= help: write `true`"),
        (
            "withdrawn: yes",
            "warning[no-reason]: expected the reason why the paper was withdrawn, found `yes`",
        ),
        ("withdrawn: no", "= help: remove the key if the paper was not withdrawn"),
        ("links:\n  pdf: /a b.pdf", "`/a b.pdf` contains a space"),
        ("links:\n  pdf: /c d.pdf", "= help: write `%20` for a space: `/c%20d.pdf`"),
        ("links:\n  html: https://example.org/a b", "`https://example.org/a%20b`"),
        ("links:\n  pdf: /files/a%20b.pdf", "= help: put the file in `static/files/a b.pdf`"),
        ("thumbnail: /figures/a.png", "= help: put the file in `static/figures/a.png`"),
    ];
    let site = copy(&fixture("minimal"));
    for (number, (lines, _)) in cases.iter().enumerate() {
        let entry = format!("---\ntitle: Paper {number}\ndate: 2026-03-05\n{lines}\n---\nText.\n");
        put(site.path(), &format!("content/papers/case-{number}.md"), entry);
    }
    let entry = "---\ntitle: Withdrawn\ndate: 2026-03-05\nwithdrawn: an error in a proof\n---\nText.\n";
    put(site.path(), "content/papers/withdrawn.md", entry);
    let (_, stdout, _) = run(site.path(), &["check"]);
    for (lines, expected) in cases {
        assert!(stdout.contains(expected), "{lines}: {expected}\n{stdout}");
    }
    assert_eq!(stdout.matches("[no-reason]").count(), 2, "{stdout}");
}

#[test]
fn a_hint_is_printed_once_for_people_and_every_time_for_programs() {
    let site = copy(&fixture("minimal"));
    for name in ["a", "b", "c"] {
        put(site.path(), &format!("content/papers/{name}.md"), "---\ntitle: A\ndate: soon\n---\nText.\n");
    }
    let hint = "write year, month and day";
    let count = |format: &str| run(site.path(), &["check", "--format", format]).1.matches(hint).count();
    assert_eq!([count("human"), count("json"), count("github")], [1, 3, 3]);
}

#[test]
fn keep_going_publishes_the_rest() {
    let site = copy(&fixture("broken"));
    let (status, stdout, stderr) = run(site.path(), &["build", "--keep-going"]);
    assert_eq!((status, stdout.as_str()), (0, ""), "{stderr}");
    assert!(stderr.contains("left out because of errors"), "{stderr}");
    assert!(site.path().join("public/papers/fine/index.html").is_file());
    for id in ["keys", "dates", "no-date", "no-title", "colon", "latin1"] {
        assert!(!site.path().join("public/papers").join(id).exists(), "{id}");
    }
}

#[test]
fn drafts_and_the_address_can_be_chosen() {
    let site = copy(&fixture("week"));
    let (status, ..) = run(
        site.path(),
        &["build", "--drafts", "--base-url", "http://localhost:1234/x/", "--out", "deep/er"],
    );
    assert_eq!(status, 0);
    let page = fs::read_to_string(site.path().join("deep/er/papers/a-draft/index.html")).unwrap();
    assert!(
        page.contains("<link rel=\"canonical\" href=\"http://localhost:1234/x/papers/a-draft/\""),
        "{page}"
    );
    assert!(!page.contains("example.org/papers/"), "{page}");
}

#[test]
fn a_pipe_and_a_terminal_with_no_color_get_no_colour() {
    let escape = |bytes: &[u8]| bytes.contains(&0x1b);
    for arguments in [&["check"] as &[&str], &["build"], &["--help"], &["frobnicate"]] {
        let output = offprint(&fixture("broken")).args(arguments).output().unwrap();
        assert!(!escape(&output.stdout) && !escape(&output.stderr), "{arguments:?}");
    }
    let forced = offprint(&fixture("broken")).arg("check").env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(escape(&forced.stdout), "colour can be asked for");
    let none = offprint(&fixture("broken")).arg("check").env("NO_COLOR", "1").output().unwrap();
    assert!(!escape(&none.stdout));
}

#[test]
fn progress_is_for_terminals() {
    // A check that is long enough to show progress.
    let mut command = offprint(&repository("."));
    let output = command.arg("check").env("TERM", "xterm-256color").output().unwrap();
    assert_eq!(output.stderr, b"", "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stdout.iter().all(|byte| !matches!(byte, b'\r' | 0x1b)));
}

#[test]
fn json_is_one_object_a_line_and_nothing_else() {
    let (status, stdout, stderr) = run(&fixture("broken"), &["check", "--format", "json"]);
    assert_eq!((status, stderr.as_str()), (1, ""));
    for line in stdout.lines() {
        let problem: serde_json::Value =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert!(
            problem["id"].is_string() && problem["severity"].is_string() && problem["message"].is_string(),
            "{line}"
        );
    }
    assert!(stdout.lines().count() > 20);
    let (_, stdout, _) = run(&fixture("minimal"), &["check", "--format", "json"]);
    assert_eq!(stdout, "");
}

#[test]
fn annotations_cannot_be_forged() {
    let site = copy(&fixture("minimal"));
    let entry = "---\nid: forged\ntitle: x\ndate: 2026-03-05\n\"::error::x\\n::stop-commands::y\": 1\nlicense: [\"a\\n::error::b\"]\n---\nx\n";
    put(site.path(), "content/papers/forged.md", entry);
    let (status, stdout, _) = run(site.path(), &["check", "--format", "github"]);
    assert_eq!(status, 1);
    for line in stdout.lines() {
        assert!(line.starts_with("::error file=content/papers/forged.md,line="), "{line}");
    }
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    // `head` closes the pipe after a line; a later write must not panic.
    let script = format!("'{}' check --format json | head -n 1", env!("CARGO_BIN_EXE_offprint"));
    let output = Command::new("sh").arg("-c").arg(script).current_dir(fixture("broken")).output().unwrap();
    assert!(
        !String::from_utf8_lossy(&output.stderr).contains("panicked"),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    for arguments in [&["--help"] as &[&str], &["check"], &["build", "--help"], &["--version"]] {
        let mut child = offprint(&fixture("broken"))
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert!(output.status.code().is_some_and(|code| code < 100), "{arguments:?}: {:?}", output.status);
        assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"), "{arguments:?}");
    }
}

#[test]
fn help_lists_every_command() {
    let folder = fixture("minimal");
    let help = |arguments: &[&str]| {
        let (status, stdout, stderr) = run(&folder, arguments);
        assert_eq!((status, stderr.as_str()), (0, ""));
        stdout
    };
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../sites/help");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| {
        insta::assert_snapshot!("offprint", help(&["--help"]));
        insta::assert_snapshot!("build", help(&["build", "--help"]));
        insta::assert_snapshot!("check", help(&["check", "--help"]));
    });
}
