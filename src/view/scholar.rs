//! What Google Scholar, Zotero and search engines read in a paper's page.
//!
//! Tag names from scholar.google.com/intl/en/scholar/inclusion.html and Zotero's Embedded Metadata translator; types from schema.org.
//! The abstract stands in the page itself and is not repeated here: in a large archive that would be a fifth of all bytes.

use super::Views;
use super::parts::{PaperLinkView, doi_of, title_of};
use crate::archive::PaperId;
use crate::content::Paper;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// A `<meta>` tag.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Tag {
    name: &'static str,
    content: String,
}

/// Returns a paper's `citation_*` tags.
pub(super) fn tags(views: &Views<'_>, paper: &Paper, links: &[PaperLinkView]) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut add = |name, content: String| tags.push(Tag { name, content });
    add("citation_title", title_of(paper).to_owned());
    for author in &paper.authors {
        add("citation_author", author.name.clone());
    }
    add("citation_publication_date", paper.published.unwrap_or(paper.day()).format("%Y/%-m/%-d").to_string());
    if let Some(venue) = &paper.venue {
        add(
            if is_journal(venue) { "citation_journal_title" } else { "citation_conference_title" },
            venue.clone(),
        );
    }
    if let Some(doi) = doi_of(paper) {
        add("citation_doi", doi);
    }
    if let Some(id) = &paper.links.arxiv {
        add("citation_arxiv_id", id.clone());
    }
    if let Some(pdf) = links.iter().find(|link| link.kind == "pdf") {
        add("citation_pdf_url", views.absolute_link(&pdf.url));
    }
    tags
}

/// Tells journals from conferences by the words they are named with.
pub(super) fn is_journal(venue: &str) -> bool {
    ["Journal", "Transactions", "Letters", "Review", "Annals", "TMLR", "JMLR", "Nature"]
        .iter()
        .any(|word| venue.contains(word))
}

/// Returns a paper's JSON-LD, safe inside a `<script>` element.
pub(super) fn json_ld(views: &Views<'_>, id: PaperId, canonical: &str) -> String {
    /// Search engines cut headlines here.
    const HEADLINE: usize = 110;
    let paper = views.archive.paper(id);
    let mut record = Map::new();
    let mut add = |key: &str, value: Value| drop(record.insert(key.to_owned(), value));
    add("@context", "https://schema.org".into());
    add("@type", "ScholarlyArticle".into());
    let title = title_of(paper);
    let headline: String = title.chars().take(HEADLINE).collect();
    if headline != title {
        add("name", title.into());
    }
    add("headline", headline.into());
    if !paper.authors.is_empty() {
        let people = paper.authors.iter().map(|author| {
            let mut person = json!({"@type": "Person", "name": author.name});
            if let Some(affiliation) = author.affiliation() {
                person["affiliation"] = json!({"@type": "Organization", "name": affiliation});
            }
            if let Some(orcid) = author.orcid() {
                person["sameAs"] = format!("https://orcid.org/{orcid}").into();
            }
            person
        });
        add("author", people.collect());
    }
    add("datePublished", paper.published.unwrap_or(paper.day()).to_string().into());
    if let Some(updated) = paper.updated {
        add("dateModified", updated.to_string().into());
    }
    if let Some(doi) = doi_of(paper) {
        add("identifier", format!("https://doi.org/{doi}").into());
    }
    if let Some(arxiv) = &paper.links.arxiv {
        add("sameAs", format!("https://arxiv.org/abs/{arxiv}").into());
    }
    add("url", canonical.into());
    if let Some(venue) = &paper.venue {
        add("isPartOf", json!({"@type": "PublicationIssue", "name": venue}));
    }
    let topics =
        views.archive.relations(id).topics.iter().map(|&topic| views.archive.topic(topic).name.as_str());
    let keywords: Vec<&str> = topics.chain(paper.keywords.iter().map(String::as_str)).collect();
    if !keywords.is_empty() {
        add("keywords", keywords.join(", ").into());
    }
    if let Some(license) = &paper.license {
        add("license", license.as_str().into());
    }
    for_script(&Value::Object(record).to_string())
}

/// Makes JSON that no `</script>` or `<!--` in a title can end early.
fn for_script(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for char in json.chars() {
        match char {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            char => out.push(char),
        }
    }
    out
}
