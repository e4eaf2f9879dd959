//! The files of the search index as inputs.

use super::{PaperInput, Records};
use crate::archive::PaperId;
use crate::site::inputs::{Fold, Inputs};
use crate::site::search::{Index, Span, leaves_slips_out};

/// A file of the search index.
#[derive(Clone, Copy)]
pub struct IndexInput<'a> {
    records: &'a Records<'a>,
    file: IndexFile,
}

/// Which file; numbers are those of [`crate::site::search::Layout`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexFile {
    Root,
    Terms(u32),
    Words(u32),
    Cards(u32),
}

impl<'a> Records<'a> {
    pub(in crate::site) fn index_file(&'a self, file: IndexFile) -> IndexInput<'a> {
        IndexInput { records: self, file }
    }
}

impl<'a> IndexInput<'a> {
    /// Makes the file. `card` makes a paper's card as JSON.
    pub fn bytes(self, card: impl Fn(PaperInput<'a>) -> String) -> Vec<u8> {
        let index = self.index();
        match self.file {
            IndexFile::Root => index.root(),
            IndexFile::Terms(number) => index.terms(number),
            IndexFile::Words(number) => index.words(number),
            IndexFile::Cards(number) => index.cards(number, |id: PaperId| card(self.records.paper(id))),
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
    fn fold(&self, into: &mut Fold) {
        let (records, layout) = (self.records, self.index().layout());
        let sums = records.sums.expect("invariant: fingerprints are asked for with the sums of the index");
        // Which files there are, and whether rare words are in them, follows from the number of papers.
        layout.shared.fold(into);
        layout.level.fold(into);
        match self.file {
            IndexFile::Terms(number) => into.number(sums.terms[number as usize]),
            IndexFile::Words(number) => {
                into.number(sums.words[number as usize]);
                leaves_slips_out(records.archive).fold(into);
            }
            IndexFile::Cards(number) => {
                for &id in layout.papers_of(number) {
                    records.paper(id).fold(into);
                    layout.number(id).fold(into);
                }
            }
            IndexFile::Root => {
                records.archive.papers.len().fold(into);
                for Span { date, start, papers, .. } in &layout.days {
                    start.fold(into);
                    papers.fold(into);
                    date.fold(into);
                }
                layout.own_slots().for_each(|slot| slot.fold(into));
                records.archive.pages.len().fold(into);
            }
        }
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        format!("{:?}", self.bytes(|paper| paper.seen()))
    }
}
