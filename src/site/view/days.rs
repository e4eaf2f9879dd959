//! Pages of time: the latest day, each day, what is trending.

use super::dates;
use super::page::PageView;
use super::parts::{Card, CountedView, LinkView, PaperRef};
use super::periods::period_label;
use super::{Ready, Views};
use crate::archive::{PaperId, PeriodKind};
use crate::site::plan::routes;
use crate::theme::View;
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
struct HomeView<'a> {
    day: Option<DayView<'a>>,
    recent: Vec<DayCount>,
    topics: Vec<CountedView<'a>>,
    counts: Counts,
}

/// How much the archive holds.
#[derive(Serialize)]
pub(super) struct Counts {
    papers: usize,
    days: usize,
    topics: usize,
    authors: usize,
    organizations: usize,
}

#[derive(Serialize)]
struct DayCount {
    date: View,
    count: usize,
    url: String,
}

#[derive(Serialize)]
struct DayView<'a> {
    date: View,
    count: usize,
    note_html: Option<&'a str>,
    papers: Vec<Card<'a>>,
    newer: Option<LinkView>,
    older: Option<LinkView>,
    week: Option<LinkView>,
    month: Option<LinkView>,
    /// The day, its week and month, and what is trending.
    scales: Vec<Scale>,
    /// The same day in earlier years, the latest first.
    years: Vec<EarlierDay<'a>>,
    /// Its papers as data and for reference managers.
    data: Vec<LinkView>,
}

/// A way to look at a time: by day, week or month, or what is trending. `key` names it.
#[derive(Serialize)]
pub(super) struct Scale {
    pub key: &'static str,
    /// `Day`
    label: String,
    /// `15 April 2026`
    title: String,
    pub url: String,
}

/// A day of an earlier year, with its best paper.
#[derive(Serialize)]
struct EarlierDay<'a> {
    date: View,
    count: usize,
    paper: PaperRef<'a>,
}

#[derive(Serialize)]
struct TrendingView<'a> {
    papers: Vec<Card<'a>>,
    as_of: Option<View>,
    days: usize,
    scales: Vec<Scale>,
}

impl<'a> Views<'a> {
    pub(super) fn home(&self) -> Ready {
        /// Days and topics named on the home page.
        const RECENT: usize = 10;
        const TOPICS: usize = 12;
        let archive = self.archive;
        let latest = archive.days.iter().position(|day| !day.papers.is_empty());
        let recent = archive.days.iter().filter(|day| !day.papers.is_empty()).take(RECENT);
        let home = HomeView {
            day: latest.map(|index| self.day_view(index)),
            recent: recent
                .map(|day| DayCount {
                    date: self.featured(day.date),
                    count: day.papers.len(),
                    url: self.url(&routes::day(day.date)),
                })
                .collect(),
            topics: archive.largest_topics(TOPICS).into_iter().map(|id| self.counted_topic(id)).collect(),
            counts: self.counts(),
        };
        let head = self.head("home", "home", routes::HOME, &self.site.title);
        let mut page = PageView { feed: Some(self.names.feed.clone()), ..head };
        page.feeds.extend(self.digest_feed());
        page.with("home.html", "home", &home)
    }

    pub(super) fn day(&self, index: usize) -> Ready {
        let day = &self.archive.days[index];
        let address = routes::day(day.date);
        let title = self.texts.fill("papers_of_date", &[("date", &dates::full(day.date, self.texts))]);
        let mut page = self.head("day", "archive", &address, &title).described(self.describe(&day.papers));
        page.trail = self.trail();
        page.trail.extend(self.archive_step());
        page.feeds.extend(self.digest_feed());
        page.card = self.day_card(index);
        page.changed = day.note.as_ref().and_then(|note| self.changed(&note.origin));
        page.edit_url = day.note.as_ref().and_then(|note| self.site.repository.edit_url(&note.origin.file));
        page.with("day.html", "day", &self.day_view(index))
    }

