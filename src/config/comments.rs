//! The services that store comments, and the settings that they require.

use super::problems;
use super::toml::{Table, Value};
use super::{Comments, Site};
use crate::diagnostic::{Diagnostic, Location};
use crate::text::percent;
use serde::{Serialize, Serializer};

/// The service that stores the comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provider {
    /// No comments.
    None,
    /// giscus: discussions of a GitHub repository.
    Giscus,
    /// utterances: issues of a GitHub repository.
    Utterances,
}

/// The key that assigns comments to a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mapping {
    /// The id of the paper, which does not change if the site moves.
    Id,
    /// The path of the page, which is the default of the services.
    Pathname,
}

pub(super) const PROVIDERS: &[(&str, Provider)] =
    &[("", Provider::None), ("giscus", Provider::Giscus), ("utterances", Provider::Utterances)];
pub(super) const MAPPINGS: &[(&str, Mapping)] = &[("id", Mapping::Id), ("pathname", Mapping::Pathname)];

/// Returns the word for a value in site.toml.
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
    /// Returns the host of the service; `None` for [`Provider::None`].
    pub fn host(self) -> Option<&'static str> {
        match self {
            Provider::None => None,
            Provider::Giscus => Some("giscus.app"),
            Provider::Utterances => Some("utteranc.es"),
        }
    }
}

impl Site {
    /// Returns the repository of the comments, such as `user/papers`. Default: the repository of the entries.
    pub fn comments_repository(&self) -> &str {
        let own = self.repository.url.strip_prefix("https://github.com/").unwrap_or_default();
        if self.comments.repo.is_empty() { own } else { &self.comments.repo }
    }

    /// Returns the URL of a GitHub search for the comments of `term`, for readers without scripts.
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

/// Returns a problem for each missing setting that the service requires.
pub(super) fn incomplete(site: &Site, table: &Table) -> Vec<Diagnostic> {
    let Comments { provider, repo_id, category_id, .. } = &site.comments;
    let Some(node) = table.get("comments").filter(|_| *provider != Provider::None) else { return Vec::new() };
    let Value::Table(own) = &node.value else { return Vec::new() };
    // An invalid value has been reported already.
    let missing = |key: &str, value: &str, example: &str| {
        (value.is_empty() && own.get(key).is_none_or(|node| node.value == Value::Text(String::new()))).then(
            || {
                let line = format!("{key} = \"{example}\"");
                problems::missing(Location::Span(node.span.clone()), &format!("comments.{key}"), &line)
            },
        )
    };
    let with_source = |problem: Diagnostic| problem.hint("get it from https://giscus.app");
    let mut missed: Vec<Diagnostic> =
        missing("repo", site.comments_repository(), "user/papers").into_iter().collect();
    if *provider == Provider::Giscus {
        missed.extend(missing("repo_id", repo_id, "R_…").map(with_source));
        missed.extend(missing("category_id", category_id, "DIC_…").map(with_source));
    }
    missed
}
