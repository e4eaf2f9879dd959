//! The archive as data: for reference managers, for programs, for crawlers.
//!
//! Each format has a file that makes one paper of it. It knows nothing of files and templates.

pub mod bibtex;
mod csl;
pub mod json;
mod keys;
mod ris;
mod schema;
pub mod work;

use crate::content::{LISTED_TOPICS, Paper};
use crate::site::plan::Format;
use crate::site::records::PaperInput;
use crate::site::shared::Shared;
use crate::text::identifier;
pub use schema::text as schema;
use serde::Serialize;
use std::borrow::Cow;

/// The version of what the files of data hold. Fields may come to be without a new one; it changes where one goes or means something else.
pub const VERSION: u32 = 1;

/// Writes papers in a format of reference managers; in BibTeX with their abstracts, if there is room for them.
pub fn cited(papers: &[PaperInput<'_>], format: Format, abstracts: bool, shared: &Shared<'_>) -> String {
    let mut out = String::with_capacity(papers.len() * if abstracts { 2_000 } else { 560 });
    fn topics<'v>(input: &PaperInput<'v>) -> Vec<&'v str> {
        input.topics().take(LISTED_TOPICS).map(|topic| topic.name()).collect()
    }
    let entries = papers.iter().map(|input| (input, input.entry(), shared.paper_page(&input.entry().id)));
    match format {
        Format::Bibtex => {
            for (input, paper, page) in entries {
                let more = bibtex::More { topics: topics(input), keywords: true, text: abstracts };
                bibtex::entry_of_many(paper, &page, &more, &mut out);
            }
            out.truncate(out.trim_end().len());
            out.push('\n');
        }
        Format::Ris => {
            for (input, paper, page) in entries {
                ris::entry(paper, &page, &topics(input), &mut out);
            }
        }
        Format::Csl | Format::Json => {
            return text(&entries.map(|(_, paper, page)| csl::item(paper, &page)).collect::<Vec<_>>());
        }
    }
    out
}

/// Returns a value as JSON, on one line.
pub fn text(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string(value).expect("invariant: texts and lists of them are JSON");
    text.push('\n');
    text
}

/// A paper needs something to be called by.
pub fn title_of(paper: &Paper) -> &str {
    if paper.title.is_empty() { "Untitled" } else { &paper.title }
}

/// Returns the DOI of a paper: its own, or the one that arXiv gives.
pub fn doi_of(paper: &Paper) -> Option<Cow<'_, str>> {
    let implied = || paper.links.arxiv.as_ref().map(|id| ["10.48550/arXiv.", id].concat().into());
    paper.links.doi.as_deref().map(Cow::from).or_else(implied)
}

/// Tells journals from conferences by the words they are named with, where the entry has no `type`.
fn is_journal(venue: &str) -> bool {
    ["Journal", "Transactions", "Letters", "Review", "Annals", "TMLR", "JMLR", "Nature"]
        .iter()
        .any(|word| venue.contains(word))
}

/// Returns where a paper is best found: on arXiv, or on its page here.
pub fn cited_url(paper: &Paper, page: &str) -> String {
    match &paper.links.arxiv {
        Some(arxiv) => identifier::arxiv_url(arxiv),
        None => page.to_owned(),
    }
}

/// Appends text on one line, without what no reference manager expects in a value.
pub fn one_line(text: &str, out: &mut String) {
    let mut is_first = true;
    for word in text.split(|char: char| char.is_whitespace() || char.is_control()) {
        if !word.is_empty() {
            out.push_str(if is_first { "" } else { " " });
            out.push_str(word);
            is_first = false;
        }
    }
}
