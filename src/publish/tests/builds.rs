use std::fs;

use super::super::{Failure, OutPath, Remedy, Trust};
use super::{Site, clean, path_of, tree};

#[test]
fn a_site_is_written_kept_changed_and_pruned() {
    let site = Site::new();
    let first = tree(&[("index.html", "1"), ("papers/a/index.html", "aa"), ("papers/b/index.html", "bbb")]);
    let receipt = site.build(&first).unwrap();
    assert_eq!((receipt.written, receipt.kept, receipt.removed), (3, 0, 0));
    assert_eq!((receipt.bytes_total, receipt.bytes_written), (6, 6));
    assert_eq!(receipt.sizes, [1, 2, 3], "in the order of the paths");
    assert_eq!(receipt.bytes_manifest, site.all()[".offprint"].len() as u64);
    assert_eq!(site.all(), clean(&first));

    let kept = site.mtime("papers/a/index.html");
    let second = tree(&[("index.html", "2"), ("papers/a/index.html", "aa"), ("papers/c/index.html", "c")]);
    let receipt = site.build(&second).unwrap();
    assert_eq!((receipt.written, receipt.kept, receipt.removed), (2, 1, 1));
    assert_eq!((receipt.bytes_total, receipt.bytes_written), (4, 2));
    assert_eq!(receipt.sizes, [1, 2, 1], "of what is kept too");
    assert_eq!(site.all(), clean(&second));
    assert_eq!(site.mtime("papers/a/index.html"), kept);
    assert!(!site.out().join("papers/b").exists());

    let manifest = site.mtime(".offprint");
    let receipt = site.build(&second).unwrap();
    assert_eq!((receipt.written, receipt.kept, receipt.removed), (0, 3, 0));
    assert_eq!(site.mtime(".offprint"), manifest);

    assert_eq!(site.build(&tree(&[])).unwrap().removed, 3);
    assert_eq!(site.all().into_keys().collect::<Vec<_>>(), [".offprint"]);
}

/// Changes the bytes of a file, but not its size and not the manifest.
#[test]
fn a_change_that_keeps_the_size_is_found_by_comparing_bytes() {
    let files = tree(&[
        ("index.html", "home"),
        ("papers/a/index.html", "aaa"),
        ("papers/b/index.html", "bbb"),
        ("c", "c"),
    ]);
    for trust in [Trust::Manifest, Trust::Bytes, Trust::Nothing] {
        let mut site = Site::new();
        let build = |site: &Site| {
            let publisher = site.open().unwrap();
            for (path, bytes) in &files {
                // Its inputs did not change.
                if !publisher.keep(&path_of(path), 7, 0) {
                    publisher.put_made_from(&path_of(path), 7, bytes).unwrap();
                }
            }
            publisher.finish().unwrap()
        };
        build(&site);
        let was = site.all();
        site.add("papers/a/index.html", "BAD");
        fs::remove_file(site.out().join("papers/b/index.html")).unwrap();
        site.add("c", "longer");
        site.options.trust = trust;
        let receipt = build(&site);
        match trust {
            Trust::Manifest => {
                assert_eq!(site.all()["papers/a/index.html"], b"BAD", "this is what the others are for");
                assert_eq!(receipt.altered, [""; 0]);
            }
            Trust::Bytes | Trust::Nothing => {
                assert_eq!(site.all(), was);
                assert_eq!(receipt.altered, ["c", "papers/a/index.html", "papers/b/index.html"]);
                assert_eq!((receipt.written, receipt.kept), (3, 1));
            }
        }
    }
}

#[test]
fn a_file_with_new_content_is_not_reported_as_altered() {
    let mut site = Site::new();
    site.build(&tree(&[("a", "old"), ("b", "b"), ("gone", "gone")])).unwrap();
    site.options.trust = Trust::Bytes;
    let receipt = site.build(&tree(&[("a", "new"), ("b", "b"), ("c", "c")])).unwrap();
    assert_eq!((receipt.altered, receipt.foreign), (vec![], vec![]));
    assert_eq!((receipt.written, receipt.kept, receipt.removed), (2, 1, 1));
}

