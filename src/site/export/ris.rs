//! A paper as RIS, for Zotero, EndNote and Mendeley.

use super::work::{self, More};
use super::{cited_url, doi_of, one_line, title_of};
use crate::content::{LISTED_KEYWORDS, Paper, WorkType};
use crate::text::date::PartialDate;

/// RIS has no other way to say that there are more authors.
const AND_OTHERS: &str = "Authors: and others";

/// Returns `2026/04/15`, or `2026/04//` where the day is not known: RIS has four parts, of which the last may be empty.
/// Empty for a year alone.
fn day_of(date: PartialDate) -> String {
    match (date.month(), date.day()) {
        (_, Some(day)) => day.format("%Y/%m/%d").to_string(),
        (Some(month), None) => format!("{:04}/{month:02}//", date.year()),
        (None, None) => String::new(),
    }
}

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
    let kind = work::kind_of(paper);
    let more = More::of(paper);
    line("TY", work::in_ris(kind));
    line("ID", &paper.id);
    line("TI", title_of(paper));
    for author in paper.leading_authors() {
        line("AU", &work::ris_name(author));
    }
    if more.others {
        line("N1", AND_OTHERS);
    }
    let date = paper.cited_date();
    line("PY", &format!("{:04}", date.year()));
    line("DA", &day_of(date));
    if matches!(kind, WorkType::Article | WorkType::ConferencePaper) {
        line("T2", paper.venue.as_deref().unwrap_or_default());
    }
    for (tag, value) in &more.ris {
        line(tag, value);
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
