//! Web and e-mail addresses written in a text without markup, as in GitHub's dialect of markdown.
//!
//! The rules are those of "Autolinks (extension)" of the GFM specification, but an address may begin after any
//! character that is not a letter or digit of ASCII, and ends before Chinese, Japanese and Korean text and punctuation
//! of full width.

use std::ops::Range;

use crate::text::ideographs::{is_ideograph, is_wide_mark};

/// The longest address that is linked, in bytes.
const LONGEST: usize = 2000;

/// Returns where addresses are, in order and without overlaps.
pub(super) fn find(source: &str) -> Vec<Range<usize>> {
    let bytes = source.as_bytes();
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in memchr::memchr3_iter(b':', b'@', b'.', bytes) {
        // The inside of an address is not searched again.
        if found.last().is_some_and(|last| last.end > at) {
            continue;
        }
        let range = match bytes[at] {
            b':' if bytes[at..].starts_with(b"://") => web(source, at),
            b'.' if at >= 3 && bytes[at - 3..at].eq_ignore_ascii_case(b"www") => {
                without_scheme(source, at - 3)
            }
            b'@' => mail(source, at),
            _ => None,
        };
        let end = found.last().map_or(0, |last| last.end);
        found.extend(range.filter(|range| range.start >= end));
    }
    found
}

/// Returns the address whose scheme ends at `colon`.
fn web(source: &str, colon: usize) -> Option<Range<usize>> {
    let before = &source.as_bytes()[..colon];
    let scheme = ["https", "http"].into_iter().find(|scheme| {
        before
            .len()
            .checked_sub(scheme.len())
            .is_some_and(|at| before[at..].eq_ignore_ascii_case(scheme.as_bytes()))
    })?;
    let start = colon - scheme.len();
    may_start(source, start).then_some(())?;
    let host = colon + "://".len();
    let end = end(source, host);
    is_host(&source[host..end]).then_some(start..end)
}

fn without_scheme(source: &str, start: usize) -> Option<Range<usize>> {
    may_start(source, start).then_some(())?;
    let end = end(source, start);
    is_host(&source[start..end]).then_some(start..end)
}

fn mail(source: &str, at: usize) -> Option<Range<usize>> {
    let bytes = source.as_bytes();
    let local = |byte: &u8| byte.is_ascii_alphanumeric() || b"._+-".contains(byte);
    let length = bytes[..at].iter().rev().take(LONGEST).take_while(|byte| local(byte)).count();
    // Underscores around an address are emphasis.
    let emphasis = bytes[at - length..at].iter().take_while(|&&byte| byte == b'_').count();
    let (start, length) = (at - length + emphasis, length - emphasis);
    let host = bytes[at + 1..]
        .iter()
        .take(LONGEST)
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(byte))
        .count();
    let host = source[at + 1..at + 1 + host].trim_end_matches('.');
    let host = if emphasis > 0 { host.trim_end_matches('_') } else { host };
    let sound = length > 0 && !host.ends_with(['-', '_']) && is_host(host) && !bytes[at - 1].eq(&b'.');
    // `git@host:path` and `ssh://git@host` are addresses of repositories and not of mailboxes.
    let after = bytes.get(at + 1 + host.len());
    let scheme = start.checked_sub("mailto:".len()).filter(|&scheme| {
        let written =
            source.get(scheme..start).is_some_and(|written| written.eq_ignore_ascii_case("mailto:"));
        written && may_start(source, scheme)
    });
    let in_address = scheme.is_none() && source[..start].ends_with(['/', ':', '@'])
        || matches!(after, Some(b':' | b'@' | b'/'));
    (sound && !in_address).then_some(scheme.unwrap_or(start)..at + 1 + host.len())
}

/// Returns whether an address may start at `start`: not within a word.
fn may_start(source: &str, start: usize) -> bool {
    let before = source[..start].bytes().next_back();
    before.is_none_or(|byte| !byte.is_ascii_alphanumeric() && !b"+./@\\%&?=#".contains(&byte))
}

/// Returns where an address ends whose host starts at `start`.
fn end(source: &str, start: usize) -> usize {
    let mut end = start;
    // The host may be Chinese or Japanese. After it, such text follows the address.
    let host_end = match source[start..].chars().next() {
        Some(first) if is_ideograph(first) => {
            let in_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
            source[start..].find(|c| !in_host(c)).map_or(source.len(), |length| start + length)
        }
        _ => start,
    };
    let mut characters = source[start..].char_indices().take_while(|(at, _)| *at < LONGEST).peekable();
    while let Some((at, character)) = characters.next() {
        let ends = character.is_whitespace()
            || character.is_control()
            || matches!(character, '<' | '>' | '"' | '`' | '|' | '^' | '{' | '}' | '[' | ']' | '$')
            || matches!(character, '\u{2010}'..='\u{203a}')
            || (is_dense(character) && start + at >= host_end)
            || is_wide_mark(character)
            // A backslash that escapes a mark of markdown is a part of the address as it is written.
            || (character == '\\' && !characters.peek().is_some_and(|(_, next)| matches!(next, '_' | '&' | '#' | '%' | '~' | '-' | '.')));
        if ends {
            break;
        }
        end = start + at + character.len_utf8();
    }
    without_trailing(source, start, end)
}

