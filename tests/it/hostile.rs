//! Entries are untrusted: nothing in them runs, escapes its page or breaks a feed.

use crate::crawl::documents;
use crate::pages::{self, all, one_text};
use crate::support::{build, copy, fixture, prepare, put, text, tree, write};
use offprint::Request;
use scraper::{ElementRef, Html};
use std::collections::HashSet;
use tempfile::TempDir;

/// Elements of a page of the default theme. Any other element comes from an entry.
const ELEMENTS: &[&str] = &[
    "html",
    "head",
    "meta",
    "title",
    "link",
    "script",
    "body",
    "a",
    "header",
    "p",
    "nav",
    "ul",
    "li",
    "main",
    "ol",
    "article",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "div",
    "section",
    "details",
    "summary",
    "pre",
    "code",
    "dl",
    "dt",
    "dd",
    "time",
    "footer",
    "bdi",
    "small",
    "span",
    "img",
    "strong",
    "em",
    "del",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "caption",
    "blockquote",
    "hr",
    "br",
    "sup",
    "sub",
    "i",
    "b",
];

/// Drawings of the theme, and elements that it has in one place.
const DRAWN: &str = "aside.beside, aside.facets, svg.columns, svg.columns *, svg.bar, svg.bar *, figure.chart, .chart figcaption, main > noscript, \
                     #keys kbd, #keys label, main template, main template *";

/// Elements and attributes of a formula.
#[rustfmt::skip]
const FORMULA: (&[&str], &[&str]) = (
    &[
        "math", "mi", "mo", "mn", "mrow", "msub", "msup", "msubsup", "mspace", "mfrac", "mover", "munder", "munderover", "msqrt", "mroot",
        "mtext", "mstyle", "mtable", "mtr", "mtd", "mpadded", "mphantom", "menclose", "mmultiscripts", "mprescripts", "b", "i", "em", "code",
        "s", "u",
    ],
    &[
        "id", "alttext", "display", "mathvariant", "stretchy", "lspace", "rspace", "form", "symmetric", "largeop", "movablelimits", "minsize",
        "maxsize", "displaystyle", "scriptlevel", "width", "height", "linethickness", "accent", "accentunder", "notation", "class",
    ],
);

/// Whether an element is a formula or in one.
fn is_formula(element: &ElementRef<'_>) -> bool {
    element.ancestors().filter_map(ElementRef::wrap).any(|above| above.value().name() == "math")
        || element.value().name() == "math"
}

fn walk(path: &str, document: &Html) {
    let own = format!("{}, {DRAWN}", pages::OWN);
    let own: HashSet<_> = all(document, &own).iter().map(|element| element.id()).collect();
    for element in document.tree.nodes().filter_map(ElementRef::wrap) {
        let name = element.value().name();
        let is_own = own.contains(&element.id());
        assert!(is_own || ELEMENTS.contains(&name) || is_formula(&element), "{path}: <{name}>");
        if name == "script" && is_own {
            assert!(element.text().all(str::is_empty), "{path}: a script in the page");
        } else if name == "script" {
            assert_eq!(element.value().attr("type"), Some("application/ld+json"), "{path}");
        }
        if is_formula(&element) {
            assert!(FORMULA.0.contains(&name), "{path}: <{name}> in a formula");
            for (key, value) in element.value().attrs() {
                assert!(FORMULA.1.contains(&key), "{path}: <{name} {key}={value:?}> in a formula");
            }
        }
        for (key, value) in element.value().attrs() {
            assert!(!key.starts_with("on") && key != "style", "{path}: <{name} {key}={value:?}>");
            let is_address = matches!(key, "href" | "src");
            let scheme: String =
                value.chars().filter(|char| !char.is_control() && !char.is_whitespace()).collect();
            let scheme = scheme.to_ascii_lowercase();
            let runs = ["javascript:", "vbscript:", "data:", "//"].iter().any(|bad| scheme.starts_with(bad));
            assert!(!is_address || !runs, "{path}: <{name} {key}={value:?}>");
        }
        if name == "img" {
            let src = element.value().attr("src").unwrap_or("");
            assert!(src.starts_with("/h/"), "{path}: an image of another host, {src}");
        }
        if name == "link" {
            let href = element.value().attr("href").unwrap_or("");
            assert!(
                href.starts_with("/h/") || href.starts_with("https://example.org/h/"),
                "{path}: <link {href}>"
            );
        }
        if name == "meta" {
            let refresh = element.value().attr("http-equiv").is_some_and(|key| key == "refresh");
            assert!(!refresh, "{path}: it leads elsewhere");
        }
    }
    // A text that closes its element early leaves text after the page, or a second unique element.
    for one in ["html > head > title", "body > main", "body > footer.foot", "body > header.top"] {
        assert_eq!(all(document, one).len(), 1, "{path}: {one}");
    }
}

