//! What papers are cited by in BibTeX. A paper's own key says who, when and what, and ends in the paper's id, so it is unique and stays the
//! same whatever else comes to the archive.

use super::{cited_day, names, own, title_of};
use crate::archive::{Archive, PaperId};
use crate::content::Paper;
use crate::slug;
use chrono::Datelike;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The keys of entries that papers bring along, where a file of many can hold them.
#[derive(Debug, Default)]
pub struct Keys {
    own: HashMap<PaperId, Own>,
}

#[derive(Debug)]
struct Own {
    at: Range<usize>,
    /// Whether an older paper has the same key.
    taken: bool,
}

impl Keys {
    pub fn new(archive: &Archive) -> Keys {
        let mut keys = Keys::default();
        let own = archive.paper_ids().filter_map(|id| {
            let text = archive.paper(id).bibtex.as_ref()?;
            Some((id, own::key(text)?, text))
        });
        let own: Vec<_> = own.collect();
        if own.is_empty() {
            return keys;
        }
        // A key that is made has a paper's id behind its first hyphen.
        let ids: HashSet<String> = archive.papers.iter().map(|paper| paper.id.to_ascii_lowercase()).collect();
        let mut known: HashSet<String> = HashSet::new();
        for (id, at, text) in own.into_iter().rev() {
            let key = text[at.clone()].to_ascii_lowercase();
            let is_made = key.split_once('-').is_some_and(|(_, rest)| ids.contains(rest));
            keys.own.insert(id, Own { at, taken: is_made || !known.insert(key) });
        }
        keys
    }

    /// Returns where the key stands in the BibTeX that a paper brings along, and whether another paper has it already. None where there is
    /// no such BibTeX, or it cannot stand in a file of many.
    pub fn own(&self, id: PaperId) -> Option<(Range<usize>, bool)> {
        self.own.get(&id).map(|own| (own.at.clone(), own.taken))
    }
}

/// Returns `vaswani2017attention-1706.03762`: surname, year, the first word of the title that says something, and the id.
pub(super) fn made(paper: &Paper) -> String {
    const SMALL: [&str; 12] = ["a", "an", "the", "on", "of", "in", "for", "to", "and", "with", "is", "are"];
    let surname = paper.authors.first().map_or("", |author| names::family(&author.name));
    // Most titles are plain letters, whose words need no spelling out.
    let title = title_of(paper);
    let spelled = if title.is_ascii() { Cow::from(title) } else { slug::slug(title).into() };
    let is_border = |char: char| !char.is_ascii_alphanumeric() && !matches!(char, '\'' | '`');
    let words = spelled.split(is_border).map(|word| word.replace(['\'', '`'], "").to_ascii_lowercase());
    let mut telling = words.filter(|word| !word.is_empty() && !SMALL.contains(&word.as_str()));
    let mut word = telling.next().unwrap_or_else(|| "paper".to_owned());
    // A word without end, or a title in another script spelled out.
    word.truncate(24);
    let mut surname = if surname.is_empty() { String::new() } else { slug::slug(surname).replace('-', "") };
    surname.truncate(32);
    format!("{surname}{}{word}-{}", cited_day(paper).year(), paper.id)
}
