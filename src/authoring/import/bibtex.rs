//! BibTeX: files of entries, broken ones among them.
//!
//! A file is taken apart at the entries, which are parsed one by one: a broken one does not take the others with it, and a file of any
//! length needs the memory of one entry and of the strings and proceedings it defines.

use super::record::{self, Author, Record};
use super::report::{Fate, IN_BIBTEX, Ledger, NO_KEY};
use super::source::{self, Broken, Each, Input, Source, SourceItem, Texts};
use crate::text::bibtex::{MONTHS, names};
use crate::text::identifier;
use biblatex::{Field, RawBibliography, RawChunk};
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, Read as _};
use std::rc::Rc;

/// BibTeX files.
pub struct BibTex;

impl Source for BibTex {
    fn name(&self) -> &'static str {
        "bibtex"
    }

    fn authority(&self) -> u8 {
        1
    }

    fn extension(&self) -> &'static str {
        "bib"
    }

    fn read(&self, input: &mut Input<'_>, ledger: &mut Ledger, each: &mut Each<'_>) -> Result<(), Broken> {
        let mut book = Book { day: input.day, ..Book::default() };
        let mut goes_on = true;
        let (mut read, mut is_book) = (0, false);
        chunks(input.bytes, &mut read, |line, text| {
            is_book = true;
            let place = format!("line {line}");
            for found in book.take(text, &place, ledger) {
                goes_on = goes_on && each(found, ledger);
            }
            goes_on
        })?;
        if !is_book && read > 0 {
            return Err(Broken("it holds no entry of BibTeX".to_owned()));
        }
        // What refers to others may stand before them.
        for (place, entry) in std::mem::take(&mut book.waiting) {
            if goes_on {
                let found = book.found(entry, &place, ledger);
                goes_on = each(found, ledger);
            }
        }
        Ok(())
    }
}

/// No entry is longer, in bytes.
const LONGEST: usize = 1_000_000;

/// Gives away what stands from one `@` at the beginning of a line to the next, with the number of its line; counts the bytes.
fn chunks(
    bytes: &mut dyn BufRead,
    read: &mut usize,
    mut each: impl FnMut(u64, &str) -> bool,
) -> Result<(), Broken> {
    let (mut chunk, mut begins, mut line) = (String::new(), 1, Vec::new());
    for number in 1.. {
        line.clear();
        if bytes.take(LONGEST as u64).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        *read += line.len();
        let text = String::from_utf8_lossy(&line);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        if opens(text) {
            if !chunk.is_empty() && !each(begins, &chunk) {
                return Ok(());
            }
            chunk.clear();
            begins = number;
        }
        // What stands before the first entry is a comment.
        if (!chunk.is_empty() || opens(text)) && chunk.len() + text.len() <= LONGEST {
            chunk.push_str(text);
        }
    }
    if !chunk.is_empty() {
        each(begins, &chunk);
    }
    Ok(())
}

/// Tells whether an entry begins on a line: `@article{`.
fn opens(line: &str) -> bool {
    let Some(rest) = line.trim_start().strip_prefix('@') else { return false };
    let kind = rest.trim_start_matches(|char: char| char.is_ascii_alphabetic());
    kind.len() < rest.len() && kind.trim_start().starts_with(['{', '('])
}

/// An entry, its strings put in.
#[derive(Debug, Clone, Default)]
struct Entry {
    key: String,
    kind: String,
    fields: BTreeMap<String, String>,
    /// As it stands in the file.
    source: String,
    /// Whether that rests on strings or entries that stand elsewhere in the file.
    is_part: bool,
    /// Whether there was no room for all that strings and other entries add to it.
    is_endless: bool,
}

/// What a file has defined so far.
#[derive(Default)]
struct Book {
    strings: HashMap<String, String>,
    /// Entries that others may refer to.
    parents: HashMap<String, Rc<Entry>>,
    waiting: Vec<(String, Entry)>,
    /// The proceedings that stand before the entry, which may be theirs without saying so.
    proceedings: Option<Rc<Entry>>,
    /// The day that entries without one stand on.
    day: Option<NaiveDate>,
    /// Bytes of entries read, and bytes that strings and other entries added to them.
    read: usize,
    added: usize,
}

/// Strings and other entries may add so many bytes for each byte read, and so many to any file: a long string or a long volume that a
/// thousand entries name is written a thousand times.
const ADDED_FOR_EACH: usize = 16;
const ADDED_TO_ANY: usize = 1_000_000;
const ENDLESS: &str =
    "strings and cross-references would make the entries of this file more than 16 times as long as the file";

