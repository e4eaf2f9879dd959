//! Entries in; relations, and problems between entries, out.

use super::*;
use crate::content::{self, Reading};
use crate::diagnostic::lines;
use crate::source::Sources;
use crate::text::markdown::{Markdown, Options};
use insta::assert_snapshot;

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

/// Returns a day file for papers in flow style: `id: a, topics: [x]`.
fn day(date: &str, papers: &[&str]) -> String {
    let papers: String =
        papers.iter().map(|paper| format!("  - {{title: T, abstract: x, {paper}}}\n")).collect();
    format!("//- content/papers/{date}.yaml\ndate: {date}\npapers:\n{papers}")
}

#[test]
fn papers_are_counted_by_month_from_the_newest_day_on() {
    let fixture = [
        day("2026-02-28", &["id: a, upvotes: 3", "id: b"]),
        day("2026-01-05", &["id: c, upvotes: 3"]),
        day("2025-11-30", &["id: d, upvotes: 9"]),
        "//- content/days/2026-04-01.md\nNothing yet.\n".to_owned(),
    ];
    let archive = archive(&fixture.concat());
    assert_eq!(archive.trend(archive.paper_ids(), 5), [0, 1, 0, 1, 2]);
    assert_eq!(archive.trend(archive.paper_ids(), 2), [1, 2]);
    assert_eq!(archive.months(4), [(2025, 11), (2025, 12), (2026, 1), (2026, 2)]);
    assert_eq!(archive.lifetime_months(), 4);
    let voted = archive.most_voted(&archive.paper_ids().collect::<Vec<_>>(), 2);
    let voted: Vec<&str> = voted.iter().map(|&id| archive.paper(id).id.as_str()).collect();
    assert_eq!(voted, ["d", "a"]);
}

