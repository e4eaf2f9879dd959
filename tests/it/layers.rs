//! Holds the code to its map: who may use whom, and which module is the home of which dependency.
//!
//! A new arrow here is a decision about the architecture; `ARCHITECTURE.md` draws the same map.

use crate::support::{repository, tree};
use std::collections::{BTreeMap, BTreeSet};

/// Folder (or file) of `src`, and what of ours it may use.
const MAP: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("filename", &[]),
    ("slug", &["filename"]),
    ("hash", &[]),
    ("bibtex", &["slug"]),
    ("stored", &["source"]),
    ("cache", &["source", "stored"]),
    ("reader", &["cache", "content", "progress", "source"]),
    ("diagnostic", &["source", "stored"]),
    ("history", &["cache", "diagnostic", "source", "stored"]),
    ("markdown", &[]),
    ("terms", &["hash", "markdown"]),
    ("gist", &["terms"]),
    ("progress", &[]),
    ("card", &[]),
    ("durable", &[]),
    ("lock", &[]),
    // `filename` for what systems make of a path.
    ("publish", &["durable", "filename", "lock"]),
    ("config", &["diagnostic", "source"]),
    (
        "content",
        &[
            "bibtex",
            "config",
            "diagnostic",
            "filename",
            "gist",
            "markdown",
            "slug",
            "source",
            "stored",
            "terms",
        ],
    ),
    (
        "archive",
        &["bibtex", "config", "content", "diagnostic", "gist", "hash", "history", "markdown", "slug"],
    ),
    ("neighbours", &["archive", "content", "diagnostic"]),
    // `content` for the terms that are kept with a paper, `stored` for how numbers are written.
    ("search", &["archive", "content", "hash", "stored", "terms"]),
    ("theme", &["config", "diagnostic", "source"]),
    // `content` and `theme` for what is linked and which files there are, `publish` for paths that cannot leave the output.
    (
        "plan",
        &["archive", "config", "content", "diagnostic", "filename", "publish", "search", "source", "theme"],
    ),
    ("export", &["archive", "bibtex", "config", "content", "markdown", "plan", "slug"]),
    (
        "view",
        &[
            "archive", "card", "config", "content", "export", "history", "markdown", "plan", "search",
            "slug", "theme",
        ],
    ),
    ("render", &["card", "plan", "schema", "source", "theme", "view"]),
    // `content` for how entries are read, since they are written to be read so.
    ("format", &["content", "source"]),
    // `publish` for paths that mean the same file everywhere.
    ("shelf", &["durable", "lock", "publish"]),
    // `config` for rules and hosts, `slug` for topics and accents.
    ("import", &["bibtex", "config", "content", "format", "shelf", "slug", "source"]),
    ("mend", &["content", "format", "import", "slug"]),
    ("sample", &[]),
    ("schema", &["config", "content"]),
    // `archive` and `plan` for what each file is, `config` for settings to try; how big a file is, and would be, is told.
    ("size", &["archive", "config", "diagnostic", "plan"]),
    ("changes", &["archive", "content", "source"]),
    ("propose", &["content", "format", "slug"]),
    // `shelf` for the lock that keeps other commands from the site.
    ("start", &["config", "schema", "shelf"]),
    // The whole line, again and again; `content` for the places of problems, `diagnostic` for their words, `source` for what is read.
    ("serve", &["content", "diagnostic", "lib", "plan", "render", "source", "view"]),
    // `plan` for the names of kinds of file.
    (
        "cli",
        &[
            "changes",
            "config",
            "content",
            "diagnostic",
            "format",
            "history",
            "import",
            "lib",
            "mend",
            "plan",
            "progress",
            "propose",
            "publish",
            "schema",
            "serve",
            "shelf",
            "size",
            "slug",
            "source",
            "start",
        ],
    ),
];

