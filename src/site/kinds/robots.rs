//! `robots.txt`: the address of the sitemap, and paths that crawlers need not read.

use super::*;

pub struct Robots;

#[derive(Serialize)]
struct RobotsView<'a> {
    sitemap_abs: String,
    root: &'a str,
}

const ADDRESS: &str = "robots.txt";

impl Kind for Robots {
    type Id = ();
    type Inputs<'a> = ();
    const GROUP: &'static str = OTHER;
    const TEMPLATE: Option<&'static str> = Some(ADDRESS);

    fn plan(planning: &mut Planning<'_>) {
        planning.claim_unless_static::<Robots>(ADDRESS, ());
    }

    fn inputs<'a>((): &(), _: &'a Records<'a>) {}

    fn make((): &(), shared: &Shared<'_>) -> Made {
        let robots = RobotsView { sitemap_abs: shared.absolute(routes::SITEMAP), root: shared.root() };
        Made::Views(vec![("robots", View::new(&robots))])
    }
}
