//! BibTeX as the world writes it: what each input of `tests/data/cases/import` becomes.

use crate::cli::run;
use crate::support::{Tree, build, put, repository, tree};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use tempfile::TempDir;

fn site() -> TempDir {
    let site = TempDir::new().unwrap();
    put(site.path(), "site.toml", "title = \"T\"\nbase_url = \"https://example.org/\"\n");
    site
}

fn case(name: &str) -> String {
    repository("tests/data/cases/import").join(name).to_str().unwrap().to_owned()
}

fn import(site: &Path, arguments: &[&str]) -> String {
    let (status, stdout, stderr) = run(site, &[&["import"], arguments].concat());
    assert_eq!((status, stderr.as_str()), (0, ""), "{stdout}");
    stdout
}

/// The entries of a site, by id.
fn entries(site: &Path) -> BTreeMap<String, String> {
    let files = tree(&site.join("content/papers"));
    let entry = |(path, bytes): (String, Vec<u8>)| {
        let name = path.rsplit('/').next().unwrap().trim_end_matches(".md").to_owned();
        (name, String::from_utf8(bytes).unwrap())
    };
    files.into_iter().map(entry).collect()
}

/// Imports one case; returns the report and the entries, which are sound, and which a second import leaves alone.
fn imported(name: &str) -> (TempDir, String, BTreeMap<String, String>) {
    let site = site();
    let said = import(site.path(), &["bibtex", &case(name)]);
    let (status, stdout, stderr) = run(site.path(), &["check"]);
    assert_eq!(status, 0, "{name}: {stdout}{stderr}");
    let (status, stdout, stderr) = run(site.path(), &["fmt", "--check"]);
    assert_eq!((status, stdout.as_str(), stderr.as_str()), (0, "", ""), "{name}");
    let before = tree(site.path());
    let again = import(site.path(), &["bibtex", &case(name)]);
    assert!(again.contains(" 0 added, 0 updated,") && again.contains("; 0 files written"), "{name}: {again}");
    assert_eq!(before, tree(site.path()), "{name}");
    let entries = entries(site.path());
    (site, said, entries)
}

fn keys(entries: &BTreeMap<String, String>) -> Vec<&str> {
    entries.keys().map(String::as_str).collect()
}

/// Returns the value of a key on one line, without quotes.
fn value<'e>(entry: &'e str, key: &str) -> &'e str {
    let value = entry.lines().find_map(|line| line.trim_start().strip_prefix(key)?.strip_prefix(": "));
    value.unwrap_or("").trim_matches('"')
}

/// Imports one case with a topic, and returns the exports of the topic: BibTeX, RIS and CSL-JSON.
fn exports(name: &str) -> [String; 3] {
    let site = site();
    import(site.path(), &["bibtex", &case(name), "--topics", "all"]);
    let built = build(site.path(), &offprint::Request::default());
    ["bib", "ris", "csl.json"].map(|kind| text(&built.tree, &format!("data/topics/all.{kind}")))
}

fn text(tree: &Tree, path: &str) -> String {
    String::from_utf8(tree[path].clone()).unwrap()
}

#[test]
fn arxiv_ids_are_found_in_other_fields_and_arxiv_updates_the_paper() {
    let (site, _, entries) = imported("arxiv-in-other-fields.bib");
    let ids =
        ["1301.3781", "1412.6980", "1512.03385", "1602.07261", "1706.03762", "1803.03324", "1906.08237"];
    assert_eq!(keys(&entries), ids);
    for entry in entries.values() {
        assert_eq!((value(entry, "venue"), value(entry, "type")), ("", "preprint"), "{entry}");
    }
    let said = import(site.path(), &["arxiv", &case("arxiv-in-other-fields-again.xml")]);
    assert!(said.contains(" 0 added, 1 updated,"), "{said}");
    let entry = &self::entries(site.path())["1602.07261"];
    assert!(entry.contains("We link towers by cables"), "{entry}");
    assert_eq!((value(entry, "published"), value(entry, "date")), ("2016-02-23", "2016-02-23"));
}