/// Dependency, and the one place that knows it. Vocabulary types that go through many hands have several.
const HOMES: &[(&str, &[&str])] = &[
    ("ab_glyph", &["card/font.rs"]),
    ("ammonia", &["markdown/clean.rs"]),
    ("annotate_snippets", &["diagnostic/human.rs"]),
    ("anstream", &["cli/report.rs"]),
    ("axum", &["serve/web.rs"]),
    ("biblatex", &["import/bibtex.rs"]),
    ("intl_pluralrules", &["theme/texts.rs"]),
    ("unic_langid", &["theme/texts.rs"]),
    // Dates are values; the clock is guarded by clippy.toml.
    (
        "chrono",
        &[
            "bibtex/values.rs",
            "content/",
            "archive/mod.rs",
            "archive/trends.rs",
            "search/layout.rs",
            "cli/",
            "import/",
            "mend.rs",
            "export/",
            "history/",
            "plan/",
            "start/",
            "stored.rs",
            "view/",
        ],
    ),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("clap_mangen", &["cli/completions.rs"]),
    ("deunicode", &["slug.rs"]),
    ("flate2", &["search/pack.rs"]),
    ("miniz_oxide", &["search/pack.rs"]),
    ("http_range_header", &["serve/web.rs"]),
    ("hyper", &["serve/web.rs"]),
    ("hyper_util", &["serve/web.rs"]),
    ("indicatif", &["cli/progress.rs"]),
    ("math_core", &["markdown/mathml.rs"]),
    ("mimalloc", &["main.rs"]),
    ("mime_guess", &["serve/web.rs"]),
    ("notify", &["serve/changes.rs"]),
    ("open", &["cli/serve.rs"]),
    ("percent_encoding", &["plan/links.rs", "serve/web.rs"]),
    ("png", &["card/canvas.rs"]),
    ("pulldown_cmark", &["markdown/writer.rs", "markdown/targets.rs"]),
    ("quick_xml", &["import/arxiv.rs"]),
    (
        "rayon",
        &[
            "lib.rs",
            "reader.rs",
            "archive/mod.rs",
            "neighbours/",
            "cli/",
            "search/gather.rs",
            "search/sums.rs",
            "plan/fingerprint.rs",
            "plan/room.rs",
        ],
    ),
    ("rust_stemmers", &["terms/stems.rs"]),
    // Rights to a folder, and the flush of a whole file system.
    ("rustix", &["durable.rs", "publish/write.rs"]),
    ("saphyr_parser", &["content/tree.rs"]),
    // Derives for what crosses a boundary: raw front matter, settings, views, diagnostics as JSON.
    (
        "serde",
        &[
            "config/",
            "content/",
            "diagnostic/json.rs",
            "export/",
            "import/",
            "theme/engine.rs",
            "theme/texts.rs",
            "view/",
        ],
    ),
    // `extra:` and `[params]` are free-form, and reach templates as they are.
    (
        "serde_json",
        &[
            "cli/",
            "config/",
            "content/",
            "diagnostic/json.rs",
            "export/",
            "format/mod.rs",
            "import/",
            "propose/",
            "plan/parts.rs",
            "schema.rs",
            "serve/live.rs",
            "start/",
            "stored.rs",
            "theme/",
            "view/",
        ],
    ),
    ("serde_yaml", &["content/yaml.rs"]),
    ("strsim", &["diagnostic/suggest.rs"]),
    ("syntect", &["markdown/code.rs"]),
    ("tera", &["theme/engine.rs", "theme/engine/"]),
    ("tokio", &["serve/"]),
    ("tokio_io_timeout", &["serve/web.rs"]),
    ("tokio_stream", &["serve/web.rs"]),
    ("toml", &["config/toml.rs"]),
    ("unicode_normalization", &["card/font.rs", "filename.rs", "slug.rs", "terms/fold.rs"]),
    ("ureq", &["import/fetch.rs"]),
    ("url", &["config/address.rs"]),
    ("walkdir", &["source/disk.rs", "source/input.rs"]),
    (
        "xxhash_rust",
        &[
            "archive/cited.rs",
            "hash.rs",
            "cache.rs",
            "content/stored.rs",
            "gist.rs",
            "history/kept.rs",
            "import/",
            "lib.rs",
            "neighbours/",
            "plan/",
            "publish/",
            "search/names.rs",
            "search/sums.rs",
            "serve/live.rs",
            "slug.rs",
            "source/disk.rs",
            "theme/",
        ],
    ),
];

/// The code of a file without its comments, its strings and its tests.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    text.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect()
}

/// Returns every file of `src` but tests: the part it belongs to, its path, its code.
fn files() -> Vec<(String, String, String)> {
    let mut files = Vec::new();
    for (path, bytes) in tree(&repository("src")) {
        let is_test = path.contains("/tests") || path.contains("fixture");
        if path.ends_with(".rs") && !is_test {
            let part = path.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
            files.push((part, path.clone(), code(&String::from_utf8(bytes).unwrap())));
        }
    }
    files
}

