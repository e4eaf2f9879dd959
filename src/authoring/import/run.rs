//! One import, from records to files: filter, assign topics, find the entry, merge, write, remember.
//!
//! It does not know command-line arguments or the wording of the report.

mod files;
mod identity;
mod limits;
mod pictures;
mod shrink;
mod sort;

pub(super) use files::markdown;
pub use pictures::GetPicture;

use super::catalogue::{Catalogue, EntryLocation, Known};
use super::encoding::Utf8;
use super::memory::{self, Memory, Newer};
use super::merge::Conflict;
use super::metrics::Metrics;
use super::record::Record;
use super::report::{Entry, Fate, Ledger};
use super::rules::{Filter, Topics};
use super::source::{Broken, Input, Source, SourceItem};
use super::topics;
use crate::authoring::entry_writer::{EntryWriter, Failure};
use crate::config::{Limits, Site};
use crate::content::TopicRecord;
use crate::source::Sources;
use chrono::NaiveDate;
use identity::{Identity, New};
use pictures::Pictures;
use std::collections::{BTreeMap, BTreeSet};

/// How entries are laid out in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// One Markdown file per paper.
    #[default]
    Paper,
    /// One YAML file per day.
    Day,
}

/// The options of an import.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The layout of new files.
    pub layout: Layout,
    /// Topics that every paper gets.
    pub topics: Vec<String>,
    /// The papers to import.
    pub filter: Filter,
    /// The date of all papers.
    pub day: Option<NaiveDate>,
    /// Whether lists may become shorter.
    pub allow_shrink: bool,
    /// Whether to add papers again whose entries were removed.
    pub restore: bool,
    /// Whether topics of the source that are missing from the vocabulary are added to it.
    pub add_topics: bool,
    /// The date of the counts. If it is not known, the dates of the papers are used.
    pub as_of: Option<NaiveDate>,
}

/// The result of an import.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Records read.
    pub read: u64,
    /// Papers that the filters excluded.
    pub filtered: u64,
    /// Entries added.
    pub added: u64,
    /// Entries changed.
    pub updated: u64,
    /// Entries left unchanged.
    pub unchanged: u64,
    /// Papers whose entries were removed, and which are not added again.
    pub removed: u64,
    /// The ids of the first few thousand removed papers.
    pub removed_ids: Vec<String>,
    /// The changes to files, up to a limit.
    pub changes: Vec<String>,
    /// Files written.
    pub files: u64,
    /// Conflicts, up to a limit.
    pub conflicts: Vec<Conflict>,
    /// Conflicts beyond those that are listed.
    pub more_conflicts: u64,
    /// Items that were not imported, with place and reason, up to a limit.
    pub skipped: Vec<(String, String)>,
    /// Skipped records beyond the listed ones.
    pub more_skipped: u64,
    /// New papers with the title of another entry, and its file.
    pub alike: Vec<(String, String)>,
    /// Records that were joined with another record of the same paper: place, and the id of that record.
    pub merged: Vec<(String, String)>,
    /// New papers with the DOI of another entry, and its file or its id.
    pub same_doi: Vec<(String, String)>,
    /// What happened to each field.
    pub ledger: Vec<Entry>,
}

/// The reason why an import stopped.
#[derive(Debug)]
pub enum Stopped {
    /// The input does not have the expected format.
    Broken(String),
    /// A day would have fewer papers than before.
    Shrinks(String),
    /// A newer version of the program imported into this site.
    Newer(Newer),
    /// Completing papers failed.
    Fetch(String),
    /// An input cannot be read.
    Unreadable(std::io::Error),
    /// Files could not be written.
    Failure(Failure),
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Stopped {
        Stopped::Failure(failure)
    }
}

/// Requests more data about papers, by their ids.
pub type Complete<'a> = dyn FnMut(&[String]) -> Result<Vec<Record>, String> + 'a;

