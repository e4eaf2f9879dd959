//! The interface of all sources: bytes in, records out.
//!
//! It does not access the archive, the disk and the network.

use super::record::{Author, Record};
use super::report::{Fate, Ledger};
use crate::text::latex::{self, Kind};
use crate::text::people::{self, Form, Person};
use crate::text::{identifier, name_parts, slug};
use chrono::NaiveDate;
use std::io::BufRead;

/// A source of papers. Each has its own file.
pub trait Source: Sync {
    /// Its name, in commands and in the memory of imports.
    fn name(&self) -> &'static str;

    /// The rank of the source, which decides if sources differ. The publisher of a paper has the highest rank.
    fn authority(&self) -> u8;

    /// Whether a file is the whole list of a day or of a collection, so that it is written only after it has been read
    /// to its end. Otherwise records are written as they are read, in batches.
    fn is_whole(&self) -> bool {
        false
    }

    /// Whether a file is the list of a day, which must not become shorter.
    fn is_daily(&self) -> bool {
        false
    }

    /// The extension of its files, to find them in a folder.
    fn extension(&self) -> &'static str;

    /// Reads a file and passes each record to `each`.
    ///
    /// # Errors
    /// If the file as a whole cannot be read, or is cut off. Records passed before that are valid.
    fn read(&self, input: &mut Input<'_>, ledger: &mut Ledger, each: &mut Each<'_>) -> Result<(), Broken>;
}

/// Takes an item; returns whether to continue.
pub type Each<'a> = dyn FnMut(SourceItem, &mut Ledger) -> bool + 'a;

/// A file to read.
pub struct Input<'a> {
    /// The content of the file.
    pub bytes: &'a mut dyn BufRead,
    /// The name of the file without folder and extension.
    pub stem: String,
    /// The day of `--day`, or the day in the name of the file.
    pub day: Option<NaiveDate>,
}

/// An item of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum SourceItem {
    /// A record.
    Paper(Box<Record>),
    /// An item that is not imported: its place in the file, and the reason.
    Skipped {
        /// Location in the file, such as a line.
        place: String,
        /// The reason.
        why: String,
    },
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken(pub String);

impl From<std::io::Error> for Broken {
    fn from(error: std::io::Error) -> Broken {
        Broken(format!("reading it failed: {error}"))
    }
}

/// Converts the texts of one paper, and reports what stays unchanged.
pub(super) struct Texts<'a> {
    pub id: &'a str,
    pub ledger: &'a mut Ledger,
    /// Whether the texts are LaTeX, so that braces only group.
    pub is_tex: bool,
}

impl Texts<'_> {
    pub fn title(&mut self, text: &str) -> String {
        self.fix("title", text, Kind::Title)
    }

    pub fn name(&mut self, text: &str) -> String {
        self.fix("authors", text, Kind::Name)
    }

    pub fn prose(&mut self, text: &str) -> String {
        self.fix("abstract", text, Kind::Prose)
    }

    pub fn line(&mut self, field: &'static str, text: &str) -> String {
        self.fix(field, text, Kind::Title)
    }

    /// Returns the people of a list, and whether there are more.
    pub fn people(&mut self, field: &'static str, text: &str, form: Form) -> (Vec<Author>, bool) {
        if text.trim().is_empty() {
            return (Vec::new(), false);
        }
        let people = people::read(text, form, &mut |part| self.fix(field, part, Kind::Name));
        for doubt in &people.ambiguous {
            let why = "a list with two possible meanings; check how it was split";
            self.ledger.note(field, Fate::Unsure, why, &format!("{}: {doubt}", self.id));
        }
        for part in &people.dropped {
            let why = "a number, a mark or an affiliation that is not part of a name";
            self.ledger.note(field, Fate::Dropped, why, &format!("{}: {part}", self.id));
        }
        if people.has_others {
            self.ledger.note(field, Fate::Merged, "the list is not complete: `and others`", self.id);
        }
        (people.people.into_iter().map(Author::from).collect(), people.has_others)
    }

    /// Returns the people that one name of a list means, usually one, and whether it means that there are more.
    pub fn person(&mut self, name: &str) -> (Vec<Author>, bool) {
        self.people("authors", name, Form::BibTex)
    }

    /// Returns an author whose name the source has in parts; `None` if the parts contain no name.
    pub fn parts(&mut self, family: &str, given: &str, suffix: &str) -> Option<Author> {
        let [family, given, suffix] =
            [family, given, suffix].map(|part| self.fix("authors", part, Kind::Name));
        // The hyphen of a double name may be separated by a blank: `C. -P.`
        let given = given.replace(". -", ".-");
        if given.is_empty() && suffix.is_empty() {
            return self.person(&family).0.into_iter().next();
        }
        let name = name_parts::shown(&family, &given, &suffix);
        let person = Person { name, family, given, suffix, is_group: false };
        person.name.contains(char::is_alphanumeric).then(|| person.into())
    }

    fn fix(&mut self, field: &'static str, text: &str, kind: Kind) -> String {
        if text.is_empty() {
            return String::new();
        }
        let mut fixed = latex::fix(text, kind, self.is_tex);
        for command in &fixed.unsure {
            self.ledger.note(
                field,
                Fate::Unsure,
                "a LaTeX command stays unchanged",
                &format!("{}: {command}", self.id),
            );
        }
        if fixed.text.contains('\u{fffd}') {
            fixed.text = fixed.text.replace('\u{fffd}', "?");
            self.ledger.note(field, Fate::Unsure, "the source has lost a character, now `?`", self.id);
        }
        if text.contains(':') && text.contains("mml:") {
            self.ledger.note(field, Fate::Unsure, "a formula in MathML is now text", self.id);
        }
        fixed.text
    }
}

/// Returns a paper id made of any name. Characters that are not valid in an id become hyphens, letters lose their
/// accents, and names in other scripts are transliterated to Latin letters.
pub(super) fn id_of(name: &str) -> Option<String> {
    let name = name.trim();
    let ascii = match name.is_ascii() {
        true => None,
        false => Some(slug::ascii(name).unwrap_or_else(|| slug::slug(name))),
    };
    let mut id = String::new();
    for char in ascii.as_deref().unwrap_or(name).chars() {
        match char {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '_' => id.push(char),
            _ if !id.is_empty() && !id.ends_with('-') => id.push('-'),
            _ => {}
        }
        if id.len() >= 90 {
            break;
        }
    }
    let id = id.trim_start_matches(['.', '_', '-']).trim_end_matches(['.', '-']).to_owned();
    identifier::is_paper_id(&id).then_some(id)
}
