//! JSON Schemas of content and settings, by which editors complete and check keys.
//!
//! They are generated from the shapes of content and from the declarations of settings and of the keys of a paper, so
//! they cannot differ from these. Only the meaning of all other keys is written here.

use crate::config::{self, Setting};
use crate::content::keys::{KEYS, PLAIN_KEYS, SHARED};
use crate::content::{Form, Key, LinkKind, raw};
use crate::yaml::shape::Shape;
use serde_json::{Map, Value, json};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The parts of the schema: name, form, required keys, meaning.
const PARTS: [(&str, &Shape, &[&str], &str); 6] = [
    ("paper", &raw::PAPER, &["title"], "A paper: the front matter of a markdown file, or a YAML file of one"),
    ("papers", &raw::PAPERS, &["papers"], "A YAML file of many papers, and what holds for all of them"),
    ("topics", &raw::TOPICS, &[], "content/topics.yaml: what topics there are, by their slugs"),
    ("organizations", &raw::ORGANIZATIONS, &[], "content/organizations.yaml: what is known of handles"),
    ("authors", &raw::PEOPLE, &[], "content/authors.yaml: which names are one person"),
    ("metrics", &raw::METRICS, &["as_of"], "A file of content/metrics/: what machines counted"),
];

/// Returns the whole schema, or one part (`paper`, `papers`, `topics`, `site` …), as text that ends in a line break.
///
/// The whole schema describes an entry: a file of one or several papers. Its `$defs` contain the other parts.
pub fn text(part: Option<&str>) -> String {
    let schema = match part {
        Some(part) => with_dialect(parts().remove(part).unwrap_or_default()),
        None => {
            let any = json!([{ "$ref": "#/$defs/paper" }, { "$ref": "#/$defs/papers" }]);
            with_dialect(json!({ "title": "Offprint content", "anyOf": any, "$defs": parts() }))
        }
    };
    // A value of texts and lists can always be serialized.
    let text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text + "\n"
}

fn with_dialect(schema: Value) -> Value {
    let mut all = Map::new();
    all.insert("$schema".to_owned(), DIALECT.into());
    if let Value::Object(schema) = schema {
        all.extend(schema);
    }
    Value::Object(all)
}

fn parts() -> Map<String, Value> {
    let mut parts = Map::new();
    for (name, shape, required, about) in PARTS {
        let mut schema = schema_of(shape, "");
        schema["description"] = about.into();
        if !required.is_empty() {
            schema["required"] = (*required).into();
        }
        parts.insert(name.to_owned(), schema);
    }
    parts.insert("site".to_owned(), site());
    parts
}

/// Returns the schema of a form; `key` is the key with a value of this form.
fn schema_of(shape: &Shape, key: &str) -> Value {
    let mut schema = match shape {
        Shape::Text if key == "as_of" => {
            json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}" })
        }
        // A year alone is a number in YAML.
        Shape::Text if is_date(key) => {
            json!({ "type": ["string", "integer"], "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?" })
        }
        // If text is expected, numbers and flags are read as text, as written.
        Shape::Text => json!({ "type": ["string", "number", "boolean", "null"] }),
        Shape::Count => json!({ "type": ["integer", "null"], "minimum": 0 }),
        Shape::Flag => json!({ "type": ["boolean", "null"] }),
        Shape::List(inner) => json!({ "type": ["array", "null"], "items": schema_of(inner, key) }),
        Shape::Table(inner) => {
            json!({ "type": ["object", "null"], "additionalProperties": { "anyOf": [schema_of(inner, ""), { "type": "null" }] } })
        }
        Shape::Record(fields) => {
            let properties: Map<String, Value> =
                fields.iter().map(|(name, shape)| ((*name).to_owned(), schema_of(shape, name))).collect();
            json!({ "type": ["object", "null"], "properties": properties, "additionalProperties": false })
        }
        Shape::Either(shapes) => {
            json!({ "anyOf": shapes.iter().map(|shape| schema_of(shape, key)).collect::<Vec<_>>() })
        }
        Shape::Free => json!({}),
    };
    if let Some(words) = choices(key) {
        schema = json!({ "enum": words });
    }
    if key == "id" {
        schema = json!({ "type": "string", "pattern": "^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9_-])?$", "maxLength": 100 });
    }
    if let Some(about) = about(key)
        && let Value::Object(schema) = &mut schema
    {
        schema.insert("description".to_owned(), about.into());
    }
    schema
}

fn is_date(key: &str) -> bool {
    key == "date" || PLAIN_KEYS.iter().any(|plain| plain.key == key && plain.form == Form::Date)
}

/// Returns the allowed words of a key, if they are limited.
fn choices(key: &str) -> Option<&'static [&'static str]> {
    PLAIN_KEYS.iter().find(|plain| plain.key == key).and_then(|plain| match plain.form {
        Form::Choice(words) => Some(words),
        _ => None,
    })
}