#[test]
fn nothing_in_an_entry_runs() {
    let built = build(&fixture("hostile"), &Request::default());
    let mut papers = 0;
    for (path, document) in documents(&built.tree) {
        walk(path, &document);
        papers += usize::from(path.starts_with("papers/"));
    }
    assert_eq!(papers, built.prepared.archive.papers.len());
    assert!(papers > 30, "{papers}");
}

/// Feed readers have no content security policy.
#[test]
fn nothing_in_an_entry_runs_in_a_feed() {
    let built = build(&fixture("hostile"), &Request::default());
    let allowed: HashSet<&str> =
        "p br hr a img em strong del code pre ul ol li blockquote h2 h3 h4 h5 h6 table thead tbody tr th td sup sub i b div section details summary"
            .split(' ')
            .collect();
    let attributes: HashSet<&str> =
        "href src alt title width height colspan rowspan start type value reversed open datetime lang dir"
            .split(' ')
            .collect();
    let mut formulas = 0;
    for path in built.tree.keys().filter(|path| path.ends_with(".xml")) {
        let feed = roxmltree::Document::parse(text(&built.tree, path)).unwrap();
        // Texts of a channel are plain text; texts of items are HTML.
        let items = feed.descendants().filter(|node| node.has_tag_name("item"));
        let texts = items
            .flat_map(|item| item.children())
            .filter(|node| matches!(node.tag_name().name(), "encoded" | "description"));
        for html in texts.filter_map(|node| node.text()) {
            formulas += html.matches("\\operatorname").count();
            let html = Html::parse_fragment(html);
            for element in html.root_element().descendants().filter_map(ElementRef::wrap).skip(1) {
                let name = element.value().name();
                assert!(allowed.contains(name), "{path}: <{name}>");
                for (key, value) in element.value().attrs() {
                    let is_safe = attributes.contains(key);
                    let is_address = matches!(key, "href" | "src");
                    let leads =
                        ["https://", "http://", "mailto:"].iter().any(|start| value.starts_with(start));
                    assert!(is_safe && (!is_address || leads), "{path}: <{name} {key}={value:?}>");
                }
            }
        }
    }
    assert!(formulas > 5, "{formulas}");
}

#[test]
fn markup_in_a_formula_is_shown_as_its_text() {
    let built = build(&fixture("hostile"), &Request::default());
    let document = Html::parse_document(text(&built.tree, "papers/formulas/index.html"));
    for place in ["h1", ".lead", ".abs", ".notes"] {
        let operators: Vec<String> =
            all(&document, &format!("{place} math mo")).iter().map(|mo| mo.text().collect()).collect();
        for shown in ["<script>alert(1)</script>", "<img/src=x/onerror=alert(1)>"] {
            assert!(operators.iter().any(|text| text == shown), "{place}: {shown} in {operators:?}");
        }
    }
}

