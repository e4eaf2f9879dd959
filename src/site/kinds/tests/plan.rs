//! Paths, and conflicts between claims.

use crate::Request;
use crate::site::kinds::Page;
use crate::source::Sources;

/// Plans a site of these papers, given as YAML mappings, and files of `static/`.
fn plan_of(papers: &[&str], statics: &[&str]) -> (Vec<(String, &'static str)>, Vec<String>) {
    let yaml = format!(
        "date: 2026-03-05\npapers:\n{}",
        papers.iter().map(|paper| format!("  - {paper}\n")).collect::<String>()
    );
    let mut files = vec![
        ("site.toml".to_owned(), b"title = \"T\"\nbase_url = \"https://example.org/\"\n".to_vec()),
        ("content/papers/all.yaml".to_owned(), yaml.into_bytes()),
    ];
    files.extend(statics.iter().map(|path| (format!("static/{path}"), b"x".to_vec())));
    let sources = Sources::in_memory(files);
    let checked = crate::prepare(&sources, &Request::default(), &());
    let mut problems = checked.diagnostics;
    let texts = crate::content::places::settle(&sources, &mut problems);
    let errors = crate::diagnostic::lines::render(&problems, &texts);
    let kind = |page: &Page| match page {
        Page::Redirect(_) => "redirect",
        Page::StaticFile(_) => "file",
        Page::Paper(_) => "paper",
        Page::SiteFeed(_) | Page::TopicFeed(_) | Page::AuthorFeed(_) | Page::OrganizationFeed(_) => "feed",
        _ => "other",
    };
    let outputs = checked.value.unwrap().plan.outputs;
    let outputs = outputs.iter().map(|output| (output.path.to_string(), kind(&output.page))).collect();
    (outputs, errors.lines().filter(|line| line.contains("error")).map(str::to_owned).collect())
}

fn kinds(outputs: &[(String, &'static str)], path: &str) -> Vec<&'static str> {
    outputs.iter().filter(|(own, _)| own.eq_ignore_ascii_case(path)).map(|(_, kind)| *kind).collect()
}

const A: &str = "{id: a, title: A, abstract: x}";

#[test]
fn paths_are_sorted_and_one_file_each() {
    let (outputs, errors) =
        plan_of(&[A, "{id: b, title: B, abstract: x, topics: [t], authors: [P Q]}"], &["x/y.txt"]);
    assert_eq!(errors, [""; 0]);
    assert!(outputs.is_sorted_by(|a, b| a.0 < b.0), "{outputs:?}");
    assert_eq!(kinds(&outputs, "x/y.txt"), ["file"]);
    assert_eq!(kinds(&outputs, "topics/t/feed.xml"), ["feed"]);
}

#[test]
fn lists_with_votes_have_a_page_by_votes() {
    let papers: Vec<String> = (1..=10)
        .map(|at| {
            let more = match at {
                1 | 2 => "upvotes: 3, topics: [voted], organization: ours, authors: [Ada Byron, Of Two]",
                _ => "date: 2026-03-04, topics: [quiet], authors: [Ada Byron]",
            };
            format!("{{id: p{at}, title: T, {more}}}")
        })
        .collect();
    let papers: Vec<&str> = papers.iter().map(String::as_str).collect();
    let lists = |papers: &[&str]| -> Vec<String> {
        let (outputs, errors) = plan_of(papers, &[]);
        assert_eq!(errors, [""; 0]);
        outputs
            .into_iter()
            .filter_map(|(path, _)| Some(path.strip_suffix("/votes/index.html")?.to_owned()))
            .collect()
    };
    let all = ["authors/ada-byron", "months/2026-03", "organizations/ours", "topics/voted", "weeks/2026-W10"];
    assert_eq!(lists(&papers), all);
    // An author's short list has no page by votes, and a single day is sorted by votes.
    assert_eq!(lists(&papers[..2]), ["organizations/ours", "topics/voted"]);
    assert_eq!(lists(&papers[1..9]), [""; 0]);
}

#[test]
fn an_alias_does_not_replace_a_page() {
    let alias =
        "{id: 0, title: T, abstract: x, aliases: [/papers/a/, /feed.xml, /PAPERS/A/, /papers/index.html/x]}";
    let (outputs, errors) = plan_of(&[alias, A], &[]);
    assert_eq!(kinds(&outputs, "papers/a/index.html"), ["paper"]);
    assert_eq!(kinds(&outputs, "feed.xml"), ["feed"]);
    assert_eq!(kinds(&outputs, "feed.xml/index.html"), [""; 0]);
    assert_eq!(errors.len(), 3, "{errors:#?}");
}

#[test]
fn a_static_file_yields_to_a_folder_of_pages() {
    let (outputs, errors) = plan_of(&[A], &["papers", "Days", "ok"]);
    assert_eq!(kinds(&outputs, "papers"), [""; 0]);
    assert_eq!(kinds(&outputs, "days"), [""; 0]);
    assert_eq!(kinds(&outputs, "papers/a/index.html"), ["paper"]);
    assert_eq!(kinds(&outputs, "ok"), ["file"]);
    assert_eq!(errors.len(), 2, "{errors:#?}");
}

#[test]
fn of_two_nested_aliases_the_inner_one_yields() {
    let (outputs, errors) = plan_of(&["{id: a, title: T, abstract: x, aliases: [/x.html, /x.html/y/]}"], &[]);
    assert_eq!(kinds(&outputs, "x.html"), ["redirect"]);
    assert_eq!(kinds(&outputs, "x.html/y/index.html"), [""; 0]);
    assert_eq!(errors.len(), 1, "{errors:#?}");
}

#[test]
fn a_plan_can_be_written() {
    // No planned file is a folder of another, whatever entries request.
    let wild = "{id: a, title: T, abstract: x, aliases: [/x, /x/index.html, /x/index.html/y, /days, /days/, /index.html/z, /assets, /404.html/]}";
    let (outputs, _) = plan_of(
        &[wild, "{id: B, title: T, abstract: x, aliases: [/papers/b, /papers/b/index.html]}"],
        &["x", "a/b", "a"],
    );
    let files: std::collections::BTreeSet<String> =
        outputs.iter().map(|(path, _)| path.to_lowercase()).collect();
    assert_eq!(files.len(), outputs.len());
    for path in &files {
        for (at, _) in path.match_indices('/') {
            assert!(!files.contains(&path[..at]), "{path} needs a folder where a file is");
        }
    }
}

#[test]
fn a_long_list_of_authors_has_a_page_for_each_letter() {
    let authors = |count: usize| {
        let many = (0..count).map(|number| format!("S{} {number}", ["a", "e", ""][number % 3]));
        let names: Vec<String> = many
            .chain(["Page", "Letter", "Ada", "李", "42"].map(str::to_owned))
            .map(|name| format!("{name:?}"))
            .collect();
        // A paper gives pages to at most 1,000 authors.
        let paper = |(at, names): (usize, &[String])| {
            format!("{{id: a{at}, title: A {at}, abstract: x, authors: [{}]}}", names.join(", "))
        };
        let papers: Vec<String> = names.chunks(900).enumerate().map(paper).collect();
        let (outputs, errors) = plan_of(&papers.iter().map(String::as_str).collect::<Vec<_>>(), &[]);
        assert_eq!(errors, [""; 0]);
        let letters =
            outputs.into_iter().map(|(path, _)| path).filter(|path| path.starts_with("authors/page/"));
        letters.collect::<Vec<_>>()
    };
    assert_eq!(authors(1_900), ["authors/page/feed.xml", "authors/page/index.html"]);
    let pages = authors(2_100);
    for key in ["a", "l", "p", "other", "s-", "sa", "se"] {
        assert!(pages.contains(&format!("authors/page/{key}/index.html")), "{key}: {pages:?}");
    }
    assert_eq!(pages.len(), 9, "{pages:?}");
}
