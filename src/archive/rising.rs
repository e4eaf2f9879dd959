//! Rising terms: words, phrases and topics that are far more frequent in a week or month than before it.
//!
//! Papers are counted, each once, on its first day. A term rises if its count is unlikely given its earlier rate, by
//! the log-likelihood ratio test (Dunning 1993). Only terms that occur in titles count: abstracts contain many words
//! that vary without meaning. The result depends only on the papers of the period and of the time before it.

use super::{Archive, PaperId, TopicId};
use crate::text::keyphrases::{self, Mark};
use crate::text::markdown;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

/// With fewer papers in the period, or before it, nothing is reported.
const MIN_PAPERS: usize = 10;
const MIN_PAPERS_BEFORE: usize = 20;
/// A rising term has at least this number of papers, and of titles.
const MIN_COUNT: u32 = 3;
const MIN_TITLES: u32 = 2;
/// The rate must be at least this multiple of the earlier rate.
const MIN_RATIO: f64 = 2.0;
/// The least value of the test statistic. For a chi-square distribution with one degree of freedom, 10 is p = 0.0016
/// and 6 is p = 0.014. The limit for terms is stricter, since a period has thousands of terms and few topics.
const MIN_TERM_G2: f64 = 10.0;
const MIN_TOPIC_G2: f64 = 6.0;
/// The most terms and topics to report.
const MAX_TERMS: usize = 8;
const MAX_TOPICS: usize = 4;
/// The number of papers whose titles decide the spelling of a term.
const SPELLING_PAPERS: usize = 12;

const FILTER_SLOTS: usize = 1 << 16;

/// Rising topics and terms of a period, strongest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rising {
    /// At most 4 topics.
    pub topics: Vec<RisingTopic>,
    /// At most 8 words and phrases.
    pub terms: Vec<RisingTerm>,
}

/// A rising topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RisingTopic {
    /// The topic.
    pub id: TopicId,
    /// The number of papers in the period.
    pub count: u32,
    /// Whether no earlier paper has it.
    pub is_new: bool,
}

/// A rising word or phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RisingTerm {
    /// The most frequent spelling.
    pub text: String,
    /// The number of papers in the period.
    pub count: u32,
    /// Whether no earlier paper has it.
    pub is_new: bool,
}

impl Archive {
    /// Returns what rises in `days` compared with the days `before`; both are ranges of [`Archive::days`].
    pub fn rising(&self, days: Range<usize>, before: Range<usize>) -> Rising {
        let (papers, past) = (self.first_in(days), self.first_in(before));
        if papers.len() < MIN_PAPERS || past.len() < MIN_PAPERS_BEFORE {
            return Rising::default();
        }
        let sizes = (papers.len(), past.len());
        let topics = |id: &PaperId| self.relations(*id).topics.iter().map(|topic| (topic.0, true));
        let words = |id: &PaperId| {
            self.paper(*id).keyphrases.marks.iter().map(|mark: &Mark| (mark.id(), mark.is_in_title()))
        };
        let topics =
            rising_items(papers.iter().flat_map(topics), past.iter().flat_map(topics), sizes, MIN_TOPIC_G2);
        let words =
            rising_items(papers.iter().flat_map(words), past.iter().flat_map(words), sizes, MIN_TERM_G2);
        Rising {
            topics: topics
                .into_iter()
                .take(MAX_TOPICS)
                .map(|found| RisingTopic {
                    id: TopicId(found.id),
                    count: found.count,
                    is_new: found.before == 0,
                })
                .collect(),
            terms: self.spell(&papers, words),
        }
    }

    fn first_in(&self, days: Range<usize>) -> Vec<PaperId> {
        let days = self.days.get(days).unwrap_or_default();
        let first = |date| move |id: &PaperId| self.paper(*id).date().day() == Some(date);
        let papers = days.iter().flat_map(|day| day.papers.iter().copied().filter(first(day.date)));
        papers.filter(|id| self.paper(*id).withdrawn.is_none()).collect()
    }

