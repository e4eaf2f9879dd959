//! What every page has: the site around it, and its own head.

use super::dates::DateView;
use super::frames::Frames;
use super::{FeedLink, LinkView, Menu, Shared, clip, filled};
use crate::archive::history::Change;
use crate::config::Site;
use crate::site::plan::routes;
use crate::site::social_card::{HEIGHT, WIDTH};
use crate::text::markdown;
use crate::theme::View;
use serde::Serialize;

/// The key in `site.nav` of what `[[menu]]` adds.
pub(super) const MENU: &str = "menu";

/// The site, as every template sees it.
#[derive(Debug, Serialize)]
pub struct SiteView<'a> {
    title: &'a str,
    description: &'a str,
    language: &'a str,
    author: Option<&'a str>,
    /// Absolute, ends in `/`.
    url: &'a str,
    /// The base path: begins and ends with `/`.
    root: &'a str,
    generator: &'static str,
    repository_url: Option<&'a str>,
    feed: FeedLink,
    nav: Vec<NavView>,
    links: Vec<LinkView>,
    csp: String,
    remote_images: bool,
    /// The list of all feeds.
    feeds_url: String,
    /// Where readers find what they keep, if such a page is wanted.
    reading_url: Option<String>,
    /// The search page, if it is wanted.
    search_url: Option<String>,
    /// The page of charts, if it is wanted.
    stats_url: Option<String>,
    email: Option<EmailView<'a>>,
}

/// A form to subscribe with: where it goes, and what it calls the reader's address.
#[derive(Debug, Serialize)]
struct EmailView<'a> {
    form: &'a str,
    field: &'a str,
}

/// A way through the site. `key` names the part, so that a page can mark the one it belongs to.
#[derive(Debug, Serialize)]
struct NavView {
    key: &'static str,
    label: String,
    url: String,
}

/// A page's own head.
#[derive(Debug, Serialize)]
pub struct PageView {
    pub kind: &'static str,
    /// The part of the site it belongs to: a `key` of `site.nav`, or nothing.
    pub section: &'static str,
    pub title: String,
    pub description: String,
    pub url: String,
    pub canonical: String,
    /// The pages above it, from the home page down.
    pub trail: Vec<View>,
    /// Its own feed first, the site's last.
    pub feeds: Vec<View>,
    pub feed: Option<View>,
    pub noindex: bool,
    pub edit_url: Option<String>,
    /// Where somebody who does not edit files tells what is wrong.
    pub correct_url: Option<String>,
    /// When its file was changed last, as the repository tells.
    pub changed: Option<ChangedView>,
    /// A picture of the page for those who link to it, absolute.
    pub image: Option<String>,
    /// A picture drawn for those who link to it, where there is no other.
    pub card: Option<CardView>,
    /// What stands around it. Templates see it beside the page.
    #[serde(skip)]
    pub frame: Option<View>,
}

/// The social card of a page.
#[derive(Debug, Clone, Serialize)]
pub struct CardView {
    /// Absolute.
    url: String,
    /// Not told where thousands of pages would repeat it.
    width: Option<usize>,
    height: Option<usize>,
    /// What it shows, in words.
    alt: String,
}

impl CardView {
    /// Leaves the size out.
    pub fn without_size(self) -> CardView {
        CardView { width: None, height: None, ..self }
    }
}

/// The last change of the file that a page is made of.
#[derive(Debug, Serialize)]
pub struct ChangedView {
    date: DateView,
    by: Option<String>,
    /// The same as a sentence.
    html: String,
}

