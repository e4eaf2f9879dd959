//! The search page, and the cards of its index.

use super::parts::byline;
use super::{Ready, Views, dates};
use crate::archive::{PaperId, TopicId};
use crate::content::CARD_TOPICS;
use crate::site::plan::{Page, routes};
use serde::Serialize;
use std::cmp::Reverse;

/// The topics that the page offers to filter by: the largest.
const TOPICS: usize = 300;

#[derive(Serialize)]
struct SearchView<'a> {
    /// Where the index is.
    data_url: String,
    /// How a day reads, for the script: its form with `$1`, `$2` and `$3` for year, month and day and `{$2}` for the name of the month,
    /// then the names of the months, all divided by `|`.
    dates: String,
    topics: Vec<TopicView<'a>>,
    topics_url: Option<String>,
    authors_url: Option<String>,
    archive_url: Option<String>,
}

#[derive(Serialize)]
struct TopicView<'a> {
    slug: &'a str,
    name: &'a str,
}

/// What the script shows of a paper before it has the paper's page.
#[derive(Serialize)]
struct CardView<'a> {
    id: &'a str,
    title: &'a str,
    by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    org: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    topics: Vec<&'a str>,
    /// The language of the title, where it is another than the site's.
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    gone: bool,
    /// Whether there is no text to show.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    bare: bool,
}

impl Views<'_> {
    pub(super) fn search(&self) -> Ready {
        let (archive, pages) = (self.archive, &self.site.pages);
        let mut topics: Vec<TopicId> = (0..archive.topics.len() as u32).map(TopicId).collect();
        topics.sort_by_key(|&id| Reverse(archive.topic(id).papers.len()));
        topics.truncate(TOPICS);
        topics.sort_by_key(|&id| archive.topic(id).name.to_lowercase());
        let topics = topics.into_iter().map(|id| archive.topic(id));
        let view = SearchView {
            data_url: self.url(routes::SEARCH),
            dates: dates::script(self.texts),
            topics: topics.map(|topic| TopicView { slug: &topic.slug, name: &topic.name }).collect(),
            topics_url: pages.topics.then(|| self.url(routes::TOPICS)),
            authors_url: pages.authors.then(|| self.url(routes::AUTHORS)),
            archive_url: pages.archive.then(|| self.url(routes::ARCHIVE)),
        };
        let mut page = self.head("search", "search", routes::SEARCH, self.texts.get("search"));
        page.trail = self.trail();
        page.described(self.texts.get("about_search").replace("{title}", &self.site.title)).with(
            "search.html",
            "search",
            &view,
        )
    }

    /// Returns a file of the search page's index; none for other pages.
    pub fn index_file(&self, page: &Page) -> Option<Vec<u8>> {
        let index = self.index.as_ref()?;
        Some(match page {
            Page::SearchRoot => index.root(),
            Page::SearchTerms(number) => index.terms(*number),
            Page::SearchWords(number) => index.words(*number),
            Page::SearchCards(number) => index.cards(*number, |id| self.card_json(id)),
            _ => return None,
        })
    }

    pub(super) fn card_json(&self, id: PaperId) -> String {
        let (paper, relations) = (self.archive.paper(id), self.archive.relations(id));
        let card = CardView {
            id: &paper.id,
            title: self.title_of(paper),
            by: byline(paper, self.texts),
            org: relations.organization.map(|id| self.archive.organization(id).name.as_str()),
            topics: {
                let topics = relations.topics.iter().take(CARD_TOPICS);
                topics.map(|&id| self.archive.topic(id).name.as_str()).collect()
            },
            lang: self.title_lang(paper),
            gone: paper.withdrawn.is_some(),
            bare: paper.abstract_html.is_empty() && paper.summary_html.is_none() && paper.notes.is_none(),
        };
        // Texts and lists of them are always JSON.
        serde_json::to_string(&card).unwrap_or_default()
    }
}
