//! A paper as CSL-JSON, for Pandoc, citeproc and reference managers.

use super::names::{self, Name};
use super::{cited_day, cited_url, doi_of, is_journal, keys, title_of};
use crate::content::Paper;
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
    author: Vec<Author>,
    issued: Issued,
    #[serde(rename = "container-title", skip_serializing_if = "Option::is_none")]
    container: Option<&'a str>,
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
#[serde(untagged)]
enum Author {
    Group {
        literal: String,
    },
    Person {
        family: String,
        #[serde(skip_serializing_if = "String::is_empty")]
        given: String,
        #[serde(rename = "non-dropping-particle", skip_serializing_if = "String::is_empty")]
        particle: String,
        #[serde(skip_serializing_if = "String::is_empty")]
        suffix: String,
    },
}

#[derive(Serialize)]
struct Issued {
    #[serde(rename = "date-parts")]
    parts: [[i32; 3]; 1],
}

pub(super) fn item<'a>(paper: &'a Paper, page: &str) -> Item<'a> {
    let day = cited_day(paper);
    let author = |name: &str| match names::parts(name) {
        Name::Group(literal) => Author::Group { literal },
        Name::Person { given, particle, family, suffix } => {
            Author::Person { family, given, particle, suffix }
        }
    };
    let authors = paper.leading_authors().iter().map(|person| author(&person.name));
    let authors = authors.filter(|author| !matches!(author, Author::Group { literal } if literal.is_empty()));
    Item {
        id: keys::citation_key(paper),
        kind: match &paper.venue {
            Some(venue) if is_journal(venue) => "article-journal",
            Some(_) => "paper-conference",
            None => "article",
        },
        title: title_of(paper),
        author: authors.collect(),
        issued: Issued { parts: [[day.year(), day.month() as i32, day.day() as i32]] },
        container: paper.venue.as_deref(),
        number: paper.links.arxiv.as_ref().filter(|_| paper.venue.is_none()).map(|id| format!("arXiv:{id}")),
        doi: doi_of(paper),
        url: cited_url(paper, page),
        note: paper.withdrawn.as_ref().map(|withdrawn| format!("Withdrawn: {}", withdrawn.reason)),
    }
}
