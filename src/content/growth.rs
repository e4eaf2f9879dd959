//! How many files and bytes an entry, or a file of entries, adds to the site.
//!
//! They are estimated from the entry and the settings alone, as if the site held nothing else. So whether an entry is
//! accepted does not depend on other entries, `--keep-going` leaves out exactly the refused ones, and checking a pull
//! request gives the same result as a build. A test compares the number of files with the plan.

use super::keys::PaperFacts;
use super::paper::{FEED_AUTHORS, LISTED_KEYWORDS, LISTED_TOPICS, Paper};
use crate::config::{Site, Wish};
use chrono::Datelike;
use std::collections::HashSet;
use std::sync::Arc;

/// The least bytes that a file counts: the block size of common file systems.
const A_FILE: usize = 4_096;

/// The bytes that a file of entries may add for each of its own bytes. Short papers with authors that no other paper
/// has add about 400.
const BY_SIZE: usize = 500;

/// The files and bytes that entries would add to an empty site.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Growth {
    pub files: usize,
    /// An estimate, rather too high than too low. Each file counts as at least 4 kB.
    pub bytes: usize,
}

/// The number of files that each thing of an entry adds, by the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rates {
    paper: usize,
    topic: usize,
    author: usize,
    organization: usize,
    day: usize,
    week: usize,
    month: usize,
    /// The number of formats for reference managers in which lists of papers are published.
    cited: usize,
    whole_feeds: bool,
}

impl Rates {
    pub fn new(site: &Site) -> Rates {
        let (pages, feeds, data) = (&site.pages, &site.feeds, &site.data);
        // A small site has room for everything that is published only if there is room.
        let has = |wish: Wish| usize::from(wish != Wish::No);
        let cited = 3 * has(data.citations);
        let formats = |is_on: bool| if is_on { feeds.formats.len() } else { 0 };
        let digests = [feeds.days, feeds.weeks].into_iter().filter(|is_on| *is_on && feeds.topics).count();
        let listed = |has_page: bool, has_feed: bool, files: usize| match has_page {
            true => 1 + formats(has_feed) + files,
            false => 0,
        };
        Rates {
            // A paper may be the first of its month in the history.
            paper: 1 + has(feeds.history) + usize::from(site.cards.papers) + usize::from(data.markdown),
            topic: listed(pages.topics, feeds.topics, digests + has(data.topics) + cited),
            // An author of one paper has no page if the settings require more papers.
            author: listed(pages.authors && pages.authors_from <= 1, feeds.authors, 0),
            organization: listed(pages.organizations, feeds.organizations, 0),
            day: 1 + usize::from(site.cards.days) + has(data.days) + cited,
            week: usize::from(pages.weeks),
            month: usize::from(pages.months),
            cited,
            whole_feeds: feeds.full_text,
        }
    }
}

/// Things of entries, each of which adds files.
#[derive(Debug, Clone, Copy, Default)]
struct Things {
    papers: usize,
    aliases: usize,
    topics: usize,
    authors: usize,
    organizations: usize,
    days: usize,
    weeks: usize,
    months: usize,
}

impl Things {
    fn count(paper: &PaperFacts) -> Things {
        let (mut weeks, mut months) = (0, 0);
        let mut before = None;
        // Dates are in order.
        for date in paper.days() {
            let (week, month) = (date.iso_week(), (date.year(), date.month()));
            weeks += usize::from(before.is_none_or(|(known, _)| known != week));
            months += usize::from(before.is_none_or(|(_, known)| known != month));
            before = Some((week, month));
        }
        Things {
            papers: 1,
            aliases: paper.aliases.len(),
            topics: paper.topics.len(),
            authors: paper.leading_authors().len(),
            organizations: usize::from(paper.organization.is_some()),
            // A month or a year alone has a page and data, like a day.
            days: paper.dates.len(),
            weeks,
            months,
        }
    }

