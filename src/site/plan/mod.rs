//! What a build writes: every page and file with its path, known before the first of them is made.
//!
//! It knows where things go and what they are about, not how they look.

mod budget;
pub mod fingerprint;
mod kind;
mod letters;
mod links;
pub mod pager;
pub mod parts;
mod problems;
pub mod routes;
#[cfg(test)]
mod tests;
mod votes;

pub use kind::Kind;

use crate::archive::{Archive, OrganizationId, PaperId, Period, PeriodKind, Person, PersonId, TopicId};
use crate::config::Site;
use crate::diagnostic::{Checked, Diagnostic, Place};
use crate::publish::OutPath;
use crate::site::search::Layout;
use crate::source::FilePath;
use crate::text::filename;
use crate::theme::Theme;
pub use budget::Data;
use budget::Shares;
pub use letters::Letter;
use pager::Pages;
use parts::Whole;
use problems::Claimed;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
pub use votes::{Listed, papers_of};

/// What a file of the site is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    Home,
    /// A place in [`Archive::days`].
    Day(usize),
    /// A place in [`Plan::periods`].
    Period(usize),
    Archive,
    Trending,
    Paper(PaperId),
    Topics,
    /// A topic and the number of its page, as are the next two.
    Topic(TopicId, u32),
    Authors,
    /// A place in [`Plan::letters`], where those have pages.
    AuthorsOf(usize),
    Author(PersonId, u32),
    Organizations,
    Organization(OrganizationId, u32),
    /// The papers of a list by votes.
    Votes(Listed),
    /// A place in [`Archive::pages`].
    Plain(usize),
    Stats,
    /// What a reader keeps, which only their browser knows.
    Reading,
    Feeds,
    Search,
    /// What the script of the search page loads first.
    SearchRoot,
    /// Files of the index, by number: see [`crate::site::search`].
    SearchTerms(u32),
    SearchWords(u32),
    SearchCards(u32),
    NotFound,
    /// An old address; the new one.
    Redirect(String),
    Feed(Scope),
    Digest,
    /// A picture of a page, for those who link to it.
    Card(Portrait),
    /// Part of the sitemap, by number from 0.
    Sitemap(usize),
    SitemapIndex,
    Robots,
    /// A file of the theme, by its name.
    Asset(String),
    /// A file of the site's `static/`.
    File(FilePath),
    /// Tells GitHub Pages to serve the files as they are.
    NoJekyll,
    /// `data/schema.json`: what entries may hold.
    Schema,
    /// Tells GitHub Pages the site's domain.
    Cname,
    /// A file of data.
    Data(DataFile),
    /// `llms.txt`: what there is, for language models.
    Llms,
    /// `freshness.json`: how new everything is.
    Freshness,
    /// A paper's page as markdown.
    Twin(PaperId),
}

/// A file of `data/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DataFile {
    /// What files there are.
    Index,
    /// What their keys mean.
    Schema,
    /// All papers or, where they are too many for one file, some: a place in [`Plan::lines`].
    Lines(usize),
    /// The same as BibTeX: a place in [`Plan::bibtex`].
    Bibtex(usize),
    /// A place in [`Archive::days`].
    Day(usize, Format),
    Topic(TopicId, Format),
}

/// What papers are told in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Json,
    Bibtex,
    Ris,
    Csl,
}

impl Format {
    /// Those that reference managers read.
    pub const CITATIONS: [Format; 3] = [Format::Bibtex, Format::Ris, Format::Csl];

    /// Returns how its files end, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Bibtex => "bib",
            Format::Ris => "ris",
            Format::Csl => "csl.json",
        }
    }

    /// Returns what people call it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Json => "JSON",
            Format::Bibtex => "BibTeX",
            Format::Ris => "RIS",
            Format::Csl => "CSL-JSON",
        }
    }
}

/// Whose papers a feed holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Site,
    Topic(TopicId),
    Author(PersonId),
    Organization(OrganizationId),
}

/// What a social card is a picture of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Portrait {
    Site,
    /// A place in [`Archive::days`].
    Day(usize),
    Paper(PaperId),
}

/// One file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    pub path: OutPath,
    pub page: Page,
}

