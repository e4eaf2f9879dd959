//! Items that a build would remove from the feed of the site while readers may not have seen them.
//!
//! A build has no clock and does not know readers. An item that is in the feed of the last build is new to some of them.

use super::*;
use crate::diagnostic::Diagnostic;
use serde::Deserialize;

/// The feed of the last build.
#[derive(Deserialize)]
struct LastFeed {
    items: Vec<LastItem>,
}

#[derive(Deserialize)]
struct LastItem {
    id: String,
    date_published: Option<String>,
}

/// The address of the feed that is compared: the format that programs read most easily.
pub const LAST_FEED: &str = "feed.json";

/// At most this number of papers is named for one day.
const NAMED: usize = 10;

impl Plan {
    /// Returns a problem for each day that would lose papers. `last` is the feed of the last build ([`LAST_FEED`]); a feed that a theme writes
    /// in another form is not compared.
    ///
    /// A paper is not lost if its address is now a redirect, or if it was left out because of an error.
    pub fn removals(&self, archive: &Archive, site: &Site, last: &[u8]) -> Vec<Diagnostic> {
        let Ok(last) = serde_json::from_slice::<LastFeed>(last) else { return Vec::new() };
        let now = feed::newest(archive.paper_ids(), site.feeds.items, archive);
        let oldest = now.last().map(|&id| archive.paper(id).date());
        let mut days: BTreeMap<String, (usize, Vec<String>)> = BTreeMap::new();
        for item in &last.items {
            let Some(id) = item.id.strip_prefix(feed::PAPER_URN) else { continue };
            let day = item.date_published.as_deref().and_then(|day| day.get(..10)).unwrap_or_default();
            let (before, lost) = days.entry(day.to_owned()).or_default();
            *before += 1;
            let is_lost = match self.page_at(&routes::file(&routes::paper(id))) {
                // An earlier date took it out of the feed.
                Some(Page::Paper(id)) => {
                    let date = archive.paper(*id).date();
                    oldest.is_some_and(|oldest| date < oldest) && date.to_string().as_str() < day
                }
                Some(_) => false,
                None => !archive.left_out.contains(&id.to_lowercase()),
            };
            if is_lost {
                lost.push(id.to_owned());
            }
        }
        days.retain(|_, (_, lost)| !lost.is_empty());
        // Newest day first, as in the feed.
        days.iter().rev().map(|(day, (before, lost))| removed_items(day, *before, lost)).collect()
    }
}

fn removed_items(day: &str, before: usize, lost: &[String]) -> Diagnostic {
    let named: Vec<String> = lost.iter().take(NAMED).map(|id| format!("`{id}`")).collect();
    let more = match lost.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let of = match day {
        "" => format!("{before} papers without a day"),
        day => format!("the {before} papers of {day}"),
    };
    let message = format!("the feed would lose {} of {of}: {}{more}", lost.len(), named.join(", "));
    Diagnostic::error("removed-items", Location::Site, message)
        .hint("restore the entries, or add `withdrawn` to them, which keeps their pages")
}
