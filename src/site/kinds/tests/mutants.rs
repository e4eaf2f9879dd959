//! A mutation test of fingerprints: if visible input of a file changes, its fingerprint changes.
//!
//! A small archive with one of everything is edited in one place at a time. For each file in both versions, every input
//! field, at any depth, is replaced by its value in the other version.

use crate::Prepared;
use crate::Request;
use crate::archive::history::History;
use crate::site::inputs::Mutant;
use crate::site::kinds::Page;
use crate::site::plan::Output;
use crate::site::template_fixture;
use crate::source::Sources;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::mem::{Discriminant, discriminant};

/// Additions to `template_fixture`: more days of the same week and month, and rising terms.
const MORE_FILES: [(&str, &str); 6] = [
    (
        "content/papers/more.yaml",
        "papers:\n  - {id: m-1, title: Near, date: 2026-04-13, upvotes: 3, topics: [wide], authors: [Ada Byron, Grace Hopper], organization: works, lang: de}\n  - {id: m-2, title: Far, date: 2026-03-02, upvotes: 1, topics: [wide], authors: [Ada Byron], organization: works}\n  - {id: m-3, title: Far too, date: 2026-03-04, upvotes: 2, authors: [Ada Byron, Grace Hopper]}\n",
    ),
    ("content/metrics/2026-03.yaml", "as_of: 2026-04-18\npapers:\n  m-2: {upvotes: 1}\n"),
    ("static/other.svg", "<svg/>"),
    ("static/other.png", ""),
    ("content/pages/sample/inner.md", "---\ntitle: An inner page\naliases: [old/inner]\n---\n\nText.\n"),
    (
        "site.toml",
        "title = \"T\"\nbase_url = \"https://example.org/p/\"\n[pages]\nper_page = 20\n[cards]\npapers = true\n[[feeds.query]]\nname = \"near\"\ntitle = \"Near papers\"\ninclude = {words = [\"near\"]}\n[[feeds.query]]\nname = \"far\"\ntitle = \"Far papers\"\ninclude = {words = [\"far\"]}\n",
    ),
];

