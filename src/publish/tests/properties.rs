//! Random builds to one directory, each ended at a random step.

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
    /// A foreign file that appears before the build.
    foreign: Option<&'static str>,
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
            // A path is a file or a directory, not both.
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
    let foreign =
        prop::option::weighted(0.2, prop::sample::select(&["d/e/foreign", "j/foreign", "foreign"][..]));
    let build = (files, ends, foreign).prop_map(|(files, ends, foreign)| Build { files, ends, foreign });
    prop::collection::vec(build, 1..8)
}

/// Returns the bytes and modification time of every file.
fn state(site: &Site) -> BTreeMap<String, (Vec<u8>, SystemTime)> {
    let files = site.files().into_iter().filter(|(path, _)| !path.ends_with('/'));
    files.map(|(path, bytes)| (path.clone(), (bytes, site.mtime(&path)))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_output_depends_on_the_last_build_only(builds in builds(), last in builds()) {
        let site = Site::new();
        let mut foreign_files = Tree::new();
        let last = last.into_iter().take(1).map(|build| Build { ends: End::Finished, foreign: None, ..build });
        for build in builds.into_iter().chain(last) {
            // A foreign file appears in an existing site, at a path that is free.
            if let Some(path) = build.foreign
                && site.out().join(".offprint").is_file()
                && !path.split_once('/').is_some_and(|(top, _)| site.out().join(top).is_file())
                && !site.out().join("d/e").is_file()
            {
                site.add(path, "mine");
                foreign_files.insert(path.to_owned(), b"mine".to_vec());
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
                // Each file is the old or the new one, and is not written if both are the same.
                let old = before.get(path);
                prop_assert!(old.is_some_and(|old| &old.0 == bytes) || build.files.get(path) == Some(bytes));
                if let Some((old, old_time)) = old && old == bytes {
                    prop_assert_eq!(old_time, time, "{}", path);
                }
            }
            for (path, bytes) in &foreign_files {
                prop_assert_eq!(after.get(path).map(|file| &file.0), Some(bytes));
            }
            match built {
                Ok(receipt) => {
                    let mut expected = build.files.clone();
                    expected.extend(foreign_files.clone());
                    let files: Tree = after.into_iter().map(|(path, (bytes, _))| (path, bytes)).collect();
                    prop_assert_eq!(files, expected);
                    prop_assert_eq!(receipt.written + receipt.kept, build.files.len() as u64);
                    if foreign_files.is_empty() && matches!(build.ends, End::Finished) {
                        prop_assert_eq!(site.all(), clean(&build.files));
                    }
                }
                Err(Failure::Io { begun, .. }) => prop_assert!(begun || after == before),
                Err(Failure::Refused { .. }) => prop_assert!(!foreign_files.is_empty() && after == before),
                Err(failure) => return Err(TestCaseError::fail(failure.to_string())),
            }
        }
    }
}
