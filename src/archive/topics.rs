//! Topics: those of the vocabulary, if there is one, and those on papers.

use super::nearest::Nearest;
use super::{PaperId, TopicId, problems};
use crate::config::Site;
use crate::content::{Paper, TopicNames, TopicRecord};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::suggest::Suggester;
use crate::text::seeded_map::Names;
use crate::text::slug;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// A topic and its papers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Topic {
    /// Unique among topics.
    pub slug: String,
    /// The name in the vocabulary, otherwise as the newest paper writes it, or made from the slug.
    pub name: String,
    /// The description in the vocabulary, as safe HTML.
    pub description_html: Option<String>,
    /// The broader topic.
    pub parent: Option<TopicId>,
    /// Narrower topics, by slug.
    pub children: Vec<TopicId>,
    /// Newest day first.
    pub papers: Vec<PaperId>,
}

pub(super) struct Topics {
    pub all: Vec<Topic>,
    pub of_paper: Vec<Box<[TopicId]>>,
    pub names: TopicNames,
}

/// Assigns topics to papers. Omits topics of the vocabulary if neither they nor their narrower topics have papers.
pub(super) fn relate(
    papers: &[Arc<Paper>],
    vocabulary: Option<Vec<TopicRecord>>,
    site: &Site,
    diagnostics: &mut Vec<Diagnostic>,
) -> Topics {
    let closed = vocabulary.is_some();
    let mut records: BTreeMap<String, TopicRecord> = BTreeMap::new();
    for record in vocabulary.unwrap_or_default() {
        if let Some(first) = records.get(&record.slug) {
            let (second, first) = ((&record.origin, &*record.slug), (&first.origin, &*first.slug));
            diagnostics.push(problems::repeated_record(second, first));
            continue;
        }
        records.insert(record.slug.clone(), record);
    }
    let names = TopicNames::new(records.values(), |topic, name| {
        diagnostics.push(problems::taken_alias(&topic.origin, &topic.slug, name));
    });
    let cycles = cycles(&records);
    let mut unknown = Nearest::default();

    // Numbered in order of discovery, since indices are known only after sorting by slug. Each spelling is resolved once.
    let mut found: Vec<Topic> = Vec::new();
    let mut numbers: HashMap<String, Vec<u32>> = HashMap::new();
    // The spelling of each topic; none while papers write only its slug.
    let mut spelled: Vec<Option<&str>> = Vec::new();
    let mut seen: Names<&str, u32> = Names::default();
    let mut of_paper: Vec<Vec<u32>> = Vec::with_capacity(papers.len());
    for (index, paper) in papers.iter().enumerate() {
        let mut own: Vec<u32> = Vec::with_capacity(paper.topics.len());
        for (place, written) in paper.topics.iter().enumerate() {
            let number = *seen.entry(written).or_insert_with(|| {
                let slug = names.slug(written);
                let is_slug = slug::is_written(&slug, written);
                let known = numbers.entry(slug.clone()).or_default();
                // What the vocabulary calls by one name is one topic, however its names are written.
                let is_own = |number: &&u32| {
                    is_slug
                        || records.contains_key(&slug)
                        || spelled[**number as usize].is_none_or(|name| slug::is_same_name(name, written))
                };
                if let Some(&number) = known.iter().find(is_own) {
                    spelled[number as usize] = spelled[number as usize].or((!is_slug).then_some(written));
                    return number;
                }
                if let Some(&first) = known.first() {
                    let first = &found[first as usize].name;
                    diagnostics.push(problems::similar_topics(paper, place, written, first));
                }
                let name = if is_slug { slug::words(&slug) } else { written.clone() };
                found.push(Topic { slug, name, ..Topic::default() });
                spelled.push((!is_slug).then_some(written));
                known.push((found.len() - 1) as u32);
                (found.len() - 1) as u32
            });
            let topic = &mut found[number as usize];
            if closed && !records.contains_key(topic.slug.as_str()) {
                let nearest =
                    unknown.find(&topic.slug, || records.keys().map(String::as_str).chain(names.aliases()));
                diagnostics.push(problems::unknown_topic(paper, place, written, nearest, site.strict_topics));
            }
            // A paper may name a topic twice, by name and by alias.
            if topic.papers.last() != Some(&PaperId(index as u32)) {
                topic.papers.push(PaperId(index as u32));
                own.push(number);
            }
        }
        of_paper.push(own);
    }
    settle_slugs(&mut found, numbers);
    let slugs: Vec<String> = found.iter().map(|topic| topic.slug.clone()).collect();
    let mut used: BTreeMap<String, Topic> =
        found.into_iter().map(|topic| (topic.slug.clone(), topic)).collect();
    // A broader topic is included for its narrower topics.
    for slug in used.keys().cloned().collect::<Vec<_>>() {
        let mut parent = records.get(&slug).and_then(|record| record.parent.as_ref());
        while let Some(record) = parent.and_then(|parent| records.get(parent)) {
            // Then the topics above it are included as well, or will be.
            if used.contains_key(&record.slug) {
                break;
            }
            used.insert(record.slug.clone(), Topic { slug: record.slug.clone(), ..Topic::default() });
            parent = record.parent.as_ref();
        }
    }
    let mut all: Vec<Topic> = used.into_values().collect();
    let places: HashMap<String, TopicId> =
        all.iter().enumerate().map(|(index, topic)| (topic.slug.clone(), TopicId(index as u32))).collect();
    let mut children: Vec<(TopicId, TopicId)> = Vec::new();
    for (index, topic) in all.iter_mut().enumerate() {
        let Some(record) = records.get(&topic.slug) else { continue };
        topic.name.clone_from(&record.name);
        topic.description_html.clone_from(&record.description_html);
        let topic_parent = record.parent.as_ref().filter(|_| !cycles.contains(&*record.slug));
        topic.parent = topic_parent.and_then(|parent| places.get(parent).copied());
        children.extend(topic.parent.map(|parent| (parent, TopicId(index as u32))));
    }
    let mut parents = Suggester::default();
    for record in records.values() {
        if cycles.contains(&*record.slug) {
            diagnostics.push(problems::circle(&record.origin, &record.slug));
        } else if let Some(parent) = record.parent.as_deref().filter(|&parent| !records.contains_key(parent))
        {
            let nearest = parents.nearest(parent, records.keys().map(String::as_str));
            diagnostics.push(problems::unknown_parent(&record.origin, &record.slug, parent, nearest));
        }
    }
    for (parent, child) in children {
        all[parent.0 as usize].children.push(child);
    }
    let of_number: Vec<TopicId> = slugs.iter().filter_map(|slug| places.get(slug).copied()).collect();
    let of_paper = of_paper
        .into_iter()
        .map(|own| own.iter().map(|&number| of_number[number as usize]).collect())
        .collect();
    Topics { all, of_paper, names }
}