impl Book {
    fn take(&mut self, text: &str, place: &str, ledger: &mut Ledger) -> Vec<SourceItem> {
        let kind: String = text
            .trim_start()
            .chars()
            .skip(1)
            .take_while(char::is_ascii_alphabetic)
            .collect::<String>()
            .to_ascii_lowercase();
        if kind == "comment" || kind == "preamble" {
            return Vec::new();
        }
        self.read += text.len();
        // A missing comma or brace at the end is a slip that leaves no doubt.
        let parsed = RawBibliography::parse(text).map_err(|error| error.to_string());
        let bibliography = match parsed {
            Ok(bibliography) => bibliography,
            Err(error) => {
                let why = format!("it is no BibTeX: {}", error.split(": ").next().unwrap_or("broken"));
                return vec![SourceItem::Skipped { place: place.to_owned(), why }];
            }
        };
        for pair in &bibliography.abbreviations {
            if let Some(value) = self.value(&pair.value.v) {
                self.strings.insert(pair.key.v.to_ascii_lowercase(), value);
            }
        }
        let mut found = Vec::new();
        for (index, raw) in bibliography.entries.iter().enumerate() {
            // Several on one line are told apart.
            let next = bibliography.entries.get(index + 1).map_or(text.len(), |next| next.span.start);
            let start = if index == 0 { 0 } else { raw.span.start };
            let raw = &raw.v;
            let mut entry = Entry {
                key: raw.key.v.trim().to_owned(),
                kind: raw.kind.v.to_ascii_lowercase(),
                source: text.get(start..next).unwrap_or(text).trim().to_owned(),
                ..Entry::default()
            };
            for pair in &raw.fields {
                let value = self.value(&pair.value.v);
                entry.is_endless |= value.is_none();
                let value = value.unwrap_or_default();
                entry.is_part |= pair.value.v.iter().any(|chunk| {
                    matches!(chunk.v, RawChunk::Abbreviation(name) if self.strings.contains_key(&name.trim().to_ascii_lowercase()))
                });
                entry.fields.entry(pair.key.v.trim().to_ascii_lowercase()).or_insert(value);
            }
            if matches!(
                entry.kind.as_str(),
                "proceedings" | "book" | "collection" | "mvbook" | "mvproceedings"
            ) {
                self.parents.insert(entry.key.to_lowercase(), Rc::new(entry.clone()));
            }
            if entry.kind == "proceedings" {
                self.proceedings = Some(Rc::new(entry.clone()));
            }
            match entry.fields.contains_key("crossref") {
                true => self.waiting.push((place.to_owned(), entry)),
                false => found.push(self.found(entry, place, ledger)),
            }
        }
        found
    }

    /// Returns a field's text, its strings put in; nothing where there is no room for them.
    fn value(&mut self, field: &Field<'_>) -> Option<String> {
        let mut text = String::new();
        for chunk in field {
            match chunk.v {
                RawChunk::Normal(part) => text.push_str(part),
                RawChunk::Abbreviation(name) => {
                    let name = name.trim();
                    match self.strings.get(&name.to_ascii_lowercase()) {
                        Some(value) => {
                            self.added = added(self.added, value, self.read)?;
                            text.push_str(value);
                        }
                        None => text.push_str(name),
                    }
                }
            }
            // Strings that name each other again and again.
            if text.len() > LONGEST {
                text.truncate(text.floor_char_boundary(LONGEST));
                break;
            }
        }
        Some(text)
    }

    /// Gives an entry what another says and it does not, as far as there is room.
    fn inherit<'f>(&mut self, entry: &mut Entry, fields: impl Iterator<Item = (&'f str, &'f String)>) {
        for (key, value) in fields {
            if entry.fields.contains_key(key) {
                continue;
            }
            let Some(added) = added(self.added, value, self.read) else {
                entry.is_endless = true;
                return;
            };
            self.added = added;
            entry.fields.insert(key.to_owned(), value.clone());
        }
    }

    fn found(&mut self, mut entry: Entry, place: &str, ledger: &mut Ledger) -> SourceItem {
        let crossref = entry.fields.remove("crossref").map(|key| key.trim().to_lowercase());
        match crossref.as_ref().and_then(|key| self.parents.get(key)).cloned() {
            Some(parent) => {
                entry.is_part = true;
                let named = |(key, value)| (if key == "title" { "booktitle" } else { key }, value);
                let fields = parent.fields.iter().map(|(key, value)| (key.as_str(), value));
                self.inherit(&mut entry, fields.map(named));
            }
            None if crossref.is_some() => {
                entry.is_part = true;
                ledger.note("crossref", Fate::Dropped, "what it refers to is not there", &entry.key);
            }
            None => {}
        }
        if matches!(entry.kind.as_str(), "proceedings" | "mvproceedings" | "xdata" | "set") {
            return SourceItem::Skipped {
                place: place.to_owned(),
                why: format!("a {} is no paper", entry.kind),
            };
        }
        if date(&entry).is_none() && entry.kind == "inproceedings" {
            self.within_proceedings(&mut entry, ledger);
        }
        if entry.is_endless {
            return SourceItem::Skipped { place: place.to_owned(), why: ENDLESS.to_owned() };
        }
        match paper(&entry, self.day, ledger) {
            Ok(record) => SourceItem::Paper(Box::new(record)),
            Err(why) => SourceItem::Skipped { place: place.to_owned(), why },
        }
    }

    /// Gives an entry without a year what the proceedings say that it stands below, as files of one volume are written.
    fn within_proceedings(&mut self, entry: &mut Entry, ledger: &mut Ledger) {
        let Some(proceedings) = self.proceedings.clone() else { return };
        entry.is_part = true;
        ledger.note("date", Fate::Guessed, "that of the proceedings it stands below", &entry.key);
        let keys = ["published", "date", "year", "month", "booktitle"];
        let fields = keys.into_iter().filter_map(|key| Some((key, proceedings.fields.get(key)?)));
        self.inherit(entry, fields);
    }
}

