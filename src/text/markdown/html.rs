//! A tokenizer for our own HTML.
//!
//! It expects the output of this folder: balanced tags, attributes in double quotes, and only the character references
//! that `clean` and the sanitiser write. Other input gives pieces that add up to the input, and never a panic.

use std::borrow::Cow;

/// A tag with its brackets, or the text between two tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Tag(&'a str),
    Text(&'a str),
}

/// Splits HTML into tags and texts. A `>` in quotes does not end a tag.
pub(super) fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let is_tag = rest.starts_with('<');
        let end = if is_tag { tag_end(rest) } else { rest.find('<').unwrap_or(rest.len()) };
        let (piece, left) = rest.split_at(end);
        rest = left;
        Some(if is_tag { Piece::Tag(piece) } else { Piece::Text(piece) })
    })
}

fn tag_end(html: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in html.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    html.len()
}

/// Returns the name of a tag, with the slash of an end tag.
pub(super) fn tag_name(tag: &str) -> &str {
    let inner = tag.trim_start_matches('<');
    let slash = usize::from(inner.starts_with('/'));
    let end = inner[slash..].find([' ', '>', '/', '\n']).map_or(inner.len(), |end| slash + end);
    &inner[..end]
}

pub(super) fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = tag.find([' ', '\n']).map_or("", |at| &tag[at..]);
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let end = rest.find(['=', ' ', '>'])?;
        let name = &rest[..end];
        rest = &rest[end..];
        let Some(quoted) = rest.strip_prefix("=\"") else {
            rest = rest.get(1..)?;
            return Some((name, ""));
        };
        let close = quoted.find('"')?;
        rest = &quoted[close + 1..];
        Some((name, &quoted[..close]))
    })
}

pub(super) fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    attributes(tag).find(|(found, _)| *found == name).map(|(_, value)| value)
}

/// Decodes the character references that we and the sanitiser write.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = [
            ("&amp;", '&'),
            ("&lt;", '<'),
            ("&gt;", '>'),
            ("&quot;", '"'),
            ("&nbsp;", '\u{a0}'),
            ("&#39;", '\''),
        ];
        match known.iter().find(|(reference, _)| rest.starts_with(reference)) {
            Some((reference, character)) => {
                out.push(*character);
                rest = &rest[reference.len()..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The start tag of a formula that did not render.
pub(super) const RAW_TEX: &str = "<code class=\"tex\">";

pub(super) fn is_block(name: &str) -> bool {
    let name = name.trim_start_matches('/');
    matches!(
        name,
        "p" | "div"
            | "li"
            | "ul"
            | "ol"
            | "dl"
            | "dt"
            | "dd"
            | "blockquote"
            | "pre"
            | "table"
            | "tr"
            | "td"
            | "th"
            | "hr"
            | "br"
            | "section"
            | "figure"
            | "figcaption"
            | "details"
            | "summary"
            | "caption"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
    )
}

/// Removes the tags of blocks, which an author wrote in a text of one line. Their contents remain, as words of their own.
pub(super) fn without_blocks(html: String) -> String {
    let is_of_block = |tag: &str| {
        let name = tag_name(tag);
        is_block(name) || matches!(name.trim_start_matches('/'), "thead" | "tbody" | "tfoot")
    };
    if !pieces(&html).any(|piece| matches!(piece, Piece::Tag(tag) if is_of_block(tag))) {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    let mut is_apart = false;
    for piece in pieces(&html) {
        match piece {
            Piece::Tag(tag) if is_of_block(tag) => is_apart = true,
            Piece::Tag(text) | Piece::Text(text) => {
                if std::mem::take(&mut is_apart)
                    && !out.is_empty()
                    && !out.ends_with(char::is_whitespace)
                    && !text.starts_with(char::is_whitespace)
                {
                    out.push(' ');
                }
                out.push_str(text);
            }
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Skips everything up to and including the tag `closing`. Our HTML does not nest these elements.
pub(super) fn skip<'a>(pieces: &mut impl Iterator<Item = Piece<'a>>, closing: &str) {
    pieces.find(|piece| matches!(piece, Piece::Tag(tag) if tag_name(tag) == closing));
}

pub(super) fn is_footnote_mark(tag: &str) -> bool {
    attribute(tag, "class") == Some("footnote")
}

pub(super) fn is_footnote_backlink(tag: &str) -> bool {
    attribute(tag, "aria-label").is_some_and(|label| label.starts_with("Back to reference"))
}

/// Returns the values of the `id` attributes, in order.
pub fn ids(html: &str) -> impl Iterator<Item = &str> {
    pieces(html).filter_map(|piece| match piece {
        Piece::Tag(tag) => attribute(tag, "id"),
        Piece::Text(_) => None,
    })
}
