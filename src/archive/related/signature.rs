//! The signature of each paper: its strongest features.

use crate::archive::{Archive, PaperId};
use crate::content::{LinkKind, Paper};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::sync::atomic::{AtomicU32, Ordering};
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

/// Words and phrases in a signature, and authors. With the code repository and the cells they must fit 7 bits, see
/// `cache.rs`.
const WORDS: usize = 18;
const AUTHORS: usize = 3;
/// A feature of more than one in `COMMON` papers does not distinguish papers and is ignored.
const COMMON: u32 = 8;
const CHUNK: usize = 1 << 10;
/// The frequency of a shared author and of shared code, on the scale of words (1 to 15).
const AUTHOR_FREQUENCY: u32 = 4;
const CODE_FREQUENCY: u32 = 10;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Feature {
    pub id: u32,
    /// The frequency of the feature in the paper, 1 to 15; 0 for cells.
    pub frequency: u8,
    /// The inverse document frequency: the binary logarithm of papers per paper with the feature, rounded down.
    pub idf: u8,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Phrase,
    /// An author or a code repository.
    Other,
    /// A cell of meanings. It has no weight: it only finds papers to compare.
    Cell,
}

impl Feature {
    pub fn weight(self) -> u32 {
        u32::from(self.frequency) * u32::from(self.idf)
    }
}

pub(super) struct Signatures {
    starts: Vec<u32>,
    /// The features of each paper, sorted by id.
    features: Vec<Feature>,
    /// For each paper a hash of everything that comparisons with it use.
    pub digests: Vec<u64>,
    /// For each paper the sum of its squared weights.
    pub norms: Vec<u32>,
    /// For each paper the length of its direction; 0 if it has none.
    pub lengths: Vec<f32>,
    /// For each topic its IDF.
    pub topics: Vec<u8>,
}

impl Signatures {
    pub fn new(archive: &Archive) -> Signatures {
        let counts = CountSketch::new(archive);
        let counted = archive.papers.len().max(1).ilog2();
        let idf = |count: u32| counted.saturating_sub(count.max(1).ilog2());
        let people: Vec<(u32, u32)> = archive
            .people
            .iter()
            .map(|person| (feature_id("author", &person.slug), person.papers.len() as u32))
            .collect();
        let topics: Vec<u8> =
            archive.topics.iter().map(|topic| idf(topic.papers.len() as u32) as u8).collect();
        let topic_names: Vec<u64> =
            archive.topics.iter().map(|topic| xxh3_64(topic.slug.as_bytes())).collect();
        let ids: Vec<PaperId> = archive.paper_ids().collect();
        let signature = |&id: &PaperId| {
            let paper = archive.paper(id);
            if paper.withdrawn.is_some() {
                return Vec::new();
            }
            let feature = |id, frequency: u32, count: u32, kind| {
                let is_shared =
                    count > 1 && idf(count) > 0 && count <= (archive.papers.len() as u32 / COMMON).max(2);
                is_shared.then_some(Feature { id, frequency: frequency as u8, idf: idf(count) as u8, kind })
            };
            let marks = paper.keyphrases.marks.iter();
            let words = marks.filter_map(|mark| {
                let kind = if mark.is_phrase() { Kind::Phrase } else { Kind::Word };
                feature(mark.id(), mark.weight(), counts.count(mark.id()), kind)
            });
            let mut all = strongest(words.collect(), WORDS);
            let mut authors: Vec<Feature> = archive
                .relations(id)
                .people
                .iter()
                .filter_map(|id| people.get(id.0 as usize))
                .filter_map(|&(name, count)| feature(name, AUTHOR_FREQUENCY, count, Kind::Other))
                .collect();
            authors.sort_unstable_by_key(|feature| feature.id);
            authors.dedup();
            all.extend(strongest(authors, AUTHORS));
            all.extend(code(paper).and_then(|id| feature(id, CODE_FREQUENCY, counts.count(id), Kind::Other)));
            let cells = paper.meaning.cells().iter();
            all.extend(cells.map(|&cell| Feature {
                id: cell_id(cell),
                frequency: 0,
                idf: 0,
                kind: Kind::Cell,
            }));
            all.sort_unstable_by_key(|feature| (feature.id, Reverse(feature.frequency)));
            all.dedup_by_key(|feature| feature.id);
            all
        };
        let parts: Vec<(Vec<Feature>, Vec<u32>)> = ids
            .par_chunks(CHUNK)
            .map(|ids| {
                let (mut features, mut lens) = (Vec::new(), Vec::with_capacity(ids.len()));
                for own in ids.iter().map(signature) {
                    lens.push(own.len() as u32);
                    features.extend(own);
                }
                (features, lens)
            })
            .collect();
        let mut starts = Vec::with_capacity(ids.len() + 1);
        let mut features = Vec::with_capacity(parts.iter().map(|(features, _)| features.len()).sum());
        let mut end = 0;
        starts.push(end);
        for (own, lens) in parts {
            features.extend(own);
            starts.extend(lens.into_iter().map(|len| {
                end += len;
                end
            }));
        }
        let mut all = Signatures {
            starts,
            features,
            digests: Vec::new(),
            norms: Vec::new(),
            lengths: Vec::new(),
            topics,
        };
        all.norms = ids
            .iter()
            .map(|&id| all.features_of(id).iter().map(|feature| feature.weight().pow(2)).sum())
            .collect();
        let squares = archive.papers.iter().map(|paper| paper.meaning.product(&paper.meaning));
        all.lengths = squares.map(|square| (square as f32).sqrt()).collect();
        all.digests = ids.par_iter().map(|&id| all.digest(archive, &topic_names, id)).collect();
        all
    }

