//! The archive as data: published files match the published schema.

use crate::cli::run;
use crate::support::{Built, SOUND, build, copy, fixture, prepare, put, text};
use offprint::Request;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

/// Returns where a value does not match a schema. Supports the parts of JSON Schema that Offprint uses.
fn faults(value: &Value, schema: &Value, root: &Value, place: &str, found: &mut Vec<String>) {
    if let Some(part) = schema["$ref"].as_str().and_then(|part| part.strip_prefix("#/$defs/")) {
        return faults(value, &root["$defs"][part], root, place, found);
    }
    let is = match value {
        Value::String(_) => "string",
        Value::Number(_) => "integer",
        Value::Bool(_) => "boolean",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::Null => "null",
    };
    if schema.get("type").is_some_and(|kind| kind != is)
        || schema.get("const").is_some_and(|only| only != value)
    {
        return found.push(format!("{place}: {value} is not as in {schema}"));
    }
    if schema["format"] == "date" && value.as_str().is_none_or(|day| day.len() != 10) {
        found.push(format!("{place}: {value} is not a day"));
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        faults(item, &schema["items"], root, &format!("{place}/{index}"), found);
    }
    for key in schema["required"].as_array().into_iter().flatten() {
        if value.get(key.as_str().unwrap()).is_none() {
            found.push(format!("{place}: has no {key}"));
        }
    }
    for (key, inner) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(key) {
            Some(known) => faults(inner, known, root, &format!("{place}/{key}"), found),
            None if schema.get("additionalProperties").is_some() => {
                found.push(format!("{place}: {key} is unknown"))
            }
            None => {}
        }
    }
}

#[test]
fn every_data_file_matches_the_schema() {
    for name in SOUND {
        let built = build(&fixture(name), &Request::default());
        let root: Value = serde_json::from_str(text(&built.tree, "data/records.schema.json")).unwrap();
        let (mut found, mut seen) = (Vec::new(), 0);
        for path in built.tree.keys() {
            let part = match path.as_str() {
                "data/papers.jsonl" => "paper",
                "data/index.json" => "index",
                "freshness.json" => "freshness",
                path if path.ends_with(".csl.json") => continue,
                path if path.starts_with("data/days/") && path.ends_with(".json") => "day",
                path if path.starts_with("data/topics/") && path.ends_with(".json") => "topic",
                _ => continue,
            };
            for line in text(&built.tree, path).lines() {
                let value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{path}: {error}"));
                faults(&value, &root["$defs"][part], &root, path, &mut found);
                seen += 1;
            }
        }
        assert_eq!(found, [""; 0], "{name}");
        assert!(seen > 3, "{name}");
    }
}

#[test]
fn all_papers_are_in_the_full_exports_with_unique_keys() {
    let built = build(&fixture("week"), &Request::default());
    let papers = built.prepared.archive.papers.len();
    assert_eq!(text(&built.tree, "data/papers.jsonl").lines().count(), papers);
    let bibtex = text(&built.tree, "data/papers.bib");
    let mut keys: Vec<&str> =
        bibtex.lines().filter_map(|line| line.strip_prefix('@')?.split(['{', ',']).nth(1)).collect();
    assert_eq!(keys.len(), papers);
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), papers);
    // Each day's file has the day's papers, in each format.
    let day = "data/days/2026-03-02";
    let count = built
        .prepared
        .archive
        .days
        .iter()
        .find(|day| day.date.to_string() == "2026-03-02")
        .unwrap()
        .papers
        .len();
    let of = |extension: &str| text(&built.tree, &format!("{day}.{extension}"));
    assert_eq!(of("bib").matches("\n}").count(), count);
    assert_eq!(of("ris").matches("\r\nER  - \r\n").count(), count);
    let items: Value = serde_json::from_str(of("csl.json")).unwrap();
    assert_eq!(items.as_array().unwrap().len(), count);
    assert!(!built.tree.keys().any(|path| path.ends_with("index.md")));
}

