//! A paper's own page.

use super::parts::{
    AuthorView, Card, DateView, HeadingView, LinkView, PaperLinkView, PaperRef, clip, outline, title_of,
};
use super::scholar::{self, Tag};
use super::{Ready, Views, bibtex};
use crate::archive::PaperId;
use crate::markdown;
use crate::plan::routes;
use serde::Serialize;

#[derive(Serialize)]
struct PaperView<'a> {
    #[serde(flatten)]
    card: Card<'a>,
    /// Everything below that has a key of the card's stands in its place.
    #[serde(rename = "authors")]
    all_authors: Vec<AuthorView<'a>>,
    authors_folded: bool,
    abstract_html: &'a str,
    notes_html: Option<&'a str>,
    summary_html: Option<&'a str>,
    #[serde(rename = "links")]
    all_links: Vec<PaperLinkView>,
    venue: Option<&'a str>,
    license: Option<LicenseView>,
    keywords: &'a [String],
    bibtex: String,
    bibtex_file: String,
    days: Vec<DateView>,
    updated: Option<DateView>,
    withdrawn_reason: Option<&'a str>,
    withdrawn_date: Option<DateView>,
    submitted_by: Option<&'a str>,
    thumbnail: Option<String>,
    outline: Vec<HeadingView<'a>>,
    citation: Vec<Tag>,
    json_ld: String,
    edit_url: Option<String>,
    prev: Option<PaperRef<'a>>,
    next: Option<PaperRef<'a>>,
    extra: &'a serde_json::Map<String, serde_json::Value>,
}

#[derive(Serialize)]
struct LicenseView {
    label: String,
    url: Option<String>,
}

/// More authors than this are folded away.
const SHOWN_AUTHORS: usize = 20;

impl Views<'_> {
    pub(super) fn paper(&self, id: PaperId) -> Ready {
        let paper = self.archive.paper(id);
        let address = routes::paper(&paper.id);
        let neighbours = self.neighbours(id);
        let edit_url = self.site.repository.edit_url(&paper.origin.file);
        let canonical = self.absolute(&address);
        let view = PaperView {
            card: self.card(id),
            all_authors: self.authors(id, usize::MAX),
            // One more is not worth folding.
            authors_folded: paper.authors.len() > SHOWN_AUTHORS + 1,
            abstract_html: &paper.abstract_html,
            notes_html: paper.notes.as_ref().map(|notes| notes.html.as_str()),
            summary_html: paper.summary_html.as_deref(),
            all_links: self.paper_links(paper),
            venue: paper.venue.as_deref(),
            license: paper.license.as_deref().map(license),
            keywords: &paper.keywords,
            bibtex: bibtex::entry(paper, &canonical),
            bibtex_file: format!("{}.bib", paper.id),
            days: paper.dates.iter().map(|&date| self.date(date)).collect(),
            updated: paper.updated.map(|date| self.date(date)),
            withdrawn_reason: paper.withdrawn.as_ref().map(|withdrawn| withdrawn.reason.as_str()),
            withdrawn_date: paper
                .withdrawn
                .as_ref()
                .and_then(|withdrawn| withdrawn.date)
                .map(|date| self.date(date)),
            submitted_by: paper.submitted_by.as_deref(),
            thumbnail: paper
                .thumbnail
                .as_deref()
                .filter(|url| self.shows_image(url))
                .map(|url| self.link(url)),
            outline: paper.notes.as_ref().map(|notes| outline(&notes.outline)).unwrap_or_default(),
            citation: scholar::tags(self, paper, &self.paper_links(paper)),
            json_ld: scholar::json_ld(self, id, &canonical),
            edit_url: edit_url.clone(),
            prev: neighbours.0,
            next: neighbours.1,
            extra: &paper.extra,
        };
        let beginning =
            if paper.abstract_html.is_empty() { paper.excerpt_html() } else { &paper.abstract_html };
        let mut page = self.head("paper", "archive", &address, title_of(paper));
        // The excerpt spares reading all of a long text; one character more than is kept tells that there is more.
        page = page.described(clip(&markdown::plain_text(&markdown::excerpt(beginning, 260).html), 240));
        let day = self.date(paper.day());
        page.trail = vec![self.step(&self.site.title, routes::HOME)];
        page.trail.extend(day.url.map(|url| LinkView { label: day.label, url }));
        page.edit_url = edit_url;
        // Whoever shares the page fetches this picture; the page itself does not.
        page.image = paper.thumbnail.as_deref().map(|url| self.absolute_link(&self.link(url)));
        page.with("paper.html", "paper", &view)
    }

    /// Returns the papers before and after this one on its first day's page.
    fn neighbours(&self, id: PaperId) -> (Option<PaperRef<'_>>, Option<PaperRef<'_>>) {
        let Some(index) = self.archive.day_index(self.archive.paper(id).day()) else { return (None, None) };
        let papers = &self.archive.days[index].papers;
        let Some(at) = papers.iter().position(|&other| other == id) else { return (None, None) };
        let before = at.checked_sub(1).and_then(|at| papers.get(at));
        (before.map(|&id| self.paper_ref(id)), papers.get(at + 1).map(|&id| self.paper_ref(id)))
    }
}

/// Gives a licence its address, where it is one that everybody knows.
fn license(text: &str) -> LicenseView {
    let url = text.starts_with("https://") || text.starts_with("http://");
    if url && !text.contains(|char: char| char.is_whitespace() || "\"<>".contains(char)) {
        let label = text.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
        return LicenseView { label: label.to_owned(), url: Some(text.to_owned()) };
    }
    let key = text.to_ascii_lowercase().replace(' ', "-");
    let known = match key.strip_prefix("cc-") {
        Some("0-1.0" | "zero-1.0") => Some("https://creativecommons.org/publicdomain/zero/1.0/".to_owned()),
        Some(rest) => rest.rsplit_once('-').and_then(|(kind, version)| {
            let is_known = matches!(kind, "by" | "by-sa" | "by-nd" | "by-nc" | "by-nc-sa" | "by-nc-nd")
                && matches!(version, "2.0" | "2.5" | "3.0" | "4.0");
            is_known.then(|| format!("https://creativecommons.org/licenses/{kind}/{version}/"))
        }),
        None if key == "cc0-1.0" || key == "cc0" => {
            Some("https://creativecommons.org/publicdomain/zero/1.0/".to_owned())
        }
        None => None,
    };
    LicenseView { label: text.to_owned(), url: known }
}
