//! Tests of the canonical form: its layout, and that the meaning stays the same.

use super::*;
use crate::config::Site;
use crate::content::{Content, Paper, Reading, parse};
use crate::source::Sources;
use crate::text::markdown::{Markdown, Options};
use insta::assert_snapshot;
use proptest::prelude::*;
use std::path::Path;
use std::sync::Arc;

fn formatted(path: &str, text: &str) -> String {
    match format(path, text) {
        Formatted::Same => text.to_owned(),
        Formatted::Changed(new) => {
            assert_eq!(format(path, &new), Formatted::Same, "a second time:\n{new}");
            new
        }
        Formatted::Left(why) => panic!("left: {why:?}"),
    }
}

#[test]
fn keys_have_one_order_and_texts_one_quoting_style() {
    let text = "---\nlinks: {code: 'https://a.org/x', arxiv: 2503.02130}\ndate: 2026-03-05\ntitle: 'Plain'\nauthors: [A B, {name: C D, orcid: 0000-0002-1825-0097}]\nid: 2503.02130\ntopics:\n  - a\n  - \"b, c\"\nabstract: \"One: two\"\nupvotes: '3'\ndraft: False\n---\n\nBody  stays   \r\nas it is";
    assert_snapshot!(formatted("content/papers/a.md", text), @r#"
    ---
    id: "2503.02130"
    title: Plain
    authors:
      - A B
      - name: C D
        orcid: "0000-0002-1825-0097"
    date: 2026-03-05
    topics: [a, "b, c"]
    abstract: |-
      One: two
    links:
      arxiv: "2503.02130"
      code: https://a.org/x
    upvotes: 3
    draft: false
    ---

    Body  stays   
    as it is
    "#);
}

#[test]
fn comments_move_with_their_values() {
    let text = "---\n# About the file.\n\ntitle: A # short\n# who\nauthors: # all\n  # the first\n  - B # hm\n  - name: C\n    # found out later\n    url: https://c.org\n  # no more\n# when\ndate: 2026-03-05\n\nid: a\n\n\ntopics: [x, # why\n  y]\nabstract: | # long\n  One # no comment\n\n  Two\n# the end\n---\nBody\n";
    assert_snapshot!(formatted("content/papers/a.md", text), @r#"
    ---
    # About the file.

    id: a
    title: A # short
    # who
    authors: # all
      # the first
      - B # hm
      - name: C
        # found out later
        url: https://c.org
      # no more
    # when
    date: 2026-03-05

    topics:
      - x # why
      - y
    abstract: | # long
      One # no comment

      Two
    # the end
    ---
    Body
    "#);
}

#[test]
fn a_file_of_several_papers_has_its_papers_last() {
    let text = "papers:\n- title: \"B\"\n  id: b\n\n# the second\n- {id: \"c\", title: c, extra: {n: 1.0, s: '1', l: [1, two]}}\ndate: 2026-03-05\n";
    assert_snapshot!(formatted("content/papers/a.yaml", text), @r#"
    date: 2026-03-05
    papers:
      - id: b
        title: B

      # the second
      - id: c
        title: c
        extra:
          n: 1.0
          s: "1"
          l: [1, two]
    "#);
}

#[test]
fn a_title_gets_its_missing_quotes() {
    let text = "---\ntitle: A: B\ndate: 2026-03-05\nsummary: @home\n---\nx\n";
    assert_snapshot!(formatted("content/papers/a.md", text), @r#"
    ---
    title: "A: B"
    date: 2026-03-05
    summary: "@home"
    ---
    x
    "#);
}

#[test]
fn a_file_that_would_lose_content_stays_unchanged() {
    for (text, why) in [
        ("---\ntitle: &a x\nvenue: *a\ndate: 2026-03-05\n---\n", Why::Exotic),
        ("---\ntitle: !!str a\ndate: 2026-03-05\n---\n", Why::Exotic),
        ("---\ntitle: T\ntopics: [!tag , b]\n---\n", Why::Errors),
        ("---\ntitle: x\n? [a, b]\n: y\n---\n", Why::Errors),
        ("---\ntitel: x\n---\n", Why::Errors),
        ("---\ntitle: x\ntitle: y\n---\n", Why::Errors),
        ("---\nauthors: [x\n---\n", Why::Errors),
        ("title: x\n", Why::Errors),
    ] {
        assert_eq!(format("content/papers/a.md", text), Formatted::Left(why), "{text}");
    }
    assert_eq!(format("content/days/2026-03-05.md", "Words.\n"), Formatted::Same);
    assert_eq!(format("static/a.yaml", "b:   c"), Formatted::Same);
}

#[test]
fn a_text_that_a_comment_cuts_keeps_its_form() {
    for line in ["title: 2024 #3 of all", "title: yes #3", "title: Workshop #3", "abstract: We rank #1"] {
        let text = format!("---\nid: a\ntitle: T\ndate: 2026-03-05\n{line}\n---\n");
        let text = if line.starts_with("title") { text.replace("title: T\n", "") } else { text };
        assert!(formatted("content/papers/a.md", &text).contains(&format!("{line}\n")), "{line}");
    }
}

proptest! {
    #[test]
    fn every_comment_survives(places in proptest::collection::vec(0..14usize, 0..6)) {
        let lines = [
            "title: T", "authors:", "  - {name: A B, orcid: 0000-0002-1825-0097}", "  - C D", "  - name: E", "    url: https://e.org",
            "date: 2026-03-05", "topics: [a, b]", "links:", "  other:", "    - {label: L, url: \"https://example.org/1\"}",
            "withdrawn: {reason: R, date: 2026-03-06}", "extra: {a: [1, 2]}", "abstract: |",
        ];
        let mut text = String::new();
        for (at, line) in lines.iter().enumerate() {
            let comment = if places.contains(&at) { format!(" # c{at}") } else { String::new() };
            text += &format!("{line}{comment}\n");
        }
        let text = format!("---\n{text}  Words.\n---\n");
        let new = formatted("content/papers/a.md", &text);
        for at in places {
            prop_assert!(new.contains(&format!("# c{at}\n")), "{} {}", at, new);
        }
    }
}

#[test]
fn vocabularies_and_counts_keep_their_order() {
    let text = "# words\nb:\n  aliases: [x, z]\n  name: B\n\na: A\nc:\n";
    assert_snapshot!(formatted("content/topics.yaml", text), @r"
    # words
    b:
      name: B
      aliases: [x, z]

    a: A
    c:
    ");
    let text = "as_of: 2026-03-05\npapers:\n  '2602.20913':\n    comments: 1\n    upvotes: 2\n  x: {}\n";
    assert_snapshot!(formatted("content/metrics/a.yaml", text), @r#"
    as_of: 2026-03-05
    papers:
      "2602.20913": {upvotes: 2, comments: 1}
      x: {}
    "#);
}

/// Returns the papers of a file, as the rest of the program reads them.
fn papers(path: &str, text: &str) -> Vec<Arc<Paper>> {
    let site = Site::default();
    let markdown = Markdown::new(&Options { macros: site.math.macros.clone(), remote_images: false }).0;
    let reading = Reading { site: &site, markdown: &markdown, drafts: true };
    let sources = Sources::in_memory([(path, text.as_bytes())]);
    let Content { mut papers, .. } = parse(&sources, &path.into(), &reading);
    for paper in &mut papers {
        // Links store their place in the file, which may change.
        Arc::make_mut(paper).facts.inner_links.clear();
    }
    papers
}

#[test]
fn every_entry_of_real_archives_keeps_its_meaning() {
    let mut seen = 0;
    for site in ["", "tests/sites/week", "tests/sites/unicode", "tests/sites/hostile", "tests/sites/minimal"]
    {
        let sources = Sources::discover(&Path::new(env!("CARGO_MANIFEST_DIR")).join(site));
        for path in sources.below("content/").cloned().collect::<Vec<_>>() {
            let Ok(text) = sources.text(&path) else { continue };
            if let Formatted::Changed(new) = format(&path, &text) {
                assert_eq!(papers(&path, &text), papers(&path, &new), "{path}");
                assert_eq!(format(&path, &new), Formatted::Same, "{path}");
            }
            seen += 1;
        }
    }
    assert!(seen > 250, "{seen}");
}

#[test]
fn a_comment_at_the_head_of_a_list_stays_there() {
    let text =
        "id: a\nauthors:\n  - A\n  - B\n  # no more\ndate: 2026-03-05\ntopics:\n  # the first\n  - x\n";
    assert_eq!(formatted("content/papers/a.yaml", text), text);
}

/// Lines of an entry in canonical form, with room for comments between them.
const CANONICAL: [(&str, usize); 16] = [
    ("id: a", 0),
    ("title: A", 0),
    ("authors:", 0),
    ("  - B", 2),
    ("  - name: C", 2),
    ("    url: https://c.org", 4),
    ("  - D", 2),
    ("date: 2026-03-05", 0),
    ("topics:", 0),
    ("  - x", 2),
    ("  - y # why", 2),
    ("links:", 0),
    ("  arxiv: \"2503.02130\"", 2),
    ("  other:", 2),
    ("    - label: L", 4),
    ("      url: https://l.org", 6),
];

proptest! {
    #[test]
    fn comments_in_a_canonical_file_stay_where_they_are(places in prop::collection::btree_map(0..CANONICAL.len(), any::<bool>(), 0..6)) {
        let mut text = String::new();
        for (number, (line, indent)) in CANONICAL.iter().enumerate() {
            // Above the second key of an item, the place of a comment is ambiguous.
            match places.get(&number) {
                Some(true) => text.push_str(&format!("{}# about {number}\n{line}\n", " ".repeat(*indent))),
                Some(false) if !line.ends_with(':') && !line.contains('#') => text.push_str(&format!("{line} # {number}\n")),
                _ => text.push_str(&format!("{line}\n")),
            }
        }
        prop_assert_eq!(formatted("content/papers/a.yaml", &text), text);
    }

    #[test]
    fn formatting_twice_is_formatting_once(
        text in "(id|title|date|authors|topics|# c|  # d|- x|  - y|  - name: z|links|  code|abstract|extra|  a|\\n|: |: \\[|\\]|, |\"|'|\\||>|\\|-|é| a| b #c|\\{|\\}|  ){0,40}"
    ) {
        for path in ["content/papers/a.yaml", "content/topics.yaml"] {
            if let Formatted::Changed(new) = format(path, &text) {
                prop_assert_eq!(format(path, &new), Formatted::Same, "{}\n=>\n{}", text, new);
            }
        }
    }

    #[test]
    fn any_text_can_be_formatted(text in "\\PC{0,60}|[-a:#|>\\[\\]{},&*!?'\"\\n ]{0,40}") {
        for path in ["content/papers/a.yaml", "content/topics.yaml", "content/papers/a.md"] {
            let _ = format(path, &text);
            let _ = format(path, &format!("---\n{text}\n---\n"));
        }
    }
}
