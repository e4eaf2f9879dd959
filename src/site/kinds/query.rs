//! Lists of papers that match a filter of the settings: papers newest first, and by votes.

use super::feed::{self, Atom, Format as _, Json, Papers, Rss, Scope, feeds};
use super::list::{ListPage, ListView, OrderView, VOTES};
use super::*;
use crate::site::plan::queries::Query;

pub struct Queries;
pub struct QueriesByVotes;

const GROUP: &str = "lists";
pub(super) const LIST: &str = "lists/";
const TEMPLATE: &str = "list.html";

inputs! {
    pub struct QueryPage<'a> {
        name: &'a str,
        title: Option<&'a str>,
        list: ListPage<'a>,
    }
}

#[derive(Serialize)]
struct QueryView<'a> {
    title: &'a str,
    count: usize,
    papers: Vec<Row<'a>>,
    pager: PagerView,
    order: &'static str,
    orders: Vec<OrderView<'a>>,
}

impl Kind for Queries {
    /// An index of [`plan::Outline::queries`], and a page number.
    type Id = (usize, u32);
    type Inputs<'a> = QueryPage<'a>;
    const GROUP: &'static str = GROUP;
    const TEMPLATE: Option<&'static str> = Some(TEMPLATE);

    fn plan(planning: &mut Planning<'_>) {
        let queries = std::mem::take(&mut planning.outline.queries);
        for (index, query) in queries.iter().enumerate() {
            planning.list::<Queries>(&address(&query.name), &query.papers, |number| (index, number));
        }
        planning.outline.queries = queries;
    }

    fn inputs<'a>(&(index, number): &Self::Id, records: &'a Records<'a>) -> QueryPage<'a> {
        let query = &records.outline.queries[index];
        page(query, records.list_page(Some(Listed::Query(index)), &query.papers, number))
    }

    fn make(page: &QueryPage<'_>, shared: &Shared<'_>) -> Made {
        make(page, shared)
    }
}

impl Kind for QueriesByVotes {
    type Id = usize;
    type Inputs<'a> = QueryPage<'a>;
    const GROUP: &'static str = GROUP;
    const SWITCHES: &'static [Switch] = &[VOTES];
    const TEMPLATE: Option<&'static str> = Some(TEMPLATE);

    fn plan(planning: &mut Planning<'_>) {
        let queries = std::mem::take(&mut planning.outline.queries);
        for (index, query) in queries.iter().enumerate() {
            let list = address(&query.name);
            planning.by_votes::<QueriesByVotes>(Listed::Query(index), &list, &query.papers, index);
        }
        planning.outline.queries = queries;
    }

    fn inputs<'a>(&index: &usize, records: &'a Records<'a>) -> QueryPage<'a> {
        let query = &records.outline.queries[index];
        page(query, records.list_by_votes(&query.papers))
    }

    fn make(page: &QueryPage<'_>, shared: &Shared<'_>) -> Made {
        make(page, shared)
    }
}

fn page<'a>(query: &'a Query, list: ListPage<'a>) -> QueryPage<'a> {
    QueryPage { name: &query.name, title: query.title.as_deref(), list }
}

fn make(page: &QueryPage<'_>, shared: &Shared<'_>) -> Made {
    let (address, title) = (address(page.name), shared.list_title(page.title));
    let ListView { papers, pager, order, orders } = page.list.view(&address, shared);
    let view = QueryView { title, count: page.list.count, papers, pager, order, orders };
    let described = shared.texts.fill("about_list", &[("name", &title)]);
    let head = page.list.head("list", ("feeds", routes::FEEDS), &address, title, described, shared);
    let head = head.with_feed(feed::link::<OfQuery>(title, &address, shared));
    Made::Views(page.list.ordered(head, &address, title, shared).with("list", &view))
}

/// Returns the address of a list.
pub(super) fn address(name: &str) -> String {
    routes::member(LIST, name)
}

impl<'a> Shared<'a> {
    /// Returns the title of a list; the list of papers with code has none of its own.
    pub(super) fn list_title<'t>(&self, title: Option<&'t str>) -> &'t str
    where
        'a: 't,
    {
        title.unwrap_or_else(|| self.texts.get("papers_with_code"))
    }
}

impl<'a> Records<'a> {
    /// Returns the name, the title and the number of papers of each list.
    pub(super) fn queries(&self) -> Vec<((&'a str, Option<&'a str>), usize)> {
        let queries = self.outline.queries.iter();
        queries.map(|query| ((query.name.as_str(), query.title.as_deref()), query.papers.len())).collect()
    }
}

pub struct OfQuery;

feeds! {
    QueryFeeds = OfQuery in Rss;
    QueryAtom = OfQuery in Atom;
    QueryJson = OfQuery in Json;
}

impl Scope for OfQuery {
    type Id = usize;
    const GROUP: &'static str = "feeds of lists";
    const SWITCHES: &'static [Switch] = &[];

    fn all(planning: &Planning<'_>) -> Vec<(usize, String)> {
        planning.outline.queries.iter().map(|query| address(&query.name)).enumerate().collect()
    }

    fn inputs<'a>(&index: &usize, records: &'a Records<'a>) -> Papers<'a> {
        let query = &records.outline.queries[index];
        let title = query.title.as_deref().unwrap_or_else(|| records.theme.texts.get("papers_with_code"));
        feed::papers(title, address(&query.name), &query.papers, records)
    }
}
