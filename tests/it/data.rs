//! The archive as data: what is published keeps its own schema.

use crate::support::{SOUND, build, copy, fixture, put, text};
use offprint::Request;
use serde_json::Value;
use std::fs;

/// Says where a value is not what a schema says, for as much of JSON Schema as ours uses.
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
        found.push(format!("{place}: {value} is no day"));
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
fn every_file_of_data_keeps_the_schema() {
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
fn all_papers_are_in_the_files_of_all_and_each_under_a_key_of_its_own() {
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
fn what_is_not_wanted_is_not_there() {
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
