//! Settings that would make a site smaller, and by how much.

use super::Measured;
use crate::config::Site;
use crate::site::plan::{Kind, Listed, Page, Portrait, Scope};
use std::collections::BTreeMap;

/// A setting that would make the site smaller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lever {
    /// Section and setting: `[feeds] authors = false`.
    pub setting: String,
    /// Bytes.
    pub saves: u64,
    /// Whether that was judged by some of the pages, not added up from all of them.
    pub about: bool,
}

/// What saves less than a hundredth of the site is not worth a word.
const NOTICEABLE: u64 = 100;
/// Feeds of a kind that are made again to see what a setting would save.
const SAMPLES: usize = 24;

/// Switches, and what would be gone without them. A page takes its feed with it.
const SWITCHES: [(&str, &[Kind]); 15] = [
    ("[data] markdown = false", &[Kind::Twin]),
    ("[data] citations = false", &[Kind::Citations]),
    ("[data] topics = false", &[Kind::TopicData]),
    ("[data] days = false", &[Kind::DayData]),
    ("[data] bibtex = false", &[Kind::Bibtex]),
    ("[data] papers = false", &[Kind::Lines]),
    ("[feeds] topics = false", &[Kind::TopicFeed]),
    ("[feeds] authors = false", &[Kind::AuthorFeed]),
    ("[feeds] organizations = false", &[Kind::OrganizationFeed]),
    ("[feeds] days = false", &[Kind::DayFeed]),
    ("[pages] weeks = false", &[Kind::Week]),
    ("[pages] months = false", &[Kind::Month]),
    ("[pages] topics = false", &[Kind::Topic, Kind::TopicFeed]),
    ("[pages] authors = false", &[Kind::Author, Kind::AuthorFeed]),
    ("[pages] organizations = false", &[Kind::Organization, Kind::OrganizationFeed]),
];

/// Feeds of papers: what settings of items change.
const FEEDS: [Kind; 4] = [Kind::SiteFeed, Kind::TopicFeed, Kind::AuthorFeed, Kind::OrganizationFeed];

/// Returns the settings that would help, the best first.
pub(super) fn find(
    measured: &Measured<'_>,
    total: u64,
    again: &(dyn Fn(&Page, &Site) -> Option<u64> + Sync),
) -> Vec<Lever> {
    let mut kinds: BTreeMap<Kind, Vec<(&Page, u64)>> = BTreeMap::new();
    for (page, bytes) in measured.pages() {
        kinds.entry(measured.plan.kind(page)).or_default().push((page, bytes));
    }
    let bytes_of = |kind: &Kind| kinds.get(kind).into_iter().flatten().map(|(_, bytes)| bytes).sum::<u64>();
    let mut levers: Vec<Lever> = SWITCHES
        .iter()
        .map(|(setting, kinds)| Lever {
            setting: (*setting).to_owned(),
            saves: kinds.iter().map(bytes_of).sum(),
            about: false,
        })
        .collect();
    levers.extend(fewer_authors(measured));
    levers.extend(fewer_cards(measured));
    levers.push(fewer_orders(measured));
    levers.extend(shorter_lines(measured));
    levers.extend(changes(measured.site).into_iter().map(|(setting, site)| {
        let saves = FEEDS.iter().filter_map(|kind| kinds.get(kind)).map(|feeds| saved(feeds, &site, again));
        Lever { setting, saves: saves.sum(), about: true }
    }));
    levers.retain(|lever| lever.saves > 0 && lever.saves.saturating_mul(NOTICEABLE) >= total);
    // Of those that save as much, the one named first, which takes less away.
    levers.sort_by_key(|lever| std::cmp::Reverse(lever.saves));
    levers
}

/// Social cards, which are switched off by what they show.
fn fewer_cards(measured: &Measured<'_>) -> [Lever; 2] {
    let (mut days, mut papers) = (0, 0);
    for (page, bytes) in measured.pages() {
        match page {
            Page::Card(Portrait::Day(_)) => days += bytes,
            Page::Card(Portrait::Paper(_)) => papers += bytes,
            _ => (),
        }
    }
    [("[cards] days = false", days), ("[cards] papers = false", papers)].map(|(setting, saves)| Lever {
        setting: setting.to_owned(),
        saves,
        about: false,
    })
}

/// Lists of papers by votes, which count with the lists they belong to.
fn fewer_orders(measured: &Measured<'_>) -> Lever {
    let votes = measured.pages().filter(|(page, _)| matches!(page, Page::Votes(_)));
    let saves = votes.map(|(_, bytes)| bytes).sum();
    Lever { setting: "[pages] votes = false".to_owned(), saves, about: false }
}

/// The fewest papers for a page that take away half of what authors' pages and feeds hold.
fn fewer_authors(measured: &Measured<'_>) -> Option<Lever> {
    let mut by_papers: BTreeMap<usize, u64> = BTreeMap::new();
    for (page, bytes) in measured.pages() {
        if let Page::Author(id, _) | Page::Votes(Listed::Author(id)) | Page::Feed(Scope::Author(id)) = page {
            *by_papers.entry(measured.archive.person(*id).papers.len()).or_default() += bytes;
        }
    }
    let all: u64 = by_papers.values().sum();
    let mut saves = 0;
    for (papers, bytes) in by_papers {
        saves += bytes;
        if saves == all {
            break;
        }
        if saves >= all / 2 {
            let setting = format!("[pages] authors_from = {}", papers + 1);
            return Some(Lever { setting, saves, about: false });
        }
    }
    None
}

/// All papers without their abstracts.
fn shorter_lines(measured: &Measured<'_>) -> Option<Lever> {
    let texts: usize = measured.archive.papers.iter().map(|paper| paper.abstract_html.len()).sum();
    let setting = "[data] abstracts = false".to_owned();
    measured.plan.data.abstracts.then_some(Lever { setting, saves: texts as u64, about: true })
}

/// Settings that change what feeds hold, each with the site's settings so changed.
fn changes(site: &Site) -> Vec<(String, Site)> {
    let mut changes = Vec::new();
    if site.feeds.full_text {
        let mut other = site.clone();
        other.feeds.full_text = false;
        changes.push(("[feeds] full_text = false".to_owned(), other));
    }
    if site.feeds.items > 1 {
        let mut other = site.clone();
        other.feeds.items = site.feeds.items / 2;
        changes.push((format!("[feeds] items = {}", other.feeds.items), other));
    }
    changes
}

/// Judges by some feeds what all of them would save: those met at equal steps through the bytes of all, so that big ones, which hold most of
/// them, are sure to be asked.
fn saved(feeds: &[(&Page, u64)], site: &Site, again: &(dyn Fn(&Page, &Site) -> Option<u64> + Sync)) -> u64 {
    let all: u64 = feeds.iter().map(|(_, bytes)| bytes).sum();
    let mut by_size = feeds.to_vec();
    by_size.sort_by_key(|(_, bytes)| *bytes);
    let step = all as f64 / SAMPLES as f64;
    let (mut passed, mut asked, mut share) = (0, 0.0, 0.0);
    for (page, bytes) in by_size {
        passed += bytes;
        // The steps that end in this feed; in a big one, several.
        let steps = (passed as f64 / step + 0.5).floor() - asked;
        if steps >= 1.0 {
            asked += steps;
            let other = again(page, site).unwrap_or(bytes).min(bytes);
            share += steps * (bytes - other) as f64 / bytes as f64;
        }
    }
    match asked {
        0.0 => 0,
        _ => (all as f64 * share / asked) as u64,
    }
}
