//! What holds for every feed and sitemap: XML that a strict parser accepts, and RSS as feed readers expect it.

use crate::faults::Faults;
use crate::support::{build, copy, fixture, put, text};
use chrono::{NaiveDate, NaiveDateTime};
use offprint::Request;
use roxmltree::{Document, Node};
use scraper::{ElementRef, Html};
use std::fs;
use url::Url;

const ATOM: &str = "http://www.w3.org/2005/Atom";
const DC: &str = "http://purl.org/dc/elements/1.1/";
const CONTENT: &str = "http://purl.org/rss/1.0/modules/content/";

/// An item of a feed, as a feed reader parses it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    pub guid: String,
    pub link: String,
    pub title: String,
    pub day: NaiveDate,
    pub creators: Vec<String>,
    pub categories: Vec<String>,
}

/// Checks an XML file. Returns the items if it is a feed.
pub fn look(path: &str, text: &str, base: &Url, faults: &mut Faults) -> Vec<Item> {
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(error) => {
            faults.add("not well-formed", path, error);
            return Vec::new();
        }
    };
    faults.check(
        text.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>"),
        "no XML declaration",
        path,
        "",
    );
    let root = document.root_element();
    match root.tag_name().name() {
        "rss" => rss(path, root, base, faults),
        "feed" => atom(path, root, base, faults),
        "urlset" | "sitemapindex" => {
            for url in root.children().filter(Node::is_element) {
                let loc = child(url, "loc");
                faults.check(loc.starts_with(base.as_str()), "sitemap leaves the site", path, loc);
                let lastmod = child(url, "lastmod");
                faults.check(
                    lastmod.is_empty() || lastmod.parse::<NaiveDate>().is_ok(),
                    "lastmod",
                    path,
                    lastmod,
                );
            }
            Vec::new()
        }
        "svg" => Vec::new(),
        other => {
            faults.add("unknown kind of XML", path, other);
            Vec::new()
        }
    }
}

/// Returns the addresses of a sitemap.
pub fn sitemap(text: &str) -> Vec<String> {
    let document = Document::parse(text).unwrap();
    document
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.sitemaps.org/schemas/sitemap/0.9", "loc")))
        .filter_map(|node| node.text().map(str::to_owned))
        .collect()
}

fn child<'a>(node: Node<'a, '_>, name: &str) -> &'a str {
    node.children()
        .find(|child| child.tag_name().name() == name && child.tag_name().namespace() != Some(ATOM))
        .and_then(|child| child.text())
        .unwrap_or("")
}

fn rss(path: &str, root: Node<'_, '_>, base: &Url, faults: &mut Faults) -> Vec<Item> {
    faults.check(root.attribute("version") == Some("2.0"), "rss version", path, "");
    let channels: Vec<Node<'_, '_>> = root.children().filter(Node::is_element).collect();
    let [channel] = channels.as_slice() else {
        faults.add("not one channel", path, channels.len());
        return Vec::new();
    };
    for name in ["title", "link", "description", "language", "lastBuildDate", "docs", "generator"] {
        faults.check(!child(*channel, name).trim().is_empty(), "missing in the channel", path, name);
    }
    let link = child(*channel, "link");
    faults.check(link.starts_with(base.as_str()), "channel link", path, link);
    let is_own =
        |node: &Node<'_, '_>| node.has_tag_name((ATOM, "link")) && node.attribute("rel") == Some("self");
    let selves: Vec<_> = channel.children().filter(is_own).collect();
    let own = base.join(path).unwrap();
    let is_own = matches!(selves.as_slice(), [one] if one.attribute("href") == Some(own.as_str())
        && one.attribute("rel") == Some("self") && one.attribute("type") == Some("application/rss+xml"));
    faults.check(is_own, "self link", path, own);
    let built = day(child(*channel, "lastBuildDate"));
    faults.check(built.is_some(), "lastBuildDate", path, child(*channel, "lastBuildDate"));

    let mut items = Vec::new();
    for node in channel.children().filter(|node| node.has_tag_name("item")) {
        let item = item(path, node, base, faults);
        faults.check(
            built.is_some_and(|built| item.day <= built),
            "item is newer than the feed",
            path,
            &item.guid,
        );
        faults.check(
            !items.iter().any(|other: &Item| other.guid == item.guid),
            "guid twice",
            path,
            &item.guid,
        );
        items.push(item);
    }
    faults.check(items.is_sorted_by(|a, b| a.day >= b.day), "not newest first", path, "");
    items
}

