//! Pages of an author: papers newest first, and by votes.

use super::authors::AUTHORS;
use super::feed::{self, Atom, Format as _, Json, Papers, Rss, Scope, feeds};
use super::list::{ListPage, ListView, OrderView, VOTES};
use super::*;
use crate::site::records::Coauthors;
use crate::text::identifier;

pub struct Authors;
pub struct AuthorsByVotes;

pub(super) const GROUP: &str = "author pages";

/// Upper bounds in bytes: an author's page with its feed, and the page by votes.
pub(super) const BYTES: usize = 15_000;
pub(super) const BYTES_BY_VOTES: usize = 13_500;

/// The most papers in an author's feed.
pub const FEED_SIZE: usize = 6;

const COAUTHORS: usize = 10;

inputs! {
    pub struct AuthorPage<'a> {
        person: PersonInput<'a>,
        orcid: Option<&'a str>,
        url: Option<&'a str>,
        spellings: &'a [String],
        list: ListPage<'a>,
        coauthors: Option<Coauthors<'a>>,
    }
}

#[derive(Serialize)]
struct AuthorView<'a> {
    slug: &'a str,
    name: &'a str,
    orcid_url: Option<String>,
    url_home: Option<String>,
    aliases: &'a [String],
    count: usize,
    papers: Vec<Row<'a>>,
    pager: PagerView,
    order: &'static str,
    orders: Vec<OrderView<'a>>,
    coauthors: Vec<CountedView<'a>>,
}

impl Kind for Authors {
    type Id = (PersonId, u32);
    type Inputs<'a> = AuthorPage<'a>;
    const GROUP: &'static str = GROUP;
    const SWITCHES: &'static [Switch] = &[AUTHORS];
    const TEMPLATE: Option<&'static str> = Some("author.html");

    fn plan(planning: &mut Planning<'_>) {
        for (id, person) in planning.authors() {
            let list = routes::member(routes::AUTHORS, &person.slug);
            planning.list::<Authors>(&list, &person.papers, |number| (id, number));
        }
    }

    fn inputs<'a>(&(id, number): &Self::Id, records: &'a Records<'a>) -> AuthorPage<'a> {
        let list = records.list_page(Some(Listed::Author(id)), &records.archive.person(id).papers, number);
        AuthorPage { coauthors: Some(records.coauthors(id)), ..page(id, list, records) }
    }

    fn make(page: &AuthorPage<'_>, shared: &Shared<'_>) -> Made {
        make(page, shared)
    }
}

impl Kind for AuthorsByVotes {
    type Id = PersonId;
    type Inputs<'a> = AuthorPage<'a>;
    const GROUP: &'static str = GROUP;
    const SWITCHES: &'static [Switch] = &[AUTHORS, VOTES];
    const TEMPLATE: Option<&'static str> = Some("author.html");

    fn plan(planning: &mut Planning<'_>) {
        if planning.shares.authors_by_votes {
            for (id, person) in planning.authors() {
                let list = routes::member(routes::AUTHORS, &person.slug);
                planning.by_votes::<AuthorsByVotes>(Listed::Author(id), &list, &person.papers, id);
            }
        }
    }

    fn inputs<'a>(&id: &PersonId, records: &'a Records<'a>) -> AuthorPage<'a> {
        page(id, records.list_by_votes(&records.archive.person(id).papers), records)
    }

    fn make(page: &AuthorPage<'_>, shared: &Shared<'_>) -> Made {
        make(page, shared)
    }
}

fn page<'a>(id: PersonId, list: ListPage<'a>, records: &'a Records<'a>) -> AuthorPage<'a> {
    let person = records.archive.person(id);
    AuthorPage {
        person: records.person(id),
        orcid: person.orcid.as_deref(),
        url: person.url.as_deref(),
        spellings: &person.spellings,
        list,
        coauthors: None,
    }
}

fn make(page: &AuthorPage<'_>, shared: &Shared<'_>) -> Made {
    let (slug, name) = (page.person.slug(), page.person.name());
    let list = routes::member(routes::AUTHORS, slug);
    let ListView { papers, pager, order, orders } = page.list.view(&list, shared);
    let coauthors = page.coauthors.map(|coauthors| coauthors.find(COAUTHORS)).unwrap_or_default();
    let view = AuthorView {
        slug,
        name,
        orcid_url: page.orcid.map(identifier::orcid_url),
        url_home: page.url.map(|url| shared.link(url)),
        aliases: page.spellings,
        count: page.list.count,
        papers,
        pager,
        order,
        orders,
        coauthors: coauthors.into_iter().map(|person| shared.counted_person(person)).collect(),
    };
    let description = shared.texts.fill("about_author", &[("name", &name)]);
    let section = ("authors", routes::AUTHORS);
    let head = page.list.head("author", section, &list, name, description, shared);
    let head = head.with_feed(feed::link::<OfAuthor>(name, &list, shared));
    Made::Views(page.list.ordered(head, &list, name, shared).with("author", &view))
}

pub struct OfAuthor;

feeds! {
    AuthorFeeds = OfAuthor in Rss;
    AuthorAtom = OfAuthor in Atom;
    AuthorJson = OfAuthor in Json;
}

impl Scope for OfAuthor {
    type Id = PersonId;
    const GROUP: &'static str = "feeds of authors";
    const SWITCHES: &'static [Switch] =
        &[Switch { setting: "[feeds] authors", is_on: |site| site.feeds.authors }, AUTHORS];

    fn all(planning: &Planning<'_>) -> Vec<(PersonId, String)> {
        let page =
            |(id, person): (_, &crate::archive::Person)| (id, routes::member(routes::AUTHORS, &person.slug));
        planning.authors().into_iter().map(page).collect()
    }

    fn inputs<'a>(&id: &PersonId, records: &'a Records<'a>) -> Papers<'a> {
        let person = records.archive.person(id);
        let few = feed::newest(person.papers.iter().copied(), FEED_SIZE, records.archive);
        let page = routes::member(routes::AUTHORS, &person.slug);
        Papers { is_brief: true, ..feed::papers(&person.name, page, &few, records) }
    }
}
