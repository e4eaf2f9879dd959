//! Rows of lists of papers: the cells of a table, the parts of a bullet, or the keys of an object, recognized by name
//! and by content.
//!
//! Lists of one family differ in the number and the order of their columns. This module does not access the file around
//! a row.

use super::links;
use super::record;
use super::report::{Fate, Ledger, NO_KEY};
use crate::text::identifier;
use chrono::NaiveDate;
use serde_json::Value;

/// The values of a row, as written.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Row {
    pub arxiv: Option<(String, u32)>,
    pub day: Option<NaiveDate>,
    pub updated: Option<NaiveDate>,
    pub title: String,
    /// Names, in one text or in several.
    pub authors: Vec<String>,
    pub abstract_: String,
    pub summary: String,
    pub comment: String,
    pub categories: Vec<String>,
    /// Names and addresses.
    pub links: Vec<(String, String)>,
    pub stars: Option<u32>,
    /// For each column, its number or name, and what it means.
    pub columns: Vec<(String, &'static str)>,
    /// Names of columns that an entry has no key for.
    pub dropped: Vec<String>,
}

/// Meanings of columns, as the report names them.
const DAY: &str = "date";
const TITLE: &str = "title";
const AUTHORS: &str = "authors";
const ABSTRACT: &str = "abstract";
const CATEGORIES: &str = "categories";
const PAPER: &str = "the paper at arXiv";
const LINKS: &str = "links";
const COMMENT: &str = "a comment";

/// Reads a row: `| … | … |`, `- day, **title**, authors, Paper: …`, or an object.
pub(super) fn row(value: &Value) -> Result<Row, &'static str> {
    match value {
        Value::String(text) => {
            let text = text.trim();
            match text.strip_prefix("- ").or(text.strip_prefix("* ")) {
                Some(text) => bullet(text),
                None if text.contains('|') => Ok(table(text)),
                None => Err("its row is neither a row of a table nor a bullet"),
            }
        }
        Value::Object(pairs) => Ok(object(pairs.iter().map(|(key, value)| (key.as_str(), value)))),
        Value::Array(cells) => {
            let cells: Vec<String> = cells.iter().map(text_of).collect();
            Ok(of_cells(&cells.iter().map(String::as_str).collect::<Vec<_>>()))
        }
        _ => Err("its row is not text, a list or an object"),
    }
}

/// Returns whether a key of an object is one of a paper, and not the name of a topic or an id.
pub(super) fn is_key(name: &str) -> bool {
    field(name).is_some_and(|field| !matches!(field, Field::Link))
        || matches!(name, "url" | "pdf" | "code" | "link")
}

/// Returns whether a name of a column is that of comments.
pub(super) fn is_comment(name: &str) -> bool {
    name == COMMENT || field(name) == Some(Field::Comment)
}

