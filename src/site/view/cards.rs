//! Social cards: the words for each, and what the pages they belong to say of them.
//!
//! The font of cards has no letters for some languages, so most words have a plainer form beside them.

use super::Views;
use super::dates;
use super::parts::byline;
use crate::archive::PaperId;
use crate::content::Paper;
use crate::site::export::title_of;
use crate::site::plan::{CARD_PAPERS, Portrait, routes};
use crate::site::social_card::{Card, HEIGHT, WIDTH, writable};
use crate::text::markdown;
use serde::Serialize;

/// The card of a page.
#[derive(Debug, Clone, Serialize)]
pub(super) struct CardView {
    /// Absolute.
    url: String,
    /// Not told where thousands of pages would repeat it.
    width: Option<usize>,
    height: Option<usize>,
    /// What it shows, in words.
    alt: String,
}

impl Views<'_> {
    /// Returns the words of a card.
    pub fn card_of(&self, portrait: Portrait) -> Card {
        let site = self.site;
        let address = site.url().split_once("://").map_or(site.url(), |(_, rest)| rest);
        // A path in another script is a row of numbers here.
        let host = address.split('/').next().unwrap_or_default();
        let address = if address.contains('%') { host } else { address.trim_end_matches('/') }.to_owned();
        let name = vec![site.title.clone(), address.clone()];
        match portrait {
            Portrait::Site => {
                let description = vec![site.description.clone()];
                Card { heading: name, text: description, foot: vec![address], ..Card::default() }
            }
            Portrait::Day(index) => {
                let day = &self.archive.days[index];
                let titles = day.papers.iter().filter_map(|&id| plain_title(self.archive.paper(id)));
                Card {
                    name,
                    heading: vec![dates::long(day.date, self.texts), day.date.to_string()],
                    text: vec![self.texts.count("papers", day.papers.len(), &[])],
                    list: titles.filter_map(|title| writable(&title)).take(CARD_PAPERS).collect(),
                    ..Card::default()
                }
            }
            Portrait::Paper(id) => {
                let paper = self.archive.paper(id);
                let title = self.title_of(paper).replace('$', "");
                Card {
                    name,
                    heading: plain_title(paper).into_iter().chain([title, paper.id.clone()]).collect(),
                    text: vec![byline(paper, self.texts)],
                    foot: vec![dates::full(paper.day(), self.texts), paper.day().to_string()],
                    ..Card::default()
                }
            }
        }
    }

    /// Returns what a page of a part of the site says of its card: its own, or the site's.
    pub(super) fn site_card(&self) -> Option<CardView> {
        let alt = self.site.title.clone();
        self.site.cards.site.then(|| self.card_view(routes::HOME, alt))
    }

    pub(super) fn day_card(&self, index: usize) -> Option<CardView> {
        let day = &self.archive.days[index];
        let alt = format!(
            "{}: {}, {}",
            self.site.title,
            dates::long(day.date, self.texts),
            self.texts.count("papers", day.papers.len(), &[])
        );
        match self.site.cards.days {
            true => Some(self.card_view(&routes::day(day.date), alt)),
            false => self.site_card(),
        }
    }

    pub(super) fn paper_card(&self, id: PaperId) -> Option<CardView> {
        let paper = self.archive.paper(id);
        match self.site.cards.papers {
            true => Some(self.card_view(&routes::paper(&paper.id), self.title_of(paper).to_owned())),
            false => self.site_card().map(|card| CardView { width: None, height: None, ..card }),
        }
    }

    fn card_view(&self, page: &str, alt: String) -> CardView {
        let url = self.absolute(&routes::card_of(page));
        CardView { url, width: Some(WIDTH), height: Some(HEIGHT), alt }
    }
}

/// Returns a title without formulas, or with those that read well as they are, letter after letter.
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
