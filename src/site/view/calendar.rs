//! The calendar of all days, as a map: a square a day, deeper where more papers stood.
//!
//! A year is four quarters, so that squares stay large enough for a finger where a page is narrow: quarters stand side by side or below
//! each other. It tells in which column and row each day is, and knows nothing of how squares are drawn.

use super::parts::LinkView;
use super::{Ready, Views, dates, periods::period_label};
use crate::archive::PeriodKind;
use crate::site::plan::routes;
use crate::theme::View;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

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
}

/// Three months; a column is a week, a row a weekday from Monday on, both counted from 0.
#[derive(Serialize)]
struct QuarterView {
    /// `January to March 2026`
    label: String,
    count: usize,
    /// How many columns there are; in the first, days begin at row `start`, in the last they end at row `end`.
    columns: u32,
    start: u32,
    end: u32,
    months: Vec<MonthView>,
    /// Oldest first, those that have a page.
    days: Vec<Cell>,
}

#[derive(Serialize)]
struct MonthView {
    /// `Jan`
    short: String,
    /// Its page, by its whole name, where it has papers and such pages are wanted.
    link: Option<LinkView>,
    column: u32,
}

#[derive(Serialize)]
struct Cell {
    date: View,
    url: String,
    count: usize,
    /// 0 for none to 4 for the fullest days.
    level: u8,
    column: u32,
    row: u32,
}

impl Views<'_> {
    pub(super) fn calendar(&self) -> Ready {
        let days = &self.archive.days;
        let levels = Levels::new(days.iter().map(|day| day.papers.len()));
        let mut years: Vec<YearView> = Vec::new();
        let of_year = |year| self.archive.year(year);
        let mut next = days.first().map(|day| day.date.year());
        while let Some(year) = next {
            let range = of_year(year);
            let count = self.archive.papers_of(range.clone());
            let quarters = (0..4).rev().map(|quarter| self.quarter(year, quarter, &levels));
            let mut quarters: Vec<QuarterView> =
                quarters.skip_while(|quarter| quarter.days.is_empty()).collect();
            quarters.reverse();
            years.push(YearView { year, count, quarters });
            next = days.get(range.end).map(|day| day.date.year());
        }
        let view = CalendarView { years, count: self.archive.papers.len(), days: days.len() };
        let mut page = self.head("archive", "archive", routes::ARCHIVE, self.texts.get("archive"));
        page.trail = self.trail();
        let page = page.described(self.texts.fill(
            "about_archive",
            &[
                ("title", &self.site.title),
                ("papers", &self.texts.count("papers", view.count, &[])),
                ("days", &self.texts.count("days", view.days, &[])),
            ],
        ));
        page.with("archive.html", "archive", &view)
    }

    fn quarter(&self, year: i32, quarter: u32, levels: &Levels) -> QuarterView {
        let months = [1, 2, 3].map(|month| quarter * 3 + month);
        let first_of = |month: u32| NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default();
        let first = first_of(months[0]);
        let last =
            (28..=31).rev().find_map(|day| NaiveDate::from_ymd_opt(year, months[2], day)).unwrap_or(first);
        let start = first.weekday().num_days_from_monday();
        let column = |date: NaiveDate| (date.ordinal() - first.ordinal() + start) / 7;
        let days = &self.archive.days;
        let from = days.partition_point(|day| day.date > last);
        let to = days.partition_point(|day| day.date >= first);
        let cells = days[from..to].iter().rev().map(|day| Cell {
            date: self.featured(day.date),
            url: self.url(&routes::day(day.date)),
            count: day.papers.len(),
            level: levels.of(day.papers.len()),
            column: column(day.date),
            row: day.date.weekday().num_days_from_monday(),
        });
        let cells: Vec<Cell> = cells.collect();
        let has_days = |month: u32| days[from..to].iter().any(|day| day.date.month() == month);
        let months = months.map(|month| MonthView {
            short: dates::month_short(month, self.texts).to_owned(),
            link: (self.site.pages.months && has_days(month)).then(|| LinkView {
                label: period_label(PeriodKind::Month, (year, month), self.texts),
                url: self.url(&routes::period(PeriodKind::Month, (year, month))),
            }),
            // A month's name stands over its first whole week.
            column: column(first_of(month))
                + u32::from(first_of(month).weekday().num_days_from_monday() > 0 && month != months[0]),
        });
        QuarterView {
            label: self.texts.fill(
                "quarter_of_year",
                &[
                    ("from", &dates::month(quarter * 3 + 1, self.texts)),
                    ("to", &dates::month(quarter * 3 + 3, self.texts)),
                    ("year", &year),
                ],
            ),
            count: self.archive.papers_of(from..to),
            columns: column(last) + 1,
            start,
            end: last.weekday().num_days_from_monday(),
            months: months.into(),
            days: cells,
        }
    }
}

/// How full a day is among all days, so that one great day does not make all others pale.
struct Levels([usize; 3]);

impl Levels {
    fn new(counts: impl Iterator<Item = usize>) -> Levels {
        let mut counts: Vec<usize> = counts.filter(|&count| count > 0).collect();
        counts.sort_unstable();
        Levels([1, 2, 3].map(|quarter| counts.get(counts.len() * quarter / 4).copied().unwrap_or(0)))
    }

    /// Returns 0 for a day without papers, 1 to 4 for the others.
    fn of(&self, count: usize) -> u8 {
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
    fn one_great_day_leaves_the_others_their_colours() {
        let levels = Levels::new([0, 1, 2, 3, 4, 5, 6, 7, 1_000].into_iter());
        assert_eq!([0, 1, 3, 4, 5, 7, 1_000].map(|count| levels.of(count)), [0, 1, 1, 2, 2, 3, 4]);
        assert_eq!(Levels::new([0, 0].into_iter()).of(0), 0);
        assert_eq!(Levels::new([5, 5, 5].into_iter()).of(5), 1);
    }
}
