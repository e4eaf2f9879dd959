//! The head of each page, and the values of the whole site.

use super::dates::DateView;
use super::frames::Frames;
use super::{FeedLink, LinkView, Menu, Shared, clip, filled};
use crate::archive::history::Change;
use crate::config::Site;
use crate::site::plan::routes;
use crate::site::social_card::{HEIGHT, WIDTH};
use crate::text::date::PartialDate;
use crate::text::{locale, markdown};
use crate::theme::View;
use serde::Serialize;

/// The key in `site.nav` of items of `[[menu]]`.
pub(super) const MENU: &str = "menu";

/// The value `site` of templates.
#[derive(Debug, Serialize)]
pub struct SiteView<'a> {
    title: &'a str,
    description: &'a str,
    language: &'a str,
    /// `ltr` or `rtl`.
    direction: &'static str,
    author: Option<&'a str>,
    url: &'a str,
    /// The base path; starts and ends with `/`.
    root: &'a str,
    generator: &'static str,
    repository_url: Option<&'a str>,
    feed: FeedLink,
    nav: Vec<NavView>,
    links: Vec<LinkView>,
    csp: String,
    remote_images: bool,
    feeds_url: String,
    reading_url: Option<String>,
    for_you_url: Option<String>,
    search_url: Option<String>,
    stats_url: Option<String>,
    email: Option<EmailView<'a>>,
    /// The WebSub hub.
    hub: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct EmailView<'a> {
    form: &'a str,
    field: &'a str,
}

/// A navigation item. `key` is the section that it links to.
#[derive(Debug, Serialize)]
struct NavView {
    key: &'static str,
    label: String,
    url: String,
}

/// The value `page` of templates.
#[derive(Debug, Serialize)]
pub struct PageView {
    pub kind: &'static str,
    /// A `key` of `site.nav`, or empty.
    pub section: &'static str,
    pub title: String,
    pub description: String,
    pub url: String,
    pub canonical: String,
    /// The breadcrumb trail, from the home page down.
    pub trail: Vec<View>,
    /// The page's own feed first, the site's last.
    pub feeds: Vec<View>,
    pub feed: Option<View>,
    pub noindex: bool,
    pub edit_url: Option<String>,
    /// A form to report errors on the page.
    pub correct_url: Option<String>,
    pub changed: Option<ChangedView>,
    pub image: Option<String>,
    pub card: Option<CardView>,
    /// The frame, which templates see beside the page.
    #[serde(skip)]
    pub frame: Option<View>,
}

#[derive(Debug, Clone, Serialize)]
pub struct CardView {
    url: String,
    /// Omitted where thousands of pages would repeat it.
    width: Option<usize>,
    height: Option<usize>,
    alt: String,
}

impl CardView {
    pub fn without_size(self) -> CardView {
        CardView { width: None, height: None, ..self }
    }
}

#[derive(Debug, Serialize)]
pub struct ChangedView {
    date: DateView,
    by: Option<String>,
    html: String,
}

