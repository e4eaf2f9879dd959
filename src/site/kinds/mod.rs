//! Every kind of file that a site has, one file each: which files there are and where, what one is made of, and how it is made.
//!
//! [`Kind`] is what a kind has to say, and the table at the end lists the kinds. All else follows from the two: the plan, fingerprints,
//! the navigation, the templates that a theme needs, and the report of a site's size. What makes a file sees its inputs and what all pages
//! share; it has no way to the archive, the plan or the settings.

mod all_bibtex;
mod all_lines;
mod asset;
mod author;
mod authors;
mod calendar;
mod card;
mod cname;
mod comments;
mod data_index;
mod data_schema;
mod day;
mod day_data;
mod digest;
mod entry_schema;
mod feed;
mod feeds;
mod freshness;
mod home;
mod list;
mod llms;
mod no_jekyll;
mod not_found;
mod organization;
mod organizations;
mod paper;
mod period;
mod plain;
mod reading;
mod redirect;
mod registry;
mod robots;
mod scholar;
mod search;
mod search_index;
mod sitemap;
mod static_file;
mod stats;
#[cfg(test)]
mod tests;
mod topic;
mod topic_data;
mod topics;
mod trend;
mod trending;
mod twin;
mod venue;
mod year;

pub use author::FEED_SIZE as AUTHOR_FEED_SIZE;
pub use comments::allowed as comments_policy;
pub use paper::GROUP as PAPER_PAGES;

use crate::archive::history::{Change, History};
use crate::archive::{Archive, OrganizationId, PaperId, PeriodKind, PersonId, Related, TopicId};
use crate::config::{Site, Wish};
use crate::content::Paper;
use crate::diagnostic::{Checked, Place};
use crate::site::export::json::{Depth, record};
use crate::site::export::{self, VERSION, title_of};
use crate::site::inputs::{Fold, Inputs, inputs};
use crate::site::plan::{
    self, Claim, Costs, Format, Listed, Outline, Output, Rank, Shares, links, parts, routes,
};
use crate::site::records::{
    Counted, Counts, DayInput, IndexFile, OrganizationInput, PaperInput, PersonInput, Records, TopicInput,
    Trend,
};
use crate::site::search::{Layout, Sums};
use crate::site::shared::{
    CountedView, Frames, LinkView, Menu, PageView, PagerView, Row, Shared, Switch, Views, byline, dates,
};
use crate::source::{FilePath, Sources};
use crate::text::date::PartialDate;
use crate::text::markdown;
use crate::theme::{PageError, Theme, View};
use chrono::NaiveDate;
use registry::{Registered, kinds};
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;
use std::io;
use std::sync::Arc;

/// What the report of a site's size counts together: files that there is one of, and files that are published as they are.
const OTHER: &str = "other files";
const STATIC: &str = "theme and static files";

/// A kind of file.
pub trait Kind {
    /// Tells one file of the kind from the others.
    type Id: Clone + PartialEq + std::fmt::Debug;
    /// What a file is made of.
    type Inputs<'a>: Inputs;

    /// What the report of the site's size counts it under. Several kinds may count together.
    const GROUP: &'static str;
    /// Settings of which each switches the kind off.
    const SWITCHES: &'static [Switch] = &[];
    /// The part of the site that the navigation leads to by its page.
    const MENU: Option<Menu> = None;
    /// What makes a page of what [`Kind::make`] returns.
    const TEMPLATE: Option<&'static str> = None;
    /// Who keeps a path that this kind and another claim.
    const RANK: Rank = Rank::Own;
    /// Whether the name of a file of content is the path.
    const IS_FILE_NAME: bool = false;
    /// Whether it is a feed of papers: the settings of feeds make them longer or shorter.
    const IS_FEED_OF_PAPERS: bool = false;
    /// What its fingerprint begins from.
    const BASE: Base = Base::Pages;

    /// Claims the files of this kind, where its switches are on.
    fn plan(planning: &mut Planning<'_>);

    /// Returns what a file is made of.
    fn inputs<'a>(id: &'a Self::Id, records: &'a Records<'a>) -> Self::Inputs<'a>;

