//! Entries in, relations and the problems between entries out.

use super::*;
use crate::content::{self, Reading};
use crate::diagnostic::lines;
use crate::markdown::{Markdown, Options};
use crate::source::Sources;
use insta::assert_snapshot;

/// The one place that knows how an archive is made: tests speak only of text.
fn check(fixture: &str, site: &Site) -> (Archive, String) {
    let sources = Sources::fixture(fixture);
    let (markdown, _) = Markdown::new(&Options::default());
    let reading = Reading { site, markdown: &markdown, drafts: false };
    let mut all = Content::default();
    for file in content::files(&sources) {
        all.append(content::parse(&sources, &file, &reading));
    }
    let mut archive = build(all, site);
    let texts = content::places::settle(&sources, &mut archive.diagnostics);
    let problems = lines::render(&archive.diagnostics, &texts);
    (archive.value, problems)
}

fn problems(fixture: &str) -> String {
    check(fixture, &Site::default()).1
}

fn archive(fixture: &str) -> Archive {
    let (archive, problems) = check(fixture, &Site::default());
    assert_eq!(problems, "");
    archive
}

/// A day's file, given its papers in the flow style: `id: a, topics: [x]`.
fn day(date: &str, papers: &[&str]) -> String {
    let papers: String =
        papers.iter().map(|paper| format!("  - {{title: T, abstract: x, {paper}}}\n")).collect();
    format!("//- content/papers/{date}.yaml\ndate: {date}\npapers:\n{papers}")
}

#[test]
fn an_id_names_one_paper_whatever_its_case() {
    let fixture = "
//- content/papers/a.md
---
id: Offprint-1
title: The first
date: 2026-04-15
---
x
//- content/papers/b.md
---
title: The second
date: 2026-04-15
id: offprint-1
---
x
//- content/papers/c/Offprint-1.md
---
title: The third
date: 2026-04-15
---
x
";
    assert_snapshot!(problems(fixture), @"");
}