#[test]
fn a_hostile_text_arrives_as_it_was_written() {
    let built = build(&fixture("hostile"), &Request::default());
    for paper in &built.prepared.archive.papers {
        let path = format!("papers/{}/index.html", paper.id);
        let document = Html::parse_document(text(&built.tree, &path));
        let record = one_text(&document, "script[type='application/ld+json']").unwrap();
        let record: serde_json::Value =
            serde_json::from_str(&record).unwrap_or_else(|error| panic!("{path}: {error}"));
        let name = record["name"].as_str().or(record["headline"].as_str());
        let title = if paper.title.is_empty() { "Untitled" } else { &paper.title };
        assert_eq!(name, Some(title), "{path}");
        let names = all(&document, "meta[name=citation_author]");
        let names: Vec<_> = names.iter().filter_map(|tag| tag.value().attr("content")).collect();
        let own: Vec<_> = paper.authors.iter().map(|author| author.name.as_str()).collect();
        assert_eq!(names, own, "{path}");
        if let Some(own) = &paper.bibtex {
            let shown = one_text(&document, "details.cite code").unwrap();
            assert_eq!(shown.trim_end(), own.trim_end(), "{path}");
        }
    }
    let site = &built.prepared.site;
    let home = Html::parse_document(text(&built.tree, "index.html"));
    assert_eq!(one_text(&home, "title").unwrap(), site.title);
    assert_eq!(one_text(&home, "h1").unwrap(), site.title);
}

#[test]
fn addresses_that_could_leave_their_place_are_refused() {
    let site = copy(&fixture("hostile"));
    let bad = [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\\tscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//evil.example/x",
        "/\\\\evil.example",
        "https://e/\\\"onclick=\\\"x",
        "https://e/<script>",
        "https:x",
        "file:///etc/passwd",
        "/\\t/evil.example",
        "\\u0001javascript:alert(1)",
        "blob:https://e/x",
        "../../../etc/passwd",
    ];
    let mut yaml = "date: 2026-03-06\npapers:\n".to_owned();
    for (number, url) in bad.iter().enumerate() {
        yaml.push_str(&format!(
            "  - {{id: bad{number}, title: x, abstract: x, thumbnail: \"{url}\", authors: [{{name: y, url: \"{url}\"}}], \
             links: {{pdf: \"{url}\", code: \"{url}\", other: [{{label: x, url: \"{url}\"}}]}}}}\n"
        ));
    }
    put(site.path(), "content/papers/bad.yaml", yaml);
    let (sources, checked) = prepare(site.path(), &Request::default());
    let prepared = checked.value.unwrap();
    let out = TempDir::new().unwrap();
    write(site.path(), &sources, &prepared, out.path());
    let tree = tree(out.path());
    for (path, document) in documents(&tree) {
        walk(path, &document);
    }
    let is_reported = |number: usize| {
        checked.diagnostics.iter().any(|problem| {
            problem.is_error()
                && matches!(&problem.place, offprint::diagnostic::Location::Entry(place)
            if place.file.ends_with("bad.yaml") && place.index == Some(number as u32))
        })
    };
    let untold: Vec<_> =
        bad.iter().enumerate().filter(|(number, _)| !is_reported(*number)).map(|(_, url)| url).collect();
    assert!(untold.is_empty(), "{untold:?}");
}

#[test]
fn ids_and_old_addresses_cannot_leave_the_output() {
    let site = copy(&fixture("minimal"));
    let names = [
        "../x",
        "/etc/passwd",
        "a/../../x",
        "..",
        ".",
        ".offprint/x",
        "a\\\\b",
        "con",
        "a\\u0000b",
        "%2e%2e/x",
        "x/./y",
        ".nojekyll",
    ];
    let mut yaml = "date: 2026-03-06\npapers:\n".to_owned();
    for name in names {
        yaml.push_str(&format!("  - {{id: \"{name}\", title: x, abstract: x}}\n"));
    }
    yaml.push_str(&format!(
        "  - {{id: safe, title: x, abstract: x, aliases: [\"{}\"]}}\n",
        names.join("\", \"")
    ));
    put(site.path(), "content/papers/names.yaml", yaml);
    let (sources, checked) = prepare(site.path(), &Request::default());
    let outer = TempDir::new().unwrap();
    write(site.path(), &sources, &checked.value.unwrap(), &outer.path().join("out/public"));
    for path in tree(outer.path()).keys() {
        assert!(path.starts_with("out/public/"), "{path}");
    }
}
