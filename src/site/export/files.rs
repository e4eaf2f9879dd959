//! The files of the plan that hold data.

use super::json::{Depth, Record};
use super::{Export, VERSION, bibtex, csl, ris, schema};
use crate::archive::PaperId;
use crate::content::LISTED_TOPICS;
use crate::site::plan::{DataFile, Format, Page, parts, routes};
use crate::text::markdown;
use serde::Serialize;

/// The papers of a day.
#[derive(Serialize)]
struct DayFile<'a> {
    version: u32,
    date: String,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    papers: Vec<Record<'a>>,
}

/// The papers of a topic, newest day first.
#[derive(Serialize)]
struct TopicFile<'a> {
    version: u32,
    slug: &'a str,
    name: &'a str,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<&'a str>,
    papers: Vec<Record<'a>>,
}

impl Export<'_> {
    /// Makes a file of data; nothing for pages of another kind.
    pub fn file(&self, page: &Page) -> Option<String> {
        Some(match page {
            Page::Data(DataFile::Index) => self.index(),
            Page::Data(DataFile::Schema) => schema::text(),
            Page::Data(DataFile::Lines(part)) => self.lines(*part),
            Page::Data(DataFile::Bibtex(part)) => {
                let papers = parts::papers(self.archive, self.plan.bibtex.get(*part)?);
                self.cited(&papers, Format::Bibtex, self.plan.data.bibtex_abstracts)
            }
            Page::Data(DataFile::Day(index, Format::Json)) => {
                let day = self.archive.days.get(*index)?;
                json(&DayFile {
                    version: VERSION,
                    date: day.date.to_string(),
                    url: self.absolute(&routes::day(day.date)),
                    note: day.note.as_ref().map(|note| markdown::plain_text(&note.html)),
                    papers: self.listed(&day.papers),
                })
            }
            Page::Data(DataFile::Topic(id, Format::Json)) => {
                let topic = self.archive.topic(*id);
                json(&TopicFile {
                    version: VERSION,
                    slug: &topic.slug,
                    name: &topic.name,
                    url: self.absolute(&routes::member(routes::TOPICS, &topic.slug)),
                    description: topic.description_html.as_deref().map(markdown::plain_text),
                    parent: topic.parent.map(|parent| self.archive.topic(parent).slug.as_str()),
                    papers: self.listed(&topic.papers),
                })
            }
            Page::Data(DataFile::Day(index, format)) => {
                self.cited(&self.archive.days.get(*index)?.papers, *format, false)
            }
            Page::Data(DataFile::Topic(id, format)) => {
                self.cited(&self.archive.topic(*id).papers, *format, false)
            }
            Page::Llms => self.llms(),
            Page::Freshness => self.freshness(),
            Page::Twin(id) => self.twin(*id),
            _ => return None,
        })
    }

    fn listed(&self, papers: &[PaperId]) -> Vec<Record<'_>> {
        papers.iter().map(|&id| self.record(id, Depth::Brief)).collect()
    }

    /// One paper a line, oldest first.
    fn lines(&self, part: usize) -> String {
        let depth = if self.plan.data.abstracts { Depth::Whole } else { Depth::Facts };
        let papers =
            self.plan.lines.get(part).map(|part| parts::papers(self.archive, part)).unwrap_or_default();
        let mut out = Vec::with_capacity(papers.len() * if depth == Depth::Whole { 2_000 } else { 700 });
        for id in papers {
            line(&self.record(id, depth), &mut out);
        }
        String::from_utf8(out).unwrap_or_default()
    }

    /// The topics that citations name.
    fn topics(&self, id: PaperId) -> Vec<&str> {
        let topics = self.archive.relations(id).topics.iter().take(LISTED_TOPICS);
        topics.map(|&id| self.archive.topic(id).name.as_str()).collect()
    }

    /// Papers in a format of reference managers; of BibTeX with their abstracts, if there is room for them.
    fn cited(&self, papers: &[PaperId], format: Format, text: bool) -> String {
        let mut out = String::with_capacity(papers.len() * if text { 2_000 } else { 560 });
        match format {
            Format::Bibtex => {
                for (id, paper) in self.papers(papers) {
                    let more = bibtex::More { topics: self.topics(id), keywords: true, text };
                    bibtex::entry_of_many(paper, &self.page(paper), &more, &mut out);
                }
                out.truncate(out.trim_end().len());
                out.push('\n');
            }
            Format::Ris => {
                for (id, paper) in self.papers(papers) {
                    ris::entry(paper, &self.page(paper), &self.topics(id), &mut out);
                }
            }
            Format::Csl | Format::Json => {
                let items: Vec<_> =
                    self.papers(papers).map(|(_, paper)| csl::item(paper, &self.page(paper))).collect();
                return json(&items);
            }
        }
        out
    }
}

/// Appends a value on one line, for every program: some take the line separators of Unicode for ends of lines, which JSON does not escape.
fn line(value: &impl Serialize, out: &mut Vec<u8>) {
    let start = out.len();
    // Texts and lists can always be written.
    let _ = serde_json::to_writer(&mut *out, value);
    const SEPARATORS: [(&str, &str); 3] =
        [("\u{85}", "\\u0085"), ("\u{2028}", "\\u2028"), ("\u{2029}", "\\u2029")];
    let text = str::from_utf8(&out[start..]).unwrap_or_default();
    if !text.is_ascii() && SEPARATORS.iter().any(|(separator, _)| text.contains(separator)) {
        let escaped = SEPARATORS
            .iter()
            .fold(text.to_owned(), |text, (separator, escape)| text.replace(separator, escape));
        out.truncate(start);
        out.extend_from_slice(escaped.as_bytes());
    }
    out.push(b'\n');
}

/// Returns a value on one line.
pub(super) fn json(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string(value).unwrap_or_default();
    text.push('\n');
    text
}