#[test]
fn disabled_files_are_not_written() {
    let site = copy(&fixture("week"));
    let settings = fs::read_to_string(site.path().join("site.toml")).unwrap();
    let all = ["papers", "bibtex", "days", "topics", "citations", "llms", "freshness"];
    let off: String = all.iter().map(|key| format!("{key} = false\n")).collect();
    put(
        site.path(),
        "site.toml",
        settings.replace("[feeds]", &format!("[data]\n{off}markdown = true\n\n[feeds]")),
    );
    let built = build(site.path(), &Request::default());
    let data: Vec<&String> = built
        .tree
        .keys()
        .filter(|path| path.starts_with("data/") || path.ends_with(".md") || !path.contains('/'))
        .collect();
    let data: Vec<&str> =
        data.into_iter().map(String::as_str).filter(|path| !path.ends_with(".xml")).collect();
    assert!(data.contains(&"papers/2602.20913/index.md") && data.contains(&"data/index.json"), "{data:#?}");
    assert!(
        !data.iter().any(|path| path.starts_with("data/days") || path.contains("data/papers")),
        "{data:#?}"
    );
    assert!(!data.contains(&"llms.txt") && !data.contains(&"freshness.json"));
}

#[test]
fn an_archive_that_is_exported_and_imported_keeps_its_ids_and_keys() {
    let keys = |bibtex: &str| {
        let keys = bibtex.lines().filter_map(|line| line.strip_prefix('@')?.split(['{', ',']).nth(1));
        let keys = keys.filter(|key| !key.ends_with("own"));
        let mut keys: Vec<String> = keys.map(str::to_owned).collect();
        keys.sort();
        keys
    };
    let mut built = build(&fixture("week"), &Request::default());
    let first = keys(text(&built.tree, "data/papers.bib"));
    for _ in 0..2 {
        let next = tempfile::TempDir::new().unwrap();
        put(next.path(), "site.toml", "title = \"T\"\nbase_url = \"https://example.net/\"\n");
        put(next.path(), "all.bib", text(&built.tree, "data/papers.bib"));
        let (status, said, wrong) = run(next.path(), &["import", "bibtex", "all.bib"]);
        assert_eq!((status, wrong.as_str()), (0, ""), "{said}");
        let again = build(next.path(), &Request::default());
        // One has BibTeX of its own, whose key is its id from then on.
        let ids = |built: &Built| {
            let ids = built.prepared.archive.papers.iter().map(|paper| paper.id.replace("2503.02130", "own"));
            ids.collect::<BTreeSet<_>>()
        };
        assert_eq!(ids(&again), ids(&built));
        assert_eq!(keys(text(&again.tree, "data/papers.bib")), first);
        built = again;
    }
}

#[test]
fn custom_bibtex_is_the_same_on_a_page_and_in_every_file() {
    let site = tempfile::TempDir::new().unwrap();
    put(site.path(), "site.toml", "title = \"T\"\nbase_url = \"https://example.org/\"\n");
    let paper = |id: &str, bibtex: &str| {
        format!(
            "---\nid: {id}\ntitle: T\ndate: 2026-03-05\ntopics: [agents]\nbibtex: \"{bibtex}\"\n---\nAn abstract.\n"
        )
    };
    put(
        site.path(),
        "content/papers/a.md",
        paper("a", "@misc{same, title = {One}, month = {May 3}, title = {Two}}"),
    );
    put(site.path(), "content/papers/b.md", paper("b", "@misc{same,  title = {Kept as it is}}"));
    put(site.path(), "content/papers/c.md", paper("c", "@misc{other, title = {No {end}"));
    let (_, checked) = prepare(site.path(), &Request::default());
    let reported: BTreeSet<&str> = checked.diagnostics.iter().map(|problem| &*problem.id).collect();
    assert!(reported.is_superset(&BTreeSet::from(["bad-bibtex", "taken-key"])), "{reported:?}");
    let built = build(site.path(), &Request::default());
    let (fixed, kept) = (
        "@misc{same-a,\n  title = {One},\n  month = may,\n  x-month = {May 3},\n  x-title = {Two},\n}",
        "@misc{same,  title = {Kept as it is}}",
    );
    for path in ["data/papers.bib", "data/days/2026-03-05.bib", "data/topics/agents.bib"] {
        let file = text(&built.tree, path);
        assert!(
            file.contains(fixed) && file.contains(kept) && file.contains("@misc{2026t-c,"),
            "{path}: {file}"
        );
    }
    assert!(text(&built.tree, "papers/a/index.html").contains(fixed));
    assert!(text(&built.tree, "papers/b/index.html").contains(kept));
    assert!(text(&built.tree, "data/papers.jsonl").contains("\"citation_key\":\"same-a\""));
}
