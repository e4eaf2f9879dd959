//! What papers are cited by in BibTeX. A paper's own key says who, when and what, and ends in the paper's id, so it is unique and stays the
//! same whatever else comes to the archive.

use super::title_of;
use crate::content::{Author, Paper};
use crate::text::bibtex;
use crate::text::slug;
use crate::text::tokenizer::{StopWord, stop_word};
use std::borrow::Cow;

/// Returns what a paper is cited by: the key of its own BibTeX, its `citation_key`, or one that is made.
pub(super) fn citation_key(paper: &Paper) -> Cow<'_, str> {
    let own = paper.bibtex.as_deref().and_then(|text| text.get(bibtex::key(text)?));
    own.or(paper.citation_key.as_deref()).map_or_else(|| made_citation_key(paper).into(), Cow::from)
}

/// Returns `vaswani2017attention-1706.03762`: surname, year, the first word of the title that says something, and the id.
fn made_citation_key(paper: &Paper) -> String {
    let surname = paper.authors.first().map_or("", Author::family);
    // Most titles are plain letters, whose words need no spelling out.
    let title = title_of(paper);
    let spelled = if title.is_ascii() { Cow::from(title) } else { slug::slug(title).into() };
    let is_border = |char: char| !char.is_ascii_alphanumeric() && !matches!(char, '\'' | '`');
    let words = spelled.split(is_border).map(|word| word.replace(['\'', '`'], "").to_ascii_lowercase());
    let mut telling = words.filter(|word| !word.is_empty() && stop_word(word) != Some(StopWord::Article));
    let mut word = telling.next().unwrap_or_else(|| "paper".to_owned());
    // A word without end, or a title in another script spelled out.
    word.truncate(24);
    let mut surname = if surname.is_empty() { String::new() } else { slug::slug(surname).replace('-', "") };
    surname.truncate(32);
    format!("{surname}{}{word}-{}", paper.cited_date().year(), paper.id)
}