/// Every file of the site.
#[derive(Debug, Default)]
pub struct Plan {
    /// By path; no two share one.
    pub outputs: Vec<Output>,
    /// Weeks and months, newest first.
    pub periods: Vec<Period>,
    pub trending: Vec<PaperId>,
    /// The lists that have a page of their papers by votes.
    pub by_votes: HashSet<Listed>,
    /// How many papers an author has a page from; none where no author has one.
    pub authors_from: Option<usize>,
    /// Authors by letter.
    pub letters: Vec<Letter>,
    /// How the index of the search page is cut into files, if there is one.
    pub search: Option<Layout>,
    /// Which files of data there are.
    pub data: Data,
    /// What the files of all papers hold, as places from the oldest paper on; one where they need not be cut.
    pub lines: Vec<std::ops::Range<usize>>,
    pub bibtex: Vec<std::ops::Range<usize>>,
    /// The address of every page a search engine should know, and the day it last changed, where that is known.
    pub sitemap: Vec<(String, Option<chrono::NaiveDate>)>,
}

impl Plan {
    /// Returns the page at a path of the site, such as `papers/2503.02130/index.html`.
    pub fn page_at(&self, path: &str) -> Option<&Page> {
        let at = self.outputs.binary_search_by(|output| output.path.as_str().cmp(path)).ok()?;
        self.outputs.get(at).map(|output| &output.page)
    }

    /// Tells whether a person has a page.
    pub fn has_page(&self, person: &Person) -> bool {
        self.authors_from.is_some_and(|least| person.papers.len() >= least)
    }

    /// Returns the days of the periods before one that it is held against, as a range of [`Archive::days`]; of what rises.
    pub fn before(&self, index: usize) -> std::ops::Range<usize> {
        let Some(period) = self.periods.get(index) else { return 0..0 };
        let many = match period.kind {
            PeriodKind::Week => RISING_WEEKS,
            PeriodKind::Month => RISING_MONTHS,
        };
        let mut before =
            self.periods[index + 1..].iter().take(many).filter(|other| other.kind == period.kind);
        period.days.end..before.next_back().map_or(period.days.end, |last| last.days.end)
    }

    /// Returns the formats that a list of papers has a file in.
    pub fn formats(&self, listed: bool, cited: bool) -> Vec<Format> {
        let listed = listed.then_some(Format::Json);
        listed.into_iter().chain(Format::CITATIONS.into_iter().filter(|_| cited)).collect()
    }

    /// Tells whether the list of all authors is too long for one page.
    pub fn has_letter_pages(&self) -> bool {
        letters::are_many(&self.letters)
    }
}

/// The papers that an author's feed holds at most.
pub const AUTHOR_FEED_SIZE: usize = 6;

/// A sitemap may hold no more addresses than this (sitemaps.org).
pub const SITEMAP_SIZE: usize = 50_000;

/// How many days the feed with one item a day holds.
pub const DIGEST_DAYS: usize = 30;

/// How many weeks a week is held against to tell what rises in it, and how many months a month.
const RISING_WEEKS: usize = 6;
const RISING_MONTHS: usize = 4;

/// How many months a chart shows, and how many topics the page of charts.
pub const TREND_MONTHS: usize = 24;
pub const STATS_TOPICS: usize = 12;

/// How many papers the card of a day names.
pub const CARD_PAPERS: usize = 4;

/// Plans every file of the site. Where two claim the same path, Offprint's own outputs keep it before pages of content, and those before aliases
/// and files of `static/`; the others are reported and left out.
///
/// `search` tells how the index of the search page is cut, if there is to be one.
pub fn plan(archive: &Archive, theme: &Theme, site: &Site, search: Option<Layout>) -> Checked<Plan> {
    let mut planning = Planning { archive, site, claims: Vec::new(), plan: Plan::default() };
    let shares = budget::share(archive, site);
    planning.plan.data = shares.data;
    planning.plan.authors_from = site.pages.authors.then_some(shares.authors_from);
    planning.pages();
    planning.members(&shares);
    planning.search(search);
    planning.data(&shares);
    planning.files(theme);
    let Planning { claims, mut plan, .. } = planning;
    let mut diagnostics = Vec::new();
    plan.outputs = settle(claims, &mut diagnostics);
    if !diagnostics.is_empty() {
        // Pages that lost their path are not there to be found.
        let paths: HashSet<&str> = plan.outputs.iter().map(|output| output.path.as_str()).collect();
        let mut known: HashSet<String> = HashSet::new();
        plan.sitemap.retain(|(address, _)| {
            let path = routes::file(address);
            paths.contains(path.as_str()) && known.insert(path)
        });
    }
    diagnostics.extend(links::check(archive, &plan));
    Checked { value: plan, diagnostics }
}

