//! Feeds of papers: their content, which is the same in all formats, and the feeds of the whole site. Feeds of topics etc. are in the files
//! of their pages.
//!
//! A format is a template, a file name, and a form of dates.

use super::paper::line_of;
use super::*;
use crate::archive::by_votes;
use crate::config::{self, FeedFormat};
use crate::content::{FEED_AUTHORS, LISTED_TOPICS};
use crate::site::shared::FeedLink;
use crate::site::shared::dates::rfc822;
use crate::text::identifier;

pub trait Format {
    const FORMAT: FeedFormat;
    const TEMPLATE: &'static str;
    /// The file name, below the address of its page.
    const FILE: &'static str;

    /// Formats the start of a day.
    fn day(date: NaiveDate) -> String;
}

pub struct Rss;

impl Format for Rss {
    const FORMAT: FeedFormat = FeedFormat::Rss;
    const TEMPLATE: &'static str = "rss.xml";
    const FILE: &'static str = routes::FEED;

    fn day(date: NaiveDate) -> String {
        rfc822(date)
    }
}

pub struct Atom;

impl Format for Atom {
    const FORMAT: FeedFormat = FeedFormat::Atom;
    const TEMPLATE: &'static str = "atom.xml";
    const FILE: &'static str = "atom.xml";

    fn day(date: NaiveDate) -> String {
        rfc3339(date)
    }
}

pub struct Json;

impl Format for Json {
    const FORMAT: FeedFormat = FeedFormat::Json;
    const TEMPLATE: &'static str = "feed.json";
    const FILE: &'static str = "feed.json";

    fn day(date: NaiveDate) -> String {
        rfc3339(date)
    }
}

fn rfc3339(date: NaiveDate) -> String {
    format!("{date}T00:00:00Z")
}

/// Returns the file name of feeds in a format.
fn file(format: FeedFormat) -> &'static str {
    match format {
        FeedFormat::Rss => Rss::FILE,
        FeedFormat::Atom => Atom::FILE,
        FeedFormat::Json => Json::FILE,
    }
}

/// The set of papers that a kind of feed contains.
pub trait Scope {
    type Id: Clone + PartialEq + std::fmt::Debug;
    const GROUP: &'static str;
    const SWITCHES: &'static [Switch];

    /// Returns the formats of these feeds.
    fn formats(settings: &config::Feeds) -> &[FeedFormat] {
        &settings.formats
    }

    /// Returns all feeds, each with the address of its page.
    fn all(planning: &Planning<'_>) -> Vec<(Self::Id, String)>;

    fn inputs<'a>(id: &'a Self::Id, records: &'a Records<'a>) -> Papers<'a>;
}

inputs! {
    pub struct Papers<'a> {
        pub name: Option<&'a str>,
        pub page: String,
        pub papers: Vec<PaperInput<'a>>,
        /// Whether items contain no abstracts. Used for authors: each paper is in the feeds of many, and abstracts would be most of a large
        /// site.
        pub is_brief: bool,
        /// The newest month of the history, which continues the feed.
        pub archive: Option<(i32, u32)>,
    }
}

/// Declares kinds of feeds: the set of papers, and the format.
macro_rules! feeds {
    ($($kind:ident = $scope:ident in $format:ident;)*) => { $(
        pub struct $kind;

        impl Kind for $kind {
            type Id = <$scope as Scope>::Id;
            type Inputs<'a> = Papers<'a>;
            const GROUP: &'static str = $scope::GROUP;
            const SWITCHES: &'static [Switch] = $scope::SWITCHES;
            const TEMPLATE: Option<&'static str> = Some($format::TEMPLATE);
            const IS_FEED_OF_PAPERS: bool = true;

            fn plan(planning: &mut Planning<'_>) {
                if !$scope::formats(&planning.site.feeds).contains(&$format::FORMAT) {
                    return;
                }
                for (id, page) in $scope::all(planning) {
                    planning.claim::<$kind>(&[page.as_str(), $format::FILE].concat(), id);
                }
            }

            fn inputs<'a>(id: &'a Self::Id, records: &'a Records<'a>) -> Papers<'a> {
                $scope::inputs(id, records)
            }

            fn make(papers: &Papers<'_>, shared: &Shared<'_>) -> Made {
                let own = [papers.page.as_str(), $format::FILE].concat();
                Made::Views(vec![("feed", feed::channel(papers, shared).view::<$format>(&own, shared))])
            }
        }
    )* };
}

