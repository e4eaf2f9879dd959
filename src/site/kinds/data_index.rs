//! `data/index.json`: the list of all data files.

use super::*;
use crate::site::plan::formats;
use std::collections::BTreeMap;
use std::ops::Range;

pub struct DataIndex;

inputs! {
    pub struct WholeArchive {
        pub newest: Option<PartialDate>,
        pub counts: Counts,
        pub lines: Vec<Part>,
        pub bibtex: Vec<Part>,
    }
}

inputs! {
    pub struct Part {
        papers: usize,
        from: Option<PartialDate>,
        to: Option<PartialDate>,
    }
}

#[derive(Serialize)]
struct Index<'a> {
    version: u32,
    title: &'a str,
    url: &'a str,
    schema: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    newest: Option<String>,
    papers: usize,
    abstracts: bool,
    jsonl: Vec<PartView>,
    bibtex: Vec<PartView>,
    /// Address patterns of each day's and topic's files by format, with `{date}` or `{slug}`.
    days: BTreeMap<&'static str, String>,
    topics: BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
struct PartView {
    url: String,
    papers: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
}

impl Kind for DataIndex {
    type Id = ();
    type Inputs<'a> = WholeArchive;
    const GROUP: &'static str = OTHER;

    fn plan(planning: &mut Planning<'_>) {
        planning.claim::<DataIndex>(routes::DATA, ());
    }

    fn inputs<'a>((): &(), records: &'a Records<'a>) -> WholeArchive {
        whole_archive(records)
    }

    fn make(all: &WholeArchive, shared: &Shared<'_>) -> Made {
        let data = shared.data();
        let parts = |all: &[Part], extension: &str| {
            let views = all.iter().enumerate().map(|(number, part)| PartView {
                url: shared.absolute(&routes::part(extension, number, all.len())),
                papers: part.papers,
                from: part.from.map(|day| day.to_string()),
                to: part.to.map(|day| day.to_string()),
            });
            views.collect()
        };
        let lists = |listed, cited, folder: &str| {
            let address = |format: Format| shared.absolute(&format!("{folder}.{}", format.extension()));
            formats(listed, cited).map(|format| (format.extension(), address(format))).collect()
        };
        let index = Index {
            version: VERSION,
            title: shared.title(),
            url: shared.base_url(),
            schema: shared.absolute(routes::DATA_SCHEMA),
            newest: all.newest.map(|day| day.to_string()),
            papers: all.counts.papers,
            abstracts: data.abstracts,
            jsonl: parts(&all.lines, "jsonl"),
            bibtex: parts(&all.bibtex, "bib"),
            days: lists(data.days, data.day_citations, "data/days/{date}"),
            topics: lists(data.topics, data.topic_citations, "data/topics/{slug}"),
        };
        export::text(&index).into()
    }
}

pub(super) fn whole_archive(records: &Records<'_>) -> WholeArchive {
    let archive = records.archive;
    let part = |range: &Range<usize>| {
        let papers = parts::papers(archive, range);
        let day = |id: Option<&PaperId>| id.map(|&id| archive.paper(id).date());
        Part { papers: papers.len(), from: day(papers.first()), to: day(papers.last()) }
    };
    WholeArchive {
        newest: archive.newest_date(),
        counts: records.counts(),
        lines: records.outline.lines.iter().map(part).collect(),
        bibtex: records.outline.bibtex.iter().map(part).collect(),
    }
}
