//! The orders that a list of papers is there in: newest first, and most votes first.

use super::page::PageView;
use super::{Ready, Views};
use crate::site::plan::{Listed, routes};
use serde::Serialize;

/// An order of papers, and the page that has it.
#[derive(Serialize)]
pub(super) struct OrderView<'a> {
    key: &'static str,
    label: &'a str,
    url: String,
}

impl<'a> Views<'a> {
    pub(super) fn by_votes(&self, listed: Listed) -> Ready {
        match listed {
            Listed::Topic(id) => self.topic_by_votes(id),
            Listed::Author(id) => self.person_by_votes(id),
            Listed::Organization(id) => self.organization_by_votes(id),
            Listed::Period(index) => self.period_by_votes(index),
        }
    }

    /// Returns the orders of a list with the address `list`; none where there is one only.
    pub(super) fn orders(&self, listed: Listed, list: &str) -> Vec<OrderView<'a>> {
        if !self.plan.by_votes.contains(&listed) {
            return Vec::new();
        }
        let order = |key, label, url| OrderView { key, label: self.texts.get(label), url };
        vec![
            order("newest", "newest", self.url(list)),
            order("votes", "most_votes", self.url(&routes::votes(list))),
        ]
    }

    /// Makes the head of a list's page by votes from that of the list, whose papers search engines have seen.
    pub(super) fn head_by_votes(&self, head: PageView, list: &str, name: &str) -> PageView {
        let address = routes::votes(list);
        let title = self.texts.fill("title_most_votes", &[("title", &name)]);
        let (url, canonical) = (self.url(&address), self.absolute(&address));
        let mut page = PageView { title, url, canonical, noindex: true, ..head };
        page.trail.push(self.step(name, list));
        page
    }
}
