//! Metadata in a paper's page, for Google Scholar, Zotero and search engines.
//!
//! Tag names are those of scholar.google.com/intl/en/scholar/inclusion.html and Zotero's Embedded Metadata translator, types those of
//! schema.org. The abstract is not repeated: it would be a fifth of all bytes of a large archive.

use super::*;
use crate::site::export::{doi_of, is_journal};
use crate::site::shared::PaperLinkView;
use crate::site::shared::dates::slashed;

/// Returns a paper's `citation_*` tags as HTML, one per line, title first (it is the `og:title` too). All leading authors are named, since
/// reference managers read them here.
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
        add("author", &author.name, end);
    }
    add("publication_date", &slashed(paper.published.unwrap_or(paper.day())), end);
    if let Some(venue) = &paper.venue {
        add(if is_journal(venue) { "journal_title" } else { "conference_title" }, venue, end);
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
/// Written directly: building a tree of values would take longer than the rest of the page. The page's address is only in its canonical
/// link.
pub(super) fn json_ld(paper: &Paper) -> String {
    /// The maximum length of a headline, for search engines.
    const HEADLINE: usize = 110;
    let mut out = String::with_capacity(512 + 48 * paper.authors.len());
    out.push_str(r#"{"@context":"https://schema.org","@type":"ScholarlyArticle""#);
    let title = title_of(paper);
    match title.char_indices().nth(HEADLINE) {
        Some((end, _)) => {
            field(&mut out, "headline", &title[..end]);
            field(&mut out, "name", title);
        }
        None => field(&mut out, "headline", title),
    }
    for (index, author) in paper.leading_authors().iter().enumerate() {
        out.push_str(if index == 0 { r#","author":["# } else { "," });
        out.push_str(r#"{"@type":"Person""#);
        field(&mut out, "name", &author.name);
        if let Some(affiliation) = author.affiliation() {
            out.push_str(r#","affiliation":{"@type":"Organization""#);
            field(&mut out, "name", affiliation);
            out.push('}');
        }
        if let Some(orcid) = author.orcid() {
            field(&mut out, "sameAs", &format!("https://orcid.org/{orcid}"));
        }
        out.push('}');
    }
    if !paper.authors.is_empty() {
        out.push(']');
    }
    field(&mut out, "datePublished", &paper.published.unwrap_or(paper.day()).to_string());
    if let Some(updated) = paper.updated {
        field(&mut out, "dateModified", &updated.to_string());
    }
    if let Some(doi) = doi_of(paper) {
        field(&mut out, "identifier", &format!("https://doi.org/{doi}"));
    }
    // arXiv's own DOI is equivalent to the address.
    if let (Some(arxiv), Some(_)) = (&paper.links.arxiv, &paper.links.doi) {
        field(&mut out, "sameAs", &format!("https://arxiv.org/abs/{arxiv}"));
    }
    if let Some(venue) = &paper.venue {
        out.push_str(r#","isPartOf":{"@type":"PublicationIssue""#);
        field(&mut out, "name", venue);
        out.push('}');
    }
    if let Some(license) = &paper.license {
        field(&mut out, "license", license);
    }
    out.push('}');
    out
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
