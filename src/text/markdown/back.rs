//! Converts our HTML back to markdown.

use std::borrow::Cow;

use super::html::{
    Piece, RAW_TEX, attribute, is_block, is_footnote_backlink, is_footnote_mark, pieces, skip, tag_name,
    unescape,
};

/// A part of a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bit {
    /// Plain text.
    Text(String),
    /// TeX, without dollar signs.
    Formula(String),
}

/// Returns the texts and formulas of our HTML. Blocks are separated by a space.
pub fn bits(html: &str) -> Vec<Bit> {
    let mut bits = Vec::new();
    let mut raw_tex = false;
    let mut pieces = pieces(html);
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Text(text) => bits.push(Bit::Text(unescape(text).into_owned())),
            Piece::Tag(tag) if tag_name(tag) == "math" => {
                bits.push(Bit::Formula(
                    attribute(tag, "alttext").map(unescape).unwrap_or_default().into_owned(),
                ));
                skip(&mut pieces, "/math");
            }
            Piece::Tag(tag) if tag == RAW_TEX || (raw_tex && tag == "</code>") => {
                raw_tex = !raw_tex;
                bits.push(Bit::Text("$".to_owned()));
            }
            Piece::Tag(tag) => match tag_name(tag) {
                "sup" if is_footnote_mark(tag) => skip(&mut pieces, "/sup"),
                "a" if is_footnote_backlink(tag) => skip(&mut pieces, "/a"),
                name if is_block(name) => bits.push(Bit::Text(" ".to_owned())),
                _ => {}
            },
        }
    }
    bits
}

/// Escapes plain text for a line of markdown.
pub fn as_source(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut last = ' ';
    while let Some(char) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let acts = match char {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' => true,
            // An entity such as `&lt;`; strikethrough.
            '&' => next.is_ascii_alphabetic() || next == '#',
            '~' => last != ' ' || next != ' ',
            _ => false,
        };
        if acts {
            out.push('\\');
        }
        last = char;
        out.push(if char.is_control() { ' ' } else { char });
    }
    out
}

/// Returns our HTML as markdown that ends in a line break. Elements without a form in markdown, such as tables, become
/// text.
pub fn source_of(html: &str) -> String {
    let mut out = MarkdownWriter::default();
    let mut links: Vec<String> = Vec::new();
    let mut pieces = pieces(html);
    while let Some(piece) = pieces.next() {
        let tag = match piece {
            Piece::Text(text) => {
                out.text(&unescape(text));
                continue;
            }
            Piece::Tag(tag) => tag,
        };
        match tag_name(tag) {
            "math" => {
                let tex = attribute(tag, "alttext").map(unescape).unwrap_or_default();
                let marks = if attribute(tag, "display") == Some("block") { "$$" } else { "$" };
                out.raw(&[marks, &separate_less_than(&tex), marks].concat());
                skip(&mut pieces, "/math");
            }
            "sup" if is_footnote_mark(tag) => skip(&mut pieces, "/sup"),
            "a" if is_footnote_backlink(tag) => skip(&mut pieces, "/a"),
            "em" | "i" | "/em" | "/i" => out.raw("*"),
            "strong" | "b" | "/strong" | "/b" => out.raw("**"),
            "del" | "s" | "/del" | "/s" => out.raw("~~"),
            // A formula that did not render is its source only.
            "code" if !out.code && tag == RAW_TEX => {
                let texts = pieces.by_ref().map_while(|piece| match piece {
                    Piece::Text(text) => Some(unescape(text)),
                    Piece::Tag(_) => None,
                });
                let tex: String = texts.collect();
                out.raw(&["$", &separate_less_than(&tex), "$"].concat());
            }
            "code" | "/code" if !out.code => out.raw("`"),
            "a" => {
                links.push(attribute(tag, "href").map(unescape).unwrap_or_default().into_owned());
                out.raw("[");
            }
            "/a" => {
                if let Some(url) = links.pop() {
                    out.raw(&format!("](<{}>)", url.replace(['<', '>', '\n'], "")));
                }
            }
            "img" => {
                let [alt, url] =
                    ["alt", "src"].map(|name| attribute(tag, name).map(unescape).unwrap_or_default());
                out.raw(&format!("![{}](<{}>)", as_source(&alt), url.replace(['<', '>', '\n'], "")));
            }
            "pre" => out.fence(true),
            "/pre" => out.fence(false),
            "br" => out.raw("\\\n"),
            "hr" => {
                out.block();
                out.raw("---");
                out.block();
            }
            name @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => {
                out.block();
                let level = name[1..].parse::<usize>().unwrap_or(1);
                out.raw(&["#".repeat((level + 1).min(6)), " ".to_owned()].concat());
            }
            "ul" | "ol" => {
                if out.lists.is_empty() {
                    out.block();
                }
                out.lists.push((tag_name(tag) == "ol").then_some(0));
            }
            "/ul" | "/ol" => {
                out.lists.pop();
                out.block();
            }
            "li" => out.item(),
            "blockquote" => {
                out.block();
                out.raw("> ");
            }
            "td" | "th" => out.raw(" | "),
            "p" if out.is_fresh() => {}
            "p" | "/p" | "div" | "/div" | "tr" | "/table" | "/blockquote" | "/h1" | "/h2" | "/h3" | "/h4"
            | "/h5" | "/h6" | "section" => {
                out.block();
            }
            _ => {}
        }
    }
    let text = out.text.trim();
    if text.is_empty() { String::new() } else { [text, "\n"].concat() }
}

