//! The difference between two states of an archive: papers added, changed and removed.
//!
//! It does not know where the states come from or how changes are shown.

use crate::archive::Archive;
use crate::content::Paper;
use crate::source::Sources;
use crate::text::language::{Languages, Texts};
use std::collections::{BTreeMap, BTreeSet};

/// The difference, each list by paper id.
#[derive(Debug, Default)]
pub struct Changes<'a> {
    /// Papers of the new archive only.
    pub added: Vec<&'a Paper>,
    /// Papers in both, in their new state, with the names of the fields that differ.
    pub changed: Vec<(&'a Paper, Vec<&'static str>)>,
    /// Papers of the old archive only.
    pub removed: Vec<&'a Paper>,
}

impl<'a> Changes<'a> {
    /// Compares an archive with its earlier state.
    pub fn between(old: &'a Archive, new: &'a Archive) -> Changes<'a> {
        let by_id = |archive: &'a Archive| -> BTreeMap<&'a str, &'a Paper> {
            archive.papers.iter().map(|paper| (paper.id.as_str(), &**paper)).collect()
        };
        let (old, new) = (by_id(old), by_id(new));
        let mut changes = Changes::default();
        for (id, paper) in &new {
            match old.get(id) {
                None => changes.added.push(paper),
                Some(before) => {
                    let fields = fields(before, paper);
                    if !fields.is_empty() {
                        changes.changed.push((paper, fields));
                    }
                }
            }
        }
        changes.removed =
            old.into_iter().filter(|(id, _)| !new.contains_key(id)).map(|(_, paper)| paper).collect();
        changes
    }

    /// Returns whether no paper differs.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// Returns the paths of the files outside `content/papers/` that differ between two states of a site.
pub fn files(old: &Sources, new: &Sources) -> Vec<String> {
    let all: BTreeSet<_> = old.files().chain(new.files()).collect();
    let others = all.into_iter().filter(|file| !file.starts_with("content/papers/"));
    others.filter(|file| old.bytes(file).ok() != new.bytes(file).ok()).map(|file| file.to_string()).collect()
}

/// Returns the names of the fields in which two entries of a paper differ.
fn fields(old: &Paper, new: &Paper) -> Vec<&'static str> {
    let mut fields = old.differing(new);
    // Without `lang`, the languages follow from the texts, so they change with a text.
    if declared(old) == declared(new) && fields.len() > 1 {
        fields.retain(|field| *field != "lang");
    }
    if old.origin.file != new.origin.file {
        fields.push("file");
    }
    fields
}

/// Returns the language of an entry's title, if it does not follow from the texts: `lang` declares it.
fn declared(paper: &Paper) -> Option<&str> {
    let texts = Texts {
        title: &paper.title,
        abstract_html: &paper.abstract_html,
        summary_html: paper.summary_html.as_deref().unwrap_or(""),
        notes_html: paper.notes.as_ref().map_or("", |notes| &notes.html),
    };
    let languages = paper.languages.as_deref()?;
    let follows = Languages::detect(None, &texts).as_deref() == Some(languages);
    languages.title.as_deref().filter(|_| !follows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Request, prepare};

    fn differing(old: &str, new: &str) -> Vec<&'static str> {
        let entry = |more: &str| format!("title: On parity\nabstract: Some text.\n{more}");
        differing_entries(&entry(old), &entry(new))
    }

    fn differing_entries(old: &str, new: &str) -> Vec<&'static str> {
        let archive = |entry: &str| {
            let site = "title = \"T\"\nbase_url = \"https://example.org/\"\n";
            let paper = format!("date: 2026-03-05\n{entry}");
            let files = [("site.toml", site.to_owned()), ("content/papers/x.yaml", paper)];
            let sources = Sources::in_memory(files.map(|(path, text)| (path, text.into_bytes())));
            prepare(&sources, &Request::default(), &()).value.unwrap().archive
        };
        let (old, new) = (archive(old), archive(new));
        let changes = Changes::between(&old, &new);
        changes.changed.into_iter().flat_map(|(_, fields)| fields).collect()
    }

    #[test]
    fn an_edit_of_the_language_alone_is_a_change() {
        assert_eq!(differing("", "lang: fr\n"), ["lang"]);
        assert_eq!(differing("lang: fr\n", "lang: de\n"), ["lang"]);
        assert_eq!(differing("lang: fr\n", "lang: fr\n"), [""; 0]);
    }

    #[test]
    fn an_edit_of_the_language_and_of_a_text_names_both() {
        assert_eq!(differing("lang: fr\n", "lang: de\nsummary: Short.\n"), ["summary", "lang"]);
        let texts = |word: &str| format!("title: {word}\nabstract: {word}.\nlang: ");
        assert_eq!(
            differing_entries(&(texts("Parity") + "fr"), &(texts("Parité") + "de")),
            ["title", "abstract", "lang"]
        );
        assert_eq!(
            differing_entries(&(texts("Parity") + "fr"), &(texts("Parité") + "fr")),
            ["title", "abstract"]
        );
        // Here the language follows from the text.
        assert_eq!(differing("summary: 短い要約です。\n", "summary: Short.\n"), ["summary"]);
    }
}
