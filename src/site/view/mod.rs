//! What templates see, made from the records of the archive.
//!
//! Addresses arrive finished and texts escaped or marked as HTML, so that a template needs no knowledge of the site. The views are the
//! contract with theme authors, told on one page of the documentation.

mod calendar;
mod cards;
mod comments;
mod dates;
mod days;
mod feeds;
mod frames;
mod members;
mod names;
mod orders;
mod page;
mod paper;
mod parts;
mod people;
mod periods;
mod scholar;
mod search;
mod stats;
#[cfg(test)]
mod tests;

pub use frames::Frames;
pub use page::SiteView;

use crate::archive::Archive;
use crate::config::Site;
use crate::site::export::Export;
use crate::site::plan::{Page, Plan};
use crate::site::search::Index;
use crate::theme::{Texts, View};
use names::Names;

/// Makes the view of any page.
pub struct Views<'a> {
    pub(crate) archive: &'a Archive,
    pub(crate) plan: &'a Plan,
    pub(crate) site: &'a Site,
    pub(crate) export: Export<'a>,
    /// The words of the interface.
    pub(crate) texts: &'a Texts,
    names: Names<'a>,
    frames: Option<&'a Frames>,
    index: Option<Index<'a>>,
}

/// A page ready for its template.
pub struct Ready {
    pub template: &'static str,
    /// What the template sees beside `site`, `theme` and `assets`: `page`, and a value named for its kind.
    pub views: Vec<(&'static str, View)>,
}

impl<'a> Views<'a> {
    /// Makes what many pages share.
    pub fn new(archive: &'a Archive, plan: &'a Plan, site: &'a Site, texts: &'a Texts) -> Views<'a> {
        let index = plan.search.as_ref().map(|layout| Index::new(archive, layout));
        let export = Export::new(archive, plan, site);
        let names = Names::new(archive, site, texts);
        Views { archive, plan, site, export, texts, names, frames: None, index }
    }

    /// Puts frames around the pages. Without, pages have none: only what stands in a frame is made so.
    pub fn framed(self, frames: &'a Frames) -> Views<'a> {
        Views { frames: Some(frames), ..self }
    }

    /// Gathers what these pages need of all papers. Others of the search index may not be asked for.
    pub fn only<'p>(self, pages: impl Iterator<Item = &'p Page> + Clone) -> Views<'a> {
        let terms = pages.clone().filter_map(|page| match page {
            Page::SearchTerms(file) => Some(*file),
            _ => None,
        });
        let words = pages.filter_map(|page| match page {
            Page::SearchWords(file) => Some(*file),
            _ => None,
        });
        Views { index: self.index.map(|index| index.only(terms, words)), ..self }
    }

    /// Returns the view of a page; `None` for files that no template makes.
    pub fn of(&self, page: &Page) -> Option<Ready> {
        Some(match page {
            Page::Home => self.home(),
            Page::Day(index) => self.day(*index),
            Page::Period(index) => self.period(*index),
            Page::Archive => self.calendar(),
            Page::Trending => self.trending(),
            Page::Paper(id) => self.paper(*id),
            Page::Topics => self.topics(),
            Page::Topic(id, number) => self.topic(*id, *number),
            Page::Authors => self.people(),
            Page::AuthorsOf(index) => self.people_of(*index),
            Page::Author(id, number) => self.person(*id, *number),
            Page::Organizations => self.organizations(),
            Page::Organization(id, number) => self.organization(*id, *number),
            Page::Votes(listed) => self.by_votes(*listed),
            Page::Plain(index) => self.plain(*index),
            Page::Stats => self.stats(),
            Page::Reading => self.reading(),
            Page::Feeds => self.feeds(),
            Page::Search => self.search(),
            Page::NotFound => self.not_found(),
            Page::Redirect(to) => self.redirect(to),
            Page::Feed(scope) => self.feed(*scope),
            Page::Digest => self.digest(),
            Page::Sitemap(part) => self.sitemap(*part),
            Page::SitemapIndex => self.sitemap_index(),
            Page::Robots => self.robots(),
            Page::Card(_)
            | Page::Asset(_)
            | Page::File(_)
            | Page::NoJekyll
            | Page::Schema
            | Page::Cname
            | Page::SearchRoot
            | Page::SearchTerms(_)
            | Page::SearchWords(_)
            | Page::SearchCards(_)
            | Page::Data(_)
            | Page::Llms
            | Page::Freshness
            | Page::Twin(_) => return None,
        })
    }
}
