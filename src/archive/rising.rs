//! What rises: words, phrases and topics that a week or month has far more of than the ones before it.
//!
//! Papers are counted, not words, and each on its first day only. A word rises where so many papers with it can hardly be chance, given how
//! many of the papers before had it; where numbers are small nothing is. Only what stands in titles counts, since texts are full of words
//! that come and go and tell nothing. All follows from the papers of the time itself and of those before it.

use super::{Archive, PaperId, TopicId};
use crate::text::keyphrases::{self, Mark};
use crate::text::markdown;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

/// With fewer papers in a time, and before it, nothing can be said.
const FEWEST_PAPERS: usize = 10;
const FEWEST_BEFORE: usize = 20;
/// With fewer papers nothing rises, nor with fewer titles.
const FEWEST: u32 = 3;
const FEWEST_TITLES: u32 = 2;
/// How many times as many papers there have to be as before.
const TIMES: f64 = 2.0;
/// How unlikely chance has to be: likelihood ratio, as compared with a chi-square; there are many words, so some are unlikely by chance.
const UNLIKELY: f64 = 10.0;
const UNLIKELY_TOPIC: f64 = 6.0;
/// How many words and topics are told.
const WORDS: usize = 8;
const TOPICS: usize = 4;
/// In how many papers the spelling of a word is looked up.
const LOOKED_UP: usize = 12;

/// Places of a table that tells what is not asked for.
const MAYBE: usize = 1 << 16;

/// What rises in a time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rising {
    pub topics: Vec<RisingTopic>,
    pub terms: Vec<RisingTerm>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RisingTopic {
    pub id: TopicId,
    pub count: u32,
    /// Whether none of the papers before had it.
    pub is_new: bool,
}

/// A word or phrase, as it is written most often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RisingTerm {
    pub text: String,
    pub count: u32,
    pub is_new: bool,
}

impl Archive {
    /// Finds what rises in some days, given the days before; both are ranges of [`Archive::days`].
    pub fn rising(&self, days: Range<usize>, before: Range<usize>) -> Rising {
        let (papers, past) = (self.first_in(days), self.first_in(before));
        if papers.len() < FEWEST_PAPERS || past.len() < FEWEST_BEFORE {
            return Rising::default();
        }
        let sizes = (papers.len(), past.len());
        let topics = |id: &PaperId| self.relations(*id).topics.iter().map(|topic| (topic.0, true));
        let words = |id: &PaperId| {
            self.paper(*id).keyphrases.marks.iter().map(|mark: &Mark| (mark.id(), mark.is_in_title()))
        };
        let topics =
            risen(papers.iter().flat_map(topics), past.iter().flat_map(topics), sizes, UNLIKELY_TOPIC);
        let words = risen(papers.iter().flat_map(words), past.iter().flat_map(words), sizes, UNLIKELY);
        Rising {
            topics: topics
                .into_iter()
                .take(TOPICS)
                .map(|found| RisingTopic {
                    id: TopicId(found.id),
                    count: found.count,
                    is_new: found.before == 0,
                })
                .collect(),
            terms: self.spelled(&papers, words),
        }
    }

    /// Returns the papers of some days, each once, on its first day.
    fn first_in(&self, days: Range<usize>) -> Vec<PaperId> {
        let days = self.days.get(days).unwrap_or_default();
        let first = |date| move |id: &PaperId| self.paper(*id).date().day() == Some(date);
        let papers = days.iter().flat_map(|day| day.papers.iter().copied().filter(first(day.date)));
        papers.filter(|id| self.paper(*id).withdrawn.is_none()).collect()
    }

    /// Gives words their spellings. One that mostly stands in a phrase that rises as well is left out, and so is a phrase inside of another.
    fn spelled(&self, papers: &[PaperId], found: Vec<Risen>) -> Vec<RisingTerm> {
        let mut terms: Vec<RisingTerm> = Vec::new();
        // Words that are told already, with how many papers have them.
        let mut told: Vec<(u32, u32)> = Vec::new();
        let mut found = found;
        found.truncate(3 * WORDS);
        // Phrases first among what is about as strong, since they say more.
        found.sort_by_key(|found| {
            Reverse((found.strength * if found.is_phrase() { 1.5 } else { 1.0 }) as u64)
        });
        for risen in found {
            if terms.len() == WORDS {
                break;
            }
            let Some(text) = self.spelling(papers, risen.id) else { continue };
            let words: Vec<u32> = keyphrases::words(&text).iter().map(|word| word.id).collect();
            let is_told =
                |word: &u32| told.iter().any(|&(known, count)| known == *word && risen.count < 2 * count);
            if words.iter().any(is_told) {
                continue;
            }
            told.extend(words.into_iter().map(|word| (word, risen.count)));
            terms.push(RisingTerm { text, count: risen.count, is_new: risen.before == 0 });
        }
        terms
    }

