//! The page of a day: its papers, most votes first, and the editor's note.

use super::calendar::{Levels, MonthTable};
use super::period::period_label;
use super::*;
use crate::archive::Day;
use crate::site::records::TitleInput;
use crate::site::shared::{Card, PaperRef};
use chrono::Datelike;

pub struct Days;

inputs! {
    pub struct DayPage<'a> {
        day: DayInput<'a>,
        newer: Option<NaiveDate>,
        older: Option<NaiveDate>,
        years: Vec<EarlierDay<'a>>,
        /// The days of its month and their papers, newest first.
        month: Vec<(NaiveDate, usize)>,
        changed: Option<Change<'a>>,
    }
}

inputs! {
    struct EarlierDay<'a> {
        date: NaiveDate,
        count: usize,
        best: TitleInput<'a>,
    }
}

#[derive(Serialize)]
pub(super) struct DayView<'a> {
    date: View,
    count: usize,
    note_html: Option<&'a str>,
    papers: Vec<Card<'a>>,
    newer: Option<LinkView>,
    older: Option<LinkView>,
    week: Option<LinkView>,
    month: Option<LinkView>,
    scales: Vec<Scale>,
    years: Vec<EarlierDayView<'a>>,
    /// Its topics with their papers of the day, the largest first.
    topics: Vec<CountedView<'a>>,
    calendar: Option<MonthTable>,
    data: Vec<LinkView>,
}

/// A link to a time scale: day, week, month or trending.
#[derive(Serialize)]
pub(super) struct Scale {
    pub key: &'static str,
    label: String,
    title: String,
    pub url: String,
}

#[derive(Serialize)]
struct EarlierDayView<'a> {
    date: View,
    count: usize,
    paper: PaperRef<'a>,
}

impl Kind for Days {
    /// An index of [`crate::archive::Archive::days`].
    type Id = usize;
    type Inputs<'a> = DayPage<'a>;
    const GROUP: &'static str = "day pages";
    const TEMPLATE: Option<&'static str> = Some("day.html");

    fn plan(planning: &mut Planning<'_>) {
        for (index, day) in planning.archive.days.iter().enumerate() {
            planning.page::<Days>(routes::day(day.date), index, Some(day.date));
        }
    }

    fn inputs<'a>(&index: &usize, records: &'a Records<'a>) -> DayPage<'a> {
        page_of(index, records)
    }

    fn make(page: &DayPage<'_>, shared: &Shared<'_>) -> Made {
        let day = page.day;
        let address = routes::day(day.date());
        let title = shared.texts.fill("papers_of_date", &[("date", &dates::full(day.date(), shared.texts))]);
        let titles = day.papers().map(|paper| paper.entry().title.as_str());
        let described = shared.describe(day.papers().len(), titles);
        let head = shared.head("day", "archive", &address, &title).described(described);
        let mut head = head.below(shared, shared.archive_step()).with_digests(shared.digest_links(None));
        if shared.cards().days {
            let words = shared.texts.count("papers", day.papers().len(), &[]);
            let alt = format!("{}: {}, {words}", shared.title(), dates::long(day.date(), shared.texts));
            head.card = Some(shared.card_at(&address, alt));
        }
        let edit_url = day.note().and_then(|note| shared.repository().edit_url(&note.origin.file));
        let head = PageView { changed: shared.changed(page.changed), edit_url, ..head };
        Made::Views(head.with("day", &view(page, shared)))
    }
}

pub(super) fn page_of<'a>(index: usize, records: &'a Records<'a>) -> DayPage<'a> {
    let days = &records.archive.days;
    let [newer, older] =
        records.archive.adjacent_days(index).map(|beside| beside.map(|beside| days[beside].date));
    let earlier = records.archive.earlier_years(days[index].date).into_iter().filter_map(|index| {
        let day = &days[index];
        let best = records.title(*day.papers.first()?);
        Some(EarlierDay { date: day.date, count: day.papers.len(), best })
    });
    let changed = days[index].note.as_ref().and_then(|note| records.changed(&note.origin));
    let key = |date: NaiveDate| (date.year(), date.month());
    let of_month = |day: &&Day| key(day.date) == key(days[index].date);
    let newer_of_month = days[..index].iter().rev().take_while(of_month).count();
    let month = days[index - newer_of_month..].iter().take_while(of_month);
    let month = month.map(|day| (day.date, day.papers.len()));
    DayPage {
        day: records.day(index),
        newer,
        older,
        years: earlier.collect(),
        month: month.collect(),
        changed,
    }
}