pub(super) use feeds;

feeds! {
    SiteFeed = OfSite in Rss;
    SiteAtom = OfSite in Atom;
    SiteJson = OfSite in Json;
}

/// Returns the feed of a page, in the format that most readers support.
pub(super) fn link<S: Scope>(name: &str, page: &str, shared: &Shared<'_>) -> Option<FeedLink> {
    let formats = S::formats(shared.feeds());
    let first = FeedFormat::ALL.into_iter().find(|format| formats.contains(format))?;
    shared.is_on(S::SWITCHES).then(|| shared.feed_link(name, &[page, file(first)].concat()))
}

/// Returns the feed of the site in all formats.
pub(super) fn of_site(shared: &Shared<'_>) -> Vec<FeedLink> {
    let title = shared.title();
    let named = |name: &str| format!("{title} ({name})");
    vec![
        shared.feed_link(title, Rss::FILE),
        shared.feed_link(&named("Atom"), Atom::FILE),
        shared.feed_link(&named("JSON Feed"), Json::FILE),
    ]
}

pub struct OfSite;

impl Scope for OfSite {
    type Id = ();
    const GROUP: &'static str = "feed of the site";
    const SWITCHES: &'static [Switch] = &[];

    fn formats(_: &config::Feeds) -> &[FeedFormat] {
        &FeedFormat::ALL
    }

    fn all(_: &Planning<'_>) -> Vec<((), String)> {
        vec![((), routes::HOME.to_owned())]
    }

    fn inputs<'a>((): &(), records: &'a Records<'a>) -> Papers<'a> {
        let papers = newest(records.archive.paper_ids(), records.site.feeds.items, records.archive);
        Papers {
            name: None,
            page: routes::HOME.to_owned(),
            papers: records.papers(&papers),
            is_brief: false,
            archive: records.outline.months.first().map(|month| month.key),
        }
    }
}

/// Returns a feed of the newest papers in a list sorted newest first.
pub(super) fn papers<'a>(
    name: &'a str,
    page: String,
    papers: &[PaperId],
    records: &'a Records<'a>,
) -> Papers<'a> {
    let papers = newest(papers.iter().copied(), records.site.feeds.items, records.archive);
    Papers { name: Some(name), page, papers: records.papers(&papers), is_brief: false, archive: None }
}

/// Returns the newest `count` of some papers, which are sorted newest first, and the rest of the oldest day among them: a feed that
/// ended within a day would never show the others to anybody. Within a day, papers are sorted by votes, as on its page.
pub(super) fn newest(papers: impl Iterator<Item = PaperId>, count: usize, archive: &Archive) -> Vec<PaperId> {
    let mut papers = papers.peekable();
    let mut newest = Vec::with_capacity(count);
    while let Some(first) = papers.next_if(|_| newest.len() < count) {
        let day = archive.paper(first).date();
        let start = newest.len();
        newest.push(first);
        while let Some(next) = papers.next_if(|&next| archive.paper(next).date() == day) {
            newest.push(next);
        }
        newest[start..].sort_by(|&a, &b| by_votes(archive.paper(a), archive.paper(b)));
    }
    newest
}

pub(super) struct Channel {
    pub title: String,
    pub description: String,
    pub url_abs: String,
    /// The newest day of an item; none if no item has a day.
    pub updated: Option<NaiveDate>,
    /// What stands for it where a format requires a day.
    pub order: Option<NaiveDate>,
    pub chain: Chain,
    pub items: Vec<Item>,
}

/// The addresses of the parts of the history before and after a feed (RFC 5005).
#[derive(Default)]
pub(super) struct Chain {
    pub older: Option<String>,
    pub newer: Option<String>,
    /// The feed of the newest papers; none if it is this feed.
    pub current: Option<String>,
}

#[derive(Default)]
pub(super) struct Item {
    pub title: String,
    pub url_abs: String,
    /// Made from the bare id: it stays the same if the site moves, so that readers do not show all items as new.
    pub guid: String,
    pub date: PartialDate,
    /// The day of a revision after that date.
    pub revised: Option<NaiveDate>,
    pub creators: Vec<Creator>,
    pub categories: Vec<String>,
    pub description: String,
    pub content: Option<String>,
    /// The description as one line of plain text.
    pub summary: String,
    /// The paper elsewhere: at arXiv, or by its DOI.
    pub external_url: Option<String>,
    pub arxiv: Option<String>,
    pub doi: Option<String>,
    pub language: Option<String>,
}

