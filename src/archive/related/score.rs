//! The similarity of papers.

use super::cache::Neighbour;
use super::postings::PostingLists;
use super::signature::Signatures;
use crate::archive::{Archive, PaperId};

/// A neighbour shares at least this number of features and is at least this similar. Identical signatures have similarity 1. Two common
/// features of average weight, out of about 20, have 0.1.
const MIN_SHARED: u32 = 2;
const MIN_SIMILARITY: f64 = 0.1;
/// From this cosine on, the words of a pair are compared. Below 0.85, the least Jaccard index of near-duplicates: signatures round weights.
const DUPLICATE_COSINE: f64 = 0.8;
/// The bonus per unit of IDF of shared topics. Capped at 12 units, it stays below `MIN_SIMILARITY`, so topics alone do not relate papers.
const TOPIC_BONUS: f64 = 0.008;
const MAX_TOPIC_IDF: u32 = 12;

/// A score for every paper, reused for one paper after the other.
pub(super) struct Scores {
    scores: Vec<Score>,
    touched: Vec<PaperId>,
}

#[derive(Clone, Copy, Default)]
struct Score {
    sum: u32,
    shared: u16,
    feature: u8,
    number: u8,
}

impl Scores {
    pub fn new(papers: usize) -> Scores {
        Scores { scores: vec![Score::default(); papers], touched: Vec::new() }
    }

    /// Returns the nearest `most` papers, nearest first; of equals the newest first.
    pub fn best(
        &mut self,
        archive: &Archive,
        signatures: &Signatures,
        lists: &PostingLists,
        id: PaperId,
        most: usize,
    ) -> Vec<Neighbour> {
        let start = signatures.start(id);
        for (number, feature) in signatures.features_of(id).iter().enumerate() {
            let weight = feature.weight() * u32::from(feature.idf);
            lists.for_each_candidate(start + number, |at, paper, frequency| {
                let score = &mut self.scores[paper.0 as usize];
                if score.shared == 0 {
                    (score.feature, score.number) = (number as u8, at as u8);
                    self.touched.push(paper);
                }
                score.sum += weight * frequency;
                score.shared += 1;
            });
        }
        let norm = |id: PaperId| f64::from(signatures.norms[id.0 as usize]);
        let topics = &archive.relations(id).topics;
        let mut found: Vec<(f64, PaperId, Neighbour)> = Vec::new();
        for paper in self.touched.drain(..) {
            let score = std::mem::take(&mut self.scores[paper.0 as usize]);
            if paper == id || u32::from(score.shared) < MIN_SHARED {
                continue;
            }
            let cosine = f64::from(score.sum) / (norm(id) * norm(paper)).sqrt();
            let shared = archive.relations(paper).topics.iter().filter(|topic| topics.contains(topic));
            let shared: u32 = shared.map(|topic| u32::from(signatures.topics[topic.0 as usize])).sum();
            let similarity = cosine + TOPIC_BONUS * f64::from(shared.min(MAX_TOPIC_IDF));
            if similarity >= MIN_SIMILARITY {
                let may_be_duplicate = cosine >= DUPLICATE_COSINE;
                found.push((
                    similarity,
                    paper,
                    Neighbour { feature: score.feature, number: score.number, may_be_duplicate },
                ));
            }
        }
        found.sort_unstable_by(|(a, first, _), (b, second, _)| b.total_cmp(a).then(first.cmp(second)));
        found.truncate(most);
        found.into_iter().map(|(.., near)| near).collect()
    }
}
