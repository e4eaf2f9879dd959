//! What kinds of file a site has, for telling how much there is of each.

use super::{DataFile, Format, Listed, Page, Plan, Scope};
use crate::archive::PeriodKind;

/// A kind of file. Lists of all topics, all authors and all organizations count with the pages they lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Paper,
    Day,
    Week,
    Month,
    Topic,
    Author,
    Organization,
    SiteFeed,
    DayFeed,
    TopicFeed,
    AuthorFeed,
    OrganizationFeed,
    /// The search page and its index.
    Search,
    Plain,
    Redirect,
    Sitemap,
    /// Pictures of pages, for those who link to them.
    Card,
    /// All papers in files of their own.
    Lines,
    Bibtex,
    DayData,
    TopicData,
    /// BibTeX, RIS and CSL-JSON of days and topics.
    Citations,
    /// Papers as markdown.
    Twin,
    /// The theme's files, and those of `static/`.
    Static,
    /// What there is one of: the home page, the calendar, `robots.txt`.
    Other,
}

impl Kind {
    /// All of them, in the order in which they are told.
    pub const ALL: [Kind; 25] = [
        Kind::Paper,
        Kind::Day,
        Kind::Week,
        Kind::Month,
        Kind::Topic,
        Kind::Author,
        Kind::Organization,
        Kind::SiteFeed,
        Kind::DayFeed,
        Kind::TopicFeed,
        Kind::AuthorFeed,
        Kind::OrganizationFeed,
        Kind::Search,
        Kind::Plain,
        Kind::Redirect,
        Kind::Sitemap,
        Kind::Card,
        Kind::Lines,
        Kind::Bibtex,
        Kind::DayData,
        Kind::TopicData,
        Kind::Citations,
        Kind::Twin,
        Kind::Static,
        Kind::Other,
    ];

    /// Returns what people call files of this kind.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Paper => "paper pages",
            Kind::Day => "day pages",
            Kind::Week => "week pages",
            Kind::Month => "month pages",
            Kind::Topic => "topic pages",
            Kind::Author => "author pages",
            Kind::Organization => "organization pages",
            Kind::SiteFeed => "feed of the site",
            Kind::DayFeed => "feed of days",
            Kind::TopicFeed => "feeds of topics",
            Kind::AuthorFeed => "feeds of authors",
            Kind::OrganizationFeed => "feeds of organizations",
            Kind::Search => "search and its index",
            Kind::Plain => "plain pages",
            Kind::Redirect => "redirects",
            Kind::Sitemap => "sitemaps",
            Kind::Card => "social cards",
            Kind::Lines => "all papers as JSON",
            Kind::Bibtex => "all papers as BibTeX",
            Kind::DayData => "days as JSON",
            Kind::TopicData => "topics as JSON",
            Kind::Citations => "citations of lists",
            Kind::Twin => "papers as markdown",
            Kind::Static => "theme and static files",
            Kind::Other => "other files",
        }
    }
}

impl Plan {
    /// Returns what kind of file a page of this plan is.
    pub fn kind(&self, page: &Page) -> Kind {
        match page {
            Page::Paper(_) => Kind::Paper,
            Page::Day(_) => Kind::Day,
            Page::Period(index) | Page::Votes(Listed::Period(index)) => {
                match self.periods.get(*index).map(|period| period.kind) {
                    Some(PeriodKind::Week) => Kind::Week,
                    Some(PeriodKind::Month) => Kind::Month,
                    None => Kind::Other,
                }
            }
            Page::Topics | Page::Topic(..) | Page::Votes(Listed::Topic(_)) => Kind::Topic,
            Page::Authors | Page::AuthorsOf(_) | Page::Author(..) | Page::Votes(Listed::Author(_)) => {
                Kind::Author
            }
            Page::Organizations | Page::Organization(..) | Page::Votes(Listed::Organization(_)) => {
                Kind::Organization
            }
            Page::Feed(Scope::Site) => Kind::SiteFeed,
            Page::Digest => Kind::DayFeed,
            Page::Feed(Scope::Topic(_)) => Kind::TopicFeed,
            Page::Feed(Scope::Author(_)) => Kind::AuthorFeed,
            Page::Feed(Scope::Organization(_)) => Kind::OrganizationFeed,
            Page::Search
            | Page::SearchRoot
            | Page::SearchTerms(_)
            | Page::SearchWords(_)
            | Page::SearchCards(_) => Kind::Search,
            Page::Plain(_) => Kind::Plain,
            Page::Redirect(_) => Kind::Redirect,
            Page::Sitemap(_) | Page::SitemapIndex => Kind::Sitemap,
            Page::Card(_) => Kind::Card,
            Page::Data(DataFile::Lines(_)) => Kind::Lines,
            Page::Data(DataFile::Bibtex(_)) => Kind::Bibtex,
            Page::Data(DataFile::Day(_, Format::Json)) => Kind::DayData,
            Page::Data(DataFile::Topic(_, Format::Json)) => Kind::TopicData,
            Page::Data(DataFile::Day(..) | DataFile::Topic(..)) => Kind::Citations,
            Page::Twin(_) => Kind::Twin,
            Page::Asset(_) | Page::File(_) => Kind::Static,
            Page::Home
            | Page::Archive
            | Page::Trending
            | Page::Stats
            | Page::Reading
            | Page::Feeds
            | Page::NotFound
            | Page::Robots
            | Page::NoJekyll
            | Page::Schema
            | Page::Data(DataFile::Index | DataFile::Schema)
            | Page::Llms
            | Page::Freshness
            | Page::Cname => Kind::Other,
        }
    }
}
