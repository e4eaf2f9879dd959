//! Derives other forms from our HTML: excerpts for cards, plain text for descriptions and search, HTML for feeds.
//!
//! It does not know markdown.

use std::borrow::Cow;

use super::clean::escape_attribute;
use super::html::{
    Piece, RAW_TEX, attribute, attributes, is_block, is_footnote_backlink, is_footnote_mark, pieces, skip,
    tag_name, unescape,
};
use crate::text::ideographs::is_ideograph;

/// The beginning of a text, as one line of inline HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Inline HTML with balanced tags.
    pub html: String,
    /// Whether the end was cut off.
    pub cut: bool,
}

/// Returns the text of our HTML on one line, with formulas as `$TeX$`.
pub fn plain_text(html: &str) -> String {
    beginning(html, html.len())
}

/// Returns the text of our HTML on one line, without formulas.
pub fn prose(html: &str) -> String {
    text_of(html, html.len(), false)
}

/// Like [`plain_text`], but stops after about `enough` bytes.
pub fn beginning(html: &str, enough: usize) -> String {
    text_of(html, enough, true)
}

fn text_of(html: &str, enough: usize, formulas: bool) -> String {
    let mut out = String::with_capacity(html.len().min(2 * enough));
    let mut raw_tex = false;
    let mut pieces = pieces(html);
    while let Some(piece) = pieces.next() {
        if out.len() > enough {
            break;
        }
        match piece {
            Piece::Text(text) => push_words(&unescape(start_of(text, enough)), &mut out),
            Piece::Tag(tag) => match tag_name(tag) {
                "math" => {
                    if formulas {
                        let tex = attribute(tag, "alttext").map(unescape).unwrap_or_default();
                        push_words(&format!("${tex}$"), &mut out);
                    }
                    skip(&mut pieces, "/math");
                }
                "code" if tag == RAW_TEX && !formulas => skip(&mut pieces, "/code"),
                "code" if tag == RAW_TEX => {
                    raw_tex = true;
                    out.push('$');
                }
                "/code" if raw_tex => {
                    raw_tex = false;
                    out.push('$');
                }
                "sup" if is_footnote_mark(tag) => skip(&mut pieces, "/sup"),
                "a" if is_footnote_backlink(tag) => skip(&mut pieces, "/a"),
                name if is_block(name) => push_words(" ", &mut out),
                _ => {}
            },
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Returns about the first `enough` bytes of a text, up to white space, so that no character or reference is cut.
fn start_of(text: &str, enough: usize) -> &str {
    let end = text.as_bytes().iter().skip(enough).position(u8::is_ascii_whitespace);
    end.map_or(text, |end| &text[..enough + end])
}

/// Appends text, with each run of white space as one space.
fn push_words(text: &str, out: &mut String) {
    let mut rest = text;
    loop {
        let (word, after) = rest.split_at(plain_word(rest));
        out.push_str(word);
        let mut characters = after.chars();
        match characters.next() {
            None => return,
            Some(character) if !character.is_whitespace() => out.push(character),
            Some(_) if !out.is_empty() && !out.ends_with(' ') => out.push(' '),
            Some(_) => {}
        }
        rest = characters.as_str();
    }
}

/// Returns the number of bytes at the start of `text` that are printable ASCII without `&` and spaces. Most text is.
fn plain_word(text: &str) -> usize {
    let bytes = text.as_bytes();
    bytes.iter().position(|&byte| !matches!(byte, b'\''..=b'~' | b'!'..=b'%')).unwrap_or(bytes.len())
}

/// Returns the first `limit` visible characters of our HTML, or a few less. It ends between words (in Chinese and Japanese, between
/// characters). Inline markup and formulas are preserved, links become text; images, code blocks, tables, footnotes and ids are omitted.
pub fn excerpt(html: &str, limit: usize) -> Excerpt {
    let mut cutter = Cutter { out: String::new(), limit, shown: 0, boundary: 0, full: false };
    let mut pieces = pieces(html);
    let mut formula = None;
    while let Some(piece) = pieces.next() {
        match piece {
            _ if cutter.full => break,
            Piece::Text(text) => cutter.text(text),
            Piece::Tag(tag) => match tag_name(tag) {
                "math" => {
                    let start = html.len() - remaining(html, tag);
                    skip(&mut pieces, "/math");
                    let end =
                        html[start..].find("</math>").map_or(html.len(), |end| start + end + "</math>".len());
                    formula = Some(without_id(tag, &html[start..end]));
                }
                "pre" => skip(&mut pieces, "/pre"),
                "table" => skip(&mut pieces, "/table"),
                "section" => skip(&mut pieces, "/section"),
                "sup" if is_footnote_mark(tag) => skip(&mut pieces, "/sup"),
                "em" | "strong" | "del" | "code" | "sub" | "sup" | "b" | "i" | "u" | "s" | "mark" | "kbd"
                | "var" | "/em" | "/strong" | "/del" | "/code" | "/sub" | "/sup" | "/b" | "/i" | "/u"
                | "/s" | "/mark" | "/kbd" | "/var" => {
                    cutter.out.push_str(&without_id(tag, tag));
                }
                name if is_block(name) => cutter.text(" "),
                _ => {}
            },
        }
        if let Some(formula) = formula.take() {
            cutter.formula(&formula);
        }
    }
    cutter.finish()
}

/// Returns `html`, which begins with `tag`, without the id of that tag: a page may show the whole text too.
fn without_id<'a>(tag: &str, html: &'a str) -> Cow<'a, str> {
    match attribute(tag, "id") {
        Some(id) => html.replacen(&format!(" id=\"{id}\""), "", 1).into(),
        None => html.into(),
    }
}

/// Returns the number of bytes of an excerpt that its whole sentences take, at least `least`; `None` if it has no such sentence. A sentence
/// does not end within an element, after an abbreviation, or after an initial.
pub fn whole_sentences(excerpt: &str, least: usize) -> Option<usize> {
    let (mut depth, mut at, mut last) = (0_usize, 0, None);
    for piece in pieces(excerpt) {
        match piece {
            Piece::Tag(tag) => {
                let name = tag_name(tag);
                match name.starts_with('/') {
                    true => depth = depth.saturating_sub(1),
                    false => depth += usize::from(!is_void(name) && !tag.ends_with("/>")),
                }
                at += tag.len();
            }
            Piece::Text(text) => {
                if depth == 0 {
                    let ends =
                        text.char_indices().filter_map(|(index, mark)| sentence_end(text, index, mark));
                    last = ends.map(|end| at + end).rfind(|&end| end >= least).or(last);
                }
                at += text.len();
            }
        }
    }
    last
}

/// Returns the end of the sentence whose final mark may be at `index` of `text`.
fn sentence_end(text: &str, index: usize, mark: char) -> Option<usize> {
    const CLOSING: [char; 6] = [')', '"', '”', '’', '»', ']'];
    const SHORT: [&str; 16] = [
        "al", "approx", "cf", "dr", "eq", "eqs", "etc", "fig", "figs", "prof", "ref", "refs", "resp", "sec",
        "st", "vs",
    ];
    let after = &text[index + mark.len_utf8()..];
    let rest = after.trim_start_matches(CLOSING);
    let end = text.len() - rest.len();
    match mark {
        '。' | '！' | '？' => Some(end),
        '!' | '?' => rest.starts_with(' ').then_some(end),
        '.' => {
            let before = &text[..index];
            let word = before.rsplit(|char: char| !char.is_alphanumeric()).next().unwrap_or_default();
            let is_short = SHORT.contains(&word.to_lowercase().as_str()) || word.chars().count() == 1;
            let next = rest.strip_prefix(' ')?.chars().next();
            let is_new = next.is_none_or(|next| !next.is_lowercase());
            (is_new && !is_short).then_some(end)
        }
        _ => None,
    }
}

/// Returns the number of bytes of `html` from the start of `tag`, a slice of it.
fn remaining(html: &str, tag: &str) -> usize {
    html.len() - (tag.as_ptr() as usize).saturating_sub(html.as_ptr() as usize).min(html.len())
}

struct Cutter {
    out: String,
    limit: usize,
    shown: usize,
    /// The length of `out` at the last word boundary, where it may be cut.
    boundary: usize,
    full: bool,
}

impl Cutter {
    fn text(&mut self, text: &str) {
        let mut rest = text;
        loop {
            let word = plain_word(rest).min(self.limit.saturating_sub(self.shown));
            self.out.push_str(&rest[..word]);
            self.shown += word;
            rest = &rest[word..];
            let Some(character) = rest.chars().next() else { return };
            let reference = if character == '&' { rest.find(';').filter(|&end| end < 10) } else { None };
            let length = reference.map_or(character.len_utf8(), |end| end + 1);
            let unit = &rest[..length];
            rest = &rest[length..];
            if character.is_whitespace() {
                self.boundary = self.out.trim_end().len();
                if self.shown > 0 && !self.out.ends_with(' ') {
                    self.out.push(' ');
                    self.shown += 1;
                }
                continue;
            }
            if self.shown >= self.limit {
                self.full = true;
                return;
            }
            if is_ideograph(character) {
                self.boundary = self.out.len();
            }
            self.out.push_str(unit);
            self.shown += 1;
            if is_ideograph(character) {
                self.boundary = self.out.len();
            }
        }
    }

    fn formula(&mut self, formula: &str) {
        let length: usize = pieces(formula)
            .map(|piece| if let Piece::Text(text) = piece { unescape(text).chars().count() } else { 0 })
            .sum();
        if self.shown + length > self.limit && self.shown > 0 {
            self.full = true;
            return;
        }
        self.out.push_str(&formula.replacen(" display=\"block\"", "", 1));
        self.shown += length;
    }

    fn finish(mut self) -> Excerpt {
        if self.full {
            // A word longer than the limit is cut at the limit.
            if self.boundary > 0 {
                self.out.truncate(self.boundary);
            }
        }
        self.out.truncate(self.out.trim_end().len());
        let mut html = String::with_capacity(self.out.len() + 16);
        let mut open: Vec<&str> = Vec::new();
        for piece in pieces(&self.out) {
            if let Piece::Tag(tag) = piece {
                let name = tag_name(tag);
                match name.strip_prefix('/') {
                    Some(closed) => {
                        // An end tag is valid only for the innermost open element.
                        if open.last() != Some(&closed) {
                            continue;
                        }
                        open.pop();
                    }
                    None if is_void(name) || tag.ends_with("/>") => {}
                    None => open.push(name),
                }
            }
            let (Piece::Tag(text) | Piece::Text(text)) = piece;
            html.push_str(text);
        }
        for name in open.into_iter().rev() {
            html.push_str(&format!("</{name}>"));
        }
        Excerpt { html, cut: self.full }
    }
}

fn is_void(name: &str) -> bool {
    matches!(name, "br" | "hr" | "img" | "wbr")
}

/// Returns our HTML for feed readers: absolute addresses, formulas as `$TeX$`, no classes and ids.
///
/// `origin` is scheme and host (`https://host`), `page` the absolute address of the page that shows the text.
pub fn feed_html(html: &str, origin: &str, page: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut pieces = pieces(html);
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Tag(tag) => match tag_name(tag) {
                "math" => {
                    let mark = if attribute(tag, "display").is_some() { "$$" } else { "$" };
                    out.push_str(mark);
                    out.push_str(&attribute(tag, "alttext").unwrap_or("").replace("&quot;", "\""));
                    out.push_str(mark);
                    skip(&mut pieces, "/math");
                }
                "span" | "/span" => {}
                _ => feed_tag(tag, origin, page, &mut out),
            },
        }
    }
    out
}

