//! BibTeX as reference managers, publishers and people write it: each field, and what the entry has of it.

use crate::cli::run;
use crate::support::{build, put, tree};
use std::path::Path;
use tempfile::TempDir;

fn site() -> TempDir {
    let site = TempDir::new().unwrap();
    put(site.path(), "site.toml", "title = \"T\"\nbase_url = \"https://example.org/\"\n");
    site
}

fn import(site: &Path) -> String {
    let (status, stdout, stderr) = run(site, &["import", "bibtex", "a.bib", "--topics", "all"]);
    assert_eq!((status, stderr.as_str()), (0, ""), "{stdout}");
    stdout
}

/// Imports one entry for each row: its type and fields. Returns the report and the entries, in order.
fn imported(rows: &[&str]) -> (TempDir, String, Vec<String>) {
    let site = site();
    let entry = |(number, row): (usize, &&str)| {
        let (kind, fields) = row.split_once(' ').unwrap();
        let year = if fields.contains("year=") || fields.contains("date=") { "" } else { ", year={2020}" };
        let author = if fields.contains("author=") { "" } else { ", author={Doe, Ann}" };
        format!("@{kind}{{k{number:02}, title={{Row number {number:02}}}{year}{author}, {fields}}}\n")
    };
    put(site.path(), "a.bib", rows.iter().enumerate().map(entry).collect::<String>());
    let said = import(site.path());
    let (status, stdout, stderr) = run(site.path(), &["check"]);
    assert_eq!(status, 0, "{stdout}{stderr}");
    let before = tree(site.path());
    assert!(import(site.path()).contains("; 0 files written"));
    assert_eq!(before, tree(site.path()));
    let files = tree(&site.path().join("content/papers"));
    let texts: Vec<String> = files.into_values().map(|bytes| String::from_utf8(bytes).unwrap()).collect();
    let of_row = |number: usize| {
        let title = format!("title: Row number {number:02}\n");
        texts.iter().find(|text| text.contains(&title)).cloned().unwrap_or_else(|| panic!("{number}: {said}"))
    };
    let entries = (0..rows.len()).map(of_row).collect();
    (site, said, entries)
}

/// Returns the value of a key with everything below it, on one line.
fn value(entry: &str, key: &str) -> String {
    let mut lines = entry.lines().skip_while(|line| !line.starts_with(&format!("{key}:")));
    let first = lines.next().unwrap_or_default();
    let below = lines.take_while(|line| line.starts_with("  "));
    let all: Vec<&str> =
        first.split_whitespace().skip(1).chain(below.flat_map(str::split_whitespace)).collect();
    all.join(" ").replace('"', "")
}

fn compare(rows: &[(&str, &str)], of: impl Fn(&str) -> String) -> (TempDir, String) {
    let (site, said, entries) = imported(&rows.iter().map(|(row, _)| *row).collect::<Vec<_>>());
    for ((row, expected), entry) in rows.iter().zip(&entries) {
        assert_eq!(of(entry), *expected, "{row}\n{entry}");
    }
    (site, said)
}

