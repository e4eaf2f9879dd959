//! The kinds of plain keys: the form and the checks of their values. Also keys as data, for code that handles all keys
//! alike.
//!
//! This module does not know which keys exist.

use super::entry::{line_of, one_line};
use super::keys::{PaperFacts, RawMany, RawPaper};
use super::problems;
use super::work_type::WorkType;
use crate::diagnostic::{Diagnostic, Location};
use crate::source::codec::Stored;
use crate::text::bibtex;
use crate::text::date::PartialDate;
use crate::text::identifier::web_address;
use crate::text::ideographs::Folds;
use crate::text::page_range;

/// A value; or, for an invalid text, a function that returns its problem, and the text.
type Checked<V> = Result<V, (fn(Location, &str) -> Diagnostic, String)>;

/// A kind of plain key.
pub trait KeyKind {
    type Raw;
    type Value: Stored + PartialEq + Default;
    const FORM: Form;

    /// Returns the checked value.
    fn check(raw: Self::Raw) -> Checked<Self::Value>;

    /// Returns the value without the spaces that line breaks of the YAML text added.
    fn unfolded(raw: Self::Raw, _folds: &Folds<'_>) -> Self::Raw {
        raw
    }

    /// Returns the value, if the paper has one.
    fn value(value: &Self::Value) -> Option<PlainValue<'_>>;

    /// Returns the text as written, if it must be on one line.
    fn line(_raw: &Option<Self::Raw>) -> Option<&String> {
        None
    }
}

/// Returns the checked value of a plain key, and reports an invalid one.
pub(super) fn checked<K: KeyKind>(
    raw: Option<K::Raw>,
    folds: &Folds<'_>,
    place: impl FnOnce() -> Location,
    diagnostics: &mut Vec<Diagnostic>,
) -> K::Value {
    raw.map_or_else(K::Value::default, |raw| {
        K::check(K::unfolded(raw, folds)).unwrap_or_else(|(problem, text)| {
            diagnostics.push(problem(place(), &text));
            K::Value::default()
        })
    })
}

/// The form of a plain key's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A text.
    Text,
    /// A day, a month or a year.
    Date,
    /// A list of texts.
    List,
    /// A web address.
    Address,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Text that only citations use.
    Key,
}

/// The value of a plain key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlainValue<'p> {
    /// A text.
    Text(&'p str),
    /// A day, a month or a year.
    Date(PartialDate),
    /// A list of texts.
    List(&'p [String]),
    /// A web address.
    Address(&'p str),
    /// A kind of work.
    Type(WorkType),
}

/// A kind of plain key whose value is a text of one line.
pub trait LineKind {
    const FORM: Form = Form::Text;

    /// Returns the checked text.
    fn check_line(raw: String) -> Checked<Option<String>>;
}

impl<K: LineKind> KeyKind for K {
    type Raw = String;
    type Value = Option<String>;
    const FORM: Form = <K as LineKind>::FORM;

    fn check(raw: String) -> Checked<Option<String>> {
        K::check_line(raw)
    }

    fn unfolded(raw: String, folds: &Folds<'_>) -> String {
        folds.remove(raw)
    }

    fn value(value: &Option<String>) -> Option<PlainValue<'_>> {
        value.as_deref().map(PlainValue::Text)
    }

    fn line(raw: &Option<String>) -> Option<&String> {
        raw.as_ref()
    }
}

/// Text of one line.
pub struct Line;

impl LineKind for Line {
    fn check_line(raw: String) -> Checked<Option<String>> {
        Ok(line_of(Some(raw)))
    }
}

/// The name of a venue: text of one line that is not an address.
pub struct Venue;

impl LineKind for Venue {
    fn check_line(raw: String) -> Checked<Option<String>> {
        match is_address(raw.trim()) {
            true => Err((problems::url_as_venue, raw)),
            false => Ok(line_of(Some(raw))),
        }
    }
}

/// Returns whether a text is a web address, with or without its scheme: `https://…`, `www.…`, `arxiv.org/abs/…`.
fn is_address(text: &str) -> bool {
    let is_host = |host: &str| {
        let end = host.rsplit_once('.').map_or("", |(_, end)| end);
        end.len() > 1 && host.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-'))
    };
    ["https://", "http://", "www."].iter().any(|start| text.starts_with(start))
        || (!text.contains(char::is_whitespace)
            && text.split_once('/').is_some_and(|(host, _)| is_host(host)))
}

/// Pages, with one hyphen between the first and the last.
pub struct Pages;

impl LineKind for Pages {
    fn check_line(raw: String) -> Checked<Option<String>> {
        Ok(line_of(Some(raw)).map(|pages| page_range::joined(&pages, "-")))
    }
}

/// A day, a month or a year.
pub struct Date;

impl KeyKind for Date {
    type Raw = String;
    type Value = Option<PartialDate>;
    const FORM: Form = Form::Date;

    fn check(raw: String) -> Checked<Option<PartialDate>> {
        PartialDate::parse(&raw).map(Some).ok_or((problems::bad_date, raw))
    }

    fn value(value: &Option<PartialDate>) -> Option<PlainValue<'_>> {
        value.map(PlainValue::Date)
    }
}

