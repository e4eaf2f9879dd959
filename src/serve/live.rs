//! What a page needs to follow the site while it is open: a script, and what that is told.
//!
//! The script is a file of the same host, so that it works with the policy of the pages; nothing of it is in a built site.

use crate::content::UNREADABLE;
use crate::diagnostic::{Diagnostic, Location};
use serde_json::json;
use std::collections::BTreeMap;
use std::io;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Where the script is. No file of a site can have such a name.
pub(super) const SCRIPT_PATH: &str = "/.offprint/live.js";
/// Where it listens.
pub(super) const EVENTS_PATH: &str = "/.offprint/events";
pub(super) const SCRIPT: &str = include_str!("live.js");

/// An overlay that goes on for ever helps nobody; the terminal has it all.
const LONGEST: usize = 20_000;

/// Adds the script to a page. At its end, since a page may have no head to speak of.
pub(super) fn add_script(html: &mut Vec<u8>, looks: u64) {
    let tag = format!("<script async src=\"{SCRIPT_PATH}\" data-page=\"{looks:016x}\"></script>\n");
    html.extend_from_slice(tag.as_bytes());
}

/// Returns what an open page is told: how it would look now, where its styles are, and what is wrong.
pub(super) fn message(looks: u64, styles: &BTreeMap<&str, String>, problem: Option<&str>) -> String {
    let problem = problem.map(|text| match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} …", &text[..end]),
        None => text.to_owned(),
    });
    json!({ "page": format!("{looks:016x}"), "styles": styles, "problem": problem }).to_string()
}

/// Returns a page of ours, for where the site has none to show.
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

/// Returns a digest of a page.
pub(super) fn digest(bytes: &[u8], seed: u64) -> u64 {
    xxh3_64_with_seed(bytes, seed)
}

/// A file of the site's `static/` that cannot be read.
pub(super) fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error(UNREADABLE, Location::File(path.into()), format!("this file cannot be read: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_told_as_text() {
        let text = message(1, &BTreeMap::new(), Some("</script><img src=x onerror=alert(1)>\n"));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["problem"], "</script><img src=x onerror=alert(1)>\n");
        assert!(!text.contains('\n'), "one event is one line");
        let page = String::from_utf8(page("A <i>title</i>", "<img src=x>")).unwrap();
        assert!(page.contains("<title>A &lt;i&gt;title&lt;/i&gt;</title>"), "{page}");
        assert!(page.contains("<h1>A &lt;i&gt;title&lt;/i&gt;</h1>\n<p>&lt;img src=x&gt;</p>"), "{page}");
    }

    #[test]
    fn an_overlay_has_an_end() {
        let text = message(1, &BTreeMap::new(), Some(&"é".repeat(LONGEST + 1)));
        assert!(text.contains("é …"));
    }
}
