//! Writes the events of the markdown parser as HTML.
//!
//! Only this file and `targets` use `pulldown-cmark`. All text passes `clean::escape_text` and all addresses pass `links`; all other output
//! is our own markup. Raw HTML restarts it in a second mode, whose output `finish` sanitises.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd,
};

use super::alerts::Alert;
use super::clean::{self, OUR_MARK, SLOT_CLOSE, SLOT_OPEN, escape_attribute, escape_text};
use super::equations::{Equations, Labels};
use super::math::Drawing;
use super::notes::Notes;
use super::prepare::{Covered, Formula, Prepared, Syntax, parts, prepare, restore, unquoted};
use super::targets::{OpenImage, hyperlink};
use super::{
    Block, Heading, LinkKind, Markdown, Problem, ProblemKind, Rendered, addresses, alerts, anchors, code,
    finish, raw,
};

use crate::text::{ideographs, quotes};

/// Limits of nested elements and of raw HTML tags: the sanitiser is quadratic in nesting. Elements beyond them lose their markup.
const MAX_DEPTH: usize = 100;
const MAX_RAW_TAGS: usize = 2000;
/// Marks of markdown to skip around a line break in search of its text.
const MAX_MARKS: usize = 50;

pub(super) struct Writer<'a> {
    pub(super) markdown: &'a Markdown,
    pub(super) source: &'a str,
    pub(super) formulas: &'a [Formula],
    pub(super) how: &'a Block<'a>,
    pub(super) inline: bool,
    /// Whether the text contains raw HTML, so that the result will be sanitised.
    pub(super) raw: bool,
    pub(super) out: String,
    pub(super) rendered: Rendered,
    /// Pieces of ours that bypass the sanitiser.
    slots: Vec<String>,
    heading: Option<OpenHeading>,
    /// Anchors in use, with the number of requests for each.
    ids: BTreeMap<String, usize>,
    /// Open links: whether the link has a tag, its address, and the start of its text in `out`.
    pub(super) links: Vec<(bool, String, usize)>,
    pub(super) image: Option<OpenImage>,
    /// Open block of code: its language, its text, and where it is in the source.
    code: Option<(String, String, Range<usize>)>,
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
    depth: usize,
    raw_tags: usize,
    pub(super) notes: Notes,
    equations: Equations,
    /// The labels of all texts of the page.
    labels: &'a Labels,
    /// Open single quotation marks.
    quotations: usize,
    /// Open links that authors wrote as HTML.
    raw_links: usize,
    /// The level of the highest heading. Authors start with `#` or `##`, but a page must not skip a level.
    top: u8,
}

struct OpenHeading {
    level: u8,
    start: usize,
    text: String,
    /// The text with hyphens as written, as anchors are made from it.
    spelled: String,
    id: Option<String>,
}

impl OpenHeading {
    fn push(&mut self, text: &str, spelled: &str) {
        self.text.push_str(text);
        self.spelled.push_str(spelled);
    }
}

