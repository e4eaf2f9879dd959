//! Filters of papers, and rules that assign topics.
//!
//! It reads records, and does not know sources or entries.

use super::record::Record;
use crate::config::{self, ImportRule};
use crate::content::{Matcher, Subject, TopicNames, TopicRecord, contains, plain};
use chrono::NaiveDate;
use std::cell::{OnceCell, RefCell};
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
    /// A rule of the settings matches.
    pub is_ruled: bool,
    /// The filters of `[import.collect]` match.
    pub is_collected: bool,
}

impl Filter {
    /// Returns whether a paper meets all conditions.
    pub(super) fn takes(&self, record: &Record, topics: &Topics<'_>) -> bool {
        let day = record.dates().first().map(|date| date.first_day());
        let paper = Topical::new(record, Vec::new());
        let of_category =
            |expected: &String| record.categories.iter().any(|category| is_within(category, expected));
        (self.categories.is_empty() || self.categories.iter().any(of_category))
            && (self.keywords.is_empty() || self.keywords.iter().any(|words| paper.holds(&plain(words))))
            && self.since.is_none_or(|since| day.is_some_and(|day| day >= since))
            && self.until.is_none_or(|until| day.is_some_and(|day| day <= until))
            && self.least_votes.is_none_or(|least| record.counts.upvotes.unwrap_or(0) >= least)
            && (!self.is_ruled || topics.by_rule(record).next().is_some())
            && (!self.is_collected || topics.collect.matches(&topics.assigned(record)))
    }
}

/// Assigns topics to papers.
pub(super) struct Topics<'a> {
    rules: Vec<Rule<'a>>,
    /// The filters of `[import.collect]`.
    collect: Matcher,
    /// Topics that every paper gets.
    given: Vec<String>,
    names: TopicNames,
    /// Slugs and names of the sources' topics that the vocabulary does not have.
    unknown: RefCell<BTreeMap<String, String>>,
    /// The last topic of a source and its slug. Sources list many papers of one topic in a row, and a name may be long.
    last: RefCell<(String, String)>,
}

/// A rule, prepared: its keyword is [`plain`], and it has a matcher if it has a filter.
struct Rule<'a> {
    settings: &'a ImportRule,
    keyword: String,
    matcher: Option<Matcher>,
}

impl<'a> Topics<'a> {
    pub fn new(settings: &'a config::Import, given: Vec<String>, vocabulary: &[TopicRecord]) -> Topics<'a> {
        let names = TopicNames::new(vocabulary.iter(), |_, _| ());
        let matcher = |include, exclude| Matcher::new(include, exclude, |name| names.slug(name));
        let rule = |rule: &'a ImportRule| {
            let has_filter = !(rule.include.is_empty() && rule.exclude.is_empty());
            let matcher = has_filter.then(|| matcher(&rule.include, &rule.exclude));
            Rule { settings: rule, keyword: plain(&rule.keyword), matcher }
        };
        Topics {
            rules: settings.rules.iter().map(rule).collect(),
            collect: matcher(&settings.collect.include, &settings.collect.exclude),
            given,
            names,
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
        for name in &record.topics {
            let slug = self.slug(name);
            if self.names.known(&slug).is_none() {
                self.unknown.borrow_mut().entry(slug).or_insert_with(|| name.clone());
            }
        }
        record.topics = self.assigned(record).topics;
    }

    /// Returns a paper with all topics that its entry gets, each once.
    fn assigned<'r>(&self, record: &'r Record) -> Topical<'r> {
        let by_rule = self.by_rule(record).chain(self.given.iter().map(String::as_str));
        let all = record.topics.iter().map(String::as_str).chain(by_rule).map(|name| self.slug(name));
        let mut known = HashSet::new();
        let topics = all.filter(|slug| known.insert(slug.clone())).collect();
        Topical::new(record, topics)
    }

    /// Returns the topics that rules give to a paper. Rules see the topics of its source, and not those of other rules.
    fn by_rule<'r>(&'r self, record: &'r Record) -> impl Iterator<Item = &'r str> {
        let topics = record.topics.iter().map(|name| self.slug(name)).collect();
        let paper = Topical::new(record, topics);
        self.rules.iter().filter(move |rule| rule.fits(&paper)).map(|rule| rule.settings.topic.as_str())
    }
}

impl Rule<'_> {
    /// Returns whether the rule matches a paper. A rule without any condition matches none.
    fn fits(&self, paper: &Topical<'_>) -> bool {
        let ImportRule { category, keyword, .. } = self.settings;
        (self.matcher.is_some() || !(category.is_empty() && keyword.is_empty()))
            && (category.is_empty() || paper.record.categories.iter().any(|own| is_within(own, category)))
            && (keyword.is_empty() || paper.holds(&self.keyword))
            && self.matcher.as_ref().is_none_or(|matcher| matcher.matches(paper))
    }
}

/// A record, and its topics as slugs.
struct Topical<'r> {
    record: &'r Record,
    topics: Vec<String>,
    /// Title, abstract and keywords, in [`plain`] form.
    plain: OnceCell<Vec<String>>,
}

