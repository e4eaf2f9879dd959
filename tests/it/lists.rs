//! Lists of papers that match a filter of the settings, and removals from the feed of the last build.

use crate::cli::run;
use crate::support::{Tree, build, prepare, put, text};
use offprint::Request;
use std::path::Path;
use tempfile::TempDir;

const SITE: &str = "title = \"T\"\nbase_url = \"https://example.org/p/\"\n";

const PAPERS: &str = r#"date: 2026-03-05
papers:
  - {id: agent, title: Agents that plan, topics: [agents], upvotes: 12, authors: [Ada Byron], links: {code: "https://example.org/c"}, abstract: A method.}
  - {id: survey, title: A survey of agents, topics: [agents], upvotes: 30, keywords: [Tool use], abstract: Many methods.}
  - {id: vision, title: Seeing, topics: [vision], venue: CVPR, organization: works, abstract: It uses Large Language Models.}
  - {id: cjk, title: 深層学習の応用, links: {data: "https://example.org/d"}, abstract: "大規模言語モデル"}
"#;

fn folder(settings: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    put(folder.path(), "site.toml", format!("{SITE}{settings}"));
    put(folder.path(), "content/papers/all.yaml", PAPERS);
    folder
}

fn built(site: &Path) -> Tree {
    build(site, &Request::default()).tree
}

/// Returns the ids of a list's papers, by id.
fn listed(filter: &str) -> Vec<String> {
    let folder = folder(&format!("[[feeds.query]]\nname = \"l\"\ntitle = \"L\"\n{filter}\n"));
    let tree = built(folder.path());
    let mut ids: Vec<String> = text(&tree, "lists/l/feed.xml")
        .split("urn:x-offprint:paper:")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap().to_owned())
        .collect();
    ids.sort();
    ids
}

/// Returns the problems of the settings, one per line.
fn problems(settings: &str) -> Vec<String> {
    let folder = folder(settings);
    let (_, checked) = prepare(folder.path(), &Request::default());
    let line = |problem: &offprint::diagnostic::Diagnostic| {
        let kind = if problem.is_error() { "error" } else { "warning" };
        format!("{kind}[{}]: {} {:?}", problem.id, problem.message, problem.hints)
    };
    checked.diagnostics.iter().map(line).collect()
}

#[test]
fn a_list_has_the_papers_that_match_one_value_of_each_key() {
    assert_eq!(listed(""), ["agent", "cjk", "survey", "vision"]);
    assert_eq!(listed("include = { topics = [\"Agents\"] }"), ["agent", "survey"]);
    assert_eq!(listed("include = { topics = [\"agents\", \"vision\"], votes = 20 }"), ["survey"]);
    assert_eq!(listed("include = { has = [\"code\", \"data\"] }"), ["agent", "cjk"]);
    assert_eq!(listed("include = { words = [\"language model\"] }"), ["vision"]);
    assert_eq!(listed("include = { words = [\"language\", \"agent\"] }"), ["agent", "survey", "vision"]);
    assert_eq!(listed("include = { words = [\"言語\"] }"), ["cjk"]);
    assert_eq!(listed("include = { keywords = [\"tool use\"] }"), ["survey"]);
    assert_eq!(listed("include = { authors = [\"ada-byron\"] }"), ["agent"]);
    assert_eq!(listed("include = { organizations = [\"Works\"] }"), ["vision"]);
    assert_eq!(listed("include = { venues = [\"cvpr\"] }"), ["vision"]);
}

#[test]
fn a_list_leaves_out_papers_that_match_any_excluded_key() {
    assert_eq!(listed("exclude = { words = [\"survey\"] }"), ["agent", "cjk", "vision"]);
    assert_eq!(listed("exclude = { words = [\"survey\"], has = [\"data\"] }"), ["agent", "vision"]);
    assert_eq!(listed("include = { topics = [\"agents\"] }\nexclude = { votes = 20 }"), ["agent"]);
}