impl<'a> Shared<'a> {
    /// Returns the value `site` of templates.
    pub fn site_view(&self) -> SiteView<'a> {
        let site = self.site;
        SiteView {
            title: &site.title,
            description: &site.description,
            language: &site.language,
            direction: if locale::is_right_to_left(&site.language) { "rtl" } else { "ltr" },
            author: filled(&site.author),
            url: site.url(),
            root: site.root(),
            generator: concat!("Offprint ", env!("CARGO_PKG_VERSION")),
            repository_url: filled(&site.repository.url),
            feed: self.feed_link(self.title(), routes::FEED),
            nav: self.nav(),
            links: self.footer(),
            csp: policy(site, ""),
            remote_images: site.pages.remote_images,
            feeds_url: self.url(routes::FEEDS),
            search_url: site.search.enabled.then(|| self.url(routes::SEARCH)),
            stats_url: site.pages.stats.then(|| self.url(routes::STATS)),
            reading_url: site.pages.reading.then(|| self.url(routes::READING)),
            for_you_url: site.pages.for_you.then(|| self.url(routes::FOR_YOU)),
            email: filled(&site.email.form).map(|form| EmailView { form, field: &site.email.field }),
            hub: filled(&site.feeds.hub),
        }
    }

    /// Returns section and address of all navigation items.
    pub(super) fn nav_targets(&self) -> impl Iterator<Item = (&'static str, String)> {
        self.nav().into_iter().map(|item| (item.key, item.url))
    }

    fn nav(&self) -> Vec<NavView> {
        let own = self.menu.iter().map(|&Menu { section, label, address }| NavView {
            key: section,
            label: self.texts.get(label).to_owned(),
            url: self.url(address),
        });
        let more = self.site.menu.iter().map(|item| {
            let is_web = item.url.contains("://") || item.url.starts_with("mailto:");
            let url = if is_web { item.url.clone() } else { self.url(item.url.trim_start_matches('/')) };
            NavView { key: MENU, label: item.label.clone(), url }
        });
        own.chain(more).collect()
    }

    /// Returns links to the plain pages with a weight, lightest first, to the reading list and to the papers for the reader.
    fn footer(&self) -> Vec<LinkView> {
        let link = |label: &str, address: &str| LinkView { label: label.to_owned(), url: self.url(address) };
        let pages = self.on_all.pages.iter().map(|(title, address)| link(title, address));
        pages
            .chain(self.site.pages.reading.then(|| link(self.texts.get("reading_list"), routes::READING)))
            .chain(self.site.pages.for_you.then(|| link(self.texts.get("for_you"), routes::FOR_YOU)))
            .collect()
    }

    pub fn feed_link(&self, title: &str, address: &str) -> FeedLink {
        let mime = match address.rsplit('/').next() {
            Some("atom.xml") => "application/atom+xml",
            Some("feed.json") => "application/feed+json",
            _ => "application/rss+xml",
        };
        FeedLink { title: title.to_owned(), mime, url: self.url(address), url_abs: self.absolute(address) }
    }

    pub fn head(&self, kind: &'static str, section: &'static str, address: &str, title: &str) -> PageView {
        let url = self.url(address);
        PageView {
            frame: self.frames.and_then(|frames| frames.frame(section, &url)).cloned(),
            kind,
            section,
            title: title.to_owned(),
            description: self.default_description(title),
            url,
            canonical: self.absolute(address),
            trail: Vec::new(),
            feeds: vec![self.names.feed.clone()],
            feed: None,
            noindex: false,
            edit_url: None,
            correct_url: None,
            changed: None,
            image: None,
            card: self.site_card(),
        }
    }

    pub fn site_card(&self) -> Option<CardView> {
        let alt = self.site.title.clone();
        self.site.cards.site.then(|| self.card_at(routes::HOME, alt))
    }

    pub fn card_at(&self, page: &str, alt: String) -> CardView {
        let url = self.absolute(&routes::card_of(page));
        CardView { url, width: Some(WIDTH), height: Some(HEIGHT), alt }
    }

    /// Returns a description for a page without one of its own.
    fn default_description(&self, title: &str) -> String {
        let site = self.site;
        match (site.description.is_empty(), title == site.title) {
            (false, _) => clip(&site.description, 300),
            (true, true) => self.texts.fill("about_site", &[("title", &title)]),
            (true, false) => self.texts.fill("about_page", &[("page", &title), ("title", &site.title)]),
        }
    }

    pub fn changed(&self, change: Option<Change<'_>>) -> Option<ChangedView> {
        let Change { date, by } = change?;
        let date = DateView::plain(date.into(), self.texts);
        let time = format!("<time datetime=\"{}\">{}</time>", date.iso, markdown::escape(&date.label));
        let name = format!("<bdi>{}</bdi>", markdown::escape(by));
        let html = match by {
            "" => self.texts.fill("changed", &[("date", &time)]),
            _ => self.texts.fill("changed_by", &[("date", &time), ("name", &name)]),
        };
        Some(ChangedView { date, by: filled(by).map(str::to_owned), html })
    }

    pub fn step(&self, label: &str, address: &str) -> View {
        View::new(&LinkView { label: label.to_owned(), url: self.url(address) })
    }

    pub fn trail(&self) -> Vec<View> {
        vec![self.names.home.clone()]
    }

    pub fn archive_step(&self) -> Option<View> {
        self.site.pages.archive.then(|| self.step(self.texts.get("archive"), routes::ARCHIVE))
    }

    /// Returns a date that papers were featured on as a step of a trail, where it has a page.
    pub fn date_step(&self, date: PartialDate) -> Option<View> {
        self.names.step(date)
    }

    /// Returns a description of a list: its first titles.
    pub fn describe<'t>(&self, count: usize, titles: impl Iterator<Item = &'t str>) -> String {
        let titles: Vec<&str> = titles.take(3).collect();
        let rest = count.saturating_sub(titles.len());
        match (titles.is_empty(), rest) {
            (true, _) => String::new(),
            (false, 0) => titles.join("; "),
            (false, rest) => self.texts.count("and_more_papers", rest, &[("titles", &titles.join("; "))]),
        }
    }

    /// Returns the frame of papers, if it differs from that of their section.
    pub fn paper_frame(&self) -> Option<View> {
        self.frames.and_then(Frames::papers).cloned()
    }

    pub fn site_feed(&self) -> View {
        self.names.feed.clone()
    }
}

