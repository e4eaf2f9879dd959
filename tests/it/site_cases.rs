//! Sites that came out wrong elsewhere: what each must give. `tests/browser/cases.mjs` joins them for the checks of pages.

use crate::cli::run;
use crate::support::{Tree, build, copy, fixture_of_case, put, text};
use offprint::Request;
use scraper::{Html, Selector};
use std::collections::HashSet;

/// The smallest image: pages that name one need a file.
const PIXEL: &[u8] = b"\x89PNG\r\n\x1a\n";

fn built(case: &str) -> Tree {
    build(&fixture_of_case(case), &Request::default()).tree
}

/// Returns what `check` prints about a case.
fn checked(case: &str) -> String {
    let site = copy(&fixture_of_case(case));
    run(site.path(), &["check"]).1
}

fn all<'a>(page: &'a Html, css: &str) -> Vec<scraper::ElementRef<'a>> {
    page.select(&Selector::parse(css).unwrap()).collect()
}

/// Every id of a page occurs once, every link within it has a target, and no heading or list is empty.
fn is_sound(tree: &Tree) {
    for (path, bytes) in tree.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = Html::parse_document(std::str::from_utf8(bytes).unwrap());
        let ids: Vec<&str> = all(&page, "[id]").iter().filter_map(|one| one.value().id()).collect();
        let known: HashSet<&&str> = ids.iter().collect();
        assert_eq!(known.len(), ids.len(), "{path}: an id occurs twice: {ids:?}");
        for link in all(&page, "a[href^='#']") {
            let target = link.value().attr("href").unwrap().trim_start_matches('#');
            assert!(target.is_empty() || target == "top" || known.contains(&target), "{path}: #{target}");
        }
        for one in all(&page, "main h2, main li") {
            assert!(one.text().any(|text| !text.trim().is_empty()), "{path}: {}", one.html());
        }
        if !path.starts_with("old") && !all(&page, "a.skip").is_empty() {
            assert_eq!(all(&page, "main#main").len(), 1, "{path}");
        }
    }
}

#[test]
fn a_line_break_within_chinese_is_not_a_space_anywhere() {
    let tree = built("cjk-line-break");
    let summary = "我们把长序列切成小块，再逐块计算。";
    for path in ["papers/wrapped/index.html", "data/papers.jsonl", "days/2026-03-05/index.html"] {
        assert!(text(&tree, path).contains("小块，再逐块计算"), "{path}");
    }
    let page = text(&tree, "papers/wrapped/index.html");
    assert!(page.contains("显存占用") && page.contains("最好的结果。"), "{page}");
    assert!(
        Html::parse_document(page)
            .select(&Selector::parse("meta[name=description]").unwrap())
            .all(|meta| !meta.value().attr("content").unwrap().contains("显 存")
                && summary.starts_with("我们"))
    );
    for path in ["data/papers.jsonl", "feed.xml"] {
        let whole = text(&tree, path).matches("显存占用").count();
        assert!(whole >= 2 && !text(&tree, path).contains("显 存"), "{path}");
    }
}

#[test]
fn c_and_its_relatives_are_three_topics() {
    for (case, slugs) in
        [("topics-c", ["c", "c-plus-plus", "c-sharp"]), ("topics-c-vocabulary", ["c", "cpp", "csharp"])]
    {
        let tree = built(case);
        for slug in slugs {
            for file in ["index.html", "feed.xml"] {
                let path = format!("topics/{slug}/{file}");
                assert_eq!(text(&tree, &path).matches("A paper on").count().min(1), 1, "{case}: {path}");
            }
        }
    }
}

#[test]
fn files_for_the_host_are_published() {
    let tree = built("well-known");
    for path in [".well-known/security.txt", ".htaccess", "hello.txt"] {
        assert!(tree.contains_key(path), "{path}");
    }
}

#[test]
fn environments_without_dollars_are_formulas() {
    let tree = built("latex-without-dollars");
    let page = text(&tree, "papers/bare/index.html");
    assert_eq!(page.matches("<math").count(), 2, "{page}");
    assert!(page.contains("w_i \\, \\ell_i") && !page.contains("<em>"), "{page}");
}

#[test]
fn ids_of_content_and_of_the_theme_are_separate() {
    for case in ["id-clash", "math-labels"] {
        let tree = built(case);
        is_sound(&tree);
    }
    let tree = built("math-labels");
    let page = text(&tree, "papers/p1/index.html");
    assert!(page.contains(">1</a> and <a href=\"#p1-abstract-eq-1\">(1)</a>"), "{page}");
}

