//! A key of a paper is declared once, in `src/content/keys.rs`: every part derived from the declaration has the key.

use crate::support::{build, put, text};
use offprint::archive::diff::Changes;
use offprint::content::{Form, InData, KEYS, PLAIN_KEYS, schema};
use offprint::source::Sources;
use offprint::{Prepared, Request};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const SITE: &str = "title = \"T\"\nbase_url = \"https://example.org/\"\n";

/// Returns a value of a key, as written.
pub fn sample(key: &str) -> String {
    match PLAIN_KEYS.iter().find(|plain| plain.key == key).map(|plain| plain.form) {
        Some(Form::Text) => format!("Value of {key}"),
        Some(Form::Choice(words)) => words[0].to_owned(),
        Some(Form::Key) => format!("valueOf{key}"),
        Some(Form::Date) => "2026-03-05".to_owned(),
        Some(Form::List) => format!("[\"Value of {key}\"]"),
        Some(Form::Address) => format!("https://example.org/{key}"),
        None => match key {
            "title" | "summary" | "abstract" | "organization" | "withdrawn" => "Other text",
            "authors" | "editors" => "[Ada Byron]",
            "author_count" | "upvotes" | "comments" | "stars" => "7",
            "date" => "2026-03-05",
            "lang" => "fr",
            "links" => "{code: \"https://example.org/code\"}",
            "bibtex" => "\"@misc{a, title = {T}}\"",
            "aliases" => "[old/]",
            "extra" => "{more: true}",
            _ => panic!("write a value of `{key}` here"),
        }
        .to_owned(),
    }
}

/// Returns a site in which each key has a paper of its own, with a value of the key if `is_there`.
fn one_by_one(is_there: bool) -> Prepared {
    let papers = KEYS.iter().filter(|key| !["id", "draft"].contains(&key.key)).map(|key| {
        let mut entry = BTreeMap::from([
            ("title", "On parity".to_owned()),
            ("date", "2026-03-04".to_owned()),
            ("abstract", "Some text.".to_owned()),
        ]);
        if is_there {
            entry.insert(key.key, sample(key.key));
        }
        let entry: String = entry.iter().map(|(key, value)| format!("{key}: {value}\n")).collect();
        (format!("content/papers/{}.yaml", key.key), entry)
    });
    let files = papers.chain([("site.toml".to_owned(), SITE.to_owned())]);
    let sources = Sources::in_memory(files.map(|(path, text)| (path, text.into_bytes())));
    let checked = offprint::prepare(&sources, &Request::default(), &());
    assert!(checked.diagnostics.iter().all(|problem| !problem.is_error()), "{:#?}", checked.diagnostics);
    checked.value.unwrap()
}

#[test]
fn an_edit_of_any_key_changes_the_digest_and_is_named_as_a_difference() {
    let (old, new) = (one_by_one(false), one_by_one(true));
    let changes = Changes::between(&old.archive, &new.archive);
    let named: BTreeMap<&str, String> =
        changes.changed.iter().map(|(paper, fields)| (paper.id.as_str(), fields.join(" "))).collect();
    let expected = KEYS.iter().filter(|key| !["id", "draft"].contains(&key.key)).map(|key| {
        let name = match key.key {
            "author_count" => "authors",
            "upvotes" | "comments" | "stars" => "votes",
            key => key,
        };
        (key.key, name.to_owned())
    });
    assert_eq!(named, expected.collect());
    for (paper, _) in changes.changed {
        let before = old.archive.papers.iter().find(|before| before.id == paper.id).unwrap();
        let after = new.archive.papers.iter().find(|after| after.id == paper.id).unwrap();
        assert_ne!(before.digest, after.digest, "{}", paper.id);
    }
}

#[test]
fn a_plain_key_is_in_every_schema_export_and_page_that_its_declaration_names() {
    let site = tempfile::TempDir::new().unwrap();
    let keys: String =
        PLAIN_KEYS.iter().map(|plain| format!("{}: {}\n", plain.key, sample(plain.key))).collect();
    put(site.path(), "site.toml", SITE);
    put(site.path(), "content/papers/x.yaml", format!("title: T\ndate: 2026-03-04\nabstract: A\n{keys}"));
    let tree = build(site.path(), &Request::default()).tree;
    let json = |text: &str| -> Value { serde_json::from_str(text).unwrap() };
    let line = json(text(&tree, "data/papers.jsonl"));
    let listed = json(text(&tree, "data/days/2026-03-04.json"))["papers"][0].clone();
    let of_data = json(text(&tree, "data/records.schema.json"))["$defs"]["paper"]["properties"].clone();
    let of_entries = json(&schema::text(Some("paper")))["properties"].clone();
    let page = text(&tree, "papers/x/index.html");
    for key in KEYS {
        assert_eq!(of_entries[key.key]["description"], key.about, "{}", key.key);
    }
    for plain in PLAIN_KEYS {
        let (key, sample) = (plain.key, sample(plain.key));
        let value = match plain.form {
            Form::List => json(&sample),
            Form::Text | Form::Date | Form::Address | Form::Choice(_) | Form::Key => json!(sample),
        };
        if let Some((shown, _, about)) = plain.data {
            assert_eq!(of_data[key]["description"], about, "{key}");
            assert_eq!(line[key], value, "{key}");
            assert_eq!(listed.get(key), (shown == InData::Lists).then_some(&value), "{key}");
        }
        let shown = if key == "type" { "Journal article" } else { &sample };
        assert!(plain.word.is_none() || page.contains(&format!("<dd><bdi>{shown}</bdi>")), "{key}");
    }
}
