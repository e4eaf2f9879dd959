//! A paper's own page.

use super::comments::CommentsView;
use super::dates::DateView;
use super::frames::{Frames, PAPERS};
use super::parts::{AuthorView, HeadingView, PaperLinkView, PaperRef, byline, clip, outline};
use super::scholar;
use super::{Ready, Views};
use crate::archive::PaperId;
use crate::content::{LISTED_TOPICS, PLAIN_KEYS, Paper, PlainKey, PlainValue};
use crate::site::export::bibtex;
use crate::site::plan::routes;
use crate::text::markdown;
use crate::theme::View;
use serde::Serialize;
use std::borrow::Cow;

/// All that a card has, and more.
#[derive(Serialize)]
struct PaperView<'v> {
    id: &'v str,
    url: &'v str,
    title: &'v str,
    title_html: &'v str,
    title_lang: Option<&'v str>,
    text_lang: Option<&'v str>,
    summary_lang: Option<&'v str>,
    notes_lang: Option<&'v str>,
    authors: Vec<AuthorView<'v>>,
    authors_folded: bool,
    author_count: usize,
    byline: String,
    organization: Option<&'v View>,
    published: Option<View>,
    updated: Option<View>,
    date: View,
    days: Vec<View>,
    topics: Vec<&'v View>,
    /// How many more there are, and their names.
    more_topics: usize,
    other_topics: Vec<&'v str>,
    upvotes: Option<u32>,
    comments: Option<u32>,
    stars: Option<u32>,
    summary_html: Option<&'v str>,
    abstract_html: &'v str,
    excerpt_html: &'v str,
    excerpt_cut: bool,
    notes_html: Option<&'v str>,
    outline: Vec<HeadingView<'v>>,
    links: &'v [PaperLinkView<'v>],
    venue: Option<&'v str>,
    license: Option<LicenseView>,
    keywords: &'v [String],
    bibtex: Cow<'v, str>,
    bibtex_file: String,
    withdrawn: bool,
    withdrawn_reason: Option<&'v str>,
    withdrawn_date: Option<View>,
    submitted_by: Option<&'v str>,
    details: Vec<DetailView<'v>>,
    thumbnail: Option<String>,
    citation_html: String,
    json_ld: String,
    edit_url: Option<&'v str>,
    discussion: Option<CommentsView>,
    prev: Option<PaperRef<'v>>,
    next: Option<PaperRef<'v>>,
    related: Vec<PaperRef<'v>>,
    extra: &'v serde_json::Map<String, serde_json::Value>,
}