#[test]
fn dois_in_addresses_are_links_and_not_pages() {
    let (_, _, entries) = imported("doi-in-url.bib");
    let dois: Vec<&str> = entries.values().map(|entry| value(entry, "doi")).collect();
    assert_eq!(
        dois,
        [
            "10.11646/zootaxa.4674.4.8",
            "10.1145/3292500.3330701",
            "10.1007/978-3-642-03655-2_69",
            "10.1093/bioinformatics/btr123",
            "10.1111/eth.12804"
        ]
    );
    assert!(entries.values().all(|entry| !entry.contains("html:")));
}

#[test]
fn sici_dois_are_kept_and_their_links_are_encoded() {
    let (site, _, entries) = imported("doi-sici.bib");
    assert!(entries["old1996"].contains("10.1002/(SICI)1096-9861(19960129)365:1<113::AID-CNE9>3.0.CO;2-6"));
    assert!(!entries["old1981"].contains("html:"));
    assert!(entries["old1981"].contains("10.1577/1548-8659(1981)110<446:EOTOFR>2.0.CO;2"));
    let built = build(site.path(), &offprint::Request::default());
    let page = text(&built.tree, "papers/old1981/index.html");
    assert!(page.contains("https://doi.org/10.1577/1548-8659(1981)110%3C446:EOTOFR%3E2.0.CO;2"), "{page}");
    assert!(text(&built.tree, "data/papers.bib").contains("365:1<113::AID-CNE9>3.0.CO;2-6"));
}

#[test]
fn addresses_lose_the_braces_of_latex_and_the_second_one_is_reported() {
    let (_, said, entries) = imported("mendeley.bib");
    let lin = &entries["1405.0312"];
    assert_eq!(value(lin, "doi"), "10.1007/978-3-319-10602-1_48");
    assert_eq!(value(lin, "html"), "http://example.org/x_y/a%20b#s");
    assert!(!lin.contains("mendeley-groups") && !lin.contains("file ="), "{lin}");
    assert!(said.contains("http://www.example.org/pub/x"), "{said}");
}

#[test]
fn every_entry_is_read_however_the_file_is_laid_out() {
    for (name, ids) in [
        (
            "layout.bib",
            &[
                "1403.3399",
                "art2004",
                "comma2007",
                "comma2008",
                "handle2005",
                "last2010",
                "newline2003",
                "openrev2024pairs",
                "paren2002",
                "percent2006",
                "same2009",
            ][..],
        ),
        ("quotes.bib", &["q1", "q2", "q3", "q4"]),
        ("brace-on-next-line.bib", &["kept2001", "kept2003"]),
        ("two-on-a-line.bib", &["orc1", "orc2"]),
    ] {
        let (site, _, entries) = imported(name);
        assert_eq!(keys(&entries), ids, "{name}");
        let built = build(site.path(), &offprint::Request::default());
        let bib = text(&built.tree, "data/papers.bib");
        assert_eq!(bib.lines().filter(|line| line.starts_with('@')).count(), ids.len(), "{bib}");
        for (id, entry) in &entries {
            // The entry's own BibTeX, and no other.
            let own = entry.split("bibtex: |-\n").nth(1).unwrap_or_default();
            let opens = |line: &&str| line.trim_start().starts_with('@') && line.contains(['{', '(']);
            assert!(
                own.lines().filter(opens).filter(|line| !line.contains("comment")).count() <= 1,
                "{id}: {own}"
            );
        }
    }
    let (_, said, entries) = imported("layout.bib");
    assert!(
        entries["handle2005"]
            .contains("@somebody (and others) and of @commenters in general. The end is here.")
    );
    assert_eq!(value(&entries["percent2006"], "title"), "The new title");
    assert_eq!(
        value(&entries["1403.3399"], "title"),
        "Warped \"Z + Missing Energy\" Signal at Hadron Colliders"
    );
    assert!(said.contains("text between entries is a comment (1: line 61)"), "{said}");
    let (site, _, entries) = imported("two-on-a-line.bib");
    assert_eq!((value(&entries["orc2"], "volume"), value(&entries["orc2"], "pages")), ("8", "3-4"));
    let built = build(site.path(), &offprint::Request::default());
    assert!(text(&built.tree, "data/papers.bib").contains("pages = {3-4}"));
}

