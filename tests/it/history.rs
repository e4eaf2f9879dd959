//! The last change that pages show, and its author, from real repositories.

#![expect(clippy::disallowed_methods, reason = "tests read and write folders of their own")]

use crate::support::{Tree, build_into, copy, difference, fixture, git, put, text, tree};
use offprint::Request;
use offprint::diagnostic::{Checked, lines};
use offprint::source::{Sources, Texts};
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const ADA: (&str, &str) = ("Ada Byron", "2026-03-01T12:00:00 +0000");
const LATER: &str = "2026-03-07T12:00:00 +0000";

fn commit(folder: &Path, who: (&str, &str)) {
    git(folder, who, &["add", "-A"]);
    git(folder, who, &["commit", "-qm", "Change"]);
}

/// Puts a small site into a folder.
fn site(folder: &Path) {
    put(
        folder,
        "site.toml",
        "title = \"T\"\nbase_url = \"https://example.org/\"\n[repository]\nhistory = true\nurl = \"https://github.com/u/p\"\n",
    );
    for name in ["one", "two"] {
        put(folder, &format!("content/papers/{name}.md"), entry(name));
    }
    put(
        folder,
        "content/papers/day.yaml",
        "date: 2026-02-01\npapers:\n  - {id: a, title: A, abstract: A.}\n  - {id: b, title: B, abstract: B.}\n",
    );
    put(folder, "content/pages/about.md", "---\ntitle: About\n---\nText.\n");
    put(folder, "content/days/2026-02-01.md", "A note.\n");
    put(folder, ".gitignore", "/.offprint/\n/public/\n");
}

fn entry(title: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2026-02-01\n---\nText.\n")
}

fn committed() -> TempDir {
    let folder = TempDir::new().unwrap();
    site(folder.path());
    git(folder.path(), ADA, &["init", "-q"]);
    commit(folder.path(), ADA);
    folder
}

fn built(site: &Path) -> Tree {
    let out = TempDir::new().unwrap();
    build_into(site, &Request::default(), out.path());
    tree(out.path())
}

/// Returns the problems of a site without history.
fn problems_of(site: &Path) -> String {
    let sources = Sources::discover(site);
    let Checked { value, diagnostics } = offprint::prepare(&sources, &Request::default(), &());
    assert!(value.is_some_and(|prepared| prepared.history.last_change("content/papers/one.md").is_none()));
    lines::render(&diagnostics, &Texts::new())
}

/// Returns the HTML of a page about its last change.
fn changed<'a>(tree: &'a Tree, page: &str) -> &'a str {
    let html = text(tree, &format!("{page}/index.html"));
    html.split_once("Last changed ").map_or("", |(_, rest)| rest.split_once("</p>").unwrap().0)
}

fn by(day: &str, label: &str, name: &str) -> String {
    format!("<time datetime=\"{day}\">{label}</time> by <bdi>{name}</bdi>")
}

#[test]
fn pages_say_when_their_file_was_changed_and_by_whom() {
    let site = committed();
    let ada = by("2026-03-01", "1 Mar 2026", "Ada Byron");
    let first = built(site.path());
    for page in ["papers/one", "papers/two", "papers/a", "papers/b", "about", "days/2026-02-01"] {
        assert_eq!(changed(&first, page), ada, "{page}");
    }
    // Pages made from many files show no date.
    assert_eq!(changed(&first, "archive"), "");
    let html = text(&first, "papers/one/index.html");
    assert!(html.contains("one.md\">Edit this page</a> · Last changed <time"), "{html}");

    // The day is in the committer's time zone. A file of many papers has one day for all of them.
    put(site.path(), "content/papers/two.md", entry("Two"));
    put(
        site.path(),
        "content/papers/day.yaml",
        "date: 2026-02-01\npapers:\n  - {id: a, title: A, abstract: A.}\n  - {id: b, title: C, abstract: C.}\n",
    );
    commit(site.path(), ("Grace Hopper", "2026-03-08T01:00:00 +0900"));
    let second = built(site.path());
    let grace = by("2026-03-08", "8 Mar 2026", "Grace Hopper");
    for page in ["papers/two", "papers/a", "papers/b"] {
        assert_eq!(changed(&second, page), grace, "{page}");
    }
    assert_eq!(changed(&second, "papers/one"), ada);
    let map = text(&second, "sitemap.xml");
    assert!(map.contains("papers/two/</loc><lastmod>2026-03-08"), "{map}");
    assert!(map.contains("papers/one/</loc><lastmod>2026-03-01"), "{map}");
    assert!(map.contains("about/</loc><lastmod>2026-03-01"), "{map}");

    // Uncommitted changes have no history.
    put(site.path(), "content/papers/three.md", entry("Three"));
    assert_eq!(changed(&built(site.path()), "papers/three"), "");
}

