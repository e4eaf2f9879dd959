//! A paper as BibTeX, in the style of arXiv's own export.

use super::{cited_day, cited_url, doi_of, is_journal, keys, names, one_line, title_of};
use crate::content::{LISTED_KEYWORDS, Paper};
use crate::text::bibtex::MONTHS;
use crate::text::markdown::{self, Bit};
use chrono::Datelike;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write;

/// Returns the entry's own BibTeX, or a short one generated from its facts.
pub fn entry<'a>(paper: &'a Paper, page: &str) -> Cow<'a, str> {
    paper.bibtex.as_deref().map_or_else(|| made(paper, page, &More::default()).into(), Cow::from)
}

/// Additional fields for files of many papers.
#[derive(Default)]
pub struct More<'m> {
    pub topics: Vec<&'m str>,
    pub keywords: bool,
    pub text: bool,
}

/// Appends a paper and an empty line to a file of many.
pub fn entry_of_many(paper: &Paper, page: &str, more: &More<'_>, out: &mut String) {
    match &paper.bibtex {
        Some(own) => out.push_str(own),
        None => out.push_str(&made(paper, page, more)),
    }
    out.push_str("\n\n");
}

fn made(paper: &Paper, page: &str, more: &More<'_>) -> String {
    let date = cited_day(paper);
    let kind = match &paper.venue {
        Some(venue) if is_journal(venue) => "article",
        Some(_) => "inproceedings",
        None => "misc",
    };
    let authors = paper.leading_authors();
    let mut out = String::with_capacity(512 + 24 * authors.len());
    out.extend(["@", kind, "{", &keys::made_citation_key(paper), ",\n  title = {"]);
    title(paper, &mut out);
    out.push_str("},\n");
    let mut has_author = false;
    for author in authors.iter().map(|author| author.name.trim()) {
        // Tools read a name without letters as empty.
        if author.contains(char::is_alphanumeric) {
            out.push_str(if has_author { " and " } else { "  author = {" });
            has_author = true;
            name(author, &mut out);
        }
    }
    if has_author {
        // BibTeX's notation for omitted authors.
        out.push_str(if paper.authors.len() > authors.len() { " and others},\n" } else { "},\n" });
    }
    // BibTeX macros for months, which every style defines.
    let month = MONTHS.get(date.month0() as usize).copied().unwrap_or("jan");
    let _ = write!(out, "  year = {{{}}},\n  month = {month},\n", date.year());
    if let Some(venue) = &paper.venue {
        out.push_str(if kind == "article" { "  journal = {" } else { "  booktitle = {" });
        escape(venue, &mut out);
        out.push_str("},\n");
    }
    if let Some(arxiv) = &paper.links.arxiv {
        out.extend(["  eprint = {", arxiv, "},\n  archivePrefix = {arXiv},\n"]);
    }
    if let Some(doi) = doi_of(paper) {
        out.extend(["  doi = {", &verbatim(&doi), "},\n"]);
    }
    out.extend(["  url = {", &verbatim(&cited_url(paper, page)), "},\n"]);
    if more.keywords {
        keywords(paper, &more.topics, &mut out);
    }
    if more.text {
        abstract_of(paper, &mut out);
    }
    out.push('}');
    out
}

/// Writes topics and keywords, each once. A comma would split a keyword.
fn keywords(paper: &Paper, topics: &[&str], out: &mut String) {
    let mut said: HashSet<String> = HashSet::new();
    let free = paper.keywords.iter().take(LISTED_KEYWORDS).map(String::as_str);
    for word in topics.iter().copied().chain(free) {
        let word = word.replace(',', " ");
        let mut line = String::with_capacity(word.len());
        one_line(&word, &mut line);
        let is_first = said.is_empty();
        if line.is_empty() || !said.insert(line.to_ascii_lowercase()) {
            continue;
        }
        out.push_str(if is_first { "  keywords = {" } else { ", " });
        escape(&line, out);
    }
    out.push_str(if said.is_empty() { "" } else { "},\n" });
}

