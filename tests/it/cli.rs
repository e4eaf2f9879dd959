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
fn the_site_is_found_from_a_directory_below_it() {
    let site = copy(&fixture("minimal"));
    let below = site.path().join("content/papers");
    let (status, stdout, stderr) = run(&below, &["check"]);
    assert_eq!((status, stderr.as_str()), (0, ""), "{stdout}");
    let (status, _, stderr) = run(&below, &["build"]);
    assert!(status == 0 && stderr.contains("in ../../public"), "{stderr}");
    assert!(site.path().join("public/index.html").is_file() && !below.join("public").exists());
    // A directory that is named is the site, and a new site may be inside another one.
    let (status, stdout, _) = run(&below, &["check", "--site", "."]);
    assert!(status == 2 && stdout.contains("site.toml"), "{stdout}");
    let (status, ..) = run(&below, &["init"]);
    assert!(status == 0 && below.join("site.toml").is_file());
}

#[test]
fn a_check_of_files_reports_their_problems_only() {
    let site = copy(&fixture("minimal"));
    for (name, entry) in [
        ("wrong", "title: A\ndate: soon"),
        ("worse", "title: B"),
        ("fine", "title: C\ndate: 2024-05-29"),
        ("twin", "id: FINE\ntitle: D\ndate: 2024-05-29"),
        ("deep/odd", "title: E\ndate: never"),
    ] {
        put(site.path(), &format!("content/papers/{name}.md"), format!("---\n{entry}\n---\nText.\n"));
    }
    let papers = site.path().join("content/papers");
    let check = |folder: &Path, files: &[&str]| {
        let (status, stdout, stderr) = run(folder, &[&["check", "--format", "json"], files].concat());
        let found = stdout.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        let ids: Vec<String> = found.map(|problem| problem["id"].as_str().unwrap().to_owned()).collect();
        assert!(stderr.is_empty() || status == 2, "{stderr}");
        (status, ids)
    };
    assert_eq!(check(&papers, &["wrong.md"]), (1, vec!["bad-date".to_owned()]));
    assert_eq!(
        check(site.path(), &["content/papers/wrong.md", "./content/papers/deep"]).1,
        ["bad-date", "bad-date"]
    );
    assert_eq!(check(&papers, &["fine.md"]).1, ["duplicate-id"], "the other entry is named");
    assert_eq!(check(&papers, &["content/papers/worse.md"]).1, ["missing-key"], "a path from the site");
    let (status, stdout, _) = run(site.path(), &["check", "content/topics.yaml"]);
    assert!(status == 2 || stdout == "no problems\n", "{stdout}");
    for name in ["content/papers/none.md", "README.md", "../x"] {
        let (status, _, stderr) = run(site.path(), &["check", name]);
        assert!(status == 2 && stderr.contains(&format!("`{name}` is not a file of the site")), "{stderr}");
    }
    let (status, _, stderr) = run(&papers, &["check", "--fix", "fine.md"]);
    assert_eq!(status, 1, "{stderr}");
    // A broken template is reported for its own file, and where it hides problems of the others.
    put(site.path(), "templates/paper.html", "{% if %}");
    assert_eq!(check(site.path(), &["templates"]), (2, vec!["template".to_owned()]));
    let (status, ids) = check(&papers, &["wrong.md"]);
    assert!(
        status == 2 && ids.iter().any(|id| id == "bad-date") && ids.iter().any(|id| id == "template"),
        "{ids:?}"
    );
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
fn warnings_that_the_site_allows_are_not_reported() {
    let site = copy(&fixture("minimal"));
    let settings = fs::read_to_string(site.path().join("site.toml")).unwrap();
    for name in ["a", "b", "c"] {
        put(
            site.path(),
            &format!("content/papers/{name}.md"),
            format!("---\ntitle: {name}\ndate: 2026-03-05\n---\n"),
        );
    }
    put(site.path(), "content/papers/d.md", "---\ntitle: D\ndate: 2026-03-05\nwithdrawn: yes\n---\nText.\n");
    let check = || run(site.path(), &["check"]).1;
    let stdout = check();
    assert!(
        stdout.starts_with("4 warnings in 4 files\n  warnings: 3 empty-abstract, 1 no-reason\n"),
        "{stdout}"
    );
    assert!(stdout.contains("and 2 more warnings of this kind:\n  content/papers/b.md:"), "{stdout}");
    assert!(stdout.contains("to hide a kind of warning, add its id to `allow` under `[check]`"), "{stdout}");
    let allow = |ids: &str| put(site.path(), "site.toml", format!("{settings}\n[check]\nallow = [{ids}]\n"));
    allow("\"empty-abstract\"");
    let stdout = check();
    assert!(stdout.contains("warning[no-reason]") && !stdout.contains("empty-abstract"), "{stdout}");
    let (_, _, stderr) = run(site.path(), &["build"]);
    assert!(stderr.contains("warning[no-reason]") && !stderr.contains("empty-abstract"), "{stderr}");
    allow("\"empty-abstract\", \"no-reason\"");
    assert!(check().starts_with("no problems\n"));
    allow("\"empty-abstracts\", \"bad-date\", 3");
    let stdout = check();
    assert!(stdout.contains("= help: did you mean `empty-abstract`?"), "{stdout}");
    assert!(
        stdout.contains("lists `bad-date`, which is not the id of a warning")
            && stdout.contains("errors cannot be hidden"),
        "{stdout}"
    );
    assert_eq!(stdout.matches("error[setting-").count(), 3, "{stdout}");
}

#[test]
fn a_theme_is_made_with_only_the_program() {
    let outer = TempDir::new().unwrap();
    // Without a site, the built-in themes are shown.
    let (status, stdout, _) = run(outer.path(), &["theme", "list"]);
    assert!(
        status == 0 && stdout.starts_with("themes: default (built in), listing (built in)\n"),
        "{stdout}"
    );
    let (status, stdout, _) = run(outer.path(), &["theme", "show", "paper.html"]);
    assert!(
        status == 0
            && stdout == fs::read_to_string(repository("themes/default/templates/paper.html")).unwrap()
    );
    let site = copy(&fixture("minimal"));
    let settings = fs::read_to_string(site.path().join("site.toml")).unwrap();
    let theme = |arguments: &[&str]| run(site.path(), &[&["theme"], arguments].concat());
    let (status, stdout, stderr) = theme(&["new", "mine", "--extends", "listing"]);
    assert!(
        status == 0
            && stdout.contains("  themes/mine/theme.toml\n")
            && stdout.contains("set `theme = \"mine\"`"),
        "{stderr}"
    );
    put(site.path(), "site.toml", format!("theme = \"mine\"\n{settings}"));
    let (status, stdout, stderr) = run(site.path(), &["check"]);
    assert!(status == 0 && stdout.starts_with("no problems\n"), "{stdout}{stderr}");
    let (_, stdout, _) = theme(&["list"]);
    let line = |start: &str| {
        stdout.lines().find(|line| line.trim_start().starts_with(start)).unwrap_or_default().to_owned()
    };
    assert!(line("templates/frame/head.html").ends_with("  mine, listing, default"), "{stdout}");
    assert!(line("static/mine.css").ends_with("  mine"), "{stdout}");
    let (status, stdout, stderr) = theme(&["copy", "card.html"]);
    assert_eq!((status, stdout.as_str()), (0, "themes/mine/templates/components/card.html\n"), "{stderr}");
    assert!(stderr.contains("gets no later changes"), "{stderr}");
    assert_eq!(run(site.path(), &["check"]).0, 0);
    run(site.path(), &["build"]);
    let page = fs::read_to_string(site.path().join("public/index.html")).unwrap();
    assert!(page.contains("/assets/mine.") && page.contains("/assets/listing."), "{page}");
    let before = tree(site.path());
    for (arguments, message) in [
        (&["copy", "card.html"] as &[&str], "already exists"),
        (&["copy", "mine.css"], "is already a file of `mine`"),
        (&["copy", "theme.toml"], "the declaration of a theme cannot be copied"),
        (&["show", "papper.html"], "did you mean `templates/paper.html`?"),
        (&["new", "mine"], "the name `mine` is taken"),
        (&["new", "default"], "the name `default` is taken"),
        (&["new", "../x"], "is not a name of a theme"),
        (&["new", "other", "--extends", "none"], "there is no theme `none`"),
    ] {
        let (status, _, stderr) = theme(arguments);
        assert!(status == 2 && stderr.contains(message), "{arguments:?}: {stderr}");
    }
    assert_eq!(tree(site.path()), before);
}

#[test]
fn links_of_the_theme_and_the_settings_without_a_target_are_reported() {
    let site = copy(&fixture("minimal"));
    let settings = fs::read_to_string(site.path().join("site.toml")).unwrap();
    let menu = "[[menu]]\nlabel = \"A\"\nurl = \"abuot/\"\n[[menu]]\nlabel = \"B\"\nurl = \"about/#x\"\n[[menu]]\nlabel = \"C\"\nurl = \"https://a.org/\"\n";
    put(site.path(), "site.toml", format!("{settings}\n{menu}"));
    put(site.path(), "content/pages/about.md", "---\ntitle: About\n---\n# x\n");
    put(site.path(), "content/organizations.yaml", "mit: {name: MIT, logo: /mit.svg}\n");
    put(
        site.path(),
        "content/papers/a.md",
        "---\ntitle: A\ndate: 2026-03-05\norganization: mit\n---\nText.\n",
    );
    let page = "{% extends \"default/paper.html\" %}\n{% block facts %}<dt>x<dd><a href=\"{{ site.root }}archive/\">a</a> <a href=\"{{ site.root }}none/\">b</a>{% endblock facts %}\n";
    put(site.path(), "templates/paper.html", page);
    let (status, stdout, _) = run(site.path(), &["check"]);
    assert_eq!((status, stdout.matches("warning[dead-link]").count()), (0, 1), "{stdout}");
    for part in [
        "did you mean `/about/`?",
        "and 2 more warnings of this kind:",
        "content/organizations.yaml:1:",
        "`/mit.svg` is not a file of this site",
        "`{{ site.root }}none/` is not a page or file of this site",
    ] {
        assert!(stdout.contains(part), "{part}: {stdout}");
    }
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
