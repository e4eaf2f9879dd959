//! Selects the venues with pages.

use crate::archive::{Archive, PaperId};
use crate::text::slug;
use std::collections::{BTreeMap, HashMap};

/// The fewest papers of a venue with a page.
const MIN_PAPERS: usize = 10;

/// The venues with pages.
#[derive(Debug, Default)]
pub struct Venues {
    /// By slug.
    pub all: Vec<Venue>,
    /// Indices of `all`, by each spelling on papers.
    spelled: HashMap<String, usize>,
}

/// A venue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Venue {
    /// Unique among venues.
    pub slug: String,
    /// The most frequent spelling.
    pub name: String,
    /// Newest first.
    pub papers: Vec<PaperId>,
}

impl Venues {
    /// Groups the papers by venue. Spellings with the same slug are one venue.
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
            if slug.is_empty() || count < MIN_PAPERS {
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

    /// Returns the venue with this spelling, if it has a page.
    pub fn named(&self, name: &str) -> Option<&Venue> {
        self.spelled.get(name).map(|&place| &self.all[place])
    }
}
