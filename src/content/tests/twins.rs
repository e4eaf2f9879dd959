//! The quick reader and the careful reader give the same result for the same text.

use super::super::front;
use super::super::raw::*;
use crate::source::Sources;
use crate::yaml;
use crate::yaml::shape::Shape;
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use std::fmt::Debug;
use std::path::Path;

fn both<T: DeserializeOwned + PartialEq + Debug>(text: &str, shape: &'static Shape) -> T {
    let quick: Option<T> = yaml::quickly(text);
    let careful = yaml::read_carefully::<T>(text, shape);
    assert_eq!(careful.problems, [], "{text}");
    let careful = careful.value.unwrap();
    if let Some(quick) = quick {
        assert_eq!(quick, careful, "{text}");
    }
    careful
}

/// Returns a scalar: plain, in quotes, or as a block.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Za-z][a-zé ]{0,8}[a-z]",
        "2[0-9]{3}\\.[0-9]{4}0",
        prop_oneof![
            Just("~"),
            Just("null"),
            Just("True"),
            Just("no"),
            Just("0x1F"),
            Just("007"),
            Just("1e3"),
            Just("1_000"),
            Just(".inf"),
            Just("''"),
            Just("2026-04-15"),
            Just("+5"),
            Just("-0"),
            Just("1."),
            Just("18446744073709551615"),
            Just("-.5"),
            Just(".nan")
        ]
        .prop_map(str::to_owned),
        "[a-zé:#\\\\ \"'&*$\\t]{0,12}".prop_map(|text| serde_json::Value::from(text).to_string()),
        "[a-zé:#\\\\ &*$]{0,12}".prop_map(|text| format!("'{text}'")),
    ]
}

fn list(item: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    prop::collection::vec(item, 0..4).prop_map(|items| format!("[{}]", items.join(", ")))
}

fn author() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z][a-z]{1,8} [A-Z]",
        text().prop_map(|name| format!("{{name: {name}}}")),
        "2[0-9]{3}\\.[0-9]0"
    ]
}

fn free() -> impl Strategy<Value = String> {
    text().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            list(inner.clone()),
            (inner.clone(), inner).prop_map(|(a, b)| format!("{{a: {a}, b: {b}}}"))
        ]
    })
}

/// Returns keys and values of a paper, each key at most once, in any order.
fn pairs() -> impl Strategy<Value = Vec<String>> {
    let value = |key: &'static str, values: BoxedStrategy<String>| {
        prop::option::of(values).prop_map(move |value| value.map(|value| format!("{key}: {value}")))
    };
    let texts = ["id", "title", "published", "summary", "venue", "bibtex", "license", "submitted_by"];
    let mut all: Vec<_> = texts.into_iter().map(|key| value(key, text().boxed()).boxed()).collect();
    all.push(value("authors", list(author()).boxed()).boxed());
    all.push(value("topics", list(text()).boxed()).boxed());
    all.push(
        value(
            "keywords",
            prop::collection::vec(text(), 1..4)
                .prop_map(|all| format!("\n    - {}", all.join("\n    - ")))
                .boxed(),
        )
        .boxed(),
    );
    all.push(value("date", prop_oneof![text(), list(text())].boxed()).boxed());
    all.push(
        value(
            "upvotes",
            prop_oneof!["[1-9][0-9]{0,8}", Just("0x1f".to_owned()), Just("+7".to_owned())].boxed(),
        )
        .boxed(),
    );
    all.push(value("draft", prop_oneof![Just("true".to_owned()), Just("False".to_owned())].boxed()).boxed());
    all.push(
        value(
            "organization",
            prop_oneof![text(), text().prop_map(|name| format!("{{name: {name}}}"))].boxed(),
        )
        .boxed(),
    );
    all.push(
        value("links", text().prop_map(|doi| format!("{{doi: {doi}, other: [{{url: {doi}}}]}}")).boxed())
            .boxed(),
    );
    all.push(value("extra", free().prop_map(|value| format!("{{x: {value}}}")).boxed()).boxed());
    all.push(
        value(
            "abstract",
            "[a-zé:#\\[\\]{} ]{1,20}(\n      [a-z*&:]{1,9}){0,2}"
                .prop_map(|text| format!("|\n      x{text}"))
                .boxed(),
        )
        .boxed(),
    );
    all.prop_map(|pairs| pairs.into_iter().flatten().collect::<Vec<_>>()).prop_shuffle()
}

proptest! {
    #[test]
    fn papers_are_read_the_same_both_ways(pairs in pairs(), windows in any::<bool>()) {
        let end = if windows { "\r\n" } else { "\n" };
        let paper: String = pairs.iter().map(|pair| format!("{pair}\n")).collect();
        both::<RawPaper>(&paper.replace('\n', end), &PAPER);
        let item = pairs.iter().map(|pair| format!("\n    {}", pair.replace("\n", "\n  "))).collect::<String>();
        let item = if item.is_empty() { "{}" } else { item.trim_start() };
        let many = format!("venue: x\npapers:\n  - {item}\n");
        both::<RawMany>(&many.replace('\n', end), &PAPERS);
    }
}

#[test]
fn real_entries_are_read_the_same_both_ways() {
    let sources = Sources::discover(Path::new(env!("CARGO_MANIFEST_DIR")));
    let mut read = 0;
    for file in sources.below("content/papers/") {
        let text = sources.text(file).unwrap();
        if file.ends_with(".md") {
            both::<RawPaper>(&text[front::split(&text).unwrap().front], &PAPER);
            read += 1;
        } else if yaml::has_top_key(&text, "papers") {
            assert!(yaml::quickly::<RawMany>(&text).is_some(), "{file}");
            read += both::<RawMany>(&text, &PAPERS).papers.unwrap().len();
        }
    }
    assert!(read > 200, "{read}");
    let (content, problems) = super::check(&sources);
    assert_eq!(content.broken, 0, "{problems}");
    assert!(!problems.contains(": error["), "{problems}");
}