impl<'r> Topical<'r> {
    fn new(record: &'r Record, topics: Vec<String>) -> Topical<'r> {
        Topical { record, topics, plain: OnceCell::new() }
    }

    /// Returns whether the title, the abstract or a keyword contains these words, which are [`plain`].
    fn holds(&self, words: &str) -> bool {
        let texts = self.plain.get_or_init(|| {
            let Record { title, abstract_, keywords, .. } = self.record;
            [title, abstract_].into_iter().chain(keywords).map(|text| plain(text)).collect()
        });
        texts.iter().any(|text| contains(text, words))
    }
}

impl Subject for Topical<'_> {
    fn is_about(&self, topics: &[String]) -> bool {
        self.topics.iter().any(|topic| topics.contains(topic))
    }

    fn keywords(&self) -> impl Iterator<Item = &str> {
        self.record.keywords.iter().map(String::as_str)
    }

    fn texts(&self) -> [String; 2] {
        [self.record.title.clone(), self.record.abstract_.clone()]
    }

    fn authors(&self) -> impl Iterator<Item = &str> {
        self.record.authors.iter().map(|author| author.name.as_str())
    }

    /// Only the archive has pages.
    fn author_pages(&self) -> impl Iterator<Item = &str> {
        std::iter::empty()
    }

    fn organization(&self) -> Option<(&str, &str)> {
        self.record.organization.as_ref().map(|own| (own.handle.as_str(), own.name.as_str()))
    }

    fn venue(&self) -> Option<&str> {
        Some(self.record.venue.as_str()).filter(|venue| !venue.is_empty())
    }

    fn votes(&self) -> u32 {
        self.record.counts.upvotes.unwrap_or(0)
    }

    fn has(&self, link: &str) -> bool {
        match link {
            // Implied by the id of arXiv.
            "arxiv" | "pdf" | "html" if self.record.arxiv().is_some() => true,
            "doi" => self.record.doi().is_some(),
            link => self.record.links.iter().any(|(key, _)| *key == link),
        }
    }
}

/// Returns whether a category equals another one or is below it: `cs.CL` is within `cs`.
fn is_within(category: &str, expected: &str) -> bool {
    let (category, expected) = (category.to_ascii_lowercase(), expected.trim().to_ascii_lowercase());
    category == expected || category.strip_prefix(&expected).is_some_and(|rest| rest.starts_with('.'))
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

    fn settings(toml: &str) -> config::Import {
        let text = format!("title = \"T\"\nbase_url = \"https://example.org/\"\n{toml}");
        let checked = config::parse(&"site.toml".into(), &text);
        assert!(checked.diagnostics.is_empty(), "{:#?}", checked.diagnostics);
        checked.value.unwrap().import
    }

    fn vocabulary() -> Vec<TopicRecord> {
        let text = "language-models: {name: Language models, aliases: [LLM]}\nagents: {name: Agents}\n";
        let sources = crate::source::Sources::in_memory([("content/topics.yaml", text.as_bytes())]);
        crate::vocabulary(&sources, &config::Site::default())
    }

    #[test]
    fn rules_give_topics_by_category_and_word() {
        let rule = |topic: &str, category: &str, keyword: &str| {
            format!(
                "[[import.rules]]\ntopic = \"{topic}\"\ncategory = \"{category}\"\nkeyword = \"{keyword}\"\n"
            )
        };
        let rules = [
            rule("nlp", "cs", ""),
            rule("vision", "cs.CV", ""),
            rule("Language models", "", "language model"),
            rule("reasoning", "cs.CL", "reasoning"),
            rule("all", "", ""),
        ];
        let mut record = record();
        Topics::new(&settings(&rules.concat()), vec!["new".to_owned()], &[]).assign(&mut record);
        assert_eq!(record.topics, ["nlp", "language-models", "new"]);
    }

    #[test]
    fn rules_have_the_filters_of_lists_with_each_name_of_a_topic() {
        let own = settings(
            "[[import.rules]]\ntopic = \"agents\"\ninclude = { topics = [\"LLM\"], words = [\"reason\"] }\n\
             [[import.rules]]\ntopic = \"none\"\ninclude = { topics = [\"llm\"] }\nexclude = { words = [\"large language model\"] }\n\
             [[import.rules]]\ntopic = \"many\"\ninclude = { votes = 5 }\n\
             [[import.rules]]\ntopic = \"rule\"\ninclude = { topics = [\"agents\"] }\n",
        );
        let mut record = Record { topics: vec!["Language Models".to_owned()], ..record() };
        record.counts.upvotes = Some(5);
        Topics::new(&own, Vec::new(), &vocabulary()).assign(&mut record);
        // A rule does not see the topics that other rules give.
        assert_eq!(record.topics, ["language-models", "agents", "many"]);
    }

    #[test]
    fn the_filter_of_collect_sees_the_topics_that_rules_give() {
        let rule = "[[import.rules]]\ncategory = \"cs.CL\"\ntopic = \"LLM\"\n";
        let takes = |filters: &str| {
            let own = settings(&format!("[import.collect]\n{filters}\n{rule}"));
            let filter = Filter { is_collected: true, ..Filter::default() };
            filter.takes(&record(), &Topics::new(&own, Vec::new(), &vocabulary()))
        };
        assert!(takes("") && takes("include = { topics = [\"language models\"] }"));
        assert!(!takes("include = { topics = [\"agents\"] }"));
        assert!(!takes("exclude = { words = [\"reasoning\", \"large language\"] }"));
        assert!(takes("exclude = { keywords = [\"survey\"] }"));
        assert!(!takes("include = { has = [\"code\"] }"));
    }

    #[test]
    fn a_filter_checks_only_its_conditions() {
        let own = settings("");
        let takes = |filter: Filter| filter.takes(&record(), &Topics::new(&own, Vec::new(), &[]));
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