#[test]
fn papers_with_code_are_a_list_without_any_setting() {
    let tree = built(folder("").path());
    assert!(text(&tree, "lists/code/index.html").contains("<h1>Papers with code</h1>"));
    assert!(text(&tree, "lists/code/feed.xml").contains("urn:x-offprint:paper:agent<"));
    assert!(text(&tree, "feeds/index.html").contains("href=\"/p/lists/code/feed.xml\""));
    assert!(text(&tree, "feeds.opml").contains("https://example.org/p/lists/code/feed.xml"));
    assert!(!built(folder("[feeds]\ncode = false\n").path()).contains_key("lists/code/feed.xml"));
    let own = "[[feeds.query]]\nname = \"code\"\ntitle = \"Mine\"\ninclude = { has = [\"data\"] }\n";
    assert!(text(&built(folder(own).path()), "lists/code/feed.xml").contains("urn:x-offprint:paper:cjk<"));
}

#[test]
fn a_list_has_the_formats_of_the_settings() {
    let tree = built(folder("[feeds]\nformats = [\"rss\", \"json\"]\n").path());
    let all: Vec<&str> = tree.keys().map(String::as_str).filter(|path| path.starts_with("lists/")).collect();
    assert_eq!(all, ["lists/code/feed.json", "lists/code/feed.xml", "lists/code/index.html"]);
}

#[test]
fn what_a_filter_does_not_know_is_an_error_with_a_hint() {
    let query = |filter: &str| {
        problems(&format!("[[feeds.query]]\nname = \"l\"\ntitle = \"L\"\ninclude = {{ {filter} }}\n"))
    };
    assert_eq!(
        query("topics = [\"agent\"]"),
        [
            "error[unknown-filter-topic]: expected a topic of the archive, found `agent` [\"did you mean `agents`?\"]"
        ]
    );
    assert_eq!(
        query("topic = [\"agents\"]"),
        ["error[unknown-setting]: `feeds.query.include.topic` is not a setting [\"did you mean `topics`?\"]"]
    );
    assert_eq!(
        query("has = [\"cod\"]"),
        ["error[setting-value]: `feeds.query.include.has` is not a known value [\"write `code`\"]"]
    );
    assert_eq!(
        query("words = \"agent\""),
        [
            "error[setting-type]: `feeds.query.include.words`: expected a list of texts, found `\"agent\"` [\"write `[\\\"agent\\\"]`\"]"
        ]
    );
    assert_eq!(
        query("words = [\"quantum\"]"),
        [
            "warning[empty-query]: no paper matches the list `l` [\"check the spelling of the values of its filter\"]"
        ]
    );
}

#[test]
fn a_build_that_would_remove_a_paper_from_the_feed_stops_and_names_it() {
    let folder = folder("");
    let site = folder.path();
    let build = |more: &[&str]| run(site, &[&["build"], more].concat());
    assert_eq!(build(&[]).0, 0);
    let before = std::fs::read(site.join("public/feed.xml")).unwrap();
    let without = |id: &str| {
        let lines = PAPERS.lines().filter(|line| !line.contains(&format!("id: {id},")));
        put(site, "content/papers/all.yaml", lines.map(|line| format!("{line}\n")).collect::<String>());
    };
    without("vision");
    let (status, _, printed) = build(&[]);
    assert_eq!(status, 1, "{printed}");
    assert!(
        printed
            .contains("error[removed-items]: the feed would lose 1 of the 4 papers of 2026-03-05: `vision`"),
        "{printed}"
    );
    assert_eq!(std::fs::read(site.join("public/feed.xml")).unwrap(), before);
    assert_eq!(build(&["--allow-removals"]).0, 0);
    assert!(!std::fs::read_to_string(site.join("public/feed.xml")).unwrap().contains("vision"));
    // Nothing is missing from the feed of that build.
    assert_eq!(build(&[]).0, 0);
}

#[test]
fn a_paper_that_keeps_its_page_or_its_address_is_not_removed() {
    let folder = folder("");
    let build = || run(folder.path(), &["build"]);
    assert_eq!(build().0, 0);
    let edit = |from: &str, to: &str| put(folder.path(), "content/papers/all.yaml", PAPERS.replace(from, to));
    for (from, to) in [
        ("id: vision,", "id: seeing, aliases: [papers/vision/],"),
        ("id: vision,", "id: vision, withdrawn: An error.,"),
        ("title: Seeing", "title: Looking"),
        ("id: vision,", "id: vision, date: 2026-03-06,"),
    ] {
        edit(from, to);
        let (status, _, printed) = build();
        assert_eq!(status, 0, "{to}: {printed}");
        edit("", "");
        assert_eq!(run(folder.path(), &["build", "--allow-removals"]).0, 0);
    }
}
