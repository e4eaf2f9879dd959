//! Tests that no edit by hand is lost, for any later values of a source.

use super::*;
use crate::authoring::import::record::Author;
use proptest::prelude::*;

/// The tested fields. For each, sources and people give different values.
const FIELDS: [&str; 6] = ["title", "summary", "venue", "license", "authors", "links.code"];

/// Returns a record with the given values, by the place of the field in `FIELDS`. 0 means no value.
fn record(says: &[usize]) -> Record {
    let text = |index: usize| match says[index] {
        0 => String::new(),
        word => format!("word {word}"),
    };
    let authors = (0..says[4]).map(|_| Author::from(text(4))).collect();
    let code = text(5);
    Record {
        id: "2603.01940".to_owned(),
        title: text(0),
        summary: text(1),
        venue: text(2),
        license: text(3),
        authors,
        links: if code.is_empty() { Vec::new() } else { vec![("code", code)] },
        ..Record::default()
    }
}

/// Merges a record into an entry. All tests call `merge` here.
fn take(paper: &mut Value, record: &Record, said: &mut OfPaper) -> Merged {
    take_with(paper, record, said, true)
}

fn take_with(paper: &mut Value, record: &Record, said: &mut OfPaper, allow_shrink: bool) -> Merged {
    let settings = crate::config::Import::default();
    let offer = Offer {
        record,
        source: "hf",
        words: "hf",
        authority: &|_| 2,
        allow_shrink,
        topics: &Topics::new(&settings, Vec::new(), &[]),
    };
    let mut target = Target { paper, body: None, defaults: None };
    merge(&mut target, &offer, said, &mut Ledger::default())
}

fn get(paper: &mut Value, field: &str) -> Option<Value> {
    Target { paper, body: None, defaults: None }.get(field)
}

proptest! {
    #[test]
    fn an_edit_stays_and_the_rest_follows_the_source(
        first in prop::collection::vec(0..4_usize, 6),
        edits in prop::collection::vec(prop::option::of(0..3_usize), 6),
        second in prop::collection::vec(0..4_usize, 6),
    ) {
        let (mut paper, mut said) = (Value::map([("id", Value::from("2603.01940"))]), OfPaper::default());
        take(&mut paper, &record(&first), &mut said);
        let imported = paper.clone();
        for (field, edit) in FIELDS.iter().zip(&edits) {
            let mut target = Target { paper: &mut paper, body: None, defaults: None };
            match edit {
                Some(0) => target.set(field, Value::default()),
                Some(edit) => target.set(field, Value::from(format!("by hand {edit}"))),
                None => {}
            }
        }
        let mut edited = paper.clone();
        let merged = take(&mut paper, &record(&second), &mut said);
        for field in FIELDS {
            let now = get(&mut paper, field);
            let by_hand = get(&mut edited, field);
            let was = get(&mut imported.clone(), field);
            let offered = record(&second).fields().into_iter().find(|(name, _)| name == field).map(|(_, value)| value);
            let reported = merged.conflicts.iter().any(|conflict| conflict.field == field);
            if by_hand != was {
                prop_assert_eq!(&now, &by_hand, "{} was edited", field);
                // A new value of the source is reported if the field was edited by hand.
                prop_assert_eq!(reported, by_hand.is_some() && offered.is_some() && offered != was, "{}", field);
            } else {
                prop_assert_eq!(now, offered.or(was), "{} follows the source", field);
                prop_assert!(!reported, "{}", field);
            }
        }
        // A second merge changes nothing and reports nothing.
        let before = (paper.clone(), said.clone());
        let merged = take(&mut paper, &record(&second), &mut said);
        prop_assert!(merged.changed.is_empty() && merged.conflicts.is_empty());
        prop_assert_eq!(before, (paper, said));
    }
}

#[test]
fn a_shorter_list_is_reported_once_and_accepted_on_request() {
    let (mut paper, mut said) = (Value::map([("id", Value::from("2603.01940"))]), OfPaper::default());
    let of = |authors: usize| record(&[1, 0, 0, 0, authors, 0]);
    take_with(&mut paper, &of(3), &mut said, false);
    for conflicts in [1, 0, 0] {
        let merged = take_with(&mut paper, &of(2), &mut said, false);
        assert_eq!((merged.conflicts.len(), merged.changed.len()), (conflicts, 0));
    }
    assert_eq!(take_with(&mut paper, &of(2), &mut said, true).changed, ["authors"]);
    assert_eq!(get(&mut paper, "authors").unwrap().items().len(), 2);
}
