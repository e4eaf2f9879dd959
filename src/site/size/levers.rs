//! Settings that would make a site smaller, and by how much.

use super::{Count, Measured};
use crate::config::Site;
use crate::site::kinds::{Page, switches};
use std::collections::{BTreeMap, HashMap};

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

/// Returns the settings that would help, the best first.
pub(super) fn find(
    measured: &Measured<'_>,
    total: u64,
    again: &(dyn Fn(&Page, &Site) -> Option<u64> + Sync),
) -> Vec<Lever> {
    // A page takes its feed with it: both name the setting.
    let mut saves: HashMap<&str, Count> = HashMap::new();
    for (page, bytes) in measured.pages() {
        page.switches().iter().for_each(|switch| saves.entry(switch.setting).or_default().add(bytes));
    }
    // Without its domain a site has no file of it, but that is no switch. Of those that save as much, the one that takes fewer files away.
    let mut switches: Vec<(&str, Count)> = switches()
        .into_iter()
        .filter(|setting| setting.starts_with('['))
        .filter_map(|setting| Some((setting, *saves.get(setting)?)))
        .collect();
    switches.sort_by_key(|(_, count)| count.files);
    let mut levers: Vec<Lever> = switches
        .into_iter()
        .map(|(setting, count)| Lever {
            setting: format!("{setting} = false"),
            saves: count.bytes,
            about: false,
        })
        .collect();
    levers.extend(fewer_authors(measured));
    levers.extend(shorter_lines(measured));
    let mut feeds: BTreeMap<&str, Vec<(&Page, u64)>> = BTreeMap::new();
    for (page, bytes) in measured.pages().filter(|(page, _)| page.is_feed_of_papers()) {
        feeds.entry(page.group()).or_default().push((page, bytes));
    }
    levers.extend(changes(measured.site).into_iter().map(|(setting, site)| {
        let saves = feeds.values().map(|feeds| saved(feeds, &site, again));
        Lever { setting, saves: saves.sum(), about: true }
    }));
    levers.retain(|lever| lever.saves > 0 && lever.saves.saturating_mul(NOTICEABLE) >= total);
    levers.sort_by_key(|lever| std::cmp::Reverse(lever.saves));
    levers
}

/// The fewest papers for a page that take away half of what authors' pages and feeds hold.
fn fewer_authors(measured: &Measured<'_>) -> Option<Lever> {
    let mut by_papers: BTreeMap<usize, u64> = BTreeMap::new();
    for (page, bytes) in measured.pages() {
        if let Page::Author((id, _)) | Page::AuthorByVotes(id) | Page::AuthorFeed(id) = page {
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
    measured.plan.outline.data.abstracts.then_some(Lever { setting, saves: texts as u64, about: true })
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