/// Gives topics of different names with the same slug different ones. The topic of the oldest paper has the plain slug,
/// the next has the suffix 2, and so on, so newer papers do not change slugs.
fn settle_slugs(found: &mut [Topic], mut numbers: HashMap<String, Vec<u32>>) {
    let mut shared: Vec<String> =
        numbers.iter().filter(|(_, same)| same.len() > 1).map(|(slug, _)| slug.clone()).collect();
    shared.sort_unstable();
    for slug in shared {
        let mut same = numbers.get(&slug).cloned().unwrap_or_default();
        // Papers are sorted newest first: the last is the oldest.
        same.sort_by_key(|&number| {
            let topic = &found[number as usize];
            (Reverse(topic.papers.last().copied()), topic.name.clone())
        });
        let mut count = 1;
        for number in same.into_iter().skip(1) {
            let own = loop {
                count += 1;
                let own = format!("{slug}-{count}");
                if !numbers.contains_key(&own) {
                    break own;
                }
            };
            numbers.insert(own.clone(), vec![number]);
            found[number as usize].slug = own;
        }
    }
}

/// Returns the topics on a cycle of parents. Topics with an ancestor on a cycle are not included.
fn cycles(records: &BTreeMap<String, TopicRecord>) -> BTreeSet<&str> {
    let mut cycles = BTreeSet::new();
    let mut walked: HashMap<&str, usize> = HashMap::new();
    for (walk, start) in records.values().enumerate() {
        let mut next = Some(start);
        while let Some(record) = next {
            match walked.get(&*record.slug) {
                None => drop(walked.insert(&record.slug, walk)),
                Some(&before) if before == walk && cycles.insert(&*record.slug) => {}
                Some(_) => break,
            }
            next = record.parent.as_ref().and_then(|parent| records.get(parent));
        }
    }
    cycles
}
