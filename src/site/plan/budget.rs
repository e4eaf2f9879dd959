//! The budget of a large archive: what its site omits by default to stay within the size limit of GitHub Pages.
//!
//! Pages that every site has are subtracted first, then what the settings request explicitly. The rest is spent in order of usefulness,
//! each item completely or not at all; then on pages of authors, and last on authors' pages by votes.

use super::letters;
use super::months::{self, Month};
use super::parts::{self, Whole};
use super::votes::AUTHOR_FROM;
use crate::archive::{Archive, PaperId};
use crate::config::{Site, Wish};
use crate::site::inputs::inputs;
use rayon::prelude::*;

/// The maximum size of a site on GitHub Pages, in bytes.
const MAX_SITE_BYTES: usize = 1_000_000_000;

/// Upper bounds in bytes, measured at 100,000 papers and rounded up. Each kind of file declares its own.
#[derive(Debug, Clone, Copy)]
pub struct Costs {
    /// A paper's page, with its share of days, weeks, months, topics and feeds.
    pub paper: usize,
    /// A related paper on a page.
    pub related: usize,
    /// A paper in the search index.
    pub searched: usize,
    /// An author's page with its feed.
    pub author: usize,
    /// An author's page by votes.
    pub author_by_votes: usize,
    /// A paper in a JSON list.
    pub listed: usize,
    /// A paper in the history, without its abstract.
    pub archived: usize,
    /// A paper in BibTeX, RIS and CSL-JSON together.
    pub cited: usize,
    /// The pages and feeds of all venues, and of all lists of the settings.
    pub lists: usize,
}

/// This number of authors may have pages in any case.
const MIN_AUTHOR_PAGES: usize = 1_000;

inputs! {
    #[derive(Debug, Copy, Default, PartialEq, Eq)]
    pub struct Data {
        /// `/data/papers.jsonl`.
        pub papers: bool,
        /// Whether its papers have abstracts.
        pub abstracts: bool,
        /// `/data/papers.bib`.
        pub bibtex: bool,
        /// Whether its papers have abstracts.
        pub bibtex_abstracts: bool,
        /// `/data/days/…json`.
        pub days: bool,
        /// `/data/topics/…json`.
        pub topics: bool,
        /// BibTeX, RIS and CSL-JSON of each day.
        pub day_citations: bool,
        /// BibTeX, RIS and CSL-JSON of each topic.
        pub topic_citations: bool,
    }
}

/// The allocation of the budget.
pub struct Shares {
    pub data: Data,
    /// Whether all papers are published as feeds of months.
    pub history: bool,
    /// Whether items of small months contain abstracts.
    pub history_texts: bool,
    /// The fewest papers of an author with a page.
    pub authors_from: usize,
    /// Whether authors have pages by votes.
    pub authors_by_votes: bool,
    /// An upper bound in bytes of all papers as JSON lines; 0 without such files.
    pub lines: usize,
    /// The same for BibTeX.
    pub bibtex: usize,
}

/// Allocates the budget of a site. `history` are the months with papers.
pub fn share(archive: &Archive, site: &Site, history: &[Month], costs: Costs) -> Shares {
    let wishes = &site.data;
    let days: usize = archive.days.iter().map(|day| day.papers.len()).sum();
    let days = days + archive.undated.iter().map(|undated| undated.papers.len()).sum::<usize>();
    let topics: usize = archive.topics.iter().map(|topic| topic.papers.len()).sum();
    let all = |wish, whole| match wish {
        Wish::No => 0,
        _ => {
            let ids = (0..archive.papers.len() as u32).into_par_iter().map(PaperId);
            ids.map(|id| parts::most(archive, id, whole)).sum()
        }
    };
    let texts: usize = archive.papers.par_iter().map(|paper| paper.abstract_html.len()).sum();
    let authors = match site.pages.authors {
        true => archive.people.len().min(MIN_AUTHOR_PAGES) * costs.author,
        false => 0,
    };
    let lines_most = all(wishes.papers, Whole::Lines { abstracts: false });
    let bibtex_most = all(wishes.bibtex, Whole::Bibtex { abstracts: false });
    let a_search = if site.search.enabled { costs.searched } else { 0 };
    let a_paper = costs.paper + costs.related * site.pages.related + a_search;
    let taken = archive.papers.len().saturating_mul(a_paper) + authors + costs.lists;
    let mut room = MAX_SITE_BYTES.saturating_sub(taken);
    // Papers with their own BibTeX are written unchanged.
    let least = || -> usize {
        let cited = archive.papers.par_iter().filter(|paper| paper.bibtex.is_none());
        cited.map(|paper| paper.abstract_html.len()).sum()
    };
    let cited_texts = match wishes.abstracts {
        Wish::No => 0,
        _ if bibtex_most == 0 => 0,
        // A lower bound exceeds the budget already, so the exact size does not matter.
        Wish::WhereRoom if least() > room => usize::MAX,
        _ => archive.papers.par_iter().map(|paper| parts::cited_text(paper)).sum(),
    };
    let archived =
        history.iter().filter(|month| month.is_whole).map(|month| months::texts(archive, &month.papers));
    let archived_texts = match site.feeds.history {
        Wish::No => Wish::No,
        _ if site.feeds.full_text => Wish::WhereRoom,
        _ => Wish::No,
    };
    let asked = [
        (wishes.papers, lines_most),
        (wishes.bibtex, bibtex_most),
        (wishes.days, days * costs.listed),
        (wishes.topics, topics * costs.listed),
        (site.feeds.history, archive.papers.len().saturating_mul(costs.archived)),
        (wishes.abstracts, texts),
        (wishes.citations, days * costs.cited),
        (wishes.citations, topics * costs.cited),
        (wishes.abstracts, cited_texts),
        // Markup is escaped in feeds.
        (archived_texts, archived.sum::<usize>() / 4 * 5),
    ];
    for (_, bytes) in asked.iter().filter(|(wish, _)| *wish == Wish::Yes) {
        room = room.saturating_sub(*bytes);
    }
    let [
        papers,
        bibtex,
        listed_days,
        listed_topics,
        history,
        abstracts,
        day_citations,
        topic_citations,
        cited_abstracts,
        history_texts,
    ] = asked.map(|(wish, bytes)| match wish {
        Wish::Yes => true,
        Wish::No => false,
        Wish::WhereRoom => {
            let fits = bytes <= room;
            room -= if fits { bytes } else { 0 };
            fits
        }
    });
    let data = Data {
        papers,
        abstracts: papers && abstracts,
        bibtex,
        bibtex_abstracts: bibtex && cited_abstracts,
        days: listed_days,
        topics: listed_topics && site.pages.topics,
        day_citations,
        topic_citations: topic_citations && site.pages.topics,
    };
    let authors_from = match site.pages.authors_from {
        0 => letters::fewest_papers(archive, (room + authors) / costs.author),
        from => from,
    };
    let many = |from| archive.people.iter().filter(|person| person.papers.len() >= from).count();
    let left = (room + authors).saturating_sub(many(authors_from) * costs.author);
    let authors_by_votes = many(authors_from.max(AUTHOR_FROM)) * costs.author_by_votes <= left;
    // Abstracts as estimated by `parts::most`, with one byte per paper for rounding.
    let with = if data.abstracts { texts + texts / 8 + archive.papers.len() } else { 0 };
    let bibtex = bibtex_most + if data.bibtex_abstracts { cited_texts } else { 0 };
    let history_texts = history && history_texts;
    Shares { data, history, history_texts, authors_from, authors_by_votes, lines: lines_most + with, bibtex }
}
