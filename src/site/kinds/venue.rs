//! Pages of venues: the list of venues with enough papers, and the papers of each, newest first.

use super::feed::{self, Atom, Format as _, Json, Papers, Rss, Scope, feeds};
use super::list::{ListPage, ListView};
use super::*;

pub struct AllVenues;
pub struct Venues;

const VENUES: Switch = Switch { setting: "[pages] venues", is_on: |site| site.pages.venues };
const GROUP: &str = "venue pages";
pub(super) const LIST: &str = "venues/";
const TEMPLATE: &str = "venue.html";

inputs! {
    pub struct ListInputs<'a> {
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
    all: Vec<CountedView<'a>>,
    papers: Vec<Row<'a>>,
    pager: Option<PagerView>,
}

impl Kind for AllVenues {
    type Id = ();
    type Inputs<'a> = ListInputs<'a>;
    const GROUP: &'static str = GROUP;
    const SWITCHES: &'static [Switch] = &[VENUES];
    const TEMPLATE: Option<&'static str> = Some(TEMPLATE);
    const MENU: Option<Menu> = Some(Menu { section: "venues", label: "venues", address: LIST });

    fn plan(planning: &mut Planning<'_>) {
        if !planning.outline.venues.all.is_empty() {
            planning.page::<AllVenues>(LIST.into(), (), None);
        }
    }

    fn inputs<'a>((): &(), records: &'a Records<'a>) -> ListInputs<'a> {
        ListInputs { all: records.venues() }
    }

    fn make(ListInputs { all }: &ListInputs<'_>, shared: &Shared<'_>) -> Made {
        let url = |slug: &str| Some(shared.url(&routes::member(LIST, slug)));
        let venues = all.iter().map(|((slug, name), count)| CountedView::new(slug, name, url(slug), *count));
        let view = VenueView { count: all.len(), all: venues.collect(), papers: Vec::new(), pager: None };
        let page = shared.head("venues", "venues", LIST, shared.texts.get("venues"));
        Made::Views(page.below(shared, []).with("venue", &view))
    }
}

impl Kind for Venues {
    /// An index of [`plan::Venues::all`], and a page number.
    type Id = (usize, u32);
    type Inputs<'a> = VenuePage<'a>;
    const GROUP: &'static str = GROUP;
    const SWITCHES: &'static [Switch] = &[VENUES];
    const TEMPLATE: Option<&'static str> = Some(TEMPLATE);

    fn plan(planning: &mut Planning<'_>) {
        let venues = std::mem::take(&mut planning.outline.venues);
        for (index, venue) in venues.all.iter().enumerate() {
            let list = routes::member(LIST, &venue.slug);
            planning.list::<Venues>(&list, &venue.papers, |number| (index, number));
        }
        planning.outline.venues = venues;
    }

    fn inputs<'a>(&(index, number): &Self::Id, records: &'a Records<'a>) -> VenuePage<'a> {
        let venue = &records.outline.venues.all[index];
        let list = records.list_page(None, &venue.papers, number);
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

/// Returns an upper bound in bytes of the pages and the feed of a venue or list with this number of papers: measured, and rounded up.
pub(super) fn bytes(papers: usize, site: &Site) -> usize {
    const PAGE: usize = 6_000;
    const ROW: usize = 700;
    const ITEM: usize = 4_000;
    PAGE + papers * ROW + papers.min(site.feeds.items) * ITEM * site.feeds.formats.len()
}

impl<'a> Records<'a> {
    /// Returns slug, name and number of papers of each venue with a page.
    pub(super) fn venues(&self) -> Vec<((&'a str, &'a str), usize)> {
        let venues = self.outline.venues.all.iter();
        venues.map(|venue| ((venue.slug.as_str(), venue.name.as_str()), venue.papers.len())).collect()
    }

    /// Returns the slug of a paper's venue, if it has a page.
    pub(super) fn venue_of(&self, paper: &Paper) -> Option<&'a str> {
        self.outline.venues.named(paper.venue.as_ref()?).map(|venue| venue.slug.as_str())
    }
}

pub struct OfVenue;

feeds! {
    VenueFeeds = OfVenue in Rss;
    VenueAtom = OfVenue in Atom;
    VenueJson = OfVenue in Json;
}

impl Scope for OfVenue {
    type Id = usize;
    const GROUP: &'static str = "feeds of venues";
    const SWITCHES: &'static [Switch] = &[VENUES];

    fn all(planning: &Planning<'_>) -> Vec<(usize, String)> {
        let pages = planning.outline.venues.all.iter().map(|venue| routes::member(LIST, &venue.slug));
        pages.enumerate().collect()
    }

    fn inputs<'a>(&index: &usize, records: &'a Records<'a>) -> Papers<'a> {
        let venue = &records.outline.venues.all[index];
        feed::papers(&venue.name, routes::member(LIST, &venue.slug), &venue.papers, records)
    }
}