#[test]
fn every_key_gives_a_readable_id() {
    let (_, said, entries) = imported("keys.bib");
    assert_eq!(
        keys(&entries),
        [
            "10.1016-0196-6774-89-90038-2",
            "Aad-2012tfa",
            "Ce2022411",
            "O-Neil2016",
            "Smith-2020",
            "Smith-2020-2",
            "Smith-2020-3",
            "arxiv-2019",
            "foo-bar-2020",
            "ivanov2021-7eb764",
            "key-2020",
            "key-2020-2",
            "li-si-2020-ca460b",
            "smith-2020-4",
            "zhang-san-2020-e18390",
        ]
    );
    assert!(said.starts_with("15 papers read: 15 added"), "{said}");
    assert!(!said.contains("skipped"), "{said}");
}

#[test]
fn files_in_other_encodings_have_the_right_letters() {
    for name in ["cp1252.bib", "utf16le.bib"] {
        let (_, said, entries) = imported(name);
        let entry = &entries["mueller2001"];
        assert_eq!(value(entry, "title"), "Über die Größe der Bäume – eine “kleine” Studie");
        assert!(entry.contains("Jürgen Müller") && entry.contains("José Núñez"), "{entry}");
        assert!(!entry.contains('\u{fffd}') && said.contains("encoding"), "{said}");
    }
    let site = site();
    import(site.path(), &["hf", &case("2025-01-03.json")]);
    let entry = &entries(site.path())["2501.00001"];
    assert!(
        entry.contains("title: Bäume") && entry.contains("José Núñez") && entry.contains("Über Bäume."),
        "{entry}"
    );
}

#[test]
fn lists_of_authors_are_split_and_others_is_not_an_author() {
    let (site, said, entries) = imported("author-lists.bib");
    assert!(entries["cnki2005"].contains("  - 谢昕\n  - 王小增\n"), "{}", entries["cnki2005"]);
    assert!(entries["three2016"].contains("  - Yara Bengali\n  - Ann Courvoil\n  - Ivo Goodfriend\n"));
    assert!(entries["etal2016"].contains("  - John Smith\n  - Ann Doe\n  - and others\n"));
    assert!(entries["commaand"].contains("  - T. N. Kip\n  - M. Well\n  - A. Third\n"));
    assert!(entries["dblp2019"].contains("  - Wei Xample\n") && said.contains("Wei Xample 0001"), "{said}");
    let built = build(site.path(), &offprint::Request::default());
    let page = text(&built.tree, "papers/zotero2015/index.html");
    assert!(page.contains("杨育伟") && !page.contains("育伟 杨"));
    assert!(text(&built.tree, "data/papers.bib").contains("Ann Doe and others"));
}

#[test]
fn exports_have_the_family_names_of_the_source() {
    imported("family-names.bib");
    let [bib, ris, csl] = exports("family-names.bib");
    for (family, given) in [
        ("Jimeno Yepes", "Antonio"),
        ("Della Porta", "Donatella"),
        ("'t Hooft", "Gerard"),
        ("García Márquez", "Gabriel"),
        ("Drummond de Andrade", "Carlos"),
        ("Ten Brink", "Ada"),
        ("Oliveira", "Maria Manuel Lobo Pinto de"),
        ("Lopez de Lacalle", "Oier"),
    ] {
        assert!(ris.contains(&format!("AU  - {family}, {given}")), "{family}: {ris}");
        assert!(bib.contains(&format!("{family}, {given}")), "{family}: {bib}");
        assert!(
            csl.contains(&format!("\"family\":\"{family}\""))
                || csl.contains(&format!("\"family\": \"{family}\"")),
            "{family}: {csl}"
        );
    }
    assert!(ris.contains("van der Berg, Jan, Jr."), "{ris}");
    assert!(bib.contains("van der Berg, Jr., Jan"), "{bib}");
}

#[test]
fn stacked_accents_are_letters() {
    let (_, _, entries) = imported("accents.bib");
    assert!(entries["viet2020"].contains("Xuân Thắng Nguyễn"), "{}", entries["viet2020"]);
    assert!(entries["aps2020"].contains("A. Nečas") && entries["aps2020"].contains("A. Zadrożny"));
}

#[test]
fn papers_inherit_title_and_year_of_the_proceedings_and_not_their_doi() {
    let (_, said, entries) = imported("crossref-doi.bib");
    assert_eq!(keys(&entries), ["one", "three", "two"]);
    for entry in entries.values() {
        assert_eq!(value(entry, "venue"), "Proceedings of the Tenth Conference");
        assert_eq!(value(entry, "published"), "2020");
        assert!(!entry.contains("10.1109/CONF.2020"), "{entry}");
    }
    assert!(said.contains("skipped line 4: the @proceedings that other entries refer to"), "{said}");
}

