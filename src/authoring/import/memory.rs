//! The values that each source gave for each paper, by field. They distinguish an edit by hand from an imported value.
//!
//! The memory is in `content/.imported/`, in lines of text that are committed to the repository with the entries and
//! merge like them. It does not know the meaning of the fields.

use crate::authoring::entry_writer::{EntryWriter, Failure};
use crate::source::{Sources, input};
use crate::yaml::document::Value;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::io::{BufRead, Read};
use xxhash_rust::xxh3::xxh3_64;

/// The folder of the memory. Its name is hidden, so that it is not read as content.
pub(super) const FOLDER: &str = "content/.imported";

/// The version of the file format, which the first line names. It increases when a program of this version would
/// misread the files.
pub const VERSION: u32 = 1;

/// The beginning of the first line. Files older than the first version number have another comment there; they are of
/// version 1.
const HEADER: &str = "# offprint imported ";

/// A file of the memory that a newer version of the program wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newer {
    /// Path below the site's folder.
    pub file: String,
    /// The version as written in the file.
    pub version: String,
}

/// Returns a file that this version cannot read, if there is one. Files that cannot be opened are reported when they
/// are read.
pub(super) fn newer(sources: &Sources) -> Option<Newer> {
    let folder = sources.folder()?.join(FOLDER);
    let files = input::files(&folder, "txt").ok()?;
    files.into_iter().filter(|_| folder.is_dir()).find_map(|path| {
        let mut line = String::new();
        input::open(&path).ok()?.take(200).read_line(&mut line).ok()?;
        let version = newer_version(&line)?.to_owned();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Some(Newer { file: format!("{FOLDER}/{name}"), version })
    })
}

/// Returns the version that a first line names, if this program does not support it.
fn newer_version(line: &str) -> Option<&str> {
    let version = line.strip_prefix(HEADER)?.split([':', '\n']).next()?.trim();
    let is_known = version.parse().is_ok_and(|version: u32| version <= VERSION);
    (!is_known).then_some(version)
}

/// A short hash of a value, long enough to detect a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Digest(u64);

impl Digest {
    /// Returns the digest of a value. Quotes, line breaks and comments do not affect it.
    pub fn new(value: &Value) -> Digest {
        fn add(value: &Value, bytes: &mut Vec<u8>) {
            match value {
                Value::Text(text) | Value::Plain(text) => {
                    bytes.push(b'"');
                    for word in text.split_whitespace() {
                        bytes.extend_from_slice(word.as_bytes());
                        bytes.push(b' ');
                    }
                }
                Value::List(items, _) => {
                    bytes.push(b'[');
                    items.iter().for_each(|item| add(&item.value, bytes));
                    bytes.push(b']');
                }
                Value::Map(pairs, _) => {
                    bytes.push(b'{');
                    // The order of keys has no meaning.
                    let mut pairs: Vec<_> = pairs.iter().collect();
                    pairs.sort_by(|(a, _), (b, _)| a.cmp(b));
                    for (key, item) in pairs {
                        bytes.extend_from_slice(key.as_bytes());
                        bytes.push(b':');
                        add(&item.value, bytes);
                    }
                    bytes.push(b'}');
                }
            }
        }
        let mut bytes = Vec::with_capacity(256);
        add(value, &mut bytes);
        Digest(xxh3_64(&bytes) & 0xff_ffff_ffff)
    }
}

/// The values that one source gave for one paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub fields: BTreeMap<String, Digest>,
    /// Dates and topics in full, since they are joined and not replaced.
    pub lists: BTreeMap<String, Vec<String>>,
}

/// The values that all sources gave for one paper, by the names of the sources.
pub(super) type OfPaper = BTreeMap<String, Said>;

/// The memory. Its files are read when they are first needed.
#[derive(Default)]
pub(super) struct Memory {
    parts: HashMap<String, Part>,
    /// The number of papers in memory.
    held: usize,
}

#[derive(Default)]
struct Part {
    papers: BTreeMap<String, OfPaper>,
    is_changed: bool,
}

/// The maximum number of papers in memory. Above it, changes are written and all papers are unloaded.
const MOST: usize = 30_000;

impl Memory {
    /// Returns the remembered values of a paper; `read` returns the text of a file of the site, if it exists.
    pub fn said_of(&mut self, id: &str, read: &dyn Fn(&str) -> Option<String>) -> OfPaper {
        let id = id.to_ascii_lowercase();
        self.part(&id, read).papers.get(&id).cloned().unwrap_or_default()
    }

    /// Remembers the values of a paper.
    pub fn put(&mut self, id: &str, said: OfPaper, read: &dyn Fn(&str) -> Option<String>) {
        let id = id.to_ascii_lowercase();
        let part = self.part(&id, read);
        if part.papers.get(&id) == Some(&said) || (said.is_empty() && !part.papers.contains_key(&id)) {
            return;
        }
        part.is_changed = true;
        if part.papers.insert(id, said).is_none() {
            self.held += 1;
        }
    }

