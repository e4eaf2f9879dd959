//! Events of markdown to HTML.
//!
//! The only home of `pulldown-cmark`. All text passes `clean::escape_text`, all addresses `links`; nothing else is
//! written but markup of ours. Raw HTML makes it start over in a second mode, whose output `finish` sanitises.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::clean::{
    self, FILL, MATH, OURS, SLOT_CLOSE, SLOT_OPEN, escape_attribute, escape_text, filter_url,
};
use super::expand::argument;
use super::links::{self, Place};
use super::prepare::{Formula, Prepared, Syntax, prepare};
use super::{Block, Heading, Link, LinkKind, Markdown, Problem, ProblemKind, Rendered, code, finish};

pub(super) struct Writer<'a> {
    markdown: &'a Markdown,
    source: &'a str,
    formulas: &'a [Formula],
    how: &'a Block<'a>,
    /// Whether blocks are flattened into one line.
    inline: bool,
    /// Whether the text holds raw HTML, so that the result will be sanitised.
    raw: bool,
    out: String,
    rendered: Rendered,
    /// Pieces of ours kept from the sanitiser.
    slots: Vec<String>,
    heading: Option<OpenHeading>,
    ids: BTreeSet<String>,
    /// Open links: whether each has a tag of its own, its address, and where its text starts.
    links: Vec<(bool, String, usize)>,
    image: Option<OpenImage>,
    code: Option<(String, String)>,
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
    notes: Notes,
}

struct OpenHeading {
    level: u8,
    start: usize,
    text: String,
    id: Option<String>,
}

struct OpenImage {
    alt: String,
    url: String,
    title: String,
    depth: usize,
    range: Range<usize>,
}

/// Footnotes: numbered in the order they are referred to, written at the end of the text.
#[derive(Default)]
struct Notes {
    /// Label to number and count of references.
    numbers: BTreeMap<String, (usize, usize)>,
    definitions: Vec<(String, String)>,
    /// What was being written when a definition began.
    outer: Vec<(String, String)>,
}

impl<'a> Writer<'a> {
    /// Renders a text, sanitised if it holds raw HTML.
    pub(super) fn render(
        markdown: &'a Markdown,
        source: &'a str,
        how: &'a Block<'a>,
        inline: bool,
    ) -> Rendered {
        let prepared = prepare(source, Syntax::Markdown);
        let plain = Writer::new(markdown, source, &prepared, how, inline, false).run(&prepared.text);
        match plain {
            Some((rendered, _)) => rendered,
            None => match Writer::new(markdown, source, &prepared, how, inline, true).run(&prepared.text) {
                Some((rendered, slots)) => {
                    finish::finish(rendered, &slots, source, how, markdown.remote_images)
                }
                None => Rendered::default(),
            },
        }
    }

