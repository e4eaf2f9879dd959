//! Digests: the papers of a day or of an ISO week, of the whole site or of a topic, as plain data. Feeds and messages are made from it.
//!
//! It does not know formats.

use super::pieces::line;
use super::{FeedLink, LinkView, Shared, byline, dates};
use crate::archive::{PaperId, PeriodKind, TopicId, by_votes};
use crate::site::inputs::{InputHasher, Inputs, inputs};
use crate::site::plan::routes;
use crate::site::records::{PaperInput, Records, TopicInput};
use crate::text::markdown;
use chrono::{Datelike, Days, NaiveDate};
use serde::Serialize;

/// How often a digest appears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    Day,
    Week,
}

/// The days that a digest covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    Day(NaiveDate),
    /// An ISO week, by its Monday.
    Week(NaiveDate),
}

impl Every {
    /// Returns the digest that covers a day.
    pub fn span(self, day: NaiveDate) -> Span {
        match self {
            Every::Day => Span::Day(day),
            Every::Week => {
                let since_monday = Days::new(day.weekday().num_days_from_monday().into());
                Span::Week(day.checked_sub_days(since_monday).unwrap_or(day))
            }
        }
    }
}

impl Span {
    fn first(self) -> NaiveDate {
        match self {
            Span::Day(day) | Span::Week(day) => day,
        }
    }

    fn last(self) -> NaiveDate {
        match self {
            Span::Day(day) => day,
            Span::Week(monday) => monday.checked_add_days(Days::new(6)).unwrap_or(NaiveDate::MAX),
        }
    }

    /// Returns `2026-04-15` or `2026-W16`.
    pub fn name(self) -> String {
        match self {
            Span::Day(day) => day.to_string(),
            Span::Week(monday) => monday.format("%G-W%V").to_string(),
        }
    }

    /// Returns the part of an id that names the span: `day:2026-04-15`, `week:2026-W16`.
    fn key(self) -> String {
        let every = if matches!(self, Span::Day(_)) { "day" } else { "week" };
        format!("{every}:{}", self.name())
    }
}

impl Inputs for Span {
    fn hash(&self, into: &mut InputHasher) {
        matches!(self, Span::Week(_)).hash(into);
        self.first().hash(into);
    }

    #[cfg(test)]
    fn seen(&self) -> String {
        self.key()
    }
}

inputs! {
    pub struct Digest<'a> {
        span: Span,
        /// The topic; none for the whole site.
        topic: Option<TopicInput<'a>>,
        /// The newest day with papers.
        newest: NaiveDate,
        /// The note of a day, as HTML. Digests of topics have none.
        note: Option<&'a str>,
        /// Most votes first, each once.
        papers: Vec<PaperInput<'a>>,
    }
}

