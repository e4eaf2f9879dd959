//! What a subscriber relies on: formats, digests, the history, and the list of feeds.

use crate::support::{Tree, difference, put, text};
use crate::{feeds, support};
use offprint::Request;
use roxmltree::{Document, Node};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use tempfile::TempDir;

const BASE: &str = "https://example.org/p/";
const SITE: &str = "title = \"T\"\nbase_url = \"https://example.org/p/\"\n";
const ATOM: &str = "http://www.w3.org/2005/Atom";

/// Builds a site from its settings and files.
fn site(settings: &str, files: &[(&str, &str)]) -> (TempDir, Tree) {
    let folder = TempDir::new().unwrap();
    put(folder.path(), "site.toml", format!("{SITE}{settings}"));
    for (path, text) in files {
        put(folder.path(), path, text);
    }
    let tree = built(folder.path());
    (folder, tree)
}

fn built(site: &Path) -> Tree {
    support::build(site, &Request::default()).tree
}

/// Returns the paths of a folder's files.
fn paths<'t>(tree: &'t Tree, start: &str) -> Vec<&'t str> {
    tree.keys().map(String::as_str).filter(|path| path.starts_with(start)).collect()
}

/// Returns a paper for each date, named by its number.
fn papers(dates: &[&str]) -> String {
    let paper = |(at, date): (usize, &&str)| {
        format!("  - {{id: p{at}, title: Paper {at}, date: {date}, topics: [t], abstract: Text.}}\n")
    };
    format!("papers:\n{}", dates.iter().enumerate().map(paper).collect::<String>())
}

fn ids(tree: &Tree, path: &str) -> Vec<String> {
    let document = Document::parse(text(tree, path)).unwrap();
    let ids = document.descendants().filter(|node| matches!(node.tag_name().name(), "guid" | "id"));
    let ids = ids.filter_map(|node| node.text()).filter(|id| id.starts_with("urn:"));
    ids.map(str::to_owned).collect()
}

/// Returns the address of a link of the feed, below the site.
fn linked(document: &Document<'_>, rel: &str) -> Option<String> {
    let is_it = |node: &Node<'_, '_>| node.has_tag_name((ATOM, "link")) && node.attribute("rel") == Some(rel);
    let root = document.root_element();
    let parent = root.children().find(|node| node.has_tag_name("channel")).unwrap_or(root);
    let link = parent.children().find(is_it)?;
    Some(link.attribute("href").unwrap().strip_prefix(BASE).unwrap().to_owned())
}

#[test]
fn a_reader_walks_from_each_feed_of_the_site_back_to_the_first_paper() {
    let dates = ["2026-03-05", "2026-03-04", "2026-01-31", "2025-12-01", "2024-07", "2023"];
    let (_folder, tree) = site("[feeds]\nitems = 1\n", &[("content/papers/all.yaml", &papers(&dates))]);
    for start in ["feed.xml", "atom.xml"] {
        let (mut at, mut seen, mut walked) = (start.to_owned(), BTreeSet::new(), Vec::new());
        loop {
            let document = Document::parse(text(&tree, &at)).unwrap();
            seen.extend(ids(&tree, &at));
            let Some(older) = linked(&document, "prev-archive") else { break };
            let archive = Document::parse(text(&tree, &older)).unwrap();
            assert_eq!(linked(&archive, "current").as_deref(), Some("atom.xml"));
            assert!(text(&tree, &older).contains("<fh:archive/>"));
            if !walked.is_empty() {
                assert_eq!(linked(&archive, "next-archive").as_deref(), Some(at.as_str()));
            }
            walked.push(older.clone());
            at = older;
        }
        assert_eq!(
            walked,
            ["2026-03", "2026-01", "2025-12", "2024-07", "2023-01"]
                .map(|month| format!("history/{month}.xml"))
        );
        assert_eq!(seen.len(), dates.len());
    }
}

#[test]
fn a_closed_month_changes_only_with_its_papers() {
    let all = papers(&["2026-03-05", "2026-02-03", "2026-01-31"]);
    let (folder, before) = site("", &[("content/papers/all.yaml", &all)]);
    let more = "{id: new, title: New, date: 2026-03-06, upvotes: 3}\n";
    put(folder.path(), "content/papers/new.yaml", more);
    put(
        folder.path(),
        "content/metrics/a.yaml",
        "as_of: 2026-03-06\npapers: {p1: {upvotes: 9}, p2: {upvotes: 1}}\n",
    );
    let after = built(folder.path());
    let changed = |before: &Tree, after: &Tree| -> Vec<String> {
        difference(before, after).into_iter().filter(|path| path.starts_with("history/")).collect()
    };
    assert_eq!(changed(&before, &after), ["history/2026-03.xml"]);
    put(folder.path(), "content/papers/all.yaml", all.replace("Paper 1", "Paper one"));
    assert_eq!(changed(&after, &built(folder.path())), ["history/2026-02.xml"]);
}

