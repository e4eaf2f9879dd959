//! Pages of an organization: papers newest first, and by votes.

use super::feed::{self, Atom, Format as _, Json, Papers, Rss, Scope, feeds};
use super::list::{ListPage, ListView, OrderView, VOTES};
use super::organizations::ORGANIZATIONS;
use super::*;

pub struct Organizations;
pub struct OrganizationsByVotes;

pub(super) const GROUP: &str = "organization pages";

inputs! {
    pub struct OrganizationPage<'a> {
        organization: OrganizationInput<'a>,
        url: Option<&'a str>,
        list: ListPage<'a>,
    }
}

#[derive(Serialize)]
struct OrganizationView<'a> {
    handle: &'a str,
    name: &'a str,
    url_home: Option<String>,
    logo: Option<String>,
    count: usize,
    papers: Vec<Row<'a>>,
    pager: PagerView,
    order: &'static str,
    orders: Vec<OrderView<'a>>,
}

impl Kind for Organizations {
    type Id = (OrganizationId, u32);
    type Inputs<'a> = OrganizationPage<'a>;
    const GROUP: &'static str = GROUP;
    const SWITCHES: &'static [Switch] = &[ORGANIZATIONS];
    const TEMPLATE: Option<&'static str> = Some("organization.html");

    fn plan(planning: &mut Planning<'_>) {
        for id in planning.archive.organization_ids() {
            let organization = planning.archive.organization(id);
            let list = routes::member(routes::ORGANIZATIONS, &organization.slug);
            planning.list::<Organizations>(&list, &organization.papers, |number| (id, number));
        }
    }

    fn inputs<'a>(&(id, number): &Self::Id, records: &'a Records<'a>) -> OrganizationPage<'a> {
        let papers = &records.archive.organization(id).papers;
        page(id, records.list_page(Some(Listed::Organization(id)), papers, number), records)
    }

    fn make(page: &OrganizationPage<'_>, shared: &Shared<'_>) -> Made {
        make(page, shared)
    }
}

impl Kind for OrganizationsByVotes {
    type Id = OrganizationId;
    type Inputs<'a> = OrganizationPage<'a>;
    const GROUP: &'static str = GROUP;
    const SWITCHES: &'static [Switch] = &[ORGANIZATIONS, VOTES];
    const TEMPLATE: Option<&'static str> = Some("organization.html");

    fn plan(planning: &mut Planning<'_>) {
        for id in planning.archive.organization_ids() {
            let organization = planning.archive.organization(id);
            let (listed, list) =
                (Listed::Organization(id), routes::member(routes::ORGANIZATIONS, &organization.slug));
            planning.by_votes::<OrganizationsByVotes>(listed, &list, &organization.papers, id);
        }
    }

    fn inputs<'a>(&id: &OrganizationId, records: &'a Records<'a>) -> OrganizationPage<'a> {
        page(id, records.list_by_votes(&records.archive.organization(id).papers), records)
    }

    fn make(page: &OrganizationPage<'_>, shared: &Shared<'_>) -> Made {
        make(page, shared)
    }
}

fn page<'a>(id: OrganizationId, list: ListPage<'a>, records: &'a Records<'a>) -> OrganizationPage<'a> {
    let url = records.archive.organization(id).url.as_deref();
    OrganizationPage { organization: records.organization(id), url, list }
}

fn make(page: &OrganizationPage<'_>, shared: &Shared<'_>) -> Made {
    let (organization, name) = (page.organization, page.organization.name());
    let list = routes::member(routes::ORGANIZATIONS, organization.slug());
    let ListView { papers, pager, order, orders } = page.list.view(&list, shared);
    let view = OrganizationView {
        handle: organization.handle(),
        name,
        url_home: page.url.map(|url| shared.link(url)),
        logo: shared.image(organization.logo()),
        count: page.list.count,
        papers,
        pager,
        order,
        orders,
    };
    let description = shared.texts.fill("about_organization", &[("name", &name)]);
    let section = ("organizations", routes::ORGANIZATIONS);
    let head = page.list.head("organization", section, &list, name, description, shared);
    let head = head.with_feed(feed::link::<OfOrganization>(name, &list, shared));
    Made::Views(page.list.ordered(head, &list, name, shared).with("organization", &view))
}

pub struct OfOrganization;

feeds! {
    OrganizationFeeds = OfOrganization in Rss;
    OrganizationAtom = OfOrganization in Atom;
    OrganizationJson = OfOrganization in Json;
}

impl Scope for OfOrganization {
    type Id = OrganizationId;
    const GROUP: &'static str = "feeds of organizations";
    const SWITCHES: &'static [Switch] =
        &[Switch { setting: "[feeds] organizations", is_on: |site| site.feeds.organizations }, ORGANIZATIONS];

    fn all(planning: &Planning<'_>) -> Vec<(OrganizationId, String)> {
        let archive = planning.archive;
        let page = |id| (id, routes::member(routes::ORGANIZATIONS, &archive.organization(id).slug));
        archive.organization_ids().map(page).collect()
    }

    fn inputs<'a>(&id: &OrganizationId, records: &'a Records<'a>) -> Papers<'a> {
        let organization = records.archive.organization(id);
        let page = routes::member(routes::ORGANIZATIONS, &organization.slug);
        feed::papers(&organization.name, page, &organization.papers, records)
    }
}
