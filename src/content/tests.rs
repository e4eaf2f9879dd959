//! Files in, problems or papers out.

use super::*;
use crate::diagnostic::lines;
use crate::markdown::Options;
use crate::source::Sources;
use insta::assert_snapshot;

mod hostile;
mod twins;

/// The one place that knows how content is read: tests speak only of text.
fn check(sources: &Sources) -> (Content, String) {
    let site = Site::default();
    let (markdown, _) = Markdown::new(&Options::default());
    let reading = Reading { site: &site, markdown: &markdown, drafts: false };
    let mut content = Content::default();
    for file in files(sources) {
        content.append(parse(sources, &file, &reading));
    }
    let mut diagnostics = std::mem::take(&mut content.diagnostics);
    diagnostics.extend(skipped(sources));
    let texts = places::settle(sources, &mut diagnostics);
    let problems = lines::render(&diagnostics, &texts);
    (content, problems)
}

fn problems(fixture: &str) -> String {
    check(&Sources::fixture(fixture)).1
}

/// What a site holds that nothing is wrong with.
fn content(fixture: &str) -> Content {
    let (content, problems) = check(&Sources::fixture(fixture));
    assert_eq!(problems, "");
    content
}

/// Problems of one paper, given its front matter.
fn problems_of(front: &str) -> String {
    problems(&format!("//- content/papers/a.md\n---\n{front}---\nAn abstract.\n"))
}

/// Problems of a paper that has what it needs.
fn problems_beside(front: &str) -> String {
    problems_of(&format!("title: A\ndate: 2026-04-15\n{front}"))
}

fn paper(front: &str) -> Paper {
    let front =
        format!("//- content/papers/a.md\n---\ntitle: A\ndate: 2026-04-15\n{front}---\nAn abstract.\n");
    content(&front).papers.remove(0)
}

#[test]
fn a_title_and_a_day_are_enough() {
    let paper = paper("");
    assert_eq!(
        (paper.id.as_str(), paper.title.as_str(), paper.day().to_string()),
        ("a", "A", "2026-04-15".into())
    );
    assert_eq!(paper.abstract_html.trim(), "<p>An abstract.</p>");
    assert_eq!(paper.author_count, 0);
}

