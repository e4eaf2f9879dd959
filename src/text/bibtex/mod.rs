//! BibTeX that an entry brings along, judged and fixed.
//!
//! It comes from strangers and from other programs. One brace too many would take the rest of a file with it, and there is hardly a
//! collection that tools read without a word. What is sound stays as it is, byte for byte; what leaves no doubt is fixed, and what a fix
//! puts aside stays in a field that no style prints (`x-month`); what cannot be read is told. Knows nothing of papers.

mod fix;
pub mod names;
mod read;
#[cfg(test)]
mod tests;
mod values;

pub use read::MONTHS;
use read::{Chunk, Parts};
use std::borrow::Cow;
use std::ops::Range;
pub(crate) use values::month_of;

/// Returns one entry that tools read without a warning: the text as it is, or fixed. Else tells why it cannot be one. `year` is the year
/// of the paper, for entries that lose theirs with what they refer to.
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
    // What is written has to stand up to what is read.
    let parts = read::parts(&fixed)?;
    match is_sound(&fixed, &parts) {
        true => Ok(fixed.into()),
        false => Err("tools would stumble over it".to_owned()),
    }
}

/// Returns where the key of a sound entry stands.
pub fn key(text: &str) -> Option<Range<usize>> {
    let start = text.find('{')? + 1;
    let start = text.len() - text[start..].trim_start().len();
    let end = start + text[start..].find([',', '}'])?;
    Some(start..start + text[start..end].trim_end().len())
}

/// Tells whether any tool reads a text as one entry, without a word.
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
            // Tools take an `@` at the beginning of a line for the next entry.
            Chunk::Text(text) => {
                ends_where_it_ends(text)
                    && !text.contains(|char: char| char.is_control() && !char.is_whitespace())
                    && !text.split('\n').skip(1).any(|line| line.trim_start().starts_with('@'))
            }
        });
        is_whole && values::fits(name, &field.value, &all)
    })
}

/// Returns whether the braces of a value are balanced for those tools too that do not count a brace behind a backslash. BibTeX counts it.
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

/// Tells whether tools take a text for a key: old ones know ASCII alone.
fn is_key(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|char| char.is_ascii_graphic() && !"{}\"#%~,=\\'()@".contains(char))
}

/// Returns whether a text can be the key of an entry in current tools: as [`is_key`], with letters and digits of any script.
pub fn is_citation_key(key: &str) -> bool {
    let is_other = |char: char| !char.is_ascii() && char.is_alphanumeric();
    !key.is_empty() && key.chars().all(|char| is_other(char) || is_key(char.encode_utf8(&mut [0; 4])))
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}