/// Reports what each column means, and which an entry has no key for.
pub(super) fn report(columns: &[(String, &'static str)], dropped: &[String], id: &str, ledger: &mut Ledger) {
    for (column, meaning) in columns {
        ledger.note_named(column, Fate::Kept, meaning, id);
    }
    for name in dropped {
        ledger.note_named(name, Fate::Dropped, NO_KEY, id);
    }
}

fn table(text: &str) -> Row {
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

fn of_cells(cells: &[&str]) -> Row {
    let mut row = Row::default();
    let mut texts: Vec<(usize, &str, bool)> = Vec::new();
    let count = cells.len();
    for (at, cell) in cells.iter().enumerate() {
        let bold = cell.trim().len() >= 4 && cell.trim().starts_with("**") && cell.trim().ends_with("**");
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
        let is_title =
            found.len() == 1 && row.title.is_empty() && bold && found[0].0.split_whitespace().count() > 2;
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

/// `2021-12-20, **Title**, First Author et.al., Paper: [address](address), Code: **[address](address)**`
fn bullet(text: &str) -> Result<Row, &'static str> {
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
    let (found, rest) = links_in(after);
    // The word before a link is its label: `Code: [https://…](https://…)`.
    let mut names = Vec::new();
    for part in rest.split(',') {
        let part = part.trim().trim_matches(['*', '(', ')', '[', ']', '.', ';']).trim();
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

/// What a key of an object means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Id,
    Title,
    Authors,
    FirstAuthor,
    Abstract,
    Summary,
    Day,
    Updated,
    Categories,
    Comment,
    Stars,
    Link,
}

fn field(name: &str) -> Option<Field> {
    let plain: String =
        name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    Some(match plain.as_str() {
        "id" | "arxivid" | "paperid" | "entryid" | "arxiv" | "paperkey" => Field::Id,
        "title" | "papertitle" | "name" => Field::Title,
        "authors" | "author" | "paperauthors" | "authorlist" => Field::Authors,
        "firstauthor" | "paperfirstauthor" => Field::FirstAuthor,
        "abstract" | "summary" | "paperabstract" => Field::Abstract,
        "tldr" | "shortsummary" | "onesentencesummary" => Field::Summary,
        "date" | "published" | "publishdate" | "publisheddate" | "publishtime" | "publishedat" | "day"
        | "pubdate" | "submitted" => Field::Day,
        "updated" | "updatetime" | "updatedate" | "updatedat" | "lastupdated" => Field::Updated,
        "categories" | "cate" | "category" | "cates" | "primarycategory" | "subjects" | "subject"
        | "cats" => Field::Categories,
        "comment" | "comments" | "note" => Field::Comment,
        "stars" | "codestars" | "githubstars" => Field::Stars,
        "url" | "link" | "abs" | "absurl" | "paperurl" | "paperlink" | "links" => Field::Link,
        _ => return links::key_of(name).map(|_| Field::Link),
    })
}

/// Reads an object by the names of its keys.
pub(super) fn object<'v>(pairs: impl Iterator<Item = (&'v str, &'v Value)>) -> Row {
    let mut row = Row::default();
    for (name, value) in pairs {
        if value.is_null() {
            continue;
        }
        let text = text_of(value);
        let plain_text = plain(&text);
        if is_nothing(plain_text) {
            continue;
        }
        let column = format!("`{name}`");
        let mut meant = |meaning| row.columns.push((column.clone(), meaning));
        match field(name) {
            Some(Field::Id) if identifier::arxiv(plain_text).is_some() => {
                meant(PAPER);
                row.arxiv = identifier::arxiv_with_version(plain_text);
            }
            Some(Field::Title) => {
                meant(TITLE);
                row.title = plain_text.to_owned();
            }
            Some(Field::Authors) => {
                meant(AUTHORS);
                row.authors = match value {
                    Value::Array(names) => names.iter().map(name_of).collect(),
                    _ => vec![plain_text.to_owned()],
                };
            }
            Some(Field::FirstAuthor) if row.authors.is_empty() => {
                meant(AUTHORS);
                row.authors = vec![format!("{plain_text} et al.")];
            }
            // `abs` may be an address.
            Some(Field::Abstract | Field::Summary)
                if plain_text.contains("://") && !plain_text.contains(' ') =>
            {
                meant(LINKS);
                row.links.push((name.to_owned(), plain_text.to_owned()));
            }
            Some(Field::Abstract) if row.abstract_.is_empty() || name == "abstract" => {
                meant(ABSTRACT);
                // Of `abstract` and `summary`, the second is shorter.
                let before = std::mem::replace(&mut row.abstract_, text.trim().to_owned());
                add(&mut row.summary, &before);
            }
            Some(Field::Abstract | Field::Summary) => {
                meant("summary");
                add(&mut row.summary, plain_text);
            }
            Some(Field::Day) if day(plain_text).is_some() => {
                meant(DAY);
                row.day = row.day.or(day(plain_text));
            }
            Some(Field::Updated) if day(plain_text).is_some() => {
                meant("updated");
                row.updated = day(plain_text);
            }
            Some(Field::Categories) => {
                meant(CATEGORIES);
                let words = |text: &str| {
                    text.split([',', ' ', ';'])
                        .filter(|word| !word.is_empty())
                        .map(str::to_owned)
                        .collect::<Vec<_>>()
                };
                for word in words(plain_text) {
                    if !row.categories.contains(&word) {
                        row.categories.push(word);
                    }
                }
            }
            Some(Field::Comment) => {
                add(&mut row.comment, plain_text);
                row.dropped.push(name.to_owned());
            }
            Some(Field::Stars) => match value.as_u64().and_then(|stars| u32::try_from(stars).ok()) {
                Some(stars) => {
                    meant("stars");
                    row.stars = Some(stars);
                }
                None => row.dropped.push(name.to_owned()),
            },
            Some(Field::Link) => {
                let found = links_in(plain_text).0;
                match found.is_empty() {
                    true if links::key_of(name)
                        .and_then(|key| links::value_of(key, plain_text))
                        .is_none() =>
                    {
                        row.dropped.push(name.to_owned());
                    }
                    true => {
                        meant(LINKS);
                        row.links.push((name.to_owned(), plain_text.to_owned()));
                    }
                    false => {
                        let is_paper = found.iter().all(|(_, url)| identifier::arxiv(url).is_some());
                        meant(if is_paper { PAPER } else { LINKS });
                        row.links.extend(found.into_iter().map(|(_, url)| (name.to_owned(), url)));
                    }
                }
            }
            _ => row.dropped.push(name.to_owned()),
        }
    }
    row
}

fn add(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push_str("; ");
    }
    text.push_str(more);
}

/// Returns the name in an item of a list of authors.
fn name_of(value: &Value) -> String {
    let name = value.get("name").or(value.get("author"));
    text_of(name.unwrap_or(value)).trim().to_owned()
}

/// Returns a value of JSON as text; items of a list are separated by commas.
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text_of).collect::<Vec<_>>().join(", "),
        Value::Null => String::new(),
        value => value.to_string(),
    }
}

