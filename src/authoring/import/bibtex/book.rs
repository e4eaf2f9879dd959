//! Strings and inheritance: an entry with all values that it refers to.
//!
//! Fields are inherited by the rules of biblatex (manual, appendix B, "Default Inheritance Setup"). Fields that
//! identify or describe only the container are not inherited: its DOI and address are not those of its papers.

use crate::authoring::import::report::{Fate, Ledger};
use crate::text::bibtex::{Chunk, Element, Entry, Field};
use std::collections::{HashMap, HashSet};

/// An entry with its strings resolved and its fields inherited.
#[derive(Debug, Clone, Default)]
pub(super) struct Resolved<'t> {
    pub key: &'t str,
    /// The type of the entry, in lower case.
    pub kind: String,
    pub fields: Fields,
    /// The entry as written.
    pub source: &'t str,
    /// Whether the entry depends on strings or other entries, or has mistakes.
    pub is_rewritten: bool,
}

/// The values of the fields of an entry, by names in lower case, in the order of the names.
///
/// An entry has about ten fields and is asked for about a hundred: comparing lengths first is the cheapest search.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    pub fn get(&self, key: &str) -> Option<&String> {
        self.0.iter().find(|(own, _)| own.len() == key.len() && own == key).map(|(_, value)| value)
    }

    /// Adds a value, unless the entry has one of this name.
    pub fn add(&mut self, key: String, value: String) {
        let place = self.0.partition_point(|(own, _)| *own < key);
        if self.0.get(place).is_none_or(|(own, _)| *own != key) {
            self.0.insert(place, (key, value));
        }
    }

    fn remove(&mut self, key: &str) {
        self.0.retain(|(own, _)| own != key);
    }

    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|(key, _)| key)
    }

    pub fn iter(&self) -> impl Iterator<Item = &(String, String)> {
        self.0.iter()
    }
}

impl Resolved<'_> {
    /// Returns the value of a field without blanks around it; empty if there is none.
    pub fn get(&self, key: &str) -> &str {
        self.fields.get(key).map_or("", |text| text.trim())
    }
}

/// The definitions of a file.
pub(super) struct Book<'b, 't> {
    text: &'t str,
    strings: HashMap<String, String>,
    /// By key in lower case.
    entries: HashMap<String, &'b Entry<'t>>,
    /// The proceedings of the file, by their keys without punctuation and century, if some entry may mean them.
    proceedings: Vec<(String, &'b Entry<'t>)>,
    /// The proceedings that all entries of the file implicitly belong to, as in the files of PMLR.
    volume: Option<&'b Entry<'t>>,
    /// The keys that entries refer to, in lower case; and, without punctuation, those that are not in the file.
    referred: HashSet<String>,
    /// The number of bytes that strings and other entries have added.
    added: usize,
}

/// Strings and other entries may add this many bytes for each byte of the file, and this many to any file. Without the
/// limit, a long string that a thousand entries use would be written a thousand times.
const ADDED_FOR_EACH: usize = 16;
const ADDED_TO_ANY: usize = 1_000_000;
const ENDLESS: &str =
    "strings and cross-references would make the entries of this file more than 16 times as long as the file";

/// The maximum depth of containers inside each other.
const DEPTH: usize = 4;

/// The maximum length of a value in bytes. Strings can contain each other many times.
const LONGEST: usize = 1_000_000;

