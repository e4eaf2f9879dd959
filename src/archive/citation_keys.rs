//! Unique citation keys for papers whose entries contain BibTeX.

use super::problems;
use crate::content::Paper;
use crate::diagnostic::Diagnostic;
use crate::text::bibtex;
use crate::text::seeded_map::{Names, Seeded};
use std::collections::HashSet;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Appends a paper's id to the key of its BibTeX if an older paper has the same key, ignoring case, and reports that.
pub(super) fn by_own_keys(papers: &mut [Arc<Paper>], diagnostics: &mut Vec<Diagnostic>) {
    let own: Vec<usize> = (0..papers.len()).rev().filter(|&at| papers[at].bibtex.is_some()).collect();
    if own.is_empty() {
        return;
    }
    // A generated key ends in a hyphen and a paper's id. No other paper may claim a key of that form.
    let ids: HashSet<String, Seeded> = papers.iter().map(|paper| paper.id.to_ascii_lowercase()).collect();
    let mut known: Names<String, usize> = Names::default();
    for place in own {
        let paper = &papers[place];
        let text = paper.bibtex.as_deref().unwrap_or_default();
        let Some(at) = bibtex::key(text) else { continue };
        let mut key = text[at.clone()].to_owned();
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
            let text = [&text[..at.start], &key, &text[at.end..]].concat();
            let digest = xxh3_64_with_seed(key.as_bytes(), paper.digest);
            if let Some(paper) = papers.get_mut(place) {
                let paper = Arc::make_mut(paper);
                paper.facts.bibtex = Some(text);
                paper.digest = digest;
            }
        }
        known.insert(lower, place);
    }
}
