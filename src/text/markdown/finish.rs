//! The last step for a text with raw HTML: it is sanitised, its links are rewritten, and our own pieces are inserted.
//!
//! Our pieces are inserted only between tags and only once each, so that no author can move or copy them.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::anchors;
use super::clean::{self, ANCHOR, SLOT_CLOSE, SLOT_OPEN, escape_text, filter_url};
use super::html::{Piece, attribute, ids, pieces, tag_name, unescape};
use super::links::{self, LinkContext};
use super::{Block, Link, LinkKind, Problem, ProblemKind, Rendered};

/// Returns the text ready to publish. `rendered` contains marks and slots; `slots` are the pieces to insert.
pub(super) fn finish(
    mut rendered: Rendered,
    slots: &[String],
    source: &str,
    how: &Block<'_>,
    remote_images: bool,
) -> Rendered {
    let sanitised = clean::sanitise(&rendered.html);
    let known = rendered
        .links
        .iter()
        .filter_map(|link| Some((link.kind, filter_url(&link.url, link.kind).ok()?.url)));
    let known = known.collect();
    rendered.html.clear();
    let place = LinkContext { how, remote_images, raw: false };
    let ids = ids(&sanitised).filter(|id| !id.starts_with(ANCHOR)).map(str::to_owned).collect();
    let mut finisher =
        Finisher { place, source, known, ids, found: HashMap::new(), searched_bytes: 0, rendered };
    let mut out = String::with_capacity(sanitised.len());
    let mut slots: Vec<Option<&str>> = slots.iter().map(|slot| Some(slot.as_str())).collect();
    // A link without a valid address loses both its tags.
    let (mut links, mut open_links) = (Vec::new(), 0usize);
    let all: Vec<Piece<'_>> = pieces(&sanitised).collect();
    for (at, &piece) in all.iter().enumerate() {
        match piece {
            Piece::Text(text) => fill(text, &mut slots, &mut out),
            Piece::Tag(tag) => match tag_name(tag) {
                "a" => {
                    if let Some(id) = finisher.anchor(tag).filter(|id| !id.is_empty()) {
                        out.push_str(&format!("<span id=\"{id}\"></span>"));
                    }
                    let open = link(tag, &mut finisher, &mut out);
                    open_links += usize::from(open);
                    links.push(open);
                }
                "/a" => {
                    if links.pop().unwrap_or(false) {
                        open_links -= 1;
                        out.push_str("</a>");
                    }
                }
                "img" => image(tag, open_links > 0, &mut finisher, &mut out),
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if attribute(tag, "id").is_none() => {
                    let id = finisher.heading(&all[at + 1..]);
                    let (name, rest) = tag.split_at("<h1".len());
                    push_tag(&id.map_or(tag.into(), |id| format!("{name} id=\"{id}\"{rest}")), &mut out);
                }
                _ => match finisher.anchor(tag) {
                    Some(id) => push_tag(&with_id(tag, &id), &mut out),
                    None => push_tag(tag, &mut out),
                },
            },
        }
    }
    finisher.rendered.html = out;
    finisher.rendered
}

/// Returns a tag with its author's id replaced by `id`.
fn with_id(tag: &str, id: &str) -> String {
    let written = attribute(tag, "id").unwrap_or_default();
    tag.replacen(
        &format!(" id=\"{written}\""),
        &if id.is_empty() { String::new() } else { format!(" id=\"{id}\"") },
        1,
    )
}

/// Appends a tag without marks. An attribute that was never closed may have captured some.
fn push_tag(tag: &str, out: &mut String) {
    if tag.contains(clean::is_dropped) {
        out.extend(tag.chars().filter(|char| !clean::is_dropped(*char)));
    } else {
        out.push_str(tag);
    }
}

/// Appends text with its slots replaced, each at most once; other marks are dropped.
fn fill(text: &str, slots: &mut [Option<&str>], out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(clean::is_dropped) {
        out.push_str(&rest[..at]);
        let after = &rest[at..];
        let mark = after.chars().next().expect("invariant: a mark was found").len_utf8();
        let number = after
            .strip_prefix(SLOT_OPEN)
            .and_then(|inner| inner.split_once(SLOT_CLOSE))
            .map(|(number, _)| number);
        rest = &after[mark..];
        if let Some(slot) = number.and_then(|number| slots.get_mut(number.parse::<usize>().ok()?)) {
            out.push_str(slot.take().unwrap_or(""));
            rest = &rest[number.map_or(0, str::len)..];
        }
    }
    out.push_str(rest);
}

/// Writes the start tag of a link if its address is valid. Returns whether it is.
fn link(tag: &str, finisher: &mut Finisher<'_>, out: &mut String) -> bool {
    let Some(written) = attribute(tag, "href").map(unescape) else { return false };
    let title = attribute(tag, "title").map(unescape).unwrap_or_default();
    let prefix = finisher.place.how.id_prefix;
    if written.strip_prefix('#').and_then(|id| id.strip_prefix(prefix)).is_some_and(|id| id.starts_with("fn"))
    {
        push_tag(tag, out);
        return true;
    }
    match filter_url(&written, LinkKind::Link) {
        Ok(safe) => {
            links::open(&safe, &title, finisher.place, out);
            finisher.note(written.into_owned(), LinkKind::Link);
            true
        }
        Err(reason) => {
            finisher.refuse(written.into_owned(), reason);
            false
        }
    }
}

