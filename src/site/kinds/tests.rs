//! Machine-readable parts of a paper's page.

mod contract;
mod exports;
mod mutants;
mod plan;

use super::{scholar, search_index};
use crate::Request;
use crate::site::export::bibtex;
use crate::source::Sources;
use insta::assert_snapshot;

/// Returns the BibTeX and JSON-LD of a paper, given as YAML.
fn cite(paper: &str) -> String {
    let yaml = format!("date: 2026-03-05\npapers:\n  - {{abstract: x, {paper}}}\n");
    let site = b"title = \"T\"\nbase_url = \"https://example.org/p/\"\n".to_vec();
    let sources = Sources::in_memory([("site.toml", site), ("content/papers/all.yaml", yaml.into_bytes())]);
    let prepared = crate::prepare(&sources, &Request::default(), &()).value.unwrap();
    let paper = prepared.archive.papers.first().expect("a paper without errors");
    let record = scholar::json_ld(paper);
    format!("{}\n{record}", bibtex::entry(paper, "https://example.org/p/papers/x/"))
}

fn page(settings: &str, files: &[(&str, &str)], address: &str) -> String {
    let settings = format!("title = \"T\"\nbase_url = \"https://example.org/p/\"\n{settings}");
    let files = files.iter().copied().chain([("site.toml", settings.as_str())]);
    let sources = Sources::in_memory(files.map(|(path, text)| (path, text.as_bytes().to_vec())));
    let prepared = crate::prepare(&sources, &Request::default(), &()).value.unwrap();
    let page = prepared.plan.page_at(&format!("{address}index.html")).expect(address);
    let page = prepared.press().render(page, &sources).unwrap();
    let text = String::from_utf8(page.as_ref().to_vec()).unwrap();
    text.split_once("<body>").unwrap().1.to_owned()
}

