//! RSS feeds, the page that lists them, and what crawlers read.

use super::dates::{full, long, rfc822};
use super::page::PageView;
use super::paper::line_of;
use super::parts::{FeedLink, byline};
use super::{Ready, Views};
use crate::archive::{OrganizationId, PaperId, TopicId};
use crate::config::Site;
use crate::content::{FEED_AUTHORS, LISTED_TOPICS, Paper};
use crate::site::plan::{AUTHOR_FEED_SIZE, DIGEST_DAYS, SITEMAP_SIZE, Scope, routes, sitemap_part};
use crate::text::markdown;
use crate::theme::View;
use serde::Serialize;
use std::fmt::Write;

#[derive(Serialize)]
struct FeedView {
    title: String,
    description: String,
    /// The page that the feed goes with.
    url_abs: String,
    self_abs: String,
    language: String,
    last_build: String,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    title: String,
    url_abs: String,
    /// Made from the bare id: it survives a move of the site, so that no reader shows everything as new.
    guid: String,
    pub_date: String,
    creators: Vec<String>,
    categories: Vec<String>,
    /// HTML, to be escaped by the template.
    description: String,
    content: Option<String>,
}

#[derive(Serialize)]
struct FeedsView {
    site: Vec<FeedLink>,
    topics: Vec<CountedFeed>,
    organizations: Vec<CountedFeed>,
    /// Whether each author has a feed, on the author's page.
    authors: bool,
}

/// A feed, and how many papers it draws from.
#[derive(Serialize)]
struct CountedFeed {
    title: String,
    url: String,
    url_abs: String,
    count: usize,
}

#[derive(Serialize)]
struct SitemapUrl {
    loc: String,
    lastmod: Option<String>,
}