#[test]
fn one_doi_is_not_one_paper() {
    let site = site();
    import(site.path(), &["bibtex", &case("container-doi-1.bib")]);
    let said = import(site.path(), &["bibtex", &case("container-doi-2.bib")]);
    assert!(
        said.contains(" 1 added, 0 updated") && said.contains("two papers with one DOI: two has the DOI of "),
        "{said}"
    );
    let apart = entries(site.path());
    assert!(
        apart["one"].contains("title: On ferns and their shade")
            && !apart["one"].contains("We watch stones.")
    );
    assert!(
        apart["two"].contains("title: Of stones in moving rivers")
            && apart["two"].contains("We watch stones.")
    );
    let (status, stdout, stderr) = run(site.path(), &["check"]);
    assert!(status == 0 && (stdout + &stderr).contains("warning[shared-doi]"));
    let (_, said, together) = imported("container-doi-both.bib");
    assert_eq!(together, apart);
    assert!(said.contains("two papers with one DOI: two has the DOI of one"), "{said}");
}

#[test]
fn dates_are_as_precise_as_the_source() {
    let published = |name: &str, arguments: &[&str]| {
        let site = site();
        let said = import(site.path(), &[&["bibtex", &case(name)], arguments].concat());
        let all: Vec<String> = entries(site.path())
            .iter()
            .map(|(id, entry)| format!("{id} {}", value(entry, "published")))
            .collect();
        (all.join(", "), said)
    };
    let (months, said) = published("months.bib", &[]);
    assert_eq!(
        months,
        "a 2019-05-23, b 1955-05-03, c 2012-12-09, d 2012-08, e 2009-02, f 2009-12, g 2009-05, h 2009-12, i 2009-11, j 2009-06-07, k 2009-07-15, l 2009-09, m 2009"
    );
    assert!(said.contains("l: 2009 Sept 31") && said.contains("m: 2009 Spring"), "{said}");
    let (dates, said) = published("dates.bib", &[]);
    assert_eq!(
        dates,
        "a 2020, b 1723, c 2020-05-17, d 1997, f 2004-04-05, g 1982, i 1850, j 2019, k 1995-08, l 2020, m 2017-08, n 2019-02-20, o 2019, p 1999, q 2027"
    );
    assert!(
        said.contains("skipped line 5: e has no year in its date `199X`; import it with --day"),
        "{said}"
    );
    assert!(
        said.contains("skipped line 8: h has no year in its date `in press`; import it with --day"),
        "{said}"
    );
    let (dates, _) = published("dates.bib", &["--day", "2026-04-15"]);
    assert!(dates.contains(", e , ") && dates.contains(", h , "), "{dates}");
    imported("months.bib");
    imported("dates.bib");
}

#[test]
fn a_date_that_becomes_more_precise_is_refined() {
    let site = site();
    let entry =
        |date: &str| format!("@misc{{k, title={{On ferns and their shade}}, author={{A Fern}}, {date}}}\n");
    put(site.path(), "a.bib", entry("year=2019"));
    import(site.path(), &["bibtex", "a.bib"]);
    for (date, expected) in
        [("date={2019-05}", "2019-05"), ("date={2019-05-03}", "2019-05-03"), ("year=2019", "2019-05-03")]
    {
        put(site.path(), "a.bib", entry(date));
        let said = import(site.path(), &["bibtex", "a.bib"]);
        let all = entries(site.path());
        assert_eq!((value(&all["k"], "published"), value(&all["k"], "date")), (expected, expected), "{said}");
        assert!(!said.contains("conflict"), "{said}");
        assert_eq!(
            said.contains("the source now gives a more precise date"),
            !date.starts_with("year"),
            "{said}"
        );
    }
}