/// A file that something wants to be.
struct Claim {
    path: String,
    page: Page,
    /// The content that names the path; Offprint's own outputs have none.
    place: Option<Place>,
}

/// Who keeps a path that several claim: the first in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// An output that Offprint names.
    Own,
    /// A page of content, named by an id or a file name.
    Page,
    /// A path that people write in full: an alias, a file of `static/`.
    Named,
}

impl Claim {
    fn rank(&self) -> Rank {
        match self.page {
            Page::Redirect(_) | Page::File(_) => Rank::Named,
            Page::Paper(_) | Page::Plain(_) => Rank::Page,
            _ => Rank::Own,
        }
    }
}

struct Planning<'a> {
    archive: &'a Archive,
    site: &'a Site,
    claims: Vec<Claim>,
    plan: Plan,
}

impl Planning<'_> {
    fn claim(&mut self, address: &str, page: Page, place: Option<Place>) {
        self.claims.push(Claim { path: routes::file(address), page, place });
    }

    /// Claims an address for a page that search engines should know.
    fn page(
        &mut self,
        address: String,
        page: Page,
        changed: Option<chrono::NaiveDate>,
        place: Option<Place>,
    ) {
        self.claim(&address, page, place);
        self.plan.sitemap.push((address, changed));
    }

    /// The last day on which a page changed, as its entry and the history of its file tell.
    fn changed(&self, file: &str, told: Option<chrono::NaiveDate>) -> Option<chrono::NaiveDate> {
        told.max(self.archive.history.of(file).map(|change| change.date))
    }

    fn pages(&mut self) {
        let (archive, pages) = (self.archive, &self.site.pages);
        let newest = archive.newest();
        self.page(routes::HOME.into(), Page::Home, newest, None);
        for (index, day) in archive.days.iter().enumerate() {
            let address = routes::day(day.date);
            if self.site.cards.days {
                self.claim(&routes::card_of(&address), Page::Card(Portrait::Day(index)), None);
            }
            self.page(address, Page::Day(index), Some(day.date), None);
        }
        let kinds = [(pages.weeks, PeriodKind::Week), (pages.months, PeriodKind::Month)];
        for (_, kind) in kinds.into_iter().filter(|(wanted, _)| *wanted) {
            for period in archive.periods(kind) {
                let changed = archive.days.get(period.days.start).map(|day| day.date);
                let (index, address) = (self.plan.periods.len(), routes::period(kind, period.key));
                // One day is in that order as it is.
                if period.days.len() > 1 {
                    self.by_votes(Listed::Period(index), &address, &papers_of(archive, &period));
                }
                self.page(address, Page::Period(index), changed, None);
                self.plan.periods.push(period);
            }
        }
        if pages.archive {
            self.page(routes::ARCHIVE.into(), Page::Archive, newest, None);
        }
        if pages.trending {
            self.plan.trending = archive.trending(self.site);
            self.page(routes::TRENDING.into(), Page::Trending, newest, None);
        }
        for id in archive.paper_ids() {
            let paper = archive.paper(id);
            let address = routes::paper(&paper.id);
            for (index, alias) in paper.aliases.iter().enumerate() {
                self.redirect(alias, &address, paper.origin.item("aliases", index));
            }
            let changed = self.changed(&paper.origin.file, Some(paper.updated.unwrap_or(paper.day())));
            if self.site.cards.papers {
                self.claim(&routes::card_of(&address), Page::Card(Portrait::Paper(id)), None);
            }
            if self.site.data.markdown {
                self.claim(&format!("{address}index.md"), Page::Twin(id), None);
            }
            self.page(address, Page::Paper(id), changed, Some(paper.origin.key("id")));
        }
        for (index, page) in archive.pages.iter().enumerate() {
            let address = format!("{}/", page.slug);
            for (index, alias) in page.aliases.iter().enumerate() {
                self.redirect(alias, &address, page.origin.item("aliases", index));
            }
            let changed = self.changed(&page.origin.file, page.updated);
            self.page(address, Page::Plain(index), changed, Some(page.origin.place()));
        }
        if pages.stats {
            self.page(routes::STATS.into(), Page::Stats, newest, None);
        }
        if pages.reading {
            self.claim(routes::READING, Page::Reading, None);
        }
        self.page(routes::FEEDS.into(), Page::Feeds, None, None);
    }

    fn redirect(&mut self, alias: &str, to: &str, place: Place) {
        let is_file = alias.ends_with(".html") || alias.ends_with(".htm") || alias.ends_with('/');
        let address = if is_file { alias.to_owned() } else { format!("{alias}/") };
        self.claim(&address, Page::Redirect(to.to_owned()), Some(place));
    }

    /// Topics, authors and organizations: a list of all, a paged list for each, a feed for each.
    fn members(&mut self, shares: &Shares) {
        let (archive, site) = (self.archive, self.site);
        if site.pages.topics {
            self.page(routes::TOPICS.into(), Page::Topics, None, None);
            for (index, topic) in archive.topics.iter().enumerate() {
                let id = TopicId(index as u32);
                let feed = site.feeds.topics.then_some(Page::Feed(Scope::Topic(id)));
                let list = routes::member(routes::TOPICS, &topic.slug);
                self.member(&list, &topic.papers, |number| Page::Topic(id, number), feed);
                self.by_votes(Listed::Topic(id), &list, &topic.papers);
            }
        }
        if site.pages.authors {
            self.page(routes::AUTHORS.into(), Page::Authors, None, None);
            self.plan.letters = letters::letters(archive, &self.plan);
            if self.plan.has_letter_pages() {
                for index in 0..self.plan.letters.len() {
                    let address = routes::letter(&self.plan.letters[index].key);
                    self.page(address, Page::AuthorsOf(index), None, None);
                }
            }
            for (index, person) in archive.people.iter().enumerate() {
                if !self.plan.has_page(person) {
                    continue;
                }
                let id = PersonId(index as u32);
                let feed = site.feeds.authors.then_some(Page::Feed(Scope::Author(id)));
                let list = routes::member(routes::AUTHORS, &person.slug);
                self.member(&list, &person.papers, |number| Page::Author(id, number), feed);
                if shares.authors_by_votes {
                    self.by_votes(Listed::Author(id), &list, &person.papers);
                }
            }
        }
        if site.pages.organizations {
            self.page(routes::ORGANIZATIONS.into(), Page::Organizations, None, None);
            for (index, organization) in archive.organizations.iter().enumerate() {
                let id = OrganizationId(index as u32);
                let feed = site.feeds.organizations.then_some(Page::Feed(Scope::Organization(id)));
                let list = routes::member(routes::ORGANIZATIONS, &organization.slug);
                self.member(&list, &organization.papers, |number| Page::Organization(id, number), feed);
                self.by_votes(Listed::Organization(id), &list, &organization.papers);
            }
        }
    }

    fn member(&mut self, list: &str, papers: &[PaperId], page: impl Fn(u32) -> Page, feed: Option<Page>) {
        let pages = Pages::new(papers.len(), self.site.pages.per_page);
        for number in 1..=pages.last() {
            let newest = papers.get(pages.items(number).start).map(|&id| self.archive.paper(id).day());
            self.page(routes::numbered(list, number, pages.last()), page(number), newest, None);
        }
        if let Some(feed) = feed {
            self.claim(&routes::feed_of(list), feed, None);
        }
    }

    fn search(&mut self, layout: Option<Layout>) {
        let Some(layout) = layout else { return };
        self.page(routes::SEARCH.into(), Page::Search, None, None);
        self.claim("search/index.bin", Page::SearchRoot, None);
        for number in layout.files() {
            self.claim(&format!("search/terms/{number}.bin"), Page::SearchTerms(number), None);
        }
        for number in 0..layout.word_files() {
            self.claim(&format!("search/words/{number}.bin"), Page::SearchWords(number), None);
        }
        for number in 0..layout.blocks() {
            self.claim(&format!("search/cards/{number}.bin"), Page::SearchCards(number), None);
        }
        self.plan.search = Some(layout);
    }

    /// The archive as data.
    fn data(&mut self, shares: &Shares) {
        let (archive, data) = (self.archive, self.plan.data);
        self.claim(routes::DATA, Page::Data(DataFile::Index), None);
        self.claim(routes::DATA_SCHEMA, Page::Data(DataFile::Schema), None);
        if data.papers {
            let whole = Whole::Lines { abstracts: data.abstracts };
            self.plan.lines = parts::cut(archive, whole, shares.lines, parts::PART);
            for part in 0..self.plan.lines.len() {
                let path = routes::part("jsonl", part, self.plan.lines.len());
                self.claim(&path, Page::Data(DataFile::Lines(part)), None);
            }
        }
        if data.bibtex {
            let whole = Whole::Bibtex { abstracts: data.bibtex_abstracts };
            self.plan.bibtex = parts::cut(archive, whole, shares.bibtex, parts::PART);
            for part in 0..self.plan.bibtex.len() {
                let path = routes::part("bib", part, self.plan.bibtex.len());
                self.claim(&path, Page::Data(DataFile::Bibtex(part)), None);
            }
        }
        for (index, day) in archive.days.iter().enumerate() {
            for format in self.plan.formats(data.days, data.day_citations) {
                let path = routes::day_data(day.date, format);
                self.claim(&path, Page::Data(DataFile::Day(index, format)), None);
            }
        }
        for (index, topic) in archive.topics.iter().enumerate() {
            for format in self.plan.formats(data.topics, data.topic_citations) {
                let path = routes::topic_data(&topic.slug, format);
                self.claim(&path, Page::Data(DataFile::Topic(TopicId(index as u32), format)), None);
            }
        }
    }

    fn files(&mut self, theme: &Theme) {
        self.claim(routes::FEED, Page::Feed(Scope::Site), None);
        if self.site.cards.site {
            self.claim(&routes::card_of(routes::HOME), Page::Card(Portrait::Site), None);
        }
        if self.site.feeds.days {
            self.claim(routes::DIGEST, Page::Digest, None);
        }
        let parts = self.plan.sitemap.len().div_ceil(SITEMAP_SIZE);
        if parts <= 1 {
            self.claim(routes::SITEMAP, Page::Sitemap(0), None);
        } else {
            self.claim(routes::SITEMAP, Page::SitemapIndex, None);
            for part in 0..parts {
                self.claim(&sitemap_part(part), Page::Sitemap(part), None);
            }
        }
        self.claim("robots.txt", Page::Robots, None);
        self.claim("404.html", Page::NotFound, None);
        self.claim(".nojekyll", Page::NoJekyll, None);
        self.claim("data/schema.json", Page::Schema, None);
        if self.site.data.llms {
            self.claim(routes::LLMS, Page::Llms, None);
        }
        if self.site.data.freshness {
            self.claim(routes::FRESHNESS, Page::Freshness, None);
        }
        if !self.site.cname.is_empty() {
            self.claim("CNAME", Page::Cname, None);
        }
        for (name, asset) in &theme.assets {
            self.claim(&asset.path, Page::Asset(name.clone()), Some(Place::File(asset.file.clone())));
        }
        for file in &theme.files {
            let path = file.strip_prefix("static/").unwrap_or(file);
            self.claim(path, Page::File(file.clone()), Some(Place::File(file.clone())));
        }
    }
}

