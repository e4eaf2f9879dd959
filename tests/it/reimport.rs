//! A year of edits: papers are imported, edited, moved and renamed by hand, and imported again with what their source
//! has changed since.
//!
//! Nothing is lost, each conflict is reported once, and the next run writes nothing.

use crate::cli::run;
use crate::support::{put, tree};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const SOURCES: [&str; 7] = ["arxiv", "oai", "hf", "cv-arxiv-daily", "daily-arxiv", "pmlr", "bibtex"];

/// A paper as its source has it.
#[derive(Debug, Clone)]
struct Paper {
    number: usize,
    title: String,
    text: String,
    authors: usize,
    version: u32,
    withdrawn: bool,
}

/// What somebody does to an entry by hand.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Edit {
    title: bool,
    text: bool,
    moved: bool,
    renamed: bool,
    comment: bool,
    topic: bool,
    /// The authors are removed.
    alone: bool,
}

/// What the source does to a paper.
#[derive(Debug, Clone, Copy)]
struct Change {
    title: bool,
    authors: bool,
    withdrawn: bool,
}

fn names(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{} Example", ["Ada", "Bo", "Cy", "Di"][number % 4])).collect()
}

const NOTICE: &str = "This paper has been withdrawn by the authors due to an error in Lemma 3.";

impl Paper {
    fn id(&self) -> String {
        format!("2603.0{:04}", self.number + 1)
    }

    fn text(&self) -> &str {
        if self.withdrawn { NOTICE } else { &self.text }
    }
}

/// Writes the papers as a source has them; returns the arguments of the import.
fn write(folder: &Path, source: &str, papers: &[Paper]) -> Vec<String> {
    let json = |value: serde_json::Value| value.to_string();
    let (name, text) = match source {
        "arxiv" => {
            let entry = |paper: &Paper| {
                let authors: String = names(paper.authors)
                    .iter()
                    .map(|name| format!("<author><name>{name}</name></author>"))
                    .collect();
                format!(
                    "<entry><id>http://arxiv.org/abs/{}v{}</id><updated>2026-0{}-05T00:00:00Z</updated><published>2026-03-05T00:00:00Z</published><title>{}</title><summary>{}</summary>{authors}</entry>",
                    paper.id(),
                    paper.version,
                    paper.version + 3,
                    paper.title,
                    paper.text()
                )
            };
            (
                "a.xml",
                format!(
                    "<feed xmlns=\"http://www.w3.org/2005/Atom\">{}</feed>",
                    papers.iter().map(entry).collect::<String>()
                ),
            )
        }
        "oai" => {
            let line = |paper: &Paper| {
                let versions: Vec<_> = (1..=paper.version).map(|version| serde_json::json!({"version": format!("v{version}"), "created": format!("Thu, 0{} Apr 2026 00:00:00 GMT", version * 7 - 5)})).collect();
                json(
                    serde_json::json!({"id": paper.id(), "title": paper.title, "abstract": paper.text(), "authors_parsed": names(paper.authors).iter().map(|name| name.split(' ').rev().collect::<Vec<_>>()).collect::<Vec<_>>(), "versions": versions}),
                ) + "\n"
            };
            ("a.jsonl", papers.iter().map(line).collect())
        }
        "bibtex" => {
            let entry = |paper: &Paper| {
                format!(
                    "@article{{key{}, title={{{}}}, abstract={{{}}}, author={{{}}}, date={{2026-03-05}}}}\n",
                    paper.number,
                    paper.title,
                    paper.text(),
                    names(paper.authors).join(" and ")
                )
            };
            ("a.bib", papers.iter().map(entry).collect())
        }
        "hf" => {
            let item = |paper: &Paper| serde_json::json!({"paper": {"id": paper.id(), "title": paper.title, "summary": paper.text(), "authors": names(paper.authors).iter().map(|name| serde_json::json!({"name": name})).collect::<Vec<_>>(), "publishedAt": "2026-03-05T00:00:00.000Z", "submittedOnDailyAt": "2026-03-05T00:00:00.000Z"}});
            ("2026-03-05.json", json(papers.iter().map(item).collect()))
        }
        "cv-arxiv-daily" => {
            let rows: serde_json::Map<_, _> = papers
                .iter()
                .map(|paper| {
                    let id = paper.id();
                    let row = format!(
                        "|**2026-03-05**|**{}**|{} et.al.|[{id}](http://arxiv.org/abs/{id})|null|{}|\n",
                        paper.title,
                        names(1)[0],
                        paper.text.repeat(3)
                    );
                    (id, row.into())
                })
                .collect();
            ("a.json", json(serde_json::json!({"SLAM": rows})))
        }
        "daily-arxiv" => {
            let line = |paper: &Paper| {
                json(
                    serde_json::json!({"id": paper.id(), "title": paper.title, "summary": paper.text(), "authors": names(paper.authors)}),
                ) + "\n"
            };
            ("2026-03-05.jsonl", papers.iter().map(line).collect())
        }
        _ => {
            for paper in papers {
                let authors: String = names(paper.authors)
                    .iter()
                    .map(|name| {
                        let (given, family) = name.split_once(' ').unwrap();
                        format!("- given: {given}\n  family: {family}\n")
                    })
                    .collect();
                put(
                    folder,
                    &format!("posts/2026-03-05-p{}.md", paper.number),
                    format!(
                        "---\ntitle: {}\nvolume: '9'\nabstract: {}\nauthor:\n{authors}date: 2026-03-05\n---\n",
                        paper.title,
                        paper.text()
                    ),
                );
            }
            return vec![source.to_owned(), folder.join("posts").to_str().unwrap().to_owned()];
        }
    };
    put(folder, name, text);
    vec![source.to_owned(), folder.join(name).to_str().unwrap().to_owned()]
}

