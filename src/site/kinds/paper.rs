//! The page of a paper.

use super::comments::{CommentsView, comments};
use super::*;
use crate::content::{LISTED_KEYWORDS, LISTED_TOPICS, PLAIN_KEYS, PlainKey, PlainValue, WorkType};
use crate::site::export::{bibtex, work};
use crate::site::records::{RelatedInput, TitleInput};
use crate::site::shared::{
    CardView, HeadingView, PAPERS, PaperLinkView, PaperRef, RelatedView, line, outline,
};
use crate::text::meaning::Subjects;
use crate::text::{identifier, percent};
use std::borrow::Cow;

pub struct Papers;

/// The group of these pages in the report of the site's size.
pub const GROUP: &str = "paper pages";

/// Upper bounds in bytes: a page with the paper's share of days, weeks, months, topics and feeds; a related paper on it.
pub(super) const BYTES: usize = 9_000;
pub(super) const BYTES_OF_RELATED: usize = 185;

inputs! {
    pub struct PaperPage<'a> {
        paper: PaperInput<'a>,
        /// The day its votes were collected.
        voted: Option<NaiveDate>,
        /// The neighbours on the page of its first day.
        previous: Option<TitleInput<'a>>,
        next: Option<TitleInput<'a>>,
        /// Its place on the page of its first day, from 1, and the number of papers there.
        place: Option<(usize, usize)>,
        related: Vec<RelatedInput<'a>>,
        changed: Option<Change<'a>>,
        /// The slug of its venue, if that has a page.
        venue: Option<&'a str>,
    }
}

#[derive(Serialize)]
struct PaperView<'v> {
    id: &'v str,
    url: &'v str,
    title: &'v str,
    title_html: &'v str,
    title_lang: Option<&'v str>,
    text_lang: Option<&'v str>,
    summary_lang: Option<&'v str>,
    notes_lang: Option<&'v str>,
    authors: Vec<AuthorView<'v>>,
    authors_folded: bool,
    author_count: usize,
    /// `and others`, or `and 7 more authors`, if not all are named.
    others: Option<String>,
    byline: String,
    organization: Option<&'v View>,
    published: Option<View>,
    updated: Option<View>,
    date: View,
    days: Vec<View>,
    topics: Vec<&'v View>,
    more_topics: usize,
    other_topics: Vec<&'v str>,
    upvotes: Option<u32>,
    /// Where a program collected the votes, and when.
    votes_url: Option<String>,
    votes_date: Option<View>,
    comments: Option<u32>,
    stars: Option<u32>,
    comments_url: Option<String>,
    summary_html: Option<&'v str>,
    abstract_html: &'v str,
    excerpt_html: &'v str,
    excerpt_cut: bool,
    notes_html: Option<&'v str>,
    outline: Vec<HeadingView<'v>>,
    links: &'v [PaperLinkView<'v>],
    venue: Option<&'v str>,
    venue_url: Option<String>,
    license: Option<LicenseView>,
    keywords: &'v [String],
    editors: Option<String>,
    bibtex: Cow<'v, str>,
    /// What the script needs for citations and no tag has, as JSON.
    citation_more: Option<String>,
    bibtex_file: String,
    withdrawn: bool,
    withdrawn_reason: Option<&'v str>,
    withdrawn_date: Option<View>,
    submitted_by: Option<&'v str>,
    details: Vec<DetailView<'v>>,
    thumbnail: Option<String>,
    citation_html: String,
    json_ld: String,
    edit_url: Option<&'v str>,
    discussion: Option<CommentsView>,
    prev: Option<PaperRef<'v>>,
    next: Option<PaperRef<'v>>,
    place: Option<PlaceView>,
    related: Vec<RelatedView<'v>>,
    /// The same paper on other sites.
    elsewhere: Vec<LinkView>,
    /// A search for each keyword; empty without search, and for very many keywords.
    searches: Vec<LinkView>,
    arxiv: Option<&'v str>,
    /// The direction of its meaning, for papers for the reader.
    near: Option<String>,
    extra: &'v serde_json::Map<String, serde_json::Value>,
}

#[derive(Serialize)]
struct AuthorView<'a> {
    name: &'a str,
    url: Option<String>,
    affiliation: Option<&'a str>,
    orcid_url: Option<String>,
}

/// A fact of the page's list: the value of a key whose declaration has a label.
#[derive(Serialize)]
struct DetailView<'v> {
    key: &'static str,
    label: &'v str,
    text: Cow<'v, str>,
}