#[test]
fn a_dead_anchor_is_an_error_and_the_spellings_of_github_work() {
    let said = checked("anchors");
    assert_eq!(said.matches("error[").count(), 1, "{said}");
    assert!(said.contains("no heading of this page has the anchor `#does-not-exist`"), "{said}");
}

#[test]
fn harmless_html_survives_and_the_rest_is_reported() {
    let site = copy(&fixture_of_case("harmless-html"));
    put(site.path(), "static/q.png", PIXEL);
    let tree = build(site.path(), &Request::default()).tree;
    let page = text(&tree, "papers/a/index.html");
    for expected in [
        "<details open",
        "<ol start=\"3\" type=\"a\">",
        "<li value=\"5\">",
        "class=\"w50 right\"",
        "id=\"a-abstract-appendix\"",
        "href=\"#a-abstract-appendix\"",
        "<h3 id=\"a-abstract-mine\">",
        "<ruby>漢<rt>かん</rt></ruby>",
        "<time datetime=\"2026-01-01\">",
        "<bdo dir=\"rtl\">abc</bdo>",
        "<td class=\"right\">1</td><td class=\"right\">2</td>",
        "<div class=\"center\">centred</div>",
        "<dt>Term</dt><dd>Meaning</dd>",
    ] {
        assert!(page.contains(expected), "{expected} is not in {page}");
    }
    let said = run(site.path(), &["check"]).1;
    for removed in ["`<picture>`", "`<source>`", "`<video>`"] {
        assert!(said.contains(&format!("this HTML was removed: {removed}")), "{removed}: {said}");
    }
}

#[test]
fn every_alias_redirects() {
    let tree = built("aliases");
    for path in ["old/a.html", "wiki/Some+Page/index.html", "2019/05/a/index.html", "posts/a:b/index.html"] {
        assert!(text(&tree, path).contains("papers/a/"), "{path}: {:?}", tree.keys());
    }
    for path in ["wiki/Some Page/index.html", "статья/index.html", "index.php/index.html"] {
        assert!(tree.contains_key(path), "{path}: {:?}", tree.keys());
    }
    // Hosts that ignore letter case have one page for both.
    assert!(checked("aliases").contains("`/papers/A/` is the address of this page itself"));
}

#[test]
fn two_orcids_are_two_people() {
    let tree = built("two-orcids");
    let [one, two] =
        ["yong-li", "yong-li-2"].map(|slug| text(&tree, &format!("authors/{slug}/index.html")).to_owned());
    assert!(one.contains("Paper of the first") != two.contains("Paper of the first"), "{one} {two}");
}

#[test]
fn a_feed_has_all_papers_of_its_day_with_most_votes_first() {
    let tree = built("feed-cap");
    let feed = text(&tree, "feed.xml");
    assert_eq!(feed.matches("<item>").count(), 70);
    let day = text(&tree, "days/2026-03-05/index.html");
    let order = |text: &str, before: &str| -> Vec<String> {
        let ids = text.split(before).skip(1).filter_map(|rest| rest.split('/').next());
        let mut known = HashSet::new();
        ids.filter(|id| known.insert(id.to_string())).map(str::to_owned).collect()
    };
    assert_eq!(
        order(feed, "<link>https://lab.example.org/reads/papers/"),
        order(day, "<a href=\"/reads/papers/")
    );
}

#[test]
fn broken_xml_of_an_own_template_is_an_error_with_its_line() {
    let said = checked("broken-own-rss");
    assert!(said.contains("templates/rss.xml:14"), "{said}");
}

#[test]
fn an_own_robots_txt_is_published() {
    assert!(text(&built("own-robots"), "robots.txt").contains("GPTBot"));
}

#[test]
fn index_and_readme_are_the_page_of_their_folder() {
    let tree = built("index-readme");
    assert!(tree.contains_key("docs/index.html") && tree.contains_key("docs/start/index.html"));
    let home = text(&tree, "index.html");
    assert!(home.contains("A paper"), "the home page stays: {home}");
}

#[test]
fn a_date_far_ahead_is_reported_and_the_home_page_shows_another_day() {
    let said = checked("future-date");
    assert!(said.contains("warning[far-ahead]: 2062-03-05"), "{said}");
    let home = built("future-date");
    let home = text(&home, "index.html");
    let page = Html::parse_document(home);
    let day = page.select(&Selector::parse("main time").unwrap()).next().unwrap();
    assert_eq!(day.value().attr("datetime"), Some("2026-03-05"), "{home}");
}