#[test]
fn identifiers_are_links_wherever_a_program_writes_them() {
    let (_site, said) = compare(
        &[
            (
                "misc howpublished={Available at \\href{https://doi.org/10.5281/zenodo.12}{doi:10.5281/zenodo.12}}",
                "doi: 10.5281/zenodo.12",
            ),
            ("article doi={10.1145/3292500.\n  3330703}", "doi: 10.1145/3292500.3330703"),
            (
                "article eprint={https://academic.oup.com/x/article-pdf/36/1/1/5.pdf}, doi={10.1093/x/btz1}",
                "doi: 10.1093/x/btz1 pdf: https://academic.oup.com/x/article-pdf/36/1/1/5.pdf",
            ),
            (
                "article eprint={https://doi.org/10.1080/01621459.2017.1285773}",
                "doi: 10.1080/01621459.2017.1285773",
            ),
            ("article note={Available online: https://doi.org/10.1000/1821}", "doi: 10.1000/1821"),
            (
                "article url={https://academic.oup.com/a/article/36/1/1/5?doi=10.1093/a/btz001}",
                "doi: 10.1093/a/btz001",
            ),
            ("article note={Erratum in doi:10.1000/1822}", ""),
        ],
        |entry| value(entry, "links"),
    );
    for line in [
        "guessed links.doi: a DOI on two lines was joined (1: k01: 10.1145/3292500.3330703)",
        "not certain note: an identifier that may belong to another work; if it is of this paper, set `links` (1: k06: Erratum in doi:10.1000/1822)",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
}

#[test]
fn arxiv_is_a_preprint_server_and_not_a_journal() {
    let of = |entry: &str| {
        let parts = ["id", "type", "venue", "issue", "pages", "school"].map(|key| value(entry, key));
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" | ")
    };
    let (_site, said) = compare(
        &[
            ("misc note={Preprint available at arXiv:2003.00014}", "2003.00014 | preprint"),
            ("misc note={Extends arXiv:2003.00015}", "k01 | other"),
            ("misc number={arXiv:2003.00016}, doi={10.48550/arXiv.2003.00016}", "2003.00016 | preprint"),
            ("article journal={arXiv}, pages={arXiv--2003.00017}", "2003.00017 | preprint"),
            (
                "techreport institution={arXiv}, number={2003.00018}",
                "2003.00018 | report | 2003.00018 | arXiv",
            ),
            ("article journal={arXiv preprint}", "k05 | preprint"),
            ("article url={arxiv.org/abs/2003.00019v2}", "2003.00019 | preprint"),
            ("article journal={CoRR}, volume={cs.AI/0301001}", "cs-0301001 | preprint"),
        ],
        of,
    );
    assert!(
        said.contains(
            "dropped venue: arXiv is not a venue, and the entry has no arXiv id (1: k05: arXiv preprint)"
        ),
        "{said}"
    );
    assert!(!said.contains("not a web address"), "{said}");
}

