//! An archive in two revisions that differ in many papers.

#![expect(clippy::disallowed_methods, reason = "tests read and write folders of their own")]

use crate::support::{Tree, put, tree};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use xxhash_rust::xxh3::xxh3_64;

const TOPICS: [&str; 12] = [
    "agents",
    "vision",
    "speech",
    "robotics",
    "theory",
    "data",
    "safety",
    "retrieval",
    "video",
    "code",
    "graphs",
    "proofs",
];

/// Builds the next revision of a site, in which papers of the last one may be missing.
pub const BUILD: [&str; 2] = ["build", "--allow-removals"];

/// A pseudorandom value of a seed and a number.
pub fn random(seed: u64, number: u64) -> u64 {
    xxh3_64(&[seed.to_le_bytes(), number.to_le_bytes()].concat())
}

/// Returns the files of a site of about that many papers: half of them one markdown file each, half in one YAML file
/// a day. In the second revision a tenth is edited, given other topics, moved to another day, removed or added each.
pub fn revision(papers: u64, is_second: bool) -> Tree {
    let mut files = Tree::new();
    let mut days = std::collections::BTreeMap::<u64, String>::new();
    files.insert(
        "site.toml".to_owned(),
        b"title = \"An archive\"\nbase_url = \"https://example.org/archive/\"\n".to_vec(),
    );
    for n in 0..papers {
        let change = match random(1, n) % 10 {
            change @ 0..5 if is_second => change,
            // What the second revision adds is not in the first.
            4 => continue,
            _ => 9,
        };
        if change == 3 {
            continue;
        }
        let topic = TOPICS[((random(2, n) + u64::from(change == 1)) % 12) as usize];
        let other = TOPICS[(random(3, n) % 12) as usize];
        let day = (n / 40 + u64::from(change == 2)) % 56;
        let paper = Paper {
            n,
            author: random(4, n) % 300,
            topics: if other == topic { topic.to_owned() } else { format!("{topic}, {other}") },
            text: if change == 0 { "An edited sentence, and another.\n" } else { "A sentence.\n" },
        };
        match n % 2 {
            0 => _ = files.insert(format!("content/papers/2026/p{n}.md"), paper.markdown(day).into_bytes()),
            _ => days.entry(day).or_default().push_str(&paper.yaml()),
        }
    }
    for (day, text) in days {
        let text = format!("date: {}\npapers:\n{text}", date(day));
        files.insert(format!("content/papers/{}.yaml", date(day)), text.into_bytes());
    }
    files
}

/// Changes a site to these files. Writes only what differs, as a checkout does.
pub fn check_out(site: &Path, files: &Tree) {
    let there = if site.join("content").is_dir() { tree(&site.join("content")) } else { Tree::new() };
    for (path, _) in there {
        let path = format!("content/{path}");
        if !files.contains_key(&path) {
            fs::remove_file(site.join(path)).unwrap();
        }
    }
    for (path, bytes) in files {
        if fs::read(site.join(path)).ok().as_ref() != Some(bytes) {
            put(site, path, bytes);
        }
    }
}

struct Paper {
    n: u64,
    author: u64,
    topics: String,
    text: &'static str,
}

impl Paper {
    fn markdown(&self, day: u64) -> String {
        let Paper { n, author, topics, text } = self;
        let date = date(day);
        format!(
            "---\nid: p{n}\ntitle: \"Paper {n}\"\nauthors: [Author {author}]\ndate: {date}\ntopics: [{topics}]\n---\n\n{text}"
        )
    }

    fn yaml(&self) -> String {
        let Paper { n, author, topics, text } = self;
        let mut item = String::new();
        let _ = writeln!(item, "  - id: p{n}\n    title: \"Paper {n}\"\n    authors: [Author {author}]");
        let _ = write!(item, "    topics: [{topics}]\n    abstract: {text}");
        item
    }
}

fn date(day: u64) -> String {
    format!("2026-{:02}-{:02}", 1 + day / 28, 1 + day % 28)
}
