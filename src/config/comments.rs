//! Where comments are kept, and which settings that takes.
//!
//! It knows the two services, and nothing of pages.

use super::problems;
use super::toml::{Table, Value};
use super::{Comments, Site};
use crate::diagnostic::{Diagnostic, Location};
use crate::text::percent;
use serde::{Serialize, Serializer};

/// Who keeps the comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provider {
    None,
    /// As discussions of a repository.
    Giscus,
    /// As issues of a repository.
    Utterances,
}

/// What a paper's comments are found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mapping {
    /// Its id, so that they stay with it when the site moves.
    Id,
    /// The path of its page, as the services do by themselves.
    Pathname,
}

pub(super) const PROVIDERS: &[(&str, Provider)] =
    &[("", Provider::None), ("giscus", Provider::Giscus), ("utterances", Provider::Utterances)];
pub(super) const MAPPINGS: &[(&str, Mapping)] = &[("id", Mapping::Id), ("pathname", Mapping::Pathname)];

/// Returns the word that a setting has for a value.
fn word<T: Copy + PartialEq>(words: &[(&'static str, T)], value: T) -> &'static str {
    words.iter().find(|(_, own)| *own == value).map_or("", |(word, _)| word)
}

impl Serialize for Provider {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(word(PROVIDERS, *self))
    }
}

impl Serialize for Mapping {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(word(MAPPINGS, *self))
    }
}

impl Provider {
    /// The host that it answers from; none where there is none.
    pub fn host(self) -> Option<&'static str> {
        match self {
            Provider::None => None,
            Provider::Giscus => Some("giscus.app"),
            Provider::Utterances => Some("utteranc.es"),
        }
    }
}

impl Site {
    /// Returns the repository that keeps the comments, as `user/papers`: that of the entries, where no other is named.
    pub fn comments_repository(&self) -> &str {
        let own = self.repository.url.strip_prefix("https://github.com/").unwrap_or_default();
        if self.comments.repo.is_empty() { own } else { &self.comments.repo }
    }

    /// Returns where people without scripts find the comments that belong to `term`.
    pub fn comments_url(&self, term: &str) -> String {
        let repository = self.comments_repository();
        match self.comments.provider {
            Provider::Utterances => {
                let query = percent::segment(&format!("is:issue in:title \"{term}\""));
                format!("https://github.com/{repository}/issues?q={query}")
            }
            _ => format!(
                "https://github.com/{repository}/discussions?discussions_q={}",
                percent::segment(&format!("in:title \"{term}\""))
            ),
        }
    }
}

/// Returns what is missing for comments.
pub(super) fn incomplete(site: &Site, table: &Table) -> Vec<Diagnostic> {
    let Comments { provider, repo_id, category_id, .. } = &site.comments;
    let Some(node) = table.get("comments").filter(|_| *provider != Provider::None) else { return Vec::new() };
    let Value::Table(own) = &node.value else { return Vec::new() };
    // What is there and wrong is told of already.
    let missing = |key: &str, value: &str, example: &str| {
        (value.is_empty() && own.get(key).is_none_or(|node| node.value == Value::Text(String::new()))).then(
            || {
                let line = format!("{key} = \"{example}\"");
                problems::missing(Location::Span(node.span.clone()), &format!("comments.{key}"), &line)
            },
        )
    };
    let told = |problem: Diagnostic| problem.hint("https://giscus.app tells it for your repository");
    let mut missed: Vec<Diagnostic> =
        missing("repo", site.comments_repository(), "user/papers").into_iter().collect();
    if *provider == Provider::Giscus {
        missed.extend(missing("repo_id", repo_id, "R_…").map(told));
        missed.extend(missing("category_id", category_id, "DIC_…").map(told));
    }
    missed
}
