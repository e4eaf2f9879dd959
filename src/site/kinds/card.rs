//! Social cards: preview images for links to pages.
//!
//! The font does not have the letters of some languages, so most texts have a plainer alternative.

use super::*;
use crate::site::social_card::{Card, draw, writable};

pub struct SiteCard;
pub struct DayCards;
pub struct PaperCards;

const GROUP: &str = "social cards";

const PAPERS: usize = 4;

inputs! {
    pub struct OfDay<'a> {
        day: DayInput<'a>,
    }
}

inputs! {
    pub struct OfPaper<'a> {
        paper: PaperInput<'a>,
    }
}

impl Kind for SiteCard {
    type Id = ();
    type Inputs<'a> = ();
    const GROUP: &'static str = GROUP;
    const SWITCHES: &'static [Switch] = &[Switch { setting: "[cards] site", is_on: |site| site.cards.site }];
    const BASE: Base = Base::Pictures;

    fn plan(planning: &mut Planning<'_>) {
        planning.claim::<SiteCard>(&routes::card_of(routes::HOME), ());
    }

    fn inputs<'a>((): &(), _: &'a Records<'a>) {}

    fn make((): &(), shared: &Shared<'_>) -> Made {
        let heading = name(shared);
        let (text, foot) = (vec![shared.description().to_owned()], vec![address(shared)]);
        picture(&Card { heading, text, foot, ..Card::default() }, shared)
    }
}

impl Kind for DayCards {
    /// An index of [`crate::archive::Archive::days`].
    type Id = usize;
    type Inputs<'a> = OfDay<'a>;
    const GROUP: &'static str = GROUP;
    const SWITCHES: &'static [Switch] = &[Switch { setting: "[cards] days", is_on: |site| site.cards.days }];
    const BASE: Base = Base::Pictures;

    fn plan(planning: &mut Planning<'_>) {
        for (index, day) in planning.archive.days.iter().enumerate() {
            planning.claim::<DayCards>(&routes::card_of(&routes::day(day.date)), index);
        }
    }

    fn inputs<'a>(&index: &usize, records: &'a Records<'a>) -> OfDay<'a> {
        OfDay { day: records.day(index) }
    }

    fn make(OfDay { day }: &OfDay<'_>, shared: &Shared<'_>) -> Made {
        let titles = day.papers().filter_map(|paper| plain_title(paper.entry()));
        let card = Card {
            name: name(shared),
            heading: vec![dates::long(day.date(), shared.texts), day.date().to_string()],
            text: vec![shared.texts.count("papers", day.papers().len(), &[])],
            list: titles.filter_map(|title| writable(&title)).take(PAPERS).collect(),
            ..Card::default()
        };
        picture(&card, shared)
    }
}

impl Kind for PaperCards {
    type Id = PaperId;
    type Inputs<'a> = OfPaper<'a>;
    const GROUP: &'static str = GROUP;
    const SWITCHES: &'static [Switch] =
        &[Switch { setting: "[cards] papers", is_on: |site| site.cards.papers }];
    const BASE: Base = Base::Pictures;

    fn plan(planning: &mut Planning<'_>) {
        for id in planning.archive.paper_ids() {
            let page = routes::paper(&planning.archive.paper(id).id);
            planning.claim::<PaperCards>(&routes::card_of(&page), id);
        }
    }

    fn inputs<'a>(&id: &PaperId, records: &'a Records<'a>) -> OfPaper<'a> {
        OfPaper { paper: records.paper(id) }
    }

    fn make(OfPaper { paper }: &OfPaper<'_>, shared: &Shared<'_>) -> Made {
        let paper = paper.entry();
        let title = shared.title_of(paper).replace('$', "");
        let card = Card {
            name: name(shared),
            heading: plain_title(paper).into_iter().chain([title, paper.id.clone()]).collect(),
            text: vec![byline(paper, shared.texts)],
            foot: vec![dates::full(paper.date(), shared.texts), paper.date().to_string()],
            ..Card::default()
        };
        picture(&card, shared)
    }
}

fn picture(card: &Card, shared: &Shared<'_>) -> Made {
    Made::Bytes(draw(card, &shared.cards().accent))
}

/// Returns the site's name; alternatively its address.
fn name(shared: &Shared<'_>) -> Vec<String> {
    vec![shared.title().to_owned(), address(shared)]
}

fn address(shared: &Shared<'_>) -> String {
    let address = shared.base_url().split_once("://").map_or(shared.base_url(), |(_, rest)| rest);
    let host = address.split('/').next().unwrap_or_default();
    if address.contains('%') { host } else { address.trim_end_matches('/') }.to_owned()
}

/// Returns a title whose formulas, if any, are readable as plain letters.
fn plain_title(paper: &Paper) -> Option<String> {
    const BUILT: [&str; 10] = [
        "<msu",
        "<mfrac",
        "<msqrt",
        "<mroot",
        "<munder",
        "<mover",
        "<mtable",
        "<mmulti",
        "<menclose",
        "<code",
    ];
    let html = &paper.title_html;
    if BUILT.iter().any(|tag| html.contains(tag)) {
        return None;
    }
    match html.contains("<math") {
        true => {
            Some(markdown::beginning(&html.replace("<math", "<span").replace("</math", "</span"), html.len()))
        }
        false => Some(title_of(paper).to_owned()),
    }
}
