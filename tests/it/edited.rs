//! What an edit changes for subscribers: only the feeds that contain the edited paper, and never the id of an item.

use crate::support::{Tree, build_into, difference, put, text, tree};
use offprint::Request;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use tempfile::TempDir;

const SETTINGS: &str = "title = \"T\"\nbase_url = \"https://example.org/p/\"\n[feeds]\nitems = 6\nformats = [\"rss\", \"atom\", \"json\"]\n\
    [[feeds.query]]\nname = \"odd\"\ntitle = \"Odd\"\ninclude = { keywords = [\"odd\"] }\n\
    [[feeds.query]]\nname = \"even\"\ntitle = \"Even\"\nexclude = { keywords = [\"odd\"] }\n";

/// A site whose papers are spread over two topics, authors, organizations, venues and lists, and over four months.
struct Site {
    folder: TempDir,
    out: TempDir,
}

impl Site {
    fn new() -> Site {
        let site = Site { folder: TempDir::new().unwrap(), out: TempDir::new().unwrap() };
        put(site.folder.path(), "site.toml", SETTINGS);
        for number in 0..24 {
            site.put(number, &paper(number));
        }
        site
    }

    fn put(&self, number: usize, text: &str) {
        put(self.folder.path(), &format!("content/papers/p{number}.md"), text);
    }

    /// Builds on top of the last build.
    fn build(&self) -> Tree {
        build_into(self.folder.path(), &Request::default(), self.out.path());
        tree(self.out.path())
    }
}

fn paper(number: usize) -> String {
    let (side, kind) = (number % 2, ["even", "odd"][number % 2]);
    let (month, day) = (1 + number / 6, 1 + number);
    format!(
        "---\ntitle: Paper {number}\ndate: 2026-{month:02}-{day:02}\nauthors: [Author {side}, Other {side}]\ntopics: [topic-{side}]\norganization: org-{side}\nvenue: Venue {side}\nkeywords: [{kind}]\nupvotes: {number}\nlinks:\n  code: https://example.org/code/{number}\n---\n\nAn abstract.\n"
    )
}

fn is_feed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap();
    ["feed.xml", "atom.xml", "feed.json", "days.xml", "weeks.xml"].contains(&name)
        || path.starts_with("history/")
}

/// Returns the feeds, and the list of feeds, that differ.
fn changed(before: &Tree, after: &Tree) -> BTreeSet<String> {
    difference(before, after).into_iter().filter(|path| is_feed(path) || path == "feeds.opml").collect()
}

/// Returns the feeds that contain a paper.
fn containing(tree: &Tree, number: usize) -> BTreeSet<String> {
    let page = format!("/papers/p{number}/");
    let feeds = tree.keys().filter(|path| is_feed(path));
    feeds.filter(|path| text(tree, path).contains(&page)).cloned().collect()
}

#[test]
fn an_edited_paper_changes_only_the_feeds_that_contain_it() {
    for number in [22, 9] {
        let site = Site::new();
        let before = site.build();
        assert_eq!(before.keys().filter(|path| is_feed(path)).count(), 52);
        let edits = [
            ("An abstract.", "An edited abstract."),
            ("title: Paper", "title: New paper"),
            ("links:\n", "withdrawn: An error.\nlinks:\n"),
            ("https://example.org/code/", "https://example.org/other/"),
        ];
        let mut now = before;
        for (from, to) in edits {
            site.put(number, &paper(number).replace(from, to));
            let after = site.build();
            let found = changed(&now, &after);
            assert_eq!(found, containing(&after, number), "{number}: {to}");
            now = after;
        }
        // The digests of the site and of its topic, and its month. A new paper is also in the feeds of papers.
        let expected = if number == 22 { 29 } else { 5 };
        assert_eq!(containing(&now, number).len(), expected, "{:#?}", containing(&now, number));
        assert!(site.build() == now, "a build without an edit changes nothing");
    }
}

#[test]
fn a_new_paper_changes_the_feeds_it_enters_and_no_closed_month() {
    let site = Site::new();
    let before = site.build();
    let new = paper(24).replace("2026-05-25", "2026-04-25");
    site.put(24, &new);
    let after = site.build();
    // It pushes no paper out of `containing`, because each feed that it pushes out of contains it.
    assert_eq!(changed(&before, &after), containing(&after, 24));
    let months: Vec<String> =
        changed(&before, &after).into_iter().filter(|path| path.starts_with("history/")).collect();
    assert_eq!(months, ["history/2026-04.xml"]);
}

