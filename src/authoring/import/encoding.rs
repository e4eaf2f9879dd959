//! Files in other encodings than UTF-8, decoded while they are read.
//!
//! A byte order mark decides. Otherwise a line that is valid UTF-8 is UTF-8. Any other line is in the encoding that the
//! file names in its first kilobyte (`% Encoding: Cp1252`, `<?xml encoding="ISO-8859-1"?>`), or in Windows-1252, which
//! contains Latin-1. A file that cannot be decoded is refused: U+FFFD is never written to an entry.

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::io::{self, BufRead, Read};

/// The number of bytes at the beginning of a file in which an encoding may be named.
const HEAD: usize = 1_024;

/// A reader that returns UTF-8 without a byte order mark, for a file in any known encoding.
pub(super) struct Utf8<'r> {
    bytes: &'r mut dyn BufRead,
    /// Decoded text that has not been read yet.
    buffer: Vec<u8>,
    read: usize,
    /// Bytes of the current chunk of `bytes` that are known to be UTF-8.
    valid: usize,
    /// The decoder, if the whole file is in UTF-16.
    whole: Option<Decoder>,
    /// The encoding that the file names, or its label if the encoding is not known.
    named: Option<Result<&'static Encoding, String>>,
    has_begun: bool,
    used: Option<&'static Encoding>,
    failure: Option<String>,
}

impl<'r> Utf8<'r> {
    pub fn new(bytes: &'r mut dyn BufRead) -> Utf8<'r> {
        Utf8 {
            bytes,
            buffer: Vec::new(),
            read: 0,
            valid: 0,
            whole: None,
            named: None,
            has_begun: false,
            used: None,
            failure: None,
        }
    }

    /// Returns the note for the report, if the file is not in UTF-8.
    pub fn note(&self) -> Option<&'static str> {
        match (self.used, &self.named) {
            (Some(used), _) if used == UTF_16LE || used == UTF_16BE => Some("the file is in UTF-16"),
            (Some(_), Some(_)) => Some("the file is not in UTF-8, but in the encoding that it names"),
            (Some(_), None) => Some("the file is not in UTF-8; it is read as Windows-1252"),
            (None, _) => None,
        }
    }

    /// Returns why the file cannot be decoded, if it cannot.
    pub fn failure(&mut self) -> Option<String> {
        self.failure.take()
    }

    fn begin(&mut self) -> io::Result<()> {
        self.has_begun = true;
        let head = self.bytes.fill_buf()?;
        let (encoding, skipped) = match head {
            [0xef, 0xbb, 0xbf, ..] => (None, 3),
            [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => {
                return self.fail("the file is in UTF-32", "UTF-32");
            }
            [0xff, 0xfe, ..] => (Some(UTF_16LE), 2),
            [0xfe, 0xff, ..] => (Some(UTF_16BE), 2),
            [first, 0, ..] if *first != 0 => (Some(UTF_16LE), 0),
            [0, second, ..] if *second != 0 => (Some(UTF_16BE), 0),
            head => {
                self.named = named(&head[..head.len().min(HEAD)]);
                (None, 0)
            }
        };
        self.whole = encoding.map(Encoding::new_decoder_without_bom_handling);
        self.used = encoding;
        self.bytes.consume(skipped);
        Ok(())
    }

    fn fail<T>(&mut self, why: &str, iconv: &str) -> io::Result<T> {
        let why = format!("{why}; convert it: iconv -f {iconv} -t UTF-8 FILE > NEW");
        self.failure = Some(why.clone());
        Err(io::Error::new(io::ErrorKind::InvalidData, why))
    }

    /// Decodes the next bytes of a file in UTF-16.
    fn decode_whole(&mut self) -> io::Result<()> {
        let Some(mut decoder) = self.whole.take() else { return Ok(()) };
        self.buffer.clear();
        self.read = 0;
        while self.buffer.is_empty() {
            let chunk = self.bytes.fill_buf()?;
            let is_last = chunk.is_empty();
            let most =
                decoder.max_utf8_buffer_length_without_replacement(chunk.len()).unwrap_or(chunk.len() * 3);
            self.buffer.resize(most.max(16), 0);
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(chunk, &mut self.buffer, is_last);
            self.buffer.truncate(written);
            self.bytes.consume(read);
            if let DecoderResult::Malformed(..) = result {
                return self.fail("the file is damaged: it is not valid UTF-16", "UTF-16");
            }
            // A decoder that has finished is not used again.
            if is_last {
                return Ok(());
            }
        }
        self.whole = Some(decoder);
        Ok(())
    }

    /// Decodes a line that is not UTF-8, or that does not fit in a chunk.
    fn decode_line(&mut self) -> io::Result<()> {
        let mut line = Vec::new();
        Read::take(&mut *self.bytes, 1 << 16).read_until(b'\n', &mut line)?;
        self.read = 0;
        // A long line may end within a character, which has four bytes at most.
        while let Err(error) = std::str::from_utf8(&line)
            && error.error_len().is_none()
            && Read::take(&mut *self.bytes, 1).read_to_end(&mut line)? > 0
        {}
        if std::str::from_utf8(&line).is_ok() {
            self.buffer = line;
            return Ok(());
        }
        let encoding = match &self.named {
            Some(Ok(encoding)) => encoding,
            Some(Err(label)) => {
                let label = label.clone();
                return self.fail(&format!("the encoding `{label}` is not known"), &label);
            }
            None => WINDOWS_1252,
        };
        // Windows-1252 has five undefined bytes.
        let has_gap = encoding == WINDOWS_1252
            && line.iter().any(|byte| matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d));
        match encoding.decode_without_bom_handling_and_without_replacement(&line).filter(|_| !has_gap) {
            Some(text) => {
                self.buffer = text.into_owned().into_bytes();
                self.used = Some(encoding);
                Ok(())
            }
            None if self.named.is_some() => self
                .fail(&format!("the file is damaged: it is not valid {}", encoding.name()), encoding.name()),
            None => self
                .fail("the file is neither in UTF-8 nor in Windows-1252 (is it in MacRoman?)", "MACINTOSH"),
        }
    }
}

