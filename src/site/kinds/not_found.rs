//! The page for missing addresses.

use super::*;

pub struct NotFound;

const ADDRESS: &str = "404.html";

impl Kind for NotFound {
    type Id = ();
    type Inputs<'a> = ();
    const GROUP: &'static str = OTHER;
    const TEMPLATE: Option<&'static str> = Some(ADDRESS);

    fn plan(planning: &mut Planning<'_>) {
        planning.claim_unless_static::<NotFound>(ADDRESS, ());
    }

    fn inputs<'a>((): &(), _: &'a Records<'a>) {}

    fn make((): &(), shared: &Shared<'_>) -> Made {
        let page = shared.head("404", "", ADDRESS, shared.texts.get("not_found_title"));
        Made::Views(PageView { noindex: true, ..page }.views())
    }
}
