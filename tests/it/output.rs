//! What a build publishes is what it built.

#![expect(clippy::disallowed_methods, reason = "tests read and write folders of their own")]

use crate::cli::{offprint, run};
use crate::support::{copy, fixture, git, put, tree};
use std::fs;
use std::path::Path;

/// A repository with the fixture `week`, built, with the output committed.
fn committed() -> tempfile::TempDir {
    let site = copy(&fixture("week"));
    assert_eq!(run(site.path(), &["build"]).0, 0);
    put(site.path(), ".gitignore", ".offprint/\n");
    commit(site.path());
    site
}

fn commit(folder: &Path) {
    let ada = ("Ada", "2026-03-05T12:00:00Z");
    if !folder.join(".git").exists() {
        git(folder, ada, &["init", "--quiet"]);
    }
    git(folder, ada, &["add", "--all"]);
    git(folder, ada, &["commit", "--quiet", "--message", "all"]);
}

/// Replaces a word of a page by another of the same length.
fn alter(site: &Path, path: &str) {
    let page = fs::read_to_string(site.join(path)).unwrap();
    let altered = page.replacen("papers", "BAD666", 1);
    assert!(altered != page && altered.len() == page.len());
    fs::write(site.join(path), altered).unwrap();
}

#[test]
fn an_output_folder_that_git_tracks_is_refused_unless_asked_for() {
    let site = committed();
    let before = tree(site.path());
    for arguments in [&["build"] as &[&str], &["build", "--fresh"], &["build", "--verify"]] {
        let (status, stdout, stderr) = run(site.path(), arguments);
        assert_eq!((status, stdout.as_str()), (2, ""), "{stderr}");
        assert!(
            stderr.contains("error: Git tracks files in the output directory `public`, such as `"),
            "{stderr}"
        );
        assert!(
            stderr.contains("git rm -r --cached public") && stderr.contains("--allow-tracked-output"),
            "{stderr}"
        );
    }
    assert_eq!(tree(site.path()), before, "a refused build changes nothing");
    let (status, _, stderr) = run(site.path(), &["build", "--allow-tracked-output"]);
    assert_eq!(status, 0, "{stderr}");
    // A worktree of another branch as the output directory.
    let pages = site.path().join("pages");
    fs::create_dir(&pages).unwrap();
    put(&pages, "index.html", "x");
    commit(&pages);
    let (status, _, stderr) = run(site.path(), &["build", "--out", "pages"]);
    assert!(status == 2 && stderr.contains("not empty"), "{stderr}");
}

