//! Percent-encoding of addresses (RFC 3986), and its inverse.
//!
//! Each function is for one part of an address; schemes and hosts are not known here.

use percent_encoding::{percent_decode_str, percent_encode_byte};

/// Encodes all but ASCII letters and digits, for the value of a query parameter.
pub(crate) fn query_value(text: &str) -> String {
    encode(text, false, |char| char.is_ascii_alphanumeric())
}

/// Encodes any text as one path segment.
pub(crate) fn segment(text: &str) -> String {
    encode(text, false, is_unreserved)
}

/// Encodes a path, or the end of one, so that it stays one path: slashes and all that a path may contain stay.
pub(crate) fn path(text: &str) -> String {
    encode(text, false, |char| is_unreserved(char) || "!$&'()*+,:;=@/".contains(char))
}

/// Encodes characters that are not valid in a path segment; `%20` and the like are preserved.
pub(crate) fn written_segment(text: &str) -> String {
    encode(text, true, |char| is_unreserved(char) || "!()*+,:;=@".contains(char))
}

/// Encodes characters that are not valid in an address; letters of all scripts, `%20` and the like are preserved.
pub(crate) fn written_address(text: &str) -> String {
    encode(text, true, |char| !" \"<>\\^`{|}[]".contains(char))
}

/// Decodes `%20` and the like. Invalid UTF-8 becomes U+FFFD.
pub(crate) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn is_unreserved(char: char) -> bool {
    char.is_ascii_alphanumeric() || "-._~".contains(char)
}

/// Encodes the characters that are not `plain`. In a text `written` by a person, `%` with two hexadecimal digits is
/// preserved.
fn encode(text: &str, written: bool, plain: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, char) in text.char_indices() {
        let hex =
            || text.as_bytes().get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        let is_literal = match char {
            '%' => written && hex(),
            char => plain(char),
        };
        match is_literal {
            true => out.push(char),
            false => out.extend(char.encode_utf8(&mut [0; 4]).bytes().map(percent_encode_byte)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_of_an_address_preserves_its_valid_characters() {
        let text = "a b/c?d#e%f%2F&ü'[~";
        assert_eq!(query_value(text), "a%20b%2Fc%3Fd%23e%25f%252F%26%C3%BC%27%5B%7E");
        assert_eq!(segment(text), "a%20b%2Fc%3Fd%23e%25f%252F%26%C3%BC%27%5B~");
        assert_eq!(written_segment(text), "a%20b%2Fc%3Fd%23e%25f%2F%26%C3%BC%27%5B~");
        assert_eq!(written_address(text), "a%20b/c?d#e%25f%2F&ü'%5B~");
        for encoded in [query_value(text), segment(text)] {
            assert_eq!(decode(&encoded), text);
        }
    }
}
