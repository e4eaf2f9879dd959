//! Rows of lists of papers: the cells of a table, the parts of a bullet, or the keys of an object, recognized by name
//! and by content.
//!
//! Lists of one family differ in the number and the order of their columns. This module does not access the file around
//! a row.

mod bullet;
mod links;
mod object;
mod table;
mod values;

use super::report::{Fate, Ledger, NO_KEY};
use chrono::NaiveDate;
pub(super) use object::{is_key, object};
use serde_json::Value;
use values::text_of;
pub(super) use values::without_others;

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
    pub topics: Vec<String>,
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
const TOPICS: &str = "topics";
const PAPER: &str = "the paper at arXiv";
const LINKS: &str = "links";
const COMMENT: &str = "a comment";

/// Reads a row: `| … | … |`, `- day, **title**, authors, Paper: …`, or an object.
pub(super) fn row(value: &Value) -> Result<Row, &'static str> {
    match value {
        Value::String(text) => {
            let text = text.trim();
            match text.strip_prefix("- ").or(text.strip_prefix("* ")) {
                Some(text) => bullet::bullet(text),
                None if text.contains('|') => Ok(table::table(text)),
                None => Err("its row is neither a row of a table nor a bullet"),
            }
        }
        Value::Object(pairs) => Ok(object(pairs.iter().map(|(key, value)| (key.as_str(), value)))),
        Value::Array(cells) => {
            let cells: Vec<String> = cells.iter().map(text_of).collect();
            Ok(table::of_cells(&cells.iter().map(String::as_str).collect::<Vec<_>>()))
        }
        _ => Err("its row is not text, a list or an object"),
    }
}

/// Returns whether a name of a column is that of comments.
pub(super) fn is_comment(name: &str) -> bool {
    name == COMMENT || object::is_comment(name)
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