#[derive(Serialize)]
struct PlaceView {
    number: usize,
    count: usize,
}

#[derive(Serialize)]
struct LicenseView {
    label: String,
    url: Option<String>,
}

/// With more authors than these and the last one, the rest is collapsed.
const SHOWN_AUTHORS: usize = 5;

impl Kind for Papers {
    type Id = PaperId;
    type Inputs<'a> = PaperPage<'a>;
    const GROUP: &'static str = GROUP;
    const TEMPLATE: Option<&'static str> = Some("paper.html");
    const RANK: Rank = Rank::Page;

    fn plan(planning: &mut Planning<'_>) {
        for id in planning.archive.paper_ids() {
            let paper = planning.archive.paper(id);
            let changed = planning.changed(&paper.origin.file, paper.updated.unwrap_or(paper.date()).day());
            let place = Some(paper.origin.key("id"));
            planning.page_named::<Papers>(routes::paper(&paper.id), id, changed, place);
        }
    }

    fn inputs<'a>(&id: &Self::Id, records: &'a Records<'a>) -> PaperPage<'a> {
        let archive = records.archive;
        let (previous, next, place) = match archive.place_on_day(id) {
            Some((index, at)) => {
                let papers = &archive.days[index].papers;
                let previous = at.checked_sub(1).and_then(|at| papers.get(at));
                (previous, papers.get(at + 1), Some((at + 1, papers.len())))
            }
            None => (None, None, None),
        };
        PaperPage {
            paper: records.paper(id),
            voted: archive.paper(id).voted,
            previous: previous.map(|&id| records.title(id)),
            next: next.map(|&id| records.title(id)),
            place,
            related: records.related(id),
            changed: records.changed(&archive.paper(id).origin),
            venue: records.venue_of(archive.paper(id)),
        }
    }

    fn make(inputs: &PaperPage<'_>, shared: &Shared<'_>) -> Made {
        let paper = inputs.paper.entry();
        let address = routes::paper(&paper.id);
        let title = shared.title_of(paper);
        let links = shared.paper_links(paper);
        let other_topics: Vec<&str> =
            inputs.paper.topics().skip(LISTED_TOPICS).map(|topic| topic.name()).collect();
        let head = shared.head("paper", PAPERS, &address, title).described(line_of(paper));
        let mut page = head.below(shared, shared.date_step(paper.date()).or_else(|| shared.archive_step()));
        page.frame = shared.paper_frame().or(page.frame);
        page.edit_url = shared.repository().edit_url(&paper.origin.file);
        page.changed = shared.changed(inputs.changed);
        page.correct_url = shared.repository().correct_url(&paper.id, title);
        // Services that show a preview of a link fetch this picture, and do not read SVG; the page itself does not fetch it.
        let preview = paper.thumbnail.as_deref().filter(|url| !is_svg(url));
        page.image = preview.map(|url| shared.absolute_link(&shared.link(url)));
        page.card = match shared.cards().papers {
            true => Some(shared.card_at(&address, title.to_owned())),
            false => page.card.map(CardView::without_size),
        };
        let view = PaperView {
            id: &paper.id,
            url: &page.url,
            title,
            title_html: shared.title_html(paper),
            title_lang: shared.title_lang(paper),
            text_lang: shared.language_of(paper, |languages| &languages.text),
            summary_lang: shared.language_of(paper, |languages| &languages.summary),
            notes_lang: shared.language_of(paper, |languages| &languages.notes),
            authors: authors(inputs.paper, shared),
            // One author is not worth collapsing.
            authors_folded: paper.authors.len() > SHOWN_AUTHORS + 2,
            author_count: paper.author_count,
            others: others(paper, shared),
            byline: byline(paper, shared.texts),
            organization: shared.organization_of(inputs.paper),
            published: paper.published.map(|date| shared.date(date)),
            updated: paper.updated.map(|date| shared.date(date)),
            date: shared.featured(paper.date()),
            days: paper.dates.iter().map(|&date| shared.featured(date)).collect(),
            topics: shared.topics_of(inputs.paper, LISTED_TOPICS),
            more_topics: other_topics.len(),
            other_topics,
            upvotes: paper.counts.upvotes,
            votes_url: inputs.voted.and_then(|_| shared.at_hugging_face(paper)),
            votes_date: inputs.voted.map(|date| shared.date(date.into())),
            comments: paper.counts.comments,
            stars: paper.counts.stars,
            comments_url: shared.comments_at(paper),
            summary_html: paper.summary_html.as_deref(),
            abstract_html: &paper.abstract_html,
            excerpt_html: paper.excerpt_html(),
            excerpt_cut: paper.excerpt_cut,
            notes_html: paper.notes.as_ref().map(|notes| notes.html.as_str()),
            outline: paper.notes.as_ref().map(|notes| outline(&notes.outline)).unwrap_or_default(),
            venue: paper.venue.as_deref(),
            venue_url: inputs.venue.map(|slug| shared.url(&routes::member(venue::LIST, slug))),
            license: paper.license.as_deref().map(license),
            keywords: &paper.keywords,
            editors: editors(paper, shared),
            bibtex: bibtex::entry(paper, &page.canonical),
            citation_more: work::More::of(paper).json(),
            bibtex_file: format!("{}.bib", paper.id),
            withdrawn: paper.withdrawn.is_some(),
            withdrawn_reason: paper.withdrawn.as_ref().map(|withdrawn| withdrawn.reason.as_str()),
            withdrawn_date: paper.withdrawn.as_ref().and_then(|gone| gone.date).map(|date| shared.date(date)),
            submitted_by: paper.submitted_by.as_deref(),
            details: details(paper, shared),
            thumbnail: shared.image(paper.thumbnail.as_deref()),
            citation_html: scholar::tags(shared, paper, &links),
            json_ld: scholar::json_ld(paper),
            links: &links,
            edit_url: page.edit_url.as_deref(),
            discussion: comments(&address, shared),
            prev: inputs.previous.map(|paper| shared.paper_ref(paper)),
            next: inputs.next.map(|paper| shared.paper_ref(paper)),
            place: inputs.place.map(|(number, count)| PlaceView { number, count }),
            related: related(inputs, shared),
            elsewhere: elsewhere(paper, shared),
            searches: searches(paper, shared),
            arxiv: paper.links.arxiv.as_deref(),
            near: paper.meaning.digits().filter(|_| shared.pages().for_you),
            extra: &paper.extra,
        };
        Made::Views(page.with("paper", &view))
    }
}

