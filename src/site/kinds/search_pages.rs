//! The files of the search index for plain pages.

use super::plain::description;
use super::search::SEARCH;
use super::*;
use crate::content::PlainPage;
use crate::site::search::{page_cards, page_terms};

pub struct SearchPages;

/// A file of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PagesFile {
    Terms,
    Cards,
}

inputs! {
    pub struct PagesOfIndex<'a> {
        pages: &'a [PlainPage],
        is_terms: bool,
    }
}

/// What the search page shows of a page.
#[derive(Serialize)]
struct PageCard<'a> {
    title: &'a str,
    /// Below the site's root.
    url: String,
    text: String,
}

impl Kind for SearchPages {
    type Id = PagesFile;
    type Inputs<'a> = PagesOfIndex<'a>;
    const GROUP: &'static str = search_index::GROUP;
    const SWITCHES: &'static [Switch] = &[SEARCH];

    fn plan(planning: &mut Planning<'_>) {
        // Archives without pages do without these files; `index.bin` says that there are none.
        if planning.archive.pages.is_empty() {
            return;
        }
        for (name, file) in [("terms", PagesFile::Terms), ("cards", PagesFile::Cards)] {
            planning.claim::<SearchPages>(&format!("search/pages/{name}.bin"), file);
        }
    }

    fn inputs<'a>(&file: &PagesFile, records: &'a Records<'a>) -> PagesOfIndex<'a> {
        PagesOfIndex { pages: &records.archive.pages, is_terms: file == PagesFile::Terms }
    }

    fn make(PagesOfIndex { pages, is_terms }: &PagesOfIndex<'_>, _: &Shared<'_>) -> Made {
        let bytes = if *is_terms { page_terms(pages) } else { page_cards(pages, card) };
        Made::Bytes(bytes)
    }
}

fn card(page: &PlainPage) -> String {
    let card = PageCard { title: &page.title, url: format!("{}/", page.slug), text: description(page) };
    serde_json::to_string(&card).expect("invariant: texts are JSON")
}