#[test]
fn a_paper_has_one_entry_whatever_it_is_called() {
    let fixture = "
//- content/papers/2026-04-15.yaml
date: 2026-04-15
papers:
  - {id: 2503.02130, title: A, abstract: x}
  - id: math-0309136
    title: B
    abstract: x
    links: {doi: 10.1145/ABC}
//- content/papers/b.yaml
date: 2026-04-16
papers:
  - id: one
    title: C
    abstract: x
    links: {arxiv: https://arxiv.org/abs/2503.02130v2}
  - id: two
    title: D
    abstract: x
    links:
      arxiv: math.GT/0309136
  - id: three
    title: E
    abstract: x
    links:
      pdf: https://a.org/x.pdf
      doi: https://doi.org/10.1145/abc
  - id: four
    title: F
    abstract: x
    links: {doi: 10.48550/arXiv.2503.02130}
";
    assert_snapshot!(problems(fixture), @"");
}

#[test]
fn topics_are_those_of_the_vocabulary() {
    let fixture = "
//- content/topics.yaml
computer-vision: {aliases: [CV, Vision]}
language: {name: Language Models, parent: ai}
ai: AI
unused: X
//- content/papers/a.yaml
papers:
  - id: a
    title: A
    date: 2026-04-15
    abstract: x
    topics: [CV, vision, Computer Vision, language models, visoin]
  - {id: b, title: A, date: 2026-04-15, abstract: x, topics: [visoin, zoology]}
";
    assert_snapshot!(problems(fixture), @"");
    let strict = Site { strict_topics: true, ..Site::default() };
    assert!(check(fixture, &strict).1.contains("error[unknown-topic]: topic `zoology`"));
    let archive = check(fixture, &Site::default()).0;
    let topics: Vec<String> = archive
        .topics
        .iter()
        .map(|topic| {
            let parent = topic.parent.map(|parent| archive.topic(parent).slug.as_str());
            format!("{} ({}) {:?} {:?} {:?}", topic.slug, topic.name, parent, topic.children, topic.papers)
        })
        .collect();
    assert_snapshot!(topics.join("\n"), @"");
}

#[test]
fn a_vocabulary_that_cannot_be_read_makes_no_topic_unknown() {
    let fixture = format!("{}//- content/topics.yaml\na: \"x\n", day("2026-04-15", &["id: a, topics: [x]"]));
    assert_snapshot!(problems(&fixture), @"");
}

#[test]
fn topics_do_not_go_in_circles() {
    assert_snapshot!(problems(
        "
//- content/topics.yaml
a: {parent: b}
b: {parent: c, name: B}
c: {parent: b, aliases: [B, a]}
d:
  parent: D
e:
  parent: aa
f: {parent: a}
"), @"");
}

#[test]
fn records_are_unique() {
    assert_snapshot!(problems(
        "
//- content/topics.yaml
a: A
//- content/topics.yml
a: B
//- content/organizations.yaml
MIT: X
mit: Y
//- content/authors.yaml
bo: {name: Bo Li, aliases: [José García]}
jose: Jose Garcia
//- content/authors.yml
bo: Bo
"), @"");
}

#[test]
fn organizations_are_those_that_are_known() {
    let fixture = "
//- content/organizations.yaml
google: {name: Google Research, url: https://research.google, logo: /g.svg}
//- content/papers/a.yaml
date: 2026-04-15
papers:
  - {id: a, title: A, abstract: x, organization: Google}
  - {id: b, title: A, abstract: x, organization: gogle}
  - {id: c, title: A, abstract: x, organization: nowhere}
  - {id: d, title: A, abstract: x, organization: {handle: acl, name: The ACL}}
";
    assert_snapshot!(problems(fixture), @"");
    let archive = check(fixture, &Site::default()).0;
    let names: Vec<&str> =
        archive.organizations.iter().map(|organization| organization.name.as_str()).collect();
    assert_eq!(names, ["The ACL", "gogle", "Google Research", "nowhere"]);
}

#[test]
fn names_of_one_person_are_held_together() {
    let fixture = format!(
        "{}//- content/authors.yaml\nada: {{name: Ada Lovelace, aliases: [A. Lovelace], url: https://ada.org}}\n",
        day(
            "2026-04-15",
            &[
                "id: a, authors: [Ada Lovelace, José García]",
                "id: b, authors: [A. Lovelace, Jose Garcia, Jose Garcia]",
                "id: c, authors: [José García, {name: Jose Garcia, orcid: 0000-0002-1825-0097}]",
            ]
        )
    );
    let archive = archive(&fixture);
    insta::assert_debug_snapshot!(archive.people, @"");
    assert_eq!(archive.relations(PaperId(1)).people.len(), 3);
}

#[test]
fn the_newest_counts_win_number_by_number() {
    let entry = day("2026-04-15", &["id: A, upvotes: 1, comments: 1, stars: 1"]);
    let archive = archive(&format!(
        "{entry}//- content/metrics/z.yaml\nas_of: 2026-04-16\npapers: {{a: {{upvotes: 5, comments: 5}}}}
//- content/metrics/b.yaml\nas_of: 2026-04-17\npapers: {{a: {{upvotes: 4}}}}\n"
    ));
    let counts = archive.papers[0].counts;
    assert_eq!((counts.upvotes, counts.comments, counts.stars), (Some(4), Some(5), Some(1)));
    let unknown = "//- content/metrics/a.yaml\nas_of: 2026-04-16\npapers:\n  a: {upvotes: 1}\n  2503.02130: {upvotes: 1}\n";
    assert_snapshot!(problems(&format!("{entry}{unknown}")), @"");
    // Where papers are left out, nobody knows whether this is one of them.
    let draft = day("2026-04-14", &["id: d, draft: true"]);
    assert_eq!(problems(&format!("{entry}{draft}{unknown}")), "");
}

#[test]
fn a_paper_may_stand_on_several_days() {
    let archive = archive(&format!(
        "{}{}//- content/days/2026-04-17.md\nA note.\n",
        day(
            "2026-04-15",
            &["id: b", "id: a, upvotes: 2", "id: c, date: [2026-04-16, 2026-04-15, 2026-04-16], upvotes: 9"]
        ),
        day("2026-04-16", &["id: d"]),
    ));
    let ids = |papers: &[PaperId]| {
        papers.iter().map(|&id| archive.paper(id).id.as_str()).collect::<Vec<_>>().join(" ")
    };
    let days: Vec<String> =
        archive.days.iter().map(|day| format!("{}: {}", day.date, ids(&day.papers))).collect();
    assert_snapshot!(days.join("\n"), @"");
    assert_eq!(
        archive.papers.iter().map(|paper| paper.id.as_str()).collect::<Vec<_>>(),
        ["d", "a", "b", "c"]
    );
    assert_eq!(archive.newest().unwrap().to_string(), "2026-04-16");
}

#[test]
fn a_day_has_one_note() {
    assert_snapshot!(problems("//- content/days/2026-04-15.md\nx\n//- content/days/more/2026-04-15.md\ny\n"), @"");
}

#[test]
fn the_order_of_files_makes_no_difference() {
    let (one, other) =
        (day("2026-04-15", &["id: a, topics: [x]", "id: b"]), day("2026-04-16", &["id: c, topics: [x]"]));
    let (forth, back) = (archive(&format!("{one}{other}")), archive(&format!("{other}{one}")));
    assert_eq!(format!("{forth:?}"), format!("{back:?}"));
}
