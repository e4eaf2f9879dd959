//! All papers as BibTeX, oldest first, in several files if necessary.

use super::all_lines::Part;
use super::*;
use crate::site::export;

pub struct AllBibtex;

impl Kind for AllBibtex {
    /// An index of [`crate::site::plan::Outline::bibtex`].
    type Id = usize;
    type Inputs<'a> = Part<'a>;
    const GROUP: &'static str = "all papers as BibTeX";
    const SWITCHES: &'static [Switch] =
        &[Switch { setting: "[data] bibtex", is_on: |site| site.data.bibtex != Wish::No }];

    fn plan(planning: &mut Planning<'_>) {
        let data = planning.outline.data;
        if data.bibtex {
            let whole = parts::Whole::Bibtex { abstracts: data.bibtex_abstracts };
            planning.outline.bibtex = planning.all_papers::<AllBibtex>(whole, planning.shares.bibtex, "bib");
        }
    }

    fn inputs<'a>(&part: &usize, records: &'a Records<'a>) -> Part<'a> {
        records.part(&records.outline.bibtex[part])
    }

    fn make(Part { papers }: &Part<'_>, shared: &Shared<'_>) -> Made {
        export::cited(papers, Format::Bibtex, shared.data().bibtex_abstracts, shared).into()
    }
}
