//! Citation keys. A generated key ends in the paper's id, so it is unique and does not depend on other papers.

use super::title_of;
use crate::content::{Author, Paper};
use crate::text::bibtex;
use crate::text::slug;
use crate::text::tokenizer::{StopWord, stop_word};
use std::borrow::Cow;

/// Returns the key of the entry's own BibTeX, its `citation_key`, or the generated key.
pub(super) fn citation_key(paper: &Paper) -> Cow<'_, str> {
    let own = paper.bibtex.as_deref().and_then(|text| text.get(bibtex::key(text)?));
    own.or(paper.citation_key.as_deref()).map_or_else(|| made_citation_key(paper).into(), Cow::from)
}

/// Returns the generated key, such as `vaswani2017attention-1706.03762`: surname, year, the first significant word of
/// the title, and the id.
fn made_citation_key(paper: &Paper) -> String {
    let surname = paper.authors.first().map_or("", Author::family);
    // Most titles are plain letters, whose words need no spelling out.
    let title = title_of(paper);
    let spelled = if title.is_ascii() { Cow::from(title) } else { slug::slug(title).into() };
    let is_border = |char: char| !char.is_ascii_alphanumeric() && !matches!(char, '\'' | '`');
    let words = spelled.split(is_border).map(|word| word.replace(['\'', '`'], "").to_ascii_lowercase());
    let mut telling = words.filter(|word| !word.is_empty() && stop_word(word) != Some(StopWord::Article));
    let mut word = telling.next().unwrap_or_else(|| "paper".to_owned());
    // Transliterated titles may have no spaces.
    word.truncate(24);
    let mut surname = if surname.is_empty() { String::new() } else { slug::slug(surname).replace('-', "") };
    surname.truncate(32);
    format!("{surname}{}{word}-{}", paper.cited_date().year(), paper.id)
}
