//! The archive as inputs of files: papers, days and names, each with a hash of all that it shows.
//!
//! [`Records`] owns access to the archive and hands out parts of it as [`Inputs`]. Code that makes files gets inputs only.

mod names;
mod paper;
mod parts;
mod search;

pub use names::{Counted, OrganizationInput, PersonInput, TopicInput};
pub use paper::{DayInput, PaperInput, RelatedInput, TitleInput};
pub use parts::{Coauthors, Counts, Rising, Trend};
pub use search::{IndexFile, IndexInput};

use crate::archive::history::{Change, History};
use crate::archive::{Archive, OrganizationId, PaperId, PersonId, Related, TopicId};
use crate::config::Site;
use crate::content::{Origin, PlainPage};
use crate::site::inputs::{InputHasher, Inputs};
use crate::site::plan::Outline;
use crate::site::search::{Index, Sums, TermFiles};
use crate::theme::Theme;
use rayon::prelude::*;
use std::sync::OnceLock;

/// The source of all inputs.
pub struct Records<'a> {
    pub(in crate::site) archive: &'a Archive,
    pub(in crate::site) related: &'a Related,
    history: &'a History,
    pub(in crate::site) outline: &'a Outline,
    pub(in crate::site) site: &'a Site,
    pub(in crate::site) theme: &'a Theme,
    index: Option<Index<'a>>,
    /// The checksums of the index files; `None` if no fingerprints are needed.
    sums: Option<&'a Sums>,
    hashes: OnceLock<RecordHashes>,
}

/// A hash per record, computed once since many files share records.
struct RecordHashes {
    topics: Vec<u64>,
    people: Vec<u64>,
    organizations: Vec<u64>,
    /// Each paper with the names of its topics, people and organization.
    papers: Vec<u64>,
    titles: Vec<u64>,
    /// The keyphrases, day and topics of each paper.
    subjects: Vec<u64>,
    /// Each day with its papers and note.
    days: Vec<u64>,
}

