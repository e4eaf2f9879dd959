//! A row as a bullet: a bold title between a date, authors and links.

use super::links::links_in;
use super::values::{add, are_names, day, day_in, is_first_author, is_nothing};
use super::{AUTHORS, COMMENT, DAY, LINKS, PAPER, Row, TITLE};
use crate::authoring::import::links;
use crate::text::identifier;

/// `2021-12-20, **Title**, First Author et.al., Paper: [address](address), Code: **[address](address)**`
pub(super) fn bullet(text: &str) -> Result<Row, &'static str> {
    let mut row = Row::default();
    let first_label = links_in(text).0.into_iter().next().map(|(label, _)| label);
    let (before, title, after) = match text.split_once("**") {
        Some((before, rest)) => {
            let (title, after) = rest.split_once("**").ok_or("its bold title never ends")?;
            (before, title, after)
        }
        None => {
            // `[Title](address), authors`
            let label =
                first_label.as_deref().filter(|label| !label.is_empty()).ok_or("its bullet has no title")?;
            let at = text.find(label).unwrap_or(0);
            (&text[..at], label, &text[at + label.len()..])
        }
    };
    let title_links = links_in(title).0;
    row.title = match title_links.first() {
        Some((label, _)) => label.clone(),
        None => title.to_owned(),
    };
    row.columns.push(("bullet: bold text".to_owned(), TITLE));
    row.links.extend(title_links.into_iter().map(|(_, url)| (String::new(), url)));
    row.day = day(before.trim_matches([' ', ',', '[', ']', '(', ')', ':', '-']).trim());
    if row.day.is_some() {
        row.columns.push(("bullet: first part".to_owned(), DAY));
    }
    let (found, mut rest) = links_in(after);
    if row.day.is_none()
        && let Some((at, found)) = day_in(&rest)
    {
        row.day = Some(found);
        row.columns.push(("bullet: after the title".to_owned(), DAY));
        rest.replace_range(at, ",");
    }
    // The word before a link is its label: `Code: [https://…](https://…)`.
    let mut names = Vec::new();
    for part in rest.split(',') {
        let part = part.trim().trim_matches(['*', '(', ')', '[', ']', '.', ';', '-', '–', '`', ' ']).trim();
        match part.strip_suffix(':') {
            Some(name) => names.push(name.trim().to_owned()),
            None if links::key_of(part).is_some() => names.push(part.to_owned()),
            None if is_nothing(part) => {}
            None if are_names(part) || (row.authors.is_empty() && is_first_author(part)) => {
                row.authors.push(part.to_owned())
            }
            None => {
                row.dropped.push(COMMENT.to_owned());
                add(&mut row.comment, part);
            }
        }
    }
    if !row.authors.is_empty() {
        row.columns.push(("bullet: after the title".to_owned(), AUTHORS));
    }
    let is_named = names.len() == found.len();
    for (index, (label, url)) in found.into_iter().enumerate() {
        let name = if is_named { names[index].clone() } else { label };
        let meaning = if identifier::arxiv(&url).is_some() { PAPER } else { LINKS };
        row.columns.push((
            format!("bullet: {}", if name.is_empty() || name.contains("://") { "link" } else { &name }),
            meaning,
        ));
        row.links.push((name, url));
    }
    Ok(row)
}
