//! Lists of papers as forks of the arXiv kits write them, withdrawals, and versions: what is imported, and that every
//! row is accounted for.

use crate::cli::run;
use crate::support::{put, repository, tree};
use insta::assert_snapshot;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn empty() -> TempDir {
    let site = TempDir::new().unwrap();
    put(site.path(), "site.toml", "title = \"T\"\nbase_url = \"https://example.org/\"\n");
    site
}

fn case(name: &str) -> String {
    repository("tests/data/cases/import").join(name).to_str().unwrap().to_owned()
}

/// Imports a case; a second run must write nothing. Returns what the first run said.
fn import(site: &Path, arguments: &[&str]) -> String {
    let (status, first, stderr) = run(site, &[&["import"], arguments].concat());
    assert_eq!((status, stderr.as_str()), (0, ""), "{first}");
    let before = tree(site);
    let (_, second, _) = run(site, &[&["import"], arguments].concat());
    assert!(second.contains(" 0 added, 0 updated,") && second.contains("; 0 files written"), "{second}");
    assert_eq!(before, tree(site));
    let (status, stdout, _) = run(site, &["check", "--format", "json"]);
    assert_eq!(status, 0, "{stdout}");
    first
}

/// Returns all entries, one behind the other.
fn entries(site: &Path) -> String {
    let all = tree(site);
    let papers = all.iter().filter(|(path, _)| path.starts_with("content/papers/"));
    papers.map(|(path, bytes)| format!("# {path}\n{}", String::from_utf8_lossy(bytes))).collect()
}

