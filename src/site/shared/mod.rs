//! What all pages share: the settings they show, the words of the interface, addresses, and views of what many of them name.
//!
//! With a file's inputs it is all that a file is made of. It gives out settings and not the site, and nothing of the archive but what all
//! pages show.

pub mod dates;
mod frames;
mod names;
mod page;
mod pieces;

#[cfg(test)]
pub use frames::Around;
pub use frames::{Frames, PAPERS};
pub use page::{CardView, PageView, SiteView, Views};
pub use pieces::{
    Card, CountedView, FeedLink, HeadingView, LinkView, NameView, OrganizationView, PagerView, PaperLinkView,
    PaperRef, Row, byline, clip, outline,
};

use crate::archive::Archive;
use crate::config::{self, Site};
use crate::site::inputs::{Fold, inputs};
use crate::site::plan::{Data, Outline, routes};
use crate::theme::{Texts, View};
use names::Names;

/// A part of the site that its navigation leads to.
#[derive(Debug, Clone, Copy)]
pub struct Menu {
    /// Names the part, so that pages can say that they belong to it.
    pub section: &'static str,
    /// The word of the interface that it is called by.
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

/// What all pages share.
pub struct Shared<'a> {
    site: &'a Site,
    /// The words of the interface.
    pub texts: &'a Texts,
    on_all: OnAll<'a>,
    menu: &'a [Menu],
    names: Names<'a>,
    frames: Option<&'a Frames>,
}

inputs! {
    /// What all pages show of the archive.
    struct OnAll<'a> {
        /// Title and address of each plain page in the foot, light ones first.
        pages: Vec<(&'a str, String)>,
        /// Pages lead to files of data, of which a growing archive may leave some out one day.
        data: Data,
    }
}

impl<'a> Shared<'a> {
    /// `menu` are the parts of the site that its navigation leads to, in order.
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

    /// Puts frames around the pages. Only the frames themselves are made without.
    pub fn framed(self, frames: &'a Frames) -> Shared<'a> {
        Shared { frames: Some(frames), ..self }
    }

    /// Returns what the fingerprints of pages begin from. `base` is a digest of the program, the settings and the theme.
    pub fn base(&self, base: u64) -> Fold {
        Fold::new(base).with(&self.on_all)
    }

    /// Returns what the fingerprints of pictures begin from: their words and colours. Drawing takes longer than making most pages, so pictures
    /// are not drawn anew for what stands around pages.
    pub fn base_of_pictures(&self) -> Fold {
        let fold = Fold::new(0).with(env!("OFFPRINT_PROGRAM")).with(&self.site.cards.accent);
        fold.with(&self.site.title)
            .with(self.site.url())
            .with(&self.site.description)
            .with(&self.texts.digest())
    }

    /// Tells whether all of these are on.
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

    pub fn trending(&self) -> &'a config::Trending {
        &self.site.trending
    }

    pub fn repository(&self) -> &'a config::Repository {
        &self.site.repository
    }

    pub fn comments(&self) -> &'a config::Comments {
        &self.site.comments
    }

    /// Returns the repository that comments are kept in, and the address of those on a subject.
    pub fn comments_repository(&self) -> &'a str {
        self.site.comments_repository()
    }

    pub fn comments_url(&self, term: &str) -> String {
        self.site.comments_url(term)
    }

    pub fn has_search(&self) -> bool {
        self.site.search.enabled
    }

    /// Tells whether papers have twins in markdown.
    pub fn has_markdown(&self) -> bool {
        self.site.data.markdown
    }

    pub fn cname(&self) -> &'a str {
        &self.site.cname
    }

    /// Returns which files of data there are.
    pub fn data(&self) -> Data {
        self.on_all.data
    }

    /// Returns where the site is, without a path: `https://example.org`.
    pub fn origin(&self) -> &'a str {
        self.site.origin()
    }

    /// Returns the base path: begins and ends with `/`.
    pub fn root(&self) -> &'a str {
        self.site.root()
    }

    /// Returns the address of the site as the world has it; ends in `/`.
    pub fn base_url(&self) -> &'a str {
        self.site.url()
    }

    /// Returns an address as links of this site have it: `/papers/days/2026-04-15/`.
    pub fn url(&self, address: &str) -> String {
        [self.site.root(), address].concat()
    }

    /// Returns an address as the world has it.
    pub fn absolute(&self, address: &str) -> String {
        [self.site.url(), address].concat()
    }

    /// Returns a web address, or a path of this site, as links have it.
    pub fn link(&self, url: &str) -> String {
        link(self.site, url)
    }

    /// Returns a link of a page, as [`Shared::link`] gives it, as the world has it.
    pub fn absolute_link(&self, link: &str) -> String {
        match link.starts_with('/') {
            true => [self.site.origin(), link].concat(),
            false => link.to_owned(),
        }
    }

    /// Returns the address of an image that pages may show: one of this site, or any where the settings allow it.
    pub fn image(&self, url: Option<&str>) -> Option<String> {
        url.filter(|url| shows_image(self.site, url)).map(|url| self.link(url))
    }

    /// Returns a web address, or a path of this site, as the world has it.
    pub fn absolute_of(&self, url: &str) -> String {
        match url.strip_prefix('/') {
            Some(path) if !path.starts_with('/') => self.absolute(path),
            _ => url.to_owned(),
        }
    }

    /// Returns the page of a paper as the world has it.
    pub fn paper_page(&self, id: &str) -> String {
        self.absolute(&routes::paper(id))
    }

    /// Returns the site as every template sees it, and where its styles, scripts and pictures are.
    pub fn view(&self) -> View {
        View::new(&self.site_view())
    }
}

/// Returns a web address, or a path of this site, as links have it.
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