impl<'b, 't> Book<'b, 't> {
    pub fn new(text: &'t str, elements: &'b [Element<'t>]) -> Book<'b, 't> {
        let mut book = Book {
            text,
            strings: HashMap::new(),
            entries: HashMap::new(),
            proceedings: Vec::new(),
            volume: volume(elements),
            referred: referred(elements),
            added: 0,
        };
        let has_references = !book.referred.is_empty();
        for element in elements {
            match element {
                Element::Strings(fields) => {
                    for field in fields {
                        if let Some(value) = book.value(&field.value) {
                            book.strings.insert(field.name.to_ascii_lowercase(), value);
                        }
                    }
                }
                Element::Entry(entry) if has_references => {
                    let key = &text[entry.key.clone()];
                    // The first one counts, as with biber.
                    book.entries.entry(key.to_lowercase()).or_insert(entry);
                    if entry.kind.eq_ignore_ascii_case("proceedings") {
                        book.proceedings.push((alike(key), entry));
                    }
                }
                _ => {}
            }
        }
        book
    }

    /// Returns an entry with the values that it refers to.
    ///
    /// # Errors
    /// If the entry is not a work, or is too long.
    pub fn entry(&mut self, entry: &Entry<'t>, ledger: &mut Ledger) -> Result<Resolved<'t>, String> {
        let mut resolved = self.own(entry, ledger).ok_or(ENDLESS)?;
        match resolved.kind.as_str() {
            "set" => return Err("a set is not a paper; its entries are imported one by one".to_owned()),
            "xdata" => {
                return Err("xdata is not a paper; the entries that refer to it have its fields".to_owned());
            }
            kind if is_volume(kind) && self.is_referred(entry) => {
                return Err(format!("the @{kind} that other entries refer to; they inherit its fields"));
            }
            // Of a volume that no entry refers to, nothing would remain.
            _ => {}
        }
        self.inherit(&mut resolved, DEPTH, ledger).ok_or(ENDLESS)?;
        resolved.fields.remove("crossref");
        resolved.fields.remove("xdata");
        Ok(resolved)
    }

    /// Returns whether another entry inherits from this one.
    fn is_referred(&self, entry: &Entry<'t>) -> bool {
        let key = &self.text[entry.key.clone()];
        self.volume.is_some_and(|volume| volume.span == entry.span)
            || self.referred.contains(&key.to_lowercase())
            || self.referred.contains(&alike(key))
    }

    /// Returns an entry with its own fields.
    fn own(&mut self, entry: &Entry<'t>, ledger: &mut Ledger) -> Option<Resolved<'t>> {
        let key = &self.text[entry.key.clone()];
        let mut resolved = Resolved {
            key,
            kind: if entry.kind.is_empty() { "misc".to_owned() } else { entry.kind.to_ascii_lowercase() },
            source: &self.text[entry.span.clone()],
            is_rewritten: entry.has_slips,
            ..Resolved::default()
        };
        for field in &entry.fields {
            let value = self.value(&field.value)?;
            self.report_undefined(field, key, ledger);
            resolved.is_rewritten |= field.value.iter().any(
                |chunk| matches!(chunk, Chunk::Word(name) if self.strings.contains_key(&name.to_ascii_lowercase())),
            );
            let name = field.name.to_ascii_lowercase();
            match resolved.fields.get(&name) {
                None => resolved.fields.add(name, value),
                Some(known) if *known != value && !value.trim().is_empty() => {
                    ledger.note_named(
                        &name,
                        Fate::Dropped,
                        "the entry has the field twice; the first one is used",
                        key,
                    );
                }
                Some(_) => {}
            }
        }
        Some(resolved)
    }

    /// Reports words without quotes that no `@string` defines.
    fn report_undefined(&self, field: &Field<'_>, key: &str, ledger: &mut Ledger) {
        for chunk in &field.value {
            let Chunk::Word(word) = chunk else { continue };
            let is_defined = word.bytes().all(|byte| byte.is_ascii_digit())
                || field.name.eq_ignore_ascii_case("month")
                || self.strings.contains_key(&word.to_ascii_lowercase());
            if !is_defined {
                let why = "no `@string` of the file has this name; the name is used as text";
                ledger.note_named(
                    &field.name.to_ascii_lowercase(),
                    Fate::Unsure,
                    why,
                    &format!("{key}: {word}"),
                );
            }
        }
    }

    /// Returns a value with its strings resolved; `None` if it is too long.
    fn value(&mut self, value: &[Chunk<'_>]) -> Option<String> {
        if let [Chunk::Text(text)] = value {
            return Some((*text).to_owned());
        }
        let mut text = String::new();
        for chunk in value {
            match chunk {
                Chunk::Text(part) => text.push_str(part),
                Chunk::Word(name) => match self.strings.get(&name.to_ascii_lowercase()) {
                    Some(value) => {
                        self.added = added(self.added, value.len(), self.text.len())?;
                        text.push_str(value);
                    }
                    None => text.push_str(name),
                },
            }
            if text.len() > LONGEST {
                text.truncate(text.floor_char_boundary(LONGEST));
                break;
            }
        }
        Some(text)
    }

    /// Adds the fields of its containers and of its `xdata` to an entry, except those that it has already.
    fn inherit(&mut self, entry: &mut Resolved<'t>, depth: usize, ledger: &mut Ledger) -> Option<()> {
        if depth == 0 {
            return Some(());
        }
        let names = entry.fields.get("xdata").cloned().unwrap_or_default();
        for name in names.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            match self.entries.get(&name.to_lowercase()).copied() {
                Some(data) => {
                    let mut data = self.own(data, ledger)?;
                    self.inherit(&mut data, depth - 1, ledger)?;
                    self.take(
                        entry,
                        data.fields.0.into_iter().filter(|(key, _)| key != "crossref" && key != "xdata"),
                    )?;
                }
                None => ledger.note(
                    "xdata",
                    Fate::Dropped,
                    "the entry that it refers to is not in the file",
                    entry.key,
                ),
            }
        }
        let Some(name) = entry.fields.get("crossref").map(|name| name.trim().to_lowercase()) else {
            let Some(volume) = self.volume.filter(|_| entry.kind == "inproceedings") else { return Some(()) };
            ledger.note(
                "crossref",
                Fate::Guessed,
                "the entry is below the only proceedings of the file",
                entry.key,
            );
            return self.take_from(volume, entry, depth, ledger);
        };
        entry.is_rewritten = true;
        let Some(container) = self.container(&name, entry.key, ledger) else {
            ledger.note(
                "crossref",
                Fate::Dropped,
                "the entry that it refers to is not in the file",
                entry.key,
            );
            return Some(());
        };
        self.take_from(container, entry, depth, ledger)
    }

    fn take_from(
        &mut self,
        container: &Entry<'t>,
        entry: &mut Resolved<'t>,
        depth: usize,
        ledger: &mut Ledger,
    ) -> Option<()> {
        let mut container = self.own(container, ledger)?;
        self.inherit(&mut container, depth - 1, ledger)?;
        let (kind, of) = (entry.kind.clone(), container.kind.clone());
        let fields = container
            .fields
            .0
            .into_iter()
            .filter_map(|(key, value)| Some((inherited(&key, &kind, &of)?, value)));
        let fields: Vec<(String, String)> = fields.collect();
        self.take(entry, fields.into_iter())
    }

    /// Returns the entry that a `crossref` means: by its key, or, in files with mismatched keys, the only proceedings
    /// with nearly that key.
    fn container(&self, name: &str, key: &str, ledger: &mut Ledger) -> Option<&'b Entry<'t>> {
        if let Some(container) = self.entries.get(name) {
            return Some(container);
        }
        let name = alike(name);
        let mut fitting = self.proceedings.iter().filter(|(known, _)| *known == name);
        let (_, found) = fitting.next().filter(|_| fitting.next().is_none())?;
        ledger.note(
            "crossref",
            Fate::Guessed,
            "the key is not in the file, but one that is nearly the same",
            key,
        );
        Some(found)
    }

    fn take(
        &mut self,
        entry: &mut Resolved<'t>,
        fields: impl Iterator<Item = (String, String)>,
    ) -> Option<()> {
        for (key, value) in fields {
            if entry.fields.get(&key).is_some()
                || (is_date(&key) && entry.fields.keys().any(|own| is_date(own)))
            {
                continue;
            }
            self.added = added(self.added, value.len(), self.text.len())?;
            entry.is_rewritten = true;
            entry.fields.add(key, value);
        }
        Some(())
    }
}

/// Returns whether a kind is a volume or an issue, which other entries are parts of.
pub(super) fn is_volume(kind: &str) -> bool {
    matches!(kind, "proceedings" | "mvproceedings" | "periodical")
}

/// Returns the keys that entries refer to, in lower case, and without punctuation.
fn referred(elements: &[Element<'_>]) -> HashSet<String> {
    let refers =
        |field: &&Field<'_>| ["crossref", "xdata"].iter().any(|name| field.name.eq_ignore_ascii_case(name));
    let mut keys = HashSet::new();
    for element in elements {
        let Element::Entry(entry) = element else { continue };
        for chunk in entry.fields.iter().filter(refers).flat_map(|field| &field.value) {
            let (Chunk::Text(text) | Chunk::Word(text)) = chunk;
            for key in text.split(',').map(str::trim) {
                keys.insert(key.to_lowercase());
                keys.insert(alike(key));
            }
        }
    }
    keys
}

/// Returns the proceedings at the beginning of a file whose other entries are all papers without a date, a book title
/// and a reference.
fn volume<'b, 't>(elements: &'b [Element<'t>]) -> Option<&'b Entry<'t>> {
    let mut entries = elements.iter().filter_map(|element| match element {
        Element::Entry(entry) => Some(entry),
        _ => None,
    });
    let first = entries.next().filter(|first| first.kind.eq_ignore_ascii_case("proceedings"))?;
    let names = ["date", "year", "booktitle", "journal", "crossref"];
    let is_of_it = |entry: &Entry<'_>| {
        entry.kind.eq_ignore_ascii_case("inproceedings")
            && !entry
                .fields
                .iter()
                .any(|field| names.iter().any(|name| field.name.eq_ignore_ascii_case(name)))
    };
    let papers: Vec<&Entry<'_>> = entries.collect();
    (!papers.is_empty() && papers.into_iter().all(is_of_it)).then_some(first)
}

/// Returns the count with one more value; `None` if that is too much for a file of `read` bytes.
fn added(before: usize, len: usize, read: usize) -> Option<usize> {
    let added = before + len;
    (added <= ADDED_TO_ANY + ADDED_FOR_EACH * read).then_some(added)
}

/// Returns whether a field is a date or a part of one. The dates of two entries are not mixed.
fn is_date(key: &str) -> bool {
    matches!(key, "date" | "year" | "month" | "day" | "published")
}

/// Returns a key without punctuation, letter case and century: `ACML-2022` and `acml22` are equal.
fn alike(key: &str) -> String {
    let key: String =
        key.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let digits = key.len() - key.trim_end_matches(|char: char| char.is_ascii_digit()).len();
    match key.split_at_checked(key.len() - digits) {
        Some((name, year)) if year.len() == 4 && (year.starts_with("19") || year.starts_with("20")) => {
            [name, &year[2..]].concat()
        }
        _ => key,
    }
}

/// Returns the name under which an entry of type `kind` inherits a field from its container of type `of`; `None` if it
/// does not inherit it.
fn inherited(key: &str, kind: &str, of: &str) -> Option<String> {
    // Fields that identify or describe only the container, private fields, and the fields that biblatex never inherits.
    const NEVER: [&str; 52] = [
        "doi",
        "url",
        "urldate",
        "eprint",
        "eprinttype",
        "eprintclass",
        "archiveprefix",
        "primaryclass",
        "arxiv",
        "arxivid",
        "abstract",
        "keywords",
        "annotation",
        "annote",
        "file",
        "pdf",
        "code",
        "pages",
        "pagetotal",
        "numpages",
        "articleno",
        "eid",
        "ids",
        "crossref",
        "xref",
        "xdata",
        "entryset",
        "entrysubtype",
        "execute",
        "label",
        "options",
        "presort",
        "related",
        "relatedoptions",
        "relatedstring",
        "relatedtype",
        "shorthand",
        "shorthandintro",
        "sortkey",
        "shorttitle",
        "sorttitle",
        "indextitle",
        "indexsorttitle",
        "slides",
        "video",
        "poster",
        "html",
        "timestamp",
        "biburl",
        "bibsource",
        "owner",
        "groups",
    ];
    if NEVER.contains(&key) {
        return None;
    }
    let is_part = matches!(
        kind,
        "inproceedings"
            | "conference"
            | "incollection"
            | "inbook"
            | "bookinbook"
            | "suppbook"
            | "suppcollection"
            | "inreference"
    );
    let is_multi_volume = of.starts_with("mv");
    let prefix = match (of, kind) {
        ("periodical", _) => "journal",
        _ if is_multi_volume && !is_part => "main",
        ("mvbook" | "mvcollection" | "mvproceedings" | "mvreference", _) => "main",
        _ if is_part => "book",
        // An entry that is not a part of another work, such as an article of a `@misc`.
        _ => "book",
    };
    match key {
        "title" | "subtitle" | "titleaddon" => Some([prefix, key].concat()),
        // For a standalone container, this field is the name of its series.
        "booktitle" if of == "proceedings" || of == "collection" || of == "book" => {
            Some("booktitle".to_owned())
        }
        "author" if !(of.ends_with("book") || is_multi_volume) => None,
        _ => Some(key.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_inherited_by_the_rules_of_biblatex() {
        let name = |key, kind, of| inherited(key, kind, of).unwrap_or_else(|| "-".to_owned());
        assert_eq!(name("title", "inproceedings", "proceedings"), "booktitle");
        assert_eq!(name("subtitle", "incollection", "collection"), "booksubtitle");
        assert_eq!(name("title", "article", "periodical"), "journaltitle");
        assert_eq!(name("title", "book", "mvbook"), "maintitle");
        assert_eq!(name("editor", "inbook", "book"), "editor");
        assert_eq!(name("author", "inbook", "book"), "author");
        for key in ["doi", "url", "abstract", "shorttitle", "eprint", "pages"] {
            assert_eq!(name(key, "inproceedings", "proceedings"), "-", "{key}");
        }
        assert_eq!(name("author", "inproceedings", "proceedings"), "-");
    }

    #[test]
    fn keys_are_compared_without_punctuation_and_century() {
        assert_eq!(alike("ACML-2022"), alike("acml22"));
        assert_ne!(alike("ACML-2022"), alike("acml21"));
        assert_ne!(alike("conf2020"), alike("conf-x"));
    }
}
