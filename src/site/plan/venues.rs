//! Which venues have pages.

use crate::archive::{Archive, PaperId};
use crate::text::slug;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Fewer papers make no page.
const FEWEST: usize = 10;

/// A venue that papers name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Venue {
    pub slug: String,
    /// As most papers write it.
    pub name: String,
    /// All ways in which papers write it: those that have one slug.
    pub spellings: BTreeSet<String>,
    /// Newest first.
    pub papers: Vec<PaperId>,
}

/// Returns the venues that enough papers name, by slug.
pub fn venues(archive: &Archive) -> Vec<Venue> {
    let mut spelled: HashMap<&str, Vec<PaperId>> = HashMap::new();
    for id in archive.paper_ids() {
        if let Some(venue) = &archive.paper(id).venue {
            spelled.entry(venue).or_default().push(id);
        }
    }
    let mut venues: BTreeMap<String, Vec<(&str, Vec<PaperId>)>> = BTreeMap::new();
    for (name, papers) in spelled {
        venues.entry(slug::slug(name)).or_default().push((name, papers));
    }
    let venue = |(slug, mut spelled): (String, Vec<(&str, Vec<PaperId>)>)| {
        spelled.sort_by(|(a, papers), (b, others)| others.len().cmp(&papers.len()).then(a.cmp(b)));
        let name = spelled.first().map_or("", |(name, _)| *name).to_owned();
        let spellings = spelled.iter().map(|(name, _)| (*name).to_owned()).collect();
        let mut papers: Vec<PaperId> = spelled.into_iter().flat_map(|(_, papers)| papers).collect();
        papers.sort_unstable();
        (papers.len() >= FEWEST && !slug.is_empty()).then_some(Venue { slug, name, spellings, papers })
    };
    venues.into_iter().filter_map(venue).collect()
}