impl BufRead for Utf8<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if !self.has_begun {
            self.begin()?;
        }
        if self.read == self.buffer.len() && self.valid == 0 {
            if self.whole.is_some() {
                self.decode_whole()?;
            } else {
                let chunk = self.bytes.fill_buf()?;
                self.valid = match std::str::from_utf8(chunk) {
                    Ok(_) => chunk.len(),
                    // A line is decoded as a whole.
                    // A chunk that ends within a character of a long line.
                    Err(error) if error.error_len().is_none() && error.valid_up_to() > 1_000 => {
                        error.valid_up_to()
                    }
                    Err(error) => chunk[..error.valid_up_to()]
                        .iter()
                        .rposition(|byte| *byte == b'\n')
                        .map_or(0, |end| end + 1),
                };
                if self.valid == 0 && !chunk.is_empty() {
                    self.decode_line()?;
                }
            }
        }
        if self.read < self.buffer.len() {
            return Ok(&self.buffer[self.read..]);
        }
        let valid = self.valid;
        if valid == 0 {
            return Ok(&[]);
        }
        Ok(&self.bytes.fill_buf()?[..valid])
    }

    fn consume(&mut self, count: usize) {
        if self.read < self.buffer.len() {
            self.read += count;
        } else {
            self.valid -= count;
            self.bytes.consume(count);
        }
    }
}

impl Read for Utf8<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let chunk = self.fill_buf()?;
        let count = chunk.len().min(to.len());
        to[..count].copy_from_slice(&chunk[..count]);
        self.consume(count);
        Ok(count)
    }
}