#[test]
fn foreign_files_are_listed_or_refused_as_the_trust_requires() {
    let mut site = Site::new();
    let files = tree(&[("index.html", "home"), ("papers/a/index.html", "a")]);
    site.build(&files).unwrap();
    for path in ["evil.html", "papers/a/evil.html", "papers/b/index.html", ".hidden"] {
        site.add(path, "mine");
    }
    fs::create_dir(site.out().join("empty")).unwrap();
    // The `.git` of a checkout that is published by committing it.
    site.add(".git/HEAD", "ref: refs/heads/pages");
    #[cfg(unix)]
    std::os::unix::fs::symlink("papers", site.out().join("link")).unwrap();
    let was = site.all();
    site.options.trust = Trust::Bytes;
    let listed = site.build(&files).unwrap().foreign;
    let own = [".hidden", "evil.html", "link", "papers/a/evil.html", "papers/b/index.html"];
    assert_eq!(listed, own.iter().filter(|path| cfg!(unix) || **path != "link").copied().collect::<Vec<_>>());
    assert_eq!(site.all(), was, "they stay");

    site.options.trust = Trust::Nothing;
    let failure = site.build(&tree(&[("index.html", "HOME")])).unwrap_err();
    assert!(matches!(failure, Failure::Refused { .. }), "{failure}");
    assert!(failure.to_string().contains("not part of the site: `.hidden` and "), "{failure}");
    assert_eq!(site.all(), was, "a refused build changes nothing");
}

/// Reading the target of the link would never end.
#[cfg(unix)]
#[test]
fn a_link_in_place_of_a_page_is_replaced_unread() {
    let mut site = Site::new();
    let files = tree(&[("index.html", "home")]);
    site.build(&files).unwrap();
    fs::remove_file(site.out().join("index.html")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", site.out().join("index.html")).unwrap();
    site.options.trust = Trust::Nothing;
    let receipt = site.build(&files).unwrap();
    assert_eq!(receipt.altered, ["index.html"]);
    assert_eq!(site.all(), clean(&files));
}

#[cfg(unix)]
#[test]
fn a_page_behind_a_link_is_foreign() {
    let mut site = Site::new();
    let files = tree(&[("index.html", "home"), ("papers/a/index.html", "a")]);
    site.build(&files).unwrap();
    fs::rename(site.out().join("papers"), site.root.path().join("elsewhere")).unwrap();
    std::os::unix::fs::symlink(site.root.path().join("elsewhere"), site.out().join("papers")).unwrap();
    site.options.trust = Trust::Nothing;
    let failure = site.build(&files).unwrap_err();
    assert!(failure.to_string().contains("`papers`"), "{failure}");
}

#[test]
fn a_folder_that_git_tracks_is_refused() {
    let mut site = Site::new();
    site.options.tracked = Some("papers/a/index.html".to_owned());
    let failure = site.build(&tree(&[("index.html", "home")])).unwrap_err();
    assert!(matches!(failure, Failure::Refused { .. }), "{failure}");
    assert!(failure.to_string().ends_with(", such as `papers/a/index.html`"), "{failure}");
    assert_eq!(failure.remedy(), Some(Remedy::Untrack(site.out().display().to_string())));
    assert!(!site.out().exists());
}

#[test]
fn files_come_from_many_threads_in_any_order() {
    let site = Site::new();
    let files: Vec<_> =
        (0..400).map(|n| (path_of(&format!("p/{}/{n}/index.html", n % 7)), n.to_string())).collect();
    for _ in 0..2 {
        let publisher = site.open().unwrap();
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let (publisher, files) = (&publisher, &files);
                scope.spawn(move || {
                    for (path, text) in files.iter().rev().skip(thread).step_by(4) {
                        publisher.put(path, text.as_bytes()).unwrap();
                    }
                });
            }
        });
        publisher.finish().unwrap();
        let expected =
            files.iter().map(|(path, text)| (path.to_string(), text.clone().into_bytes())).collect();
        assert_eq!(site.all(), clean(&expected));
    }
}

#[test]
fn a_file_becomes_a_folder_and_back() {
    let site = Site::new();
    let file = tree(&[("a", "file"), ("z", "z")]);
    let folder = tree(&[("a/b/c", "deep"), ("a/d", "d"), ("z", "z")]);
    for files in [&file, &folder, &file, &folder] {
        site.build(files).unwrap();
        assert_eq!(site.all(), clean(files));
    }
}

