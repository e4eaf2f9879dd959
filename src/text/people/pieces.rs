//! A list of people, split at the signs between names.

/// A name of a list, or several of them.
#[derive(Clone, Copy)]
pub(super) struct Piece<'t> {
    pub(super) text: &'t str,
    /// Whether it is separated from the piece before by `&`, which names of companies have, too.
    pub(super) is_weak: bool,
    /// Whether a comma is before the sign that ends the piece: `Jane Doe, John Smith, and Ann Roe`.
    pub(super) ends_in_comma: bool,
    /// Whether a word of another language separates it from the piece before, which may be a part of a name.
    pub(super) is_foreign: bool,
}

/// Returns the list within braces around all of it: `{Smith, John and Doe, Jane}`. A group has no commas.
pub(super) fn unwrapped(text: &str) -> &str {
    match braced(text) {
        Some(inner) => match pieces(inner) {
            pieces if pieces.len() > 1 && pieces.iter().all(|piece| piece.text.contains(',')) => inner,
            _ => text,
        },
        None => text,
    }
}

/// Splits a list at `and`, `;`, `&` and their like, outside of braces.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let (mut start, mut depth, mut is_weak) = (0, 0_i32, false);
    let mut push = |from: usize, to: usize, is_weak: bool| {
        let ends_in_comma = text[from..to].trim_end().ends_with([',', '，']);
        let text = text[from..to].trim_matches(|char: char| char.is_whitespace() || ",，".contains(char));
        if !text.is_empty() {
            pieces.push(Piece { text, is_weak, ends_in_comma, is_foreign: false });
        }
    };
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text[at..];
        let found = match bytes[at] {
            b'{' => {
                depth += 1;
                None
            }
            b'}' => {
                depth -= 1;
                None
            }
            _ if depth > 0 => None,
            b';' if !ends_entity(&text[start..at]) => Some((1, false)),
            b'&' if is_blank_before(text, at) && is_blank(bytes.get(at + 1)) => Some((1, true)),
            b'\\' if rest.starts_with("\\&") && is_blank_before(text, at) && is_blank(bytes.get(at + 2)) => {
                Some((2, true))
            }
            // `John Smith / Ann Doe`
            b'/' | b'|' if is_blank_before(text, at) && is_blank(bytes.get(at + 1)) => Some((1, false)),
            b'a' | b'A' if is_blank_before(text, at) => {
                let is_and = rest.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("and"))
                    && is_blank(bytes.get(at + 3));
                is_and.then_some((3, false))
            }
            0xe3 | 0xef => {
                ["、", "；"].iter().find(|sign| rest.starts_with(**sign)).map(|sign| (sign.len(), false))
            }
            _ => None,
        };
        match found {
            Some((len, weak)) => {
                push(start, at, is_weak);
                (start, is_weak) = (at + len, weak);
                at += len;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    push(start, text.len(), is_weak);
    pieces.into_iter().flat_map(by_foreign_and).collect()
}

/// Splits a piece at "and" in other languages, if the texts on both sides are whole names. `von und zu` is part of one.
fn by_foreign_and(piece: Piece<'_>) -> Vec<Piece<'_>> {
    const AND: [&str; 7] = [" und ", " et ", " y ", " og ", " och ", " и ", " та "];
    let is_whole = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        let is_small = |word: &&str| word.starts_with(char::is_lowercase);
        (2..=5).contains(&words.len())
            && !words.first().is_some_and(is_small)
            && !words.last().is_some_and(is_small)
    };
    // Most names have no small letter after a space.
    let small =
        |pair: &[u8]| pair[0] == b' ' && (matches!(pair[1], b'u' | b'e' | b'y' | b'o') || pair[1] >= 0x80);
    if !piece.text.as_bytes().windows(2).any(small) {
        return vec![piece];
    }
    for and in AND {
        let Some((one, other)) = piece.text.split_once(and) else { continue };
        let are_alike = one.contains(',') == other.contains(',');
        if are_alike && is_whole(one) && is_whole(other) && !piece.text.contains('{') {
            let first = Piece { text: one.trim(), ends_in_comma: false, ..piece };
            return vec![first, Piece { text: other.trim(), is_weak: false, is_foreign: true, ..piece }];
        }
    }
    vec![piece]
}

fn is_blank(byte: Option<&u8>) -> bool {
    byte.is_none_or(|byte| byte.is_ascii_whitespace() || *byte == b'~' || *byte == b'{')
}

fn is_blank_before(text: &str, at: usize) -> bool {
    text[..at]
        .chars()
        .next_back()
        .is_none_or(|char| char.is_whitespace() || char == '~' || char == ',' || char == '}')
}

/// Returns whether a semicolon would end an entity: `&amp;`.
fn ends_entity(before: &str) -> bool {
    let start = before.floor_char_boundary(before.len().saturating_sub(8));
    before[start..].rsplit_once('&').is_some_and(|(_, name)| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
    })
}

/// Returns the content of braces around the whole text, if there are any.
pub(super) fn braced(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    let mut depth = 0_i32;
    let is_one = inner.bytes().all(|byte| {
        depth += i32::from(byte == b'{') - i32::from(byte == b'}');
        depth >= 0
    });
    // `{\"O}` is a letter.
    (is_one && depth == 0 && !inner.starts_with('\\')).then_some(inner)
}
