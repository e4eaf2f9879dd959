//! The calendar of all days, as a map: a square a day, deeper where more papers stood.
//!
//! A year is four quarters, so that squares stay large enough for a finger where a page is narrow: quarters stand side by side or below
//! each other. It tells in which column and row each day is, and knows nothing of how squares are drawn.

use super::period::period_label;
use super::*;
use chrono::Datelike;
use std::ops::Range;

pub struct Calendar;

/// The part of the site that days and papers belong to.
pub(super) const ARCHIVE_SECTION: &str = "archive";

inputs! {
    pub struct AllDays {
        /// Days, newest first, and how many papers each has.
        days: Vec<(NaiveDate, usize)>,
        papers: usize,
        /// The days of each paper that has several: for a quarter or a year it counts once.
        repeated: Vec<Vec<NaiveDate>>,
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
        let repeated = archive.papers.iter().filter(|paper| paper.dates.len() > 1);
        AllDays {
            days: archive.days.iter().map(|day| (day.date, day.papers.len())).collect(),
            papers: archive.papers.len(),
            repeated: repeated.map(|paper| paper.dates.clone()).collect(),
        }
    }

    fn make(all: &AllDays, shared: &Shared<'_>) -> Made {
        let days = &all.days;
        let levels = Levels::new(days.iter().map(|&(_, count)| count));
        let mut years: Vec<YearView> = Vec::new();
        let mut next = days.first().map(|(date, _)| date.year());
        while let Some(year) = next {
            let place = |year| days.partition_point(|(date, _)| date.year() >= year);
            let range = place(year.saturating_add(1))..place(year);
            let count = all.count_papers(range.clone());
            let quarters = (0..4).rev().map(|number| quarter(all, year, number, &levels, shared));
            let mut quarters: Vec<QuarterView> =
                quarters.skip_while(|quarter| quarter.days.is_empty()).collect();
            quarters.reverse();
            years.push(YearView { year, count, quarters });
            next = days.get(range.end).map(|(date, _)| date.year());
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
    /// Counts the papers of some days, each once.
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
        level: levels.of(count),
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
        // A month's name stands over its first whole week.
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
