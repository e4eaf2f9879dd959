//! Views that many pages share, made once: topics, organizations, days, the site's own links.
//!
//! They do not include counts of papers: otherwise one more paper would change every page that names its topic. Each is made on first use,
//! since an incremental build makes few pages.

use super::dates::{self, DateView};
use super::{FeedLink, LinkView, NameView, OrganizationView, link, shows_image};
use crate::archive::Archive;
use crate::config::Site;
use crate::site::plan::routes;
use crate::site::records::{OrganizationInput, TopicInput};
use crate::text::date::{PartialDate, Precision};
use crate::theme::{Texts, View};
use std::collections::BTreeMap;
use std::sync::OnceLock;

pub(super) struct Names<'a> {
    archive: &'a Archive,
    site: &'a Site,
    texts: &'a Texts,
    topics: OnceLock<Vec<View>>,
    organizations: OnceLock<Vec<View>>,
    days: Vec<OnceLock<View>>,
    steps: Vec<OnceLock<View>>,
    /// Dates of publication and revision, without links.
    dates: OnceLock<BTreeMap<PartialDate, View>>,
    /// The feed of all papers.
    pub feed: View,
    pub home: View,
}

impl<'a> Names<'a> {
    pub(super) fn new(archive: &'a Archive, site: &'a Site, texts: &'a Texts) -> Names<'a> {
        let none = || archive.days.iter().map(|_| OnceLock::new()).collect();
        let url = |address: &str| format!("{}{address}", site.root());
        Names {
            archive,
            site,
            texts,
            topics: OnceLock::new(),
            organizations: OnceLock::new(),
            days: none(),
            steps: none(),
            dates: OnceLock::new(),
            feed: View::new(&FeedLink {
                mime: "application/rss+xml",
                title: site.title.clone(),
                url: url(routes::FEED),
                url_abs: format!("{}{}", site.url(), routes::FEED),
            }),
            home: View::new(&LinkView { label: site.title.clone(), url: url(routes::HOME) }),
        }
    }

    fn url(&self, address: &str) -> String {
        format!("{}{address}", self.site.root())
    }

    pub(super) fn topic(&self, topic: TopicInput<'_>) -> &View {
        let topics = self.topics.get_or_init(|| {
            let topics = self.archive.topics.iter().map(|topic| {
                let list = || self.url(&routes::member(routes::TOPICS, &topic.slug));
                let url = self.site.pages.topics.then(list);
                View::new(&NameView::new(&topic.slug, &topic.name, url))
            });
            topics.collect()
        });
        &topics[topic.place()]
    }

    pub(super) fn organization(&self, organization: OrganizationInput<'_>) -> &View {
        let organizations = self.organizations.get_or_init(|| {
            let organizations = self.archive.organizations.iter().map(|organization| {
                let list = || self.url(&routes::member(routes::ORGANIZATIONS, &organization.slug));
                let logo = organization.logo.as_deref().filter(|logo| shows_image(self.site, logo));
                View::new(&OrganizationView {
                    name: &organization.name,
                    handle: &organization.handle,
                    url: self.site.pages.organizations.then(list),
                    logo: logo.map(|logo| link(self.site, logo)),
                })
            });
            organizations.collect()
        });
        &organizations[organization.place()]
    }

    /// A date that papers were featured on, with its page.
    pub(super) fn featured(&self, date: PartialDate) -> View {
        self.at(date, &self.days, |date| {
            let url = self.page_of(date);
            View::new(&DateView { url, ..DateView::plain(date, self.texts) })
        })
    }

    /// The same as a step of a trail, where it has a page.
    pub(super) fn step(&self, date: PartialDate) -> Option<View> {
        self.page_of(date)?;
        Some(self.at(date, &self.steps, |date| {
            let url = self.page_of(date).unwrap_or_default();
            View::new(&LinkView { label: dates::label(date, self.texts), url })
        }))
    }

    /// The page that lists the papers of a date.
    fn page_of(&self, date: PartialDate) -> Option<String> {
        let is_listed = date.precision() != Precision::Month || self.site.pages.months;
        is_listed.then(|| self.url(&routes::featured(date)))
    }

    fn at(&self, date: PartialDate, cached: &[OnceLock<View>], view: impl Fn(PartialDate) -> View) -> View {
        match date.day().and_then(|day| self.archive.day_index(day)) {
            Some(index) => cached[index].get_or_init(|| view(date)).clone(),
            None => view(date),
        }
    }

    /// A date that a paper appeared on or was revised.
    pub(super) fn date(&self, date: PartialDate) -> View {
        let view = |date| View::new(&DateView::plain(date, self.texts));
        let dates = self.dates.get_or_init(|| {
            let mut dates = BTreeMap::new();
            for date in
                self.archive.papers.iter().flat_map(|paper| [paper.published, paper.updated]).flatten()
            {
                dates.entry(date).or_insert_with(|| view(date));
            }
            dates
        });
        dates.get(&date).cloned().unwrap_or_else(|| view(date))
    }
}