#[test]
fn each_type_of_work_is_exported_as_its_own() {
    let (_, _, entries) = imported("types.bib");
    let types: Vec<String> =
        entries.iter().map(|(id, entry)| format!("{id} {}", value(entry, "type"))).collect();
    assert_eq!(
        types.join(", "),
        "bio2019 article, book2019 book, chap2019 chapter, misc2019 other, plos2019 article, ppsn2019 conference-paper, review2019 conference-paper, science2019 article, thesis2019 thesis, tr2019 report"
    );
    assert_eq!(value(&entries["misc2019"], "venue"), "");
    assert_eq!(value(&entries["thesis2019"], "school"), "Example University");
    let [bib, ris, csl] = exports("types.bib");
    for kind in [
        "@article{bio2019",
        "@inproceedings{ppsn2019",
        "@phdthesis{thesis2019",
        "@techreport{tr2019",
        "@book{book2019",
        "@incollection{chap2019",
        "@misc{misc2019",
    ] {
        assert!(bib.contains(kind), "{kind}: {bib}");
    }
    for kind in ["JOUR", "CONF", "THES", "RPRT", "BOOK", "CHAP"] {
        assert!(ris.contains(&format!("TY  - {kind}")), "{kind}: {ris}");
    }
    for kind in ["article-journal", "paper-conference", "thesis", "report", "book", "chapter"] {
        assert!(csl.contains(&format!("\"{kind}\"")), "{kind}: {csl}");
    }
}

#[test]
fn a_colon_is_not_an_author_and_a_collaboration_is_one() {
    let site = site();
    import(site.path(), &["arxiv", &case("colon-author.xml")]);
    let all = entries(site.path());
    assert!(
        all["2506.13585"].contains("authors:\n  - MiniThing\n  - Aili Chan\n  - Bo Fay\n  - and others\n"),
        "{}",
        all["2506.13585"]
    );
    assert!(all["0707.0001"].contains("  - The X Collaboration\n  - L. Adel\n"), "{}", all["0707.0001"]);
}

#[test]
fn entries_with_one_key_are_kept_apart_and_recognized_again() {
    let site = site();
    let entry = |title: &str, author: &str| {
        format!("@article{{smith2020, title={{{title}}}, author={{{author}}}, year=2020}}\n")
    };
    let both = entry("Of stones in moving rivers", "Smith, A") + &entry("Bread without salt", "Smith, B");
    put(site.path(), "a.bib", both.clone());
    assert!(import(site.path(), &["bibtex", "a.bib"]).contains("2 added"));
    assert_eq!(keys(&entries(site.path())), ["smith2020", "smith2020-2"]);
    let before = tree(site.path());
    assert!(import(site.path(), &["bibtex", "a.bib"]).contains("; 0 files written"));
    assert_eq!(before, tree(site.path()));
    // In another order, and with a corrected title.
    put(
        site.path(),
        "a.bib",
        entry("Bread without any salt", "Smith, B") + &entry("Of stones in moving rivers", "Smith, A"),
    );
    let said = import(site.path(), &["bibtex", "a.bib"]);
    assert!(said.contains(" 0 added, 1 updated, 1 unchanged"), "{said}");
    assert_eq!(value(&entries(site.path())["smith2020-2"], "title"), "Bread without any salt");
}

#[test]
fn a_renamed_entry_is_still_that_of_its_paper() {
    let site = site();
    put(
        site.path(),
        "a.bib",
        "@article{fern2020, title={On ferns and their shade}, author={A Fern}, year=2020}\n",
    );
    import(site.path(), &["bibtex", "a.bib"]);
    let text = entries(site.path()).remove("fern2020").unwrap();
    std::fs::remove_file(site.path().join("content/papers/2020/fern2020.md")).unwrap();
    put(site.path(), "content/papers/ferns.md", text.replace("id: fern2020", "id: ferns"));
    put(
        site.path(),
        "a.bib",
        "@article{fern2020, title={On ferns and their shade}, author={A Fern and B Moss}, year=2020}\n",
    );
    let said = import(site.path(), &["bibtex", "a.bib"]);
    assert!(said.contains(" 0 added"), "{said}");
    assert_eq!(keys(&entries(site.path())), ["ferns"]);
}

/// An edit of an entry by hand, or of the source.
#[derive(Debug, Clone)]
enum Edit {
    HandTitle,
    HandVenue,
    HandRemoveVenue,
    HandTopic,
    Move,
    SourceTitle,
    SourceAuthor,
    SourceDate,
    SourcePages,
    SourceAbstract,
    SourceReorder,
}