#[test]
fn every_key_arrives() {
    let paper = paper(
        r#"id: 2503.02130
authors: [Ada Lovelace, {name: Bo Li, orcid: 0000-0002-1825-0097, url: https://b.org, affiliation: X}]
author_count: 7
organization: {handle: acl, name: "The ACL", url: https://aclweb.org}
published: 2025-03-04
updated: 2025-03-05T10:00:00Z
topics: [vision, Large Models]
keywords: [a b, null]
summary: "*Short*"
abstract: |
  The abstract.
links:
  doi: https://doi.org/10.1145/3292500.3330701
  code: https://github.com/a/b
  other: [{label: Talk, url: https://t.org}, {url: /files/x.pdf}]
venue: ACL 2026
bibtex: "@misc{a}"
upvotes: 3
comments: 0
stars: 12
withdrawn: {reason: A slip, date: 2026-01-02}
submitted_by: bo
thumbnail: https://t.org/a.png
license: CC-BY-4.0
aliases: [/old/a/, b/index.html]
extra: {zip: 01234, big: 3, nested: {list: [1, true, ~, x]}}
"#,
    );
    insta::assert_debug_snapshot!(paper, @"");
}

#[test]
fn ids_are_text() {
    // In front matter, and in each kind of list; the second file is read the careful way, the third by lines.
    let fixture = "
//- content/papers/a.md
---
id: 2503.02130
title: 1.50
date: 2026-04-15
authors: [1.50, {name: 2503.10}]
topics: [1.0, 2.10]
links: {arxiv: 2503.02130}
---
An abstract.
//- content/papers/b.yaml
date: 2026-04-15
papers:
  - {id: 2503.02140, title: 2.50, abstract: a, authors: [1.50, {name: 2503.10}], keywords: [3.0]}
//- content/papers/c.yaml
date: 2026-04-15
papers:
  - id: 2503.02150
    title: 2.50
    abstract: a
    topics: [3.0]
";
    let ids: Vec<String> = content(fixture)
        .papers
        .iter()
        .map(|paper| {
            let authors: Vec<&str> = paper.authors.iter().map(|author| author.name.as_str()).collect();
            format!(
                "{} {} {:?} {:?} {:?} {:?}",
                paper.id, paper.title, authors, paper.topics, paper.keywords, paper.links.arxiv
            )
        })
        .collect();
    assert_snapshot!(ids.join("\n"), @"");
}

#[test]
fn a_title_that_lacks_its_quotes_is_quoted_in_the_hint() {
    assert_snapshot!(problems_of("title: Offprint: an archive \"of\" papers\ndate: 2026-04-15\n"), @"");
    assert_snapshot!(problems_of("title: @all\ndate: 2026-04-15\n"), @"");
}

#[test]
fn what_is_wrong_behind_such_a_title_is_told_too() {
    assert_snapshot!(problems_of("title: A: b\nsummary: It: is\ndate: tomorrow\nauthor: Ada\nvenue: V: w\n"), @"");
}

#[test]
fn items_of_a_day_are_broken_one_by_one() {
    let fixture = "
//- content/papers/2026-04-15.yaml
date: 2026-04-15
topic: [x]
papers:
  - id: a
    title: One: two
    abstract: x
  - id: b
    title: Right
    abstract: x
  - id: c
    title: Three: four
    abstract: x
    authors:
      - name: Ü: x
  - id: d
    title: \"never closed
    abstract: x
  - id: e
    title: Also right
    abstract: x
    date: 15 April
venue: A: b
";
    assert_snapshot!(problems(fixture), @"");
    let (content, _) = check(&Sources::fixture(fixture));
    assert_eq!((content.papers.len(), content.broken), (1, 4));
}

#[test]
fn items_of_the_wrong_form_leave_the_others_alone() {
    let fixture = "
//- content/papers/2026-04-15.yaml
date: 2026-04-15
papers:
  - &first
    id: a
    title: Ünïcode
    titel: x
    abstract: x
    authors: &team [Ada, Bo]
  - just text
  -
  - id: b
    title: Right
    abstract: é
    authors: *team
    links: {dio: 10.1145/1}
  - id: c
    title: Right
    abstract: x
    authors: *team
";
    assert_snapshot!(problems(fixture), @"");
    let (content, _) = check(&Sources::fixture(fixture));
    assert_eq!(content.papers.len(), 1);
    assert_eq!(content.papers[0].authors.len(), 2);
}

#[test]
fn a_file_whose_items_are_right_and_whose_whole_is_not_is_told_of() {
    assert_snapshot!(problems("//- content/papers/a.yaml\npapers:\n- {id: a, title: x, date: 2026-04-15, abstract: x}\n...\n- x\n"), @"");
    assert_snapshot!(problems("//- content/papers/a.yaml\npapers: [{id: a, title: x: y}]\n"), @"");
    assert_snapshot!(problems("//- content/papers/a.yaml\npapers: none\n"), @"");
}

#[test]
fn papers_may_be_json() {
    let json =
        r#"{"date": "2026-04-15", "papers": [{"id": "2503.02130", "title": "A: b", "abstract": "x"}]}"#;
    assert_eq!(content(&format!("//- content/papers/a.yaml\n{json}\n")).papers[0].id, "2503.02130");
}

#[test]
fn defaults_of_a_day_give_way_to_the_papers_own_words() {
    let content = content(
        "
//- content/papers/2026-04-15.yml
date: [2026-04-15, 2026-04-16]
topics: [vision]
venue: ACL
papers:
  - {id: a, title: A, abstract: x}
  - {id: b, title: B, abstract: x, date: 2026-01-02, topics: [], venue: EMNLP}
",
    );
    let [a, b] = &content.papers[..] else { panic!() };
    assert_eq!(
        (a.dates.len(), &a.topics[..], a.venue.as_deref()),
        (2, &["vision".to_owned()][..], Some("ACL"))
    );
    assert_eq!((b.dates.len(), &b.topics[..], b.venue.as_deref()), (1, &[][..], Some("EMNLP")));
}

#[test]
fn missing_and_unknown_keys_are_told() {
    assert_snapshot!(problems_of("authors: [Ada]\n"), @"");
    assert_snapshot!(problems_of("titel: A\nDate: 2026-04-15\ncolour: red\n"), @"");
    assert_snapshot!(problems_of("title:\ndate:\n"), @"");
    assert_snapshot!(problems_beside("links: {dio: x, pfd: y}\nauthors:\n  - nmae: Ada\n"), @"");
    assert_snapshot!(problems("//- content/papers/a.yaml\npapers:\n- title: A\n"), @"");
}

#[test]
fn repeated_keys_are_told() {
    assert_snapshot!(problems_beside("title: B\nlinks:\n  doi: 10.1145/1\n  doi: 10.1145/2\nextra:\n  a: {b: 1, b: 2}\n"), @"");
    assert_snapshot!(problems("//- content/topics.yaml\nvision: V\nvision: W\n//- content/metrics/a.yaml\nas_of: 2026-04-15\npapers:\n  a: {upvotes: 1}\n  a: {upvotes: 2}\n"), @"");
}

#[test]
fn each_wrong_type_is_told() {
    assert_snapshot!(problems_beside(
        "id: [a]
authors: Ada
author_count: many
organization: [a]
published: {a: b}
topics: vision
keywords:
  - Foo: bar
links: x
upvotes: -1
stars: 1.5
draft: yes
withdrawn: [a]
aliases: {a: b}
extra: text
"), @"");
    assert_snapshot!(problems_of("- a\n- b\n"), @"");
    assert_snapshot!(problems_of("just text\n"), @"");
    assert_snapshot!(problems_beside("? [a]\n: b\n"), @"");
}

#[test]
fn days_are_days() {
    assert_snapshot!(problems_of("title: A\ndate: [2026-04-15, 2026-02-30, 20260415]\npublished: 15.4.2026\nupdated: 2026-04-15 noon\nwithdrawn: {date: 2026-13-01}\n"), @"");
    assert_eq!(paper("updated: 2026-04-15T10:00:00+02:00\n").updated.unwrap().to_string(), "2026-04-15");
}

#[test]
fn ids_are_fit_for_addresses() {
    assert_snapshot!(problems_beside("id: math/0309136\n"), @"");
    assert_snapshot!(problems_beside("id: ../x y\n"), @"");
    assert_snapshot!(problems("//- content/papers/my paper.md\n---\ntitle: A\ndate: 2026-04-15\n---\nx\n"), @"");
}

#[test]
fn names_and_addresses_are_checked_where_they_stand() {
    assert_snapshot!(problems_beside(
        "authors:
  - Ada
  - {name: Bo, orcid: 0000-0002-1825-0098}
  - name: Cy
    url: javascript:alert(1)
  - {orcid: 0000-0002-1825-0097}
author_count: 2
organization: {name: '', url: example.org}
links:
  arxiv: 2503.0213
  doi: 11.1/x
  code: github.com/a/b
  other: [{label: x}, {label: y, url: ftp://x}]
thumbnail: //evil.org/x.png
aliases: [../../etc/passwd, 'a b']
"), @"");
}

#[test]
fn empty_titles_and_abstracts_are_warned_of() {
    assert_snapshot!(problems("//- content/papers/a.md\n---\ntitle: \" \"\ndate: 2026-04-15\n---\n"), @"");
    assert_snapshot!(problems("//- content/papers/a.yaml\nid: a\ntitle: A\ndate: 2026-04-15\n"), @"");
}

#[test]
fn a_title_that_yaml_cuts_short_is_warned_of() {
    assert_snapshot!(problems_of("title: Learning C # and F #\ndate: 2026-04-15 # a comment\n"), @"");
    assert_eq!(
        problems_of("title: \"C # and F #\"\ndate: 2026-04-15\nextra:\n  a: |\n    title: b # c\n"),
        ""
    );
}

#[test]
fn front_matter_begins_and_ends() {
    assert_snapshot!(problems("//- content/papers/a.md\n# A\n//- content/papers/b.md\n---\ntitle: A\n//- content/papers/c.md\n//- content/days/2026-04-15.md\n---\nx\n"), @"");
}

#[test]
fn files_that_are_no_text_are_told_of() {
    let sources = Sources::in_memory([
        ("content/papers/a.md", b"---\ntitle: Caf\xe9\n---\n".to_vec()),
        ("content/papers/b.md", vec![b'x'; 600_000]),
        (
            "content/papers/c.yaml",
            format!(
                "papers:\n- id: c\n  title: C\n  date: 2026-04-15\n  abstract: {}\n",
                "x".repeat(600_000)
            )
            .into_bytes(),
        ),
    ]);
    assert_snapshot!(check(&sources).1, @"");
}

#[test]
fn stray_files_are_told_of() {
    assert_snapshot!(problems("//- content/papers/plot.png\n//- content/paper/a.md\n//- content/topic.yaml\n//- content/x.txt\n"), @"");
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let papers = folder.path().join("content/papers");
    std::fs::create_dir_all(&papers).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", papers.join("a.md")).unwrap();
    let (content, problems) = check(&Sources::discover(folder.path()));
    assert_snapshot!(problems, @"");
    assert!(content.papers.is_empty());
}

#[test]
fn a_paper_is_withdrawn_in_many_ways() {
    let withdrawn = |text: &str| {
        paper(&format!("withdrawn: {text}\n")).withdrawn.map(|it| format!("{} {:?}", it.reason, it.date))
    };
    assert_eq!(withdrawn("A slip"), Some("A slip None".into()));
    assert_eq!(withdrawn("true"), Some(" None".into()));
    assert_eq!(withdrawn("2026-04-16"), Some(" Some(2026-04-16)".into()));
    assert_eq!(withdrawn("{reason: A slip, date: 2026-04-16}"), Some("A slip Some(2026-04-16)".into()));
    assert_eq!(withdrawn("false"), None);
    assert_eq!(withdrawn("~"), None);
}

#[test]
fn drafts_are_left_out_unless_asked_for() {
    let fixture = "//- content/papers/a.md\n---\ntitle: A\ndate: 2026-04-15\ndraft: True\n---\nx\n//- content/days/2026-04-15.md\n---\ndraft: true\n---\nx\n";
    let content = content(fixture);
    assert_eq!((content.papers.len(), content.notes.len(), content.drafts), (0, 0, 2));
}

#[test]
fn line_ends_and_byte_order_marks_make_no_difference() {
    let plain = "---\nid: 2503.02130\ntitle: \"A: b\"\ndate: 2026-04-15\ntopics: [x]\nsummary: |\n  one\n  two\nauthors:\n  - Ada\n  - 1.50\n---\nAn abstract.\n\nMore.\n";
    let read = |text: &str| content(&format!("//- content/papers/a.md\n{text}")).papers.remove(0);
    let expected = read(plain);
    assert_eq!(read(&format!("\u{feff}{plain}")), expected);
    assert_eq!(read(&plain.replace('\n', "\r\n")).authors, expected.authors);
    assert_eq!(read(&plain.replace('\n', "\r\n")).summary_html, expected.summary_html);
    let broken = "---\r\ntitle: Ü: b\r\ndate: 15 April\r\n---\r\n";
    assert_snapshot!(problems(&format!("//- content/papers/a.md\n{broken}//- content/papers/b.md\n\u{feff}{broken}")), @"");
}

#[test]
fn yaml_that_is_none_is_told_with_its_place() {
    assert_snapshot!(problems_of("title: \"never closed\ndate: 2026-04-15\n"), @"");
    assert_snapshot!(problems_of("title: A\n\tdate: 2026-04-15\n"), @"");
    assert_snapshot!(problems_of("title: [a, b\ndate: 2026-04-15\n"), @"");
    assert_snapshot!(problems_of("title: *nobody\ndate: 2026-04-15\n"), @"");
    assert_snapshot!(problems("//- content/papers/a.yaml\ntitle: A\n---\ntitle: B\n"), @"");
}

#[test]
fn problems_of_texts_stand_at_their_words() {
    let fixture = r"
//- content/papers/a.md
---
title: Ünder $\frac$
date: 2026-04-15
summary: See [it](javascript:x) and [it](javascript:x)
---
Ünder $\frac$ and

again $\frac$.
//- content/papers/b.yaml
papers:
  - id: b
    title: B
    date: 2026-04-15
    abstract: |
      First $\frac$ then
      $\frac$.
";
    assert_snapshot!(problems(fixture), @"");
}

#[test]
fn notes_pages_and_vocabularies_are_read() {
    let content = content(
        "
//- content/days/2026-04-15.md
No *front* matter.
//- content/pages/docs/about.md
---
title: About
weight: 1
updated: 2026-04-15
aliases: [/old/]
---
See [a paper](../../papers/x.md).
//- content/topics.yaml
vision:
speech: Speech and Sound
language-models: {name: LLMs, description: '*Big*', aliases: [LLM], parent: vision}
//- content/organizations.yaml
Google: Google Research
mit: {url: https://mit.edu, logo: /mit.svg}
//- content/authors.yaml
ada: {name: Ada Lovelace, aliases: [A. Lovelace], orcid: 0000-0002-1825-0097}
//- content/metrics/a.yaml
as_of: 2026-04-15
papers: {2503.02130: {upvotes: 3}, b: ~}
",
    );
    let all = (
        content.notes,
        content.pages,
        content.topics,
        content.organizations,
        content.people,
        content.metrics,
    );
    insta::assert_debug_snapshot!(all, @"");
}

#[test]
fn slips_in_notes_pages_and_vocabularies_are_told() {
    assert_snapshot!(problems(
        "
//- content/days/April.md
x
//- content/days/2026-04-16.md
---
titel: x
---
//- content/pages/My page.md
---
title: x
---
//- content/pages/a.md
---
wieght: 1
updated: soon
---
//- content/topics.yaml
Large Models: {nmae: x}
a: [b]
//- content/organizations.yaml
mit: {url: mit.edu}
//- content/authors.yaml
bo: {orcid: 1, url: x y}
//- content/metrics/a.yaml
papers: {a: {upvotes: many}}
//- content/metrics/b.yaml
as_of: yesterday
"), @"");
}
