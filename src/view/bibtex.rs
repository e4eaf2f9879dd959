//! A paper as BibTeX, in the manner of arXiv's own export.

use super::parts::{doi_of, title_of};
use super::scholar::is_journal;
use crate::content::Paper;
use crate::slug;
use chrono::Datelike;
use std::fmt::Write;

/// Returns the entry's own BibTeX, or one made from what is known.
pub(super) fn entry(paper: &Paper, url: &str) -> String {
    if let Some(own) = &paper.bibtex {
        return own.clone();
    }
    let date = paper.published.unwrap_or(paper.day());
    let kind = match &paper.venue {
        Some(venue) if is_journal(venue) => "article",
        Some(_) => "inproceedings",
        None => "misc",
    };
    let mut out = format!("@{kind}{{{},\n", key(paper));
    let mut field = |name: &str, value: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "  {name} = {{{value}}},");
    };
    field("title", &protected(&escaped(title_of(paper))));
    if !paper.authors.is_empty() {
        let names: Vec<String> = paper.authors.iter().map(|author| name(&author.name)).collect();
        field("author", &names.join(" and "));
    }
    field("year", &date.year().to_string());
    field("month", &date.month().to_string());
    if let Some(venue) = &paper.venue {
        field(if kind == "article" { "journal" } else { "booktitle" }, &escaped(venue));
    }
    if let Some(arxiv) = &paper.links.arxiv {
        field("eprint", arxiv);
        field("archivePrefix", "arXiv");
    }
    if let Some(doi) = doi_of(paper) {
        field("doi", &doi);
    }
    match &paper.links.arxiv {
        Some(arxiv) => field("url", &format!("https://arxiv.org/abs/{arxiv}")),
        None => field("url", url),
    }
    out.push('}');
    out
}

/// Returns `vaswani2017attention`: surname, year and the first word of the title that says something.
fn key(paper: &Paper) -> String {
    const SMALL: [&str; 12] = ["a", "an", "the", "on", "of", "in", "for", "to", "and", "with", "is", "are"];
    let surname = paper.authors.first().map_or("", |author| surname(&author.name));
    let words = slug::slug(title_of(paper));
    let word = words.split('-').find(|word| !SMALL.contains(word)).unwrap_or("paper");
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
fn name(name: &str) -> String {
    let escaped = escaped(name);
    match name.contains(" and ") || name.matches(',').count() > 1 {
        true => format!("{{{escaped}}}"),
        false => escaped,
    }
}

/// Escapes what LaTeX would take for commands, except inside `$…$`.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let balanced = text.matches('{').count() == text.matches('}').count();
    for (index, part) in text.split('$').enumerate() {
        let is_math = index % 2 == 1 && text.matches('$').count().is_multiple_of(2) && balanced;
        if is_math {
            let _ = write!(out, "${part}$");
            continue;
        }
        if index > 0 && text.matches('$').count() % 2 == 1 {
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
    out
}

/// Puts braces around words whose capitals matter: `{LLM}`, `{BERT}`, `{YOLOv8}`.
fn protected(title: &str) -> String {
    let mut in_math = false;
    let words = title.split(' ').map(|word| {
        let was_math = in_math;
        in_math ^= word.matches('$').count() % 2 == 1;
        let has_capital = word.chars().skip(1).any(char::is_uppercase);
        match has_capital && !was_math && !word.contains(['$', '\\', '{']) {
            true => format!("{{{word}}}"),
            false => word.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}