/// Returns TeX in which no `<` opens a tag, for markdown readers without formulas: a space, which TeX ignores,
/// separates it from a letter.
fn separate_less_than(tex: &str) -> Cow<'_, str> {
    if !tex.contains('<') {
        return Cow::Borrowed(tex);
    }
    let mut out = String::with_capacity(tex.len() + 4);
    for (number, part) in tex.split('<').enumerate() {
        if number > 0 {
            out.push('<');
            out.push_str(if part.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)) {
                " "
            } else {
                ""
            });
        }
        out.push_str(part);
    }
    Cow::Owned(out)
}

#[derive(Default)]
struct MarkdownWriter {
    text: String,
    /// Inside a code block, where nothing is escaped.
    code: bool,
    /// The open lists, with the current number of an ordered one.
    lists: Vec<Option<usize>>,
}

impl MarkdownWriter {
    fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn text(&mut self, text: &str) {
        if self.code {
            return self.raw(text);
        }
        let mut source = String::new();
        for line in text.split_inclusive(char::is_whitespace) {
            source.push_str(&as_source(line.trim_end()));
            source.push_str(if line.ends_with(char::is_whitespace) { " " } else { "" });
        }
        let start = self.text.is_empty() || self.text.ends_with(['\n', ' ']);
        self.raw(if start { source.trim_start() } else { &source });
    }

    fn block(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        while !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn is_fresh(&self) -> bool {
        self.text.ends_with("- ") || self.text.ends_with("> ") || self.text.ends_with(". ")
    }

    fn in_list(&self) -> bool {
        let line = self.text.lines().next_back().unwrap_or_default().trim_start();
        let numbered = line.trim_start_matches(|char: char| char.is_ascii_digit());
        line.starts_with("- ") || (numbered.len() < line.len() && numbered.starts_with(". "))
    }

    fn item(&mut self) {
        self.text.truncate(self.text.trim_end().len());
        // An empty line precedes the first item of a list.
        let is_first = !matches!(self.lists.last(), Some(Some(1..))) && !self.in_list();
        self.text.push_str(if is_first { "\n\n" } else { "\n" });
        self.text.push_str(&"  ".repeat(self.lists.len().saturating_sub(1)));
        match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                let mark = format!("{number}. ");
                self.text.push_str(&mark);
            }
            _ => self.text.push_str("- "),
        }
    }

    fn fence(&mut self, begins: bool) {
        if begins {
            self.block();
        } else if !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.text.push_str("~~~~\n");
        self.code = begins;
        if !begins {
            self.block();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::markdown::{Block, Markdown, Options};

    #[test]
    fn markdown_survives_a_round_trip_through_html() {
        let (markdown, _) = Markdown::new(&Options { macros: Default::default(), remote_images: false });
        let source = "Some *words*, **more** and `code`, $x_1 < y$ and a [link](https://example.org/a_b).\n\n- one\n- two\n\n1. first\n2. second\n\n~~~~\nlet *x*;\n~~~~\n\nEnd \\*plain\\*.\n";
        let html = markdown
            .block(source, &Block { id_prefix: "", heading_base: 2, language: "", rewrite: &|_, _| None })
            .html;
        insta::assert_snapshot!(source_of(&html), @r"
    Some *words*, **more** and `code`, $x_1 < y$ and a [link](<https://example.org/a_b>).

    - one
    - two
    1. first
    2. second

    ~~~~
    let *x*;
    ~~~~

    End \*plain\*.
    ");
    }

    #[test]
    fn a_formula_in_markdown_contains_no_tag() {
        let (markdown, _) = Markdown::new(&Options { macros: Default::default(), remote_images: false });
        let html = markdown.title(r"$a<b$, $x <= y$ and $\operatorname{<script>a</script><!--}$").html;
        assert_eq!(source_of(&html), "$a< b$, $x <= y$ and $\\operatorname{< script>a< /script>< !--}$\n");
        let html = markdown.title(r"$\unknown{a_b}$ is not a formula").html;
        assert_eq!(source_of(&html), "$\\unknown{a_b}$ is not a formula\n");
    }

    #[test]
    fn a_title_is_texts_and_formulas() {
        let (markdown, _) = Markdown::new(&Options { macros: Default::default(), remote_images: false });
        let html = markdown.title("Of $O(n_i)$ & $5").html;
        assert_eq!(
            bits(&html),
            [Bit::Text("Of ".into()), Bit::Formula("O(n_i)".into()), Bit::Text(" & $5".into())]
        );
    }
}