    fn new<'b: 'a>(
        markdown: &'a Markdown,
        source: &'a str,
        prepared: &'a Prepared<'b>,
        how: &'a Block<'a>,
        inline: bool,
        raw: bool,
    ) -> Writer<'a> {
        Writer {
            markdown,
            source,
            formulas: &prepared.formulas,
            how,
            inline,
            raw,
            out: String::with_capacity(source.len() + source.len() / 4 + 64),
            rendered: Rendered::default(),
            slots: Vec::new(),
            heading: None,
            ids: BTreeSet::new(),
            links: Vec::new(),
            image: None,
            code: None,
            columns: Vec::new(),
            column: 0,
            in_head: false,
            notes: Notes::default(),
        }
    }

    /// Writes all of it, or nothing when raw HTML comes unexpectedly.
    fn run(mut self, text: &str) -> Option<(Rendered, Vec<String>)> {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_SMART_PUNCTUATION
            | Options::ENABLE_HEADING_ATTRIBUTES;
        for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
            match event {
                Event::Text(text) => self.text(&text, &range),
                Event::Start(tag) => self.start(tag, range),
                Event::End(tag) => self.end(tag),
                Event::Code(text) => self.code_span(&text, &range),
                Event::Html(html) | Event::InlineHtml(html) if self.raw => self.html(&html, &range),
                Event::Html(_) | Event::InlineHtml(_) => return None,
                Event::SoftBreak if self.inline || self.image.is_some() => self.text(" ", &range),
                Event::SoftBreak => self.out.push('\n'),
                Event::HardBreak if self.inline || self.image.is_some() => self.text(" ", &range),
                Event::HardBreak => self.out.push_str("<br>\n"),
                Event::Rule if !self.inline => self.out.push_str("<hr>\n"),
                Event::TaskListMarker(done) => self.out.push_str(if done { "☑ " } else { "☐ " }),
                Event::FootnoteReference(label) if !self.inline => self.reference(&label),
                _ => {}
            }
        }
        self.write_notes();
        if self.inline {
            self.out.truncate(self.out.trim_end().len());
        }
        self.rendered.html = self.out;
        Some((self.rendered, self.slots))
    }

    /// Writes text with its formulas. `range` is where the text stands in the source.
    fn text(&mut self, text: &str, range: &Range<usize>) {
        if let Some((_, body)) = &mut self.code {
            body.push_str(&restore(self.source, self.formulas, text, range));
            return;
        }
        if self.image.is_some() || self.heading.is_some() {
            let plain = restore(self.source, self.formulas, text, range);
            if let Some(image) = &mut self.image {
                image.alt.push_str(&plain);
                return;
            }
            if let Some(heading) = &mut self.heading {
                heading.text.push_str(&plain);
            }
        }
        if !text.as_bytes().contains(&MATH) {
            escape_text(text, &mut self.out);
            return;
        }
        let formulas = self.formulas;
        for (part, formula) in parts(formulas, text, range) {
            escape_text(part, &mut self.out);
            if let Some(formula) = formula {
                self.formula(formula);
            }
        }
    }

    fn formula(&mut self, formula: &Formula) {
        let tex = unquoted(&self.source[formula.tex.clone()], &self.source[..formula.whole.start]);
        if let Some((url, text)) = hyperlink(&tex) {
            let range = formula.whole.clone();
            self.start_link(LinkType::Inline, url, "", range);
            escape_text(text, &mut self.out);
            self.end_link();
            return;
        }
        let mut html = String::new();
        let display = formula.display && !self.inline && self.heading.is_none();
        let target = if self.raw { &mut html } else { &mut self.out };
        if let Err(reason) = self.markdown.formulas.write(&tex, display, target) {
            let problem = Problem {
                kind: ProblemKind::Math,
                range: formula.whole.clone(),
                source: tex.into_owned(),
                reason,
            };
            self.rendered.problems.push(problem);
        }
        if self.raw {
            self.slot(html);
        }
    }

    /// Keeps a piece of ours from the sanitiser.
    fn slot(&mut self, html: String) {
        self.out.push_str(&format!("{SLOT_OPEN}{}{SLOT_CLOSE}", self.slots.len()));
        self.slots.push(html);
    }

    /// Writes an attribute that only we may set.
    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        if self.raw {
            self.out.push(OURS);
        }
        escape_attribute(value, &mut self.out);
        self.out.push('"');
    }

    fn code_span(&mut self, text: &str, range: &Range<usize>) {
        let text = restore(self.source, self.formulas, text, range);
        if let Some(image) = &mut self.image {
            image.alt.push_str(&text);
            return;
        }
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(&text);
        }
        self.out.push_str("<code>");
        escape_text(&text, &mut self.out);
        self.out.push_str("</code>");
    }

    fn html(&mut self, html: &str, range: &Range<usize>) {
        let html = restore(self.source, self.formulas, html, range);
        if let Some(reason) = clean::objection(&html) {
            let source = html.trim().to_owned();
            self.rendered.problems.push(Problem {
                kind: ProblemKind::Html,
                range: range.clone(),
                source,
                reason,
            });
        }
        if self.image.is_none() {
            clean::raw_html(&html, &mut self.out);
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis if self.image.is_none() => self.out.push_str("<em>"),
            Tag::Strong if self.image.is_none() => self.out.push_str("<strong>"),
            Tag::Strikethrough if self.image.is_none() => self.out.push_str("<del>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.start_link(link_type, &dest_url, &title, range)
            }
            Tag::Image { dest_url, title, .. } => self.start_image(&dest_url, &title, range),
            Tag::CodeBlock(kind) => {
                let info = match &kind {
                    CodeBlockKind::Fenced(info) => code::language(info),
                    CodeBlockKind::Indented => "",
                };
                self.code = Some((info.to_owned(), String::new()));
            }
            Tag::FootnoteDefinition(label) => {
                self.notes.outer.push((std::mem::take(&mut self.out), label.to_string()));
            }
            _ if self.inline => {
                if !self.out.is_empty() && !self.out.ends_with(' ') && self.links.is_empty() && is_block(&tag)
                {
                    self.out.push(' ');
                }
            }
            Tag::Paragraph => self.out.push_str("<p>"),
            Tag::Heading { level, id, .. } => {
                let level = (level as u8 + self.how.heading_base.max(1) - 1).min(6);
                let id = id.map(|id| id.to_string());
                self.heading = Some(OpenHeading { level, start: self.out.len(), text: String::new(), id });
            }
            Tag::BlockQuote(_) => self.out.push_str("<blockquote>\n"),
            Tag::List(None) => self.out.push_str("<ul>\n"),
            Tag::List(Some(1)) => self.out.push_str("<ol>\n"),
            Tag::List(Some(first)) => self.out.push_str(&format!("<ol start=\"{first}\">\n")),
            Tag::Item => self.out.push_str("<li>"),
            Tag::Table(columns) => {
                self.columns = columns;
                self.out.push_str("<div");
                self.attribute("class", "table");
                self.attribute("tabindex", "0");
                self.attribute("role", "group");
                self.attribute("aria-label", "Table");
                self.out.push_str("><table>");
            }
            Tag::TableHead => {
                (self.in_head, self.column) = (true, 0);
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.column = 0;
                self.out.push_str("<tr>");
            }
            Tag::TableCell => self.start_cell(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis if self.image.is_none() => self.out.push_str("</em>"),
            TagEnd::Strong if self.image.is_none() => self.out.push_str("</strong>"),
            TagEnd::Strikethrough if self.image.is_none() => self.out.push_str("</del>"),
            TagEnd::Link => self.end_link(),
            TagEnd::Image => self.end_image(),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::FootnoteDefinition => {
                if let Some((outer, label)) = self.notes.outer.pop() {
                    let body = std::mem::replace(&mut self.out, outer);
                    self.notes.definitions.push((label, body));
                }
            }
            _ if self.inline => {}
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(_) => self.out.push_str("</blockquote>\n"),
            TagEnd::List(false) => self.out.push_str("</ul>\n"),
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::Table => self.out.push_str("</tbody></table></div>\n"),
            TagEnd::TableHead => {
                self.in_head = false;
                self.out.push_str("</tr></thead><tbody>\n");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => self.out.push_str(if self.in_head { "</th>" } else { "</td>" }),
            _ => {}
        }
    }

    fn start_cell(&mut self) {
        self.out.push_str(if self.in_head { "<th" } else { "<td" });
        match self.columns.get(self.column) {
            Some(Alignment::Right) => self.attribute("class", "right"),
            Some(Alignment::Center) => self.attribute("class", "center"),
            _ => {}
        }
        self.column += 1;
        self.out.push('>');
    }

    /// Closes a heading: its tag goes in front of what it holds, once its text is known. An empty one goes.
    fn end_heading(&mut self) {
        let Some(heading) = self.heading.take() else { return };
        let text = heading.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let inner = self.out.split_off(heading.start);
        if inner.trim().is_empty() {
            return;
        }
        let slug = slug(heading.id.as_deref().unwrap_or(&text));
        let id = self.unique(format!("{}{slug}", self.how.id_prefix));
        self.out.push_str(&format!("<h{}", heading.level));
        self.attribute("id", &id);
        self.out.push_str(&format!(">{inner}</h{}>\n", heading.level));
        self.rendered.headings.push(Heading { level: heading.level, id, text });
    }

    fn unique(&mut self, wanted: String) -> String {
        let mut id = wanted.clone();
        let mut count = 1;
        while !self.ids.insert(id.clone()) {
            count += 1;
            id = format!("{wanted}-{count}");
        }
        id
    }

    fn end_code(&mut self) {
        let Some((language, body)) = self.code.take() else { return };
        if self.inline {
            self.out.push_str(" <code>");
            escape_text(body.trim(), &mut self.out);
            self.out.push_str("</code>");
            return;
        }
        let mut html = String::from("<code");
        if !language.is_empty() {
            html.push_str(" class=\"language-");
            escape_attribute(&language, &mut html);
            html.push('"');
        }
        html.push('>');
        code::write(&body, &language, &mut html);
        html.push_str("</code>");
        self.out.push_str("<pre");
        self.attribute("tabindex", "0");
        self.out.push('>');
        if self.raw {
            self.slot(html)
        } else {
            self.out.push_str(&html)
        }
        self.out.push_str("</pre>\n");
    }

    fn start_link(&mut self, link_type: LinkType, written: &str, title: &str, range: Range<usize>) {
        let written = restore(self.source, self.formulas, written, &(range.end..range.end)).into_owned();
        let url = if link_type == LinkType::Email { format!("mailto:{written}") } else { written };
        let safe = match filter_url(&url, LinkKind::Link) {
            Ok(safe) => safe,
            Err(reason) => {
                let problem = Problem { kind: ProblemKind::Url, range, source: url, reason };
                self.rendered.problems.push(problem);
                self.links.push((false, String::new(), 0));
                return;
            }
        };
        if self.image.is_some() {
            self.links.push((false, String::new(), 0));
            return;
        }
        let place = Place { how: self.how, remote_images: self.markdown.remote_images, raw: self.raw };
        let title = restore_title(self.source, self.formulas, title, &range);
        links::open(&safe, &title, place, &mut self.out);
        self.links.push((true, url.clone(), self.out.len()));
        self.rendered.links.push(Link { url, kind: LinkKind::Link, range });
    }

    fn end_link(&mut self) {
        if let Some((true, url, start)) = self.links.pop() {
            // A link needs something to read and to click on.
            if self.out[start.min(self.out.len())..].trim().is_empty() {
                escape_text(&url, &mut self.out);
            }
            self.out.push_str("</a>");
        }
    }

    fn start_image(&mut self, written: &str, title: &str, range: Range<usize>) {
        if let Some(image) = &mut self.image {
            image.depth += 1;
            return;
        }
        let url = restore(self.source, self.formulas, written, &(range.end..range.end)).into_owned();
        let title = restore_title(self.source, self.formulas, title, &range);
        self.image = Some(OpenImage { alt: String::new(), url, title, depth: 0, range });
    }

    fn end_image(&mut self) {
        match &mut self.image {
            Some(image) if image.depth > 0 => image.depth -= 1,
            _ => {
                if let Some(image) = self.image.take() {
                    self.write_image(image);
                }
            }
        }
    }

    fn write_image(&mut self, image: OpenImage) {
        let OpenImage { alt, url, title, range, .. } = image;
        let in_link = self.links.iter().any(|(open, ..)| *open);
        match filter_url(&url, LinkKind::Image) {
            Ok(safe) if !self.inline => {
                let place =
                    Place { how: self.how, remote_images: self.markdown.remote_images, raw: self.raw };
                links::image(&safe, &alt, &title, in_link, place, &mut self.out);
                self.rendered.links.push(Link { url, kind: LinkKind::Image, range });
            }
            Ok(_) => escape_text(&alt, &mut self.out),
            Err(reason) => {
                escape_text(&alt, &mut self.out);
                self.rendered.problems.push(Problem { kind: ProblemKind::Url, range, source: url, reason });
            }
        }
    }

    fn reference(&mut self, label: &str) {
        let next = self.notes.numbers.len() + 1;
        let entry = self.notes.numbers.entry(label.to_owned()).or_insert((next, 0));
        entry.1 += 1;
        let (number, count) = *entry;
        let prefix = self.how.id_prefix;
        let id = if count == 1 {
            format!("{prefix}fnref-{number}")
        } else {
            format!("{prefix}fnref-{number}-{count}")
        };
        self.out.push_str("<sup");
        self.attribute("class", "footnote");
        self.attribute("id", &id);
        self.out.push_str(&format!("><a href=\"#{prefix}fn-{number}\">{number}</a></sup>"));
    }

    /// Writes the footnotes below the text; those that nothing refers to come last.
    fn write_notes(&mut self) {
        let mut definitions = std::mem::take(&mut self.notes.definitions);
        if self.inline || definitions.is_empty() {
            return;
        }
        let last = self.notes.numbers.len();
        definitions
            .sort_by_key(|(label, _)| self.notes.numbers.get(label).map_or(last + 1, |(number, _)| *number));
        self.out.push_str("<section");
        self.attribute("class", "footnotes");
        self.attribute("aria-label", "Footnotes");
        self.out.push_str("><ol>\n");
        let prefix = self.how.id_prefix;
        for (label, body) in definitions {
            let number = self.notes.numbers.get(&label).map(|(number, _)| *number);
            self.out.push_str("<li");
            if let Some(number) = number {
                self.attribute("id", &format!("{prefix}fn-{number}"));
            }
            self.out.push('>');
            let body = body.trim_end();
            let (body, closing) = body.strip_suffix("</p>").map_or((body, ""), |body| (body, "</p>"));
            self.out.push_str(body);
            if let Some(number) = number {
                self.out.push_str(&format!(" <a href=\"#{prefix}fnref-{number}\""));
                self.attribute("aria-label", &format!("Back to reference {number}"));
                self.out.push_str(">↩</a>");
            }
            self.out.push_str(closing);
            self.out.push_str("</li>\n");
        }
        self.out.push_str("</ol></section>\n");
    }
}

/// Splits text at its covered formulas: each part with the formula after it.
fn parts<'t>(
    formulas: &'t [Formula],
    text: &'t str,
    range: &Range<usize>,
) -> impl Iterator<Item = (&'t str, Option<&'t Formula>)> {
    let first = formulas.partition_point(|formula| formula.whole.start < range.start);
    let mut next = formulas[first..].iter();
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(at) = text.find(char::from(MATH)) else {
            rest = None;
            return Some((text, None));
        };
        let after = text[at + 1..].trim_start_matches(char::from(FILL));
        rest = Some(after);
        Some((&text[..at], next.next()))
    })
}

