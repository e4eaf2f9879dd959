//! What many pages show alike, made once: topics and organizations by name, days, the site's own links.
//!
//! A paper's page names its topics, days and organization, and a hundred thousand pages name the same few hundred. What stands here says
//! nothing of how many papers something has: a paper more would otherwise change every page that names the topic.

use super::dates::{self, DateView};
use super::parts::{FeedLink, LinkView, NameView, OrganizationView, link, shows_image};
use crate::archive::Archive;
use crate::config::Site;
use crate::plan::routes;
use crate::theme::{Texts, View};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Views that pages share.
pub(super) struct Names {
    /// At the places of [`Archive::topics`], as are the next two at those of theirs.
    pub topics: Vec<View>,
    pub organizations: Vec<View>,
    pub days: Vec<View>,
    /// Days again, as steps of a trail.
    pub steps: Vec<View>,
    /// Dates that papers appeared on or were revised; no links.
    pub dates: BTreeMap<NaiveDate, View>,
    /// The feed of all papers.
    pub feed: View,
    /// The first step of every trail.
    pub home: View,
}

impl Names {
    pub(super) fn new(archive: &Archive, site: &Site, texts: &Texts) -> Names {
        let url = |address: &str| format!("{}{address}", site.root());
        let topics = archive.topics.iter().map(|topic| {
            let address = site.pages.topics.then(|| url(&routes::member(routes::TOPICS, &topic.slug)));
            View::of(&NameView { slug: &topic.slug, name: &topic.name, url: address })
        });
        let organizations = archive.organizations.iter().map(|organization| {
            let list = routes::member(routes::ORGANIZATIONS, &organization.slug);
            let logo = organization.logo.as_deref().filter(|logo| shows_image(site, logo));
            View::of(&OrganizationView {
                name: &organization.name,
                handle: &organization.handle,
                url: site.pages.organizations.then(|| url(&list)),
                logo: logo.map(|logo| link(site, logo)),
            })
        });
        let days = archive.days.iter().map(|day| {
            View::of(&DateView { url: Some(url(&routes::day(day.date))), ..DateView::plain(day.date, texts) })
        });
        let steps = archive.days.iter().map(|day| {
            View::of(&LinkView { label: dates::label(day.date, texts), url: url(&routes::day(day.date)) })
        });
        let mut dates = BTreeMap::new();
        for date in archive.papers.iter().flat_map(|paper| [paper.published, paper.updated]).flatten() {
            dates.entry(date).or_insert_with(|| View::of(&DateView::plain(date, texts)));
        }
        Names {
            topics: topics.collect(),
            organizations: organizations.collect(),
            days: days.collect(),
            steps: steps.collect(),
            dates,
            feed: View::of(&FeedLink {
                title: site.title.clone(),
                url: url(routes::FEED),
                url_abs: format!("{}{}", site.url(), routes::FEED),
            }),
            home: View::of(&LinkView { label: site.title.clone(), url: url(routes::HOME) }),
        }
    }
}