    /// Returns how a word or phrase is written most often, in titles and then in texts; of equals the first of the alphabet.
    fn spelling(&self, papers: &[PaperId], id: u32) -> Option<String> {
        let titled =
            |paper: &&PaperId| self.paper(**paper).keyphrases.mark(id).is_some_and(Mark::is_in_title);
        let papers: Vec<PaperId> = papers.iter().filter(titled).take(LOOKED_UP).copied().collect();
        let mut counts: BTreeMap<String, (u32, u32)> = BTreeMap::new();
        for &paper in &papers {
            let title = &self.paper(paper).title;
            let of_title = keyphrases::spellings(title).into_iter().find(|(own, _)| *own == id);
            if let Some((_, text)) = of_title {
                counts.entry(text.to_owned()).or_default().1 += 1;
            }
        }
        // Titles begin every word with a capital; how it is written elsewhere says whether it has one.
        for &paper in papers.iter().take(3) {
            let text = markdown::prose(&self.paper(paper).abstract_html);
            for (_, text) in keyphrases::spellings(&text).into_iter().filter(|(own, _)| *own == id) {
                counts.entry(text.to_owned()).or_default().0 += 1;
            }
        }
        let best = counts.into_iter().max_by_key(|(text, counts)| (*counts, Reverse(text.clone())));
        best.map(|(text, _)| text)
    }
}

/// Something that more papers have than before.
#[derive(Debug, Clone, Copy)]
struct Risen {
    id: u32,
    count: u32,
    before: u32,
    strength: f64,
}

impl Risen {
    fn is_phrase(&self) -> bool {
        Mark(self.id).is_phrase()
    }
}

/// Returns what rises, the strongest first. Each thing comes with whether it stands in a title.
fn risen(
    now: impl Iterator<Item = (u32, bool)>,
    past: impl Iterator<Item = (u32, bool)>,
    (papers, past_papers): (usize, usize),
    unlikely: f64,
) -> Vec<Risen> {
    let mut now: Vec<(u32, bool)> = now.collect();
    now.sort_unstable();
    let counted = |same: &[(u32, bool)]| {
        let (count, titled) = (same.len() as u32, same.iter().filter(|(_, is_titled)| *is_titled).count());
        (count >= FEWEST && titled as u32 >= FEWEST_TITLES).then_some((same[0].0, count))
    };
    let counts: Vec<(u32, u32)> = now.chunk_by(|a, b| a.0 == b.0).filter_map(counted).collect();
    // What came before is a lot, and hardly any of it is asked for: a look at a table says so of most.
    let place = |id: u32| (id >> 5) as usize % MAYBE;
    let mut maybe = vec![false; MAYBE];
    counts.iter().for_each(|(id, _)| maybe[place(*id)] = true);
    let mut before = vec![0u32; counts.len()];
    for (id, _) in past.filter(|(id, _)| maybe[place(*id)]) {
        if let Ok(at) = counts.binary_search_by_key(&id, |(id, _)| *id) {
            before[at] += 1;
        }
    }
    let (papers, past_papers) = (papers as f64, past_papers as f64);
    let rise = |((id, count), old): ((u32, u32), u32)| {
        let (new, half) = (f64::from(count), f64::from(old) + 0.5);
        let strength = surprise(new, papers, half, past_papers);
        let is_risen = new / papers >= TIMES * half / past_papers && strength >= unlikely;
        is_risen.then_some(Risen { id, count, before: old, strength })
    };
    let mut found: Vec<Risen> = counts.into_iter().zip(before).filter_map(rise).collect();
    found.sort_by(|a, b| b.strength.total_cmp(&a.strength).then(a.id.cmp(&b.id)));
    found
}

/// Tells how badly one rate explains both counts: the likelihood ratio of two rates to one, as twice its logarithm.
fn surprise(new: f64, papers: f64, old: f64, past: f64) -> f64 {
    let rate = (new + old) / (papers + past);
    2.0 * (new * (new / (papers * rate)).ln() + old * (old / (past * rate)).ln())
}
