//! Tests from files to problems or papers.

use super::*;
use crate::diagnostic::lines;
use crate::source::Sources;
use crate::text::markdown::Options;
use insta::assert_snapshot;

mod form;
mod hostile;
mod limits;
mod twins;
mod whole;

/// Reads files. Only this function knows how content is read; the tests pass texts.
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

/// Returns the content of a site without problems.
fn content(fixture: &str) -> Content {
    let (content, problems) = check(&Sources::fixture(fixture));
    assert_eq!(problems, "");
    content
}

/// Returns the problems of one paper, given its front matter.
fn problems_of(front: &str) -> String {
    problems(&format!("//- content/papers/a.md\n---\n{front}---\nAn abstract.\n"))
}

/// Returns the problems of a paper that has the required keys.
fn problems_beside(front: &str) -> String {
    problems_of(&format!("title: A\ndate: 2026-04-15\n{front}"))
}

fn paper(front: &str) -> keys::PaperFacts {
    let front =
        format!("//- content/papers/a.md\n---\ntitle: A\ndate: 2026-04-15\n{front}---\nAn abstract.\n");
    Arc::unwrap_or_clone(content(&front).papers.remove(0)).facts
}

#[test]
fn a_title_and_a_day_are_enough() {
    let paper = paper("");
    assert_eq!(
        (paper.id.as_str(), paper.title.as_str(), paper.date().to_string()),
        ("a", "A", "2026-04-15".into())
    );
    assert_eq!(paper.abstract_html.trim(), "<p>An abstract.</p>");
    assert_eq!(paper.author_count, 0);
}

