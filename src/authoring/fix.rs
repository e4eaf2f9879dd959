//! Fixes of an entry that are certain: missing quotes, ids as numbers, spellings of identifiers, aliases of topics,
//! dates, accents.
//!
//! Text in, text and a list of changes out. It does not access the disk. `check` reports what cannot be fixed with
//! certainty.

use crate::authoring::formatter::{self, Parts};
use crate::authoring::import;
use crate::content::raw;
use crate::content::{TopicNames, TopicRecord};
use crate::text::bibtex::month_of;
use crate::text::identifier;
use crate::text::slug;
use crate::yaml::document::{Item, Value};
use crate::yaml::{unquoted, write};
use chrono::NaiveDate;
use std::collections::HashSet;

/// A fixed file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The text of the file after the fixes.
    pub text: String,
    /// What was changed, one line each: `links.arxiv: … → …`
    pub changes: Vec<String>,
}

/// The topics of the site, which fixes resolve.
#[derive(Debug, Default)]
pub struct Fixer {
    topics: TopicNames,
}

impl Fixer {
    /// Returns a fixer for a site with these topics.
    pub fn new(vocabulary: &[TopicRecord]) -> Fixer {
        Fixer { topics: TopicNames::new(vocabulary.iter(), |_, _| ()) }
    }

    /// Returns a file of papers with all certain fixes; `None` if there is nothing to fix or the file cannot be read.
    pub fn fix(&self, path: &str, text: &str) -> Option<Fixed> {
        if !path.starts_with("content/papers/") {
            return None;
        }
        let parts = Parts::split(path, text)?.ok()?;
        let mut changes = Vec::new();
        let yaml = parts.yaml.replace("\r\n", "\n");
        let (quoted, quotes) = unquoted::quote(&yaml);
        let short = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        changes
            .extend(quotes.iter().map(|(key, old, new)| format!("{key}: {} → {}", short(old), short(new))));
        let mut root = formatter::read(&quoted).ok()?;
        let comments = formatter::comments(&root);
        let is_many = std::ptr::eq(parts.shape, &raw::PAPERS);
        self.paper(&mut root, "", &mut changes);
        if is_many
            && let Some(Value::List(items, _)) = root.item_mut("papers").map(|papers| &mut papers.value)
        {
            for (index, item) in items.iter_mut().enumerate() {
                let name = item
                    .value
                    .get("id")
                    .and_then(Value::text)
                    .map_or_else(|| (index + 1).to_string(), str::to_owned);
                self.paper(&mut item.value, &format!("{name}: "), &mut changes);
            }
        }
        if changes.is_empty() {
            return None;
        }
        let yaml = write::write(&root, parts.shape);
        // If a comment would be lost, the file stays unchanged.
        if formatter::read(&yaml).ok().is_none_or(|new| formatter::comments(&new) != comments) {
            return None;
        }
        let text = parts.with(&yaml);
        Some(Fixed { text, changes })
    }

