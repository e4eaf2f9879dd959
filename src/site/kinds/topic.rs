//! Pages of a topic: papers newest first, and by votes.

use super::feed::{self, Atom, Format as _, Json, Papers, Rss, Scope, feeds};
use super::list::{ListPage, ListView, OrderView, VOTES};
use super::topics::TOPICS;
use super::trend::{TrendView, chart};
use super::*;

pub struct Topics;
pub struct TopicsByVotes;

pub(super) const GROUP: &str = "topic pages";

/// The most narrower topics on a topic's page; the list of topics has all.
const CHILDREN: usize = 200;

inputs! {
    pub struct TopicPage<'a> {
        topic: TopicInput<'a>,
        description_html: Option<&'a str>,
        parent: Option<TopicInput<'a>>,
        children: Vec<Counted<TopicInput<'a>>>,
        more_children: usize,
        list: ListPage<'a>,
        trend: Option<Trend>,
    }
}

#[derive(Serialize)]
struct TopicView<'a> {
    slug: &'a str,
    name: &'a str,
    description_html: Option<&'a str>,
    count: usize,
    parent: Option<&'a View>,
    children: Vec<CountedView<'a>>,
    more_children: usize,
    papers: Vec<Row<'a>>,
    pager: PagerView,
    order: &'static str,
    orders: Vec<OrderView<'a>>,
    trend: Option<TrendView>,
    data: Vec<LinkView>,
}

impl Kind for Topics {
    type Id = (TopicId, u32);
    type Inputs<'a> = TopicPage<'a>;
    const GROUP: &'static str = GROUP;
    const SWITCHES: &'static [Switch] = &[TOPICS];
    const TEMPLATE: Option<&'static str> = Some("topic.html");

    fn plan(planning: &mut Planning<'_>) {
        for id in planning.archive.topic_ids() {
            let topic = planning.archive.topic(id);
            let list = routes::member(routes::TOPICS, &topic.slug);
            planning.list::<Topics>(&list, &topic.papers, |number| (id, number));
        }
    }

    fn inputs<'a>(&(id, number): &Self::Id, records: &'a Records<'a>) -> TopicPage<'a> {
        let papers = &records.archive.topic(id).papers;
        let list = records.list_page(Some(Listed::Topic(id)), papers, number);
        let trend = list.is_newest().then(|| records.trend(papers));
        TopicPage { trend, ..page(id, list, records) }
    }

    fn make(page: &TopicPage<'_>, shared: &Shared<'_>) -> Made {
        make(page, shared)
    }
}

impl Kind for TopicsByVotes {
    type Id = TopicId;
    type Inputs<'a> = TopicPage<'a>;
    const GROUP: &'static str = GROUP;
    const SWITCHES: &'static [Switch] = &[TOPICS, VOTES];
    const TEMPLATE: Option<&'static str> = Some("topic.html");

    fn plan(planning: &mut Planning<'_>) {
        for id in planning.archive.topic_ids() {
            let topic = planning.archive.topic(id);
            let list = routes::member(routes::TOPICS, &topic.slug);
            planning.by_votes::<TopicsByVotes>(Listed::Topic(id), &list, &topic.papers, id);
        }
    }

    fn inputs<'a>(&id: &TopicId, records: &'a Records<'a>) -> TopicPage<'a> {
        page(id, records.list_by_votes(&records.archive.topic(id).papers), records)
    }

    fn make(page: &TopicPage<'_>, shared: &Shared<'_>) -> Made {
        make(page, shared)
    }
}

fn page<'a>(id: TopicId, list: ListPage<'a>, records: &'a Records<'a>) -> TopicPage<'a> {
    let topic = records.archive.topic(id);
    let children = topic.children.iter().take(CHILDREN);
    TopicPage {
        topic: records.topic(id),
        description_html: topic.description_html.as_deref(),
        parent: topic.parent.map(|parent| records.topic(parent)),
        children: children.map(|&child| records.counted_topic(child)).collect(),
        more_children: topic.children.len().saturating_sub(CHILDREN),
        list,
        trend: None,
    }
}

fn make(page: &TopicPage<'_>, shared: &Shared<'_>) -> Made {
    let (slug, name) = (page.topic.slug(), page.topic.name());
    let list = routes::member(routes::TOPICS, slug);
    let ListView { papers, pager, order, orders } = page.list.view(&list, shared);
    let view = TopicView {
        slug,
        name,
        description_html: page.description_html,
        count: page.list.count,
        parent: page.parent.map(|parent| shared.topic_name(parent)),
        children: page.children.iter().map(|&child| shared.counted_topic(child)).collect(),
        more_children: page.more_children,
        papers,
        pager,
        order,
        orders,
        trend: page.trend.as_ref().and_then(|trend| chart(trend, shared)),
        data: shared.data_links(shared.data().topics, shared.data().topic_citations, |format| {
            routes::topic_data(slug, format)
        }),
    };
    let description = page.description_html.map(markdown::plain_text).unwrap_or_default();
    let section = ("topics", routes::TOPICS);
    let mut head = page.list.head("topic", section, &list, name, description, shared);
    let parent =
        |parent: TopicInput<'_>| shared.step(parent.name(), &routes::member(routes::TOPICS, parent.slug()));
    head.trail.extend(page.parent.map(parent));
    let head = head.with_feed(feed::link::<OfTopic>(name, &list, shared));
    let digests = match shared.is_on(OfTopic::SWITCHES) {
        true => shared.digest_links(Some((name, &list))),
        false => Vec::new(),
    };
    let head = head.with_digests(digests);
    Made::Views(page.list.ordered(head, &list, name, shared).with("topic", &view))
}

pub struct OfTopic;

feeds! {
    TopicFeeds = OfTopic in Rss;
    TopicAtom = OfTopic in Atom;
    TopicJson = OfTopic in Json;
}

impl Scope for OfTopic {
    type Id = TopicId;
    const GROUP: &'static str = "feeds of topics";
    const SWITCHES: &'static [Switch] =
        &[Switch { setting: "[feeds] topics", is_on: |site| site.feeds.topics }, TOPICS];

    fn all(planning: &Planning<'_>) -> Vec<(TopicId, String)> {
        let archive = planning.archive;
        let page = |id| (id, routes::member(routes::TOPICS, &archive.topic(id).slug));
        archive.topic_ids().map(page).collect()
    }

    fn inputs<'a>(&id: &TopicId, records: &'a Records<'a>) -> Papers<'a> {
        let topic = records.archive.topic(id);
        feed::papers(&topic.name, routes::member(routes::TOPICS, &topic.slug), &topic.papers, records)
    }
}