/// Returns the address of a part of a sitemap that is too long for one file.
pub fn sitemap_part(part: usize) -> String {
    format!("sitemap-{}.xml", part + 1)
}

/// A claim whose path every system can write, and what file systems compare of it.
struct Valid {
    /// The key of the path, with NUL for the slash. No path holds a NUL, and none sorts before it: what is in a folder directly follows a file
    /// of the folder's name.
    key: String,
    /// Whether the path is its own key, as nearly all are.
    is_plain: bool,
    rank: Rank,
    path: OutPath,
    page: Page,
    place: Option<Place>,
}

impl Valid {
    /// Returns whether this one needs a folder where `file` is a file.
    fn is_inside(&self, file: &Valid) -> bool {
        self.key.strip_prefix(file.key.as_str()).is_some_and(|rest| rest.starts_with('\0'))
    }

    /// Returns the folders that this one is in, outermost first: each as its key and as it is written.
    fn folders(&self) -> impl Iterator<Item = (&str, &str)> {
        let keys = self.key.match_indices('\0').map(|(end, _)| &self.key[..end]);
        keys.zip(self.path.as_str().match_indices('/').map(|(end, _)| &self.path.as_str()[..end]))
    }

    /// Returns a folder that this one and another are both in, and that they write differently.
    fn other_folder<'v>(&'v self, other: &Valid) -> Option<&'v str> {
        let mut both = self.folders().zip(other.folders()).take_while(|((a, _), (b, _))| a == b);
        both.find(|((_, a), (_, b))| a != b).map(|((_, folder), _)| folder)
    }

    /// Returns the path and where content names it.
    fn named(&self) -> Claimed<'_> {
        let is_file_name = matches!(self.page, Page::Plain(_) | Page::File(_));
        Claimed { path: self.path.as_str(), place: self.place.clone(), is_file_name }
    }

    /// As [`named`](Valid::named), for the one that keeps its path: Offprint's own outputs are named by no content, though assets have files.
    fn kept(&self) -> Claimed<'_> {
        let place = self.place.clone().filter(|_| self.rank != Rank::Own);
        Claimed { place, ..self.named() }
    }
}

