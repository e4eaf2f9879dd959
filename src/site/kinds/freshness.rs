//! `freshness.json`: the newest day of each part. It depends only on the archive, not on the time of the build.

use super::feed;
use super::organization::OfOrganization;
use super::topic::OfTopic;
use super::*;
use crate::site::shared::FeedLink;
use crate::site::shared::digest::{self, Every};

pub struct Freshness;

inputs! {
    pub struct Newest<'a> {
        newest: Option<PartialDate>,
        counts: Counts,
        topics: Vec<(TopicInput<'a>, Option<PartialDate>)>,
        organizations: Vec<(OrganizationInput<'a>, Option<PartialDate>)>,
    }
}

#[derive(Serialize)]
struct FreshnessFile<'a> {
    version: u32,
    program: &'static str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    newest: Option<String>,
    papers: usize,
    days: usize,
    topics: usize,
    authors: usize,
    organizations: usize,
    feeds: Vec<Feed>,
}

#[derive(Serialize)]
struct Feed {
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    newest: Option<String>,
}

impl Kind for Freshness {
    type Id = ();
    type Inputs<'a> = Newest<'a>;
    const GROUP: &'static str = OTHER;
    const SWITCHES: &'static [Switch] =
        &[Switch { setting: "[data] freshness", is_on: |site| site.data.freshness }];

    fn plan(planning: &mut Planning<'_>) {
        planning.claim::<Freshness>(routes::FRESHNESS, ());
    }

    fn inputs<'a>((): &(), records: &'a Records<'a>) -> Newest<'a> {
        let archive = records.archive;
        let newest = |papers: &[PaperId]| papers.first().map(|&id| archive.paper(id).date());
        let topics = archive.topic_ids().map(|id| (records.topic(id), newest(&archive.topic(id).papers)));
        let organizations = archive
            .organization_ids()
            .map(|id| (records.organization(id), newest(&archive.organization(id).papers)));
        Newest {
            newest: archive.newest_date(),
            counts: records.counts(),
            topics: topics.collect(),
            organizations: organizations.collect(),
        }
    }

    fn make(all: &Newest<'_>, shared: &Shared<'_>) -> Made {
        let feed = |address: &str, newest: Option<PartialDate>| Feed {
            url: shared.absolute(address),
            newest: newest.map(|day| day.to_string()),
        };
        let of_member = |link: Option<FeedLink>, newest: Option<PartialDate>| {
            let newest = newest.map(|day| day.to_string());
            link.map(|link| Feed { url: link.url_abs, newest })
        };
        let mut feeds = vec![feed(routes::FEED, all.newest)];
        for (is_on, every) in [(shared.feeds().days, Every::Day), (shared.feeds().weeks, Every::Week)] {
            feeds.extend(is_on.then(|| feed(&digest::address(every, None), all.newest)));
        }
        feeds.extend(all.topics.iter().filter_map(|(topic, newest)| {
            let page = routes::member(routes::TOPICS, topic.slug());
            of_member(feed::link::<OfTopic>(topic.name(), &page, shared), *newest)
        }));
        feeds.extend(all.organizations.iter().filter_map(|(own, newest)| {
            let page = routes::member(routes::ORGANIZATIONS, own.slug());
            of_member(feed::link::<OfOrganization>(own.name(), &page, shared), *newest)
        }));
        let file = FreshnessFile {
            version: VERSION,
            program: concat!("Offprint ", env!("CARGO_PKG_VERSION")),
            url: shared.base_url(),
            newest: all.newest.map(|day| day.to_string()),
            papers: all.counts.papers,
            days: all.counts.days,
            topics: all.counts.topics,
            authors: all.counts.authors,
            organizations: all.counts.organizations,
            feeds,
        };
        export::text(&file).into()
    }
}
