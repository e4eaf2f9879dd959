//! Rules for every HTML page, with one check each.

use crate::faults::Faults;
use crate::support::{build, put, text};
use offprint::Request;
use scraper::{ElementRef, Html, Selector};
use std::collections::{BTreeMap, HashSet};
use url::Url;

/// The links and anchors of a page.
pub struct Page {
    pub ids: HashSet<String>,
    /// Addresses as written, made absolute.
    pub links: Vec<Url>,
}

pub use crate::oracles::OWN;

/// Elements that run, fetch or send something. `link` and `img` are checked by their addresses.
const ACTIVE: [&str; 12] = [
    "script", "iframe", "object", "embed", "form", "input", "button", "base", "applet", "frame", "video",
    "style",
];

/// Attributes that hold addresses.
const ADDRESSES: [&str; 8] = ["href", "src", "action", "formaction", "poster", "data", "cite", "xlink:href"];

pub fn all<'a>(document: &'a Html, css: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(css).unwrap_or_else(|error| panic!("{css}: {error}"));
    document.select(&selector).collect()
}

/// Returns the text of the one element that a selector names.
pub fn one_text(document: &Html, css: &str) -> Option<String> {
    match all(document, css).as_slice() {
        [one] => Some(one.text().collect()),
        _ => None,
    }
}

/// Returns an attribute of the one element that a selector names.
pub fn one_attr<'a>(document: &'a Html, css: &str, name: &str) -> Option<&'a str> {
    match all(document, css).as_slice() {
        [one] => one.value().attr(name),
        _ => None,
    }
}

/// Checks one page. `base` is the address of the site, `path` the page's file.
pub fn look(path: &str, text: &str, base: &Url, faults: &mut Faults) -> (Html, Page) {
    let document = Html::parse_document(text);
    for error in &document.errors {
        faults.add("parse error", path, error);
    }
    let address = base.join(path.strip_suffix("index.html").unwrap_or(path)).unwrap();
    head(path, &document, &address, faults);
    let page = walk(path, &document, &address, faults);
    (document, page)
}

fn head(path: &str, document: &Html, address: &Url, faults: &mut Faults) {
    let title = one_text(document, "head > title");
    faults.check(title.is_some_and(|title| !title.trim().is_empty()), "no title", path, "");
    let headings = all(document, "h1");
    let has_words = |h1: &ElementRef<'_>| h1.text().any(|text| !text.trim().is_empty());
    faults.check(headings.len() == 1 && headings.iter().all(has_words), "not one h1", path, headings.len());
    let policy = one_attr(document, "meta[http-equiv=Content-Security-Policy]", "content").unwrap_or("");
    faults.check(
        policy.starts_with("default-src 'self';") && !policy.contains("unsafe") && !policy.contains("script"),
        "policy",
        path,
        policy,
    );
    faults.check(all(document, "html[lang]").len() == 1, "no language", path, "");
    faults.check(all(document, "main").len() == 1, "not one main", path, "");

    let is_redirect = !all(document, "meta[http-equiv=refresh]").is_empty();
    let noindex = one_attr(document, "meta[name=robots]", "content") == Some("noindex");
    let is_apart = is_redirect
        || path == "404.html"
        || ["reading/index.html", "for-you/index.html"].contains(&path)
        || path.ends_with("/votes/index.html");
    faults.check(noindex == is_apart, "robots", path, noindex);
    if is_redirect {
        return;
    }
    let description = one_attr(document, "meta[name=description]", "content").unwrap_or("");
    faults.check(!description.trim().is_empty(), "no description", path, "");
    if !noindex {
        let canonical = one_attr(document, "link[rel=canonical]", "href").unwrap_or("");
        faults.check(canonical == address.as_str(), "canonical", path, canonical);
        let og = one_attr(document, "[property='og:url']", "href").unwrap_or("");
        faults.check(og == address.as_str(), "og:url", path, og);
        let og = one_attr(document, "meta[property='og:title']", "content").unwrap_or("");
        faults.check(!og.trim().is_empty(), "og:title", path, og);
    }
    faults.check(
        !all(document, "link[rel=alternate][type='application/rss+xml']").is_empty(),
        "no feed",
        path,
        "",
    );
    let mut level = 0;
    for heading in all(document, "h1, h2, h3, h4, h5, h6") {
        let own = heading.value().name()[1..].parse::<u8>().unwrap();
        faults.check(
            own <= level + 1,
            "heading leaves out a level",
            path,
            heading.text().collect::<String>(),
        );
        level = own;
    }
}

