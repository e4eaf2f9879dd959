//! Metadata in a paper's page, for Google Scholar, Zotero and search engines.
//!
//! Tag names are those of scholar.google.com/intl/en/scholar/inclusion.html and Zotero's Embedded Metadata translator,
//! types those of schema.org. The abstract is not repeated: it would be a fifth of all bytes of a large archive.

use super::*;
use crate::content::{Author, WorkType};
use crate::site::export::doi_of;
use crate::site::export::work::{self, PublishedIn};
use crate::site::shared::PaperLinkView;
use crate::site::shared::dates::slashed;
use crate::text::{identifier, page_range};

/// Returns a paper's `citation_*` tags as HTML, one per line, title first (it is the `og:title` too). All leading
/// authors are named, since reference managers read them here.
pub(super) fn tags(shared: &Shared<'_>, paper: &Paper, links: &[PaperLinkView<'_>]) -> String {
    let mut out = String::with_capacity(512 + 64 * paper.authors.len());
    let mut add = |name: &str, content: &str, end: &str| {
        for part in ["<meta name=\"citation_", name, "\" content=\""] {
            out.push_str(part);
        }
        markdown::escape_onto(content, &mut out);
        out.push_str(end);
    };
    let end = "\">\n";
    add("title", title_of(paper), "\" property=\"og:title\">\n");
    for author in paper.leading_authors() {
        match author.known_parts() {
            Some(parts) => {
                let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                add("author", &parts.join(", "), "\" data-as=\"person\">\n");
            }
            None if author.is_collaboration() => add("author", &author.name, "\" data-as=\"group\">\n"),
            None => add("author", &author.name, end),
        }
    }
    add("publication_date", &slashed(paper.cited_date()), end);
    let kind = work::kind_of(paper);
    let PublishedIn { container, publisher, .. } = PublishedIn::new(paper);
    let (of_container, of_publisher, of_issue) = match kind {
        WorkType::Article => ("journal_title", "publisher", "issue"),
        WorkType::ConferencePaper => ("conference_title", "publisher", "issue"),
        WorkType::Chapter => ("inbook_title", "publisher", "issue"),
        WorkType::Thesis => ("", "dissertation_institution", "issue"),
        WorkType::Report => ("", "technical_report_institution", "technical_report_number"),
        _ => ("", "publisher", "issue"),
    };
    let (first, last) = page_range::split(paper.pages.as_deref().unwrap_or_default());
    let more = [
        (of_container, container),
        ("volume", paper.volume.as_deref()),
        (of_issue, paper.issue.as_deref()),
        ("firstpage", Some(first)),
        ("lastpage", Some(last)),
        (of_publisher, publisher),
    ];
    for (name, value) in more {
        if let Some(value) = value.filter(|value| !name.is_empty() && !value.is_empty()) {
            add(name, value, end);
        }
    }
    for editor in &paper.editors {
        add("editor", &editor.name, end);
    }
    if let Some(doi) = doi_of(paper) {
        add("doi", &doi, end);
    }
    if let Some(id) = &paper.links.arxiv {
        add("arxiv_id", id, end);
    }
    if let Some(pdf) = links.iter().find(|link| link.kind == "pdf") {
        add("pdf_url", &shared.absolute_link(&pdf.url), end);
    }
    out
}