#[test]
fn values_of_a_paper_override_the_defaults_of_a_day() {
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
fn days_are_checked() {
    assert_snapshot!(problems_of("title: A\ndate: [2026-04-15, 2026-02-30, 20260415]\npublished: 15.4.2026\nupdated: 2026-04-15 noon\nwithdrawn: {date: 2026-13-01}\n"), @"
    content/papers/a.md:3:20: error[bad-date]: expected a date such as `2026-04-15`, `2026-04` or `2026`, found `2026-02-30`
      hint: write year, month and day, as far as they are known: `2026-04-15`
    content/papers/a.md:3:32: error[bad-date]: expected a date such as `2026-04-15`, `2026-04` or `2026`, found `20260415`
      hint: write year, month and day, as far as they are known: `2026-04-15`
    content/papers/a.md:4:12: error[bad-date]: expected a date such as `2026-04-15`, `2026-04` or `2026`, found `15.4.2026`
      hint: write year, month and day, as far as they are known: `2026-04-15`
    content/papers/a.md:5:10: error[bad-date]: expected a date such as `2026-04-15`, `2026-04` or `2026`, found `2026-04-15 noon`
      hint: write year, month and day, as far as they are known: `2026-04-15`
    content/papers/a.md:6:19: error[bad-date]: expected a date such as `2026-04-15`, `2026-04` or `2026`, found `2026-13-01`
      hint: write year, month and day, as far as they are known: `2026-04-15`
    ");
    assert_eq!(paper("updated: 2026-04-15T10:00:00+02:00\n").updated.unwrap().to_string(), "2026-04-15");
}

#[test]
fn ids_are_checked() {
    assert_snapshot!(problems_beside("id: math/0309136\n"), @"
    content/papers/a.md:4:5: error[bad-id]: `math/0309136` is not a valid paper id
      hint: write old arXiv ids with a hyphen: `math-0309136`
    ");
    assert_snapshot!(problems_beside("id: ../x y\n"), @"
    content/papers/a.md:4:5: error[bad-id]: `../x y` is not a valid paper id
      hint: use up to 100 letters, digits, `.`, `_` and `-`; begin with a letter or digit, do not end with `.`, and avoid names that Windows reserves, such as `con`
    ");
    assert_snapshot!(problems("//- content/papers/my paper.md\n---\ntitle: A\ndate: 2026-04-15\n---\nx\n"), @"
    content/papers/my paper.md:2:1: error[bad-id]: the file name `my paper` is not a valid paper id
      hint: add `id:` to the entry, or rename the file
      hint: use up to 100 letters, digits, `.`, `_` and `-`; begin with a letter or digit, do not end with `.`, and avoid names that Windows reserves, such as `con`
    ");
}

#[test]
fn a_line_break_within_chinese_adds_no_space_to_any_text() {
    let text = "---\ntitle: 折\n  叠\ndate: 2026-01-05\nauthors:\n  - 王\n    芳\n  - 山田 太郎\n  - {name: 李\n    明, affiliation: 北京\n    大学}\nvenue: 人工\n  智能\nkeywords: [长\n  文本]\norganization: 清华\n  大学\n---\n\n好。\n";
    let entry = content(&format!("//- content/papers/a.md\n{text}"));
    let paper = &entry.papers[0];
    let names: Vec<&str> = paper.authors.iter().map(|author| author.name.as_str()).collect();
    assert_eq!(names, ["王芳", "山田 太郎", "李明"]);
    assert_eq!(paper.authors[2].affiliation(), Some("北京大学"));
    assert_eq!((&*paper.title, paper.venue.as_deref()), ("折叠", Some("人工智能")));
    assert_eq!(paper.keywords, ["长文本"]);
    assert_eq!(paper.organization.as_ref().map(|own| &*own.handle), Some("清华大学"));
    let content = content(
        "//- content/topics.yaml\ndl: {name: 深度\n    学习}\n//- content/organizations.yaml\nthu: {name: 清华\n    大学}\n//- content/authors.yaml\nwf: {name: 王\n    芳, aliases: [王 芳]}\n",
    );
    assert_eq!(content.topics.unwrap()[0].name, "深度学习");
    assert_eq!(content.organizations[0].name, "清华大学");
    assert_eq!((&*content.people[0].name, content.people[0].aliases.len()), ("王芳", 1));
}

#[test]
fn names_and_addresses_are_checked_and_have_a_place() {
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
    content/papers/a.md:6:23: error[bad-orcid]: expected an ORCID such as `0000-0002-1825-0097`, found `0000-0002-1825-0098`
      hint: check each digit; the last one is a check digit
    content/papers/a.md:8:10: error[bad-address]: `javascript:alert(1)` is not a URL
      hint: begin with https:// or http://, or with / for a file of this site
    content/papers/a.md:9:5: error[nameless-author]: this author has no name
      hint: add `name:`, or `family:` and `given:`, or remove the line
    content/papers/a.md:10:15: warning[author-count]: expected an `author_count` of at least 3, the number of names, found 2
      hint: omit `author_count` if all authors are listed
    content/papers/a.md:11:15: error[nameless-organization]: this organization has no handle
      hint: add `handle:`
    content/papers/a.md:13:10: error[bad-arxiv]: expected an arXiv id such as `2503.02130`, found `2503.0213`
      hint: old ids look like `math/0309136`; put an id with a final zero in quotes
    content/papers/a.md:14:8: error[bad-doi]: expected a DOI such as `10.1145/3292500.3330701`, found `11.1/x`
    content/papers/a.md:15:9: error[bad-address]: `github.com/a/b` is not a URL
      hint: did you mean `https://github.com/a/b`?
    content/papers/a.md:16:11: error[bad-address]: this link has no URL
      hint: add `label:` and `url:`
    content/papers/a.md:16:39: error[bad-address]: `ftp://x` is not a URL
      hint: begin with https:// or http://, or with / for a file of this site
    content/papers/a.md:17:12: error[bad-address]: `//evil.org/x.png` is not a URL
      hint: did you mean `https://evil.org/x.png`?
    content/papers/a.md:18:11: error[bad-alias]: `../../etc/passwd` cannot be an old address of this page: the part `..` begins with `.`
      hint: an alias is a path of this site, such as /posts/my-paper/
    ");
}

#[test]
fn empty_titles_and_abstracts_give_warnings() {
    assert_snapshot!(problems("//- content/papers/a.md\n---\ntitle: \" \"\ndate: 2026-04-15\n---\n"), @"
    content/papers/a.md:2:1: warning[empty-abstract]: this paper has no abstract
      hint: write it below the front matter
    content/papers/a.md:2:8: warning[empty-title]: the title of this paper is empty
    ");
    assert_snapshot!(problems("//- content/papers/a.yaml\nid: a\ntitle: A\ndate: 2026-04-15\n"), @"
    content/papers/a.yaml:1:1: warning[empty-abstract]: this paper has no abstract
      hint: add `abstract:`
    ");
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
fn files_that_are_not_text_are_reported() {
    let sources = Sources::in_memory([
        ("content/papers/a.md", b"---\ntitle: Caf\xe9\n---\n".to_vec()),
        ("content/papers/b.md", vec![b'x'; 600_000]),
        ("content/pages/d.md", vec![b'x'; 2_000_001]),
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
    content/pages/d.md: error[too-large]: expected a file of at most 2000000 bytes, found 2000001 bytes
      hint: split the file, or raise `limits.page_kilobytes` in site.toml
    content/papers/a.md:2:11: error[not-utf8]: this file is not UTF-8 text
      hint: save it as UTF-8; from WINDOWS-1252: iconv -f WINDOWS-1252 -t UTF-8 content/papers/a.md > content/papers/a.md.new && mv content/papers/a.md.new content/papers/a.md
    content/papers/b.md: error[too-large]: expected a file of at most 512000 bytes, found 600000 bytes
      hint: split the file, or raise `limits.entry_kilobytes` in site.toml
    content/papers/c.yaml:2:3: error[too-large]: expected an entry of at most 512000 bytes, found 600001 bytes
      hint: shorten the entry, or raise `limits.entry_kilobytes` in site.toml
    ");
}

#[test]
fn stray_files_are_reported() {
    assert_snapshot!(problems("//- content/papers/plot.png\n//- content/paper/a.md\n//- content/topic.yaml\n//- content/x.txt\n"), @"
    content/paper/a.md: warning[stray-file]: this file is not part of the site
      hint: did you mean `content/papers/a.md`?
    content/papers/plot.png: warning[stray-file]: this file is not part of the site
      hint: papers are .md, .yaml or .yml files below content/papers/; put images and other files in static/
    content/topic.yaml: warning[stray-file]: this file is not part of the site
      hint: did you mean `content/topics.yaml`?
    content/x.txt: warning[stray-file]: this file is not part of the site
      hint: papers are .md, .yaml or .yml files below content/papers/; put images and other files in static/
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
    content/papers/a.md: warning[symbolic-link]: symbolic links are not followed
      hint: put the file itself here; a link could publish any file of the machine that builds the site
    ");
    assert!(content.papers.is_empty());
}

#[test]
fn a_paper_is_withdrawn_in_many_ways() {
    let withdrawn = |text: &str| {
        let withdrawn = paper(&format!("withdrawn: {text}\n")).withdrawn;
        withdrawn.map(|it| {
            [it.reason, it.date.map_or_else(|| "never".to_owned(), |date| date.to_string())].join(" ")
        })
    };
    assert_eq!(withdrawn("A slip"), Some("A slip never".into()));
    assert_eq!(withdrawn("true"), Some(" never".into()));
    assert_eq!(withdrawn("2026-04-16"), Some(" 2026-04-16".into()));
    assert_eq!(withdrawn("{reason: A slip, date: 2026-04-16}"), Some("A slip 2026-04-16".into()));
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
fn problems_of_texts_have_the_place_of_their_words() {
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
    content/papers/a.md:2:14: warning[math]: this formula is shown as source: Expected argument but reached end of input
      hint: define custom commands under `[math.macros]` in site.toml
    content/papers/a.md:4:14: warning[unsafe-address]: `javascript:x` is not linked: `javascript:` is not http, https, mailto or relative
      hint: use an http, https or mailto URL, or a path of this site
    content/papers/a.md:4:37: warning[unsafe-address]: `javascript:x` is not linked: `javascript:` is not http, https, mailto or relative
      hint: use an http, https or mailto URL, or a path of this site
    content/papers/a.md:6:7: warning[math]: this formula is shown as source: Expected argument but reached end of input
      hint: define custom commands under `[math.macros]` in site.toml
    content/papers/a.md:8:7: warning[math]: this formula is shown as source: Expected argument but reached end of input
      hint: define custom commands under `[math.macros]` in site.toml
    content/papers/b.yaml:6:13: warning[math]: this formula is shown as source: Expected argument but reached end of input
      hint: define custom commands under `[math.macros]` in site.toml
    content/papers/b.yaml:7:7: warning[math]: this formula is shown as source: Expected argument but reached end of input
      hint: define custom commands under `[math.macros]` in site.toml
    ");
}

#[test]
fn mistakes_in_notes_pages_and_vocabularies_are_reported() {
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
    content/authors.yaml:1:13: error[bad-orcid]: expected an ORCID such as `0000-0002-1825-0097`, found `1`
      hint: check each digit; the last one is a check digit
    content/authors.yaml:1:21: error[bad-address]: `x y` is not a URL
      hint: begin with https:// or http://, or with / for a file of this site
    content/days/2026-04-16.md:2:1: error[unknown-key]: `titel` is not a key here
      hint: known keys: draft
    content/days/April.md:1:1: error[bad-date]: expected a date as the name of the note of a day
      hint: rename the file, for example to content/days/2026-04-15.md
    content/metrics/a.yaml:1:1: error[missing-key]: `as_of` is missing
      hint: add the day of the counts: `as_of: 2026-04-15`
    content/metrics/a.yaml:1:23: error[wrong-type]: `papers.a.upvotes`: expected a non-negative integer, found `many`
    content/metrics/b.yaml:1:8: error[bad-date]: expected a date such as `2026-04-15`, found `yesterday`
      hint: write year, month and day: `2026-04-15`
    content/organizations.yaml:1:12: error[bad-address]: `mit.edu` is not a URL
      hint: did you mean `https://mit.edu`?
    content/pages/My page.md:2:1: error[bad-page-name]: the file name `My page` is not a valid path of a page
      hint: in each part, use up to 100 letters, digits, `.`, `_` and `-`; begin with a letter or digit, do not end with `.`, and avoid names that Windows reserves, such as `con`
    content/pages/a.md:2:1: error[missing-key]: `title` is missing
      hint: add `title: "…"`
    content/pages/a.md:2:1: error[unknown-key]: `wieght` is not a key here
      hint: did you mean `weight`?
    content/pages/a.md:3:10: error[bad-date]: expected a date such as `2026-04-15`, found `soon`
      hint: write year, month and day: `2026-04-15`
    content/topics.yaml:1:15: error[bad-slug]: `Large Models` is not a valid slug
      hint: write it `large-models`
    content/topics.yaml:1:16: error[unknown-key]: `nmae` is not a key here
      hint: did you mean `name`?
    content/topics.yaml:2:4: error[wrong-type]: `a`: expected text or a mapping (name, description, aliases, parent), found a list
    "#);
}