/// Returns whether a character is of a script without spaces, or of Korean, whose particles follow words without one.
fn is_dense(character: char) -> bool {
    is_ideograph(character)
        || matches!(character, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{ac00}'..='\u{d7a3}')
}

/// Removes punctuation from the end: that of the sentence, a parenthesis without its pair, a character reference.
fn without_trailing(source: &str, start: usize, mut end: usize) -> usize {
    let count = |mark: char| source[start..end].matches(mark).count();
    let (mut open, mut closed) = (count('('), count(')'));
    while let Some(last) = source[start..end].chars().next_back() {
        match last {
            ')' if closed <= open => break,
            ')' => closed -= 1,
            '(' => open -= 1,
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '\\' => {}
            ';' => {
                let name = source[start..end - 1].bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
                if name > 0 && source[start..end - 1 - name].ends_with('&') {
                    end -= name + 1;
                }
            }
            _ => break,
        }
        end -= last.len_utf8();
    }
    end
}

/// Returns whether text begins with a host that has a domain: `example.org`, `arxiv.org:443/abs`.
fn is_host(text: &str) -> bool {
    let host = &text[..text.find(['/', '?', '#', ':']).unwrap_or(text.len())];
    let mut labels = host.rsplit('.');
    let sound = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
    };
    let last = labels.next().unwrap_or("");
    let number = last.bytes().all(|byte| byte.is_ascii_digit());
    let rest: Vec<&str> = labels.collect();
    sound(last)
        && !last.contains('_')
        && !rest.is_empty()
        && rest.iter().all(|label| sound(label))
        && (!number || rest.len() == 3)
}

/// Returns the address that `written` links to: escapes of markdown and references read, with a scheme.
pub(super) fn target(written: &str) -> String {
    let mut plain = String::with_capacity(written.len() + 8);
    let mut rest = written;
    while let Some(character) = rest.chars().next() {
        let length = if rest.starts_with("&amp;") { "&amp;".len() } else { character.len_utf8() };
        if character != '\\' {
            plain.push(character);
        }
        rest = &rest[length..];
    }
    match plain.get(..4) {
        Some(start) if start.eq_ignore_ascii_case("www.") => format!("http://{plain}"),
        _ if plain.contains("://") => plain,
        _ if plain.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:")) => plain,
        _ => format!("mailto:{plain}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        find(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn an_address_ends_before_the_punctuation_of_its_sentence() {
        assert_eq!(
            found("See https://example.org/a_b, or (http://example.org/c_(d)). www.example.org!"),
            ["https://example.org/a_b", "http://example.org/c_(d)", "www.example.org"]
        );
        assert_eq!(
            found("**https://example.org/x** \"https://example.org/?q=1&lt;\" mail a.b@example.org."),
            ["https://example.org/x", "https://example.org/?q=1", "a.b@example.org"]
        );
    }

    #[test]
    fn an_address_ends_where_chinese_begins() {
        assert_eq!(
            found(
                "代码见https://github.com/a/b。（https://example.org/x）www.example.org获取，请联系a@example.org。"
            ),
            ["https://github.com/a/b", "https://example.org/x", "www.example.org", "a@example.org"]
        );
        assert_eq!(
            found("ดูที่https://example.org/aได้ https://例え.テスト/a、http://中文.cn。"),
            ["https://example.org/a", "https://例え.テスト/a", "http://中文.cn"]
        );
    }

    #[test]
    fn mail_addresses_may_have_a_scheme_and_emphasis() {
        assert_eq!(
            found("mailto:a@example.org _b@example.org_ a_b@example.org xmailto:c@example.org"),
            ["mailto:a@example.org", "b@example.org", "a_b@example.org"]
        );
    }

    #[test]
    fn what_has_no_host_is_not_an_address() {
        for text in [
            "http://",
            "https://localhost",
            "www.",
            "a@b",
            "@user",
            "x://example.org",
            "git+https://example.org/a",
            "git@example.org:a/b",
            "v1.2@2.0",
            "lr=1e-3@epoch.5.",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn escapes_in_an_address_are_read() {
        assert_eq!(target(r"https://example.org/a\_b?x=1&amp;y=2"), "https://example.org/a_b?x=1&y=2");
        assert_eq!(target("www.example.org"), "http://www.example.org");
        assert_eq!(target("ada@example.org"), "mailto:ada@example.org");
    }
}
