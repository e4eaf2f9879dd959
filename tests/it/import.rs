//! Import: what is written, and that a second import loses no edit.

use crate::cli::run;
use crate::support::{Tree, put, repository, text, tree};
use insta::assert_snapshot;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const SETTINGS: &str = "title = \"T\"\nbase_url = \"https://example.org/\"\n";

/// A site without an entry.
fn empty() -> TempDir {
    let site = TempDir::new().unwrap();
    put(site.path(), "site.toml", SETTINGS);
    site
}

fn sample(name: &str) -> String {
    repository("tests/data/import").join(name).to_str().unwrap().to_owned()
}

/// Imports, and returns the printed report.
fn import(site: &Path, arguments: &[&str]) -> String {
    let (status, stdout, stderr) = run(site, &[&["import"], arguments].concat());
    assert_eq!((status, stderr.as_str()), (0, ""), "{stdout}");
    stdout
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or("")
}

const ALL: [(&str, &str); 9] = [
    ("hf", "hf-2024-05-27.json"),
    ("hf", "hf-2026-03-25.json"),
    ("arxiv", "arxiv-new.xml"),
    ("arxiv", "arxiv-old-id.xml"),
    ("oai", "oai.jsonl"),
    ("cv-arxiv-daily", "cv-arxiv-daily.json"),
    ("daily-arxiv", "2026-03-05_AI_enhanced_English.jsonl"),
    ("pmlr", "pmlr"),
    ("bibtex", "papers.bib"),
];

#[test]
fn every_sample_becomes_sound_entries_in_canonical_form_and_a_second_time_changes_nothing() {
    for layout in ["paper", "day"] {
        for (source, name) in ALL {
            let site = empty();
            let arguments = [source, &sample(name), "--layout", layout, "--topics", "one,Two Words"];
            let first = import(site.path(), &arguments);
            assert!(!first.contains(" 0 added"), "{source}: {first}");
            let before = tree(site.path());
            assert!(before.keys().any(|path| path.starts_with("content/papers/")));
            let second = import(site.path(), &arguments);
            assert!(
                second.contains(" 0 added, 0 updated,") && second.contains("; 0 files written"),
                "{source}: {second}"
            );
            assert_eq!(before, tree(site.path()), "{source}");
            let (status, stdout, stderr) = run(site.path(), &["fmt", "--check"]);
            assert_eq!((status, stdout.as_str(), stderr.as_str()), (0, "", ""), "{source} {layout}");
            let (status, stdout, _) = run(site.path(), &["check", "--format", "json"]);
            assert_eq!(status, 0, "{source}: {stdout}");
        }
    }
}

