//! Papers from elsewhere, as entries: read, fixed, filtered, merged with what is there, and written.
//!
//! One file a source. It knows nothing of the site that is built from the entries, nor of the clock; the disk is reached through
//! `source` and [`crate::authoring::entry_writer`], the network through [`fetch`].

mod arxiv;
pub mod ask;
mod author;
mod bibtex;
mod catalogue;
mod cells;
mod counted;
mod cv_arxiv_daily;
mod daily_arxiv;
mod encoding;
pub mod fetch;
mod hf;
mod json;
mod links;
mod memory;
mod merge;
mod metrics;
mod oai;
mod pmlr;
mod record;
mod report;
mod rules;
mod run;
mod source;
mod topics;
mod withdrawal;

#[cfg(test)]
mod tests;

use crate::text::latex;
pub use cv_arxiv_daily::FIRST_ONLY;
pub use memory::{Newer, VERSION as MEMORY_VERSION};
pub use merge::Conflict;
pub use record::Record;
pub use report::{Entry, Fate, IN_BIBTEX, NO_KEY};
pub use rules::Filter;
pub use run::{Complete, Importer, Layout, Outcome, Request, Stopped};
pub use source::{Broken, Input, Source, SourceItem};

/// Returns a line with the accents of LaTeX as letters; all else stays.
pub fn accents(text: &str) -> String {
    latex::accents(text)
}

/// Returns the entries whose titles have nearly the same words as this one: file and title.
pub fn alike(sources: &crate::source::Sources, title: &str) -> Vec<(String, String)> {
    catalogue::alike(sources, title)
}

/// Returns where the entry of a paper is: its file and, in a file of many, which one it is.
pub fn find(
    sources: &crate::source::Sources,
    id: &str,
    doi: Option<&str>,
) -> Option<(crate::source::FilePath, Option<usize>)> {
    let place =
        catalogue::Catalogue::read(sources).find(&catalogue::Known { id, doi, ..Default::default() })?;
    Some((place.file, place.index))
}

/// Returns the text of a new entry in markdown, with the topics that the rules of the site give.
pub fn entry_text(
    mut record: Record,
    site: &crate::config::Site,
    vocabulary: &[crate::content::TopicRecord],
) -> String {
    rules::Topics::new(&site.import.rules, Vec::new(), vocabulary).assign(&mut record);
    run::markdown(&record)
}

/// Every source there is, by name.
pub const SOURCES: [&dyn Source; 7] = [
    &hf::HuggingFace,
    &arxiv::Arxiv,
    &bibtex::BibTex,
    &oai::Oai,
    &cv_arxiv_daily::CvArxivDaily,
    &daily_arxiv::DailyArxiv,
    &pmlr::Pmlr,
];

/// Returns the source of a name.
pub fn source(name: &str) -> Option<&'static dyn Source> {
    SOURCES.into_iter().find(|source| source.name() == name)
}