fn import(site: &Path, arguments: &[String]) -> String {
    let mut all = vec!["import"];
    all.extend(arguments.iter().map(String::as_str));
    let (status, stdout, stderr) = run(site, &all);
    assert_eq!((status, stderr.as_str()), (0, ""), "{stdout}");
    stdout
}

/// Returns the entry whose text names a paper, and its path.
fn entry(site: &Path, marker: &str) -> (PathBuf, String) {
    let all = tree(site);
    let mut found =
        all.iter().filter(|(path, _)| path.starts_with("content/papers/")).filter_map(|(path, bytes)| {
            let text = String::from_utf8(bytes.clone()).unwrap();
            text.contains(marker).then(|| (site.join(path), text))
        });
    let one = found.next().unwrap_or_else(|| panic!("no entry has `{marker}`: {:?}", all.keys()));
    assert!(found.next().is_none(), "two entries have `{marker}`");
    one
}

/// Edits an entry by hand.
fn edit(site: &Path, paper: &Paper, edit: Edit) {
    let (path, mut text) = entry(site, &format!("marker{}", paper.number));
    if edit.title {
        text = text.replace(&format!("title: {}", paper.title), &format!("title: {} by hand", paper.title));
    }
    if edit.text {
        text.push_str("Added by hand.\n");
    }
    if edit.comment {
        text = text.replacen("\ndate:", "\n# Seen on paper.\ndate:", 1);
    }
    if edit.topic {
        text = if text.contains("\ntopics:\n") {
            text.replacen("\ntopics:\n", "\ntopics:\n  - by-hand\n", 1)
        } else if text.contains("\ntopics: [") {
            text.replacen("\ntopics: [", "\ntopics: [by-hand, ", 1)
        } else {
            text.replacen("\ndate:", "\ntopics:\n  - by-hand\ndate:", 1)
        };
    }
    if edit.alone {
        let is_author =
            |line: &&str| *line == "authors:" || line.ends_with(" Example") || *line == "  - and others";
        text = text.lines().filter(|line| !is_author(line)).map(|line| format!("{line}\n")).collect();
    }
    if edit.renamed {
        let id = text.lines().find(|line| line.starts_with("id: ")).unwrap().to_owned();
        let arxiv = if id.contains("2603.") {
            format!("links:\n  arxiv: \"{}\"\n", paper.id())
        } else {
            String::new()
        };
        // An id that the source does not know needs another name that it knows.
        if !arxiv.is_empty() || text.contains("citation_key: ") {
            text = text.replacen(&format!("{id}\n"), &format!("id: own-name-{}\n{arxiv}", paper.number), 1);
        }
    }
    fs::remove_file(&path).unwrap();
    let new = match edit.moved {
        true => site.join(format!("content/papers/elsewhere/own-{}.md", paper.number)),
        false => path,
    };
    fs::create_dir_all(new.parent().unwrap()).unwrap();
    fs::write(new, text).unwrap();
}

