//! Whether a paper matches a filter of the settings. It does not know entries or records: each implements [`Subject`].

use super::{TopicNames, problems};
use crate::config::{Filter, Import};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::suggest::Suggester;
use crate::text::slug::slug;
use crate::text::tokenizer;

/// A paper, as filters see it.
pub trait Subject {
    /// Returns whether one of these slugs is that of a topic.
    fn is_about(&self, topics: &[String]) -> bool;

    /// Returns the keywords.
    fn keywords(&self) -> impl Iterator<Item = &str>;

    /// Returns title and abstract as plain text.
    fn texts(&self) -> [String; 2];

    /// Returns the names of the authors.
    fn authors(&self) -> impl Iterator<Item = &str>;

    /// Returns slugs of the authors' pages, which may differ from those of their names.
    fn author_pages(&self) -> impl Iterator<Item = &str>;

    /// Returns the handle and the name of the organization.
    fn organization(&self) -> Option<(&str, &str)>;

    /// Returns the venue.
    fn venue(&self) -> Option<&str>;

    /// Returns the number of votes.
    fn votes(&self) -> u32;

    /// Returns whether the paper has a link of this key.
    fn has(&self, link: &str) -> bool;
}

/// Two filters: a paper must match all keys of the first, and none of the second.
#[derive(Debug, Clone)]
pub struct Matcher {
    include: Compiled,
    exclude: Compiled,
}

/// A filter whose values have the form in which they are compared.
#[derive(Debug, Clone)]
struct Compiled {
    topics: Vec<String>,
    keywords: Vec<String>,
    words: Vec<String>,
    authors: Vec<String>,
    organizations: Vec<String>,
    venues: Vec<String>,
    votes: Option<usize>,
    has: Vec<&'static str>,
}

impl Matcher {
    /// Prepares filters. `topic` returns the slug of a topic by any of its names.
    pub fn new(include: &Filter, exclude: &Filter, topic: impl Fn(&str) -> String) -> Matcher {
        let compiled = |filter: &Filter| {
            let slugs = |words: &[crate::config::Word]| words.iter().map(|word| slug(&word.text)).collect();
            Compiled {
                topics: filter.topics.iter().map(|word| topic(&word.text)).collect(),
                keywords: slugs(&filter.keywords),
                words: filter.words.iter().map(|word| plain(&word.text)).collect(),
                authors: slugs(&filter.authors),
                organizations: slugs(&filter.organizations),
                venues: slugs(&filter.venues),
                votes: filter.votes,
                has: filter.has.clone(),
            }
        };
        Matcher { include: compiled(include), exclude: compiled(exclude) }
    }

    /// Returns whether a paper matches.
    pub fn matches(&self, paper: &impl Subject) -> bool {
        let keys = |filter: &Compiled| {
            let same = |all: &[String], own: &str| all.contains(&slug(own));
            // Texts last: they take the longest.
            let key = |is_set: bool, matches: &dyn Fn() -> bool| is_set.then(matches);
            let small = [
                filter.votes.map(|least| paper.votes() as usize >= least),
                key(!filter.has.is_empty(), &|| filter.has.iter().any(|link| paper.has(link))),
                key(!filter.topics.is_empty(), &|| paper.is_about(&filter.topics)),
                key(!filter.venues.is_empty(), &|| {
                    paper.venue().is_some_and(|own| same(&filter.venues, own))
                }),
                key(!filter.organizations.is_empty(), &|| {
                    let is_one = |(handle, name)| {
                        same(&filter.organizations, handle) || same(&filter.organizations, name)
                    };
                    paper.organization().is_some_and(is_one)
                }),
                key(!filter.keywords.is_empty(), &|| paper.keywords().any(|own| same(&filter.keywords, own))),
                key(!filter.authors.is_empty(), &|| {
                    paper.authors().any(|own| same(&filter.authors, own))
                        || paper.author_pages().any(|own| filter.authors.iter().any(|slug| slug == own))
                }),
            ];
            (small, filter.words.is_empty())
        };
        let texts = std::cell::OnceCell::new();
        let in_texts = |words: &[String]| {
            let texts: &[String; 2] = texts.get_or_init(|| paper.texts().map(|text| plain(&text)));
            texts.iter().any(|text| words.iter().any(|words| contains(text, words)))
        };
        let (included, no_words) = keys(&self.include);
        if included.contains(&Some(false)) || !(no_words || in_texts(&self.include.words)) {
            return false;
        }
        let (excluded, no_words) = keys(&self.exclude);
        !excluded.contains(&Some(true)) && (no_words || !in_texts(&self.exclude.words))
    }
}

