//! Rules of file systems for names: device names of Windows, and names that denote one file.
//!
//! It knows neither the disk nor what is named.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Returns whether Windows takes a path component for a device, in any case and with any extension: `CON`, `nul.html`,
/// `com1`.
///
/// The names are those of "Naming Files, Paths, and Namespaces" in the Windows documentation, with `CONIN$` and
/// `CONOUT$`.
pub fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end();
    let is = |name: &str| stem.eq_ignore_ascii_case(name);
    let numbered = |port: &str| stem.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(port));
    let number = || stem.get(3..).unwrap_or_default();
    match stem.len() {
        3 => ["con", "prn", "aux", "nul"].into_iter().any(is),
        4 | 5 => {
            (numbered("com") || numbered("lpt"))
                && (matches!(number(), "¹" | "²" | "³")
                    || (number().len() == 1 && number().as_bytes()[0].is_ascii_digit()))
        }
        6 | 7 => ["conin$", "conout$"].into_iter().any(is),
        _ => false,
    }
}

/// Returns whether a path component has the form of a short (8.3) name, such as `ORGANI~1`. Windows generates them as
/// second names, here of `organizations`, so such a file may be another file there.
pub fn is_short_name(part: &str) -> bool {
    let (base, extension) = part.rsplit_once('.').unwrap_or((part, ""));
    let number = base.rsplit_once('~').map_or("", |(_, number)| number);
    base.len() <= 8
        && extension.len() <= 3
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns a path in the form in which file systems compare paths: two paths with the same key may be one file.
///
/// Windows and macOS ignore letter case. macOS, and ext4 with case folding, also ignore the Unicode normalization form
/// and characters that are not displayed, such as a zero-width joiner. The key is the canonical decomposition (NFD),
/// fully case-folded via upper case, without default ignorable code points.
pub fn key(path: &str) -> Cow<'_, str> {
    if path.is_ascii() {
        return match path.bytes().any(|byte| byte.is_ascii_uppercase()) {
            true => path.to_ascii_lowercase().into(),
            false => path.into(),
        };
    }
    let folded: String = path
        .nfd()
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .filter(|&char| !is_ignorable(char))
        .collect();
    folded.nfd().collect::<String>().into()
}

/// The property `Default_Ignorable_Code_Point` of Unicode 16.
fn is_ignorable(char: char) -> bool {
    matches!(char,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_recognized_in_every_form() {
        for name in ["con", "CON", "nul.html", "Com1.tar.gz", "lpt¹", "nul .txt", "CONIN$", "aux.", "com0"] {
            assert!(is_device(name), "{name}");
        }
        for name in ["con-", "context", "com10", "x.con", "lpt", "comb", ""] {
            assert!(!is_device(name), "{name}");
        }
    }

    #[test]
    fn short_names_are_recognized_by_their_number() {
        for name in ["ORGANI~1", "git~1", "a~12.htm", "~1"] {
            assert!(is_short_name(name), "{name}");
        }
        for name in ["~ada", "a~b", "a~", "organizations~1", "a~1.html", "x"] {
            assert!(!is_short_name(name), "{name}");
        }
    }

    #[test]
    fn equivalent_names_have_one_key() {
        for (one, other) in [
            ("Papers/A", "papers/a"),
            ("caf\u{e9}", "cafe\u{301}"),
            ("\u{c5}", "\u{212b}"),
            ("K", "\u{212a}"),
            ("stra\u{df}e", "STRASSE"),
            ("\u{3c3}", "\u{3c2}"),
            ("\u{2764}\u{fe0f}", "\u{2764}"),
            ("a\u{200d}b", "ab"),
            ("\u{1e9b}\u{323}", "\u{1e9b}\u{323}".nfc().collect::<String>().as_str()),
            ("\u{ac00}", "\u{1100}\u{1161}"),
        ] {
            assert_eq!(key(one), key(other), "{one} {other}");
        }
        for (one, other) in [("a", "b"), ("\u{e9}", "e"), ("a-b", "ab"), ("\u{fb01}", "f"), ("\u{ff0f}", "/")]
        {
            assert_ne!(key(one), key(other), "{one} {other}");
        }
    }
}
