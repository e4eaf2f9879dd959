//! A topic's papers as data, newest first, and for reference managers.

use super::day_data::{CITATIONS, CITATIONS_GROUP, Cited};
use super::*;
use crate::site::export::json::Record;

pub struct TopicData;
pub struct TopicCitations;

inputs! {
    pub struct Topic<'a> {
        topic: TopicInput<'a>,
        description_html: Option<&'a str>,
        parent: Option<TopicInput<'a>>,
        papers: Vec<PaperInput<'a>>,
    }
}

#[derive(Serialize)]
struct TopicFile<'a> {
    version: u32,
    slug: &'a str,
    name: &'a str,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<&'a str>,
    papers: Vec<Record<'a>>,
}

impl Kind for TopicData {
    type Id = TopicId;
    type Inputs<'a> = Topic<'a>;
    const GROUP: &'static str = "topics as JSON";
    const SWITCHES: &'static [Switch] =
        &[Switch { setting: "[data] topics", is_on: |site| site.data.topics != Wish::No }];

    fn plan(planning: &mut Planning<'_>) {
        if planning.outline.data.topics {
            for id in planning.archive.topic_ids() {
                let path = routes::topic_data(&planning.archive.topic(id).slug, Format::Json);
                planning.claim::<TopicData>(&path, id);
            }
        }
    }

    fn inputs<'a>(&id: &TopicId, records: &'a Records<'a>) -> Topic<'a> {
        let topic = records.archive.topic(id);
        Topic {
            topic: records.topic(id),
            description_html: topic.description_html.as_deref(),
            parent: topic.parent.map(|parent| records.topic(parent)),
            papers: records.papers(&topic.papers),
        }
    }

    fn make(topic: &Topic<'_>, shared: &Shared<'_>) -> Made {
        let file = TopicFile {
            version: VERSION,
            slug: topic.topic.slug(),
            name: topic.topic.name(),
            url: shared.absolute(&routes::member(routes::TOPICS, topic.topic.slug())),
            description: topic.description_html.map(markdown::plain_text),
            parent: topic.parent.map(|parent| parent.slug()),
            papers: topic.papers.iter().map(|&paper| record(paper, Depth::Brief, shared)).collect(),
        };
        export::text(&file).into()
    }
}

impl Kind for TopicCitations {
    type Id = (TopicId, Format);
    type Inputs<'a> = Cited<'a>;
    const GROUP: &'static str = CITATIONS_GROUP;
    const SWITCHES: &'static [Switch] = &[CITATIONS];

    fn plan(planning: &mut Planning<'_>) {
        if planning.outline.data.topic_citations {
            for id in planning.archive.topic_ids() {
                for format in Format::CITATIONS {
                    let path = routes::topic_data(&planning.archive.topic(id).slug, format);
                    planning.claim::<TopicCitations>(&path, (id, format));
                }
            }
        }
    }

    fn inputs<'a>(&(id, format): &Self::Id, records: &'a Records<'a>) -> Cited<'a> {
        Cited { format, papers: records.papers(&records.archive.topic(id).papers) }
    }

    fn make(cited: &Cited<'_>, shared: &Shared<'_>) -> Made {
        cited.make(shared)
    }
}