    fn paper(&self, paper: &mut Value, name: &str, changes: &mut Vec<String>) {
        let mut twice = Vec::new();
        let mut change = |field: &str, item: &mut Item, fixed: Option<String>| {
            let old = item.value.text().unwrap_or_default().to_owned();
            if let Some(new) = fixed.filter(|new| *new != old) {
                changes.push(format!("{name}{field}: {} → {}", old.trim(), new));
                item.value = Value::Text(new);
            }
        };
        for key in ["title", "venue", "submitted_by"] {
            if let Some(item) = paper.item_mut(key) {
                let fixed = item.value.text().and_then(accents);
                change(key, item, fixed);
            }
        }
        for key in ["published", "updated"] {
            if let Some(item) = paper.item_mut(key) {
                let fixed = item.value.text().and_then(day);
                change(key, item, fixed);
            }
        }
        if let Some(item) = paper.item_mut("date") {
            match &mut item.value {
                Value::List(days, _) => {
                    for item in days {
                        let fixed = item.value.text().and_then(day);
                        change("date", item, fixed);
                    }
                }
                value => {
                    let fixed = value.text().and_then(day);
                    change("date", item, fixed);
                }
            }
        }
        if let Some(Value::List(authors, _)) = paper.item_mut("authors").map(|authors| &mut authors.value) {
            for item in authors {
                if let Some(orcid) = item.value.item_mut("orcid") {
                    let fixed = orcid.value.text().and_then(identifier::orcid);
                    change("authors.orcid", orcid, fixed);
                }
                let item = match &item.value {
                    Value::Map(..) => match item.value.item_mut("name") {
                        Some(name) => name,
                        None => continue,
                    },
                    _ => item,
                };
                let fixed = item.value.text().and_then(accents);
                change("authors", item, fixed);
            }
        }
        if let Some(Value::List(topics, _)) = paper.item_mut("topics").map(|topics| &mut topics.value) {
            for item in topics.iter_mut() {
                let fixed = item.value.text().and_then(|topic| self.topics.known(topic)).map(str::to_owned);
                change("topics", item, fixed);
            }
            // Two names of one topic are now the same. An item with a comment stays.
            let mut seen = HashSet::new();
            topics.retain(|item| {
                let text = item.value.text().unwrap_or_default();
                let is_first =
                    seen.insert(slug::slug(text)) || item.after.is_some() || !item.before.is_empty();
                if !is_first {
                    twice.push(format!("{name}topics: removed the duplicate {text}"));
                }
                is_first
            });
        }
        if let Some(links) = paper.item_mut("links") {
            for (key, bare) in
                [("arxiv", identifier::arxiv as fn(&str) -> Option<String>), ("doi", identifier::doi)]
            {
                if let Some(item) = links.value.item_mut(key) {
                    let fixed = item.value.text().and_then(bare);
                    change(&format!("links.{key}"), item, fixed);
                }
            }
        }
        if let Some(item) = paper.item_mut("id") {
            // An old arXiv id has a slash, which is not valid in a URL path. A number needs quotes, which writing it
            // adds.
            let text = item.value.text().unwrap_or_default();
            let fixed = identifier::arxiv(text)
                .filter(|_| !identifier::is_paper_id(text))
                .map(|id| id.replace('/', "-"));
            // `7x-steps` begins with a digit but is not a number, so it is written without quotes.
            let is_number = matches!(&item.value, Value::Plain(text)
                if text.starts_with(|first: char| first.is_ascii_digit()) && formatter::needs_quotes(text));
            if is_number && fixed.is_none() {
                let id = item.value.text().unwrap_or_default().to_owned();
                changes.push(format!("{name}id: {id} → \"{id}\""));
                item.value = Value::Text(id);
            } else {
                change("id", item, fixed);
            }
        }
        if let Some(item) = paper.item_mut("draft") {
            let fixed = match item.value.text().unwrap_or_default().to_ascii_lowercase().as_str() {
                "no" | "off" | "n" => Some("false"),
                "yes" | "on" | "y" => Some("true"),
                _ => None,
            };
            if let Some(flag) = fixed {
                changes.push(format!("{name}draft: {} is {flag}", item.value.text().unwrap_or_default()));
                item.value = Value::Plain(flag.to_owned());
            }
        }
        changes.append(&mut twice);
    }
}

/// Returns a text with its LaTeX accents replaced by letters, if it has a backslash.
fn accents(text: &str) -> Option<String> {
    text.contains('\\').then(|| import::accents(text))
}

