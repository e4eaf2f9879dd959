//! Imports papers: reads, fixes, filters and merges records, and writes entries.
//!
//! Each source has its own file. This module does not know the site that is built from the entries, nor the clock. It
//! accesses the disk through `source` and [`crate::authoring::entry_writer`], and the network through [`fetch`].

mod arxiv;
pub(crate) mod ask;
mod author;
mod bibtex;
mod catalogue;
mod cells;
mod counted;
mod cv_arxiv_daily;
mod daily_arxiv;
mod encoding;
pub(crate) mod fetch;
mod hf;
mod json;
mod links;
mod memory;
mod merge;
mod metrics;
mod oai;
mod organizations;
mod picture;
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
pub(crate) use cv_arxiv_daily::FIRST_ONLY;
pub use memory::VERSION as MEMORY_VERSION;
pub(crate) use record::Record;
pub use report::Entry;
pub(crate) use report::{Fate, IN_BIBTEX, NO_KEY};
pub(crate) use rules::Filter;
pub(crate) use run::{Complete, Outcome, Stopped};
pub use run::{GetPicture, Importer, Layout, Request};
pub use source::Input;
pub(crate) use source::Source;

/// Returns a line with LaTeX accents as letters. Everything else stays unchanged.
pub fn accents(text: &str) -> String {
    latex::accents(text)
}

/// Returns the entries whose titles have nearly the same words as this one: file and title.
pub fn alike(sources: &crate::source::Sources, title: &str) -> Vec<(String, String)> {
    catalogue::alike(sources, title)
}

/// Returns the location of the entry of a paper: its file and, in a file of several papers, its place in the file.
pub fn find(
    sources: &crate::source::Sources,
    id: &str,
    doi: Option<&str>,
) -> Option<(crate::source::FilePath, Option<usize>)> {
    let place =
        catalogue::Catalogue::read(sources).find(&catalogue::Known { id, doi, ..Default::default() })?;
    Some((place.file, place.index))
}

/// Returns the text of a new entry in Markdown, with the topics that the rules of the site assign.
pub fn entry_text(
    mut record: Record,
    site: &crate::config::Site,
    vocabulary: &[crate::content::TopicRecord],
) -> String {
    rules::Topics::new(&site.import, Vec::new(), vocabulary).assign(&mut record);
    run::markdown(&record)
}

/// Returns the problems of the filters under `[import]`.
pub(crate) fn wrong_filters(
    site: &crate::config::Site,
    vocabulary: &[crate::content::TopicRecord],
) -> Vec<crate::diagnostic::Diagnostic> {
    let names = crate::content::TopicNames::new(vocabulary.iter(), |_, _| ());
    crate::content::import_problems(&site.import, &names)
}

/// All sources, by name.
pub const SOURCES: [&dyn Source; 7] = [
    &hf::HuggingFace,
    &arxiv::Arxiv,
    &bibtex::BibTex,
    &oai::Oai,
    &cv_arxiv_daily::CvArxivDaily,
    &daily_arxiv::DailyArxiv,
    &pmlr::Pmlr,
];

/// Returns the source with a name.
pub fn source(name: &str) -> Option<&'static dyn Source> {
    SOURCES.into_iter().find(|source| source.name() == name)
}