#[test]
fn a_field_without_a_place_is_reported() {
    let (_site, said, entries) = imported(&[
        "article journal={Annals}, eprint={2118559}, eprinttype={jstor}",
        "techreport institution={Inst A}, school={School B}",
        "misc eventtitle={Conference Z}, organization={IEEE}",
        "jurisdiction court={X}",
        "article journal={\\prl}",
        "article journal=undefined",
    ]);
    for line in [
        "dropped eprint: another field has its place (1: k00: 2118559)",
        "dropped institution: another field has its place (1: k01: Inst A)",
        "dropped type: no kind of work; a general one is used (1: k03: @jurisdiction)",
        "not certain journal: no `@string` of the file has this name; the name is used as text (1: k05: undefined)",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    assert_eq!(value(&entries[2], "venue"), "Conference Z");
    assert_eq!(value(&entries[2], "publisher"), "IEEE");
    assert_eq!(value(&entries[4], "venue"), "Physical Review Letters");
    assert_eq!(value(&entries[5], "venue"), "undefined");
}

#[test]
fn what_only_the_citation_has_is_reported_as_such() {
    let (_site, said, _) = imported(&["incollection booktitle={B}, edition={2}, series={S}"]);
    assert!(
        said.contains(
            "kept in `bibtex` only, since entries have no other key for it: edition (1), series (1)"
        ),
        "{said}"
    );
    assert!(!said.contains("columns"), "{said}");
}

#[test]
fn dates_are_read_in_the_notations_of_people() {
    let (_site, said) = compare(
        &[
            ("article month={M{\\\"a}rz}", "2020-03"),
            ("article month={d{\\'e}cembre}", "2020-12"),
            ("article month={ao\\^{u}t}", "2020-08"),
            ("article month={Dezember}, day={24.}", "2020-12-24"),
            ("article month={feb}, day={xx}", "2020-02"),
            ("article date={15 April 2020}", "2020-04-15"),
            ("article date={April 15, 2020}", "2020-04-15"),
            ("article date={2020年5月4日}", "2020-05-04"),
            ("article date={20200504}", "2020-05-04"),
            ("article year={}, month={08 1995}", "1995-08"),
        ],
        |entry| value(entry, "published"),
    );
    assert!(said.contains("day or month are unclear; only the rest is used (1: k04: 2020 feb xx)"), "{said}");
}

#[test]
fn lists_of_authors_are_split_as_their_writers_mean_them() {
    let (_site, said) = compare(
        &[
            ("article author={Jane Doe, John Smith, and Ann Roe}", "- Jane Doe - John Smith - Ann Roe"),
            ("article author={Jane Doe, John Smith and Ann Roe}", "- Jane Doe - John Smith - Ann Roe"),
            (
                "article author={John Smith (University of X, Paris) and Ann Doe (MIT)}",
                "- John Smith - Ann Doe",
            ),
            ("article author={Zhang, San (张三)}", "- name: San Zhang (张三) family: Zhang given: San"),
            (
                "article author={family=Berg, given=Jan, prefix=van der and given=Ann, family=Doe, suffix=Jr.}",
                "- Jan van der Berg - Ann Doe Jr.",
            ),
            ("article author={John Smith und Ann Doe}", "- John Smith - Ann Doe"),
            ("article author={Смит, И. И. и Дое, П. П.}", "- И. И. Смит - П. П. Дое"),
            ("article author={Smith J.A., Doe B., Roe C.D.}", "- J.A. Smith - B. Doe - C.D. Roe"),
            ("article author={Smith, J. A. and Doe, B. and 5 others}", "- J. A. Smith - B. Doe - and others"),
            ("article author={Smith, J. A. and 12 more authors}", "- J. A. Smith - and others"),
            (
                "article author={Smith, John \\textsuperscript{1} and Doe, Ann\\thanks{Equal {\\em part}} and Roe, Bo <bo@example.org>}",
                "- John Smith - Ann Doe - Bo Roe",
            ),
            ("article author={Collaboration, ATLAS and Team, Gemma}", "- ATLAS Collaboration - Gemma Team"),
            ("article author={김철수, 이영희}", "- 김철수 - 이영희"),
            ("article author={John Smith / Ann Doe | Bo Roe}", "- John Smith - Ann Doe - Bo Roe"),
            ("article author={World Health Organization}", "- World Health Organization"),
            ("article author={Thurn und Taxis, Gloria von}", "- family: Thurn und Taxis given: Gloria von"),
            (
                "article author={García Márquez, Gabriel José and Doe, Ann}",
                "- family: García Márquez given: Gabriel José - Ann Doe",
            ),
        ],
        |entry| value(entry, "authors"),
    );
    let dropped = "dropped authors: a number, a mark or an affiliation that is not part of a name (5: k02: ";
    assert!(said.contains(dropped), "{said}");
    assert!(said.contains("k01: Jane Doe, John Smith → Jane Doe; John Smith"), "{said}");
}

#[test]
fn retracted_papers_are_marked() {
    let site = site();
    put(
        site.path(),
        "a.bib",
        "@article{a, title={RETRACTED: A cure}, author={A Doe}, year=2020}\n@article{b, title={A title}, author={A Doe}, year=2020, note={This paper has been withdrawn by the author due to an error}}\n@article{c, title={Withdrawn consent}, author={A Doe}, year=2020}\n",
    );
    import(site.path());
    let files = tree(&site.path().join("content/papers"));
    let withdrawn: Vec<String> =
        files.into_values().map(|bytes| value(&String::from_utf8(bytes).unwrap(), "withdrawn")).collect();
    assert_eq!(withdrawn, ["Retracted", "This paper has been withdrawn by the author due to an error", ""]);
}

#[test]
fn a_masters_thesis_is_exported_as_one() {
    let (site, _, _) = imported(&["mastersthesis school={ETH}", "phdthesis school={ETH}"]);
    let built = build(site.path(), &offprint::Request::default());
    let bib = String::from_utf8(built.tree["data/topics/all.bib"].clone()).unwrap();
    assert!(bib.contains("@mastersthesis{k00,") && bib.contains("@phdthesis{k01,"), "{bib}");
}

#[test]
fn markup_of_html_and_latex_becomes_markdown() {
    let (_site, _, entries) = imported(&[
        "article abstract={<p>We use <b>bold</b>, <i>E. coli</i> and x<sup>2</sup>.</p>}",
        "article abstract={At \\ensuremath{\\beta} and 20 \\textcelsius{} of \\textsuperscript{13}C\\hspace{1em}we see.}",
    ]);
    for (entry, text) in entries
        .iter()
        .zip(["We use **bold**, *E. coli* and x<sup>2</sup>.", "At $\\beta$ and 20 °C of ¹³C we see."])
    {
        assert!(entry.ends_with(&format!("\n{text}\n")), "{entry}");
    }
}
