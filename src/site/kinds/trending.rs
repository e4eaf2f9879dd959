//! The trending papers of the last days.

use super::day::{Scale, scales};
use super::*;
use crate::site::shared::Card;

pub struct Trending;

inputs! {
    pub struct TrendingPage<'a> {
        papers: Vec<PaperInput<'a>>,
        newest: Option<NaiveDate>,
    }
}

#[derive(Serialize)]
struct TrendingView<'a> {
    papers: Vec<Card<'a>>,
    as_of: Option<View>,
    days: usize,
    scales: Vec<Scale>,
}

impl Kind for Trending {
    type Id = ();
    type Inputs<'a> = TrendingPage<'a>;
    const GROUP: &'static str = OTHER;
    const SWITCHES: &'static [Switch] =
        &[Switch { setting: "[pages] trending", is_on: |site| site.pages.trending }];
    const TEMPLATE: Option<&'static str> = Some("trending.html");
    const MENU: Option<Menu> =
        Some(Menu { section: "trending", label: "trending", address: routes::TRENDING });

    fn plan(planning: &mut Planning<'_>) {
        planning.outline.trending = planning.archive.trending(planning.site);
        if !planning.outline.trending.is_empty() {
            planning.page::<Trending>(routes::TRENDING.into(), (), planning.archive.newest());
        }
    }

    fn inputs<'a>((): &(), records: &'a Records<'a>) -> TrendingPage<'a> {
        TrendingPage { papers: records.papers(&records.outline.trending), newest: records.archive.newest() }
    }

    fn make(TrendingPage { papers, newest }: &TrendingPage<'_>, shared: &Shared<'_>) -> Made {
        let view = TrendingView {
            papers: papers.iter().map(|&paper| shared.card(paper)).collect(),
            as_of: newest.map(|date| shared.featured(date)),
            days: shared.trending().days,
            scales: newest.map(|date| scales(date, shared)).unwrap_or_default(),
        };
        let page = shared.head("trending", "trending", routes::TRENDING, shared.texts.get("trending"));
        let titles = papers.iter().map(|paper| paper.entry().title.as_str());
        Made::Views(page.described(shared.describe(papers.len(), titles)).with("trending", &view))
    }
}
