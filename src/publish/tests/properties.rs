//! Any builds, ended anywhere, into one folder.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::time::SystemTime;

use proptest::prelude::*;

use super::super::Failure;
use super::{Fault, Site, Tree, clean};

const PATHS: &[&str] =
    &["a", "a/b", "a/c/index.html", "d/e/f", "d/e/g", "d/h", "i", "j/index.html", "j/k/index.html"];
const TEXTS: &[&str] = &["", "x", "yy", "zz", "a text that is longer"];

#[derive(Debug, Clone)]
struct Build {
    files: Tree,
    ends: End,
    /// A file of a stranger that appears before it.
    stranger: Option<&'static str>,
}

#[derive(Debug, Clone, Copy)]
enum End {
    Finished,
    Killed(i64),
    Failed(i64),
}

fn builds() -> impl Strategy<Value = Vec<Build>> {
    let file = (prop::sample::select(PATHS), prop::sample::select(TEXTS));
    let files = prop::collection::vec(file, 0..9).prop_map(|files| {
        let mut tree = Tree::new();
        for (path, text) in files {
            // A path is a file or a folder, not both.
            let is_apart = |other: &String| {
                !other.starts_with(&format!("{path}/")) && !path.starts_with(&format!("{other}/"))
            };
            if tree.keys().all(is_apart) {
                tree.insert(path.to_owned(), text.into());
            }
        }
        tree
    });
    let ends = prop_oneof![
        2 => Just(End::Finished),
        2 => (0..60i64).prop_map(End::Killed),
        1 => (0..60i64).prop_map(End::Failed),
    ];
    let stranger =
        prop::option::weighted(0.2, prop::sample::select(&["d/e/stranger", "j/stranger", "stranger"][..]));
    let build = (files, ends, stranger).prop_map(|(files, ends, stranger)| Build { files, ends, stranger });
    prop::collection::vec(build, 1..8)
}

/// Bytes and time of every file.
fn state(site: &Site) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let files = site.files().into_iter().filter(|(path, _)| !path.ends_with('/'));
    files.map(|(path, bytes)| (path.clone(), (bytes, site.mtime(&path)))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_last_build_decides_and_nothing_else(builds in builds(), last in builds()) {
        let site = Site::new();
        let mut strangers = Tree::new();
        let last = last.into_iter().take(1).map(|build| Build { ends: End::Finished, stranger: None, ..build });
        for build in builds.into_iter().chain(last) {
            // A stranger comes where a site is, and where no file of it is in the way.
            if let Some(path) = build.stranger
                && site.out().join(".offprint").is_file()
                && !path.split_once('/').is_some_and(|(top, _)| site.out().join(top).is_file())
                && !site.out().join("d/e").is_file()
            {
                site.add(path, "mine");
                strangers.insert(path.to_owned(), b"mine".to_vec());
            }
            let before = state(&site);
            let fault = match build.ends {
                End::Finished => Fault::default(),
                End::Killed(steps) => Fault::end_after(steps),
                End::Failed(steps) => Fault::after(steps, ErrorKind::StorageFull),
            };
            let built = site.build_on(fault, &build.files);
            let after = state(&site);
            for (path, (bytes, time)) in &after {
                // Whole: what was there or what was to be; and untouched where both are the same.
                let old = before.get(path);
                prop_assert!(old.is_some_and(|old| &old.0 == bytes) || build.files.get(path) == Some(bytes));
                if let Some((old, old_time)) = old && old == bytes {
                    prop_assert_eq!(old_time, time, "{}", path);
                }
            }
            for (path, bytes) in &strangers {
                prop_assert_eq!(after.get(path).map(|file| &file.0), Some(bytes));
            }
            match built {
                Ok(receipt) => {
                    let mut wanted = build.files.clone();
                    wanted.extend(strangers.clone());
                    let files: Tree = after.into_iter().map(|(path, (bytes, _))| (path, bytes)).collect();
                    prop_assert_eq!(files, wanted);
                    prop_assert_eq!(receipt.written + receipt.kept, build.files.len() as u64);
                    if strangers.is_empty() && matches!(build.ends, End::Finished) {
                        prop_assert_eq!(site.all(), clean(&build.files));
                    }
                }
                Err(Failure::Io { begun, .. }) => prop_assert!(begun || after == before),
                Err(Failure::Refused { .. }) => prop_assert!(!strangers.is_empty() && after == before),
                Err(failure) => return Err(TestCaseError::fail(failure.to_string())),
            }
        }
    }
}
