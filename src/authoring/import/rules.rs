//! Filters of papers, and rules that assign topics.
//!
//! It reads records, and does not know sources or entries.

use super::record::Record;
use crate::config::ImportRule;
use crate::content::{Matcher, Subject, TopicNames, TopicRecord, contains};
use crate::text::slug;
use chrono::NaiveDate;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};

/// Conditions that a paper must meet to be imported. Empty conditions are ignored.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Any of these categories.
    pub categories: Vec<String>,
    /// Any of these words in title, abstract or keywords.
    pub keywords: Vec<String>,
    /// It is listed on this date or later.
    pub since: Option<NaiveDate>,
    /// It is listed on this date or earlier.
    pub until: Option<NaiveDate>,
    /// At least this many votes.
    pub least_votes: Option<u32>,
    /// At least one of these rules matches, if there are any.
    pub rules: Vec<ImportRule>,
    /// The filter of the settings matches, if there is one.
    pub matcher: Option<Matcher>,
}

impl Filter {
    /// Returns whether a paper meets all conditions.
    pub(super) fn takes(&self, record: &Record) -> bool {
        let day = record.dates().first().map(|date| date.first_day());
        let of_category =
            |expected: &String| record.categories.iter().any(|category| is_within(category, expected));
        (self.categories.is_empty() || self.categories.iter().any(of_category))
            && (self.keywords.is_empty() || self.keywords.iter().any(|word| holds(record, word)))
            && self.since.is_none_or(|since| day.is_some_and(|day| day >= since))
            && self.until.is_none_or(|until| day.is_some_and(|day| day <= until))
            && self.least_votes.is_none_or(|least| record.counts.upvotes.unwrap_or(0) >= least)
            && (self.rules.is_empty() || self.rules.iter().any(|rule| fits(record, rule)))
            && self.matcher.as_ref().is_none_or(|matcher| matcher.matches(record))
    }
}

/// Assigns topics to papers.
pub(super) struct Topics<'a> {
    pub rules: &'a [ImportRule],
    /// Topics that every paper gets.
    pub given: Vec<String>,
    names: TopicNames,
    /// Slugs and names of the sources' topics that the vocabulary does not have.
    unknown: RefCell<BTreeMap<String, String>>,
    /// The last topic of a source and its slug. Sources list many papers of one topic in a row, and a name may be long.
    last: RefCell<(String, String)>,
}

impl<'a> Topics<'a> {
    pub fn new(rules: &'a [ImportRule], given: Vec<String>, vocabulary: &[TopicRecord]) -> Topics<'a> {
        Topics {
            rules,
            given,
            names: TopicNames::new(vocabulary.iter(), |_, _| ()),
            unknown: RefCell::default(),
            last: RefCell::default(),
        }
    }

    /// Returns the slug of a topic, given its slug, its name or an alias.
    pub fn slug(&self, name: &str) -> String {
        let mut last = self.last.borrow_mut();
        if last.0 != name {
            *last = (name.to_owned(), self.names.slug(name));
        }
        last.1.clone()
    }

    /// Returns slugs and names of the sources' topics that are missing from the vocabulary, for the papers assigned so
    /// far.
    pub fn unknown(&self) -> BTreeMap<String, String> {
        self.unknown.take()
    }

    /// Assigns the topics of a paper: those of its source, of the rules, and of the request.
    pub fn assign(&self, record: &mut Record) {
        let own = std::mem::take(&mut record.topics);
        for name in &own {
            let slug = self.slug(name);
            if self.names.known(&slug).is_none() {
                self.unknown.borrow_mut().entry(slug).or_insert_with(|| name.clone());
            }
        }
        let by_rule = self.rules.iter().filter(|rule| fits(record, rule));
        let by_rule: Vec<String> = by_rule.map(|rule| rule.topic.clone()).collect();
        let all = own.iter().chain(&by_rule).chain(&self.given).map(|name| self.slug(name));
        let mut known = HashSet::new();
        record.topics = all.filter(|slug| known.insert(slug.clone())).collect();
    }
}

/// Returns whether a rule matches a paper.
fn fits(record: &Record, rule: &ImportRule) -> bool {
    let has_filter = !(rule.include.is_empty() && rule.exclude.is_empty());
    let names_something = has_filter || !(rule.category.is_empty() && rule.keyword.is_empty());
    let category = rule.category.is_empty()
        || record.categories.iter().any(|category| is_within(category, &rule.category));
    names_something
        && category
        && (rule.keyword.is_empty() || holds(record, &rule.keyword))
        && (!has_filter || Matcher::new(&rule.include, &rule.exclude, slug::slug).matches(record))
}

impl Subject for Record {
    fn is_about(&self, topics: &[String]) -> bool {
        self.topics.iter().any(|topic| topics.contains(&slug::slug(topic)))
    }

