//! The manifest: the list of files in the output directory that builds wrote.
//!
//! It is text in blocks of lines. A block starts with `#` and the checksum of its lines. A line describes a file: its
//! size in bytes, the hash of its content, the fingerprint of its inputs (each `-` if unknown), the number of bytes
//! that its path shares with the previous path of the block, and the rest of the path, where a final `/` means
//! `/index.html`. If a block is damaged, only its own files are lost.
//!
//! It contains no times, so that clean builds are identical.

use std::fmt::Write as _;

use xxhash_rust::xxh3::xxh3_64;

use super::path::OutPath;

const HEADER: &str = "offprint manifest 1 ";
const BLOCK: usize = 256;
const DIGITS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_~";

/// The entry of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// The size in bytes.
    pub size: u64,
    /// The hash of the content; `None` while the file may be the old or the new one.
    pub content: Option<u64>,
    /// The fingerprint of its inputs, if it has one.
    pub made_from: Option<u64>,
}

impl Entry {
    /// Returns the entry of a file with the content `bytes`.
    pub fn new(bytes: &[u8], made_from: Option<u64>) -> Entry {
        Entry { size: bytes.len() as u64, content: Some(xxh3_64(bytes)), made_from }
    }

    /// Returns the entry without its hashes.
    pub fn unsure(self) -> Entry {
        Entry { content: None, made_from: None, ..self }
    }
}

/// The files of the last build.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    /// Sorted by path.
    pub files: Vec<(OutPath, Entry)>,
    /// Whether the manifest is complete. If not, the output directory may contain further files of earlier builds.
    pub whole: bool,
    /// The hash of the text, to skip writing the same manifest again.
    pub text: Option<u64>,
}

impl Manifest {
    /// Returns the entry of a file.
    pub fn get(&self, path: &OutPath) -> Option<Entry> {
        self.files.binary_search_by(|(file, _)| file.cmp(path)).ok().map(|place| self.files[place].1)
    }

    /// Returns whether a file is listed.
    pub fn names(&self, path: &str) -> bool {
        self.files.binary_search_by(|(file, _)| file.as_str().cmp(path)).is_ok()
    }

    /// Returns the entry of a file, with a search that starts at the index `place`: most files have nearly the same
    /// index in two builds.
    pub fn get_near(&self, path: &OutPath, place: usize) -> Option<Entry> {
        // Galloping search: the steps double until they enclose the path; then binary search.
        let is_before = |place: usize| self.files.get(place).is_some_and(|(file, _)| file < path);
        let place = place.min(self.files.len());
        let (mut low, mut high, mut step) = (place, place, 1);
        while low > 0 && !is_before(low - 1) {
            low = low.saturating_sub(step);
            step *= 2;
        }
        step = 1;
        while is_before(high) {
            high += step;
            step *= 2;
        }
        let range = low..(high + 1).min(self.files.len());
        let near = &self.files[range];
        near.binary_search_by(|(file, _)| file.cmp(path)).ok().map(|at| near[at].1)
    }

    /// Reads the intact blocks of a manifest. Accepts any bytes.
    pub fn read(bytes: &[u8]) -> Manifest {
        let mut manifest = Manifest { text: Some(xxh3_64(bytes)), ..Manifest::default() };
        let Some((header, mut rest)) = split_line(bytes) else { return manifest };
        let Some(count) = header.strip_prefix(HEADER.as_bytes()) else { return manifest };
        while !rest.is_empty() {
            let end = rest.windows(2).position(|pair| pair == b"\n#").map_or(rest.len(), |at| at + 1);
            let (block, next) = rest.split_at(end);
            if let Some(files) = read_block(block)
                && is_ascending(manifest.files.last(), &files)
            {
                manifest.files.extend(files);
            }
            rest = next;
        }
        manifest.whole = count == manifest.files.len().to_string().as_bytes();
        manifest
    }
}