/// Returns links to the same paper on other sites: by its arXiv id or DOI, otherwise by a search for its title.
fn elsewhere(paper: &Paper, shared: &Shared<'_>) -> Vec<LinkView> {
    if !shared.pages().elsewhere {
        return Vec::new();
    }
    let link = |label: &str, url: String| LinkView { label: label.to_owned(), url };
    let arxiv = paper.links.arxiv.as_deref();
    let by_arxiv = |label: &str, start: &str| arxiv.map(|id| link(label, [start, id].concat()));
    let scholar = by_arxiv("Semantic Scholar", "https://api.semanticscholar.org/arXiv:").or_else(|| {
        let doi = percent::written_address(paper.links.doi.as_deref()?);
        Some(link("Semantic Scholar", ["https://api.semanticscholar.org/", &doi].concat()))
    });
    let title = percent::query_value(&paper.title);
    let by_title = |label: &str, start: &str| {
        (!paper.title.is_empty()).then(|| link(label, [start, title.as_str()].concat()))
    };
    [
        by_arxiv("Hugging Face", "https://huggingface.co/papers/"),
        by_arxiv("alphaXiv", "https://www.alphaxiv.org/abs/"),
        scholar,
        by_title("OpenReview", "https://openreview.net/search?term="),
        by_title("DBLP", "https://dblp.org/search?q="),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn searches(paper: &Paper, shared: &Shared<'_>) -> Vec<LinkView> {
    if !shared.has_search() || paper.keywords.len() > LISTED_KEYWORDS {
        return Vec::new();
    }
    let link = |word: &String| LinkView { label: word.clone(), url: shared.url(&routes::searched(word)) };
    paper.keywords.iter().map(link).collect()
}

fn details<'v>(paper: &'v Paper, shared: &'v Shared<'_>) -> Vec<DetailView<'v>> {
    let detail = |plain: &'static PlainKey| {
        let label = shared.texts.get(plain.word?);
        let text = match (plain.value)(paper)? {
            PlainValue::Text(text) | PlainValue::Address(text) => text.into(),
            PlainValue::Date(date) => dates::label(date, shared.texts).into(),
            PlainValue::Type(kind) => shared.texts.get(word_of(kind)).into(),
            PlainValue::List(texts) => texts.join(", ").into(),
        };
        Some(DetailView { key: plain.key, label, text })
    };
    PLAIN_KEYS.iter().filter_map(detail).collect()
}

