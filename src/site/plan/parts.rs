//! Splits files of all papers that would be too large.
//!
//! Parts are filled from the oldest paper on, so a new paper changes only the last part. All parts are planned before
//! the first is made, so the size of a paper is estimated by an upper bound from its record.

use crate::archive::{Archive, PaperId};
use crate::content::{Author, PLAIN_KEYS, Paper, PlainValue};
use std::ops::Range;

/// The maximum size of a part in bytes. Hosts warn about files of 50 MB, and a part is held in memory while it is made.
pub const PART: usize = 20_000_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whole {
    /// JSON, one paper per line.
    Lines { abstracts: bool },
    /// BibTeX.
    Bibtex { abstracts: bool },
}

/// Splits the archive into ranges of papers, counted from the oldest. `total` is an upper bound in bytes of all papers.
pub fn cut(archive: &Archive, whole: Whole, total: usize, most_bytes: usize) -> Vec<Range<usize>> {
    if total <= most_bytes {
        return std::iter::once(0..archive.papers.len()).collect();
    }
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut bytes = 0;
    for (place, id) in archive.paper_ids().rev().enumerate() {
        let own = most(archive, id, whole);
        match parts.last_mut().filter(|_| bytes + own <= most_bytes) {
            Some(part) => {
                part.end = place + 1;
                bytes += own;
            }
            None => {
                parts.push(place..place + 1);
                bytes = own;
            }
        }
    }
    if parts.is_empty() {
        parts.push(0..0);
    }
    parts
}

pub fn papers(archive: &Archive, part: &Range<usize>) -> Vec<PaperId> {
    let last = archive.papers.len();
    part.clone().map(|place| PaperId((last - 1 - place) as u32)).collect()
}

/// Returns an upper bound in bytes of a paper in a file of all papers. A test checks it.
pub fn most(archive: &Archive, id: PaperId, whole: Whole) -> usize {
    let paper = archive.paper(id);
    match whole {
        Whole::Bibtex { abstracts } => {
            if let Some(own) = &paper.bibtex {
                return own.len() + 2;
            }
            let people = paper.authors.iter().chain(&paper.editors);
            let names: usize =
                people.map(|author| escaped(&author.name) + parts_of(author, escaped) + 12).sum();
            let cited = [
                &paper.volume,
                &paper.issue,
                &paper.pages,
                &paper.publisher,
                &paper.school,
                &paper.citation_key,
            ];
            let cited: usize = cited.into_iter().flatten().map(|text| escaped(text) + 24).sum();
            let venue = paper.venue.as_deref().map_or(0, escaped);
            let ids = 2 * paper.links.arxiv.as_ref().map_or(0, String::len)
                + 3 * paper.links.doi.as_ref().map_or(0, String::len);
            let topics = &archive.relations(id).topics;
            let topics = topics.iter().map(|&topic| archive.topic(topic).name.as_str());
            let words = topics.chain(paper.keywords.iter().map(String::as_str));
            let words: usize = words.map(|word| escaped(word) + 2).sum();
            let text = if abstracts { cited_text(paper) } else { 0 };
            440 + 2 * paper.id.len() + escaped(&paper.title) + names + venue + cited + ids + words + text
        }
        Whole::Lines { abstracts } => {
            let people = paper.authors.iter().chain(&paper.editors);
            let names: usize = people.map(|author| author.name.len() + 3).sum();
            let detailed =
                paper.authors.iter().filter_map(|author| Some((author, author.details.as_deref()?)));
            let details: usize = detailed
                .map(|(author, of)| {
                    let texts = [&of.orcid, &of.url, &of.affiliation];
                    let texts = texts.into_iter().flatten().map(String::len).sum::<usize>();
                    120 + author.name.len() + parts_of(author, str::len) + texts
                })
                .sum();
            let relations = archive.relations(id);
            let topics: usize =
                relations.topics.iter().map(|&topic| archive.topic(topic).slug.len() + 3).sum();
            let keywords: usize = paper.keywords.iter().map(|word| word.len() + 3).sum();
            let links = paper.links.named.iter().map(|(_, url)| url.len() + 64);
            let other = paper.links.other.iter().map(|(label, url)| label.len() + url.len() + 90);
            let texts = [&paper.summary_html, &paper.links.arxiv, &paper.links.doi].into_iter().flatten();
            let plain = PLAIN_KEYS.iter().filter_map(|plain| match (plain.value)(paper)? {
                PlainValue::Text(text) | PlainValue::Address(text) => Some(text),
                PlainValue::Type(kind) => Some(kind.key()),
                PlainValue::Date(_) | PlainValue::List(_) => None,
            });
            let texts: usize = texts.map(String::as_str).chain(plain).map(|text| text.len() + 24).sum();
            let extra = match paper.extra.is_empty() {
                true => 0,
                false => serde_json::to_string(&paper.extra).map_or(0, |text| text.len()),
            };
            let organization = relations.organization.map_or(0, |id| {
                let organization = archive.organization(id);
                organization.handle.len() + organization.name.len() + 50
            });
            let withdrawn = paper.withdrawn.as_ref().map_or(0, |gone| gone.reason.len() + 60);
            let text = if abstracts { paper.abstract_html.len() } else { 0 };
            let all = paper.title.len() + names + details + topics + keywords + links.sum::<usize>();
            let all = all + other.sum::<usize>() + texts + extra + organization + withdrawn + text;
            // JSON escapes quotes and backslashes with a second byte; an eighth more allows for them.
            320 + 3 * paper.id.len() + 14 * paper.dates.len() + all + all / 8
        }
    }
}