    pub(super) fn counts(&self) -> Counts {
        Counts {
            papers: self.archive.papers.len(),
            days: self.archive.days.len(),
            topics: self.archive.topics.len(),
            authors: self.archive.people.len(),
            organizations: self.archive.organizations.len(),
        }
    }

    /// The ways to look at a day and the time around it.
    pub(super) fn scales(&self, date: NaiveDate) -> Vec<Scale> {
        let pages = &self.site.pages;
        let period = |kind: PeriodKind| {
            let key = kind.key(date);
            (period_label(kind, key, self.texts), routes::period(kind, key))
        };
        let scale = |wanted: bool, key, (title, address): (String, String)| {
            let label = self.texts.get(key).to_owned();
            wanted.then(|| Scale { key, label, title, url: self.url(&address) })
        };
        let all = [
            scale(true, "day", (dates::full(date, self.texts), routes::day(date))),
            scale(pages.weeks, "week", period(PeriodKind::Week)),
            scale(pages.months, "month", period(PeriodKind::Month)),
            scale(
                pages.trending,
                "trending",
                (self.texts.get("trending").to_owned(), routes::TRENDING.to_owned()),
            ),
        ];
        all.into_iter().flatten().collect()
    }

    fn day_view(&self, index: usize) -> DayView<'_> {
        let days = &self.archive.days;
        let day = &days[index];
        let link = |index: Option<usize>| {
            let date = days.get(index?)?.date;
            Some(LinkView { label: dates::label(date, self.texts), url: self.url(&routes::day(date)) })
        };
        let period = |kind: PeriodKind, wanted: bool| {
            let key = kind.key(day.date);
            wanted.then(|| LinkView {
                label: period_label(kind, key, self.texts),
                url: self.url(&routes::period(kind, key)),
            })
        };
        let [newer, older] = self.archive.beside(index);
        let earlier = self.archive.earlier_years(day.date).into_iter().filter_map(|index| {
            let day = &days[index];
            let paper = self.paper_ref(*day.papers.first()?);
            Some(EarlierDay { date: self.featured(day.date), count: day.papers.len(), paper })
        });
        DayView {
            date: self.featured(day.date),
            count: day.papers.len(),
            note_html: day.note.as_ref().map(|note| note.html.as_str()),
            papers: self.cards(&day.papers),
            newer: link(newer),
            older: link(older),
            week: period(PeriodKind::Week, self.site.pages.weeks),
            month: period(PeriodKind::Month, self.site.pages.months),
            scales: self.scales(day.date),
            years: earlier.collect(),
            data: self.data_links(self.plan.data.days, self.plan.data.day_citations, |format| {
                routes::day_data(day.date, format)
            }),
        }
    }

    /// The calendar of all days, as a step of a trail.
    pub(super) fn archive_step(&self) -> Option<View> {
        self.site.pages.archive.then(|| self.step(self.texts.get("archive"), routes::ARCHIVE))
    }

    pub(super) fn trending(&self) -> Ready {
        let view = TrendingView {
            papers: self.cards(&self.plan.trending),
            as_of: self.archive.newest().map(|date| self.featured(date)),
            days: self.site.trending.days,
            scales: self.archive.newest().map(|date| self.scales(date)).unwrap_or_default(),
        };
        let page = self.head("trending", "trending", routes::TRENDING, self.texts.get("trending"));
        page.described(self.describe(&self.plan.trending)).with("trending.html", "trending", &view)
    }

    /// Says what a list holds, by its first titles.
    pub(super) fn describe(&self, papers: &[PaperId]) -> String {
        let titles: Vec<&str> =
            papers.iter().take(3).map(|&id| self.archive.paper(id).title.as_str()).collect();
        let rest = papers.len().saturating_sub(titles.len());
        match (titles.is_empty(), rest) {
            (true, _) => String::new(),
            (false, 0) => titles.join("; "),
            (false, rest) => self.texts.count("and_more_papers", rest, &[("titles", &titles.join("; "))]),
        }
    }
}
