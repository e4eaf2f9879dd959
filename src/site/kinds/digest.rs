//! Feeds with one item per day, and feeds with one item per week: of the whole site, and of each topic.

use super::feed::{Chain, Channel, Item, Rss, Scope, linked};
use super::topic::OfTopic;
use super::*;
use crate::site::shared::digest::{self, Digest, DigestView, Every};

pub struct DayDigests;
pub struct WeekDigests;

const DAYS: Switch = Switch { setting: "[feeds] days", is_on: |site| site.feeds.days };
const WEEKS: Switch = Switch { setting: "[feeds] weeks", is_on: |site| site.feeds.weeks };

/// An item lists at most this number of papers.
const LISTED: usize = 200;

inputs! {
    pub struct Latest<'a> {
        topic: Option<TopicInput<'a>>,
        digests: Vec<Digest<'a>>,
    }
}

/// Declares a kind of digests: how often, and the most items in the feed of the site and of a topic.
macro_rules! digests {
    ($($kind:ident = $every:path, $switch:ident, $of_site:literal, $of_topic:literal;)*) => { $(
        impl Kind for $kind {
            /// A topic, or the whole site.
            type Id = Option<TopicId>;
            type Inputs<'a> = Latest<'a>;
            const GROUP: &'static str = "digests";
            const SWITCHES: &'static [Switch] = &[$switch];
            const TEMPLATE: Option<&'static str> = Some("digest.xml");

            fn plan(planning: &mut Planning<'_>) {
                planning.claim::<$kind>(&digest::address($every, None), None);
                let topics = OfTopic::SWITCHES.iter().all(|switch| (switch.is_on)(planning.site));
                let topics = topics.then(|| OfTopic::all(planning)).unwrap_or_default();
                for (topic, page) in topics {
                    planning.claim::<$kind>(&digest::address($every, Some(&page)), Some(topic));
                }
            }

            fn inputs<'a>(&topic: &Option<TopicId>, records: &'a Records<'a>) -> Latest<'a> {
                let most = if topic.is_some() { $of_topic } else { $of_site };
                Latest {
                    digests: records.digests($every, topic, most),
                    topic: topic.map(|topic| records.topic(topic)),
                }
            }

            fn make(latest: &Latest<'_>, shared: &Shared<'_>) -> Made {
                make($every, latest, shared)
            }
        }
    )* };
}

digests! {
    DayDigests = Every::Day, DAYS, 30, 10;
    WeekDigests = Every::Week, WEEKS, 8, 4;
}

fn make(every: Every, latest: &Latest<'_>, shared: &Shared<'_>) -> Made {
    let page = latest.topic.map(|topic| routes::member(routes::TOPICS, topic.slug()));
    let (title, description) = shared.digest_texts(every, latest.topic.map(TopicInput::name));
    let feed = Channel {
        title,
        description,
        url_abs: shared.absolute(page.as_deref().unwrap_or(routes::HOME)),
        updated: latest.digests.first().map(|digest| digest.newest()),
        order: None,
        chain: Chain::default(),
        items: latest.digests.iter().map(|digest| item(&digest.view(LISTED, shared), shared)).collect(),
    };
    let own = digest::address(every, page.as_deref());
    Made::Views(vec![("feed", feed.view::<Rss>(&own, shared))])
}

fn item(digest: &DigestView, shared: &Shared<'_>) -> Item {
    let mut content = digest.note_html.clone().unwrap_or_default();
    content.push_str("<ol>");
    for paper in &digest.papers {
        let _ = write!(
            content,
            "\n<li><a href=\"{}\">{}</a>",
            markdown::escape(&paper.url_abs),
            paper.title_html
        );
        for line in [&paper.authors, &paper.summary].into_iter().filter(|line| !line.is_empty()) {
            let _ = write!(content, "<br>{}", markdown::escape(line));
        }
        let links = linked(paper.links.iter().map(|link| (link.url.as_str(), link.label.as_str())));
        if !links.is_empty() {
            let _ = write!(content, "<br>{links}");
        }
        content.push_str("</li>");
    }
    content.push_str("\n</ol>");
    let more = digest.count - digest.papers.len();
    if more > 0 {
        let text = shared.texts.count("more_papers", more, &[]);
        let (url, text) = (markdown::escape(&digest.url_abs), markdown::escape(&text));
        let _ = write!(content, "\n<p><a href=\"{url}\">{text}</a></p>");
    }
    Item {
        title: digest.title.clone(),
        guid: digest.guid.clone(),
        date: digest.newest.into(),
        categories: digest.topic.iter().cloned().collect(),
        description: format!("<p>{}</p>", markdown::escape(&digest.text)),
        content: Some(content),
        summary: digest.text.clone(),
        url_abs: digest.url_abs.clone(),
        ..Item::default()
    }
}