/// Returns a cell without surrounding blanks and without the marks of bold and code around it.
fn plain(cell: &str) -> &str {
    let mut cell = cell.trim();
    for mark in ["**", "__", "`"] {
        if let Some(inner) = cell.strip_prefix(mark).and_then(|inner| inner.strip_suffix(mark))
            && !inner.contains(mark)
        {
            cell = inner.trim();
        }
    }
    cell
}

/// Returns whether a cell means that there is no value.
fn is_nothing(cell: &str) -> bool {
    matches!(
        cell.to_ascii_lowercase().as_str(),
        "" | "null" | "none" | "nan" | "n/a" | "na" | "-" | "--" | "/" | "\\"
    )
}

/// Returns the date in a cell: `2024-06-01`, `2024.06.01`, `2024/06/01`, or a timestamp.
fn day(cell: &str) -> Option<NaiveDate> {
    let head = cell.get(..10)?;
    let is_day = cell.len() == 10 || cell[10..].starts_with(['T', 't', ' ']);
    record::day(&head.replace(['.', '/'], "-")).filter(|_| is_day && cell.len() < 40)
}

/// Returns the arXiv categories that a cell consists of: `cs.CL, stat.ML`.
fn categories(cell: &str) -> Option<Vec<String>> {
    const ARCHIVES: [&str; 20] = [
        "cs", "stat", "math", "eess", "econ", "physics", "q-bio", "q-fin", "quant-ph", "astro-ph",
        "cond-mat", "gr-qc", "hep-ex", "hep-lat", "hep-ph", "hep-th", "math-ph", "nlin", "nucl-ex",
        "nucl-th",
    ];
    let is_one = |word: &str| {
        let (archive, class) = word.split_once('.').unwrap_or((word, "AA"));
        ARCHIVES.contains(&archive)
            && (2..=8).contains(&class.len())
            && class.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
    };
    let words: Vec<&str> = cell
        .split([',', ' ', ';', '/'])
        .map(|word| word.trim_matches(['[', ']', '`', '\'', '"']))
        .filter(|word| !word.is_empty())
        .collect();
    (!words.is_empty() && words.iter().all(|word| is_one(word)))
        .then(|| words.into_iter().map(str::to_owned).collect())
}

/// Returns the links of a text, each with its label, and the text without them.
pub(super) fn links_in(text: &str) -> (Vec<(String, String)>, String) {
    let mut found = Vec::new();
    let mut left = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some((label, url, after)) =
            markdown_link(rest).or_else(|| html_link(rest)).or_else(|| bare_link(rest))
        {
            let label = if label.contains("://") { "" } else { label };
            found.push((label.trim().trim_matches('*').trim().to_owned(), url.trim().to_owned()));
            rest = after;
            continue;
        }
        let len = rest.chars().next().map_or(1, char::len_utf8);
        left.push_str(&rest[..len]);
        rest = &rest[len..];
    }
    let left = left.replace("<br>", " ").replace("<br/>", " ").replace("<br />", " ");
    let left = left.trim_matches(|char: char| char.is_whitespace() || "*,;·/[]()".contains(char));
    (found, left.to_owned())
}

/// `[label](address)`, also with an image as its label.
fn markdown_link(text: &str) -> Option<(&str, &str, &str)> {
    let inner = text.strip_prefix('[').or(text.strip_prefix("!["))?;
    let mut depth = 1;
    let end = inner.char_indices().find_map(|(at, char)| {
        depth += i32::from(char == '[') - i32::from(char == ']');
        (depth == 0).then_some(at)
    })?;
    let url = inner[end + 1..].strip_prefix('(')?;
    let mut depth = 1;
    let close = url.char_indices().find_map(|(at, char)| {
        depth += i32::from(char == '(') - i32::from(char == ')');
        (depth == 0).then_some(at)
    })?;
    let address = url[..close].split_whitespace().next()?;
    address.contains([':', '/']).then(|| (&inner[..end], address, &url[close + 1..]))
}

