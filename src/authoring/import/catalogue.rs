//! The papers of the archive, and the locations of their entries.
//!
//! It uses a few dozen bytes for each entry, independent of the length of the entry. It does not know the records to
//! import.

use crate::authoring::formatter;
use crate::content::front;
use crate::content::raw::{PAPER, PAPERS, RawLinks, RawMany, RawPaper};
use crate::source::{FilePath, Sources};
use crate::text::bibtex;
use crate::text::identifier;
use crate::text::titles;
use crate::yaml;
use chrono::NaiveDate;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use xxhash_rust::xxh3::xxh3_64;

/// The location of an entry: its file and, in a file of several papers, its place in the file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct EntryLocation {
    pub file: FilePath,
    pub index: Option<usize>,
}

/// The papers of an archive, by id, arXiv id, DOI and citation key.
#[derive(Default)]
pub(super) struct Catalogue {
    files: Vec<FilePath>,
    /// The first entry of each name.
    spots: HashMap<u64, Spot>,
    /// Further entries of a name, in order.
    more: HashMap<u64, Vec<Spot>>,
    titles: HashMap<u64, Spot>,
    /// The ids of the papers of a day.
    days: HashMap<NaiveDate, Vec<String>>,
}

/// The location of an entry, in compact form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Spot {
    /// The place of the file in the list of files.
    file: u32,
    /// The place of the entry in the file, or [`ALONE`].
    index: u32,
    /// A part of the hash of its title.
    title: u32,
}

/// An entry that may belong to a paper.
#[derive(Debug)]
pub(super) struct Candidate {
    pub place: EntryLocation,
    /// Whether its arXiv id is the same, or its id is that id.
    pub by_arxiv: bool,
    /// Whether its id is the same.
    pub by_id: bool,
    /// Whether its title has the same letters.
    pub has_title: bool,
}

/// The index of an entry in a file of one paper.
const ALONE: u32 = u32::MAX;

/// The names of a paper.
#[derive(Default)]
pub(super) struct Known<'a> {
    pub id: &'a str,
    pub arxiv: Option<&'a str>,
    pub doi: Option<&'a str>,
    pub title: &'a str,
    /// The key of its BibTeX.
    pub key: &'a str,
}

/// The maximum number of entries with one name to compare.
const MOST: usize = 20;

impl Catalogue {
    /// Reads the papers of a site. Entries with errors are identified by the names of their files.
    pub fn read(sources: &Sources) -> Catalogue {
        let mut catalogue = Catalogue::default();
        for file in sources.below("content/papers/") {
            let Ok(text) = sources.text(file) else { continue };
            catalogue.add_file(file, &text);
        }
        catalogue
    }

