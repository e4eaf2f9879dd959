//! The page of charts, and the small charts of topics.
//!
//! Templates draw them; here are the numbers, each with how it compares with the largest, so that a template needs no arithmetic.

use super::days::Counts;
use super::parts::CountedView;
use super::periods::period_label;
use super::{Ready, Views};
use crate::archive::{PaperId, PeriodKind};
use crate::site::plan::{STATS_TOPICS, TREND_MONTHS, routes};
use crate::theme::View;
use serde::Serialize;
use std::collections::BTreeSet;

/// Papers a month.
#[derive(Serialize)]
pub(super) struct TrendView {
    /// Oldest first.
    months: Vec<Bar>,
    /// The first and the last of them.
    from: String,
    to: String,
    count: usize,
    /// The most papers of a month.
    most: usize,
}

/// A month or a year and its papers.
#[derive(Serialize)]
struct Bar {
    label: String,
    /// Where it has a page.
    url: Option<String>,
    count: usize,
    /// 0 to 100, where the most of its chart are 100; more than 0 where there are any.
    level: usize,
}

#[derive(Serialize)]
struct StatsView<'a> {
    counts: Counts,
    first: Option<View>,
    newest: Option<View>,
    months: Option<TrendView>,
    /// Newest first.
    years: Vec<Bar>,
    topics: Vec<TopicTrend<'a>>,
    authors: Vec<Ranked<'a>>,
    organizations: Vec<Ranked<'a>>,
}

#[derive(Serialize)]
struct TopicTrend<'a> {
    #[serde(flatten)]
    topic: CountedView<'a>,
    trend: TrendView,
}

#[derive(Serialize)]
struct Ranked<'a> {
    #[serde(flatten)]
    name: CountedView<'a>,
    /// 1 to 100, where the first is 100.
    level: usize,
}

impl<'a> Views<'a> {
    /// Returns the last months of some papers; nothing where they are all older, or too few for a chart to tell anything.
    pub(super) fn trend(&self, papers: &[PaperId]) -> Option<TrendView> {
        /// Fewer papers make no trend.
        const FEWEST: usize = 3;
        let counts = self.archive.trend(papers.iter().copied(), TREND_MONTHS);
        let most = counts.iter().copied().max().unwrap_or(0);
        let is_told = counts.iter().sum::<usize>() >= FEWEST
            && counts.iter().filter(|&&count| count > 0).nth(1).is_some();
        is_told.then(|| self.trend_of(counts, most))
    }

    fn trend_of(&self, counts: Vec<usize>, most: usize) -> TrendView {
        let count = counts.iter().sum();
        let months = self.archive.months(counts.len()).into_iter().zip(counts).map(|(key, count)| Bar {
            label: period_label(PeriodKind::Month, key, self.texts),
            url: (self.site.pages.months && count > 0)
                .then(|| self.url(&routes::period(PeriodKind::Month, key))),
            count,
            level: level(count, most),
        });
        let months: Vec<Bar> = months.collect();
        let label = |bar: Option<&Bar>| bar.map_or_else(String::new, |bar| bar.label.clone());
        TrendView { from: label(months.first()), to: label(months.last()), months, count, most }
    }

    pub(super) fn stats(&self) -> Ready {
        /// Months of the first chart, years below it, and names in a list.
        const MONTHS: usize = 36;
        const YEARS: usize = 40;
        const NAMES: usize = 15;
        let (archive, site) = (self.archive, self.site);
        let all = archive.trend(archive.paper_ids(), archive.lifetime());
        let last = all[all.len().saturating_sub(MONTHS)..].to_vec();
        let most = last.iter().copied().max().unwrap_or(0);
        let topics: Vec<(CountedView<'a>, Vec<usize>)> = archive
            .largest_topics(STATS_TOPICS)
            .into_iter()
            .map(|id| {
                (
                    self.counted_topic(id),
                    archive.trend(archive.topic(id).papers.iter().copied(), TREND_MONTHS),
                )
            })
            .collect();
        // One scale for all topics, so that they can be compared.
        let most_of_topics = topics.iter().flat_map(|(_, counts)| counts).copied().max().unwrap_or(0);
        let people = archive.largest_people(NAMES).into_iter();
        let organizations = archive.largest_organizations(NAMES).into_iter();
        let days = || archive.days.iter().filter(|day| !day.papers.is_empty());
        let view = StatsView {
            counts: self.counts(),
            first: days().next_back().map(|day| self.featured(day.date)),
            newest: archive.newest().map(|date| self.featured(date)),
            years: years(&archive.months(all.len()), &all, YEARS),
            months: (last.len() > 1).then(|| self.trend_of(last, most)),
            topics: topics
                .into_iter()
                .map(|(topic, counts)| TopicTrend { topic, trend: self.trend_of(counts, most_of_topics) })
                .collect(),
            authors: ranked(people.map(|id| self.counted_person(id, archive.person(id).papers.len()))),
            organizations: ranked(organizations.map(|id| self.counted_organization(id))),
        };
        let mut page = self.head("stats", "archive", routes::STATS, self.texts.get("statistics"));
        page.trail = self.trail();
        page.trail.extend(self.archive_step());
        let page = page.described(self.texts.fill("about_stats", &[("title", &site.title)]));
        page.with("stats.html", "stats", &view)
    }
}

/// Adds up months to years, the newest first.
fn years(months: &[(i32, u32)], counts: &[usize], most: usize) -> Vec<Bar> {
    let all: BTreeSet<i32> = months.iter().map(|(year, _)| *year).collect();
    let sum = |year: i32| {
        months.iter().zip(counts).filter(|((own, _), _)| *own == year).map(|(_, count)| count).sum::<usize>()
    };
    let years: Vec<(i32, usize)> = all.into_iter().rev().take(most).map(|year| (year, sum(year))).collect();
    let largest = years.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let bar = |(year, count): (i32, usize)| Bar {
        label: year.to_string(),
        url: None,
        count,
        level: level(count, largest),
    };
    years.into_iter().map(bar).collect()
}

fn ranked<'a>(names: impl Iterator<Item = CountedView<'a>>) -> Vec<Ranked<'a>> {
    // Where everybody has one, nobody leads.
    let names: Vec<CountedView<'a>> = names.filter(|name| name.count > 1).collect();
    let most = names.first().map_or(0, |name| name.count);
    names.into_iter().map(|name| Ranked { level: level(name.count, most), name }).collect()
}

fn level(count: usize, most: usize) -> usize {
    (count * 100).div_ceil(most.max(1))
}