    fn part(&mut self, id: &str, read: &dyn Fn(&str) -> Option<String>) -> &mut Part {
        let name = part_of(id);
        if !self.parts.contains_key(&name) {
            let text = read(&format!("{FOLDER}/{name}.txt")).unwrap_or_default();
            let part = Part { papers: parse(&text), is_changed: false };
            self.held += part.papers.len();
            self.parts.insert(name.clone(), part);
        }
        self.parts.entry(name).or_default()
    }

    /// Returns whether the memory is full, so that it has to be saved.
    pub fn is_full(&self) -> bool {
        self.held > MOST
    }

    /// Writes the changed files and unloads all papers; returns the number of files written.
    pub fn save(&mut self, writer: &mut EntryWriter) -> Result<u64, Failure> {
        let mut names: Vec<(String, Part)> = std::mem::take(&mut self.parts).into_iter().collect();
        names.sort_by(|(a, _), (b, _)| a.cmp(b));
        self.held = 0;
        let mut written = 0;
        for (name, part) in names.into_iter().filter(|(_, part)| part.is_changed) {
            writer.put(&format!("{FOLDER}/{name}.txt"), write(&part.papers).as_bytes())?;
            written += 1;
        }
        // Unloaded papers are read again from these files.
        writer.settle()?;
        Ok(written)
    }
}

/// Returns the part of the memory that a paper belongs to: the month of its arXiv id, or the first letters of its id.
fn part_of(id: &str) -> String {
    match id.split_once('.') {
        Some((month, _)) if month.len() == 4 && month.bytes().all(|byte| byte.is_ascii_digit()) => {
            month.to_owned()
        }
        _ => {
            let start: String = id.chars().filter(char::is_ascii_alphanumeric).take(2).collect();
            format!("_{start}")
        }
    }
}

/// `2603.01940 hf abstract=3f2a9c01de title=… date:2026-03-03 topics:agents,training`
fn parse(text: &str) -> BTreeMap<String, OfPaper> {
    let mut papers: BTreeMap<String, OfPaper> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split(' ');
        let (Some(id), Some(source)) = (words.next(), words.next()) else { continue };
        let said = papers.entry(id.to_owned()).or_default().entry(source.to_owned()).or_default();
        for word in words {
            if let Some((field, digest)) = word.split_once('=') {
                if let Ok(digest) = u64::from_str_radix(digest, 16) {
                    said.fields.insert(field.to_owned(), Digest(digest));
                }
            } else if let Some((field, list)) = word.split_once(':') {
                said.lists.insert(field.to_owned(), list.split(',').map(str::to_owned).collect());
            }
        }
    }
    papers
}

fn write(papers: &BTreeMap<String, OfPaper>) -> String {
    let mut out = format!(
        "{HEADER}{VERSION}: what `offprint import` wrote to the entries, to recognize edits by hand. Keep this file in the repository.\n",
    );
    for (id, sources) in papers {
        for (source, said) in sources {
            // Writing to a string cannot fail.
            let _ = write!(out, "{id} {source}");
            for (field, digest) in &said.fields {
                let _ = write!(out, " {field}={:010x}", digest.0);
            }
            for (field, list) in said.lists.iter().filter(|(_, list)| !list.is_empty()) {
                let _ = write!(out, " {field}:{}", list.join(","));
            }
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn remembered_values_are_read_back() {
        let text = "# words\n2603.01940 arxiv title=00000000ab\n2603.01940 hf abstract=3f2a9c01de date:2026-03-03,2026-03-05 topics:agents\n";
        let papers = parse(text);
        assert_eq!(papers["2603.01940"]["hf"].lists["date"], ["2026-03-03", "2026-03-05"]);
        assert_eq!(parse(&write(&papers)), papers);
    }

    #[test]
    fn the_first_line_names_the_version() {
        assert!(write(&BTreeMap::new()).starts_with("# offprint imported 1: what "));
        for (line, newer) in [
            (write(&BTreeMap::new()).as_str(), None),
            ("# What `offprint import` put into the entries, by which", None),
            ("", None),
            ("2603.01940 arxiv title=00000000ab", None),
            ("# offprint imported 1", None),
            ("# offprint imported 2: whatever\n", Some("2")),
            ("# offprint imported 10\n", Some("10")),
            ("# offprint imported two: x", Some("two")),
            ("# offprint imported 99999999999", Some("99999999999")),
        ] {
            assert_eq!(newer_version(line), newer, "{line}");
        }
    }

    #[test]
    fn a_digest_depends_on_the_value_and_not_on_its_notation() {
        assert_eq!(Digest::new(&"a  b\nc".into()), Digest::new(&Value::Plain("a b c".to_owned())));
        assert_ne!(Digest::new(&"a b".into()), Digest::new(&"ab".into()));
        assert_ne!(
            Digest::new(&["a", "b"].into_iter().collect()),
            Digest::new(&["a b"].into_iter().collect())
        );
    }

    proptest! {
        #[test]
        fn any_text_can_be_read(text in "\\PC{0,60}|[a-z0-9=:, \\n#.]{0,60}") {
            let _ = write(&parse(&text));
        }
    }
}