    /// Makes a file, or what its template sees.
    fn make(inputs: &Self::Inputs<'_>, shared: &Shared<'_>) -> Made;
}

/// What fingerprints of a kind begin from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// What all pages show.
    Pages,
    /// The words and colours of pictures.
    Pictures,
    /// What the file holds is at hand, so there is no need for a fingerprint.
    None,
}

/// What a kind makes.
pub enum Made {
    /// What the template of the kind sees.
    Views(Views),
    Bytes(Vec<u8>),
    Shared(Arc<[u8]>),
    /// A file of the site, as it is.
    File(FilePath),
}

impl From<String> for Made {
    fn from(text: String) -> Made {
        Made::Bytes(text.into_bytes())
    }
}

/// Every file of the site.
#[derive(Debug, Default)]
pub struct Plan {
    /// By path; no two share one.
    pub outputs: Vec<Output<Page>>,
    pub outline: Outline,
    /// The parts of the site that the navigation leads to.
    pub menu: Vec<Menu>,
}

impl Plan {
    /// Returns the page at a path of the site, such as `papers/2503.02130/index.html`.
    pub fn page_at(&self, path: &str) -> Option<&Page> {
        let at = self.outputs.binary_search_by(|output| output.path.as_str().cmp(path)).ok()?;
        self.outputs.get(at).map(|output| &output.page)
    }
}

/// What a site is made of.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    pub archive: &'a Archive,
    /// When each file was changed last.
    pub history: &'a History,
    pub site: &'a Site,
    pub theme: &'a Theme,
}

/// Plans every file of the site. Where two claim the same path, Offprint's own outputs keep it before pages of content, and those before aliases
/// and files of `static/`; the others are reported and left out.
///
/// `search` tells how the index of the search page is cut, if there is to be one.
pub fn plan(basis: Basis<'_>, search: Option<Layout>) -> Checked<Plan> {
    let Basis { archive, history, site, theme } = basis;
    let venues = if site.pages.venues { plan::Venues::new(archive) } else { plan::Venues::default() };
    let costs = Costs {
        paper: paper::BYTES,
        related: paper::BYTES_OF_RELATED,
        searched: search_index::BYTES,
        author: author::BYTES,
        author_by_votes: author::BYTES_BY_VOTES,
        listed: day_data::BYTES,
        cited: day_data::BYTES_OF_CITATIONS,
        venues: venues.all.iter().map(|venue| venue::bytes(venue, site)).sum(),
    };
    let shares = plan::share(archive, site, costs);
    let outline = Outline {
        data: shares.data,
        authors_from: site.pages.authors.then_some(shares.authors_from),
        venues,
        search,
        ..Outline::default()
    };
    let mut planning =
        Planning { archive, history, site, theme, shares, outline, claims: Vec::new(), menu: Vec::new() };
    plan_all(&mut planning);
    let Planning { claims, mut outline, menu, .. } = planning;
    let mut diagnostics = Vec::new();
    let outputs = plan::settle(claims, &mut diagnostics);
    if !diagnostics.is_empty() {
        // Pages that lost their path are not there to be found.
        let paths: HashSet<&str> = outputs.iter().map(|output| output.path.as_str()).collect();
        let mut known: HashSet<String> = HashSet::new();
        outline.sitemap.retain(|(address, _)| {
            let path = routes::file(address);
            paths.contains(path.as_str()) && known.insert(path)
        });
    }
    let texts = |page: &Page| match page {
        Page::Paper(id) => Some(links::Texts::Paper(*id)),
        Page::Plain(index) => Some(links::Texts::Plain(*index)),
        _ => None,
    };
    diagnostics.extend(links::check(archive, &outline, &outputs, texts));
    Checked { value: Plan { outputs, outline, menu }, diagnostics }
}

/// What kinds plan their files by, and what they claim.
pub struct Planning<'a> {
    archive: &'a Archive,
    history: &'a History,
    site: &'a Site,
    theme: &'a Theme,
    shares: Shares,
    outline: Outline,
    claims: Vec<Claim<Page>>,
    menu: Vec<Menu>,
}

