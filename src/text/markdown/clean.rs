//! Defence against hostile text: escaping of text and attributes, a URL filter, and a sanitiser for raw HTML.
//!
//! Only this file uses `ammonia`, and only for documents with raw HTML; all other output of this folder is escaped
//! here. It does not know markdown.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::OnceLock;

use super::{LinkKind, raw};
use crate::text::percent::written_address;

/// Prefix of the values of attributes that we wrote; the sanitiser removes classes and ids without it. It is a
/// noncharacter, which authors' text cannot contain when it is sanitised (see `is_dropped` and `raw_html`).
pub(super) const OUR_MARK: char = '\u{FDD0}';
/// Delimit the number of a slot, which stands for a piece of our HTML that bypasses the sanitiser.
pub(super) const SLOT_OPEN: char = '\u{FDD1}';
pub(super) const SLOT_CLOSE: char = '\u{FDD2}';
/// Marks an id chosen by an author, until it gets the prefix of its text.
pub(super) const ANCHOR: char = '\u{FDD6}';

/// One-byte stand-ins for characters that markdown must read as letters; see `prepare`. Authors' control characters are
/// dropped, so these are unambiguous.
pub(super) const DOLLAR: u8 = 0x01;
pub(super) const MATH: u8 = 0x02;
pub(super) const FILL: u8 = 0x03;
pub(super) const LESS: u8 = 0x04;
pub(super) const TILDE: u8 = 0x05;
pub(super) const GONE: u8 = 0x06;
/// Replaces a letter that markdown must treat as punctuation, in texts that do not contain it.
pub(super) const MARK: char = '\u{2E31}';
/// LaTeX's quotation marks, two bytes each.
pub(super) const QUOTE: [u8; 2] = [0x07, 0x08];
pub(super) const UNQUOTE: [u8; 2] = [0x0e, 0x0f];

/// Returns whether a character is not allowed in pages and feeds: controls and noncharacters.
pub(super) fn is_dropped(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => false,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}' => true,
        _ => (character as u32) & 0xfffe == 0xfffe,
    }
}

/// Returns whether a character reorders the text around it.
pub(super) fn is_bidi_override(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Appends `text` escaped for the content of an element.
pub(super) fn escape_text(text: &str, out: &mut String) {
    escape(text, false, out);
}

/// Appends `text` escaped for a double-quoted attribute.
pub(super) fn escape_attribute(text: &str, out: &mut String) {
    escape(text, true, out);
}

/// Bytes that may need work: markup, controls, and lead bytes of characters that may be dropped.
pub(super) const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        table[byte] = true;
        byte += 1;
    }
    table[b'\t' as usize] = false;
    table[b'\n' as usize] = false;
    table[b'"' as usize] = true;
    table[b'&' as usize] = true;
    table[b'<' as usize] = true;
    table[b'>' as usize] = true;
    table[0x7f] = true;
    table[0xc2] = true;
    let mut byte = 0xef;
    while byte <= 0xf4 {
        table[byte] = true;
        byte += 1;
    }
    table
};

fn escape(text: &str, quotes: bool, out: &mut String) {
    let bytes = text.as_bytes();
    let mut start = 0;
    let mut at = 0;
    while at < bytes.len() {
        if !SPECIAL[bytes[at] as usize] {
            at += 1;
            continue;
        }
        let character = text[at..].chars().next().expect("invariant: `at` is before the end");
        let replacement = match character {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' if quotes => "&quot;",
            '\r' => "\n",
            '\u{1}' => "$",
            '\u{4}' => "&lt;",
            '\u{5}' => "~",
            '\u{7}' => "“",
            '\u{e}' => "”",
            other if is_dropped(other) => "",
            other => {
                at += other.len_utf8();
                continue;
            }
        };
        out.push_str(&text[start..at]);
        out.push_str(replacement);
        at += character.len_utf8();
        start = at;
    }
    out.push_str(&text[start..]);
}

/// An author's URL that passed the filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SafeUrl {
    pub(super) url: String,
    /// Whether it is on another host.
    pub(super) remote: bool,
}

/// Returns the URL if it is http, https, mailto (links only) or relative.
///
/// # Errors
/// The reason, as a phrase.
pub(super) fn filter_url(written: &str, kind: LinkKind) -> Result<SafeUrl, String> {
    // Browsers ignore these in URLs: `java\tscript:` is a scheme to them.
    let url: String =
        written.chars().filter(|c| !is_dropped(*c) && !matches!(c, '\t' | '\n' | '\r')).collect();
    let url = url.trim();
    let scheme_end = url.find(['/', '?', '#', '\\']).unwrap_or(url.len());
    let Some(colon) = url[..scheme_end].find(':') else {
        let remote = url.len() > 1 && url.chars().take(2).all(|c| matches!(c, '/' | '\\'));
        if remote {
            let host = url.trim_start_matches(['/', '\\']);
            return web_url("https", host);
        }
        return Ok(SafeUrl { url: written_address(url), remote: false });
    };
    let scheme = url[..colon].trim().to_ascii_lowercase();
    let rest = &url[colon + 1..];
    match (scheme.as_str(), kind) {
        ("http" | "https", _) => web_url(&scheme, rest.trim_start_matches(['/', '\\'])),
        ("mailto", LinkKind::Link) if !rest.is_empty() => {
            Ok(SafeUrl { url: format!("mailto:{}", written_address(rest)), remote: false })
        }
        _ => Err(format!(
            "`{}:` is not http, https, mailto or relative",
            scheme.chars().take(20).collect::<String>()
        )),
    }
}

