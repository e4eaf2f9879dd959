//! Views that many templates share: links, papers, names.

use super::Shared;
use crate::content::{CARD_KEYWORDS, CARD_TOPICS, Heading, Languages, LinkKind, Paper};
use crate::site::plan::{Format, formats, routes};
use crate::site::records::{Counted, OrganizationInput, PaperInput, PersonInput, TitleInput, TopicInput};
use crate::text::date::PartialDate;
use crate::text::identifier;
use crate::text::markdown::{self, Excerpt};
use crate::theme::{Texts, View};
use serde::Serialize;

#[derive(Debug, Clone, Serialize)]
pub struct LinkView {
    pub label: String,
    pub url: String,
}

/// A link of a paper. `kind` is its key in `links` (`arxiv`, `doi`, `code`, …, `other`).
#[derive(Debug, Clone, Serialize)]
pub struct PaperLinkView<'a> {
    pub kind: &'static str,
    pub label: &'a str,
    pub url: String,
}

/// A feed. `url` is for links, `url_abs` for feed readers; `mime` is its media type.
#[derive(Debug, Clone, Serialize)]
pub struct FeedLink {
    pub title: String,
    pub mime: &'static str,
    pub url: String,
    pub url_abs: String,
}

/// The name of a topic or person, with its page.
#[derive(Debug, Clone, Serialize)]
pub struct NameView<'a> {
    pub slug: &'a str,
    pub name: &'a str,
    pub url: Option<String>,
    pub hue: u8,
}

#[derive(Debug, Clone, Serialize)]
pub struct CountedView<'a> {
    pub slug: &'a str,
    pub name: &'a str,
    pub url: Option<String>,
    pub hue: u8,
    pub count: usize,
}

impl<'a> NameView<'a> {
    pub fn new(slug: &'a str, name: &'a str, url: Option<String>) -> NameView<'a> {
        NameView { slug, name, url, hue: hue(slug) }
    }
}

impl<'a> CountedView<'a> {
    pub fn new(slug: &'a str, name: &'a str, url: Option<String>, count: usize) -> CountedView<'a> {
        CountedView { slug, name, url, hue: hue(slug), count }
    }
}

/// Returns one of twelve hues. It depends on the slug alone, so a new topic does not change the colours of the others. The hash is FNV-1a.
pub fn hue(slug: &str) -> u8 {
    let hash = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    (slug.bytes().fold(0x811c_9dc5, hash) >> 8).rem_euclid(12) as u8
}

/// A paper with an excerpt, for pages with few papers.
#[derive(Debug, Clone, Serialize)]
pub struct Card<'v> {
    pub id: &'v str,
    pub url: String,
    pub title: &'v str,
    pub title_html: &'v str,
    /// The language of the title, if it differs from the site's.
    pub title_lang: Option<&'v str>,
    pub author_count: usize,
    /// `A, B and C`, `A, B and 9 more`, `12 authors`, or empty.
    pub byline: String,
    pub organization: Option<&'v View>,
    pub published: Option<View>,
    pub date: View,
    pub topics: Vec<&'v View>,
    pub more_topics: usize,
    pub upvotes: Option<u32>,
    pub comments: Option<u32>,
    pub stars: Option<u32>,
    /// Where its comments are, if known.
    pub comments_url: Option<String>,
    pub summary_html: Option<&'v str>,
    pub summary_lang: Option<&'v str>,
    pub excerpt_html: &'v str,
    pub excerpt_cut: bool,
    /// The abstract in one paragraph.
    pub abstract_html: String,
    pub text_lang: Option<&'v str>,
    pub links: Vec<PaperLinkView<'v>>,
    pub keywords: &'v [String],
    pub thumbnail: Option<String>,
    pub withdrawn: bool,
}

/// The maximum number of characters of a summary beside a title.
const LINE: usize = 120;

/// The maximum number of characters of an abstract on a card. Those of arXiv have at most 1,920.
const CARD_ABSTRACT: usize = 2_400;

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

#[derive(Debug, Clone, Serialize)]
pub struct OrganizationView<'a> {
    pub name: &'a str,
    pub handle: &'a str,
    pub url: Option<String>,
    pub logo: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct PaperRef<'a> {
    pub id: &'a str,
    pub url: String,
    pub title: &'a str,
    pub title_html: &'a str,
    pub title_lang: Option<&'a str>,
}