/// Returns how much has been added with one more value to a file of which so many bytes are `read`; nothing where that is too much.
fn added(before: usize, value: &str, read: usize) -> Option<usize> {
    let added = before + value.len();
    (added <= ADDED_TO_ANY + ADDED_FOR_EACH * read).then_some(added)
}

const KNOWN: [&str; 25] = [
    "title",
    "subtitle",
    "author",
    "abstract",
    "year",
    "month",
    "day",
    "date",
    "published",
    "doi",
    "url",
    "eprint",
    "archiveprefix",
    "eprinttype",
    "primaryclass",
    "eprintclass",
    "journal",
    "journaltitle",
    "booktitle",
    "keywords",
    "pdf",
    "code",
    "howpublished",
    "school",
    "institution",
];

fn paper(entry: &Entry, asked: Option<NaiveDate>, ledger: &mut Ledger) -> Result<Record, String> {
    let get = |key: &str| entry.fields.get(key).map_or("", |text| text.trim());
    let arxiv = [get("eprint"), get("url"), get("doi")].into_iter().find_map(record::arxiv_id);
    let arxiv = arxiv.filter(|_| {
        let of = format!("{}{}", get("archiveprefix"), get("eprinttype")).to_ascii_lowercase();
        of.is_empty() || of == "arxiv"
    });
    let (id, version) = match arxiv {
        Some((id, version)) => (id, version),
        None => match exported_id(&entry.key, get("url")).or_else(|| source::id_of(&entry.key)) {
            Some(id) => (id, 0),
            None => return Err(format!("its key `{}` can be no id", entry.key.escape_debug())),
        },
    };
    let title = match (get("title"), get("subtitle")) {
        (title, "") => title.to_owned(),
        (title, subtitle) => format!("{title}: {subtitle}"),
    };
    if title.trim().is_empty() {
        return Err(format!("{} has no title", entry.key));
    }
    let (day, is_whole) =
        date(entry).or(asked.map(|day| (day, false))).ok_or_else(|| format!("{} has no year", entry.key))?;
    if !is_whole {
        ledger.note("date", Fate::Guessed, "where month or day are not given, the first is taken", &id);
    }
    // Braces say which capitals matter to whoever cites it, and pages and volumes stand nowhere else.
    let is_kept = protects(&title)
        || CITED.iter().any(|key| entry.fields.get(*key).is_some_and(|text| !text.trim().is_empty()));
    for key in entry.fields.keys().filter(|key| !KNOWN.contains(&key.as_str())) {
        let (fate, why) = match is_kept && !is_private(key) {
            true => (Fate::Kept, IN_BIBTEX),
            false => (Fate::Dropped, NO_KEY),
        };
        ledger.note_named(key, fate, why, &id);
    }
    let mut links = Vec::new();
    if let Some(doi) = identifier::doi(&get("doi").replace("\\_", "_")) {
        links.push(("doi", doi));
    }
    let url = get("url").replace("\\_", "_").replace("\\%", "%");
    if let Some(url) =
        record::address(&url).filter(|url| identifier::arxiv(url).is_none() && identifier::doi(url).is_none())
    {
        links.push((if url.ends_with(".pdf") { "pdf" } else { "html" }, url));
    }
    for key in ["pdf", "code"] {
        if links.iter().all(|(known, _)| *known != key) {
            links.extend(
                record::address(get(key)).map(|url| (if key == "pdf" { "pdf" } else { "code" }, url)),
            );
        }
    }
    let venue = ["journal", "journaltitle", "booktitle", "school", "institution", "howpublished"];
    let venue = venue.iter().map(|key| get(key)).find(|venue| !venue.is_empty()).unwrap_or_default();
    let mut texts = Texts { id: &id, ledger, is_tex: true };
    let (names, has_others) = names::split(get("author"));
    let authors: Vec<Author> = names
        .iter()
        .map(|name| texts.name(&names::in_order(name)))
        .filter(|name| !name.is_empty())
        .map(Author::from)
        .collect();
    let record = Record {
        version,
        title: texts.title(&title),
        abstract_: texts.prose(get("abstract")),
        venue: texts.line("venue", venue),
        authors,
        day: Some(day),
        published: is_whole.then(|| day.into()),
        links,
        keywords: keywords(get("keywords"), &mut texts),
        bibtex: if is_kept { own(entry) } else { String::new() },
        id: id.clone(),
        ..Record::default()
    };
    if has_others {
        ledger.note("authors", Fate::Dropped, "`and others`: the rest is not named", &id);
    }
    Ok(record)
}