pub(super) fn view<'v>(page: &'v DayPage<'_>, shared: &'v Shared<'_>) -> DayView<'v> {
    let (day, date) = (page.day, page.day.date());
    let link = |date: NaiveDate| LinkView {
        label: dates::label(date, shared.texts),
        url: shared.url(&routes::day(date)),
    };
    let period = |kind: PeriodKind, enabled: bool| {
        let key = kind.key(date);
        enabled.then(|| LinkView {
            label: period_label(kind, key, shared.texts),
            url: shared.url(&routes::period(kind, key)),
        })
    };
    let years = page.years.iter().map(|year| EarlierDayView {
        date: shared.featured(year.date),
        count: year.count,
        paper: shared.paper_ref(year.best),
    });
    DayView {
        date: shared.featured(date),
        count: day.papers().len(),
        note_html: day.note().map(|note| note.html.as_str()),
        papers: day.papers().map(|paper| shared.card(paper)).collect(),
        newer: page.newer.map(link),
        older: page.older.map(link),
        week: period(PeriodKind::Week, shared.pages().weeks),
        month: period(PeriodKind::Month, shared.pages().months),
        scales: scales(date, shared),
        years: years.collect(),
        topics: topics(day, shared),
        calendar: {
            let levels = Levels::new(page.month.iter().map(|(_, count)| *count));
            let count = page.month.iter().map(|(_, count)| count).sum();
            MonthTable::new(&page.month, count, &levels, Some(date), shared)
        },
        data: shared.data_links(shared.data().days, shared.data().day_citations, |format| {
            routes::day_data(date.into(), format)
        }),
    }
}

/// Returns the largest topics of a day.
fn topics<'v>(day: DayInput<'v>, shared: &Shared<'_>) -> Vec<CountedView<'v>> {
    const MOST: usize = 16;
    let mut counts: BTreeMap<usize, Counted<TopicInput<'v>>> = BTreeMap::new();
    for topic in day.papers().flat_map(PaperInput::topics) {
        counts.entry(topic.place()).or_insert(Counted { name: topic, count: 0 }).count += 1;
    }
    let mut all: Vec<_> = counts.into_values().collect();
    all.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.name().cmp(b.name.name())));
    all.into_iter().take(MOST).map(|topic| shared.counted_topic(topic)).collect()
}

/// Returns links to a day, the week and month around it, and what is trending.
pub(super) fn scales(date: NaiveDate, shared: &Shared<'_>) -> Vec<Scale> {
    let pages = shared.pages();
    let day = Scale {
        key: "day",
        label: shared.texts.get("day").to_owned(),
        title: dates::full(date, shared.texts),
        url: shared.url(&routes::day(date)),
    };
    let period = |kind: PeriodKind| scale(kind, kind.key(date), shared);
    let week = pages.weeks.then(|| period(PeriodKind::Week));
    let month = pages.months.then(|| period(PeriodKind::Month));
    [Some(day), week, month, trending(shared)].into_iter().flatten().collect()
}

/// Returns the same for a month or a year without a day.
pub(super) fn scales_of_month(kind: PeriodKind, key: (i32, u32), shared: &Shared<'_>) -> Vec<Scale> {
    match kind {
        PeriodKind::Month => {
            [Some(scale(kind, key, shared)), trending(shared)].into_iter().flatten().collect()
        }
        PeriodKind::Week | PeriodKind::Year => Vec::new(),
    }
}

fn scale(kind: PeriodKind, key: (i32, u32), shared: &Shared<'_>) -> Scale {
    let word = if kind == PeriodKind::Week { "week" } else { "month" };
    Scale {
        key: word,
        label: shared.texts.get(word).to_owned(),
        title: period_label(kind, key, shared.texts),
        url: shared.url(&routes::period(kind, key)),
    }
}

fn trending(shared: &Shared<'_>) -> Option<Scale> {
    let word = || shared.texts.get("trending").to_owned();
    shared.has_in_menu(routes::TRENDING).then(|| Scale {
        key: "trending",
        label: word(),
        title: word(),
        url: shared.url(routes::TRENDING),
    })
}