impl PageView {
    /// Adds the page's own feed before the site's.
    pub fn with_feed(mut self, feed: Option<FeedLink>) -> PageView {
        if let Some(feed) = feed {
            let feed = View::new(&feed);
            self.feeds.insert(0, feed.clone());
            self.feed = Some(feed);
        }
        self
    }

    /// Adds the feeds of digests after the others.
    pub fn with_digests(mut self, digests: Vec<FeedLink>) -> PageView {
        self.feeds.extend(digests.iter().map(View::new));
        self
    }

    pub fn described(mut self, description: String) -> PageView {
        if !description.is_empty() {
            self.description = clip(&description, 300);
        }
        self
    }

    /// Sets the trail: the home page, then `steps`.
    pub fn below(mut self, shared: &Shared<'_>, steps: impl IntoIterator<Item = View>) -> PageView {
        self.trail = shared.trail();
        self.trail.extend(steps);
        self
    }

    /// Returns the values for the template: the page and its frame.
    pub fn views(&self) -> Views {
        let frame = self.frame.clone().map(|frame| ("frame", frame));
        [("page", View::new(self))].into_iter().chain(frame).collect()
    }

    /// Returns the values for the template, with one more.
    pub fn with<T: Serialize>(&self, name: &'static str, view: &T) -> Views {
        let mut views = self.views();
        views.push((name, View::new(view)));
        views
    }
}

/// The values for a template, besides `site`, `theme` and `assets`.
pub type Views = Vec<(&'static str, View)>;

/// Returns a content security policy that allows only the own host, and the provider of the subscription form. Injected markup of an entry
/// would be blocked. `more` are additional directives, each with a final `;`.
pub(super) fn policy(site: &Site, more: &str) -> String {
    let images = if site.pages.remote_images { " https:" } else { "" };
    let form = &site.email.form;
    // Scheme and host end at the third slash.
    let origin = form.match_indices('/').nth(2).map_or(form.as_str(), |(end, _)| &form[..end]);
    let form = if origin.is_empty() { String::new() } else { format!(" {origin}") };
    format!("default-src 'self';{more}img-src 'self' data:{images};base-uri 'none';form-action 'self'{form}")
}