#[test]
fn rows_with_more_columns_are_read_by_content() {
    let site = empty();
    let said = import(site.path(), &["cv-arxiv-daily", &case("kit-more-columns.json"), "--add-topics"]);
    assert_snapshot!(said, @r##"
    3 papers read: 3 added, 0 updated, 0 unchanged; 4 files written

    field           kept      merged     guessed     dropped not certain
    abstract           1                                   2
    authors            3                                   2
    date               3                       3
    links              2
    title              3
    topics             3

    columns, by their content: column 1 is date (3), column 2 is title (3), column 3 is authors (2),
      column 3 is categories (1), column 4 is authors (1), column 4 is the paper at arXiv (2),
      column 5 is links (2), column 6 is a comment (2), column 6 is abstract (1)
    dropped, since entries have no key for it: a comment (2), categories (1)
    dropped abstract: the list has none (2: 2504.12299, 2504.00001)
    dropped authors: the list gives the first author only (2: 2504.02792, 2504.12299)
    guessed date: the list gives the date of the last update (3: 2504.02792, 2504.12299, 2504.00001)
    this source has first authors only: use `--complete` to fetch all authors and abstracts from arXiv
    "##);
    assert_snapshot!(entries(site.path()), @r##"
    # content/papers/2025/04/01/2504.00001.md
    ---
    id: "2504.00001"
    title: Finding Places
    authors:
      - Ada Example
      - Bo Other
    date: 2025-04-01
    topics: [visual-localization]
    links:
      html: https://example.org/html
      slides: https://example.org/slides
    ---


    # content/papers/2025/04/03/2504.02792.md
    ---
    id: "2504.02792"
    title: Coupling Two | for Training
    authors:
      - Abby Gupta
      - and others
    date: 2025-04-03
    topics: [agents]
    links:
      code: https://github.com/x/y
    ---

    We couple two parts of a robot and train them together. The first part sees, the second part moves, and both learn from one loss that we describe in the third section of the paper.
    # content/papers/2025/04/16/2504.12299.md
    ---
    id: "2504.12299"
    title: Adapting a Thing
    authors:
      - Ralu Georg
      - and others
    date: 2025-04-16
    topics: [agents]
    ---
    "##);
    assert_snapshot!(fs::read_to_string(site.path().join("content/topics.yaml")).unwrap(), @r##"
    agents: Agents
    visual-localization: Visual Localization
    "##);
}

#[test]
fn rows_with_fewer_columns_are_read_by_content() {
    let site = empty();
    assert_snapshot!(import(site.path(), &["cv-arxiv-daily", &case("kit-fewer-columns.json")]), @r##"
    2 papers read: 2 added, 0 updated, 0 unchanged; 2 files written

    field           kept      merged     guessed     dropped not certain
    abstract                                               2
    authors            1                                   2
    date               2                       2
    title              2
    topics             2

    columns, by their content: column 1 is date (2), column 2 is title (2), column 3 is authors (1),
      column 3 is the paper at arXiv (1), column 4 is the paper at arXiv (1)
    dropped abstract: the list has none (2: 2504.02792, 2504.12299)
    dropped authors: the list gives the first author only (1: 2504.02792)
    dropped authors: the source names none (1: 2504.12299)
    guessed date: the list gives the date of the last update (2: 2504.02792, 2504.12299)
    this source has first authors only: use `--complete` to fetch all authors and abstracts from arXiv
    "##);
    assert!(!site.path().join("content/topics.yaml").exists());
}

#[test]
fn rows_may_be_objects() {
    let site = empty();
    assert_snapshot!(import(site.path(), &["cv-arxiv-daily", &case("kit-objects.json")]), @r##"
    2 papers read: 2 added, 0 updated, 0 unchanged; 2 files written

    field           kept      merged     guessed     dropped not certain
    abstract                                               2
    authors            2
    date               2                       2
    links              1
    title              2
    topics             2

    columns, by their content: `authors` is authors (2), `cate` is categories (1), `date` is date (1),
      `html` is links (1), `pdf` is the paper at arXiv (1), `poster` is links (1),
      `publish_date` is date (1), `slides` is links (1), `title` is title (2),
      `url` is the paper at arXiv (1), `video` is links (1), `website` is links (1)
    dropped, since entries have no key for it: categories (1), rating (1)
    dropped abstract: the list has none (2: 1412.5212, 2504.12299)
    guessed date: the list gives the date of the last update (2: 1412.5212, 2504.12299)
    "##);
    assert_snapshot!(entries(site.path()), @r##"
    # content/papers/2014/12/16/1412.5212.md
    ---
    id: "1412.5212"
    title: Topics of Judgments
    authors:
      - Ada Example
      - Bo Other
    date: 2014-12-16
    topics: [legal-nlp]
    ---


    # content/papers/2025/04/16/2504.12299.md
    ---
    id: "2504.12299"
    title: Adapting a Thing
    authors:
      - Ada Example
      - Bo Other
    date: 2025-04-16
    topics: [legal-nlp]
    links:
      html: https://example.org/h
      project: https://example.org/w
      video: https://youtu.be/v
      slides: https://example.org/s
      poster: https://example.org/p
    ---
    "##);
    let site = empty();
    import(site.path(), &["cv-arxiv-daily", &case("kit-flat.json")]);
    assert_snapshot!(entries(site.path()), @r##"
    # content/papers/2025/04/16/2504.12299.md
    ---
    id: "2504.12299"
    title: Adapting a Thing
    authors:
      - Ada Example
      - and others
    date: 2025-04-16
    ---
    "##);
}

#[test]
fn rows_may_be_bullets_and_a_broken_one_is_named_with_its_line() {
    let site = empty();
    assert_snapshot!(import(site.path(), &["cv-arxiv-daily", &case("kit-bullets.json")]), @r##"
    2 papers read: 2 added, 0 updated, 0 unchanged; 2 files written

    field           kept      merged     guessed     dropped not certain
    abstract                                               2
    authors            2                                   2
    date               2                       2
    links              1
    title              2
    topics             2

    columns, by their content: bullet: Code is links (1), bullet: Paper is the paper at arXiv (2),
      bullet: after the title is authors (2), bullet: bold text is title (2),
      bullet: first part is date (2)
    dropped abstract: the list has none (2: 2112.10485, 2112.10258)
    dropped authors: the list gives the first author only (2: 2112.10485, 2112.10258)
    guessed date: the list gives the date of the last update (2: 2112.10485, 2112.10258)
    skipped line 4, `Image Matching`: oops: its bullet has no title
    this source has first authors only: use `--complete` to fetch all authors and abstracts from arXiv
    "##);
    assert_snapshot!(entries(site.path()), @r##"
    # content/papers/2021/12/19/2112.10258.md
    ---
    id: "2112.10258"
    title: A Brief Descriptor
    authors:
      - Jean Carlu
      - and others
    date: 2021-12-19
    topics: [image-matching]
    links:
      code: https://github.com/x/sift
    ---


    # content/papers/2021/12/20/2112.10485.md
    ---
    id: "2112.10485"
    title: Scale, and How to Learn It
    authors:
      - Yuri Fuentes
      - and others
    date: 2021-12-20
    topics: [image-matching]
    ---
    "##);
}

#[test]
fn a_team_behind_the_first_author_means_others() {
    let site = empty();
    import(site.path(), &["cv-arxiv-daily", &case("cv-team.json")]);
    let all = entries(site.path());
    assert!(all.contains("Abby Gupta") && all.contains("Ralu Georg") && !all.contains("Team"), "{all}");
}

#[test]
fn older_lines_name_their_keys_otherwise() {
    let site = empty();
    assert_snapshot!(import(site.path(), &["daily-arxiv", &case("2024-05-01.jsonl")]), @r##"
    2 papers read: 2 added, 0 updated, 0 unchanged; 2 files written

    field            kept      merged     guessed     dropped not certain
    abstract            2
    authors             2
    date                2
    published           1
    title               2
    withdrawn           1

    columns, by their content: `abstract` is abstract (1), `arxiv_id` is the paper at arXiv (1),
      `cate` is categories (1), `category` is categories (1), `date` is date (1),
      `url` is the paper at arXiv (1)
    dropped, since entries have no key for it: categories (2)
    "##);
    assert_snapshot!(entries(site.path()), @r##"
    # content/papers/2024/05/01/2404.19000.md
    ---
    id: "2404.19000"
    title: An older line
    authors:
      - Ada Example
      - Bo Other
    date: 2024-05-01
    published: 2024-04-30
    withdrawn: This paper has been withdrawn by the authors due to a gap
    ---

    We write an older line.
    # content/papers/2024/05/01/2404.19001.md
    ---
    id: "2404.19001"
    title: Another
    authors:
      - Cy Third
    date: 2024-05-01
    ---

    We write another.
    "##);
}

#[test]
fn a_withdrawal_marks_the_entry_and_the_first_abstract_stays() {
    let site = empty();
    import(site.path(), &["arxiv", &case("withdrawn-1.xml")]);
    assert_snapshot!(import(site.path(), &["arxiv", &case("withdrawn-2.xml")]), @r##"
    1 paper read: 0 added, 1 updated, 0 unchanged; 1 file written

    field            kept      merged     guessed     dropped not certain
    abstract            1                                   1
    authors             1
    date                1
    published           1
    title               1
    updated             1
    withdrawn           1

    dropped, since entries have no key for it: categories (1)
    dropped abstract: the notice of a withdrawal; the entry keeps its abstract (1: 2401.00011)
    "##);
    assert_snapshot!(entries(site.path()), @r##"
    # content/papers/2024/01/02/2401.00011.md
    ---
    id: "2401.00011"
    title: A proof of a hard thing
    authors:
      - Ada Example
    date: 2024-01-02
    published: 2024-01-02
    updated: 2024-03-05
    withdrawn:
      reason: This paper has been withdrawn by the author due to a crucial error in Lemma 3
      date: 2024-03-05
    ---

    We prove a hard thing in three steps, of which the first two are easy. The third step takes more room, and uses the lemma of the second section.
    "##);
    let site = empty();
    import(site.path(), &["oai", &case("withdrawn.jsonl")]);
    assert_snapshot!(entries(site.path()), @r##"
    # content/papers/2007/03/31/2401.00013.md
    ---
    id: "2401.00013"
    title: Withdrawn at Kaggle
    authors:
      - A B
    date: 2007-03-31
    published: 2007-03-31
    withdrawn:
      reason: This paper has been withdrawn by the authors because of a gap
      date: 2007-03-31
    ---

    This paper has been withdrawn by the authors because of a gap.
    "##);
}

#[test]
fn a_record_that_oai_has_deleted_marks_its_entry() {
    let (site, folder) = (empty(), TempDir::new().unwrap());
    put(
        site.path(),
        "content/papers/2401.00013.md",
        "---\ntitle: By hand\ndate: 2024-01-03\nauthors:\n  - A B\n---\n\nWords.\n",
    );
    let lines = [
        r#"{"header": {"status": "deleted", "identifier": "oai:arXiv.org:2401.00013", "datestamp": "2024-05-06"}}"#,
        r#"{"id": "2401.00014", "status": "deleted", "datestamp": "2024-05-06"}"#,
    ];
    put(folder.path(), "a.jsonl", lines.join("\n"));
    let said = import(site.path(), &["oai", folder.path().join("a.jsonl").to_str().unwrap()]);
    assert!(said.contains(" 0 added, 1 updated,"), "{said}");
    assert!(said.contains("skipped line 2 (2401.00014): the source has deleted the paper"), "{said}");
    let entry = entries(site.path());
    assert!(
        entry.contains("withdrawn:\n  reason: The source has deleted the record\n  date: 2024-05-06\n"),
        "{entry}"
    );
    assert!(entry.contains("title: By hand\n") && entry.contains("Words."), "{entry}");
}

#[test]
fn another_version_of_a_known_paper_is_the_same_paper() {
    let site = empty();
    let path = "content/papers/2401.00009v2.md";
    put(site.path(), path, "---\ntitle: By hand\ndate: 2024-01-03\nauthors:\n  - A B\n---\n\nWords.\n");
    let said = import(site.path(), &["arxiv", &case("versions.xml")]);
    assert!(said.contains(" 0 added"), "{said}");
    assert_eq!(tree(site.path()).keys().filter(|path| path.starts_with("content/papers/")).count(), 1);
}

#[test]
fn new_looks_in_the_archive_and_refuses_incomplete_identifiers() {
    let site = empty();
    put(
        site.path(),
        "content/papers/2401.00009v2.md",
        "---\ntitle: A\ndate: 2024-01-03\nlinks: {doi: 10.1145/1234567}\n---\n\nWords.\n",
    );
    for known in [
        "2401.00009",
        "https://arxiv.org/abs/2401.00009v3",
        "arXiv:2401.00009",
        "doi:10.1145/1234567",
        "https://dl.acm.org/doi/10.1145/1234567",
    ] {
        let (status, _, stderr) = run(site.path(), &["new", known]);
        assert_eq!(status, 2, "{known}");
        assert!(stderr.contains("has an entry: content/papers/2401.00009v2.md"), "{known}: {stderr}");
    }
    for incomplete in ["2405.1", "10.1/x", "arXiv:24"] {
        let (status, _, stderr) = run(site.path(), &["new", incomplete]);
        assert_eq!(status, 2, "{incomplete}");
        assert!(stderr.contains("is not a complete identifier"), "{incomplete}: {stderr}");
    }
    let (status, _, stderr) = run(site.path(), &["new"]);
    assert!(status == 2 && stderr.contains("found nothing"), "{stderr}");
    assert_eq!(tree(site.path()).keys().filter(|path| path.starts_with("content/")).count(), 1);
}
