//! All papers as BibTeX, oldest first; in several files where they are too many for one.

use super::*;
use crate::site::export;

pub struct AllBibtex;

inputs! {
    pub struct Part<'a> {
        papers: Vec<PaperInput<'a>>,
    }
}

impl Kind for AllBibtex {
    /// A place in [`crate::site::plan::Outline::bibtex`].
    type Id = usize;
    type Inputs<'a> = Part<'a>;
    const GROUP: &'static str = "all papers as BibTeX";
    const SWITCHES: &'static [Switch] =
        &[Switch { setting: "[data] bibtex", is_on: |site| site.data.bibtex != Wish::No }];

    fn plan(planning: &mut Planning<'_>) {
        let data = planning.outline.data;
        if data.bibtex {
            let whole = parts::Whole::Bibtex { abstracts: data.bibtex_abstracts };
            let parts = parts::cut(planning.archive, whole, planning.shares.bibtex, parts::PART);
            for part in 0..parts.len() {
                planning.claim::<AllBibtex>(&routes::part("bib", part, parts.len()), part);
            }
            planning.outline.bibtex = parts;
        }
    }

    fn inputs<'a>(&part: &usize, records: &'a Records<'a>) -> Part<'a> {
        let papers: Vec<PaperId> = parts::papers(records.archive, &records.outline.bibtex[part]);
        Part { papers: records.papers(&papers) }
    }

    fn make(Part { papers }: &Part<'_>, shared: &Shared<'_>) -> Made {
        export::cited(papers, Format::Bibtex, shared.data().bibtex_abstracts, shared).into()
    }
}
