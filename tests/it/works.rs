//! What an entry says of names, dates and the kind of a work, in every file that shows it: as much as the entry says, and no more.

use crate::support::{Tree, build, put, text};
use offprint::Request;
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

const SITE: &str = "title = \"T\"\nbase_url = \"https://example.org/\"\n[data]\nmarkdown = true\n";

/// Builds a site of papers in one file.
fn site(papers: &str) -> (TempDir, Tree) {
    let folder = TempDir::new().unwrap();
    put(folder.path(), "site.toml", SITE);
    put(folder.path(), "content/papers/all.yaml", papers);
    let tree = build(folder.path(), &Request::default()).tree;
    (folder, tree)
}

/// Returns the item of a paper in a file of CSL.
fn csl(tree: &Tree, path: &str, title: &str) -> Value {
    let items: Vec<Value> = serde_json::from_str(text(tree, path)).unwrap();
    items.into_iter().find(|item| item["title"] == title).unwrap_or_else(|| panic!("{path} has no {title}"))
}

/// Returns the record of a paper in a file of RIS.
fn ris<'t>(tree: &'t Tree, path: &str, id: &str) -> Vec<&'t str> {
    let records = text(tree, path).split("ER  - \r\n\r\n");
    let record = records.map(|record| record.lines().collect::<Vec<_>>());
    let id = format!("ID  - {id}");
    record
        .into_iter()
        .find(|lines| lines.contains(&id.as_str()))
        .unwrap_or_else(|| panic!("{path} has no {id}"))
}

#[test]
fn each_kind_of_work_is_cited_as_its_own() {
    // `type`, more keys, then what they are in BibTeX, RIS, CSL, JSON-LD, and a tag of the page.
    let kinds = [
        (
            "article",
            "venue: Bioinformatics",
            "@article{",
            "JOUR",
            "article-journal",
            "ScholarlyArticle",
            "journal_title\" content=\"Bioinformatics",
        ),
        (
            "conference-paper",
            "venue: Workshop on Peer Review",
            "@inproceedings{",
            "CONF",
            "paper-conference",
            "ScholarlyArticle",
            "conference_title\" content=\"Workshop on Peer Review",
        ),
        (
            "preprint",
            "publisher: P",
            "@misc{",
            "UNPB",
            "article",
            "ScholarlyArticle",
            "publisher\" content=\"P",
        ),
        (
            "thesis",
            "school: Example University",
            "@phdthesis{",
            "THES",
            "thesis",
            "Thesis",
            "dissertation_institution\" content=\"Example University",
        ),
        (
            "report",
            "school: Example Labs, issue: TR-12",
            "@techreport{",
            "RPRT",
            "report",
            "Report",
            "technical_report_number\" content=\"TR-12",
        ),
        (
            "book",
            "publisher: Example Press",
            "@book{",
            "BOOK",
            "book",
            "Book",
            "publisher\" content=\"Example Press",
        ),
        (
            "chapter",
            "venue: A whole book, pages: 1--9",
            "@incollection{",
            "CHAP",
            "chapter",
            "Chapter",
            "inbook_title\" content=\"A whole book",
        ),
        ("dataset", "publisher: P", "@misc{", "DATA", "dataset", "Dataset", "publisher\" content=\"P"),
        (
            "software",
            "publisher: P",
            "@misc{",
            "COMP",
            "software",
            "SoftwareSourceCode",
            "publisher\" content=\"P",
        ),
        ("other", "publisher: P", "@misc{", "GEN", "document", "CreativeWork", "publisher\" content=\"P"),
    ];
    let papers = kinds.map(|(kind, more, ..)| {
        format!("  - {{id: {kind}, title: {kind}, type: {kind}, {more}, abstract: A}}\n")
    });
    let (_folder, tree) = site(&format!("date: 2019\npapers:\n{}", papers.concat()));
    for (kind, _, bibtex, in_ris, in_csl, schema, tag) in kinds {
        let page = text(&tree, &format!("papers/{kind}/index.html"));
        assert!(page.contains(bibtex), "{kind}");
        assert!(
            ris(&tree, "data/days/2019.ris", kind).contains(&format!("TY  - {in_ris}").as_str()),
            "{kind}"
        );
        assert_eq!(csl(&tree, "data/days/2019.csl.json", kind)["type"], in_csl, "{kind}");
        assert!(page.contains(&format!("\"@type\":\"{schema}\",\"headline\"")), "{kind}");
        assert!(page.contains(&format!("<meta name=\"citation_{tag}\">")), "{kind}: {page}");
    }
    let bib = text(&tree, "data/papers.bib");
    for field in [
        "  journal = {Bioinformatics},",
        "  booktitle = {Workshop on Peer Review},",
        "  school = {Example University},",
        "  institution = {Example Labs},",
        "  number = {TR-12},",
        "  booktitle = {A whole book},\n  pages = {1--9},",
    ] {
        assert!(bib.contains(field), "{field}\n{bib}");
    }
}

