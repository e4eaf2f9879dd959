//! The search page.

use super::*;
use std::cmp::Reverse;

pub struct SearchPage;

pub(super) const SEARCH: Switch = Switch { setting: "[search] enabled", is_on: |site| site.search.enabled };

const TOPICS: usize = 300;

inputs! {
    pub struct Filters<'a> {
        topics: Vec<TopicInput<'a>>,
    }
}

#[derive(Serialize)]
struct SearchView<'a> {
    data_url: String,
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
        topics.sort_by_key(|&id| archive.topic(id).name.to_lowercase());
        Filters { topics: topics.into_iter().map(|id| records.topic(id)).collect() }
    }

    fn make(Filters { topics }: &Filters<'_>, shared: &Shared<'_>) -> Made {
        let pages = shared.pages();
        let view = SearchView {
            data_url: shared.url(routes::SEARCH),
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
