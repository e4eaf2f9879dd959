//! Writes text as a YAML scalar: plain if every YAML parser reads it as the same text, otherwise quoted.
//!
//! This module does not know keys. It knows only whether the scalar is inside brackets.

use std::fmt::Write;

/// The context of a scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Within {
    /// After a key, or after the dash of a list item.
    Block,
    /// Inside brackets or braces.
    Flow,
}

/// Words that some YAML parsers read as a boolean, as null or as a number.
const WORDS: [&str; 10] = ["true", "false", "yes", "no", "on", "off", "null", "nan", "inf", "infinity"];

/// Returns a text as a scalar on one line, quoted if necessary.
pub(crate) fn one_line(text: &str, within: Within) -> String {
    if is_plain(text, within) {
        return text.to_owned();
    }
    // Single quotes need no escapes for backslashes and double quotes.
    let is_shown = !text.chars().any(is_hidden);
    match text.contains(['"', '\\']) && !text.contains('\'') && is_shown {
        true => format!("'{text}'"),
        false => quoted(text),
    }
}

/// Returns a text in double quotes, with escapes.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            char if is_hidden(char) => match u32::from(char) {
                code if code < 0x100 => drop(write!(out, "\\x{code:02X}")),
                code if code < 0x1_0000 => drop(write!(out, "\\u{code:04X}")),
                code => drop(write!(out, "\\U{code:08X}")),
            },
            char => out.push(char),
        }
    }
    out.push('"');
    out
}

/// Returns whether a text can be a `|` block scalar: it needs no escapes, and its first line is not indented.
pub(crate) fn fits_lines(text: &str) -> bool {
    let first = text.lines().next().unwrap_or("");
    !text.trim().is_empty()
        && !first.is_empty()
        && !first.starts_with([' ', '\t'])
        && !text.ends_with("\n\n")
        && text.lines().all(|line| !line.trim().is_empty() || line.is_empty())
        && !text.chars().any(|char| char != '\n' && char != '\t' && is_hidden(char))
        && !text.lines().any(|line| line.starts_with('\t'))
}

/// Returns whether YAML parsers read an unquoted text as the same text.
fn is_plain(text: &str, within: Within) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let last = text.chars().next_back().unwrap_or(first);
    !"-?:,[]{}#&*!|>'\"%@`=<~. \u{a0}".contains(first)
        && !first.is_whitespace()
        && !last.is_whitespace()
        && last != ':'
        && !has_signs(text, within)
        && !WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
        && !is_numeric(text)
}

/// Returns whether a text has a sign with a meaning inside a scalar: `: `, ` #`, hidden characters, and in brackets also
/// brackets and commas.
fn has_signs(text: &str, within: Within) -> bool {
    let bytes = text.as_bytes();
    let is_sign = |(at, byte): (usize, &u8)| match byte {
        b':' => bytes[at + 1..].starts_with(b" ") || text[at + 1..].starts_with('\u{a0}'),
        b'#' => at > 0 && bytes[at - 1] == b' ',
        b',' | b'[' | b']' | b'{' | b'}' => within == Within::Flow,
        _ => byte.is_ascii_control(),
    };
    bytes.iter().enumerate().any(is_sign) || (!text.is_ascii() && text.chars().any(is_hidden))
}

/// Returns whether some YAML parsers may read a text as a number, a date or a time.
fn is_numeric(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.'))
        && text.bytes().all(|byte| byte.is_ascii_hexdigit() || b"+-_.:xXoOtTzZ ".contains(&byte))
}

/// Returns whether a character needs an escape: control characters, line separators, byte order marks,
/// noncharacters and marks of text direction.
fn is_hidden(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
        || matches!(char, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_is_quoted_only_if_necessary() {
        for (text, expected) in [
            ("Attention", "Attention"),
            ("A: B", "\"A: B\""),
            ("2503.02130", "\"2503.02130\""),
            ("2026-03-05", "\"2026-03-05\""),
            ("3D vision", "3D vision"),
            ("yes", "\"yes\""),
            ("C#", "C#"),
            ("a #b", "\"a #b\""),
            ("$\\alpha$: a", "'$\\alpha$: a'"),
            ("say \"it's\"", "say \"it's\""),
            ("\"it's\"", "\"\\\"it's\\\"\""),
            ("", "\"\""),
            ("a\nb", "\"a\\nb\""),
        ] {
            assert_eq!(one_line(text, Within::Block), expected);
        }
        assert_eq!(one_line("a, b", Within::Flow), "\"a, b\"");
    }

    proptest! {
        #[test]
        fn every_text_round_trips(text in "\\PC{0,30}|[ -~\\n\\t:#'\"-]{0,30}|[0-9a-fxoe.:+_-]{0,8}") {
            for (yaml, key) in [
                (format!("k: {}\n", one_line(&text, Within::Block)), "k"),
                (format!("k: [{}, x]\n", one_line(&text, Within::Flow)), "k"),
                (format!("{}: x\n", one_line(&text, Within::Block)), ""),
            ] {
                let tree = crate::yaml::tree::parse(&yaml).unwrap();
                let node = match key {
                    "" => tree.first_key().unwrap().clone(),
                    key => tree.entry(key).unwrap().1.clone(),
                };
                let node = node.item(0).cloned().unwrap_or(node);
                prop_assert_eq!(node.text(), Some(text.as_str()), "{}", yaml);
            }
        }
    }
}