/// Returns a paper's JSON-LD, safe inside a `<script>` element.
///
/// Written directly: building a tree of values would take longer than the rest of the page. The page's address is only
/// in its canonical link.
pub(super) fn json_ld(paper: &Paper) -> String {
    /// The maximum length of a headline, for search engines.
    const HEADLINE: usize = 110;
    /// The most authors. Those of a large collaboration are in the `citation_author` tags.
    const AUTHORS: usize = 25;
    let mut out = String::with_capacity(512 + 48 * paper.authors.len());
    let kind = work::kind_of(paper);
    out.extend([r#"{"@context":"https://schema.org","@type":""#, schema_type(kind), "\""]);
    let title = title_of(paper);
    match title.char_indices().nth(HEADLINE) {
        Some((end, _)) => {
            field(&mut out, "headline", &title[..end]);
            field(&mut out, "name", title);
        }
        None => field(&mut out, "headline", title),
    }
    people(&mut out, "author", &paper.authors[..paper.authors.len().min(AUTHORS)]);
    field(&mut out, "datePublished", &paper.cited_date().to_string());
    if let Some(updated) = paper.updated {
        field(&mut out, "dateModified", &updated.to_string());
    }
    if let Some(doi) = doi_of(paper) {
        field(&mut out, "identifier", &identifier::doi_url(&doi));
    }
    // arXiv's own DOI is equivalent to the address.
    if let (Some(arxiv), Some(_)) = (&paper.links.arxiv, &paper.links.doi) {
        field(&mut out, "sameAs", &identifier::arxiv_url(arxiv));
    }
    part_of(&mut out, paper);
    if let Some(license) = &paper.license {
        field(&mut out, "license", license);
    }
    out.push('}');
    out
}

/// Returns the type of a work at schema.org.
fn schema_type(kind: WorkType) -> &'static str {
    match kind {
        WorkType::Article | WorkType::ConferencePaper | WorkType::Preprint => "ScholarlyArticle",
        WorkType::Thesis => "Thesis",
        WorkType::Report => "Report",
        WorkType::Book => "Book",
        WorkType::Chapter => "Chapter",
        WorkType::Dataset => "Dataset",
        WorkType::Software => "SoftwareSourceCode",
        WorkType::Other => "CreativeWork",
    }
}

/// Writes people as a list under a key, if there are any.
fn people(out: &mut String, key: &str, people: &[Author]) {
    for (index, author) in people.iter().enumerate() {
        match index {
            0 => out.extend([",\"", key, "\":["]),
            _ => out.push(','),
        }
        out.push_str(match author.is_collaboration() {
            true => r#"{"@type":"Organization""#,
            false => r#"{"@type":"Person""#,
        });
        field(out, "name", &author.name);
        if let Some([family, given, suffix]) = author.known_parts() {
            for (key, part) in [("familyName", family), ("givenName", given), ("honorificSuffix", suffix)] {
                if !part.is_empty() {
                    field(out, key, part);
                }
            }
        }
        if let Some(affiliation) = author.affiliation() {
            out.push_str(r#","affiliation":{"@type":"Organization""#);
            field(out, "name", affiliation);
            out.push('}');
        }
        if let Some(orcid) = author.orcid() {
            field(out, "sameAs", &identifier::orcid_url(orcid));
        }
        out.push('}');
    }
    out.push_str(if people.is_empty() { "" } else { "]" });
}

/// Writes where a work appeared, and where in it.
fn part_of(out: &mut String, paper: &Paper) {
    let place = PublishedIn::new(paper);
    let [volume, issue] = [&paper.volume, &paper.issue].map(|text| text.as_deref());
    let types: &[(&str, bool)] = match paper.r#type {
        Some(WorkType::Article) => &[
            ("Periodical", true),
            ("PublicationVolume", volume.is_some()),
            ("PublicationIssue", issue.is_some()),
        ],
        Some(WorkType::Chapter) => &[("Book", true)],
        Some(WorkType::Book | WorkType::Thesis | WorkType::Report) => &[("CreativeWorkSeries", true)],
        _ => &[("PublicationIssue", true), ("PublicationVolume", volume.is_some())],
    };
    if let Some(name) = place.container.or(place.series) {
        let types: Vec<&str> = types.iter().filter(|(_, is)| *is).map(|(name, _)| *name).collect();
        match types.as_slice() {
            [one] => out.extend([r#","isPartOf":{"@type":""#, one, "\""]),
            all => out.extend([r#","isPartOf":{"@type":[""#, &all.join(r#"",""#), "\"]"]),
        }
        field(out, "name", name);
        let has = |wanted: &str| types.contains(&wanted);
        if let Some(volume) = volume.filter(|_| has("PublicationVolume")) {
            field(out, "volumeNumber", volume);
        }
        if let Some(issue) = issue.filter(|_| has("PublicationIssue")) {
            field(out, "issueNumber", issue);
        }
        out.push('}');
    }
    if let Some(number) = issue.filter(|_| paper.r#type == Some(WorkType::Report)) {
        field(out, "reportNumber", number);
    }
    if let Some(pages) = &paper.pages {
        field(out, "pagination", pages);
    }
    if let Some(publisher) = place.publisher {
        out.push_str(r#","publisher":{"@type":"Organization""#);
        field(out, "name", publisher);
        out.push('}');
    }
    people(out, "editor", &paper.editors);
}

/// Writes `,"key":"value"`. The value cannot end the string or the script element (`</script>`, `<!--`).
fn field(out: &mut String, key: &str, value: &str) {
    out.extend([",\"", key, "\":\""]);
    let is_special =
        |char: char| char < ' ' || matches!(char, '"' | '\\' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}');
    let mut rest = value;
    while let Some(at) = rest.find(is_special) {
        out.push_str(&rest[..at]);
        let mut after = rest[at..].chars();
        match after.next() {
            Some(char @ ('"' | '\\')) => {
                out.push('\\');
                out.push(char);
            }
            Some(char) => {
                let _ = write!(out, "\\u{:04x}", u32::from(char));
            }
            None => {}
        }
        rest = after.as_str();
    }
    out.push_str(rest);
    out.push('"');
}
