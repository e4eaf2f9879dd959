//! The addresses of all pages and files. They never change.
//!
//! An address is a path below the site's root without a leading slash. An address that ends in `/` is the `index.html` of a folder.

use super::Format;
use crate::archive::PeriodKind;
use crate::text::date::{PartialDate, Precision};
use crate::text::percent;
use chrono::{Datelike, NaiveDate};

/// The home page.
pub const HOME: &str = "";
/// The calendar of all days.
pub const ARCHIVE: &str = "archive/";
/// The trending papers.
pub const TRENDING: &str = "trending/";
/// The list of topics.
pub const TOPICS: &str = "topics/";
/// The list of authors.
pub const AUTHORS: &str = "authors/";
/// The list of organizations.
pub const ORGANIZATIONS: &str = "organizations/";
/// The statistics.
pub const STATS: &str = "stats/";
/// The reading list.
pub const READING: &str = "reading/";
/// The papers for the reader.
pub const FOR_YOU: &str = "for-you/";
/// The new papers that the script of this page rates.
pub const FOR_YOU_PAPERS: &str = "for-you/papers.json";
/// The search page.
pub const SEARCH: &str = "search/";
/// The list of feeds.
pub const FEEDS: &str = "feeds/";
/// The feed of the site.
pub const FEED: &str = "feed.xml";
/// The list of feeds for feed readers.
pub const OPML: &str = "feeds.opml";
/// The sitemap.
pub const SITEMAP: &str = "sitemap.xml";
/// The list of data files.
pub const DATA: &str = "data/index.json";
/// The schema of the data files.
pub const DATA_SCHEMA: &str = "data/records.schema.json";
/// The overview for language models.
pub const LLMS: &str = "llms.txt";
/// The newest day of each part.
pub const FRESHNESS: &str = "freshness.json";

/// Returns the address of a paper.
pub fn paper(id: &str) -> String {
    ["papers/", id, "/"].concat()
}

/// Returns the address of a search for `words`.
pub fn searched(words: &str) -> String {
    [SEARCH, "?q=", &percent::query_value(words)].concat()
}

/// Returns the address of a day.
pub fn day(date: NaiveDate) -> String {
    format!("days/{date}/")
}

/// Returns the address that lists the papers of a date.
pub fn featured(date: PartialDate) -> String {
    let (year, month) = (date.year(), date.first_day().month());
    match date.precision() {
        Precision::Day => day(date.first_day()),
        Precision::Month => period(PeriodKind::Month, (year, month)),
        Precision::Year => period(PeriodKind::Year, (year, 0)),
    }
}

/// Returns the address of an ISO week, a month or a year.
pub fn period(kind: PeriodKind, key: (i32, u32)) -> String {
    match kind {
        PeriodKind::Week => format!("weeks/{}-W{:02}/", key.0, key.1),
        PeriodKind::Month => format!("months/{}-{:02}/", key.0, key.1),
        PeriodKind::Year => format!("{:04}/", key.0),
    }
}

/// Returns the address of a topic, person, organization or venue; `list` is the address of the list of all.
pub fn member(list: &str, slug: &str) -> String {
    [list, slug, "/"].concat()
}

/// Returns the address of a page of a long list. The newest page, number `last`, is the list itself.
pub fn numbered(list: &str, number: u32, last: u32) -> String {
    match number == last {
        true => list.to_owned(),
        false => format!("{list}page/{number}/"),
    }
}

/// Returns the address of a list by votes.
pub fn votes(list: &str) -> String {
    format!("{list}votes/")
}

/// Returns the address of the authors whose slugs start with `key`. It cannot conflict with pages of an author `page`, which have numbers.
pub fn letter(key: &str) -> String {
    format!("{AUTHORS}page/{key}/")
}

/// Returns the file of all papers, or part number `part` (from 0) of `of` parts.
pub fn part(extension: &str, part: usize, of: usize) -> String {
    match of {
        1 => format!("data/papers.{extension}"),
        _ => format!("data/papers-{}.{extension}", part + 1),
    }
}

/// Returns the path of a data file of a day, or of a month or year without a day.
pub fn day_data(date: PartialDate, format: Format) -> String {
    format!("data/days/{date}.{}", format.extension())
}

/// Returns the path of a topic's data file.
pub fn topic_data(slug: &str, format: Format) -> String {
    format!("data/topics/{slug}.{}", format.extension())
}

/// Returns the address of a month of the history.
pub fn history((year, month): (i32, u32)) -> String {
    format!("history/{year:04}-{month:02}.xml")
}

/// Returns the address of a part of a split sitemap.
pub fn sitemap_part(part: usize) -> String {
    format!("sitemap-{}.xml", part + 1)
}

/// Returns the social card of the page at `page`.
pub fn card_of(page: &str) -> String {
    [page, "card.png"].concat()
}

/// Returns the path of the file at an address.
pub fn file(address: &str) -> String {
    match address.is_empty() || address.ends_with('/') {
        true => [address, "index.html"].concat(),
        false => address.to_owned(),
    }
}
