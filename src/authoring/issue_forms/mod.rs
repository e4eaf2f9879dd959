//! Applies a change that was requested with a form to the text of an entry.
//!
//! The values of forms come from strangers. They become values of an entry, quoted like any other value, and nothing
//! else. This module does not access forges, the disk or the network.

pub mod form;

use crate::authoring::formatter::{self, Parts};
use crate::content::raw::PAPER;
use crate::text::name_parts;
use crate::text::people::Person;
use crate::text::slug;
use crate::yaml::document::{Item, Value};
use crate::yaml::write;
use form::Fields;

/// An entry with the change in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The text of the entry.
    pub text: String,
    /// The fields that changed.
    pub fields: Vec<&'static str>,
    /// The authors, topics and links that the entry had before and has no more: each field with its values.
    pub removed: Vec<(&'static str, Vec<String>)>,
}

/// Keys of `links:` that a form may fill.
const LINKS: [&str; 12] =
    ["arxiv", "doi", "pdf", "html", "code", "project", "data", "model", "demo", "video", "slides", "poster"];

/// Returns an entry with only the required keys.
pub fn blank(id: &str, day: &str) -> String {
    let entry = Value::map([("id", Value::from(id)), ("date", Value::from(day))]);
    format!("---\n{}---\n", write::write(&entry, &PAPER))
}

/// Applies the values of a form to an entry. `index` is the place of the entry in a file of several papers.
///
/// # Errors
/// A message to be written after the name of the file, if the entry cannot be edited.
pub fn apply(path: &str, text: &str, index: Option<usize>, fields: &Fields) -> Result<Changed, &'static str> {
    let parts = match Parts::split(path, text) {
        Some(Ok(parts)) => parts,
        _ => return Err(formatter::Why::Errors.words()),
    };
    let yaml = parts.yaml.replace("\r\n", "\n");
    let mut root = formatter::read(&formatter::with_quotes(&yaml)).map_err(formatter::Why::words)?;
    let mut body = parts.body.map(str::to_owned);
    let paper = match index {
        None => Some(&mut root),
        Some(index) => match root.item_mut("papers").map(|papers| &mut papers.value) {
            Some(Value::List(items, _)) => items.get_mut(index).map(|item| &mut item.value),
            _ => None,
        },
    };
    let Some(paper) = paper else { return Err(formatter::Why::Errors.words()) };
    let before = parts_of(paper);
    let changed = change(paper, body.as_mut(), fields);
    if changed.is_empty() {
        return Ok(Changed { text: text.to_owned(), fields: changed, removed: Vec::new() });
    }
    let removed = removed(before, &parts_of(paper));
    let yaml = write::write(&root, parts.shape);
    Ok(Changed { text: Parts { body: body.as_deref(), ..parts }.with(&yaml), fields: changed, removed })
}