impl Planning<'_> {
    /// Claims an address.
    fn claim<K: Registered>(&mut self, address: &str, id: K::Id) {
        self.claim_named::<K>(address, id, None);
    }

    /// As [`Planning::claim`]; `place` is the content that names the address.
    fn claim_named<K: Registered>(&mut self, address: &str, id: K::Id, place: Option<Place>) {
        self.claims.push(Claim {
            path: routes::file(address),
            page: K::page(id),
            rank: K::RANK,
            is_file_name: K::IS_FILE_NAME,
            place,
        });
    }

    /// Claims an address for a page that search engines should know.
    fn page<K: Registered>(&mut self, address: String, id: K::Id, changed: Option<NaiveDate>) {
        self.page_named::<K>(address, id, changed, None);
    }

    fn page_named<K: Registered>(
        &mut self,
        address: String,
        id: K::Id,
        changed: Option<NaiveDate>,
        place: Option<Place>,
    ) {
        self.claim_named::<K>(&address, id, place);
        self.outline.sitemap.push((address, changed));
    }

    /// The last day on which a page changed, as its entry and the history of its file tell.
    fn changed(&self, file: &str, told: Option<NaiveDate>) -> Option<NaiveDate> {
        told.max(self.history.of(file).map(|change| change.date))
    }
}

/// Makes the files of a site. Any file, in any order, on any thread.
pub struct Press<'a> {
    records: Records<'a>,
    shared: Shared<'a>,
    theme: &'a Theme,
}

/// Why a file could not be made.
#[derive(Debug)]
pub enum RenderError {
    /// The theme is at fault.
    Template(PageError),
    /// A file that is published as it is cannot be read.
    Read { path: String, error: io::Error },
}

/// What a file holds.
pub enum Bytes {
    Own(Vec<u8>),
    Shared(Arc<[u8]>),
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        match self {
            Bytes::Own(bytes) => bytes,
            Bytes::Shared(bytes) => bytes,
        }
    }
}

impl<'a> Press<'a> {
    pub fn new(basis: Basis<'a>, related: &'a Related, plan: &'a Plan) -> Press<'a> {
        let Basis { archive, history, site, theme } = basis;
        let outline = &plan.outline;
        let shared = Shared::new(archive, outline, site, &theme.texts, &plan.menu);
        let records = Records::new(archive, related, history, outline, site, theme);
        Press { records, shared, theme }
    }

    /// Puts frames around the pages.
    pub fn framed(self, frames: &'a Frames) -> Press<'a> {
        Press { shared: self.shared.framed(frames), ..self }
    }

    /// Gathers what these pages need of all papers. Others of the search index may not be asked for.
    pub fn only<'p>(self, pages: impl Iterator<Item = &'p Page> + Clone) -> Press<'a> {
        let terms = pages.clone().filter_map(|page| match page {
            Page::SearchIndex(IndexFile::Terms(file)) => Some(*file),
            _ => None,
        });
        let words = pages.filter_map(|page| match page {
            Page::SearchIndex(IndexFile::Words(file)) => Some(*file),
            _ => None,
        });
        Press { records: self.records.only(terms, words), ..self }
    }

