//! A row as the cells of a table. Its columns have no names, so each cell is recognized by its content.

use super::links::links_in;
use super::values::{
    add, are_names, categories, day, is_first_author, is_nothing, is_prose, plain, without_tags,
};
use super::{ABSTRACT, AUTHORS, CATEGORIES, COMMENT, DAY, LINKS, PAPER, Row, TITLE};
use crate::text::identifier;

pub(super) fn table(text: &str) -> Row {
    let mut text = text.trim();
    text = text.strip_prefix('|').unwrap_or(text);
    text = text.strip_suffix('|').unwrap_or(text);
    let mut cells: Vec<String> = Vec::new();
    let mut open = false;
    for part in text.split('|') {
        match cells.last_mut() {
            // A bar inside a bold title, inside a formula, or after a backslash.
            Some(cell) if open || cell.ends_with('\\') => {
                if cell.ends_with('\\') {
                    cell.pop();
                }
                cell.push('|');
                cell.push_str(part);
            }
            _ => cells.push(part.to_owned()),
        }
        let cell = cells.last().map_or("", |cell| cell.trim());
        open = cell.starts_with("**") && (cell.len() < 4 || !cell.ends_with("**"));
    }
    of_cells(&cells.iter().map(String::as_str).collect::<Vec<_>>())
}

pub(super) fn of_cells(cells: &[&str]) -> Row {
    let mut row = Row::default();
    let mut texts: Vec<(usize, &str, bool)> = Vec::new();
    let count = cells.len();
    let is_bold = |cell: &str| {
        let cell = cell.trim();
        cell.len() >= 4 && cell.starts_with("**") && cell.ends_with("**")
    };
    let is_bold_title =
        |cell: &&str| is_bold(cell) && day(plain(cell)).is_none() && !links_in(plain(cell)).1.is_empty();
    let has_bold_title = cells.iter().any(is_bold_title);
    for (at, cell) in cells.iter().enumerate() {
        let bold = is_bold(cell);
        let plain = plain(cell);
        let column = || format!("column {}", at + 1);
        if is_nothing(plain) {
            continue;
        }
        if let Some(day) = day(plain).filter(|_| row.day.is_none()) {
            row.day = Some(day);
            row.columns.push((column(), DAY));
            continue;
        }
        let (found, rest) = links_in(plain);
        let is_title = found.len() == 1
            && row.title.is_empty()
            && rest.is_empty()
            && (bold || !has_bold_title && identifier::arxiv(&found[0].1).is_some())
            && found[0].0.split_whitespace().count() > 2;
        if is_title {
            let (title, url) = found.into_iter().next().unwrap_or_default();
            row.title = title;
            row.links.push((String::new(), url));
            row.columns.push((column(), TITLE));
            continue;
        }
        if !found.is_empty() && rest.is_empty() {
            let is_paper = found.iter().all(|(_, url)| identifier::arxiv(url).is_some());
            row.columns.push((column(), if is_paper { PAPER } else { LINKS }));
            row.links.extend(found);
            continue;
        }
        if let Some(categories) = categories(plain) {
            row.categories.extend(categories);
            row.columns.push((column(), CATEGORIES));
            continue;
        }
        if let Some(id) = identifier::arxiv_with_version(plain).filter(|_| row.arxiv.is_none()) {
            row.arxiv = Some(id);
            row.columns.push((column(), PAPER));
            continue;
        }
        texts.push((at, cell, bold));
    }
    of_texts(&mut row, texts, count);
    row
}

/// Decides which text of a row is the title, the authors and the abstract.
fn of_texts(row: &mut Row, mut texts: Vec<(usize, &str, bool)>, count: usize) {
    let column = |at: usize| if count == 0 { "row".to_owned() } else { format!("column {}", at + 1) };
    if row.title.is_empty() {
        let bold = texts.iter().position(|(_, _, bold)| *bold);
        let first = || texts.iter().position(|(_, text, _)| !is_first_author(plain(text)));
        if let Some(index) = bold.or_else(first) {
            let (at, text, _) = texts.remove(index);
            row.title = plain(text).to_owned();
            row.columns.push((column(at), TITLE));
        }
    }
    if let Some(index) = texts.iter().position(|(_, text, _)| are_names(plain(text))) {
        let (at, text, _) = texts.remove(index);
        row.authors.push(plain(text).to_owned());
        row.columns.push((column(at), AUTHORS));
    }
    let longest =
        (0..texts.len()).max_by_key(|&index| texts[index].1.len()).filter(|&index| is_prose(texts[index].1));
    if let Some(index) = longest {
        let (at, text, _) = texts.remove(index);
        row.abstract_ = without_tags(plain(text));
        row.columns.push((column(at), ABSTRACT));
    }
    for (at, text, _) in texts {
        row.columns.push((column(at), COMMENT));
        row.dropped.push(COMMENT.to_owned());
        add(&mut row.comment, plain(text));
    }
    row.columns.sort();
}
