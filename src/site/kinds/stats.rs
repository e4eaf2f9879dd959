//! The statistics page: charts of growth, and the largest topics, authors and organizations.

use super::calendar::ARCHIVE_SECTION;
use super::trend::{Bar, TrendView, chart_up_to, level};
use super::*;
use std::collections::BTreeSet;

pub struct Stats;

const MONTHS: usize = 36;
const YEARS: usize = 40;
const NAMES: usize = 15;
const TOPICS: usize = 12;

inputs! {
    pub struct StatsPage<'a> {
        counts: Counts,
        first: Option<NaiveDate>,
        newest: Option<NaiveDate>,
        all: Trend,
        topics: Vec<(Counted<TopicInput<'a>>, Trend)>,
        authors: Vec<Counted<PersonInput<'a>>>,
        organizations: Vec<Counted<OrganizationInput<'a>>>,
    }
}

#[derive(Serialize)]
struct StatsView<'a> {
    counts: Counts,
    first: Option<View>,
    newest: Option<View>,
    months: Option<TrendView>,
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
    level: usize,
}

impl Kind for Stats {
    type Id = ();
    type Inputs<'a> = StatsPage<'a>;
    const GROUP: &'static str = OTHER;
    const SWITCHES: &'static [Switch] =
        &[Switch { setting: "[pages] stats", is_on: |site| site.pages.stats }];
    const TEMPLATE: Option<&'static str> = Some("stats.html");

    fn plan(planning: &mut Planning<'_>) {
        planning.page::<Stats>(routes::STATS.into(), (), planning.archive.newest());
    }

    fn inputs<'a>((): &(), records: &'a Records<'a>) -> StatsPage<'a> {
        let archive = records.archive;
        let all = archive.trend(archive.paper_ids(), archive.lifetime_months());
        let mut days = archive.days.iter().filter(|day| !day.papers.is_empty()).map(|day| day.date);
        let topics = archive.largest_topics(TOPICS).into_iter();
        let people = archive.largest_people(NAMES).into_iter();
        let organizations = archive.largest_organizations(NAMES).into_iter();
        StatsPage {
            counts: records.counts(),
            first: days.next_back(),
            newest: archive.newest(),
            all: Trend { months: archive.months(all.len()), counts: all },
            topics: topics
                .map(|id| (records.counted_topic(id), records.trend(&archive.topic(id).papers)))
                .collect(),
            authors: people.map(|id| records.counted_person(id)).collect(),
            organizations: organizations.map(|id| records.counted_organization(id)).collect(),
        }
    }

    fn make(stats: &StatsPage<'_>, shared: &Shared<'_>) -> Made {
        let from = stats.all.counts.len().saturating_sub(MONTHS);
        let last =
            Trend { months: stats.all.months[from..].to_vec(), counts: stats.all.counts[from..].to_vec() };
        // One scale for all topics, so that charts are comparable.
        let most_of_topics = stats.topics.iter().map(|(_, trend)| trend.most()).max().unwrap_or(0);
        let topics = stats.topics.iter().map(|(topic, trend)| TopicTrend {
            topic: shared.counted_topic(*topic),
            trend: chart_up_to(trend, most_of_topics, shared),
        });
        let view = StatsView {
            counts: stats.counts.clone(),
            first: stats.first.map(|date| shared.featured(date)),
            newest: stats.newest.map(|date| shared.featured(date)),
            years: years(&stats.all),
            months: (last.counts.len() > 1).then(|| chart_up_to(&last, last.most(), shared)),
            topics: topics.collect(),
            authors: ranked(stats.authors.iter().map(|&person| shared.counted_person(person))),
            organizations: ranked(stats.organizations.iter().map(|&own| shared.counted_organization(own))),
        };
        let page = shared.head("stats", ARCHIVE_SECTION, routes::STATS, shared.texts.get("statistics"));
        let page = page.below(shared, shared.archive_step());
        let described = shared.texts.fill("about_stats", &[("title", &shared.title())]);
        Made::Views(page.described(described).with("stats", &view))
    }
}

fn years(trend: &Trend) -> Vec<Bar> {
    let all: BTreeSet<i32> = trend.months.iter().map(|(year, _)| *year).collect();
    let months = || trend.months.iter().zip(&trend.counts);
    let sum =
        |year: i32| months().filter(|((own, _), _)| *own == year).map(|(_, count)| count).sum::<usize>();
    let years: Vec<(i32, usize)> = all.into_iter().rev().take(YEARS).map(|year| (year, sum(year))).collect();
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
    // A list in which everybody has one paper is not a ranking.
    let names: Vec<CountedView<'a>> = names.filter(|name| name.count > 1).collect();
    let most = names.first().map_or(0, |name| name.count);
    names.into_iter().map(|name| Ranked { level: level(name.count, most), name }).collect()
}