impl<'a> Records<'a> {
    pub fn new(
        archive: &'a Archive,
        related: &'a Related,
        history: &'a History,
        outline: &'a Outline,
        site: &'a Site,
        theme: &'a Theme,
    ) -> Records<'a> {
        let index = outline.search.as_ref().map(|layout| Index::new(archive, layout));
        Records {
            archive,
            related,
            history,
            outline,
            site,
            theme,
            index,
            sums: None,
            hashes: OnceLock::new(),
        }
    }

    /// Adds the checksums, which fingerprints of the search index need.
    pub fn with_sums(self, sums: &'a Sums) -> Records<'a> {
        Records { sums: Some(sums), ..self }
    }

    /// Gathers the terms of these index files, on all threads. Other files must not be requested then.
    pub fn only(self, files: &TermFiles) -> Records<'a> {
        Records { index: self.index.map(|index| index.only(files)), ..self }
    }

    pub(in crate::site) fn paper(&'a self, id: PaperId) -> PaperInput<'a> {
        PaperInput::new(self, id)
    }

    pub(in crate::site) fn papers(&'a self, ids: &[PaperId]) -> Vec<PaperInput<'a>> {
        ids.iter().map(|&id| self.paper(id)).collect()
    }

    pub(in crate::site) fn title(&'a self, id: PaperId) -> TitleInput<'a> {
        TitleInput::new(self, id)
    }

    pub(in crate::site) fn related(&'a self, id: PaperId) -> Vec<RelatedInput<'a>> {
        let near = self.related.neighbours(id).iter();
        near.map(|&id| RelatedInput { title: self.title(id) }).collect()
    }

    pub(in crate::site) fn day(&'a self, index: usize) -> DayInput<'a> {
        DayInput::new(self, index)
    }

    pub(in crate::site) fn topic(&'a self, id: TopicId) -> TopicInput<'a> {
        TopicInput::new(self, id)
    }

    pub(in crate::site) fn counted_topic(&'a self, id: TopicId) -> Counted<TopicInput<'a>> {
        Counted { name: self.topic(id), count: self.archive.topic(id).papers.len() }
    }

    pub(in crate::site) fn person(&'a self, id: PersonId) -> PersonInput<'a> {
        PersonInput::new(self, id)
    }

    pub(in crate::site) fn counted_person(&'a self, id: PersonId) -> Counted<PersonInput<'a>> {
        Counted { name: self.person(id), count: self.archive.person(id).papers.len() }
    }

    pub(in crate::site) fn organization(&'a self, id: OrganizationId) -> OrganizationInput<'a> {
        OrganizationInput::new(self, id)
    }

    pub(in crate::site) fn counted_organization(
        &'a self,
        id: OrganizationId,
    ) -> Counted<OrganizationInput<'a>> {
        Counted { name: self.organization(id), count: self.archive.organization(id).papers.len() }
    }

    /// Returns the last change of a file.
    pub(in crate::site) fn changed(&self, origin: &Origin) -> Option<Change<'a>> {
        self.history.last_change(&origin.file)
    }

    fn hashes(&self) -> &RecordHashes {
        self.hashes.get_or_init(|| RecordHashes::new(self))
    }
}

impl RecordHashes {
    fn new(records: &Records<'_>) -> RecordHashes {
        let archive = records.archive;
        let topics: Vec<u64> = archive
            .topics
            .iter()
            .map(|topic| InputHasher::new(1).with(&topic.slug).with(&topic.name).get())
            .collect();
        let people: Vec<u64> = archive
            .people
            .iter()
            .map(|person| {
                let has_page = records.outline.has_page(person);
                InputHasher::new(u64::from(has_page)).with(&person.slug).with(&person.name).get()
            })
            .collect();
        let organizations: Vec<u64> = archive
            .organizations
            .iter()
            .map(|organization| {
                let names = InputHasher::new(2).with(&organization.slug).with(&organization.handle);
                names.with(&organization.name).with(&organization.logo).get()
            })
            .collect();
        let all = || archive.papers.par_iter().zip(&archive.relations);
        let papers: Vec<u64> = all()
            .map(|(paper, relations)| {
                let mut fold = InputHasher::new(paper.digest);
                let counts = [paper.counts.upvotes, paper.counts.comments, paper.counts.stars];
                counts.iter().for_each(|count| fold.number(count.map_or(0, |count| u64::from(count) + 1)));
                // A list ends with a value that is unlikely to be a hash.
                relations.topics.iter().for_each(|id| fold.number(topics[id.0 as usize]));
                fold.number(u64::MAX);
                relations.people.iter().for_each(|id| fold.number(people[id.0 as usize]));
                fold.number(u64::MAX);
                relations.organization.iter().for_each(|id| fold.number(organizations[id.0 as usize]));
                fold.get()
            })
            .collect();
        let titles = archive.papers.par_iter().map(|paper| {
            let language = paper.languages.as_ref().and_then(|languages| languages.title.as_deref());
            InputHasher::new(3)
                .with(&paper.id)
                .with(&paper.title)
                .with(&paper.title_html)
                .with(&language)
                .with(&paper.summary_html)
                .get()
        });
        let subjects = all().map(|(paper, relations)| {
            let mut fold = InputHasher::new(4).with(&paper.date()).with(&paper.withdrawn.is_some());
            fold.number(paper.keyphrases.digest);
            relations.topics.iter().for_each(|id| fold.number(topics[id.0 as usize]));
            fold.get()
        });
        let (titles, subjects) = (titles.collect(), subjects.collect());
        let days = archive
            .days
            .iter()
            .map(|day| {
                let note = day.note.as_ref().map(|note| note.digest());
                let mut fold = InputHasher::new(5).with(&day.date).with(&note);
                day.papers.iter().for_each(|id| fold.number(papers[id.0 as usize]));
                fold.get()
            })
            .collect();
        RecordHashes { topics, people, organizations, papers, titles, subjects, days }
    }
}

impl Inputs for Change<'_> {
    fn hash(&self, into: &mut InputHasher) {
        self.date.hash(into);
        self.by.hash(into);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        format!("{self:?}")
    }
}

impl Inputs for PlainPage {
    fn hash(&self, into: &mut InputHasher) {
        into.number(self.digest());
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        format!("{self:?}")
    }
}