    fn keywords(&self) -> impl Iterator<Item = &str> {
        self.keywords.iter().map(String::as_str)
    }

    fn texts(&self) -> [String; 2] {
        [self.title.clone(), self.abstract_.clone()]
    }

    fn authors(&self) -> impl Iterator<Item = &str> {
        self.authors.iter().map(|author| author.name.as_str())
    }

    /// Only the archive has pages.
    fn author_pages(&self) -> impl Iterator<Item = &str> {
        std::iter::empty()
    }

    fn organization(&self) -> Option<(&str, &str)> {
        self.organization.as_ref().map(|own| (own.handle.as_str(), own.name.as_str()))
    }

    fn venue(&self) -> Option<&str> {
        Some(self.venue.as_str()).filter(|venue| !venue.is_empty())
    }

    fn votes(&self) -> u32 {
        self.counts.upvotes.unwrap_or(0)
    }

    fn has(&self, link: &str) -> bool {
        let has = |link: &str| self.links.iter().any(|(key, _)| *key == link);
        has(link) || (matches!(link, "pdf" | "html") && has("arxiv"))
    }
}

/// Returns whether a category equals another one or is below it: `cs.CL` is within `cs`.
fn is_within(category: &str, expected: &str) -> bool {
    let (category, expected) = (category.to_ascii_lowercase(), expected.trim().to_ascii_lowercase());
    category == expected || category.strip_prefix(&expected).is_some_and(|rest| rest.starts_with('.'))
}

/// Returns whether the title, the abstract or a keyword contains these words. Letter case is ignored.
fn holds(record: &Record, words: &str) -> bool {
    let words = words.trim().to_lowercase();
    let is_in = |text: &str| contains(&text.to_lowercase(), &words);
    !words.is_empty()
        && (is_in(&record.title)
            || is_in(&record.abstract_)
            || record.keywords.iter().any(|word| is_in(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        Record {
            title: "Large Language Models".to_owned(),
            abstract_: "They reason.".to_owned(),
            categories: vec!["cs.CL".to_owned()],
            day: NaiveDate::from_ymd_opt(2026, 3, 5),
            ..Record::default()
        }
    }

    #[test]
    fn rules_give_topics_by_category_and_word() {
        let rule = |topic: &str, category: &str, keyword: &str| ImportRule {
            topic: topic.to_owned(),
            category: category.to_owned(),
            keyword: keyword.to_owned(),
            ..ImportRule::default()
        };
        let rules = [
            rule("nlp", "cs", ""),
            rule("vision", "cs.CV", ""),
            rule("Language models", "", "language model"),
            rule("reasoning", "cs.CL", "reasoning"),
            rule("all", "", ""),
        ];
        let mut record = record();
        Topics::new(&rules, vec!["new".to_owned()], &[]).assign(&mut record);
        assert_eq!(record.topics, ["nlp", "language-models", "new"]);
    }

    #[test]
    fn a_filter_checks_only_its_conditions() {
        let takes = |filter: Filter| filter.takes(&record());
        assert!(takes(Filter::default()));
        assert!(takes(Filter { categories: vec!["cs".into(), "x".into()], ..Filter::default() }));
        assert!(!takes(Filter { categories: vec!["c".into()], ..Filter::default() }));
        assert!(takes(Filter { keywords: vec!["REASON".into()], ..Filter::default() }));
        assert!(!takes(Filter { keywords: vec!["lang".into()], ..Filter::default() }));
        assert!(!takes(Filter { least_votes: Some(1), ..Filter::default() }));
        assert!(!takes(Filter { since: NaiveDate::from_ymd_opt(2026, 3, 6), ..Filter::default() }));
        assert!(takes(Filter { until: NaiveDate::from_ymd_opt(2026, 3, 5), ..Filter::default() }));
    }
}
