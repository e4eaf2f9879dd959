//! Checks of single values that tools reject: invalid months, names with too many commas, years in words.

use super::read::{Chunk, Entry, MONTHS};
use super::{is_number, month_of, names};
use crate::text::identifier;
use chrono::NaiveDate;

/// Fields of names.
const NAMES: [&str; 13] = [
    "author",
    "editor",
    "editora",
    "editorb",
    "editorc",
    "translator",
    "annotator",
    "commentator",
    "bookauthor",
    "introduction",
    "foreword",
    "afterword",
    "holder",
];

/// Fields that refer to other entries, which are not published with the entry.
const OTHERS: [&str; 7] = ["crossref", "xref", "xdata", "entryset", "related", "ids", "set"];

const DATES: [&str; 4] = ["date", "eventdate", "origdate", "urldate"];

/// The year and month of an entry's `date`, if it is valid. The fields `year` and `month` must agree with it.
#[derive(Default)]
pub(super) struct Dated {
    year: Option<i32>,
    month: Option<u32>,
}

/// The kind of a field's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Names,
    Others,
    Date,
    Year,
    Month,
    Isbn,
    Pages,
    Text,
}

pub(super) fn kind(name: &str) -> Kind {
    match name {
        "year" => Kind::Year,
        "month" => Kind::Month,
        "isbn" => Kind::Isbn,
        "pages" => Kind::Pages,
        _ if NAMES.contains(&name) => Kind::Names,
        _ if OTHERS.contains(&name) => Kind::Others,
        _ if DATES.contains(&name) => Kind::Date,
        _ => Kind::Text,
    }
}

impl Dated {
    pub fn from_entry(entry: &Entry<'_>) -> Dated {
        let date = entry.fields.iter().find(|field| field.name.eq_ignore_ascii_case("date"));
        date.map(|field| Dated::read(&text(&field.value))).unwrap_or_default()
    }

    pub fn read(date: &str) -> Dated {
        if !is_date(date) {
            return Dated::default();
        }
        let first = date.trim().split('/').next().unwrap_or("");
        let year = first.get(..4).and_then(|year| year.parse().ok());
        let month = first.get(5..7).and_then(|month| month.parse().ok()).filter(|month| *month <= 12);
        Dated { year, month }
    }

    pub fn has_other_year(&self, year: &str) -> bool {
        self.year.is_some_and(|own| year.parse() != Ok(own))
    }

    pub fn has_other_month(&self, month: u32) -> bool {
        self.month.is_some_and(|own| own != month)
    }
}

/// Returns whether tools accept a value for a field of this name.
pub(super) fn fits(name: &str, value: &[Chunk<'_>], dated: &Dated) -> bool {
    let all = text(value);
    let all = all.trim();
    match kind(name) {
        // Tools ignore empty values.
        Kind::Names => all.is_empty() || names::is_list(all),
        Kind::Others => false,
        Kind::Date => all.is_empty() || is_date(all),
        Kind::Year => all.is_empty() || is_year(all) && !dated.has_other_year(all),
        Kind::Month => match value {
            [Chunk::Word(word)] => month_named(word).is_some_and(|month| !dated.has_other_month(month)),
            _ => {
                all.is_empty()
                    || all
                        .parse()
                        .is_ok_and(|month| (1..=12).contains(&month) && !dated.has_other_month(month))
            }
        },
        Kind::Isbn => all.is_empty() || is_isbn(all),
        Kind::Pages => {
            all.is_empty()
                || all
                    .split([',', ';'])
                    .all(|range| !range.trim().is_empty() && !range.trim().starts_with(is_dash))
        }
        Kind::Text => name.starts_with("x-") || !is_reference(all),
    }
}

/// Returns a value as written, with its parts concatenated.
pub(super) fn text(value: &[Chunk<'_>]) -> String {
    value
        .iter()
        .map(|chunk| match chunk {
            Chunk::Text(text) | Chunk::Word(text) => *text,
        })
        .collect()
}

/// Returns whether a value is a reference: `xdata=…`, in any field.
pub(super) fn is_reference(text: &str) -> bool {
    let text = text.trim_start();
    text.get(..5).is_some_and(|word| word.eq_ignore_ascii_case("xdata"))
        && text[5..].trim_start().starts_with('=')
}

pub(super) fn is_dash(char: char) -> bool {
    matches!(char, '-' | '\u{2010}'..='\u{2015}')
}

pub(super) fn is_year(text: &str) -> bool {
    is_number(text.strip_prefix('-').unwrap_or(text))
}

/// Returns the month of `jan` or its number.
fn month_named(word: &str) -> Option<u32> {
    let number = || word.parse().ok().filter(|month| (1..=12).contains(month));
    month_of(word).filter(|_| MONTHS.iter().any(|month| word.eq_ignore_ascii_case(month))).or_else(number)
}

/// Returns whether a text is a date: `2020`, `2020-05`, `2020-05-17`, or a range of these, which may be open. Years may
/// be uncertain: `1723~`, `199X`.
pub(super) fn is_date(text: &str) -> bool {
    let ends: Vec<&str> = text.trim().split('/').collect();
    match *ends.as_slice() {
        [one] => is_point(one),
        [from, to] => {
            let is_end = |end: &str| end.is_empty() || end == ".." || is_point(end);
            is_end(from) && is_end(to) && (is_point(from) || is_point(to))
        }
        _ => false,
    }
}

fn is_point(text: &str) -> bool {
    let text = text.strip_suffix(['~', '?', '%']).unwrap_or(text);
    if !text.is_ascii() {
        return false;
    }
    let digits = |part: &str| is_number(part);
    let parts: Vec<&str> = text.split('-').collect();
    match *parts.as_slice() {
        [year] => {
            year.len() == 4 && digits(year.trim_end_matches('X')) && year.trim_end_matches('X').len() >= 2
        }
        [year, month] => {
            let month = month.parse::<u32>().ok().filter(|_| month.len() == 2 && digits(month));
            year.len() == 4 && digits(year) && month.is_some_and(|month| matches!(month, 1..=12 | 21..=24))
        }
        [_, _, _] => text.len() == 10 && text.parse::<NaiveDate>().is_ok(),
        _ => false,
    }
}

/// Returns whether a text is one ISBN with a valid check digit, as tools accept it.
pub(super) fn is_isbn(text: &str) -> bool {
    identifier::isbn(text).is_some_and(|isbn| isbn.eq_ignore_ascii_case(&text.replace(' ', "-")))
}
