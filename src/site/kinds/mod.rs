//! All kinds of files of a site, one file each: paths, inputs and content.
//!
//! A kind implements [`Kind`], and the table at the end lists all kinds. The plan, fingerprints, the navigation, the templates that a theme
//! needs and the report of the site's size follow from these. Code that makes a file sees its inputs and what all pages share, but not the
//! archive, the plan or the settings.

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
mod for_you;
mod freshness;
mod history;
mod home;
mod list;
mod llms;
mod message;
mod no_jekyll;
mod not_found;
mod opml;
mod organization;
mod organizations;
mod paper;
mod period;
mod plain;
mod query;
mod reading;
mod redirect;
mod registry;
mod removals;
mod robots;
mod scholar;
mod search;
mod search_facets;
mod search_index;
mod search_names;
mod search_pages;
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
pub(crate) use comments::allowed as comments_policy;
pub(crate) use message::{Among, Issue};
pub(crate) use paper::GROUP as PAPER_PAGES;
pub(crate) use removals::LAST_FEED;

use crate::archive::history::{Change, History};
use crate::archive::{Archive, OrganizationId, PaperId, PeriodKind, PersonId, Related, TopicId};
use crate::config::{Site, Wish};
use crate::content::Paper;
use crate::diagnostic::{Checked, Location};
use crate::site::export::json::{Depth, record};
use crate::site::export::{self, VERSION, title_of};
use crate::site::inputs::{InputHasher, Inputs, inputs};
use crate::site::plan::{
    self, Claim, Costs, Format, Listed, Outline, Output, Rank, Shares, links, parts, routes,
};
use crate::site::records::{
    Counted, Counts, DayInput, IndexFile, OrganizationInput, PaperInput, PersonInput, Records, TopicInput,
    Trend,
};
use crate::site::search::{Layout, Sums, TermFiles};
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

/// Groups in the report of the site's size: single files, and files published unchanged.
const OTHER: &str = "other files";
const STATIC: &str = "theme and static files";

/// A kind of file.
pub trait Kind {
    /// Identifies a file of this kind.
    type Id: Clone + PartialEq + std::fmt::Debug;
    /// The inputs of a file.
    type Inputs<'a>: Inputs;

    /// The group in the report of the site's size, shared by related kinds.
    const GROUP: &'static str;
    /// Settings that each switch the kind off.
    const SWITCHES: &'static [Switch] = &[];
    /// The navigation item that links to the kind's page.
    const MENU: Option<Menu> = None;
    /// The template for the views that [`Kind::make`] returns.
    const TEMPLATE: Option<&'static str> = None;
    /// Decides between several claims to a path.
    const RANK: Rank = Rank::Own;
    /// Whether the path is the name of a file of content.
    const IS_FILE_NAME: bool = false;
    /// Whether it is a feed of papers, whose size depends on the settings of feeds.
    const IS_FEED_OF_PAPERS: bool = false;
    /// The start of its fingerprint.
    const BASE: Base = Base::Pages;

    /// Claims the files of this kind. Called only if all switches are on.
    fn plan(planning: &mut Planning<'_>);

    /// Returns the inputs of a file.
    fn inputs<'a>(id: &'a Self::Id, records: &'a Records<'a>) -> Self::Inputs<'a>;

    /// Returns a file, or the views for its template.
    fn make(inputs: &Self::Inputs<'_>, shared: &Shared<'_>) -> Made;
}

/// The start of the fingerprints of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// A hash of what all pages show.
    Pages,
    /// A hash of the texts and colours of images.
    Pictures,
    /// No fingerprint: the content is available without work.
    None,
}

/// The result of [`Kind::make`].
pub enum Made {
    /// Views for the kind's template.
    Views(Views),
    /// The content.
    Bytes(Vec<u8>),
    /// The content, shared.
    Shared(Arc<[u8]>),
    /// A file of the site, unchanged.
    File(FilePath),
}

impl From<String> for Made {
    fn from(text: String) -> Made {
        Made::Bytes(text.into_bytes())
    }
}

/// All files of the site.
#[derive(Debug, Default)]
pub struct Plan {
    /// By path; paths are unique.
    pub outputs: Vec<Output<Page>>,
    /// Facts about the site that several kinds use.
    pub outline: Outline,
    /// Navigation items that link to pages of this site.
    pub menu: Vec<Menu>,
}

impl Plan {
    /// Returns the page at a path of the site, such as `papers/2503.02130/index.html`.
    pub fn page_at(&self, path: &str) -> Option<&Page> {
        let at = self.outputs.binary_search_by(|output| output.path.as_str().cmp(path)).ok()?;
        self.outputs.get(at).map(|output| &output.page)
    }
}

/// The parts that a site is made from.
#[derive(Clone, Copy)]
pub struct Basis<'a> {
    /// All published content.
    pub archive: &'a Archive,
    /// The last change of each file.
    pub history: &'a History,
    /// The settings.
    pub site: &'a Site,
    /// The theme.
    pub theme: &'a Theme,
}