    /// Returns each thing with its name and the files it adds.
    fn files(self, rates: &Rates) -> [(&'static str, usize, usize); 6] {
        [
            ("papers", self.papers, self.papers * rates.paper),
            ("aliases", self.aliases, self.aliases),
            ("topics", self.topics, self.topics * rates.topic),
            ("authors", self.authors, self.authors * rates.author),
            ("organizations", self.organizations, self.organizations * rates.organization),
            ("dates", self.days, self.days * rates.day + self.weeks * rates.week + self.months * rates.month),
        ]
    }

    fn growth(self, rates: &Rates, texts: usize) -> Growth {
        let files: usize = self.files(rates).iter().map(|(.., files)| files).sum();
        Growth { files, bytes: files.saturating_mul(A_FILE).saturating_add(texts) }
    }
}

/// Returns what a paper adds to a site.
pub(super) fn of_paper(paper: &PaperFacts, rates: &Rates) -> Growth {
    Things::count(paper).growth(rates, texts(paper, rates))
}

/// Returns the thing of an entry that adds most files: its name, its count, and the files.
pub(super) fn most(paper: &PaperFacts, rates: &Rates) -> (&'static str, usize, usize) {
    Things::count(paper).files(rates).into_iter().max_by_key(|(.., files)| *files).unwrap_or_default()
}

/// Returns what the papers of one file add to a site together. A topic that all of them have counts once.
pub(super) fn of_file(papers: &[Arc<Paper>], rates: &Rates) -> Growth {
    fn distinct<T: std::hash::Hash + Eq>(all: impl Iterator<Item = T>) -> usize {
        all.collect::<HashSet<T>>().len()
    }
    let dates = || papers.iter().flat_map(|paper| paper.days());
    let authors = papers.iter().flat_map(|paper| paper.leading_authors());
    let organizations = papers.iter().filter_map(|paper| paper.organization.as_ref());
    let things = Things {
        papers: papers.len(),
        aliases: papers.iter().map(|paper| paper.aliases.len()).sum(),
        topics: distinct(papers.iter().flat_map(|paper| paper.topics.iter().map(String::as_str))),
        authors: distinct(authors.map(|author| author.name.as_str())),
        organizations: distinct(organizations.map(|organization| organization.handle.as_str())),
        days: distinct(papers.iter().flat_map(|paper| &paper.dates)),
        weeks: distinct(dates().map(|date| date.iso_week())),
        months: distinct(dates().map(|date| (date.year(), date.month()))),
    };
    things.growth(rates, papers.iter().map(|paper| texts(paper, rates)).sum())
}

/// Returns the bytes that the settings allow an entry to add.
pub(super) fn allowed(site: &Site) -> usize {
    site.limits.growth_megabytes.saturating_mul(1_000_000)
}

/// Returns the bytes that the settings allow a file of entries, `len` bytes long, to add.
pub(super) fn allowed_for_file(site: &Site, len: usize) -> usize {
    allowed(site).saturating_add(len.saturating_mul(BY_SIZE))
}

/// Returns the bytes of a paper's texts in all files that show them.
fn texts(paper: &PaperFacts, rates: &Rates) -> usize {
    /// The bytes around each word of a list: in JSON, in a file for reference managers, as an element of a feed or a
    /// link of a page.
    const IN_JSON: usize = 4;
    const CITED: usize = 12;
    const MARKED_UP: usize = 28;
    fn words<'w>(words: impl Iterator<Item = &'w String>, around: usize) -> usize {
        words.map(|word| word.len() + around).sum()
    }
    let names =
        |most: usize, around| words(paper.authors.iter().take(most).map(|author| &author.name), around);
    let topics = |around| words(paper.topics.iter().take(LISTED_TOPICS), around);
    let text = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    let title = paper.title.len().max(paper.title_html.len());
    let organization = paper.organization.as_ref();
    let organization = organization.map_or(0, |own| own.handle.len() + text(&own.name));
    let withdrawn = paper.withdrawn.as_ref().map_or(0, |gone| gone.reason.len());
    let links =
        paper.links.other.iter().map(|(label, url)| label.len() + url.len() + MARKED_UP).sum::<usize>();
    let brief = title + names(3, IN_JSON) + organization;
    // In long lists, on the page of a day, in feeds of authors and of others, as JSON and for reference managers.
    let row = brief + text(&paper.summary_html);
    let card = brief + paper.excerpt_html().len() + topics(MARKED_UP);
    let brief_item = brief + names(FEED_AUTHORS, MARKED_UP) + topics(MARKED_UP);
    let item = brief_item + links + if rates.whole_feeds { 2 * paper.abstract_html.len() } else { 2 * card };
    let listed = brief + names(10, IN_JSON) + topics(IN_JSON) + withdrawn;
    let cited = rates.cited
        * (title
            + names(paper.leading_authors().len(), CITED)
            + topics(CITED)
            + words(paper.keywords.iter().take(LISTED_KEYWORDS), CITED)
            + text(&paper.venue)
            + withdrawn)
        + text(&paper.bibtex);
    let all = Things::count(paper);
    let has = |files: usize| usize::from(files > 0);
    all.topics * has(rates.topic) * (row + item + listed + cited)
        + all.authors * has(rates.author) * (row + brief_item)
        + all.organizations * has(rates.organization) * (row + item)
        + all.days * (card + listed + cited)
        + (all.weeks * rates.week + all.months * rates.month) * row
}