/// A paper beside another one.
#[derive(Debug, Clone, Serialize)]
pub struct RelatedView<'a> {
    #[serde(flatten)]
    pub paper: PaperRef<'a>,
    /// The beginning of the summary.
    pub line: Option<String>,
    /// Words and phrases that both papers contain. Empty if only their meanings are similar.
    pub shares: Vec<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct HeadingView<'a> {
    pub id: &'a str,
    pub text: &'a str,
    pub level: u8,
}

#[derive(Debug, Clone, Serialize)]
pub struct PagerView {
    pub number: u32,
    pub total: u32,
    pub newest_url: Option<String>,
    pub newer_url: Option<String>,
    pub older_url: Option<String>,
    pub oldest_url: Option<String>,
    pub pages: Vec<PageNumber>,
    /// `1–50 of 755`, the first of which is the newest.
    pub shown: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct PageNumber {
    pub number: u32,
    pub url: String,
    pub current: bool,
}

impl<'a> Shared<'a> {
    /// Returns links to the data files of a list.
    pub fn data_links(&self, listed: bool, cited: bool, path: impl Fn(Format) -> String) -> Vec<LinkView> {
        let mut formats: Vec<Format> = formats(listed, cited).collect();
        formats.sort_by_key(|format| *format == Format::Json);
        let link =
            |format: Format| LinkView { label: format.name().to_owned(), url: self.url(&path(format)) };
        formats.into_iter().map(link).collect()
    }

    /// Returns a date without a page.
    pub fn date(&self, date: PartialDate) -> View {
        self.names.date(date)
    }

    /// Returns a date that papers were featured on, with its page.
    pub fn featured(&self, date: impl Into<PartialDate>) -> View {
        self.names.featured(date.into())
    }

    pub fn topic_name(&self, topic: TopicInput<'_>) -> &View {
        self.names.topic(topic)
    }

    pub fn topic_url(&self, slug: &str) -> Option<String> {
        self.pages().topics.then(|| self.url(&routes::member(routes::TOPICS, slug)))
    }

