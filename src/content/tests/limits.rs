//! The limits of lists, and of what an entry may add to the site, with their messages and places.

use super::{check, problems};
use crate::source::Sources;
use insta::assert_snapshot;

fn items(count: usize, item: impl Fn(usize) -> String) -> String {
    let items: Vec<String> = (0..count).map(item).collect();
    format!("[{}]", items.join(", "))
}

fn of_entry(front: &str) -> String {
    problems(&format!("//- content/papers/a.md\n---\ntitle: A\n{front}---\nx\n"))
}

#[test]
fn each_list_of_an_entry_has_a_limit() {
    let name = |at: usize| format!("n{at}");
    let link = |at: usize| format!("{{label: L, url: /{at}}}");
    let front = [
        format!("date: {}\n", items(101, |at| format!("{}-01-01", 1900 + at))),
        format!("authors: {}\n", items(20_001, name)),
        format!("topics: {}\n", items(101, name)),
        format!("keywords: {}\n", items(501, name)),
        format!("aliases: {}\n", items(101, name)),
        format!("links: {{other: {}}}\n", items(101, link)),
    ];
    assert_snapshot!(of_entry(&front.concat()), @"
    content/papers/a.md:3:7: error[too-many-dates]: expected at most 100 days, found 101
      hint: remove some, or raise `limits.dates` in site.toml
    content/papers/a.md:4:10: error[too-many-authors]: expected at most 20000 authors, found 20001
      hint: name the first and give `author_count`, or raise `limits.authors` in site.toml
    content/papers/a.md:5:9: error[too-many-topics]: expected at most 100 topics, found 101
      hint: remove some, or raise `limits.topics` in site.toml
    content/papers/a.md:6:11: error[too-many-keywords]: expected at most 500 keywords, found 501
      hint: remove some, or raise `limits.keywords` in site.toml
    content/papers/a.md:7:10: error[too-many-aliases]: expected at most 100 aliases, found 101
      hint: remove some, or raise `limits.aliases` in site.toml
    content/papers/a.md:8:16: error[too-many-links]: expected at most 100 links under `other`, found 101
      hint: remove some, or raise `limits.links` in site.toml
    ");
}

#[test]
fn a_list_as_long_as_its_limit_is_read() {
    let name = |at: usize| format!("n{at}");
    let front = format!(
        "date: 2026-04-15\nauthors: {}\ntopics: {}\nkeywords: {}\n",
        items(6_000, |at| format!("Author {at} of Many")),
        items(100, name),
        items(500, name)
    );
    assert_eq!(of_entry(&front), "");
}

#[test]
fn what_lists_repeat_has_a_limit() {
    let long = "x".repeat(2_001);
    let front = format!(
        "date: 2026-04-15\nvenue: {long}\nlicense: {long}\nsubmitted_by: {long}\nwithdrawn: {{reason: {long}}}\n\
         organization: {{handle: a, name: {long}}}\ntopics: [a, {long}, {long}]\nkeywords: [{long}]\naliases: [{long}]\n\
         authors:\n- A\n- name: B\n  affiliation: {long}\n- {long}\nlinks: {{other: [{{label: {long}, url: /a}}]}}\n"
    );
    let reported = of_entry(&front);
    let places: Vec<&str> =
        reported.lines().filter_map(|line| line.split_once(": error").map(|(at, _)| at)).collect();
    let (first, hint) =
        (reported.lines().next().unwrap_or_default(), reported.lines().nth(1).unwrap_or_default());
    assert_snapshot!(format!("{first}\n{hint}\n{}", places.join("\n")), @"
    content/papers/a.md:4:8: error[long-line]: expected at most 2000 characters, found 2001
      hint: shorten it, or raise `limits.line_characters` in site.toml
    content/papers/a.md:4:8
    content/papers/a.md:5:10
    content/papers/a.md:6:15
    content/papers/a.md:7:21
    content/papers/a.md:8:33
    content/papers/a.md:9:13
    content/papers/a.md:10:12
    content/papers/a.md:11:11
    content/papers/a.md:15:16
    content/papers/a.md:17:25
    ");
    let titles = format!("//- content/papers/a.md\n---\ntitle: {long}\ndate: 2026-04-15\n---\nx\n");
    assert_snapshot!(problems(&titles), @"
    content/papers/a.md:2:8: error[long-line]: expected at most 2000 characters, found 2001
      hint: shorten it, or raise `limits.line_characters` in site.toml
    ");
}

#[test]
fn names_of_vocabularies_have_the_same_limit() {
    let long = "x".repeat(2_001);
    let fixture = format!(
        "//- content/topics.yaml\na: {{name: {long}}}\n//- content/organizations.yaml\na: {{name: {long}}}\n\
         //- content/authors.yaml\na: {{name: {long}}}\n"
    );
    assert_snapshot!(problems(&fixture), @"
    content/authors.yaml:1:11: error[long-line]: expected at most 2000 characters, found 2001
      hint: shorten it, or raise `limits.line_characters` in site.toml
    content/organizations.yaml:1:11: error[long-line]: expected at most 2000 characters, found 2001
      hint: shorten it, or raise `limits.line_characters` in site.toml
    content/topics.yaml:1:11: error[long-line]: expected at most 2000 characters, found 2001
      hint: shorten it, or raise `limits.line_characters` in site.toml
    ");
}

#[test]
fn old_addresses_of_a_page_have_the_same_limit() {
    let aliases = items(101, |at| format!("a{at}"));
    let page = format!("//- content/pages/a.md\n---\ntitle: A\naliases: {aliases}\n---\nx\n");
    assert_snapshot!(problems(&page), @"
    content/pages/a.md:3:10: error[too-many-aliases]: expected at most 100 aliases, found 101
      hint: remove some, or raise `limits.aliases` in site.toml
    ");
}

#[test]
fn what_an_entry_adds_to_the_site_has_a_limit() {
    // All lists are within their limits, but each day repeats every author for every reference manager.
    let front = format!(
        "date: {}\nauthors: {}\ntopics: {}\n",
        items(100, |at| format!("{}-01-01", 1900 + at)),
        items(1_000, |at| format!("{:0>200}", at)),
        items(100, |at| format!("t{at}")),
    );
    assert_snapshot!(of_entry(&front), @"
    content/papers/a.md:2:1: error[too-much-growth]: expected an entry to add at most 32 MB to the site, found about 172 MB in 3602 files
      hint: its 1000 authors add 2000 of these files
      hint: shorten the entry, or raise `limits.growth_megabytes` in site.toml
    ");
}

/// Returns the papers of one file, each with `topics` topics that no other paper has.
fn papers(count: usize, topics: usize) -> String {
    let paper = |paper: usize| {
        let topics = items(topics, |at| format!("t{paper}-{at}"));
        format!("- {{id: p{paper}, title: T, abstract: x, date: 2026-04-15, topics: {topics}}}\n")
    };
    format!("papers:\n{}", (0..count).map(paper).collect::<String>())
}

#[test]
fn what_a_file_adds_to_the_site_has_a_limit() {
    let many = papers(500, 90);
    let (content, reported) = check(&Sources::in_memory([("content/papers/a.yaml", many.into_bytes())]));
    assert_snapshot!(reported, @"
    content/papers/a.yaml:102:4: error[too-much-growth]: expected the 500 entries of this file (421998 bytes) to add at most 243 MB to the site, found about 1710 MB in 361008 files
      hint: this entry adds the most: 730 files
      hint: shorten the lists of the entries, or raise `limits.growth_megabytes` in site.toml
    ");
    // None of them is published, since there is no reason to prefer one.
    assert_eq!((content.papers.len(), content.broken, content.left_out.len()), (0, 500, 500));
}

#[test]
fn a_topic_that_all_entries_of_a_file_share_counts_once() {
    let paper = |paper: usize| {
        let topics = items(20, |at| format!("t{at}"));
        format!("- {{id: p{paper}, title: T, abstract: x, date: 2026-04-15, topics: {topics}}}\n")
    };
    let many = format!("papers:\n{}", (0..500).map(paper).collect::<String>());
    let (content, reported) = check(&Sources::in_memory([("content/papers/a.yaml", many.into_bytes())]));
    assert_eq!((content.papers.len(), reported.as_str()), (500, ""));
}

#[test]
fn aliases_repeat_in_proportion_to_their_file() {
    let item = |at: usize, topics: &str| {
        format!("- {{id: p{at}, title: T, abstract: x, date: 2026-04-15, topics: {topics}}}\n")
    };
    let of = |papers: usize, topics: usize| {
        let first = format!("&t {}", items(topics, |at| format!("t{at}")));
        let all = (0..papers).map(|at| item(at, if at == 0 { &first } else { "*t" }));
        format!("papers:\n{}", all.collect::<String>())
    };
    let (content, reported) =
        check(&Sources::in_memory([("content/papers/a.yaml", of(800, 6_000).into_bytes())]));
    assert_snapshot!(reported, @"
    content/papers/a.yaml:13:62: error[too-large]: expected the aliases (`*name`) of a text of 93589 bytes to repeat at most 814248 bytes, found more
      hint: use fewer aliases
    ");
    assert_eq!((content.papers.len(), content.broken), (0, 1));
    let (content, reported) =
        check(&Sources::in_memory([("content/papers/a.yaml", of(800, 20).into_bytes())]));
    assert_eq!((content.papers.len(), reported.as_str()), (800, ""));
}

#[test]
fn defaults_repeat_in_proportion_to_their_file() {
    let of = |defaults: &str, papers: usize| {
        let paper = |at: usize| format!("- {{id: p{at}, title: T, abstract: x}}\n");
        let text =
            format!("date: 2026-04-15\n{defaults}papers:\n{}", (0..papers).map(paper).collect::<String>());
        check(&Sources::in_memory([("content/papers/a.yaml", text.into_bytes())]))
    };
    let keywords = format!("keywords: {}\n", items(500, |at| format!("word{at}")));
    let (content, reported) = of(&keywords, 1_000);
    assert_snapshot!(reported, @"
    content/papers/a.yaml:2:11: error[too-large]: expected the defaults of this file to add at most 388064 bytes to its papers, found 7408000 up to `keywords` in 1000 papers
      hint: shorten the default, or split the file
    ");
    assert_eq!((content.papers.len(), content.broken), (0, 1_000));
    let topics = format!("topics: {}\n", items(101, |at| format!("t{at}")));
    let (content, reported) = of(&topics, 1_000);
    assert_snapshot!(reported, @"
    content/papers/a.yaml:2:9: error[too-many-topics]: expected at most 100 topics, found 101
      hint: remove some, or raise `limits.topics` in site.toml
    ");
    assert_eq!((content.papers.len(), content.broken), (0, 1_000));
    let (content, reported) = of("topics: [a, b, c]\nvenue: Conference of Examples 2026\n", 1_000);
    assert_eq!((content.papers.len(), reported.as_str()), (1_000, ""));
}
