//! The encoding of a text that is not UTF-8, guessed from its bytes.

/// The most likely encoding of a text that is not UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// The one that `iconv` calls by this name.
    Known(&'static str),
    /// UTF-8 with some invalid bytes: a conversion of the file would damage the other characters.
    DamagedUtf8,
    /// Unknown; often an encoding of Chinese, Japanese, Korean or Cyrillic.
    Unknown,
}

/// Returns a text, or the number of bytes before the first wrong one and the likely encoding.
pub(super) fn utf8(bytes: Vec<u8>) -> Result<String, (usize, Encoding)> {
    match wide(&bytes) {
        Some(name) => Err((0, Encoding::Known(name))),
        None => String::from_utf8(bytes)
            .map_err(|error| (error.utf8_error().valid_up_to(), of_invalid(error.as_bytes()))),
    }
}

/// Recognizes UTF-16 and UTF-32 by their first bytes. ASCII in UTF-16 is also valid UTF-8, with a NUL beside each
/// character.
fn wide(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16"),
        [a, 0, b, 0, ..] if *a != 0 && *b != 0 => Some("UTF-16LE"),
        [0, a, 0, b, ..] if *a != 0 && *b != 0 => Some("UTF-16BE"),
        _ => None,
    }
}

fn of_invalid(bytes: &[u8]) -> Encoding {
    let nuls_at = |parity| bytes.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    match (nuls_at(0), nuls_at(1)) {
        (0, 0) => {}
        (even, odd) => return Encoding::Known(if even < odd { "UTF-16LE" } else { "UTF-16BE" }),
    }
    if bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii()) {
        return Encoding::DamagedUtf8;
    }
    // In Western text, letters with accents are rarely adjacent. In other encodings, words consist of such bytes.
    let has_words = bytes.split(u8::is_ascii).any(|word| word.len() > 3);
    let has_undefined = bytes.iter().any(|byte| [0x81, 0x8d, 0x8f, 0x90, 0x9d].contains(byte));
    if has_words || has_undefined { Encoding::Unknown } else { Encoding::Known("WINDOWS-1252") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn the_encoding_follows_from_the_bytes() {
        let of = |bytes: &[u8]| utf8(bytes.to_vec()).err().map(|(_, encoding)| encoding);
        let known = |name| Some(Encoding::Known(name));
        for text in ["---\ntitle: Café\n---\n", "title = \"论文\"\n", "{% block main %}"] {
            assert_eq!(of(text.as_bytes()), None);
            assert_eq!(of(&utf16(text, u16::to_le_bytes)), known("UTF-16LE"), "{text}");
            assert_eq!(of(&utf16(text, u16::to_be_bytes)), known("UTF-16BE"), "{text}");
            let marked = format!("\u{feff}{text}");
            assert_eq!(of(&utf16(&marked, u16::to_le_bytes)), known("UTF-16"), "{text}");
            assert_eq!(of(&utf16(&marked, u16::to_be_bytes)), known("UTF-16"), "{text}");
        }
        for text in ["", "a", "\u{feff}a", "a\0b", "a b\0"] {
            assert_eq!(of(text.as_bytes()), None, "{text:?}");
        }
        assert_eq!(of(&utf16("论文一。\n论文二。\n", u16::to_le_bytes)), known("UTF-16LE"));
        assert_eq!(of(b"title: Caf\xe9 \x93cr\xe8me\x94\n"), known("WINDOWS-1252"));
        assert_eq!(
            of("title: Café ".bytes().chain(*b"cr\xe8me").collect::<Vec<_>>().as_slice()),
            Some(Encoding::DamagedUtf8)
        );
        // 论文 in GB 18030, Привет in Windows-1251, 論文 in Shift_JIS.
        for text in [
            &b"title: \xc2\xdb\xce\xc4"[..],
            b"title: \xcf\xf0\xe8\xe2\xe5\xf2",
            b"title: \x98\x5f\x95\xb6\x81\x40",
        ] {
            assert_eq!(of(text), Some(Encoding::Unknown), "{text:?}");
        }
    }
}
