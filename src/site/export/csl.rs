//! A paper as CSL-JSON, which Pandoc, citeproc and reference managers read.

use super::work::{self, CslMore, CslName, More};
use super::{cited_url, doi_of, keys, title_of};
use crate::content::{Paper, WorkType};
use crate::text::date::PartialDate;
use chrono::Datelike;
use serde::Serialize;
use std::borrow::Cow;

#[derive(Serialize)]
pub(super) struct Item<'a> {
    id: Cow<'a, str>,
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<CslName>,
    issued: Issued,
    #[serde(rename = "container-title", skip_serializing_if = "Option::is_none")]
    container: Option<&'a str>,
    #[serde(flatten)]
    more: CslMore<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    #[serde(rename = "DOI", skip_serializing_if = "Option::is_none")]
    doi: Option<Cow<'a, str>>,
    #[serde(rename = "URL")]
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

#[derive(Serialize)]
struct Issued {
    #[serde(rename = "date-parts")]
    parts: [Vec<i32>; 1],
}

impl From<PartialDate> for Issued {
    fn from(date: PartialDate) -> Issued {
        let month = date.month().map(|month| month as i32);
        let day = date.day().map(|day| day.day() as i32);
        Issued { parts: [[Some(date.year()), month, day].into_iter().flatten().collect()] }
    }
}

/// Returns a paper as an item.
pub(super) fn item<'a>(paper: &'a Paper, page: &str) -> Item<'a> {
    let kind = work::kind_of(paper);
    let More { others, csl, .. } = More::of(paper);
    // A name of commas alone names nobody.
    let authors = paper.leading_authors().iter().map(CslName::of);
    let authors =
        authors.filter(|author| !matches!(author, CslName::Group { literal } if literal.is_empty()));
    let is_tagged = matches!(kind, WorkType::Article | WorkType::ConferencePaper);
    Item {
        id: keys::citation_key(paper),
        kind: work::in_csl(kind),
        title: title_of(paper),
        author: authors.chain(others.then(CslName::others)).collect(),
        issued: paper.cited_date().into(),
        container: paper.venue.as_deref().filter(|_| is_tagged),
        // Of a paper with a type it is among the rest.
        number: work::arxiv_number(paper).filter(|_| paper.r#type.is_none()),
        more: csl,
        doi: doi_of(paper),
        url: cited_url(paper, page),
        note: paper.withdrawn.as_ref().map(|withdrawn| format!("Withdrawn: {}", withdrawn.reason)),
    }
}
