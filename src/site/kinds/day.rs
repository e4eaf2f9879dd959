//! One page per day: its papers, most votes first, and the editor's note.

use super::period::period_label;
use super::*;
use crate::site::records::TitleInput;
use crate::site::shared::{Card, PaperRef};

pub struct Days;

inputs! {
    pub struct DayPage<'a> {
        day: DayInput<'a>,
        newer: Option<NaiveDate>,
        older: Option<NaiveDate>,
        /// The same day in earlier years, the latest first.
        years: Vec<EarlierDay<'a>>,
        /// Of the note.
        changed: Option<Change<'a>>,
    }
}

inputs! {
    /// A day of an earlier year.
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
    /// The day, its week and month, and what is trending.
    scales: Vec<Scale>,
    /// The same day in earlier years, the latest first.
    years: Vec<EarlierDayView<'a>>,
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
struct EarlierDayView<'a> {
    date: View,
    count: usize,
    paper: PaperRef<'a>,
}

impl Kind for Days {
    /// A place in [`crate::archive::Archive::days`].
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
        let mut head = head.below(shared, shared.archive_step()).with_digest(shared);
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
    let [newer, older] = records.archive.beside(index).map(|beside| beside.map(|beside| days[beside].date));
    let earlier = records.archive.earlier_years(days[index].date).into_iter().filter_map(|index| {
        let day = &days[index];
        let best = records.title(*day.papers.first()?);
        Some(EarlierDay { date: day.date, count: day.papers.len(), best })
    });
    let changed = days[index].note.as_ref().and_then(|note| records.changed(&note.origin));
    DayPage { day: records.day(index), newer, older, years: earlier.collect(), changed }
}

pub(super) fn view<'v>(page: &'v DayPage<'_>, shared: &'v Shared<'_>) -> DayView<'v> {
    let (day, date) = (page.day, page.day.date());
    let link = |date: NaiveDate| LinkView {
        label: dates::label(date, shared.texts),
        url: shared.url(&routes::day(date)),
    };
    let period = |kind: PeriodKind, wanted: bool| {
        let key = kind.key(date);
        wanted.then(|| LinkView {
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
        data: shared.data_links(shared.data().days, shared.data().day_citations, |format| {
            routes::day_data(date.into(), format)
        }),
    }
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
    shared.pages().trending.then(|| Scale {
        key: "trending",
        label: word(),
        title: word(),
        url: shared.url(routes::TRENDING),
    })
}
