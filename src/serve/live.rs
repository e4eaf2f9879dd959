//! The script that updates open pages, and the messages to it.
//!
//! The script is a file of the same host, so that the Content Security Policy of the pages allows it. A built site does
//! not contain it.

use crate::content::UNREADABLE;
use crate::diagnostic::{Diagnostic, Location};
use serde_json::json;
use std::collections::BTreeMap;
use std::io;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// The path of the script. Names of this form are reserved, so no file of a site has it.
pub(super) const SCRIPT_PATH: &str = "/.offprint/live.js";
/// The path of the event stream.
pub(super) const EVENTS_PATH: &str = "/.offprint/events";
/// The script.
pub(super) const SCRIPT: &str = include_str!("live.js");

/// The maximum length of the problems on a page, in characters. The terminal shows all of them.
const LONGEST: usize = 20_000;

/// Adds the script at the end of a page, since a page may have no head. `looks` is the hash of the page.
pub(super) fn add_script(html: &mut Vec<u8>, looks: u64) {
    let tag = format!("<script async src=\"{SCRIPT_PATH}\" data-page=\"{looks:016x}\"></script>\n");
    html.extend_from_slice(tag.as_bytes());
}

/// Returns the message to an open page as JSON: the hash of its current version, the paths of stylesheets, and the
/// problems.
pub(super) fn message(looks: u64, styles: &BTreeMap<&str, String>, problem: Option<&str>) -> String {
    let problem = problem.map(|text| match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} …", &text[..end]),
        None => text.to_owned(),
    });
    json!({ "page": format!("{looks:016x}"), "styles": styles, "problem": problem }).to_string()
}

/// Returns a page of the server, if the site has none.
pub(super) fn page(title: &str, text: &str) -> Vec<u8> {
    let (title, text) = (escape(title), escape(text));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self';style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>:root{{color-scheme:light dark}}body{{font:1rem/1.5 system-ui;margin:3rem auto;max-width:40rem;\
         padding:0 1rem}}</style>\n<h1>{title}</h1>\n<p>{text}</p>\n"
    )
    .into_bytes()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Returns the hash of a page.
pub(super) fn digest(bytes: &[u8], seed: u64) -> u64 {
    xxh3_64_with_seed(bytes, seed)
}

/// Returns the problem of a file of `static/` that cannot be read.
pub(super) fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error(UNREADABLE, Location::File(path.into()), format!("cannot read this file: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_are_text_and_not_markup() {
        let text = message(1, &BTreeMap::new(), Some("</script><img src=x onerror=alert(1)>\n"));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["problem"], "</script><img src=x onerror=alert(1)>\n");
        assert!(!text.contains('\n'), "one event is one line");
        let page = String::from_utf8(page("A <i>title</i>", "<img src=x>")).unwrap();
        assert!(page.contains("<title>A &lt;i&gt;title&lt;/i&gt;</title>"), "{page}");
        assert!(page.contains("<h1>A &lt;i&gt;title&lt;/i&gt;</h1>\n<p>&lt;img src=x&gt;</p>"), "{page}");
    }

    #[test]
    fn the_problems_on_a_page_are_limited() {
        let text = message(1, &BTreeMap::new(), Some(&"é".repeat(LONGEST + 1)));
        assert!(text.contains("é …"));
    }
}