fn edits() -> impl Strategy<Value = Edit> {
    any::<[bool; 7]>().prop_map(|[title, text, moved, renamed, comment, topic, alone]| Edit {
        title,
        text,
        moved,
        renamed,
        comment,
        topic,
        alone,
    })
}

fn changes() -> impl Strategy<Value = Change> {
    any::<(bool, bool, bool)>().prop_map(|(title, authors, withdrawn)| Change { title, authors, withdrawn })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn edits_and_changes_meet_without_a_loss(source in 0..SOURCES.len(), all in proptest::collection::vec((edits(), changes()), 1..4)) {
        let source = SOURCES[source];
        let (site, folder) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        let site = site.path();
        put(site, "site.toml", "title = \"T\"\nbase_url = \"https://example.org/\"\n");
        let mut papers: Vec<Paper> = (0..all.len())
            .map(|number| Paper {
                number,
                title: format!("A title of number {number}"),
                text: format!("We prove marker{number} in three steps, of which the first two are easy and the third takes more room."),
                authors: 2,
                version: 1,
                withdrawn: false,
            })
            .collect();
        let arguments = write(folder.path(), source, &papers);
        import(site, &arguments);
        for (paper, (own, _)) in papers.iter().zip(&all) {
            edit(site, paper, *own);
        }
        let said = import(site, &arguments);
        prop_assert!(said.contains(" 0 added, 0 updated,") && said.contains("; 0 files written"), "{}: {}", source, said);
        // A row of cv-arxiv-daily repeats the text.
        let has_withdrawals = source != "cv-arxiv-daily";
        for (paper, (_, change)) in papers.iter_mut().zip(&all) {
            if change.title {
                paper.title = format!("A corrected title of number {}", paper.number);
            }
            paper.authors += usize::from(change.authors);
            paper.withdrawn = change.withdrawn && has_withdrawals;
            paper.version += u32::from(change.title || change.authors || paper.withdrawn);
        }
        let arguments = write(folder.path(), source, &papers);
        let said = import(site, &arguments);
        let conflicts = all.iter().filter(|(own, change)| own.title && change.title).count();
        prop_assert!(said.contains(" 0 added,"), "{}: {}", source, said);
        prop_assert_eq!(said.matches("conflict in").count(), conflicts, "{}: {}", source, said);
        for (paper, (own, change)) in papers.iter().zip(&all) {
            let (path, text) = entry(site, &format!("marker{}", paper.number));
            let title = match (own.title, change.title) {
                (true, _) => format!("title: A title of number {} by hand\n", paper.number),
                (false, _) => format!("title: {}\n", paper.title),
            };
            prop_assert!(text.contains(&title), "{}: {}", source, text);
            prop_assert_eq!(text.contains("Added by hand."), own.text, "{}", text);
            prop_assert_eq!(text.contains("# Seen on paper."), own.comment, "{}", text);
            prop_assert_eq!(text.contains("withdrawn:"), paper.withdrawn, "{}", text);
            prop_assert_eq!(path.to_str().unwrap().contains("elsewhere"), own.moved);
            prop_assert_eq!(text.contains("by-hand"), own.topic, "{}", text);
            let has_more = change.authors && source != "cv-arxiv-daily" && !own.alone;
            prop_assert_eq!(text.contains("Cy Example"), has_more, "{}", text);
            prop_assert_eq!(text.contains("authors:"), !own.alone, "{}", text);
        }
        let before = tree(site);
        let said = import(site, &arguments);
        prop_assert!(!said.contains("conflict in") && said.contains("; 0 files written"), "{}: {}", source, said);
        prop_assert_eq!(before, tree(site));
        let (status, stdout, _) = run(site, &["check", "--format", "json"]);
        prop_assert_eq!(status, 0, "{}", stdout);
    }
}