    /// Returns what every template sees.
    pub fn globals(&self) -> [(&'static str, View); 3] {
        let assets = self.theme.assets.iter();
        let urls: BTreeMap<&String, String> =
            assets.map(|(name, asset)| (name, self.shared.url(&asset.path))).collect();
        [("site", self.shared.view()), ("assets", View::of(&urls)), ("theme", View::of(&self.theme.params))]
    }

    /// Renders the frames of all pages.
    ///
    /// # Errors
    /// Where a template of theirs asks for what is not there.
    pub fn frames(&self) -> Result<Frames, PageError> {
        Frames::new(&self.shared, &self.theme.engine, &comments_policy(&self.shared))
    }

    /// Makes a file.
    ///
    /// # Errors
    /// Where a template asks for what is not there, or a file of `static/` cannot be read. Content is never the reason.
    pub fn render(&self, page: &Page, sources: &Sources) -> Result<Bytes, RenderError> {
        match page.make(&self.records, &self.shared) {
            Made::Bytes(bytes) => Ok(Bytes::Own(bytes)),
            Made::Shared(bytes) => Ok(Bytes::Shared(bytes)),
            Made::File(path) => match sources.bytes(&path) {
                Ok(bytes) => Ok(Bytes::Shared(bytes)),
                Err(error) => Err(RenderError::Read { path: path.to_string(), error }),
            },
            Made::Views(views) => {
                let template = page.template().expect("invariant: a kind that makes views has a template");
                self.theme.engine.render(template, views).map(Bytes::Own).map_err(RenderError::Template)
            }
        }
    }

    /// Returns the fingerprints of files. `base` is a digest of the program, the settings and the theme; `sums` are those of the search index.
    pub fn fingerprints(self, base: u64, sums: &'a Sums) -> Fingerprints<'a> {
        let (pages, pictures) = (self.shared.base(base), self.shared.base_of_pictures());
        Fingerprints { records: self.records.with_sums(sums), pages, pictures }
    }
}

/// The fingerprints of all files.
pub struct Fingerprints<'a> {
    records: Records<'a>,
    pages: Fold,
    pictures: Fold,
}

impl Fingerprints<'_> {
    /// Returns the fingerprint of a file; none where what it holds is at hand.
    pub fn of(&self, page: &Page) -> Option<u64> {
        match page.base() {
            Base::Pages => Some(page.fold(&self.records, self.pages)),
            Base::Pictures => Some(page.fold(&self.records, self.pictures)),
            Base::None => None,
        }
    }
}

// The order is that of the sitemap and of the report of a site's size. A kind comes behind those whose part of the plan it reads.
kinds! {
    Home = home::Home,
    Day = day::Days,
    Week = period::Weeks,
    WeekByVotes = period::WeeksByVotes,
    Month = period::Months,
    MonthByVotes = period::MonthsByVotes,
    Year = year::Years,
    Calendar = calendar::Calendar,
    Trending = trending::Trending,
    Paper = paper::Papers,
    Plain = plain::PlainPages,
    Stats = stats::Stats,
    Reading = reading::Reading,
    Feeds = feeds::FeedsPage,
    Topics = topics::AllTopics,
    Topic = topic::Topics,
    TopicByVotes = topic::TopicsByVotes,
    Authors = authors::AllAuthors,
    AuthorsOfLetter = authors::Letters,
    Author = author::Authors,
    AuthorByVotes = author::AuthorsByVotes,
    Organizations = organizations::AllOrganizations,
    Organization = organization::Organizations,
    OrganizationByVotes = organization::OrganizationsByVotes,
    AllVenues = venue::AllVenues,
    Venue = venue::Venues,
    Search = search::SearchPage,
    SearchIndex = search_index::SearchIndex,
    SiteFeed = feed::SiteFeed,
    SiteAtom = feed::SiteAtom,
    Digest = digest::Digest,
    TopicFeed = topic::TopicFeeds,
    AuthorFeed = author::AuthorFeeds,
    OrganizationFeed = organization::OrganizationFeeds,
    VenueFeed = venue::VenueFeeds,
    Redirect = redirect::Redirects,
    Sitemap = sitemap::Sitemaps,
    SitemapIndex = sitemap::SitemapIndex,
    SiteCard = card::SiteCard,
    DayCard = card::DayCards,
    PaperCard = card::PaperCards,
    DataIndex = data_index::DataIndex,
    DataSchema = data_schema::DataSchema,
    AllLines = all_lines::AllLines,
    AllBibtex = all_bibtex::AllBibtex,
    DayData = day_data::DayData,
    DayCitations = day_data::DayCitations,
    TopicData = topic_data::TopicData,
    TopicCitations = topic_data::TopicCitations,
    Twin = twin::Twins,
    EntrySchema = entry_schema::EntrySchema,
    Llms = llms::Llms,
    Freshness = freshness::Freshness,
    Robots = robots::Robots,
    NotFound = not_found::NotFound,
    NoJekyll = no_jekyll::NoJekyll,
    Cname = cname::Cname,
    Asset = asset::Assets,
    StaticFile = static_file::StaticFiles,
}
