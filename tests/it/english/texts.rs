//! The texts of the repository that people read, with their places.

use crate::support::repository;
use std::fs;

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A string literal of the program.
    Message,
    /// A doc comment.
    Doc,
    /// Another comment.
    Comment,
    /// The name of a function, a value, a constant or a type, with spaces between its words.
    Name,
    /// Markdown.
    Page,
    /// The words of the site's interface, in English.
    Interface,
    /// A template, script, style, workflow or file of settings, as a whole.
    File,
}

/// A text and where it begins.
pub struct Text {
    pub file: String,
    pub line: usize,
    pub kind: Kind,
    pub text: String,
}

/// A part of a file: kind, first line, text.
type Piece = (Kind, usize, String);

/// Folders and files with texts of the project. The other folders have texts of others, such as abstracts.
const ROOTS: [&str; 24] = [
    ".ci",
    ".github",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.toml",
    "README.md",
    "SECURITY.md",
    "action.yml",
    "benches",
    "build.rs",
    "clippy.toml",
    "content/pages",
    "deny.toml",
    "fuzz/README.md",
    "fuzz/all.sh",
    "fuzz/fuzz_targets",
    "site.toml",
    "src",
    "tests/browser",
    "tests/data/payloads/README.md",
    "tests/it",
    "themes/default",
    "themes/listing",
];

/// Endings of files that are read as a whole.
const WHOLE: [&str; 10] = ["css", "html", "js", "mjs", "py", "sh", "toml", "xml", "yaml", "yml"];

/// Returns all texts, by file.
pub fn all() -> Vec<Text> {
    let mut texts = Vec::new();
    for root in ROOTS {
        for entry in walkdir::WalkDir::new(repository(root)).sort_by_file_name() {
            let entry = entry.unwrap_or_else(|error| panic!("{root}: {error}"));
            let path =
                entry.path().strip_prefix(repository("")).unwrap().to_str().unwrap().replace('\\', "/");
            if !entry.file_type().is_file() || path.contains("/node_modules/") {
                continue;
            }
            let Ok(text) = fs::read_to_string(entry.path()) else { continue };
            let pieces = pieces(&path, text).into_iter();
            texts.extend(pieces.map(|(kind, line, text)| Text { file: path.clone(), line, kind, text }));
        }
    }
    texts
}

fn pieces(path: &str, text: String) -> Vec<Piece> {
    let (_, name) = path.rsplit_once('/').unwrap_or(("", path));
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending {
        "rs" => rust(&text, path.starts_with("src/") && !path.contains("tests") && name != "fixture.rs"),
        "md" => vec![(Kind::Page, 1, prose(&text))],
        "toml" if path.contains("/i18n/") && name != "en.toml" => Vec::new(),
        "toml" if path.contains("/i18n/") => vec![(Kind::Interface, 1, text)],
        _ if WHOLE.contains(&ending) || path.starts_with(".ci/") => vec![(Kind::File, 1, text)],
        _ => Vec::new(),
    }
}

/// Returns markdown with its code and the addresses of its links replaced. Lines stay where they are. Comments at the
/// ends of lines of code are texts.
fn prose(text: &str) -> String {
    let (mut prose, mut is_code) = (String::new(), false);
    for line in text.lines() {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        if is_code && let Some((_, comment)) = line.split_once("  # ") {
            prose.push_str(comment);
        }
        if !is_fence && !is_code {
            let parts = line.split('`').enumerate().map(|(at, part)| if at % 2 == 1 { "x" } else { part });
            let mut rest = parts.collect::<Vec<_>>().join("`");
            while let Some(start) = rest.find("](") {
                let end = rest[start..].find(')').map_or(rest.len(), |end| start + end + 1);
                rest.replace_range(start..end, "]");
            }
            prose.push_str(&rest);
        }
        prose.push('\n');
    }
    prose
}

