//! Dates as text: in the site's language for people, in English for machines.

use crate::text::date::{PartialDate, Precision};
use crate::theme::Texts;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

/// A day, or a month or year if no more is known.
#[derive(Debug, Clone, Serialize)]
pub struct DateView {
    /// `2026-04-15`, `2026-04`, `2026`
    pub iso: String,
    /// `15 Apr 2026`, `April 2026`, `2026`
    pub label: String,
    /// `Wednesday, 15 April 2026`, `April 2026`, `2026`
    pub long: String,
    /// The page of a date that papers are listed on. Other dates have no link: whether they have a page depends on
    /// other papers.
    pub url: Option<String>,
}

impl DateView {
    /// Returns a date without a page.
    pub fn plain(date: PartialDate, texts: &Texts) -> DateView {
        DateView { iso: date.to_string(), label: label(date, texts), long: long(date, texts), url: None }
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Returns the name of a month, from 1.
pub fn month(number: u32, texts: &Texts) -> &str {
    texts.item("months", at(number))
}

/// Returns `Apr` for 4.
pub fn month_short(number: u32, texts: &Texts) -> &str {
    texts.item("months_short", at(number))
}

fn at(month: u32) -> usize {
    (month as usize + 11) % 12
}

/// Returns `April 2026`.
pub fn month_of_year(year: i32, number: u32, texts: &Texts) -> String {
    texts.fill(
        "month_of_year",
        &[("month", &month(number, texts)), ("number", &number), ("year", &format_args!("{year:04}"))],
    )
}

/// Returns `15 Apr 2026`, `April 2026` or `2026`.
pub fn label(date: impl Into<PartialDate>, texts: &Texts) -> String {
    known("date_short", date.into(), texts)
}

/// Returns `15 April 2026`, `April 2026` or `2026`.
pub fn full(date: impl Into<PartialDate>, texts: &Texts) -> String {
    known("date", date.into(), texts)
}

/// Returns `Wednesday, 15 April 2026`, `April 2026` or `2026`.
pub fn long(date: impl Into<PartialDate>, texts: &Texts) -> String {
    known("date_long", date.into(), texts)
}

/// Writes as much of a date as is known: a day in a form of the interface.
fn known(form: &str, date: PartialDate, texts: &Texts) -> String {
    let first = date.first_day();
    match date.precision() {
        Precision::Day => written(form, first, texts),
        Precision::Month => month_of_year(first.year(), first.month(), texts),
        Precision::Year => year(first.year(), texts),
    }
}

/// Returns a year as the language writes it alone: `2026`, `2026年`.
pub fn year(year: i32, texts: &Texts) -> String {
    texts.fill("year_alone", &[("year", &format_args!("{year:04}"))])
}

/// Returns the format of `label` for the script: `$3 {$2} $1|Jan|Feb…`, where `{$2}` is the name of the month.
pub fn script(texts: &Texts) -> String {
    let (name, none) = (&"{$2}", &"");
    let (day, number, year) = (&"$3", &"$2", &"$1");
    let parts: [(&str, &dyn std::fmt::Display); 6] = [
        ("day", day),
        ("number", number),
        ("month", name),
        ("month_short", name),
        ("weekday", none),
        ("year", year),
    ];
    let list = if texts.get("date_short").contains("{month}") { "months" } else { "months_short" };
    let months = (0..12).map(|month| texts.item(list, month));
    [texts.fill("date_short", &parts).as_str()].into_iter().chain(months).collect::<Vec<_>>().join("|")
}

fn written(form: &str, date: NaiveDate, texts: &Texts) -> String {
    texts.fill(
        form,
        &[
            ("day", &date.day()),
            ("number", &date.month()),
            ("month", &month(date.month(), texts)),
            ("month_short", &month_short(date.month(), texts)),
            ("weekday", &texts.item("weekdays", date.weekday().num_days_from_monday() as usize)),
            ("year", &format_args!("{:04}", date.year())),
        ],
    )
}

/// Returns `2026/4/15`, `2026/4` or `2026`, the form of Google Scholar.
pub fn slashed(date: PartialDate) -> String {
    match (date.month(), date.day()) {
        (Some(month), Some(day)) => format!("{:04}/{month}/{}", date.year(), day.day()),
        (Some(month), None) => format!("{:04}/{month}", date.year()),
        (None, _) => format!("{:04}", date.year()),
    }
}

/// Returns the start of a day in the format of RSS 2.0 (RFC 822 with a four-digit year).
pub fn rfc822(date: NaiveDate) -> String {
    let weekday = WEEKDAYS[date.weekday().num_days_from_monday() as usize];
    let month = MONTHS[at(date.month())];
    format!("{weekday}, {:02} {month} {:04} 00:00:00 +0000", date.day(), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn dates_equal_those_of_chrono(days in 0i32..3_652_059) {
            let Some(date) = NaiveDate::from_num_days_from_ce_opt(days) else { return Ok(()) };
            let english = Texts::english();
            prop_assert_eq!(label(date, &english), date.format("%-d %b %Y").to_string());
            prop_assert_eq!(long(date, &english), date.format("%A, %-d %B %Y").to_string());
            prop_assert_eq!(slashed(date.into()), date.format("%Y/%-m/%-d").to_string());
            let month = PartialDate::from(date).at_most(Precision::Month);
            prop_assert_eq!(label(month, &english), date.format("%B %Y").to_string());
            prop_assert_eq!(slashed(month), date.format("%Y/%-m").to_string());
            prop_assert_eq!(long(month.at_most(Precision::Year), &english), date.format("%Y").to_string());
            prop_assert_eq!(rfc822(date), date.format("%a, %d %b %Y 00:00:00 +0000").to_string());
        }
    }
}
