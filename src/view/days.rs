//! Pages of time: the latest day, each day, week and month, the calendar, what is trending.

use super::dates;
use super::page::PageView;
use super::parts::{Card, CountedView, LinkView, Row};
use super::{Ready, Views};
use crate::archive::{Day, PaperId, Period, PeriodKind, TopicId};
use crate::plan::routes;
use crate::theme::View;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct HomeView<'a> {
    day: Option<DayView<'a>>,
    recent: Vec<DayCount>,
    topics: Vec<CountedView<'a>>,
    counts: Counts,
}

#[derive(Serialize)]
struct Counts {
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
}

#[derive(Serialize)]
struct PeriodView<'a> {
    kind: &'static str,
    label: String,
    from: View,
    to: View,
    days: Vec<PeriodDay<'a>>,
    count: usize,
    newer: Option<LinkView>,
    older: Option<LinkView>,
}

#[derive(Serialize)]
struct PeriodDay<'a> {
    date: View,
    url: String,
    count: usize,
    note_html: Option<&'a str>,
    papers: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct CalendarView {
    years: Vec<YearView>,
    count: usize,
    days: usize,
}

#[derive(Serialize)]
struct YearView {
    year: i32,
    count: usize,
    months: Vec<MonthGrid>,
}

#[derive(Serialize)]
struct MonthGrid {
    label: String,
    url: Option<String>,
    /// Weeks from Monday to Sunday.
    weeks: Vec<Vec<Cell>>,
}

#[derive(Clone, Default, Serialize)]
struct Cell {
    day: Option<u32>,
    url: Option<String>,
    count: usize,
    /// 0 for none to 4 for the fullest days.
    level: u8,
}

#[derive(Serialize)]
struct TrendingView<'a> {
    papers: Vec<Card<'a>>,
    as_of: Option<View>,
    days: usize,
}

