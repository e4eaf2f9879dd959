//! `feeds.opml`: all feeds, for feed readers. Of a feed with several formats it has the first.

use super::author::OfAuthor;
use super::feed::{self, Scope};
use super::organization::OfOrganization;
use super::query::OfQuery;
use super::topic::OfTopic;
use super::venue::OfVenue;
use super::*;
use crate::site::shared::FeedLink;

pub struct Opml;

inputs! {
    pub struct All<'a> {
        topics: Vec<TopicInput<'a>>,
        organizations: Vec<OrganizationInput<'a>>,
        venues: Vec<(&'a str, &'a str)>,
        lists: Vec<(&'a str, Option<&'a str>)>,
        /// Those with a page.
        authors: Vec<PersonInput<'a>>,
    }
}

#[derive(Serialize)]
struct OpmlView<'a> {
    groups: Vec<GroupView<'a>>,
}

/// `key` is the same in every language.
#[derive(Serialize)]
struct GroupView<'a> {
    key: &'static str,
    title: &'a str,
    feeds: Vec<OutlineView>,
}

#[derive(Serialize)]
struct OutlineView {
    title: String,
    url_abs: String,
    page_abs: String,
}

impl Kind for Opml {
    type Id = ();
    type Inputs<'a> = All<'a>;
    const GROUP: &'static str = OTHER;
    const TEMPLATE: Option<&'static str> = Some("opml.xml");

    fn plan(planning: &mut Planning<'_>) {
        planning.claim::<Opml>(routes::OPML, ());
    }

    fn inputs<'a>((): &(), records: &'a Records<'a>) -> All<'a> {
        let archive = records.archive;
        let with_page = |id: &PersonId| records.outline.has_page(archive.person(*id));
        All {
            topics: archive.topic_ids().map(|id| records.topic(id)).collect(),
            organizations: archive.organization_ids().map(|id| records.organization(id)).collect(),
            lists: records.queries().into_iter().map(|(list, _)| list).collect(),
            venues: records.venues().into_iter().map(|(venue, _)| venue).collect(),
            authors: archive.person_ids().filter(with_page).map(|id| records.person(id)).collect(),
        }
    }

    fn make(all: &All<'_>, shared: &Shared<'_>) -> Made {
        let site = feed::of_site(shared).into_iter().take(1).chain(shared.digest_links(None));
        let topics = all.topics.iter().map(|topic| (topic.name(), topic.slug()));
        let organizations = all.organizations.iter().map(|own| (own.name(), own.slug()));
        let venues = all.venues.iter().map(|&(slug, name)| (name, slug));
        let authors = all.authors.iter().map(|person| (person.name(), person.slug()));
        let lists = all.lists.iter().map(|&(name, title)| (shared.list_title(title), name));
        let group = |key, feeds| GroupView { key, title: shared.texts.get(key), feeds };
        let mut groups = vec![
            group("lists", outlines::<OfQuery>(lists, query::LIST, shared)),
            group("topics", outlines::<OfTopic>(topics, routes::TOPICS, shared)),
            group("organizations", outlines::<OfOrganization>(organizations, routes::ORGANIZATIONS, shared)),
            group("venues", outlines::<OfVenue>(venues, venue::LIST, shared)),
            group("authors", outlines::<OfAuthor>(authors, routes::AUTHORS, shared)),
        ];
        let home = site.map(|link| outline(link, routes::HOME, shared)).collect();
        groups.insert(0, GroupView { key: "site", title: shared.title(), feeds: home });
        groups.retain(|group| !group.feeds.is_empty());
        Made::Views(vec![("opml", View::new(&OpmlView { groups }))])
    }
}

/// Returns the feeds of a list of names and slugs, sorted by name.
fn outlines<'n, S: Scope>(
    names: impl Iterator<Item = (&'n str, &'n str)>,
    list: &str,
    shared: &Shared<'_>,
) -> Vec<OutlineView> {
    let mut outlines: Vec<OutlineView> = names
        .filter_map(|(name, slug)| {
            let page = routes::member(list, slug);
            Some(outline(feed::link::<S>(name, &page, shared)?, &page, shared))
        })
        .collect();
    outlines.sort_by_cached_key(|outline| outline.title.to_lowercase());
    outlines
}

fn outline(link: FeedLink, page: &str, shared: &Shared<'_>) -> OutlineView {
    OutlineView { title: link.title, url_abs: link.url_abs, page_abs: shared.absolute(page) }
}