    fn add_file(&mut self, file: &FilePath, text: &str) {
        let stem =
            file.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(stem, _)| stem);
        if !file.ends_with(".md") && formatter::is_many(text) {
            let text = text.strip_prefix('\u{feff}').unwrap_or(text);
            let many = yaml::read::<RawMany>(text, &PAPERS).value.unwrap_or_default();
            let days = many.date.clone();
            for (index, mut raw) in many.papers.unwrap_or_default().into_iter().enumerate() {
                raw.date = raw.date.or(days.clone());
                self.add_raw(&raw, "", file, u32::try_from(index).unwrap_or(ALONE));
            }
            return;
        }
        let yaml = match file.ends_with(".md") {
            true => front::split(text).map_or("", |parts| &text[parts.front]),
            false => text.strip_prefix('\u{feff}').unwrap_or(text),
        };
        let raw = yaml::read::<RawPaper>(&formatter::with_quotes(yaml), &PAPER).value.unwrap_or_default();
        self.add_raw(&raw, stem, file, ALONE);
    }

    fn add_raw(&mut self, raw: &RawPaper, stem: &str, file: &FilePath, index: u32) {
        let id = raw.id.as_deref().unwrap_or(stem);
        let RawLinks { arxiv, doi, .. } = raw.links.clone().unwrap_or_default();
        let doi = doi.and_then(|doi| identifier::doi(&doi));
        let arxiv = arxiv.and_then(|arxiv| identifier::arxiv(&arxiv));
        let of_bibtex = raw.bibtex.as_deref().and_then(|text| text.get(bibtex::key(text)?));
        let known = Known {
            id,
            arxiv: arxiv.as_deref(),
            doi: doi.as_deref(),
            title: raw.title.as_deref().unwrap_or_default(),
            key: of_bibtex.or(raw.citation_key.as_deref()).unwrap_or_default(),
        };
        self.add(&known, file, index);
        for day in raw.date.iter().flat_map(|days| &days.0) {
            if let Some(day) = super::record::day(day) {
                self.days.entry(day).or_default().push(id.to_owned());
            }
        }
    }

    /// Adds a paper that has an entry now.
    pub fn add_new(&mut self, known: &Known<'_>, place: &EntryLocation) {
        let index = place.index.and_then(|index| u32::try_from(index).ok()).unwrap_or(ALONE);
        self.add(known, &place.file, index);
    }

    fn add(&mut self, known: &Known<'_>, file: &FilePath, index: u32) {
        let hash = title(known.title);
        // The lower half is enough to distinguish titles, since names are compared first.
        let spot = Spot { file: self.number(file), index, title: hash as u32 };
        for name in names(known) {
            match self.spots.entry(name) {
                Entry::Vacant(entry) => drop(entry.insert(spot)),
                Entry::Occupied(first) if *first.get() == spot => {}
                Entry::Occupied(_) => {
                    let more = self.more.entry(name).or_default();
                    if !more.contains(&spot) && more.len() < MOST {
                        more.push(spot);
                    }
                }
            }
        }
        if !known.title.is_empty() {
            self.titles.entry(hash).or_insert(spot);
        }
    }

    fn number(&mut self, file: &FilePath) -> u32 {
        if self.files.last() != Some(file) {
            self.files.push(file.clone());
        }
        u32::try_from(self.files.len() - 1).expect("invariant: a site has fewer than 2³² files")
    }

    /// Returns the entries that may belong to a paper: those with its arXiv id, its id, its DOI or its key, in this
    /// order. `numbered` are the ids of papers with the same key.
    pub fn candidates(&self, known: &Known<'_>, numbered: &[String]) -> Vec<Candidate> {
        let own = names(known);
        let hash = title(known.title) as u32;
        let id = name("id", known.id);
        let mut found: Vec<Candidate> = Vec::new();
        let by_number = numbered.iter().map(|id| (name("id", id), false, true));
        let by_name = own.into_iter().map(|own| (own, is_arxiv(known, own), own == id));
        for (name, by_arxiv, by_id) in by_name.chain(by_number) {
            let first = self.spots.get(&name).into_iter();
            for spot in first.chain(self.more.get(&name).into_iter().flatten()) {
                let place = self.place(*spot);
                if let Some(known) = found.iter_mut().find(|known| known.place == place) {
                    known.by_arxiv |= by_arxiv;
                    known.by_id |= by_id;
                } else if found.len() < MOST {
                    let has_title = !known.title.is_empty() && spot.title == hash;
                    found.push(Candidate { place, by_arxiv, by_id, has_title });
                }
            }
        }
        found
    }

    fn place(&self, spot: Spot) -> EntryLocation {
        let index = (spot.index != ALONE).then_some(spot.index as usize);
        EntryLocation { file: self.files[spot.file as usize].clone(), index }
    }

    /// Returns whether an entry has this id.
    pub fn has_id(&self, id: &str) -> bool {
        self.spots.contains_key(&name("id", id))
    }

    /// Returns whether an entry other than the one at this place has an id or an arXiv id.
    pub fn is_of_another(&self, id: &str, file: &str, index: Option<usize>) -> bool {
        let index = index.map_or(ALONE, |index| u32::try_from(index).unwrap_or(ALONE));
        self.spots
            .get(&name("id", id))
            .is_some_and(|spot| *self.files[spot.file as usize] != *file || spot.index != index)
    }

    /// Returns the file of the first entry with a DOI.
    pub fn with_doi(&self, doi: &str) -> Option<&FilePath> {
        self.spots.get(&name("doi", doi)).map(|spot| &self.files[spot.file as usize])
    }

    /// Returns the entry with an id, an arXiv id or a DOI, without comparing titles.
    pub fn find(&self, known: &Known<'_>) -> Option<EntryLocation> {
        self.candidates(known, &[]).into_iter().next().map(|candidate| candidate.place)
    }

    /// Returns an entry whose title has the same letters.
    pub fn with_title(&self, text: &str) -> Option<EntryLocation> {
        self.titles.get(&title(text)).map(|spot| self.place(*spot))
    }

    /// Returns the ids of the papers of a day.
    pub fn on(&self, day: NaiveDate) -> &[String] {
        self.days.get(&day).map_or(&[], Vec::as_slice)
    }
}

/// Returns the entries whose titles have nearly the same words: file and title.
pub(super) fn alike(sources: &Sources, title: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut look = |file: &FilePath, there: Option<String>| {
        found.extend(
            there.filter(|there| titles::are_alike(title, there)).map(|there| (file.to_string(), there)),
        );
    };
    for file in sources.below("content/papers/") {
        let Ok(text) = sources.text(file) else { continue };
        if !file.ends_with(".md") && formatter::is_many(&text) {
            let many = yaml::read::<RawMany>(&text, &PAPERS).value.unwrap_or_default();
            many.papers.unwrap_or_default().into_iter().for_each(|raw| look(file, raw.title));
            continue;
        }
        let yaml = match file.ends_with(".md") {
            true => front::split(&text).map_or("", |parts| &text[parts.front]),
            false => &text,
        };
        look(
            file,
            yaml::read::<RawPaper>(&formatter::with_quotes(yaml), &PAPER).value.unwrap_or_default().title,
        );
    }
    found
}

/// Returns the hashes of the names of a paper: its arXiv id, its id, its DOI and its key.
fn names(known: &Known<'_>) -> Vec<u64> {
    let of_id = identifier::arxiv_of_paper_id(known.id);
    let mut names = Vec::with_capacity(4);
    names.extend([known.arxiv, of_id.as_deref()].into_iter().flatten().map(of_arxiv));
    names.push(name("id", known.id));
    names.extend(known.doi.map(|doi| name("doi", doi)));
    if !known.key.is_empty() {
        names.push(name("key", known.key));
    }
    names.dedup();
    names
}

/// Returns whether a hash is the hash of the arXiv id of a paper.
fn is_arxiv(known: &Known<'_>, hash: u64) -> bool {
    let of_id = identifier::arxiv_of_paper_id(known.id);
    [known.arxiv, of_id.as_deref()].into_iter().flatten().any(|arxiv| of_arxiv(arxiv) == hash)
}

/// Returns the hash of an arXiv id. It equals the hash of the paper id that implies it, which most of its entries have.
fn of_arxiv(arxiv: &str) -> u64 {
    name("id", &arxiv.replace('/', "-"))
}

fn name(kind: &str, text: &str) -> u64 {
    xxh3_64(format!("{kind}:{}", text.to_ascii_lowercase()).as_bytes())
}

fn title(text: &str) -> u64 {
    xxh3_64(titles::letters(text).as_bytes())
}