#[test]
fn volume_issue_pages_publisher_and_editors_are_in_every_citation() {
    let (_folder, tree) = site(
        "papers:\n  - {id: a, title: A, date: 2019-05-03, type: chapter, venue: B, volume: 14, issue: 3, pages: 12–34, publisher: P, editors: [{family: Jimeno Yepes, given: Antonio}, and others], citation_key: yepes19, abstract: A}\n",
    );
    let lines = ris(&tree, "data/days/2019-05-03.ris", "a");
    for line in
        ["T2  - B", "VL  - 14", "IS  - 3", "SP  - 12", "EP  - 34", "PB  - P", "ED  - Jimeno Yepes, Antonio"]
    {
        assert!(lines.contains(&line), "{line}: {lines:?}");
    }
    let item = csl(&tree, "data/days/2019-05-03.csl.json", "A");
    let expected = json!({
        "id": "yepes19", "type": "chapter", "title": "A", "issued": { "date-parts": [[2019, 5, 3]] }, "container-title": "B",
        "volume": "14", "issue": "3", "page": "12-34", "publisher": "P",
        "editor": [{ "family": "Jimeno Yepes", "given": "Antonio" }, { "literal": "others" }],
        "URL": "https://example.org/papers/a/",
    });
    assert_eq!(item, expected);
    let bib = text(&tree, "data/days/2019-05-03.bib");
    assert!(bib.starts_with("@incollection{yepes19,\n"), "{bib}");
    assert!(bib.contains("  editor = {Jimeno Yepes, Antonio and others},\n"), "{bib}");
    let line: Value = serde_json::from_str(text(&tree, "data/papers.jsonl")).unwrap();
    assert_eq!((&line["pages"], &line["editors"]), (&json!("12-34"), &json!(["Antonio Jimeno Yepes"])));
}

#[test]
fn family_names_are_those_of_the_entry() {
    let names = [
        (
            "{family: Jimeno Yepes, given: Antonio}",
            "Jimeno Yepes, Antonio",
            "Jimeno Yepes, Antonio",
            "Antonio Jimeno Yepes",
        ),
        (
            "{family: Della Porta, given: Donatella}",
            "Della Porta, Donatella",
            "Della Porta, Donatella",
            "Donatella Della Porta",
        ),
        (
            "{family: \"'t Hooft\", given: Gerard}",
            "'t Hooft, Gerard",
            "'t Hooft, Gerard",
            "Gerard &#39;t Hooft",
        ),
        (
            "{family: van der Berg, given: Jan, suffix: Jr.}",
            "van der Berg, Jan, Jr.",
            "van der Berg, Jr., Jan",
            "Jan van der Berg Jr.",
        ),
        ("{family: 谢, given: 昕}", "谢, 昕", "谢, 昕", "谢昕"),
        ("王 小增", "王, 小增", "王, 小增", "王 小增"),
        ("{family: Jean Paul}", "Jean Paul", "{Jean Paul}", "Jean Paul"),
        (
            "{name: Jean and Paul Works, collaboration: true}",
            "Jean and Paul Works",
            "{Jean and Paul Works}",
            "Jean and Paul Works",
        ),
        ("{name: Ada, family: Byron, given: Augusta}", "Byron, Augusta", "Byron, Augusta", "Ada"),
    ];
    let written = names.map(|(written, ..)| written).join(", ");
    let (_folder, tree) = site(&format!(
        "papers:\n  - {{id: a, title: A, date: 2019-05-03, authors: [{written}], abstract: A}}\n"
    ));
    let lines = ris(&tree, "data/days/2019-05-03.ris", "a");
    let authors: Vec<&str> = lines.iter().filter_map(|line| line.strip_prefix("AU  - ")).collect();
    assert_eq!(authors, names.map(|(_, ris, ..)| ris));
    let bib = text(&tree, "data/days/2019-05-03.bib");
    assert!(
        bib.contains(&format!("  author = {{{}}},\n", names.map(|(_, _, bibtex, _)| bibtex).join(" and "))),
        "{bib}"
    );
    let page = text(&tree, "papers/a/index.html");
    for (.., shown) in names {
        assert!(page.contains(&format!(">{shown}</a>")), "{shown}");
    }
    let csl = csl(&tree, "data/days/2019-05-03.csl.json", "A");
    assert_eq!(csl["author"][3], json!({ "family": "van der Berg", "given": "Jan", "suffix": "Jr." }));
    assert_eq!(csl["author"][7], json!({ "literal": "Jean and Paul Works" }));
}