/// Returns the meaning of a key.
fn about(key: &str) -> Option<&'static str> {
    if let Some(known) = KEYS.iter().find(|known| known.key == key) {
        return Some(known.about);
    }
    Some(match key {
        "arxiv" => "An arXiv id",
        "doi" => "A DOI",
        "papers" => "The papers of the file",
        "as_of" => "The day of the counts",
        "parent" => "The slug of the wider topic",
        "affiliation" => "Where the author works",
        "family" => "The family name, as in citations",
        "given" => "The given names",
        "suffix" => "What follows the name, such as Jr.",
        "collaboration" => "Whether the author is a collaboration and not a person",
        "orcid" => "An ORCID",
        "handle" => "The short name of an organization",
        "name" => "The name as it is shown",
        "description" => "One line of markdown",
        "logo" => "The address of an image",
        "reason" => "Why",
        "label" => "The words of the link",
        "url" => "An address",
        "other" => "Links with labels of their own",
        _ if LinkKind::ALL.iter().any(|kind| kind.key() == key) => {
            "An address that begins with https:// or http://, or with / for a file of this site"
        }
        _ => return None,
    })
}

/// Returns the table of a paper's keys, in markdown.
pub fn keys_markdown() -> String {
    let row = |key: &Key| {
        let doc: Vec<&str> = key.doc.iter().map(|line| line.trim()).collect();
        format!("| `{}` | {} |\n", key.key, doc.join(" ").replace('|', "\\|"))
    };
    format!("| key | type and meaning |\n| --- | --- |\n{}", KEYS.iter().map(row).collect::<String>())
}

/// Returns the keys that a file of papers may have for all of its papers, in markdown.
pub fn shared_keys_markdown() -> String {
    let keys: Vec<String> = SHARED.iter().map(|shared| format!("`{}`", shared.key)).collect();
    keys.join(", ")
}

/// Returns the schema of `site.toml`.
fn site() -> Value {
    let mut root = json!({ "type": "object", "description": "site.toml: the settings of a site", "properties": {}, "additionalProperties": false });
    root["required"] = json!(["title", "base_url"]);
    for setting in config::reference() {
        let mut place = &mut root;
        let mut keys: Vec<&str> = setting.key.split('.').collect();
        let last = keys.pop().unwrap_or_default();
        for (depth, key) in keys.iter().enumerate() {
            let is_list =
                config::is_list(&setting.key.split('.').take(depth + 1).collect::<Vec<_>>().join("."));
            let properties = &mut place["properties"];
            if properties.get(key).is_none() {
                let table = json!({ "type": "object", "properties": {}, "additionalProperties": false });
                properties[*key] = if is_list { json!({ "type": "array", "items": table }) } else { table };
            }
            place = &mut properties[*key];
            if is_list {
                place = &mut place["items"];
            }
        }
        place["properties"][last] = of_setting(&setting);
    }
    root
}

fn of_setting(setting: &Setting) -> Value {
    let mut schema = match setting.kind {
        "boolean" => json!({ "type": "boolean" }),
        "boolean or text" => json!({ "enum": [true, false, "auto"] }),
        "integer" => {
            let mut bounds = setting.rule.split(" to ").filter_map(|bound| bound.parse::<u64>().ok());
            json!({ "type": "integer", "minimum": bounds.next(), "maximum": bounds.next() })
        }
        "table" => json!({ "type": "object" }),
        "list of tables" => json!({ "type": "array" }),
        _ => json!({ "type": "string" }),
    };
    schema["description"] = setting.doc.as_str().into();
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_described() {
        fn walk(schema: &Value, path: &str, missing: &mut Vec<String>) {
            if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
                for (key, inner) in properties {
                    if inner.get("description").is_none()
                        && inner.get("properties").is_none()
                        && inner.get("items").is_none()
                    {
                        missing.push(format!("{path}/{key}"));
                    }
                }
            }
            match schema {
                Value::Object(all) => {
                    all.iter().for_each(|(key, inner)| walk(inner, &format!("{path}/{key}"), missing))
                }
                Value::Array(all) => all.iter().for_each(|inner| walk(inner, path, missing)),
                _ => {}
            }
        }
        let mut missing = Vec::new();
        walk(&serde_json::from_str(&text(None)).unwrap(), "", &mut missing);
        assert_eq!(missing, Vec::<String>::new());
    }

    #[test]
    fn the_schema_has_all_keys_of_entries_and_all_settings() {
        let all: Value = serde_json::from_str(&text(None)).unwrap();
        let paper = all["$defs"]["paper"]["properties"].as_object().unwrap();
        let Shape::Record(fields) = &raw::PAPER else { panic!() };
        assert_eq!(paper.len(), fields.len());
        assert_eq!(paper["upvotes"]["minimum"], 0);
        let site = &all["$defs"]["site"]["properties"];
        assert_eq!(site["pages"]["properties"]["per_page"]["maximum"], 1000);
        assert_eq!(site["import"]["properties"]["rules"]["items"]["properties"]["keyword"]["type"], "string");
        assert_eq!(site["menu"]["items"]["properties"]["label"]["type"], "string");
        assert!(text(Some("paper")).starts_with("{\n  \"$schema\""));
    }
}
