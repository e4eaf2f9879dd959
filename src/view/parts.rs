//! The pieces that views are made of: what templates see of a date, a paper, a person.

use super::Views;
use crate::archive::{OrganizationId, PaperId, PersonId, TopicId};
use crate::content::{Heading, LinkKind, Paper};
use crate::plan::pager::Pages;
use crate::plan::routes;
use chrono::NaiveDate;
use serde::Serialize;

/// A day. All texts are English and the same on every machine.
#[derive(Debug, Clone, Serialize)]
pub struct DateView {
    /// `2026-04-15`
    pub iso: String,
    /// `15 Apr 2026`
    pub label: String,
    /// `Wednesday, 15 April 2026`
    pub long: String,
    /// Its page, where it has one.
    pub url: Option<String>,
}

/// A link with words.
#[derive(Debug, Clone, Serialize)]
pub struct LinkView {
    pub label: String,
    pub url: String,
}

/// A link of a paper, with its key in `links:` (`arxiv`, `doi`, `code`, …, `other`).
#[derive(Debug, Clone, Serialize)]
pub struct PaperLinkView {
    pub kind: &'static str,
    pub label: String,
    pub url: String,
}

/// A feed. `url` is for links, `url_abs` for feed readers.
#[derive(Debug, Clone, Serialize)]
pub struct FeedLink {
    pub title: String,
    pub url: String,
    pub url_abs: String,
    /// How many papers it draws from, where that is worth saying.
    pub count: Option<usize>,
}

/// A topic, person or organization by name.
#[derive(Debug, Clone, Serialize)]
pub struct NameView<'a> {
    pub slug: &'a str,
    pub name: &'a str,
    pub url: Option<String>,
    pub count: usize,
}

/// A paper in a list.
#[derive(Debug, Clone, Serialize)]
pub struct Card<'a> {
    pub id: &'a str,
    pub url: String,
    pub url_abs: String,
    pub title: &'a str,
    pub title_html: &'a str,
    /// The first three at most.
    pub authors: Vec<AuthorView<'a>>,
    pub author_count: usize,
    /// `A, B and C`, `A, B and 9 more`, `12 authors`, or nothing.
    pub byline: String,
    pub organization: Option<OrganizationView<'a>>,
    pub published: Option<DateView>,
    pub date: DateView,
    pub topics: Vec<NameView<'a>>,
    pub upvotes: Option<u32>,
    pub comments: Option<u32>,
    pub stars: Option<u32>,
    pub excerpt_html: &'a str,
    pub excerpt_cut: bool,
    pub withdrawn: bool,
    pub links: Vec<PaperLinkView>,
}

/// An author of a paper.
#[derive(Debug, Clone, Serialize)]
pub struct AuthorView<'a> {
    pub name: &'a str,
    pub url: Option<String>,
    pub affiliation: Option<&'a str>,
    pub orcid_url: Option<String>,
}

/// An organization of a paper.
#[derive(Debug, Clone, Serialize)]
pub struct OrganizationView<'a> {
    pub name: &'a str,
    pub handle: &'a str,
    pub url: Option<String>,
    pub logo: Option<String>,
}

/// A paper by its title.
#[derive(Debug, Clone, Serialize)]
pub struct PaperRef<'a> {
    pub id: &'a str,
    pub url: String,
    pub title: &'a str,
    pub title_html: &'a str,
}

/// A heading of a long text.
#[derive(Debug, Clone, Serialize)]
pub struct HeadingView<'a> {
    pub id: &'a str,
    pub text: &'a str,
    pub level: u8,
}

/// The pages of a long list.
#[derive(Debug, Clone, Serialize)]
pub struct PagerView {
    pub number: u32,
    pub total: u32,
    pub newest_url: Option<String>,
    pub newer_url: Option<String>,
    pub older_url: Option<String>,
    pub oldest_url: Option<String>,
    /// Those near this one.
    pub pages: Vec<PageNumber>,
}

/// One page of a long list.
#[derive(Debug, Clone, Serialize)]
pub struct PageNumber {
    pub number: u32,
    pub url: String,
    pub current: bool,
}

impl<'a> Views<'a> {
    /// Returns an address as links of this site have it: `/papers/days/2026-04-15/`.
    pub fn url(&self, address: &str) -> String {
        format!("{}{address}", self.site.root())
    }

    /// Returns an address as the world has it.
    pub fn absolute(&self, address: &str) -> String {
        format!("{}{address}", self.site.url())
    }

    /// Returns a web address, or a path of this site, as links have it.
    pub fn link(&self, url: &str) -> String {
        match url.strip_prefix('/') {
            Some(path) if !path.starts_with('/') => self.url(path),
            _ => url.to_owned(),
        }
    }