/// Returns the problems of the filters of imports. Only a vocabulary lists the topics that an import may bring.
pub fn import_problems(import: &Import, vocabulary: &TopicNames) -> Vec<Diagnostic> {
    if vocabulary.is_empty() {
        return Vec::new();
    }
    let rules = import.rules.iter().flat_map(|rule| [&rule.include, &rule.exclude]);
    let filters = rules.chain([&import.collect.include, &import.collect.exclude]);
    let unknown =
        |filter| unknown_topics(filter, |name| vocabulary.known(name).is_some(), || vocabulary.all());
    filters.flat_map(unknown).collect()
}

/// Returns a problem for each topic of a filter that is not known. `names` are the known names, for a hint.
pub fn unknown_topics<'n, N: Iterator<Item = &'n str>>(
    filter: &Filter,
    is_known: impl Fn(&str) -> bool,
    names: impl Fn() -> N,
) -> Vec<Diagnostic> {
    let mut suggester = Suggester::default();
    let unknown = filter.topics.iter().filter(|word| !is_known(&word.text));
    let problem = |word: &crate::config::Word| {
        let nearest = suggester.nearest(&slug(&word.text), names());
        problems::unknown_filter_topic(word.place.clone(), &word.text, nearest)
    };
    unknown.map(problem).collect()
}

/// Returns a text in the form in which words are compared: in lower case, without accents, with one space for white space and hyphens.
pub fn plain(text: &str) -> String {
    let folded = tokenizer::folded(text);
    let is_gap = |char: char| char.is_whitespace() || matches!(char, '-' | '\u{2010}'..='\u{2015}');
    folded.split(is_gap).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Returns whether a text contains these words as whole words, or followed by a plural `s`. Both are [`plain`].
pub fn contains(text: &str, words: &str) -> bool {
    let is_word = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
    // Scripts without spaces have no boundaries between words.
    let bounded =
        |char: Option<char>| char.is_some_and(|char| char.is_ascii_alphanumeric() || char.is_lowercase());
    !words.is_empty()
        && text.match_indices(words).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let rest = &text[at + words.len()..];
            let rest = rest.strip_prefix('s').filter(|_| bounded(words.chars().next_back())).unwrap_or(rest);
            let after = rest.chars().next();
            (!is_word(before) || !bounded(words.chars().next()))
                && (!is_word(after) || !bounded(words.chars().next_back()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(text: &str, words: &str) -> bool {
        contains(&plain(text), &plain(words))
    }

    #[test]
    fn words_are_whole_words_one_after_the_other() {
        assert!(holds("Large\nLanguage  Models", "language model"));
        assert!(holds("Chain‑of-Thought prompting", "chain of thought"));
        assert!(holds("A multi agent system", "Multi-agent"));
        assert!(holds("The Poincaré disk", "poincare") && holds("The Poincare disk", "Poincaré"));
        assert!(holds("ＧＰＴ と大規模言語モデル", "gpt") && holds("大規模言語モデル", "言語"));
        assert!(holds("In C++, fast", "c++") && !holds("In C++, fast", "c#"));
        assert!(!holds("Reagents", "agent") && !holds("Language and models", "language model"));
        assert!(!holds("text", "-") && !holds("text", ""));
    }
}
