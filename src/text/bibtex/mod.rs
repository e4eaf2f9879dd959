//! BibTeX: one reader, and the checks and fixes of an entry before it is published.
//!
//! Entries come from strangers and from other programs. A surplus brace would hide the rest of a file, and few
//! collections are accepted by every program without a warning. A sound entry stays as it is, byte for byte. Mistakes
//! with one possible meaning are fixed; the replaced text moves to a field that no style prints (`x-month`). Other
//! entries are refused with a reason. This module knows nothing of papers.

mod dates;
mod fix;
pub(crate) mod names;
mod read;
#[cfg(test)]
mod tests;
mod values;

pub(crate) use dates::{ReadDate, month_of, read as read_date};
pub use read::Entry;
use read::Parts;
pub(crate) use read::{Chunk, Element, Field, MONTHS, Reader};
use std::borrow::Cow;
use std::ops::Range;

/// Returns one entry that programs read without a warning: the text as it is, or fixed. `year` is the year of the
/// paper, for entries that lose theirs with the entry they refer to.
///
/// # Errors
/// Why the text is not one entry.
pub fn sound(text: &str, year: i32) -> Result<Cow<'_, str>, String> {
    let text = text.trim();
    let parts = read::parts(text)?;
    if is_sound(text, &parts) {
        return Ok(text.into());
    }
    let [entry] = parts.entries.as_slice() else {
        return Err(match parts.entries.len() {
            0 => "it holds no entry".to_owned(),
            count => format!("it holds {count} entries"),
        });
    };
    let fixed = fix::entry(text, entry, &parts.strings, year).ok_or("its entry has no fields")?;
    // The fixed entry must be sound too.
    let parts = read::parts(&fixed)?;
    match is_sound(&fixed, &parts) {
        true => Ok(fixed.into()),
        false => Err("it is not valid BibTeX".to_owned()),
    }
}

/// Returns the range of the key of a sound entry.
pub fn key(text: &str) -> Option<Range<usize>> {
    let start = text.find('{')? + 1;
    let start = text.len() - text[start..].trim_start().len();
    let end = start + text[start..].find([',', '}'])?;
    Some(start..start + text[start..end].trim_end().len())
}

/// Returns whether every program reads a text as one entry, without a warning.
fn is_sound(text: &str, parts: &Parts<'_>) -> bool {
    let [entry] = parts.entries.as_slice() else { return false };
    if parts.has_slips || entry.fields.is_empty() || !is_key(&text[entry.key.clone()]) {
        return false;
    }
    let mut names: Vec<String> = Vec::with_capacity(entry.fields.len());
    for field in &entry.fields {
        let name = field.name.to_ascii_lowercase();
        if names.contains(&name) || !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            return false;
        }
        names.push(name);
    }
    let all = values::Dated::from_entry(entry);
    entry.fields.iter().zip(&names).all(|(field, name)| {
        let is_whole = field.value.iter().all(|chunk| match chunk {
            Chunk::Word(word) => {
                is_number(word) || MONTHS.iter().any(|month| word.eq_ignore_ascii_case(month))
            }
            // Some programs read an `@` at the beginning of a line as the next entry.
            Chunk::Text(text) => {
                ends_where_it_ends(text)
                    && !text.contains(|char: char| char.is_control() && !char.is_whitespace())
                    && !text.split('\n').skip(1).any(|line| line.trim_start().starts_with('@'))
            }
        });
        is_whole && values::fits(name, &field.value, &all)
    })
}

/// Returns whether the braces of a value are balanced whether or not a tool counts braces behind a backslash. BibTeX
/// counts them.
fn ends_where_it_ends(text: &str) -> bool {
    let mut depth = 0usize;
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' if chars.next().is_none() => return false,
            '{' => depth += 1,
            '}' if depth == 0 => return false,
            '}' => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

/// Returns whether programs accept a text as a key: old ones know only ASCII.
pub(crate) fn is_key(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|char| char.is_ascii_graphic() && !"{}\"#%~,=\\'()@".contains(char))
}

/// Returns whether a text can be the key of an entry in current tools: like [`is_key`], with letters and digits of any
/// script.
pub fn is_citation_key(key: &str) -> bool {
    let is_other = |char: char| !char.is_ascii() && char.is_alphanumeric();
    !key.is_empty() && key.chars().all(|char| is_other(char) || is_key(char.encode_utf8(&mut [0; 4])))
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}