impl<'a> Writer<'a> {
    pub(super) fn render(
        markdown: &'a Markdown,
        source: &'a str,
        how: &'a Block<'a>,
        inline: bool,
        (labels, first_equation): (&'a Labels, usize),
    ) -> Rendered {
        let equations = (labels, first_equation);
        let prepared = prepare(source, Syntax::Markdown);
        let plain =
            Writer::new(markdown, source, &prepared, how, inline, false, equations).run(&prepared.text);
        match plain {
            Some((rendered, _)) => rendered,
            None => match Writer::new(markdown, source, &prepared, how, inline, true, equations)
                .run(&prepared.text)
            {
                Some((rendered, slots)) => {
                    let finished = finish::finish(rendered, &slots, source, how, markdown.remote_images);
                    match inline {
                        true => Rendered { html: super::html::without_blocks(finished.html), ..finished },
                        false => finished,
                    }
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
        (labels, first_equation): (&'a Labels, usize),
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
            ids: BTreeMap::new(),
            links: Vec::new(),
            image: None,
            code: None,
            columns: Vec::new(),
            column: 0,
            in_head: false,
            depth: 0,
            raw_tags: 0,
            notes: Notes::default(),
            equations: Equations::read(source, &prepared.formulas, first_equation),
            labels,
            quotations: 0,
            raw_links: 0,
            top: 1,
        }
    }

    /// Writes all events; `None` if raw HTML occurs outside of raw mode.
    fn run(mut self, text: &str) -> Option<(Rendered, Vec<String>)> {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_SMART_PUNCTUATION
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_GFM;
        self.top = top_heading(text, options);
        for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
            match event {
                Event::Text(text) => match self.quotation_mark(&text, &range) {
                    Some(mark) => self.text(mark, &range),
                    None => self.text(&text, &range),
                },
                Event::Start(tag) => self.start(tag, range),
                Event::End(tag) => self.end(tag),
                Event::Code(text) => self.code_span(&text, &range),
                Event::Html(html) | Event::InlineHtml(html) if self.raw => self.html(&html, &range),
                Event::Html(_) | Event::InlineHtml(_) => return None,
                Event::SoftBreak if self.wraps(&range) => {}
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

    /// Whether a line break only wraps text that is written without spaces.
    fn wraps(&self, range: &Range<usize>) -> bool {
        let is_mark = |c: &char| matches!(c, ' ' | '\t' | '\r' | '\n' | '>' | '*' | '_' | '~' | '[' | ']');
        let before = self.source[..range.start].chars().rev().take(MAX_MARKS).find(|c| !is_mark(c));
        let after = self.source[range.end..].chars().take(MAX_MARKS).find(|c| !is_mark(c));
        before.zip(after).is_some_and(|(before, after)| ideographs::are_joined(before, after))
    }

    /// Returns the quotation mark of the language for one that markdown made of `"` or `'`.
    fn quotation_mark(&mut self, text: &str, range: &Range<usize>) -> Option<&'static str> {
        let written = self.source.get(range.clone())?;
        let quotes = quotes::quotes_of(self.how.language);
        let after = self.source[range.end..].chars().next();
        Some(match (text, written) {
            ("“", "\"") => quotes.open,
            ("”", "\"") => quotes.close,
            ("‘", "'") => {
                self.quotations += 1;
                quotes.inner_open
            }
            // An apostrophe is the same in all languages; only what was opened can close.
            ("’", "'") if self.quotations > 0 && !after.is_some_and(char::is_alphanumeric) => {
                self.quotations -= 1;
                quotes.inner_close
            }
            _ => return None,
        })
    }

    fn text(&mut self, text: &str, range: &Range<usize>) {
        if let Some((_, body, _)) = &mut self.code {
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
                let written = &self.source[range.clone()];
                let is_dash = !written.is_empty() && written.bytes().all(|byte| byte == b'-');
                heading.push(&plain, if is_dash { written } else { &plain });
            }
        }
        if self.formulas.is_empty() {
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

    /// Writes a covered part of the source.
    fn formula(&mut self, formula: &Formula) {
        let written = &self.source[formula.tex.clone()];
        match formula.kind {
            Covered::Inline | Covered::Display => self.math(formula),
            Covered::Reference { parentheses } => self.equation_reference(formula, parentheses),
            Covered::Address => self.address(written, formula.whole.clone()),
            Covered::Character => escape_text(written, &mut self.out),
            Covered::Space => self.out.push('\u{202f}'),
            Covered::Apostrophe => self.out.push('’'),
            Covered::Source => {
                let what = if written.starts_with("\\begin") { "environment" } else { "command" };
                self.problem(formula, format!("this {what} is not a formula; write it in markdown"));
                self.source_text(written);
            }
        }
    }

    /// Notes what is wrong with a covered part.
    fn problem(&mut self, formula: &Formula, reason: String) {
        let source = self.source[formula.whole.clone()].to_owned();
        self.rendered.problems.push(Problem {
            kind: ProblemKind::Latex,
            range: formula.whole.clone(),
            source,
            reason,
        });
    }

    /// Shows LaTeX as it is written.
    fn source_text(&mut self, text: &str) {
        self.out.push_str("<code>");
        escape_text(text, &mut self.out);
        self.out.push_str("</code>");
    }

    /// Links an address in the text, unless it is inside of a link.
    fn address(&mut self, written: &str, range: Range<usize>) {
        let target = addresses::target(written);
        let shown = target
            .strip_prefix("mailto:")
            .or_else(|| target.strip_prefix("http://").filter(|_| !written.contains("://")));
        let shown = shown.unwrap_or(&target);
        let is_linked =
            self.raw_links > 0 || self.links.iter().any(|(open, ..)| *open) || self.image.is_some();
        if is_linked || clean::filter_url(&target, LinkKind::Link).is_err() {
            escape_text(shown, &mut self.out);
            return;
        }
        self.start_link(LinkType::Inline, &target, "", range);
        escape_text(shown, &mut self.out);
        self.end_link();
    }

    /// Writes the number of an equation of this page, linked to it.
    fn equation_reference(&mut self, formula: &Formula, parentheses: bool) {
        let label = &self.source[formula.tex.clone()];
        let Some((number, id)) = self.equations.reference(label, self.how.id_prefix, self.labels) else {
            self.problem(formula, "no equation of this page has that label".to_owned());
            return self.source_text(&self.source[formula.whole.clone()]);
        };
        let shown = if parentheses { format!("({number})") } else { number.to_owned() };
        let is_linked = self.raw_links > 0 || self.links.iter().any(|(open, ..)| *open) || self.inline;
        if is_linked {
            return escape_text(&shown, &mut self.out);
        }
        self.out.push_str(&format!("<a href=\"#{id}\">"));
        escape_text(&shown, &mut self.out);
        self.out.push_str("</a>");
    }

    fn math(&mut self, formula: &Formula) {
        let tex = unquoted(&self.source[formula.tex.clone()], &self.source[..formula.whole.start]);
        if let Some((url, text)) = hyperlink(&tex) {
            let range = formula.whole.clone();
            self.start_link(LinkType::Inline, url, "", range);
            escape_text(text, &mut self.out);
            self.end_link();
            return;
        }
        let mut html = String::new();
        let display = formula.kind == Covered::Display && !self.inline && self.heading.is_none();
        let (rendered, id) = self.equations.tex(formula, &tex, self.labels);
        let id = id.filter(|_| display).map(|id| format!("{}{id}", self.how.id_prefix));
        let how = Drawing { source: &tex, tex: &rendered, id: id.as_deref(), display };
        let target = if self.raw { &mut html } else { &mut self.out };
        if let Err(reason) = self.markdown.formulas.draw(how, target) {
            let range = formula.whole.clone();
            let problem = Problem { kind: ProblemKind::Math, range, source: tex.into_owned(), reason };
            self.rendered.problems.push(problem);
        }
        if self.raw {
            self.slot(html);
        }
    }

    fn slot(&mut self, html: String) {
        self.out.push_str(&format!("{SLOT_OPEN}{}{SLOT_CLOSE}", self.slots.len()));
        self.slots.push(html);
    }

    /// Writes an attribute that only we may set.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        if self.raw {
            self.out.push(OUR_MARK);
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
            heading.push(&text, &text);
        }
        self.out.push_str("<code>");
        escape_text(&text, &mut self.out);
        self.out.push_str("</code>");
    }

    fn html(&mut self, html: &str, range: &Range<usize>) {
        let html = restore(self.source, self.formulas, html, range);
        self.raw_tags += html.matches('<').count();
        if self.raw_tags > MAX_RAW_TAGS {
            return escape_text(&html, &mut self.out);
        }
        if let Some(reason) = raw::objection(&html) {
            let source = html.trim().to_owned();
            self.rendered.problems.push(Problem {
                kind: ProblemKind::Html,
                range: range.clone(),
                source,
                reason,
            });
        }
        let (opened, closed) =
            (html.matches("<a ").count() + html.matches("<a>").count(), html.matches("</a").count());
        self.raw_links = (self.raw_links + opened).saturating_sub(closed);
        if self.image.is_none() {
            raw::write(&html, &mut self.out);
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis if self.image.is_none() => self.open("<em>"),
            Tag::Strong if self.image.is_none() => self.open("<strong>"),
            Tag::Strikethrough if self.image.is_none() => self.open("<del>"),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.start_link(link_type, &dest_url, &title, range)
            }
            Tag::Image { dest_url, title, .. } => self.start_image(&dest_url, &title, range),
            Tag::CodeBlock(kind) => {
                let info = match &kind {
                    CodeBlockKind::Fenced(info) => code::language(info),
                    CodeBlockKind::Indented => "",
                };
                self.code = Some((info.to_owned(), String::new(), range));
            }
            Tag::FootnoteDefinition(label) => {
                self.notes.outer.push((std::mem::take(&mut self.out), label.to_string()));
            }
            _ if self.inline => {
                let needs_space = !self.out.is_empty()
                    && !self.out.ends_with(' ')
                    && self.links.is_empty()
                    && is_block(&tag);
                self.out.push_str(if needs_space { " " } else { "" });
            }
            Tag::Paragraph => self.out.push_str("<p>"),
            Tag::Heading { level, id, .. } => {
                let level = (level as u8).saturating_sub(self.top) + self.how.heading_base.max(1);
                let level = level.min(6);
                let id = id.map(|id| id.to_string());
                self.heading = Some(OpenHeading {
                    level,
                    start: self.out.len(),
                    text: String::new(),
                    spelled: String::new(),
                    id,
                });
            }
            Tag::BlockQuote(Some(kind)) => {
                let (name, label) = alerts::alert(alert(kind), self.how.language);
                self.open("<blockquote");
                if self.depth <= MAX_DEPTH {
                    self.attribute("class", name);
                    self.out.push_str(&format!(">\n<p><strong>{label}</strong></p>\n"));
                }
            }
            Tag::BlockQuote(None) => self.open("<blockquote>\n"),
            Tag::List(None) => self.open("<ul>\n"),
            Tag::List(Some(1)) => self.open("<ol>\n"),
            Tag::List(Some(first)) => self.open(&format!("<ol start=\"{first}\">\n")),
            Tag::Item => self.open("<li>"),
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
            TagEnd::Emphasis if self.image.is_none() => self.close("</em>"),
            TagEnd::Strong if self.image.is_none() => self.close("</strong>"),
            TagEnd::Strikethrough if self.image.is_none() => self.close("</del>"),
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
            TagEnd::BlockQuote(_) => self.close("</blockquote>\n"),
            TagEnd::List(false) => self.close("</ul>\n"),
            TagEnd::List(true) => self.close("</ol>\n"),
            TagEnd::Item => self.close("</li>\n"),
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

    /// Writes the start tag of an element that can nest, unless it is nested too deeply.
    fn open(&mut self, tag: &str) {
        self.depth += 1;
        if self.depth <= MAX_DEPTH {
            self.out.push_str(tag);
        }
    }

    fn close(&mut self, tag: &str) {
        if self.depth <= MAX_DEPTH {
            self.out.push_str(tag);
        }
        self.depth = self.depth.saturating_sub(1);
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

    /// Writes a heading: the start tag needs the id, which needs the text. An empty heading is dropped.
    fn end_heading(&mut self) {
        let Some(heading) = self.heading.take() else { return };
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = one_line(&heading.text);
        let inner = self.out.split_off(heading.start);
        if inner.trim().is_empty() {
            return;
        }
        let slug = anchors::slug(&heading.id.unwrap_or_else(|| one_line(&heading.spelled)));
        let id = self.unique(format!("{}{slug}", self.how.id_prefix));
        self.out.push_str(&format!("<h{}", heading.level));
        self.attribute("id", &id);
        self.out.push_str(&format!(">{inner}</h{}>\n", heading.level));
        self.rendered.headings.push(Heading { level: heading.level, id, text });
    }

    fn unique(&mut self, base: String) -> String {
        let mut id = base.clone();
        while self.ids.contains_key(&id) {
            let count = self.ids.entry(base.clone()).or_insert(0);
            *count += 1;
            id = format!("{base}-{count}");
        }
        self.ids.insert(id.clone(), 0);
        id
    }

    /// Writes a block of code in the language `math`, which is a formula on a line of its own.
    fn math_block(&mut self, tex: &str, range: Range<usize>) {
        let (mut html, display) = (String::new(), !self.inline);
        let drawn = self.markdown.formulas.write(tex, display, &mut html);
        if let Err(reason) = drawn {
            self.rendered.problems.push(Problem {
                kind: ProblemKind::Math,
                range,
                source: tex.trim().to_owned(),
                reason,
            });
        }
        self.out.push_str(if display { "<p>" } else { " " });
        if self.raw {
            self.slot(html)
        } else {
            self.out.push_str(&html)
        }
        self.out.push_str(if display { "</p>\n" } else { "" });
    }

    fn end_code(&mut self) {
        let Some((language, body, range)) = self.code.take() else { return };
        if language == "math" && !body.trim().is_empty() {
            return self.math_block(&body, range);
        }
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
}

fn top_heading(text: &str, options: Options) -> u8 {
    if !text.contains('#') && !text.contains("\n=") && !text.contains("\n-") {
        return 1;
    }
    let levels = Parser::new_ext(text, options).filter_map(|event| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(level as u8),
        _ => None,
    });
    levels.min().unwrap_or(1)
}

fn alert(kind: BlockQuoteKind) -> Alert {
    match kind {
        BlockQuoteKind::Note => Alert::Note,
        BlockQuoteKind::Tip => Alert::Tip,
        BlockQuoteKind::Important => Alert::Important,
        BlockQuoteKind::Warning => Alert::Warning,
        BlockQuoteKind::Caution => Alert::Caution,
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Table(_))
}
