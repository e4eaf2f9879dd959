//! HTML and JATS in titles, names and abstracts, as publishers and Crossref deliver them: entities become characters,
//! and tags become markdown or text.
//!
//! Only elements that these texts use are converted. Other text in angle brackets, such as `<CLS>`, stays.

use super::Kind;
use std::borrow::Cow;

/// Returns a text without markup of HTML and JATS. The result may contain `\href` and the plain tags that markdown
/// knows.
pub(super) fn plain(text: &str, kind: Kind) -> Cow<'_, str> {
    // Most texts have neither sign, and one byte is found faster than a word.
    let is_escaped =
        (text.contains('\\') && text.contains("\\textless")) || (text.contains('$') && text.contains("$<$"));
    if !is_escaped && !text.contains(['<', '&']) {
        return Cow::Borrowed(text);
    }
    let mut out = Cow::Borrowed(text);
    if text.contains("{\\&}") {
        // An entity whose `&` was escaped for LaTeX.
        let whole = text.replace("{\\&}amp;", "{\\&}").replace("{\\&}lt;", "<").replace("{\\&}gt;", ">");
        out = Cow::Owned(whole);
    }
    if is_escaped {
        // `{\textless}i{\textgreater}`, as reference managers write tags.
        let mut tags = out.clone().into_owned();
        for (sign, forms) in [
            ("<", ["{\\textless}", "\\textless{}", "$<$", "\\textless "]),
            (">", ["{\\textgreater}", "\\textgreater{}", "$>$", "\\textgreater "]),
        ] {
            forms.iter().for_each(|form| tags = tags.replace(form, sign));
        }
        if has_tag(&tags) {
            out = Cow::Owned(tags);
        }
    }
    if out.contains('&') {
        out = Cow::Owned(entities(&out));
    }
    if out.contains('<') {
        out = Cow::Owned(Tags { text: &out, kind, ends: Vec::new() }.converted());
    }
    out
}

/// Decodes entities, once.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        // Most names are shorter.
        let far = rest.floor_char_boundary(12);
        let end = rest[..far].find(';');
        match end.and_then(|end| Some((end, entity(&rest[1..end])?))) {
            Some((end, char)) => {
                out.push(char);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The named entities of publishers' texts; others are given by number.
const NAMED: [(&str, char); 66] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("laquo", '«'),
    ("raquo", '»'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("deg", '°'),
    ("plusmn", '±'),
    ("times", '×'),
    ("middot", '·'),
    ("micro", 'µ'),
    ("sect", '§'),
    ("aacute", 'á'),
    ("agrave", 'à'),
    ("acirc", 'â'),
    ("atilde", 'ã'),
    ("auml", 'ä'),
    ("aring", 'å'),
    ("aelig", 'æ'),
    ("ccedil", 'ç'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("ecirc", 'ê'),
    ("euml", 'ë'),
    ("iacute", 'í'),
    ("igrave", 'ì'),
    ("icirc", 'î'),
    ("iuml", 'ï'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("ograve", 'ò'),
    ("ocirc", 'ô'),
    ("otilde", 'õ'),
    ("ouml", 'ö'),
    ("oslash", 'ø'),
    ("szlig", 'ß'),
    ("uacute", 'ú'),
    ("ugrave", 'ù'),
    ("ucirc", 'û'),
    ("uuml", 'ü'),
    ("yacute", 'ý'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("Uuml", 'Ü'),
    ("Eacute", 'É'),
    ("Aring", 'Å'),
    ("Oslash", 'Ø'),
    ("alpha", 'α'),
    ("beta", 'β'),
    ("gamma", 'γ'),
    ("delta", 'δ'),
    ("lambda", 'λ'),
    ("mu", 'μ'),
    ("pi", 'π'),
];

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|char| !char.is_control() && *char != '\u{fffd}');
    }
    NAMED.iter().find(|(known, _)| *known == name).map(|(_, char)| *char)
}

/// Elements that mark up or contain text. Without a namespace prefix, an element counts only if it is closed.
const ELEMENTS: [&str; 40] = [
    "i",
    "em",
    "italic",
    "b",
    "strong",
    "bold",
    "sub",
    "sup",
    "inf",
    "p",
    "br",
    "sc",
    "scp",
    "u",
    "underline",
    "tt",
    "monospace",
    "span",
    "font",
    "a",
    "title",
    "sec",
    "list",
    "list-item",
    "ext-link",
    "xref",
    "inline-formula",
    "disp-formula",
    "alternatives",
    "tex-math",
    "named-content",
    "styled-content",
    "roman",
    "sans-serif",
    "div",
    "ul",
    "ol",
    "li",
    "label",
    "math",
];

struct Tag<'t> {
    name: &'t str,
    prefix: &'t str,
    attributes: &'t str,
    is_end: bool,
    len: usize,
}

/// Returns the tag that a text begins with, if its element is known.
fn tag(text: &str) -> Option<Tag<'_>> {
    let far = text.floor_char_boundary(500);
    let end = text[..far].find('>')?;
    let inner = text.get(1..end)?;
    let (inner, is_end) = inner.strip_prefix('/').map_or((inner, false), |inner| (inner, true));
    let inner = inner.trim_end_matches('/');
    let (name, attributes) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let (prefix, name) = name.split_once(':').unwrap_or(("", name));
    let is_known = match prefix {
        "jats" | "" => ELEMENTS.iter().any(|known| known.eq_ignore_ascii_case(name)),
        "mml" | "m" => name.bytes().all(|byte| byte.is_ascii_alphanumeric()),
        _ => false,
    };
    let is_tag = is_known && (attributes.trim().is_empty() || attributes.contains('='));
    is_tag.then_some(Tag { name, prefix, attributes, is_end, len: end + 1 })
}

