//! The calendar of all days as a heat map: one square per day, darker with more papers.
//!
//! A year is four quarters, side by side or stacked, so that squares stay large enough to touch on narrow screens. This file computes
//! column and row of each day; templates draw them.

use super::period::period_label;
use super::*;
use chrono::Datelike;
use std::ops::Range;

pub struct Calendar;

pub(super) const ARCHIVE_SECTION: &str = "archive";

inputs! {
    pub struct AllDays {
        days: Vec<(NaiveDate, usize)>,
        papers: usize,
        /// The days of each paper with several days; it counts once per quarter and year.
        repeated: Vec<Vec<NaiveDate>>,
        /// Months and years of which no more is known, newest first, and how many papers each has.
        undated: Vec<(PartialDate, usize)>,
    }
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
    quarters: Vec<QuarterView>,
    /// The months and the year that have papers without a day.
    undated: Vec<UndatedView>,
}

#[derive(Serialize)]
struct UndatedView {
    date: View,
    count: usize,
}

/// Three months. Columns are weeks and rows are weekdays from Monday, both from 0.
#[derive(Serialize)]
struct QuarterView {
    label: String,
    count: usize,
    /// The number of columns. Days start at row `start` of the first and end at row `end` of the last.
    columns: u32,
    start: u32,
    end: u32,
    months: Vec<MonthView>,
    days: Vec<Cell>,
}

#[derive(Serialize)]
struct MonthView {
    short: String,
    link: Option<LinkView>,
    column: u32,
}

#[derive(Serialize)]
struct Cell {
    date: View,
    url: String,
    count: usize,
    /// 0 without papers, up to 4 for the fullest days.
    level: u8,
    column: u32,
    row: u32,
}

impl Kind for Calendar {
    type Id = ();
    type Inputs<'a> = AllDays;
    const GROUP: &'static str = OTHER;
    const SWITCHES: &'static [Switch] =
        &[Switch { setting: "[pages] archive", is_on: |site| site.pages.archive }];
    const TEMPLATE: Option<&'static str> = Some("archive.html");
    const MENU: Option<Menu> =
        Some(Menu { section: ARCHIVE_SECTION, label: "archive", address: routes::ARCHIVE });

    fn plan(planning: &mut Planning<'_>) {
        planning.page::<Calendar>(routes::ARCHIVE.into(), (), planning.archive.newest());
    }

    fn inputs<'a>((): &(), records: &'a Records<'a>) -> AllDays {
        let archive = records.archive;
        let repeated = archive.papers.iter().filter(|paper| paper.days().nth(1).is_some());
        AllDays {
            days: archive.days.iter().map(|day| (day.date, day.papers.len())).collect(),
            papers: archive.papers.len(),
            repeated: repeated.map(|paper| paper.days().collect()).collect(),
            undated: archive.undated.iter().map(|undated| (undated.date, undated.papers.len())).collect(),
        }
    }

    fn make(all: &AllDays, shared: &Shared<'_>) -> Made {
        let days = &all.days;
        let levels = Levels::new(days.iter().map(|&(_, count)| count));
        let mut years: Vec<YearView> = Vec::new();
        let undated = &all.undated;
        let newest = |day: usize, other: usize| {
            let other = undated.get(other).map(|(date, _)| date.year());
            days.get(day).map(|(date, _)| date.year()).max(other)
        };
        let mut next = newest(0, 0);
        while let Some(year) = next {
            let place = |year| days.partition_point(|(date, _)| date.year() >= year);
            let range = place(year.saturating_add(1))..place(year);
            let place = |year| undated.partition_point(|(date, _)| date.year() >= year);
            let others = place(year.saturating_add(1))..place(year);
            next = newest(range.end, others.end);
            let others = undated.get(others).unwrap_or_default();
            let count =
                all.count_papers(range.clone()) + others.iter().map(|(_, count)| count).sum::<usize>();
            let quarters = (0..4).rev().map(|number| quarter(all, year, number, &levels, shared));
            let mut quarters: Vec<QuarterView> =
                quarters.skip_while(|quarter| quarter.days.is_empty()).collect();
            quarters.reverse();
            let others =
                others.iter().map(|&(date, count)| UndatedView { date: shared.featured(date), count });
            years.push(YearView { year, count, quarters, undated: others.collect() });
        }
        let view = CalendarView { years, count: all.papers, days: days.len() };
        let texts = shared.texts;
        let page = shared.head("archive", ARCHIVE_SECTION, routes::ARCHIVE, texts.get("archive"));
        let page = page.below(shared, []).described(texts.fill(
            "about_archive",
            &[
                ("title", &shared.title()),
                ("papers", &texts.count("papers", view.count, &[])),
                ("days", &texts.count("days", view.days, &[])),
            ],
        ));
        Made::Views(page.with("archive", &view))
    }
}

