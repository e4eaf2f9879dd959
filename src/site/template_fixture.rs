//! A small archive with one of everything, to try templates that no page of a site uses yet.
//!
//! It does not know pages: `lib.rs` makes them, with the site's settings and theme.

pub const FILES: &[(&str, &str)] = &[
    (
        "content/papers/sample.yaml",
        r#"date: 2026-04-15
papers:
  - id: sample-whole
    title: A paper with $x^2$ and all that a paper can have
    authors:
      - {name: Ada Byron, orcid: 0000-0002-1825-0097, url: "https://example.org/ada", affiliation: The Works}
      - Grace Hopper
    organization: works
    date: [2026-04-15, 2026-04-16]
    published: 2026-04-01
    updated: 2026-04-02
    topics: [wide, narrow]
    keywords: [samples]
    summary: What it says in a sentence.
    abstract: What it says, with $y$ and **more**.
    links: {arxiv: "2504.12345", doi: 10.1000/182, code: "https://example.org/code", other: [{label: Blog, url: "https://example.org/blog"}]}
    venue: Journal of Samples
    license: CC-BY-4.0
    upvotes: 12
    comments: 2
    stars: 3
    submitted_by: ada
    thumbnail: /sample.png
    aliases: [old/sample]
    extra: {reviewed_by: Grace Hopper}
  - {id: sample-bare, title: A paper that says <nothing> & nothing of itself}
  - {id: sample-many, title: A paper of many, author_count: 12, abstract: Text., organization: works, upvotes: 1, topics: [wide]}
  - {id: sample-gone, title: A withdrawn paper, authors: [Grace Hopper, Ada Byron], withdrawn: {reason: A slip in it., date: 2026-04-20}, topics: [wide]}
  - {id: sample-1, title: One of ten, authors: [Annie Cannon], upvotes: 1}
  - {id: sample-2, title: Two of ten, authors: [Annie Cannon], upvotes: 2}
  - {id: sample-3, title: Three of ten, authors: [Annie Cannon]}
  - {id: sample-4, title: Four of ten, authors: [Annie Cannon]}
  - {id: sample-5, title: Five of ten, authors: [Annie Cannon]}
  - {id: sample-6, title: Six of ten, authors: [Annie Cannon]}
  - {id: sample-7, title: Seven of ten, authors: [Annie Cannon]}
  - {id: sample-8, title: Eight of ten, authors: [Annie Cannon]}
  - {id: sample-9, title: Nine of ten, authors: [Annie Cannon]}
  - {id: sample-10, title: Ten of ten, authors: [Annie Cannon]}
  - {id: sample-old, title: The same day a year before, authors: [Ada Byron], date: 2025-04-15, abstract: Text., topics: [wide]}
  - id: sample-cited
    title: A paper that is cited by all of its parts
    authors: [{family: Byron, given: Ada, suffix: Jr.}, {name: The Works, collaboration: true}, and others]
    date: 2026-03
    published: 2025
    type: chapter
    venue: A book of samples
    volume: "1"
    issue: "2"
    pages: 3-4
    publisher: The press
    editors: [Grace Hopper, and others]
    school: The school
    citation_key: byron2025parts
  - {id: sample-year, title: A paper of which the year is known, date: 2025, authors: [Annie Cannon]}
"#,
    ),
    (
        "content/papers/sample-notes.md",
        "---\ntitle: A paper with notes\ndate: 2026-04-14\nabstract: Text.\n---\n\n# One\n\n# Two\n\n# Three\n\n`code`\n",
    ),
    ("static/sample.png", ""),
    ("static/sample.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ("content/days/2026-04-15.md", "A note on the day.\n"),
    (
        "content/pages/sample.md",
        "---\ntitle: A page\nweight: 1\nupdated: 2026-04-15\n---\n\n# One\n\n# Two\n\n# Three\n",
    ),
    ("content/pages/sample/inner.md", "---\ntitle: An inner page\n---\n\nText.\n"),
    ("content/pages/sample/last.md", "---\ntitle: The last page\n---\n\nText.\n"),
    (
        "content/topics.yaml",
        "wide: {name: A wide topic, description: What it holds.}\nnarrow: {name: A narrow topic, parent: wide}\n",
    ),
    (
        "content/organizations.yaml",
        "works: {name: The Works, url: \"https://example.org/works\", logo: /sample.svg}\n",
    ),
    (
        "content/authors.yaml",
        "ada-byron: {name: Ada Byron, aliases: [A. Byron], orcid: 0000-0002-1825-0097, url: \"https://example.org/ada\"}\n",
    ),
];
