//! Valid files: every value is read.

use super::*;

#[test]
fn every_key_is_read() {
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
lang: pt-BR
links:
  doi: https://doi.org/10.1145/3292500.3330701
  code: https://github.com/a/b
  other: [{label: Talk, url: https://t.org}, {url: /files/x.pdf}]
venue: ACL 2026
bibtex: "@misc{a, title = {T}}"
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
    PaperFacts {
        origin: Origin {
            file: "content/papers/a.md",
            index: None,
        },
        keyphrases: Keyphrases(3 marks),
        meaning: Meaning,
        voted: None,
        inner_links: [
            InnerLink {
                target: "files/x.pdf",
                image: false,
                place: Entry(
                    EntryLocation {
                        file: "content/papers/a.md",
                        index: None,
                        path: [
                            Key(
                                "links",
                            ),
                            Key(
                                "other",
                            ),
                            Index(
                                1,
                            ),
                            Key(
                                "url",
                            ),
                        ],
                        needle: None,
                    },
                ),
                written: "/files/x.pdf",
            },
        ],
        id: "2503.02130",
        title: "A",
        authors: [
            Author {
                name: "Ada Lovelace",
                details: None,
            },
            Author {
                name: "Bo Li",
                details: Some(
                    AuthorDetails {
                        family: None,
                        given: None,
                        suffix: None,
                        collaboration: false,
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
                ),
            },
        ],
        others: false,
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
            PartialDate {
                first_day: 2026-04-15,
                precision: Day,
            },
        ],
        published: Some(
            PartialDate {
                first_day: 2025-03-04,
                precision: Day,
            },
        ),
        updated: Some(
            PartialDate {
                first_day: 2025-03-05,
                precision: Day,
            },
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
        summary_by: None,
        abstract_html: "<p>The abstract.</p>\n",
        notes: Some(
            Notes {
                html: "<p>An abstract.</p>\n",
                outline: [],
            },
        ),
        languages: Some(
            Languages {
                title: Some(
                    "pt-BR",
                ),
                text: Some(
                    "pt-BR",
                ),
                summary: Some(
                    "pt-BR",
                ),
                notes: None,
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
        type: None,
        venue: Some(
            "ACL 2026",
        ),
        volume: None,
        issue: None,
        pages: None,
        publisher: None,
        editors: [],
        other_editors: false,
        school: None,
        citation_key: None,
        bibtex: Some(
            "@misc{a, title = {T}}",
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
                    PartialDate {
                        first_day: 2026-01-02,
                        precision: Day,
                    },
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
        title_html: "",
        excerpt: Start(
            13,
        ),
        excerpt_cut: false,
    }
    "#);
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