/// Edits: a file, a text in it, and the replacement. Two empty texts remove the file.
const EDITS: &[(&str, &str, &str)] = &[
    ("content/papers/sample.yaml", "A paper with $x^2$ and", "A paper with $y^2$ and"),
    ("content/papers/sample.yaml", "title: A paper that says", "title: This paper says"),
    (
        "content/papers/sample.yaml",
        "name: Ada Byron, orcid: 0000-0002-1825-0097, url",
        "name: Ada Byron, url",
    ),
    ("content/papers/sample.yaml", "example.org/ada", "example.org/ada-byron"),
    ("content/papers/sample.yaml", "affiliation: The Works", "affiliation: The Other Works"),
    ("content/papers/sample.yaml", "      - Grace Hopper\n", "      - Grace M. Hopper\n"),
    ("content/papers/sample.yaml", "    organization: works\n", ""),
    ("content/papers/sample.yaml", "date: [2026-04-15, 2026-04-16]", "date: [2026-04-15, 2026-04-17]"),
    ("content/papers/sample.yaml", "published: 2026-04-01", "published: 2026-04-03"),
    ("content/papers/sample.yaml", "updated: 2026-04-02", "updated: 2026-04-04"),
    ("content/papers/sample.yaml", "topics: [wide, narrow]", "topics: [narrow]"),
    ("content/papers/sample.yaml", "topics: [wide, narrow]", "topics: [wide, narrow, other]"),
    (
        "content/papers/sample.yaml",
        "  - {id: sample-old",
        "  - {id: older, title: Older, date: 2025-04-15}\n  - {id: sample-old",
    ),
    ("content/papers/sample.yaml", "keywords: [samples]", "keywords: [examples]"),
    ("content/papers/sample.yaml", "What it says in a sentence.", "What it says in few words."),
    ("content/papers/sample.yaml", "and **more**", "and *more*"),
    ("content/papers/sample.yaml", "2504.12345", "2504.12346"),
    ("content/papers/sample.yaml", "doi: 10.1000/182", "doi: 10.1000/183"),
    ("content/papers/sample.yaml", "example.org/code", "example.org/codes"),
    ("content/papers/sample.yaml", "code: \"https", "data: \"https"),
    ("content/papers/sample.yaml", "label: Blog", "label: Log"),
    ("content/papers/sample.yaml", "Journal of Samples", "Annals of Samples"),
    ("content/papers/sample.yaml", "CC-BY-4.0", "CC-BY-SA-4.0"),
    ("content/papers/sample.yaml", "upvotes: 12", "upvotes: 13"),
    ("content/papers/sample.yaml", "comments: 2", "comments: 3"),
    ("content/papers/sample.yaml", "stars: 3", "stars: 4"),
    ("content/papers/sample.yaml", "submitted_by: ada", "submitted_by: bob"),
    ("content/papers/sample.yaml", "thumbnail: /sample.png", "thumbnail: /other.png"),
    ("content/papers/sample.yaml", "aliases: [old/sample]", "aliases: [older/sample]"),
    ("content/papers/sample.yaml", "reviewed_by: Grace", "reviewed_by: Ada"),
    ("content/papers/sample.yaml", "author_count: 12", "author_count: 13"),
    (
        "content/papers/sample.yaml",
        "abstract: Text., organization: works",
        "abstract: Text., organization: lab",
    ),
    ("content/papers/sample.yaml", "reason: A slip in it.", "reason: A slip."),
    ("content/papers/sample.yaml", ", date: 2026-04-20}", ", date: 2026-04-21}"),
    ("content/papers/sample.yaml", "id: sample-5", "id: sample-55"),
    ("content/papers/sample.yaml", "id: sample-bare", "id: sample-bar"),
    ("content/papers/sample.yaml", "date: 2025-04-15", "date: 2024-04-15"),
    ("content/papers/sample.yaml", "The same day a year", "The same day one year"),
    (
        "content/papers/sample.yaml",
        "sample-1, title: One of ten, authors: [Annie Cannon], upvotes: 1",
        "sample-1, title: One of ten, authors: [Annie Cannon]",
    ),
    ("content/papers/sample.yaml", "date: 2026-03\n", "date: 2026-02\n"),
    ("content/papers/sample.yaml", "date: 2025, ", "date: 2024, "),
    ("content/papers/sample.yaml", "title: A paper of which the year", "title: One of which the year"),
    ("content/papers/sample.yaml", "family: Byron, given: Ada", "family: Ada Byron, given: A"),
    ("content/papers/sample.yaml", "type: chapter", "type: book"),
    ("content/papers/sample.yaml", "pages: 3-4", "pages: 3-5"),
    ("content/papers/sample.yaml", "editors: [Grace Hopper, and others]", "editors: [Grace Hopper]"),
    ("content/papers/sample-notes.md", "`code`", "`more code`"),
    ("content/papers/sample-notes.md", "# Three", "# Four"),
    ("content/papers/more.yaml", "lang: de", "lang: fr"),
    ("content/papers/more.yaml", "2026-03-04", "2026-03-05"),
    ("content/papers/more.yaml", "upvotes: 2", "stars: 2"),
    ("content/papers/more.yaml", "date: 2026-04-13", "date: 2026-04-06"),
    (
        "content/papers/more.yaml",
        "  - {id: m-3",
        "  - {id: m-4, title: Newer, date: 2026-05-01, topics: [wide], authors: [Annie Cannon]}\n  - {id: m-3",
    ),
    ("content/papers/more.yaml", "", ""),
    ("content/metrics/2026-03.yaml", "2026-04-18", "2026-04-19"),
    ("content/days/2026-04-15.md", "A note", "Another note"),
    ("content/days/2026-04-15.md", "", ""),
    ("content/pages/sample.md", "# Three", "# Four"),
    ("content/pages/sample.md", "title: A page", "title: This page"),
    ("content/pages/sample.md", "updated: 2026-04-15", "updated: 2026-04-16"),
    ("content/pages/sample/inner.md", "An inner page", "The inner page"),
    ("content/pages/sample/last.md", "The last page", "The very last page"),
    ("content/topics.yaml", "name: A wide topic", "name: The wide topic"),
    ("content/topics.yaml", "What it holds.", "What is in it."),
    ("content/topics.yaml", ", parent: wide", ""),
    ("content/topics.yaml", "name: A narrow topic", "name: The narrow topic"),
    ("content/topics.yaml", "narrow: {", "deep: {name: Deep, parent: narrow}\nnarrow: {"),
    ("content/organizations.yaml", "name: The Works", "name: Our Works"),
    ("content/organizations.yaml", "example.org/works", "example.org/our-works"),
    ("content/organizations.yaml", "/sample.svg", "/other.svg"),
    ("content/authors.yaml", "{name: Ada Byron,", "{name: Ada King,"),
    ("content/authors.yaml", "aliases: [A. Byron]", "aliases: [A. Byron, Grace Hopper]"),
    ("content/authors.yaml", "orcid: 0000-0002-1825-0097", "orcid: 0000-0001-5109-3700"),
    ("content/authors.yaml", "example.org/ada", "example.org/byron"),
    ("content/authors.yaml", "", ""),
    ("static/sample.svg", "http", "https"),
    ("site.toml", "per_page = 20", "per_page = 10"),
    ("site.toml", "per_page = 20", "per_page = 20\nvotes = false"),
    ("site.toml", "per_page = 20", "per_page = 20\nauthors_from = 2"),
    ("site.toml", "[cards]", "[data]\nabstracts = false\n[cards]"),
    ("site.toml", "Near papers", "Papers nearby"),
];