#[test]
fn dropping_it_leaves_the_old_site() {
    let site = Site::new();
    site.open().unwrap().put(&path_of("a/b"), b"1").unwrap();
    assert!(!site.out().exists());

    site.build(&tree(&[("a", "1"), ("b", "2")])).unwrap();
    let before = site.all();
    let publisher = site.open().unwrap();
    publisher.put(&path_of("a"), b"changed").unwrap();
    publisher.put(&path_of("c/d"), b"new").unwrap();
    drop(publisher);
    assert_eq!(site.all(), before);
}

#[test]
fn simultaneous_builds_do_not_conflict() {
    let site = Site::new();
    let first = site.open().unwrap();
    first.put(&path_of("a"), b"1").unwrap();
    let failure = site.open().unwrap_err();
    assert!(matches!(failure, Failure::Locked { .. }));
    assert!(failure.to_string().starts_with("another build is writing to `"), "{failure}");
    first.finish().unwrap();
    assert_eq!(site.all(), clean(&tree(&[("a", "1")])));
    drop(site.open().unwrap());
}

/// A build that ends removes nothing of another build that begins.
#[test]
fn consecutive_builds_do_not_conflict() {
    let site = Site::new();
    let files = tree(&[("a", "1"), ("b/c", "2")]);
    site.build(&files).unwrap();
    let again = || {
        for _ in 0..300 {
            match site.build(&files) {
                Ok(_) | Err(Failure::Locked { .. }) => {}
                Err(failure) => panic!("{failure}"),
            }
        }
    };
    std::thread::scope(|scope| (0..3).for_each(|_| _ = scope.spawn(again)));
    assert_eq!(site.all(), clean(&files));
}

#[test]
fn one_path_twice_is_refused() {
    for before in [tree(&[]), tree(&[("a/b", "old")]), tree(&[("a/b", "1")])] {
        let site = Site::new();
        site.build(&before).unwrap();
        let publisher = site.open().unwrap();
        let put = |text: &str| publisher.put(&path_of("a/b"), text.as_bytes());
        let failure = put("1").and_then(|()| put("2")).and_then(|()| publisher.finish()).unwrap_err();
        assert!(failure.to_string().contains("two files of the site have this path"), "{failure}");
        assert_eq!(site.all(), clean(&before));
    }
}

#[test]
fn foreign_files_are_kept() {
    let site = Site::new();
    site.build(&tree(&[("a/b", "1"), ("c", "2")])).unwrap();
    site.add("a/notes.txt", "mine");
    site.add("CNAME", "papers.example.org");
    site.build(&tree(&[("c", "3")])).unwrap();
    let files = site.files();
    assert_eq!(
        files,
        tree(&[("CNAME", "papers.example.org"), ("a/", ""), ("a/notes.txt", "mine"), ("c", "3")])
    );
}

#[test]
fn a_foreign_file_at_a_path_of_the_site_is_refused_before_anything_changes() {
    for (foreign, ours) in
        [("new", "new"), ("new", "new/deep"), ("new/x", "new"), ("new/", "new"), ("a/n", "a/n")]
    {
        let site = Site::new();
        site.build(&tree(&[("a/b", "1"), ("c", "2"), ("gone", "3")])).unwrap();
        match foreign.strip_suffix('/') {
            Some(folder) => fs::create_dir(site.out().join(folder)).unwrap(),
            None => site.add(foreign, "mine"),
        }
        let before = site.all();
        let failure = site.build(&tree(&[("a/b", "changed"), ("c", "2"), (ours, "ours")])).unwrap_err();
        assert!(matches!(failure, Failure::Refused { .. }), "{failure}");
        assert!(failure.to_string().contains("already exists, and Offprint did not create it"), "{failure}");
        assert_eq!(site.all(), before, "{foreign} {ours}");
    }
}

#[test]
fn a_file_that_was_edited_or_removed_outside_is_fixed() {
    let site = Site::new();
    let files = tree(&[("a/b", "1"), ("c", "2"), ("d/e", "3")]);
    site.build(&files).unwrap();
    site.add("c", "edited");
    fs::remove_dir_all(site.out().join("a")).unwrap();
    fs::remove_file(site.out().join("d/e")).unwrap();
    let receipt = site.build(&files).unwrap();
    assert_eq!((receipt.written, receipt.kept), (3, 0));
    assert_eq!(site.all(), clean(&files));
}