/// Returns the ids of the items of a feed.
fn ids(tree: &Tree, path: &str) -> BTreeSet<String> {
    let text = text(tree, path);
    let starts = text.match_indices("urn:x-offprint:paper:").map(|(at, _)| &text[at..]);
    starts.map(|rest| rest.split(['<', '"']).next().unwrap().to_owned()).collect()
}

#[test]
fn the_ids_of_items_never_change() {
    let site = Site::new();
    let feeds = ["feed.xml", "atom.xml", "feed.json", "topics/topic-1/feed.xml", "history/2026-04.xml"];
    let of = |tree: &Tree| feeds.map(|feed| ids(tree, feed));
    let first = of(&site.build());
    assert_eq!(first[0].len(), 6);
    assert!(first[0] == first[1] && first[0] == first[2]);
    let edit = |from: &str, to: &str| {
        put(site.folder.path(), "site.toml", SETTINGS.replace(from, to));
        of(&site.build())
    };
    for (what, from, to) in [
        ("host", "https://example.org/p/", "http://papers.example.net/p/"),
        ("path", "https://example.org/p/", "https://example.org/"),
        ("title of the site", "title = \"T\"", "title = \"Another\""),
        ("theme", "title = \"T\"", "title = \"T\"\ntheme = \"listing\""),
        ("language", "title = \"T\"", "title = \"T\"\nlanguage = \"zh\""),
        ("length of items", "items = 6", "items = 6\nfull_text = false"),
    ] {
        assert_eq!(edit(from, to), first, "{what}");
    }
    put(site.folder.path(), "site.toml", SETTINGS);
    for number in 18..24 {
        let [day, other] = [1 + number, 42 - number].map(|day| format!("2026-04-{day:02}"));
        let edited =
            paper(number).replace("Paper", "Another name").replace("An abstract", "Another abstract");
        site.put(number, &edited.replace(&day, &other));
    }
    let [from, to] =
        ["p23", "other"].map(|stem| site.folder.path().join(format!("content/papers/{stem}.md")));
    let text = fs::read_to_string(&from).unwrap();
    fs::remove_file(from).unwrap();
    fs::write(to, text.replacen("---\n", "---\nid: p23\n", 1)).unwrap();
    assert_eq!(of(&site.build()), first, "title, abstract, date and file of the papers");
}

#[test]
fn a_revised_paper_is_the_same_item_with_a_later_date() {
    let site = Site::new();
    let before = site.build();
    site.put(
        20,
        &paper(20).replace("title:", "updated: 2026-04-23\ntitle:").replace("An abstract", "A revised one"),
    );
    let after = site.build();
    assert_eq!(ids(&before, "atom.xml"), ids(&after, "atom.xml"));
    let item = |tree: &Tree| -> Value {
        let feed: Value = serde_json::from_str(text(tree, "feed.json")).unwrap();
        let items = feed["items"].as_array().unwrap().clone();
        items.into_iter().find(|item| item["id"] == "urn:x-offprint:paper:p20").unwrap()
    };
    let (old, new) = (item(&before), item(&after));
    assert_eq!((&old["date_published"], &old["date_modified"]), (&new["date_published"], &Value::Null));
    assert_eq!(new["date_modified"], "2026-04-23T00:00:00Z");
    assert!(new["content_html"].as_str().unwrap().contains("A revised one."));
    assert!(text(&after, "atom.xml").contains("<updated>2026-04-23T00:00:00Z</updated>"));
}

#[test]
fn a_withdrawn_paper_is_marked_in_every_feed() {
    let site = Site::new();
    site.put(23, &paper(23).replace("links:\n", "withdrawn: An error.\nlinks:\n"));
    let tree = site.build();
    let feeds = containing(&tree, 23);
    assert!(feeds.len() > 20);
    for feed in feeds {
        let count = |title: &str| text(&tree, &feed).matches(title).count();
        assert!(count("Paper 23") > 0 && count("Paper 23") == count("Withdrawn: Paper 23"), "{feed}");
    }
}