/// An author. `url_abs` is the author's page.
#[derive(Serialize)]
pub(super) struct Creator {
    pub name: String,
    pub url_abs: Option<String>,
}

#[derive(Serialize)]
struct ChannelView<'a> {
    title: &'a str,
    description: &'a str,
    url_abs: &'a str,
    self_abs: String,
    language: &'a str,
    last_build: Option<String>,
    updated: String,
    older_abs: Option<&'a str>,
    newer_abs: Option<&'a str>,
    current_abs: Option<&'a str>,
    items: Vec<ItemView<'a>>,
}

#[derive(Serialize)]
struct ItemView<'a> {
    title: &'a str,
    url_abs: &'a str,
    guid: &'a str,
    /// None where the day is not known.
    pub_date: Option<String>,
    /// The day of the last revision, or the first day that it may be, for formats that require a day.
    updated: String,
    creators: Vec<&'a str>,
    authors: &'a [Creator],
    categories: &'a [String],
    description: &'a str,
    content: Option<&'a str>,
    summary: &'a str,
    external_url: Option<&'a str>,
    arxiv: Option<&'a str>,
    doi: Option<&'a str>,
    language: Option<&'a str>,
}

impl Channel {
    /// Returns the view for a format's template; `own` is the address of the feed.
    pub(super) fn view<F: Format>(&self, own: &str, shared: &Shared<'_>) -> View {
        let items = self.items.iter().map(|item| ItemView {
            title: &item.title,
            url_abs: &item.url_abs,
            guid: &item.guid,
            pub_date: item.date.day().map(F::day),
            updated: F::day(item.revised.unwrap_or(item.date.first_day())),
            creators: item.creators.iter().map(|author| author.name.as_str()).collect(),
            authors: &item.creators,
            categories: &item.categories,
            description: &item.description,
            content: item.content.as_deref(),
            summary: &item.summary,
            external_url: item.external_url.as_deref(),
            arxiv: item.arxiv.as_deref(),
            doi: item.doi.as_deref(),
            language: item.language.as_deref(),
        });
        View::new(&ChannelView {
            title: &self.title,
            description: &self.description,
            url_abs: &self.url_abs,
            self_abs: shared.absolute(own),
            language: shared.language(),
            last_build: self.updated.map(F::day),
            updated: self.updated.or(self.order).map_or_else(|| UNDATED.to_owned(), F::day),
            older_abs: self.chain.older.as_deref(),
            newer_abs: self.chain.newer.as_deref(),
            current_abs: self.chain.current.as_deref(),
            items: items.collect(),
        })
    }
}

pub(super) fn channel(feed: &Papers<'_>, shared: &Shared<'_>) -> Channel {
    let title = shared.title();
    let description = match (feed.name, shared.description()) {
        (Some(name), _) => shared.texts.fill("feed_description_of", &[("title", &title), ("name", &name)]),
        (None, "") => shared.texts.fill("feed_description", &[("title", &title)]),
        (None, description) => description.to_owned(),
    };
    let text = match (feed.is_brief, shared.feeds().full_text) {
        (true, _) => ItemText::Brief,
        (false, true) => ItemText::Whole,
        (false, false) => ItemText::Beginning,
    };
    let updated = feed.papers.iter().find_map(|paper| date_of(paper.entry(), shared).day());
    let archive = |key| shared.absolute(&routes::history(key));
    Channel {
        title: feed.name.map_or_else(|| title.to_owned(), |name| format!("{name} · {title}")),
        description,
        url_abs: shared.absolute(&feed.page),
        updated,
        order: feed.papers.first().map(|paper| paper.entry().first_day()),
        chain: Chain { older: feed.archive.map(archive), ..Chain::default() },
        items: feed.papers.iter().map(|&paper| item(paper, text, updated, shared)).collect(),
    }
}

/// How much of a paper an item contains.
#[derive(Clone, Copy)]
pub(super) enum ItemText {
    /// A description only: one line of the abstract.
    Brief,
    /// The beginning of the abstract, in the content too, with links.
    Beginning,
    /// The whole abstract and links.
    Whole,
}

