//! Properties of every build of any site.

#![expect(clippy::disallowed_methods, reason = "tests read and write folders of their own")]

use crate::support::{
    SOUND, build, build_into, copy, difference, fixture, prepare, put, repository, tree, write,
};
use offprint::Request;
use offprint::publish::{Folders, Publisher};
use offprint::source::Sources;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

#[test]
fn any_number_of_threads_makes_the_same_bytes() {
    let trees: Vec<_> = [1, 2, 8]
        .into_iter()
        .map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| build(&repository("."), &Request::default()).tree)
        })
        .collect();
    assert_eq!(difference(&trees[0], &trees[1]), [""; 0]);
    assert_eq!(difference(&trees[0], &trees[2]), [""; 0]);
}

#[test]
fn a_second_build_writes_nothing() {
    for site in SOUND.map(fixture).into_iter().chain([repository(".")]) {
        let out = TempDir::new().unwrap();
        let (_, first) = build_into(&site, &Request::default(), out.path());
        // An old time, so that even an immediate rewrite shows.
        let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        for path in tree(out.path()).keys() {
            fs::File::options().append(true).open(out.path().join(path)).unwrap().set_modified(then).unwrap();
        }
        let (_, second) = build_into(&site, &Request::default(), out.path());
        assert_eq!(
            (second.written, second.removed, second.kept),
            (0, 0, first.written),
            "{}",
            site.display()
        );
        for path in tree(out.path()).keys() {
            let changed = fs::metadata(out.path().join(path)).unwrap().modified().unwrap();
            assert_eq!(changed, then, "{path} was written again");
        }
    }
}

#[test]
fn a_build_over_an_old_one_equals_a_clean_one() {
    let site = copy(&fixture("week"));
    let out = TempDir::new().unwrap();
    build_into(site.path(), &Request::default(), out.path());
    fs::remove_file(site.path().join("content/papers/2603.04750.md")).unwrap();
    put(
        site.path(),
        "content/papers/new.md",
        "---\ntitle: New\ndate: 2026-03-10\ntopics: [agents]\n---\nText.\n",
    );
    let edited = fs::read_to_string(site.path().join("content/papers/everything.md")).unwrap();
    put(site.path(), "content/papers/everything.md", edited.replace("Ada Byron", "Ada Lovelace"));
    let (_, receipt) = build_into(site.path(), &Request::default(), out.path());
    assert!(receipt.removed > 0 && receipt.kept > 0 && receipt.written > 0, "{receipt:?}");
    let clean = TempDir::new().unwrap();
    build_into(site.path(), &Request::default(), clean.path());
    assert_eq!(difference(&tree(out.path()), &tree(clean.path())), [""; 0]);
}

#[test]
fn errors_leave_the_old_site_as_it_was() {
    let site = copy(&fixture("week"));
    let binary = || crate::cli::offprint(site.path()).arg("build").status().unwrap().code();
    assert_eq!(binary(), Some(0));
    let before = tree(&site.path().join("public"));
    put(site.path(), "content/papers/bad.md", "---\ntitle: No date\n---\nx\n");
    fs::remove_file(site.path().join("content/papers/2603.04750.md")).unwrap();
    assert_eq!(binary(), Some(1));
    assert_eq!(difference(&before, &tree(&site.path().join("public"))), [""; 0]);
    // The same holds for a theme that fails while pages are rendered.
    put(site.path(), "templates/trending.html", "{{ nobody.knows }}");
    fs::remove_file(site.path().join("content/papers/bad.md")).unwrap();
    let binary =
        || crate::cli::offprint(site.path()).args(["build", "--allow-removals"]).status().unwrap().code();
    assert_eq!(binary(), Some(2));
    assert_eq!(difference(&before, &tree(&site.path().join("public"))), [""; 0]);
}