/// Checks an Atom feed (RFC 4287): required elements, once each, and its own address.
fn atom(path: &str, root: Node<'_, '_>, base: &Url, faults: &mut Faults) -> Vec<Item> {
    let all = |node: Node<'_, '_>, name: &str| -> Vec<String> {
        let found = node.children().filter(|child| child.has_tag_name((ATOM, name)));
        found.map(|child| child.text().unwrap_or("").to_owned()).collect()
    };
    let link = |node: Node<'_, '_>, rel: &str| {
        let is_it =
            |child: &Node<'_, '_>| child.has_tag_name((ATOM, "link")) && child.attribute("rel") == Some(rel);
        node.children().find(is_it).and_then(|child| child.attribute("href")).unwrap_or("").to_owned()
    };
    let day = |text: &str| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%SZ").map(|time| time.date());
    let has_one = |node: Node<'_, '_>, name: &str, faults: &mut Faults| {
        let texts = all(node, name);
        let is_one = matches!(texts.as_slice(), [one] if !one.trim().is_empty());
        faults.check(is_one, "missing in Atom", path, name);
        texts.into_iter().next().unwrap_or_default()
    };
    for name in ["id", "title", "updated"] {
        has_one(root, name, faults);
    }
    faults.check(
        link(root, "self") == base.join(path).unwrap().as_str(),
        "self link",
        path,
        link(root, "self"),
    );
    faults.check(!all(root, "author").is_empty(), "nobody wrote the feed", path, "");
    let entries = root.children().filter(|node| node.has_tag_name((ATOM, "entry")));
    let item = |node: Node<'_, '_>| {
        let names = node.descendants().filter(|child| child.has_tag_name((ATOM, "name")));
        let terms = node.children().filter(|child| child.has_tag_name((ATOM, "category")));
        let updated = has_one(node, "updated", faults);
        faults.check(day(&updated).is_ok(), "updated", path, &updated);
        let published = all(node, "published").pop().unwrap_or_else(|| updated.clone());
        faults.check(published <= updated, "changed before it was published", path, &updated);
        Item {
            guid: has_one(node, "id", faults),
            link: link(node, "alternate"),
            title: has_one(node, "title", faults),
            day: day(&published).unwrap_or_default(),
            creators: names.map(|name| name.text().unwrap_or("").to_owned()).collect(),
            categories: terms.map(|term| term.attribute("term").unwrap_or("").to_owned()).collect(),
        }
    };
    entries.map(item).collect()
}

#[test]
fn every_feed_of_papers_is_valid_and_the_same_in_each_format() {
    for name in ["week", "unicode", "hostile"] {
        let site = copy(&fixture(name));
        let (settings, formats) = (
            fs::read_to_string(site.path().join("site.toml")).unwrap(),
            "[feeds]\nformats = [\"rss\", \"atom\", \"json\"]\n",
        );
        let settings = match settings.contains("[feeds]\n") {
            true => settings.replace("[feeds]\n", formats),
            false => format!("{settings}\n{formats}"),
        };
        put(site.path(), "site.toml", settings);
        let built = build(site.path(), &Request::default());
        let base = Url::parse(built.prepared.site.url()).unwrap();
        let pages: Vec<&str> = built.tree.keys().filter_map(|path| path.strip_suffix("atom.xml")).collect();
        assert!(pages.contains(&"") && pages.len() > 3, "{name}: {pages:?}");
        for page in pages {
            let mut faults = Faults::default();
            let [rss, atom] = ["feed.xml", "atom.xml"].map(|file| {
                let path = format!("{page}{file}");
                look(&path, text(&built.tree, &path), &base, &mut faults)
            });
            faults.settle(page);
            assert!(!rss.is_empty(), "{name}: {page}");
            assert_eq!(rss, atom, "{name}: {page}");
            let path = format!("{page}feed.json");
            assert_eq!(rss, json(&path, text(&built.tree, &path), &base), "{name}: {page}");
        }
    }
}

/// Reads a JSON Feed 1.1, and checks what the format requires.
fn json(path: &str, text: &str, base: &Url) -> Vec<Item> {
    let feed: serde_json::Value = serde_json::from_str(text).unwrap();
    let texts = |value: &serde_json::Value, key: &str| -> String {
        value[key].as_str().unwrap_or_else(|| panic!("no {key} in {value}")).to_owned()
    };
    assert_eq!(texts(&feed, "version"), "https://jsonfeed.org/version/1.1");
    assert_eq!(texts(&feed, "feed_url"), base.join(path).unwrap().as_str());
    let list = |value: &serde_json::Value| value.as_array().cloned().unwrap_or_default();
    let mut faults = Faults::default();
    let item = |item: serde_json::Value| {
        markup(path, &texts(&item, "content_html"), &mut faults);
        let day = item["date_published"].as_str().map(|day| day.replace("T00:00:00Z", ""));
        Item {
            guid: texts(&item, "id"),
            link: texts(&item, "url"),
            title: texts(&item, "title"),
            day: day.map(|day| day.parse().unwrap()).unwrap_or_default(),
            creators: list(&item["authors"]).iter().map(|author| texts(author, "name")).collect(),
            categories: list(&item["tags"]).iter().map(|tag| tag.as_str().unwrap().to_owned()).collect(),
        }
    };
    let items = list(&feed["items"]).into_iter().map(item).collect();
    faults.settle(path);
    items
}

