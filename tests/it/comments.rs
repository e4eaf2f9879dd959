//! Comments: what a page contains before a reader loads them, and what it may load then.

use crate::support::{Tree, build, copy, fixture, prepare, put, text};
use offprint::Request;
use offprint::diagnostic::lines;
use offprint::source::Texts;
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

const GISCUS: &str = "provider = \"giscus\"\nrepo_id = \"R_1\"\ncategory_id = \"DIC_1\"\n";

/// The week, with settings for comments.
fn week(settings: &str) -> TempDir {
    let site = copy(&fixture("week"));
    let own = fs::read_to_string(site.path().join("site.toml")).unwrap();
    put(site.path(), "site.toml", format!("{own}\n[comments]\n{settings}"));
    site
}

fn built(settings: &str) -> Tree {
    build(week(settings).path(), &Request::default()).tree
}

fn policy(html: &str) -> &str {
    let (_, rest) = html.split_once("Content-Security-Policy\" content=\"").unwrap();
    rest.split_once('"').unwrap().0
}

/// Returns the settings of the script on a paper's page.
fn load(tree: &Tree) -> Value {
    let (_, rest) = text(tree, "papers/everything/index.html").split_once("data-load=\"").unwrap();
    let load = rest.split_once('"').unwrap().0;
    serde_json::from_str(&load.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">")).unwrap()
}

fn problems_of(settings: &str) -> String {
    let site = week(settings);
    let (sources, checked) = prepare(site.path(), &Request::default());
    let about = checked.diagnostics.into_iter().filter(|problem| problem.message.contains("comments"));
    let text = sources.text("site.toml").unwrap();
    lines::render(&about.collect::<Vec<_>>(), &Texts::from([("site.toml".into(), text.into())]))
}

#[test]
fn papers_have_comments_and_nothing_else_changes() {
    let (without, with) = (built(""), built(GISCUS));
    let shown = |tree: &Tree| -> Vec<String> {
        let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains("giscus.app");
        let pages = tree.iter().filter(|(path, _)| path.ends_with(".html"));
        pages.filter(|(_, bytes)| holds(bytes)).map(|(path, _)| path.clone()).collect()
    };
    assert_eq!(shown(&without), [""; 0]);
    let papers: Vec<String> = with
        .keys()
        .filter(|path| path.starts_with("papers/") && path.ends_with("/index.html"))
        .filter(|path| !text(&with, path).contains("http-equiv=\"refresh\""))
        .cloned()
        .collect();
    assert!(papers.len() > 10);
    assert_eq!(shown(&with), papers);
    let strict = "default-src 'self';img-src 'self' data:;base-uri 'none';form-action 'self'";
    assert_eq!(policy(text(&with, "index.html")), strict);
    assert_eq!(
        policy(text(&with, "papers/everything/index.html")),
        "default-src 'self';script-src 'self' https://giscus.app/client.js;style-src 'self' https://giscus.app;\
         frame-src https://giscus.app;img-src 'self' data:;base-uri 'none';form-action 'self'"
    );
}

#[test]
fn a_page_has_the_settings_that_the_service_needs() {
    let tree = built(&format!("{GISCUS}repo = \"talk/papers\"\ncategory = \"A \\\"B\\\" </script>\""));
    let giscus = load(&tree);
    assert_eq!(giscus["src"], "https://giscus.app/client.js");
    assert_eq!(
        giscus["attributes"],
        json!({
            "data-repo": "talk/papers", "data-repo-id": "R_1", "data-category": "A \"B\" </script>", "data-category-id": "DIC_1",
            "data-mapping": "specific", "data-term": "papers/everything/", "data-strict": "1", "data-lang": "en",
            "data-reactions-enabled": "1", "data-emit-metadata": "0", "data-input-position": "top",
        })
    );
    let html = text(&tree, "papers/everything/index.html");
    let way =
        "https://github.com/talk/papers/discussions?discussions_q=in%3Atitle%20%22papers%2Feverything%2F%22";
    assert!(html.contains(&format!("<a href=\"{way}\">Comments on GitHub</a>")), "{html}");

    let tree = built("provider = \"utterances\"\nlabel = \"comments\"\nmapping = \"pathname\"");
    let utterances = load(&tree);
    assert_eq!(utterances["src"], "https://utteranc.es/client.js");
    assert_eq!(
        utterances["attributes"],
        json!({ "repo": "example/papers", "issue-term": "pathname", "label": "comments" })
    );
    let html = text(&tree, "papers/everything/index.html");
    assert!(html.contains("https://github.com/example/papers/issues?q=is%3Aissue%20in%3Atitle%20%22papers%2Fpapers%2Feverything%2F%22"));
    assert_eq!(
        policy(html),
        "default-src 'self';script-src 'self' https://utteranc.es/client.js;frame-src https://utteranc.es;\
         img-src 'self' data:;base-uri 'none';form-action 'self'"
    );
}

#[test]
fn a_missing_or_wrong_setting_is_reported_with_its_place() {
    assert_eq!(problems_of(GISCUS), "");
    assert_eq!(problems_of("provider = \"utterances\""), "");
    // Without a service the other settings are not required.
    assert_eq!(problems_of("repo_id = \"\""), "");
    insta::assert_snapshot!(problems_of("provider = \"giscus\""), @r#"
    site.toml:31:1: error[missing-setting]: `comments.category_id` is missing
      hint: add `category_id = "DIC_…"`
      hint: get it from https://giscus.app
    site.toml:31:1: error[missing-setting]: `comments.repo_id` is missing
      hint: add `repo_id = "R_…"`
      hint: get it from https://giscus.app
    "#);
    insta::assert_snapshot!(problems_of("provider = \"utterance\"\nrepo = \"https://github.com/user/papers\"\nrepo_id = \"R 1\"\nmapping = \"title\""), @"
    site.toml:32:12: error[setting-value]: `comments.provider` is not a known value
      hint: write `utterances`
    site.toml:33:8: error[setting-value]: `comments.repo` is not a repository on GitHub
      hint: write `user/papers`
    site.toml:34:11: error[setting-value]: `comments.repo_id` is not an id
      hint: write what the service shows for your repository
    site.toml:35:11: error[setting-value]: `comments.mapping` is not a known value
      hint: write `id` or `pathname`
    ");
    let site = copy(&fixture("minimal"));
    let own = fs::read_to_string(site.path().join("site.toml")).unwrap();
    put(site.path(), "site.toml", format!("{own}\n[comments]\nprovider = \"utterances\"\n"));
    let (_, checked) = prepare(site.path(), &Request::default());
    assert!(checked.value.is_none());
    insta::assert_snapshot!(lines::render(&checked.diagnostics, &Texts::new()), @r#"
    site.toml: error[missing-setting]: `comments.repo` is missing
      hint: add `repo = "user/papers"`
    "#);
}

#[test]
fn the_other_theme_has_comments_too() {
    let site = week(GISCUS);
    let own = fs::read_to_string(site.path().join("site.toml")).unwrap();
    put(site.path(), "site.toml", format!("theme = \"listing\"\nlanguage = \"de\"\n{own}"));
    let tree = build(site.path(), &Request::default()).tree;
    let html = text(&tree, "papers/everything/index.html");
    assert!(html.contains(">Kommentare anzeigen</button>") && policy(html).contains("giscus"), "{html}");
    assert_eq!(load(&tree)["attributes"]["data-lang"], "de");
}