#[test]
fn adjacent_days_and_earlier_years_have_papers() {
    let fixture = [
        day("2026-02-03", &["id: a"]),
        "//- content/days/2026-02-02.md\nA rest.\n".to_owned(),
        day("2026-02-01", &["id: b"]),
        day("2024-02-03", &["id: c"]),
        "//- content/days/2025-02-03.md\nAnother.\n".to_owned(),
    ];
    let archive = archive(&fixture.concat());
    let dates = |places: &[usize]| {
        places.iter().map(|&place| archive.days[place].date.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(archive.adjacent_days(0), [None, Some(2)]);
    assert_eq!(archive.adjacent_days(1), [Some(0), Some(2)]);
    assert_eq!(archive.adjacent_days(2)[0], Some(0));
    assert_eq!(dates(&archive.earlier_years(archive.days[0].date)), ["2024-02-03"]);
    assert_eq!(dates(&archive.earlier_years(archive.days[2].date)), [""; 0]);
}

#[test]
fn an_id_names_one_paper_in_any_case() {
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
    assert_snapshot!(problems(fixture), @"
    content/papers/b.md:4:5: error[duplicate-id]: the id `offprint-1` is already used
      content/papers/a.md:2:5: by this entry
      hint: remove one of the two entries, or change its id
      hint: ids that differ in letter case only are the same
    content/papers/c/Offprint-1.md:2:1: error[duplicate-id]: the id `Offprint-1` is already used
      content/papers/a.md:2:5: by this entry
      hint: remove one of the two entries, or change its id
    ");
}

#[test]
fn a_paper_has_one_entry_under_any_id() {
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
    title: B, revised
    abstract: x
    links:
      pdf: https://a.org/x.pdf
      doi: https://doi.org/10.1145/abc
  - id: four
    title: F
    abstract: x
    links: {doi: 10.48550/arXiv.2503.02130}
";
    assert_snapshot!(problems(fixture), @"
    content/papers/b.yaml:6:20: error[same-paper]: arXiv id `2503.02130` is already used
      content/papers/2026-04-15.yaml:3:10: by this entry
      hint: merge the two entries; `date:` may be a list of days
    content/papers/b.yaml:11:14: error[same-paper]: arXiv id `math/0309136` is already used
      content/papers/2026-04-15.yaml:4:9: by this entry
      hint: merge the two entries; `date:` may be a list of days
    content/papers/b.yaml:17:12: error[same-paper]: DOI `10.1145/abc` is already used
      content/papers/2026-04-15.yaml:7:18: by this entry
      hint: merge the two entries; `date:` may be a list of days
    content/papers/b.yaml:21:18: error[same-paper]: arXiv id `2503.02130` is already used
      content/papers/2026-04-15.yaml:3:10: by this entry
      hint: merge the two entries; `date:` may be a list of days
    ");
}

#[test]
fn papers_with_one_doi_and_different_titles_are_two_papers() {
    let fixture = "
//- content/papers/a.yaml
date: 2026-04-15
papers:
  - {id: one, title: On ferns and their shade, authors: [A Fern], abstract: x, links: {doi: 10.1007/978-3-030-00000-1}}
  - {id: two, title: Of stones in moving rivers, authors: [B Stone], abstract: x, links: {doi: 10.1007/978-3-030-00000-1}}
  - {id: 2603.00001, title: On ferns, authors: [A Fern], abstract: x, links: {doi: 10.1145/x}}
  - {id: 2603.00002, title: On ferns, authors: [A Fern], abstract: x, links: {doi: 10.1145/X}}
";
    assert_snapshot!(problems(fixture), @"
    content/papers/a.yaml:4:96: warning[shared-doi]: DOI `10.1007/978-3-030-00000-1` is already used by another paper
      content/papers/a.yaml:3:93: by this paper
      hint: if it is the DOI of the book or the proceedings, remove it; if the two are one paper, merge the entries
    content/papers/a.yaml:6:84: warning[shared-doi]: DOI `10.1145/X` is already used by another paper
      content/papers/a.yaml:5:84: by this paper
      hint: if it is the DOI of the book or the proceedings, remove it; if the two are one paper, merge the entries
    ");
    assert_eq!(check(fixture, &Site::default()).0.papers.len(), 4);
}

#[test]
fn topics_come_from_the_vocabulary() {
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
    assert_snapshot!(problems(fixture), @"
    content/papers/a.yaml:6:60: warning[unknown-topic]: topic `visoin` is not in topics.yaml
      hint: did you mean `vision`?
    content/papers/a.yaml:7:63: warning[unknown-topic]: topic `visoin` is not in topics.yaml
      hint: did you mean `vision`?
    content/papers/a.yaml:7:71: warning[unknown-topic]: topic `zoology` is not in topics.yaml
      hint: add it to content/topics.yaml, or use a topic that is listed there
    ");
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
    assert_snapshot!(topics.join("\n"), @r#"
    ai (AI) None [TopicId(2)] []
    computer-vision (Computer vision) None [] [PaperId(0)]
    language (Language Models) Some("ai") [] [PaperId(0)]
    visoin (Visoin) None [] [PaperId(0), PaperId(1)]
    zoology (Zoology) None [] [PaperId(1)]
    "#);
}

#[test]
fn no_topic_is_unknown_if_the_vocabulary_cannot_be_read() {
    let fixture = format!("{}//- content/topics.yaml\na: \"x\n", day("2026-04-15", &["id: a, topics: [x]"]));
    assert_snapshot!(problems(&fixture), @r#"
    content/topics.yaml:1:4: error[unclosed-value]: the quote `"` that opens here never closes
      hint: end the value with `"`
      hint: if the quote is part of the text, put all in quotes: a: "\"x"
    "#);
}

#[test]
fn cycles_of_topics_are_reported() {
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
"), @"
    content/topics.yaml:2:13: error[topic-circle]: the topic `b` is its own ancestor
      hint: remove one `parent:` of the cycle
    content/topics.yaml:3:13: error[topic-circle]: the topic `c` is its own ancestor
      hint: remove one `parent:` of the cycle
    content/topics.yaml:3:25: error[taken-alias]: `a` is already a name or alias of another topic
      hint: choose another alias
    content/topics.yaml:3:25: error[taken-alias]: `b` is already a name or alias of another topic
      hint: choose another alias
    content/topics.yaml:5:11: error[topic-circle]: the topic `d` is its own ancestor
      hint: remove one `parent:` of the cycle
    content/topics.yaml:7:11: error[unknown-topic]: the parent `aa` is not a topic
    ");
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
"), @"
    content/authors.yaml:2:7: error[shared-name]: the name `Jose Garcia` is already used by `bo`
      hint: give both an `orcid` if they are two people; names that differ only in accents or letter case are the same
    content/authors.yml:1:5: error[repeated-key]: `bo` is repeated
      content/authors.yaml:1:5: first used here
    content/organizations.yaml:2:6: error[repeated-key]: `mit` is repeated
      content/organizations.yaml:1:6: first used here
      hint: names that differ in letter case or accents only are the same
    content/topics.yml:1:4: error[repeated-key]: `a` is repeated
      content/topics.yaml:1:4: first used here
    ");
}

#[test]
fn names_that_differ_in_their_marks_are_different_topics() {
    let (archive, problems) = check(
        &day(
            "2026-03-05",
            &[
                "id: a, topics: [C, C++, 'C#', A, A*, .NET, Net]",
                "id: b, topics: [c-plus-plus, language models, Language-Models]",
                "id: c, topics: [R&D]",
                "id: d, topics: [R/D, R-D, r&d]",
            ],
        ),
        &Site::default(),
    );
    let topics: Vec<(&str, &str)> = archive.topics.iter().map(|topic| (&*topic.slug, &*topic.name)).collect();
    assert_eq!(
        topics,
        [
            ("a", "A"),
            ("a-star", "A*"),
            ("c", "C"),
            ("c-plus-plus", "C++"),
            ("c-sharp", "C#"),
            ("dot-net", ".NET"),
            ("language-models", "language models"),
            ("net", "Net"),
            ("r-d", "R&D"),
            ("r-d-2", "R/D")
        ]
    );
    assert_snapshot!(problems, @"
    content/papers/2026-03-05.yaml:6:45: warning[similar-topics]: topic `R/D` is spelled like topic `R&D`, but is another topic
      hint: write both the same way, or list both names of one topic in topics.yaml
    ");
}

#[test]
fn two_orcids_are_two_people() {
    let (one, two) = ("0000-0002-1825-0097", "0000-0002-1694-233X");
    let authors = |orcid: &str| match orcid {
        "" => "authors: [Yong Li]".to_owned(),
        orcid => format!("authors: [{{name: Yong Li, orcid: {orcid}}}]"),
    };
    let paper = |id: &str, orcid: &str| format!("id: {id}, {}", authors(orcid));
    let people = |extra: &str, papers: [(&str, &str, &str); 4]| -> Vec<String> {
        let days = papers.map(|(date, id, orcid)| day(date, &[&paper(id, orcid)]));
        let archive = archive(&format!("{}{extra}", days.join("\n")));
        archive
            .people
            .iter()
            .map(|person| {
                let papers: Vec<&str> = person.papers.iter().map(|&id| &*archive.paper(id).id).collect();
                format!("{} {}: {}", person.slug, person.orcid.as_deref().unwrap_or("-"), papers.join(" "))
            })
            .collect()
    };
    let papers = [
        ("2026-03-01", "a", one),
        ("2026-03-02", "b", two),
        ("2026-03-03", "c", ""),
        ("2026-03-04", "d", one),
    ];
    // The person of the oldest paper has the plain address, and the papers without an ORCID.
    assert_eq!(people("", papers), [format!("yong-li {one}: d c a"), format!("yong-li-2 {two}: b")]);
    let known = [
        ("2026-03-01", "a", one),
        ("2026-03-02", "b", one),
        ("2026-03-03", "c", ""),
        ("2026-03-04", "d", ""),
    ];
    assert_eq!(people("", known), [format!("yong-li {one}: d c b a")]);
    // authors.yaml joins two ORCIDs, and splits a name.
    let joined =
        format!("\n//- content/authors.yaml\nyong-li: {{name: Yong Li, orcid: {one}, aliases: ['{two}']}}\n");
    assert_eq!(people(&joined, papers), [format!("yong-li {one}: d c b a")]);
    let split = format!(
        "\n//- content/authors.yaml\nyong-li: {{name: Yong Li, orcid: {one}}}\nyong-li-thu: {{name: Yong Li, orcid: {two}}}\n"
    );
    assert_eq!(people(&split, papers), [format!("yong-li {one}: d c a"), format!("yong-li-thu {two}: b")]);
    // A person of authors.yaml keeps the plain address.
    let other = format!("\n//- content/authors.yaml\nyong-li: {{name: Yong Li, orcid: {two}}}\n");
    assert_eq!(people(&other, papers), [format!("yong-li {two}: c b"), format!("yong-li-2 {one}: d a")]);
}

#[test]
fn organizations_come_from_the_vocabulary() {
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
    assert_snapshot!(problems(fixture), @"
    content/papers/a.yaml:4:50: warning[unknown-organization]: organization `gogle` is not in organizations.yaml
      hint: did you mean `google`?
    content/papers/a.yaml:5:50: warning[unknown-organization]: organization `nowhere` is not in organizations.yaml
      hint: add it to content/organizations.yaml, or write {handle: …, name: …} here
    ");
    let archive = check(fixture, &Site::default()).0;
    let names: Vec<&str> =
        archive.organizations.iter().map(|organization| organization.name.as_str()).collect();
    assert_eq!(names, ["The ACL", "gogle", "Google Research", "nowhere"]);
}

#[test]
fn aliases_join_the_names_of_a_person() {
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
    insta::assert_debug_snapshot!(archive.people, @r#"
    [
        Person {
            slug: "ada",
            name: "Ada Lovelace",
            orcid: None,
            url: Some(
                "https://ada.org",
            ),
            spellings: [
                "A. Lovelace",
            ],
            papers: [
                PaperId(
                    0,
                ),
                PaperId(
                    1,
                ),
            ],
        },
        Person {
            slug: "jose-garcia",
            name: "Jose Garcia",
            orcid: Some(
                "0000-0002-1825-0097",
            ),
            url: None,
            spellings: [
                "José García",
            ],
            papers: [
                PaperId(
                    0,
                ),
                PaperId(
                    1,
                ),
                PaperId(
                    2,
                ),
            ],
        },
    ]
    "#);
    assert_eq!(archive.relations(PaperId(1)).people.len(), 3);
}

#[test]
fn the_newest_metrics_win_count_by_count() {
    let entry = day("2026-04-15", &["id: A, upvotes: 1, comments: 1, stars: 1"]);
    let archive = archive(&format!(
        "{entry}//- content/metrics/z.yaml\nas_of: 2026-04-16\npapers: {{a: {{upvotes: 5, comments: 5}}}}
//- content/metrics/b.yaml\nas_of: 2026-04-17\npapers: {{a: {{upvotes: 4}}}}\n"
    ));
    let counts = archive.papers[0].counts;
    assert_eq!((counts.upvotes, counts.comments, counts.stars), (Some(4), Some(5), Some(1)));
    let unknown = "//- content/metrics/a.yaml\nas_of: 2026-04-16\npapers:\n  a: {upvotes: 1}\n  2503.02130: {upvotes: 1}\n";
    assert_snapshot!(problems(&format!("{entry}{unknown}")), @"content/metrics/a.yaml:4:15: warning[unknown-paper]: no paper has the id `2503.02130`");
    // If papers were left out, one of them may be the unknown one.
    let draft = day("2026-04-14", &["id: d, draft: true"]);
    assert_eq!(problems(&format!("{entry}{draft}{unknown}")), "");
}

#[test]
fn a_paper_may_be_listed_on_several_days() {
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
    assert_snapshot!(days.join("\n"), @"
    2026-04-17: 
    2026-04-16: c d
    2026-04-15: c a b
    ");
    assert_eq!(
        archive.papers.iter().map(|paper| paper.id.as_str()).collect::<Vec<_>>(),
        ["d", "a", "b", "c"]
    );
    assert_eq!(archive.newest().unwrap().to_string(), "2026-04-16");
}

#[test]
fn a_day_has_one_note() {
    assert_snapshot!(problems("//- content/days/2026-04-15.md\nx\n//- content/days/more/2026-04-15.md\ny\n"), @"
    content/days/more/2026-04-15.md: error[second-note]: this day already has a note
      content/days/2026-04-15.md: this file
      hint: put both notes in one file
    ");
}

#[test]
fn the_order_of_files_makes_no_difference() {
    let (one, other) =
        (day("2026-04-15", &["id: a, topics: [x]", "id: b"]), day("2026-04-16", &["id: c, topics: [x]"]));
    let (forth, back) = (archive(&format!("{one}{other}")), archive(&format!("{other}{one}")));
    assert_eq!(format!("{forth:?}"), format!("{back:?}"));
}

#[test]
fn an_entry_with_errors_keeps_its_id() {
    let fixture = "
//- content/papers/a.md
---
title: The first
date: soon
---
x
//- content/papers/b.md
---
id: A
title: The second
date: 2026-04-15
---
x
";
    assert_snapshot!(problems(fixture), @"
    content/papers/a.md:2:1: error[duplicate-id]: the id `a` is already used
      content/papers/b.md:2:5: by this entry
      hint: remove one of the two entries, or change its id
      hint: ids that differ in letter case only are the same
    content/papers/a.md:3:7: error[bad-date]: expected a date such as `2026-04-15`, `2026-04` or `2026`, found `soon`
      hint: write year, month and day, as far as they are known: `2026-04-15`
    ");
}

#[test]
fn a_rising_term_has_far_more_papers_than_before() {
    let papers = |date: &str, count: usize, text: &dyn Fn(usize) -> String| {
        let papers: String = (0..count)
            .map(|at| format!("  - {{id: \"{date}.{at}\", abstract: x, {}}}\n", text(at)))
            .collect();
        format!("//- content/papers/{date}.yaml\ndate: {date}\npapers:\n{papers}")
    };
    let before = |at: usize| match at {
        0 => "title: World models are here, topics: [robots]".to_owned(),
        _ => format!("title: Steady gradient {at}, topics: [vision]"),
    };
    let now = |at: usize| match at {
        0..8 => format!("title: \"World Models: GRPO of {at}\", topics: [robots]"),
        8..10 => "title: Rare birds, topics: [birds]".to_owned(),
        _ => format!("title: Steady gradients {at}, topics: [vision]"),
    };
    let archive = archive(&[papers("2026-01-12", 20, &now), papers("2026-01-05", 40, &before)].concat());
    let rising = archive.rising(0..1, 1..2);
    let terms: Vec<(&str, u32, bool)> =
        rising.terms.iter().map(|term| (term.text.as_str(), term.count, term.is_new)).collect();
    assert_eq!(terms, [("World Models", 8, false), ("GRPO", 8, true)]);
    let topics: Vec<(&str, u32)> =
        rising.topics.iter().map(|topic| (archive.topic(topic.id).slug.as_str(), topic.count)).collect();
    assert_eq!(topics, [("robots", 8)]);
    assert_eq!(
        archive.rising(1..2, 2..2),
        rising::Rising::default(),
        "with nothing before it nothing can be said"
    );
}