/// Feeds of authors have excerpts only.
fn is_brief(path: &str) -> bool {
    path.starts_with("authors/")
}

fn item(path: &str, node: Node<'_, '_>, base: &Url, faults: &mut Faults) -> Item {
    const ORDER: [(&str, Option<&str>); 8] = [
        ("title", None),
        ("link", None),
        ("guid", None),
        ("pubDate", None),
        ("creator", Some(DC)),
        ("category", None),
        ("description", None),
        ("encoded", Some(CONTENT)),
    ];
    let mut places = Vec::new();
    for element in node.children().filter(Node::is_element) {
        let tag = element.tag_name();
        match ORDER.iter().position(|&name| name == (tag.name(), tag.namespace())) {
            Some(at) => places.push(at),
            None => faults.add("unknown element of an item", path, tag.name()),
        }
    }
    faults.check(places.is_sorted(), "order of an item's elements", path, format!("{places:?}"));
    for (at, (name, _)) in
        ORDER.iter().enumerate().filter(|(_, (name, _))| !matches!(*name, "creator" | "category"))
    {
        let expected = usize::from(*name != "encoded" || !is_brief(path));
        faults.check(
            places.iter().filter(|&&place| place == at).count() == expected,
            "not one of",
            path,
            name,
        );
    }
    let texts = |name: &str| -> Vec<String> {
        let named = node.children().filter(|child| child.tag_name().name() == name);
        named.map(|child| child.text().unwrap_or("").to_owned()).collect()
    };
    let guid = child(node, "guid");
    let is_permalink = node
        .children()
        .find(|child| child.has_tag_name("guid"))
        .and_then(|guid| guid.attribute("isPermaLink"));
    faults.check(is_permalink == Some("false"), "guid is a permalink", path, guid);
    faults.check(guid.starts_with("urn:x-offprint:"), "guid", path, guid);
    let link = child(node, "link");
    faults.check(link.starts_with(base.as_str()), "item link", path, link);
    let title = child(node, "title");
    faults.check(!title.trim().is_empty(), "item without title", path, guid);
    faults.check(!title.contains('\n'), "line break in a title", path, title);
    let when = day(child(node, "pubDate"));
    faults.check(when.is_some(), "pubDate", path, child(node, "pubDate"));
    for creator in texts("creator") {
        faults.check(!creator.trim().is_empty(), "empty creator", path, guid);
    }
    for name in ["description", "encoded"].into_iter().take(if is_brief(path) { 1 } else { 2 }) {
        let html = texts(name).concat();
        faults.check(!html.trim().is_empty(), "empty text", path, format!("{guid} {name}"));
        markup(path, &html, faults);
    }
    Item {
        guid: guid.to_owned(),
        link: link.to_owned(),
        title: title.to_owned(),
        day: when.unwrap_or_default(),
        creators: texts("creator"),
        categories: texts("category"),
    }
}

/// Checks the HTML in a feed: addresses are absolute, and nothing can run.
fn markup(path: &str, html: &str, faults: &mut Faults) {
    /// What a paragraph of a paper needs.
    const HARMLESS: [&str; 45] = [
        "html",
        "body",
        "p",
        "a",
        "em",
        "strong",
        "code",
        "pre",
        "ul",
        "ol",
        "li",
        "br",
        "sup",
        "sub",
        "blockquote",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "img",
        "span",
        "del",
        "hr",
        "div",
        "b",
        "i",
        "u",
        "s",
        "small",
        "dl",
        "dt",
        "dd",
        "details",
        "summary",
        "kbd",
        "abbr",
        "q",
    ];
    let fragment = Html::parse_fragment(html);
    for element in fragment.tree.nodes().filter_map(ElementRef::wrap) {
        let name = element.value().name();
        // Feed readers strip MathML, so its content must not appear in a feed as elements.
        faults.check(HARMLESS.contains(&name), "element in a feed", path, name);
        for (key, value) in element.value().attrs() {
            faults.check(
                !key.starts_with("on") && key != "style" && key != "srcset",
                "attribute in a feed",
                path,
                key,
            );
            if matches!(key, "href" | "src") {
                let is_whole =
                    Url::parse(value).is_ok_and(|url| matches!(url.scheme(), "http" | "https" | "mailto"));
                faults.check(is_whole, "address in a feed", path, value);
            }
        }
    }
}

/// Parses the date format of our feeds: `Wed, 15 Apr 2026 00:00:00 +0000`, with the right name of the day.
fn day(text: &str) -> Option<NaiveDate> {
    let time = NaiveDateTime::parse_from_str(text, "%a, %d %b %Y %H:%M:%S +0000").ok()?;
    (text == time.format("%a, %d %b %Y 00:00:00 +0000").to_string()).then(|| time.date())
}