impl Views<'_> {
    pub(super) fn feed(&self, scope: Scope) -> Ready {
        let all: Vec<PaperId>;
        let (papers, name, page) = match scope {
            Scope::Site => {
                all = self.archive.paper_ids().take(self.site.feeds.items).collect();
                (all.as_slice(), None, routes::HOME.to_owned())
            }
            Scope::Topic(id) => {
                let topic = self.archive.topic(id);
                (topic.papers.as_slice(), Some(&topic.name), routes::member(routes::TOPICS, &topic.slug))
            }
            Scope::Author(id) => {
                let person = self.archive.person(id);
                (person.papers.as_slice(), Some(&person.name), routes::member(routes::AUTHORS, &person.slug))
            }
            Scope::Organization(id) => {
                let organization = self.archive.organization(id);
                let page = routes::member(routes::ORGANIZATIONS, &organization.slug);
                (organization.papers.as_slice(), Some(&organization.name), page)
            }
        };
        let site = self.site;
        let description = match (name, site.description.is_empty()) {
            (Some(name), _) => {
                self.texts.fill("feed_description_of", &[("title", &site.title), ("name", name)])
            }
            (None, true) => self.texts.fill("feed_description", &[("title", &site.title)]),
            (None, false) => site.description.clone(),
        };
        let (most, text) = feed_size(scope, site);
        let papers = &papers[..papers.len().min(most)];
        let newest = papers.first().map(|&id| self.archive.paper(id).day());
        let feed = FeedView {
            title: name.map_or_else(|| site.title.clone(), |name| format!("{name} · {}", site.title)),
            description,
            url_abs: self.absolute(&page),
            self_abs: self.absolute(&routes::feed_of(&page)),
            language: site.language.clone(),
            last_build: rfc822(newest.unwrap_or_default()),
            items: papers.iter().map(|&id| self.item(id, text)).collect(),
        };
        Ready { template: "rss.xml", views: vec![("feed", View::of(&feed))] }
    }

    fn item(&self, id: PaperId, text: ItemText) -> Item {
        let paper = self.archive.paper(id);
        let url_abs = self.absolute(&routes::paper(&paper.id));
        let html = |html: &str| markdown::feed_html(html, self.site.origin(), &url_abs);
        let more = if paper.excerpt_cut { "…" } else { "" };
        let beginning = match text {
            ItemText::Brief => markdown::escape(&line_of(paper)).to_string(),
            ItemText::Whole | ItemText::Beginning => html(paper.excerpt_html().trim()) + more,
        };
        // A reader that shows texts only has nothing to show for an empty one.
        let description = match beginning.as_str() {
            "" => format!("<p>{}</p>", markdown::escape(self.title_of(paper))),
            beginning => format!("<p>{beginning}</p>"),
        };
        let content = match text {
            ItemText::Brief => None,
            ItemText::Whole if !paper.abstract_html.trim().is_empty() => Some(html(&paper.abstract_html)),
            ItemText::Whole | ItemText::Beginning => Some(description.clone()),
        };
        let content = content.map(|content| content + &self.feed_links(paper));
        Item {
            title: self.marked(paper, self.title_of(paper)),
            guid: format!("urn:x-offprint:paper:{}", paper.id),
            pub_date: rfc822(paper.day()),
            creators: paper.authors.iter().take(FEED_AUTHORS).map(|author| author.name.clone()).collect(),
            categories: {
                let topics = self.archive.relations(id).topics.iter().take(LISTED_TOPICS);
                topics.map(|&topic| self.archive.topic(topic).name.clone()).collect()
            },
            description,
            content,
            url_abs,
        }
    }

    /// A paper that was withdrawn stays, and every feed says so.
    fn marked(&self, paper: &Paper, title: &str) -> String {
        match paper.withdrawn {
            Some(_) => self.texts.fill("withdrawn_title", &[("title", &title)]),
            None => title.to_owned(),
        }
    }

    /// Returns a paper's links as a paragraph of a feed's item.
    fn feed_links(&self, paper: &Paper) -> String {
        let links = self.paper_links(paper);
        let links = links.iter().map(|link| {
            let url = self.absolute_link(&link.url);
            format!("<a href=\"{}\">{}</a>", markdown::escape(&url), markdown::escape(link.label))
        });
        match links.collect::<Vec<_>>() {
            none if none.is_empty() => String::new(),
            links => format!("\n<p>{}</p>", links.join(" · ")),
        }
    }

    /// One item a day, for people who do not want one a paper.
    pub(super) fn digest(&self) -> Ready {
        let site = self.site;
        let days = self.archive.days.iter().filter(|day| !day.papers.is_empty()).take(DIGEST_DAYS);
        let items: Vec<Item> = days
            .map(|day| {
                let url_abs = self.absolute(&routes::day(day.date));
                let count = day.papers.len();
                let papers = self.texts.count("papers", count, &[]);
                let titled =
                    |key: &str, date: String| self.texts.fill(key, &[("date", &date), ("papers", &papers)]);
                let mut content = String::new();
                if let Some(note) = &day.note {
                    content.push_str(&markdown::feed_html(&note.html, site.origin(), &url_abs));
                }
                content.push_str("<ol>");
                for &id in &day.papers {
                    let paper = self.archive.paper(id);
                    let url = self.absolute(&routes::paper(&paper.id));
                    let title = markdown::feed_html(self.paper_ref(id).title_html, site.origin(), &url);
                    let by = byline(paper, self.texts);
                    let by = if by.is_empty() { by } else { format!("<br>{}", markdown::escape(&by)) };
                    let title =
                        self.marked(paper, &format!("<a href=\"{}\">{title}</a>", markdown::escape(&url)));
                    let _ = write!(content, "\n<li>{title}{by}</li>");
                }
                content.push_str("\n</ol>");
                Item {
                    title: titled("digest_item", full(day.date, self.texts)),
                    guid: format!("urn:x-offprint:day:{}", day.date),
                    pub_date: rfc822(day.date),
                    creators: Vec::new(),
                    categories: Vec::new(),
                    description: {
                        let text = titled("digest_item_text", long(day.date, self.texts));
                        format!("<p>{}</p>", markdown::escape(&text))
                    },
                    content: Some(content),
                    url_abs,
                }
            })
            .collect();
        let feed = FeedView {
            title: self.texts.fill("digest_title", &[("title", &site.title)]),
            description: self.texts.fill("digest_description", &[("title", &site.title)]),
            url_abs: self.absolute(routes::HOME),
            self_abs: self.absolute(routes::DIGEST),
            language: site.language.clone(),
            last_build: rfc822(self.archive.newest().unwrap_or_default()),
            items,
        };
        Ready { template: "digest.xml", views: vec![("feed", View::of(&feed))] }
    }

    /// The page that names every feed.
    pub(super) fn feeds(&self) -> Ready {
        let site = self.site;
        let mut whole = vec![self.feed_link(Scope::Site)];
        whole.extend(self.digest_link());
        let topics = site.pages.topics && site.feeds.topics;
        let organizations = site.pages.organizations && site.feeds.organizations;
        let count = |wanted: bool, all: usize| if wanted { 0..all as u32 } else { 0..0 };
        let mut view = FeedsView {
            site: whole,
            topics: count(topics, self.archive.topics.len())
                .map(TopicId)
                .map(|id| self.counted_feed(Scope::Topic(id), self.archive.topic(id).papers.len()))
                .collect(),
            organizations: count(organizations, self.archive.organizations.len())
                .map(OrganizationId)
                .map(|id| {
                    self.counted_feed(Scope::Organization(id), self.archive.organization(id).papers.len())
                })
                .collect(),
            authors: site.pages.authors && site.feeds.authors,
        };
        for feeds in [&mut view.topics, &mut view.organizations] {
            feeds.sort_by_cached_key(|feed| feed.title.to_lowercase());
        }
        let mut page: PageView = self.head("feeds", "", routes::FEEDS, self.texts.get("feeds"));
        page.feeds.extend(self.digest_feed());
        page.trail = self.trail();
        page.described(self.texts.fill("about_feeds", &[("title", &site.title)])).with(
            "feeds.html",
            "feeds",
            &view,
        )
    }

    fn counted_feed(&self, scope: Scope, count: usize) -> CountedFeed {
        let FeedLink { title, url, url_abs } = self.feed_link(scope);
        CountedFeed { title, url, url_abs, count }
    }

    pub(super) fn sitemap(&self, part: usize) -> Ready {
        let start = part * SITEMAP_SIZE;
        let pages = self.plan.sitemap.iter().skip(start).take(SITEMAP_SIZE);
        let urls: Vec<SitemapUrl> = pages
            .map(|(address, changed)| SitemapUrl {
                loc: self.absolute(address),
                lastmod: changed.map(|date| date.to_string()),
            })
            .collect();
        Ready { template: "sitemap.xml", views: vec![("urls", View::of(&urls))] }
    }

    pub(super) fn sitemap_index(&self) -> Ready {
        let parts = 0..self.plan.sitemap.len().div_ceil(SITEMAP_SIZE);
        let sitemaps: Vec<SitemapUrl> =
            parts.map(|part| SitemapUrl { loc: self.absolute(&sitemap_part(part)), lastmod: None }).collect();
        Ready { template: "sitemap-index.xml", views: vec![("sitemaps", View::of(&sitemaps))] }
    }

    pub(super) fn robots(&self) -> Ready {
        #[derive(Serialize)]
        struct RobotsView<'a> {
            sitemap_abs: String,
            root: &'a str,
        }
        let robots = RobotsView { sitemap_abs: self.absolute(routes::SITEMAP), root: self.site.root() };
        Ready { template: "robots.txt", views: vec![("robots", View::of(&robots))] }
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

/// Returns how many papers a feed holds at most, and how much of each. A large archive has thousands of authors, and each paper stands in
/// the feeds of many: their feeds are short, or they would outweigh all else.
fn feed_size(scope: Scope, site: &Site) -> (usize, ItemText) {
    match scope {
        Scope::Author(_) => (site.feeds.items.min(AUTHOR_FEED_SIZE), ItemText::Brief),
        _ if site.feeds.full_text => (site.feeds.items, ItemText::Whole),
        _ => (site.feeds.items, ItemText::Beginning),
    }
}
