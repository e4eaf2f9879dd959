//! How near two papers are.

use super::kept::Near;
use super::lists::Lists;
use super::signature::Signatures;
use crate::archive::{Archive, PaperId};

/// Who shares fewer things is no neighbour, nor who is farther: 1 is the paper itself.
const FEWEST: u32 = 2;
const FARTHEST: f64 = 0.1;
/// Who is nearer than this may be the same paper.
const SUSPECT: f64 = 0.8;
/// What a shared topic adds for each halving of how many have it.
const A_TOPIC: f64 = 0.008;

/// Room for the scores of one paper with all others.
pub(super) struct Scores {
    of: Vec<Score>,
    touched: Vec<PaperId>,
}

#[derive(Clone, Copy, Default)]
struct Score {
    sum: u32,
    shared: u16,
    thing: u8,
    number: u8,
}

impl Scores {
    pub fn new(papers: usize) -> Scores {
        Scores { of: vec![Score::default(); papers], touched: Vec::new() }
    }

    /// Returns the nearest papers, the nearest first; of equals the newest.
    pub fn best(
        &mut self,
        archive: &Archive,
        signatures: &Signatures,
        lists: &Lists,
        id: PaperId,
        most: usize,
    ) -> Vec<Near> {
        let start = signatures.place(id);
        for (number, thing) in signatures.of(id).iter().enumerate() {
            let weight = thing.weight() * u32::from(thing.rare);
            lists.each(start + number, |at, paper, often| {
                let score = &mut self.of[paper.0 as usize];
                if score.shared == 0 {
                    (score.thing, score.number) = (number as u8, at as u8);
                    self.touched.push(paper);
                }
                score.sum += weight * often;
                score.shared += 1;
            });
        }
        let norm = |id: PaperId| f64::from(signatures.norms[id.0 as usize]);
        let topics = &archive.relations(id).topics;
        let mut found: Vec<(f64, PaperId, Near)> = Vec::new();
        for paper in self.touched.drain(..) {
            let score = std::mem::take(&mut self.of[paper.0 as usize]);
            if paper == id || u32::from(score.shared) < FEWEST {
                continue;
            }
            let alike = f64::from(score.sum) / (norm(id) * norm(paper)).sqrt();
            let shared = archive.relations(paper).topics.iter().filter(|topic| topics.contains(topic));
            let shared: u32 = shared.map(|topic| u32::from(signatures.topics[topic.0 as usize])).sum();
            let near = alike + A_TOPIC * f64::from(shared.min(12));
            if near >= FARTHEST {
                let is_suspect = alike >= SUSPECT;
                found.push((near, paper, Near { thing: score.thing, number: score.number, is_suspect }));
            }
        }
        found.sort_unstable_by(|(a, first, _), (b, second, _)| b.total_cmp(a).then(first.cmp(second)));
        found.truncate(most);
        found.into_iter().map(|(.., near)| near).collect()
    }
}
