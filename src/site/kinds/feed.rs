//! Feeds of papers, in every format: what they say, and those of the whole site. Those of topics and the like are with their pages.
//!
//! What a feed says is the same in all formats. A format is a template, the name of its files, and how it writes days; the table of kinds lists
//! the feeds in it.

use super::paper::line_of;
use super::*;
use crate::content::{FEED_AUTHORS, LISTED_TOPICS};
use crate::site::shared::FeedLink;
use crate::site::shared::dates::rfc822;

/// A format of feeds.
pub trait Format {
    const TEMPLATE: &'static str;
    /// The name of a feed, beside the page that it goes with.
    const FILE: &'static str;

    /// Writes the beginning of a day.
    fn day(date: NaiveDate) -> String;
}

pub struct Rss;

impl Format for Rss {
    const TEMPLATE: &'static str = "rss.xml";
    const FILE: &'static str = routes::FEED;

    fn day(date: NaiveDate) -> String {
        rfc822(date)
    }
}

pub struct Atom;

impl Format for Atom {
    const TEMPLATE: &'static str = "atom.xml";
    const FILE: &'static str = "atom.xml";

    fn day(date: NaiveDate) -> String {
        format!("{date}T00:00:00Z")
    }
}

/// Whose papers feeds hold.
pub trait Scope {
    type Id: Clone + PartialEq + std::fmt::Debug;
    const GROUP: &'static str;
    const SWITCHES: &'static [Switch];

    /// Returns every feed, and the page that it goes with.
    fn all(planning: &Planning<'_>) -> Vec<(Self::Id, String)>;

    fn inputs<'a>(id: &'a Self::Id, records: &'a Records<'a>) -> Papers<'a>;
}

inputs! {
    pub struct Papers<'a> {
        /// Of the topic, author or organization.
        pub name: Option<&'a str>,
        /// The page that the feed goes with.
        pub page: String,
        pub papers: Vec<PaperInput<'a>>,
        /// A large archive has thousands of authors, and each paper is in the feeds of many. So their feeds are short: whole abstracts would be most of the
        /// site.
        pub is_brief: bool,
    }
}

/// Declares kinds of feed: whose papers, in which format.
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
}

/// Returns the feed of a page for readers, where the site has such feeds.
pub(super) fn link<S: Scope>(name: &str, page: &str, shared: &Shared<'_>) -> Option<FeedLink> {
    shared.is_on(S::SWITCHES).then(|| shared.feed_link(name, &[page, Rss::FILE].concat()))
}

/// Returns the feeds of the site, by format.
pub(super) fn of_site(shared: &Shared<'_>) -> Vec<FeedLink> {
    let title = shared.title();
    vec![shared.feed_link(title, Rss::FILE), shared.feed_link(&format!("{title} (Atom)"), Atom::FILE)]
}

pub struct OfSite;

impl Scope for OfSite {
    type Id = ();
    const GROUP: &'static str = "feed of the site";
    const SWITCHES: &'static [Switch] = &[];

    fn all(_: &Planning<'_>) -> Vec<((), String)> {
        vec![((), routes::HOME.to_owned())]
    }

    fn inputs<'a>((): &(), records: &'a Records<'a>) -> Papers<'a> {
        let papers: Vec<PaperId> = records.archive.paper_ids().take(records.site.feeds.items).collect();
        Papers { name: None, page: routes::HOME.to_owned(), papers: records.papers(&papers), is_brief: false }
    }
}

/// Returns the newest of some papers, which stand newest first.
pub(super) fn papers<'a>(
    name: &'a str,
    page: String,
    papers: &[PaperId],
    records: &'a Records<'a>,
) -> Papers<'a> {
    let papers = &papers[..papers.len().min(records.site.feeds.items)];
    Papers { name: Some(name), page, papers: records.papers(papers), is_brief: false }
}

/// What a feed says, in whatever format.
pub(super) struct Channel {
    pub title: String,
    pub description: String,
    /// The page that the feed goes with, absolute.
    pub url_abs: String,
    /// The newest day of an item; none if no item has a day.
    pub updated: Option<NaiveDate>,
    /// What stands for it where a format requires a day.
    pub order: NaiveDate,
    pub items: Vec<Item>,
}

