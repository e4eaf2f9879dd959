//! The similarity of papers.

use super::cache::Neighbour;
use super::postings::PostingLists;
use super::signature::{Kind, Signatures};
use crate::archive::{Archive, PaperId};

/// The weight of the cosine of meanings, relative to the cosine of signatures. Measured on real papers, see
/// `benches/search/table`.
const MEANING: f64 = 1.2;
/// Papers are related if their meanings have at least this cosine …
const CLOSE: f64 = 0.55;
/// … or if they share at least this number of things, their signatures are at least this similar, and their meanings do
/// not contradict it. Identical signatures have similarity 1. Two common features of average weight, out of about 20,
/// have 0.1.
const MIN_SHARED: u32 = 2;
const MIN_SIMILARITY: f64 = 0.1;
const MIN_COSINE: f64 = 0.2;
/// From this cosine of signatures on, the words of a pair are compared. Below 0.85, the least Jaccard index of
/// near-duplicates: signatures round weights.
const DUPLICATE_COSINE: f64 = 0.8;
/// The bonus per unit of IDF of shared topics. Capped at 12 units, it stays below `MIN_SIMILARITY`, so topics alone do not relate papers.
const TOPIC_BONUS: f64 = 0.008;
const MAX_TOPIC_IDF: u32 = 12;
/// The number of papers with the most similar signatures whose meanings are compared, besides all papers that share a
/// cell.
const COMPARED: usize = 32;

/// A score for every paper, reused for one paper after the other.
pub(super) struct Scores {
    scores: Vec<Score>,
    touched: Vec<PaperId>,
}

#[derive(Clone, Copy, Default)]
struct Score {
    sum: u32,
    words: u8,
    phrases: u8,
    /// Authors and code.
    others: u8,
    has_cell: bool,
    feature: u8,
    number: u8,
}

impl Score {
    fn is_new(&self) -> bool {
        self.words == 0 && self.phrases == 0 && self.others == 0 && !self.has_cell
    }

    /// Returns the number of things shared. A phrase and its words are one thing.
    fn shared(&self) -> u32 {
        let words = self.words.saturating_sub(self.phrases).max(self.phrases.div_ceil(2));
        u32::from(words) + u32::from(self.others)
    }
}

struct Candidate {
    paper: PaperId,
    score: Score,
    /// The cosine of the signatures.
    cosine: f64,
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
        let own = &archive.paper(id).meaning;
        let topics = &archive.relations(id).topics;
        let mut found: Vec<(f64, PaperId, Neighbour)> = Vec::new();
        for Candidate { paper, score, cosine } in self.candidates(signatures, lists, id) {
            let shared = archive.relations(paper).topics.iter().filter(|topic| topics.contains(topic));
            let shared: u32 = shared.map(|topic| u32::from(signatures.topics[topic.0 as usize])).sum();
            let similarity = cosine + TOPIC_BONUS * f64::from(shared.min(MAX_TOPIC_IDF));
            let lengths = f64::from(signatures.lengths[id.0 as usize])
                * f64::from(signatures.lengths[paper.0 as usize]);
            // Zero if one of them has no direction, such as a text in Chinese.
            let meaning = if lengths > 0.0 {
                f64::from(own.product(&archive.paper(paper).meaning)) / lengths
            } else {
                0.0
            };
            let is_alike = score.shared() >= MIN_SHARED
                && similarity >= MIN_SIMILARITY
                && (meaning >= MIN_COSINE || lengths == 0.0);
            if is_alike || meaning >= CLOSE {
                let may_be_duplicate = cosine >= DUPLICATE_COSINE;
                let near = Neighbour { feature: score.feature, number: score.number, may_be_duplicate };
                found.push((similarity + MEANING * meaning, paper, near));
            }
        }
        found.sort_unstable_by(|(a, first, _), (b, second, _)| b.total_cmp(a).then(first.cmp(second)));
        found.truncate(most);
        found.into_iter().map(|(.., near)| near).collect()
    }

    /// Returns the papers to compare with a paper.
    fn candidates(&mut self, signatures: &Signatures, lists: &PostingLists, id: PaperId) -> Vec<Candidate> {
        let start = signatures.start(id);
        for (number, feature) in signatures.features_of(id).iter().enumerate() {
            let weight = feature.weight() * u32::from(feature.idf);
            lists.for_each_candidate(start + number, |at, paper, frequency| {
                let score = &mut self.scores[paper.0 as usize];
                if score.is_new() {
                    (score.feature, score.number) = (number as u8, at as u8);
                    self.touched.push(paper);
                }
                score.sum += weight * frequency;
                match feature.kind {
                    Kind::Word => score.words += 1,
                    Kind::Phrase => score.phrases += 1,
                    Kind::Other => score.others += 1,
                    Kind::Cell => score.has_cell = true,
                }
            });
        }
        let norm = |id: PaperId| f64::from(signatures.norms[id.0 as usize]);
        let (mut near, mut alike): (Vec<Candidate>, Vec<Candidate>) = (Vec::new(), Vec::new());
        for paper in self.touched.drain(..) {
            let score = std::mem::take(&mut self.scores[paper.0 as usize]);
            if paper == id {
                continue;
            }
            let cosine = f64::from(score.sum) / (norm(id) * norm(paper)).sqrt().max(1.0);
            match score.has_cell {
                true => near.push(Candidate { paper, score, cosine }),
                false if score.shared() >= MIN_SHARED => alike.push(Candidate { paper, score, cosine }),
                false => {}
            }
        }
        if alike.len() > COMPARED {
            let order =
                |a: &Candidate, b: &Candidate| b.cosine.total_cmp(&a.cosine).then(a.paper.cmp(&b.paper));
            alike.select_nth_unstable_by(COMPARED, order);
            alike.truncate(COMPARED);
        }
        near.append(&mut alike);
        near
    }
}
