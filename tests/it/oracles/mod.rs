//! Properties that hold for any input: one function for each entry point that reads untrusted text.
//!
//! Each oracle takes arbitrary bytes and panics if a promise is broken. The fuzz targets in `fuzz/` call them with
//! inputs that libFuzzer finds, and `fuzzed.rs` calls them with damaged seeds in `cargo test`. So this folder uses only
//! the library, not the other tests.

mod builds;
mod files;
mod html;
mod site;
mod text;

pub use builds::{cache, manifest};
pub use files::{SOURCES, fix, format, import, propose};
pub use html::OWN;
pub use site::site;
pub use text::{bibtex, entry, markdown, math, papers, settings};

use offprint::config::{self, Site};
use offprint::content::{self, Content, Reading};
use offprint::diagnostic::{self, Diagnostic, Location};
use offprint::source::Sources;
use offprint::text::markdown::{Markdown, Options};
use std::sync::OnceLock;

const SETTINGS: &str = "title = \"Papers\"\nbase_url = \"https://example.org/h/\"\n";

fn site_of(settings: &str) -> Option<Site> {
    config::parse(&"site.toml".into(), settings).value
}

fn plain_site() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| site_of(SETTINGS).expect("the settings are sound"))
}

fn renderer() -> &'static Markdown {
    static RENDERER: OnceLock<Markdown> = OnceLock::new();
    RENDERER.get_or_init(|| Markdown::new(&Options::default()).0)
}

/// One file of each kind.
const CONTENT: [&str; 8] = [
    "content/papers/a.md",
    "content/papers/a.yaml",
    "content/days/2026-03-05.md",
    "content/pages/a.md",
    "content/topics.yaml",
    "content/organizations.yaml",
    "content/authors.yaml",
    "content/metrics/a.yaml",
];

const ENTRY: &str = "---\nid: a\ntitle: A $x^2$ title\nauthors: [Ada Byron]\ndate: 2026-03-05\ntopics: [one]\nlinks:\n  arxiv: \"2603.01234\"\n---\nSome text.\n";

/// Checks that each problem points into its file, and that every output format shows it.
fn reported(sources: &Sources, mut problems: Vec<Diagnostic>) {
    let texts = content::places::settle(sources, &mut problems);
    for problem in &problems {
        if let Location::Span(span) = &problem.place {
            let text = texts.get(&span.file).map(|text| &**text).unwrap_or_default();
            assert!(text.get(span.start..span.end).is_some(), "{problem:?} does not point into {text:?}");
        }
        assert!(!problem.message.is_empty(), "{problem:?}");
    }
    diagnostic::human::render(&problems, &texts, true);
    diagnostic::github::render(&problems, &texts, "");
    diagnostic::lines::render(&problems, &texts);
    diagnostic::markdown::render(&problems, &texts);
    let json = diagnostic::json::render(&problems, &texts);
    for line in json.lines() {
        assert!(
            serde_json::from_str::<serde_json::Value>(line).is_ok()
                || serde_json::from_str::<serde_json::Value>(&json).is_ok(),
            "{line}"
        );
    }
}

/// Reads one file of content alone.
fn parsed(path: &str, text: &str) -> Content {
    let sources = Sources::in_memory([(path, text.as_bytes())]);
    let reading = Reading { site: plain_site(), markdown: renderer(), drafts: true };
    content::parse(&sources, &path.into(), &reading)
}

fn has_errors(content: &Content) -> bool {
    content.diagnostics.iter().any(Diagnostic::is_error)
}

/// Returns what entries and topics say, without where they say it.
fn said(content: &Content) -> Vec<String> {
    let papers = content.papers.iter().map(|paper| {
        let names = (
            &paper.id,
            &paper.title,
            &paper.authors,
            paper.author_count,
            &paper.organization,
            &paper.dates,
            paper.published,
        );
        let texts = (
            &paper.summary_html,
            &paper.abstract_html,
            paper.notes.as_ref().map(|notes| &notes.html),
            &paper.bibtex,
            &paper.extra,
        );
        let rest = (
            paper.updated,
            &paper.topics,
            &paper.keywords,
            &paper.links,
            &paper.venue,
            &paper.withdrawn,
            &paper.submitted_by,
        );
        format!(
            "{names:?} {texts:?} {rest:?} {:?}",
            (&paper.thumbnail, &paper.license, &paper.aliases, &paper.counts)
        )
    });
    let topics = content.topics.iter().flatten();
    let topics = topics.map(|topic| {
        format!("{:?}", (&topic.slug, &topic.name, &topic.description_html, &topic.aliases, &topic.parent))
    });
    papers.chain(topics).collect()
}
