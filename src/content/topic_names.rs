//! The names of the vocabulary's topics: slugs, names and aliases.

use super::TopicRecord;
use crate::text::slug;
use std::collections::BTreeMap;

/// The slug of each topic by each of its names, in slug form.
#[derive(Debug, Default)]
pub struct TopicNames(BTreeMap<String, String>);

impl TopicNames {
    /// Returns the names of a vocabulary. Calls `taken` for each name that another topic already has.
    pub fn new<'a>(
        vocabulary: impl Iterator<Item = &'a TopicRecord> + Clone,
        mut taken: impl FnMut(&TopicRecord, &str),
    ) -> TopicNames {
        let slugs = vocabulary.clone().map(|topic| (topic.slug.clone(), topic.slug.clone()));
        let mut all: BTreeMap<String, String> = slugs.collect();
        for topic in vocabulary {
            for name in std::iter::once(slug::slug(&topic.name)).chain(topic.aliases.iter().cloned()) {
                match all.get(&name) {
                    Some(slug) if *slug != topic.slug => taken(topic, &name),
                    Some(_) => {}
                    None => drop(all.insert(name, topic.slug.clone())),
                }
            }
        }
        TopicNames(all)
    }

    /// Returns the slug of a topic of the vocabulary.
    pub fn known(&self, name: &str) -> Option<&str> {
        self.0.get(&slug::slug(name)).map(String::as_str)
    }

    /// Returns the slug of a topic, whether it is in the vocabulary or not.
    pub fn slug(&self, name: &str) -> String {
        let slug = slug::slug(name);
        self.0.get(&slug).cloned().unwrap_or(slug)
    }

    /// Returns whether there is no vocabulary.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns all names, in order.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Returns the names that are not slugs of topics, in order.
    pub fn aliases(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|(name, slug)| name != slug).map(|(name, _)| name.as_str())
    }
}
