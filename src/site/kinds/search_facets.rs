//! What the search page counts and filters results by: votes, code, type, venue, organization, topics and authors of papers, by their
//! numbers in the index.

use super::search::SEARCH;
use super::*;
use crate::site::search::compress;
use crate::text::slug::slug;

pub struct SearchFacets;

/// The numbers of papers in a file.
pub(super) const SPAN: u32 = 2_048;

/// The fewest papers of an author to filter by: all other authors have one paper.
const AUTHOR_PAPERS: usize = 2;

inputs! {
    pub struct FacetsFile<'a> {
        papers: Vec<FacetPaper<'a>>,
    }
}

inputs! {
    struct FacetPaper<'a> {
        number: u32,
        paper: PaperInput<'a>,
        people: Vec<PersonInput<'a>>,
        /// The spelling of its venue that has a page, if any has.
        venue: Option<&'a str>,
    }
}

/// Slugs and names, which papers refer to by their index.
#[derive(Default)]
struct Table<'a> {
    rows: Vec<(String, &'a str)>,
    known: BTreeMap<String, usize>,
}

impl<'a> Table<'a> {
    fn index(&mut self, slug: &str, name: &'a str) -> usize {
        *self.known.entry(slug.to_owned()).or_insert_with(|| {
            self.rows.push((slug.to_owned(), name));
            self.rows.len() - 1
        })
    }
}

/// The names of a file, then the papers by number: votes, whether there is code, the indices of type, venue and organization, and lists of
/// indices of topics and authors.
#[derive(Serialize)]
struct FacetsView<'a> {
    types: Vec<(String, &'a str)>,
    venues: Vec<(String, &'a str)>,
    organizations: Vec<(String, &'a str)>,
    topics: Vec<(String, &'a str)>,
    authors: Vec<(String, &'a str)>,
    papers: BTreeMap<u32, PaperRow>,
}

type PaperRow = (u32, u8, Option<usize>, Option<usize>, Option<usize>, Vec<usize>, Vec<usize>);

impl Kind for SearchFacets {
    type Id = u32;
    type Inputs<'a> = FacetsFile<'a>;
    const GROUP: &'static str = search_index::GROUP;
    const SWITCHES: &'static [Switch] = &[SEARCH];

    fn plan(planning: &mut Planning<'_>) {
        for number in 0..files(&planning.outline) {
            planning.claim::<SearchFacets>(&format!("search/facets/{number}.bin"), number);
        }
    }

    fn inputs<'a>(&file: &u32, records: &'a Records<'a>) -> FacetsFile<'a> {
        let layout = records.outline.search.as_ref().expect("invariant: the files of an index have a layout");
        let papers = layout.papers_between(file * SPAN..(file + 1) * SPAN).iter();
        let facets = papers.map(|&id| {
            let people = records.archive.relations(id).people.iter();
            let people =
                people.filter(|&&person| records.archive.person(person).papers.len() >= AUTHOR_PAPERS);
            let own = records.archive.paper(id).venue.as_deref();
            FacetPaper {
                number: layout.number(id),
                paper: records.paper(id),
                people: people.map(|&person| records.person(person)).collect(),
                venue: own.map(|own| records.outline.venues.named(own).map_or(own, |venue| &venue.name)),
            }
        });
        FacetsFile { papers: facets.collect() }
    }

    fn make(FacetsFile { papers }: &FacetsFile<'_>, shared: &Shared<'_>) -> Made {
        let [mut types, mut venues, mut organizations, mut topics, mut authors] = <[Table<'_>; 5]>::default();
        let mut rows = BTreeMap::new();
        for FacetPaper { number, paper, people, venue } in papers {
            let entry = paper.entry();
            let has_code = search::has_code(entry);
            let of_type =
                entry.r#type.map(|kind| types.index(kind.key(), shared.texts.get(paper::word_of(kind))));
            let of_venue = venue.map(|name| (slug(name), name)).filter(|(slug, _)| !slug.is_empty());
            let row: PaperRow = (
                entry.counts.upvotes.unwrap_or(0),
                u8::from(has_code),
                of_type,
                of_venue.map(|(slug, name)| venues.index(&slug, name)),
                paper.organization().map(|own| organizations.index(own.slug(), own.name())),
                paper.topics().map(|topic| topics.index(topic.slug(), topic.name())).collect(),
                people.iter().map(|person| authors.index(person.slug(), person.name())).collect(),
            );
            rows.insert(*number, row);
        }
        let view = FacetsView {
            types: types.rows,
            venues: venues.rows,
            organizations: organizations.rows,
            topics: topics.rows,
            authors: authors.rows,
            papers: rows,
        };
        let json = serde_json::to_vec(&view).expect("invariant: texts, numbers and lists of them are JSON");
        Made::Bytes(compress(&json))
    }
}

/// Returns the number of files.
pub(super) fn files(outline: &Outline) -> u32 {
    outline.search.as_ref().map_or(0, |layout| layout.end().div_ceil(SPAN))
}