    pub fn counted_topic<'v>(&self, Counted { name, count }: Counted<TopicInput<'v>>) -> CountedView<'v> {
        CountedView::new(name.slug(), name.name(), self.topic_url(name.slug()), count)
    }

    pub fn organization_url(&self, slug: &str) -> Option<String> {
        self.pages().organizations.then(|| self.url(&routes::member(routes::ORGANIZATIONS, slug)))
    }

    pub fn counted_organization<'v>(
        &self,
        Counted { name, count }: Counted<OrganizationInput<'v>>,
    ) -> CountedView<'v> {
        CountedView::new(name.slug(), name.name(), self.organization_url(name.slug()), count)
    }

    pub fn counted_person<'v>(&self, Counted { name, count }: Counted<PersonInput<'v>>) -> CountedView<'v> {
        CountedView::new(name.slug(), name.name(), self.person_url(name), count)
    }

    pub fn person_url(&self, person: PersonInput<'_>) -> Option<String> {
        person.has_page().then(|| self.url(&routes::member(routes::AUTHORS, person.slug())))
    }

    pub fn organization_of(&self, paper: PaperInput<'_>) -> Option<&View> {
        Some(self.names.organization(paper.organization()?))
    }

    pub fn card<'v>(&'v self, paper: PaperInput<'v>) -> Card<'v> {
        let entry = paper.entry();
        Card {
            id: &entry.id,
            url: self.url(&routes::paper(&entry.id)),
            title: self.title_of(entry),
            title_html: self.title_html(entry),
            title_lang: self.title_lang(entry),
            author_count: entry.author_count,
            byline: byline(entry, self.texts),
            organization: self.organization_of(paper),
            published: entry.published.map(|date| self.date(date)),
            date: self.featured(entry.date()),
            topics: self.topics_of(paper, CARD_TOPICS),
            more_topics: paper.topics().len().saturating_sub(CARD_TOPICS),
            upvotes: entry.counts.upvotes,
            comments: entry.counts.comments,
            stars: entry.counts.stars,
            comments_url: self.comments_at(entry),
            summary_html: entry.summary_html.as_deref(),
            summary_lang: self.language_of(entry, |languages| &languages.summary),
            excerpt_html: entry.excerpt_html(),
            excerpt_cut: entry.excerpt_cut,
            abstract_html: self.abstract_of(entry),
            links: self.paper_links(entry),
            keywords: entry.keywords.get(..CARD_KEYWORDS).unwrap_or(&entry.keywords),
            thumbnail: self.image(entry.thumbnail.as_deref()),
            text_lang: match entry.abstract_html.is_empty() {
                true => self.language_of(entry, |languages| &languages.summary),
                false => self.language_of(entry, |languages| &languages.text),
            },
            withdrawn: entry.withdrawn.is_some(),
        }
    }

    /// Returns an abstract in one paragraph, for cards. None if the settings say that lists have no beginnings of abstracts.
    fn abstract_of(&self, paper: &Paper) -> String {
        if self.pages().excerpt == 0 {
            return String::new();
        }
        let Excerpt { mut html, cut } = markdown::excerpt(&paper.abstract_html, CARD_ABSTRACT);
        if cut {
            html.push('…');
        }
        html
    }

    /// Returns where the comments of a paper are: on its page, or at Hugging Face, whose imports count them.
    pub fn comments_at(&self, paper: &Paper) -> Option<String> {
        paper.counts.comments.filter(|&count| count > 0)?;
        if self.comments().provider.host().is_some() {
            return Some([&self.url(&routes::paper(&paper.id)), "#comments"].concat());
        }
        self.at_hugging_face(paper)
    }

    /// Returns the page of a paper at Hugging Face, whose imports count votes and comments.
    pub fn at_hugging_face(&self, paper: &Paper) -> Option<String> {
        let arxiv = paper.links.arxiv.as_deref().filter(|_| self.pages().elsewhere)?;
        Some(["https://huggingface.co/papers/", arxiv].concat())
    }

    pub fn topics_of(&self, paper: PaperInput<'_>, most: usize) -> Vec<&View> {
        paper.topics().take(most).map(|topic| self.topic_name(topic)).collect()
    }

    pub fn rows<'v>(&'v self, papers: impl IntoIterator<Item = PaperInput<'v>>) -> Vec<Row<'v>> {
        papers.into_iter().map(|paper| self.row(paper)).collect()
    }

    fn row<'v>(&'v self, paper: PaperInput<'v>) -> Row<'v> {
        let entry = paper.entry();
        Row {
            id: &entry.id,
            url: self.url(&routes::paper(&entry.id)),
            title: self.title_of(entry),
            title_html: self.title_html(entry),
            title_lang: self.title_lang(entry),
            byline: byline(entry, self.texts),
            organization: self.organization_of(paper),
            date: self.featured(entry.date()),
            upvotes: entry.counts.upvotes,
            summary_html: entry.summary_html.as_deref(),
            summary_lang: self.language_of(entry, |languages| &languages.summary),
            withdrawn: entry.withdrawn.is_some(),
        }
    }

    pub fn paper_ref<'v>(&self, paper: TitleInput<'v>) -> PaperRef<'v>
    where
        'a: 'v,
    {
        let title = if paper.title().is_empty() { self.texts.get("untitled") } else { paper.title() };
        PaperRef {
            id: paper.id(),
            url: self.url(&routes::paper(paper.id())),
            title,
            title_html: if paper.title_html().is_empty() { title } else { paper.title_html() },
            title_lang: self.other_language(paper.language()),
        }
    }

    pub fn related<'v>(&self, paper: TitleInput<'v>, shares: Vec<String>) -> RelatedView<'v>
    where
        'a: 'v,
    {
        let line = paper.summary_html().map(|html| clip(&markdown::beginning(html, 4 * LINE), LINE));
        RelatedView { paper: self.paper_ref(paper), line, shares }
    }

    /// Returns the language of a paper's title, if it is known and differs from the site's.
    pub fn title_lang<'v>(&self, paper: &'v Paper) -> Option<&'v str>
    where
        'a: 'v,
    {
        self.language_of(paper, |languages| &languages.title)
    }

    pub fn title_of<'v>(&self, paper: &'v Paper) -> &'v str
    where
        'a: 'v,
    {
        if paper.title.is_empty() { self.texts.get("untitled") } else { &paper.title }
    }

    /// Returns a title, marked if the paper is withdrawn.
    pub fn marked(&self, paper: &Paper, title: &str) -> String {
        match paper.withdrawn {
            Some(_) => self.texts.fill("withdrawn_title", &[("title", &title)]),
            None => title.to_owned(),
        }
    }

    pub fn title_html<'v>(&self, paper: &'v Paper) -> &'v str
    where
        'a: 'v,
    {
        if paper.title_html.is_empty() { self.title_of(paper) } else { &paper.title_html }
    }

    /// Returns the language of another text of a paper, likewise.
    pub fn language_of<'v>(&self, paper: &'v Paper, of: fn(&Languages) -> &Option<String>) -> Option<&'v str>
    where
        'a: 'v,
    {
        self.other_language(paper.languages.as_ref().and_then(|languages| of(languages).as_deref()))
    }

    fn other_language<'v>(&self, language: Option<&'v str>) -> Option<&'v str>
    where
        'a: 'v,
    {
        let (site, usual) = (self.site.language.as_str(), self.site.entry_language.as_str());
        // The site's tag may be more specific, such as `zh-Hant` for `zh`.
        let is_site = |language: &str| {
            site.strip_prefix(language).is_some_and(|more| more.is_empty() || more.starts_with('-'))
        };
        Some(language.unwrap_or(usual)).filter(|language| !language.is_empty() && !is_site(language))
    }

    /// Returns all links of a paper, including those implied by its arXiv id. The DOI implied by that is omitted: it links to the same
    /// page.
    pub fn paper_links<'p>(&'p self, paper: &'p Paper) -> Vec<PaperLinkView<'p>> {
        let mut links = Vec::new();
        let mut add = |kind, label, url| links.push(PaperLinkView { kind, label, url });
        let named = |kind: LinkKind| {
            paper.links.named.iter().find(|(own, _)| *own == kind).map(|(_, url)| self.link(url))
        };
        let arxiv = paper.links.arxiv.as_deref();
        if let Some(id) = arxiv {
            add("arxiv", "arXiv", identifier::arxiv_url(id));
        }
        if let Some(url) = named(LinkKind::Pdf).or(arxiv.map(|id| ["https://arxiv.org/pdf/", id].concat())) {
            add("pdf", "PDF", url);
        }
        if let Some(url) = named(LinkKind::Html).or(arxiv.map(|id| ["https://arxiv.org/html/", id].concat()))
        {
            add("html", "HTML", url);
        }
        if let Some(doi) = &paper.links.doi {
            add("doi", "DOI", identifier::doi_url(doi));
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

    pub fn pager(&self, list: &str, number: u32, total: u32) -> PagerView {
        /// The number of pages listed on each side of the current one.
        const NEAR: u32 = 3;
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
            shown: None,
        }
    }
}