impl<'a> Shared<'a> {
    /// Returns the site as every template sees it.
    pub fn site_view(&self) -> SiteView<'a> {
        let site = self.site;
        SiteView {
            title: &site.title,
            description: &site.description,
            language: &site.language,
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
            email: filled(&site.email.form).map(|form| EmailView { form, field: &site.email.field }),
        }
    }

    /// Returns where the navigation leads: sections, and addresses.
    pub(super) fn ways(&self) -> impl Iterator<Item = (&'static str, String)> {
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

    /// Plain pages that have a weight, light ones first, and the reading list.
    fn footer(&self) -> Vec<LinkView> {
        let link = |label: &str, address: &str| LinkView { label: label.to_owned(), url: self.url(address) };
        let pages = self.on_all.pages.iter().map(|(title, address)| link(title, address));
        pages
            .chain(self.site.pages.reading.then(|| link(self.texts.get("reading_list"), routes::READING)))
            .collect()
    }

    /// Returns the feed at an address.
    pub fn feed_link(&self, title: &str, address: &str) -> FeedLink {
        FeedLink { title: title.to_owned(), url: self.url(address), url_abs: self.absolute(address) }
    }

    /// Returns the feed with one item a day, where the site has it.
    pub fn digest_link(&self) -> Option<FeedLink> {
        let title = || self.texts.fill("digest_title", &[("title", &self.site.title)]);
        self.site.feeds.days.then(|| self.feed_link(&title(), routes::DIGEST))
    }

    /// Returns the head of a page at `address`.
    pub fn head(&self, kind: &'static str, section: &'static str, address: &str, title: &str) -> PageView {
        let url = self.url(address);
        PageView {
            frame: self.frames.and_then(|frames| frames.of(section, &url)).cloned(),
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

    /// Returns the card of the site, where it has one.
    pub fn site_card(&self) -> Option<CardView> {
        let alt = self.site.title.clone();
        self.site.cards.site.then(|| self.card_at(routes::HOME, alt))
    }

    /// Returns the card of a page.
    pub fn card_at(&self, page: &str, alt: String) -> CardView {
        let url = self.absolute(&routes::card_of(page));
        CardView { url, width: Some(WIDTH), height: Some(HEIGHT), alt }
    }

    /// Every page says what it is, also where the site says nothing of itself.
    fn default_description(&self, title: &str) -> String {
        let site = self.site;
        match (site.description.is_empty(), title == site.title) {
            (false, _) => clip(&site.description, 300),
            (true, true) => self.texts.fill("about_site", &[("title", &title)]),
            (true, false) => self.texts.fill("about_page", &[("page", &title), ("title", &site.title)]),
        }
    }

    /// Says when the file that a page is made of was changed last.
    pub fn changed(&self, change: Option<Change<'_>>) -> Option<ChangedView> {
        let Change { date, by } = change?;
        let date = DateView::plain(date, self.texts);
        let time = format!("<time datetime=\"{}\">{}</time>", date.iso, markdown::escape(&date.label));
        let name = format!("<bdi>{}</bdi>", markdown::escape(by));
        let html = match by {
            "" => self.texts.fill("changed", &[("date", &time)]),
            _ => self.texts.fill("changed_by", &[("date", &time), ("name", &name)]),
        };
        Some(ChangedView { date, by: filled(by).map(str::to_owned), html })
    }

    /// Returns a step of a trail.
    pub fn step(&self, label: &str, address: &str) -> View {
        View::new(&LinkView { label: label.to_owned(), url: self.url(address) })
    }

    /// Returns the beginning of every trail.
    pub fn trail(&self) -> Vec<View> {
        vec![self.names.home.clone()]
    }

    /// Returns the calendar of all days as a step of a trail, where there is one.
    pub fn archive_step(&self) -> Option<View> {
        self.site.pages.archive.then(|| self.step(self.texts.get("archive"), routes::ARCHIVE))
    }

    /// Returns a day as a step of a trail.
    pub fn day_step(&self, date: chrono::NaiveDate) -> View {
        self.names.step(date)
    }

    /// Says what a list holds, by its first titles.
    pub fn describe<'t>(&self, count: usize, titles: impl Iterator<Item = &'t str>) -> String {
        let titles: Vec<&str> = titles.take(3).collect();
        let rest = count.saturating_sub(titles.len());
        match (titles.is_empty(), rest) {
            (true, _) => String::new(),
            (false, 0) => titles.join("; "),
            (false, rest) => self.texts.count("and_more_papers", rest, &[("titles", &titles.join("; "))]),
        }
    }

    /// Returns the frame of a paper's page, where it is another than that of its section.
    pub fn paper_frame(&self) -> Option<View> {
        self.frames.and_then(Frames::of_paper).cloned()
    }

    /// Returns the feed of all papers, as pages name it.
    pub fn site_feed(&self) -> View {
        self.names.feed.clone()
    }
}

impl PageView {
    /// Puts the page's own feed before the site's.
    pub fn with_feed(mut self, feed: Option<FeedLink>) -> PageView {
        if let Some(feed) = feed {
            let feed = View::new(&feed);
            self.feeds.insert(0, feed.clone());
            self.feed = Some(feed);
        }
        self
    }

    /// Adds the feed with one item a day.
    pub fn with_digest(mut self, shared: &Shared<'_>) -> PageView {
        self.feeds.extend(shared.digest_link().map(|feed| View::new(&feed)));
        self
    }

    pub fn described(mut self, description: String) -> PageView {
        if !description.is_empty() {
            self.description = clip(&description, 300);
        }
        self
    }

    /// Puts the page below others: the home page first, then `steps`.
    pub fn below(mut self, shared: &Shared<'_>, steps: impl IntoIterator<Item = View>) -> PageView {
        self.trail = shared.trail();
        self.trail.extend(steps);
        self
    }

    /// Returns what the template sees: the page, and what stands around it.
    pub fn views(&self) -> Views {
        let frame = self.frame.clone().map(|frame| ("frame", frame));
        [("page", View::new(self))].into_iter().chain(frame).collect()
    }

    /// Returns the same with a value named for the kind of page.
    pub fn with<T: Serialize>(&self, name: &'static str, view: &T) -> Views {
        let mut views = self.views();
        views.push((name, View::new(view)));
        views
    }
}

/// What a template sees beside `site`, `theme` and `assets`.
pub type Views = Vec<(&'static str, View)>;

/// Allows a page its own host and nothing else, and a form its provider. Entries come from strangers: should a tag of theirs ever slip
/// through, it stays dead. `more` is what else the page may have; each part of it ends in `;`.
pub(super) fn policy(site: &Site, more: &str) -> String {
    let images = if site.pages.remote_images { " https:" } else { "" };
    let form = &site.email.form;
    // Scheme and host: what stands before the third slash.
    let origin = form.match_indices('/').nth(2).map_or(form.as_str(), |(end, _)| &form[..end]);
    let form = if origin.is_empty() { String::new() } else { format!(" {origin}") };
    format!("default-src 'self';{more}img-src 'self' data:{images};base-uri 'none';form-action 'self'{form}")
}
