//! The files that plain pages are found by: their terms, and what the search page shows of them.
//!
//! They are separate from those of papers, so that pages do not change which papers a query finds, or in which order.

use super::{lists, pack};
use crate::content::{PlainPage, Terms};
use crate::source::codec::{Stored, put_text};
use std::collections::BTreeMap;

/// Returns the terms of all pages, in the form of a file of terms of papers; numbers are indexes into `pages`.
pub fn page_terms(pages: &[PlainPage]) -> Vec<u8> {
    let mut found: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (number, page) in (0u32..).zip(pages) {
        let mut add = |term: &str, weight: u8| {
            found.entry(term.to_owned()).or_default().push(number << 4 | u32::from(weight));
        };
        Terms::of_page(page).each(&mut add);
    }
    let mut bytes = Vec::new();
    found.len().put(&mut bytes);
    for (term, found) in &found {
        put_text(term, &mut bytes);
        lists::put(found, false, &mut bytes);
    }
    pack::deflate(&bytes)
}

/// Returns what the search page shows of all pages; `card` makes the JSON of each.
pub fn page_cards(pages: &[PlainPage], card: impl Fn(&PlainPage) -> String) -> Vec<u8> {
    let cards: Vec<String> = pages.iter().map(card).collect();
    pack::deflate(format!("[{}]", cards.join(",\n")).as_bytes())
}