/// An entry of a feed.
pub(super) struct Item {
    pub title: String,
    pub url_abs: String,
    /// Made from the bare id: it survives a move of the site, so that no reader shows everything as new.
    pub guid: String,
    pub date: PartialDate,
    pub creators: Vec<String>,
    pub categories: Vec<String>,
    /// HTML, to be escaped by the template.
    pub description: String,
    pub content: Option<String>,
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
    items: Vec<ItemView<'a>>,
}

#[derive(Serialize)]
struct ItemView<'a> {
    title: &'a str,
    url_abs: &'a str,
    guid: &'a str,
    /// None where the day is not known.
    pub_date: Option<String>,
    /// The first day that it may be, for formats that require a day.
    updated: String,
    creators: &'a [String],
    categories: &'a [String],
    description: &'a str,
    content: Option<&'a str>,
}

impl Channel {
    /// Returns what the template of a format sees; `own` is the address of the feed.
    pub(super) fn view<F: Format>(&self, own: &str, shared: &Shared<'_>) -> View {
        let items = self.items.iter().map(|item| ItemView {
            title: &item.title,
            url_abs: &item.url_abs,
            guid: &item.guid,
            pub_date: item.date.day().map(F::day),
            updated: F::day(item.date.first_day()),
            creators: &item.creators,
            categories: &item.categories,
            description: &item.description,
            content: item.content.as_deref(),
        });
        View::of(&ChannelView {
            title: &self.title,
            description: &self.description,
            url_abs: &self.url_abs,
            self_abs: shared.absolute(own),
            language: shared.language(),
            last_build: self.updated.map(F::day),
            updated: F::day(self.updated.unwrap_or(self.order)),
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
    Channel {
        title: feed.name.map_or_else(|| title.to_owned(), |name| format!("{name} · {title}")),
        description,
        url_abs: shared.absolute(&feed.page),
        updated: match feed.papers.is_empty() {
            true => Some(NaiveDate::default()),
            false => feed.papers.iter().find_map(|paper| paper.entry().date().day()),
        },
        order: feed.papers.first().map(|paper| paper.entry().first_day()).unwrap_or_default(),
        items: feed.papers.iter().map(|&paper| item(paper, text, shared)).collect(),
    }
}

/// How much of a paper an item of a feed holds.
#[derive(Clone, Copy)]
enum ItemText {
    /// A description alone: a line of the abstract.
    Brief,
    /// The beginning of the abstract, as content too with the paper's links.
    Beginning,
    /// The whole abstract and the links.
    Whole,
}

fn item(input: PaperInput<'_>, text: ItemText, shared: &Shared<'_>) -> Item {
    let paper = input.entry();
    let url_abs = shared.paper_page(&paper.id);
    let html = |html: &str| markdown::feed_html(html, shared.origin(), &url_abs);
    let more = if paper.excerpt_cut { "…" } else { "" };
    let beginning = match text {
        ItemText::Brief => markdown::escape(&line_of(paper)).to_string(),
        ItemText::Whole | ItemText::Beginning => html(paper.excerpt_html().trim()) + more,
    };
    // A reader that shows texts only has nothing to show for an empty one.
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
        title: marked(paper, shared.title_of(paper), shared),
        guid: format!("urn:x-offprint:paper:{}", paper.id),
        date: paper.date(),
        creators: paper.authors.iter().take(FEED_AUTHORS).map(|author| author.name.clone()).collect(),
        categories: input.topics().take(LISTED_TOPICS).map(|topic| topic.name().to_owned()).collect(),
        description,
        content,
        url_abs,
    }
}

/// A paper that was withdrawn stays, and every feed says so.
pub(super) fn marked(paper: &Paper, title: &str, shared: &Shared<'_>) -> String {
    match paper.withdrawn {
        Some(_) => shared.texts.fill("withdrawn_title", &[("title", &title)]),
        None => title.to_owned(),
    }
}

/// Returns a paper's links as a paragraph of a feed's item.
fn links(paper: &Paper, shared: &Shared<'_>) -> String {
    let links = shared.paper_links(paper);
    let links = links.iter().map(|link| {
        let url = shared.absolute_link(&link.url);
        format!("<a href=\"{}\">{}</a>", markdown::escape(&url), markdown::escape(link.label))
    });
    match links.collect::<Vec<_>>() {
        none if none.is_empty() => String::new(),
        links => format!("\n<p>{}</p>", links.join(" · ")),
    }
}
