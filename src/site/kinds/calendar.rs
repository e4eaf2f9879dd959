//! The calendar of all days: a table for each month with days, darker where a day has more papers.
//!
//! This file computes the weeks of each month; templates draw them.

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
    /// The months that have days, newest first.
    months: Vec<MonthTable>,
    /// The months and the year that have papers without a day.
    undated: Vec<UndatedView>,
}

#[derive(Serialize)]
struct UndatedView {
    date: View,
    count: usize,
}

/// A month as a table: a row for each week from Monday, of seven days.
#[derive(Serialize)]
pub(super) struct MonthTable {
    label: String,
    url: Option<String>,
    count: usize,
    weeks: Vec<Vec<DayCell>>,
}

#[derive(Serialize)]
struct DayCell {
    /// The day of the month; 0 for a day of another month.
    number: u32,
    url: Option<String>,
    count: usize,
    /// 0 without papers, up to 4 for the fullest days.
    level: u8,
    /// Whether the page is about this day.
    current: bool,
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
            let tables = (1..=12).rev().filter_map(|month| {
                let days = all.month((year, month));
                let count = all.count_papers(days.clone());
                MonthTable::new(&all.days[days], count, &levels, None, shared)
            });
            let months = tables.collect();
            let others =
                others.iter().map(|&(date, count)| UndatedView { date: shared.featured(date), count });
            years.push(YearView { year, count, months, undated: others.collect() });
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
    /// Returns the places of the days of a month.
    fn month(&self, month: (i32, u32)) -> Range<usize> {
        let key = |date: &NaiveDate| (date.year(), date.month());
        let place = |before: fn((i32, u32), (i32, u32)) -> bool| {
            self.days.partition_point(|(date, _)| before(key(date), month))
        };
        place(|own, month| own > month)..place(|own, month| own >= month)
    }

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

impl MonthTable {
    /// Returns the table of the month of these days, which are newest first; `None` without days.
    pub(super) fn new(
        days: &[(NaiveDate, usize)],
        count: usize,
        levels: &Levels,
        current: Option<NaiveDate>,
        shared: &Shared<'_>,
    ) -> Option<MonthTable> {
        let first = days.first()?.0.with_day(1)?;
        let key = (first.year(), first.month());
        let cell = |date: NaiveDate| {
            let count = days.iter().find(|(day, _)| *day == date).map(|(_, count)| *count);
            DayCell {
                number: date.day(),
                url: count.map(|_| shared.url(&routes::day(date))),
                count: count.unwrap_or_default(),
                level: levels.level(count.unwrap_or_default()),
                current: current == Some(date),
            }
        };
        let blank = || DayCell { number: 0, url: None, count: 0, level: 0, current: false };
        let before = first.weekday().num_days_from_monday();
        let mut cells: Vec<DayCell> = (0..before).map(|_| blank()).collect();
        cells.extend(first.iter_days().take_while(|date| (date.year(), date.month()) == key).map(cell));
        let mut weeks: Vec<Vec<DayCell>> = Vec::new();
        for (at, cell) in cells.into_iter().enumerate() {
            match weeks.last_mut() {
                Some(week) if at % 7 != 0 => week.push(cell),
                _ => weeks.push(vec![cell]),
            }
        }
        if let Some(week) = weeks.last_mut() {
            week.resize_with(7, blank);
        }
        Some(MonthTable {
            label: period_label(PeriodKind::Month, key, shared.texts),
            url: shared.pages().months.then(|| shared.url(&routes::period(PeriodKind::Month, key))),
            count,
            weeks,
        })
    }
}

/// The quartiles of papers per day, so that one large day does not make all others pale.
pub(super) struct Levels([usize; 3]);

impl Levels {
    pub(super) fn new(counts: impl Iterator<Item = usize>) -> Levels {
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