/// Plans all files of the site. If several claim a path, Offprint's own outputs win over pages of content, and these over aliases and files
/// of `static/`; the losers are reported and omitted.
///
/// `search` is the layout of the search index, if the site has one.
pub fn plan(basis: Basis<'_>, search: Option<Layout>) -> Checked<Plan> {
    let Basis { archive, history, site, theme } = basis;
    let venues = if site.pages.venues { plan::Venues::new(archive) } else { plan::Venues::default() };
    let mut diagnostics = Vec::new();
    let queries = plan::queries::queries(archive, site, &mut diagnostics);
    let costs = Costs {
        paper: paper::BYTES,
        related: paper::BYTES_OF_RELATED,
        searched: search_index::BYTES,
        author: author::BYTES,
        author_by_votes: author::BYTES_BY_VOTES,
        archived: history::BYTES,
        listed: day_data::BYTES,
        cited: day_data::BYTES_OF_CITATIONS,
        lists: venues
            .all
            .iter()
            .map(|venue| venue.papers.len())
            .chain(queries.iter().map(|query| query.papers.len()))
            .map(|papers| venue::bytes(papers, site))
            .sum(),
    };
    let mut months = plan::months::months(archive);
    let shares = plan::share(archive, site, &months, costs);
    months.iter_mut().for_each(|month| month.is_whole &= shares.history_texts);
    months.truncate(if shares.history { months.len() } else { 0 });
    let outline = Outline {
        data: shares.data,
        authors_from: site.pages.authors.then_some(shares.authors_from),
        venues,
        months,
        queries,
        search,
        ..Outline::default()
    };
    let mut planning =
        Planning { archive, history, site, theme, shares, outline, claims: Vec::new(), menu: Vec::new() };
    plan_all(&mut planning);
    let Planning { claims, mut outline, menu, .. } = planning;
    let known = diagnostics.len();
    let outputs = plan::settle(claims, &mut diagnostics);
    if diagnostics.len() > known {
        let paths: HashSet<&str> = outputs.iter().map(|output| output.path.as_str()).collect();
        let mut known: HashSet<String> = HashSet::new();
        outline.sitemap.retain(|(address, _)| {
            let path = routes::file(address);
            paths.contains(path.as_str()) && known.insert(path)
        });
    }
    let texts = |page: &Page| match page {
        Page::Paper(id) => Some(links::Texts::Paper(*id)),
        Page::Plain(id) => Some(links::Texts::Plain(id.index)),
        _ => None,
    };
    diagnostics.extend(links::check(archive, &outline, &outputs, texts));
    Checked { value: Plan { outputs, outline, menu }, diagnostics }
}

/// The state of planning.
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

/// Outputs that a file of the same name in `static/` replaces.
pub const REPLACEABLE: [&str; 5] = ["404.html", "robots.txt", "CNAME", "llms.txt", ".nojekyll"];

impl Planning<'_> {
    fn claim<K: Registered>(&mut self, address: &str, id: K::Id) {
        self.claim_named::<K>(address, id, None);
    }

    /// Claims an address of [`REPLACEABLE`] unless the site has a file of its own for it in `static/`.
    fn claim_unless_static<K: Registered>(&mut self, address: &str, id: K::Id) {
        debug_assert!(REPLACEABLE.contains(&address));
        let is_own = |file: &FilePath| file.strip_prefix("static/") == Some(address);
        if !self.theme.files.iter().any(is_own) {
            self.claim::<K>(address, id);
        }
    }

    /// Like [`Planning::claim`]; `place` is the content that names the address.
    fn claim_named<K: Registered>(&mut self, address: &str, id: K::Id, place: Option<Location>) {
        // A file that replaces an output has the rank of that output.
        let is_own = K::RANK == Rank::Named && K::IS_FILE_NAME && REPLACEABLE.contains(&address);
        self.claims.push(Claim {
            path: routes::file(address),
            page: K::page(id),
            rank: if is_own { Rank::Own } else { K::RANK },
            is_file_name: K::IS_FILE_NAME,
            place,
        });
    }

    /// Claims an address of a page for the sitemap.
    fn page<K: Registered>(&mut self, address: String, id: K::Id, changed: Option<NaiveDate>) {
        self.page_named::<K>(address, id, changed, None);
    }

    fn page_named<K: Registered>(
        &mut self,
        address: String,
        id: K::Id,
        changed: Option<NaiveDate>,
        place: Option<Location>,
    ) {
        self.claim_named::<K>(&address, id, place);
        self.outline.sitemap.push((address, changed));
    }

    /// Returns the last change of a page: by its entry or by the history of its file, whichever is later.
    fn changed(&self, file: &str, by_entry: Option<NaiveDate>) -> Option<NaiveDate> {
        by_entry.max(self.history.last_change(file).map(|change| change.date))
    }
}

/// Makes the files of a site, in any order and on any thread.
pub struct Press<'a> {
    records: Records<'a>,
    shared: Shared<'a>,
    theme: &'a Theme,
}

