//! The exact output for reference managers and programs.

use crate::archive::PaperId;
use crate::site::export::bibtex;
use crate::site::kinds::Page;
use crate::site::plan::{Format, parts};
use crate::source::Sources;
use crate::{Prepared, Request};
use insta::assert_snapshot;

fn site(papers: &[&str]) -> Prepared {
    let papers: String = papers.iter().map(|paper| format!("  - {{abstract: x, {paper}}}\n")).collect();
    let yaml = format!("date: 2026-03-05\npapers:\n{papers}");
    let site = b"title = \"T\"\nbase_url = \"https://example.org/p/\"\n".to_vec();
    let sources = Sources::in_memory([("site.toml", site), ("content/papers/all.yaml", yaml.into_bytes())]);
    let checked = crate::prepare(&sources, &Request::default(), &());
    let wrong: Vec<_> = checked.diagnostics.iter().filter(|problem| problem.is_error()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    checked.value.unwrap()
}

fn file(site: &Prepared, path: &str) -> String {
    let output = site.plan.outputs.iter().find(|output| output.path.as_str() == path);
    let page = &output.unwrap_or_else(|| panic!("there is no {path}")).page;
    made(site, page)
}

fn made(site: &Prepared, page: &Page) -> String {
    let bytes = site.press().render(page, &Sources::in_memory([("site.toml", Vec::new())])).unwrap();
    String::from_utf8(bytes.as_ref().to_vec()).unwrap()
}

const HARD: &str = "id: x-1, title: \"The {LLM} of $O(n_{i})$ & 50% of $5 \\\\ iPhone\", authors: [Ludwig van Beethoven, Martin Luther King Jr., \"King, Jr., Martin\", The Foo and Bar Team, OpenAI, \"é {x} ~ # _ \"], topics: [agents], links: {doi: \"10.1000/182\"}";

#[test]
fn names_capitals_and_formulas_are_preserved_in_bibtex() {
    assert_snapshot!(file(&site(&[HARD]), "data/papers.bib"), @r"
    @misc{beethoven2026llm-x-1,
      title = {The {\textbraceleft{}LLM\textbraceright{}} of {$O(n_{i})$} \& 50\% of \$5 \textbackslash{} {iPhone}},
      author = {Ludwig van Beethoven and King, Jr., Martin Luther and King, Jr., Martin and {The Foo and Bar Team} and OpenAI and é \textbraceleft{}x\textbraceright{} \textasciitilde{} \# \_},
      year = {2026},
      month = mar,
      doi = {10.1000/182},
      url = {https://example.org/p/papers/x-1/},
      keywords = {Agents},
      abstract = {x},
    }
    ");
}

#[test]
fn ris_has_surnames_first() {
    assert_snapshot!(file(&site(&[HARD]), "data/days/2026-03-05.ris").replace('\r', ""), @r"
    TY  - UNPB
    ID  - x-1
    TI  - The {LLM} of $O(n_{i})$ & 50% of $5 \ iPhone
    AU  - van Beethoven, Ludwig
    AU  - King, Martin Luther, Jr.
    AU  - King, Martin, Jr.
    AU  - The Foo and Bar Team
    AU  - OpenAI
    AU  - _, é {x} ~ #
    PY  - 2026
    DA  - 2026/03/05
    DO  - 10.1000/182
    UR  - https://example.org/p/papers/x-1/
    KW  - Agents
    ER  -
    ");
}

#[test]
fn csl_has_names_in_parts() {
    assert_snapshot!(file(&site(&[HARD]), "data/topics/agents.csl.json"), @r#"[{"id":"beethoven2026llm-x-1","type":"article","title":"The {LLM} of $O(n_{i})$ & 50% of $5 \\ iPhone","author":[{"family":"Beethoven","given":"Ludwig","non-dropping-particle":"van"},{"family":"King","given":"Martin Luther","suffix":"Jr."},{"family":"King","given":"Martin","suffix":"Jr."},{"literal":"The Foo and Bar Team"},{"literal":"OpenAI"},{"family":"_","given":"é {x} ~ #"}],"issued":{"date-parts":[[2026,3,5]]},"DOI":"10.1000/182","URL":"https://example.org/p/papers/x-1/"}]"#);
}

#[test]
fn a_json_line_contains_the_whole_paper() {
    assert_snapshot!(file(&site(&[HARD]), "data/papers.jsonl"), @r#"{"id":"x-1","url":"https://example.org/p/papers/x-1/","title":"The {LLM} of $O(n_{i})$ & 50% of $5 \\ iPhone","authors":["Ludwig van Beethoven","Martin Luther King Jr.","King, Jr., Martin","The Foo and Bar Team","OpenAI","é {x} ~ # _"],"author_count":6,"dates":["2026-03-05"],"topics":["agents"],"abstract":"x","links":{"doi":"10.1000/182"},"citation_key":"beethoven2026llm-x-1"}"#);
}

#[test]
fn keys_are_unique_for_any_bibtex_in_entries() {
    let own = |id: &str, key: &str| {
        format!("id: {id}, title: Of Same, authors: [A B], bibtex: \"@misc{{{key}, title = {{T}}}}\"")
    };
    let (a, b, c) = (own("a", "same"), own("b", "Same"), own("c", "b2026same-d"));
    let papers = [
        "id: d, title: Of Same, authors: [A B]",
        "id: e, title: Of Same, authors: [A B]",
        &a,
        &b,
        &c,
        "id: f, title: Broken, bibtex: \"@misc{k, title = {T\"",
    ];
    let text = file(&site(&papers), "data/papers.bib");
    let keys: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix('@')?.split(['{', ',']).nth(1)).collect();
    assert_eq!(keys, ["2026broken-f", "b2026same-e", "b2026same-d", "b2026same-d-c", "Same", "same-a"]);
    assert!(text.contains("title = {Broken}"), "{text}");
}

#[test]
fn the_estimated_size_is_an_upper_bound() {
    let marks = "\\\\\\\\ {}~^ &%#_$ ABC aBc".repeat(9);
    let all = format!(
        "id: y, title: \"{marks}\", authors: [\"{marks}\", {{name: \"A B\", orcid: 0000-0002-1825-0097, affiliation: \"{marks}\"}}], venue: \"{marks}\", keywords: [\"{marks}\"], extra: {{k: \"{marks}\"}}, license: \"{marks}\", withdrawn: \"{marks}\", submitted_by: a, thumbnail: \"https://example.org/a.png\", links: {{arxiv: \"2401.00001\", doi: \"10.1000/a_b\", code: \"https://example.org/x\", other: [{{label: \"{marks}\", url: \"https://example.org/y\"}}]}}, organization: {{handle: a, name: B}}, topics: [t, u], summary: \"{marks}\""
    );
    for paper in [HARD, "id: a, title: b", all.as_str()] {
        let site = site(&[paper]);
        for (path, whole) in [
            ("data/papers.bib", parts::Whole::Bibtex { abstracts: true }),
            ("data/papers.jsonl", parts::Whole::Lines { abstracts: true }),
        ] {
            let (is, most) = (file(&site, path).len(), parts::most(&site.archive, PaperId(0), whole));
            assert!(is <= most, "{path}: {is} > {most}\n{}", file(&site, path));
        }
    }
}

#[test]
fn a_page_has_a_markdown_version() {
    assert_snapshot!(made(&site(&[HARD]), &Page::Twin(PaperId(0))), @r"
    # The {LLM} of $O(n\_{i})$ & 50% of $5 \\ iPhone

    - Authors: Ludwig van Beethoven; Martin Luther King Jr.; King, Jr., Martin; The Foo and Bar Team; OpenAI; é {x} ~ \# \_
    - Featured: 2026-03-05
    - Topics: Agents
    - Page: <https://example.org/p/papers/x-1/>
    - DOI: 10.1000/182

    ## Abstract

    x
    ");
}

#[test]
fn indexes_list_what_exists() {
    let site = site(&[HARD]);
    assert_snapshot!(file(&site, "data/index.json"), @r#"{"version":1,"title":"T","url":"https://example.org/p/","schema":"https://example.org/p/data/records.schema.json","newest":"2026-03-05","papers":1,"abstracts":true,"jsonl":[{"url":"https://example.org/p/data/papers.jsonl","papers":1,"from":"2026-03-05","to":"2026-03-05"}],"bibtex":[{"url":"https://example.org/p/data/papers.bib","papers":1,"from":"2026-03-05","to":"2026-03-05"}],"days":{"bib":"https://example.org/p/data/days/{date}.bib","csl.json":"https://example.org/p/data/days/{date}.csl.json","json":"https://example.org/p/data/days/{date}.json","ris":"https://example.org/p/data/days/{date}.ris"},"topics":{"bib":"https://example.org/p/data/topics/{slug}.bib","csl.json":"https://example.org/p/data/topics/{slug}.csl.json","json":"https://example.org/p/data/topics/{slug}.json","ris":"https://example.org/p/data/topics/{slug}.ris"}}"#);
    assert_snapshot!(file(&site, "freshness.json"), @r#"
    {"version":1,"program":"Offprint 0.1.0","url":"https://example.org/p/","newest":"2026-03-05","papers":1,"days":1,"topics":1,"authors":6,"organizations":0,"feeds":[{"url":"https://example.org/p/feed.xml","newest":"2026-03-05"},{"url":"https://example.org/p/days/feed.xml","newest":"2026-03-05"},{"url":"https://example.org/p/weeks/feed.xml","newest":"2026-03-05"},{"url":"https://example.org/p/topics/agents/feed.xml","newest":"2026-03-05"}]}
    "#);
    assert_snapshot!(file(&site, "llms.txt"), @"
    # T

    An archive of 1 papers on 1 days; the newest day is 2026-03-05.

    - [Latest day](https://example.org/p/days/2026-03-05/): its papers, most votes first
    - [Archive](https://example.org/p/archive/): every day; a day's page is days/YYYY-MM-DD/, a paper's papers/ID/
    - [Feed](https://example.org/p/feed.xml): the newest papers as RSS
    - [Data](https://example.org/p/data/index.json): every file of data and its schema
    - [papers.jsonl](https://example.org/p/data/papers.jsonl): all papers, JSON, one a line
    - [papers.bib](https://example.org/p/data/papers.bib): all papers, BibTeX

    ## Topics

    - [Agents](https://example.org/p/topics/agents/): 1 papers
    ");
    assert_eq!(Format::CITATIONS.map(Format::extension), ["bib", "ris", "csl.json"]);
}

#[test]
fn keywords_are_written_once_in_any_case() {
    let topics: Vec<String> = (0..50_000).map(|at| format!("Topic {}", at / 2)).collect();
    let topics: Vec<&str> = topics.iter().map(String::as_str).collect();
    let sources = Sources::in_memory([
        ("site.toml", b"title = \"T\"\nbase_url = \"https://example.org/\"\n".to_vec()),
        (
            "content/papers/a.yaml",
            b"{id: a, title: A, abstract: x, date: 2026-03-05, keywords: [TOPIC 0, other]}".to_vec(),
        ),
    ]);
    let archive = crate::prepare(&sources, &Request::default(), &()).value.unwrap().archive;
    let more = bibtex::More { topics, keywords: true, text: false };
    let mut out = String::new();
    bibtex::entry_of_many(&archive.papers[0], "https://example.org/", &more, &mut out);
    let keywords = out.lines().find_map(|line| line.strip_prefix("  keywords = {")).unwrap();
    let keywords: Vec<&str> = keywords.trim_end_matches("},").split(", ").collect();
    assert_eq!(keywords.len(), 25_001);
    assert_eq!((keywords[0], keywords[25_000]), ("Topic 0", "other"));
}
