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
    insta::assert_debug_snapshot!(paper, @r#"
    Paper {
        origin: Origin {
            file: "content/papers/a.md",
            index: None,
        },
        id: "2503.02130",
        title: "A",
        title_html: "A",
        authors: [
            Author {
                name: "Ada Lovelace",
                orcid: None,
                url: None,
                affiliation: None,
            },
            Author {
                name: "Bo Li",
                orcid: Some(
                    "0000-0002-1825-0097",
                ),
                url: Some(
                    "https://b.org",
                ),
                affiliation: Some(
                    "X",
                ),
            },
        ],
        author_count: 7,
        organization: Some(
            OrganizationName {
                handle: "acl",
                name: Some(
                    "The ACL",
                ),
                url: Some(
                    "https://aclweb.org",
                ),
            },
        ),
        dates: [
            2026-04-15,
        ],
        published: Some(
            2025-03-04,
        ),
        updated: Some(
            2025-03-05,
        ),
        topics: [
            "vision",
            "Large Models",
        ],
        keywords: [
            "a b",
            "null",
        ],
        summary_html: Some(
            "<em>Short</em>",
        ),
        abstract_html: "<p>The abstract.</p>\n",
        excerpt_html: "The abstract.",
        excerpt_cut: false,
        notes: Some(
            Notes {
                html: "<p>An abstract.</p>\n",
                outline: [],
            },
        ),
        links: Links {
            arxiv: Some(
                "2503.02130",
            ),
            doi: Some(
                "10.1145/3292500.3330701",
            ),
            named: [
                (
                    Code,
                    "https://github.com/a/b",
                ),
            ],
            other: [
                (
                    "Talk",
                    "https://t.org",
                ),
                (
                    "/files/x.pdf",
                    "/files/x.pdf",
                ),
            ],
        },
        venue: Some(
            "ACL 2026",
        ),
        bibtex: Some(
            "@misc{a}",
        ),
        counts: Counts {
            upvotes: Some(
                3,
            ),
            comments: Some(
                0,
            ),
            stars: Some(
                12,
            ),
        },
        withdrawn: Some(
            Withdrawn {
                reason: "A slip",
                date: Some(
                    2026-01-02,
                ),
            },
        ),
        submitted_by: Some(
            "bo",
        ),
        thumbnail: Some(
            "https://t.org/a.png",
        ),
        license: Some(
            "CC-BY-4.0",
        ),
        aliases: [
            "old/a/",
            "b/",
        ],
        extra: {
            "big": Number(3),
            "nested": Object {
                "list": Array [
                    Number(1),
                    Bool(true),
                    Null,
                    String("x"),
                ],
            },
            "zip": String("01234"),
        },
        inner_links: [],
    }
    "#);
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
    assert_snapshot!(ids.join("\n"), @r#"
    2503.02130 1.50 ["1.50", "2503.10"] ["1.0", "2.10"] [] Some("2503.02130")
    2503.02140 2.50 ["1.50", "2503.10"] [] ["3.0"] Some("2503.02140")
    2503.02150 2.50 [] ["3.0"] [] Some("2503.02150")
    "#);
}

#[test]
fn a_title_that_lacks_its_quotes_is_quoted_in_the_hint() {
    assert_snapshot!(problems_of("title: Offprint: an archive \"of\" papers\ndate: 2026-04-15\n"), @r#"
    content/papers/a.md:2:8: error[unquoted-value]: `title` holds `: `, which YAML takes for another key
      hint: put it in quotes: title: "Offprint: an archive \"of\" papers"
    "#);
    assert_snapshot!(problems_of("title: @all\ndate: 2026-04-15\n"), @r#"
    content/papers/a.md:2:8: error[unquoted-value]: `title` begins with `@`, which means something else in YAML
      hint: put it in quotes: title: "@all"
    "#);
}

#[test]
fn what_is_wrong_behind_such_a_title_is_told_too() {
    assert_snapshot!(problems_of("title: A: b\nsummary: It: is\ndate: tomorrow\nauthor: Ada\nvenue: V: w\n"), @r#"
    content/papers/a.md:2:8: error[unquoted-value]: `title` holds `: `, which YAML takes for another key
      hint: put it in quotes: title: "A: b"
    content/papers/a.md:3:10: error[unquoted-value]: `summary` holds `: `, which YAML takes for another key
      hint: put it in quotes: summary: "It: is"
    content/papers/a.md:4:7: error[bad-date]: `tomorrow` is not a day
      hint: days are written year-month-day: 2026-04-15
    content/papers/a.md:5:1: error[unknown-key]: `author` is not a key here
      hint: did you mean `authors`?
    content/papers/a.md:6:8: error[unquoted-value]: `venue` holds `: `, which YAML takes for another key
      hint: put it in quotes: venue: "V: w"
    "#);
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
    assert_snapshot!(problems(fixture), @r#"
    content/papers/2026-04-15.yaml:2:1: error[unknown-key]: `topic` is not a key here
      hint: did you mean `topics`?
    content/papers/2026-04-15.yaml:5:12: error[unquoted-value]: `title` holds `: `, which YAML takes for another key
      hint: put it in quotes: title: "One: two"
    content/papers/2026-04-15.yaml:11:12: error[unquoted-value]: `title` holds `: `, which YAML takes for another key
      hint: put it in quotes: title: "Three: four"
    content/papers/2026-04-15.yaml:14:15: error[unquoted-value]: `name` holds `: `, which YAML takes for another key
      hint: put it in quotes: name: "Ü: x"
    content/papers/2026-04-15.yaml:16:12: error[yaml-syntax]: this is not YAML: invalid indentation in quoted scalar
    content/papers/2026-04-15.yaml:21:11: error[bad-date]: `15 April` is not a day
      hint: days are written year-month-day: 2026-04-15
    content/papers/2026-04-15.yaml:22:8: error[unquoted-value]: `venue` holds `: `, which YAML takes for another key
      hint: put it in quotes: venue: "A: b"
    "#);
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
    assert_snapshot!(problems(fixture), @"
    content/papers/2026-04-15.yaml:6:5: error[unknown-key]: `titel` is not a key here
      hint: did you mean `title`?
    content/papers/2026-04-15.yaml:9:5: error[wrong-type]: this wants a mapping; this is text
    content/papers/2026-04-15.yaml:10:4: error[wrong-type]: this wants a mapping; this is nothing
    content/papers/2026-04-15.yaml:15:13: error[unknown-key]: `dio` is not a key here
      hint: did you mean `doi`?
    ");
    let (content, _) = check(&Sources::fixture(fixture));
    assert_eq!(content.papers.len(), 1);
    assert_eq!(content.papers[0].authors.len(), 2);
}

#[test]
fn a_file_whose_items_are_right_and_whose_whole_is_not_is_told_of() {
    assert_snapshot!(problems("//- content/papers/a.yaml\npapers:\n- {id: a, title: x, date: 2026-04-15, abstract: x}\n...\n- x\n"), @"content/papers/a.yaml:4:1: error[yaml-syntax]: this is not YAML: a second document (`---`) starts here, where one is all there can be");
    assert_snapshot!(problems("//- content/papers/a.yaml\npapers: [{id: a, title: x: y}]\n"), @"content/papers/a.yaml:1:26: error[yaml-syntax]: this is not YAML: while parsing a flow mapping, did not find expected ',' or '}'");
    assert_snapshot!(problems("//- content/papers/a.yaml\npapers: none\n"), @"
    content/papers/a.yaml:1:9: error[wrong-type]: `papers` wants a list; this is text
      hint: write one to a line, each after a dash, or `papers: [one, two]`
    ");
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
    assert_snapshot!(problems_of("authors: [Ada]\n"), @r#"
    content/papers/a.md:2:1: error[missing-key]: `date` is missing
      hint: say on which day's page it stands: add `date: 2026-04-15`
    content/papers/a.md:2:1: error[missing-key]: `title` is missing
      hint: add `title: "…"`
    "#);
    assert_snapshot!(problems_of("titel: A\nDate: 2026-04-15\ncolour: red\n"), @"
    content/papers/a.md:2:1: error[unknown-key]: `titel` is not a key here
      hint: did you mean `title`?
    content/papers/a.md:3:1: error[unknown-key]: `Date` is not a key here
      hint: did you mean `date`?
    content/papers/a.md:4:1: error[unknown-key]: `colour` is not a key here
      hint: keys of your own go under `extra:`
    ");
    assert_snapshot!(problems_of("title:\ndate:\n"), @r#"
    content/papers/a.md:2:1: error[missing-key]: `title` is missing
      hint: add `title: "…"`
    content/papers/a.md:3:1: error[missing-key]: `date` is missing
      hint: say on which day's page it stands: add `date: 2026-04-15`
    "#);
    assert_snapshot!(problems_beside("links: {dio: x, pfd: y}\nauthors:\n  - nmae: Ada\n"), @"
    content/papers/a.md:4:9: error[unknown-key]: `dio` is not a key here
      hint: did you mean `doi`?
    content/papers/a.md:4:17: error[unknown-key]: `pfd` is not a key here
      hint: did you mean `pdf`?
    content/papers/a.md:6:5: error[unknown-key]: `nmae` is not a key here
      hint: did you mean `name`?
    ");
    assert_snapshot!(problems("//- content/papers/a.yaml\npapers:\n- title: A\n"), @r#"
    content/papers/a.yaml:2:3: error[missing-key]: `date` is missing
      hint: say on which day's page it stands: add `date: 2026-04-15`
    content/papers/a.yaml:2:3: error[missing-key]: `id` is missing
      hint: in a file of several papers each needs an id of its own: add `id: "2503.02130"` or `id: a-short-name`
    content/papers/a.yaml:2:3: warning[empty-abstract]: this paper has no abstract
      hint: add `abstract:`
    "#);
}

#[test]
fn repeated_keys_are_told() {
    assert_snapshot!(problems_beside("title: B\nlinks:\n  doi: 10.1145/1\n  doi: 10.1145/2\nextra:\n  a: {b: 1, b: 2}\n"), @"
    content/papers/a.md:4:1: error[repeated-key]: `title` stands here a second time
      content/papers/a.md:2:1: it stands here already
    content/papers/a.md:7:3: error[repeated-key]: `doi` stands here a second time
      content/papers/a.md:6:3: it stands here already
    content/papers/a.md:9:13: error[repeated-key]: `b` stands here a second time
      content/papers/a.md:9:7: it stands here already
    ");
    assert_snapshot!(problems("//- content/topics.yaml\nvision: V\nvision: W\n//- content/metrics/a.yaml\nas_of: 2026-04-15\npapers:\n  a: {upvotes: 1}\n  a: {upvotes: 2}\n"), @"
    content/metrics/a.yaml:4:3: error[repeated-key]: `a` stands here a second time
      content/metrics/a.yaml:3:3: it stands here already
    content/topics.yaml:2:1: error[repeated-key]: `vision` stands here a second time
      content/topics.yaml:1:1: it stands here already
    ");
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
"), @"
    content/papers/a.md:4:5: error[wrong-type]: `id` wants text; this is a list
    content/papers/a.md:5:10: error[wrong-type]: `authors` wants a list; this is text
      hint: write one to a line, each after a dash, or `authors: [one, two]`
    content/papers/a.md:6:15: error[wrong-type]: `author_count` wants a whole number from 0; this is text
    content/papers/a.md:7:15: error[wrong-type]: `organization` wants text or a mapping (handle, name, url); this is a list
    content/papers/a.md:8:12: error[wrong-type]: `published` wants text; this is a mapping
    content/papers/a.md:9:9: error[wrong-type]: `topics` wants a list; this is text
      hint: write one to a line, each after a dash, or `topics: [one, two]`
    content/papers/a.md:11:5: error[wrong-type]: item 1 of `keywords` wants text; this is a mapping
      hint: text that holds `: ` has to stand in quotes
    content/papers/a.md:12:8: error[wrong-type]: `links` wants a mapping; this is text
    content/papers/a.md:13:10: error[wrong-type]: `upvotes` wants a whole number from 0; this is text
    content/papers/a.md:14:8: error[wrong-type]: `stars` wants a whole number from 0; this is text
    content/papers/a.md:15:8: error[wrong-type]: `draft` wants `true` or `false`; this is text
    content/papers/a.md:16:12: error[wrong-type]: `withdrawn` wants text or a mapping (reason, date); this is a list
    content/papers/a.md:17:10: error[wrong-type]: `aliases` wants a list; this is a mapping
    content/papers/a.md:18:8: error[wrong-type]: `extra` wants a mapping; this is text
    ");
    assert_snapshot!(problems_of("- a\n- b\n"), @"content/papers/a.md:2:1: error[wrong-type]: this wants a mapping; this is a list");
    assert_snapshot!(problems_of("just text\n"), @"content/papers/a.md:2:1: error[wrong-type]: this wants a mapping; this is text");
    assert_snapshot!(problems_beside("? [a]\n: b\n"), @"content/papers/a.md:4:3: error[wrong-type]: a key has to be text");
}

#[test]
fn days_are_days() {
    assert_snapshot!(problems_of("title: A\ndate: [2026-04-15, 2026-02-30, 20260415]\npublished: 15.4.2026\nupdated: 2026-04-15 noon\nwithdrawn: {date: 2026-13-01}\n"), @"
    content/papers/a.md:3:20: error[bad-date]: `2026-02-30` is not a day
      hint: days are written year-month-day: 2026-04-15
    content/papers/a.md:3:32: error[bad-date]: `20260415` is not a day
      hint: days are written year-month-day: 2026-04-15
    content/papers/a.md:4:12: error[bad-date]: `15.4.2026` is not a day
      hint: days are written year-month-day: 2026-04-15
    content/papers/a.md:5:10: error[bad-date]: `2026-04-15 noon` is not a day
      hint: days are written year-month-day: 2026-04-15
    content/papers/a.md:6:19: error[bad-date]: `2026-13-01` is not a day
      hint: days are written year-month-day: 2026-04-15
    ");
    assert_eq!(paper("updated: 2026-04-15T10:00:00+02:00\n").updated.unwrap().to_string(), "2026-04-15");
}

#[test]
fn ids_are_fit_for_addresses() {
    assert_snapshot!(problems_beside("id: math/0309136\n"), @"
    content/papers/a.md:4:5: error[bad-id]: `math/0309136` cannot be a paper's id
      hint: write old arXiv ids with a hyphen: math-0309136
    ");
    assert_snapshot!(problems_beside("id: ../x y\n"), @"
    content/papers/a.md:4:5: error[bad-id]: `../x y` cannot be a paper's id
      hint: an id is up to 100 letters, digits, `.`, `_` and `-`; it begins with a letter or a digit and does not end in `.`
    ");
    assert_snapshot!(problems("//- content/papers/my paper.md\n---\ntitle: A\ndate: 2026-04-15\n---\nx\n"), @"
    content/papers/my paper.md: error[bad-id]: `my paper`, this file's name, cannot be a paper's id
      hint: give the entry an `id:`, or rename the file
      hint: an id is up to 100 letters, digits, `.`, `_` and `-`; it begins with a letter or a digit and does not end in `.`
    ");
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
"), @"
    content/papers/a.md:6:23: error[bad-orcid]: `0000-0002-1825-0098` is not an ORCID: its form or check digit is wrong
      hint: it looks like 0000-0002-1825-0097
    content/papers/a.md:8:10: error[bad-address]: `javascript:alert(1)` is not a web address
      hint: it begins with https:// or http://, or with / for a file of this site
    content/papers/a.md:9:5: error[nameless-author]: this author has no name
      hint: add `name:`, or take the line out
    content/papers/a.md:10:15: warning[author-count]: `author_count` is 2, but 3 authors are named
      hint: leave `author_count` out where all names are known
    content/papers/a.md:11:15: error[nameless-organization]: this organization has no handle
      hint: add `handle:`
    content/papers/a.md:13:10: error[bad-arxiv]: `2503.0213` is not an arXiv id
      hint: it looks like 2503.02130 or math/0309136; a zero at its end belongs to it
    content/papers/a.md:14:8: error[bad-doi]: `11.1/x` is not a DOI
      hint: it looks like 10.1145/3292500.3330701
    content/papers/a.md:15:9: error[bad-address]: `github.com/a/b` is not a web address
      hint: did you mean `https://github.com/a/b`?
    content/papers/a.md:16:11: error[bad-address]: this link has no address
      hint: each has `label:` and `url:`
    content/papers/a.md:16:39: error[bad-address]: `ftp://x` is not a web address
      hint: it begins with https:// or http://, or with / for a file of this site
    content/papers/a.md:17:12: error[bad-address]: `//evil.org/x.png` is not a web address
      hint: did you mean `https://evil.org/x.png`?
    content/papers/a.md:18:11: error[bad-alias]: `../../etc/passwd` cannot be an old address of this page
      hint: an alias is a path of this site, such as /posts/my-paper/
    content/papers/a.md:18:29: error[bad-alias]: `a b` cannot be an old address of this page
      hint: an alias is a path of this site, such as /posts/my-paper/
    ");
}

#[test]
fn empty_titles_and_abstracts_are_warned_of() {
    assert_snapshot!(problems("//- content/papers/a.md\n---\ntitle: \" \"\ndate: 2026-04-15\n---\n"), @"
    content/papers/a.md:2:1: warning[empty-abstract]: this paper has no abstract
      hint: write it below the front matter
    content/papers/a.md:2:8: warning[empty-title]: this paper's title is empty
    ");
    assert_snapshot!(problems("//- content/papers/a.yaml\nid: a\ntitle: A\ndate: 2026-04-15\n"), @"
    content/papers/a.yaml:1:1: warning[empty-abstract]: this paper has no abstract
      hint: add `abstract:`
    ");
}

#[test]
fn a_title_that_yaml_cuts_short_is_warned_of() {
    assert_snapshot!(problems_of("title: Learning C # and F #\ndate: 2026-04-15 # a comment\n"), @r#"
    content/papers/a.md:2:19: warning[cut-title]: YAML takes this for a comment: the title ends at `Learning C`
      hint: if it belongs to the title, put all in quotes: title: "Learning C # and F #"
      hint: if not, write the comment on a line of its own
    "#);
    assert_eq!(
        problems_of("title: \"C # and F #\"\ndate: 2026-04-15\nextra:\n  a: |\n    title: b # c\n"),
        ""
    );
}

#[test]
fn front_matter_begins_and_ends() {
    assert_snapshot!(problems("//- content/papers/a.md\n# A\n//- content/papers/b.md\n---\ntitle: A\n//- content/papers/c.md\n//- content/days/2026-04-15.md\n---\nx\n"), @"
    content/days/2026-04-15.md:1:1: error[open-front-matter]: the front matter that begins here never ends
      hint: end it with a line `---`
    content/papers/a.md:1:1: error[no-front-matter]: this file does not begin with front matter
      hint: begin with a line `---`, then keys such as `title:`, then another line `---`
    content/papers/b.md:1:1: error[open-front-matter]: the front matter that begins here never ends
      hint: end it with a line `---`
    content/papers/c.md:1:1: error[no-front-matter]: this file does not begin with front matter
      hint: begin with a line `---`, then keys such as `title:`, then another line `---`
    ");
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
    assert_snapshot!(check(&sources).1, @"
    content/papers/a.md:2:11: error[not-utf8]: this file is not UTF-8 text
      hint: save it as UTF-8; from Latin-1: iconv -f latin1 -t utf-8
    content/papers/b.md: error[too-large]: this file is larger (600000 bytes) than a site allows (512000)
      hint: `limits.file_megabytes` and `limits.entry_kilobytes` in site.toml say how large files and entries may be
    content/papers/c.yaml:2:3: error[too-large]: the texts of this entry are larger (600001 bytes) than a site allows (512000)
      hint: `limits.entry_kilobytes` in site.toml says how large an entry may be
    ");
}

#[test]
fn stray_files_are_told_of() {
    assert_snapshot!(problems("//- content/papers/plot.png\n//- content/paper/a.md\n//- content/topic.yaml\n//- content/x.txt\n"), @"
    content/paper/a.md: warning[stray-file]: this file is no part of the site
      hint: did you mean `content/papers/a.md`?
    content/papers/plot.png: warning[stray-file]: this file is no part of the site
      hint: papers are .md, .yaml or .yml below content/papers/; images and other files go to static/
    content/topic.yaml: warning[stray-file]: this file is no part of the site
      hint: did you mean `content/topics.yaml`?
    content/x.txt: warning[stray-file]: this file is no part of the site
      hint: papers are .md, .yaml or .yml below content/papers/; images and other files go to static/
    ");
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let papers = folder.path().join("content/papers");
    std::fs::create_dir_all(&papers).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", papers.join("a.md")).unwrap();
    let (content, problems) = check(&Sources::discover(folder.path()));
    assert_snapshot!(problems, @"
    content/papers/a.md: warning[symbolic-link]: a symbolic link is not read
      hint: put the file itself here: a link could publish any file of the machine that builds
    ");
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
    assert_snapshot!(problems(&format!("//- content/papers/a.md\n{broken}//- content/papers/b.md\n\u{feff}{broken}")), @r#"
    content/papers/a.md:2:1: warning[empty-abstract]: this paper has no abstract
      hint: write it below the front matter
    content/papers/a.md:2:8: error[unquoted-value]: `title` holds `: `, which YAML takes for another key
      hint: put it in quotes: title: "Ü: b"
    content/papers/a.md:3:7: error[bad-date]: `15 April` is not a day
      hint: days are written year-month-day: 2026-04-15
    content/papers/b.md:2:1: warning[empty-abstract]: this paper has no abstract
      hint: write it below the front matter
    content/papers/b.md:2:8: error[unquoted-value]: `title` holds `: `, which YAML takes for another key
      hint: put it in quotes: title: "Ü: b"
    content/papers/b.md:3:7: error[bad-date]: `15 April` is not a day
      hint: days are written year-month-day: 2026-04-15
    "#);
}

#[test]
fn yaml_that_is_none_is_told_with_its_place() {
    assert_snapshot!(problems_of("title: \"never closed\ndate: 2026-04-15\n"), @"content/papers/a.md:2:8: error[yaml-syntax]: this is not YAML: invalid indentation in quoted scalar");
    assert_snapshot!(problems_of("title: A\n\tdate: 2026-04-15\n"), @"content/papers/a.md:2:8: error[yaml-syntax]: this is not YAML: while scanning a plain scalar, found a tab");
    assert_snapshot!(problems_of("title: [a, b\ndate: 2026-04-15\n"), @r#"
    content/papers/a.md:2:8: error[unquoted-value]: `title` begins with `[`, which means something else in YAML
      hint: put it in quotes: title: "[a, b"
    "#);
    assert_snapshot!(problems_of("title: *nobody\ndate: 2026-04-15\n"), @r#"
    content/papers/a.md:2:8: error[unquoted-value]: `title` begins with `*`, which means something else in YAML
      hint: put it in quotes: title: "*nobody"
    "#);
    assert_snapshot!(problems("//- content/papers/a.yaml\ntitle: A\n---\ntitle: B\n"), @"content/papers/a.yaml:2:1: error[yaml-syntax]: this is not YAML: a second document (`---`) starts here, where one is all there can be");
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
    assert_snapshot!(problems(fixture), @"
    content/papers/a.md:2:14: warning[math]: this formula is shown as its source: Expected argument but reached end of input
      hint: a command of your own can be declared under [math.macros] in site.toml
    content/papers/a.md:4:14: warning[unsafe-address]: `javascript:x` is not linked: `javascript:` is not http, https, mailto or relative
      hint: links may lead to http, https and mailto addresses and to pages of this site
    content/papers/a.md:4:37: warning[unsafe-address]: `javascript:x` is not linked: `javascript:` is not http, https, mailto or relative
      hint: links may lead to http, https and mailto addresses and to pages of this site
    content/papers/a.md:6:7: warning[math]: this formula is shown as its source: Expected argument but reached end of input
      hint: a command of your own can be declared under [math.macros] in site.toml
    content/papers/a.md:8:7: warning[math]: this formula is shown as its source: Expected argument but reached end of input
      hint: a command of your own can be declared under [math.macros] in site.toml
    content/papers/b.yaml:6:13: warning[math]: this formula is shown as its source: Expected argument but reached end of input
      hint: a command of your own can be declared under [math.macros] in site.toml
    content/papers/b.yaml:7:7: warning[math]: this formula is shown as its source: Expected argument but reached end of input
      hint: a command of your own can be declared under [math.macros] in site.toml
    ");
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
    insta::assert_debug_snapshot!(all, @r#"
    (
        [
            DayNote {
                origin: Origin {
                    file: "content/days/2026-04-15.md",
                    index: None,
                },
                date: 2026-04-15,
                html: "<p>No <em>front</em> matter.</p>\n",
                inner_links: [],
            },
        ],
        [
            PlainPage {
                origin: Origin {
                    file: "content/pages/docs/about.md",
                    index: None,
                },
                slug: "docs/about",
                title: "About",
                description: None,
                weight: Some(
                    1,
                ),
                updated: Some(
                    2026-04-15,
                ),
                html: "<p>See <a href=\"/papers/x/\">a paper</a>.</p>\n",
                outline: [],
                aliases: [
                    "old/",
                ],
                inner_links: [
                    InnerLink {
                        target: "papers/x/",
                        image: false,
                        place: Span(
                            Span {
                                file: "content/pages/docs/about.md",
                                start: 82,
                                end: 99,
                            },
                        ),
                        written: "../../papers/x.md",
                    },
                ],
            },
        ],
        Some(
            [
                TopicRecord {
                    origin: Origin {
                        file: "content/topics.yaml",
                        index: None,
                    },
                    slug: "language-models",
                    name: "LLMs",
                    description_html: Some(
                        "<em>Big</em>",
                    ),
                    aliases: [
                        "llm",
                    ],
                    parent: Some(
                        "vision",
                    ),
                },
                TopicRecord {
                    origin: Origin {
                        file: "content/topics.yaml",
                        index: None,
                    },
                    slug: "speech",
                    name: "Speech and Sound",
                    description_html: None,
                    aliases: [],
                    parent: None,
                },
                TopicRecord {
                    origin: Origin {
                        file: "content/topics.yaml",
                        index: None,
                    },
                    slug: "vision",
                    name: "Vision",
                    description_html: None,
                    aliases: [],
                    parent: None,
                },
            ],
        ),
        [
            OrganizationRecord {
                origin: Origin {
                    file: "content/organizations.yaml",
                    index: None,
                },
                handle: "Google",
                name: "Google Research",
                url: None,
                logo: None,
            },
            OrganizationRecord {
                origin: Origin {
                    file: "content/organizations.yaml",
                    index: None,
                },
                handle: "mit",
                name: "mit",
                url: Some(
                    "https://mit.edu",
                ),
                logo: Some(
                    "/mit.svg",
                ),
            },
        ],
        [
            PersonRecord {
                origin: Origin {
                    file: "content/authors.yaml",
                    index: None,
                },
                slug: "ada",
                name: "Ada Lovelace",
                aliases: [
                    "A. Lovelace",
                ],
                orcid: Some(
                    "0000-0002-1825-0097",
                ),
                url: None,
            },
        ],
        [
            Metrics {
                origin: Origin {
                    file: "content/metrics/a.yaml",
                    index: None,
                },
                as_of: 2026-04-15,
                papers: [
                    (
                        "2503.02130",
                        Counts {
                            upvotes: Some(
                                3,
                            ),
                            comments: None,
                            stars: None,
                        },
                    ),
                ],
            },
        ],
    )
    "#);
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
"), @r#"
    content/authors.yaml:1:13: error[bad-orcid]: `1` is not an ORCID: its form or check digit is wrong
      hint: it looks like 0000-0002-1825-0097
    content/authors.yaml:1:21: error[bad-address]: `x y` is not a web address
      hint: it begins with https:// or http://, or with / for a file of this site
    content/days/2026-04-16.md:2:1: error[unknown-key]: `titel` is not a key here
      hint: did you mean `title`?
    content/days/April.md: error[bad-date]: a day's note is named for its day
      hint: name the file such as content/days/2026-04-15.md
    content/metrics/a.yaml:1:1: error[missing-key]: `as_of` is missing
      hint: say of which day the counts are: add `as_of: 2026-04-15`
    content/metrics/a.yaml:1:23: error[wrong-type]: `papers.a.upvotes` wants a whole number from 0; this is text
    content/metrics/b.yaml:1:8: error[bad-date]: `yesterday` is not a day
      hint: days are written year-month-day: 2026-04-15
    content/organizations.yaml:1:12: error[bad-address]: `mit.edu` is not a web address
      hint: did you mean `https://mit.edu`?
    content/pages/My page.md: error[bad-page-name]: this name cannot be a page's address
      hint: use letters, digits, `.`, `_` and `-`
    content/pages/a.md:2:1: error[missing-key]: `title` is missing
      hint: add `title: "…"`
    content/pages/a.md:2:1: error[unknown-key]: `wieght` is not a key here
      hint: did you mean `weight`?
    content/pages/a.md:3:10: error[bad-date]: `soon` is not a day
      hint: days are written year-month-day: 2026-04-15
    content/topics.yaml:1:15: error[bad-slug]: `Large Models` cannot stand in an address
      hint: write it `large-models`
    content/topics.yaml:1:16: error[unknown-key]: `nmae` is not a key here
      hint: did you mean `name`?
    content/topics.yaml:2:4: error[wrong-type]: `a` wants text or a mapping (name, description, aliases, parent); this is a list
    "#);
}