#[test]
fn an_entry_reads_well() {
    let site = empty();
    import(site.path(), &["pmlr", &sample("pmlr/2023-07-12-abbe23a.md")]);
    let entry = fs::read_to_string(site.path().join("content/papers/2023/07/12/v195-abbe23a.md")).unwrap();
    let cut: String =
        entry.lines().map(|line| format!("{}\n", line.chars().take(100).collect::<String>())).collect();
    assert_snapshot!(cut, @r#"
    ---
    id: v195-abbe23a
    title: "SGD learning on neural networks: leap complexity and saddle-to-saddle dynamics"
    authors:
      - Emmanuel Abbe
      - Enric Boix Adserà
      - Theodor Misiakiewicz
    date: 2023-07-12
    published: 2023-07-12
    links:
      pdf: https://proceedings.mlr.press/v195/abbe23a/abbe23a.pdf
    venue: Proceedings of Thirty Sixth Conference on Learning Theory
    ---

    We investigate the time complexity of SGD learning on fully-connected neural networks with isotropic
    "#);
}

#[test]
fn a_dry_run_says_what_would_happen_and_writes_nothing() {
    let site = empty();
    let before = tree(site.path());
    let said = import(site.path(), &["hf", &sample("hf-2026-03-25.json"), "--dry-run"]);
    assert_eq!(before, tree(site.path()));
    assert!(said.contains("would write new content/papers/2026/03/25/2603.23497.md"), "{said}");
    assert!(said.contains("3 papers read: 3 would be added"), "{said}");
}

#[test]
fn counts_go_to_files_of_their_own() {
    let site = empty();
    import(site.path(), &["hf", &sample("hf-2024-05-27.json")]);
    let metrics = fs::read_to_string(site.path().join("content/metrics/2024-05.yaml")).unwrap();
    assert!(metrics.starts_with("as_of: 2024-05-27\npapers:\n  \"2405."), "{metrics}");
    for (path, bytes) in tree(&site.path().join("content/papers")) {
        assert!(!String::from_utf8(bytes).unwrap().contains("upvotes"), "{path}");
    }
    // Later there are more votes: the counts are updated, and no entry is.
    let text = fs::read_to_string(sample("hf-2024-05-27.json")).unwrap();
    let mut items: serde_json::Value = serde_json::from_str(&text).unwrap();
    items[0]["paper"]["upvotes"] = 9999.into();
    put(site.path(), "2024-05-27.json", items.to_string());
    let before = tree(&site.path().join("content/papers"));
    let said = import(site.path(), &["hf", "2024-05-27.json", "--as-of", "2024-06-03"]);
    assert!(said.contains("0 updated") && said.contains("1 file written"), "{said}");
    assert_eq!(before, tree(&site.path().join("content/papers")));
    let metrics = fs::read_to_string(site.path().join("content/metrics/2024-05.yaml")).unwrap();
    assert!(metrics.starts_with("as_of: 2024-06-03\n") && metrics.contains("upvotes: 9999"), "{metrics}");
}

/// The first sample with later changes of the source.
fn changed(from: &str, to: &str) -> String {
    let text = fs::read_to_string(sample("hf-2026-03-25.json")).unwrap();
    assert!(text.contains(from), "{from}");
    text.replace(from, to)
}

const PAPER: &str = "content/papers/2026/03/25/2603.23497.md";
const TITLE: &str = "WildWorld: A Large-Scale Dataset for Dynamic World Modeling with Actions and Explicit State toward Generative ARPG";

#[test]
fn an_edit_by_hand_survives_and_the_source_updates_the_rest() {
    let site = empty();
    import(site.path(), &["hf", &sample("hf-2026-03-25.json")]);
    let path = site.path().join(PAPER);
    let entry = fs::read_to_string(&path).unwrap();
    let edited = entry
        .replace("\nauthors:", "\nvenue: ICLR # accepted\n# As on the PDF.\nauthors:")
        .replace(TITLE, "WildWorld")
        .replace("submitted_by: taesiri\n", "");
    assert_ne!(entry, edited);
    fs::write(&path, &edited).unwrap();

    // Nothing new: nothing is written.
    let said = import(site.path(), &["hf", &sample("hf-2026-03-25.json")]);
    assert!(said.contains("0 updated") && !said.contains("conflict"), "{said}");
    assert_eq!(fs::read_to_string(&path).unwrap(), edited);

    // The source has another title and another page now; the title was edited, the page was not.
    let new = changed(TITLE, "WildWorld, Revised")
        .replace("https://shandaai.github.io/wildworld-project/\",", "https://new.example.org/\",");
    put(site.path(), "2026-03-25.json", new);
    let said = import(site.path(), &["hf", "2026-03-25.json"]);
    assert!(said.contains("1 updated"), "{said}");
    assert!(
        said.contains("`title` was edited by hand") && said.contains("source: WildWorld, Revised"),
        "{said}"
    );
    let merged = fs::read_to_string(&path).unwrap();
    assert!(merged.contains("title: WildWorld\n"), "{merged}");
    assert!(merged.contains("venue: ICLR # accepted") && merged.contains("# As on the PDF."), "{merged}");
    assert!(merged.contains("project: https://new.example.org/"), "{merged}");
    assert!(!merged.contains("submitted_by"), "what was taken out stays out\n{merged}");

    // And again: nothing.
    let before = tree(&site.path().join("content"));
    let said = import(site.path(), &["hf", "2026-03-25.json"]);
    assert!(said.contains("0 updated"), "{said}");
    assert_eq!(before, tree(&site.path().join("content")));
}

#[test]
fn an_entry_that_was_there_before_is_not_overwritten() {
    let site = empty();
    let own = "---\ntitle: My Words\ndate: 2026-03-20\nlinks:\n  arxiv: 2603.23497\n---\n\nMy abstract.\n";
    put(site.path(), "content/papers/mine.md", own);
    let said = import(site.path(), &["hf", &sample("hf-2026-03-25.json")]);
    assert!(said.contains("2 added, 1 updated") && said.contains("`title` was written by hand"), "{said}");
    let merged = fs::read_to_string(site.path().join("content/papers/mine.md")).unwrap();
    assert!(merged.contains("title: My Words\n") && merged.contains("\nMy abstract.\n"), "{merged}");
    assert!(merged.contains("date: [2026-03-20, 2026-03-25]"), "{merged}");
    assert!(!site.path().join(PAPER).exists());
}

#[test]
fn an_entry_with_an_id_of_its_own_is_known_by_it() {
    let site = empty();
    let own = "---\nid: wild\ntitle: My Words\ndate: 2026-03-20\nlinks:\n  arxiv: 2603.23497\n---\n\nMine.\n";
    put(site.path(), "content/papers/wild.md", own);
    let said = import(site.path(), &["hf", &sample("hf-2026-03-25.json")]);
    let metrics = fs::read_to_string(site.path().join("content/metrics/2026-03.yaml")).unwrap();
    assert!(said.contains("1 updated"), "{said}");
    assert!(metrics.contains("\n  wild: {upvotes:") && !metrics.contains("2603.23497"), "{metrics}");
    let (status, stdout, _) = run(site.path(), &["check", "--format", "json"]);
    assert_eq!((status, stdout.as_str()), (0, ""));
    // It counts as one of the day's papers, so the day has not shrunk.
    let text = fs::read_to_string(sample("hf-2026-03-25.json")).unwrap();
    let items: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    put(site.path(), "2026-03-25.json", serde_json::to_string(&items).unwrap());
    assert!(import(site.path(), &["hf", "2026-03-25.json"]).contains("3 unchanged"));
    put(site.path(), "2026-03-25.json", serde_json::to_string(&items[1..]).unwrap());
    let (status, _, stderr) = run(site.path(), &["import", "hf", "2026-03-25.json"]);
    assert!(status == 1 && stderr.contains("missing: `wild`"), "{stderr}");
}

#[test]
fn an_entry_that_was_removed_stays_out_until_it_is_asked_for() {
    let site = empty();
    let arguments = ["hf", &sample("hf-2026-03-25.json")];
    import(site.path(), &arguments);
    let entry = fs::read(site.path().join(PAPER)).unwrap();
    fs::remove_file(site.path().join(PAPER)).unwrap();
    let before = tree(&site.path().join("content"));
    let said = import(site.path(), &arguments);
    assert!(
        said.contains("0 added") && said.contains("entries that were deleted") && said.contains("2603.23497"),
        "{said}"
    );
    assert_eq!(before, tree(&site.path().join("content")));
    let said = import(site.path(), &[&arguments[..], &["--restore"]].concat());
    assert!(said.contains("1 added"), "{said}");
    assert_eq!(fs::read(site.path().join(PAPER)).unwrap(), entry);
}

#[test]
fn comments_inside_of_a_list_survive() {
    let site = empty();
    import(site.path(), &["hf", &sample("hf-2026-03-25.json"), "--topics", "one"]);
    let path = site.path().join(PAPER);
    let entry = fs::read_to_string(&path).unwrap();
    let first = entry.lines().find(|line| line.starts_with("  - ")).unwrap().to_owned();
    let edited = entry
        .replace(&first, &format!("{first} # the first of them"))
        .replace("topics: [one]", "topics:\n  # since it is\n  - one");
    fs::write(&path, &edited).unwrap();
    // The source names somebody else now, and there is another topic.
    let name = first.trim_start_matches("  - ");
    put(site.path(), "2026-03-25.json", changed(&format!("\"{name}\""), "\"Some Body\""));
    let said = import(site.path(), &["hf", "2026-03-25.json", "--topics", "one,two"]);
    assert!(said.contains("`authors` contains comments"), "{said}");
    let merged = fs::read_to_string(&path).unwrap();
    assert!(merged.contains(&format!("{first} # the first of them")), "{merged}");
    assert!(merged.contains("topics:\n  # since it is\n  - one\n  - two\n"), "{merged}");
}

#[test]
fn papers_that_share_a_key_of_bibtex_are_not_merged() {
    let site = empty();
    let entry =
        |title: &str| format!("@article{{smith2020, title={{{title}}}, author={{Smith, A}}, year=2020}}\n");
    put(site.path(), "a.bib", entry("Deep Learning for Cats") + &entry("A History of Rome"));
    assert!(import(site.path(), &["bibtex", "a.bib"]).contains("2 added"));
    let before = tree(&site.path().join("content/papers"));
    put(site.path(), "b.bib", entry("A History of Rome"));
    assert!(import(site.path(), &["bibtex", "b.bib"]).contains("0 added, 0 updated, 1 unchanged"));
    assert_eq!(before, tree(&site.path().join("content/papers")));
    put(site.path(), "b.bib", entry("Deep Learning for Cats and Dogs"));
    assert!(import(site.path(), &["bibtex", "b.bib"]).contains("1 updated"));
}

#[test]
fn bibtex_of_a_site_says_the_same_when_it_is_imported_again() {
    // A braced index in a title, an accent, a particle and a group as an author beside the real ones.
    let odd = "@article{odd, title={On b_{v}(s) and {GPT}-4 at 50\\%}, year=2020, month=may, journal={J. of {\\'E}tudes},\n\
         author={van der Berg, Jos{\\'e} and {The Open Group} and O'Brien, Jr., Flann}, doi={10.1000/a_b}}\n";
    let papers = |text: &str| {
        let site = empty();
        put(site.path(), "a.bib", text);
        import(site.path(), &["bibtex", "a.bib"]);
        let built = crate::support::build(site.path(), &offprint::Request::default());
        let file = |path: &str| String::from_utf8(built.tree[path].clone()).unwrap();
        let records: Vec<serde_json::Value> =
            file("data/papers.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let kept = ["title", "authors", "venue", "dates"];
        let mut said: Vec<String> = records
            .iter()
            .map(|paper| {
                kept.map(|key| paper.get(key).map_or_else(String::new, ToString::to_string)).join(" | ")
            })
            .collect();
        said.sort();
        (file("data/papers.bib"), said)
    };
    let sample = fs::read_to_string(sample("papers.bib")).unwrap() + odd;
    let (bib, said) = papers(&sample);
    let (again, as_before) = papers(&bib);
    assert!(said.len() > 8 && said.iter().any(|paper| paper.contains("b_{v}(s) and GPT-4")), "{said:#?}");
    assert_eq!(said, as_before);
    assert_eq!(bib.matches("\n@").count(), again.matches("\n@").count());
}

#[test]
fn the_report_lists_what_happened_to_each_field() {
    let site = empty();
    assert_snapshot!(import(site.path(), &["cv-arxiv-daily", &sample("cv-arxiv-daily.json")]), @"
    12 papers read: 10 added, 0 updated, 0 unchanged; 10 files written

    field           kept      merged     guessed     dropped not certain
    abstract                                              12
    authors           10                                  12
    date              10                      12
    links              4
    papers                         2
    title             10
    topics            10           2

    columns, by their content: column 1 is date (12), column 2 is title (12), column 3 is authors (12),
      column 4 is the paper at arXiv (12), column 5 is links (5)
    dropped abstract: the list has none (12: 2111.09006, 2112.01349, 2110.07546)
    dropped authors: the list gives the first author only (12: 2111.09006, 2112.01349, 2110.07546)
    guessed date: the list gives the date of the last update (12: 2111.09006, 2112.01349, 2110.07546)
    merged papers: the source has more than one record of the paper (2: 2112.01349, 2111.09006)
    merged topics: joined from all records of the paper (2: 2112.01349, 2111.09006)
    merged line 10, `SFM` (2112.01349) with 2112.01349
    merged line 20, `Image Matching` (2111.09006) with 2111.09006
    this source has first authors only: use `--complete` to fetch all authors and abstracts from arXiv
    ");
    assert_snapshot!(import(site.path(), &["hf", &sample("hf-2026-03-25.json")]), @"
    3 papers read: 3 added, 0 updated, 0 unchanged; 4 files written

    field               kept      merged     guessed     dropped not certain
    abstract               3
    authors                3                                   1
    counts                 3
    date                   3
    keywords               3
    links                  3
    organization           1
    published              3
    submitted_by           3
    summary                3
    title                  3

    dropped, since entries have no key for it: discussionId (3), githubRepoAddedBy (2),
      isAuthorParticipating (3), mediaUrls (1), thumbnail (3)
    dropped authors: hidden in the source (1: 2603.22458)
    ");
}

#[test]
fn a_paper_that_is_featured_again_has_two_days_in_one_entry() {
    let site = empty();
    import(site.path(), &["hf", &sample("hf-2026-03-25.json")]);
    fs::copy(sample("hf-2026-03-25.json"), site.path().join("2026-04-02.json")).unwrap();
    import(site.path(), &["hf", "2026-04-02.json"]);
    let entry = fs::read_to_string(site.path().join(PAPER)).unwrap();
    assert!(entry.contains("date: [2026-03-25, 2026-04-02]\n"), "{entry}");
    // A day that somebody took out does not come back.
    fs::write(site.path().join(PAPER), entry.replace("[2026-03-25, 2026-04-02]", "2026-03-25")).unwrap();
    import(site.path(), &["hf", "2026-04-02.json"]);
    assert!(fs::read_to_string(site.path().join(PAPER)).unwrap().contains("date: 2026-03-25\n"));
}

#[test]
fn an_entry_does_not_grow_over_what_the_site_allows() {
    let site = empty();
    put(site.path(), "site.toml", format!("{SETTINGS}[limits]\ndates = 1\n"));
    import(site.path(), &["hf", &sample("hf-2026-03-25.json")]);
    let before = tree(&site.path().join("content/papers"));
    fs::copy(sample("hf-2026-03-25.json"), site.path().join("2026-04-02.json")).unwrap();
    let said = import(site.path(), &["hf", "2026-04-02.json"]);
    assert!(said.contains("expected at most 1 date (`limits.dates` in site.toml), found 2"), "{said}");
    assert_eq!(before, tree(&site.path().join("content/papers")));
    assert_eq!(run(site.path(), &["check"]).0, 0);
}

#[test]
fn a_day_does_not_shrink_unless_it_is_allowed_and_loses_nothing_then() {
    let site = empty();
    fs::copy(sample("hf-2026-03-25.json"), site.path().join("2026-03-25.json")).unwrap();
    import(site.path(), &["hf", "2026-03-25.json"]);
    let text = fs::read_to_string(site.path().join("2026-03-25.json")).unwrap();
    let items: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    for less in [&items[..1], &[]] {
        put(site.path(), "2026-03-25.json", serde_json::to_string(less).unwrap());
        let before = tree(&site.path().join("content"));
        let (status, _, stderr) = run(site.path(), &["import", "hf", "2026-03-25.json"]);
        assert_eq!(status, 1, "{stderr}");
        assert!(
            stderr.contains("2026-03-25 had 3 papers from hf") && stderr.contains("--allow-shrink"),
            "{stderr}"
        );
        assert_eq!(before, tree(&site.path().join("content")));
        import(site.path(), &["hf", "2026-03-25.json", "--allow-shrink"]);
        assert_eq!(before, tree(&site.path().join("content")));
    }
}

#[test]
fn a_list_that_is_cut_off_changes_nothing() {
    let site = empty();
    let text = fs::read_to_string(sample("hf-2026-03-25.json")).unwrap();
    put(site.path(), "cut.json", &text[..text.len() * 2 / 3]);
    let before = tree(site.path());
    let (status, _, stderr) = run(site.path(), &["import", "hf", "cut.json"]);
    assert_eq!(status, 1);
    assert!(stderr.contains("it was cut off"), "{stderr}");
    assert_eq!(before, tree(site.path()));
}

#[test]
fn sources_of_more_authority_correct_those_of_less_but_not_the_other_way() {
    let site = empty();
    let line = |title: &str| {
        format!(
            "{{\"id\":\"2603.23497\",\"title\":\"{title}\",\"abstract\":\"x\",\"categories\":\"cs.CV\",\"authors\":\"A B\",\"versions\":[{{\"version\":\"v1\",\"created\":\"Tue, 24 Mar 2026 17:58:25 GMT\"}}]}}\n"
        )
    };
    import(site.path(), &["hf", &sample("hf-2026-03-25.json")]);
    put(site.path(), "a.jsonl", line("WildWorld of $n$ Worlds"));
    let said = import(site.path(), &["oai", "a.jsonl", "--allow-shrink"]);
    assert!(said.contains("1 updated") && !said.contains("conflict"), "{said}");
    let entry = fs::read_to_string(site.path().join(PAPER)).unwrap();
    assert!(entry.contains("title: WildWorld of $n$ Worlds\n"), "{entry}");
    assert!(entry.contains("date: 2026-03-25\n"), "the day it was featured stays\n{entry}");
    let before = tree(&site.path().join("content"));
    for again in [&["hf", &sample("hf-2026-03-25.json")] as &[&str], &["oai", "a.jsonl"]] {
        import(site.path(), again);
        assert_eq!(before, tree(&site.path().join("content")), "{again:?}");
    }
}

#[test]
fn rules_topics_and_filters_are_applied() {
    let site = empty();
    put(
        site.path(),
        "site.toml",
        format!(
            "{SETTINGS}\n[[import.rules]]\ncategory = \"math\"\ntopic = \"Mathematics\"\n\n[[import.rules]]\nkeyword = \"diphoton\"\ntopic = \"maths\"\n"
        ),
    );
    put(site.path(), "content/topics.yaml", "mathematics:\n  aliases: [maths]\n");
    let said = import(
        site.path(),
        &["oai", &sample("oai.jsonl"), "--category", "math,hep-ph", "--since", "2007-04-02"],
    );
    assert!(said.contains("filtered out"), "{said}");
    let files = tree(&site.path().join("content/papers"));
    assert!(!files.is_empty());
    for (path, bytes) in files {
        assert!(String::from_utf8(bytes).unwrap().contains("topics: [mathematics]\n"), "{path}");
    }
}

#[test]
fn new_writes_an_empty_entry_offline_and_reports_similar_titles() {
    let site = empty();
    let (status, stdout, stderr) = run(
        site.path(),
        &["new", "On Margins: A Story", "--day", "2026-03-05", "--topics", "a,b", "--offline"],
    );
    assert_eq!(
        (status, stdout.as_str(), stderr.as_str()),
        (0, "content/papers/2026/03/05/on-margins-a-story.md\n", "")
    );
    let (status, stdout, stderr) =
        run(site.path(), &["new", "On Margins, a Story", "--day", "2026-03-06", "--offline"]);
    assert_eq!(status, 2, "{stdout}{stderr}");
    let (status, stdout, stderr) =
        run(site.path(), &["new", "On Margins: A Long Story", "--day", "2026-03-06", "--offline"]);
    assert_eq!(status, 0, "{stdout}{stderr}");
    assert!(
        stderr.contains(
            "similar title in content/papers/2026/03/05/on-margins-a-story.md: On Margins: A Story"
        ),
        "{stderr}"
    );
    let (status, stdout, _) = run(
        site.path(),
        &["new", "https://arxiv.org/abs/math/0309136v2", "--offline", "--day", "2026-03-07"],
    );
    assert_eq!((status, stdout.as_str()), (0, "content/papers/2026/03/07/math-0309136.md\n"));
    let (status, ..) = run(site.path(), &["new", "https://example.org/x"]);
    assert_eq!(status, 2);
    let (status, stdout, _) = run(site.path(), &["check", "--format", "json"]);
    assert_eq!(status, 0, "{stdout}");
}

#[test]
fn fmt_changes_only_the_form_and_check_reports_problems() {
    let site = empty();
    put(site.path(), "content/papers/a.md", "---\ndate: 2026-03-05 # soon\ntitle: A: B\n---\nBody\n");
    put(site.path(), "content/papers/b.md", "---\ntitel: x\n---\n");
    let (status, stdout, stderr) = run(site.path(), &["fmt", "--check"]);
    assert_eq!((status, stdout.as_str()), (1, "content/papers/a.md\n"));
    assert!(stderr.contains("skipped content/papers/b.md has errors"), "{stderr}");
    let (status, ..) = run(site.path(), &["fmt", "content/papers/a.md"]);
    assert_eq!(status, 0);
    let text = fs::read_to_string(site.path().join("content/papers/a.md")).unwrap();
    assert_eq!(text, "---\ntitle: \"A: B\"\ndate: 2026-03-05 # soon\n---\nBody\n");
    let (status, stdout, _) = run(site.path(), &["fmt", "--check", "content/papers/a.md"]);
    assert_eq!((status, stdout.as_str()), (0, ""));
    let (status, ..) = run(site.path(), &["fmt", "site.toml"]);
    assert_eq!(status, 2);
}

#[test]
fn check_fixes_what_is_certain_and_shows_it() {
    let site = empty();
    let entry = "---\nid: 2603.01940\ntitle: Gauss: Erd{\\\"o}s\ndate: 2026/03/05\nlinks:\n  doi: https://doi.org/10.1145/3292500.3330701\n---\nBody\n";
    put(site.path(), "content/papers/a.md", entry);
    let (status, stdout, stderr) = run(site.path(), &["check", "--fix"]);
    assert_eq!(status, 0, "{stdout}{stderr}");
    assert!(stderr.contains("fixed content/papers/a.md: date: 2026/03/05 → 2026-03-05"), "{stderr}");
    let before = tree(site.path());
    let (status, _, stderr) = run(site.path(), &["check", "--fix"]);
    assert_eq!((status, stderr.as_str()), (0, ""));
    assert_eq!(before, tree(site.path()));
    assert!(text(&before, "content/papers/a.md").contains("title: \"Gauss: Erdös\""));
}

#[test]
fn the_schema_is_printed_and_published() {
    let site = empty();
    let (status, printed, _) = run(site.path(), &["schema"]);
    assert_eq!(status, 0);
    run(site.path(), &["build"]);
    let built: Tree = tree(&site.path().join("public"));
    assert_eq!(text(&built, "data/schema.json"), printed);
    let (_, paper, _) = run(site.path(), &["schema", "paper"]);
    assert!(first_line(&paper) == "{" && paper.contains("\"abstract\""));
}

#[test]
fn a_file_of_another_kind_is_an_error_and_not_an_empty_list() {
    let site = empty();
    fs::write(site.path().join("a.jsonl.gz"), [0x1f, 0x8b, 8, 0]).unwrap();
    put(site.path(), "empty.xml", "");
    let before = tree(site.path());
    for (source, file, status, words) in [
        ("arxiv", sample("oai.jsonl"), 1, "it is not an Atom feed"),
        ("arxiv", "empty.xml".to_owned(), 1, "it is empty"),
        ("oai", sample("hf-2026-03-25.json"), 1, "no oai paper can be read from it (line 75: "),
        ("pmlr", sample("oai.jsonl"), 1, "no pmlr paper can be read from it (oai: it has no front matter)"),
        ("daily-arxiv", sample("oai.jsonl"), 1, "no daily-arxiv paper can be read from it"),
        ("bibtex", sample("oai.jsonl"), 1, "it is not BibTeX"),
        ("oai", "a.jsonl.gz".to_owned(), 1, "it is compressed"),
        ("oai", "none.jsonl".to_owned(), 2, "expected a file, found `none.jsonl`"),
        ("arxiv", "2603.1".to_owned(), 2, "expected an arXiv id or a file, found `2603.1`"),
    ] {
        let (found, _, stderr) = run(site.path(), &["import", source, &file]);
        assert!(found == status && stderr.contains(words), "{source} {file}: {found} {stderr}");
    }
    assert_eq!(before, tree(site.path()));
    // A file of comments has no records and is not an error.
    put(site.path(), "a.bib", "@comment{x}\n@string{y = \"z\"}\n");
    assert!(import(site.path(), &["bibtex", "a.bib"]).starts_with("0 papers read"));
}

#[test]
fn files_of_one_day_are_one_list() {
    let site = empty();
    let name = "2026-03-05_AI_enhanced_English.jsonl";
    let text = fs::read_to_string(sample(name)).unwrap();
    put(site.path(), &format!("data/{name}"), &text);
    let mut other = String::new();
    for line in text.lines() {
        let mut line: serde_json::Value = serde_json::from_str(line).unwrap();
        line["AI"]["tldr"] = "In other words.".into();
        other += &format!("{line}\n");
    }
    put(site.path(), "data/2026-03-05_AI_enhanced_French.jsonl", other);
    assert!(import(site.path(), &["daily-arxiv", "data"]).contains("more than one record of the paper"));
    let before = tree(site.path());
    assert!(import(site.path(), &["daily-arxiv", "data"]).contains("0 added, 0 updated"));
    assert_eq!(before, tree(site.path()));
    let (_, found, _) = run(site.path(), &["check", "--format", "json"]);
    assert_eq!(found, "");
}

#[test]
fn what_only_a_citation_holds_is_kept_as_bibtex_that_stands_alone() {
    let site = empty();
    let text = "@string{jmlr = {Journal of Machine Learning Research}}\n\
        @article{a2020, title={On margins}, author={A B}, year=2020, month=mar, journal=jmlr, pages={1--9}, file={mine.pdf}}\n\
        @inproceedings{b2020, title={On borders}, author={C D}, crossref={proc}}\n\
        @article{c2020, title={On edges}, author={E F}, year=2020, month=mar, journal={J}}\n\
        @proceedings{proc, title={Proceedings of Things}, year=2020, publisher={P}}\n";
    put(site.path(), "a.bib", text);
    let said = import(site.path(), &["bibtex", "a.bib"]);
    assert!(said.contains("dropped, since entries have no key for it: file (1)\n"), "{said}");
    let entry = |path: &str| fs::read_to_string(site.path().join("content/papers/2020").join(path)).unwrap();
    assert_snapshot!(entry("03/a2020.md"), @r#"
    ---
    id: a2020
    title: On margins
    authors:
      - A B
    date: 2020-03
    published: 2020-03
    type: article
    venue: Journal of Machine Learning Research
    pages: "1-9"
    bibtex: |-
      @article{a2020,
        author = {A B},
        journal = {Journal of Machine Learning Research},
        month = mar,
        pages = {1--9},
        title = {On margins},
        year = {2020},
      }
    ---
    "#);
    assert!(entry("b2020.md").contains("booktitle = {Proceedings of Things}"), "{}", entry("b2020.md"));
    assert!(!entry("b2020.md").contains("crossref"));
    assert!(!entry("03/c2020.md").contains("bibtex"), "what is made says as much");
}

#[test]
fn every_sample_in_another_yaml_style_is_formatted_as_it_was_imported() {
    let site = empty();
    for (source, name) in ALL {
        import(site.path(), &[source, &sample(name)]);
    }
    let imported = tree(&site.path().join("content/papers"));
    assert!(imported.len() > 30, "{}", imported.len());
    for (path, bytes) in &imported {
        let text = std::str::from_utf8(bytes).unwrap();
        let (front, body) = text.strip_prefix("---\n").unwrap().split_once("---\n").unwrap();
        // JSON is YAML too, with everything quoted and in another order.
        let values: std::collections::BTreeMap<String, serde_json::Value> =
            serde_yaml::from_str(front).unwrap();
        let json = serde_json::to_string_pretty(&values).unwrap();
        put(site.path(), &format!("content/papers/{path}"), format!("---\n{json}\n---\n{body}"));
    }
    let (status, _, stderr) = run(site.path(), &["fmt"]);
    assert_eq!(status, 0, "{stderr}");
    let formatted = tree(&site.path().join("content/papers"));
    for (path, bytes) in &imported {
        assert_eq!(text(&formatted, path), std::str::from_utf8(bytes).unwrap(), "{path}");
    }
}
