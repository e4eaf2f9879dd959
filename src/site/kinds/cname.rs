//! `CNAME`: the site's domain, for GitHub Pages.

use super::*;

pub struct Cname;

impl Kind for Cname {
    type Id = ();
    type Inputs<'a> = ();
    const GROUP: &'static str = OTHER;
    const SWITCHES: &'static [Switch] = &[Switch { setting: "cname", is_on: |site| !site.cname.is_empty() }];
    const BASE: Base = Base::None;

    fn plan(planning: &mut Planning<'_>) {
        planning.claim_unless_static::<Cname>("CNAME", ());
    }

    fn inputs<'a>((): &(), _: &'a Records<'a>) {}

    fn make((): &(), shared: &Shared<'_>) -> Made {
        format!("{}\n", shared.cname()).into()
    }
}
