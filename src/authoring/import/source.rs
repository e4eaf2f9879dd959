//! What every source is: something that reads its own form of files into records.
//!
//! It knows nothing of the archive, of the disk or of the network: bytes in, records out.

use super::record::Record;
use super::report::{Fate, Ledger};
use crate::text::latex::{self, Kind};
use chrono::NaiveDate;
use std::io::BufRead;

/// Where papers come from. One file a source.
pub trait Source: Sync {
    /// Its name, as typed and as remembered beside what it said.
    fn name(&self) -> &'static str;

    /// How much its word counts where sources differ: that of the one who publishes the paper most.
    fn authority(&self) -> u8;

    /// Whether a file of it is the whole list of a day or a collection that is known only when it has been read to its end. Else records
    /// are written as they come, however many.
    fn is_whole(&self) -> bool {
        false
    }

    /// Whether a list of it is a whole day, which must not shrink.
    fn is_daily(&self) -> bool {
        false
    }

    /// How files of it end, for finding them in a folder.
    fn extension(&self) -> &'static str;

    /// Reads a file, giving away each record as it comes.
    ///
    /// # Errors
    /// Where the file as a whole is not what it should be, or ends in the middle. What was given away until then may be all there is.
    fn read(&self, input: &mut Input<'_>, ledger: &mut Ledger, each: &mut Each<'_>) -> Result<(), Broken>;
}

/// Takes what was found; tells whether to go on.
pub type Each<'a> = dyn FnMut(SourceItem, &mut Ledger) -> bool + 'a;

/// A file to read.
pub struct Input<'a> {
    /// The content of the file.
    pub bytes: &'a mut dyn BufRead,
    /// The name of the file without folder and ending.
    pub stem: String,
    /// The day that was asked for, or that the file is named for.
    pub day: Option<NaiveDate>,
}

/// Something in a file.
#[derive(Debug, Clone, PartialEq)]
pub enum SourceItem {
    /// A record.
    Paper(Box<Record>),
    /// No paper can be made of it.
    Skipped {
        /// Place in the file, such as a line.
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

/// Mends the texts of one paper, and notes what was left as it was.
pub(super) struct Texts<'a> {
    pub id: &'a str,
    pub ledger: &'a mut Ledger,
    /// Whether they are LaTeX for sure.
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

    fn fix(&mut self, field: &'static str, text: &str, kind: Kind) -> String {
        let fixed = latex::fix(text, kind, self.is_tex);
        for command in &fixed.unsure {
            self.ledger.note(
                field,
                Fate::Unsure,
                "a command of LaTeX stays as it is",
                &format!("{}: {command}", self.id),
            );
        }
        fixed.text
    }
}

/// Returns an id made of any name: what cannot stand in one becomes a hyphen.
pub(super) fn id_of(name: &str) -> Option<String> {
    let mut id = String::new();
    for char in name.trim().chars() {
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
    crate::text::identifier::is_paper_id(&id).then_some(id)
}
