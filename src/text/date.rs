//! Dates as precise as they are known: a day, a month or a year.

use chrono::{Datelike, NaiveDate};
use std::fmt;

/// A day, a month or a year. Of dates that begin on the same day the most precise one is the greatest, so that a list
/// in descending order ends a month with the papers of which only the month is known, and a year with those of which
/// only the year is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    first_day: NaiveDate,
    precision: Precision,
}

/// How much of a date is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// The year.
    Year,
    /// The year and the month.
    Month,
    /// The day.
    #[default]
    Day,
}

impl PartialDate {
    /// Reads `2026-04-15`, a time stamp that begins with a day, `2026-04` or `2026`.
    pub fn parse(text: &str) -> Option<PartialDate> {
        let text = text.trim();
        let number =
            |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok());
        match text.len() {
            4 => PartialDate::of_year(number(text)?? as i32),
            7 if text.is_ascii() && text.as_bytes()[4] == b'-' => {
                PartialDate::of_month(number(&text[..4])?? as i32, number(&text[5..])??)
            }
            _ => day(text).map(PartialDate::from),
        }
    }

    /// Returns a year, if it is one that a paper can be from.
    pub fn of_year(year: i32) -> Option<PartialDate> {
        PartialDate::new(year, 1, Precision::Year)
    }

    /// Returns a month, counted from 1, of a year, likewise.
    pub fn of_month(year: i32, month: u32) -> Option<PartialDate> {
        PartialDate::new(year, month, Precision::Month)
    }

    fn new(year: i32, month: u32, precision: Precision) -> Option<PartialDate> {
        let first_day = NaiveDate::from_ymd_opt(year, month, 1).filter(|_| is_year(year))?;
        Some(PartialDate { first_day, precision })
    }

    /// Returns the first possible day. It serves to order dates. For display, use [`PartialDate::day`].
    pub fn first_day(self) -> NaiveDate {
        self.first_day
    }

    /// Returns the precision of the date.
    pub fn precision(self) -> Precision {
        self.precision
    }

    /// Returns the year.
    pub fn year(self) -> i32 {
        self.first_day.year()
    }

    /// Returns the month, counted from 1, if it is known.
    pub fn month(self) -> Option<u32> {
        (self.precision >= Precision::Month).then(|| self.first_day.month())
    }

    /// Returns the day, if it is known.
    pub fn day(self) -> Option<NaiveDate> {
        (self.precision == Precision::Day).then_some(self.first_day)
    }

    /// Returns the same date, no more precise than `most`.
    pub fn at_most(self, most: Precision) -> PartialDate {
        let first_day = match self.precision.min(most) {
            Precision::Year => self.first_day.with_month(1).and_then(|day| day.with_day(1)),
            Precision::Month => self.first_day.with_day(1),
            Precision::Day => Some(self.first_day),
        };
        PartialDate { first_day: first_day.unwrap_or(self.first_day), precision: self.precision.min(most) }
    }

    /// Returns whether a date agrees with this one and is as precise or more: `2019-05` refines `2019`.
    pub fn is_refined_by(self, other: PartialDate) -> bool {
        other.precision >= self.precision && other.at_most(self.precision) == self
    }
}

impl From<NaiveDate> for PartialDate {
    fn from(day: NaiveDate) -> PartialDate {
        PartialDate { first_day: day, precision: Precision::Day }
    }
}

/// Writes the form of entries: `2026-04-15`, `2026-04` or `2026`.
impl fmt::Display for PartialDate {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.first_day.year(), self.first_day.month());
        match self.precision {
            Precision::Year => write!(to, "{year:04}"),
            Precision::Month => write!(to, "{year:04}-{month:02}"),
            Precision::Day => write!(to, "{}", self.first_day),
        }
    }
}

/// Reads a day: `2026-04-15`, or a time stamp that begins with one.
pub fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let (date, time) = text.split_at_checked(10).unwrap_or((text, ""));
    let is_iso = date.len() == 10
        && date.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let date = is_iso.then(|| NaiveDate::parse_from_str(date, "%Y-%m-%d").ok()).flatten()?;
    let is_time = time.is_empty()
        || (time.starts_with(['T', 't', ' '])
            && time.bytes().skip(1).all(|byte| b"0123456789:.+- TZz".contains(&byte)));
    (is_time && is_year(date.year())).then_some(date)
}

/// The valid years. A year before printing, or one far ahead, is a typing error.
fn is_year(year: i32) -> bool {
    (1400..=2999).contains(&year)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> PartialDate {
        PartialDate::parse(text).unwrap()
    }

    #[test]
    fn a_date_is_written_as_it_was_read() {
        for text in ["2026-04-15", "2026-04", "2026", "1400-01-01", "1400", "2999-12"] {
            assert_eq!(date(text).to_string(), text);
        }
        assert_eq!(date(" 2026-04-15T10:00:00Z ").to_string(), "2026-04-15");
        let wrong = [
            "",
            "26",
            "1399",
            "3000",
            "2026-13",
            "2026-00",
            "2026-4",
            "2026/04",
            "2026-04-31",
            "é26",
            "２０２６",
            "+202",
            "2026-+4",
        ];
        for text in wrong {
            assert_eq!(PartialDate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn less_precise_dates_come_after_the_days_of_their_period() {
        let mut dates =
            ["2019", "2019-05", "2020", "2019-05-01", "2019-05-02", "2019-01-01", "2019-01"].map(date);
        dates.sort_by(|a, b| b.cmp(a));
        let order = dates.map(|date| date.to_string());
        assert_eq!(order, ["2020", "2019-05-02", "2019-05-01", "2019-05", "2019-01-01", "2019-01", "2019"]);
    }

    #[test]
    fn a_date_is_refined_by_a_more_precise_date_that_agrees() {
        for (one, other, is_refined) in [
            ("2019", "2019-05", true),
            ("2019", "2019-05-03", true),
            ("2019-05", "2019-05-03", true),
            ("2019", "2019", true),
            ("2019-05", "2019", false),
            ("2019-05", "2019-06-03", false),
            ("2019", "2020-01", false),
        ] {
            assert_eq!(date(one).is_refined_by(date(other)), is_refined, "{one} {other}");
        }
    }
}