/// Returns the item of a paper; `newest` is the newest day in the feed.
pub(super) fn item(
    input: PaperInput<'_>,
    text: ItemText,
    newest: Option<NaiveDate>,
    shared: &Shared<'_>,
) -> Item {
    let paper = input.entry();
    let url_abs = shared.paper_page(&paper.id);
    let html = |html: &str| markdown::feed_html(html, shared.origin(), &url_abs);
    let more = if paper.excerpt_cut { "…" } else { "" };
    let beginning = match text {
        ItemText::Brief => markdown::escape(&line_of(paper)).to_string(),
        ItemText::Whole | ItemText::Beginning => html(paper.excerpt_html().trim()) + more,
    };
    // A feed names authors one by one, and has no element for "and others".
    let by = match paper.others {
        true => format!("<p>{}</p>\n", markdown::escape(&byline(paper, shared.texts))),
        false => String::new(),
    };
    let description = match beginning.as_str() {
        "" => format!("{by}<p>{}</p>", markdown::escape(shared.title_of(paper))),
        beginning => format!("{by}<p>{beginning}</p>"),
    };
    let content = match text {
        ItemText::Brief => None,
        ItemText::Whole if !paper.abstract_html.trim().is_empty() => Some(by + &html(&paper.abstract_html)),
        ItemText::Whole | ItemText::Beginning => Some(description.clone()),
    };
    let content = content.map(|content| content + &links(paper, shared));
    Item {
        title: shared.marked(paper, shared.title_of(paper)),
        guid: [PAPER_URN, &paper.id].concat(),
        date: date_of(paper, shared),
        revised: revised(paper, newest),
        creators: creators(input, shared),
        categories: input.topics().take(LISTED_TOPICS).map(|topic| topic.name().to_owned()).collect(),
        description,
        content,
        summary: line_of(paper),
        external_url: match (&paper.links.arxiv, &paper.links.doi) {
            (Some(id), _) => Some(identifier::arxiv_url(id)),
            (None, doi) => doi.as_deref().map(identifier::doi_url),
        },
        arxiv: paper.links.arxiv.clone(),
        doi: paper.links.doi.clone(),
        language: shared.title_lang(paper).map(str::to_owned),
        url_abs,
    }
}

/// Returns the date of an item: when the paper was featured, or published in an archive without days.
fn date_of(paper: &Paper, shared: &Shared<'_>) -> PartialDate {
    let published =
        paper.published.filter(|date| shared.is_without_days() && paper.date().is_refined_by(*date));
    published.unwrap_or(paper.date())
}

/// Returns the day on which a paper was revised, if it is known, after its date and not in the future of the feed.
fn revised(paper: &Paper, newest: Option<NaiveDate>) -> Option<NaiveDate> {
    let day = paper.updated?.day()?;
    (paper.date().day()? < day && newest.is_some_and(|newest| day <= newest)).then_some(day)
}

fn creators(paper: PaperInput<'_>, shared: &Shared<'_>) -> Vec<Creator> {
    let mut people = paper.people();
    let creator = |author: &crate::content::Author| {
        let url = people.next().and_then(|person| shared.person_url(person));
        Creator { name: author.name.clone(), url_abs: url.map(|url| shared.absolute_link(&url)) }
    };
    paper.entry().authors.iter().take(FEED_AUTHORS).map(creator).collect()
}

fn links(paper: &Paper, shared: &Shared<'_>) -> String {
    let links = shared.paper_links(paper);
    let links: Vec<(String, &str)> =
        links.iter().map(|link| (shared.absolute_link(&link.url), link.label)).collect();
    match linked(links.iter().map(|(url, label)| (url.as_str(), *label))) {
        none if none.is_empty() => none,
        links => format!("\n<p>{links}</p>"),
    }
}

/// Returns links as HTML, in one line; empty without links.
pub(super) fn linked<'l>(links: impl Iterator<Item = (&'l str, &'l str)>) -> String {
    let link =
        |(url, label)| format!("<a href=\"{}\">{}</a>", markdown::escape(url), markdown::escape(label));
    links.map(link).collect::<Vec<_>>().join(" · ")
}

/// The start of the id of a paper's item.
pub(super) const PAPER_URN: &str = "urn:x-offprint:paper:";

/// The date of a feed without items: Atom requires one.
const UNDATED: &str = "2000-01-01T00:00:00Z";