/// The number of records in a batch, for sources that are written while they are read. It is the minimum; `MOST` is the
/// maximum, which applies if files contain many papers. Such files are read and written as a whole, so small batches
/// would write a file again for every few of its papers.
const BATCH: usize = 2_000;
const MOST: usize = 50_000;
/// The number of papers in one request, if papers are completed.
const TOGETHER: usize = 100;
/// The number of records after which progress is reported.
const REPORT_EVERY: u64 = 100;
/// The maximum number of items in each list of the report.
const LISTED: usize = 5_000;

/// An import under way.
pub struct Importer<'a> {
    source: &'static dyn Source,
    request: &'a Request,
    sources: &'a Sources,
    topics: Topics<'a>,
    limits: &'a Limits,
    /// `None` in a dry run, which writes nothing.
    writer: Option<&'a mut EntryWriter>,
    catalogue: Catalogue,
    memory: Memory,
    metrics: Metrics,
    newest: Option<NaiveDate>,
    ledger: Ledger,
    outcome: Outcome,
    /// The number of records processed.
    placed: u64,
    /// The number of papers in the files that the last batch changed.
    rewritten: usize,
    /// Called with the number of records processed.
    progress: &'a dyn Fn(u64),
    complete: Option<&'a mut Complete<'a>>,
    /// The pictures, if they are requested.
    pictures: Option<Pictures<'a>>,
}

impl<'a> Importer<'a> {
    /// Begins an import into the site that `sources` lists. `writer` was opened before `sources` was read; without a
    /// writer nothing is written.
    ///
    /// # Errors
    /// If a newer version of the program imported into the site: its memory would be lost.
    pub fn open(
        source: &'static dyn Source,
        request: &'a Request,
        (sources, site, writer): (&'a Sources, &'a Site, Option<&'a mut EntryWriter>),
        vocabulary: &[TopicRecord],
        progress: &'a dyn Fn(u64),
        complete: Option<&'a mut Complete<'a>>,
    ) -> Result<Importer<'a>, Stopped> {
        if let Some(newer) = memory::newer(sources) {
            return Err(Stopped::Newer(newer));
        }
        Ok(Importer {
            source,
            request,
            sources,
            topics: Topics::new(&site.import, request.topics.clone(), vocabulary),
            limits: &site.limits,
            writer,
            catalogue: Catalogue::read(sources),
            memory: Memory::default(),
            metrics: Metrics::default(),
            newest: None,
            ledger: Ledger::default(),
            outcome: Outcome::default(),
            placed: 0,
            rewritten: 0,
            progress,
            complete,
            pictures: None,
        })
    }

