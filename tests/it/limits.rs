//! The output of a site is bounded by its input, in files and bytes.

use offprint::source::Sources;
use offprint::{Prepared, Request};

/// Limits that no test below reaches.
const RAISED: &str = "[limits]\ntopics = 100000\ndates = 100000\naliases = 100000\nkeywords = 100000\nlinks = 100000\ngrowth_megabytes = 100000\n";

fn sources(settings: &str, files: &[(String, String)]) -> Sources {
    let settings = format!("title = \"T\"\nbase_url = \"https://example.org/\"\n{settings}");
    let files = files.iter().cloned().chain([("site.toml".to_owned(), settings)]);
    Sources::in_memory(files.map(|(path, text)| (path, text.into_bytes())))
}

fn prepare(settings: &str, files: &[(String, String)]) -> (Sources, Prepared, Vec<String>) {
    let sources = sources(settings, files);
    let checked = offprint::prepare(&sources, &Request::default(), &());
    let errors = checked.diagnostics.into_iter().filter(offprint::diagnostic::Diagnostic::is_error);
    (sources, checked.value.unwrap(), errors.map(|problem| problem.message).collect())
}

fn entry(front: &str) -> Vec<(String, String)> {
    vec![("content/papers/a.md".to_owned(), format!("---\ntitle: A\n{front}---\nText.\n"))]
}

fn list(key: &str, count: usize, item: impl Fn(usize) -> String) -> String {
    let items: Vec<String> = (0..count).map(item).collect();
    format!("{key}: [{}]\n", items.join(", "))
}

const DAY: &str = "date: 2026-01-05\n";

/// A list of an entry.
struct Case {
    name: &'static str,
    /// The files of a site with a number of items.
    files: fn(usize) -> Vec<(String, String)>,
    /// The allowed files and bytes per item.
    files_each: usize,
    bytes_each: u64,
}

const CASES: &[Case] = &[
    Case {
        name: "topics",
        files: |count| entry(&format!("{DAY}{}", list("topics", count, |at| format!("t{at}")))),
        files_each: 8,
        bytes_each: 20_000,
    },
    Case {
        name: "authors",
        files: |count| entry(&format!("{DAY}{}", list("authors", count, |at| format!("N{at}")))),
        files_each: 2,
        bytes_each: 16_000,
    },
    Case {
        name: "dates",
        files: |count| entry(&list("date", count, |at| format!("{}-{:02}-05", 1800 + at / 12, 1 + at % 12))),
        files_each: 7,
        bytes_each: 30_000,
    },
    Case {
        name: "aliases",
        files: |count| entry(&format!("{DAY}{}", list("aliases", count, |at| format!("a{at}")))),
        files_each: 1,
        bytes_each: 1_000,
    },
    Case {
        name: "keywords",
        files: |count| entry(&format!("{DAY}{}", list("keywords", count, |at| format!("k{at}")))),
        files_each: 0,
        bytes_each: 200,
    },
    Case {
        name: "links",
        files: |count| {
            let other =
                list("other", count, |at| format!("{{label: L{at}, url: \"https://example.org/{at}\"}}"));
            entry(&format!("{DAY}links: {{{}}}\n", other.trim_end()))
        },
        files_each: 0,
        bytes_each: 600,
    },
    Case {
        name: "papers that share long defaults",
        files: |count| {
            let defaults =
                list("topics", 10, |at| format!("t{at}")) + &list("keywords", 10, |at| format!("k{at}"));
            let papers = (0..count).map(|at| format!("- {{id: p{at}, title: T}}\n")).collect::<String>();
            vec![("content/papers/a.yaml".to_owned(), format!("{DAY}{defaults}papers:\n{papers}"))]
        },
        // Each, and more pages for each of the topics.
        files_each: 2,
        bytes_each: 50_000,
    },
    Case {
        name: "levels of topics",
        files: |count| {
            let topics = (0..count).map(|at| format!("t{at}: {{parent: t{}}}\n", at + 1)).collect::<String>();
            let mut files = entry(&format!("{DAY}topics: [t0]\n"));
            files.push(("content/topics.yaml".to_owned(), format!("{topics}t{count}: Top\n")));
            files
        },
        files_each: 8,
        bytes_each: 20_000,
    },
];

/// Returns the files and bytes of a whole site.
fn cost(files: &[(String, String)]) -> (usize, u64) {
    // Cards of days have a constant size and are slow to draw.
    let (sources, prepared, errors) = prepare(&format!("[cards]\ndays = false\n{RAISED}"), files);
    assert_eq!(errors, [""; 0]);
    let sizes = offprint::rehearse(&prepared, &sources, &()).unwrap_or_else(|stopped| panic!("{stopped:?}"));
    (sizes.len(), sizes.iter().sum())
}

