//! Values that lack their quotes: the commonest reason why an entry is no YAML.
//!
//! Most titles hold `: `. Such a value is found where the parser gives up, and passed over, so that the rest can be
//! read. Knows nothing of what the values mean.

use super::tree::{self, Cause};
use std::borrow::Cow;
use std::ops::Range;

/// A value that would be fine with quotes around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slip {
    pub key: String,
    /// Bytes of the text.
    pub value: Range<usize>,
    /// Whether its key stands further in than the first one of the text.
    pub is_deep: bool,
    pub why: NeedsQuotes,
}

/// Why a value needs quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NeedsQuotes {
    Colon,
    First(char),
}

/// Most slips that are looked for in one text: each costs another reading.
const MOST: usize = 20;

/// Returns a text with nothing in the place of each value that lacks its quotes, and these. All bytes stay where they
/// are.
pub(crate) fn fix(text: &str) -> (Cow<'_, str>, Vec<Slip>) {
    let mut fixed = Cow::Borrowed(text);
    let mut slips = Vec::new();
    while slips.len() < MOST
        && let Err(broken) = tree::parse(&fixed)
        && matches!(broken.cause, Cause::Syntax(_))
        && let Some(slip) = find(&fixed, broken.offset)
    {
        let Range { start, end } = slip.value;
        fixed = format!("{}~{}{}", &fixed[..start], " ".repeat(end - start - 1), &fixed[end..]).into();
        slips.push(slip);
    }
    (fixed, slips)
}

/// Keys whose values are words, and no lists.
const WORDS: [&str; 6] = ["title", "summary", "name", "venue", "description", "label"];

/// Finds out whether the line at `at`, or the one before it, is `key: value` with a value that needs quotes.
fn find(text: &str, at: usize) -> Option<Slip> {
    let at = floor(text, at);
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let before = text[..start.saturating_sub(1)].rfind('\n').map_or(0, |newline| newline + 1);
    [start, before].into_iter().find_map(|start| {
        let line = text[start..].lines().next()?;
        let inside = line.trim_start_matches([' ', '-']);
        let (key, value) = inside.split_once(':')?;
        let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let value = value.strip_prefix(' ')?.trim();
        let first = value.chars().next()?;
        let why = match first {
            '"' | '\'' | '|' | '>' => return None,
            '[' | '{' if value.ends_with([']', '}']) || !WORDS.contains(&key) => return None,
            '@' | '`' | '%' | '*' | '[' | '{' | ',' => NeedsQuotes::First(first),
            _ if value.contains(": ") || value.ends_with(':') => NeedsQuotes::Colon,
            _ => return None,
        };
        let at = start + line.rfind(value)?;
        let is_deep = line.len() - inside.len() > first_column(text);
        let slip = Slip { key: key.to_owned(), value: at..at + value.len(), is_deep, why };
        is_key.then_some(slip)
    })
}

/// Returns how far in the first key of a text stands.
fn first_column(text: &str) -> usize {
    let first = text.lines().find(|line| !matches!(line.trim_start().chars().next(), None | Some('#')));
    first.map_or(0, |line| line.len() - line.trim_start_matches(' ').len())
}

/// Returns the nearest place at or before `at` that is between two characters.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}