#[test]
fn an_output_folder_that_was_emptied_is_filled_again() {
    let site = Site::new();
    let files = tree(&[("a/b/c", "1"), ("a/b/d", "2"), ("e", "3")]);
    site.build(&files).unwrap();
    for name in ["a", "e"] {
        let place = site.out().join(name);
        fs::remove_file(&place).or_else(|_| fs::remove_dir_all(&place)).unwrap();
    }
    site.build(&files).unwrap();
    assert_eq!(site.all(), clean(&files));
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_outside() {
    use std::os::unix::fs::symlink;
    let files = tree(&[("a/b", "1"), ("c", "2")]);
    let edited = tree(&[("a/b", "new"), ("c", "newer")]);
    let site = Site::new();
    let outside = site.root.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("b"), "2").unwrap();

    // A link in place of a file is replaced, even if its target has the right text.
    site.build(&files).unwrap();
    fs::remove_file(site.out().join("c")).unwrap();
    symlink(outside.join("b"), site.out().join("c")).unwrap();
    site.build(&files).unwrap();
    assert_eq!(site.all(), clean(&files));
    assert!(fs::symlink_metadata(site.out().join("c")).unwrap().is_file());
    assert_eq!(fs::read(outside.join("b")).unwrap(), b"2");

    // A link in place of a directory is not followed to change, add or remove files.
    fs::remove_dir_all(site.out().join("a")).unwrap();
    symlink(&outside, site.out().join("a")).unwrap();
    for files in [edited, tree(&[("a/b", "1"), ("a/n", "new")])] {
        let failure = site.build(&files).unwrap_err();
        assert!(failure.to_string().contains("public/a` already exists"), "{failure}");
    }
    site.build(&tree(&[("c", "2")])).unwrap();
    assert_eq!(super::read(&outside), tree(&[("b", "2")]));

    // Empty directories behind it are not removed.
    site.build(&tree(&[("x/y/z", "1")])).unwrap();
    fs::remove_dir_all(site.out().join("x")).unwrap();
    fs::create_dir(outside.join("y")).unwrap();
    symlink(&outside, site.out().join("x")).unwrap();
    site.build(&tree(&[])).unwrap();
    assert!(outside.join("y").is_dir());
}

#[test]
fn files_of_a_damaged_manifest_are_still_known() {
    let files = tree(&[("a/b", "1"), ("c", "2")]);
    for manifest in [
        "",
        "nonsense\n",
        "offprint manifest 9 2\nwhatever",
        "offprint manifest 1 2\n#00000000000\n1 - - 0 c\n",
    ] {
        let site = Site::new();
        site.build(&files).unwrap();
        let mtime = site.mtime("c");
        site.add(".offprint", manifest);
        site.add("mine", "stays");
        let receipt = site.build(&tree(&[("a/b", "changed"), ("c", "2"), ("d", "new")])).unwrap();
        assert_eq!((receipt.written, receipt.kept), (2, 1));
        assert_eq!(site.mtime("c"), mtime);
        fs::remove_file(site.out().join("mine")).unwrap();
        assert_eq!(site.all(), clean(&tree(&[("a/b", "changed"), ("c", "2"), ("d", "new")])));
    }
}

#[test]
fn a_file_with_unchanged_inputs_is_not_rendered() {
    let site = Site::new();
    let (a, b) = (path_of("a"), path_of("b/index.html"));
    let build = |a_from: u64, text: &str| {
        let publisher = site.open().unwrap();
        let is_kept = publisher.keep(&a, a_from, 0);
        if !is_kept {
            publisher.put_made_from(&a, a_from, text.as_bytes()).unwrap();
        }
        if !publisher.keep(&b, 7, 1) {
            publisher.put_made_from(&b, 7, b"b").unwrap();
        }
        assert!(!publisher.keep(&OutPath::new("unknown").unwrap(), 7, 2));
        let receipt = publisher.finish().unwrap();
        (is_kept, receipt.written, receipt.kept)
    };
    assert_eq!(build(1, "text"), (false, 2, 0));
    assert_eq!(build(1, "text"), (true, 0, 2));
    assert_eq!(build(2, "text"), (false, 0, 2));
    assert_eq!(build(2, "text"), (true, 0, 2));
    assert_eq!(build(3, "other"), (false, 1, 1));
    site.add("a", "cut");
    assert_eq!(build(3, "other"), (false, 1, 1));
    assert_eq!(site.files(), tree(&[("a", "other"), ("b/", ""), ("b/index.html", "b")]));
}
