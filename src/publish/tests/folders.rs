use std::fs;
use std::path::Path;

use super::super::{Failure, Folders, Publisher};
use super::{Site, tree};

/// Opens `out` for a site whose root is `site`, in a folder where `before` were made (those that end in `/` as
/// folders), and returns what it says; checks that a refusal changes nothing.
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
            assert_eq!(failure.exit_code(), 2);
            assert_eq!(super::read(root.path()), was);
            let message = format!("{failure}; {}", failure.hint());
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
fn folders_of_the_site_itself_are_refused() {
    insta::assert_snapshot!(check(&[], "site"), @"the output folder `site` is the site's own folder; give the output a folder of its own, such as `public`");
    insta::assert_snapshot!(check(&[], "."), @"the output folder `.` holds the site's own folder; give the output a folder of its own, such as `public`");
    insta::assert_snapshot!(check(&[], "site/public/.."), @"`site/public/..` names no folder; give its plain path");
    insta::assert_snapshot!(check(&[], "site/content"), @"the output folder `site/content` and the site's `site/content` lie in each other; give the output a folder of its own, such as `public`");
    insta::assert_snapshot!(check(&[], "site/content/public"), @"the output folder `site/content/public` and the site's `site/content` lie in each other; give the output a folder of its own, such as `public`");
    insta::assert_snapshot!(check(&[], "site/static/../themes/x/y"), @"the output folder `site/static/../themes/x/y` and the site's `site/themes` lie in each other; give the output a folder of its own, such as `public`");
    for name in ["templates", "static/deep", ".git/x", ".offprint", ".offprint/out", "content/papers"] {
        assert!(
            check(&[], &format!("site/{name}")).contains(" lie in each other; give the output"),
            "{name}"
        );
    }
    insta::assert_snapshot!(check(&["else/.git/"], "else/.git/public"), @"the output folder `else/.git/public` is inside a git repository's own `.git`; give the output a folder of its own, such as `public`");
}

#[test]
fn what_others_filled_is_refused() {
    insta::assert_snapshot!(check(&["site/public/thesis.tex"], "site/public"), @"`site/public` is not empty, and no build of this program filled it; empty it, remove it or choose another `--out`");
    insta::assert_snapshot!(check(&["site/public"], "site/public"), @"a file is where the output folder `site/public` goes; remove it or choose another `--out`");
    insta::assert_snapshot!(check(&["site/public"], "site/public/deep"), @"a file is where the output folder `site/public/deep` goes; remove it or choose another `--out`");
    // The cache of another site is no manifest.
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
    assert!(failure.to_string().ends_with("public` is a link to nothing"), "{failure}");

    fs::create_dir(&real).unwrap();
    let files = tree(&[("a", "1"), ("b/c", "2")]);
    site.build(&files).unwrap();
    assert_eq!(fs::read(real.join("b/c")).unwrap(), b"2");
    assert!(fs::symlink_metadata(site.out()).unwrap().is_symlink());

    // However it gets there, into the sources it must not lead.
    fs::remove_file(site.out()).unwrap();
    symlink("content", site.out()).unwrap();
    assert!(matches!(site.open(), Err(Failure::Refused { .. })));
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_made_is_the_machines_fault() {
    let site = Site::new();
    let root = site.root.path().join("site");
    let out = Path::new("/sys/offprint-cannot-be-here");
    let failure = Publisher::open(&Folders { site: &root, content: &root.join("content"), out }).unwrap_err();
    assert_eq!(failure.exit_code(), 3);
    assert!(failure.to_string().starts_with("making `/sys/offprint-cannot-be-here` failed: "), "{failure}");
}