impl<'a> Views<'a> {
    pub(super) fn home(&self) -> Ready {
        /// Days and topics named on the home page.
        const RECENT: usize = 10;
        const TOPICS: usize = 12;
        let archive = self.archive;
        let latest = archive.days.iter().position(|day| !day.papers.is_empty());
        let mut largest: Vec<TopicId> =
            (0..archive.topics.len()).map(|index| TopicId(index as u32)).collect();
        largest.sort_by_key(|&id| (std::cmp::Reverse(archive.topic(id).papers.len()), id));
        largest.truncate(TOPICS);
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
            topics: largest.into_iter().map(|id| self.counted_topic(id)).collect(),
            counts: Counts {
                papers: archive.papers.len(),
                days: archive.days.len(),
                topics: archive.topics.len(),
                authors: archive.people.len(),
                organizations: archive.organizations.len(),
            },
        };
        let head = self.head("home", "home", routes::HOME, &self.site.title);
        let mut page = PageView { feed: Some(self.names.feed.clone()), ..head };
        page.feeds.extend(self.digest_feed());
        page.with("home.html", "home", &home)
    }

    pub(super) fn day(&self, index: usize) -> Ready {
        let day = &self.archive.days[index];
        let address = routes::day(day.date);
        let title = format!("Papers of {}", dates::full(day.date));
        let mut page = self.head("day", "archive", &address, &title).described(self.describe(&day.papers));
        page.trail = self.trail();
        page.trail.extend(self.archive_step());
        page.feeds.extend(self.digest_feed());
        page.edit_url = day.note.as_ref().and_then(|note| self.site.repository.edit_url(&note.origin.file));
        page.with("day.html", "day", &self.day_view(index))
    }

    fn day_view(&self, index: usize) -> DayView<'_> {
        let days = &self.archive.days;
        let day = &days[index];
        let link = |index: Option<usize>| {
            let date = days.get(index?)?.date;
            Some(LinkView { label: dates::label(date), url: self.url(&routes::day(date)) })
        };
        let period = |kind: PeriodKind, wanted: bool| {
            let key = kind.key(day.date);
            wanted.then(|| LinkView {
                label: period_label(kind, key),
                url: self.url(&routes::period(kind, key)),
            })
        };
        DayView {
            date: self.featured(day.date),
            count: day.papers.len(),
            note_html: day.note.as_ref().map(|note| note.html.as_str()),
            papers: self.cards(&day.papers),
            newer: link(index.checked_sub(1)),
            older: link(Some(index + 1)),
            week: period(PeriodKind::Week, self.site.pages.weeks),
            month: period(PeriodKind::Month, self.site.pages.months),
        }
    }

    pub(super) fn period(&self, index: usize) -> Ready {
        let periods = &self.plan.periods;
        let Period { kind, key, days } = &periods[index];
        let of_kind = |index: Option<usize>| {
            let period = periods.get(index?).filter(|period| period.kind == *kind)?;
            let url = self.url(&routes::period(*kind, period.key));
            Some(LinkView { label: period_label(*kind, period.key), url })
        };
        let days = &self.archive.days[days.clone()];
        let views = days.iter().map(|day| PeriodDay {
            date: self.featured(day.date),
            url: self.url(&routes::day(day.date)),
            count: day.papers.len(),
            note_html: day.note.as_ref().map(|note| note.html.as_str()),
            // In brief: a month's abstracts are a book.
            papers: self.rows(&day.papers),
        });
        let bounds = |day: Option<&Day>| self.featured(day.map_or_else(NaiveDate::default, |day| day.date));
        let label = period_label(*kind, *key);
        let view = PeriodView {
            kind: if *kind == PeriodKind::Week { "week" } else { "month" },
            from: bounds(days.last()),
            to: bounds(days.first()),
            count: days.iter().map(|day| day.papers.len()).sum(),
            days: views.collect(),
            newer: of_kind(index.checked_sub(1)),
            older: of_kind(Some(index + 1)),
            label: label.clone(),
        };
        let papers: Vec<PaperId> = days.iter().flat_map(|day| day.papers.iter().copied()).collect();
        let mut page = self
            .head(view.kind, "archive", &routes::period(*kind, *key), &label)
            .described(self.describe(&papers));
        page.trail = self.trail();
        page.trail.extend(self.archive_step());
        page.with("period.html", "period", &view)
    }

    fn archive_step(&self) -> Option<View> {
        self.site.pages.archive.then(|| self.step("Archive", routes::ARCHIVE))
    }

    pub(super) fn calendar(&self) -> Ready {
        let counts: BTreeMap<NaiveDate, usize> =
            self.archive.days.iter().map(|day| (day.date, day.papers.len())).collect();
        let fullest = counts.values().copied().max().unwrap_or(0);
        let mut years: Vec<YearView> = Vec::new();
        for period in self.archive.periods(PeriodKind::Month) {
            let (year, _) = period.key;
            if years.last().is_none_or(|last| last.year != year) {
                years.push(YearView { year, count: 0, months: Vec::new() });
            }
            let Some(last) = years.last_mut() else { continue };
            last.months.push(self.month(period.key, &counts, fullest));
        }
        for year in &mut years {
            let days = self.archive.days.iter().filter(|day| day.date.year() == year.year);
            year.count = days.map(|day| day.papers.len()).sum();
        }
        let view = CalendarView { years, count: self.archive.papers.len(), days: self.archive.days.len() };
        let mut page = self.head("archive", "archive", routes::ARCHIVE, "Archive");
        page.trail = self.trail();
        let page = page.described(format!(
            "Every day of {}: {} papers on {} days.",
            self.site.title, view.count, view.days
        ));
        page.with("archive.html", "archive", &view)
    }

    fn month(&self, key: (i32, u32), counts: &BTreeMap<NaiveDate, usize>, fullest: usize) -> MonthGrid {
        let mut cells: Vec<Cell> = Vec::new();
        let days = (1..=31).filter_map(|day| NaiveDate::from_ymd_opt(key.0, key.1, day));
        for date in days {
            if cells.is_empty() {
                cells.resize(date.weekday().num_days_from_monday() as usize, Cell::default());
            }
            let count = counts.get(&date).copied();
            cells.push(Cell {
                day: Some(date.day()),
                url: count.map(|_| self.url(&routes::day(date))),
                count: count.unwrap_or(0),
                level: (count.unwrap_or(0) * 4).div_ceil(fullest.max(1)) as u8,
            });
        }
        cells.resize(cells.len().div_ceil(7) * 7, Cell::default());
        let url = self.site.pages.months.then(|| self.url(&routes::period(PeriodKind::Month, key)));
        MonthGrid {
            label: period_label(PeriodKind::Month, key),
            url,
            weeks: cells.chunks(7).map(<[Cell]>::to_vec).collect(),
        }
    }

    pub(super) fn trending(&self) -> Ready {
        let view = TrendingView {
            papers: self.cards(&self.plan.trending),
            as_of: self.archive.newest().map(|date| self.featured(date)),
            days: self.site.trending.days,
        };
        let page = self.head("trending", "trending", routes::TRENDING, "Trending");
        page.described(self.describe(&self.plan.trending)).with("trending.html", "trending", &view)
    }

    /// Says what a list holds, by its first titles.
    fn describe(&self, papers: &[PaperId]) -> String {
        let titles: Vec<&str> =
            papers.iter().take(3).map(|&id| self.archive.paper(id).title.as_str()).collect();
        let rest = papers.len().saturating_sub(titles.len());
        match (titles.is_empty(), rest) {
            (true, _) => String::new(),
            (false, 0) => titles.join("; "),
            (false, rest) => format!("{}; and {rest} more papers", titles.join("; ")),
        }
    }
}

fn period_label(kind: PeriodKind, (year, number): (i32, u32)) -> String {
    match kind {
        PeriodKind::Week => format!("Week {number}, {year}"),
        PeriodKind::Month => format!("{} {year}", dates::month(number)),
    }
}