    /// Imports the content of some inputs, which together are one list. If the source's lists are whole, all of it or
    /// nothing is imported.
    ///
    /// # Errors
    /// If an input is broken, a day would become shorter, or reading or writing fails.
    pub fn take(&mut self, inputs: Vec<Input<'_>>) -> Result<(), Stopped> {
        let (source, is_whole) = (self.source, self.source.is_whole());
        let mut days: BTreeSet<NaiveDate> = BTreeSet::new();
        let mut batch: Vec<Record> = Vec::new();
        let (mut stopped, mut papers, mut first_skipped) = (None, 0_u64, None);
        for input in inputs {
            days.extend(input.day);
            // The first bytes of gzip.
            if input.bytes.fill_buf().map_err(Stopped::Unreadable)?.starts_with(&[0x1f, 0x8b]) {
                let why = "it is compressed; unpack it first: zcat FILE | offprint import SOURCE -";
                return Err(Stopped::Broken(why.to_owned()));
            }
            let mut ledger = std::mem::take(&mut self.ledger);
            let mut utf8 = Utf8::new(input.bytes);
            let mut input = Input { bytes: &mut utf8, stem: input.stem, day: input.day };
            let done = source.read(&mut input, &mut ledger, &mut |found, ledger| {
                match found {
                    SourceItem::Paper(record) => {
                        papers += 1;
                        batch.push(*record);
                    }
                    SourceItem::Skipped { place, why } => {
                        first_skipped.get_or_insert_with(|| format!("{place}: {why}"));
                        self.skip(place, why);
                    }
                }
                if is_whole || batch.len() < self.rewritten.clamp(BATCH, MOST) {
                    return true;
                }
                self.rewritten = 0;
                std::mem::swap(&mut self.ledger, ledger);
                let done = self.write(std::mem::take(&mut batch));
                std::mem::swap(&mut self.ledger, ledger);
                stopped = done.err();
                stopped.is_none()
            });
            self.ledger = ledger;
            let stem = input.stem;
            if let Some(note) = utf8.note() {
                self.ledger.note("encoding", Fate::Guessed, note, &stem);
            }
            let done = match utf8.failure() {
                Some(why) => Err(Broken(why)),
                None => done,
            };
            if let Some(stopped) = stopped {
                return Err(stopped);
            }
            if let Err(Broken(why)) = done {
                if !is_whole {
                    self.write(std::mem::take(&mut batch))?;
                }
                return Err(Stopped::Broken(why));
            }
        }
        // One broken paper does not affect the others. If all are broken, the file is of another kind.
        if let (0, Some(first)) = (papers, first_skipped) {
            return Err(Stopped::Broken(format!("no {} paper can be read from it ({first})", source.name())));
        }
        if self.source.is_daily() && !self.request.allow_shrink {
            self.check_days(&days, &batch)?;
        }
        self.write(batch)
    }

    /// Returns the file of the entry of a paper, if there is one.
    pub fn file_of(&self, id: &str, doi: Option<&str>) -> Option<String> {
        Some(self.catalogue.find(&Known { id, doi, ..Known::default() })?.file.to_string())
    }

    /// Reports a paper that was requested and not found.
    pub fn miss(&mut self, id: &str, why: &str) {
        self.skip(id.to_owned(), why.to_owned());
    }

    /// Imports records.
    ///
    /// # Errors
    /// If reading or writing fails.
    pub fn add(&mut self, records: Vec<Record>) -> Result<(), Stopped> {
        self.write(records)
    }

    /// Saves the memory, and returns the result of the import.
    ///
    /// # Errors
    /// If reading or writing fails.
    pub fn finish(mut self) -> Result<Outcome, Stopped> {
        let as_of = self.request.as_of.or(self.newest);
        if let Some(as_of) = as_of {
            for (path, text) in self.metrics.files(as_of, &|path| read(self.sources, path)) {
                match text {
                    Ok(text) => {
                        self.outcome.change(&format!("counts in {path}"));
                        self.put(&path, &text)?;
                    }
                    Err(why) => self.skip(path, why.words().to_owned()),
                }
            }
        }
        let topics = self.topics.unknown();
        if self.request.add_topics && !topics.is_empty() {
            match topics::added(read(self.sources, topics::FILE).as_deref(), &topics) {
                Ok(Some(text)) => {
                    self.outcome.change(&format!("topics in {}", topics::FILE));
                    self.put(topics::FILE, &text)?;
                }
                Ok(None) => {}
                Err(why) => self.skip(topics::FILE.to_owned(), why.words().to_owned()),
            }
        }
        self.save_logos()?;
        self.save_memory()?;
        self.outcome.ledger = self.ledger.entries();
        Ok(self.outcome)
    }

    fn skip(&mut self, place: String, why: String) {
        match self.outcome.skipped.len() < LISTED {
            true => self.outcome.skipped.push((place, why)),
            false => self.outcome.more_skipped += 1,
        }
    }

    fn put(&mut self, path: &str, text: &str) -> Result<(), Failure> {
        self.put_bytes(path, text.as_bytes())
    }

    fn put_bytes(&mut self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        self.outcome.files += 1;
        self.writer.as_mut().map_or(Ok(()), |writer| writer.put(path, bytes))
    }

