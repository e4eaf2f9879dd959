use std::fs;
use std::io::ErrorKind;
use std::process::Command;

use super::super::{Ahead, Disk, Failure, Folders, Options, Publisher};
use super::{Fault, Site, Tree, clean, path_of, tree};

/// Two builds with all kinds of changes: files added, changed, kept and removed, a file that becomes a directory, and a
/// directory that becomes a file.
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

/// Asserts that every file is the old or the new one, and that there are no others.
fn assert_whole(site: &Site, before: &Tree, after: &Tree) {
    for (path, bytes) in site.files() {
        let is_known = [before, after].iter().any(|tree| tree.get(&path) == Some(&bytes));
        assert!(is_known || path.ends_with('/'), "{path}: {}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn after_a_kill_at_any_step_files_are_complete_and_the_next_build_fixes_the_rest() {
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
fn after_a_failure_at_any_step_the_site_is_unchanged_or_fixed() {
    let (before, after) = before_and_after();
    let (mut untouched, mut begun) = (0, 0);
    for steps in 0.. {
        let site = Site::new();
        site.build(&before).unwrap();
        let was = site.all();
        let fault = Fault::after(steps, ErrorKind::StorageFull);
        match site.build_on(fault.clone(), &after) {
            Ok(_) if !fault.struck() => break,
            // The site is complete; only a directory could not be removed.
            Ok(_) => {}
            Err(failure) => {
                assert!(matches!(failure, Failure::Io { .. }), "{failure}");
                assert!(failure.to_string().ends_with("failed: no space left on the device"), "{failure}");
                if matches!(failure, Failure::Io { begun: false, .. }) {
                    untouched += 1;
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

/// With few files, since each step flushes the disk.
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
            let is_untouched = matches!(failure, Failure::Io { begun: false, .. });
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
fn a_staging_directory_that_is_removed_is_an_error() {
    let site = Site::new();
    let publisher = site.open().unwrap();
    publisher.put(&path_of("a/b"), b"1").unwrap();
    fs::remove_dir_all(site.out()).unwrap();
    let failure = publisher.put(&path_of("a/c"), b"2").unwrap_err();
    assert!(
        failure.to_string().ends_with("public/a/c` failed: it was removed during the build"),
        "{failure}"
    );
    drop(publisher);
    assert!(!site.out().exists());
}

/// A real full file system. Only root can mount one; otherwise the test reports that and passes.
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
