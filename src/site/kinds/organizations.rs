//! The list of all organizations.

use super::*;
use crate::text::slug;

pub struct AllOrganizations;

pub(super) const ORGANIZATIONS: Switch =
    Switch { setting: "[pages] organizations", is_on: |site| site.pages.organizations };

inputs! {
    pub struct OrganizationsPage<'a> {
        /// By name.
        all: Vec<Counted<OrganizationInput<'a>>>,
    }
}

#[derive(Serialize)]
struct OrganizationsView<'a> {
    all: Vec<Row<'a>>,
    count: usize,
}

#[derive(Serialize)]
struct Row<'a> {
    handle: &'a str,
    name: &'a str,
    url: Option<String>,
    logo: Option<String>,
    count: usize,
}

impl Kind for AllOrganizations {
    type Id = ();
    type Inputs<'a> = OrganizationsPage<'a>;
    const GROUP: &'static str = organization::GROUP;
    const SWITCHES: &'static [Switch] = &[ORGANIZATIONS];
    const TEMPLATE: Option<&'static str> = Some("organizations.html");
    const MENU: Option<Menu> =
        Some(Menu { section: "organizations", label: "organizations", address: routes::ORGANIZATIONS });

    fn plan(planning: &mut Planning<'_>) {
        if !planning.archive.organizations.is_empty() {
            planning.page::<AllOrganizations>(routes::ORGANIZATIONS.into(), (), None);
        }
    }

    fn inputs<'a>((): &(), records: &'a Records<'a>) -> OrganizationsPage<'a> {
        let archive = records.archive;
        let mut ids: Vec<OrganizationId> = archive.organization_ids().collect();
        ids.sort_by_cached_key(|&id| slug::slug(&archive.organization(id).name));
        OrganizationsPage { all: ids.into_iter().map(|id| records.counted_organization(id)).collect() }
    }

    fn make(OrganizationsPage { all }: &OrganizationsPage<'_>, shared: &Shared<'_>) -> Made {
        let rows = all.iter().map(|&Counted { name, count }| Row {
            handle: name.handle(),
            name: name.name(),
            url: shared.organization_url(name.slug()),
            logo: shared.image(name.logo()),
            count,
        });
        let title = shared.texts.get("organizations");
        let page = shared.head("organizations", "organizations", routes::ORGANIZATIONS, title);
        let view = OrganizationsView { all: rows.collect(), count: all.len() };
        Made::Views(page.below(shared, []).with("organizations", &view))
    }
}
