//! A paper's page as markdown, for readers that are programs.

use super::{Export, cited_url, doi_of, title_of};
use crate::archive::PaperId;
use crate::text::markdown;
use std::fmt::Write;

impl Export<'_> {
    pub(super) fn twin(&self, id: PaperId) -> String {
        let (paper, relations) = (self.archive.paper(id), self.archive.relations(id));
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _ = writeln!(out, "# {}\n", markdown::as_source(title_of(paper)));
        let mut fact = |name: &str, text: &str| {
            if !text.is_empty() {
                let _ = writeln!(out, "- {name}: {text}");
            }
        };
        let names: Vec<&str> = paper.authors.iter().map(|author| author.name.as_str()).collect();
        fact("Authors", &markdown::as_source(&names.join("; ")));
        if let Some(id) = relations.organization {
            fact("Organization", &markdown::as_source(&self.archive.organization(id).name));
        }
        let dates: Vec<String> = paper.dates.iter().map(ToString::to_string).collect();
        fact("Featured", &dates.join(", "));
        fact("Published", &paper.published.map(|date| date.to_string()).unwrap_or_default());
        fact("Revised", &paper.updated.map(|date| date.to_string()).unwrap_or_default());
        let topics = relations.topics.iter().map(|&id| self.archive.topic(id).name.as_str());
        fact("Topics", &markdown::as_source(&topics.collect::<Vec<_>>().join(", ")));
        fact("Venue", &markdown::as_source(paper.venue.as_deref().unwrap_or_default()));
        fact("Page", &format!("<{}>", self.page(paper)));
        let url = cited_url(paper, "");
        fact("Paper", &if url.is_empty() { url } else { format!("<{url}>") });
        fact("DOI", &doi_of(paper).map(|doi| markdown::as_source(&doi)).unwrap_or_default());
        for (kind, url) in &paper.links.named {
            let mut name = kind.key().to_owned();
            name[..1].make_ascii_uppercase();
            fact(&name, &format!("<{}>", self.link(url)));
        }
        if let Some(withdrawn) = &paper.withdrawn {
            fact("Withdrawn", &markdown::as_source(&withdrawn.reason));
        }
        if let Some(summary) = &paper.summary_html {
            let _ = write!(out, "\n{}", markdown::source_of(summary));
        }
        if !paper.abstract_html.is_empty() {
            let _ = write!(out, "\n## Abstract\n\n{}", markdown::source_of(&paper.abstract_html));
        }
        if let Some(notes) = &paper.notes {
            let _ = write!(out, "\n## Notes\n\n{}", markdown::source_of(&notes.html));
        }
        out
    }
}
