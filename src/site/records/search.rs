//! The files of the search index as inputs.

use super::{PaperInput, Records};
use crate::archive::PaperId;
use crate::site::inputs::{InputHasher, Inputs};
use crate::site::search::{Index, Span, omits_rare_words};

#[derive(Clone, Copy)]
pub struct IndexInput<'a> {
    records: &'a Records<'a>,
    file: IndexFile,
}

/// The kind and number of a file, see [`crate::site::search::Layout`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexFile {
    Root,
    Terms(u32),
    Words(u32),
    Cards(u32),
    Regions,
    Region(u32),
    Meanings(u32),
}

impl<'a> Records<'a> {
    pub(in crate::site) fn index_file(&'a self, file: IndexFile) -> IndexInput<'a> {
        IndexInput { records: self, file }
    }
}

impl<'a> IndexInput<'a> {
    /// Returns the content. `card` returns a paper's card as JSON.
    pub fn bytes(self, card: impl Fn(PaperInput<'a>) -> String) -> Vec<u8> {
        let index = self.index();
        match self.file {
            IndexFile::Root => index.root(),
            IndexFile::Terms(number) => index.terms(number),
            IndexFile::Words(number) => index.words(number),
            IndexFile::Cards(number) => index.cards(number, |id: PaperId| card(self.records.paper(id))),
            IndexFile::Regions => index.regions(),
            IndexFile::Region(number) => index.region(number),
            IndexFile::Meanings(number) => index.meanings(number),
        }
    }

    fn index(self) -> &'a Index<'a> {
        self.records
            .index
            .as_ref()
            .expect("invariant: files of the index are planned where there is an index")
    }
}

impl Inputs for IndexInput<'_> {
    fn hash(&self, into: &mut InputHasher) {
        let (records, layout) = (self.records, self.index().layout());
        let sums = records.sums.expect("invariant: fingerprints are asked for with the sums of the index");
        // The number of papers decides which files exist, and whether rare words are listed.
        layout.shared.hash(into);
        layout.level.hash(into);
        match self.file {
            IndexFile::Terms(number) => into.number(sums.terms[number as usize]),
            IndexFile::Words(number) => {
                into.number(sums.words[number as usize]);
                omits_rare_words(records.archive).hash(into);
            }
            IndexFile::Cards(number) => {
                for &id in layout.papers_of(number) {
                    records.paper(id).hash(into);
                    layout.number(id).hash(into);
                }
            }
            IndexFile::Regions => {
                let regions = &layout.regions;
                regions.len().hash(into);
                regions.iter().for_each(|papers| papers.len().hash(into));
            }
            IndexFile::Region(number) => {
                layout.regions.len().hash(into);
                for &id in &layout.regions[number as usize] {
                    layout.number(id).hash(into);
                    // The meaning follows from the texts, which the digest covers.
                    into.number(records.archive.paper(id).digest);
                }
            }
            IndexFile::Meanings(number) => {
                into.number(sums.meanings[number as usize]);
                omits_rare_words(records.archive).hash(into);
            }
            IndexFile::Root => {
                layout.regions.len().hash(into);
                records.archive.papers.len().hash(into);
                for Span { date, start, papers, .. } in &layout.days {
                    start.hash(into);
                    papers.hash(into);
                    date.hash(into);
                }
                layout.own_slots().for_each(|slot| slot.hash(into));
                records.archive.pages.len().hash(into);
            }
        }
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        format!("{:?}", self.bytes(|paper| paper.seen()))
    }
}
