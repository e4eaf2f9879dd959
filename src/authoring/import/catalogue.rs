//! Which papers the archive has already, and where their entries are.
//!
//! It holds a few dozen bytes for each, whatever its entry holds. It knows nothing of what is imported.

use super::titles;
use crate::authoring::formatter;
use crate::content::front;
use crate::content::raw::{PAPER, PAPERS, RawLinks, RawMany, RawPaper};
use crate::source::{FilePath, Sources};
use crate::text::identifier;
use crate::yaml;
use chrono::NaiveDate;
use std::collections::HashMap;
use xxhash_rust::xxh3::xxh3_64;

/// Where an entry is: its file and, in a file of many, which one it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct EntryLocation {
    pub file: FilePath,
    pub index: Option<usize>,
}

/// The papers of an archive, by what they are known by.
#[derive(Default)]
pub(super) struct Catalogue {
    files: Vec<FilePath>,
    /// Where the entry of a name is: place of its file in the list, and in the file.
    spots: HashMap<u64, (u32, u32)>,
    titles: HashMap<u64, u32>,
    /// The ids of the papers of a day.
    days: HashMap<NaiveDate, Vec<String>>,
}

/// In a file of one paper.
const ALONE: u32 = u32::MAX;

/// A paper as it is known.
pub(super) struct Known<'a> {
    pub id: &'a str,
    pub doi: Option<&'a str>,
    pub title: &'a str,
}

impl Catalogue {
    /// Reads which papers a site has. Entries with errors are known by the names of their files.
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
        let known = Known { id, doi: doi.as_deref(), title: raw.title.as_deref().unwrap_or_default() };
        self.add(&known, file, index);
        if let Some(arxiv) = arxiv.and_then(|arxiv| identifier::arxiv(&arxiv)) {
            let spot = (self.number(file), index);
            self.spots.entry(name("arxiv", &arxiv)).or_insert(spot);
        }
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
        let spot = (self.number(file), index);
        self.spots.entry(name("id", known.id)).or_insert(spot);
        // Most ids are those of arXiv, and known by that already.
        if let Some(arxiv) =
            identifier::arxiv_of_paper_id(known.id).filter(|arxiv| arxiv.as_str() != known.id)
        {
            self.spots.entry(name("arxiv", &arxiv)).or_insert(spot);
        }
        if let Some(doi) = known.doi {
            self.spots.entry(name("doi", doi)).or_insert(spot);
        }
        if !known.title.is_empty() {
            self.titles.entry(title(known.title)).or_insert(spot.0);
        }
    }

    fn number(&mut self, file: &FilePath) -> u32 {
        if self.files.last() != Some(file) {
            self.files.push(file.clone());
        }
        u32::try_from(self.files.len() - 1).expect("invariant: a site has fewer than 2³² files")
    }

    /// Finds the entry of a paper by its id, its arXiv id or its DOI.
    pub fn find(&self, known: &Known<'_>) -> Option<EntryLocation> {
        let names = [
            Some(name("id", known.id)),
            identifier::arxiv_of_paper_id(known.id).map(|arxiv| name("arxiv", &arxiv)),
            known.doi.map(|doi| name("doi", doi)),
        ];
        let (file, index) = names.into_iter().flatten().find_map(|name| self.spots.get(&name))?;
        let index = (*index != ALONE).then_some(*index as usize);
        Some(EntryLocation { file: self.files[*file as usize].clone(), index })
    }

    /// Finds an entry whose title has the same words.
    pub fn with_title(&self, text: &str) -> Option<&FilePath> {
        self.titles.get(&title(text)).map(|file| &self.files[*file as usize])
    }

    /// Returns the ids of the papers that stand on a day.
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

fn name(kind: &str, text: &str) -> u64 {
    xxh3_64(format!("{kind}:{}", text.to_ascii_lowercase()).as_bytes())
}

fn title(text: &str) -> u64 {
    xxh3_64(titles::letters(text).as_bytes())
}
