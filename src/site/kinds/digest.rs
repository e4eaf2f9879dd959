//! The feed with one item per day.

use super::feed::{Channel, Item, Rss, marked};
use super::*;

pub struct Digest;

const DAYS: usize = 30;

inputs! {
    pub struct Latest<'a> {
        days: Vec<DayInput<'a>>,
    }
}

impl Kind for Digest {
    type Id = ();
    type Inputs<'a> = Latest<'a>;
    const GROUP: &'static str = "feed of days";
    const SWITCHES: &'static [Switch] = &[Switch { setting: "[feeds] days", is_on: |site| site.feeds.days }];
    const TEMPLATE: Option<&'static str> = Some("digest.xml");

    fn plan(planning: &mut Planning<'_>) {
        planning.claim::<Digest>(routes::DIGEST, ());
    }

    fn inputs<'a>((): &(), records: &'a Records<'a>) -> Latest<'a> {
        let days = records.archive.days.iter().enumerate().filter(|(_, day)| !day.papers.is_empty());
        Latest { days: days.take(DAYS).map(|(index, _)| records.day(index)).collect() }
    }

    fn make(latest: &Latest<'_>, shared: &Shared<'_>) -> Made {
        let (texts, title) = (shared.texts, shared.title());
        let feed = Channel {
            title: texts.fill("digest_title", &[("title", &title)]),
            description: texts.fill("digest_description", &[("title", &title)]),
            url_abs: shared.absolute(routes::HOME),
            updated: latest.days.first().map(|day| day.date()),
            order: None,
            items: latest.days.iter().map(|&day| item(day, shared)).collect(),
        };
        Made::Views(vec![("feed", feed.view::<Rss>(routes::DIGEST, shared))])
    }
}

fn item(day: DayInput<'_>, shared: &Shared<'_>) -> Item {
    let (texts, date) = (shared.texts, day.date());
    let url_abs = shared.absolute(&routes::day(date));
    let papers = texts.count("papers", day.papers().len(), &[]);
    let titled = |key: &str, date: String| texts.fill(key, &[("date", &date), ("papers", &papers)]);
    let mut content = String::new();
    if let Some(note) = day.note() {
        content.push_str(&markdown::feed_html(&note.html, shared.origin(), &url_abs));
    }
    content.push_str("<ol>");
    for paper in day.papers() {
        let paper = paper.entry();
        let url = shared.paper_page(&paper.id);
        let title = markdown::feed_html(shared.title_html(paper), shared.origin(), &url);
        let by = byline(paper, texts);
        let by = if by.is_empty() { by } else { format!("<br>{}", markdown::escape(&by)) };
        let title = marked(paper, &format!("<a href=\"{}\">{title}</a>", markdown::escape(&url)), shared);
        let _ = write!(content, "\n<li>{title}{by}</li>");
    }
    content.push_str("\n</ol>");
    let text = titled("digest_item_text", dates::long(date, texts));
    Item {
        title: titled("digest_item", dates::full(date, texts)),
        guid: format!("urn:x-offprint:day:{date}"),
        date: date.into(),
        creators: Vec::new(),
        categories: Vec::new(),
        description: format!("<p>{}</p>", markdown::escape(&text)),
        content: Some(content),
        url_abs,
    }
}