/// Gives every path to one claim, and reports all others. Whatever a build writes passes here, so `check` finds all that `build` would refuse.
///
/// Two claims collide where any file system takes their paths for one, or where one is a file and the other needs a folder of its name.
fn settle(claims: Vec<Claim>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Output> {
    let mut valid: Vec<Valid> = Vec::with_capacity(claims.len());
    for claim in claims {
        let rank = claim.rank();
        let Claim { path, page, place } = claim;
        match OutPath::new(&path) {
            Ok(path) => {
                let key = filename::key(path.as_str());
                let (is_plain, key) = (matches!(key, Cow::Borrowed(_)), key.replace('/', "\0"));
                valid.push(Valid { key, is_plain, rank, path, page, place });
            }
            Err(bad) => diagnostics.push(problems::bad_path(place, &bad.to_string())),
        }
    }
    valid.sort_by(|a, b| (a.key.as_str(), a.rank).cmp(&(b.key.as_str(), b.rank)));
    let mut kept: Vec<Valid> = Vec::with_capacity(valid.len());
    for claim in valid {
        match kept.last().filter(|first| first.key == claim.key) {
            Some(first) => diagnostics.push(problems::same_path(claim.named(), first.kept())),
            None => kept.push(claim),
        }
    }
    part_files_from_folders(&mut kept, diagnostics);
    spell_folders_alike(&mut kept, diagnostics);
    let outputs = kept.into_iter().map(|Valid { path, page, .. }| Output { path, page });
    let mut outputs: Vec<Output> = outputs.collect();
    outputs.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    outputs
}

/// Where one claim is a file and others need a folder of its name, the file goes if one of the others ranks higher, else the others go: a static
/// file `papers` goes, and so do an alias `feed.xml/old` and a page `robots.txt`. `kept` is sorted by key, each key once.
fn part_files_from_folders(kept: &mut Vec<Valid>, diagnostics: &mut Vec<Diagnostic>) {
    let mut goes: Vec<bool> = vec![false; kept.len()];
    let mut at = 0;
    while let Some(file) = kept.get(at) {
        let inside = || kept[at + 1..].iter().take_while(|claim| claim.is_inside(file));
        let Some(first) = inside().min_by_key(|claim| claim.rank) else {
            at += 1;
            continue;
        };
        if first.rank < file.rank {
            goes[at] = true;
            diagnostics.push(problems::file_as_folder(file.named(), first.kept()));
            at += 1;
            continue;
        }
        let mut end = at + 1;
        for claim in inside() {
            diagnostics.push(problems::inside_file(claim.named(), file.kept()));
            goes[end] = true;
            end += 1;
        }
        at = end;
    }
    let mut goes = goes.into_iter();
    kept.retain(|_| !goes.next().unwrap_or_default());
}

/// Where one folder is written in several ways, such as `Papers` and `papers`, the way of the highest rank stays: some systems make one folder of
/// all, with whichever name comes first, and links to the others lead nowhere on a host that tells them apart. `kept` is sorted by key.
fn spell_folders_alike(kept: &mut Vec<Valid>, diagnostics: &mut Vec<Diagnostic>) {
    // Whatever is in one folder stands together, so neighbours show whether there is anything to do.
    if kept.array_windows().all(|[a, b]| (a.is_plain && b.is_plain) || a.other_folder(b).is_none()) {
        return;
    }
    let mut order: Vec<usize> = (0..kept.len()).collect();
    order.sort_by_key(|&at| kept[at].rank);
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut goes: Vec<bool> = vec![false; kept.len()];
    for at in order {
        for (key, folder) in kept[at].folders() {
            let winner = &kept[*first.entry(key).or_insert(at)];
            if let Some(other) = winner.other_folder(&kept[at]) {
                diagnostics.push(problems::other_folder(kept[at].named(), folder, winner.kept(), other));
                goes[at] = true;
                break;
            }
        }
    }
    let mut goes = goes.into_iter();
    kept.retain(|_| !goes.next().unwrap_or_default());
}
