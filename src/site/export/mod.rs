//! The archive as data: for reference managers, for programs, for crawlers.
//!
//! Each format has a file that makes one paper; [`Export`] makes the files of the plan from them. It knows nothing of templates.

pub mod bibtex;
mod csl;
mod files;
mod index;
mod json;
mod keys;
mod names;
mod ris;
mod schema;
#[cfg(test)]
mod tests;
mod twin;

use crate::archive::{Archive, PaperId};
use crate::config::Site;
use crate::content::Paper;
use crate::site::plan::{Plan, routes};
use std::borrow::Cow;

/// The version of what the files of data hold. Fields may come to be without a new one; it changes where one goes or means something else.
pub const VERSION: u32 = 1;

/// Makes the files of data.
pub struct Export<'a> {
    archive: &'a Archive,
    plan: &'a Plan,
    site: &'a Site,
}

impl<'a> Export<'a> {
    pub fn new(archive: &'a Archive, plan: &'a Plan, site: &'a Site) -> Export<'a> {
        Export { archive, plan, site }
    }

    /// Returns an address as the world has it.
    fn absolute(&self, address: &str) -> String {
        [self.site.url(), address].concat()
    }

    /// Returns a web address, or a path of this site, as the world has it.
    fn link(&self, url: &str) -> String {
        match url.strip_prefix('/') {
            Some(path) if !path.starts_with('/') => self.absolute(path),
            _ => url.to_owned(),
        }
    }

    fn page(&self, paper: &Paper) -> String {
        self.absolute(&routes::paper(&paper.id))
    }

    fn papers<'s>(&'s self, ids: &'s [PaperId]) -> impl Iterator<Item = (PaperId, &'a Paper)> + 's {
        ids.iter().map(|&id| (id, self.archive.paper(id)))
    }
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

/// Tells journals from conferences by the words they are named with.
pub fn is_journal(venue: &str) -> bool {
    ["Journal", "Transactions", "Letters", "Review", "Annals", "TMLR", "JMLR", "Nature"]
        .iter()
        .any(|word| venue.contains(word))
}

/// The day a paper is cited by.
fn cited_day(paper: &Paper) -> chrono::NaiveDate {
    paper.published.unwrap_or(paper.day())
}

/// Returns where a paper is best found: on arXiv, or on its page here.
fn cited_url(paper: &Paper, page: &str) -> String {
    match &paper.links.arxiv {
        Some(arxiv) => ["https://arxiv.org/abs/", arxiv].concat(),
        None => page.to_owned(),
    }
}

/// Appends text on one line, without what no reference manager expects in a value.
fn one_line(text: &str, out: &mut String) {
    let mut is_first = true;
    for word in text.split(|char: char| char.is_whitespace() || char.is_control()) {
        if !word.is_empty() {
            out.push_str(if is_first { "" } else { " " });
            out.push_str(word);
            is_first = false;
        }
    }
}