/// `<a href="address">label</a>`
fn html_link(text: &str) -> Option<(&str, &str, &str)> {
    let inner = text.strip_prefix("<a ")?;
    let (tag, rest) = inner.split_once('>')?;
    let (_, url) = tag.split_once("href=")?;
    let quote = url.chars().next().filter(|char| matches!(char, '"' | '\''));
    let url = match quote {
        Some(quote) => url[1..].split(quote).next()?,
        None => url.split_whitespace().next()?,
    };
    let (label, after) = rest.split_once("</a>")?;
    Some((label, url, after))
}

fn bare_link(text: &str) -> Option<(&str, &str, &str)> {
    if !text.starts_with("https://") && !text.starts_with("http://") {
        return None;
    }
    let end = text.find(|char: char| char.is_whitespace() || "|<>\",*".contains(char)).unwrap_or(text.len());
    let url = text[..end].trim_end_matches(['.', ';', ')', ']']);
    Some(("", url, &text[url.len()..]))
}

/// Returns whether a text names the first author and others.
fn is_first_author(text: &str) -> bool {
    without_others(text).is_some()
}

/// Returns a list of names without `et al.` at its end, if it has that. Some lists write ` Team` after the first
/// author's name.
pub(super) fn without_others(text: &str) -> Option<&str> {
    let trimmed = text.trim().trim_end_matches(['.', ',', ' ']);
    for others in ["et.al", "et. al", "et al", "et.al.", "and others", "等"] {
        if let Some(names) = trimmed.strip_suffix(others) {
            return Some(names.trim().trim_end_matches([',', ';']).trim_end());
        }
    }
    let names = trimmed.strip_suffix(" Team")?;
    let words: Vec<&str> = names.split_whitespace().collect();
    let is_name = |word: &&str| {
        let mut chars = word.chars();
        let is_initial = chars.next().is_some_and(char::is_uppercase);
        let rest = chars.as_str();
        // `AI` and `NLP2` are parts of the name of a group.
        is_initial
            && (rest.is_empty() || rest == "." || rest.chars().any(char::is_lowercase))
            && !word.contains(|char: char| char.is_ascii_digit())
    };
    const GROUPS: [&str; 9] =
        ["Research", "Lab", "Labs", "Foundation", "Project", "Deep", "Open", "Core", "Model"];
    ((2..=4).contains(&words.len())
        && words.iter().all(is_name)
        && !words.iter().any(|word| GROUPS.contains(word)))
    .then_some(names)
}

/// Returns whether a text is a list of names.
fn are_names(text: &str) -> bool {
    if is_first_author(text) {
        return true;
    }
    let is_name = |name: &str| {
        let words: Vec<&str> = name.split_whitespace().collect();
        (1..=6).contains(&words.len())
            && name.chars().count() <= 60
            && !name.contains(|char: char| char.is_ascii_digit() || ":?!|$_\\/".contains(char))
            && name.starts_with(|first: char| {
                first.is_uppercase() || (first.is_alphabetic() && !first.is_lowercase()) || first == '\''
            })
            && words.last().is_some_and(|last| last.starts_with(|first: char| !first.is_lowercase()))
    };
    let text = text.replace(" and ", ", ").replace(" & ", ", ");
    let names: Vec<&str> =
        text.split([',', ';', '，', '、']).map(str::trim).filter(|name| !name.is_empty()).collect();
    let are_names = !names.is_empty() && names.iter().all(|name| is_name(name));
    // One name has two or three words. A title of two words would look like a name.
    are_names && (names.len() > 1 || names[0].split_whitespace().count() <= 4)
}

/// Returns whether a text is long enough for an abstract.
fn is_prose(text: &str) -> bool {
    text.chars().count() > 150 || text.split_whitespace().count() > 25
}

