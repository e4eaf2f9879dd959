//! Which venues have pages.

use crate::archive::{Archive, PaperId};
use crate::text::slug;
use std::collections::{BTreeMap, HashMap};

/// Fewer papers make no page.
const FEWEST: usize = 10;

/// The venues that have pages.
#[derive(Debug, Default)]
pub struct Venues {
    /// By slug.
    pub all: Vec<Venue>,
    /// Places in `all`, by every spelling of papers.
    spelled: HashMap<String, usize>,
}

/// A venue that papers name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Venue {
    pub slug: String,
    /// As most papers write it.
    pub name: String,
    /// Newest first.
    pub papers: Vec<PaperId>,
}

impl Venues {
    /// Finds the venues that enough papers name. Spellings with one slug are one venue.
    pub fn new(archive: &Archive) -> Venues {
        let mut spelled: HashMap<&str, Vec<PaperId>> = HashMap::new();
        for id in archive.paper_ids() {
            if let Some(venue) = &archive.paper(id).venue {
                spelled.entry(venue).or_default().push(id);
            }
        }
        let mut by_slug: BTreeMap<String, Vec<(&str, Vec<PaperId>)>> = BTreeMap::new();
        for (name, papers) in spelled {
            by_slug.entry(slug::slug(name)).or_default().push((name, papers));
        }
        let mut venues = Venues::default();
        for (slug, mut spelled) in by_slug {
            let count: usize = spelled.iter().map(|(_, papers)| papers.len()).sum();
            if slug.is_empty() || count < FEWEST {
                continue;
            }
            spelled.sort_by(|(a, papers), (b, others)| others.len().cmp(&papers.len()).then(a.cmp(b)));
            let name = spelled[0].0.to_owned();
            let place = venues.all.len();
            venues.spelled.extend(spelled.iter().map(|(name, _)| ((*name).to_owned(), place)));
            let mut papers: Vec<PaperId> = spelled.into_iter().flat_map(|(_, papers)| papers).collect();
            papers.sort_unstable();
            venues.all.push(Venue { slug, name, papers });
        }
        venues
    }

    /// Returns the venue that a paper names so, where it has a page.
    pub fn named(&self, name: &str) -> Option<&Venue> {
        self.spelled.get(name).map(|&place| &self.all[place])
    }
}