fn feed_tag(tag: &str, origin: &str, page: &str, out: &mut String) {
    if tag.starts_with("</") || !tag.contains(' ') {
        out.push_str(tag);
        return;
    }
    out.push('<');
    out.push_str(tag_name(tag));
    for (name, value) in attributes(tag) {
        let value = match name {
            "href" | "src" => absolute(&unescape(value), origin, page),
            "srcset" => unescape(value)
                .split(',')
                .filter_map(|candidate| {
                    let (url, size) = candidate.trim().split_once(' ').unwrap_or((candidate.trim(), ""));
                    (!url.is_empty())
                        .then(|| format!("{} {size}", absolute(url, origin, page)).trim_end().to_owned())
                })
                .collect::<Vec<_>>()
                .join(", "),
            "alt" | "title" | "width" | "height" | "colspan" | "rowspan" | "start" | "type" | "value"
            | "reversed" | "open" | "datetime" | "lang" | "dir" => unescape(value).into_owned(),
            _ => continue,
        };
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape_attribute(&value, out);
        out.push('"');
    }
    out.push('>');
}

fn absolute(url: &str, origin: &str, page: &str) -> String {
    let before_path = &url[..url.find(['/', '?', '#']).unwrap_or(url.len())];
    if before_path.contains(':') {
        return url.to_owned();
    }
    let page = page.split('#').next().unwrap_or(page);
    if url.starts_with("//") {
        return format!("https:{url}");
    }
    if url.starts_with('/') {
        return format!("{}{url}", origin.trim_end_matches('/'));
    }
    let page_path = page.split('?').next().unwrap_or(page);
    match url.chars().next() {
        None => page.to_owned(),
        Some('#') => format!("{page}{url}"),
        Some('?') => format!("{page_path}{url}"),
        Some(_) => relative(url, origin, page_path),
    }
}

fn relative(url: &str, origin: &str, page_path: &str) -> String {
    let path_end = url.find(['?', '#']).unwrap_or(url.len());
    let (path, tail) = url.split_at(path_end);
    let origin = origin.trim_end_matches('/');
    let folder =
        page_path.strip_prefix(origin).unwrap_or("/").rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let mut steps = path.split('/').peekable();
    while let Some(step) = steps.next() {
        let last = steps.peek().is_none();
        match step {
            ".." => drop(parts.pop()),
            "." => {}
            step => {
                parts.push(step);
                continue;
            }
        }
        if last {
            parts.push("");
        }
    }
    format!("{origin}/{}{tail}", parts.join("/"))
}