fn has_tag(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| tag(&text[at..]).is_some_and(|tag| tag.is_end))
}

struct Tags<'t> {
    text: &'t str,
    kind: Kind,
    /// The start of the last end tag of each element that was looked up so far.
    ends: Vec<(String, Option<usize>)>,
}

impl Tags<'_> {
    fn converted(mut self) -> String {
        let text = self.text;
        let mut out = String::with_capacity(text.len());
        let mut open: Vec<String> = Vec::new();
        let mut at = 0;
        while let Some(next) = text[at..].find('<') {
            out.push_str(&text[at..at + next]);
            at += next;
            let found = tag(&text[at..]).filter(|tag| self.counts(tag, at, &open));
            let Some(found) = found else {
                out.push('<');
                at += 1;
                continue;
            };
            at += found.len;
            let used = self.write(&found, &text[at..], &mut out);
            let is_whole = used > 0 && text[at..at + used].ends_with('>');
            at += used;
            let name = found.name.to_ascii_lowercase();
            match found.is_end {
                true => drop(open.iter().rposition(|known| *known == name).map(|index| open.remove(index))),
                // Deeper nesting is not text.
                false if open.len() < 50 && !is_whole => open.push(name),
                false => {}
            }
        }
        out.push_str(&text[at..]);
        out
    }

    /// Returns whether a tag counts: it has a prefix, it requires no end tag, or its other half exists.
    fn counts(&mut self, tag: &Tag<'_>, at: usize, open: &[String]) -> bool {
        let name = tag.name.to_ascii_lowercase();
        if !tag.prefix.is_empty() || name == "br" || name == "p" {
            return true;
        }
        if tag.is_end {
            return open.contains(&name);
        }
        let known = self.ends.iter().find(|(known, _)| *known == name).map(|(_, end)| *end);
        let end = known.unwrap_or_else(|| {
            let end = self.text.to_ascii_lowercase().rfind(&format!("</{name}>"));
            self.ends.push((name, end));
            end
        });
        end.is_some_and(|end| end > at)
    }

    /// Writes the meaning of a tag. Returns the number of bytes after it that are consumed with it.
    fn write(&self, tag: &Tag<'_>, rest: &str, out: &mut String) -> usize {
        let name = tag.name.to_ascii_lowercase();
        let is_prose = self.kind == Kind::Prose;
        let plain = match name.as_str() {
            "italic" | "i" => "i",
            "em" => "em",
            "bold" | "b" => "b",
            "strong" => "strong",
            "sub" | "inf" => "sub",
            "sup" => "sup",
            _ => "",
        };
        // The text up to the end tag, if it contains no other tag.
        let content =
            || rest.split_once("</").map(|(inside, _)| inside).filter(|inside| !inside.contains('<'));
        if let "i" | "em" | "b" | "strong" = plain
            && is_prose
            && !tag.is_end
            && let Some(inside) = content()
            && let Some(end) = rest[inside.len()..].find('>')
            && is_styled(inside, out, &rest[inside.len() + end + 1..])
        {
            let style = if matches!(plain, "i" | "em") { "\\emph{" } else { "\\textbf{" };
            out.extend([style, inside, "}"]);
            return inside.len() + end + 1;
        }
        if !plain.is_empty() && is_prose {
            out.extend(["<", if tag.is_end { "/" } else { "" }, plain, ">"]);
            return 0;
        }
        match (plain, tag.is_end) {
            ("sub" | "sup", false) => {
                let Some(inside) = content() else { return 0 };
                // In names these are marks of affiliations.
                if self.kind != Kind::Name {
                    script(inside, plain == "sub", out);
                }
                return inside.len();
            }
            ("", _) => {}
            _ => return 0,
        }
        match name.as_str() {
            "p" | "sec" | "div" | "list" | "ul" | "ol" => out.push_str(if is_prose { "\n\n" } else { " " }),
            "br" => out.push(' '),
            "li" | "list-item" => out.push_str(if is_prose && !tag.is_end { "\n\n• " } else { " " }),
            "title" if !tag.is_end => {
                let inside = content().unwrap_or_default();
                let is_said = ["abstract", "summary"]
                    .iter()
                    .any(|said| inside.trim().trim_end_matches(['.', ':']).eq_ignore_ascii_case(said));
                match (is_prose, is_said) {
                    (true, true) => {}
                    (true, false) if !inside.trim().is_empty() => {
                        out.extend(["\n\n\\textbf{", inside.trim(), "}\n\n"])
                    }
                    _ => return 0,
                }
                return inside.len();
            }
            "a" | "ext-link" if !tag.is_end && is_prose => {
                let address = ["href=\"", "href='"].iter().find_map(|start| {
                    let (_, rest) = tag.attributes.split_once(start)?;
                    rest.split(['"', '\'']).next()
                });
                if let (Some(address), Some(inside)) = (address, content())
                    && !address.contains(['{', '}', '\\', ' '])
                    && !inside.contains(['{', '}'])
                    && !inside.trim().is_empty()
                {
                    out.extend(["\\href{", address, "}{", inside, "}"]);
                    return inside.len();
                }
            }
            _ => {}
        }
        0
    }
}

/// Returns whether markdown can mark up a text between two others: whole words without signs of LaTeX and markdown.
fn is_styled(inside: &str, before: &str, after: &str) -> bool {
    !inside.is_empty()
        && inside.trim() == inside
        && !inside.contains(['{', '}', '\\', '$', '*', '\n'])
        && !before.ends_with(|char: char| char.is_alphanumeric() || char == '\\' || char == '*')
        && !after.starts_with(|char: char| char.is_alphanumeric() || char == '*')
}

/// Writes text below or above the line in characters of Unicode, or as a formula.
pub(super) fn script(text: &str, is_sub: bool, out: &mut String) {
    const PLAIN: &str = "0123456789+-=()n";
    const SUB: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ";
    const SUP: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ";
    let text = text.trim();
    let high = if is_sub { SUB } else { SUP };
    let known: Option<String> =
        text.chars().map(|char| high.chars().nth(PLAIN.chars().position(|plain| plain == char)?)).collect();
    match known {
        Some(known) => out.push_str(&known),
        None if text.chars().all(|char| char.is_ascii_alphanumeric()) => {
            out.extend(["$", if is_sub { "_" } else { "^" }, "{\\text{", text, "}}$"]);
        }
        None => out.push_str(text),
    }
}