#[test]
fn a_list_of_authors_that_is_not_complete_says_so_everywhere() {
    let papers = "  - {id: a, title: A, authors: [Ada Byron, and others], abstract: A}\n  - {id: b, title: B, authors: [Ada Byron], author_count: 9, abstract: A}\n  - {id: c, title: C, authors: [Ada Byron], abstract: A}\n";
    let (_folder, tree) = site(&format!("date: 2019-05-03\npapers:\n{papers}"));
    let page = |id: &str| text(&tree, &format!("papers/{id}/index.html"));
    assert!(page("a").contains("Ada Byron</a> and others</p>"), "{}", page("a"));
    assert!(page("b").contains("Ada Byron</a> and 8 more authors</p>"), "{}", page("b"));
    assert!(page("c").contains("Ada Byron</a></p>"));
    for id in ["a", "b", "c"] {
        let is_incomplete = id != "c";
        assert_eq!(page(id).contains("author = {Ada Byron and others}"), is_incomplete, "{id}");
        let lines = ris(&tree, "data/days/2019-05-03.ris", id);
        assert_eq!(lines.contains(&"N1  - Authors: and others"), is_incomplete, "{id}");
        let authors = &csl(&tree, "data/days/2019-05-03.csl.json", &id.to_uppercase())["author"];
        assert_eq!(
            authors.as_array().unwrap().last() == Some(&json!({ "literal": "others" })),
            is_incomplete,
            "{id}"
        );
        assert_eq!(
            text(&tree, &format!("papers/{id}/index.md")).contains("; and others"),
            is_incomplete,
            "{id}"
        );
    }
    assert!(text(&tree, "days/2019-05-03/index.html").contains(">Ada Byron and others"));
    assert!(text(&tree, "feed.xml").contains("&lt;p&gt;Ada Byron and others&lt;/p&gt;"));
    let day: Value = serde_json::from_str(text(&tree, "data/days/2019-05-03.json")).unwrap();
    let complete = |at: usize| day["papers"][at]["authors_complete"].clone();
    assert_eq!([complete(0), complete(1), complete(2)], [json!(false), json!(null), json!(null)]);
}

/// Texts that claim a day or a month of 2019, or a day of May 2020.
const CLAIMS: [&str; 12] = [
    "2019-01",
    "2019/1",
    "2019/01",
    "Jan 2019",
    "January 2019",
    "1 January",
    "2020-05-01",
    "2020/5/1",
    "2020/05/01",
    "1 May 2020",
    "[2019,1",
    "[2020,5,",
];