    /// Adds spellings to terms. Omits a term that shares a word with a stronger term of more than half as many papers.
    fn spell(&self, papers: &[PaperId], found: Vec<RisingItem>) -> Vec<RisingTerm> {
        let mut terms: Vec<RisingTerm> = Vec::new();
        // The words of reported terms, with the term's number of papers.
        let mut reported: Vec<(u32, u32)> = Vec::new();
        let mut found = found;
        found.truncate(3 * MAX_TERMS);
        // Phrases say more, so they precede words of similar strength.
        found.sort_by_key(|found| Reverse((found.g2 * if found.is_phrase() { 1.5 } else { 1.0 }) as u64));
        for risen in found {
            if terms.len() == MAX_TERMS {
                break;
            }
            let Some(text) = self.spelling(papers, risen.id) else { continue };
            let words: Vec<u32> = keyphrases::words(&text).iter().map(|word| word.id).collect();
            let is_reported =
                |word: &u32| reported.iter().any(|&(known, count)| known == *word && risen.count < 2 * count);
            if words.iter().any(is_reported) {
                continue;
            }
            reported.extend(words.into_iter().map(|word| (word, risen.count)));
            terms.push(RisingTerm { text, count: risen.count, is_new: risen.before == 0 });
        }
        terms
    }

    /// Returns the most frequent spelling of a term, in abstracts first, then in titles; of equals the first in
    /// alphabetical order.
    fn spelling(&self, papers: &[PaperId], id: u32) -> Option<String> {
        let titled =
            |paper: &&PaperId| self.paper(**paper).keyphrases.mark(id).is_some_and(Mark::is_in_title);
        let papers: Vec<PaperId> = papers.iter().filter(titled).take(SPELLING_PAPERS).copied().collect();
        let mut counts: BTreeMap<String, (u32, u32)> = BTreeMap::new();
        for &paper in &papers {
            let title = &self.paper(paper).title;
            let of_title = keyphrases::spellings(title).into_iter().find(|(own, _)| *own == id);
            if let Some((_, text)) = of_title {
                counts.entry(text.to_owned()).or_default().1 += 1;
            }
        }
        // Titles often capitalize every word, so the spelling in abstracts decides first.
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

#[derive(Debug, Clone, Copy)]
struct RisingItem {
    id: u32,
    count: u32,
    before: u32,
    g2: f64,
}

impl RisingItem {
    fn is_phrase(&self) -> bool {
        Mark(self.id).is_phrase()
    }
}

/// Returns what rises, strongest first. Each item has its id and whether it occurs in a title.
fn rising_items(
    now: impl Iterator<Item = (u32, bool)>,
    past: impl Iterator<Item = (u32, bool)>,
    (papers, past_papers): (usize, usize),
    min_g2: f64,
) -> Vec<RisingItem> {
    let mut now: Vec<(u32, bool)> = now.collect();
    now.sort_unstable();
    let counted = |same: &[(u32, bool)]| {
        let (count, titled) = (same.len() as u32, same.iter().filter(|(_, is_titled)| *is_titled).count());
        (count >= MIN_COUNT && titled as u32 >= MIN_TITLES).then_some((same[0].0, count))
    };
    let counts: Vec<(u32, u32)> = now.chunk_by(|a, b| a.0 == b.0).filter_map(counted).collect();
    // Most earlier items are not among `counts`: a filter of one hash rejects them before the binary search.
    let place = |id: u32| (id >> 5) as usize % FILTER_SLOTS;
    let mut filter = vec![false; FILTER_SLOTS];
    counts.iter().for_each(|(id, _)| filter[place(*id)] = true);
    let mut before = vec![0u32; counts.len()];
    for (id, _) in past.filter(|(id, _)| filter[place(*id)]) {
        if let Ok(at) = counts.binary_search_by_key(&id, |(id, _)| *id) {
            before[at] += 1;
        }
    }
    let (papers, past_papers) = (papers as f64, past_papers as f64);
    let rise = |((id, count), old): ((u32, u32), u32)| {
        let (new, half) = (f64::from(count), f64::from(old) + 0.5);
        let g2 = log_likelihood_ratio(new, papers, half, past_papers);
        let is_rising = new / papers >= MIN_RATIO * half / past_papers && g2 >= min_g2;
        is_rising.then_some(RisingItem { id, count, before: old, g2 })
    };
    let mut found: Vec<RisingItem> = counts.into_iter().zip(before).filter_map(rise).collect();
    found.sort_by(|a, b| b.g2.total_cmp(&a.g2).then(a.id.cmp(&b.id)));
    found
}

/// Returns G², twice the logarithm of the likelihood ratio of two Poisson rates to one common rate (Dunning 1993;
/// Rayson and Garside 2000).
fn log_likelihood_ratio(new: f64, papers: f64, old: f64, past: f64) -> f64 {
    let rate = (new + old) / (papers + past);
    2.0 * (new * (new / (papers * rate)).ln() + old * (old / (past * rate)).ln())
}