type Files = BTreeMap<String, String>;

fn base() -> Files {
    let files = template_fixture::FILES.iter().chain(&MORE_FILES);
    files.map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn edited(mut files: Files, (path, from, to): (&str, &str, &str)) -> Files {
    match (from, to) {
        ("", "") => drop(files.remove(path)),
        _ => {
            let text = files.get_mut(path).unwrap();
            assert!(text.contains(from), "{path} has no {from}");
            *text = text.replacen(from, to, 1);
        }
    }
    files
}

fn prepared(files: &Files, changed_by: &str) -> Prepared {
    let sources =
        Sources::in_memory(files.iter().map(|(path, text)| (path.clone(), text.as_bytes().to_vec())));
    let mut prepared = crate::prepare(&sources, &Request::default(), &()).value.unwrap();
    let newest = prepared.archive.newest().unwrap_or_default();
    prepared.history = History::made_up(sources.files(), newest, changed_by);
    prepared
}

/// Tries each input of the files of one archive with its value in another.
fn compare(old: &Prepared, new: &Prepared, is_tried: impl Fn(&str) -> bool, found: &mut Vec<Mutant>) {
    let (mut here, mut there) = (old.press(), new.press());
    here.records = here.records.with_sums(&old.sums);
    there.records = there.records.with_sums(&new.sums);
    for output in old.plan.outputs.iter().filter(|output| is_tried(output.path.as_str())) {
        if let Some(page) = new.plan.page_at(output.path.as_str()) {
            output.page.mutants(&here.records, (page, &there.records), found);
        }
    }
}

fn with(path: &str, text: String) -> Prepared {
    let mut files = base();
    files.insert(path.to_owned(), text);
    prepared(&files, "Ada")
}

fn of_many_authors(each: usize) -> Prepared {
    let paper = |paper: usize| {
        let names: Vec<String> = (0..each).map(|at| format!("\"A{paper}x{at} B\"")).collect();
        format!("  - {{id: many{paper}, title: T, authors: [{}]}}\n", names.join(", "))
    };
    let papers: String = (0..3).map(paper).collect();
    with("content/papers/many.yaml", format!("date: 2026-01-12\npapers:\n{papers}"))
}

fn of_a_rising(title: &str, more: usize) -> Prepared {
    let papers = |date: &str, count: usize, title: &str| -> String {
        let paper = |at| {
            format!(
                "  - {{id: \"{date}.{at}\", title: \"{title} {at}\", date: {date}, topics: [t], venue: {title}, abstract: \"{title} for sparse attention kernels\"}}\n"
            )
        };
        (0..count).map(paper).collect()
    };
    let papers = papers("2026-01-12", 12, title) + &papers("2026-01-05", 40 + more, "Gradients");
    with("content/papers/rising.yaml", format!("papers:\n{papers}"))
}

fn of_many_topics(count: usize) -> Prepared {
    let topics: String = (0..count).map(|at| format!("t{at}: {{name: T {at}, parent: wide}}\n")).collect();
    let papers =
        (0..count).map(|at| format!("  - {{id: of{at}, title: T, date: 2026-01-12, topics: [t{at}]}}\n"));
    let mut files = base();
    files.insert("content/topics.yaml".into(), format!("wide: {{name: Wide}}\n{topics}"));
    files.insert("content/papers/many.yaml".into(), format!("papers:\n{}", papers.collect::<String>()));
    prepared(&files, "Ada")
}

/// A month with this many bytes of abstracts.
fn of_long_abstracts(bytes: usize) -> Prepared {
    const EACH: usize = 10_000;
    let text = "Samples of texts. ".repeat(EACH / 18);
    let paper = |at| format!("  - {{id: long{at}, title: T, date: 2026-01-12, abstract: \"{text}\"}}\n");
    let papers: String = (0..bytes / EACH).map(paper).collect();
    with("content/papers/long.yaml", format!("papers:\n{papers}"))
}

/// An archive without days.
fn of_years(title: &str) -> Prepared {
    let paper = format!("papers:\n  - {{id: a, title: {title}, date: 2025}}\n");
    let site = base().remove("site.toml").unwrap();
    prepared(
        &[("site.toml", site), ("content/papers/a.yaml", paper)]
            .map(|(path, text)| (path.to_owned(), text))
            .into(),
        "Ada",
    )
}

/// Fields with one value for all files of a kind.
const OF_KINDS: [(&str, &str); 4] = [
    ("AuthorsPage", "is_letter"),
    ("ListPage", "is_by_votes"),
    ("Papers", "is_brief"),
    ("PeriodPage", "kind"),
];

#[test]
fn visible_inputs_change_the_fingerprint() {
    let mut found: Vec<Mutant> = Vec::new();
    let files = base();
    let old = prepared(&files, "Ada");
    for edit in EDITS {
        compare(&old, &prepared(&edited(files.clone(), *edit), "Ada"), |_| true, &mut found);
    }
    compare(&old, &prepared(&files, "Bob"), |_| true, &mut found);
    compare(&of_a_rising("World models", 0), &of_a_rising("Small models", 0), |_| true, &mut found);
    compare(&of_a_rising("World models", 0), &of_a_rising("World models", 20), |_| true, &mut found);
    compare(&of_many_topics(200), &of_many_topics(201), |path| path.starts_with("topics/wide/"), &mut found);
    let is_history = |path: &str| path == "history/2026-01.xml";
    compare(&of_long_abstracts(400_000), &of_long_abstracts(600_000), is_history, &mut found);
    compare(&of_years("One"), &of_years("Two"), |path| path == "index.html", &mut found);
    let is_list = |path: &str| path.starts_with("authors/page/") || path == "authors/index.html";
    compare(&of_many_authors(700), &of_many_authors(701), is_list, &mut found);
    compare(&of_many_authors(700), &old, is_list, &mut found);
    for prepared in [&old, &of_a_rising("World models", 0)] {
        let records = prepared.press().records.with_sums(&prepared.sums);
        let mut before: HashMap<Discriminant<Page>, &Page> = HashMap::new();
        for Output { page, .. } in &prepared.plan.outputs {
            if let Some(other) = before.insert(discriminant(page), page) {
                page.mutants(&records, (other, &records), &mut found);
            }
        }
    }

    let missed = found.iter().filter(|mutant| !mutant.is_alike && !mutant.is_caught);
    let missed: BTreeSet<_> = missed.map(|mutant| mutant.field).collect();
    assert!(missed.is_empty(), "what is seen of these is not in the fingerprint: {missed:#?}");
    let caught = |mutant: &&Mutant| !mutant.is_alike && mutant.is_caught;
    let fields: BTreeSet<_> = found.iter().map(|mutant| mutant.field).collect();
    let tried = found.iter().filter(caught).map(|mutant| mutant.field).chain(OF_KINDS).collect();
    let untried: Vec<_> = fields.difference(&tried).collect();
    assert!(untried.is_empty(), "no edit changes these: {untried:?}");
    println!("{} fields, {} mutants, all caught", fields.len(), found.iter().filter(caught).count());
}
