//! What there is and how new it is: for programs in JSON, for language models in `llms.txt`.

use super::files::json;
use super::{Export, VERSION, one_line};
use crate::archive::PaperId;
use crate::site::plan::{Format, parts, routes};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

/// `/data/index.json`: where to begin.
#[derive(Serialize)]
struct Index<'a> {
    version: u32,
    title: &'a str,
    url: &'a str,
    schema: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    newest: Option<String>,
    papers: usize,
    /// Whether lines hold abstracts.
    abstracts: bool,
    /// All papers as JSON lines and as BibTeX, each in as many files as it takes, oldest papers first.
    jsonl: Vec<Part>,
    bibtex: Vec<Part>,
    /// Addresses of each day's and topic's files by format, with `{date}` or `{slug}` in them.
    days: BTreeMap<&'static str, String>,
    topics: BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
struct Part {
    url: String,
    papers: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
}

/// `/freshness.json`: a function of the archive alone, so that it says when something came and not when it was built.
#[derive(Serialize)]
struct Freshness<'a> {
    version: u32,
    program: &'static str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    newest: Option<String>,
    papers: usize,
    days: usize,
    topics: usize,
    authors: usize,
    organizations: usize,
    feeds: Vec<Feed>,
}

#[derive(Serialize)]
struct Feed {
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    newest: Option<String>,
}

impl Export<'_> {
    pub(super) fn index(&self) -> String {
        let (plan, data) = (self.plan, self.plan.data);
        let parts = |all: &[Range<usize>], extension: &str| {
            let part = |(number, range): (usize, &Range<usize>)| {
                let papers = parts::papers(self.archive, range);
                let day = |id: Option<&PaperId>| id.map(|&id| self.archive.paper(id).day().to_string());
                let url = self.absolute(&routes::part(extension, number, all.len()));
                Part { url, papers: papers.len(), from: day(papers.first()), to: day(papers.last()) }
            };
            all.iter().enumerate().map(part).collect()
        };
        let lists = |listed, cited, folder: &str| {
            let formats = plan.formats(listed, cited).into_iter();
            let address = |format: Format| self.absolute(&format!("{folder}.{}", format.extension()));
            formats.map(|format| (format.extension(), address(format))).collect()
        };
        json(&Index {
            version: VERSION,
            title: &self.site.title,
            url: self.site.url(),
            schema: self.absolute(routes::DATA_SCHEMA),
            newest: self.archive.newest().map(|day| day.to_string()),
            papers: self.archive.papers.len(),
            abstracts: data.abstracts,
            jsonl: parts(&plan.lines, "jsonl"),
            bibtex: parts(&plan.bibtex, "bib"),
            days: lists(data.days, data.day_citations, "data/days/{date}"),
            topics: lists(data.topics, data.topic_citations, "data/topics/{slug}"),
        })
    }

    pub(super) fn freshness(&self) -> String {
        let (archive, site) = (self.archive, self.site);
        let newest = archive.newest().map(|day| day.to_string());
        let mut feeds = vec![Feed { url: self.absolute(routes::FEED), newest: newest.clone() }];
        if site.feeds.days {
            feeds.push(Feed { url: self.absolute(routes::DIGEST), newest: newest.clone() });
        }
        let mut add = |list: &str, slug: &str, papers: &[PaperId]| {
            let url = self.absolute(&routes::feed_of(&routes::member(list, slug)));
            let newest = papers.first().map(|&id| archive.paper(id).day().to_string());
            feeds.push(Feed { url, newest });
        };
        if site.pages.topics && site.feeds.topics {
            archive.topics.iter().for_each(|topic| add(routes::TOPICS, &topic.slug, &topic.papers));
        }
        if site.pages.organizations && site.feeds.organizations {
            archive.organizations.iter().for_each(|own| add(routes::ORGANIZATIONS, &own.slug, &own.papers));
        }
        json(&Freshness {
            version: VERSION,
            program: concat!("Offprint ", env!("CARGO_PKG_VERSION")),
            url: site.url(),
            newest,
            papers: archive.papers.len(),
            days: archive.days.len(),
            topics: archive.topics.len(),
            authors: archive.people.len(),
            organizations: archive.organizations.len(),
            feeds,
        })
    }

    /// What there is, in the form of llmstxt.org: a heading, a quote, lists of links.
    pub(super) fn llms(&self) -> String {
        /// Topics named.
        const TOPICS: usize = 40;
        let (archive, site, plan) = (self.archive, self.site, self.plan);
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _ = writeln!(out, "# {}\n", on_one_line(&site.title));
        if !site.description.is_empty() {
            let _ = writeln!(out, "> {}\n", on_one_line(&site.description));
        }
        let _ = write!(out, "An archive of {} papers on {} days", archive.papers.len(), archive.days.len());
        let _ = match archive.newest() {
            Some(day) => writeln!(out, "; the newest day is {day}.\n"),
            None => writeln!(out, ".\n"),
        };
        let mut link = |label: &str, address: &str, about: &str| {
            let label = label_of(label);
            let _ = writeln!(out, "- [{label}]({}): {about}", self.absolute(address));
        };
        if let Some(day) = archive.newest() {
            link("Latest day", &routes::day(day), "its papers, most votes first");
        }
        if site.pages.archive {
            link(
                "Archive",
                routes::ARCHIVE,
                "every day; a day's page is days/YYYY-MM-DD/, a paper's papers/ID/",
            );
        }
        if site.data.markdown {
            link("Papers as markdown", "papers/ID/index.md", "put a paper's id in the place of ID");
        }
        link("Feed", routes::FEED, "the newest papers as RSS");
        link("Data", routes::DATA, "every file of data and its schema");
        for (all, extension, about) in [
            (&plan.lines, "jsonl", "all papers, JSON, one a line"),
            (&plan.bibtex, "bib", "all papers, BibTeX"),
        ] {
            for part in 0..all.len() {
                let path = routes::part(extension, part, all.len());
                link(path.trim_start_matches("data/"), &path, about);
            }
        }
        if site.pages.topics && !archive.topics.is_empty() {
            out.push_str("\n## Topics\n\n");
            for id in archive.largest_topics(TOPICS) {
                let topic = archive.topic(id);
                let name = label_of(&topic.name);
                let url = self.absolute(&routes::member(routes::TOPICS, &topic.slug));
                let _ = writeln!(out, "- [{name}]({url}): {} papers", topic.papers.len());
            }
        }
        out
    }
}

/// Returns a text as the label of a link in markdown.
fn label_of(text: &str) -> String {
    on_one_line(&text.replace(['[', ']', '\\'], " "))
}

fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    one_line(text, &mut line);
    line
}
