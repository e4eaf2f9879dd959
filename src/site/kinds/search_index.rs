//! The files of the search index, and the cards in them.

use super::search::SEARCH;
use super::*;
use crate::site::records::{IndexFile, IndexInput};

pub struct SearchIndex;

pub(super) const GROUP: &str = "search and its index";

pub(super) const BYTES: usize = 700;

/// The number of topics that cards show, and the links.
const SHOWN_TOPICS: usize = 2;
const CARD_LINKS: [&str; 3] = ["pdf", "code", "project"];

inputs! {
    pub struct File<'a> {
        file: IndexInput<'a>,
    }
}

/// A search result, as shown before the paper's page is loaded.
#[derive(Serialize)]
struct CardView<'a> {
    id: &'a str,
    title: &'a str,
    by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    org: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    topics: Vec<&'a str>,
    /// The number of votes, and its unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    up: Option<(u32, String)>,
    /// The number of comments in words, and their address.
    #[serde(skip_serializing_if = "Option::is_none")]
    talk: Option<(String, Option<String>)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stars: Option<u32>,
    /// Label, address, and whether it is code.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<(&'a str, String, u8)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pic: Option<String>,
    /// The number of topics that are not shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    gone: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    bare: bool,
    /// In words, where only the month or the year is known, and the address that lists it. The script knows the day
    /// from the paper's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
}

impl Kind for SearchIndex {
    type Id = IndexFile;
    type Inputs<'a> = File<'a>;
    const GROUP: &'static str = GROUP;
    const SWITCHES: &'static [Switch] = &[SEARCH];

    fn plan(planning: &mut Planning<'_>) {
        let Some(layout) = &planning.outline.search else { return };
        let terms = layout.files().map(|number| (format!("terms/{number}"), IndexFile::Terms(number)));
        let words =
            (0..layout.word_files()).map(|number| (format!("words/{number}"), IndexFile::Words(number)));
        let cards = (0..layout.blocks()).map(|number| (format!("cards/{number}"), IndexFile::Cards(number)));
        let root = [("index".to_owned(), IndexFile::Root)];
        let mut files: Vec<_> = root.into_iter().chain(terms).chain(words).chain(cards).collect();
        let regions = layout.regions.len() as u32;
        if regions > 0 {
            files.push(("near/index".to_owned(), IndexFile::Regions));
            files.extend((0..regions).map(|number| (format!("near/{number}"), IndexFile::Region(number))));
            let words = 0..layout.shared;
            files.extend(words.map(|number| (format!("near/words/{number}"), IndexFile::Meanings(number))));
        }
        for (name, file) in files {
            planning.claim::<SearchIndex>(&format!("search/{name}.bin"), file);
        }
    }

    fn inputs<'a>(&file: &IndexFile, records: &'a Records<'a>) -> File<'a> {
        File { file: records.index_file(file) }
    }

    fn make(File { file }: &File<'_>, shared: &Shared<'_>) -> Made {
        Made::Bytes(file.bytes(|paper| card(paper, shared)))
    }
}

pub(super) fn card(input: PaperInput<'_>, shared: &Shared<'_>) -> String {
    let paper = input.entry();
    let undated = Some(paper.date()).filter(|date| date.day().is_none());
    let address = |date: PartialDate| match date.month() {
        Some(_) if !shared.pages().months => routes::paper(&paper.id),
        _ => routes::featured(date),
    };
    let links = shared.paper_links(paper).into_iter().filter(|link| CARD_LINKS.contains(&link.kind));
    let count = |count: Option<u32>| count.filter(|&count| count > 0);
    let texts = shared.texts;
    let card = CardView {
        id: &paper.id,
        title: shared.title_of(paper),
        by: byline(paper, shared.texts),
        org: input.organization().map(|organization| organization.name()),
        topics: input.topics().take(SHOWN_TOPICS).map(|topic| topic.name()).collect(),
        up: count(paper.counts.upvotes).map(|votes| (votes, texts.count("votes_unit", votes as usize, &[]))),
        talk: count(paper.counts.comments)
            .map(|talk| (texts.count("comments", talk as usize, &[]), shared.comments_at(paper))),
        stars: count(paper.counts.stars).filter(|_| search::has_code(paper)),
        links: links.map(|link| (link.label, link.url, u8::from(link.kind == "code"))).collect(),
        pic: shared.image(paper.thumbnail.as_deref()),
        more: Some(input.topics().len().saturating_sub(SHOWN_TOPICS)).filter(|&more| more > 0),
        lang: shared.title_lang(paper),
        gone: paper.withdrawn.is_some(),
        bare: paper.abstract_html.is_empty() && paper.summary_html.is_none() && paper.notes.is_none(),
        date: undated.map(|date| dates::label(date, shared.texts)),
        at: undated.map(address),
    };
    serde_json::to_string(&card).expect("invariant: texts and lists of them are JSON")
}