#[test]
fn a_history_can_be_switched_off_and_nothing_links_to_it() {
    let all = papers(&["2026-03-05"]);
    let (_folder, tree) = site("[feeds]\nhistory = false\n", &[("content/papers/all.yaml", &all)]);
    assert_eq!(paths(&tree, "history/"), [""; 0]);
    assert!(
        !text(&tree, "feed.xml").contains("prev-archive")
            && !text(&tree, "atom.xml").contains("prev-archive")
    );
}

#[test]
fn digests_have_an_item_per_day_and_per_week_for_the_site_and_for_each_topic() {
    let dates = ["2026-03-05", "2026-03-04", "[2026-02-27, 2026-03-02]", "2026-02-03"];
    let mut all = papers(&dates);
    all += "  - {id: other, title: Other, date: 2026-03-06}\n";
    let (_folder, tree) = site("", &[("content/papers/all.yaml", &all)]);
    let urn =
        |ends: &[&str]| -> Vec<String> { ends.iter().map(|end| format!("urn:x-offprint:{end}")).collect() };
    assert_eq!(ids(&tree, "weeks/feed.xml"), urn(&["week:2026-W10", "week:2026-W09", "week:2026-W06"]));
    assert_eq!(
        ids(&tree, "topics/t/weeks.xml"),
        urn(&["week:2026-W10:topic:t", "week:2026-W09:topic:t", "week:2026-W06:topic:t"])
    );
    assert_eq!(ids(&tree, "days/feed.xml").len(), 6);
    assert_eq!(ids(&tree, "topics/t/days.xml").len(), 5);
    let week = text(&tree, "topics/t/weeks.xml");
    assert!(week.contains("<title>Week 10, 2026: 3 papers</title>"), "{week}");
    assert!(week.contains("<link>https://example.org/p/weeks/2026-W10/</link>"), "{week}");
}

#[test]
fn a_digest_lists_title_authors_one_line_and_links_most_votes_first() {
    let all = "date: 2026-03-05\npapers:\n  - {id: few, title: Few, upvotes: 1, abstract: An abstract.}\n  - {id: many, title: Many & more, upvotes: 5, authors: [Ada Byron, Grace Hopper], summary: In *one* line., abstract: Long., links: {code: \"https://example.org/code\"}}\n";
    let (_folder, tree) = site("", &[("content/papers/all.yaml", all)]);
    for path in ["days/feed.xml", "weeks/feed.xml"] {
        let document = Document::parse(text(&tree, path)).unwrap();
        let content = document.descendants().find(|node| node.tag_name().name() == "encoded").unwrap();
        let content = content.text().unwrap();
        let expected = "<ol>\n<li><a href=\"https://example.org/p/papers/many/\">Many &amp; more</a><br>Ada Byron and Grace Hopper<br>In one line.<br><a href=\"https://example.org/code\">Code</a></li>\n<li><a href=\"https://example.org/p/papers/few/\">Few</a><br>An abstract.</li>\n</ol>";
        assert_eq!(content, expected);
    }
}

#[test]
fn a_digest_of_very_many_papers_names_the_rest_by_number() {
    let all: Vec<&str> = vec!["2026-03-05"; 203];
    let (_folder, tree) = site("", &[("content/papers/all.yaml", &papers(&all))]);
    let week = text(&tree, "weeks/feed.xml");
    assert_eq!(week.matches("&lt;li&gt;").count(), 200);
    assert!(week.contains("and 3 more papers") && week.contains("203 papers"));
}

#[test]
fn the_settings_decide_the_formats_of_all_feeds_but_the_site_s() {
    let all = papers(&["2026-03-05"]);
    let files = [("content/papers/all.yaml", all.as_str())];
    let of_topic = |settings: &str| -> (Vec<String>, String) {
        let (_folder, tree) = site(settings, &files);
        assert!(
            tree.contains_key("feed.xml") && tree.contains_key("atom.xml") && tree.contains_key("feed.json")
        );
        let own = paths(&tree, "topics/t/").into_iter().filter(|path| !path.ends_with(".html"));
        let page = text(&tree, "topics/t/index.html");
        let link = page.split("rel=\"alternate\" type=\"").nth(1).unwrap().split("\">").next().unwrap();
        (own.map(|path| path["topics/t/".len()..].to_owned()).collect(), link.to_owned())
    };
    let rss = "application/rss+xml\" title=\"T\" href=\"/p/topics/t/feed.xml";
    assert_eq!(of_topic(""), (vec!["days.xml".into(), "feed.xml".into(), "weeks.xml".into()], rss.into()));
    let bare = "[feeds]\ndays = false\nweeks = false\nformats = [\"json\", \"atom\"]\n";
    let atom = "application/atom+xml\" title=\"T\" href=\"/p/topics/t/atom.xml";
    assert_eq!(of_topic(bare), (vec!["atom.xml".into(), "feed.json".into()], atom.into()));
}