/// Returns the text of a manifest. `files` are sorted by path, and `count` is their number.
pub(super) fn write<'a>(count: usize, files: impl Iterator<Item = (&'a OutPath, Entry)>) -> Vec<u8> {
    let mut text = Vec::with_capacity(64 + count * 48);
    text.extend_from_slice(format!("{HEADER}{count}\n").as_bytes());
    let mut files = files.peekable();
    let mut block = String::with_capacity(BLOCK * 48);
    while files.peek().is_some() {
        block.clear();
        let mut before = "";
        for (path, entry) in files.by_ref().take(BLOCK) {
            let short = shorten(path.as_str());
            let shared = shared(before, short);
            let _ = write!(block, "{} ", entry.size);
            put_number(&mut block, entry.content);
            put_number(&mut block, entry.made_from);
            let _ = writeln!(block, "{shared} {}", &short[shared..]);
            before = short;
        }
        text.push(b'#');
        let mut sum = String::with_capacity(12);
        put_number(&mut sum, Some(xxh3_64(block.as_bytes())));
        text.extend_from_slice(sum.trim_end().as_bytes());
        text.push(b'\n');
        text.extend_from_slice(block.as_bytes());
    }
    text
}

fn read_block(block: &[u8]) -> Option<Vec<(OutPath, Entry)>> {
    let (sum, lines) = split_line(block)?;
    let sum = number(std::str::from_utf8(sum.strip_prefix(b"#")?).ok()?)?;
    if sum != Some(xxh3_64(lines)) {
        return None;
    }
    let mut files = Vec::with_capacity(BLOCK);
    let mut short = String::new();
    for line in std::str::from_utf8(lines).ok()?.lines() {
        let mut fields = line.splitn(5, ' ');
        let size = fields.next()?.parse().ok()?;
        let content = number(fields.next()?)?;
        let made_from = number(fields.next()?)?;
        let shared: usize = fields.next()?.parse().ok()?;
        let rest = fields.next()?;
        short.get(shared..)?;
        short.truncate(shared);
        short.push_str(rest);
        let path = match short.ends_with('/') {
            true => OutPath::new(&format!("{short}index.html")),
            false => OutPath::new(&short),
        };
        files.push((path.ok()?, Entry { size, content, made_from }));
    }
    Some(files)
}

fn is_ascending(last: Option<&(OutPath, Entry)>, files: &[(OutPath, Entry)]) -> bool {
    files.is_sorted_by(|a, b| a.0 < b.0)
        && last.zip(files.first()).is_none_or(|(last, first)| last.0 < first.0)
}

fn split_line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|&byte| byte == b'\n')?;
    Some((&bytes[..end], &bytes[end + 1..]))
}

fn shorten(path: &str) -> &str {
    match path.strip_suffix("index.html") {
        Some(folder) if folder.ends_with('/') => folder,
        _ => path,
    }
}

/// Returns the length in bytes of the common prefix of two texts, at a character boundary.
fn shared(a: &str, b: &str) -> usize {
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    b.floor_char_boundary(same)
}

/// Appends a number as eleven base-64 digits, lowest first, or `-`; then a space.
fn put_number(text: &mut String, number: Option<u64>) {
    match number {
        Some(number) => {
            let digit = |place: u32| char::from(DIGITS[(number >> (6 * place) & 63) as usize]);
            text.extend((0..11).map(digit));
        }
        None => text.push('-'),
    }
    text.push(' ');
}

/// Reads the output of [`put_number`], without the space.
fn number(text: &str) -> Option<Option<u64>> {
    if text == "-" {
        return Some(None);
    }
    if text.len() != 11 {
        return None;
    }
    let mut number = 0u64;
    for byte in text.bytes().rev() {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'A'..=b'Z' => byte - b'A' + 10,
            b'a'..=b'z' => byte - b'a' + 36,
            b'_' => 62,
            b'~' => 63,
            _ => return None,
        };
        number = number.checked_mul(64)? | u64::from(digit);
    }
    Some(Some(number))
}
