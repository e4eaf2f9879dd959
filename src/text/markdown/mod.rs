//! Markdown and titles of entries to HTML that is safe to publish, with formulas as MathML and code in colours.
//!
//! Text in, HTML and problems out: it knows nothing of entries, files or pages, and never fails. Entries come from
//! strangers. Without raw HTML in a text, all markup is ours and all text is escaped on its way out; with raw HTML,
//! the whole is sanitised, and only what carries our mark (see `clean`) keeps its classes and ids.

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

pub use anchors::{connect, with_prefix};
pub use back::{Bit, as_source, bits, source_of};
pub use html::ids;
pub use reread::{Excerpt, beginning, excerpt, feed_html, plain_text, prose};

use clean::{escape_text, is_bidi_override};
use math::Formulas;
use prepare::{Syntax, prepare};
use writer::Writer;

/// Renders markdown. Immutable, made once a build, shared by all threads.
pub struct Markdown {
    formulas: Formulas,
    remote_images: bool,
}

/// What a site decides about its texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Commands for formulas beside the built-in ones: name without backslash to body, `#1` to `#9` its parameters.
    pub macros: BTreeMap<String, String>,
    /// Whether images of other hosts are shown; if not, a link stands in their place.
    pub remote_images: bool,
}

/// A macro of the site that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MacroProblem {
    pub name: String,
    pub reason: String,
}

/// How one text is rendered.
#[derive(Clone, Copy)]
pub struct Block<'a> {
    /// Stands before the ids of headings and footnotes, so that several texts fit on one page.
    pub id_prefix: &'a str,
    /// What the highest heading becomes: 2 for `h2`. Deeper ones follow, down to `h6`.
    pub heading_base: u8,
    /// The language of the text as a tag (BCP 47), for its quotation marks and labels; empty for English.
    pub language: &'a str,
    /// Gives the address to use for one an author wrote (and that passed the filter), or nothing to keep it.
    pub rewrite: &'a dyn Fn(&str, LinkKind) -> Option<String>,
}

/// What an address is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LinkKind {
    Link,
    Image,
}

/// A text rendered, and what there is to know of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    pub html: String,
    pub links: Vec<Link>,
    pub problems: Vec<Problem>,
    pub headings: Vec<Heading>,
}

/// An address in a text that passed the filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// As written.
    pub url: String,
    pub kind: LinkKind,
    /// Bytes of the source.
    pub range: Range<usize>,
}

/// Something in a text that is not shown as its author meant it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub kind: ProblemKind,
    /// Bytes of the source.
    pub range: Range<usize>,
    /// The formula, the address or the HTML.
    pub source: String,
    /// Why, in a few words without a full stop.
    pub reason: String,
}

/// What a problem is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProblemKind {
    /// A formula that is shown as its source.
    Math,
    /// An address that is not linked.
    Url,
    /// Raw HTML that was taken out, in whole or in part.
    Html,
}

/// A heading with its anchor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 2 to 6, as in `h2`.
    pub level: u8,
    /// With the prefix.
    pub id: String,
    /// Plain text; formulas as their source.
    pub text: String,
}

impl Markdown {
    /// Returns a renderer, and the macros it had to leave out.
    pub fn new(options: &Options) -> (Markdown, Vec<MacroProblem>) {
        let (formulas, bad) = Formulas::new(&options.macros);
        let problems = bad.into_iter().map(|(name, reason)| MacroProblem { name, reason }).collect();
        (Markdown { formulas, remote_images: options.remote_images }, problems)
    }

    /// Renders a text of blocks: an abstract, notes, a page.
    pub fn block(&self, source: &str, how: &Block<'_>) -> Rendered {
        Writer::render(self, source, how, false)
    }

    /// Renders a text of one line, such as a summary: blocks are flattened, only inline markup is left.
    pub fn inline(&self, source: &str, how: &Block<'_>) -> Rendered {
        Writer::render(self, source, how, true)
    }

    /// Renders a title: plain text and formulas. Of LaTeX's escapes, those of single marks (`\%`, `\&`) are read.
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

    /// Appends a formula, noting it if it does not render. A title has no room for display.
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

/// Appends text of a title on one line, without what would reorder the page around it.
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

/// Escapes text for HTML, inside and outside of attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_onto(text, &mut out);
    out
}

/// Appends text escaped for HTML, inside and outside of attributes.
pub fn escape_onto(text: &str, out: &mut String) {
    clean::escape_attribute(text, out);
}