/// Returns the authors as one line.
pub fn byline(paper: &Paper, texts: &Texts) -> String {
    let names: [&str; 3] =
        std::array::from_fn(|index| paper.authors.get(index).map_or("", |author| author.name.as_str()));
    let names = &names[..paper.authors.len().min(3)];
    // Of others whose number is not known.
    if paper.others && paper.author_count == paper.authors.len() {
        return match names {
            [] => String::new(),
            [a] => texts.fill("byline_one_others", &[("a", a)]),
            [a, b, ..] => texts.fill("byline_two_others", &[("a", a), ("b", b)]),
        };
    }
    match (names, paper.author_count) {
        ([], 0) => String::new(),
        ([], count) => texts.count("byline_count", count, &[]),
        ([one], 1) => (*one).to_owned(),
        ([a, b], 2) => texts.fill("byline_two", &[("a", a), ("b", b)]),
        ([a, b, c], 3) => texts.fill("byline_three", &[("a", a), ("b", b), ("c", c)]),
        ([a], count) => texts.count("byline_one_more", count - 1, &[("a", a)]),
        ([a, b, ..], count) => texts.count("byline_two_more", count - 2, &[("a", a), ("b", b)]),
    }
}

pub fn outline(headings: &[Heading]) -> Vec<HeadingView<'_>> {
    headings
        .iter()
        .map(|heading| HeadingView { id: &heading.id, text: &heading.text, level: heading.level })
        .collect()
}

/// Returns the beginning of an HTML text as one line of plain text.
pub fn line(html: &str) -> String {
    /// Search engines show no more.
    const LENGTH: usize = 160;
    let mut text = markdown::beginning(html, LENGTH + 1);
    if !text.is_ascii() {
        text = markdown::beginning(html, 4 * LENGTH);
    }
    clip(&text, LENGTH)
}

/// Returns the first `most` characters of a text, cut between words.
pub fn clip(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let cut = text[..end].rfind(' ').filter(|&space| space > end / 2).unwrap_or(end);
    format!("{}…", text[..cut].trim_end_matches([' ', ',', ';', ':', '.']))
}
