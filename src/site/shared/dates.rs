//! Dates as text: in the site's language for people, in English for machines.

use crate::theme::Texts;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

#[derive(Debug, Clone, Serialize)]
pub struct DateView {
    /// `2026-04-15`
    pub iso: String,
    /// `15 Apr 2026`
    pub label: String,
    /// `Wednesday, 15 April 2026`
    pub long: String,
    /// The page of a day that papers are listed on. Other dates have no link: whether they have a page depends on other papers.
    pub url: Option<String>,
}

impl DateView {
    pub fn plain(date: NaiveDate, texts: &Texts) -> DateView {
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

/// Returns `15 Apr 2026`.
pub fn label(date: NaiveDate, texts: &Texts) -> String {
    written("date_short", date, texts)
}

/// Returns `15 April 2026`.
pub fn full(date: NaiveDate, texts: &Texts) -> String {
    written("date", date, texts)
}

/// Returns `Wednesday, 15 April 2026`.
pub fn long(date: NaiveDate, texts: &Texts) -> String {
    written("date_long", date, texts)
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

/// Returns `2026/4/15`, the form of Google Scholar.
pub fn slashed(date: NaiveDate) -> String {
    format!("{:04}/{}/{}", date.year(), date.month(), date.day())
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
            prop_assert_eq!(slashed(date), date.format("%Y/%-m/%-d").to_string());
            prop_assert_eq!(rfc822(date), date.format("%a, %d %b %Y 00:00:00 +0000").to_string());
        }
    }
}
