//! Addresses: where everything is found, for ever.
//!
//! An address is a path below the site's root without a slash in front; one that ends in `/` is a folder's `index.html`.

use super::Format;
use crate::archive::PeriodKind;
use crate::text::date::{PartialDate, Precision};
use crate::text::percent;
use chrono::{Datelike, NaiveDate};

pub const HOME: &str = "";
pub const ARCHIVE: &str = "archive/";
pub const TRENDING: &str = "trending/";
pub const TOPICS: &str = "topics/";
pub const AUTHORS: &str = "authors/";
pub const ORGANIZATIONS: &str = "organizations/";
pub const STATS: &str = "stats/";
pub const READING: &str = "reading/";
pub const SEARCH: &str = "search/";
pub const FEEDS: &str = "feeds/";
pub const FEED: &str = "feed.xml";
pub const DIGEST: &str = "days/feed.xml";
pub const SITEMAP: &str = "sitemap.xml";
pub const DATA: &str = "data/index.json";
pub const DATA_SCHEMA: &str = "data/records.schema.json";
pub const LLMS: &str = "llms.txt";
pub const FRESHNESS: &str = "freshness.json";

/// Returns a paper's address.
pub fn paper(id: &str) -> String {
    ["papers/", id, "/"].concat()
}

/// Returns the address of the search page with some words in it.
pub fn searched(words: &str) -> String {
    [SEARCH, "?q=", &percent::query_value(words)].concat()
}

/// Returns a day's address.
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

/// Returns the address of a topic, a person or an organization: `list` is the address of all of them.
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

/// Returns the address of a list's papers by votes.
pub fn votes(list: &str) -> String {
    format!("{list}votes/")
}

/// Returns the address of the authors whose slugs begin with `key`. It never collides with a page of an author called `page`: those are
/// named by numbers.
pub fn letter(key: &str) -> String {
    format!("{AUTHORS}page/{key}/")
}

/// Returns the file of all papers, or one of several, counted from 0.
pub fn part(extension: &str, part: usize, of: usize) -> String {
    match of {
        1 => format!("data/papers.{extension}"),
        _ => format!("data/papers-{}.{extension}", part + 1),
    }
}

/// Returns the data of a day, or of a month or year of which no more is known.
pub fn day_data(date: PartialDate, format: Format) -> String {
    format!("data/days/{date}.{}", format.extension())
}

/// Returns the data of a topic.
pub fn topic_data(slug: &str, format: Format) -> String {
    format!("data/topics/{slug}.{}", format.extension())
}

/// Returns the feed of a page.
pub fn feed_of(page: &str) -> String {
    [page, "feed.xml"].concat()
}

/// Returns the address of a part of a sitemap that is too long for one file.
pub fn sitemap_part(part: usize) -> String {
    format!("sitemap-{}.xml", part + 1)
}

/// Returns the social card of a page.
pub fn card_of(page: &str) -> String {
    [page, "card.png"].concat()
}

/// Returns the file that is served for an address.
pub fn file(address: &str) -> String {
    match address.is_empty() || address.ends_with('/') {
        true => [address, "index.html"].concat(),
        false => address.to_owned(),
    }
}