fn abstract_of(paper: &Paper, out: &mut String) {
    let mut text = String::with_capacity(paper.abstract_html.len() + 64);
    for bit in markdown::bits(&paper.abstract_html) {
        match bit {
            Bit::Text(part) => escape(&part, &mut text),
            Bit::Formula(tex) if is_safe(&tex) => text.extend(["$", &percent(&tex), "$"]),
            Bit::Formula(tex) => escape(&["$", &tex, "$"].concat(), &mut text),
        }
    }
    if !text.trim().is_empty() {
        out.push_str("  abstract = {");
        one_line(&text, out);
        out.push_str("},\n");
    }
}

/// Addresses and ids are not LaTeX, but a brace would end the value.
fn verbatim(text: &str) -> Cow<'_, str> {
    match text.contains(['{', '}', '\\', ' ']) {
        true => text.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C").replace(' ', "%20").into(),
        false => text.into(),
    }
}

/// Writes a name: a group in braces, so that its words are not read as people; a name with a comma as `Surname, Given`.
fn name(name: &str, out: &mut String) {
    let is_other = name.split_whitespace().any(|word| word.eq_ignore_ascii_case("others"));
    if names::is_group(name) || is_other {
        out.push('{');
        escape(name, out);
        return out.push('}');
    }
    if !name.contains(',') && !names::has_suffix(name) {
        return escape(name, out);
    }
    match names::parts(name) {
        names::Name::Group(name) => escape(name.trim_matches(','), out),
        names::Name::Person { given, particle, family, suffix } => {
            let family = if particle.is_empty() { family } else { [particle, family].join(" ") };
            let parts = [family, suffix, given];
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            escape(&parts.join(", "), out);
        }
    }
}

fn escape(text: &str, out: &mut String) {
    let is_special = |char: char| {
        matches!(char, '&' | '%' | '#' | '_' | '\\' | '{' | '}' | '~' | '^' | '$')
            || char.is_control()
            || (char.is_whitespace() && char != ' ')
    };
    if !text.contains(is_special) {
        return out.push_str(text);
    }
    let mut line = String::with_capacity(text.len());
    one_line(text, &mut line);
    if text.starts_with(' ') {
        out.push(' ');
    }
    for char in line.chars() {
        match char {
            '&' | '%' | '#' | '_' | '$' => out.extend(['\\', char]),
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            char => out.push(char),
        }
    }
    if text.ends_with(' ') && line.len() < text.len() {
        out.push(' ');
    }
}

/// Writes a title with braces around words that styles must not change to lower case: `{LLM}`, `{BERT}`, `{YOLOv8}`, `{$N$}`.
fn title(paper: &Paper, out: &mut String) {
    if paper.title_html.is_empty() {
        return words(title_of(paper), out);
    }
    for bit in markdown::bits(&paper.title_html) {
        match bit {
            Bit::Text(text) => words(&text, out),
            Bit::Formula(tex) if is_safe(&tex) => out.extend(["{$", &percent(&tex), "$}"]),
            Bit::Formula(tex) => escape(&["$", &tex, "$"].concat(), out),
        }
    }
}

fn words(text: &str, out: &mut String) {
    for (index, word) in text.split(' ').enumerate() {
        out.push_str(if index > 0 { " " } else { "" });
        // Most words have no capital after the first letter.
        let is_small = word.bytes().skip(1).all(|byte| matches!(byte, b'a'..=b'z' | b'-' | b',' | b':'));
        let has_capital = !is_small && word.chars().skip(1).any(char::is_uppercase);
        out.push_str(if has_capital { "{" } else { "" });
        escape(word, out);
        out.push_str(if has_capital { "}" } else { "" });
    }
}

/// Returns whether a formula is valid in an entry: tools count all braces, also escaped ones.
fn is_safe(tex: &str) -> bool {
    let mut depth = 0i32;
    let is_closed = tex.chars().all(|char| {
        depth += i32::from(char == '{') - i32::from(char == '}');
        depth >= 0
    });
    is_closed
        && depth == 0
        && !tex.contains(|char: char| char == '$' || char.is_control())
        && !tex.ends_with('\\')
}

/// Escapes bare `%`, which starts a comment in LaTeX.
fn percent(tex: &str) -> String {
    tex.replace("\\%", "%").replace('%', "\\%")
}
