//! HTML that authors write: the allowed part of it, and its preparation for the sanitiser.
//!
//! Old attributes for alignment and width become classes of ours, since the policy of pages forbids styles; names of
//! anchors become ids with the prefix of the text. Everything else that the sanitiser would remove is found here, to be
//! reported. Safety does not depend on this: all of it passes the sanitiser.

use std::borrow::Cow;

use super::LinkKind;
use super::clean::{ANCHOR, OUR_MARK, escape_attribute, filter_url, is_dropped, raw_html};
use super::html::unescape;

/// Elements that raw HTML may use.
#[rustfmt::skip]
pub(super) const ALLOWED: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "dfn", "div", "dl",
    "dt", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark",
    "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strong", "sub", "summary", "sup", "table",
    "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "wbr",
];

/// The attributes that elements keep, beside `title`, `lang` and `dir`, which all may have.
pub(super) const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href"]),
    ("del", &["datetime"]),
    ("details", &["open"]),
    ("img", &["src", "alt", "width", "height"]),
    ("ins", &["datetime"]),
    ("li", &["value"]),
    ("ol", &["start", "type", "reversed"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan", "scope"]),
    ("time", &["datetime"]),
];

/// Elements of old HTML, and their replacements: element and class.
const OLD: &[(&str, &str, &str)] = &[
    ("acronym", "abbr", ""),
    ("center", "div", "center"),
    ("h1", "h2", ""),
    ("strike", "s", ""),
    ("tt", "code", ""),
];

/// Elements that may have a width in per cent.
const WITH_WIDTH: [&str; 6] = ["div", "hr", "img", "table", "td", "th"];

/// Widths in hundredths of the text, each with a class.
const WIDTHS: [u32; 5] = [25, 33, 50, 66, 75];

/// The longest tag, in bytes.
const LONGEST_TAG: usize = 10_000;

/// The treatment of an attribute.
#[derive(Debug, PartialEq, Eq)]
enum Fate {
    Stays,
    Class(String),
    Anchor,
    Removed,
}

fn fate(element: &str, name: &str, value: &str) -> Fate {
    let side = |value: &str| {
        matches!(value, "left" | "right" | "center" | "justify").then(|| Fate::Class(value.to_owned()))
    };
    let value = value.trim();
    let lower = value.to_ascii_lowercase();
    let found = match name {
        "title" | "lang" => Some(Fate::Stays),
        "href" if element == "a" => filter_url(value, LinkKind::Link).is_ok().then_some(Fate::Stays),
        "src" if element == "img" => filter_url(value, LinkKind::Image).is_ok().then_some(Fate::Stays),
        "dir" => is_sound(name, &lower).then_some(Fate::Stays),
        "id" => is_anchor(value).then_some(Fate::Anchor),
        "name" if element == "a" => is_anchor(value).then_some(Fate::Anchor),
        "align" => side(&lower),
        "style" => {
            let classes = lower.trim_end_matches(';').split(';').map(|declaration| {
                let (property, value) = declaration.split_once(':')?;
                match property.trim() {
                    "text-align" => side(value.trim()).map(|_| value.trim().to_owned()),
                    "width" => width_class(value.trim()),
                    _ => None,
                }
            });
            classes.collect::<Option<Vec<String>>>().map(|classes| Fate::Class(classes.join(" ")))
        }
        "width" if WITH_WIDTH.contains(&element) && value.ends_with('%') => {
            width_class(value).map(Fate::Class)
        }
        _ => {
            let kept = ATTRIBUTES.iter().any(|(known, names)| *known == element && names.contains(&name));
            (kept && is_sound(name, value)).then_some(Fate::Stays)
        }
    };
    found.unwrap_or(Fate::Removed)
}

/// Returns the class of a width in per cent.
fn width_class(value: &str) -> Option<String> {
    let width: u32 = value.strip_suffix('%')?.trim().parse().ok()?;
    match width {
        100 => Some("full".to_owned()),
        _ => WIDTHS.iter().min_by_key(|known| known.abs_diff(width)).map(|width| format!("w{width}")),
    }
}

/// Returns whether the value of an attribute is allowed.
pub(super) fn is_sound(name: &str, value: &str) -> bool {
    let number =
        |value: &str| (1..=4).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit());
    match name {
        "lang" => value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'),
        "dir" => matches!(value, "ltr" | "rtl" | "auto"),
        "colspan" | "rowspan" | "width" | "height" => number(value.strip_suffix("px").unwrap_or(value)),
        "start" | "value" => number(value.strip_prefix('-').unwrap_or(value)),
        "type" => matches!(value, "1" | "a" | "A" | "i" | "I"),
        "scope" => matches!(value, "row" | "col" | "rowgroup" | "colgroup"),
        "open" | "reversed" => value.is_empty() || value.eq_ignore_ascii_case(name) || value == "true",
        "datetime" => {
            value.len() <= 40
                && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-:.+ ".contains(&byte))
        }
        _ => true,
    }
}

fn is_anchor(value: &str) -> bool {
    !value.is_empty()
        && value.len() <= 100
        && !value.contains(|c: char| c.is_whitespace() || is_dropped(c) || "\"'<>&".contains(c))
}

/// The most parts of a piece of HTML that one problem names.
const MOST_PARTS: usize = 20;

