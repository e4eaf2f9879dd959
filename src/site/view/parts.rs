//! The pieces that views are made of: what templates see of a date, a paper, a person.

use super::Views;
use crate::archive::{OrganizationId, PaperId, PersonId, TopicId};
use crate::config::Site;
use crate::content::{CARD_TOPICS, Heading, Languages, LinkKind, Paper};
pub(super) use crate::site::export::doi_of;
use crate::site::plan::Format;
use crate::site::plan::pager::Pages;
use crate::site::plan::routes;
use crate::theme::{Texts, View};
use chrono::NaiveDate;
use serde::Serialize;

/// A link with words.
#[derive(Debug, Clone, Serialize)]
pub struct LinkView {
    pub label: String,
    pub url: String,
}

/// A link of a paper, with its key in `links:` (`arxiv`, `doi`, `code`, …, `other`).
#[derive(Debug, Clone, Serialize)]
pub struct PaperLinkView<'a> {
    pub kind: &'static str,
    pub label: &'a str,
    pub url: String,
}

/// A feed. `url` is for links, `url_abs` for feed readers.
#[derive(Debug, Clone, Serialize)]
pub struct FeedLink {
    pub title: String,
    pub url: String,
    pub url_abs: String,
}

/// A topic, person or organization by name.
#[derive(Debug, Clone, Serialize)]
pub struct NameView<'a> {
    pub slug: &'a str,
    pub name: &'a str,
    pub url: Option<String>,
}

/// A name in a list that tells how many papers each has.
#[derive(Debug, Clone, Serialize)]
pub struct CountedView<'a> {
    pub slug: &'a str,
    pub name: &'a str,
    pub url: Option<String>,
    pub count: usize,
}

/// A paper with the beginning of its text, where a page shows one day's or few.
#[derive(Debug, Clone, Serialize)]
pub struct Card<'v> {
    pub id: &'v str,
    pub url: String,
    pub title: &'v str,
    pub title_html: &'v str,
    /// Where it is another language than the site's.
    pub title_lang: Option<&'v str>,
    pub author_count: usize,
    /// `A, B and C`, `A, B and 9 more`, `12 authors`, or nothing.
    pub byline: String,
    pub organization: Option<&'v View>,
    pub published: Option<View>,
    pub date: View,
    pub topics: Vec<&'v View>,
    /// How many more there are.
    pub more_topics: usize,
    pub upvotes: Option<u32>,
    pub comments: Option<u32>,
    pub stars: Option<u32>,
    pub excerpt_html: &'v str,
    pub excerpt_cut: bool,
    pub text_lang: Option<&'v str>,
    pub withdrawn: bool,
}