/// A fact that the page lists like every other: the value of a key whose declaration names a word.
#[derive(Serialize)]
struct DetailView<'v> {
    key: &'static str,
    label: &'v str,
    text: Cow<'v, str>,
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
        let (prev, next) = self.neighbours(id);
        let day = paper.day();
        let links = self.paper_links(paper);
        let other_topics: Vec<&str> = {
            let topics = self.archive.relations(id).topics.iter().skip(LISTED_TOPICS);
            topics.map(|&topic| self.archive.topic(topic).name.as_str()).collect()
        };
        let mut page = self.head("paper", PAPERS, &address, self.title_of(paper)).described(line_of(paper));
        page.frame = self.frames.and_then(Frames::of_paper).cloned().or(page.frame);
        page.trail = self.trail();
        page.trail.extend(self.archive.day_index(day).map(|index| self.names.step(index).clone()));
        page.edit_url = self.site.repository.edit_url(&paper.origin.file);
        page.changed = self.changed(&paper.origin);
        page.correct_url = self.site.repository.correct_url(&paper.id, self.title_of(paper));
        // Whoever shares the page fetches this picture; the page itself does not.
        page.image = paper.thumbnail.as_deref().map(|url| self.absolute_link(&self.link(url)));
        page.card = self.paper_card(id);
        let view = PaperView {
            id: &paper.id,
            url: &page.url,
            title: self.title_of(paper),
            title_html: self.title_html(paper),
            title_lang: self.title_lang(paper),
            text_lang: self.language(paper, |languages| &languages.text),
            summary_lang: self.language(paper, |languages| &languages.summary),
            notes_lang: self.language(paper, |languages| &languages.notes),
            authors: self.authors(id),
            // One more is not worth folding.
            authors_folded: paper.authors.len() > SHOWN_AUTHORS + 1,
            author_count: paper.author_count,
            byline: byline(paper, self.texts),
            organization: self.organization_of(id),
            published: paper.published.map(|date| self.date(date)),
            updated: paper.updated.map(|date| self.date(date)),
            date: self.featured(day),
            days: paper.dates.iter().map(|&date| self.featured(date)).collect(),
            topics: self.topics_of(id, LISTED_TOPICS),
            more_topics: other_topics.len(),
            other_topics,
            upvotes: paper.counts.upvotes,
            comments: paper.counts.comments,
            stars: paper.counts.stars,
            summary_html: paper.summary_html.as_deref(),
            abstract_html: &paper.abstract_html,
            excerpt_html: paper.excerpt_html(),
            excerpt_cut: paper.excerpt_cut,
            notes_html: paper.notes.as_ref().map(|notes| notes.html.as_str()),
            outline: paper.notes.as_ref().map(|notes| outline(&notes.outline)).unwrap_or_default(),
            venue: paper.venue.as_deref(),
            license: paper.license.as_deref().map(license),
            keywords: &paper.keywords,
            bibtex: bibtex::entry(paper, &page.canonical),
            bibtex_file: format!("{}.bib", paper.id),
            withdrawn: paper.withdrawn.is_some(),
            withdrawn_reason: paper.withdrawn.as_ref().map(|withdrawn| withdrawn.reason.as_str()),
            withdrawn_date: paper.withdrawn.as_ref().and_then(|gone| gone.date).map(|date| self.date(date)),
            submitted_by: paper.submitted_by.as_deref(),
            details: self.details(paper),
            thumbnail: self.image(paper.thumbnail.as_deref()),
            citation_html: scholar::tags(self, paper, &links),
            json_ld: scholar::json_ld(paper),
            links: &links,
            edit_url: page.edit_url.as_deref(),
            discussion: self.comments(&address),
            prev,
            next,
            related: self.archive.related.of(id).iter().map(|&id| self.paper_ref(id)).collect(),
            extra: &paper.extra,
        };
        page.with("paper.html", "paper", &view)
    }

    fn details<'v>(&'v self, paper: &'v Paper) -> Vec<DetailView<'v>> {
        let detail = |plain: &'static PlainKey| {
            let text = match (plain.value)(paper)? {
                PlainValue::Text(text) | PlainValue::Address(text) => text.into(),
                PlainValue::Day(day) => DateView::plain(day, self.texts).label.into(),
                PlainValue::List(texts) => texts.join(", ").into(),
            };
            Some(DetailView { key: plain.key, label: self.texts.get(plain.word?), text })
        };
        PLAIN_KEYS.iter().filter_map(detail).collect()
    }

    /// Returns the papers before and after this one on its first day's page.
    fn neighbours(&self, id: PaperId) -> (Option<PaperRef<'_>>, Option<PaperRef<'_>>) {
        let Some((index, at)) = self.archive.place_on_day(id) else { return (None, None) };
        let papers = &self.archive.days[index].papers;
        let before = at.checked_sub(1).and_then(|at| papers.get(at));
        (before.map(|&id| self.paper_ref(id)), papers.get(at + 1).map(|&id| self.paper_ref(id)))
    }
}

/// Returns the beginning of what a paper says of itself, as search results show it.
pub(super) fn line_of(paper: &Paper) -> String {
    /// They show no more than this.
    const LENGTH: usize = 160;
    let summary = paper.summary_html.as_deref().filter(|_| paper.abstract_html.is_empty());
    let html = summary.unwrap_or(&paper.abstract_html);
    let mut text = markdown::beginning(html, LENGTH + 1);
    if !text.is_ascii() {
        // A character has up to four bytes.
        text = markdown::beginning(html, 4 * LENGTH);
    }
    clip(&text, LENGTH)
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
