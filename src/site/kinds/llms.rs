//! `llms.txt`: an overview for language models, in the format of llmstxt.org.

use super::data_index::{WholeArchive, whole_archive};
use super::*;
use crate::site::export::one_line;

pub struct Llms;

const TOPICS: usize = 40;

inputs! {
    pub struct Summary<'a> {
        archive: WholeArchive,
        topics: Vec<Counted<TopicInput<'a>>>,
    }
}

impl Kind for Llms {
    type Id = ();
    type Inputs<'a> = Summary<'a>;
    const GROUP: &'static str = OTHER;
    const SWITCHES: &'static [Switch] = &[Switch { setting: "[data] llms", is_on: |site| site.data.llms }];

    fn plan(planning: &mut Planning<'_>) {
        planning.claim_unless_static::<Llms>(routes::LLMS, ());
    }

    fn inputs<'a>((): &(), records: &'a Records<'a>) -> Summary<'a> {
        let topics = records.archive.largest_topics(TOPICS).into_iter();
        Summary {
            archive: whole_archive(records),
            topics: topics.map(|id| records.counted_topic(id)).collect(),
        }
    }

    fn make(Summary { archive, topics }: &Summary<'_>, shared: &Shared<'_>) -> Made {
        let mut out = String::new();
        let _ = writeln!(out, "# {}\n", on_one_line(shared.title()));
        if !shared.description().is_empty() {
            let _ = writeln!(out, "> {}\n", on_one_line(shared.description()));
        }
        let counts = &archive.counts;
        let newest = archive.newest.and_then(PartialDate::day);
        let _ = write!(out, "An archive of {} papers", counts.papers);
        if counts.days > 0 || counts.papers == 0 {
            let _ = write!(out, " on {} days", counts.days);
        }
        let _ = match newest {
            Some(day) => writeln!(out, "; the newest day is {day}.\n"),
            None => writeln!(out, ".\n"),
        };
        let mut link = |label: &str, address: &str, about: &str| {
            let label = label_of(label);
            let _ = writeln!(out, "- [{label}]({}): {about}", shared.absolute(address));
        };
        if let Some(day) = newest {
            link("Latest day", &routes::day(day), "its papers, most votes first");
        }
        if shared.pages().archive {
            link(
                "Archive",
                routes::ARCHIVE,
                "every day; a day's page is days/YYYY-MM-DD/, a paper's papers/ID/",
            );
        }
        if shared.has_markdown() {
            link("Papers as markdown", "papers/ID/index.md", "put a paper's id in the place of ID");
        }
        link("Feed", routes::FEED, "the newest papers as RSS");
        link("Data", routes::DATA, "every file of data and its schema");
        for (all, extension, about) in [
            (&archive.lines, "jsonl", "all papers, JSON, one a line"),
            (&archive.bibtex, "bib", "all papers, BibTeX"),
        ] {
            for part in 0..all.len() {
                let path = routes::part(extension, part, all.len());
                link(path.trim_start_matches("data/"), &path, about);
            }
        }
        if shared.pages().topics && !topics.is_empty() {
            out.push_str("\n## Topics\n\n");
            for Counted { name: topic, count } in topics {
                let name = label_of(topic.name());
                let url = shared.absolute(&routes::member(routes::TOPICS, topic.slug()));
                let _ = writeln!(out, "- [{name}]({url}): {count} papers");
            }
        }
        out.into()
    }
}

fn label_of(text: &str) -> String {
    on_one_line(&text.replace(['[', ']', '\\'], " "))
}

fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    one_line(text, &mut line);
    line
}
