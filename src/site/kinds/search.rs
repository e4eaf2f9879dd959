//! The search page.

use super::author::OfAuthor;
use super::organization::OfOrganization;
use super::query::OfQuery;
use super::topic::OfTopic;
use super::venue::OfVenue;
use super::*;
use crate::site::shared::FeedLink;
use std::cmp::Reverse;

pub struct SearchPage;

pub(super) const SEARCH: Switch = Switch { setting: "[search] enabled", is_on: |site| site.search.enabled };

/// The topics to filter by, and those of the empty page.
const TOPICS: usize = 300;
const LARGEST: usize = 16;

inputs! {
    pub struct Filters<'a> {
        topics: Vec<TopicInput<'a>>,
        largest: Vec<Counted<TopicInput<'a>>>,
        examples: Vec<String>,
        /// How files of names are cut, the number of files of facets, and 1 if there is a list of papers with code.
        numbers: [u32; 3],
    }
}

#[derive(Serialize)]
struct SearchView<'a> {
    data_url: String,
    /// How files of names are cut, and the number of files of facets.
    names: u32,
    facets: u32,
    /// The file name of the feed of each kind of name that has one, such as `t:feed.xml`.
    feeds: String,
    /// The list of papers with code.
    code_list_url: Option<String>,
    examples: Vec<LinkView>,
    largest: Vec<CountedView<'a>>,
    /// The format of dates for the script: `$1`, `$2`, `$3` for year, month and day, `{$2}` for the name of the month;
    /// then the names of the months. Separated by `|`.
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

impl Kind for SearchPage {
    type Id = ();
    type Inputs<'a> = Filters<'a>;
    const GROUP: &'static str = search_index::GROUP;
    const SWITCHES: &'static [Switch] = &[SEARCH];
    const TEMPLATE: Option<&'static str> = Some("search.html");
    const MENU: Option<Menu> = Some(Menu { section: "search", label: "search", address: routes::SEARCH });

    fn plan(planning: &mut Planning<'_>) {
        planning.page::<SearchPage>(routes::SEARCH.into(), (), None);
    }

    fn inputs<'a>((): &(), records: &'a Records<'a>) -> Filters<'a> {
        let archive = records.archive;
        let mut topics: Vec<TopicId> = archive.topic_ids().collect();
        topics.sort_by_key(|&id| Reverse(archive.topic(id).papers.len()));
        topics.truncate(TOPICS);
        let largest = topics.iter().take(LARGEST).map(|&id| records.counted_topic(id)).collect();
        let examples = examples(topics.first().map(|&id| &*archive.topic(id).slug), records);
        topics.sort_by_key(|&id| archive.topic(id).name.to_lowercase());
        Filters {
            topics: topics.into_iter().map(|id| records.topic(id)).collect(),
            largest,
            examples,
            numbers: [
                records.outline.names.level,
                search_facets::files(records.outline),
                u32::from(has_code_list(records)),
            ],
        }
    }

    fn make(filters: &Filters<'_>, shared: &Shared<'_>) -> Made {
        let pages = shared.pages();
        let Filters { topics, largest, examples, numbers: [names, facets, has_code_list] } = filters;
        let search =
            |query: &String| LinkView { label: query.clone(), url: shared.url(&routes::searched(query)) };
        let feeds = [
            ("t", feed::link::<OfTopic>("", "", shared)),
            ("a", feed::link::<OfAuthor>("", "", shared)),
            ("o", feed::link::<OfOrganization>("", "", shared)),
            ("v", feed::link::<OfVenue>("", "", shared)),
            ("l", feed::link::<OfQuery>("", "", shared)),
        ];
        let file = |(kind, link): (&str, Option<FeedLink>)| {
            Some(format!("{kind}:{}", link?.url.rsplit('/').next()?))
        };
        let view = SearchView {
            data_url: shared.url(routes::SEARCH),
            names: *names,
            facets: *facets,
            feeds: feeds.into_iter().filter_map(file).collect::<Vec<_>>().join(" "),
            code_list_url: (*has_code_list > 0).then(|| shared.url(&query::address(plan::queries::CODE))),
            examples: examples.iter().map(search).collect(),
            largest: largest.iter().map(|&topic| shared.counted_topic(topic)).collect(),
            dates: dates::script(shared.texts),
            topics: topics.iter().map(|topic| TopicView { slug: topic.slug(), name: topic.name() }).collect(),
            topics_url: shared.has_in_menu(routes::TOPICS).then(|| shared.url(routes::TOPICS)),
            authors_url: shared.has_in_menu(routes::AUTHORS).then(|| shared.url(routes::AUTHORS)),
            archive_url: pages.archive.then(|| shared.url(routes::ARCHIVE)),
        };
        let page = shared.head("search", "search", routes::SEARCH, shared.texts.get("search"));
        let described = shared.texts.get("about_search").replace("{title}", shared.title());
        Made::Views(page.below(shared, []).described(described).with("search", &view))
    }
}

pub(super) fn has_code(paper: &Paper) -> bool {
    paper.links.named.iter().any(|(kind, _)| kind.key() == "code")
}

fn has_code_list(records: &Records<'_>) -> bool {
    records.outline.queries.iter().any(|query| query.name == plan::queries::CODE && query.title.is_none())
}

/// Returns queries that find papers of this archive, one per kind of query.
fn examples(topic: Option<&str>, records: &Records<'_>) -> Vec<String> {
    let archive = records.archive;
    let authors = archive.people.iter().filter(|person| records.outline.has_page(person));
    let author = authors.max_by_key(|person| (person.papers.len(), Reverse(&person.slug)));
    let code = if archive.papers.iter().any(|paper| has_code(paper)) { " has:code" } else { "" };
    let queries = [
        author.map(|person| format!("author:\"{}\"", person.name.replace('"', ""))),
        topic.map(|slug| format!("topic:{slug}{code}")),
        archive.newest_date().map(|date| format!("year:{}", date.year())),
        archive.papers.iter().find_map(|paper| paper.links.arxiv.as_ref()).map(|id| format!("arXiv:{id}")),
    ];
    queries.into_iter().flatten().collect()
}
