//! Hostile texts: reading ends quickly, with a problem and without a panic.

use super::check;
use crate::source::Sources;
use insta::assert_snapshot;
use proptest::prelude::*;
use std::fmt::Write;
use std::path::Path;

fn problems_of(front: &str) -> String {
    super::problems(&format!("//- content/papers/a.md\n---\n{front}---\nx\n"))
}

/// Returns the first problems, since hostile texts may have many.
fn beginning(problems: &str) -> String {
    problems.lines().take(4).map(|line| line.chars().take(160).collect::<String>() + "\n").collect()
}

#[test]
fn nested_aliases_are_refused() {
    let mut bomb = "extra:\n  a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..12 {
        let item = format!("*a{}, ", level - 1).repeat(9);
        let _ = writeln!(bomb, "  a{level}: &a{level} [{}]", item.trim_end_matches(", "));
    }
    assert_snapshot!(beginning(&problems_of(&bomb)), @"
    content/papers/a.md:6:47: error[too-large]: expected the aliases (`*name`) of a text of 692 bytes to repeat at most 71072 bytes, found more
      hint: use fewer aliases
    ");
}

#[test]
fn a_repeated_long_text_is_refused() {
    let long = format!("summary: &a {}\nkeywords: [{}]\n", "x".repeat(200_000), "*a, ".repeat(50_000));
    assert_snapshot!(beginning(&problems_of(&long)), @"
    content/papers/a.md:3:76: error[too-large]: expected the aliases (`*name`) of a text of 400026 bytes to repeat at most 3265744 bytes, found more
      hint: use fewer aliases
    ");
}

#[test]
fn repeated_mistakes_give_few_problems() {
    let wrong: String = (0..2_000).map(|key| format!("k{key}: 1, ")).collect();
    let many = format!("authors:\n  - &a {{{wrong}}}\n{}", "  - *a\n".repeat(40_000));
    assert!(problems_of(&many).lines().count() < 100);
}

#[test]
fn deep_nesting_is_refused() {
    assert_snapshot!(problems_of(&format!("extra: {}\n", "[".repeat(300_000))), @"
    content/papers/a.md:2:263: error[yaml-syntax]: this is not YAML: recursion limit exceeded
    ");
    assert_snapshot!(problems_of(&format!("extra:\n  {}x\n", "- ".repeat(100_000))), @"
    content/papers/a.md:3:81: error[yaml-syntax]: this is not YAML: more than 40 levels deep
    ");
    let mut tower = "extra:\n  a0: &a0 [x]\n".to_owned();
    for level in 1..15_000 {
        let _ = writeln!(tower, "  a{level}: &a{level} [*a{}]", level - 1);
    }
    assert_snapshot!(problems_of(&tower), @"
    content/papers/a.md:41:14: error[yaml-syntax]: this is not YAML: more than 40 levels deep
    ");
}

#[test]
fn harmless_anchors_are_read() {
    let content = super::content(
        "//- content/papers/a.yaml\npapers:\n- {id: a, title: A, abstract: x, date: 2026-04-15, authors: &t [Ada, 1.50]}\n- {id: b, title: B, abstract: x, date: 2026-04-15, authors: *t}\n",
    );
    assert_eq!(content.papers[0].authors, content.papers[1].authors);
}

const PLACES: [&str; 8] = [
    "papers/a.md",
    "papers/a.yaml",
    "days/2026-04-15.md",
    "pages/a.md",
    "topics.yaml",
    "organizations.yaml",
    "authors.yaml",
    "metrics/a.yaml",
];

fn read_everywhere(bytes: &[u8]) {
    for place in PLACES {
        check(&Sources::in_memory([(format!("content/{place}"), bytes.to_vec())]));
    }
}

/// Returns pieces of files, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("---\n"),
        Just("papers:\n"),
        Just("- "),
        Just("  - "),
        Just("title: "),
        Just("a: b"),
        Just("\n"),
        Just("\r\n"),
        Just("é"),
        Just("\""),
        Just("'"),
        Just("["),
        Just("]"),
        Just("{"),
        Just("}"),
        Just("&a "),
        Just("*a"),
        Just("|\n"),
        Just("  "),
        Just("\t"),
        Just(": "),
        Just("#"),
        Just("$x$"),
        Just("\u{feff}"),
        Just("? "),
        Just("!!str "),
        Just("%"),
        Just("date: 2026-04-15\n"),
        Just("..."),
        Just("authors: "),
        Just("links: "),
        Just("other: "),
        Just("extra: "),
        Just("\u{0}"),
        Just("\u{85}"),
        Just("\u{2028}"),
        Just("😀"),
        Just("as_of: 2026-04-15\n"),
        Just("@"),
        Just("`"),
        Just(",")
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read_everywhere(&bytes);
    }

    #[test]
    fn no_order_of_pieces_makes_a_reader_panic(text in pieces()) {
        read_everywhere(text.as_bytes());
        read_everywhere(format!("---\n{text}\n---\n").as_bytes());
        read_everywhere(format!("date: 2026-04-15\npapers:\n  - id: a\n    title: A\n{text}").as_bytes());
    }

    #[test]
    fn real_entries_may_be_mangled(
        file in any::<prop::sample::Index>(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..3_usize, any::<u8>()), 1..4),
    ) {
        let sources = Sources::discover(Path::new(env!("CARGO_MANIFEST_DIR")));
        let files: Vec<_> = sources.below("content/").cloned().collect();
        let path = &files[file.index(files.len())];
        let mut bytes = sources.bytes(path).unwrap().to_vec();
        bytes.truncate(4_000);
        for (at, what, byte) in cuts {
            let at = at.index(bytes.len());
            match what {
                0 => drop(bytes.remove(at)),
                1 => bytes.insert(at, byte),
                _ => bytes.insert(at, bytes[at]),
            }
        }
        check(&Sources::in_memory([(path.clone(), bytes)]));
    }
}
