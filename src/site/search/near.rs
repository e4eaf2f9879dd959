//! The files that find papers by meaning: the directions of words and of papers.
//!
//! The script loads them only if no paper has all words of a query. It adds up the directions of the words, and looks at
//! the papers of the nearest regions.

use super::gather::TermPart;
use super::{Index, pack};
use crate::source::codec::{Stored, put_text};
use crate::text::meaning::{self, Centre, regions};

impl Index<'_> {
    /// Returns the centre of each region, 32 bytes, and its number of papers.
    pub fn regions(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (centre, papers) in self.centres().iter().zip(&self.layout.regions) {
            bytes.extend(centre);
            papers.len().put(&mut bytes);
        }
        pack::deflate(&bytes)
    }

    /// Returns the centre of each region. All files of regions need them, so they are computed once.
    fn centres(&self) -> &[Centre] {
        self.centres.get_or_init(|| regions(self.layout.regions.len() as u32))
    }

    /// Returns the papers of a region: their numbers, then the code of the direction of each.
    pub fn region(&self, region: u32) -> Vec<u8> {
        let papers = &self.layout.regions[region as usize];
        let centre = &self.centres()[region as usize];
        let mut bytes = Vec::new();
        papers.len().put(&mut bytes);
        let mut before = 0;
        for &id in papers {
            let number = self.layout.number(id);
            u64::from(number - before).put(&mut bytes);
            before = number;
        }
        for &id in papers {
            bytes.extend(self.archive.paper(id).meaning.code(centre));
        }
        pack::deflate(&bytes)
    }

    /// Returns the directions of the words of a group of slots: each word, its strength and 32 bytes.
    pub fn meanings(&self, group: u32) -> Vec<u8> {
        let least = super::least_papers(self.archive);
        let mut words = Vec::new();
        for file in self.layout.files_of_group(group) {
            let parts = self.parts_of(file).filter_map(|number| self.parts().get(number));
            for (term, papers) in parts.flat_map(|part: &TermPart| part.terms_of(file)) {
                if papers.len() >= least
                    && let Some(word) = meaning::word(term)
                {
                    words.push((term, word));
                }
            }
        }
        words.sort_unstable();
        let mut bytes = Vec::new();
        words.len().put(&mut bytes);
        for (term, (strength, direction)) in words {
            put_text(term, &mut bytes);
            bytes.push(strength);
            bytes.extend(direction);
        }
        pack::deflate(&bytes)
    }
}
