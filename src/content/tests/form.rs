//! Texts that are not YAML, or YAML of the wrong form.

use super::*;

#[test]
fn ids_are_text() {
    // In front matter and in each kind of list. The second file is read item by item, the third line by line.
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
fn a_title_without_its_quotes_is_quoted_in_the_hint() {
    assert_snapshot!(problems_of("title: Offprint: an archive \"of\" papers\ndate: 2026-04-15\n"), @r#"
    content/papers/a.md:2:8: error[unquoted-value]: `title` contains `: `, which YAML reads as another key
      hint: put it in quotes: title: "Offprint: an archive \"of\" papers"
    "#);
    assert_snapshot!(problems_of("title: @all\ndate: 2026-04-15\n"), @r#"
    content/papers/a.md:2:8: error[unquoted-value]: `title` begins with `@`, which has a meaning in YAML
      hint: put it in quotes: title: "@all"
    "#);
}

#[test]
fn problems_after_such_a_title_are_reported_too() {
    assert_snapshot!(problems_of("title: A: b\nsummary: It: is\ndate: tomorrow\nauthor: Ada\nvenue: V: w\n"), @r#"
    content/papers/a.md:2:8: error[unquoted-value]: `title` contains `: `, which YAML reads as another key
      hint: put it in quotes: title: "A: b"
    content/papers/a.md:3:10: error[unquoted-value]: `summary` contains `: `, which YAML reads as another key
      hint: put it in quotes: summary: "It: is"
    content/papers/a.md:4:7: error[bad-date]: expected a date such as `2026-04-15`, `2026-04` or `2026`, found `tomorrow`
      hint: write year, month and day, as far as they are known: `2026-04-15`
    content/papers/a.md:5:1: error[unknown-key]: `author` is not a key here
      hint: did you mean `authors`?
    content/papers/a.md:6:8: error[unquoted-value]: `venue` contains `: `, which YAML reads as another key
      hint: put it in quotes: venue: "V: w"
    "#);
}

#[test]
fn a_broken_item_of_a_day_does_not_break_the_others() {
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
    content/papers/2026-04-15.yaml:5:12: error[unquoted-value]: `title` contains `: `, which YAML reads as another key
      hint: put it in quotes: title: "One: two"
    content/papers/2026-04-15.yaml:11:12: error[unquoted-value]: `title` contains `: `, which YAML reads as another key
      hint: put it in quotes: title: "Three: four"
    content/papers/2026-04-15.yaml:14:15: error[unquoted-value]: `name` contains `: `, which YAML reads as another key
      hint: put it in quotes: name: "Ü: x"
    content/papers/2026-04-15.yaml:16:12: error[unclosed-value]: the quote `"` that opens here never closes
      hint: end the value with `"`
      hint: if the quote is part of the text, put all in quotes: title: "\"never closed"
    content/papers/2026-04-15.yaml:21:11: error[bad-date]: expected a date such as `2026-04-15`, `2026-04` or `2026`, found `15 April`
      hint: write year, month and day, as far as they are known: `2026-04-15`
    content/papers/2026-04-15.yaml:22:8: error[unquoted-value]: `venue` contains `: `, which YAML reads as another key
      hint: put it in quotes: venue: "A: b"
    "#);
    let (content, _) = check(&Sources::fixture(fixture));
    assert_eq!((content.papers.len(), content.broken), (1, 4));
}

#[test]
fn an_item_of_the_wrong_form_does_not_affect_the_others() {
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
    content/papers/2026-04-15.yaml:9:5: error[wrong-type]: expected a mapping, found `just text`
    content/papers/2026-04-15.yaml:10:4: error[wrong-type]: expected a mapping, found nothing
    content/papers/2026-04-15.yaml:15:13: error[unknown-key]: `dio` is not a key here
      hint: did you mean `doi`?
    ");
    let (content, _) = check(&Sources::fixture(fixture));
    assert_eq!(content.papers.len(), 1);
    assert_eq!(content.papers[0].authors.len(), 2);
}

#[test]
fn an_invalid_file_of_valid_items_is_reported() {
    assert_snapshot!(problems("//- content/papers/a.yaml\npapers:\n- {id: a, title: x, date: 2026-04-15, abstract: x}\n...\n- x\n"), @"
    content/papers/a.yaml:4:1: error[yaml-syntax]: this is not YAML: expected one document, found the start of a second one (`---`)
    ");
    assert_snapshot!(problems("//- content/papers/a.yaml\npapers: [{id: a, title: x: y}]\n"), @"
    content/papers/a.yaml:1:26: error[yaml-syntax]: this is not YAML: while parsing a flow mapping, did not find expected ',' or '}'
    ");
    assert_snapshot!(problems("//- content/papers/a.yaml\npapers: none\n"), @"
    content/papers/a.yaml:1:9: error[wrong-type]: `papers`: expected a list, found text
      hint: write one item per line after a dash, or `papers: [one, two]`
    ");
}

#[test]
fn papers_may_be_json() {
    let json =
        r#"{"date": "2026-04-15", "papers": [{"id": "2503.02130", "title": "A: b", "abstract": "x"}]}"#;
    assert_eq!(content(&format!("//- content/papers/a.yaml\n{json}\n")).papers[0].id, "2503.02130");
}

#[test]
fn missing_and_unknown_keys_are_reported() {
    assert_snapshot!(problems_of("authors: [Ada]\n"), @r#"
    content/papers/a.md:2:1: error[missing-key]: `date` is missing
      hint: add the day under which the paper is listed: `date: 2026-04-15`
    content/papers/a.md:2:1: error[missing-key]: `title` is missing
      hint: add `title: "…"`
    "#);
    assert_snapshot!(problems_of("titel: A\nDate: 2026-04-15\ncolour: red\n"), @"
    content/papers/a.md:2:1: error[unknown-key]: `titel` is not a key here
      hint: did you mean `title`?
    content/papers/a.md:3:1: error[unknown-key]: `Date` is not a key here
      hint: did you mean `date`?
    content/papers/a.md:4:1: error[unknown-key]: `colour` is not a key here
      hint: put custom keys under `extra:`
    ");
    assert_snapshot!(problems_of("title:\ndate:\n"), @r#"
    content/papers/a.md:2:1: error[missing-key]: `title` is missing
      hint: add `title: "…"`
    content/papers/a.md:3:1: error[missing-key]: `date` is missing
      hint: add the day under which the paper is listed: `date: 2026-04-15`
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
      hint: add the day under which the paper is listed: `date: 2026-04-15`
    content/papers/a.yaml:2:3: error[missing-key]: `id` is missing
      hint: each paper in a file of several requires an id: add `id: "2503.02130"` or `id: a-short-name`
    content/papers/a.yaml:2:3: warning[empty-abstract]: this paper has no abstract
      hint: add `abstract:`
    "#);
}

#[test]
fn repeated_keys_are_reported() {
    assert_snapshot!(problems_beside("title: B\nlinks:\n  doi: 10.1145/1\n  doi: 10.1145/2\nextra:\n  a: {b: 1, b: 2}\n"), @"
    content/papers/a.md:4:1: error[repeated-key]: the key `title` is repeated
      content/papers/a.md:2:1: first used here
    content/papers/a.md:7:3: error[repeated-key]: the key `doi` is repeated
      content/papers/a.md:6:3: first used here
    content/papers/a.md:9:13: error[repeated-key]: the key `b` is repeated
      content/papers/a.md:9:7: first used here
    ");
    assert_snapshot!(problems("//- content/topics.yaml\nvision: V\nvision: W\n//- content/metrics/a.yaml\nas_of: 2026-04-15\npapers:\n  a: {upvotes: 1}\n  a: {upvotes: 2}\n"), @"
    content/metrics/a.yaml:4:3: error[repeated-key]: the key `a` is repeated
      content/metrics/a.yaml:3:3: first used here
    content/topics.yaml:2:1: error[repeated-key]: the key `vision` is repeated
      content/topics.yaml:1:1: first used here
    ");
}

#[test]
fn each_wrong_type_is_reported() {
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
    content/papers/a.md:4:5: error[wrong-type]: `id`: expected text, found a list
    content/papers/a.md:5:10: error[wrong-type]: `authors`: expected a list, found text
      hint: write one item per line after a dash, or `authors: [one, two]`
    content/papers/a.md:6:15: error[wrong-type]: `author_count`: expected a non-negative integer, found `many`
    content/papers/a.md:7:15: error[wrong-type]: `organization`: expected text or a mapping (handle, name, url), found a list
    content/papers/a.md:8:12: error[wrong-type]: `published`: expected text, found a mapping
    content/papers/a.md:9:9: error[wrong-type]: `topics`: expected a list, found text
      hint: write one item per line after a dash, or `topics: [one, two]`
    content/papers/a.md:11:5: error[wrong-type]: item 1 of `keywords`: expected text, found a mapping
      hint: put text that contains `: ` in quotes
    content/papers/a.md:12:8: error[wrong-type]: `links`: expected a mapping, found `x`
    content/papers/a.md:13:10: error[wrong-type]: `upvotes`: expected a non-negative integer, found `-1`
    content/papers/a.md:14:8: error[wrong-type]: `stars`: expected a non-negative integer, found `1.5`
    content/papers/a.md:15:8: error[wrong-type]: `draft`: expected `true` or `false`, found `yes`
      hint: write `true`
    content/papers/a.md:16:12: error[wrong-type]: `withdrawn`: expected text or a mapping (reason, date), found a list
    content/papers/a.md:17:10: error[wrong-type]: `aliases`: expected a list, found a mapping
    content/papers/a.md:18:8: error[wrong-type]: `extra`: expected a mapping, found `text`
    ");
    assert_snapshot!(problems_of("- a\n- b\n"), @"content/papers/a.md:2:1: error[wrong-type]: expected a mapping, found a list");
    assert_snapshot!(problems_of("just text\n"), @"content/papers/a.md:2:1: error[wrong-type]: expected a mapping, found `just text`");
    assert_snapshot!(problems_beside("? [a]\n: b\n"), @"content/papers/a.md:4:3: error[wrong-type]: expected text as a key");
}

#[test]
fn a_title_that_yaml_cuts_short_gives_a_warning() {
    assert_snapshot!(problems_of("title: Learning C # and F #\ndate: 2026-04-15 # a comment\n"), @r#"
    content/papers/a.md:2:19: warning[cut-title]: YAML reads this as a comment: the title ends at `Learning C`
      hint: if it is part of the text, put all in quotes: title: "Learning C # and F #"
      hint: if not, write the comment on a line of its own
    "#);
    assert_eq!(
        problems_of("title: \"C # and F #\"\ndate: 2026-04-15\nextra:\n  a: |\n    title: b # c\n"),
        ""
    );
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
    content/papers/a.md:2:8: error[unquoted-value]: `title` contains `: `, which YAML reads as another key
      hint: put it in quotes: title: "Ü: b"
    content/papers/a.md:3:7: error[bad-date]: expected a date such as `2026-04-15`, `2026-04` or `2026`, found `15 April`
      hint: write year, month and day, as far as they are known: `2026-04-15`
    content/papers/b.md:2:1: warning[empty-abstract]: this paper has no abstract
      hint: write it below the front matter
    content/papers/b.md:2:8: error[unquoted-value]: `title` contains `: `, which YAML reads as another key
      hint: put it in quotes: title: "Ü: b"
    content/papers/b.md:3:7: error[bad-date]: expected a date such as `2026-04-15`, `2026-04` or `2026`, found `15 April`
      hint: write year, month and day, as far as they are known: `2026-04-15`
    "#);
}

#[test]
fn invalid_yaml_is_reported_with_its_place() {
    assert_snapshot!(problems_of("title: \"never closed\ndate: 2026-04-15\n"), @r#"
    content/papers/a.md:2:8: error[unclosed-value]: the quote `"` that opens here never closes
      hint: end the value with `"`
      hint: if the quote is part of the text, put all in quotes: title: "\"never closed"
    "#);
    assert_snapshot!(problems_of("title: A\n\tdate: 2026-04-15\n"), @"
    content/papers/a.md:2:8: error[yaml-syntax]: this is not YAML: while scanning a plain scalar, found a tab
    ");
    assert_snapshot!(problems_of("title: [a, b\ndate: 2026-04-15\n"), @r#"
    content/papers/a.md:2:8: error[unquoted-value]: `title` begins with `[`, which has a meaning in YAML
      hint: put it in quotes: title: "[a, b"
    "#);
    assert_snapshot!(problems_of("title: *nobody\ndate: 2026-04-15\n"), @r#"
    content/papers/a.md:2:8: error[unquoted-value]: `title` begins with `*`, which has a meaning in YAML
      hint: put it in quotes: title: "*nobody"
    "#);
    assert_snapshot!(problems("//- content/papers/a.yaml\ntitle: A\n---\ntitle: B\n"), @"
    content/papers/a.yaml:2:1: error[yaml-syntax]: this is not YAML: expected one document, found the start of a second one (`---`)
    ");
}

#[test]
fn a_word_for_yes_or_no_says_whether_a_paper_is_withdrawn() {
    for (written, is_withdrawn, is_reported) in [
        ("true", true, false),
        ("FALSE", false, false),
        ("yes", true, true),
        ("Off", false, true),
        ("\"1\"", true, true),
        ("0", false, true),
        ("an error in a proof", true, false),
    ] {
        let entry = format!("---\ntitle: A\ndate: 2026-04-15\nwithdrawn: {written}\n---\nAn abstract.\n");
        let (content, problems) = check(&Sources::in_memory([("content/papers/a.md", entry.into_bytes())]));
        assert_eq!(content.papers[0].withdrawn.is_some(), is_withdrawn, "{written}");
        assert_eq!(problems.contains("no-reason"), is_reported, "{written}: {problems}");
    }
}
