//! Concurrent builds, and output directories of other owners.

use crate::cli::offprint;
use crate::revisions::{check_out, revision};
use crate::support::{Tree, copy, difference, fixture, put, tree};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

fn start(site: &Path, out: &str) -> Child {
    let mut build = offprint(site);
    build
        .args(["build", "--allow-removals", "--out", out])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Waits for a build. Returns its exit status and output.
fn end(child: Child) -> (Option<i32>, String) {
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

fn signal(child: &Child, signal: &str) {
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
}

fn clean(files: &Tree) -> Tree {
    let alone = TempDir::new().unwrap();
    check_out(alone.path(), files);
    let (status, stderr) = end(start(alone.path(), "public"));
    assert_eq!(status, Some(0), "{stderr}");
    tree(&alone.path().join("public"))
}

const TAKEN: &str = "error: another build is writing to `./public`
  help: wait until it has finished; a killed build leaves no lock behind
";

#[test]
fn a_second_build_is_refused_and_a_killed_build_leaves_no_lock() {
    let files = revision(600, true);
    let clean = clean(&files);
    let site = TempDir::new().unwrap();
    check_out(site.path(), &revision(600, false));
    let (status, stderr) = end(start(site.path(), "public"));
    assert_eq!(status, Some(0), "{stderr}");
    let out = site.path().join("public");
    let before = tree(&out);
    check_out(site.path(), &files);

    // The first build is stopped while it holds the lock and renders pages.
    let first = start(site.path(), "public");
    while !out.join(".offprint-new/tree").exists() {
        std::thread::sleep(Duration::from_micros(100));
    }
    signal(&first, "-STOP");
    let (status, stderr) = end(start(site.path(), "public"));
    assert_eq!((status, stderr.as_str()), (Some(3), TAKEN));
    let mut left = tree(&out);
    left.retain(|path, _| !path.starts_with(".offprint-new/"));
    assert!(left == before, "{:?}", difference(&left, &before));
    // Another folder is free.
    let (status, stderr) = end(start(site.path(), "elsewhere"));
    assert_eq!(status, Some(0), "{stderr}");
    assert!(tree(&site.path().join("elsewhere")) == clean);
    signal(&first, "-KILL");
    assert_eq!(end(first).0, None);

    assert!(out.join(".offprint-new/lock").is_file(), "the killed build left nothing to overcome");
    let (status, stderr) = end(start(site.path(), "public"));
    assert_eq!(status, Some(0), "{stderr}");
    let left = tree(&out);
    assert!(left == clean, "{:?}", difference(&left, &clean));
}

#[test]
fn builds_that_race_are_refused_or_whole() {
    let revisions = [revision(100, false), revision(100, true)];
    let clean = revisions.each_ref().map(clean);
    let site = TempDir::new().unwrap();
    for round in 0..6 {
        check_out(site.path(), &revisions[round % 2]);
        let racing: Vec<Child> =
            ["public", "public", "elsewhere", "public"].map(|out| start(site.path(), out)).into();
        let ended: Vec<_> = racing.into_iter().map(end).collect();
        for (status, stderr) in &ended {
            assert!(*status == Some(0) || (*status == Some(3) && stderr == TAKEN), "round {round}: {stderr}");
        }
        assert!(ended.iter().any(|(status, _)| *status == Some(0)), "round {round}: nobody won");
        assert_eq!(ended[2].0, Some(0), "round {round}: another folder is free");
        for out in ["public", "elsewhere"] {
            let left = tree(&site.path().join(out));
            assert!(
                left == clean[round % 2],
                "round {round}, {out}: {:?}",
                difference(&left, &clean[round % 2])
            );
        }
    }
}

#[test]
fn folders_that_are_not_for_the_output_are_left_as_they_are() {
    let outer = TempDir::new().unwrap();
    let site = outer.path().join("site");
    for (path, bytes) in tree(copy(&fixture("week")).path()) {
        put(&site, &path, bytes);
    }
    put(&site, "themes/own/theme.toml", "extends = \"default\"\n");
    put(&site, "templates/mine.html", "mine");
    put(&site, ".git/HEAD", "ref: refs/heads/main\n");
    put(&site, "theses/mine.tex", "mine");
    put(&site, "half/.offprint-new.txt", "mine");
    put(&site, "other/.offprint/cache", "the cache of another site");
    fs::create_dir_all(site.join(".offprint")).unwrap();
    let links = TempDir::new().unwrap();
    let link = |name: &str, to: &Path| {
        let place = links.path().join(name);
        symlink(to, &place).unwrap();
        place.to_str().unwrap().to_owned()
    };
    let linked = link("content", &site.join("content"));
    let above = link("above", outer.path());
    let dangling = link("dangling", &site.join("nowhere"));
    let before = tree(outer.path());
    let inside = format!("{linked}/public");
    let around = format!("{above}/site");
    for out in [
        ".",
        "..",
        "../..",
        "/",
        "../site",
        "content/..",
        "content",
        "content/papers",
        "content/public",
        "static",
        "static/x",
        "templates",
        "themes",
        "themes/own",
        "themes/new",
        ".git",
        ".git/x",
        ".offprint",
        ".offprint/x",
        &linked,
        &inside,
        &above,
        &around,
        &dangling,
        "theses",
        "half",
        "other",
        "site.toml",
        "site.toml/x",
    ] {
        let (status, stderr) = end(start(&site, out));
        let errors = stderr.lines().filter(|line| line.starts_with("error")).count();
        assert_eq!((status, errors), (Some(2), 1), "{out}: {stderr}");
        let after = tree(outer.path());
        let differing = difference(&before, &after);
        assert!(differing.iter().all(|path| path.starts_with("site/.offprint/")), "{out}: {differing:?}");
    }
}
