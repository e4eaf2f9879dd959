//! Compares the reader of plain YAML with the YAML library.

use super::read;
use crate::content::raw::{Free, RawMany, RawMetrics, RawPaper, RawTopics};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

/// Checks that the library reads the same value, if this reader accepts the text. Returns whether it accepts the text.
fn check<T: DeserializeOwned + Debug + PartialEq>(text: &str) -> bool {
    let plain = read::<T>(text);
    if let Some(plain) = &plain {
        match serde_yaml::from_str::<T>(text) {
            Ok(full) => assert_eq!(plain, &full, "{text:?}"),
            Err(error) => panic!("read, though {error}: {text:?}"),
        }
    }
    plain.is_some()
}

fn check_all(text: &str) {
    check::<RawPaper>(text);
    check::<RawMany>(text);
    check::<RawMetrics>(text);
    check::<RawTopics>(text);
    check::<Free>(text);
}

const PAPER: &str = "id: 2503.02130\ntitle: \"Attention: all you need\"\nauthors: [\"A. B\", C D]\ndate: 2026-04-15\n\
    topics:\n  - language-models\n  - vision\nlinks:\n  arxiv: 2503.02130\n  code: https://example.org/x\n\
    organization: {\"handle\": \"x\", \"name\": \"X Y\"}\nupvotes: 12\ndraft: false\n\
    abstract: |\n  First line\n  and a second: with $x$ # no comment.\n\n  Another paragraph.\n";

#[test]
fn typical_entries_are_plain() {
    assert!(check::<RawPaper>(PAPER));
    let lines = PAPER.trim_end().replace('\n', "\n    ").replace("    \n", "\n");
    let many = format!("date: 2026-04-15\npapers:\n  - {lines}\n  - {lines}\n");
    assert!(check::<RawMany>(&many), "{many}");
    assert!(check::<RawMetrics>(
        "as_of: 2026-04-15\npapers:\n  \"2503.02130\": {upvotes: 1, stars: 2}\n  b:\n    comments: 3\n"
    ));
    assert!(check::<RawPaper>("title: >-\n  Folded\n  text\ndate: [2026-04-15, 2026-04-16]\n"));
}

#[test]
fn ambiguous_text_is_left_to_the_library() {
    for text in [
        "",
        "\n",
        "title: a: b\n",
        "title: a # b\n",
        "title: ~\n",
        "title: null\n",
        "title:\n",
        "title: \"a\\n\"\n",
        "title: 'it''s'\n",
        "title: a\n  b\n",
        "? a\n: b\n",
        "title: &a b\n",
        "--- \ntitle: a\n",
        "title: a\n...\n",
        "\ttitle: a\n",
        "title: a\r\n",
        "extra: {a: 007}\n",
        "extra: {a: 1.5}\n",
        "extra: {a: 0x1f}\n",
        "abstract: |+\n  a\n\n",
        "abstract: |\n  a",
        "abstract: |\n\n  a\n",
        "- a\n",
        "title: a\ntitle: b\n",
        "authors: [a,\n  b]\n",
        "title: !!str a\n",
    ] {
        assert!(read::<RawPaper>(text).is_none(), "{text:?}");
    }
}

/// Returns a strategy for pieces of valid and invalid YAML.
fn piece() -> impl Strategy<Value = &'static str> {
    let pieces = vec![
        "\n",
        "\n",
        "\n",
        "\n  ",
        "\n    ",
        "\n- ",
        "\n  - ",
        "\n\n",
        " ",
        "  ",
        ": ",
        ":",
        ", ",
        ",",
        "- ",
        "-",
        "[",
        "]",
        "{",
        "}",
        "\"",
        "'",
        "\"a b\"",
        "'c'",
        "#",
        " # x",
        "|",
        "|-",
        ">",
        ">-",
        "|\n  ",
        "|\n    ",
        ">\n  ",
        "|-\n  a\n",
        "&a",
        "*a",
        "!",
        "?",
        "~",
        "null",
        "true",
        "False",
        "0",
        "12",
        "007",
        "1.5",
        "1e3",
        "0x1f",
        "2026-04-15",
        "2503.02130",
        "title: ",
        "title",
        "authors: ",
        "topics:\n  - ",
        "date: ",
        "extra: ",
        "extra:\n  ",
        "links:\n  ",
        "papers:\n- ",
        "papers:\n  - ",
        "upvotes: ",
        "draft: ",
        "name: ",
        "url: ",
        "a",
        "b c",
        "e",
        "abstract: ",
        "é",
        "…",
        "\u{85}",
        "\u{a0}",
        "\u{feff}",
        "\t",
        "%",
        "@",
        "---",
        "...",
    ];
    prop::sample::select(pieces)
}

proptest! {
    #[test]
    fn it_reads_the_same_values_as_the_library(pieces in prop::collection::vec(piece(), 1..14)) {
        check_all(&pieces.concat());
    }

    #[test]
    fn damaged_entries_read_the_same(cuts in prop::collection::vec((0..PAPER.len(), 0..9_usize, piece()), 1..4)) {
        let mut text = PAPER.to_owned();
        for (at, len, piece) in cuts {
            let start = text.floor_char_boundary(at.min(text.len()));
            let end = text.ceil_char_boundary((at + len).min(text.len()));
            text.replace_range(start..end, piece);
        }
        check_all(&text);
    }
}
