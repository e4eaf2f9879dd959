//! Topics: the vocabulary where there is one, and what the papers say.

use super::{PaperId, TopicId, problems};
use crate::config::Site;
use crate::content::{Paper, TopicRecord};
use crate::diagnostic::{Diagnostic, suggest};
use crate::slug;
use std::collections::{BTreeMap, HashMap};

/// A topic and its papers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Topic {
    pub slug: String,
    pub name: String,
    pub description_html: Option<String>,
    pub parent: Option<TopicId>,
    /// By slug.
    pub children: Vec<TopicId>,
    /// Newest day first.
    pub papers: Vec<PaperId>,
}

pub(super) struct Topics {
    pub all: Vec<Topic>,
    pub of_paper: Vec<Box<[TopicId]>>,
}

/// Gives every paper its topics. Topics of the vocabulary that neither have papers nor narrower topics that do are left out.
pub(super) fn relate(
    papers: &[Paper],
    vocabulary: Option<Vec<TopicRecord>>,
    site: &Site,
    diagnostics: &mut Vec<Diagnostic>,
) -> Topics {
    let closed = vocabulary.is_some();
    let records: BTreeMap<String, TopicRecord> =
        vocabulary.unwrap_or_default().into_iter().map(|record| (record.slug.clone(), record)).collect();
    let aliases = aliases(&records, diagnostics);

    // First by slug, since places in the list are known only when all slugs are.
    let mut used: BTreeMap<String, Topic> = BTreeMap::new();
    let mut slugs: HashMap<&str, String> = HashMap::new();
    let mut of_paper: Vec<Vec<String>> = Vec::with_capacity(papers.len());
    for (index, paper) in papers.iter().enumerate() {
        let mut own: Vec<String> = Vec::with_capacity(paper.topics.len());
        for (place, written) in paper.topics.iter().enumerate() {
            let slug = slugs.entry(written).or_insert_with(|| {
                let slug = slug::slug(written);
                aliases.get(&slug).cloned().unwrap_or(slug)
            });
            if closed && !records.contains_key(slug.as_str()) {
                let known = records.keys().chain(aliases.keys()).map(String::as_str);
                let nearest = suggest::nearest(slug, known);
                diagnostics.push(problems::unknown_topic(paper, place, written, nearest, site.strict_topics));
            }
            if !own.contains(slug) {
                own.push(slug.clone());
                let topic = used.entry(slug.clone()).or_insert_with(|| Topic {
                    slug: slug.clone(),
                    name: if slug == written { slug::words(slug) } else { written.clone() },
                    ..Topic::default()
                });
                topic.papers.push(PaperId(index as u32));
            }
        }
        of_paper.push(own);
    }
    // A broader topic is shown for the sake of its narrower ones.
    for slug in used.keys().cloned().collect::<Vec<_>>() {
        let mut parent = records.get(&slug).and_then(|record| record.parent.clone());
        let mut steps = 0;
        while let Some(slug) =
            parent.take().filter(|slug| records.contains_key(slug) && steps < records.len())
        {
            used.entry(slug.clone()).or_insert_with(|| Topic { slug: slug.clone(), ..Topic::default() });
            parent = records.get(&slug).and_then(|record| record.parent.clone());
            steps += 1;
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
        topic.parent = parent_of(record, &records).and_then(|parent| places.get(parent).copied());
        children.extend(topic.parent.map(|parent| (parent, TopicId(index as u32))));
    }
    for record in records.values() {
        if let Some(problem) = lost_parent(record, &records) {
            diagnostics.push(problem);
        }
    }
    for (parent, child) in children {
        all[parent.0 as usize].children.push(child);
    }
    let of_paper = of_paper
        .into_iter()
        .map(|own| own.iter().filter_map(|slug| places.get(slug).copied()).collect())
        .collect();
    Topics { all, of_paper }
}

/// Returns the broader topic of a record, unless that leads in a circle.
fn parent_of<'r>(record: &'r TopicRecord, records: &BTreeMap<String, TopicRecord>) -> Option<&'r str> {
    let parent = record.parent.as_deref()?;
    (!leads_back(record, records)).then_some(parent)
}

fn leads_back(record: &TopicRecord, records: &BTreeMap<String, TopicRecord>) -> bool {
    let mut next = record.parent.as_deref();
    for _ in 0..=records.len() {
        match next {
            None => return false,
            Some(slug) if slug == record.slug => return true,
            Some(slug) => next = records.get(slug).and_then(|record| record.parent.as_deref()),
        }
    }
    true
}

fn lost_parent(record: &TopicRecord, records: &BTreeMap<String, TopicRecord>) -> Option<Diagnostic> {
    let parent = record.parent.as_deref()?;
    if !records.contains_key(parent) {
        let nearest = suggest::nearest(parent, records.keys().map(String::as_str));
        return Some(problems::unknown_parent(&record.origin, &record.slug, parent, nearest));
    }
    leads_back(record, records).then(|| problems::circle(&record.origin, &record.slug))
}

/// Returns every other name of a topic, as a slug, with the slug it stands for.
fn aliases(
    records: &BTreeMap<String, TopicRecord>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, String> {
    let mut aliases: BTreeMap<String, String> = BTreeMap::new();
    for record in records.values() {
        let names = std::iter::once(slug::slug(&record.name)).chain(record.aliases.iter().cloned());
        for alias in names.filter(|alias| *alias != record.slug) {
            let taken =
                records.contains_key(&alias) || aliases.get(&alias).is_some_and(|slug| *slug != record.slug);
            match taken {
                true => diagnostics.push(problems::taken_alias(&record.origin, &record.slug, &alias)),
                false => drop(aliases.insert(alias, record.slug.clone())),
            }
        }
    }
    aliases
}
