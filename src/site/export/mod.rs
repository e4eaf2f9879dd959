//! The archive as data: for reference managers, programs and crawlers.
//!
//! Each format has a file that writes one paper. This module does not know files or templates.

pub(crate) mod bibtex;
mod csl;
pub(crate) mod json;
mod keys;
mod ris;
mod schema;
pub(crate) mod work;

use crate::content::{LISTED_TOPICS, Paper};
use crate::site::plan::Format;
use crate::site::records::PaperInput;
use crate::site::shared::Shared;
use crate::text::identifier;
pub use schema::text as schema;
use serde::Serialize;
use std::borrow::Cow;

/// The version of the data files. It changes if a key is removed or changes its meaning, not if a key is added.
pub const VERSION: u32 = 1;

/// Writes papers in a format of reference managers, with abstracts in BibTeX if `abstracts`.
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

/// Returns a value as one line of JSON.
pub fn text(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string(value).expect("invariant: texts and lists of them are JSON");
    text.push('\n');
    text
}

/// Returns the title; `Untitled` without one.
pub fn title_of(paper: &Paper) -> &str {
    if paper.title.is_empty() { "Untitled" } else { &paper.title }
}

/// Returns the DOI: the paper's own, otherwise the one that arXiv registers for its id.
pub fn doi_of(paper: &Paper) -> Option<Cow<'_, str>> {
    let implied = || paper.links.arxiv.as_ref().map(|id| ["10.48550/arXiv.", id].concat().into());
    paper.links.doi.as_deref().map(Cow::from).or_else(implied)
}

/// Returns whether a venue is a journal, by words in its name; for entries without a `type`.
fn is_journal(venue: &str) -> bool {
    ["Journal", "Transactions", "Letters", "Review", "Annals", "TMLR", "JMLR", "Nature"]
        .iter()
        .any(|word| venue.contains(word))
}

/// Returns the preferred address of a paper: on arXiv, otherwise its page here.
pub fn cited_url(paper: &Paper, page: &str) -> String {
    match &paper.links.arxiv {
        Some(arxiv) => identifier::arxiv_url(arxiv),
        None => page.to_owned(),
    }
}

/// Appends text on one line, without control characters.
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