#[test]
fn the_menu_marks_only_the_item_of_the_page() {
    let menu = "[[menu]]\nlabel = \"Guide\"\nurl = \"/guide/\"\n[[menu]]\nlabel = \"Else\"\nurl = \"https://example.net/\"\n[[menu]]\nlabel = \"Start\"\nurl = \"/\"\n";
    let content = "---\ntitle: One\n---\nx\n";
    let files = [
        ("content/pages/guide.md", content),
        ("content/pages/guide/one.md", content),
        ("content/pages/about.md", content),
    ];
    let marked = |address: &str| -> Vec<String> {
        let text = page(menu, &files, address);
        text.lines().filter(|line| line.contains("aria-current")).map(str::to_owned).collect()
    };
    assert_eq!(marked("guide/"), [r#"<li><a href="/p/guide/" aria-current="page">Guide</a>"#]);
    assert_eq!(marked("guide/one/"), [r#"<li><a href="/p/guide/" aria-current="true">Guide</a>"#]);
    assert_eq!(marked("about/"), Vec::<String>::new());
    assert_eq!(marked("archive/"), [r#"<li><a href="/p/archive/" aria-current="page">Archive</a>"#]);
}

/// Returns the links of a page's list of its folder, the current one marked by `*`, and those to the pages before and
/// after it.
fn folder_links(files: &[(&str, &str)], address: &str) -> (Vec<String>, Vec<String>) {
    let text = page("", files, address);
    let nav = |class: &str| {
        let (_, rest) = text.split_once(&format!("<nav class=\"{class}\"")).unwrap_or_default();
        rest.split("</nav>").next().unwrap_or_default().to_owned()
    };
    let links = |nav: &str| -> Vec<String> {
        let links = nav.split("<a ").skip(1).filter_map(|link| link.split("</a>").next());
        let shown = |link: &str| {
            let (head, label) = link.split_once('>').unwrap_or_default();
            format!("{}{label}", if head.contains("aria-current=\"page\"") { "*" } else { "" })
        };
        links.map(shown).collect()
    };
    (links(&nav("toc all")), links(&nav("turn near")))
}

#[test]
fn a_page_lists_the_pages_of_its_folder_and_links_the_previous_and_the_next() {
    let files = [
        (
            "content/pages/guide.md",
            "---\ntitle: Guide\n---\n[B](guide/b.md), [A](guide/a.md#x), [B](guide/b.md)\n",
        ),
        ("content/pages/guide/a.md", "---\ntitle: A\n---\nx\n"),
        ("content/pages/guide/b.md", "---\ntitle: B & co\n---\nx\n"),
        ("content/pages/guide/c.md", "---\ntitle: Zed\nweight: 1\n---\nx\n"),
        ("content/pages/guide/d.md", "---\ntitle: An end\n---\nx\n"),
        ("content/pages/guide/deep/e.md", "---\ntitle: E\n---\nx\n"),
    ];
    // First the pages that the page of the folder links to, in that order; then by weight; then by title.
    let (list, near) = folder_links(&files, "guide/a/");
    assert_eq!(list, ["B &amp; co", "*A", "Zed", "An end"]);
    assert_eq!(near, ["Previous: B &amp; co", "Next: Zed"]);
    let (_, near) = folder_links(&files, "guide/b/");
    assert_eq!(near, ["Next: A"]);
    assert!(page("", &files, "guide/a/").contains("<nav class=\"toc all\" aria-label=\"Guide\">"));
    // A page outside of any folder, and the only page of a folder, list nothing.
    for address in ["guide/", "guide/deep/e/"] {
        assert_eq!(folder_links(&files, address), (vec![], vec![]), "{address}");
    }
}

#[test]
fn a_page_of_a_very_large_folder_lists_the_nearest_pages() {
    let text: Vec<(String, String)> = (0..300)
        .map(|at| (format!("content/pages/all/p{at:03}.md"), format!("---\ntitle: P{at:03}\n---\nx\n")))
        .collect();
    let files: Vec<(&str, &str)> = text.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (list, near) = folder_links(&files, "all/p150/");
    assert_eq!((list.len(), list[0].as_str(), list[50].as_str()), (101, "P100", "*P150"));
    assert_eq!(near, ["Previous: P149", "Next: P151"]);
}

#[test]
fn a_paper_on_two_days_counts_once_per_period() {
    let papers = "date: 2026-03-04\npapers:\n  - {id: a, title: A, date: [2026-03-04, 2026-03-05]}\n  - {id: b, title: B}\n";
    for address in ["weeks/2026-W10/", "months/2026-03/", "archive/"] {
        let text = page("", &[("content/papers/all.yaml", papers)], address);
        assert!(text.contains("2 papers") && !text.contains("3 papers"), "{text}");
    }
}

#[test]
fn weeks_by_votes_link_to_weeks_by_votes() {
    let week = |days: [u32; 2], votes: [u32; 2]| -> String {
        let papers = days.iter().zip(votes);
        let paper = |(day, votes): (&u32, u32)| {
            format!("  - {{id: p{day}, title: T, date: 2026-03-{day:02}, upvotes: {votes}}}\n")
        };
        format!("papers:\n{}", papers.map(paper).collect::<String>())
    };
    let (first, second, third) = (week([3, 5], [1, 0]), week([10, 12], [3, 4]), week([17, 19], [1, 2]));
    let files = [
        ("content/papers/a.yaml", first.as_str()),
        ("content/papers/b.yaml", second.as_str()),
        ("content/papers/c.yaml", third.as_str()),
    ];
    let text = page("", &files, "weeks/2026-W11/votes/");
    let links: Vec<&str> = text.split("href=\"").filter_map(|rest| rest.split('"').next()).collect();
    let weeks: Vec<&&str> = links.iter().filter(|link| link.contains("/weeks/")).collect();
    // The trail, the adjacent weeks (one without votes), the current scale, and both orders.
    let expected = ["W11/", "W10/", "W12/votes/", "W11/votes/", "W11/", "W11/votes/"];
    assert_eq!(weeks.len(), expected.len(), "{weeks:?}");
    assert!(weeks.iter().zip(expected).all(|(link, end)| link.ends_with(end)), "{weeks:?}");
    let papers: Vec<&&str> = links.iter().filter(|link| link.contains("/papers/")).collect();
    assert_eq!(papers, [&"/p/papers/p12/", &"/p/papers/p10/"]);
}

#[test]
fn texts_in_another_language_are_marked() {
    let papers = "date: 2026-03-04\npapers:\n  - {id: a, title: 深層学習の応用, abstract: 本論文では新しい手法を提案する。}\n  - {id: b, title: Plain, abstract: Text.}\n  - {id: c, title: التعلم العميق, abstract: ملخص قصير., lang: ar}\n";
    let files = [("content/papers/all.yaml", papers)];
    let marks = |settings: &str, address: &str| {
        let text = page(settings, &files, address);
        text.matches(" lang=\"").count()
    };
    // Titles, first sentences and abstracts of two papers; the third is in the site's language.
    assert_eq!(marks("", "days/2026-03-04/"), 6);
    assert_eq!(marks("language = \"ja\"\n", "days/2026-03-04/"), 3);
    assert_eq!(marks("language = \"ja\"\nentry_language = \"en\"\n", "days/2026-03-04/"), 6);
    assert!(page("", &files, "papers/a/").contains("<h1 data-own dir=\"ltr\" lang=\"ja\">"));
    assert!(page("", &files, "papers/b/").contains("<h1 data-own dir=\"auto\">"));
    assert!(page("", &files, "papers/c/").contains("<h1 data-own dir=\"rtl\" lang=\"ar\">"));
    assert!(page("", &files, "weeks/2026-W10/").contains("<a href=\"/p/papers/c/\" lang=\"ar\">"));
}

#[test]
fn rising_terms_link_to_a_search() {
    let papers = |date: &str, count: usize, title: &str| {
        let papers: String =
            (0..count).map(|at| format!("  - {{id: \"{date}.{at}\", title: \"{title} {at}\"}}\n")).collect();
        format!("date: {date}\npapers:\n{papers}")
    };
    let (now, before) = (papers("2026-01-12", 12, "World models"), papers("2026-01-05", 40, "Gradients"));
    let files = [("content/papers/now.yaml", now.as_str()), ("content/papers/before.yaml", before.as_str())];
    let week = |settings: &str| page(settings, &files, "weeks/2026-W03/");
    assert!(week("").contains(r#"href="/p/search/?q=World%20models""#), "{}", week(""));
    let bare = week("[search]\nenabled = false\n");
    assert!(bare.contains(">World models<") && !bare.contains("?q="), "{bare}");
}

#[test]
fn a_paper_of_arxiv_is_cited_as_arxiv_does() {
    let paper = "id: \"1706.03762\", title: \"Attention Is All You Need: BERT & 50% of $O(n_i)$\", authors: [Ashish Vaswani, \"Łukasz Kaiser\"], published: 2017-06-12";
    assert_snapshot!(cite(paper), @r#"
    @misc{vaswani2017attention-1706.03762,
      title = {Attention Is All You Need: {BERT} \& 50\% of {$O(n_i)$}},
      author = {Ashish Vaswani and Łukasz Kaiser},
      year = {2017},
      month = jun,
      eprint = {1706.03762},
      archivePrefix = {arXiv},
      doi = {10.48550/arXiv.1706.03762},
      url = {https://arxiv.org/abs/1706.03762},
    }
    {"@context":"https://schema.org","@type":"ScholarlyArticle","headline":"Attention Is All You Need: BERT \u0026 50% of $O(n_i)$","author":[{"@type":"Person","name":"Ashish Vaswani"},{"@type":"Person","name":"Łukasz Kaiser"}],"datePublished":"2017-06-12","identifier":"https://doi.org/10.48550/arXiv.1706.03762"}
    "#);
}

#[test]
fn names_of_groups_and_venues_are_preserved() {
    let paper = "id: x, title: \"A \\\\ {brace_} ~ 5^2 # $5\", authors: [\"Byron, Ada\", The Foo and Bar Team], venue: Journal of Foo & Bar, links: {doi: 10.1000/182}";
    assert_snapshot!(cite(paper), @r#"
    @article{byron2026brace-x,
      title = {A \textbackslash{} \textbraceleft{}brace\_\textbraceright{} \textasciitilde{} 5\textasciicircum{}2 \# \$5},
      author = {Byron, Ada and {The Foo and Bar Team}},
      year = {2026},
      month = mar,
      journal = {Journal of Foo \& Bar},
      doi = {10.1000/182},
      url = {https://example.org/p/papers/x/},
    }
    {"@context":"https://schema.org","@type":"ScholarlyArticle","headline":"A \\ {brace_} ~ 5^2 # $5","author":[{"@type":"Person","name":"Byron, Ada"},{"@type":"Person","name":"The Foo and Bar Team"}],"datePublished":"2026-03-05","identifier":"https://doi.org/10.1000/182","isPartOf":{"@type":"PublicationIssue","name":"Journal of Foo \u0026 Bar"}}
    "#);
}

#[test]
fn json_ld_cannot_end_its_script() {
    let text =
        cite("id: x, title: \"</script><!-- & \\u2028 \\\" \", license: CC-BY-4.0, keywords: [\"]]>\"]");
    let record = text.lines().last().unwrap();
    assert!(!record.contains(['<', '>', '&', '\u{2028}']), "{record}");
    let record: serde_json::Value = serde_json::from_str(record).unwrap();
    assert_eq!(record["headline"], "</script><!-- & \"");
}

#[test]
fn a_long_title_has_a_short_headline_and_a_full_name() {
    let title = "word ".repeat(40);
    let text = cite(&format!("id: x, title: \"{title}\""));
    let record: serde_json::Value = serde_json::from_str(text.lines().last().unwrap()).unwrap();
    assert_eq!(record["name"], title.trim());
    assert!(record["headline"].as_str().unwrap().chars().count() <= 110);
}

#[test]
fn a_paper_without_a_title_is_named_in_the_language_of_the_site() {
    let paper = "title: ''\ndate: 2026-03-05\nabstract: Ein Text.\n";
    let settings = "title = \"T\"\nbase_url = \"https://example.org/p/\"\nlanguage = \"de\"\n";
    let files = [("site.toml", settings), ("content/papers/x.yaml", paper)];
    let sources = Sources::in_memory(files.map(|(path, text)| (path, text.as_bytes().to_vec())));
    let prepared = crate::prepare(&sources, &Request::default(), &()).value.unwrap();
    for path in ["papers/x/index.html", "days/2026-03-05/index.html"] {
        let page = prepared.plan.page_at(path).expect(path);
        let page = prepared.press().render(page, &sources).unwrap();
        let text = String::from_utf8(page.as_ref().to_vec()).unwrap();
        assert!(text.contains(">Ohne Titel<") && !text.contains("Untitled<"), "{text}");
    }
    let id = prepared.archive.paper_ids().next().unwrap();
    let press = prepared.press();
    let card = search_index::card(press.records.paper(id), &press.shared);
    let card: serde_json::Value = serde_json::from_str(&card).unwrap();
    assert_eq!(card["title"], "Ohne Titel", "a result of a search has something to click on");
}
