//! Ids of headings, and links within a page.
//!
//! Every id that a text creates has the prefix of its place, so that it never equals an id of the theme or of another
//! text. Authors write their links without it, in the spelling of GitHub: `#files--skills`, `#setup-1`, `#my_function`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::clean::escape_attribute;
use super::html::{Piece, attribute, pieces, tag_name, unescape};
use super::{Link, LinkKind, Rendered};
use crate::text::percent;

/// The longest name of an anchor, in characters.
const LONGEST: usize = 100;
/// The maximum number of dead links of a page with a suggestion.
const MOST_SUGGESTIONS: usize = 20;

/// Returns the name of a heading's anchor as GitHub makes it: in small letters, spaces as hyphens, without punctuation.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.trim().nfc().take(LONGEST) {
        match character {
            ' ' => slug.push('-'),
            '-' | '_' => slug.push(character),
            _ if character.is_alphanumeric() || unicode_normalization::char::is_combining_mark(character) => {
                slug.extend(character.to_lowercase())
            }
            _ => {}
        }
    }
    if slug.trim_matches('-').is_empty() { "section".to_owned() } else { slug }
}

/// Returns an address with the fragment of a link to another page of the site, whose anchors have `prefix`.
pub fn with_prefix(fragment: &str, prefix: &str) -> String {
    let plain = percent::decode(fragment);
    if plain.starts_with(prefix) { plain } else { format!("{prefix}{}", name(&plain)) }
}

/// Returns the key of an anchor for lookups.
fn name(fragment: &str) -> Cow<'_, str> {
    let upper = fragment.chars().any(char::is_uppercase);
    if is_nfc(fragment) && !upper {
        fragment.into()
    } else {
        fragment.nfc().collect::<String>().to_lowercase().into()
    }
}

/// Resolves the links within a page to the anchors of its texts, those of the same text first. `texts` are shown on the
/// page together, each with the prefix of its ids. Returns the links without an anchor, each with the index of its text
/// and the anchor with the nearest name.
pub fn connect(
    texts: &mut [(&str, &mut Rendered)],
    nearest: impl Fn(&str, &mut dyn Iterator<Item = &str>) -> Option<String>,
) -> Vec<(usize, Link, Option<String>)> {
    let is_within = |link: &Link| link.url.starts_with('#') && link.kind == LinkKind::Link;
    if !texts.iter().any(|(_, text)| text.links.iter().any(is_within)) {
        return Vec::new();
    }
    let known: Vec<BTreeMap<String, String>> =
        texts.iter().map(|(prefix, text)| anchors(prefix, text)).collect();
    let mut dead = Vec::new();
    for (number, (_, text)) in texts.iter_mut().enumerate() {
        let mut targets: BTreeMap<String, &str> = BTreeMap::new();
        for link in text.links.iter().filter(|link| is_within(link)) {
            let decoded = percent::decode(&link.url[1..]);
            let expected = name(&decoded);
            let order = std::iter::once(number).chain((0..known.len()).filter(|other| *other != number));
            match order.clone().find_map(|text| known[text].get(&*expected)) {
                Some(id) => drop(targets.insert(expected.into_owned(), id)),
                // `#` alone is the top of the page.
                None if expected.is_empty() || expected == "top" => {}
                None => {
                    let mut names = known.iter().flat_map(BTreeMap::keys).map(String::as_str);
                    // Suggestions are slow to compute, and few of them are read.
                    let suggested =
                        if dead.len() < MOST_SUGGESTIONS { nearest(&expected, &mut names) } else { None };
                    dead.push((number, link.clone(), suggested));
                }
            }
        }
        if !targets.is_empty() {
            text.html = lead(&text.html, &targets);
        }
    }
    dead
}

/// Returns the anchors of a text: the names in links, and the ids.
fn anchors(prefix: &str, text: &Rendered) -> BTreeMap<String, String> {
    let mut known = BTreeMap::new();
    for id in super::html::ids(&text.html).map(unescape) {
        let plain = id.strip_prefix(prefix).unwrap_or(&id);
        known.entry(name(plain).into_owned()).or_insert_with(|| id.clone().into_owned());
        known.insert(id.clone().into_owned(), id.into_owned());
    }
    // Earlier versions of Offprint replaced every run of other characters than letters and digits by one hyphen.
    for heading in &text.headings {
        let words: Vec<&str> =
            heading.text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        known.entry(words.join("-").to_lowercase()).or_insert_with(|| heading.id.clone());
    }
    known
}

/// Returns HTML whose links to `targets` have their ids.
fn lead(html: &str, targets: &BTreeMap<String, &str>) -> String {
    let mut out = String::with_capacity(html.len() + 64);
    for piece in pieces(html) {
        let (Piece::Tag(text) | Piece::Text(text)) = piece;
        let fragment = match piece {
            Piece::Tag(tag) if tag_name(tag) == "a" => {
                attribute(tag, "href").and_then(|href| href.strip_prefix('#'))
            }
            _ => None,
        };
        let id = fragment
            .and_then(|written| Some((written, targets.get(&*name(&percent::decode(&unescape(written))))?)));
        match id {
            Some((written, id)) => {
                let mut target = String::new();
                escape_attribute(&percent::written_address(id), &mut target);
                out.push_str(&text.replacen(&format!("\"#{written}\""), &format!("\"#{target}\""), 1));
            }
            None => out.push_str(text),
        }
    }
    out
}
