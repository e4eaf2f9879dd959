//! A row as an object, whose keys have names.

use super::links::links_in;
use super::values::{add, day, is_nothing, plain, text_of};
use super::{ABSTRACT, AUTHORS, CATEGORIES, DAY, LINKS, PAPER, Row, TITLE, TOPICS};
use crate::authoring::import::links;
use crate::text::identifier;
use serde_json::Value;

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
    Topics,
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
        "topic" | "topics" | "tag" | "tags" => Field::Topics,
        "comment" | "comments" | "note" => Field::Comment,
        "stars" | "codestars" | "githubstars" => Field::Stars,
        "url" | "link" | "abs" | "absurl" | "paperurl" | "paperlink" | "links" => Field::Link,
        _ => return links::key_of(name).map(|_| Field::Link),
    })
}

/// Returns whether a key of an object is one of a paper, and not the name of a topic or an id.
pub(in crate::authoring::import) fn is_key(name: &str) -> bool {
    field(name).is_some_and(|field| !matches!(field, Field::Link | Field::Topics))
        || matches!(name, "url" | "pdf" | "code" | "link")
}

/// Returns whether the name of a key is one of comments.
pub(super) fn is_comment(name: &str) -> bool {
    field(name) == Some(Field::Comment)
}

/// Reads an object by the names of its keys.
pub(in crate::authoring::import) fn object<'v>(pairs: impl Iterator<Item = (&'v str, &'v Value)>) -> Row {
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
            Some(Field::Topics) => {
                meant(TOPICS);
                let topics = text.split([',', ';']).map(|topic| plain(topic).to_owned());
                row.topics.extend(topics.filter(|topic| !topic.is_empty()));
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

/// Returns the name in an item of a list of authors.
fn name_of(value: &Value) -> String {
    let name = value.get("name").or(value.get("author"));
    text_of(name.unwrap_or(value)).trim().to_owned()
}
