//! A whole site of generated files, made in memory.

use super::html::{feed_item, page};
use super::{SETTINGS, reported};
use offprint::site::kinds::Page;
use offprint::source::Sources;
use offprint::{Prepared, Request};

/// Takes a text apart: a line `=== PATH` begins a file.
pub fn files(text: &str) -> Vec<(String, Vec<u8>)> {
    let parts = text.split("=== ").skip(1).filter_map(|part| part.split_once('\n'));
    let parts = parts.map(|(path, text)| (path.trim(), text));
    let parts = parts.filter(|(path, _)| ["content/", "static/"].iter().any(|root| path.starts_with(root)));
    parts.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).collect()
}

/// Checks generated files as a site: it is built, or problems say why not; what is built is safe and can be parsed.
pub fn site(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let files = [("site.toml".to_owned(), SETTINGS.as_bytes().to_vec())].into_iter().chain(files(&text));
    let sources = Sources::in_memory(files);
    let checked = offprint::prepare(&sources, &Request::default(), &());
    let prepared = checked.value.expect("the settings and the theme are sound");
    each_output(&prepared, &sources, &output);
    reported(&sources, checked.diagnostics);
}

/// Makes every file of a site in memory.
pub fn each_output(prepared: &Prepared, sources: &Sources, take: &dyn Fn(&str, &[u8])) {
    let press = prepared.press().only(prepared.plan.outputs.iter().map(|output| &output.page));
    for output in &prepared.plan.outputs {
        let is_picture = matches!(output.page, Page::SiteCard(()) | Page::DayCard(_) | Page::PaperCard(_));
        if is_picture || matches!(output.page, Page::Asset(_)) {
            continue;
        }
        let bytes = press.render(&output.page, sources);
        let bytes = bytes.unwrap_or_else(|_| panic!("{} cannot be made", output.path));
        take(output.path.as_str(), bytes.as_ref());
    }
}

/// Checks one file of a site by its name.
pub fn output(path: &str, bytes: &[u8]) {
    let text = || std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
    // A file of `static/` is published as it is.
    if path.starts_with("static/") {
        return;
    }
    match path.rsplit_once('.').map_or("", |(_, end)| end) {
        "html" => page(path, text()),
        "xml" => {
            let document =
                roxmltree::Document::parse(text()).unwrap_or_else(|error| panic!("{path}: {error}"));
            for node in document
                .descendants()
                .filter(|node| matches!(node.tag_name().name(), "description" | "encoded"))
            {
                let is_of_item = node.parent().is_some_and(|parent| parent.tag_name().name() == "item");
                if is_of_item && node.tag_name().name() == "encoded" {
                    feed_item(path, node.text().unwrap_or_default());
                }
            }
        }
        "json" => drop(
            serde_json::from_str::<serde_json::Value>(text())
                .unwrap_or_else(|error| panic!("{path}: {error}")),
        ),
        "jsonl" => {
            for line in text().lines() {
                let _: serde_json::Value =
                    serde_json::from_str(line).unwrap_or_else(|error| panic!("{path}: {error}"));
            }
        }
        "ris" => {
            for line in text().lines().filter(|line| !line.is_empty()) {
                let is_tag = line.as_bytes().get(2..6) == Some(b"  - ");
                assert!(
                    is_tag && line.as_bytes()[..2].iter().all(u8::is_ascii_alphanumeric),
                    "{path}: {line:?}"
                );
            }
            let count = |tag: &str| text().lines().filter(|line| line.starts_with(tag)).count();
            assert_eq!(count("TY  - "), count("ER  -"), "{path}");
        }
        _ => {}
    }
}
