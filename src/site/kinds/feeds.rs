//! The page that lists all feeds.

use super::author::OfAuthor;
use super::feed::{self, Scope};
use super::organization::OfOrganization;
use super::query::OfQuery;
use super::topic::OfTopic;
use super::venue::OfVenue;
use super::*;
use crate::site::shared::FeedLink;

pub struct FeedsPage;

inputs! {
    pub struct AllFeeds<'a> {
        topics: Vec<Counted<TopicInput<'a>>>,
        organizations: Vec<Counted<OrganizationInput<'a>>>,
        venues: Vec<((&'a str, &'a str), usize)>,
        lists: Vec<((&'a str, Option<&'a str>), usize)>,
    }
}

#[derive(Serialize)]
struct FeedsView {
    site: Vec<FeedLink>,
    lists: Vec<CountedFeed>,
    topics: Vec<CountedFeed>,
    organizations: Vec<CountedFeed>,
    venues: Vec<CountedFeed>,
    authors: bool,
    /// The list of all feeds for feed readers, and the script that selects from it.
    opml_url: String,
}

#[derive(Serialize)]
struct CountedFeed {
    title: String,
    mime: &'static str,
    url: String,
    url_abs: String,
    count: usize,
}

impl Kind for FeedsPage {
    type Id = ();
    type Inputs<'a> = AllFeeds<'a>;
    const GROUP: &'static str = OTHER;
    const TEMPLATE: Option<&'static str> = Some("feeds.html");

    fn plan(planning: &mut Planning<'_>) {
        planning.page::<FeedsPage>(routes::FEEDS.into(), (), None);
    }

    fn inputs<'a>((): &(), records: &'a Records<'a>) -> AllFeeds<'a> {
        let archive = records.archive;
        AllFeeds {
            topics: archive.topic_ids().map(|id| records.counted_topic(id)).collect(),
            venues: records.venues(),
            lists: records.queries(),
            organizations: archive.organization_ids().map(|id| records.counted_organization(id)).collect(),
        }
    }

    fn make(all: &AllFeeds<'_>, shared: &Shared<'_>) -> Made {
        let mut site = feed::of_site(shared);
        site.extend(shared.digest_links(None));
        let topics = all.topics.iter().map(|&Counted { name, count }| {
            counted::<OfTopic>(name.name(), routes::member(routes::TOPICS, name.slug()), count, shared)
        });
        let organizations = all.organizations.iter().map(|&Counted { name, count }| {
            let page = routes::member(routes::ORGANIZATIONS, name.slug());
            counted::<OfOrganization>(name.name(), page, count, shared)
        });
        let venues = all.venues.iter().map(|&((slug, name), count)| {
            counted::<OfVenue>(name, routes::member(venue::LIST, slug), count, shared)
        });
        let lists = all.lists.iter().map(|&((name, title), count)| {
            counted::<OfQuery>(shared.list_title(title), query::address(name), count, shared)
        });
        let mut view = FeedsView {
            site,
            lists: lists.flatten().collect(),
            topics: topics.flatten().collect(),
            organizations: organizations.flatten().collect(),
            venues: venues.flatten().collect(),
            authors: shared.is_on(OfAuthor::SWITCHES),
            opml_url: shared.url(routes::OPML),
        };
        for feeds in [&mut view.topics, &mut view.organizations, &mut view.venues] {
            feeds.sort_by_cached_key(|feed| feed.title.to_lowercase());
        }
        let page = shared.head("feeds", "", routes::FEEDS, shared.texts.get("feeds"));
        let described = shared.texts.fill("about_feeds", &[("title", &shared.title())]);
        let page = page.with_digests(shared.digest_links(None)).below(shared, []).described(described);
        Made::Views(page.with("feeds", &view))
    }
}

fn counted<S: Scope>(name: &str, page: String, count: usize, shared: &Shared<'_>) -> Option<CountedFeed> {
    let FeedLink { title, mime, url, url_abs } = feed::link::<S>(name, &page, shared)?;
    Some(CountedFeed { title, mime, url, url_abs, count })
}