    /// Moves the files written so far to their destinations. They are read again later if needed.
    fn settle(&mut self) -> Result<(), Failure> {
        self.writer.as_mut().map_or(Ok(()), |writer| writer.settle())
    }

    fn save_memory(&mut self) -> Result<(), Failure> {
        match &mut self.writer {
            None => self.memory = Memory::default(),
            Some(writer) => {
                // The entries have to be written first: an entry that is in the memory but does not exist counts as
                // removed.
                writer.settle()?;
                self.memory.save(writer)?;
            }
        }
        Ok(())
    }

    /// Filters and joins records, completes them if requested, and writes them.
    fn write(&mut self, records: Vec<Record>) -> Result<(), Stopped> {
        self.outcome.read += records.len() as u64;
        let records = self.sort_out(records);
        let (wanting, known) = self.wanting(records);
        self.place(known)?;
        let mut wanting = wanting.into_iter();
        loop {
            let mut part: Vec<Record> = wanting.by_ref().take(TOGETHER).collect();
            if part.is_empty() {
                break;
            }
            self.complete(&mut part)?;
            self.place(part)?;
            // These requests are slow, so the answers are saved at once and are not requested again if the next one
            // fails.
            self.save_memory()?;
        }
        (self.progress)(self.outcome.read);
        Ok(())
    }

    /// Merges records into their entries, and makes new entries.
    fn place(&mut self, records: Vec<Record>) -> Result<(), Stopped> {
        let mut by_file: BTreeMap<String, Vec<(Record, Option<EntryLocation>)>> = BTreeMap::new();
        let mut new = New::default();
        for mut record in records {
            let place = match self.identify(&mut record, &new) {
                Identity::Entry(place) => Some(place),
                Identity::New if record.title.is_empty() => {
                    let why = "the source has deleted the paper, and the archive has no entry of it";
                    self.skip(record.reported(), why.to_owned());
                    continue;
                }
                Identity::New => None,
                Identity::Removed => {
                    self.outcome.removed += 1;
                    if self.outcome.removed_ids.len() < LISTED {
                        self.outcome.removed_ids.push(record.reported());
                    }
                    continue;
                }
            };
            self.topics.assign(&mut record);
            if let Some(why) = limits::exceeded(&record, self.limits) {
                self.skip(record.reported(), why);
                continue;
            }
            let path = match &place {
                Some(place) => place.file.to_string(),
                None => match self.path_of(&record) {
                    Some(path) => path,
                    None => {
                        self.skip(record.reported(), "it has no date; import it with --day".to_owned());
                        continue;
                    }
                },
            };
            self.illustrate(&mut record, place.as_ref())?;
            if place.is_none() {
                self.report_alike(&record, &new);
                new.add(&record);
            }
            by_file.entry(path).or_default().push((record, place));
        }
        // An entry on the disk never names a picture that is not there.
        if self.pictures.is_some() {
            self.settle()?;
        }
        for (path, records) in by_file {
            let before = self.placed;
            self.placed += records.len() as u64;
            self.write_file(&path, records)?;
            if before / REPORT_EVERY != self.placed / REPORT_EVERY {
                (self.progress)(self.placed);
            }
        }
        self.settle()?;
        if self.memory.is_full() {
            self.save_memory()?;
        }
        Ok(())
    }

    fn path_of(&self, record: &Record) -> Option<String> {
        let date = *record.dates().first()?;
        // `2026/04/15`, or the known part of it.
        let folder = date.to_string().replace('-', "/");
        Some(match self.request.layout {
            Layout::Paper => format!("content/papers/{folder}/{}.md", record.id),
            Layout::Day => format!("content/papers/{}/{date}.yaml", &folder[..folder.len().min(7)]),
        })
    }
}

impl Outcome {
    fn change(&mut self, what: &str) {
        if self.changes.len() < LISTED {
            self.changes.push(what.to_owned());
        }
    }
}

/// Returns the text of a file of the site, if it exists.
fn read(sources: &Sources, path: &str) -> Option<String> {
    sources.text(path).ok()
}
