//! One entry per paper, with the newest metrics.

use super::problems;
use crate::content::{LeftOut, Metrics, Paper};
use crate::diagnostic::Diagnostic;
use crate::text::identifier;
use crate::text::seeded_map::{Names, Seeded};
use crate::text::titles::{self, Work};
use std::collections::HashMap;
use std::sync::Arc;

/// Removes each paper whose id or arXiv id an earlier paper has, or whose DOI an earlier paper has if both are one
/// work. Ids of papers that were `left_out` before count too.
pub(super) fn unique(
    papers: Vec<Arc<Paper>>,
    left_out: &[LeftOut],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Arc<Paper>> {
    // Both map to indices of `kept`.
    let mut ids: Names<String, usize> = Names::with_capacity_and_hasher(papers.len(), Seeded::default());
    let mut outside: Names<String, usize> = Names::default();
    let mut kept: Vec<Arc<Paper>> = Vec::with_capacity(papers.len());
    for paper in papers {
        let id = paper.id.to_ascii_lowercase();
        let known = ids.get(&id).and_then(|&at| kept.get(at));
        if let Some(first) = known {
            diagnostics.push(problems::duplicate_id((&paper.id, &paper.origin), (&first.id, &first.origin)));
            continue;
        }
        let claims = claims(&paper);
        let taken = claims.iter().find_map(|(name, claim)| Some((*name, kept.get(*outside.get(claim)?)?)));
        match taken {
            Some((IdScheme::Arxiv, first)) if is_version(&paper) || is_version(first) => {
                diagnostics.push(problems::other_version(&paper, first));
            }
            // A book's DOI is also that of its chapters.
            Some((IdScheme::Doi, first)) if !are_one(&paper, first) => {
                diagnostics.push(problems::shared_doi(&paper, first));
            }
            Some((name, first)) => {
                diagnostics.push(problems::same_paper(&paper, name, first));
                continue;
            }
            None => {}
        }
        for (_, claim) in claims {
            outside.entry(claim).or_insert(kept.len());
        }
        ids.insert(id, kept.len());
        kept.push(paper);
    }
    let mut broken: HashMap<String, &LeftOut> = HashMap::new();
    for paper in left_out {
        let id = paper.id.to_ascii_lowercase();
        let own = ids.get(&id).and_then(|&at| kept.get(at)).map(|first| (first.id.as_str(), &first.origin));
        let first = own.or_else(|| broken.get(&id).map(|first| (first.id.as_str(), &first.origin)));
        if let Some(first) = first {
            diagnostics.push(problems::duplicate_id((&paper.id, &paper.origin), first));
        }
        broken.entry(id).or_insert(paper);
    }
    kept
}

/// A kind of public identifier of papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IdScheme {
    Arxiv,
    Doi,
}

/// Returns whether the id of a paper names a version of it at arXiv: `2401.00001v2`.
fn is_version(paper: &Paper) -> bool {
    let arxiv = identifier::arxiv_of_paper_id(&paper.id);
    arxiv.is_some_and(|arxiv| {
        Some(&arxiv) == paper.links.arxiv.as_ref() && arxiv.replace('/', "-") != paper.id
    })
}

/// Returns whether two papers with one DOI are one work.
fn are_one(paper: &Paper, other: &Paper) -> bool {
    fn work(paper: &Paper) -> Work<'_> {
        Work {
            title: &paper.title,
            authors: paper.authors.iter().map(|author| author.name.as_str()).collect(),
        }
    }
    let have_other_arxiv = match (&paper.links.arxiv, &other.links.arxiv) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    };
    !have_other_arxiv && titles::are_one_work(&work(paper), &work(other))
}

fn claims(paper: &Paper) -> Vec<(IdScheme, String)> {
    let arxiv = paper.links.arxiv.as_ref().map(|id| (IdScheme::Arxiv, format!("arxiv:{id}")));
    // DOIs are case-insensitive.
    let doi =
        paper.links.doi.as_ref().map(|doi| (IdScheme::Doi, format!("doi:{}", doi.to_ascii_lowercase())));
    arxiv.into_iter().chain(doi).collect()
}

/// Replaces counts in entries by those of `metrics`, the newest last. With `all` papers present, metrics of an unknown
/// paper are a problem.
pub(super) fn count(
    papers: &mut [Arc<Paper>],
    all: bool,
    metrics: &[Metrics],
    diagnostics: &mut Vec<Diagnostic>,
) {
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
                Some(paper) => {
                    let voted = counts.upvotes.map(|_| metrics.as_of).or(paper.voted);
                    let counts = paper.counts.updated(*counts);
                    // An unchanged paper stays shared with the entry cache.
                    if (counts, voted) != (paper.counts, paper.voted) {
                        let facts = &mut Arc::make_mut(paper).facts;
                        (facts.counts, facts.voted) = (counts, voted);
                    }
                }
                None if all => diagnostics.push(problems::counts_of_nothing(&metrics.origin, id)),
                None => {}
            }
        }
    }
}