fn related<'a: 'v, 'v>(inputs: &PaperPage<'v>, shared: &Shared<'a>) -> Vec<RelatedView<'v>> {
    /// The most words and phrases to name.
    const SHARES: usize = 3;
    if inputs.related.is_empty() {
        return Vec::new();
    }
    let paper = inputs.paper.entry();
    let text = format!("{}. {}", paper.title, markdown::prose(&paper.abstract_html));
    let subjects = Subjects::new(&text);
    let view =
        |near: &RelatedInput<'v>| shared.related(near.title, subjects.shared_with(near.keyphrases(), SHARES));
    inputs.related.iter().map(view).collect()
}

/// Says that not all authors are named, and how many are missing if that is known.
fn others(paper: &Paper, shared: &Shared<'_>) -> Option<String> {
    let named = paper.authors.len();
    match paper.author_count.saturating_sub(named) {
        _ if named == 0 || !paper.has_more_authors() => None,
        0 => Some(shared.texts.get("and_others").to_owned()),
        count => Some(shared.texts.count("more_authors", count, &[])),
    }
}

fn editors(paper: &Paper, shared: &Shared<'_>) -> Option<String> {
    let names: Vec<&str> = paper.editors.iter().map(|editor| editor.name.as_str()).collect();
    let others = paper.other_editors.then(|| shared.texts.get("and_others"));
    let all = [names.join(", ").as_str()].into_iter().chain(others).collect::<Vec<_>>().join(" ");
    Some(all).filter(|_| !names.is_empty())
}

/// Returns the word of the interface for a kind of work.
pub(super) fn word_of(kind: WorkType) -> &'static str {
    match kind {
        WorkType::Article => "type_article",
        WorkType::ConferencePaper => "type_conference_paper",
        WorkType::Preprint => "type_preprint",
        WorkType::Thesis => "type_thesis",
        WorkType::Report => "type_report",
        WorkType::Book => "type_book",
        WorkType::Chapter => "type_chapter",
        WorkType::Dataset => "type_dataset",
        WorkType::Software => "type_software",
        WorkType::Other => "type_other",
    }
}

/// Returns all authors of a paper. Those after the leading ones have no page because of this paper.
fn authors<'v>(paper: PaperInput<'v>, shared: &Shared<'_>) -> Vec<AuthorView<'v>> {
    let people = paper.people().map(Some).chain(std::iter::repeat(None));
    let authors = paper.entry().authors.iter().zip(people);
    authors
        .map(|(author, person)| AuthorView {
            name: &author.name,
            url: person.and_then(|person| shared.person_url(person)),
            affiliation: author.affiliation(),
            orcid_url: author.orcid().map(identifier::orcid_url),
        })
        .collect()
}

/// Returns the beginning of the abstract or summary, for descriptions.
pub(super) fn line_of(paper: &Paper) -> String {
    let summary = paper.summary_html.as_deref().filter(|_| paper.abstract_html.is_empty());
    line(summary.unwrap_or(&paper.abstract_html))
}

/// Returns a licence, with the address of a well-known one.
fn license(text: &str) -> LicenseView {
    let url = text.starts_with("https://") || text.starts_with("http://");
    if url && !text.contains(|char: char| char.is_whitespace() || "\"<>".contains(char)) {
        let label = text.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
        return LicenseView { label: label.to_owned(), url: Some(text.to_owned()) };
    }
    let key = text.to_ascii_lowercase().replace(' ', "-");
    let known = match key.strip_prefix("cc-") {
        Some("0-1.0" | "zero-1.0") => Some("https://creativecommons.org/publicdomain/zero/1.0/".to_owned()),
        Some(rest) => rest.rsplit_once('-').and_then(|(kind, version)| {
            let is_known = matches!(kind, "by" | "by-sa" | "by-nd" | "by-nc" | "by-nc-sa" | "by-nc-nd")
                && matches!(version, "2.0" | "2.5" | "3.0" | "4.0");
            is_known.then(|| format!("https://creativecommons.org/licenses/{kind}/{version}/"))
        }),
        None if key == "cc0-1.0" || key == "cc0" => {
            Some("https://creativecommons.org/publicdomain/zero/1.0/".to_owned())
        }
        None => None,
    };
    LicenseView { label: text.to_owned(), url: known }
}

fn is_svg(url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    path.to_ascii_lowercase().ends_with(".svg")
}
