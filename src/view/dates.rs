//! Days in words: English and the same on every machine.
//!
//! Every page shows some, so they are put together by hand; the format strings of `chrono` are read anew for each date.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

/// A day.
#[derive(Debug, Clone, Serialize)]
pub struct DateView {
    /// `2026-04-15`
    pub iso: String,
    /// `15 Apr 2026`
    pub label: String,
    /// `Wednesday, 15 April 2026`
    pub long: String,
    /// The page of a day that papers were featured on. Other dates are not linked: whether a day has a page depends on other papers.
    pub url: Option<String>,
}

impl DateView {
    /// Returns a date without a page.
    pub fn plain(date: NaiveDate) -> DateView {
        DateView { iso: date.to_string(), label: label(date), long: long(date), url: None }
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Returns the name of a month, counted from 1.
pub(super) fn month(number: u32) -> &'static str {
    MONTHS[(number as usize + 11) % 12]
}

fn weekday(date: NaiveDate) -> &'static str {
    DAYS[date.weekday().num_days_from_monday() as usize]
}

/// Returns `15 Apr 2026`.
pub(super) fn label(date: NaiveDate) -> String {
    format!("{} {} {:04}", date.day(), &month(date.month())[..3], date.year())
}

/// Returns `15 April 2026`.
pub(super) fn full(date: NaiveDate) -> String {
    format!("{} {} {:04}", date.day(), month(date.month()), date.year())
}

/// Returns `Wednesday, 15 April 2026`.
pub(super) fn long(date: NaiveDate) -> String {
    format!("{}, {}", weekday(date), full(date))
}

/// Returns `2026/4/15`, as Google Scholar wants it.
pub(super) fn slashed(date: NaiveDate) -> String {
    format!("{:04}/{}/{}", date.year(), date.month(), date.day())
}

/// Returns the beginning of a day as RSS writes it: a four-digit year, English names (RFC 822 as RSS 2.0 amends it).
pub(super) fn rfc822(date: NaiveDate) -> String {
    let (weekday, month) = (&weekday(date)[..3], &month(date.month())[..3]);
    format!("{weekday}, {:02} {month} {:04} 00:00:00 +0000", date.day(), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn days_read_as_chrono_writes_them(days in 0i32..3_652_059) {
            let Some(date) = NaiveDate::from_num_days_from_ce_opt(days) else { return Ok(()) };
            prop_assert_eq!(label(date), date.format("%-d %b %Y").to_string());
            prop_assert_eq!(long(date), date.format("%A, %-d %B %Y").to_string());
            prop_assert_eq!(slashed(date), date.format("%Y/%-m/%-d").to_string());
            prop_assert_eq!(rfc822(date), date.format("%a, %d %b %Y 00:00:00 +0000").to_string());
        }
    }
}