    /// Returns a link of a page, as [`Views::link`] gives it, as the world has it.
    pub(super) fn absolute_link(&self, link: &str) -> String {
        match link.starts_with('/') {
            true => format!("{}{link}", self.site.origin()),
            false => link.to_owned(),
        }
    }

    pub(super) fn date(&self, date: NaiveDate) -> DateView {
        let url = self.archive.day_index(date).map(|_| self.url(&routes::day(date)));
        DateView {
            iso: date.to_string(),
            label: date.format("%-d %b %Y").to_string(),
            long: date.format("%A, %-d %B %Y").to_string(),
            url,
        }
    }

    pub(super) fn topic_name(&self, id: TopicId) -> NameView<'a> {
        let topic = self.archive.topic(id);
        let url = self.site.pages.topics.then(|| self.url(&routes::member(routes::TOPICS, &topic.slug)));
        NameView { slug: &topic.slug, name: &topic.name, url, count: topic.papers.len() }
    }

    pub(super) fn person_name(&self, id: PersonId) -> NameView<'a> {
        let person = self.archive.person(id);
        NameView {
            slug: &person.slug,
            name: &person.name,
            url: self.person_url(id),
            count: person.papers.len(),
        }
    }

    fn person_url(&self, id: PersonId) -> Option<String> {
        let person = self.archive.person(id);
        let has_page = self.site.pages.authors && person.papers.len() >= self.site.pages.authors_from;
        has_page.then(|| self.url(&routes::member(routes::AUTHORS, &person.slug)))
    }

    pub(super) fn organization_name(&self, id: OrganizationId) -> NameView<'a> {
        let organization = self.archive.organization(id);
        let list = routes::member(routes::ORGANIZATIONS, &organization.slug);
        let url = self.site.pages.organizations.then(|| self.url(&list));
        NameView { slug: &organization.slug, name: &organization.name, url, count: organization.papers.len() }
    }

    pub(super) fn organization_of(&self, id: PaperId) -> Option<OrganizationView<'a>> {
        let id = self.archive.relations(id).organization?;
        let organization = self.archive.organization(id);
        let logo = self.logo(organization.logo.as_deref());
        let url = self.organization_name(id).url;
        Some(OrganizationView { name: &organization.name, handle: &organization.handle, url, logo })
    }

    /// Tells whether pages may show an image: one of this site, or any where the settings allow it.
    pub(super) fn shows_image(&self, url: &str) -> bool {
        url.starts_with('/') || self.site.pages.remote_images
    }

    pub(super) fn authors(&self, id: PaperId, most: usize) -> Vec<AuthorView<'a>> {
        let (paper, relations) = (self.archive.paper(id), self.archive.relations(id));
        let people = relations.people.iter().copied();
        paper
            .authors
            .iter()
            .zip(people)
            .take(most)
            .map(|(author, person)| AuthorView {
                name: &author.name,
                url: self.person_url(person),
                affiliation: author.affiliation(),
                orcid_url: author.orcid().map(|orcid| format!("https://orcid.org/{orcid}")),
            })
            .collect()
    }

    pub(super) fn cards(&self, ids: &[PaperId]) -> Vec<Card<'a>> {
        ids.iter().map(|&id| self.card(id)).collect()
    }

    pub(super) fn card(&self, id: PaperId) -> Card<'a> {
        let paper = self.archive.paper(id);
        let address = routes::paper(&paper.id);
        let mut links = self.paper_links(paper);
        links.retain(|link| matches!(link.kind, "arxiv" | "pdf" | "code"));
        Card {
            id: &paper.id,
            url: self.url(&address),
            url_abs: self.absolute(&address),
            title: title_of(paper),
            title_html: if paper.title_html.is_empty() { title_of(paper) } else { &paper.title_html },
            authors: self.authors(id, 3),
            author_count: paper.author_count,
            byline: byline(paper),
            organization: self.organization_of(id),
            published: paper.published.map(|date| self.date(date)),
            date: self.date(paper.day()),
            topics: self.archive.relations(id).topics.iter().map(|&topic| self.topic_name(topic)).collect(),
            upvotes: paper.counts.upvotes,
            comments: paper.counts.comments,
            stars: paper.counts.stars,
            excerpt_html: paper.excerpt_html(),
            excerpt_cut: paper.excerpt_cut,
            withdrawn: paper.withdrawn.is_some(),
            links,
        }
    }

    pub(super) fn paper_ref(&self, id: PaperId) -> PaperRef<'a> {
        let paper = self.archive.paper(id);
        PaperRef {
            id: &paper.id,
            url: self.url(&routes::paper(&paper.id)),
            title: title_of(paper),
            title_html: if paper.title_html.is_empty() { title_of(paper) } else { &paper.title_html },
        }
    }

    /// Returns all links of a paper, those that its arXiv id implies among them.
    pub(super) fn paper_links(&self, paper: &Paper) -> Vec<PaperLinkView> {
        let mut links = Vec::new();
        let mut add =
            |kind, label: &str, url| links.push(PaperLinkView { kind, label: label.to_owned(), url });
        let named = |kind: LinkKind| {
            paper.links.named.iter().find(|(own, _)| *own == kind).map(|(_, url)| self.link(url))
        };
        let arxiv = paper.links.arxiv.as_deref();
        if let Some(id) = arxiv {
            add("arxiv", "arXiv", format!("https://arxiv.org/abs/{id}"));
        }
        if let Some(url) = named(LinkKind::Pdf).or(arxiv.map(|id| format!("https://arxiv.org/pdf/{id}"))) {
            add("pdf", "PDF", url);
        }
        if let Some(url) = named(LinkKind::Html).or(arxiv.map(|id| format!("https://arxiv.org/html/{id}"))) {
            add("html", "HTML", url);
        }
        if let Some(doi) = doi_of(paper) {
            add("doi", "DOI", format!("https://doi.org/{doi}"));
        }
        let rest = [
            (LinkKind::Code, "Code"),
            (LinkKind::Project, "Project"),
            (LinkKind::Data, "Data"),
            (LinkKind::Model, "Model"),
            (LinkKind::Demo, "Demo"),
            (LinkKind::Video, "Video"),
            (LinkKind::Slides, "Slides"),
            (LinkKind::Poster, "Poster"),
        ];
        for (kind, label) in rest {
            if let Some(url) = named(kind) {
                add(kind.key(), label, url);
            }
        }
        for (label, url) in &paper.links.other {
            add("other", label, self.link(url));
        }
        links
    }

    pub(super) fn pager(&self, list: &str, pages: Pages, number: u32) -> PagerView {
        /// Pages on either side of this one that are named by number.
        const NEAR: u32 = 3;
        let total = pages.last();
        let at = |number: u32| self.url(&routes::numbered(list, number, total));
        let (low, high) = (number.saturating_sub(NEAR).max(1), number.saturating_add(NEAR).min(total));
        PagerView {
            number,
            total,
            newest_url: (high < total).then(|| at(total)),
            newer_url: (number < total).then(|| at(number + 1)),
            older_url: (number > 1).then(|| at(number - 1)),
            oldest_url: (low > 1).then(|| at(1)),
            pages: (low..=high)
                .rev()
                .map(|page| PageNumber { number: page, url: at(page), current: page == number })
                .collect(),
        }
    }
}