#[test]
fn nothing_claims_a_day_or_month_that_is_not_known() {
    let papers = "  - {id: year, title: A year, date: 2019, published: 2019, updated: 2019, authors: [Ada Byron], topics: [t], withdrawn: {reason: R, date: 2019}, abstract: A}\n  - {id: month, title: A month, date: 2020-05, published: 2020-05, updated: 2020-05, authors: [Ada Byron], topics: [t], abstract: A}\n";
    let (_folder, tree) = site(&format!("papers:\n{papers}"));
    for (path, bytes) in &tree {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        if path == ".offprint"
            || path.starts_with("assets/")
            || path == "atom.xml"
            || path.starts_with("history/")
        {
            continue;
        }
        for claim in CLAIMS {
            assert!(!text.contains(claim), "{path} has {claim}: {text}");
        }
    }
    // Atom requires a day of every entry. It has no other.
    let atom = text(&tree, "atom.xml");
    assert!(!atom.contains("<published>"), "{atom}");
    let page = text(&tree, "papers/year/index.html");
    for part in [
        "<dt>Featured<dd><a href=\"/2019/\">2019</a>",
        "<dt>Published<dd>2019\n",
        "<meta name=\"citation_publication_date\" content=\"2019\">",
        "\"datePublished\":\"2019\"",
        "  year = {2019},\n  url",
        "Withdrawn on 2019.",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let page = text(&tree, "papers/month/index.html");
    for part in [
        "<dt>Featured<dd><a href=\"/months/2020-05/\">May 2020</a>",
        "<meta name=\"citation_publication_date\" content=\"2020/5\">",
        "\"datePublished\":\"2020-05\"",
        "  year = {2020},\n  month = may,\n",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(ris(&tree, "data/topics/t.ris", "month").contains(&"DA  - 2020/05//"));
    assert!(!ris(&tree, "data/topics/t.ris", "year").iter().any(|line| line.starts_with("DA")));
    assert_eq!(csl(&tree, "data/topics/t.csl.json", "A month")["issued"]["date-parts"], json!([[2020, 5]]));
    assert_eq!(csl(&tree, "data/topics/t.csl.json", "A year")["issued"]["date-parts"], json!([[2019]]));
    let line = |at: usize| -> Value {
        serde_json::from_str(text(&tree, "data/papers.jsonl").lines().nth(at).unwrap()).unwrap()
    };
    assert_eq!((&line(0)["dates"], &line(0)["published"]), (&json!(["2019"]), &json!("2019")));
    assert!(
        text(&tree, "feed.xml").matches("<item>").count() == 2
            && !text(&tree, "feed.xml").contains("pubDate")
    );
}

#[test]
fn papers_without_a_day_are_listed_by_month_and_year_behind_those_that_have_one() {
    let papers =
        [("y", "2019"), ("m", "2019-05"), ("first", "2019-05-01"), ("last", "2019-05-31"), ("n", "2020")];
    let papers = papers.map(|(id, date)| {
        format!("  - {{id: {id}, title: T {id}, date: {date}, topics: [t], abstract: A}}\n")
    });
    let (_folder, tree) = site(&format!("papers:\n{}", papers.concat()));
    let order = |path: &str| {
        let page = text(&tree, path);
        let main = page.split("<main").nth(1).unwrap();
        let mut found: Vec<(usize, &str)> = ["y", "m", "first", "last", "n"]
            .into_iter()
            .filter_map(|id| Some((main.find(&format!("\"/papers/{id}/\""))?, id)))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
    };
    assert_eq!(order("topics/t/index.html"), ["n", "last", "first", "m", "y"]);
    assert_eq!(order("months/2019-05/index.html"), ["last", "first", "m"]);
    assert_eq!(order("2019/index.html"), ["y"]);
    assert_eq!(order("2020/index.html"), ["n"]);
    // The home page has the latest day, and what is newer.
    assert_eq!(order("index.html"), ["last", "n"]);
    let archive = text(&tree, "archive/index.html");
    for link in [
        "<a href=\"/2020/\">2020</a>",
        "<a href=\"/months/2019-05/\">May 2019</a>",
        "<a href=\"/2019/\">2019</a>",
    ] {
        assert!(archive.contains(link), "{link}: {archive}");
    }
    assert!(
        text(&tree, "2019/index.html")
            .contains("<a href=\"/months/2019-05/\">May 2019</a>&nbsp;<small>3</small>")
    );
    let days: Vec<&String> =
        tree.keys().filter(|path| path.starts_with("days/") && path.ends_with(".html")).collect();
    assert_eq!(days, ["days/2019-05-01/index.html", "days/2019-05-31/index.html"]);
}

#[test]
fn an_entry_that_says_too_little_or_too_much_is_reported() {
    let entry = "title: T\ndate: 2019\nabstract: A\ntype: Journal\ncitation_key: a b\nvenue: https://example.org/\nauthors: [Ada Byron et al., {given: Ada}, {family: Byron, suffix: Jr.}, {family: \"Byron, Ada\"}, {name: X, family: X, collaboration: true}, et al., Bo]\n";
    let folder = TempDir::new().unwrap();
    put(folder.path(), "site.toml", SITE);
    put(folder.path(), "content/papers/a.yaml", entry);
    let (_, checked) = crate::support::prepare(Path::new(folder.path()), &Request::default());
    let all: Vec<String> = checked
        .diagnostics
        .iter()
        .map(|problem| format!("{} {} / {}", problem.id, problem.message, problem.hints.join(" / ")))
        .collect();
    for part in [
        "bad-type expected a kind of work, found `Journal` / did you mean `article`?",
        "bad-citation-key expected a key of BibTeX such as `lovelace1843notes`, found `a b`",
        "address-as-venue expected the name of a journal, conference or book, found the address `https://example.org/`",
        "and-others expected the name of one author, found `Ada Byron et al.` / write `Ada Byron`",
        "and-others expected names before `et al.` and none after it",
        "nameless-author this author has no name",
        "incomplete-name expected `given` beside `suffix`",
        "incomplete-name expected `name` alone for a collaboration, found `family`",
        "comma-in-name expected `family` to be one part of a name, found `Byron, Ada` with a comma",
    ] {
        assert!(all.iter().any(|problem| problem.starts_with(part)), "{part}\n{all:#?}");
    }
}
