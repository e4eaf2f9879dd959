//! Footnotes and addresses beside the names of a list: `\thanks{…}`, `\textsuperscript{1}`, `<a@example.org>`.

use std::borrow::Cow;

/// Commands whose argument is not part of a name.
const COMMANDS: [&str; 14] = [
    "\\thanks",
    "\\textsuperscript",
    "\\footnotemark",
    "\\footnotetext",
    "\\footnote",
    "\\inst",
    "\\orcidlink",
    "\\orcid",
    "\\corref",
    "\\fnref",
    "\\IEEEauthorrefmark",
    "\\affil",
    "\\email",
    "\\authormark",
];

/// Returns a list without them, and adds them to `dropped`.
pub(super) fn without<'t>(text: &'t str, dropped: &mut Vec<String>) -> Cow<'t, str> {
    if !text.contains(['\\', '@']) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let len = match first {
            '\\' => command(rest),
            '<' | '(' => address(rest),
            _ => None,
        };
        match len {
            Some(len) => dropped.push(rest[..len].to_owned()),
            None => out.push(first),
        }
        rest = &rest[len.unwrap_or(first.len_utf8())..];
    }
    out.into()
}

/// Returns the length of a command with its arguments.
fn command(text: &str) -> Option<usize> {
    let name = COMMANDS.iter().find(|name| text.starts_with(**name))?;
    let mut len = name.len();
    if text[len..].starts_with('[') {
        len += text[len..].find(']')? + 1;
    }
    if !text[len..].starts_with('{') {
        return (len > name.len()).then_some(len);
    }
    let mut depth = 0_usize;
    for (at, byte) in text[len..].bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(len + at + 1);
        }
    }
    None
}

/// Returns the length of an e-mail address in brackets.
fn address(text: &str) -> Option<usize> {
    let end = text.find(['>', ')'])?;
    let inner = text.get(1..end)?;
    let is_address = inner.contains('@') && !inner.contains(|char: char| char.is_whitespace() || char == ',');
    is_address.then_some(end + 1)
}
