//! A paper as BibTeX, in the manner of arXiv's own export.

use super::parts::{doi_of, title_of};
use super::scholar::is_journal;
use crate::content::Paper;
use crate::slug;
use chrono::Datelike;
use std::borrow::Cow;
use std::fmt::Write;

/// Returns the entry's own BibTeX, or one made from what is known.
pub(super) fn entry<'a>(paper: &'a Paper, url: &str) -> Cow<'a, str> {
    if let Some(own) = &paper.bibtex {
        return own.into();
    }
    let date = paper.published.unwrap_or(paper.day());
    let kind = match &paper.venue {
        Some(venue) if is_journal(venue) => "article",
        Some(_) => "inproceedings",
        None => "misc",
    };
    let mut out = String::with_capacity(512 + 24 * paper.authors.len());
    // Writing to a string cannot fail.
    out.extend(["@", kind, "{", &key(paper), ",\n  title = {"]);
    title(title_of(paper), &mut out);
    out.push_str("},\n");
    if !paper.authors.is_empty() {
        out.push_str("  author = {");
        for (index, author) in paper.authors.iter().enumerate() {
            out.push_str(if index > 0 { " and " } else { "" });
            name(&author.name, &mut out);
        }
        out.push_str("},\n");
    }
    let _ = write!(out, "  year = {{{}}},\n  month = {{{}}},\n", date.year(), date.month());
    if let Some(venue) = &paper.venue {
        out.push_str(if kind == "article" { "  journal = {" } else { "  booktitle = {" });
        escape(venue, &mut out);
        out.push_str("},\n");
    }
    if let Some(arxiv) = &paper.links.arxiv {
        out.extend(["  eprint = {", arxiv, "},\n  archivePrefix = {arXiv},\n"]);
    }
    if let Some(doi) = doi_of(paper) {
        out.extend(["  doi = {", &doi, "},\n"]);
    }
    match &paper.links.arxiv {
        Some(arxiv) => out.extend(["  url = {https://arxiv.org/abs/", arxiv, "},\n"]),
        None => out.extend(["  url = {", url, "},\n"]),
    }
    out.push('}');
    out.into()
}

/// Returns `vaswani2017attention`: surname, year and the first word of the title that says something.
fn key(paper: &Paper) -> String {
    const SMALL: [&str; 12] = ["a", "an", "the", "on", "of", "in", "for", "to", "and", "with", "is", "are"];
    let surname = paper.authors.first().map_or("", |author| surname(&author.name));
    // Most titles are plain letters, whose words need no spelling out.
    let title = title_of(paper);
    let spelled = if title.is_ascii() { Cow::from(title) } else { slug::slug(title).into() };
    let is_border = |char: char| !char.is_ascii_alphanumeric() && !matches!(char, '\'' | '`');
    let words = spelled.split(is_border).map(|word| word.replace(['\'', '`'], "").to_ascii_lowercase());
    let mut telling = words.filter(|word| !word.is_empty() && !SMALL.contains(&word.as_str()));
    let word = telling.next().unwrap_or_else(|| "paper".to_owned());
    let surname = slug::slug(if surname.is_empty() { &paper.id } else { surname });
    format!("{}{}{word}", surname.replace('-', ""), paper.published.unwrap_or(paper.day()).year())
}

/// Returns the name that a person is cited by: the last word, or what stands before the comma.
fn surname(name: &str) -> &str {
    match name.split_once(',') {
        Some((surname, _)) => surname,
        None => name.rsplit(' ').next().unwrap_or(name),
    }
}

/// A name of several words with `and` among them is a group's, not two people's; one comma is `Surname, Given`, more are a list.
fn name(name: &str, out: &mut String) {
    let commas = name.bytes().filter(|&byte| byte == b',').count();
    let is_group = commas > 1 || name.contains(" and ");
    out.push_str(if is_group { "{" } else { "" });
    escape(name, out);
    out.push_str(if is_group { "}" } else { "" });
}

/// Escapes what LaTeX would take for commands, except inside `$…$`.
fn escape(text: &str, out: &mut String) {
    let is_special = |char| matches!(char, '&' | '%' | '#' | '_' | '\\' | '{' | '}' | '~' | '^' | '$');
    if !text.contains(is_special) {
        return out.push_str(text);
    }
    let dollars = text.matches('$').count();
    let are_pairs = dollars.is_multiple_of(2);
    let is_balanced = text.matches('{').count() == text.matches('}').count();
    for (index, part) in text.split('$').enumerate() {
        if index % 2 == 1 && are_pairs && is_balanced {
            let _ = write!(out, "${part}$");
            continue;
        }
        if index > 0 && !are_pairs {
            out.push_str("\\$");
        }
        for char in part.chars() {
            match char {
                '&' | '%' | '#' | '_' => {
                    out.push('\\');
                    out.push(char);
                }
                '\\' => out.push_str("\\textbackslash{}"),
                '{' => out.push_str("\\textbraceleft{}"),
                '}' => out.push_str("\\textbraceright{}"),
                '~' => out.push_str("\\textasciitilde{}"),
                '^' => out.push_str("\\textasciicircum{}"),
                char => out.push(char),
            }
        }
    }
}

/// Writes a title with braces around words whose capitals matter: `{LLM}`, `{BERT}`, `{YOLOv8}`.
fn title(title: &str, out: &mut String) {
    let mut escaped = String::with_capacity(title.len());
    escape(title, &mut escaped);
    let mut in_math = false;
    for (index, word) in escaped.split(' ').enumerate() {
        out.push_str(if index > 0 { " " } else { "" });
        let was_math = in_math;
        in_math ^= word.bytes().filter(|&byte| byte == b'$').count() % 2 == 1;
        // Most words are plain letters, of which the later ones are small.
        let is_small = word.bytes().skip(1).all(|byte| matches!(byte, b'a'..=b'z' | b'-' | b',' | b':'));
        let has_capital = !is_small && word.chars().skip(1).any(char::is_uppercase);
        match has_capital && !was_math && !word.contains(['$', '\\', '{']) {
            true => out.extend(["{", word, "}"]),
            false => out.push_str(word),
        }
    }
}