/// Returns the names that follow `start` in a code: `crate::config::Site` and `use crate::{config, slug}` alike.
fn names_after(code: &str, start: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in code.match_indices(start) {
        let is_word = code[..at]
            .chars()
            .next_back()
            .is_some_and(|before| before.is_alphanumeric() || before == '_' || before == '$');
        let rest = &code[at + start.len()..];
        if is_word {
            continue;
        }
        match rest.strip_prefix('{') {
            Some(list) => {
                let mut depth = 0;
                let mut word = String::new();
                for char in list.chars() {
                    match char {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => names.extend(first_word(&std::mem::take(&mut word))),
                        char if depth == 0 => word.push(char),
                        _ => {}
                    }
                }
                names.extend(first_word(&word));
            }
            None => names.extend(first_word(rest)),
        }
    }
    names
}

fn first_word(text: &str) -> Option<String> {
    let word: String =
        text.trim_start().chars().take_while(|char| char.is_alphanumeric() || *char == '_').collect();
    (!word.is_empty()).then_some(word)
}

#[test]
fn use_runs_one_way() {
    let map: BTreeMap<&str, BTreeSet<&str>> =
        MAP.iter().map(|(part, uses)| (*part, uses.iter().copied().collect())).collect();
    let parts: BTreeSet<String> = files().into_iter().map(|(part, ..)| part).collect();
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (part, path, code) in files() {
        if matches!(part.as_str(), "lib" | "main") {
            continue;
        }
        let Some(may) = map.get(part.as_str()) else {
            wrong.push(format!("{path}: `{part}` is not on the map"));
            continue;
        };
        for name in names_after(&code, "crate::") {
            // Names of lib.rs itself are the command line's alone.
            let name = if parts.contains(&name) { name } else { "lib".to_owned() };
            if name != part && !may.contains(name.as_str()) {
                wrong.push(format!("{path}: `{part}` may not use `{name}`"));
            }
            used.entry(part.clone()).or_default().insert(name);
        }
    }
    for (part, uses) in map {
        let own = used.remove(part).unwrap_or_default();
        wrong.extend(
            uses.iter()
                .filter(|name| !own.contains(**name))
                .map(|name| format!("`{part}` does not use `{name}` any more")),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_dependency_has_one_home() {
    // Those of some systems only have a section of their own.
    let sections =
        include_str!("../../Cargo.toml").split("\n[").filter_map(|section| section.split_once("]\n"));
    let declared: BTreeSet<String> = sections
        .filter(|(head, _)| *head == "dependencies" || head.ends_with(".dependencies"))
        .flat_map(|(_, section)| section.lines())
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name.replace('-', "_"))
        .collect();
    let homes: BTreeMap<&str, &[&str]> = HOMES.iter().copied().collect();
    let files = files();
    let mut wrong = Vec::new();
    for name in &declared {
        let Some(homes) = homes.get(name.as_str()) else {
            wrong.push(format!("{name} has no home here"));
            continue;
        };
        let knows = |code: &str| {
            // `config::toml` is ours; the crate is written with `::` in front.
            let start = if name == "toml" { "::toml::".to_owned() } else { format!("{name}::") };
            let with_path = !names_after(code, &start).is_empty() || code.contains(&format!("{start}*"));
            with_path || code.contains(&format!("use {name};"))
        };
        let users: Vec<&str> =
            files.iter().filter(|(.., code)| knows(code)).map(|(_, path, _)| path.as_str()).collect();
        let is_home = |path: &str| {
            homes.iter().any(|home| path == *home || (home.ends_with('/') && path.starts_with(home)))
        };
        wrong.extend(
            users.iter().filter(|path| !is_home(path)).map(|path| format!("{name} is used in {path}")),
        );
        let is_used = |home: &&&str| {
            users.iter().any(|path| path == *home || (home.ends_with('/') && path.starts_with(**home)))
        };
        wrong.extend(
            homes
                .iter()
                .filter(|home| !is_used(home))
                .map(|home| format!("{name} is not used in {home} any more")),
        );
    }
    wrong.extend(
        homes.keys().filter(|name| !declared.contains(**name)).map(|name| format!("{name} is no dependency")),
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
}