/// `--keep-going` is `write` on what was prepared: the site of the entries that are sound.
#[test]
fn keep_going_omits_exactly_the_broken_entries() {
    let broken = copy(&fixture("week"));
    let bad = [
        ("no-date", "title: No date"),
        ("bad-date", "title: Bad date\ndate: 2026-02-30"),
        ("key", "title: Key\ndate: 2026-03-05\ncolor: red"),
        ("colon", "title: A: b\ndate: 2026-03-05"),
        ("type", "title: Type\ndate: 2026-03-05\nupvotes: many"),
    ];
    for (name, front) in bad {
        put(broken.path(), &format!("content/papers/{name}.md"), format!("---\n{front}\n---\nText.\n"));
    }
    // One bad entry among good ones of a file.
    let many = fs::read_to_string(broken.path().join("content/papers/many.yaml")).unwrap();
    put(
        broken.path(),
        "content/papers/many.yaml",
        format!("{many}  - id: sour\n    title: Sour\n    date: never\n    abstract: x\n"),
    );
    let (sources, checked) = prepare(broken.path(), &Request::default());
    let files: BTreeSet<_> = checked
        .diagnostics
        .iter()
        .filter(|problem| problem.is_error())
        .filter_map(|problem| problem.place.file().map(|file| file.to_string()))
        .collect();
    let expected: BTreeSet<_> = bad
        .iter()
        .map(|(name, _)| *name)
        .chain(["many"])
        .map(|name| format!("content/papers/{name}.{}", if name == "many" { "yaml" } else { "md" }))
        .collect();
    assert_eq!(files, expected);
    let prepared = checked.value.unwrap();
    assert_eq!(prepared.broken, bad.len() + 1);
    let out = TempDir::new().unwrap();
    write(broken.path(), &sources, &prepared, out.path());
    assert_eq!(difference(&tree(out.path()), &build(&fixture("week"), &Request::default()).tree), [""; 0]);
}

#[test]
fn the_files_of_entries_do_not_change_the_pages() {
    let plain = build(&fixture("week"), &Request::default()).tree;
    let moved = copy(&fixture("week"));
    let papers = moved.path().join("content/papers");
    for (number, path) in tree(&papers).keys().filter(|path| path.starts_with("26")).enumerate() {
        // The order of files is turned round; ids are in the entries.
        put(
            moved.path(),
            &format!("content/papers/z/{:03}/{path}", 999 - number),
            fs::read(papers.join(path)).unwrap(),
        );
        fs::remove_file(papers.join(path)).unwrap();
    }
    let moved = build(moved.path(), &Request::default()).tree;
    // Only "Edit this page" depends on the file of an entry; the manifest has digests of pages.
    let feeds =
        |path: &String| path.ends_with(".xml") || path.starts_with("days/") || path.starts_with("topics/");
    let differ: Vec<_> = difference(&plain, &moved).into_iter().filter(feeds).collect();
    assert_eq!(differ, [""; 0]);
    assert_eq!(plain.keys().collect::<Vec<_>>(), moved.keys().collect::<Vec<_>>());
}

/// A site in memory with a number of papers on one topic.
fn counted(papers: usize, per_page: usize) -> Sources {
    let mut yaml = "papers:\n".to_owned();
    for number in 0..papers {
        let day = format!("20{:02}-{:02}-{:02}", 20 + number / 336, 1 + number / 28 % 12, 1 + number % 28);
        yaml.push_str(&format!(
            "  - {{id: p{number:04}, title: T{number}, date: {day}, topics: [all], abstract: x}}\n"
        ));
    }
    let site =
        format!("title = \"T\"\nbase_url = \"https://example.org/\"\n[pages]\nper_page = {per_page}\n");
    Sources::in_memory([("site.toml", site.into_bytes()), ("content/papers/all.yaml", yaml.into_bytes())])
}

/// Returns the pages of the one topic: address and the papers on it.
fn topic_pages(papers: usize, per_page: usize) -> BTreeMap<String, Vec<String>> {
    let sources = counted(papers, per_page);
    let prepared = offprint::prepare(&sources, &Request::default(), &()).value.unwrap();
    let out = TempDir::new().unwrap();
    let folders = Folders { site: Path::new("."), content: Path::new("content"), out: out.path() };
    offprint::write(&prepared, &sources, Publisher::open(&folders).unwrap(), &()).unwrap();
    let pages = tree(out.path())
        .into_iter()
        .filter(|(path, _)| path.starts_with("topics/all/") && path.ends_with("html"));
    pages
        .map(|(path, bytes)| {
            let document = scraper::Html::parse_document(std::str::from_utf8(&bytes).unwrap());
            let cards = crate::pages::all(&document, ".rows li > a");
            let papers =
                cards.iter().filter_map(|card| card.value().attr("href")).map(str::to_owned).collect();
            (path, papers)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_full_page_of_a_topic_never_changes(papers in 1usize..40, more in 1usize..20, per_page in 1usize..9) {
        let (before, after) = (topic_pages(papers, per_page), topic_pages(papers + more, per_page));
        for (path, cards) in before.iter().filter(|(path, _)| path.contains("/page/")) {
            prop_assert_eq!(after.get(path), Some(cards), "{}", path);
        }
        let mut all: Vec<&String> = after.values().flatten().collect();
        prop_assert_eq!(all.len(), papers + more);
        all.sort();
        all.dedup();
        prop_assert_eq!(all.len(), papers + more);
    }
}