/// Returns the reason why a piece of HTML is not shown as written, if there is one: everything that is removed.
pub(super) fn objection(html: &str) -> Option<String> {
    let mut removed: Vec<String> = Vec::new();
    let mut add = |part: String| {
        if removed.len() < MOST_PARTS && !removed.contains(&part) {
            removed.push(part);
        }
    };
    for rest in html.split('<').skip(1).filter(|rest| !rest.starts_with('/')) {
        let name = rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("").to_ascii_lowercase();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            if rest.starts_with(['!', '?']) {
                add("comments and declarations".to_owned());
            }
            continue;
        }
        if !ALLOWED.contains(&name.as_str()) && !OLD.iter().any(|(old, ..)| *old == name) {
            add(format!("`<{name}>`"));
            continue;
        }
        let tag = html.get(html.len() - remaining(html, rest) - 1..).and_then(Tag::read);
        for (attribute, value) in tag.iter().flat_map(|tag| &tag.attributes) {
            if fate(&name, attribute, &unescape(value)) == Fate::Removed {
                let value = value.chars().take(40).collect::<String>();
                let value = if value.is_empty() { value } else { format!("=\"{value}\"") };
                add(format!("the attribute `{attribute}{value}`"));
            }
        }
    }
    (!removed.is_empty()).then(|| removed.join(", "))
}

/// Returns the number of bytes of `html` from the start of `rest`, a slice of it.
fn remaining(html: &str, rest: &str) -> usize {
    html.len() - (rest.as_ptr() as usize - html.as_ptr() as usize)
}

/// Appends HTML that is ready for the sanitiser.
pub(super) fn write(html: &str, out: &mut String) {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        raw_html(&rest[..at], out);
        rest = &rest[at..];
        match Tag::read(rest) {
            Some(tag) => {
                tag.write(out);
                rest = &rest[tag.length..];
            }
            None => {
                out.push('<');
                rest = &rest[1..];
            }
        }
    }
    raw_html(rest, out);
}

/// A start or end tag as its author wrote it.
struct Tag<'a> {
    is_end: bool,
    /// In small letters.
    name: String,
    attributes: Vec<(String, &'a str)>,
    closes_itself: bool,
    /// In bytes, with both brackets.
    length: usize,
}

impl<'a> Tag<'a> {
    /// Reads the tag that `html` begins with. A tag that is too long does not count, because each `<` of a text could
    /// begin a tag that never ends.
    fn read(html: &'a str) -> Option<Tag<'a>> {
        let html = &html[..html.floor_char_boundary(LONGEST_TAG)];
        let inner = html.strip_prefix('<')?;
        let (is_end, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
        let length = inner.bytes().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let (name, mut rest) = inner.split_at(length);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic())
            || !rest.starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))
        {
            return None;
        }
        let (mut attributes, mut closes_itself) = (Vec::new(), false);
        loop {
            rest = rest.trim_start();
            match rest.bytes().next()? {
                b'>' => break,
                b'/' => {
                    closes_itself = rest[1..].starts_with('>');
                    rest = &rest[1..];
                }
                _ => {
                    let end = rest
                        .find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/'))
                        .filter(|end| *end > 0)?;
                    let name = rest[..end].to_ascii_lowercase();
                    rest = rest[end..].trim_start();
                    let mut value = "";
                    if let Some(after) = rest.strip_prefix('=') {
                        (value, rest) = attribute_value(after.trim_start())?;
                    }
                    attributes.push((name, value));
                }
            }
        }
        Some(Tag {
            is_end,
            name: name.to_ascii_lowercase(),
            attributes,
            closes_itself,
            length: remaining(html, html) - rest.len() + 1,
        })
    }

    fn write(&self, out: &mut String) {
        let (name, class) = OLD
            .iter()
            .find(|(old, ..)| *old == self.name)
            .map_or((self.name.as_str(), ""), |(_, new, class)| (*new, *class));
        out.push_str(if self.is_end { "</" } else { "<" });
        out.push_str(name);
        if !self.is_end {
            self.write_attributes(class, out);
        }
        out.push_str(if self.closes_itself { "/>" } else { ">" });
    }

    fn write_attributes(&self, class: &str, out: &mut String) {
        let mut classes: Vec<String> = Vec::from_iter((!class.is_empty()).then(|| class.to_owned()));
        let mut anchor = None;
        for (name, value) in &self.attributes {
            match fate(&self.name, name, &unescape(value)) {
                Fate::Class(class) => classes.push(class),
                Fate::Anchor => anchor = Some(unescape(value)),
                Fate::Stays if matches!(name.as_str(), "width" | "height") => {
                    attribute(name, value.trim().trim_end_matches("px"), out)
                }
                Fate::Stays => attribute(name, value, out),
                // The sanitiser removes scripts, styles and unknown attributes.
                Fate::Removed => {}
            }
        }
        if !classes.is_empty() {
            out.push_str(&format!(" class=\"{OUR_MARK}{}\"", classes.join(" ")));
        }
        if let Some(anchor) = anchor {
            out.push_str(&format!(" id=\"{OUR_MARK}{ANCHOR}"));
            let mut escaped = String::new();
            escape_attribute(&anchor, &mut escaped);
            raw_html(&escaped, out);
            out.push('"');
        }
    }
}

fn attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    raw_html(name, out);
    out.push_str("=\"");
    let value: Cow<'_, str> =
        if value.contains('"') { value.replace('"', "&quot;").into() } else { value.into() };
    raw_html(&value, out);
    out.push('"');
}

/// Returns the value that a text begins with, and the text after it.
fn attribute_value(text: &str) -> Option<(&str, &str)> {
    match text.bytes().next()? {
        quote @ (b'"' | b'\'') => {
            let inner = &text[1..];
            let end = inner.find(char::from(quote))?;
            Some((&inner[..end], &inner[end + 1..]))
        }
        _ => {
            let end = text.find(|c: char| c.is_whitespace() || c == '>')?;
            Some(text.split_at(end))
        }
    }
}
