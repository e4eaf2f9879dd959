//! The list of all topics, narrower ones below broader ones.

use super::*;
use crate::text::slug;

pub struct AllTopics;

pub(super) const TOPICS: Switch = Switch { setting: "[pages] topics", is_on: |site| site.pages.topics };

inputs! {
    pub struct TopicsPage<'a> {
        rows: Vec<Row<'a>>,
    }
}

inputs! {
    struct Row<'a> {
        topic: TopicInput<'a>,
        description_html: Option<&'a str>,
        count: usize,
        newest: Option<PartialDate>,
        parent: Option<TopicInput<'a>>,
        depth: usize,
    }
}

#[derive(Serialize)]
struct TopicsView<'a> {
    all: Vec<RowView<'a>>,
    count: usize,
}

#[derive(Serialize)]
struct RowView<'a> {
    slug: &'a str,
    name: &'a str,
    url: Option<String>,
    hue: u8,
    description: Option<String>,
    count: usize,
    newest: Option<View>,
    parent: Option<&'a str>,
    depth: usize,
}

impl Kind for AllTopics {
    type Id = ();
    type Inputs<'a> = TopicsPage<'a>;
    const GROUP: &'static str = topic::GROUP;
    const SWITCHES: &'static [Switch] = &[TOPICS];
    const TEMPLATE: Option<&'static str> = Some("topics.html");
    const MENU: Option<Menu> = Some(Menu { section: "topics", label: "topics", address: routes::TOPICS });

    fn plan(planning: &mut Planning<'_>) {
        if !planning.archive.topics.is_empty() {
            planning.page::<AllTopics>(routes::TOPICS.into(), (), None);
        }
    }

    fn inputs<'a>((): &(), records: &'a Records<'a>) -> TopicsPage<'a> {
        TopicsPage { rows: rows(records) }
    }

    fn make(TopicsPage { rows }: &TopicsPage<'_>, shared: &Shared<'_>) -> Made {
        let all = rows.iter().map(|row| RowView {
            slug: row.topic.slug(),
            name: row.topic.name(),
            url: shared.topic_url(row.topic.slug()),
            hue: crate::site::shared::hue(row.topic.slug()),
            description: row.description_html.map(markdown::plain_text),
            count: row.count,
            newest: row.newest.map(|date| shared.featured(date)),
            parent: row.parent.map(|parent| parent.name()),
            depth: row.depth,
        });
        let page = shared.head("topics", "topics", routes::TOPICS, shared.texts.get("topics"));
        let view = TopicsView { all: all.collect(), count: rows.len() };
        Made::Views(page.below(shared, []).with("topics", &view))
    }
}

/// Returns all topics by name, each followed by its narrower ones. Iterative, since a vocabulary may be nested deeply;
/// there are no cycles.
fn rows<'a>(records: &'a Records<'a>) -> Vec<Row<'a>> {
    let archive = records.archive;
    // By slug, so that É sorts with E.
    let by_name = |mut ids: Vec<TopicId>, depth: usize| {
        ids.sort_by_cached_key(|&id| (slug::slug(&archive.topic(id).name), id));
        ids.into_iter().rev().map(move |id| (id, depth))
    };
    let roots = archive.topic_ids().filter(|&id| archive.topic(id).parent.is_none()).collect();
    let mut rows = Vec::with_capacity(archive.topics.len());
    let mut open: Vec<(TopicId, usize)> = by_name(roots, 0).collect();
    while let Some((id, depth)) = open.pop() {
        let topic = archive.topic(id);
        rows.push(Row {
            topic: records.topic(id),
            description_html: topic.description_html.as_deref(),
            count: topic.papers.len(),
            newest: topic.papers.first().map(|&paper| archive.paper(paper).date()),
            parent: topic.parent.map(|parent| records.topic(parent)),
            depth,
        });
        open.extend(by_name(topic.children.clone(), depth + 1));
    }
    rows
}
