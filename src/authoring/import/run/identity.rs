//! Decides which entry a record belongs to, and assigns the ids of new papers.
//!
//! An id, a BibTeX key or a DOI does not identify a paper: several papers may have one key, and the chapters of a book
//! may have its DOI. So title and authors are compared, and two papers are never merged only because they share a name.

use super::{Importer, LISTED, read};
use crate::authoring::formatter;
use crate::authoring::import::catalogue::{Candidate, EntryLocation, Known};
use crate::authoring::import::memory::{Digest, OfPaper};
use crate::authoring::import::record::Record;
use crate::content::front;
use crate::content::raw::{PAPER, PAPERS, RawAuthor, RawMany, RawPaper, TextOr};
use crate::text::identifier;
use crate::text::name_parts;
use crate::text::titles::{self, Work};
use crate::yaml;
use std::collections::HashMap;

/// The entry of a record.
pub(super) enum Identity {
    Entry(EntryLocation),
    /// The paper has no entry.
    New,
    /// The paper had an entry, which was removed.
    Removed,
}

/// New papers of a batch, which are not in the catalogue yet.
#[derive(Default)]
pub(super) struct New {
    /// Ids in lower case, and DOIs with the id of their paper.
    names: HashMap<String, String>,
}

impl New {
    pub fn add(&mut self, record: &Record) {
        self.names.insert(record.id.to_ascii_lowercase(), String::new());
        if let Some(doi) = record.doi() {
            self.names.entry(doi.to_ascii_lowercase()).or_insert_with(|| record.id.clone());
        }
    }

    fn has(&self, id: &str) -> bool {
        self.names.contains_key(&id.to_ascii_lowercase())
    }
}

/// The maximum number in the ids of papers with the same key.
const MOST: usize = 10_000;