fn edits() -> impl Strategy<Value = Vec<(Edit, usize)>> {
    use Edit::*;
    let edit = prop::sample::select(vec![
        HandTitle,
        HandVenue,
        HandRemoveVenue,
        HandTopic,
        Move,
        SourceTitle,
        SourceAuthor,
        SourceDate,
        SourcePages,
        SourceAbstract,
        SourceReorder,
    ]);
    prop::collection::vec((edit, 0..3_usize), 1..8)
}

/// A paper of the source.
#[derive(Debug, Clone)]
struct Written {
    key: &'static str,
    title: String,
    authors: Vec<&'static str>,
    date: &'static str,
    pages: bool,
    text: bool,
}

fn file(papers: &[Written]) -> String {
    papers
        .iter()
        .map(|paper| {
            let authors = paper.authors.join(" and ");
            let more = [(paper.pages, ", pages={1--9}"), (paper.text, ", abstract={We look at \\emph{all} of it.}")];
            let more: String = more.iter().filter(|(is, _)| *is).map(|(_, text)| *text).collect();
            format!(
                "@article{{{}, title={{{}}}, author={{{authors}}}, date={{{}}}, journal={{Journal of {}}}{more}}}\n",
                paper.key, paper.title, paper.date, paper.key
            )
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// A year of edits: nothing that a person wrote is lost, no paper is lost or doubled, and a second import writes
    /// nothing.
    #[test]
    fn nothing_is_lost_by_importing_again_after_any_edits(edits in edits()) {
        let site = site();
        let mut papers: Vec<Written> = [
            ("fern", "On ferns and their shade"), ("stone", "Of stones in moving rivers"), ("salt", "Bread without any salt"),
        ].into_iter().map(|(key, title)| Written {
            key, title: title.to_owned(), authors: vec!["Jimeno Yepes, Antonio", "Knuth, D. E."], date: "2019", pages: false, text: false,
        }).collect();
        put(site.path(), "a.bib", file(&papers));
        import(site.path(), &["bibtex", "a.bib"]);
        let mut hand: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (edit, which) in edits {
            let key = papers[which].key;
            let files = tree(&site.path().join("content/papers"));
            let path = files.keys().find(|path| path.ends_with(&format!("/{key}.md")) || **path == format!("{key}.md")).unwrap().clone();
            let old = String::from_utf8(files[&path].clone()).unwrap();
            let mut write = |new: String, says: &str| {
                put(site.path(), &format!("content/papers/{path}"), new);
                hand.entry(key.to_owned()).or_default().push(says.to_owned());
            };
            let line = |key: &str| old.lines().find(|line| line.starts_with(&format!("{key}: "))).map(str::to_owned);
            match edit {
                Edit::HandTitle => {
                    let title = format!("title: My own {key}, as the PDF has it");
                    write(old.replace(&line("title").unwrap(), &title), &title);
                }
                Edit::HandVenue => if let Some(venue) = line("venue") {
                    write(old.replace(&venue, "venue: The Fern Letters # really"), "venue: The Fern Letters # really");
                },
                Edit::HandRemoveVenue => if let Some(venue) = line("venue").filter(|venue| !venue.contains("# really")) {
                    write(old.replace(&format!("{venue}\n"), ""), "");
                },
                Edit::HandTopic => if line("topics").is_none() {
                    write(old.replacen("---\n\n", "topics: [shade]\n---\n\n", 1), "shade");
                },
                Edit::Move => {
                    std::fs::remove_file(site.path().join("content/papers").join(&path)).unwrap();
                    put(site.path(), &format!("content/papers/moved/{key}.md"), old.clone());
                }
                Edit::SourceTitle => papers[which].title += " revised",
                Edit::SourceAuthor => papers[which].authors.push("van der Berg, Jr., Jan"),
                Edit::SourceDate => papers[which].date = "2019-05",
                Edit::SourcePages => papers[which].pages = true,
                Edit::SourceAbstract => papers[which].text = true,
                Edit::SourceReorder => papers.swap(0, which),
            }
            put(site.path(), "a.bib", file(&papers));
            let said = import(site.path(), &["bibtex", "a.bib"]);
            prop_assert!(said.contains(" 0 added"), "{}", said);
            let all = entries(site.path());
            prop_assert_eq!(all.len(), 3, "{}", said);
            for (key, says) in &hand {
                let last = says.iter().rev();
                // The last word on a title is the one that counts.
                let mut seen = std::collections::BTreeSet::new();
                for says in last.filter(|says| seen.insert(says.split(' ').next().unwrap_or("").to_owned())) {
                    prop_assert!(all[key].contains(says.as_str()), "{} is lost\n{}\n{}", says, all[key], said);
                }
            }
            let before = tree(site.path());
            let again = import(site.path(), &["bibtex", "a.bib"]);
            prop_assert!(again.contains("; 0 files written") && !again.contains("conflict in"), "{}", again);
            prop_assert_eq!(before, tree(site.path()));
        }
        let (status, stdout, stderr) = run(site.path(), &["check"]);
        prop_assert_eq!(status, 0, "{}{}", stdout, stderr);
    }
}

/// Imports a text; returns the report and the entries, which are sound.
fn imported_text(text: &str) -> (TempDir, String, BTreeMap<String, String>) {
    let (site, folder) = (site(), TempDir::new().unwrap());
    put(folder.path(), "a.bib", text);
    let said = import(site.path(), &["bibtex", folder.path().join("a.bib").to_str().unwrap()]);
    let (status, stdout, stderr) = run(site.path(), &["check"]);
    assert_eq!(status, 0, "{stdout}{stderr}");
    let entries = entries(site.path());
    (site, said, entries)
}

#[test]
fn a_volume_that_no_entry_refers_to_is_a_book() {
    let volume = "@proceedings{vol, title = {Proceedings of the Fern Days}, editor = {Ada Example}, year = 2019, publisher = {Moss}, isbn = {ISBN 978 3 16 148410 0}}\n";
    let (site, _, entries) = imported_text(volume);
    assert_eq!(keys(&entries), ["vol"]);
    assert_eq!(value(&entries["vol"], "type"), "book");
    assert_eq!(value(&entries["vol"], "publisher"), "Moss");
    let built = build(site.path(), &offprint::Request::default());
    let exported = text(&built.tree, "data/papers.bib");
    assert!(exported.contains("isbn = {978-3-16-148410-0}"), "{exported}");
    let (_, said, entries) = imported_text(&format!(
        "{volume}@inproceedings{{one, title = {{On One Fern}}, author = {{Bo Other}}, crossref = {{vol}}}}\n"
    ));
    assert_eq!(keys(&entries), ["one"]);
    assert!(
        said.contains(
            "skipped line 1: the @proceedings that other entries refer to; they inherit its fields"
        ),
        "{said}"
    );
}

#[test]
fn an_isbn_with_a_wrong_check_digit_is_reported() {
    let (_, said, _) = imported_text(
        "@book{b, title = {Ferns}, author = {Bo Other}, year = 2019, isbn = {978-3-16-148410-1}}",
    );
    assert!(
        said.contains("not certain isbn: not an ISBN, or its check digit is wrong (1: b: 978-3-16-148410-1)"),
        "{said}"
    );
}

#[test]
fn numbers_of_dblp_are_not_in_the_bibtex_of_an_entry() {
    let (site, said, entries) = imported_text(
        "@article{d, title = {On {F}erns}, author = {Wei Xample 0044 and\n  Bo Other and\n  Cy Third 0125}, journal = {Moss}, year = 2019, pages = {1--2}}",
    );
    assert!(said.contains("dropped authors"), "{said}");
    assert!(!entries["d"].contains("0044") && !entries["d"].contains("0125"), "{}", entries["d"]);
    assert!(entries["d"].contains("pages = {1--2}"), "{}", entries["d"]);
    let built = build(site.path(), &offprint::Request::default());
    let exported = text(&built.tree, "data/papers.bib");
    assert!(exported.contains("Wei Xample and") && !exported.contains("0044"), "{exported}");
}

#[test]
fn a_year_after_et_al_is_not_part_of_a_name() {
    let (_, _, entries) = imported_text(
        "@article{a, title = {On Ferns}, author = {Smith, J. et. al. (2019)}, journal = {Moss}, year = 2019}\n@article{b, title = {On Moss}, author = {Smith, John and Doe, Ann and \\emph{et~al.}}, journal = {Moss}, year = 2019}",
    );
    assert!(entries["a"].contains("authors:\n  - J. Smith\n  - and others\n"), "{}", entries["a"]);
    assert!(
        entries["b"].contains("authors:\n  - John Smith\n  - Ann Doe\n  - and others\n"),
        "{}",
        entries["b"]
    );
}