/// Returns the DOI of a paper: its own, or the one that arXiv gives.
pub(super) fn doi_of(paper: &Paper) -> Option<String> {
    let implied = || paper.links.arxiv.as_ref().map(|id| format!("10.48550/arXiv.{id}"));
    paper.links.doi.clone().or_else(implied)
}

/// A paper needs something to be called by.
pub(super) fn title_of(paper: &Paper) -> &str {
    if paper.title.is_empty() { "Untitled" } else { &paper.title }
}

/// Names the authors in a line.
pub(super) fn byline(paper: &Paper) -> String {
    let names: Vec<&str> = paper.authors.iter().map(|author| author.name.as_str()).collect();
    match (names.as_slice(), paper.author_count) {
        ([], 0) => String::new(),
        ([], 1) => "1 author".to_owned(),
        ([], count) => format!("{count} authors"),
        ([one], 1) => (*one).to_owned(),
        ([first, second], 2) => format!("{first} and {second}"),
        ([first, second, third], 3) => format!("{first}, {second} and {third}"),
        ([one], count) => format!("{one} and {} more", count - 1),
        ([first, second, ..], count) => format!("{first}, {second} and {} more", count - 2),
    }
}

pub(super) fn outline(headings: &[Heading]) -> Vec<HeadingView<'_>> {
    headings
        .iter()
        .map(|heading| HeadingView { id: &heading.id, text: &heading.text, level: heading.level })
        .collect()
}

/// Returns the first `most` characters of a text, cut at a word.
pub(super) fn clip(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let cut = text[..end].rfind(' ').filter(|&space| space > end / 2).unwrap_or(end);
    format!("{}…", text[..cut].trim_end_matches([' ', ',', ';', ':', '.']))
}
