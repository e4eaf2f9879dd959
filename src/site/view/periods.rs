//! Pages of weeks and months: their days one after the other, and their papers by votes.

use super::days::Scale;
use super::orders::OrderView;
use super::page::PageView;
use super::parts::{LinkView, Row};
use super::{Ready, Views, dates};
use crate::archive::{Day, Period, PeriodKind, Rising};
use crate::site::plan::{self, Listed, routes};
use crate::theme::{Texts, View};
use chrono::NaiveDate;
use serde::Serialize;
use std::borrow::Cow;
use std::ops::Range;

#[derive(Serialize)]
struct PeriodView<'a> {
    kind: &'static str,
    label: String,
    from: View,
    to: View,
    days: Vec<PeriodDay<'a>>,
    /// By votes, on the page that has them so.
    papers: Vec<Row<'a>>,
    count: usize,
    newer: Option<LinkView>,
    older: Option<LinkView>,
    scales: Vec<Scale>,
    /// `newest` or `votes`.
    order: &'static str,
    orders: Vec<OrderView<'a>>,
    rising: Vec<RisingView<'a>>,
}

/// A topic, word or phrase that a time has more of than the times before.
#[derive(Serialize)]
struct RisingView<'a> {
    /// `topic` or `term`
    kind: &'static str,
    text: Cow<'a, str>,
    /// Its page, or a search for it.
    url: Option<String>,
    count: u32,
    /// Whether no paper had it before.
    new: bool,
}

#[derive(Serialize)]
struct PeriodDay<'a> {
    date: View,
    url: String,
    count: usize,
    note_html: Option<&'a str>,
    papers: Vec<Row<'a>>,
}

impl<'a> Views<'a> {
    pub(super) fn period(&self, index: usize) -> Ready {
        let period = &self.plan.periods[index];
        let days = self.archive.days[period.days.clone()].iter().map(|day| PeriodDay {
            date: self.featured(day.date),
            url: self.url(&routes::day(day.date)),
            count: day.papers.len(),
            note_html: day.note.as_ref().map(|note| note.html.as_str()),
            // In brief: a month's abstracts are a book.
            papers: self.rows(&day.papers),
        });
        let rising = self.rising(period.days.clone(), self.plan.before(index));
        let view = PeriodView { days: days.collect(), rising, ..self.period_view(index, false) };
        self.period_head(period, &view).with("period.html", "period", &view)
    }

    pub(super) fn period_by_votes(&self, index: usize) -> Ready {
        let period = &self.plan.periods[index];
        let papers = plan::papers_of(self.archive, period);
        let papers = self.archive.most_voted(&papers, self.site.pages.per_page);
        let mut view = self.period_view(index, true);
        view.papers = self.rows(&papers);
        let list = routes::period(period.kind, period.key);
        let head = self.period_head(period, &view);
        let page = self.head_by_votes(head, &list, &view.label).described(self.describe(&papers));
        // The way that is marked as the one gone leads here.
        for scale in view.scales.iter_mut().filter(|scale| scale.key == view.kind) {
            scale.url.clone_from(&page.url);
        }
        page.with("period.html", "period", &view)
    }

    /// What both orders of a week or month show. From papers by votes one turns to papers by votes, where there are any.
    fn period_view(&self, index: usize, by_votes: bool) -> PeriodView<'_> {
        let periods = &self.plan.periods;
        let Period { kind, key, days } = &periods[index];
        let beside = |index: Option<usize>| {
            let index = index?;
            let period = periods.get(index).filter(|period| period.kind == *kind)?;
            let list = routes::period(*kind, period.key);
            let by_votes = by_votes && self.plan.by_votes.contains(&Listed::Period(index));
            let url = self.url(&if by_votes { routes::votes(&list) } else { list });
            Some(LinkView { label: period_label(*kind, period.key, self.texts), url })
        };
        let bounds = |day: Option<&Day>| self.featured(day.map_or_else(NaiveDate::default, |day| day.date));
        let range = days.clone();
        let days = &self.archive.days[days.clone()];
        PeriodView {
            kind: if *kind == PeriodKind::Week { "week" } else { "month" },
            label: period_label(*kind, *key, self.texts),
            from: bounds(days.last()),
            to: bounds(days.first()),
            days: Vec::new(),
            papers: Vec::new(),
            count: self.archive.papers_of(range),
            newer: beside(index.checked_sub(1)),
            older: beside(Some(index + 1)),
            scales: self.scales(days.first().map_or_else(NaiveDate::default, |day| day.date)),
            order: if by_votes { "votes" } else { "newest" },
            orders: self.orders(Listed::Period(index), &routes::period(*kind, *key)),
            rising: Vec::new(),
        }
    }

    fn period_head(&self, period: &Period, view: &PeriodView<'_>) -> PageView {
        let address = routes::period(period.kind, period.key);
        let head = self.head(view.kind, "archive", &address, &view.label);
        let days = &self.archive.days[period.days.clone()];
        let papers: Vec<_> = days.iter().flat_map(|day| day.papers.iter().copied()).collect();
        let mut page = head.described(self.describe(&papers));
        page.trail = self.trail();
        page.trail.extend(self.archive_step());
        page
    }

    fn rising(&self, days: Range<usize>, before: Range<usize>) -> Vec<RisingView<'_>> {
        let Rising { topics, terms } = self.archive.rising(days, before);
        let topics = topics.into_iter().map(|rising| {
            let topic = self.counted_topic(rising.id);
            let (text, url) = (Cow::Borrowed(topic.name), topic.url);
            RisingView { kind: "topic", text, url, count: rising.count, new: rising.is_new }
        });
        let terms = terms.into_iter().map(|rising| RisingView {
            kind: "term",
            url: self.site.search.enabled.then(|| self.url(&routes::searched(&rising.text))),
            text: Cow::Owned(rising.text),
            count: rising.count,
            new: rising.is_new,
        });
        topics.chain(terms).collect()
    }
}

pub(super) fn period_label(kind: PeriodKind, (year, number): (i32, u32), texts: &Texts) -> String {
    match kind {
        PeriodKind::Week => texts.fill("week_of_year", &[("week", &number), ("year", &year)]),
        PeriodKind::Month => dates::month_of_year(year, number, texts),
    }
}