impl Importer<'_> {
    /// Returns the entry of a paper.
    pub(super) fn find(&mut self, record: &Record) -> Option<EntryLocation> {
        let numbered = self.numbered(&record.id);
        let arxiv = record.arxiv();
        let known = known(record, arxiv.as_deref());
        let mut candidates = self.catalogue.candidates(&known, &numbered);
        // An entry with the same title matches without being read, so such entries come first.
        candidates.sort_by_key(|candidate| !(candidate.by_arxiv || candidate.has_title));
        candidates
            .into_iter()
            .find(|candidate| self.is_of(candidate, record))
            .map(|candidate| candidate.place)
    }

    /// Returns the entry of a paper. If there is none, gives the paper an id that no other paper has.
    pub(super) fn identify(&mut self, record: &mut Record, new: &New) -> Identity {
        if let Some(place) = self.find(record) {
            return Identity::Entry(place);
        }
        if !self.request.restore && self.is_removed(&record.id, &record.title, true) {
            // An entry that was renamed has the same title, but none of the names that the source knows.
            return match self.renamed(record) {
                Some(place) => Identity::Entry(place),
                None => Identity::Removed,
            };
        }
        if !self.is_taken(&record.id, new) {
            return Identity::New;
        }
        let base = record.id.clone();
        for number in 2..MOST {
            let id = with_number(&base, number);
            if self.is_taken(&id, new) {
                continue;
            }
            if !self.request.restore && self.is_removed(&id, &record.title, false) {
                return Identity::Removed;
            }
            if self.said_of(&id).is_empty() {
                record.id = id;
                return Identity::New;
            }
        }
        Identity::Removed
    }

    /// Returns the ids of existing entries for papers with the same key as this one.
    fn numbered(&self, id: &str) -> Vec<String> {
        if identifier::arxiv_of_paper_id(id).is_some() || !self.catalogue.has_id(id) {
            return Vec::new();
        }
        (2..MOST).map(|number| with_number(id, number)).take_while(|id| self.catalogue.has_id(id)).collect()
    }

    fn is_taken(&self, id: &str, new: &New) -> bool {
        self.catalogue.has_id(id) || new.has(id)
    }

    pub(super) fn said_of(&mut self, id: &str) -> OfPaper {
        self.memory.said_of(id, &|path| read(self.sources, path))
    }

    /// Returns whether a paper had an entry with this id. If `whatever_title` is true, the title is not compared.
    fn is_removed(&mut self, id: &str, title: &str, whatever_title: bool) -> bool {
        if self.catalogue.has_id(id) {
            return false;
        }
        let said = self.said_of(id);
        let title = Digest::new(&title.into());
        !said.is_empty()
            && (whatever_title || said.values().any(|said| said.fields.get("title") == Some(&title)))
    }

    /// Returns the entry with the title and an author of a record that was imported before under another id.
    fn renamed(&mut self, record: &Record) -> Option<EntryLocation> {
        let place = self.catalogue.with_title(&record.title)?;
        let candidate = Candidate { place, by_arxiv: false, by_id: false, has_title: false };
        self.is_of(&candidate, record).then_some(candidate.place)
    }

    /// Returns whether an entry belongs to a record.
    fn is_of(&mut self, candidate: &Candidate, record: &Record) -> bool {
        if candidate.by_arxiv {
            return true;
        }
        let arxiv = record.arxiv();
        // If the title has the same letters, authors are compared only for short titles.
        if candidate.has_title && arxiv.is_none() && titles::letters(&record.title).chars().count() > 20 {
            return true;
        }
        let Some(raw) = self.raw(&candidate.place) else { return candidate.has_title };
        let links = raw.links.unwrap_or_default();
        let id = raw.id.unwrap_or_else(|| stem(&candidate.place.file).to_owned());
        let own = links
            .arxiv
            .and_then(|arxiv| identifier::arxiv(&arxiv))
            .or_else(|| identifier::arxiv_of_paper_id(&id));
        if let (Some(own), Some(other)) = (own, &arxiv) {
            return own == *other;
        }
        let name = |author: TextOr<RawAuthor>| match author {
            TextOr::Text(name) => name,
            TextOr::More(RawAuthor { name: Some(name), .. }) => name,
            TextOr::More(RawAuthor { family, given, suffix, .. }) => {
                let [family, given, suffix] = [family, given, suffix].map(Option::unwrap_or_default);
                name_parts::shown(&family, &given, &suffix)
            }
        };
        let names: Vec<String> = raw.authors.unwrap_or_default().into_iter().map(name).collect();
        let title = raw.title.unwrap_or_default();
        let entry = Work { title: &title, authors: names.iter().take(50).map(String::as_str).collect() };
        if titles::are_one_work(&entry, &record.work()) {
            return true;
        }
        let said =
            self.said_of(&id).remove(self.source.name()).and_then(|mut said| said.fields.remove("title"));
        let digest = |title: &str| Digest::new(&title.into());
        if said == Some(digest(&record.title)) {
            return true;
        }
        if !candidate.by_id {
            return false;
        }
        // If the source corrected the title, the key, the DOI and all authors are the same. If the title was edited by
        // hand, it cannot be compared with the title in the source.
        let doi = links.doi.and_then(|doi| identifier::doi(&doi));
        let has_doi = record.doi().is_some_and(|own| doi.is_some_and(|doi| doi.eq_ignore_ascii_case(own)));
        let is_edited = said.is_some_and(|said| said != digest(&title));
        (has_doi && titles::have_same_authors(&entry, &record.work()))
            || (is_edited && titles::share_authors(&entry, &record.work()))
    }

    /// Returns the id of an entry.
    pub(super) fn id_of_entry(&self, place: &EntryLocation) -> Option<String> {
        Some(self.raw(place)?.id.unwrap_or_else(|| stem(&place.file).to_owned()))
    }

    /// Reads an entry.
    pub(super) fn raw(&self, place: &EntryLocation) -> Option<RawPaper> {
        let text = read(self.sources, &place.file)?;
        match place.index {
            Some(index) => {
                let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
                yaml::read::<RawMany>(text, &PAPERS).value?.papers?.into_iter().nth(index)
            }
            None => {
                let yaml = match place.file.ends_with(".md") {
                    true => front::split(&text).map_or("", |parts| &text[parts.front]),
                    false => &text,
                };
                yaml::read::<RawPaper>(&formatter::with_quotes(yaml), &PAPER).value
            }
        }
    }

    /// Reports a new paper with the title or the DOI of another one.
    pub(super) fn report_alike(&mut self, record: &Record, new: &New) {
        let is_arxiv = identifier::arxiv_of_paper_id(&record.id).is_some();
        if let Some(place) = self.catalogue.with_title(&record.title).filter(|_| !is_arxiv)
            && self.outcome.alike.len() < LISTED
        {
            self.outcome.alike.push((record.id.clone(), place.file.to_string()));
        }
        let Some(doi) = record.doi().filter(|_| self.outcome.same_doi.len() < LISTED) else { return };
        let of_entry = self.catalogue.with_doi(doi).map(ToString::to_string);
        let other = of_entry.or_else(|| new.names.get(&doi.to_ascii_lowercase()).cloned());
        self.outcome.same_doi.extend(other.map(|other| (record.id.clone(), other)));
    }
}

/// Returns the names by which a catalogue knows a record.
fn known<'r>(record: &'r Record, arxiv: Option<&'r str>) -> Known<'r> {
    let of_bibtex = record.bibtex.get(crate::text::bibtex::key(&record.bibtex).unwrap_or_default());
    let key = of_bibtex.filter(|key| !key.is_empty()).unwrap_or(&record.citation_key);
    Known { id: &record.id, arxiv, doi: record.doi(), title: &record.title, key }
}

impl Record {
    /// Calls `with` with the names by which a catalogue knows the record.
    pub(super) fn with_known<T>(&self, with: impl FnOnce(&Known<'_>) -> T) -> T {
        let arxiv = self.arxiv();
        with(&known(self, arxiv.as_deref()))
    }
}

fn with_number(id: &str, number: usize) -> String {
    let end = format!("-{number}");
    let most = identifier::LONGEST_ID - end.len();
    format!("{}{end}", &id[..id.len().min(most)])
}

fn stem(file: &str) -> &str {
    file.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(stem, _)| stem)
}