fn image(tag: &str, in_link: bool, finisher: &mut Finisher<'_>, out: &mut String) {
    let alt = attribute(tag, "alt").map(unescape).unwrap_or_default();
    let title = attribute(tag, "title").map(unescape).unwrap_or_default();
    let written = attribute(tag, "src").map(unescape).unwrap_or_default();
    if written.is_empty() {
        return escape_text(&alt, out);
    }
    match filter_url(&written, LinkKind::Image) {
        Ok(safe) => {
            let before = out.len();
            links::image(&safe, &alt, &title, in_link, finisher.place, out);
            // A link replaces the image, so there is no image to lay out.
            if out[before..].starts_with("<img ") {
                for name in ["width", "height", "class"] {
                    if let Some(value) = attribute(tag, name) {
                        out.insert_str(before + "<img".len(), &format!(" {name}=\"{value}\""));
                    }
                }
            }
            finisher.note(written.into_owned(), LinkKind::Image);
        }
        Err(reason) => {
            escape_text(&alt, out);
            finisher.refuse(written.into_owned(), reason);
        }
    }
}

struct Finisher<'a> {
    place: LinkContext<'a>,
    source: &'a str,
    /// Links from markdown. They are listed already, perhaps in encoded form.
    known: BTreeSet<(LinkKind, String)>,
    /// Ids on the page so far, escaped.
    ids: BTreeSet<String>,
    /// Places of addresses found so far.
    found: HashMap<String, Range<usize>>,
    searched_bytes: usize,
    rendered: Rendered,
}

impl Finisher<'_> {
    /// Returns the id of a tag with an author's id: with the prefix of the text, or empty if the text already has that
    /// id.
    fn anchor(&mut self, tag: &str) -> Option<String> {
        let written = attribute(tag, "id")?.strip_prefix(ANCHOR)?;
        let id = format!("{}{}", self.place.how.id_prefix, written.replace(clean::is_dropped, ""));
        // A text of one line has no prefix: it appears on many pages, so it has no ids.
        let is_free = !self.place.how.id_prefix.is_empty() && self.ids.insert(id.clone());
        Some(if is_free { id } else { String::new() })
    }

    /// Returns an id for a heading in HTML, made from the text before its end.
    fn heading(&mut self, after: &[Piece<'_>]) -> Option<String> {
        let mut text = String::new();
        for piece in after.iter().take(HEADING_PIECES) {
            match piece {
                Piece::Text(part) => {
                    text.extend(unescape(part).chars().filter(|char| !clean::is_dropped(*char)))
                }
                Piece::Tag(tag) if matches!(tag_name(tag), "/h1" | "/h2" | "/h3" | "/h4" | "/h5" | "/h6") => {
                    break;
                }
                Piece::Tag(_) => {}
            }
        }
        let prefix = Some(self.place.how.id_prefix).filter(|prefix| !prefix.is_empty())?;
        let slug = format!("{prefix}{}", anchors::slug(&text));
        let numbered = (1..=self.ids.len().min(MOST_EQUAL)).map(|number| format!("{slug}-{number}"));
        let id = std::iter::once(slug.clone()).chain(numbered).find(|id| !self.ids.contains(id))?;
        self.ids.insert(id.clone());
        Some(id)
    }

    fn note(&mut self, url: String, kind: LinkKind) {
        let pair = (kind, url);
        if !self.known.contains(&pair) {
            let range = self.find(&pair.1);
            self.rendered.links.push(Link { url: pair.1, kind, range });
        }
    }

    fn refuse(&mut self, url: String, reason: String) {
        let range = self.find(&url);
        self.rendered.problems.push(Problem { kind: ProblemKind::Url, range, source: url, reason });
    }

    /// Returns the position of an address in the source. It is the whole text if it is written differently, or if the
    /// search budget is spent.
    fn find(&mut self, url: &str) -> Range<usize> {
        let whole = 0..self.source.len();
        if let Some(range) = self.found.get(url) {
            return range.clone();
        }
        if self.searched_bytes > SEARCH_BUDGET * self.source.len() {
            return whole;
        }
        let range = self.source.find(url).map_or(whole, |at| at..at + url.len());
        self.searched_bytes += range.end;
        self.found.insert(url.to_owned(), range.clone());
        range
    }
}

/// The most pieces of a heading that its id is made from.
const HEADING_PIECES: usize = 60;

/// The most headings of the same text that have ids.
const MOST_EQUAL: usize = 500;

/// The search budget: this multiple of the source's length.
const SEARCH_BUDGET: usize = 100;