impl<'a> Records<'a> {
    /// Returns the newest `most` digests with papers, newest first.
    pub fn digests(&'a self, every: Every, topic: Option<TopicId>, most: usize) -> Vec<Digest<'a>> {
        let mut spans: Vec<Span> = self.days_of(topic).into_iter().map(|day| every.span(day)).collect();
        spans.dedup();
        spans.into_iter().take(most).filter_map(|span| self.digest(span, topic)).collect()
    }

    /// Returns a digest; none if it has no papers.
    pub fn digest(&'a self, span: Span, topic: Option<TopicId>) -> Option<Digest<'a>> {
        let is_in = |id| topic.is_none_or(|topic| self.archive.relations(id).topics.contains(&topic));
        let digest = self.digest_of(span, is_in)?;
        let note = match (span, topic) {
            (Span::Day(day), None) => {
                self.archive.day_index(day).and_then(|index| self.archive.days[index].note.as_ref())
            }
            _ => None,
        };
        let note = note.map(|note| note.html.as_str());
        Some(Digest { topic: topic.map(|topic| self.topic(topic)), note, ..digest })
    }

    /// Returns a digest of the papers for which `is_in` is true; none if there are none.
    pub fn digest_of(&'a self, span: Span, is_in: impl Fn(PaperId) -> bool) -> Option<Digest<'a>> {
        let archive = self.archive;
        let start = archive.days.partition_point(|day| day.date > span.last());
        let end = archive.days.partition_point(|day| day.date >= span.first());
        let days = &archive.days[start..end];
        let newest = days.iter().find(|day| day.papers.iter().any(|&id| is_in(id)))?.date;
        let all = days.iter().flat_map(|day| &day.papers).copied();
        let mut papers: Vec<PaperId> = all.filter(|&id| is_in(id)).collect();
        papers.sort_unstable();
        papers.dedup();
        papers.sort_by(|&a, &b| by_votes(archive.paper(a), archive.paper(b)));
        Some(Digest { span, topic: None, newest, note: None, papers: self.papers(&papers) })
    }

    /// Returns the days with papers, newest first.
    fn days_of(&self, topic: Option<TopicId>) -> Vec<NaiveDate> {
        let archive = self.archive;
        let Some(topic) = topic else {
            let days = archive.days.iter().filter(|day| !day.papers.is_empty());
            return days.map(|day| day.date).collect();
        };
        let papers = archive.topic(topic).papers.iter().map(|&id| archive.paper(id));
        let mut days: Vec<NaiveDate> = papers.flat_map(|paper| paper.days()).collect();
        days.sort_unstable_by(|a, b| b.cmp(a));
        days.dedup();
        days
    }
}

/// Returns the address of the feed of digests of the site, or of the topic with this page.
pub fn address(every: Every, topic: Option<&str>) -> String {
    match (every, topic) {
        (Every::Day, None) => "days/feed.xml".to_owned(),
        (Every::Week, None) => "weeks/feed.xml".to_owned(),
        (Every::Day, Some(page)) => [page, "days.xml"].concat(),
        (Every::Week, Some(page)) => [page, "weeks.xml"].concat(),
    }
}

impl Shared<'_> {
    /// Returns the title and the description of a feed of digests, of a topic or of the site.
    pub fn digest_texts(&self, every: Every, topic: Option<&str>) -> (String, String) {
        let title = match topic {
            Some(topic) => format!("{topic} · {}", self.title()),
            None => self.title().to_owned(),
        };
        let (name, about) = match every {
            Every::Day => ("digest_title", "digest_description"),
            Every::Week => ("digest_title_weeks", "digest_description_weeks"),
        };
        (self.texts.fill(name, &[("title", &title)]), self.texts.fill(about, &[("title", &title)]))
    }

    /// Returns the feeds of digests of the site, or of a topic with its name and page.
    pub fn digest_links(&self, topic: Option<(&str, &str)>) -> Vec<FeedLink> {
        let is_on = |every| match every {
            Every::Day => self.feeds().days,
            Every::Week => self.feeds().weeks,
        };
        let every = [Every::Day, Every::Week].into_iter().filter(|&every| is_on(every));
        let link = |every| {
            let (title, _) = self.digest_texts(every, topic.map(|(name, _)| name));
            self.feed_link(&title, &address(every, topic.map(|(_, page)| page)))
        };
        every.map(link).collect()
    }
}

/// A digest as plain data, in the language of the site.
#[derive(Debug, Clone, Serialize)]
pub struct DigestView {
    /// Depends only on the span and the topic's slug, so it stays the same if the site moves.
    pub guid: String,
    /// `15 April 2026: 35 papers`, `Week 16, 2026: 180 papers`
    pub title: String,
    /// One sentence.
    pub text: String,
    /// The name of the topic.
    pub topic: Option<String>,
    /// The page of the day or the week, or the home page.
    pub url_abs: String,
    /// The newest day with papers.
    #[serde(skip)]
    pub newest: NaiveDate,
    /// The number of papers, including those that are not listed.
    pub count: usize,
    /// The note of the day, with absolute addresses.
    pub note_html: Option<String>,
    /// Most votes first.
    pub papers: Vec<DigestPaper>,
}

#[derive(Debug, Clone, Serialize)]
pub struct DigestPaper {
    /// Plain text, marked if the paper is withdrawn.
    pub title: String,
    /// The same as HTML.
    pub title_html: String,
    pub url_abs: String,
    /// The authors as one line; may be empty.
    pub authors: String,
    /// One line: the summary, or the beginning of the abstract; may be empty.
    pub summary: String,
    pub upvotes: Option<u32>,
    /// The links of the paper, with absolute addresses.
    pub links: Vec<LinkView>,
}

impl Digest<'_> {
    pub fn newest(&self) -> NaiveDate {
        self.newest
    }

    /// Returns the digest with at most `most` papers.
    pub fn view(&self, most: usize, shared: &Shared<'_>) -> DigestView {
        let texts = shared.texts;
        let papers = texts.count("papers", self.papers.len(), &[]);
        let titled = |key: &str, date: &str| texts.fill(key, &[("date", &date), ("papers", &papers)]);
        let (title, text, page) = match self.span {
            Span::Day(day) => {
                let text = titled("digest_item_text", &dates::long(day, texts));
                (titled("digest_item", &dates::full(day, texts)), text, Some(routes::day(day)))
            }
            Span::Week(monday) => {
                let (year, week) = PeriodKind::Week.key(monday);
                let name = texts.fill("week_of_year", &[("week", &week), ("year", &year)]);
                let titles: Vec<String> =
                    self.papers.iter().take(3).map(|paper| title(*paper, shared)).collect();
                let text = shared.describe(self.papers.len(), titles.iter().map(String::as_str));
                let page = shared.pages().weeks.then(|| routes::period(PeriodKind::Week, (year, week)));
                (titled("digest_item", &name), text, page)
            }
        };
        let url_abs = shared.absolute(page.as_deref().unwrap_or(routes::HOME));
        let of_topic = self.topic.map_or_else(String::new, |topic| format!(":topic:{}", topic.slug()));
        DigestView {
            guid: format!("urn:x-offprint:{}{of_topic}", self.span.key()),
            title,
            text,
            topic: self.topic.map(|topic| topic.name().to_owned()),
            newest: self.newest,
            count: self.papers.len(),
            note_html: self.note.map(|html| markdown::feed_html(html, shared.origin(), &url_abs)),
            papers: self.papers.iter().take(most).map(|&paper| digest_paper(paper, shared)).collect(),
            url_abs,
        }
    }
}

/// Returns the title of a paper as plain text, marked if the paper is withdrawn.
fn title(paper: PaperInput<'_>, shared: &Shared<'_>) -> String {
    shared.marked(paper.entry(), shared.title_of(paper.entry()))
}

fn digest_paper(input: PaperInput<'_>, shared: &Shared<'_>) -> DigestPaper {
    let paper = input.entry();
    let url_abs = shared.paper_page(&paper.id);
    let summary = paper.summary_html.as_deref().unwrap_or(&paper.abstract_html);
    let links = shared
        .paper_links(paper)
        .into_iter()
        .map(|link| LinkView { label: link.label.to_owned(), url: shared.absolute_link(&link.url) });
    DigestPaper {
        title: title(input, shared),
        title_html: shared
            .marked(paper, &markdown::feed_html(shared.title_html(paper), shared.origin(), &url_abs)),
        url_abs,
        authors: byline(paper, shared.texts),
        summary: line(summary),
        upvotes: paper.counts.upvotes,
        links: links.collect(),
    }
}