    pub fn len(&self) -> usize {
        self.digests.len()
    }

    pub fn features_of(&self, id: PaperId) -> &[Feature] {
        &self.features[self.start(id)..self.starts[id.0 as usize + 1] as usize]
    }

    /// Returns the index of a paper's first feature among those of all papers.
    pub fn start(&self, id: PaperId) -> usize {
        self.starts[id.0 as usize] as usize
    }

    /// The number of features of all papers together.
    pub fn feature_count(&self) -> usize {
        self.features.len()
    }

    fn digest(&self, archive: &Archive, topics: &[u64], id: PaperId) -> u64 {
        let paper = archive.paper(id);
        let mut bytes: Vec<u8> = Vec::with_capacity(384);
        for feature in self.features_of(id) {
            bytes.extend_from_slice(&feature.id.to_le_bytes());
            bytes.extend([feature.frequency, feature.idf]);
        }
        for topic in &archive.relations(id).topics {
            bytes.extend_from_slice(&topics[topic.0 as usize].to_le_bytes());
            bytes.push(self.topics[topic.0 as usize]);
        }
        bytes.extend_from_slice(&paper.meaning.bytes());
        // Id and day decide the order of equally similar papers.
        bytes.extend_from_slice(paper.id.as_bytes());
        bytes.extend_from_slice(paper.date().to_string().as_bytes());
        xxh3_64(&bytes)
    }
}

/// Counts the papers of each word, phrase and code repository in a hashed array, a count-min sketch of one row (Cormode and Muthukrishnan
/// 2005). On a collision both features count as more common.
struct CountSketch {
    counts: Vec<AtomicU32>,
}

impl CountSketch {
    fn new(archive: &Archive) -> CountSketch {
        let places = (archive.papers.len() * 64).next_power_of_two().clamp(1 << 14, 1 << 22);
        let sketch = CountSketch { counts: (0..places).map(|_| AtomicU32::new(0)).collect() };
        archive.papers.par_iter().filter(|paper| paper.withdrawn.is_none()).for_each(|paper| {
            for id in paper.keyphrases.marks.iter().map(|mark| mark.id()).chain(code(paper)) {
                sketch.counts[sketch.place(id)].fetch_add(1, Ordering::Relaxed);
            }
        });
        sketch
    }

    fn count(&self, id: u32) -> u32 {
        self.counts[self.place(id)].load(Ordering::Relaxed)
    }

    /// Multiplicative hashing (Knuth, The Art of Computer Programming 3, 6.4) with a prime near 2³²/φ.
    fn place(&self, id: u32) -> usize {
        (id.wrapping_mul(0x9e37_79b1) >> (32 - self.counts.len().ilog2())) as usize
    }
}

fn strongest(mut features: Vec<Feature>, most: usize) -> Vec<Feature> {
    let order = |feature: &Feature| (Reverse(feature.weight()), feature.id);
    if features.len() > most {
        features.select_nth_unstable_by_key(most, order);
        features.truncate(most);
    }
    features
}

fn cell_id(cell: u16) -> u32 {
    xxh3_64_with_seed(&cell.to_le_bytes(), xxh3_64(b"cell")) as u32
}

fn feature_id(kind: &str, name: &str) -> u32 {
    xxh3_64_with_seed(name.as_bytes(), xxh3_64(kind.as_bytes())) as u32
}

/// Returns the hash of the repository that a paper's code link points to.
fn code(paper: &Paper) -> Option<u32> {
    let (_, url) = paper.links.named.iter().find(|(kind, _)| *kind == LinkKind::Code)?;
    let url = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    let url = url.split(['?', '#']).next().unwrap_or(url).trim_end_matches('/').trim_end_matches(".git");
    let mut parts = url.trim_start_matches("www.").splitn(4, '/');
    let (host, owner, repository) = (parts.next()?, parts.next()?, parts.next()?);
    Some(feature_id("code", &format!("{host}/{owner}/{repository}").to_ascii_lowercase()))
}
