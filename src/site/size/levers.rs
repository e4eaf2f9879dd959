//! Finds settings that would make a site smaller, and computes their effect.

use super::{Count, Measured};
use crate::config::Site;
use crate::site::kinds::{Page, switches};
use std::collections::{BTreeMap, HashMap};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lever {
    /// Section, setting and value: `[feeds] authors = false`.
    pub setting: String,
    pub saves: u64,
    /// Whether the effect is an estimate from a sample of pages.
    pub about: bool,
}

/// Settings that save less than one in this many parts of the site are not reported.
const MIN_EFFECT_PARTS: u64 = 100;
/// The number of feeds per kind that are made again for an estimate.
const SAMPLES: usize = 24;

/// Returns the settings that would help, largest effect first.
pub(super) fn find(
    measured: &Measured<'_>,
    total: u64,
    again: &(dyn Fn(&Page, &Site) -> Option<u64> + Sync),
) -> Vec<Lever> {
    // A page and its feed name the same setting, so they are counted together.
    let mut saves: HashMap<&str, Count> = HashMap::new();
    for (page, bytes) in measured.pages() {
        page.switches().iter().for_each(|switch| saves.entry(switch.setting).or_default().add(bytes));
    }
    // `cname` is not an optional feature. Of settings with equal effect, the one that removes fewer files comes first.
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
    levers.retain(|lever| lever.saves > 0 && lever.saves.saturating_mul(MIN_EFFECT_PARTS) >= total);
    levers.sort_by_key(|lever| std::cmp::Reverse(lever.saves));
    levers
}

/// Returns the value of `authors_from` that removes at least half of the bytes of authors' pages and feeds.
fn fewer_authors(measured: &Measured<'_>) -> Option<Lever> {
    let mut by_papers: BTreeMap<usize, u64> = BTreeMap::new();
    for (page, bytes) in measured.pages() {
        if let Page::Author((id, _))
        | Page::AuthorByVotes(id)
        | Page::AuthorFeed(id)
        | Page::AuthorAtom(id)
        | Page::AuthorJson(id) = page
        {
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

fn shorter_lines(measured: &Measured<'_>) -> Option<Lever> {
    let texts: usize = measured.archive.papers.iter().map(|paper| paper.abstract_html.len()).sum();
    let setting = "[data] abstracts = false".to_owned();
    measured.plan.outline.data.abstracts.then_some(Lever { setting, saves: texts as u64, about: true })
}

/// Returns changes of settings that make feeds smaller, each with the changed settings.
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

/// Estimates the effect on all feeds from a sample, taken at equal steps through their cumulative size: large feeds, which hold most bytes,
/// are sure to be included.
fn saved(feeds: &[(&Page, u64)], site: &Site, again: &(dyn Fn(&Page, &Site) -> Option<u64> + Sync)) -> u64 {
    let all: u64 = feeds.iter().map(|(_, bytes)| bytes).sum();
    let mut by_size = feeds.to_vec();
    by_size.sort_by_key(|(_, bytes)| *bytes);
    let step = all as f64 / SAMPLES as f64;
    let (mut passed, mut asked, mut share) = (0, 0.0, 0.0);
    for (page, bytes) in by_size {
        passed += bytes;
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
