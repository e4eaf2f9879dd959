//! The lists of papers that match a filter of the settings.

use super::problems;
use crate::archive::{Archive, PaperId};
use crate::config::{Filter, Site};
use crate::content::{LinkKind, Matcher, Subject, import_problems, unknown_topics};
use crate::diagnostic::Diagnostic;
use crate::text::markdown;

/// A list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Its name in addresses.
    pub name: String,
    /// Its title; none for the list of papers with code, which has a word of the interface.
    pub title: Option<String>,
    /// Newest first.
    pub papers: Vec<PaperId>,
}

/// The name of the list of papers with code.
pub const CODE: &str = "code";

/// Returns the lists of the settings, then that of papers with code. Reports unknown topics, and lists without papers.
pub fn queries(archive: &Archive, site: &Site, diagnostics: &mut Vec<Diagnostic>) -> Vec<Query> {
    let topic = |name: &str| match archive.topic_named(name) {
        Some(id) => archive.topic(id).slug.clone(),
        None => archive.topic_names.slug(name),
    };
    let papers = |include: &Filter, exclude: &Filter| -> Vec<PaperId> {
        let matcher = Matcher::new(include, exclude, topic);
        archive.paper_ids().filter(|&id| matcher.matches(&Archived { archive, id })).collect()
    };
    let mut queries: Vec<Query> = Vec::new();
    for query in &site.feeds.query {
        let place = query.include.places().chain(query.exclude.places()).next().cloned();
        if queries.iter().any(|other| other.name == query.name) {
            diagnostics.push(problems::repeated_query(place, &query.name));
            continue;
        }
        let known = diagnostics.len();
        for filter in [&query.include, &query.exclude] {
            diagnostics.extend(unknown_topics(
                filter,
                |name| archive.has_topic(name),
                || archive.topic_words(),
            ));
        }
        let papers = papers(&query.include, &query.exclude);
        if papers.is_empty() && diagnostics.len() == known {
            diagnostics.push(problems::empty_query(place, &query.name));
        }
        queries.push(Query { name: query.name.clone(), title: Some(query.title.clone()), papers });
    }
    if site.feeds.code && queries.iter().all(|query| query.name != CODE) {
        let papers =
            papers(&Filter { has: vec![LinkKind::Code.key()], ..Filter::default() }, &Filter::default());
        if !papers.is_empty() {
            queries.push(Query { name: CODE.to_owned(), title: None, papers });
        }
    }
    diagnostics.extend(import_problems(&site.import, &archive.topic_names));
    queries
}

/// A paper of the archive.
struct Archived<'a> {
    archive: &'a Archive,
    id: PaperId,
}

impl Subject for Archived<'_> {
    fn is_about(&self, topics: &[String]) -> bool {
        let own = &self.archive.relations(self.id).topics;
        own.iter().any(|&topic| topics.contains(&self.archive.topic(topic).slug))
    }

    fn keywords(&self) -> impl Iterator<Item = &str> {
        self.archive.paper(self.id).keywords.iter().map(String::as_str)
    }

    fn texts(&self) -> [String; 2] {
        let paper = self.archive.paper(self.id);
        [paper.title.clone(), markdown::plain_text(&paper.abstract_html)]
    }

    fn authors(&self) -> impl Iterator<Item = &str> {
        self.archive.paper(self.id).authors.iter().map(|author| author.name.as_str())
    }

    fn author_pages(&self) -> impl Iterator<Item = &str> {
        self.archive.relations(self.id).people.iter().map(|&id| self.archive.person(id).slug.as_str())
    }

    fn organization(&self) -> Option<(&str, &str)> {
        let organization = self.archive.organization(self.archive.relations(self.id).organization?);
        Some((&organization.handle, &organization.name))
    }

    fn venue(&self) -> Option<&str> {
        self.archive.paper(self.id).venue.as_deref()
    }

    fn votes(&self) -> u32 {
        self.archive.paper(self.id).counts.upvotes.unwrap_or(0)
    }

    fn has(&self, link: &str) -> bool {
        let links = &self.archive.paper(self.id).links;
        match link {
            "arxiv" => links.arxiv.is_some(),
            "doi" => links.doi.is_some(),
            // Implied by the id of arXiv.
            "pdf" | "html" if links.arxiv.is_some() => true,
            link => links.named.iter().any(|(kind, _)| kind.key() == link),
        }
    }
}
