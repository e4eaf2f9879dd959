//! The page of papers for the reader, and the file of new papers that its script rates. What readers save and follow is in their browsers, so
//! both are the same for all.

use super::*;
use crate::content::{FEED_AUTHORS, LISTED_TOPICS};
use crate::site::shared::line;
use chrono::Days;

pub struct ForYou;
pub struct ForYouPapers;

const ON: Switch = Switch { setting: "[pages] for_you", is_on: |site| site.pages.for_you };

/// The days of the file, back from the newest day of the archive.
const DAYS: u64 = 14;
/// The most papers of the file, newest first.
const MOST: usize = 2_000;
/// The version of the file. The script ignores another version.
const FILE_VERSION: u32 = 1;

inputs! {
    pub struct NewPapers<'a> {
        papers: Vec<PaperInput<'a>>,
    }
}

#[derive(Serialize)]
struct File<'a> {
    version: u32,
    papers: Vec<NewPaper<'a>>,
}

/// What the script rates a paper by, and what it shows.
#[derive(Serialize)]
struct NewPaper<'a> {
    id: &'a str,
    title: &'a str,
    by: String,
    /// The first day it was featured, for addresses and in words.
    day: String,
    date: String,
    authors: Vec<&'a str>,
    topics: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    org: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    votes: Option<u32>,
    text: String,
    /// The direction of its meaning.
    #[serde(skip_serializing_if = "Option::is_none")]
    near: Option<String>,
}

impl Kind for ForYou {
    type Id = ();
    type Inputs<'a> = ();
    const GROUP: &'static str = OTHER;
    const SWITCHES: &'static [Switch] = &[ON];
    const TEMPLATE: Option<&'static str> = Some("for-you.html");

    fn plan(planning: &mut Planning<'_>) {
        planning.claim::<ForYou>(routes::FOR_YOU, ());
    }

    fn inputs<'a>((): &(), _: &'a Records<'a>) {}

    fn make((): &(), shared: &Shared<'_>) -> Made {
        let page = shared.head("for-you", "", routes::FOR_YOU, shared.texts.get("for_you"));
        let page = PageView { noindex: true, ..page.below(shared, []) };
        Made::Views(page.described(shared.texts.get("about_for_you").to_owned()).views())
    }
}

impl Kind for ForYouPapers {
    type Id = ();
    type Inputs<'a> = NewPapers<'a>;
    const GROUP: &'static str = "papers for the reader";
    const SWITCHES: &'static [Switch] = &[ON];

    fn plan(planning: &mut Planning<'_>) {
        planning.claim::<ForYouPapers>(routes::FOR_YOU_PAPERS, ());
    }

    fn inputs<'a>((): &(), records: &'a Records<'a>) -> NewPapers<'a> {
        let archive = records.archive;
        let first = archive.newest().and_then(|newest| newest.checked_sub_days(Days::new(DAYS - 1)));
        // Newest first. A day after the newest is a slip of the pen.
        let days = archive.days.iter().skip_while(|day| Some(day.date) > archive.newest());
        let days = days.take_while(|day| Some(day.date) >= first);
        let mut known = HashSet::new();
        let ids = days.flat_map(|day| &day.papers).copied().filter(|&id| {
            let paper = archive.paper(id);
            // A paper that an older day has is not new.
            let is_new = paper.days().next() >= first;
            is_new && paper.withdrawn.is_none() && known.insert(id)
        });
        NewPapers { papers: records.papers(&ids.take(MOST).collect::<Vec<_>>()) }
    }

    fn make(NewPapers { papers }: &NewPapers<'_>, shared: &Shared<'_>) -> Made {
        let papers = papers.iter().map(|&input| new_paper(input, shared)).collect();
        export::text(&File { version: FILE_VERSION, papers }).into()
    }
}

fn new_paper<'v>(input: PaperInput<'v>, shared: &Shared<'v>) -> NewPaper<'v> {
    let paper = input.entry();
    NewPaper {
        id: &paper.id,
        title: shared.title_of(paper),
        by: byline(paper, shared.texts),
        day: paper.date().to_string(),
        date: dates::label(paper.date(), shared.texts),
        authors: paper.authors.iter().take(FEED_AUTHORS).map(|author| author.name.as_str()).collect(),
        topics: input.topics().take(LISTED_TOPICS).map(|topic| topic.name()).collect(),
        org: input.organization().map(|organization| organization.name()),
        votes: paper.counts.upvotes.filter(|&count| count > 0),
        text: line(paper.summary_html.as_deref().unwrap_or(paper.excerpt_html())),
        near: paper.meaning.digits(),
    }
}
