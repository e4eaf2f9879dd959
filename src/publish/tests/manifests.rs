use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::manifest::{Entry, Manifest, write};
use super::super::path::OutPath;

type Files = BTreeMap<OutPath, Entry>;

fn files() -> impl Strategy<Value = Files> {
    let path = prop_oneof![
        "(papers|topics)/[a-c0-2é]{1,6}(/index\\.html|/feed\\.xml|/ndex\\.html)",
        "[a-zé ]{0,5}[a-zé]",
        Just("index.html".to_owned()),
    ];
    let path = path.prop_filter_map("a path", |text| OutPath::new(&text).ok());
    let entry = (0..u64::MAX, any::<Option<u64>>(), any::<Option<u64>>());
    let entry = entry.prop_map(|(size, content, made_from)| Entry { size, content, made_from });
    prop::collection::btree_map(path, entry, 0..700)
}

fn text(files: &Files) -> Vec<u8> {
    write(files.len(), files.iter().map(|(path, entry)| (path, *entry)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn reading_returns_what_was_written(files in files()) {
        let manifest = Manifest::read(&text(&files));
        prop_assert!(manifest.whole);
        let unknown = OutPath::new("papers/unknown").unwrap();
        for (place, (path, entry)) in files.iter().enumerate() {
            prop_assert_eq!(manifest.get(path), Some(*entry));
            for near in [place, 0, place / 2, place + 1, place + 100, files.len() * 2, usize::MAX] {
                prop_assert_eq!(manifest.get_near(path, near), Some(*entry));
                prop_assert_eq!(manifest.get_near(&unknown, near), None);
            }
        }
        prop_assert_eq!(manifest.files, files.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn damage_removes_files_and_adds_none(
        files in prop_oneof![files(), Just(Files::new())],
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        cut in any::<prop::sample::Index>(),
        is_cut: bool,
    ) {
        let mut bytes = text(&files);
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let manifest = Manifest::read(&bytes);
        for (path, entry) in &manifest.files {
            prop_assert_eq!(files.get(path), Some(entry));
        }
        let heading = bytes.split_inclusive(|&byte| byte == b'\n').next();
        let same_heading = heading == text(&files).split_inclusive(|&byte| byte == b'\n').next();
        prop_assert_eq!(manifest.whole, same_heading && manifest.files.len() == files.len());
    }

    #[test]
    fn any_bytes_can_be_read(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(Manifest::read(&bytes).files.is_empty());
    }
}

#[test]
fn another_version_lists_no_files_and_is_incomplete() {
    let mut files = Files::new();
    files.insert(OutPath::new("a").unwrap(), Entry::new(b"a", None));
    let newer = String::from_utf8(text(&files)).unwrap().replace("manifest 1", "manifest 2");
    let manifest = Manifest::read(newer.as_bytes());
    assert!(manifest.files.is_empty() && !manifest.whole);
    assert!(!Manifest::read(b"").whole);
}

#[test]
fn a_hundred_thousand_papers_fit_in_four_megabytes() {
    let paths =
        (0..100_000).map(|n| OutPath::new(&format!("papers/{:04}.{:05}/index.html", 1900 + n / 1000, n)));
    let files: Files = paths.map(|path| (path.unwrap(), Entry::new(b"some 5 kB", Some(7)))).collect();
    let bytes = text(&files).len();
    assert!(bytes < 4_000_000, "{bytes}");
}

#[test]
fn the_manifest_is_readable_text() {
    let mut files = Files::new();
    let mut add = |path, entry| files.insert(OutPath::new(path).unwrap(), entry);
    add("index.html", Entry::new(b"home", None));
    add("papers/2403.01230/index.html", Entry::new(b"one", Some(u64::MAX)));
    add("papers/2403.01231/index.html", Entry::new(b"three", Some(1)));
    add("papers/2403.01231/cite.bib", Entry::new(b"cite", None).unsure());
    insta::assert_snapshot!(String::from_utf8(text(&files)).unwrap(), @"
    offprint manifest 1 4
    #py3qtKiV2N2
    4 QOGxSlAqOG5 - 0 index.html
    3 W6_7oSwgV49 ~~~~~~~~~~F 0 papers/2403.01230/
    4 - - 16 1/cite.bib
    5 5E_epwLyT4C 10000000000 18
    ");
}
