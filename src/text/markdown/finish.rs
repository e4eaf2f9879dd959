//! The last step for a text with raw HTML: sanitised, its links made like all others, our own pieces put in.
//!
//! Our pieces go in only between tags and only once each, so that no author can have one where it does not belong.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::clean::{self, ANCHOR, SLOT_CLOSE, SLOT_OPEN, escape_text, filter_url};
use super::html::{Piece, attribute, ids, pieces, tag_name, unescape};
use super::links::{self, LinkContext};
use super::{Block, Link, LinkKind, Problem, ProblemKind, Rendered};

/// Returns the text fit to publish. `rendered` holds marks and slots; `slots` is what they stand for.
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
    let mut job = Job { place, source, known, ids, found: HashMap::new(), wasted: 0, rendered };
    let mut out = String::with_capacity(sanitised.len());
    let mut slots: Vec<Option<&str>> = slots.iter().map(|slot| Some(slot.as_str())).collect();
    // Links that lead nowhere lose both their tags.
    let (mut links, mut open_links) = (Vec::new(), 0usize);
    for piece in pieces(&sanitised) {
        match piece {
            Piece::Text(text) => fill(text, &mut slots, &mut out),
            Piece::Tag(tag) => match tag_name(tag) {
                "a" => {
                    if let Some(id) = job.anchor(tag).filter(|id| !id.is_empty()) {
                        out.push_str(&format!("<span id=\"{id}\"></span>"));
                    }
                    let open = link(tag, &mut job, &mut out);
                    open_links += usize::from(open);
                    links.push(open);
                }
                "/a" => {
                    if links.pop().unwrap_or(false) {
                        open_links -= 1;
                        out.push_str("</a>");
                    }
                }
                "img" => image(tag, open_links > 0, &mut job, &mut out),
                _ => match job.anchor(tag) {
                    Some(id) => push_tag(&with_id(tag, &id), &mut out),
                    None => push_tag(tag, &mut out),
                },
            },
        }
    }
    job.rendered.html = out;
    job.rendered
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

/// Appends a tag without marks: an attribute that its author never closed may have caught some.
fn push_tag(tag: &str, out: &mut String) {
    if tag.contains(clean::is_dropped) {
        out.extend(tag.chars().filter(|char| !clean::is_dropped(*char)));
    } else {
        out.push_str(tag);
    }
}

/// Appends text with its slots filled, each at most once; other marks go.
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

/// Opens a link if it leads anywhere; returns whether it did.
fn link(tag: &str, job: &mut Job<'_>, out: &mut String) -> bool {
    let Some(written) = attribute(tag, "href").map(unescape) else { return false };
    let title = attribute(tag, "title").map(unescape).unwrap_or_default();
    let prefix = job.place.how.id_prefix;
    if written.strip_prefix('#').and_then(|id| id.strip_prefix(prefix)).is_some_and(|id| id.starts_with("fn"))
    {
        // To a footnote or back: ours, already as it should be.
        push_tag(tag, out);
        return true;
    }
    match filter_url(&written, LinkKind::Link) {
        Ok(safe) => {
            links::open(&safe, &title, job.place, out);
            job.note(written.into_owned(), LinkKind::Link);
            true
        }
        Err(reason) => {
            job.refuse(written.into_owned(), reason);
            false
        }
    }
}

fn image(tag: &str, in_link: bool, job: &mut Job<'_>, out: &mut String) {
    let alt = attribute(tag, "alt").map(unescape).unwrap_or_default();
    let title = attribute(tag, "title").map(unescape).unwrap_or_default();
    let written = attribute(tag, "src").map(unescape).unwrap_or_default();
    if written.is_empty() {
        return escape_text(&alt, out);
    }
    match filter_url(&written, LinkKind::Image) {
        Ok(safe) => {
            let before = out.len();
            links::image(&safe, &alt, &title, in_link, job.place, out);
            // Where a link is in its place, there is no image to lay out.
            if out[before..].starts_with("<img ") {
                for name in ["width", "height", "class"] {
                    if let Some(value) = attribute(tag, name) {
                        out.insert_str(before + "<img".len(), &format!(" {name}=\"{value}\""));
                    }
                }
            }
            job.note(written.into_owned(), LinkKind::Image);
        }
        Err(reason) => {
            escape_text(&alt, out);
            job.refuse(written.into_owned(), reason);
        }
    }
}

/// What finishing one text needs and finds.
struct Job<'a> {
    place: LinkContext<'a>,
    source: &'a str,
    /// Addresses that markdown wrote: listed already, some encoded since.
    known: BTreeSet<(LinkKind, String)>,
    /// Ids on the page so far, escaped.
    ids: BTreeSet<String>,
    /// Where addresses stand that have been looked for.
    found: HashMap<String, Range<usize>>,
    /// Bytes of the source read to find them.
    wasted: usize,
    rendered: Rendered,
}

impl Job<'_> {
    /// Returns the id of a tag whose author chose one: with the prefix of the text, or empty where the text has that id already.
    fn anchor(&mut self, tag: &str) -> Option<String> {
        let written = attribute(tag, "id")?.strip_prefix(ANCHOR)?;
        let id = format!("{}{}", self.place.how.id_prefix, written.replace(clean::is_dropped, ""));
        Some(if self.ids.insert(id.clone()) { id } else { String::new() })
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

    /// Returns where the address stands, or the whole text where it is written in another way. So it is, too, where the text was read
    /// often enough.
    fn find(&mut self, url: &str) -> Range<usize> {
        let whole = 0..self.source.len();
        if let Some(range) = self.found.get(url) {
            return range.clone();
        }
        if self.wasted > OFTEN * self.source.len() {
            return whole;
        }
        let range = self.source.find(url).map_or(whole, |at| at..at + url.len());
        self.wasted += range.end;
        self.found.insert(url.to_owned(), range.clone());
        range
    }
}

/// A text is read no more often than this to find where its addresses stand.
const OFTEN: usize = 100;