#[test]
fn an_output_folder_that_git_does_not_track_is_written() {
    let site = copy(&fixture("week"));
    put(site.path(), ".gitignore", "/public\n.offprint/\n");
    commit(site.path());
    for _ in 0..2 {
        let (status, _, stderr) = run(site.path(), &["build"]);
        assert_eq!(status, 0, "{stderr}");
    }
    // The fix in the message works.
    let site = committed();
    git(site.path(), ("Ada", "2026-03-05T12:00:00Z"), &["rm", "-r", "--quiet", "--cached", "public"]);
    let (status, _, stderr) = run(site.path(), &["build"]);
    assert_eq!(status, 0, "{stderr}");
    // Without git there is no check.
    let output =
        offprint(committed().path()).args(["build", "--out", "other"]).env("PATH", "").output().unwrap();
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn a_page_altered_without_a_change_of_size_is_found_reported_and_written_again() {
    for flag in ["--verify", "--fresh"] {
        let site = copy(&fixture("week"));
        assert_eq!(run(site.path(), &["build"]).0, 0);
        let clean = tree(&site.path().join("public"));
        alter(site.path(), "public/archive/index.html");
        let (status, stdout, stderr) = run(site.path(), &["build", flag]);
        assert_eq!((status, stdout.as_str()), (0, ""), "{stderr}");
        assert!(
            stderr.contains("altered-output")
                && stderr.contains("1 file in `public` changed since the last build: `archive/index.html`"),
            "{stderr}"
        );
        assert_eq!(tree(&site.path().join("public")), clean);
        let (status, _, stderr) = run(site.path(), &["build", flag]);
        assert!(
            status == 0 && !stderr.contains("altered") && stderr.contains(": 0 files written, "),
            "{stderr}"
        );
    }
}

#[test]
fn a_fresh_build_publishes_nothing_that_it_did_not_make() {
    let site = copy(&fixture("week"));
    assert_eq!(run(site.path(), &["build"]).0, 0);
    put(site.path(), "public/login/index.html", "a foreign page");
    let before = tree(&site.path().join("public"));
    let (status, _, stderr) = run(site.path(), &["build", "--fresh"]);
    assert_eq!(status, 2, "{stderr}");
    assert!(
        stderr.contains("public` contains files that are not part of the site: `login/index.html`"),
        "{stderr}"
    );
    assert_eq!(tree(&site.path().join("public")), before);
    let (status, _, stderr) = run(site.path(), &["build", "--verify"]);
    assert_eq!(status, 0, "{stderr}");
    assert!(stderr.contains("foreign-output") && stderr.contains("`login/index.html`"), "{stderr}");
    fs::remove_dir_all(site.path().join("public/login")).unwrap();
    assert_eq!(run(site.path(), &["build", "--fresh"]).0, 0);
}

#[test]
fn a_build_with_fsync_writes_the_same_site() {
    let site = copy(&fixture("minimal"));
    assert_eq!(run(site.path(), &["build", "--out", "plain"]).0, 0);
    let settings = fs::read_to_string(site.path().join("site.toml")).unwrap();
    put(site.path(), "site.toml", format!("{settings}\n[build]\nfsync = true\n"));
    assert_eq!(run(site.path(), &["build", "--out", "flushed"]).0, 0);
    let [mut plain, mut flushed] = ["plain", "flushed"].map(|out| tree(&site.path().join(out)));
    // The manifests name the settings that pages were made from.
    assert!(plain.remove(".offprint").is_some() && flushed.remove(".offprint").is_some());
    assert_eq!(plain, flushed);
}

/// Uploads the files of a list as `rsync --delete-missing-args` does: those that are missing here are removed there.
fn upload(list: &Path, from: &Path, to: &Path) {
    for path in fs::read_to_string(list).unwrap().lines() {
        let (here, there) = (from.join(path), to.join(path));
        if here.exists() {
            fs::create_dir_all(there.parent().unwrap()).unwrap();
            fs::copy(here, there).unwrap();
        } else if there.exists() {
            fs::remove_file(there).unwrap();
        }
    }
}

/// Returns the files of a folder, without the folders that an upload of files leaves.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    tree(folder).into_iter().collect()
}

#[test]
fn uploading_the_listed_changes_gives_the_site() {
    let site = copy(&fixture("week"));
    let folder = site.path();
    let host = tempfile::tempdir().unwrap();
    let list = folder.join("changed.txt");
    let build = |more: &[&str]| {
        let (status, _, stderr) =
            run(folder, &[&["build", "--allow-removals", "--changed", "changed.txt"], more].concat());
        assert_eq!(status, 0, "{stderr}");
        fs::read_to_string(&list).unwrap().lines().count()
    };
    let all = build(&[]);
    assert_eq!(all, files(&folder.join("public")).len(), "the first build lists everything");
    upload(&list, &folder.join("public"), host.path());
    fs::remove_file(&list).unwrap();
    assert_eq!(build(&[]), 0, "a build that changes nothing lists nothing");

    // Two builds before the next upload: the list has the changes of both.
    let topics = fs::read_to_string(folder.join("content/topics.yaml")).unwrap();
    put(folder, "content/papers/new.md", "---\ntitle: New\ndate: 2026-03-09\n---\n");
    let one = build(&[]);
    fs::remove_file(folder.join("content/papers/new.md")).unwrap();
    put(folder, "content/topics.yaml", format!("{topics}\n"));
    put(folder, "content/papers/other.md", "---\ntitle: Other\ndate: 2026-03-09\n---\n");
    let both = build(&[]);
    assert!(one < both && both < all, "{one} and {both} of {all}");
    let listed = fs::read_to_string(&list).unwrap();
    assert!(listed.contains("papers/new/index.html\n") && listed.contains("papers/other/index.html\n"));
    upload(&list, &folder.join("public"), host.path());
    assert_eq!(files(host.path()), files(&folder.join("public")));
}

#[test]
fn a_list_of_changes_that_cannot_be_read_stops_the_build() {
    let site = copy(&fixture("minimal"));
    fs::create_dir(site.path().join("changed.txt")).unwrap();
    let (status, _, stderr) = run(site.path(), &["build", "--changed", "changed.txt"]);
    assert_eq!(status, 2, "{stderr}");
    assert!(stderr.contains("cannot read `changed.txt`"), "{stderr}");
    assert!(!site.path().join("public").exists());
}
