use std::fs;
use std::path::Path;

use super::super::{Failure, Folders, Publisher};
use super::{Site, tree};

/// Opens `out` for a site in `site`, below a directory with the files `before` (directories if they end in `/`).
/// Returns the failure, and asserts that it changed nothing.
fn check(before: &[&str], out: &str) -> String {
    let root = tempfile::tempdir().unwrap();
    for path in ["site/content/papers/", "site/themes/", "site/templates/", "site/static/", "site/.git/"] {
        fs::create_dir_all(root.path().join(path)).unwrap();
    }
    for path in before {
        let place = root.path().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        match path.ends_with('/') {
            true => fs::create_dir_all(place).unwrap(),
            false => fs::write(place, "text").unwrap(),
        }
    }
    let site = root.path().join("site");
    let was = super::read(root.path());
    let opened = Publisher::open(&Folders {
        site: &site,
        content: &site.join("content"),
        out: &root.path().join(out),
    });
    match opened {
        Ok(publisher) => {
            publisher.finish().unwrap();
            "fine".to_owned()
        }
        Err(failure) => {
            assert!(matches!(failure, Failure::Refused { .. }), "{failure}");
            assert_eq!(super::read(root.path()), was);
            let message = format!("{failure}; {:?}", failure.remedy().unwrap());
            message.replace(&format!("{}/", root.path().display()), "")
        }
    }
}

#[test]
fn new_and_empty_folders_are_filled() {
    assert_eq!(check(&[], "site/public"), "fine");
    assert_eq!(check(&[], "else/where/deep"), "fine");
    assert_eq!(check(&["site/public/"], "site/public"), "fine");
    assert_eq!(check(&["else/public/"], "site/../else/public"), "fine");
    assert_eq!(check(&[], "site/content-of-mine"), "fine");
}

#[test]
fn source_directories_are_refused() {
    insta::assert_snapshot!(check(&[], "site"), @"the output directory `site` is the site directory; SeparateDirectory");
    insta::assert_snapshot!(check(&[], "."), @"the output directory `.` contains the site directory; SeparateDirectory");
    insta::assert_snapshot!(check(&[], "site/public/.."), @"`site/public/..` does not name a directory; PlainPath");
    insta::assert_snapshot!(check(&[], "site/content"), @"the output directory `site/content` overlaps the source directory `site/content`; SeparateDirectory");
    insta::assert_snapshot!(check(&[], "site/content/public"), @"the output directory `site/content/public` overlaps the source directory `site/content`; SeparateDirectory");
    insta::assert_snapshot!(check(&[], "site/static/../themes/x/y"), @"the output directory `site/static/../themes/x/y` overlaps the source directory `site/themes`; SeparateDirectory");
    for name in ["templates", "static/deep", ".git/x", ".offprint", ".offprint/out", "content/papers"] {
        assert!(check(&[], &format!("site/{name}")).contains(" overlaps the source directory "), "{name}");
    }
    insta::assert_snapshot!(check(&["else/.git/"], "else/.git/public"), @"the output directory `else/.git/public` is inside the `.git` directory of a repository; SeparateDirectory");
}

#[test]
fn foreign_directories_are_refused() {
    insta::assert_snapshot!(check(&["site/public/thesis.tex"], "site/public"), @"`site/public` is not empty, and Offprint did not create its files; EmptyDirectory");
    insta::assert_snapshot!(check(&["site/public"], "site/public"), @"expected a directory at `site/public`, found a file; RemoveFile");
    insta::assert_snapshot!(check(&["site/public"], "site/public/deep"), @"expected a directory at `site/public/deep`, found a file; RemoveFile");
    // The cache of another site is not a manifest.
    assert!(check(&["else/.offprint/cache"], "else").contains("is not empty"));
    assert!(check(&["else/.offprint-new"], "else").contains("is not empty"));
}

#[cfg(unix)]
#[test]
fn a_linked_output_folder_is_followed() {
    use std::os::unix::fs::symlink;
    let site = Site::new();
    let real = site.root.path().join("real");
    symlink(&real, site.out()).unwrap();
    let failure = site.open().unwrap_err();
    assert!(failure.to_string().ends_with("public` is a symbolic link without a target"), "{failure}");

    fs::create_dir(&real).unwrap();
    let files = tree(&[("a", "1"), ("b/c", "2")]);
    site.build(&files).unwrap();
    assert_eq!(fs::read(real.join("b/c")).unwrap(), b"2");
    assert!(fs::symlink_metadata(site.out()).unwrap().is_symlink());

    // A link into the sources is refused too.
    fs::remove_file(site.out()).unwrap();
    symlink("content", site.out()).unwrap();
    assert!(matches!(site.open(), Err(Failure::Refused { .. })));
}

#[cfg(target_os = "linux")]
#[test]
fn a_directory_that_cannot_be_created_is_a_system_failure() {
    let site = Site::new();
    let root = site.root.path().join("site");
    let out = Path::new("/sys/offprint-cannot-be-here");
    let failure = Publisher::open(&Folders { site: &root, content: &root.join("content"), out }).unwrap_err();
    assert!(matches!(failure, Failure::Io { .. }), "{failure}");
    assert!(failure.to_string().starts_with("creating `/sys/offprint-cannot-be-here` failed: "), "{failure}");
}
