//! Removes what surrounds an identifier in a field: LaTeX commands, braces, quotes, HTML entities.
//!
//! The result is for finding identifiers only. Braces and backslashes never belong to one.

use std::borrow::Cow;

/// LaTeX spellings of characters that DOIs contain. Longer spellings come before their prefixes.
const TEX: [(&str, &str); 36] = [
    ("\\textunderscore", "_"),
    ("\\textless", "<"),
    ("\\textgreater", ">"),
    ("\\textasciitilde", "~"),
    ("\\textendash", "-"),
    ("\\textemdash", "-"),
    ("\\textbackslash", ""),
    ("\\nolinkurl", " "),
    ("\\detokenize", " "),
    ("\\texttt", " "),
    ("\\textsf", " "),
    ("\\href", " "),
    ("\\path", " "),
    ("\\url", " "),
    ("\\doi", " doi:"),
    ("$<$", "<"),
    ("$>$", ">"),
    ("$\\sim$", "~"),
    ("$_$", "_"),
    ("$-$", "-"),
    ("\\(<\\)", "<"),
    ("\\(>\\)", ">"),
    ("\\_", "_"),
    ("\\#", "#"),
    ("\\%", "%"),
    ("\\&", "&"),
    ("\\$", "$"),
    ("\\-", ""),
    ("\\/", ""),
    ("\\ ", " "),
    ("\\~", "~"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", " "),
    ("&#60;", "<"),
    ("&#62;", ">"),
];

/// Returns a text without LaTeX commands, braces and HTML entities around or inside identifiers. `\href{a}{b}` becomes
/// `a b`.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(['\\', '{', '}', '$', '&', '\u{200b}', '\u{feff}', '\u{ad}']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        if let Some((tex, plain)) = TEX.iter().find(|(tex, _)| rest.starts_with(tex)) {
            out.push_str(plain);
            rest = &rest[tex.len()..];
            // A blank ends the name of a command and is not part of the text.
            if tex.ends_with(|last: char| last.is_ascii_alphabetic()) {
                rest = rest.strip_prefix("{}").unwrap_or(rest);
                if !matches!(*plain, "" | " ") {
                    rest = rest.strip_prefix(' ').unwrap_or(rest);
                }
            }
            continue;
        }
        let len = char.len_utf8();
        match char {
            // The second argument of `\href`.
            '}' if rest.starts_with("}{") => out.push(' '),
            '{' | '}' | '\u{200b}' | '\u{feff}' | '\u{ad}' => {}
            '&' if rest.starts_with("&amp;") => {
                out.push('&');
                // `&amp;lt;`
                rest = &rest["&amp;".len()..];
                if let Some(after) = rest.strip_prefix("lt;").or(rest.strip_prefix("gt;")) {
                    out.pop();
                    out.push(if rest.starts_with('l') { '<' } else { '>' });
                    rest = after;
                }
                continue;
            }
            char => out.push(char),
        }
        rest = &rest[len..];
    }
    Cow::Owned(out)
}

/// Returns whether `prefix` starts a text, in any letter case.
pub(super) fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// Returns what follows `prefix`, compared in any letter case.
pub(super) fn strip<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    starts_with(text, prefix).then(|| &text[prefix.len()..])
}

/// Returns a text without punctuation, quotes and unpaired brackets around it.
pub(super) fn trim(text: &str) -> &str {
    let mut text = text.trim_start_matches(['"', '\'', '“', '‘', '«', '(', '[', '<', ',', ';', ':']);
    loop {
        let before = text.len();
        text = text.trim_end_matches(|char: char| {
            char.is_whitespace()
                || matches!(
                    char,
                    '.' | ',' | ';' | ':' | '!' | '"' | '\'' | '”' | '’' | '»' | '。' | '，' | '、'
                )
        });
        for (open, close) in [('(', ')'), ('[', ']'), ('<', '>')] {
            let count = |bracket| text.matches(bracket).count();
            if text.ends_with(close) && count(close) > count(open) {
                text = &text[..text.len() - close.len_utf8()];
            }
        }
        if text.len() == before {
            return text;
        }
    }
}