#[test]
fn twice_the_items_cost_at_most_twice_the_output() {
    let mut found = Vec::new();
    for Case { name, files, files_each, bytes_each } in CASES {
        // More than lists show, so that growth is linear from here on.
        let (few, many) = (110, 220);
        let (first, second) = (cost(&files(few)), cost(&files(many)));
        let (files, bytes) = (second.0 - first.0, (second.1 - first.1) / (many - few) as u64);
        if files > files_each * (many - few) + 8 || bytes > *bytes_each {
            found.push(format!("{name}: {files} files for {} more, {bytes} bytes each", many - few));
        }
    }
    assert_eq!(found, [""; 0]);
}

#[test]
fn the_estimated_growth_of_an_entry_matches_the_plan() {
    let topics = || format!("{DAY}{}", list("topics", 300, |at| format!("t{at}")));
    let months = "date: [2026-01-05, 2026-02-09]\n";
    let authors = || format!("{months}organization: o\n{}", list("authors", 900, |at| format!("N{at}")));
    let dates = list("date", 90, |at| format!("{}-{:02}-05", 1800 + at / 12, 1 + at % 12));
    let aliases = format!("{DAY}organization: o\n{}", list("aliases", 300, |at| format!("a{at}")));
    let lean = "[feeds]\ntopics = false\n[data]\ncitations = false\nmarkdown = true\n";
    let few = "[pages]\nweeks = false\nauthors_from = 2\n[cards]\npapers = true\ndays = false\n";
    for (front, more) in
        [(topics(), ""), (topics(), lean), (authors(), ""), (authors(), few), (dates, ""), (aliases, "")]
    {
        // Without the search index, whose files depend on all papers.
        let more = format!("[search]\nenabled = false\n{more}");
        let low = RAISED.replace("growth_megabytes = 100000", "growth_megabytes = 1");
        let heavy = entry(&format!("{front}summary: {}\n", "x".repeat(400_000)));
        let messages = prepare(&format!("{more}{low}"), &heavy).2.concat();
        let reckoned = messages.rsplit_once(" MB in ").and_then(|(_, files)| files.strip_suffix(" files"));
        let reckoned: usize =
            reckoned.and_then(|files| files.parse().ok()).unwrap_or_else(|| panic!("{messages}"));
        // Lists are pages of the site: they exist once there is something to list.
        let lists = ["archive", "authors", "organizations", "topics", "trending"]
            .map(|name| format!("{name}/index.html"));
        let count = |settings: &str, files: &[(String, String)]| {
            let outputs = prepare(settings, files).1.plan.outputs;
            outputs.iter().filter(|output| !lists.iter().any(|list| output.path.as_str() == list)).count()
        };
        let planned = count(&format!("{more}{RAISED}"), &entry(&front)) - count(&more, &[]);
        assert_eq!(reckoned, planned, "{more}{front:.60}");
    }
}

#[test]
fn a_paper_of_thousands_gives_pages_to_the_first_thousand() {
    let front = format!("{DAY}{}", list("authors", 5_000, |at| format!("N{at}")));
    let (sources, prepared, errors) = prepare("[pages]\nauthors = false\n", &entry(&front));
    assert_eq!(errors, [""; 0]);
    assert_eq!(prepared.archive.people.len(), 1_000);
    assert_eq!(prepared.archive.papers[0].author_count, 5_000);
    let sizes = offprint::rehearse(&prepared, &sources, &()).unwrap_or_else(|stopped| panic!("{stopped:?}"));
    let outputs = prepared.plan.outputs.iter().zip(sizes);
    let largest = outputs.max_by_key(|(_, bytes)| *bytes).unwrap();
    assert_eq!(
        (largest.0.path.as_str(), largest.1 < 500_000),
        ("papers/a/index.html", true),
        "{}",
        largest.1
    );
    let (_, prepared, _) = prepare("", &entry(&front));
    let authors = prepared.plan.outputs.iter().filter(|output| output.path.as_str().starts_with("authors/"));
    // A page and a feed each, and pages of all of them.
    assert!((2_000..2_100).contains(&authors.count()));
}

#[test]
fn many_entries_that_bring_new_topics_are_refused_together_and_apart() {
    let paper = |at: usize| {
        let topics = list("topics", 200, |topic| format!("t{at}-{topic}"));
        format!("- {{id: p{at}, title: T, date: 2026-01-05, {}}}\n", topics.trim_end())
    };
    let papers: String = (0..500).map(paper).collect();
    let file = vec![("content/papers/a.yaml".to_owned(), format!("papers:\n{papers}"))];
    let (_, prepared, errors) = prepare("", &file);
    assert_eq!((errors.len(), errors[0].as_str()), (500, "expected at most 100 topics, found 200"));
    assert_eq!(prepared.plan.outputs.len(), prepare("", &[]).1.plan.outputs.len());
    let (_, prepared, errors) = prepare("[limits]\ntopics = 200\n", &file);
    assert!(errors.len() == 1 && errors[0].contains("the 500 entries of this file"), "{errors:?}");
    assert_eq!(prepared.broken, 500);
    assert_eq!(prepared.plan.outputs.len(), prepare("", &[]).1.plan.outputs.len());
}