/// Returns the comments and the names of functions of a file of Rust, and its string literals outside of tests if
/// `has_messages`.
pub fn rust(source: &str, has_messages: bool) -> Vec<Piece> {
    let tests = source.find("#[cfg(test)]\nmod tests {").unwrap_or(source.len());
    let mut pieces: Vec<Piece> = Vec::new();
    // The line on which the last piece ends, if that is a comment.
    let mut comment_ends = 0;
    let (mut at, mut line) = (0, 1);
    while let Some(char) = source[at..].chars().next() {
        let rest = &source[at..];
        let is_in_word = source[..at].ends_with(|char: char| char.is_alphanumeric() || char == '_');
        let mut len = char.len_utf8();
        if rest.starts_with("//") {
            len = rest.find('\n').unwrap_or(rest.len());
            let is_doc = rest.starts_with("///") || rest.starts_with("//!");
            let kind = if is_doc { Kind::Doc } else { Kind::Comment };
            let text = rest[if is_doc { 3 } else { 2 }..len].trim();
            match pieces.last_mut() {
                Some((last, _, open)) if *last == kind && comment_ends + 1 == line && comment_ends > 0 => {
                    *open = format!("{open}\n{text}");
                }
                _ => pieces.push((kind, line, text.to_owned())),
            }
            comment_ends = line;
        } else if let Some((start, end)) = literal(rest).filter(|_| !is_in_word || char == '"') {
            len = end.1;
            let text = &rest[start..end.0];
            if has_messages && at < tests && text.trim().contains(' ') {
                pieces.push((Kind::Message, line, unescaped(text)));
                comment_ends = 0;
            }
        } else if char == '\'' {
            len = character(rest);
        } else if let Some((keyword, name)) = declared(rest).filter(|_| !is_in_word) {
            pieces.push((Kind::Name, line, name_words(name)));
            comment_ends = 0;
            len = keyword;
        }
        line += source[at..at + len].matches('\n').count();
        at += len;
    }
    pieces
}

/// Keywords before a name.
const KEYWORDS: [&str; 9] =
    ["fn ", "let ", "const ", "static ", "struct ", "enum ", "trait ", "type ", "mod "];

/// Returns the length of the keyword at the beginning of `rest`, and the name or the pattern after it.
fn declared(rest: &str) -> Option<(usize, &str)> {
    let keyword = KEYWORDS.iter().find(|keyword| rest.starts_with(**keyword))?;
    let name = &rest[keyword.len()..];
    let end = match *keyword {
        "let " => name.find(['=', ';', ':', '"']),
        _ => name.find(|char: char| !char.is_alphanumeric() && char != '_'),
    };
    Some((keyword.len(), &name[..end.unwrap_or(name.len())]))
}

/// Returns a name with spaces between its words: `so_many`, `SO_MANY` and `SoMany` alike.
fn name_words(name: &str) -> String {
    let mut words = String::new();
    for char in name.chars() {
        if char.is_uppercase() && words.ends_with(char::is_lowercase) {
            words.push(' ');
        }
        words.push(if char == '_' { ' ' } else { char });
    }
    words
}

/// Returns where the text of a string literal starts and ends at the beginning of `rest`, and where the literal ends.
fn literal(rest: &str) -> Option<(usize, (usize, usize))> {
    let prefix = rest.find(|char| !matches!(char, 'b' | 'c' | 'r'))?;
    let is_raw = prefix > 0 && rest[..prefix].ends_with('r');
    let hashes = if is_raw { rest[prefix..].find(|char| char != '#')? } else { 0 };
    let start = prefix + hashes + 1;
    if prefix > 2 || rest.as_bytes().get(start - 1) != Some(&b'"') {
        return None;
    }
    if is_raw {
        let close = format!("\"{}", "#".repeat(hashes));
        let end = start + rest[start..].find(&close)?;
        return Some((start, (end, end + close.len())));
    }
    let mut end = start;
    while *rest.as_bytes().get(end)? != b'"' {
        end += if rest.as_bytes()[end] == b'\\' { 2 } else { 1 };
    }
    Some((start, (end, end + 1)))
}

/// Returns the length of a character literal, or 1 for the mark of a lifetime.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    let first = chars.next();
    if let (Some((_, '\\')), Some((escaped, _))) = (first, chars.next()) {
        return rest[escaped + 1..].find('\'').map_or(1, |end| escaped + 1 + end + 1);
    }
    match first.map(|(at, char)| at + char.len_utf8()) {
        Some(end) if rest[end..].starts_with('\'') => end + 1,
        _ => 1,
    }
}

/// Returns the text of a string literal as printed: without escapes, and with `{}` for each value.
fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\\n");
    let mut joined = parts.next().unwrap_or_default().to_owned();
    parts.for_each(|part| joined.push_str(part.trim_start()));
    let text = joined.replace("\\n", "\n").replace("\\\"", "\"").replace("\\t", "\t");
    let mut pieces = text.split('{');
    let mut printed = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let is_name =
            |char: char| char.is_alphanumeric() || matches!(char, '_' | ':' | '.' | '#' | '?' | '$');
        let value = piece.split_once('}').filter(|(name, _)| name.chars().all(is_name));
        printed.push('{');
        printed.push_str(value.map_or(piece, |(name, _)| &piece[name.len()..]));
    }
    printed
}