/// Returns the encoding named at the beginning of a file, or its label if the encoding is not known.
fn named(head: &[u8]) -> Option<Result<&'static Encoding, String>> {
    let text: String =
        head.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { ' ' }).collect();
    let lower = text.to_ascii_lowercase();
    let after = |sign: &str| lower.find(sign).map(|at| &text[at + sign.len()..]);
    let is_xml = lower.trim_start().starts_with("<?xml");
    let rest = match is_xml {
        true => after("encoding=").filter(|rest| text.len() - rest.len() < 200)?,
        // The line of JabRef, and those of editors: `% !TeX encoding = latin1`, `-*- coding: latin-1 -*-`
        false => after("% encoding:").or_else(|| after("tex encoding =")).or_else(|| after("coding: "))?,
    };
    let label: String = rest
        .trim_start_matches([' ', '"', '\'', '='])
        .chars()
        .take_while(|char| char.is_ascii_alphanumeric() || "-_.:".contains(*char))
        .take(40)
        .collect();
    if label.is_empty() {
        return None;
    }
    // Java and TeX have their own names for encodings.
    let plain = label.to_ascii_lowercase().replace('_', "-");
    let known = match plain.as_str() {
        "utf8" | "utf-8" | "utf8x" | "ascii" | "us-ascii" => return None,
        "macroman" | "applemac" | "x-macroman" => "macintosh",
        "ansinew" | "latin1" | "iso8859-1" => "windows-1252",
        "latin9" | "iso8859-15" => "iso-8859-15",
        "sjis" | "ms932" | "cp932" => "shift_jis",
        "cp936" | "ms936" => "gbk",
        "cp949" | "ms949" => "euc-kr",
        "cp950" | "ms950" => "big5",
        plain => plain,
    };
    let windows = known.strip_prefix("cp125").map(|page| format!("windows-125{page}"));
    Some(Encoding::for_label_no_replacement(windows.as_deref().unwrap_or(known).as_bytes()).ok_or(label))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Decodes bytes in chunks of a few bytes, which split lines and characters.
    fn decoded(bytes: &[u8]) -> Result<String, String> {
        decoded_in_chunks(7, bytes)
    }

    fn decoded_in_chunks(of: usize, bytes: &[u8]) -> Result<String, String> {
        let mut reader = io::BufReader::with_capacity(of, bytes);
        let mut text = String::new();
        let mut utf8 = Utf8::new(&mut reader);
        match utf8.read_to_string(&mut text) {
            Ok(_) => Ok(text),
            Err(_) => Err(utf8.failure().unwrap_or_default()),
        }
    }

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        let bytes = |unit: u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "% a\n{Jürgen Müller — José} €\nÜber «Bäume»\n";
        let (windows, ..) = WINDOWS_1252.encode(text);
        let marked = |little: bool| [utf16("\u{feff}", little), utf16(text, little)].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            windows.to_vec(),
            marked(true),
            marked(false),
            utf16(text, true),
            utf16(text, false),
        ] {
            assert_eq!(decoded(&bytes).as_deref(), Ok(text));
        }
    }

    #[test]
    fn a_named_encoding_is_used_if_the_text_is_not_utf_8() {
        let of = |name: &str, bytes: &[u8]| {
            decoded_in_chunks(64, &[format!("% Encoding: {name}\n").as_bytes(), bytes].concat())
                .map(|text| text.lines().nth(1).unwrap_or("").to_owned())
        };
        assert_eq!(of("ISO8859_2", b"\xb3\xf3d\xbc"), Ok("łódź".to_owned()));
        assert_eq!(of("Cp1250", b"\xb3\xf3d\x9f"), Ok("łódź".to_owned()));
        assert_eq!(of("MacRoman", b"\x8etude"), Ok("étude".to_owned()));
        assert_eq!(of("SJIS", b"\x8eR\x93c"), Ok("山田".to_owned()));
        assert_eq!(of("Cp1252", "Müller".as_bytes()), Ok("Müller".to_owned()));
        assert_eq!(
            of("EBCDIC", b"\xff"),
            Err("the encoding `EBCDIC` is not known; convert it: iconv -f EBCDIC -t UTF-8 FILE > NEW"
                .to_owned())
        );
        assert_eq!(
            decoded_in_chunks(64, b"<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?>\n\xb3").as_deref(),
            Ok("<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?>\nł")
        );
    }

    #[test]
    fn lines_of_one_file_may_differ() {
        assert_eq!(decoded(b"M\xfcller\nM\xc3\xbcller\n").as_deref(), Ok("Müller\nMüller\n"));
    }

    #[test]
    fn a_file_that_cannot_be_decoded_is_refused_with_a_hint() {
        for bytes in [&b"a\x81b"[..], b"\xff\xfe\0\0a\0\0\0", b"\xff\xfea\0\0\xd8"] {
            let why = decoded(bytes).unwrap_err();
            assert!(why.contains("iconv -f ") && why.contains(" -t UTF-8 FILE > NEW"), "{why}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_decoded_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            if let Ok(text) = decoded(&bytes) {
                let is_own = std::str::from_utf8(&bytes).is_ok() || bytes.windows(2).any(|pair| pair == b"\xfd\xff" || pair == b"\xff\xfd");
                prop_assert!(is_own || !text.contains(char::REPLACEMENT_CHARACTER));
            }
        }

        #[test]
        fn utf_8_stays_unchanged(text in "\\PC{0,60}") {
            prop_assume!(!text.starts_with('\u{feff}') && !text.contains('\0'));
            prop_assert_eq!(decoded(text.as_bytes()), Ok(text));
        }
    }
}