#[test]
fn without_the_setting_git_is_not_run() {
    let site = committed();
    let settings = fs::read_to_string(site.path().join("site.toml")).unwrap();
    put(site.path(), "site.toml", settings.replace("history = true", ""));
    assert_eq!(changed(&built(site.path()), "papers/one"), "");
    assert!(!site.path().join(".offprint/history").exists());
}

#[test]
fn a_site_may_be_a_folder_of_its_repository_and_files_may_have_odd_names() {
    let repository = TempDir::new().unwrap();
    let own = repository.path().join("docs/my site é");
    site(&own);
    let odd = ["content/papers/day é 漢/a b.md", "content/papers/-x \"q\" $HOME.md"];
    for (at, file) in odd.iter().enumerate() {
        put(&own, file, format!("---\nid: odd-{at}\ntitle: Odd\ndate: 2026-02-01\n---\nText.\n"));
    }
    // The same path elsewhere in the repository is another file.
    put(repository.path(), "content/papers/one.md", "x");
    git(repository.path(), ADA, &["init", "-q"]);
    commit(repository.path(), ADA);
    put(repository.path(), "content/papers/one.md", "y");
    commit(repository.path(), ("Somebody else", LATER));
    let tree = built(&own);
    for page in ["papers/odd-0", "papers/odd-1", "papers/one"] {
        assert_eq!(changed(&tree, page), by("2026-03-01", "1 Mar 2026", "Ada Byron"), "{page}");
    }
}

#[test]
fn names_are_shown_as_text_and_as_people_wish() {
    let site = committed();
    put(site.path(), "content/papers/one.md", entry("Uno"));
    commit(site.path(), ("\u{202e}<script>alert(1)</script> & \"Co\"\u{1b}[31m", LATER));
    put(site.path(), "content/papers/two.md", entry("Due"));
    commit(site.path(), ("Old Name", LATER));
    let tree = built(site.path());
    // Git removes angle brackets from names.
    let shown = changed(&tree, "papers/one");
    assert_eq!(shown, by("2026-03-07", "7 Mar 2026", "scriptalert(1)/script &amp; &quot;Co&quot; [31m"));
    assert_eq!(changed(&tree, "papers/two"), by("2026-03-07", "7 Mar 2026", "Old Name"));
    put(site.path(), ".mailmap", "New Name <new@example.org> Old Name <them@example.org>\n");
    assert_eq!(changed(&built(site.path()), "papers/two"), by("2026-03-07", "7 Mar 2026", "New Name"));
}

