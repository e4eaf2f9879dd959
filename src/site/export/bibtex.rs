//! A paper as BibTeX, in the style of arXiv's own export.

use super::work::{self, PublishedIn};
use super::{cited_url, doi_of, keys, one_line, title_of};
use crate::content::{Author, LISTED_KEYWORDS, Paper, WorkType};
use crate::text::bibtex::MONTHS;
use crate::text::markdown::{self, Bit};
use crate::text::name_parts as names;
use crate::text::page_range;
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
    let kind = work::kind_of(paper);
    let authors = paper.leading_authors();
    let mut out = String::with_capacity(512 + 24 * authors.len());
    out.extend(["@", work::in_bibtex(kind), "{", &keys::citation_key(paper), ",\n  title = {"]);
    title(paper, &mut out);
    out.push_str("},\n");
    people("author", authors, work::ends_in_others(paper), &mut out);
    people("editor", &paper.editors, paper.other_editors, &mut out);
    let date = paper.cited_date();
    let _ = writeln!(out, "  year = {{{}}},", date.year());
    // BibTeX macros for months, which every style defines.
    if let Some(month) = date.month().and_then(|month| MONTHS.get(month as usize - 1)) {
        let _ = writeln!(out, "  month = {month},");
    }
    published_in(paper, kind, &mut out);
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

/// Writes a list of people as a field, if any of them has a name.
fn people(field: &str, people: &[Author], others: bool, out: &mut String) {
    let mut has_name = false;
    // Tools read a name without letters as empty.
    for author in people.iter().filter(|author| author.name.contains(char::is_alphanumeric)) {
        match has_name {
            true => out.push_str(" and "),
            false => out.extend(["  ", field, " = {"]),
        }
        has_name = true;
        name(author, out);
    }
    if has_name {
        // BibTeX's notation for omitted authors.
        out.push_str(if others { " and others},\n" } else { "},\n" });
    }
}

/// Writes where a work appeared, and where in it.
fn published_in(paper: &Paper, kind: WorkType, out: &mut String) {
    let place = PublishedIn::new(paper);
    let container = match kind {
        WorkType::Article => "journal",
        WorkType::ConferencePaper | WorkType::Chapter => "booktitle",
        _ => "howpublished",
    };
    let publisher = match kind {
        WorkType::Thesis => "school",
        WorkType::Report => "institution",
        _ => "publisher",
    };
    let pages = paper.pages.as_deref().map(|pages| page_range::joined(pages, "--"));
    let fields = [
        (container, place.container),
        ("series", place.series),
        ("volume", paper.volume.as_deref()),
        ("number", paper.issue.as_deref()),
        ("pages", pages.as_deref()),
        (publisher, place.publisher),
    ];
    for (field, value) in fields {
        if let Some(value) = value {
            out.extend(["  ", field, " = {"]);
            escape(value, out);
            out.push_str("},\n");
        }
    }
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
fn name(author: &Author, out: &mut String) {
    if let Some([family, given, suffix]) = author.known_parts() {
        // Without given names, tools would split the words of the family name.
        let parts: Vec<String> = [family, suffix, given]
            .into_iter()
            .filter(|part| !part.is_empty())
            .map(|part| whole(part, given.is_empty() && part.contains(' ')))
            .collect();
        return out.push_str(&parts.join(", "));
    }
    let name = author.name.trim();
    if author.is_collaboration() || names::is_group(name) || has_list_word(name) {
        out.push('{');
        escape(name, out);
        return out.push('}');
    }
    let parts =
        (name.contains(',') || !name.is_ascii() || names::has_suffix(name)).then(|| names::parts(name));
    match parts {
        Some(names::Name::Group(group)) if name.contains(',') => escape(group.trim_matches(','), out),
        Some(names::Name::Person { given, particle, family, suffix })
            if name.contains(',') || names::has_suffix(name) || names::is_cjk(&family) =>
        {
            let family = if particle.is_empty() { family } else { [particle, family].join(" ") };
            let parts = [family, suffix, given];
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            escape(&parts.join(", "), out);
        }
        _ => escape(name, out),
    }
}

/// Returns whether a text has a word that ends a name in BibTeX.
fn has_list_word(text: &str) -> bool {
    text.split_whitespace().any(|word| ["and", "others"].iter().any(|list| word.eq_ignore_ascii_case(list)))
}

/// Returns a part of a name, in braces if tools would split it.
fn whole(part: &str, is_parted: bool) -> String {
    let mut out = String::with_capacity(part.len() + 2);
    escape(part, &mut out);
    if is_parted || has_list_word(part) { ["{", &out, "}"].concat() } else { out }
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

/// Writes a title with braces around words that styles must not change to lower case: `{LLM}`, `{BERT}`, `{YOLOv8}`,
/// `{$N$}`.
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
