//! One entry for one paper, with the newest counts.

use super::problems;
use crate::content::{Metrics, Origin, Paper};
use crate::diagnostic::Diagnostic;
use std::collections::HashMap;

/// Leaves out every paper that claims an id, an arXiv id or a DOI that an earlier one has.
pub(super) fn unique(papers: Vec<Paper>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Paper> {
    let mut ids: HashMap<String, Origin> = HashMap::with_capacity(papers.len());
    let mut outside: HashMap<String, Origin> = HashMap::with_capacity(papers.len());
    let mut kept = Vec::with_capacity(papers.len());
    for paper in papers {
        let id = paper.id.to_ascii_lowercase();
        if let Some(first) = ids.get(&id) {
            diagnostics.push(problems::duplicate_id(&paper, first));
            continue;
        }
        let arxiv = paper.links.arxiv.as_ref().map(|id| ("arxiv", id, format!("arxiv:{id}")));
        let doi =
            paper.links.doi.as_ref().map(|doi| ("doi", doi, format!("doi:{}", doi.to_ascii_lowercase())));
        let names = [arxiv, doi];
        let taken = names.iter().flatten().find_map(|(key, name, claim)| {
            outside.get(claim).map(|first| problems::same_paper(&paper, key, name, first))
        });
        if let Some(problem) = taken {
            diagnostics.push(problem);
            continue;
        }
        for (_, _, claim) in names.into_iter().flatten() {
            outside.insert(claim, paper.origin.clone());
        }
        ids.insert(id, paper.origin.clone());
        kept.push(paper);
    }
    kept
}

/// Puts the counts of machines over those in the entries, the newest last.
pub(super) fn count(papers: &mut [Paper], metrics: &[Metrics], diagnostics: &mut Vec<Diagnostic>) {
    if metrics.is_empty() {
        return;
    }
    let places: HashMap<String, usize> =
        papers.iter().enumerate().map(|(index, paper)| (paper.id.to_ascii_lowercase(), index)).collect();
    let mut by_age: Vec<&Metrics> = metrics.iter().collect();
    by_age.sort_by(|a, b| a.as_of.cmp(&b.as_of).then_with(|| a.origin.file.cmp(&b.origin.file)));
    for metrics in by_age {
        for (id, counts) in &metrics.papers {
            match places.get(&id.to_ascii_lowercase()).and_then(|&index| papers.get_mut(index)) {
                Some(paper) => paper.counts = paper.counts.updated(*counts),
                None => diagnostics.push(problems::counts_of_nothing(&metrics.origin, id)),
            }
        }
    }
}
