//! What a large archive leaves out unless its settings say otherwise, so that its site keeps to what GitHub Pages takes.
//!
//! One reckoning for all of it: what every site has takes its share of the room first, then what the settings ask for. What is left goes to
//! whatever may come or stay away, the most useful first: each comes whole where it fits, and authors get pages for the rest, those of their papers by votes last.

use super::letters;
use super::parts::{self, Whole};
use super::votes::AUTHOR_FROM;
use crate::archive::{Archive, PaperId};
use crate::config::{Site, Wish};
use crate::site::inputs::inputs;
use rayon::prelude::*;

/// What GitHub Pages takes, in bytes.
const ROOM: usize = 1_000_000_000;

/// The bytes that files have at most, measured at 100,000 papers and rounded up. Each kind of file declares its own.
#[derive(Debug, Clone, Copy)]
pub struct Costs {
    /// A paper's page, with the paper's share of days, weeks, months, topics and feeds.
    pub paper: usize,
    /// A paper that a page names as related.
    pub related: usize,
    /// A paper in the index of the search page.
    pub searched: usize,
    /// An author's page with its feed, and the page of the author's papers by votes.
    pub author: usize,
    pub author_by_votes: usize,
    /// A paper in a list of data, and in BibTeX, RIS and CSL-JSON together.
    pub listed: usize,
    pub cited: usize,
    /// The pages and feeds of all venues.
    pub venues: usize,
}

/// However little room there is, this many authors may have pages.
const AT_LEAST: usize = 1_000;

inputs! {
    /// The files of data that a site has.
    #[derive(Debug, Copy, Default, PartialEq, Eq)]
    pub struct Data {
        /// `/data/papers.jsonl`, and whether its papers have their abstracts.
        pub papers: bool,
        pub abstracts: bool,
        /// `/data/papers.bib`, and whether its papers have their abstracts.
        pub bibtex: bool,
        pub bibtex_abstracts: bool,
        /// `/data/days/…json`
        pub days: bool,
        /// `/data/topics/…json`
        pub topics: bool,
        /// BibTeX, RIS and CSL-JSON of each day, and of each topic.
        pub day_citations: bool,
        pub topic_citations: bool,
    }
}

/// How the room is shared out.
pub struct Shares {
    pub data: Data,
    /// How many papers an author has a page from.
    pub authors_from: usize,
    /// Whether there is room for the papers of authors by votes.
    pub authors_by_votes: bool,
    /// What all papers take at most as lines of JSON and as BibTeX, where there are such files.
    pub lines: usize,
    pub bibtex: usize,
}

/// Shares out the room of a site.
pub fn share(archive: &Archive, site: &Site, costs: Costs) -> Shares {
    let wishes = &site.data;
    let days: usize = archive.days.iter().map(|day| day.papers.len()).sum();
    let days = days + archive.undated.iter().map(|undated| undated.papers.len()).sum::<usize>();
    let topics: usize = archive.topics.iter().map(|topic| topic.papers.len()).sum();
    // What nobody wishes for need not be reckoned.
    let all = |wish, whole| match wish {
        Wish::No => 0,
        _ => {
            let ids = (0..archive.papers.len() as u32).into_par_iter().map(PaperId);
            ids.map(|id| parts::most(archive, id, whole)).sum()
        }
    };
    let texts: usize = archive.papers.par_iter().map(|paper| paper.abstract_html.len()).sum();
    let authors = match site.pages.authors {
        true => archive.people.len().min(AT_LEAST) * costs.author,
        false => 0,
    };
    let lines_most = all(wishes.papers, Whole::Lines { abstracts: false });
    let bibtex_most = all(wishes.bibtex, Whole::Bibtex { abstracts: false });
    let a_search = if site.search.enabled { costs.searched } else { 0 };
    let a_paper = costs.paper + costs.related * site.pages.related + a_search;
    let taken = archive.papers.len().saturating_mul(a_paper) + authors + costs.venues;
    let mut room = ROOM.saturating_sub(taken);
    // Papers that bring BibTeX along have it as it is.
    let least = || -> usize {
        let cited = archive.papers.par_iter().filter(|paper| paper.bibtex.is_none());
        cited.map(|paper| paper.abstract_html.len()).sum()
    };
    let cited_texts = match wishes.abstracts {
        Wish::No => 0,
        _ if bibtex_most == 0 => 0,
        // They take more than that, which is more than there is: to what letter need not be reckoned.
        Wish::WhereRoom if least() > room => usize::MAX,
        _ => archive.papers.par_iter().map(|paper| parts::cited_text(paper)).sum(),
    };
    // The most useful first.
    let asked = [
        (wishes.papers, lines_most),
        (wishes.bibtex, bibtex_most),
        (wishes.days, days * costs.listed),
        (wishes.topics, topics * costs.listed),
        (wishes.abstracts, texts),
        (wishes.citations, days * costs.cited),
        (wishes.citations, topics * costs.cited),
        (wishes.abstracts, cited_texts),
    ];
    for (_, bytes) in asked.iter().filter(|(wish, _)| *wish == Wish::Yes) {
        room = room.saturating_sub(*bytes);
    }
    let [
        papers,
        bibtex,
        listed_days,
        listed_topics,
        abstracts,
        day_citations,
        topic_citations,
        cited_abstracts,
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
    // As `parts::most` reckons abstracts, with a byte a paper for what it rounds.
    let with = if data.abstracts { texts + texts / 8 + archive.papers.len() } else { 0 };
    let bibtex = bibtex_most + if data.bibtex_abstracts { cited_texts } else { 0 };
    Shares { data, authors_from, authors_by_votes, lines: lines_most + with, bibtex }
}