/// Returns the length of the parts of a name, if the entry has them.
fn parts_of(author: &Author, len: impl Fn(&str) -> usize) -> usize {
    author.known_parts().map_or(0, |parts| parts.into_iter().map(len).sum())
}

/// Returns an upper bound in bytes of an abstract in BibTeX: its HTML without tags, and with special characters as
/// commands.
pub(super) fn cited_text(paper: &Paper) -> usize {
    let html = paper.abstract_html.as_str();
    let marks = html.bytes().filter(|byte| b"\\{}~^".contains(byte)).count();
    let small = html.bytes().filter(|byte| b"%#_$".contains(byte)).count();
    if paper.bibtex.is_some() { 0 } else { html.len() + 18 * marks + small + 20 }
}

/// Returns an upper bound in bytes of a text in BibTeX: with braces around words, and special characters as commands.
fn escaped(text: &str) -> usize {
    let marks = text.bytes().filter(|byte| b"\\{}~^".contains(byte)).count();
    let small = text.bytes().filter(|byte| b" &%#_$".contains(byte)).count();
    text.len() + 18 * marks + 3 * small + 4
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn archive(titles: &[&str]) -> Archive {
        let sources = titles.iter().enumerate().map(|(index, title)| {
            let front = format!("---\ntitle: {title}\ndate: 2026-01-{:02}\n---\nText.\n", index + 1);
            (format!("content/papers/p{index}.md"), front.into_bytes())
        });
        let site = ("site.toml".to_owned(), b"title = \"T\"\nbase_url = \"https://example.org/\"\n".to_vec());
        let sources = crate::source::Sources::in_memory(sources.chain([site]));
        crate::prepare(&sources, &crate::Request::default(), &()).value.unwrap().archive
    }

    #[test]
    fn a_new_paper_changes_the_last_part_only() {
        let titles: Vec<String> =
            (0..20).map(|number| format!("Paper {}", "x".repeat(number * 7 % 50))).collect();
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        for count in 1..20 {
            let (before, after) = (archive(&titles[..count]), archive(&titles[..=count]));
            let cut = |archive: &Archive| {
                let parts = cut(archive, Whole::Bibtex { abstracts: false }, usize::MAX, 2_000);
                parts
                    .iter()
                    .map(|part| {
                        papers(archive, part).iter().map(|&id| archive.paper(id).id.clone()).collect()
                    })
                    .collect()
            };
            let (before, after): (Vec<Vec<String>>, Vec<Vec<String>>) = (cut(&before), cut(&after));
            assert_eq!(before[..before.len() - 1], after[..before.len() - 1]);
            assert!(after[before.len() - 1].starts_with(&before[before.len() - 1]));
            assert_eq!(after.concat().len(), count + 1);
        }
    }

    #[test]
    fn an_empty_archive_has_one_empty_part() {
        assert_eq!(
            cut(&Archive::default(), Whole::Bibtex { abstracts: false }, usize::MAX, PART),
            std::iter::once(0..0).collect::<Vec<_>>()
        );
    }

    #[test]
    fn special_characters_count_as_their_commands() {
        let paper = |title: &str| {
            let mut archive = archive(&["x"]);
            let paper = Arc::make_mut(&mut archive.papers[0]);
            paper.facts.title = title.to_owned();
            paper.facts.authors = vec![Author { name: title.to_owned(), details: None }];
            most(&archive, PaperId(0), Whole::Bibtex { abstracts: false })
        };
        assert!(paper(r"\\\\\\\\") > paper("aaaaaaaa") + 200);
    }
}
