use std::fs;
use std::io::ErrorKind;
use std::process::Command;

use super::super::{Ahead, Disk, Failure, Folders, Options, Publisher};
use super::{Fault, Site, Tree, clean, path_of, tree};

/// Two builds with everything that can happen between them: added, changed, kept, gone, a file that becomes a
/// folder and the other way round.
fn before_and_after() -> (Tree, Tree) {
    let before = tree(&[
        ("index.html", "home"),
        ("papers/a/index.html", "a"),
        ("papers/b/index.html", "b"),
        ("old/deep/x", "x"),
        ("kept", "kept"),
        ("turns", "file"),
        ("into/a/file", "folder"),
        ("style.css", "old"),
    ]);
    let after = tree(&[
        ("index.html", "HOME"),
        ("papers/a/index.html", "longer"),
        ("papers/c/index.html", "c"),
        ("new/deep/x", "x"),
        ("kept", "kept"),
        ("turns/to/folder", "f"),
        ("into", "file"),
        ("style.css", "new"),
    ]);
    (before, after)
}

/// Every file is the old one or the new one, and none else is there.
fn assert_whole(site: &Site, before: &Tree, after: &Tree) {
    for (path, bytes) in site.files() {
        let is_known = [before, after].iter().any(|tree| tree.get(&path) == Some(&bytes));
        assert!(is_known || path.ends_with('/'), "{path}: {}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn wherever_a_build_ends_files_are_whole_and_the_next_one_fixes_the_rest() {
    let (before, after) = before_and_after();
    let mut ends = 0;
    for first in [Some(&before), None] {
        for then in [&before, &after] {
            for steps in 0.. {
                let site = Site::new();
                let empty = Tree::new();
                if let Some(first) = first {
                    site.build(first).unwrap();
                }
                let fault = Fault::end_after(steps);
                let ended = site.build_on(fault.clone(), &after);
                assert_whole(&site, first.unwrap_or(&empty), &after);
                site.build(then).unwrap();
                assert_eq!(site.all(), clean(then), "after {steps} steps");
                if !fault.struck() {
                    ended.unwrap();
                    break;
                }
                ends += 1;
            }
        }
    }
    assert!(ends > 100, "{ends}");
}

#[test]
fn wherever_a_build_fails_the_old_site_is_left_or_fixed() {
    let (before, after) = before_and_after();
    let (mut untouched, mut begun) = (0, 0);
    for steps in 0.. {
        let site = Site::new();
        site.build(&before).unwrap();
        let was = site.all();
        let fault = Fault::after(steps, ErrorKind::StorageFull);
        match site.build_on(fault.clone(), &after) {
            Ok(_) if !fault.struck() => break,
            // A folder that could not be removed, or the working folder: the site itself is done.
            Ok(_) => {}
            Err(failure) => {
                assert_eq!(failure.exit_code(), 3);
                assert!(failure.to_string().ends_with("failed: no space left on the device"), "{failure}");
                if matches!(failure, Failure::Io { begun: false, .. }) {
                    untouched += 1;
                    assert!(failure.hint().ends_with("the site is as it was before"));
                    assert_eq!(site.all(), was, "after {steps} steps");
                } else {
                    begun += 1;
                    assert_whole(&site, &before, &after);
                }
            }
        }
        site.build(&after).unwrap();
        assert_eq!(site.all(), clean(&after), "after {steps} steps");
    }
    assert!(untouched > 10 && begun > 5, "{untouched} {begun}");
}

/// With fewer files, since each step here is tried with a real flush of the disk.
#[test]
fn a_build_that_waits_for_the_disk_is_as_safe_at_every_step() {
    let (before, after) = (tree(&[("a", "old"), ("b/gone", "b")]), tree(&[("a", "new"), ("c/d", "d")]));
    let (mut flushes, mut steps) = (0, 0);
    loop {
        let mut site = Site::new();
        site.build(&before).unwrap();
        let was = site.all();
        site.options.fsync = true;
        let fault = Fault::after(steps, ErrorKind::StorageFull);
        if let Err(failure) = site.build_on(fault.clone(), &after) {
            flushes += u32::from(failure.to_string().starts_with("flushing "));
            assert_whole(&site, &before, &after);
            let is_untouched = failure.hint().ends_with("the site is as it was before");
            assert!(!is_untouched || site.all() == was, "{failure}");
        }
        site.build(&after).unwrap();
        assert_eq!(site.all(), clean(&after), "after {steps} steps");
        if !fault.struck() {
            break;
        }
        steps += 1;
    }
    assert_eq!(flushes, 4, "before the first change, and after each part");
}

#[test]
fn a_first_build_that_fails_leaves_no_folder() {
    let (_, after) = before_and_after();
    for steps in 0..20 {
        let site = Site::new();
        let failure = site.build_on(Fault::after(steps, ErrorKind::PermissionDenied), &after).unwrap_err();
        assert!(failure.to_string().ends_with("failed: permission denied"), "{failure}");
        assert!(!site.out().exists(), "after {steps} steps");
    }
}

#[test]
fn failures_say_what_to_do() {
    let site = Site::new();
    let publisher = site.open().unwrap();
    let out_of = |error: std::io::Error| publisher.failed("writing", &path_of("papers/a/index.html"))(error);
    let show = |failure: Failure| {
        let place = format!("{}/", site.root.path().display());
        format!("{failure}\nhint: {}", failure.hint()).replace(&place, "")
    };
    insta::assert_snapshot!(show(out_of(ErrorKind::StorageFull.into())), @"
    writing `site/public/papers/a/index.html` failed: no space left on the device
    hint: make room or choose another `--out`; the site is as it was before
    ");
    insta::assert_snapshot!(show(out_of(ErrorKind::PermissionDenied.into()).begun()), @"
    writing `site/public/papers/a/index.html` failed: permission denied
    hint: make the folder writable for this user or choose another `--out`; every file is whole, old or new, and the next build mends the rest
    ");
    insta::assert_snapshot!(show(site.open().unwrap_err()), @"
    another build is writing to `site/public`
    hint: wait until it is done; a build that was killed holds nothing up
    ");
    if cfg!(unix) {
        insta::assert_snapshot!(show(out_of(std::io::Error::from_raw_os_error(24))), @"
        writing `site/public/papers/a/index.html` failed: too many open files
        hint: raise the limit (`ulimit -n`) or build with fewer `--jobs`; the site is as it was before
        ");
    }
}

#[test]
fn a_working_folder_that_vanishes_is_told() {
    let site = Site::new();
    let publisher = site.open().unwrap();
    publisher.put(&path_of("a/b"), b"1").unwrap();
    fs::remove_dir_all(site.out()).unwrap();
    let failure = publisher.put(&path_of("a/c"), b"2").unwrap_err();
    assert!(failure.to_string().ends_with("public/a/c` failed: it vanished meanwhile"), "{failure}");
    drop(publisher);
    assert!(!site.out().exists());
}

/// A file system that is full, for real. Only root may mount one; elsewhere this says so and passes.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_site() {
    struct Mounted(tempfile::TempDir);
    impl Drop for Mounted {
        fn drop(&mut self) {
            let _ = Command::new("umount").arg(self.0.path()).status();
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let mount =
        Command::new("mount").args(["-t", "tmpfs", "-o", "size=512k", "tmpfs"]).arg(folder.path()).output();
    if !mount.is_ok_and(|done| done.status.success()) {
        eprintln!("skipped: mounting a small file system is not allowed here");
        return;
    }
    let mounted = Mounted(folder);
    let site = Site::new();
    let root = site.root.path().join("site");
    let folders = Folders { site: &root, content: &root.join("content"), out: mounted.0.path() };
    let build = |size: usize| -> Result<(), Failure> {
        let publisher = Publisher::open_on(Disk::default(), &folders, Ahead::default(), &Options::default())?;
        for n in 0..40 {
            publisher.put(&path_of(&format!("papers/{n}/index.html")), &vec![b'x'; size])?;
        }
        publisher.finish().map(drop)
    };
    build(2000).unwrap();
    let before = super::read(mounted.0.path());
    let failure = build(20_000).unwrap_err();
    assert!(failure.to_string().ends_with("failed: no space left on the device"), "{failure}");
    assert!(matches!(failure, Failure::Io { begun: false, .. }));
    assert_eq!(super::read(mounted.0.path()), before);
    build(2001).unwrap();
}