/// Gives back the text as its author wrote it, where formulas mean nothing: in code, addresses, descriptions.
fn restore<'t>(
    source: &str,
    formulas: &[Formula],
    text: &'t str,
    range: &Range<usize>,
) -> std::borrow::Cow<'t, str> {
    if !text.bytes().any(|byte| byte < 0x08) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for (part, formula) in parts(formulas, text, range) {
        out.extend(part.chars().filter_map(|character| match character {
            '\u{1}' => Some('$'),
            '\u{4}' => Some('<'),
            '\u{5}' => Some('~'),
            other => (other >= '\u{8}').then_some(other),
        }));
        out.push_str(formula.map_or("", |formula| &source[formula.whole.clone()]));
    }
    out.into()
}

/// The same for the title of a link or image, whose formulas are the last of those in its range.
fn restore_title(source: &str, formulas: &[Formula], title: &str, range: &Range<usize>) -> String {
    let held = title.bytes().filter(|&byte| byte == MATH).count();
    let end = formulas.partition_point(|formula| formula.whole.start < range.end);
    let start = formulas.get(end.saturating_sub(held)).map_or(range.start, |formula| formula.whole.start);
    restore(source, formulas, title, &(start..range.end)).into_owned()
}

/// Reads a formula that is but a link, `$\href{address}{text}$` or `$\url{address}$`: arXiv's abstracts hold many.
fn hyperlink(tex: &str) -> Option<(&str, &str)> {
    let tex = tex.trim();
    let (url, rest) = argument(tex.strip_prefix("\\href").or_else(|| tex.strip_prefix("\\url"))?)?;
    let (text, rest) = if tex.starts_with("\\href") { argument(rest)? } else { (url, rest) };
    let plain = !text.contains(['\\', '{', '$']) && url.contains(':');
    (plain && rest.trim().is_empty()).then_some((url, text))
}

/// Takes the `>` off the lines of a formula inside a quotation.
fn unquoted<'t>(tex: &'t str, before: &str) -> std::borrow::Cow<'t, str> {
    let line = before.rsplit('\n').next().unwrap_or("");
    if !tex.contains('\n') || !line.trim_start().starts_with('>') {
        return tex.into();
    }
    tex.lines().map(|line| line.trim_start().trim_start_matches('>')).collect::<Vec<_>>().join("\n").into()
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Table(_))
}

/// Returns a name for an anchor: letters and digits of any script, with hyphens between.
fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len().min(80));
    for character in text.chars().take(80) {
        if character.is_alphanumeric() {
            slug.extend(character.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() { "section".to_owned() } else { slug }
}
