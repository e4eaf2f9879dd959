//! Pages of venues, from the key `venue`: a list of those that many papers name, and the papers of each, newest first.

use super::feed::{self, Format as _, Papers, Rss, Scope, feeds};
use super::list::{ListPage, ListView};
use super::*;
use crate::text::slug;
use std::collections::HashMap;

pub struct AllVenues;
pub struct Venues;

/// Fewer papers make no page.
const FEWEST: usize = 10;
const GROUP: &str = "venue pages";
const LIST: &str = "venues/";
const TEMPLATE: &str = "venue.html";

/// A venue that papers name.
#[derive(Debug, PartialEq)]
pub struct Venue {
    slug: String,
    /// As most papers write it.
    name: String,
    /// Newest first.
    papers: Vec<PaperId>,
}

inputs! {
    pub struct ListInputs<'a> {
        /// Slug and name of each, and how many papers it has.
        all: Vec<((&'a str, &'a str), usize)>,
    }
}

inputs! {
    pub struct VenuePage<'a> {
        slug: &'a str,
        name: &'a str,
        list: ListPage<'a>,
    }
}

#[derive(Serialize)]
struct VenueView<'a> {
    count: usize,
    /// On the page of all of them.
    all: Vec<CountedView<'a>>,
    papers: Vec<Row<'a>>,
    pager: Option<PagerView>,
}

impl Kind for AllVenues {
    type Id = Vec<Arc<Venue>>;
    type Inputs<'a> = ListInputs<'a>;
    const GROUP: &'static str = GROUP;
    const TEMPLATE: Option<&'static str> = Some(TEMPLATE);
    const MENU: Option<Menu> = Some(Menu { section: "venues", label: "venues", address: LIST });

    fn plan(planning: &mut Planning<'_>) {
        let venues = venues(planning);
        if !venues.is_empty() {
            planning.page::<AllVenues>(LIST.into(), venues, None);
        }
    }

    fn inputs<'a>(all: &'a Self::Id, _: &'a Records<'a>) -> ListInputs<'a> {
        let venue = |venue: &'a Arc<Venue>| ((venue.slug.as_str(), venue.name.as_str()), venue.papers.len());
        ListInputs { all: all.iter().map(venue).collect() }
    }

    fn make(ListInputs { all }: &ListInputs<'_>, shared: &Shared<'_>) -> Made {
        let url = |slug: &str| Some(shared.url(&routes::member(LIST, slug)));
        let venues =
            all.iter().map(|((slug, name), count)| CountedView { slug, name, url: url(slug), count: *count });
        let view = VenueView { count: all.len(), all: venues.collect(), papers: Vec::new(), pager: None };
        let page = shared.head("venues", "venues", LIST, shared.texts.get("venues"));
        Made::Views(page.below(shared, []).with("venue", &view))
    }
}

impl Kind for Venues {
    /// A venue and the number of its page.
    type Id = (Arc<Venue>, u32);
    type Inputs<'a> = VenuePage<'a>;
    const GROUP: &'static str = GROUP;
    const TEMPLATE: Option<&'static str> = Some(TEMPLATE);

    fn plan(planning: &mut Planning<'_>) {
        for venue in venues(planning) {
            let list = routes::member(LIST, &venue.slug);
            planning.list::<Venues>(&list, &venue.papers, |number| (venue.clone(), number));
        }
    }

    fn inputs<'a>((venue, number): &'a Self::Id, records: &'a Records<'a>) -> VenuePage<'a> {
        let list = records.list_page(None, &venue.papers, *number);
        VenuePage { slug: &venue.slug, name: &venue.name, list }
    }

    fn make(VenuePage { slug, name, list }: &VenuePage<'_>, shared: &Shared<'_>) -> Made {
        let address = routes::member(LIST, slug);
        let ListView { papers, pager, .. } = list.view(&address, shared);
        let view = VenueView { count: list.count, all: Vec::new(), papers, pager: Some(pager) };
        let described = shared.texts.fill("about_venue", &[("name", name)]);
        let head = list.head("venue", ("venues", LIST), &address, name, described, shared);
        Made::Views(head.with_feed(feed::link::<OfVenue>(name, &address, shared)).with("venue", &view))
    }
}

pub struct OfVenue;

feeds! {
    VenueFeeds = OfVenue in Rss;
}

impl Scope for OfVenue {
    type Id = Arc<Venue>;
    const GROUP: &'static str = "feeds of venues";
    const SWITCHES: &'static [Switch] = &[];

    fn all(planning: &Planning<'_>) -> Vec<(Arc<Venue>, String)> {
        let page = |venue: Arc<Venue>| (venue.clone(), routes::member(LIST, &venue.slug));
        venues(planning).into_iter().map(page).collect()
    }

    fn inputs<'a>(venue: &'a Arc<Venue>, records: &'a Records<'a>) -> Papers<'a> {
        feed::papers(&venue.name, routes::member(LIST, &venue.slug), &venue.papers, records)
    }
}

/// Returns the venues that enough papers name, by slug. Spellings with one slug are one venue.
fn venues(planning: &Planning<'_>) -> Vec<Arc<Venue>> {
    let mut spelled: HashMap<&str, Vec<PaperId>> = HashMap::new();
    for id in planning.archive.paper_ids() {
        if let Some(venue) = &planning.archive.paper(id).venue {
            spelled.entry(venue).or_default().push(id);
        }
    }
    let mut venues: BTreeMap<String, Vec<(&str, Vec<PaperId>)>> = BTreeMap::new();
    for (name, papers) in spelled {
        venues.entry(slug::slug(name)).or_default().push((name, papers));
    }
    let venue = |(slug, mut spelled): (String, Vec<(&str, Vec<PaperId>)>)| {
        spelled.sort_by(|(a, papers), (b, others)| others.len().cmp(&papers.len()).then(a.cmp(b)));
        let name = spelled.first().map_or("", |(name, _)| *name).to_owned();
        let mut papers: Vec<PaperId> = spelled.into_iter().flat_map(|(_, papers)| papers).collect();
        papers.sort_unstable();
        (papers.len() >= FEWEST && !slug.is_empty()).then(|| Arc::new(Venue { slug, name, papers }))
    };
    venues.into_iter().filter_map(venue).collect()
}