#[test]
fn json_feed_has_the_authors_links_and_identifiers_of_a_paper() {
    let all = "date: 2026-03-05\npapers:\n  - {id: \"2603.00010\", title: 'A \"title\" & <more>', authors: [Ada Byron], topics: [t], updated: 2026-03-04, abstract: Text.}\n  - {id: x, title: Withdrawn, withdrawn: x, links: {doi: 10.1000/182}}\n";
    let (_folder, tree) = site("author = \"The \\\"owner\\\"\"\n", &[("content/papers/all.yaml", all)]);
    let feed: Value = serde_json::from_str(text(&tree, "feed.json")).unwrap();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(feed["feed_url"], "https://example.org/p/feed.json");
    assert_eq!(feed["authors"][0]["name"], "The \"owner\"");
    let item = &feed["items"][0];
    assert_eq!(item["id"], "urn:x-offprint:paper:2603.00010");
    assert_eq!(item["title"], "A \"title\" & <more>");
    assert_eq!(item["external_url"], "https://arxiv.org/abs/2603.00010");
    assert_eq!(item["_arxiv"], "2603.00010");
    assert_eq!(item["date_published"], "2026-03-05T00:00:00Z");
    assert_eq!(item["date_modified"], Value::Null, "revised before it was featured");
    assert_eq!(item["authors"][0]["name"], "Ada Byron");
    assert_eq!(item["tags"], serde_json::json!(["T"]));
    let gone = &feed["items"][1];
    assert_eq!(gone["title"], "Withdrawn: Withdrawn");
    assert_eq!(
        (&gone["_doi"], &gone["external_url"]),
        (&"10.1000/182".into(), &"https://doi.org/10.1000/182".into())
    );
}

#[test]
fn a_revision_is_the_date_of_change_but_never_in_the_future_of_the_feed() {
    let all = "papers:\n  - {id: a, title: A, date: 2026-03-01, updated: 2026-03-04}\n  - {id: b, title: B, date: 2026-03-05, updated: 2099-01-01}\n";
    let (_folder, tree) = site("", &[("content/papers/all.yaml", all)]);
    let feed: Value = serde_json::from_str(text(&tree, "feed.json")).unwrap();
    assert_eq!(feed["items"][0]["date_modified"], Value::Null);
    assert_eq!(feed["items"][1]["date_modified"], "2026-03-04T00:00:00Z");
    assert!(text(&tree, "atom.xml").contains("<updated>2026-03-04T00:00:00Z</updated>"));
    assert!(!text(&tree, "atom.xml").contains("2099"));
}

#[test]
fn opml_lists_every_feed_to_subscribe_to() {
    let venue: String =
        (0..10).map(|at| format!("  - {{id: v{at}, title: V, venue: V, date: 2026-01-02}}\n")).collect();
    let all = format!(
        "{}  - {{id: q, title: Q, date: 2026-01-01, authors: [\"Ada \\\"<&\\\"\"], organization: o}}\n{venue}",
        papers(&["2026-03-05"])
    );
    let (_folder, tree) = site("", &[("content/papers/all.yaml", &all)]);
    let opml = Document::parse(text(&tree, "feeds.opml")).unwrap();
    let listed: BTreeSet<String> = opml
        .descendants()
        .filter_map(|node| node.attribute("xmlUrl"))
        .map(|url| url.strip_prefix(BASE).unwrap().to_owned())
        .collect();
    let is_feed = |path: &&str| {
        let name = path.rsplit('/').next().unwrap();
        // Digests of topics are linked from the page of the topic.
        name == "feed.xml"
    };
    let written: BTreeSet<String> = paths(&tree, "").into_iter().filter(is_feed).map(str::to_owned).collect();
    assert_eq!(listed, written);
    for node in opml.descendants().filter(|node| node.attribute("xmlUrl").is_some()) {
        assert_eq!(node.attribute("type"), Some("rss"));
        let page = node.attribute("htmlUrl").unwrap().strip_prefix(BASE).unwrap();
        assert!(tree.contains_key(&format!("{page}index.html")), "{page}");
    }
}

#[test]
fn feeds_are_readable_in_a_browser() {
    let (_folder, tree) = site("", &[("content/papers/all.yaml", &papers(&["2026-03-05"]))]);
    for path in [
        "feed.xml",
        "atom.xml",
        "days/feed.xml",
        "weeks/feed.xml",
        "topics/t/feed.xml",
        "history/2026-03.xml",
    ] {
        let feed = text(&tree, path);
        let style = feed
            .split("<?xml-stylesheet type=\"text/css\" href=\"/p/")
            .nth(1)
            .unwrap_or_else(|| panic!("{path}"));
        assert!(tree.contains_key(style.split('"').next().unwrap()), "{path}");
        let document = Document::parse(feed).unwrap();
        let about =
            document.descendants().find(|node| node.has_tag_name(("http://www.w3.org/1999/xhtml", "p")));
        assert!(about.unwrap().text().unwrap().starts_with("This is a feed."), "{path}");
    }
    let mut faults = crate::faults::Faults::default();
    feeds::look(
        "weeks/feed.xml",
        text(&tree, "weeks/feed.xml"),
        &url::Url::parse(BASE).unwrap(),
        &mut faults,
    );
    faults.settle("weeks/feed.xml");
}