impl AllDays {
    /// Returns the number of distinct papers on some days.
    fn count_papers(&self, days: Range<usize>) -> usize {
        let days = &self.days[days];
        let (Some((newest, _)), Some((oldest, _))) = (days.first(), days.last()) else { return 0 };
        let all: usize = days.iter().map(|(_, count)| count).sum();
        let again = self.repeated.iter().map(|dates| {
            let within = dates.iter().filter(|date| (oldest..=newest).contains(date)).count();
            within.saturating_sub(1)
        });
        all - again.sum::<usize>()
    }
}

fn quarter(all: &AllDays, year: i32, quarter: u32, levels: &Levels, shared: &Shared<'_>) -> QuarterView {
    let months = [1, 2, 3].map(|month| quarter * 3 + month);
    let first_of = |month: u32| {
        NaiveDate::from_ymd_opt(year, month, 1).expect("invariant: a year of a day has twelve months")
    };
    let first = first_of(months[0]);
    let last = (28..=31).rev().find_map(|day| NaiveDate::from_ymd_opt(year, months[2], day)).unwrap_or(first);
    let start = first.weekday().num_days_from_monday();
    let column = |date: NaiveDate| (date.ordinal() - first.ordinal() + start) / 7;
    let from = all.days.partition_point(|&(date, _)| date > last);
    let to = all.days.partition_point(|&(date, _)| date >= first);
    let days = &all.days[from..to];
    let cells = days.iter().rev().map(|&(date, count)| Cell {
        date: shared.featured(date),
        url: shared.url(&routes::day(date)),
        count,
        level: levels.level(count),
        column: column(date),
        row: date.weekday().num_days_from_monday(),
    });
    let has_days = |month: u32| days.iter().any(|(date, _)| date.month() == month);
    let months = months.map(|month| MonthView {
        short: dates::month_short(month, shared.texts).to_owned(),
        link: (shared.pages().months && has_days(month)).then(|| LinkView {
            label: period_label(PeriodKind::Month, (year, month), shared.texts),
            url: shared.url(&routes::period(PeriodKind::Month, (year, month))),
        }),
        // A month is labelled above its first whole week.
        column: column(first_of(month))
            + u32::from(first_of(month).weekday().num_days_from_monday() > 0 && month != months[0]),
    });
    QuarterView {
        label: shared.texts.fill(
            "quarter_of_year",
            &[
                ("from", &dates::month(quarter * 3 + 1, shared.texts)),
                ("to", &dates::month(quarter * 3 + 3, shared.texts)),
                ("year", &year),
            ],
        ),
        count: all.count_papers(from..to),
        columns: column(last) + 1,
        start,
        end: last.weekday().num_days_from_monday(),
        months: months.into(),
        days: cells.collect(),
    }
}

/// The quartiles of papers per day, so that one large day does not make all others pale.
struct Levels([usize; 3]);

impl Levels {
    fn new(counts: impl Iterator<Item = usize>) -> Levels {
        let mut counts: Vec<usize> = counts.filter(|&count| count > 0).collect();
        counts.sort_unstable();
        Levels([1, 2, 3].map(|quarter| counts.get(counts.len() * quarter / 4).copied().unwrap_or(0)))
    }

    /// Returns 0 for a day without papers, otherwise 1 to 4 by quartile.
    fn level(&self, count: usize) -> u8 {
        match count {
            0 => 0,
            count => 1 + self.0.iter().filter(|&&limit| count > limit).count() as u8,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Levels;

    #[test]
    fn one_large_day_does_not_pale_the_others() {
        let levels = Levels::new([0, 1, 2, 3, 4, 5, 6, 7, 1_000].into_iter());
        assert_eq!([0, 1, 3, 4, 5, 7, 1_000].map(|count| levels.level(count)), [0, 1, 1, 2, 2, 3, 4]);
        assert_eq!(Levels::new([0, 0].into_iter()).level(0), 0);
        assert_eq!(Levels::new([5, 5, 5].into_iter()).level(5), 1);
    }
}