fn web_url(scheme: &str, rest: &str) -> Result<SafeUrl, String> {
    let host_end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(host_end);
    let sound = !host.is_empty() && !host.contains(|c: char| c.is_whitespace() || "<>\"'`{}|^%@".contains(c));
    if !sound {
        return Err("the address names no host".to_owned());
    }
    Ok(SafeUrl { url: format!("{scheme}://{host}{}", written_address(path)), remote: true })
}

/// Prepares an author's raw HTML for the sanitiser: noncharacters and controls, literal or as character references, are
/// replaced by U+FFFD.
pub(super) fn raw_html(html: &str, out: &mut String) {
    let mut rest = html;
    while let Some(character) = rest.chars().next() {
        let reference = if rest.starts_with("&#") { numeric_reference(rest) } else { None };
        match reference {
            Some((true, length)) => {
                out.push('\u{fffd}');
                rest = &rest[length..];
            }
            _ => {
                out.push(if is_dropped(character) { '\u{fffd}' } else { character });
                rest = &rest[character.len_utf8()..];
            }
        }
    }
}

/// Parses a numeric character reference, with or without semicolon. Returns whether it is a dropped character, and its
/// length.
fn numeric_reference(text: &str) -> Option<(bool, usize)> {
    let digits_and_rest = &text[2..];
    let hex = digits_and_rest.starts_with(['x', 'X']);
    let start = if hex { 3 } else { 2 };
    let radix = if hex { 16 } else { 10 };
    let digits = text[start..].chars().take_while(|c| c.is_digit(radix)).count();
    let value = text[start..start + digits]
        .chars()
        .filter_map(|c| c.to_digit(radix))
        .fold(0u32, |value, digit| value.saturating_mul(radix).saturating_add(digit));
    let semicolon = usize::from(text[start + digits..].starts_with(';'));
    (digits > 0).then(|| (char::from_u32(value).is_some_and(is_dropped), start + digits + semicolon))
}

pub(super) fn sanitise(html: &str) -> String {
    static SANITISER: OnceLock<ammonia::Builder<'static>> = OnceLock::new();
    SANITISER.get_or_init(sanitiser).clean(html).to_string()
}

fn sanitiser() -> ammonia::Builder<'static> {
    let generic = HashSet::from(["class", "id", "tabindex", "role", "aria-label", "lang", "dir", "title"]);
    let attributes =
        raw::ATTRIBUTES.iter().map(|(element, names)| (*element, names.iter().copied().collect()));
    let mut builder = ammonia::Builder::default();
    builder
        .tags(raw::ALLOWED.iter().copied().collect())
        .generic_attributes(generic)
        .tag_attributes(attributes.collect())
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .link_rel(None)
        .attribute_filter(|_, name, value| match name {
            "class" | "id" | "tabindex" | "role" | "aria-label" => {
                value.strip_prefix(OUR_MARK).map(|value| Cow::Owned(value.to_owned()))
            }
            _ => raw::is_sound(name, value).then_some(Cow::Borrowed(value)),
        });
    builder
}

/// Returns whether HTML has an element of this name. Other names, such as `<think>`, are text.
pub(super) fn is_html_element(name: &str) -> bool {
    #[rustfmt::skip]
    const ELEMENTS: &[&str] = &[
        "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base", "basefont", "bdi", "bdo", "bgsound", "big",
        "blink", "blockquote", "body", "br", "button", "canvas", "caption", "center", "cite", "code", "col", "colgroup", "data", "datalist",
        "dd", "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em", "embed", "fieldset", "figcaption", "figure", "font", "footer",
        "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i", "iframe", "img",
        "input", "ins", "kbd", "label", "legend", "li", "link", "main", "map", "mark", "marquee", "math", "menu", "meta", "meter", "nav", "nobr",
        "noembed", "noframes", "noscript", "object", "ol", "optgroup", "option", "output", "p", "param", "picture", "plaintext", "pre", "progress",
        "q", "rp", "rt", "ruby", "s", "samp", "script", "search", "section", "select", "slot", "small", "source", "span", "strike", "strong",
        "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title", "tr",
        "track", "tt", "u", "ul", "var", "video", "wbr", "xmp",
    ];
    let mut lower = [0u8; 12];
    let Some(lower) = lower.get_mut(..name.len()) else { return false };
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    ELEMENTS.binary_search_by(|element| element.as_bytes().cmp(lower)).is_ok()
}
