//! The dependencies between folders of `src/`, and the home of each crate.
//!
//! `ARCHITECTURE.md` has the same map. A new dependency is a decision about the architecture.

use crate::support::{repository, tree};
use std::collections::{BTreeMap, BTreeSet};

/// The folders of `src` in order: each uses only the ones before it.
const ROOMS: [&str; 14] = [
    "source",
    "diagnostic",
    "text",
    "yaml",
    "config",
    "publish",
    "mail",
    "content",
    "archive",
    "theme",
    "site",
    "authoring",
    "serve",
    "cli",
];

/// The folders whose modules must not have dependency cycles.
const OF_MODULES: [&str; 3] = ["text", "site", "authoring"];

/// The folders that may use the pipeline in `lib.rs`.
const USERS_OF_THE_PIPELINE: [&str; 2] = ["serve", "cli"];

/// Each crate with its home. Crates of common types have several.
const HOMES: &[(&str, &[&str])] = &[
    ("ab_glyph", &["site/social_card/font.rs"]),
    ("ammonia", &["text/markdown/clean.rs"]),
    ("annotate_snippets", &["diagnostic/human.rs"]),
    ("anstream", &["cli/report.rs"]),
    ("axum", &["serve/web.rs"]),
    ("icu_locale", &["text/locale.rs"]),
    ("intl_pluralrules", &["theme/texts.rs"]),
    ("unic_langid", &["theme/texts.rs"]),
    // Dates are values; the clock is guarded by clippy.toml.
    (
        "chrono",
        &[
            "text/date.rs",
            "text/bibtex/dates.rs",
            "text/bibtex/values.rs",
            "text/date.rs",
            "content/",
            "archive/mod.rs",
            "archive/trends.rs",
            "site/search/layout.rs",
            "cli/",
            "authoring/import/",
            "authoring/fix.rs",
            "site/export/",
            "archive/history/",
            "site/inputs.rs",
            "site/kinds/",
            "site/plan/",
            "site/records/",
            "site/shared/",
            "authoring/scaffold/",
            "source/codec.rs",
        ],
    ),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("clap_mangen", &["cli/completions.rs"]),
    ("deunicode", &["text/slug.rs"]),
    ("encoding_rs", &["authoring/import/encoding.rs"]),
    ("flate2", &["site/search/pack.rs"]),
    ("miniz_oxide", &["site/search/pack.rs"]),
    ("http_range_header", &["serve/web.rs"]),
    ("hyper", &["serve/web.rs"]),
    ("hyper_util", &["serve/web.rs"]),
    ("idna", &["text/hostname.rs"]),
    ("image", &["authoring/import/picture.rs"]),
    ("indicatif", &["cli/progress.rs"]),
    ("lettre", &["mail/"]),
    ("math_core", &["text/markdown/mathml.rs"]),
    ("mimalloc", &["main.rs"]),
    ("memchr", &["text/markdown/"]),
    ("mime_guess", &["serve/web.rs"]),
    ("notify", &["serve/changes.rs"]),
    ("open", &["cli/serve.rs"]),
    ("percent_encoding", &["text/percent.rs"]),
    ("png", &["site/social_card/canvas.rs"]),
    ("pulldown_cmark", &["text/markdown/writer.rs", "text/markdown/targets.rs"]),
    ("quick_xml", &["authoring/import/arxiv.rs", "theme/engine/well_formed.rs"]),
    (
        "rayon",
        &[
            "lib.rs",
            "session.rs",
            "content/loader.rs",
            "archive/mod.rs",
            "archive/related/",
            "cli/",
            "site/search/gather.rs",
            "site/search/sums.rs",
            "site/records/mod.rs",
            "site/plan/budget.rs",
        ],
    ),
    ("rust_stemmers", &["text/tokenizer/stems.rs"]),
    // Permissions of a folder, and flushing a whole file system.
    ("rustix", &["publish/durable.rs", "publish/write.rs"]),
    ("saphyr_parser", &["yaml/tree.rs"]),
    // Derives for front matter, settings, views and JSON output.
    (
        "serde",
        &[
            "config/",
            "content/",
            "diagnostic/json.rs",
            "site/export/",
            "authoring/import/",
            "theme/engine.rs",
            "theme/texts.rs",
            "site/kinds/",
            "site/records/parts.rs",
            "site/shared/",
            "yaml/",
        ],
    ),
    // `extra:` and `[params]` have any form, and templates receive them unchanged.
    (
        "serde_json",
        &[
            "cli/",
            "config/",
            "content/",
            "diagnostic/json.rs",
            "site/export/",
            "authoring/formatter/mod.rs",
            "authoring/import/",
            "authoring/issue_forms/",
            "site/plan/parts.rs",
            "content/schema.rs",
            "serve/live.rs",
            "authoring/scaffold/",
            "source/codec.rs",
            "theme/",
            "site/kinds/",
            "yaml/",
        ],
    ),
    ("serde_yaml", &["yaml/mod.rs"]),
    ("strsim", &["diagnostic/suggest.rs"]),
    ("syntect", &["text/markdown/code.rs"]),
    ("tera", &["theme/engine.rs", "theme/engine/"]),
    ("tokio", &["serve/"]),
    ("tokio_io_timeout", &["serve/web.rs"]),
    ("tokio_stream", &["serve/web.rs"]),
    ("toml", &["config/toml.rs"]),
    (
        "unicode_normalization",
        &[
            "site/social_card/font.rs",
            "text/filename.rs",
            "text/markdown/anchors.rs",
            "text/slug.rs",
            "text/tokenizer/compounds.rs",
            "text/tokenizer/fold.rs",
            "text/tokenizer/table.rs",
        ],
    ),
    ("ureq", &["authoring/import/fetch.rs"]),
    ("url", &["config/base_url.rs"]),
    ("walkdir", &["source/disk.rs", "source/input.rs"]),
    (
        "xxhash_rust",
        &[
            "archive/citation_keys.rs",
            "text/seeded_map.rs",
            "source/cache.rs",
            "content/codec.rs",
            "text/keyphrases.rs",
            "archive/history/cache.rs",
            "authoring/import/",
            "session.rs",
            "archive/related/",
            "site/inputs.rs",
            "mail/",
            "publish/",
            "site/search/names.rs",
            "site/search/sums.rs",
            "serve/live.rs",
            "text/slug.rs",
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
        let is_test = path.contains("/tests") || path.ends_with("/fixture.rs");
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
fn a_folder_uses_only_those_before_it() {
    let place = |room: &str| ROOMS.iter().position(|other| *other == room);
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for (room, path, code) in files() {
        if matches!(room.as_str(), "lib" | "main" | "session" | "trial" | "own_links") {
            continue;
        }
        let Some(at) = place(&room) else {
            wrong.push(format!("{path}: `{room}` is not on the list"));
            continue;
        };
        for name in names_after(&code, "crate::") {
            match place(&name) {
                Some(other) if other > at => wrong.push(format!("{path}: `{room}` may not use `{name}`")),
                None if !USERS_OF_THE_PIPELINE.contains(&room.as_str()) => {
                    wrong.push(format!("{path}: `{room}` may not use `lib`: {name}"));
                }
                _ => {}
            }
        }
        seen.insert(room);
    }
    wrong.extend(ROOMS.iter().filter(|room| !seen.contains(**room)).map(|room| format!("`{room}` is empty")));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Modules in a cycle can only be understood together.
#[test]
fn modules_of_a_folder_have_no_cycles() {
    let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (room, path, code) in files().into_iter().filter(|(room, ..)| OF_MODULES.contains(&room.as_str())) {
        let Some((_, inner)) = path.split_once('/') else { continue };
        let module = inner.split('/').next().unwrap().trim_end_matches(".rs");
        if module == "mod" {
            continue;
        }
        let outer = names_after(&code, &format!("crate::{room}::"));
        // For a file of the folder, `super` is the folder.
        let beside = if inner.contains('/') { BTreeSet::new() } else { names_after(&code, "super::") };
        let own = uses.entry(format!("{room}::{module}")).or_default();
        own.extend(
            outer
                .into_iter()
                .chain(beside)
                .filter(|name| name != module)
                .map(|name| format!("{room}::{name}")),
        );
    }
    let modules: BTreeSet<String> = uses.keys().cloned().collect();
    // Removes modules without remaining dependencies until only cycles remain.
    loop {
        let left: BTreeSet<String> = uses.keys().cloned().collect();
        let free: Vec<String> = uses
            .iter()
            .filter(|(_, used)| used.is_disjoint(&left))
            .map(|(module, _)| module.clone())
            .collect();
        if free.is_empty() {
            break;
        }
        free.iter().for_each(|module| drop(uses.remove(module)));
    }
    assert!(modules.len() > 20, "{modules:?}");
    assert!(uses.is_empty(), "in a circle, or using one: {uses:#?}");
}

/// Flags of other programs, and rooms that do not yet leave the words about flags to `cli`.
const FLAGS_ELSEWHERE: &[(&str, &str)] = &[
    ("archive/history/git.rs", "Flags of git."),
    ("archive/history/problems.rs", "A command of git."),
    ("authoring/entry_writer/mod.rs", "Not yet: `--site`."),
    ("authoring/import/daily_arxiv.rs", "Not yet: `--day`."),
    ("authoring/import/merge.rs", "Not yet: `--allow-shrink`."),
    ("authoring/import/run.rs", "Not yet: `--day`."),
    ("authoring/import/bibtex/paper.rs", "Not yet: `--day`."),
    ("authoring/import/cv_arxiv_daily.rs", "Not yet: `--day`."),
    ("theme/declared.rs", "A custom property of CSS."),
];

/// Returns the flags in a code, such as `--out`. Rust itself has no `--`.
fn flags(code: &str) -> Vec<String> {
    let is_word = |char: &char| char.is_ascii_lowercase() || *char == '-';
    let words = code.split("--").skip(1).map(|rest| rest.chars().take_while(is_word).collect::<String>());
    words
        .filter(|word| word.starts_with(|char: char| char.is_ascii_lowercase()))
        .map(|word| format!("--{word}"))
        .collect()
}

#[test]
fn only_the_command_line_names_its_flags() {
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for (room, path, code) in files().into_iter().filter(|(room, ..)| room != "cli") {
        let found = flags(&code);
        let known = FLAGS_ELSEWHERE.iter().find(|(home, _)| path.starts_with(home));
        match known {
            Some((home, _)) if !found.is_empty() => drop(seen.insert(*home)),
            None if !found.is_empty() => wrong.push(format!("{path} ({room}): {found:?}")),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let gone: Vec<_> = FLAGS_ELSEWHERE.iter().filter(|(home, _)| !seen.contains(home)).collect();
    assert!(gone.is_empty(), "no flags here any more: {gone:?}");
    assert_eq!(flags("error(\"choose another `--out`\"); a - b; \"<!--x-->\""), ["--out", "--x"]);
}

#[test]
fn every_dependency_has_one_home() {
    // Dependencies of some systems are in sections of their own.
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
        homes
            .keys()
            .filter(|name| !declared.contains(**name))
            .map(|name| format!("{name} is not a dependency")),
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
}
