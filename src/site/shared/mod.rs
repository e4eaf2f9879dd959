//! Everything that all pages share: settings, words of the interface, addresses, and common views.
//!
//! Besides its inputs, a file is made only from this. It gives access to settings, and of the archive only to what all pages show.

pub(crate) mod dates;
pub(crate) mod digest;
mod frames;
mod names;
mod page;
mod pieces;

#[cfg(test)]
pub use frames::FramePage;
pub use frames::{Frames, PAPERS};
pub use page::{CardView, PageView, Views};
pub use pieces::{
    Card, CountedView, FeedLink, HeadingView, LinkView, NameView, OrganizationView, PagerView, PaperLinkView,
    PaperRef, RelatedView, Row, byline, clip, hue, line, outline,
};

use crate::archive::Archive;
use crate::config::{self, Site};
use crate::site::inputs::{InputHasher, inputs};
use crate::site::plan::{Data, Outline, routes};
use crate::theme::{Texts, View};
use names::Names;

/// An item of the navigation that links to a part of the site.
#[derive(Debug, Clone, Copy)]
pub struct Menu {
    /// The key of the part, by which pages declare that they belong to it.
    pub section: &'static str,
    pub label: &'static str,
    pub address: &'static str,
}

/// A setting that switches files off.
#[derive(Debug, Clone, Copy)]
pub struct Switch {
    /// Section and setting: `[feeds] authors`.
    pub setting: &'static str,
    pub is_on: fn(&Site) -> bool,
}

/// Everything that all pages share.
pub struct Shared<'a> {
    site: &'a Site,
    pub texts: &'a Texts,
    on_all: OnAll<'a>,
    menu: &'a [Menu],
    names: Names<'a>,
    frames: Option<&'a Frames>,
}

inputs! {
    /// The parts of the archive that all pages show.
    struct OnAll<'a> {
        /// Title and address of each plain page in the foot, by weight.
        pages: Vec<(&'a str, String)>,
        /// Pages link to data files, some of which a growing archive may omit later.
        data: Data,
    }
}

impl<'a> Shared<'a> {
    /// `menu` are the navigation items, in order.
    pub fn new(
        archive: &'a Archive,
        outline: &'a Outline,
        site: &'a Site,
        texts: &'a Texts,
        menu: &'a [Menu],
    ) -> Shared<'a> {
        let mut pages: Vec<_> = archive.pages.iter().filter(|page| page.weight.is_some()).collect();
        pages.sort_by_key(|page| page.weight);
        let pages = pages.into_iter().map(|page| (page.title.as_str(), format!("{}/", page.slug))).collect();
        let on_all = OnAll { pages, data: outline.data };
        let names = Names::new(archive, site, texts);
        Shared { site, texts, on_all, menu, names, frames: None }
    }

    pub fn framed(self, frames: &'a Frames) -> Shared<'a> {
        Shared { frames: Some(frames), ..self }
    }

    /// Returns the start of the fingerprints of pages. `base` is a hash of program, settings and theme.
    pub fn base(&self, base: u64) -> InputHasher {
        InputHasher::new(base).with(&self.on_all)
    }

    /// Returns the start of the fingerprints of images: their texts and colours. Images take long to draw, so they do not depend on what
    /// pages show.
    pub fn base_of_pictures(&self) -> InputHasher {
        let fold = InputHasher::new(0).with(env!("OFFPRINT_PROGRAM")).with(&self.site.cards.accent);
        fold.with(&self.site.title)
            .with(self.site.url())
            .with(&self.site.description)
            .with(&self.texts.digest())
    }

    pub fn is_on(&self, switches: &[Switch]) -> bool {
        switches.iter().all(|switch| (switch.is_on)(self.site))
    }

    pub fn title(&self) -> &'a str {
        &self.site.title
    }

    pub fn description(&self) -> &'a str {
        &self.site.description
    }

    pub fn language(&self) -> &'a str {
        &self.site.language
    }

    pub fn pages(&self) -> &'a config::Pages {
        &self.site.pages
    }

    pub fn feeds(&self) -> &'a config::Feeds {
        &self.site.feeds
    }

    pub fn cards(&self) -> &'a config::Cards {
        &self.site.cards
    }

    /// Returns whether the archive has no days because the site lists papers by month or year.
    pub fn is_without_days(&self) -> bool {
        self.site.archive.by != config::By::Day
    }

    /// Returns whether the navigation links to a page.
    pub fn has_in_menu(&self, address: &str) -> bool {
        self.menu.iter().any(|item| item.address == address)
    }

    pub fn trending(&self) -> &'a config::Trending {
        &self.site.trending
    }

    pub fn repository(&self) -> &'a config::Repository {
        &self.site.repository
    }

    pub fn comments(&self) -> &'a config::Comments {
        &self.site.comments
    }

    pub fn comments_repository(&self) -> &'a str {
        self.site.comments_repository()
    }

    pub fn comments_url(&self, term: &str) -> String {
        self.site.comments_url(term)
    }

    pub fn has_search(&self) -> bool {
        self.site.search.enabled
    }

    /// Returns whether papers have pages in markdown.
    pub fn has_markdown(&self) -> bool {
        self.site.data.markdown
    }

    pub fn cname(&self) -> &'a str {
        &self.site.cname
    }

    pub fn data(&self) -> Data {
        self.on_all.data
    }

    /// Returns scheme and host: `https://example.org`.
    pub fn origin(&self) -> &'a str {
        self.site.origin()
    }

    /// Returns the base path, which starts and ends with `/`.
    pub fn root(&self) -> &'a str {
        self.site.root()
    }

    /// Returns the absolute address of the site, which ends in `/`.
    pub fn base_url(&self) -> &'a str {
        self.site.url()
    }

    /// Returns an address with the base path, for links: `/papers/days/2026-04-15/`.
    pub fn url(&self, address: &str) -> String {
        [self.site.root(), address].concat()
    }

    pub fn absolute(&self, address: &str) -> String {
        [self.site.url(), address].concat()
    }

    /// Returns a web address or a path of this site with the base path.
    pub fn link(&self, url: &str) -> String {
        link(self.site, url)
    }

    /// Returns the absolute form of a result of [`Shared::link`].
    pub fn absolute_link(&self, link: &str) -> String {
        match link.starts_with('/') {
            true => [self.site.origin(), link].concat(),
            false => link.to_owned(),
        }
    }

    /// Returns the address of an image, if the settings allow it.
    pub fn image(&self, url: Option<&str>) -> Option<String> {
        url.filter(|url| shows_image(self.site, url)).map(|url| self.link(url))
    }

    /// Returns the absolute form of a web address or a path of this site.
    pub fn absolute_of(&self, url: &str) -> String {
        match url.strip_prefix('/') {
            Some(path) if !path.starts_with('/') => self.absolute(path),
            _ => url.to_owned(),
        }
    }

    pub fn paper_page(&self, id: &str) -> String {
        self.absolute(&routes::paper(id))
    }

    pub fn view(&self) -> View {
        View::new(&self.site_view())
    }
}

/// Returns a web address or a path of this site with the base path.
fn link(site: &Site, url: &str) -> String {
    match url.strip_prefix('/') {
        Some(path) if !path.starts_with('/') => [site.root(), path].concat(),
        _ => url.to_owned(),
    }
}

fn shows_image(site: &Site, url: &str) -> bool {
    url.starts_with('/') || site.pages.remote_images
}

fn filled(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}
