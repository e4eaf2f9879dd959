//! A paper as RIS, for Zotero, EndNote and Mendeley.

use super::names::{self, Name};
use super::{cited_day, cited_url, doi_of, is_journal, one_line, title_of};
use crate::content::{LISTED_KEYWORDS, Paper};

/// Appends a paper and an empty line.
pub(super) fn entry(paper: &Paper, page: &str, topics: &[&str], out: &mut String) {
    let mut line = |tag: &str, value: &str| {
        let start = out.len();
        out.extend([tag, "  - "]);
        let empty = out.len();
        one_line(value, out);
        if out.len() == empty && tag != "ER" {
            out.truncate(start);
        } else {
            out.push_str("\r\n");
        }
    };
    line(
        "TY",
        match &paper.venue {
            Some(venue) if is_journal(venue) => "JOUR",
            Some(_) => "CONF",
            None => "UNPB",
        },
    );
    line("ID", &paper.id);
    line("TI", title_of(paper));
    for author in paper.leading_authors() {
        line(
            "AU",
            &match names::parts(&author.name) {
                Name::Group(name) => name,
                Name::Person { given, particle, family, suffix } => {
                    let family = if particle.is_empty() { family } else { [particle, family].join(" ") };
                    let parts = [family, given, suffix];
                    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
                }
            },
        );
    }
    let day = cited_day(paper).to_string();
    line("PY", day.split('-').next().unwrap_or_default());
    line("DA", &day.replace('-', "/"));
    if let Some(venue) = &paper.venue {
        line("T2", venue);
    }
    if let Some(doi) = doi_of(paper) {
        line("DO", &doi);
    }
    line("UR", &cited_url(paper, page));
    let free = paper.keywords.iter().take(LISTED_KEYWORDS).map(String::as_str);
    for keyword in topics.iter().copied().chain(free) {
        line("KW", keyword);
    }
    if let Some(withdrawn) = &paper.withdrawn {
        line("N1", &format!("Withdrawn: {}", withdrawn.reason));
    }
    line("ER", "");
    out.push_str("\r\n");
}