/// A paper in a long list, in brief.
#[derive(Debug, Clone, Serialize)]
pub struct Row<'v> {
    pub id: &'v str,
    pub url: String,
    pub title: &'v str,
    pub title_html: &'v str,
    pub title_lang: Option<&'v str>,
    pub byline: String,
    pub organization: Option<&'v View>,
    pub date: View,
    pub upvotes: Option<u32>,
    pub summary_html: Option<&'v str>,
    pub summary_lang: Option<&'v str>,
    pub withdrawn: bool,
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
    pub title_lang: Option<&'a str>,
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
        [self.site.root(), address].concat()
    }

    /// Returns an address as the world has it.
    pub fn absolute(&self, address: &str) -> String {
        [self.site.url(), address].concat()
    }

    /// Returns a web address, or a path of this site, as links have it.
    pub fn link(&self, url: &str) -> String {
        link(self.site, url)
    }

    /// Returns a link of a page, as [`Views::link`] gives it, as the world has it.
    pub(super) fn absolute_link(&self, link: &str) -> String {
        match link.starts_with('/') {
            true => [self.site.origin(), link].concat(),
            false => link.to_owned(),
        }
    }

    /// Returns the files that a list of papers has: its format for the words of each.
    pub(super) fn data_links(
        &self,
        listed: bool,
        cited: bool,
        path: impl Fn(Format) -> String,
    ) -> Vec<LinkView> {
        let mut formats = self.plan.formats(listed, cited);
        // Readers look for what their reference manager takes.
        formats.sort_by_key(|format| *format == Format::Json);
        let link =
            |format: Format| LinkView { label: format.name().to_owned(), url: self.url(&path(format)) };
        formats.into_iter().map(link).collect()
    }

    /// Returns a date that is no day of this site's making.
    pub(super) fn date(&self, date: NaiveDate) -> View {
        self.names.date(date)
    }

    /// Returns a day that papers were featured on, with its page.
    pub(super) fn featured(&self, date: NaiveDate) -> View {
        match self.archive.day_index(date) {
            Some(index) => self.names.day(index).clone(),
            None => self.date(date),
        }
    }

    pub(super) fn topic_name(&self, id: TopicId) -> &View {
        self.names.topic(id)
    }

    pub(super) fn counted_topic(&self, id: TopicId) -> CountedView<'a> {
        let topic = self.archive.topic(id);
        let url = self.site.pages.topics.then(|| self.url(&routes::member(routes::TOPICS, &topic.slug)));
        CountedView { slug: &topic.slug, name: &topic.name, url, count: topic.papers.len() }
    }

    pub(super) fn counted_organization(&self, id: OrganizationId) -> CountedView<'a> {
        let organization = self.archive.organization(id);
        let list = routes::member(routes::ORGANIZATIONS, &organization.slug);
        let url = self.site.pages.organizations.then(|| self.url(&list));
        CountedView {
            slug: &organization.slug,
            name: &organization.name,
            url,
            count: organization.papers.len(),
        }
    }

    pub(super) fn counted_person(&self, id: PersonId, count: usize) -> CountedView<'a> {
        let person = self.archive.person(id);
        CountedView { slug: &person.slug, name: &person.name, url: self.person_url(id), count }
    }

    fn person_url(&self, id: PersonId) -> Option<String> {
        let person = self.archive.person(id);
        let has_page = self.plan.has_page(person);
        has_page.then(|| self.url(&routes::member(routes::AUTHORS, &person.slug)))
    }

    pub(super) fn organization_of(&self, id: PaperId) -> Option<&View> {
        let id = self.archive.relations(id).organization?;
        Some(self.names.organization(id))
    }

    /// Returns the address of an image that pages may show: one of this site, or any where the settings allow it.
    pub(super) fn image(&self, url: Option<&str>) -> Option<String> {
        url.filter(|url| shows_image(self.site, url)).map(|url| self.link(url))
    }

    /// Returns all authors of a paper; those behind the leading ones have no page by it.
    pub(super) fn authors(&self, id: PaperId) -> Vec<AuthorView<'a>> {
        let (paper, relations) = (self.archive.paper(id), self.archive.relations(id));
        let people = relations.people.iter().map(|&person| Some(person)).chain(std::iter::repeat(None));
        paper
            .authors
            .iter()
            .zip(people)
            .map(|(author, person)| AuthorView {
                name: &author.name,
                url: person.and_then(|person| self.person_url(person)),
                affiliation: author.affiliation(),
                orcid_url: author.orcid().map(|orcid| format!("https://orcid.org/{orcid}")),
            })
            .collect()
    }

    pub(super) fn cards(&self, ids: &[PaperId]) -> Vec<Card<'_>> {
        ids.iter().map(|&id| self.card(id)).collect()
    }

    fn card(&self, id: PaperId) -> Card<'_> {
        let paper = self.archive.paper(id);
        Card {
            id: &paper.id,
            url: self.url(&routes::paper(&paper.id)),
            title: self.title_of(paper),
            title_html: self.title_html(paper),
            title_lang: self.title_lang(paper),
            author_count: paper.author_count,
            byline: byline(paper, self.texts),
            organization: self.organization_of(id),
            published: paper.published.map(|date| self.date(date)),
            date: self.featured(paper.day()),
            topics: self.topics_of(id, CARD_TOPICS),
            more_topics: self.archive.relations(id).topics.len().saturating_sub(CARD_TOPICS),
            upvotes: paper.counts.upvotes,
            comments: paper.counts.comments,
            stars: paper.counts.stars,
            excerpt_html: paper.excerpt_html(),
            excerpt_cut: paper.excerpt_cut,
            text_lang: match paper.abstract_html.is_empty() {
                true => self.language(paper, |languages| &languages.summary),
                false => self.language(paper, |languages| &languages.text),
            },
            withdrawn: paper.withdrawn.is_some(),
        }
    }

    /// Returns the first topics of a paper, at most `most`.
    pub(super) fn topics_of(&self, id: PaperId, most: usize) -> Vec<&View> {
        let topics = self.archive.relations(id).topics.iter().take(most);
        topics.map(|&topic| self.topic_name(topic)).collect()
    }

    pub(super) fn rows(&self, ids: &[PaperId]) -> Vec<Row<'_>> {
        ids.iter().map(|&id| self.row(id)).collect()
    }

    fn row(&self, id: PaperId) -> Row<'_> {
        let paper = self.archive.paper(id);
        Row {
            id: &paper.id,
            url: self.url(&routes::paper(&paper.id)),
            title: self.title_of(paper),
            title_html: self.title_html(paper),
            title_lang: self.title_lang(paper),
            byline: byline(paper, self.texts),
            organization: self.organization_of(id),
            date: self.featured(paper.day()),
            upvotes: paper.counts.upvotes,
            summary_html: paper.summary_html.as_deref(),
            summary_lang: self.language(paper, |languages| &languages.summary),
            withdrawn: paper.withdrawn.is_some(),
        }
    }

    pub(super) fn paper_ref(&self, id: PaperId) -> PaperRef<'a> {
        let paper = self.archive.paper(id);
        PaperRef {
            id: &paper.id,
            url: self.url(&routes::paper(&paper.id)),
            title: self.title_of(paper),
            title_html: self.title_html(paper),
            title_lang: self.title_lang(paper),
        }
    }

    /// The language of a paper's title, where it is known and another than the site's.
    pub(super) fn title_lang(&self, paper: &'a Paper) -> Option<&'a str> {
        self.language(paper, |languages| &languages.title)
    }

    /// Returns the title of a paper, or the word for none in the site's language.
    pub(super) fn title_of(&self, paper: &'a Paper) -> &'a str {
        if paper.title.is_empty() { self.texts.get("untitled") } else { &paper.title }
    }

    /// Returns the title of a paper as HTML, with its formulas.
    pub(super) fn title_html(&self, paper: &'a Paper) -> &'a str {
        if paper.title_html.is_empty() { self.title_of(paper) } else { &paper.title_html }
    }

    /// The language of one of a paper's texts, likewise.
    pub(super) fn language(
        &self,
        paper: &'a Paper,
        of: fn(&Languages) -> &Option<String>,
    ) -> Option<&'a str> {
        self.lang(paper.languages.as_ref().and_then(|languages| of(languages).as_deref()))
    }

    fn lang(&self, language: Option<&'a str>) -> Option<&'a str> {
        let (site, usual) = (self.site.language.as_str(), self.site.entry_language.as_str());
        // The site may say more of the same language, such as `zh-Hant` of `zh`.
        let is_site = |language: &str| {
            site.strip_prefix(language).is_some_and(|more| more.is_empty() || more.starts_with('-'))
        };
        Some(language.unwrap_or(usual)).filter(|language| !language.is_empty() && !is_site(language))
    }

    /// Returns all links of a paper, the pages that its arXiv id implies among them. The DOI that it implies leads to the first of those
    /// and is no link of its own.
    pub(super) fn paper_links<'p>(&'p self, paper: &'p Paper) -> Vec<PaperLinkView<'p>> {
        let mut links = Vec::new();
        let mut add = |kind, label, url| links.push(PaperLinkView { kind, label, url });
        let named = |kind: LinkKind| {
            paper.links.named.iter().find(|(own, _)| *own == kind).map(|(_, url)| self.link(url))
        };
        let arxiv = paper.links.arxiv.as_deref();
        if let Some(id) = arxiv {
            add("arxiv", "arXiv", ["https://arxiv.org/abs/", id].concat());
        }
        if let Some(url) = named(LinkKind::Pdf).or(arxiv.map(|id| ["https://arxiv.org/pdf/", id].concat())) {
            add("pdf", "PDF", url);
        }
        if let Some(url) = named(LinkKind::Html).or(arxiv.map(|id| ["https://arxiv.org/html/", id].concat()))
        {
            add("html", "HTML", url);
        }
        if let Some(doi) = &paper.links.doi {
            add("doi", "DOI", ["https://doi.org/", doi].concat());
        }
        let rest = [
            (LinkKind::Code, "link_code"),
            (LinkKind::Project, "link_project"),
            (LinkKind::Data, "link_data"),
            (LinkKind::Model, "link_model"),
            (LinkKind::Demo, "link_demo"),
            (LinkKind::Video, "link_video"),
            (LinkKind::Slides, "link_slides"),
            (LinkKind::Poster, "link_poster"),
        ];
        for (kind, label) in rest {
            if let Some(url) = named(kind) {
                add(kind.key(), self.texts.get(label), url);
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

/// Returns a web address, or a path of this site, as links have it.
pub(super) fn link(site: &Site, url: &str) -> String {
    match url.strip_prefix('/') {
        Some(path) if !path.starts_with('/') => [site.root(), path].concat(),
        _ => url.to_owned(),
    }
}

pub(super) fn shows_image(site: &Site, url: &str) -> bool {
    url.starts_with('/') || site.pages.remote_images
}

/// Names the authors in a line.
pub(super) fn byline(paper: &Paper, texts: &Texts) -> String {
    let names: [&str; 3] =
        std::array::from_fn(|index| paper.authors.get(index).map_or("", |author| author.name.as_str()));
    match (&names[..paper.authors.len().min(3)], paper.author_count) {
        ([], 0) => String::new(),
        ([], count) => texts.count("byline_count", count, &[]),
        ([one], 1) => (*one).to_owned(),
        ([a, b], 2) => texts.fill("byline_two", &[("a", a), ("b", b)]),
        ([a, b, c], 3) => texts.fill("byline_three", &[("a", a), ("b", b), ("c", c)]),
        ([a], count) => texts.count("byline_one_more", count - 1, &[("a", a)]),
        ([a, b, ..], count) => texts.count("byline_two_more", count - 2, &[("a", a), ("b", b)]),
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
    // No text has more characters than bytes.
    if text.len() <= most {
        return text.to_owned();
    }
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let cut = text[..end].rfind(' ').filter(|&space| space > end / 2).unwrap_or(end);
    format!("{}…", text[..cut].trim_end_matches([' ', ',', ';', ':', '.']))
}
