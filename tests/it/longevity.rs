//! Every later version builds `tests/sites/version-*` and keeps the promises of that version.
//!
//! Promises are what others rely on, not the bytes of pages: paths, anchors, ids of feed items, redirects, citation
//! keys and data.

use crate::cli::run;
use crate::support::{build, copy, fixture, put, repository};
use offprint::Request;
use offprint::content::PLAIN_KEYS;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The sites with their versions, such as `0.1`.
fn sites() -> Vec<(PathBuf, String)> {
    let mut sites: Vec<(PathBuf, String)> = fs::read_dir(repository("tests/sites"))
        .unwrap()
        .filter_map(|entry| {
            let path = entry.unwrap().path();
            let version = path.file_name()?.to_str()?.strip_prefix("version-")?.to_owned();
            Some((path, version))
        })
        .collect();
    sites.sort();
    assert!(sites.iter().any(|(_, version)| version == "0.1"), "the site of version 0.1 is kept for ever");
    sites
}

/// Returns whether a site belongs to this version, which may still change it.
fn is_own(version: &str) -> bool {
    version == offprint::config::version::series()
}

/// Everything that a site promises with its output.
fn promises(site: &Path) -> Value {
    let tree = build(site, &Request::default()).tree;
    let text = |path: &str| std::str::from_utf8(&tree[path]).unwrap();
    let with = |end: &'static str| tree.keys().map(String::as_str).filter(move |path| path.ends_with(end));
    // Not promises: assets are named by their hash, the search index belongs to its script, the manifest to builds.
    let is_linked = |path: &&String| {
        let is_index = path.starts_with("search/") && path.ends_with(".bin");
        !path.starts_with("assets/") && !is_index && *path != ".offprint"
    };
    let paths: Vec<&String> = tree.keys().filter(is_linked).collect();

    let headings = headings(site);
    let (mut places, mut redirects) = (Map::new(), Map::new());
    for path in with(".html") {
        let page = scraper::Html::parse_document(text(path));
        let select = |css: &str| scraper::Selector::parse(css).unwrap();
        let ids: Vec<&str> = page
            .select(&select("h1[id], h2[id], h3[id], h4[id], h5[id], h6[id]"))
            .filter(|heading| headings.contains(heading.text().collect::<String>().trim()))
            .filter_map(|heading| heading.value().id())
            .collect();
        if !ids.is_empty() {
            places.insert(path.to_owned(), json!(ids));
        }
        if let Some(refresh) = page.select(&select("meta[http-equiv=refresh]")).next() {
            let (_, target) = refresh.attr("content").unwrap().split_once("url=").unwrap();
            redirects.insert(path.to_owned(), target.into());
        }
    }

    let mut items = Map::new();
    for path in with(".xml") {
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
        let document = roxmltree::Document::parse_with_options(text(path), options).unwrap();
        let guids: Vec<&str> = document
            .descendants()
            .filter(|node| node.has_tag_name("guid"))
            .filter_map(|node| node.text())
            .collect();
        if !guids.is_empty() {
            items.insert(path.to_owned(), json!(guids));
        }
    }

    let keys = text("data/papers.bib").lines().filter_map(|line| line.strip_prefix('@')?.split_once('{'));
    let keys: Vec<&str> = keys.filter_map(|(_, entry)| entry.split(',').next()).collect();

    let mut data = Map::new();
    // The papers for the reader are for the script of the same build only.
    for path in with(".json").filter(|path| !path.contains("schema") && !path.starts_with("for-you/")) {
        let mut value: Value = serde_json::from_str(text(path)).unwrap();
        if let Some(object) = value.as_object_mut() {
            // It names the program that built the site.
            object.remove("program");
        }
        data.insert(path.to_owned(), value);
    }
    for path in with(".jsonl") {
        let lines: Vec<Value> = text(path).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        data.insert(path.to_owned(), lines.into());
    }
    json!({ "paths": paths, "places": places, "redirects": redirects, "items": items, "citation_keys": keys, "data": data })
}

