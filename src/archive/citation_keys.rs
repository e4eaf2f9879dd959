//! Unique citation keys for papers whose entries contain BibTeX or a `citation_key`.

use super::problems;
use crate::content::Paper;
use crate::diagnostic::Diagnostic;
use crate::text::bibtex;
use crate::text::seeded_map::{Names, Seeded};
use std::collections::HashSet;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Appends a paper's id to its citation key if an older paper has the same key, ignoring case, and reports that. The
/// newest papers come first.
pub(super) fn by_own_keys(papers: &mut [Arc<Paper>], diagnostics: &mut Vec<Diagnostic>) {
    let own: Vec<usize> = (0..papers.len()).rev().filter(|&at| own_key(&papers[at]).is_some()).collect();
    if own.is_empty() {
        return;
    }
    // A generated key ends in a hyphen and a paper's id. No other paper may claim a key of that form.
    let ids: HashSet<String, Seeded> = papers.iter().map(|paper| paper.id.to_ascii_lowercase()).collect();
    let mut known: Names<String, usize> = Names::default();
    for place in own {
        let paper = &papers[place];
        let Some(mut key) = own_key(paper).map(str::to_owned) else { continue };
        let is_made = |key: &str| {
            let made_for = key.split_once('-').map(|(_, id)| id);
            made_for.is_some_and(|id| !id.eq_ignore_ascii_case(&paper.id) && ids.contains(id))
        };
        let mut lower = key.to_ascii_lowercase();
        if known.contains_key(&lower) || is_made(&lower) {
            let first = known.get(&lower).map(|&first| &papers[first]);
            let written = key.clone();
            while known.contains_key(&lower) || is_made(&lower) {
                key.extend(["-", &paper.id]);
                lower = key.to_ascii_lowercase();
            }
            diagnostics.push(problems::taken_key(paper, &written, first.map(|first| &**first), &key));
            if let Some(paper) = papers.get_mut(place) {
                let paper = Arc::make_mut(paper);
                paper.digest = xxh3_64_with_seed(key.as_bytes(), paper.digest);
                match &mut paper.facts.bibtex {
                    Some(text) => text.replace_range(bibtex::key(text).unwrap_or_default(), &key),
                    None => paper.facts.citation_key = Some(key.clone()),
                }
            }
        }
        known.insert(lower, place);
    }
}

/// Returns the key that the entry of a paper has: that of its BibTeX comes first.
fn own_key(paper: &Paper) -> Option<&str> {
    match paper.bibtex.as_deref() {
        Some(text) => text.get(bibtex::key(text)?),
        None => paper.citation_key.as_deref(),
    }
}