impl KeyKind for WorkType {
    type Raw = String;
    type Value = Option<WorkType>;
    const FORM: Form = Form::Choice(WorkType::KEYS);

    fn check(raw: String) -> Checked<Option<WorkType>> {
        WorkType::from_key(raw.trim()).map(Some).ok_or((problems::bad_type, raw))
    }

    fn value(value: &Option<WorkType>) -> Option<PlainValue<'_>> {
        value.map(PlainValue::Type)
    }
}

/// A key of BibTeX.
pub struct CitationKey;

impl LineKind for CitationKey {
    const FORM: Form = Form::Key;

    fn check_line(raw: String) -> Checked<Option<String>> {
        let key = raw.trim();
        match bibtex::is_citation_key(key) {
            true => Ok(Some(key.to_owned())),
            false => Err((problems::bad_citation_key, raw)),
        }
    }
}

/// A list of texts of one line.
pub struct Names;

impl KeyKind for Names {
    type Raw = Vec<String>;
    type Value = Vec<String>;
    const FORM: Form = Form::List;

    fn check(raw: Vec<String>) -> Checked<Vec<String>> {
        Ok(raw.iter().map(|name| one_line(name)).filter(|name| !name.is_empty()).collect())
    }

    fn unfolded(raw: Vec<String>, folds: &Folds<'_>) -> Vec<String> {
        raw.into_iter().map(|name| folds.remove(name)).collect()
    }

    fn value(value: &Vec<String>) -> Option<PlainValue<'_>> {
        (!value.is_empty()).then_some(PlainValue::List(value))
    }
}

/// An address on the web or of this site.
pub struct Address;

impl KeyKind for Address {
    type Raw = String;
    type Value = Option<String>;
    const FORM: Form = Form::Address;

    fn check(raw: String) -> Checked<Option<String>> {
        web_address(&raw).map(Some).ok_or((problems::bad_url, raw))
    }

    fn value(value: &Option<String>) -> Option<PlainValue<'_>> {
        value.as_deref().map(PlainValue::Address)
    }
}

/// A key of a paper, as documented.
pub struct Key {
    /// The name of the key in entries.
    pub key: &'static str,
    /// What it means, for editors.
    pub about: &'static str,
    /// The lines of its row in the documentation, in markdown.
    pub doc: &'static [&'static str],
}

/// A plain key, for code that handles all of them alike.
pub struct PlainKey {
    /// The name of the key in entries.
    pub key: &'static str,
    /// The form of the value.
    pub form: Form,
    /// Returns the text as written, if it must be on one line.
    pub(super) written: fn(&RawPaper) -> Option<&String>,
    /// Returns the value, if the entry has one.
    pub value: fn(&PaperFacts) -> Option<PlainValue<'_>>,
    /// The JSON of papers that has it, its position, and its meaning there.
    pub data: Option<(InData, Position, &'static str)>,
    /// The word of the interface that labels it among the facts on the paper's page.
    pub word: Option<&'static str>,
}

/// The JSON that has a plain key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum InData {
    /// The JSON Lines of all papers, and the lists of days and topics.
    Lists,
    /// The JSON Lines of all papers.
    Papers,
}

/// The position of a plain key in the JSON of a paper.
#[expect(clippy::enum_variant_names, reason = "a position is named by what it follows")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// After `dates`.
    AfterDates,
    /// After `topics`.
    AfterTopics,
    /// After `links`.
    AfterLinks,
    /// After `withdrawn`.
    AfterWithdrawn,
}

/// A key that a file of papers may have for all of them.
pub(super) struct SharedKey {
    pub key: &'static str,
    /// Returns whether a paper has its own value.
    pub is_own: fn(&RawPaper) -> bool,
    /// Gives a paper without a value the value of the file.
    pub fill_in: fn(&mut RawPaper, &RawMany),
    /// Returns the number of values, and the bytes that they add to each paper.
    pub extent: fn(&RawMany) -> Option<(usize, usize)>,
    pub forget: fn(&mut RawMany),
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn an_address_is_not_the_name_of_a_venue() {
        for text in [
            "https://example.org",
            "http://a.org/b c",
            "www.example.org",
            "arxiv.org/abs/2401.00001",
            "doi.org/10.1/x",
        ] {
            assert!(is_address(text), "{text}");
        }
        for text in [
            "AAAI/ACM",
            "J.Phys./A",
            "NeurIPS 2017",
            "ICML",
            "Proc. of example.org/x and others",
            "arXiv.org",
        ] {
            assert!(!is_address(text), "{text}");
        }
    }
}
