//! The corpus of hostile texts in `tests/data/payloads/`, which the browser tests in `tests/browser/hostile.mjs` read
//! too.

#![expect(clippy::disallowed_methods, reason = "tests read their samples")]

use crate::oracles;
use crate::support::repository;
use rayon::prelude::*;
use std::collections::HashSet;
use std::fs;

/// A hostile text.
#[derive(Debug, Clone)]
pub struct Payload {
    /// File and line: `own/math:12`.
    pub name: String,
    pub text: String,
}

/// Returns every payload, by file and line. Each line of a file is a JSON string.
pub fn all() -> Vec<Payload> {
    let folder = repository("tests/data/payloads");
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "jsonl"));
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
        for (number, line) in fs::read_to_string(&file).unwrap().lines().enumerate() {
            let name = format!("{stem}:{}", number + 1);
            let text = serde_json::from_str(line).unwrap_or_else(|error| panic!("{name}: {error}"));
            all.push(Payload { name, text });
        }
    }
    all
}

/// Returns a text as a scalar of YAML.
fn scalar(text: &str) -> String {
    let escaped = |char: char| match char {
        '"' | '\\' => format!("\\{char}"),
        ' '..='~' => char.to_string(),
        _ => format!("\\U{:08x}", u32::from(char)),
    };
    format!("\"{}\"", text.chars().map(escaped).collect::<String>())
}

/// The fields that hold text, all at once, as front matter.
fn front(id: &str, text: &str) -> String {
    let value = scalar(text);
    let bibtex = scalar(&format!("@misc{{k, title = {{{text}}}}}"));
    format!(
        "id: {id}\ndate: 2026-03-05\ntitle: {value}\nauthors: [{value}, {{name: {value}, affiliation: {value}}}]\n\
         organization: {{handle: {value}, name: {value}}}\ntopics: [{value}]\nkeywords: [{value}]\nsummary: {value}\nabstract: {value}\n\
         bibtex: {bibtex}\nvenue: {value}\nlicense: {value}\nsubmitted_by: {value}\nwithdrawn: {{reason: {value}}}\n\
         links: {{other: [{{label: {value}, url: \"https://evil.example/a\"}}]}}\nextra: {{{value}: {value}, a: [{value}]}}\n"
    )
}

/// The other fields, a line each; most payloads are refused in them.
fn others(text: &str) -> Vec<String> {
    let value = scalar(text);
    let links = "arxiv doi pdf html code project data model demo video slides poster"
        .split(' ')
        .map(|key| format!("links: {{{key}: {value}}}"));
    let keys =
        "id date published updated lang bibtex thumbnail".split(' ').map(|key| format!("{key}: {value}"));
    let rest = [
        format!("aliases: [{value}]"),
        format!("authors: [{{name: Ada Byron, url: {value}}}]"),
        format!("authors: [{{name: Ada Byron, orcid: {value}}}]"),
        format!("organization: {{name: A lab, url: {value}}}"),
        format!("links: {{other: [{{label: x, url: {value}}}]}}"),
        format!("links: {{pdf: {}}}", scalar(&format!("https://evil.example/{text}"))),
        format!("aliases: [{}]", scalar(&format!("old/{text}"))),
    ];
    links.chain(keys).chain(rest).collect()
}

/// Returns a file of an entry for each line.
fn many(id: &str, lines: &[String]) -> String {
    let item = |(number, line): (usize, &String)| {
        let key = line.split(':').next().unwrap_or_default();
        let fields = [
            ("id", format!("{id}-{number}")),
            ("date", "2026-03-05".to_owned()),
            ("title", "T".to_owned()),
            ("abstract", "x".to_owned()),
        ];
        let fields: Vec<String> = fields
            .iter()
            .filter(|(name, _)| *name != key)
            .map(|(name, value)| format!("{name}: {value}"))
            .chain([line.clone()])
            .collect();
        format!("  - {}\n", fields.join("\n    "))
    };
    format!("papers:\n{}", lines.iter().enumerate().map(item).collect::<String>())
}

#[test]
fn there_are_more_than_a_thousand_payloads_each_once() {
    let all = all();
    let texts: HashSet<&str> = all.iter().map(|each| each.text.as_str()).collect();
    assert!(all.len() > 2000 && texts.len() == all.len(), "{} of {}", texts.len(), all.len());
}

#[test]
fn every_payload_in_every_field_is_refused_or_harmless() {
    let wrong: Vec<String> = all()
        .par_iter()
        .filter_map(|Payload { name, text }| {
            let entry = format!("---\n{}---\n{text}\n", front("x", text));
            let files = [("content/papers/x.md", entry), ("content/papers/a.yaml", many("a", &others(text)))];
            let found = files.iter().try_for_each(|(path, file)| {
                std::panic::catch_unwind(|| oracles::papers(path, file))
                    .map(|_| ())
                    .map_err(|_| format!("{name} in {path}: {text:?}"))
            });
            found.err()
        })
        .collect();
    assert!(wrong.is_empty(), "{} payloads: {wrong:#?}", wrong.len());
}

/// Every twelfth: `tests/browser/hostile.mjs` opens the pages of all.
#[test]
fn a_site_full_of_payloads_is_safe_in_every_file() {
    let mut site = String::new();
    let mut topics = "=== content/topics.yaml\n".to_owned();
    let mut organizations = "=== content/organizations.yaml\n".to_owned();
    let mut authors = "=== content/authors.yaml\n".to_owned();
    for (number, Payload { text, .. }) in all().iter().step_by(12).enumerate() {
        let value = scalar(text);
        site.push_str(&format!(
            "=== content/papers/x{number}.yaml\npapers:\n  - {}\n",
            front(&format!("x{number}"), text).trim_end().replace('\n', "\n    ")
        ));
        site.push_str(&format!(
            "=== content/papers/a{number}.yaml\n{}",
            many(&format!("a{number}"), &others(text))
        ));
        topics.push_str(&format!("t{number}: {{name: {value}, description: {value}, parent: {value}}}\n"));
        organizations.push_str(&format!("o{number}: {{name: {value}, url: {value}, logo: {value}}}\n"));
        authors.push_str(&format!(
            "n{number}: {{name: Ada {number}, aliases: [{value}], orcid: {value}, url: {value}}}\n"
        ));
        let using = format!("organization: o{number}\n    topics: [t{number}]\n    authors: [Ada {number}]");
        site.push_str(&format!(
            "=== content/papers/v{number}.yaml\n{}",
            many(&format!("v{number}"), &[using])
        ));
    }
    oracles::site([site, topics, organizations, authors].concat().as_bytes());
}