/// The headings that entries and pages of a site have in their texts.
fn headings(site: &Path) -> BTreeSet<String> {
    let files = crate::support::tree(&site.join("content"));
    let texts = files
        .iter()
        .filter(|(path, _)| path.ends_with(".md"))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes));
    texts
        .flat_map(|text| {
            let lines = text.lines().filter_map(|line| line.strip_prefix("##"));
            lines.map(|line| line.trim_start_matches('#').trim().to_owned()).collect::<Vec<_>>()
        })
        .collect()
}

/// Finds broken promises of `old` in `new`: a missing key or item, or another value. New keys, and new items between
/// others, are allowed.
fn broken(path: &str, old: &Value, new: &Value, found: &mut Vec<String>) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            for (key, old) in old {
                match new.get(key) {
                    Some(new) => broken(&format!("{path}.{key}"), old, new, found),
                    None => found.push(format!("{path}.{key} is missing")),
                }
            }
        }
        (Value::Array(old), Value::Array(new)) => {
            let mut rest = new.iter();
            for (at, old) in old.iter().enumerate() {
                // Items keep their order.
                let is_kept = rest.any(|new| {
                    let mut inside = Vec::new();
                    broken("", old, new, &mut inside);
                    inside.is_empty()
                });
                if !is_kept {
                    found.push(format!("{path}[{at}] is missing or changed: {old}"));
                    return;
                }
            }
        }
        _ if old == new => {}
        _ => found.push(format!("{path} was {old}, and is {new}")),
    }
}