/// Returns the authors, topics and links of an entry: each field with its values.
fn parts_of(paper: &Value) -> [(&'static str, Vec<String>); 3] {
    let list = |key: &str| paper.get(key).map(Value::items).unwrap_or_default();
    let topics = list("topics").iter().map(|topic| slug::slug(&name(topic)));
    let links = paper.get("links");
    let of_kind = |kind: &&str| Some(format!("{kind}: {}", links?.get(kind)?.text()?));
    let others = links.and_then(|links| links.get("other")).map(Value::items).unwrap_or_default();
    let others = others.iter().filter_map(|other| other.value.get("url")?.text().map(str::to_owned));
    [
        ("authors", list("authors").iter().map(name).collect()),
        ("topics", topics.collect()),
        ("links", LINKS.iter().filter_map(of_kind).chain(others).collect()),
    ]
}

/// Returns the values that are only in `before`. Of two equal values, one may be removed.
fn removed(
    before: [(&'static str, Vec<String>); 3],
    after: &[(&'static str, Vec<String>); 3],
) -> Vec<(&'static str, Vec<String>)> {
    let fields = before.into_iter().zip(after).map(|((key, mut values), (_, after))| {
        for value in after {
            if let Some(at) = values.iter().position(|before| before == value) {
                values.remove(at);
            }
        }
        (key, values)
    });
    fields.filter(|(_, values)| !values.is_empty()).collect()
}

/// Returns the text of an item of a list, or its `name`.
fn name(item: &Item) -> String {
    let name = item.value.text().or_else(|| item.value.get("name")?.text());
    name.unwrap_or_default().to_owned()
}

fn change(paper: &mut Value, body: Option<&mut String>, fields: &Fields) -> Vec<&'static str> {
    let mut changed = Vec::new();
    for (key, text) in
        [("title", &fields.title), ("summary", &fields.summary), ("withdrawn", &fields.withdrawn)]
    {
        if !text.is_empty() && paper.get(key).and_then(Value::text) != Some(text) {
            paper.set(key, text.as_str().into());
            changed.push(key);
        }
    }
    let there: Vec<Item> = paper.get("authors").map(|authors| authors.items().to_vec()).unwrap_or_default();
    let names = || fields.authors.iter().map(|author| author.name.clone());
    if !fields.authors.is_empty() && there.iter().map(author_name).ne(names()) {
        // Other known facts about a person stay with the name.
        let known = |author: &Person| there.iter().find(|item| author_name(item) == author.name).cloned();
        let authors = fields.authors.iter();
        let authors = authors.map(|author| known(author).unwrap_or_else(|| author_value(author).into()));
        paper.set("authors", Value::List(authors.collect(), Vec::new()));
        changed.push("authors");
    }
    let slugs: Vec<String> = fields.topics.iter().map(|topic| slug::slug(topic)).collect();
    let there: Vec<String> =
        paper.get("topics").map(Value::items).unwrap_or_default().iter().map(name).collect();
    if !slugs.is_empty() && there.iter().map(|topic| slug::slug(topic)).ne(slugs.iter().cloned()) {
        paper.set("topics", slugs.iter().map(String::as_str).collect());
        changed.push("topics");
    }
    let mut links = paper.get("links").cloned().unwrap_or_else(|| Value::map::<String>([]));
    let before = links.clone();
    for (kind, address) in &fields.links {
        link(&mut links, kind, address);
    }
    if links != before {
        paper.set("links", links);
        changed.push("links");
    }
    if !fields.abstract_.is_empty() {
        let new = fields.abstract_.as_str();
        match (paper.get("abstract").and_then(Value::text), body) {
            (Some(there), _) if there.trim() == new => {}
            (None, Some(body)) if body.trim() == new => {}
            (None, Some(body)) => {
                *body = format!("\n{new}\n");
                changed.push("abstract");
            }
            (_, _) => {
                paper.set("abstract", new.into());
                changed.push("abstract");
            }
        }
    }
    changed
}

/// Returns the name of an author, who may have only parts of a name.
fn author_name(item: &Item) -> String {
    let part = |key: &str| item.value.get(key).and_then(Value::text).unwrap_or_default();
    match item.value.text().unwrap_or_else(|| part("name")) {
        "" => name_parts::shown(part("family"), part("given"), part("suffix")),
        name => name.to_owned(),
    }
}

/// Returns an author as written in an entry: with the parts of the name only if they do not follow from it.
fn author_value(author: &Person) -> Value {
    match author.needs_parts() {
        true => {
            let is_shown = author.name == name_parts::shown(&author.family, &author.given, &author.suffix);
            let name = if is_shown { "" } else { &author.name };
            let parts = [
                ("name", name),
                ("family", &author.family),
                ("given", &author.given),
                ("suffix", &author.suffix),
            ];
            let parts = parts.into_iter().filter(|(_, part)| !part.is_empty());
            Value::map(parts.map(|(key, part)| (key, Value::from(part))))
        }
        false => Value::from(author.name.as_str()),
    }
}

/// Adds a link under the key of its kind. Links of other kinds go to the list of other links, with the kind as their
/// label.
fn link(links: &mut Value, kind: &str, address: &str) {
    let kind = if kind.is_empty() { kind_of(address) } else { kind };
    let key = slug::slug(kind);
    if LINKS.contains(&key.as_str()) {
        if links.get(&key).and_then(Value::text) != Some(address) {
            links.set(&key, address.into());
        }
        return;
    }
    let others = links.get("other").map(|others| others.items().to_vec()).unwrap_or_default();
    if others.iter().any(|other| other.value.get("url").and_then(Value::text) == Some(address)) {
        return;
    }
    let new = Value::map([("label", Value::from(kind)), ("url", Value::from(address))]);
    let others = others.into_iter().chain([new.into()]).collect();
    links.set("other", Value::List(others, Vec::new()));
}

/// Returns the most likely kind of a link, judged by its address.
fn kind_of(address: &str) -> &'static str {
    let host = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = host.split('/').next().unwrap_or(host);
    match host.strip_prefix("www.").unwrap_or(host) {
        "github.com" | "gitlab.com" | "codeberg.org" => "code",
        "arxiv.org" => "arxiv",
        "doi.org" => "doi",
        "youtube.com" | "youtu.be" | "vimeo.com" => "video",
        _ => "project",
    }
}

#[cfg(test)]
mod tests;