/// Why a file could not be made.
#[derive(Debug)]
pub enum RenderError {
    /// A template failed.
    Template(PageError),
    /// A file of the site could not be read.
    Read {
        /// The path of the file.
        path: String,
        /// The error of the operating system.
        error: io::Error,
    },
}

/// The content of a file.
pub enum Bytes {
    /// Made for this file.
    Own(Vec<u8>),
    /// Shared with its source.
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
    /// Returns a press for the files of a plan.
    pub fn new(basis: Basis<'a>, related: &'a Related, plan: &'a Plan) -> Press<'a> {
        let Basis { archive, history, site, theme } = basis;
        let outline = &plan.outline;
        let shared = Shared::new(archive, outline, site, &theme.texts, &plan.menu);
        let records = Records::new(archive, related, history, outline, site, theme);
        Press { records, shared, theme }
    }

    /// Returns the press with the frames of its pages.
    pub fn framed(self, frames: &'a Frames) -> Press<'a> {
        Press { shared: self.shared.framed(frames), ..self }
    }

    /// Prepares these pages, which includes gathering the terms of files of the search index. Other such files must not be requested then.
    pub fn only<'p>(self, pages: impl Iterator<Item = &'p Page>) -> Press<'a> {
        let mut files = TermFiles::default();
        for page in pages {
            match page {
                Page::SearchIndex(IndexFile::Terms(file)) => files.terms.push(*file),
                Page::SearchIndex(IndexFile::Words(file)) => files.words.push(*file),
                Page::SearchIndex(IndexFile::Meanings(file)) => files.meanings.push(*file),
                _ => {}
            }
        }
        Press { records: self.records.only(&files), ..self }
    }

    /// Returns the values that every template sees.
    pub fn globals(&self) -> [(&'static str, View); 3] {
        let assets = self.theme.assets.iter();
        let urls: BTreeMap<&String, String> =
            assets.map(|(name, asset)| (name, self.shared.url(&asset.path))).collect();
        [("site", self.shared.view()), ("assets", View::new(&urls)), ("theme", View::new(&self.theme.params))]
    }

    /// Renders the frames of all pages.
    ///
    /// # Errors
    /// A template error in a frame's template.
    pub fn frames(&self) -> Result<Frames, PageError> {
        Frames::new(&self.shared, &self.theme.engine, &comments_policy(&self.shared))
    }

    /// Makes a file.
    ///
    /// # Errors
    /// A template error, or a file of `static/` that cannot be read. Content is never the reason.
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

    /// Returns the fingerprints of files. `base` is a hash of program, settings and theme; `sums` are the checksums of the search index.
    pub fn fingerprints(self, base: u64, sums: &'a Sums) -> Fingerprints<'a> {
        let (pages, pictures) = (self.shared.base(base), self.shared.base_of_pictures());
        Fingerprints { records: self.records.with_sums(sums), pages, pictures }
    }
}

/// The fingerprints of all files.
pub struct Fingerprints<'a> {
    records: Records<'a>,
    pages: InputHasher,
    pictures: InputHasher,
}

impl Fingerprints<'_> {
    /// Returns the fingerprint of a file; `None` if its kind has none.
    pub fn fingerprint(&self, page: &Page) -> Option<u64> {
        match page.base() {
            Base::Pages => Some(page.fingerprint(&self.records, self.pages)),
            Base::Pictures => Some(page.fingerprint(&self.records, self.pictures)),
            Base::None => None,
        }
    }
}

// The order of the sitemap and of the report of the site's size. A kind follows the kinds whose part of the plan it reads.
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
    ForYou = for_you::ForYou,
    ForYouPapers = for_you::ForYouPapers,
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
    List = query::Queries,
    ListByVotes = query::QueriesByVotes,
    Search = search::SearchPage,
    SearchIndex = search_index::SearchIndex,
    SearchPages = search_pages::SearchPages,
    SearchNames = search_names::SearchNames,
    SearchFacets = search_facets::SearchFacets,
    SiteFeed = feed::SiteFeed,
    SiteAtom = feed::SiteAtom,
    SiteJson = feed::SiteJson,
    History = history::Months,
    DayDigest = digest::DayDigests,
    WeekDigest = digest::WeekDigests,
    TopicFeed = topic::TopicFeeds,
    TopicAtom = topic::TopicAtom,
    TopicJson = topic::TopicJson,
    AuthorFeed = author::AuthorFeeds,
    AuthorAtom = author::AuthorAtom,
    AuthorJson = author::AuthorJson,
    OrganizationFeed = organization::OrganizationFeeds,
    OrganizationAtom = organization::OrganizationAtom,
    OrganizationJson = organization::OrganizationJson,
    VenueFeed = venue::VenueFeeds,
    VenueAtom = venue::VenueAtom,
    VenueJson = venue::VenueJson,
    ListFeed = query::QueryFeeds,
    ListAtom = query::QueryAtom,
    ListJson = query::QueryJson,
    Opml = opml::Opml,
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
