//! What every page has: the site around it, and its own head.

use super::cards::CardView;
use super::dates::DateView;
use super::parts::{FeedLink, LinkView, clip};
use super::{Ready, Views};
use crate::archive::history::Change;
use crate::config::Site;
use crate::content::Origin;
use crate::site::plan::{Scope, routes};
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
pub(super) struct PageView {
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

/// The last change of the file that a page is made of.
#[derive(Debug, Serialize)]
pub(super) struct ChangedView {
    date: DateView,
    by: Option<String>,
    /// The same as a sentence.
    html: String,
}

impl<'a> Views<'a> {
    /// Returns the site as every template sees it.
    pub fn site(&self) -> SiteView<'a> {
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
            feed: self.feed_link(Scope::Site),
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
        let pages = &self.site.pages;
        let parts = [
            (true, "home", "latest", routes::HOME),
            (pages.archive, "archive", "archive", routes::ARCHIVE),
            (pages.trending, "trending", "trending", routes::TRENDING),
            (pages.topics, "topics", "topics", routes::TOPICS),
            (pages.authors, "authors", "authors", routes::AUTHORS),
            (pages.organizations, "organizations", "organizations", routes::ORGANIZATIONS),
            (self.site.search.enabled, "search", "search", routes::SEARCH),
        ];
        let own = parts.into_iter().filter(|(wanted, ..)| *wanted);
        let own = own.map(|(_, key, label, address)| NavView {
            key,
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
        let mut pages: Vec<_> = self.archive.pages.iter().filter(|page| page.weight.is_some()).collect();
        pages.sort_by_key(|page| page.weight);
        let link = |label: &str, address: &str| LinkView { label: label.to_owned(), url: self.url(address) };
        let pages = pages.into_iter().map(|page| link(&page.title, &format!("{}/", page.slug)));
        pages
            .chain(self.site.pages.reading.then(|| link(self.texts.get("reading_list"), routes::READING)))
            .collect()
    }

    /// Returns the feed of a part of the site.
    pub(super) fn feed_link(&self, scope: Scope) -> FeedLink {
        let (title, address) = match scope {
            Scope::Site => (&self.site.title, routes::FEED.to_owned()),
            Scope::Topic(id) => {
                let topic = self.archive.topic(id);
                let feed = routes::feed_of(&routes::member(routes::TOPICS, &topic.slug));
                (&topic.name, feed)
            }
            Scope::Author(id) => {
                let person = self.archive.person(id);
                let feed = routes::feed_of(&routes::member(routes::AUTHORS, &person.slug));
                (&person.name, feed)
            }
            Scope::Organization(id) => {
                let organization = self.archive.organization(id);
                let feed = routes::feed_of(&routes::member(routes::ORGANIZATIONS, &organization.slug));
                (&organization.name, feed)
            }
        };
        FeedLink { title: title.clone(), url: self.url(&address), url_abs: self.absolute(&address) }
    }

    /// Returns the site's digest as a feed of a page's head.
    pub(super) fn digest_feed(&self) -> Option<View> {
        self.digest_link().map(|feed| View::of(&feed))
    }

    pub(super) fn digest_link(&self) -> Option<FeedLink> {
        let title = self.texts.fill("digest_title", &[("title", &self.site.title)]);
        let (url, url_abs) = (self.url(routes::DIGEST), self.absolute(routes::DIGEST));
        self.site.feeds.days.then_some(FeedLink { title, url, url_abs })
    }

    /// Returns the head of a page at `address`.
    pub(super) fn head(
        &self,
        kind: &'static str,
        section: &'static str,
        address: &str,
        title: &str,
    ) -> PageView {
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

    /// Every page says what it is, also where the site says nothing of itself.
    fn default_description(&self, title: &str) -> String {
        let site = self.site;
        match (site.description.is_empty(), title == site.title) {
            (false, _) => clip(&site.description, 300),
            (true, true) => self.texts.fill("about_site", &[("title", &title)]),
            (true, false) => self.texts.fill("about_page", &[("page", &title), ("title", &site.title)]),
        }
    }

    /// Returns when the file that a page is made of was changed last.
    pub(super) fn changed(&self, origin: &Origin) -> Option<ChangedView> {
        let Change { date, by } = self.archive.history.of(&origin.file)?;
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
    pub(super) fn step(&self, label: &str, address: &str) -> View {
        View::of(&LinkView { label: label.to_owned(), url: self.url(address) })
    }

    /// Returns the beginning of every trail.
    pub(super) fn trail(&self) -> Vec<View> {
        vec![self.names.home.clone()]
    }

    /// What a reader keeps stands in their browser; the page is the same for all.
    pub(super) fn reading(&self) -> Ready {
        let mut page = self.head("reading", "", routes::READING, self.texts.get("reading_list"));
        page.trail = self.trail();
        let page = PageView { noindex: true, ..page };
        page.described(self.texts.get("about_reading").to_owned()).ready("reading.html")
    }

    pub(super) fn not_found(&self) -> Ready {
        let page =
            PageView { noindex: true, ..self.head("404", "", "404.html", self.texts.get("not_found_title")) };
        page.ready("404.html")
    }

    pub(super) fn redirect(&self, to: &str) -> Ready {
        #[derive(Serialize)]
        struct RedirectView {
            to: String,
            to_abs: String,
        }
        let page = PageView { noindex: true, ..self.head("redirect", "", to, self.texts.get("moved")) };
        page.with("redirect.html", "redirect", &RedirectView { to: self.url(to), to_abs: self.absolute(to) })
    }
}

impl PageView {
    /// Puts the page's own feed before the site's.
    pub(super) fn with_feed(mut self, feed: Option<FeedLink>) -> PageView {
        if let Some(feed) = feed {
            let feed = View::of(&feed);
            self.feeds.insert(0, feed.clone());
            self.feed = Some(feed);
        }
        self
    }

    pub(super) fn described(mut self, description: String) -> PageView {
        if !description.is_empty() {
            self.description = clip(&description, 300);
        }
        self
    }

    pub(super) fn ready(&self, template: &'static str) -> Ready {
        let frame = self.frame.clone().map(|frame| ("frame", frame));
        Ready { template, views: [("page", View::of(self))].into_iter().chain(frame).collect() }
    }

    pub(super) fn with<T: Serialize>(&self, template: &'static str, name: &'static str, view: &T) -> Ready {
        let mut ready = self.ready(template);
        ready.views.push((name, View::of(view)));
        ready
    }
}

fn filled(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

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