fn walk(path: &str, document: &Html, address: &Url, faults: &mut Faults) -> Page {
    let mut page = Page { ids: HashSet::new(), links: Vec::new() };
    let own: HashSet<_> = all(document, OWN).iter().map(|element| element.id()).collect();
    let elements = document.tree.nodes().filter_map(ElementRef::wrap);
    for element in elements {
        let name = element.value().name();
        let is_data = name == "script" && element.value().attr("type") == Some("application/ld+json");
        let is_own =
            own.contains(&element.id()) && element.text().all(|text| name != "script" || text.is_empty());
        faults.check(is_data || is_own || !ACTIVE.contains(&name), "active element", path, name);
        for (key, value) in element.value().attrs() {
            faults.check(!key.starts_with("on"), "event attribute", path, format!("<{name} {key}>"));
            faults.check(key != "style", "style attribute", path, name);
            faults.check(key != "srcdoc" && key != "ping", "active attribute", path, key);
            if key == "id" {
                faults.check(
                    !value.is_empty() && !value.contains(char::is_whitespace),
                    "bad id",
                    path,
                    value,
                );
                faults.check(page.ids.insert(value.to_owned()), "id twice", path, value);
            }
            faults.check(key != "srcset", "active attribute", path, key);
            if ADDRESSES.contains(&key) {
                follow(path, value, address, &mut page, faults);
            }
        }
        if name == "meta" && element.value().attr("http-equiv").is_some_and(|key| key == "refresh") {
            let to = element.value().attr("content").and_then(|content| content.split_once("url="));
            match to {
                Some((_, to)) => follow(path, to, address, &mut page, faults),
                None => faults.add("redirect", path, "leads nowhere"),
            }
        }
    }
    // What `aria-labelledby` names has to be there.
    for element in all(document, "[aria-labelledby]") {
        let label = element.value().attr("aria-labelledby").unwrap_or("");
        faults.check(page.ids.contains(label), "label", path, label);
    }
    page
}

fn follow(path: &str, value: &str, address: &Url, page: &mut Page, faults: &mut Faults) {
    faults.check(!value.is_empty(), "empty address", path, "");
    faults.check(
        value.starts_with('/') || value.starts_with('#') || value.contains(':'),
        "relative address",
        path,
        value,
    );
    match address.join(value) {
        Ok(url) => {
            let is_safe = matches!(url.scheme(), "http" | "https" | "mailto");
            faults.check(is_safe, "unsafe address", path, value);
            page.links.push(url);
        }
        Err(error) => faults.add("bad address", path, format!("{value}: {error}")),
    }
}

/// Checks the targets of the links of all pages. `files` are the paths of the site.
pub fn follow_all(base: &Url, pages: &BTreeMap<String, Page>, files: &HashSet<&str>, faults: &mut Faults) {
    for (path, page) in pages {
        for link in
            page.links.iter().filter(|link| link.origin() == base.origin() && link.scheme() == base.scheme())
        {
            let Some(below) = link.path().strip_prefix(base.path()) else {
                // A link to another site on the same host is correct, unless the base path is missing.
                faults.add("leads out of the base path", path, link);
                continue;
            };
            let below = percent_encoding::percent_decode_str(below).decode_utf8_lossy();
            let file = if below.is_empty() || below.ends_with('/') {
                format!("{below}index.html")
            } else {
                below.into()
            };
            if !files.contains(file.as_str()) {
                faults.add("leads nowhere", path, link);
            } else if let Some(fragment) = link.fragment().filter(|fragment| !fragment.is_empty()) {
                let fragment = percent_encoding::percent_decode_str(fragment).decode_utf8_lossy();
                let lands = pages.get(&file).is_some_and(|page| page.ids.contains(fragment.as_ref()));
                faults.check(lands, "no such place in the page", path, link);
            }
        }
    }
}

#[test]
fn keyboard_shortcuts_can_be_switched_off_with_and_without_a_reading_list() {
    let site = tempfile::TempDir::new().unwrap();
    put(site.path(), "content/papers/a.md", "---\ntitle: A\ndate: 2026-03-05\n---\n\nText.\n");
    let switches = |settings: &str| {
        let settings = format!("title = \"T\"\nbase_url = \"https://example.org/\"\n{settings}");
        put(site.path(), "site.toml", settings);
        let tree = build(site.path(), &Request::default()).tree;
        let count = |path: &str| {
            let page = Html::parse_document(text(&tree, path));
            all(&page, "[data-for=keys] input[type=checkbox][data-for=shortcuts]").len()
        };
        let reading = tree.contains_key("reading/index.html").then(|| count("reading/index.html"));
        (count("index.html"), count("papers/a/index.html"), reading)
    };
    assert_eq!(switches(""), (0, 0, Some(1)));
    assert_eq!(switches("[pages]\nreading = false\n"), (1, 1, None));
}