fn is_digits(word: &str) -> bool {
    word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns a date in the form `2026-04-15`, if the text has only one reading.
fn day(text: &str) -> Option<String> {
    let text = text.trim();
    let words: Vec<&str> =
        text.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let number =
        |word: &str| word.trim_end_matches(|char: char| char.is_ascii_alphabetic()).parse::<u32>().ok();
    let (year, month, day) = match words.as_slice() {
        // If the year comes first, the month is second.
        [year, month, day, ..] if year.len() == 4 => {
            // A time after the day is ignored.
            let day = day.split(['T', 't']).next().unwrap_or(day);
            (year.parse().ok()?, month.parse().ok().or_else(|| month_of(month))?, day.parse().ok()?)
        }
        [day, month, year] if year.len() == 4 && month_of(month).is_some() => {
            (year.parse().ok()?, month_of(month)?, number(day)?)
        }
        [month, day, year] if year.len() == 4 && month_of(month).is_some() => {
            (year.parse().ok()?, month_of(month)?, number(day)?)
        }
        // 30.11.2026 and 11/30/2026 have one reading, 3.4.2026 has two.
        [first, second, year] if year.len() == 4 && is_digits(first) && is_digits(second) => {
            let (first, second): (u32, u32) = (first.parse().ok()?, second.parse().ok()?);
            match (first, second) {
                (1..=12, 13..) => (year.parse().ok()?, first, second),
                (13.., 1..=12) => (year.parse().ok()?, second, first),
                (one, other) if one == other => (year.parse().ok()?, one, one),
                _ => return None,
            }
        }
        [one] if one.len() == 8 && one.bytes().all(|byte| byte.is_ascii_digit()) => {
            (one[..4].parse().ok()?, one[4..6].parse().ok()?, one[6..].parse().ok()?)
        }
        _ => return None,
    };
    let day = NaiveDate::from_ymd_opt(year, month, day).filter(|_| (1400..=2999).contains(&year))?;
    Some(day.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use insta::assert_snapshot;
    use proptest::prelude::*;

    #[test]
    fn certain_fixes_are_made_and_reported() {
        let text = "---\nid: 2503.02130\ntitle: Erd{\\\"o}s: a story\nauthors:\n  - Garc\\'ia # hi\ndate: 2026/3/5\npublished: March 4th, 2026\ntopics: [llm, other, Language models]\nlinks:\n  arxiv: https://arxiv.org/abs/2503.02130v2\n  doi: https://doi.org/10.1145/3292500.3330701\n---\nBody \\\"o\n";
        let topic = TopicRecord {
            origin: crate::content::Origin { file: "content/topics.yaml".into(), index: None },
            slug: "language-models".to_owned(),
            name: "Language models".to_owned(),
            description_html: None,
            aliases: vec!["llm".to_owned()],
            parent: None,
        };
        let fixer = Fixer::new(&[topic]);
        let fixed = fixer.fix("content/papers/a.md", text).unwrap();
        assert_snapshot!(fixed.text, @r#"
        ---
        id: "2503.02130"
        title: "Erdös: a story"
        authors:
          - García # hi
        date: 2026-03-05
        published: 2026-03-04
        topics: [language-models, other]
        links:
          arxiv: "2503.02130"
          doi: 10.1145/3292500.3330701
        ---
        Body \"o
        "#);
        assert_eq!(fixed.changes.len(), 11, "{:#?}", fixed.changes);
        assert_eq!(fixer.fix("content/papers/a.md", &fixed.text), None);
    }

    #[test]
    fn front_matter_that_is_not_a_mapping_stays_unchanged() {
        for yaml in ["- - name: a: b", "- title: Erd\\\"os: a story", "title"] {
            let text = format!("---\n# first\n{yaml}\n---\nText.\n");
            assert_eq!(Fixer::default().fix("content/papers/a.md", &text), None, "{yaml}");
            assert_eq!(Fixer::default().fix("content/papers/a.yaml", &format!("# first\n{yaml}\n")), None);
        }
    }

    #[test]
    fn an_id_that_only_begins_with_a_digit_needs_no_fix() {
        let entry = |id: &str| format!("---\nid: {id}\ntitle: A\ndate: 2026-03-05\n---\nText.\n");
        let fix = |id: &str| Fixer::default().fix("content/papers/a.md", &entry(id)).map(|fixed| fixed.text);
        assert_eq!(fix("7x-steps"), None);
        assert_eq!(fix("2503.02130"), Some(entry("\"2503.02130\"")));
        assert_eq!(fix("\"2503.02130\""), None);
    }

    #[test]
    fn a_value_is_quoted_once_under_keys_of_every_type() {
        for key in ["draft", "author_count", "upvotes", "withdrawn", "title"] {
            let text = format!("---\n{key}: a: \"b\"\ndate: 2026-03-05\n---\n");
            let fixed = Fixer::default().fix("content/papers/a.md", &text).unwrap();
            assert!(fixed.text.contains(&format!("{key}: 'a: \"b\"'\n")), "{}", fixed.text);
            assert_eq!(Fixer::default().fix("content/papers/a.md", &fixed.text), None, "{key}");
        }
    }

    #[test]
    fn uncertain_values_stay_unchanged() {
        for text in [
            "3/4/2026",
            "3.4.2026",
            "0.11.2026",
            "31.11.2026",
            "2026",
            "04-05-06",
            "next week",
            "2026-13-01",
            "",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
        assert_eq!(day("2026-03-05T10:00:00Z").as_deref(), Some("2026-03-05"));
        for text in ["30.11.2026", "11/30/2026", "30-11-2026"] {
            assert_eq!(day(text).as_deref(), Some("2026-11-30"), "{text}");
        }
        assert_eq!(day("5.5.2026").as_deref(), Some("2026-05-05"));
        assert_eq!(accents(r"our \method on $\alpha$").as_deref(), Some(r"our \method on $\alpha$"));
    }

    proptest! {
        #[test]
        fn any_text_can_be_fixed(text in "\\PC{0,60}|(title|date|id|links|: |\\n|  |arxiv|2026|-|/|\\\\|\\{|\\}|\"|\\[|\\]|é){0,30}") {
            let _ = Fixer::default().fix("content/papers/a.yaml", &text);
            let _ = Fixer::default().fix("content/papers/a.md", &format!("---\n{text}\n---\n"));
            let _ = day(&text);
        }
    }
}
