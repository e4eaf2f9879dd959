//! Markdown and titles to safe HTML, with formulas as MathML and highlighted code.
//!
//! Entries are untrusted. Without raw HTML in a text, all markup is ours and all text is escaped. With raw HTML the result is sanitised,
//! and only attributes with our mark (see `clean`) keep classes and ids. Rendering never fails. This module does not know entries, files or
//! pages.

mod addresses;
mod alerts;
mod anchors;
mod back;
mod clean;
mod code;
mod dollar;
mod equations;
mod expand;
mod finish;
mod html;
mod links;
mod macros;
mod math;
mod mathml;
mod notes;
mod prepare;
mod raw;
mod reread;
mod targets;
#[cfg(test)]
mod tests;
mod writer;

use std::collections::BTreeMap;
use std::ops::Range;

pub use anchors::connect;
pub(crate) use anchors::with_prefix;
pub(crate) use back::{Bit, as_source};
pub use back::{bits, source_of};
pub use html::ids;
pub(crate) use reread::{Excerpt, whole_sentences};
pub use reread::{beginning, excerpt, feed_html, plain_text, prose};

use clean::{escape_text, is_bidi_override};
use math::Formulas;
use prepare::{Syntax, prepare};
use writer::Writer;

/// Renders markdown. Immutable and shared by all threads of a build.
pub struct Markdown {
    formulas: Formulas,
    remote_images: bool,
}

/// The site's settings for texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Macros for formulas besides the built-in ones: name without backslash to body, with parameters `#1` to `#9`.
    pub macros: BTreeMap<String, String>,
    /// Whether images on other hosts are shown. If not, a link replaces them.
    pub remote_images: bool,
}

/// A macro of the site that is not valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MacroProblem {
    /// The name, without backslash.
    pub name: String,
    /// The reason, as a phrase.
    pub reason: String,
}

/// How a text is rendered.
#[derive(Clone, Copy)]
pub struct Block<'a> {
    /// The prefix of the ids of headings and footnotes. It distinguishes several texts on one page.
    pub id_prefix: &'a str,
    /// The level of the highest heading, such as 2 for `h2`. Deeper ones follow, down to `h6`.
    pub heading_base: u8,
    /// The language of the text as a tag (BCP 47), for its quotation marks and labels; empty for English.
    pub language: &'a str,
    /// Returns a replacement for an address that passed the filter, or `None`.
    pub rewrite: &'a dyn Fn(&str, LinkKind) -> Option<String>,
}

/// The use of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LinkKind {
    /// The target of a link.
    Link,
    /// The source of an image.
    Image,
}

/// A rendered text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Safe HTML.
    pub html: String,
    /// Addresses in the text that passed the filter.
    pub links: Vec<Link>,
    /// Parts that are not shown as written.
    pub problems: Vec<Problem>,
    /// Headings, in order.
    pub headings: Vec<Heading>,
}

/// An address in a text that passed the filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The address as written.
    pub url: String,
    /// Its use.
    pub kind: LinkKind,
    /// Bytes of the source.
    pub range: Range<usize>,
}

/// A part of a text that is not shown as its author meant it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The kind of part.
    pub kind: ProblemKind,
    /// Bytes of the source.
    pub range: Range<usize>,
    /// The formula, the address or the HTML.
    pub source: String,
    /// The reason, as a phrase without a full stop.
    pub reason: String,
}

/// The kind of a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProblemKind {
    /// A formula shown as source.
    Math,
    /// LaTeX in text that is not a formula, shown as source.
    Latex,
    /// An address that is not linked.
    Url,
    /// Raw HTML that was removed, completely or in part.
    Html,
}

/// A heading with its anchor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 2 to 6, as in `h2`.
    pub level: u8,
    /// The id, with the prefix.
    pub id: String,
    /// Plain text, with formulas as source.
    pub text: String,
}

impl Markdown {
    /// Returns a renderer, and the invalid macros.
    pub fn new(options: &Options) -> (Markdown, Vec<MacroProblem>) {
        let (formulas, bad) = Formulas::new(&options.macros);
        let problems = bad.into_iter().map(|(name, reason)| MacroProblem { name, reason }).collect();
        (Markdown { formulas, remote_images: options.remote_images }, problems)
    }

    /// Renders a text of blocks: an abstract, notes, a page.
    pub fn block(&self, source: &str, how: &Block<'_>) -> Rendered {
        let [rendered] = self.blocks([(source, how)]);
        rendered
    }

    /// Renders texts of blocks that share a page: their equations are numbered together, and they may refer to each other's.
    pub fn blocks<const N: usize>(&self, texts: [(&str, &Block<'_>); N]) -> [Rendered; N] {
        let mut labels = equations::Labels::default();
        let firsts = match N {
            1 => [1; N],
            _ => texts.map(|(source, how)| labels.add(source, how.id_prefix)),
        };
        std::array::from_fn(|number| {
            let (source, how) = texts[number];
            Writer::render(self, source, how, false, (&labels, firsts[number]))
        })
    }

    /// Renders a text of one line, such as a summary. Blocks are flattened and only inline markup remains.
    pub fn inline(&self, source: &str, how: &Block<'_>) -> Rendered {
        Writer::render(self, source, how, true, (&equations::Labels::default(), 1))
    }

    /// Renders a title: plain text and formulas. LaTeX's escapes of single characters (`\%`, `\&`) are decoded.
    pub fn title(&self, source: &str) -> Rendered {
        let prepared = prepare(source, Syntax::Plain);
        let mut rendered = Rendered::default();
        let mut at = 0;
        for formula in &prepared.formulas {
            title_text(&prepared.text[at..formula.whole.start], &mut rendered.html);
            self.formula(source, formula, &mut rendered);
            at = formula.whole.end;
        }
        title_text(&prepared.text[at..], &mut rendered.html);
        rendered
    }

    /// Appends a formula, never in display style, and reports it if it does not render.
    fn formula(&self, source: &str, formula: &prepare::Formula, rendered: &mut Rendered) {
        let tex = &source[formula.tex.clone()];
        if let Err(reason) = self.formulas.write(tex, false, &mut rendered.html) {
            let range = formula.whole.clone();
            rendered.problems.push(Problem {
                kind: ProblemKind::Math,
                range,
                source: tex.to_owned(),
                reason,
            });
        }
    }
}

/// Appends text of a title on one line, without characters that reorder text.
fn title_text(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| matches!(c, '\\' | '\n' | '\r' | '\t') || is_bidi_override(c)) {
        escape_text(&rest[..at], out);
        let character = rest[at..].chars().next().expect("invariant: a character was found");
        let after = &rest[at + character.len_utf8()..];
        match character {
            '\\' if after.starts_with(['$', '%', '&', '#', '_']) => {}
            '\\' => out.push('\\'),
            '\n' | '\r' | '\t' if !out.ends_with(' ') => out.push(' '),
            _ => {}
        }
        rest = if matches!(character, '\n' | '\r' | '\t') { after.trim_start() } else { after };
        if character == '\\'
            && let Some(mark) = rest.chars().next().filter(|c| "$%&#_".contains(*c))
        {
            escape_text(&rest[..mark.len_utf8()], out);
            rest = &rest[mark.len_utf8()..];
        }
    }
    escape_text(rest, out);
}

/// Escapes text for HTML, in content and in attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_onto(text, &mut out);
    out
}

/// Appends text escaped for HTML, in content and in attributes.
pub fn escape_onto(text: &str, out: &mut String) {
    clean::escape_attribute(text, out);
}