/// Returns a text without `<details>` and `<summary>`, and with line breaks for `<br>`.
fn without_tags(text: &str) -> String {
    let mut out = text.to_owned();
    if let Some((_, rest)) = out.split_once("<summary>")
        && let Some((_, rest)) = rest.split_once("</summary>")
    {
        out = rest.to_owned();
    }
    for tag in ["<details>", "</details>", "<p>", "</p>"] {
        out = out.replace(tag, "");
    }
    for tag in ["<br>", "<br/>", "<br />"] {
        out = out.replace(tag, "\n");
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn meanings(row: &Row) -> Vec<&'static str> {
        row.columns.iter().map(|(_, meaning)| *meaning).collect()
    }

    fn read(text: &str) -> Row {
        row(&Value::from(text)).unwrap()
    }

    #[test]
    fn the_cells_of_a_table_are_recognised_by_content() {
        let five = read(
            "|**2025-04-03**|**A | B: of $|x|$**|Ada Example et.al.|[2504.02792](http://arxiv.org/abs/2504.02792v1)|**[link](https://github.com/x/y)**|\n",
        );
        assert_eq!(five.title, "A | B: of $|x|$");
        assert_eq!(meanings(&five), [DAY, TITLE, AUTHORS, PAPER, LINKS]);
        let four = read(
            "|**2025-04-03**|**A title of some words**|Ada Example et.al.|[2504.02792](http://arxiv.org/abs/2504.02792)|",
        );
        assert_eq!(meanings(&four), [DAY, TITLE, AUTHORS, PAPER]);
        let long = "We study a thing, and say so in many words. ".repeat(8);
        let six = read(&format!(
            "|2025.04.03|A title of some words|cs.CL, stat.ML|{long}|Ada Example, Bo Other|[PDF](https://arxiv.org/pdf/2504.02792)|null|"
        ));
        assert_eq!(meanings(&six), [DAY, TITLE, CATEGORIES, ABSTRACT, AUTHORS, PAPER]);
        assert_eq!((six.title.as_str(), six.abstract_.as_str()), ("A title of some words", long.trim()));
        let linked = read(
            "|**2025-04-03**|**[A title of some words](https://arxiv.org/abs/2504.02792)**|Ada Example Team|Accepted by CVPR|[code](https://github.com/x/y) [project](https://x.github.io)|",
        );
        assert_eq!(linked.title, "A title of some words");
        assert_eq!(
            (meanings(&linked), linked.comment.as_str()),
            (vec![DAY, TITLE, AUTHORS, COMMENT, LINKS], "Accepted by CVPR")
        );
        let bold = read(&format!(
            "|**2025-04-03**|**T**|Ada Example et.al.|[2504.02792](http://arxiv.org/abs/2504.02792)|null|**{long}**|"
        ));
        assert_eq!((bold.title.as_str(), bold.abstract_.as_str()), ("T", long.trim()));
    }

    #[test]
    fn a_bullet_names_its_links() {
        let row = read(
            "- 2021-12-20, **Scale, and Learning**, Ada Example et.al., Paper: [http://arxiv.org/abs/2112.10485v1](http://arxiv.org/abs/2112.10485v1), Code: **[https://github.com/x/y](https://github.com/x/y)**\n",
        );
        assert_eq!(row.title, "Scale, and Learning");
        assert_eq!(row.authors, ["Ada Example et.al"]);
        let links: Vec<_> = row.links.iter().map(|(name, url)| (name.as_str(), url.as_str())).collect();
        assert_eq!(
            links,
            [("Paper", "http://arxiv.org/abs/2112.10485v1"), ("Code", "https://github.com/x/y")]
        );
        assert!(row.comment.is_empty(), "{}", row.comment);
    }

    #[test]
    fn an_object_is_read_by_its_keys() {
        let value = serde_json::json!({"date": "2014-12-16", "title": "T", "authors": ["Ada Example", {"name": "Bo Other"}], "url": "http://arxiv.org/abs/1412.5212v1",
            "code": null, "cate": ["cs.CL", "cs.AI"], "html": "https://example.org/x", "abs": "https://arxiv.org/abs/1412.5212", "abstract": "A b.", "venue_note": "x", "slides": "https://example.org/s"});
        let row = row(&value).unwrap();
        assert_eq!(row.authors, ["Ada Example", "Bo Other"]);
        assert_eq!(row.categories, ["cs.CL", "cs.AI"]);
        assert_eq!(
            (row.abstract_.as_str(), row.dropped.as_slice()),
            ("A b.", ["venue_note".to_owned()].as_slice())
        );
        assert_eq!(row.links.len(), 4);
    }

    #[test]
    fn a_team_after_a_name_means_others() {
        assert_eq!(without_others("Abby Gupta Team"), Some("Abby Gupta"));
        assert_eq!(without_others("Ralu Georg et.al."), Some("Ralu Georg"));
        assert_eq!(without_others("A. Lee, et al."), Some("A. Lee"));
        for group in ["Gemini Team", "Meta AI Team", "Kimi Team", "Google Research Team", "Ada Example"] {
            assert_eq!(without_others(group), None, "{group}");
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_read_as_a_row(text in "\\PC{0,60}|(\\||\\*\\*|- |\\[|\\]\\(|\\)|http://arxiv.org/abs/2112.10485|2021-12-20|et.al.|null|<a href=|>|</a>|é| |,){0,30}") {
            let _ = row(&Value::from(text));
        }
    }
}