#[test]
fn a_shallow_clone_is_reported_and_pages_show_no_dates() {
    let origin = committed();
    put(origin.path(), "content/papers/two.md", entry("Two"));
    commit(origin.path(), ("Grace Hopper", LATER));
    let clone = TempDir::new().unwrap();
    let from = format!("file://{}", origin.path().display());
    git(clone.path(), ADA, &["clone", "-q", "--depth", "1", &from, "."]);
    insta::assert_snapshot!(problems_of(clone.path()), @"
    site.toml: warning[shallow-history]: pages do not show when they changed, because the Git history is incomplete
      hint: in a workflow, add `fetch-depth: 0` to the step `actions/checkout`
      hint: in a clone, run `git fetch --unshallow`
    ");
    git(clone.path(), ADA, &["fetch", "-q", "--unshallow"]);
    assert_eq!(changed(&built(clone.path()), "papers/one"), by("2026-03-01", "1 Mar 2026", "Ada Byron"));

    // A clone without older blobs has a complete history.
    let bare = TempDir::new().unwrap();
    git(origin.path(), ADA, &["config", "uploadpack.allowFilter", "true"]);
    git(bare.path(), ADA, &["clone", "-q", "--filter=blob:none", &from, "."]);
    assert_eq!(changed(&built(bare.path()), "papers/one"), by("2026-03-01", "1 Mar 2026", "Ada Byron"));
    // A clone without trees would have to fetch them; Offprint does not.
    let trees = TempDir::new().unwrap();
    git(trees.path(), ADA, &["clone", "-q", "--filter=tree:0", &from, "."]);
    let problems = problems_of(trees.path());
    assert!(problems.contains("no-history"), "{problems}");
}

#[test]
fn without_a_history_the_site_is_built_and_the_reason_reported() {
    let folder = TempDir::new().unwrap();
    site(folder.path());
    let without = problems_of(folder.path());
    assert!(without.starts_with("site.toml: warning[no-history]"), "{without}");
    built(folder.path());
    git(folder.path(), ADA, &["init", "-q"]);
    insta::assert_snapshot!(problems_of(folder.path()), @"
    site.toml: warning[no-history]: pages do not show when they changed, because the repository has no commits
      hint: commit the site, or remove `history` under `[repository]`
    ");
    // Without git.
    let output = Command::new(env!("CARGO_BIN_EXE_offprint"))
        .args(["build", "--site"])
        .arg(folder.path())
        .env("PATH", folder.path())
        .output()
        .unwrap();
    assert!(output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("Git is not installed"), "{said}");
}

#[test]
fn a_hostile_repository_runs_nothing() {
    let site = committed();
    let trap = site.path().join(".git/trap");
    put(site.path(), ".git/trap.sh", format!("#!/bin/sh\necho x >> '{}'\n", trap.display()));
    let script = site.path().join(".git/trap.sh");
    assert!(Command::new("chmod").arg("+x").arg(&script).status().unwrap().success());
    let run = script.display();
    let settings = [
        format!("[core]\n\tfsmonitor = {run}\n\tpager = {run}\n\tsshCommand = {run}\n\teditor = {run}\n"),
        format!(
            "[log]\n\tshowSignature = true\n\tshowRoot = false\n\tfollow = true\n[gpg]\n\tprogram = {run}\n"
        ),
        format!(
            "[pager]\n\tlog = {run}\n[alias]\n\tlog = !{run}\n\trev-parse = !{run}\n[diff]\n\texternal = {run}\n"
        ),
    ];
    let own = fs::read_to_string(site.path().join(".git/config")).unwrap();
    put(site.path(), ".git/config", own + &settings.concat());
    assert_eq!(changed(&built(site.path()), "papers/one"), by("2026-03-01", "1 Mar 2026", "Ada Byron"));
    assert!(!trap.exists());
}

#[test]
fn the_history_cache_does_not_change_the_pages() {
    let site = committed();
    let out = TempDir::new().unwrap();
    let same = |when: &str| {
        build_into(site.path(), &Request::default(), out.path());
        let clean = TempDir::new().unwrap();
        git(clean.path(), ADA, &["clone", "-q", "--local", &site.path().display().to_string(), "."]);
        let differs = difference(&tree(out.path()), &built(clean.path()));
        assert_eq!(differs, [""; 0], "{when}");
    };
    same("at first");
    let edit = |file: &str, title: &str, who: (&str, &str)| {
        put(site.path(), file, entry(title));
        commit(site.path(), who);
    };
    edit("content/papers/one.md", "Uno", ("Grace Hopper", LATER));
    same("after one more commit");
    // Two at the same time.
    edit("content/papers/two.md", "Due", ("Grace Hopper", LATER));
    edit("content/papers/two.md", "Dos", ("Emmy Noether", LATER));
    same("after two at a time");
    // A branch that is older than what is known, merged.
    git(site.path(), ADA, &["switch", "-q", "-c", "side", "HEAD~2"]);
    edit("content/papers/one.md", "Eins", ("李明", "2026-03-03T12:00:00 +0000"));
    edit("content/papers/new.md", "New", ("李明", "2026-03-04T12:00:00 +0000"));
    same("on another branch");
    git(site.path(), ADA, &["switch", "-q", "main"]);
    same("back on the first");
    git(site.path(), ("Keeper", LATER), &["merge", "-q", "-X", "ours", "-m", "Merge", "side"]);
    same("after a merge");
    git(site.path(), ("Keeper", LATER), &["reset", "-q", "--hard", "HEAD~1"]);
    same("after it was taken back");
    git(site.path(), ("Keeper", LATER), &["mv", "content/papers/one.md", "content/papers/moved.md"]);
    commit(site.path(), ("Keeper", LATER));
    same("after a file was moved");
    let kept = site.path().join(".offprint/history");
    let mut bytes = fs::read(&kept).unwrap();
    bytes[40] ^= 1;
    fs::write(&kept, bytes).unwrap();
    same("after damage");
    fs::remove_file(&kept).unwrap();
    same("without");
}

#[test]
fn the_week_has_a_history_too() {
    // A site with every kind of page, and a theme that extends another.
    let site = copy(&fixture("week"));
    let settings = fs::read_to_string(site.path().join("site.toml")).unwrap();
    assert!(settings.contains("[repository]\n"));
    let settings = settings.replace("[repository]\n", "[repository]\nhistory = true\n");
    put(site.path(), "site.toml", format!("theme = \"listing\"\n{settings}"));
    git(site.path(), ADA, &["init", "-q"]);
    commit(site.path(), ADA);
    let tree = built(site.path());
    assert!(changed(&tree, "papers/everything").contains("2026-03-01"));
}