#[test]
fn a_promise_is_broken_by_removals_and_changes_but_not_by_additions() {
    let old = json!({ "a": 1, "list": [{ "id": "x" }, { "id": "y" }], "text": "t" });
    let differs = |new: Value| {
        let mut found = Vec::new();
        broken("", &old, &new, &mut found);
        found
    };
    let none: [&str; 0] = [];
    assert_eq!(
        differs(
            json!({ "a": 1, "b": 2, "list": [{ "id": "w" }, { "id": "x", "n": 1 }, { "id": "y" }], "text": "t" })
        ),
        none
    );
    assert_eq!(
        differs(json!({ "a": 1, "list": [{ "id": "x" }], "text": "t" })),
        [r#".list[1] is missing or changed: {"id":"y"}"#]
    );
    assert_eq!(
        differs(json!({ "a": 1, "list": [{ "id": "y" }, { "id": "x" }], "text": "t" })),
        [r#".list[1] is missing or changed: {"id":"y"}"#]
    );
    assert_eq!(differs(json!({ "a": "1", "list": old["list"], "text": "t" })), [r#".a was 1, and is "1""#]);
    assert_eq!(differs(json!({ "a": 1, "list": old["list"] })), [".text is missing"]);
}

#[test]
fn every_later_version_keeps_the_promises_of_a_version() {
    for (site, version) in sites() {
        let file = site.join("promises.json");
        let new = promises(&site);
        let is_update = std::env::var_os("OFFPRINT_UPDATE").is_some_and(|value| value == "1");
        if is_update && is_own(&version) {
            fs::write(&file, serde_json::to_string_pretty(&new).unwrap() + "\n").unwrap();
            continue;
        }
        let old: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        for part in ["paths", "places", "redirects", "items", "citation_keys", "data"] {
            let count = old[part].as_array().map(Vec::len).or(old[part].as_object().map(Map::len));
            assert!(
                count.is_some_and(|count| count > 0),
                "{}: nothing is promised of {part}",
                site.display()
            );
        }
        let mut found = Vec::new();
        broken("", &old, &new, &mut found);
        assert!(
            found.is_empty(),
            "this version breaks a promise of version {version}. Keep it, or add a redirect; see \"Compatibility\" in CONTRIBUTING.md\n{}",
            found.join("\n")
        );
    }
}

#[test]
fn the_site_of_an_earlier_version_has_no_new_problem() {
    for (site, version) in sites() {
        let site = copy(&site);
        let (status, stdout, stderr) = run(site.path(), &["check"]);
        assert_eq!((status, stderr.as_str()), (0, ""), "version {version}: {stdout}");
        assert!(stdout.starts_with("no problems\n"), "version {version}: {stdout}");
    }
}

#[test]
fn the_import_memory_of_an_earlier_version_is_read() {
    for (site, version) in sites() {
        let site = copy(&site);
        let before = crate::support::tree(site.path());
        assert!(before.keys().any(|path| path.starts_with("content/.imported/")), "version {version}");
        // The same source again: what is edited by hand stays. A later version may read more keys of the source, and
        // adds them.
        let import = ["import", "bibtex", "imported.bib", "--day", "2026-03-06", "--topics", "efficiency"];
        let (status, stdout, stderr) = run(site.path(), &import);
        assert_eq!(status, 0, "version {version}: {stderr}");
        assert!(stdout.contains("0 added"), "version {version}: {stdout}");
        let after = crate::support::tree(site.path());
        assert!(before.keys().eq(after.keys()), "version {version}");
        for (path, was) in before.iter().filter(|(path, _)| !path.starts_with("content/.imported/")) {
            let lines = |bytes: &[u8]| -> Vec<String> {
                String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect()
            };
            let mut is = lines(&after[path]).into_iter();
            for line in lines(was) {
                assert!(is.any(|other| other == line), "version {version}: {path} lost `{line}`");
            }
        }
        let (_, stdout, _) = run(site.path(), &import);
        assert!(stdout.contains("0 added, 0 updated, 1 unchanged"), "version {version}: {stdout}");
        assert_eq!(
            crate::support::difference(&after, &crate::support::tree(site.path())),
            [""; 0],
            "version {version}"
        );
    }
}

/// All keys that a schema knows: `authors.name`, `links.arxiv`.
fn keys(schema: &Value, path: &str, known: &mut BTreeSet<String>) {
    if let Some(properties) = schema["properties"].as_object() {
        for (key, inner) in properties {
            let path = format!("{path}{key}");
            keys(inner, &format!("{path}."), known);
            known.insert(path);
        }
    }
    for inner in ["anyOf", "oneOf", "items", "additionalProperties"].map(|name| &schema[name]) {
        let all = inner.as_array().map_or(std::slice::from_ref(inner), Vec::as_slice);
        all.iter().filter(|inner| inner.is_object()).for_each(|inner| keys(inner, path, known));
    }
}

/// All keys that a value has, as far as the schema knows them; keys of tables are passed through.
fn used(value: &serde_yaml::Value, path: &str, known: &BTreeSet<String>, found: &mut BTreeSet<String>) {
    match value {
        serde_yaml::Value::Mapping(pairs) => {
            for (key, value) in pairs {
                let own = format!("{path}{}", key.as_str().unwrap_or_default());
                match known.contains(&own) {
                    true => used(value, &format!("{own}."), known, found),
                    false => used(value, path, known, found),
                }
                found.insert(own);
            }
        }
        serde_yaml::Value::Sequence(items) => items.iter().for_each(|item| used(item, path, known, found)),
        _ => {}
    }
}

#[test]
fn the_site_of_this_version_uses_every_key_and_setting_there_is() {
    let Some((site, version)) = sites().into_iter().find(|(_, version)| is_own(version)) else {
        panic!(
            "there is no tests/sites/version-{}: copy the last one, and add what is new",
            offprint::config::version::series()
        );
    };
    let mut missing = Vec::new();
    let settings = fs::read_to_string(site.join("site.toml")).unwrap();
    let offprint::config::toml::Tree { table, .. } =
        offprint::config::toml::read(&"site.toml".into(), &settings);
    for setting in offprint::config::reference() {
        let node =
            setting.key.split('.').try_fold(None, |node: Option<&offprint::config::toml::Node>, key| {
                use offprint::config::toml::Value;
                let table = match node.map(|node| &node.value) {
                    None => &table,
                    Some(Value::Table(table)) => table,
                    Some(Value::List(items)) => match items.first().map(|item| &item.value) {
                        Some(Value::Table(table)) => table,
                        _ => return None,
                    },
                    Some(_) => return None,
                };
                table.get(key).map(Some)
            });
        if node.is_none() {
            missing.push(format!("site.toml: {}", setting.key));
        }
    }
    for (part, files) in [
        ("paper", "content/papers/"),
        ("papers", "content/papers/"),
        ("topics", "content/topics.yaml"),
        ("organizations", "content/organizations.yaml"),
        ("authors", "content/authors.yaml"),
        ("metrics", "content/metrics/"),
    ] {
        let schema: Value = serde_json::from_str(&offprint::content::schema::text(Some(part))).unwrap();
        let (mut known, mut found) = (BTreeSet::new(), BTreeSet::new());
        keys(&schema, "", &mut known);
        // The papers of a file are papers.
        known.retain(|key| !key.starts_with("papers.") || part != "papers");
        assert!(known.len() > 2, "{part}");
        for (path, bytes) in crate::support::tree(&site) {
            let text = String::from_utf8_lossy(&bytes);
            let yaml = match path.rsplit_once('.') {
                _ if !path.starts_with(files) => continue,
                Some((_, "md")) => text.split("---\n").nth(1).unwrap().to_owned(),
                _ => text.into_owned(),
            };
            used(&serde_yaml::from_str(&yaml).unwrap(), "", &known, &mut found);
        }
        missing.extend(known.difference(&found).map(|key| format!("{files}: {key}")));
    }
    // Plain keys have a standard value.
    let is_update = std::env::var_os("OFFPRINT_UPDATE").is_some_and(|value| value == "1");
    for plain in PLAIN_KEYS.iter().filter(|_| is_update) {
        let known = missing.len();
        missing.retain(|key| key.strip_prefix("content/papers/: ") != Some(plain.key));
        if missing.len() < known {
            let file = site.join("content/papers/everything.md");
            let more = format!("\n{}: {}\n---\n", plain.key, crate::keys::sample(plain.key));
            fs::write(&file, fs::read_to_string(&file).unwrap().replacen("\n---\n", &more, 1)).unwrap();
        }
    }
    assert!(
        missing.is_empty(),
        "tests/sites/version-{version} does not use these: add them there, then OFFPRINT_UPDATE=1 cargo test longevity\n{}",
        missing.join("\n")
    );
}

#[test]
fn a_site_that_needs_a_newer_version_says_so_and_nothing_else() {
    let site = copy(&fixture("week"));
    let settings = fs::read_to_string(site.path().join("site.toml")).unwrap();
    let of = |line: &str| format!("{line}\nnew_setting = 1\n{settings}\n[new]\nsection = true\n");
    put(site.path(), "content/papers/new.md", "---\ntitle: New\ndate: 2026-03-05\nnew_key: 1\n---\n");
    put(site.path(), "site.toml", of("offprint = \"0.1\""));
    let (status, stdout, _) = run(site.path(), &["check"]);
    assert_eq!(status, 2);
    assert!(
        stdout.contains("`new_setting` is not a setting") && stdout.contains("`new_key` is not a key here"),
        "{stdout}"
    );
    let version = env!("CARGO_PKG_VERSION");
    let note = format!("this is Offprint {version}; a newer version may know this key");
    assert_eq!(stdout.matches(&note).count(), 1, "once is enough: {stdout}");

    put(site.path(), "site.toml", of("offprint = \"0.99\""));
    let expected = format!(
        "error[newer-version]: this site requires Offprint 0.99 or newer; this is Offprint {version}\n"
    );
    for arguments in
        [&["check"] as &[&str], &["build"], &["new", "x", "--offline"], &["import", "bibtex", "-"]]
    {
        let (status, stdout, stderr) = run(site.path(), arguments);
        assert_eq!(status, 2, "{arguments:?}");
        let words = format!("{stdout}{stderr}");
        assert!(words.starts_with(&expected), "{arguments:?}: {words}");
        assert!(!words.contains("new_setting"), "{words}");
    }
    assert!(!site.path().join("public").exists());

    put(site.path(), "site.toml", of("offprint = \"soon\""));
    let (_, stdout, _) = run(site.path(), &["check"]);
    assert!(stdout.contains("error[setting-value]: `offprint` is not a version\n"), "{stdout}");
}

#[test]
fn a_theme_that_needs_a_newer_version_says_so() {
    let site = copy(&fixture("child-theme"));
    let theme = fs::read_to_string(site.path().join("themes/plain/theme.toml")).unwrap();
    put(site.path(), "themes/plain/theme.toml", format!("offprint = \"1.0\"\nnew = 1\n{theme}"));
    let (status, stdout, _) = run(site.path(), &["check"]);
    assert_eq!(status, 2);
    assert!(
        stdout.starts_with(
            "error[newer-version]: this theme requires Offprint 1.0 or newer; this is Offprint "
        ),
        "{stdout}"
    );
    assert!(!stdout.contains("`new`"), "{stdout}");
}

#[test]
fn the_import_memory_of_a_newer_version_is_not_overwritten() {
    let site = copy(&fixture("minimal"));
    let bib = "@article{x, title = {A title}, author = {Ada}, year = 2026}\n";
    put(site.path(), "new.bib", bib);
    let import = ["import", "bibtex", "new.bib", "--day", "2026-03-05"];
    let memory = site.path().join("content/.imported");
    put(&memory, "_x.txt", "# offprint imported 2: in another way\nwhatever\n");
    let before = crate::support::tree(site.path());
    for arguments in [&import[..], &["new", "An entry", "--offline"]] {
        let (status, stdout, stderr) = run(site.path(), arguments);
        assert_eq!((status, stdout.as_str()), (2, ""), "{stderr}");
        let version = env!("CARGO_PKG_VERSION");
        let expected = format!(
            "error: `content/.imported/_x.txt` has format version 2, but Offprint {version} reads version 1\n"
        );
        assert!(stderr.starts_with(&expected), "{stderr}");
        assert_eq!(crate::support::tree(site.path()), before);
    }
    // Without a version in its first line, a file is of version 1; it gets one when it is written.
    put(&memory, "_x.txt", "# What `offprint import` put into the entries.\n");
    let (status, _, stderr) = run(site.path(), &import);
    assert_eq!(status, 0, "{stderr}");
    let written = fs::read_to_string(memory.join("_x.txt")).unwrap();
    assert!(written.starts_with("# offprint imported 1: "), "{written}");
}

/// The version of each format, in the table of ARCHITECTURE.md and in written files.
#[test]
fn every_format_that_is_kept_carries_its_version() {
    let site = copy(&fixture("week"));
    let (status, _, stderr) = run(site.path(), &["build"]);
    assert_eq!(status, 0, "{stderr}");
    let read = |path: &str| fs::read(site.path().join(path)).unwrap();
    let json = |path: &str| serde_json::from_slice::<Value>(&read(path)).unwrap();
    assert!(read("public/.offprint").starts_with(b"offprint manifest 1 "));
    for file in ["content/000", "neighbours", "search"] {
        // They are also keyed by the program. A test of `cache` covers other keys.
        assert!(read(&format!(".offprint/{file}")).starts_with(b"offprint cache\n"), "{file}");
    }
    for file in ["data/index.json", "freshness.json", "data/days/2026-03-05.json", "data/topics/agents.json"]
    {
        assert_eq!(json(&format!("public/{file}"))["version"], offprint::site::export::VERSION, "{file}");
    }
    let keeping = fs::read_to_string(repository("themes/default/static/keeping.js")).unwrap();
    assert_eq!(keeping.matches("  const VERSION = 1;\n").count(), 1);
    assert_eq!(json("public/for-you/papers.json")["version"], 1);
    let script = fs::read_to_string(repository("themes/default/static/search-engine.js")).unwrap();
    let reads = format!("const VERSION = {};\n", offprint::site::search::VERSION);
    assert_eq!(
        script.matches(&reads).count(),
        1,
        "the script reads the version of the index that is written"
    );
    assert!(script.contains("if (number() !== VERSION) throw "));

    let map = fs::read_to_string(repository("ARCHITECTURE.md")).unwrap();
    let table = map.split_once("## Formats\n").unwrap().1.split_once("\n## ").unwrap().0;
    for row in [
        "| `content/.imported/*.txt` | `authoring/import/memory` | first line, `# offprint imported 1` |"
            .to_owned(),
        "| `.offprint` of the output | `publish/manifest` | first line, `offprint manifest 1` |".to_owned(),
        format!(
            "| `/data/*.json`, `/freshness.json` | `site/export` | `version`, {} |",
            offprint::site::export::VERSION
        ),
        format!(
            "| `/search/*.bin` | `site/search` | first number of `index.bin`, {} |",
            offprint::site::search::VERSION
        ),
    ] {
        assert!(table.contains(&row), "ARCHITECTURE.md does not have {row}");
    }
    assert_eq!(offprint::authoring::import::MEMORY_VERSION, 1, "raise it in ARCHITECTURE.md too");
}