/// Returns the id of a paper that this program wrote the entry of: its key ends in what its address does. With the whole key as its id, a paper
/// would be named anew each time it goes from one archive to the next.
fn exported_id(key: &str, url: &str) -> Option<String> {
    let (_, id) = url.trim_end_matches('/').rsplit_once("/papers/")?;
    let is_its = key.strip_suffix(id).is_some_and(|start| start.ends_with('-'));
    (is_its && identifier::is_paper_id(id)).then(|| id.to_owned())
}

fn keywords(text: &str, texts: &mut Texts<'_>) -> Vec<String> {
    let split = if text.contains(';') { ';' } else { ',' };
    text.split(split).map(|word| texts.line("keywords", word)).filter(|word| !word.is_empty()).collect()
}

/// Returns the day of an entry, and whether it is given to the day.
fn date(entry: &Entry) -> Option<(NaiveDate, bool)> {
    let get = |key: &str| entry.fields.get(key).map_or("", |text| text.trim());
    for key in ["published", "date"] {
        let text = get(key).split('/').next().unwrap_or("");
        if let Some(day) = record::day(text) {
            return Some((day, true));
        }
    }
    let text = if get("year").is_empty() { get("date") } else { get("year") };
    let digits: String =
        text.chars().skip_while(|char| !char.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let year: i32 = digits
        .get(..4)
        .filter(|_| digits.len() == 4)?
        .parse()
        .ok()
        .filter(|year| (1400..=2999).contains(year))?;
    let month_text = get("month").to_ascii_lowercase();
    let of_date = get("date").get(5..7).and_then(|month| month.parse().ok());
    let month = MONTHS
        .iter()
        .position(|month| month_text.contains(month))
        .and_then(|at| u32::try_from(at + 1).ok())
        .or_else(|| month_text.parse().ok())
        .or(of_date)
        .filter(|month| (1..=12).contains(month));
    let day: Option<u32> = get("day").parse().ok().filter(|_| month.is_some());
    if let Some(day) = day.and_then(|day| NaiveDate::from_ymd_opt(year, month?, day)) {
        return Some((day, true));
    }
    NaiveDate::from_ymd_opt(year, month.unwrap_or(1), 1).map(|day| (day, false))
}

/// Tells whether a title has braces around capitals.
fn protects(title: &str) -> bool {
    title.match_indices('{').any(|(at, _)| title[at + 1..].starts_with(char::is_uppercase))
}

/// What a citation has and no other key of an entry holds.
const CITED: [&str; 13] = [
    "volume",
    "number",
    "issue",
    "pages",
    "chapter",
    "edition",
    "series",
    "publisher",
    "editor",
    "isbn",
    "note",
    "eid",
    "type",
];

/// Tells whether a key is of no use to who cites: the entry has it elsewhere, or some program or person keeps it for themselves.
fn is_private(key: &str) -> bool {
    const PRIVATE: [&str; 13] = [
        "abstract",
        "annotation",
        "annote",
        "comment",
        "file",
        "groups",
        "keywords",
        "owner",
        "priority",
        "ranking",
        "readstatus",
        "review",
        "timestamp",
    ];
    // `bdsk-file-1`, `date-added`, `author+an`
    PRIVATE.contains(&key) || key.starts_with("bdsk-") || key.starts_with("date-") || key.contains('+')
}

/// Returns an entry as it stood in the file, without what is private and with all that it rests on.
fn own(entry: &Entry) -> String {
    if entry.source.len() <= 4_000 && !entry.is_part && !entry.fields.keys().any(|key| is_private(key)) {
        return entry.source.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    }
    let mut out = format!("@{}{{{},\n", entry.kind, entry.key);
    for (key, value) in &entry.fields {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        match is_private(key) {
            true => {}
            // The names of months are strings that every style has.
            false if key == "month" && MONTHS.contains(&value.to_ascii_lowercase().as_str()) => {
                out.push_str(&format!("  {key} = {value},\n"));
            }
            false => out.push_str(&format!("  {key} = {{{value}}},\n")),
        }
    }
    out + "}"
}
