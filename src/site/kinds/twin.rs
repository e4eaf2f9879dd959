//! A paper's page as markdown, for programs.

use super::*;
use crate::content::WorkType;
use crate::site::export::{cited_url, doi_of};

pub struct Twins;

inputs! {
    pub struct Twin<'a> {
        paper: PaperInput<'a>,
    }
}

impl Kind for Twins {
    type Id = PaperId;
    type Inputs<'a> = Twin<'a>;
    const GROUP: &'static str = "papers as markdown";
    const SWITCHES: &'static [Switch] =
        &[Switch { setting: "[data] markdown", is_on: |site| site.data.markdown }];

    fn plan(planning: &mut Planning<'_>) {
        for id in planning.archive.paper_ids() {
            let page = routes::paper(&planning.archive.paper(id).id);
            planning.claim::<Twins>(&format!("{page}index.md"), id);
        }
    }

    fn inputs<'a>(&id: &PaperId, records: &'a Records<'a>) -> Twin<'a> {
        Twin { paper: records.paper(id) }
    }

    fn make(Twin { paper: input }: &Twin<'_>, shared: &Shared<'_>) -> Made {
        let paper = input.entry();
        let mut out = String::new();
        let _ = writeln!(out, "# {}\n", markdown::as_source(title_of(paper)));
        let mut fact = |name: &str, text: &str| {
            if !text.is_empty() {
                let _ = writeln!(out, "- {name}: {text}");
            }
        };
        let mut names: Vec<&str> = paper.authors.iter().map(|author| author.name.as_str()).collect();
        if paper.has_more_authors() && !names.is_empty() {
            names.push("and others");
        }
        fact("Authors", &markdown::as_source(&names.join("; ")));
        if let Some(organization) = input.organization() {
            fact("Organization", &markdown::as_source(organization.name()));
        }
        let dates: Vec<String> = paper.dates.iter().map(ToString::to_string).collect();
        fact("Featured", &dates.join(", "));
        fact("Published", &paper.published.map(|date| date.to_string()).unwrap_or_default());
        fact("Revised", &paper.updated.map(|date| date.to_string()).unwrap_or_default());
        let topics = input.topics().map(|topic| topic.name());
        fact("Topics", &markdown::as_source(&topics.collect::<Vec<_>>().join(", ")));
        fact("Type", paper.r#type.map_or("", WorkType::key));
        fact("Venue", &markdown::as_source(paper.venue.as_deref().unwrap_or_default()));
        for (name, value) in [
            ("Volume", &paper.volume),
            ("Issue", &paper.issue),
            ("Pages", &paper.pages),
            ("Publisher", &paper.publisher),
            ("School", &paper.school),
        ] {
            fact(name, &markdown::as_source(value.as_deref().unwrap_or_default()));
        }
        let editors: Vec<&str> = paper.editors.iter().map(|editor| editor.name.as_str()).collect();
        fact("Editors", &markdown::as_source(&editors.join("; ")));
        fact("Page", &format!("<{}>", shared.paper_page(&paper.id)));
        let url = cited_url(paper, "");
        fact("Paper", &if url.is_empty() { url } else { format!("<{url}>") });
        fact("DOI", &doi_of(paper).map(|doi| markdown::as_source(&doi)).unwrap_or_default());
        for (kind, url) in &paper.links.named {
            let mut name = kind.key().to_owned();
            name[..1].make_ascii_uppercase();
            fact(&name, &format!("<{}>", shared.absolute_of(url)));
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
        out.into()
    }
}
