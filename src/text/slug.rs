//! Slugs: names as parts of addresses.
//!
//! A slug is lower-case ASCII: letters, digits and single hyphens. The same name always gives the same slug, on every
//! machine and in every version, since addresses depend on it.

use crate::text::filename;
use deunicode::deunicode;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, is_combining_mark};
use xxhash_rust::xxh3::xxh3_64;

/// The maximum length in bytes: a slug is the name of a folder.
const MAX_BYTES: usize = 100;

/// Returns the slug of a name.
///
/// Latin letters lose their accents: `José García` and `Jose Garcia` are one. Other scripts are transliterated. Then
/// several names become one (`王伟` and `王维` are both `wang-wei`), so six hexadecimal digits of a hash of the name are
/// appended. Too long names are cut and get a hash too.
///
/// A name that Windows reserves for a device gets a final hyphen, which no other slug has: `Aux` is `aux-`.
pub fn slug(name: &str) -> String {
    let mut slug = slug_without_device_rule(name);
    if filename::is_device(&slug) {
        slug.push('-');
    }
    slug
}

/// Returns whether `written` is the slug `slug`, perhaps without the final hyphen of a device name: `aux` for `aux-`.
pub fn is_written(slug: &str, written: &str) -> bool {
    slug == written || slug.strip_suffix('-') == Some(written)
}

/// Returns whether two names differ only in letter case, accents, spaces, hyphens, underscores and apostrophes.
pub fn is_same_name(one: &str, other: &str) -> bool {
    let fold = |name: &str| -> String {
        let plain = name.nfkd().filter(|char| !is_combining_mark(*char) && !char.is_whitespace());
        plain
            .filter(|char| !matches!(char, '-' | '_' | '\'' | '’' | '`' | '‐' | '‑'))
            .flat_map(char::to_lowercase)
            .collect()
    };
    fold(one) == fold(other) || fold(one) == fold(&slug(other)) || fold(other) == fold(&slug(one))
}

fn slug_without_device_rule(name: &str) -> String {
    if name.is_ascii() {
        let slug = hyphenate(name);
        if !slug.is_empty() && slug.len() <= MAX_BYTES {
            return slug;
        }
    }
    let folded: String =
        name.nfkd().filter(|char| !is_combining_mark(*char)).flat_map(char::to_lowercase).collect();
    let is_latin = folded.chars().all(|char| char.is_ascii() || !char.is_alphanumeric() || is_latin(char));
    let mut slug = hyphenate(&deunicode(&folded));
    if is_latin && !slug.is_empty() && slug.len() <= MAX_BYTES {
        return slug;
    }
    let end = slug.floor_char_boundary(MAX_BYTES - 7);
    slug.truncate(end);
    let digits = xxh3_64(folded.as_bytes()) & 0xff_ffff;
    match slug.trim_end_matches('-') {
        "" => format!("x-{digits:06x}"),
        slug => format!("{slug}-{digits:06x}"),
    }
}

/// Returns a slug as words, for a topic without a name: `language-models` is `Language models`.
pub fn words(slug: &str) -> String {
    let mut words = slug.trim_end_matches('-').replace('-', " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

/// Returns a letter with one more accent, given as a combining mark, where Unicode has a character for it. The letter
/// may have an accent already: `ê` with a tilde is `ễ`, in whichever order the two were written.
pub fn accented(letter: char, mark: char) -> Option<char> {
    let single = |text: String| text.chars().next().filter(|first| first.len_utf8() == text.len());
    compose(letter, mark).or_else(|| single([letter, mark].into_iter().nfc().collect())).or_else(|| {
        let mut parts = [letter].into_iter().nfd();
        let base = parts.next()?;
        single([base, mark].into_iter().chain(parts).nfc().collect())
    })
}

/// Returns a name in ASCII letters, in the same case: `Cè2022` is `Ce2022`. Returns nothing if it has letters that are
/// not Latin.
pub fn ascii(name: &str) -> Option<String> {
    let folded: String = name.nfkd().filter(|char| !is_combining_mark(*char)).collect();
    let is_latin = folded.chars().all(|char| char.is_ascii() || !char.is_alphanumeric() || is_latin(char));
    is_latin.then(|| deunicode(&folded))
}

/// Returns whether a letter is Latin but not ASCII, such as `ø`, `ł`, `ß`.
fn is_latin(char: char) -> bool {
    matches!(char, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}')
}

/// The word for a mark at the end of a name: `C++`, `C#` and `A*` are not `C` and `A`.
fn word(mark: char) -> Option<&'static str> {
    match mark {
        '+' => Some("plus"),
        '#' => Some("sharp"),
        '*' => Some("star"),
        _ => None,
    }
}

fn hyphenate(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    for (at, char) in text.char_indices() {
        let after = text[at + char.len_utf8()..].trim_start_matches(['+', '#', '*']).chars().next();
        let ends = !after.is_some_and(|after| after.is_ascii_alphanumeric());
        let follows =
            before.is_some_and(|before: char| before.is_ascii_alphanumeric() || word(before).is_some());
        let begins =
            before.is_none_or(char::is_whitespace) && after.is_some_and(|after| after.is_ascii_alphabetic());
        before = Some(char);
        if char.is_ascii_alphanumeric() {
            out.push(char.to_ascii_lowercase());
        } else if let Some(word) = word(char).filter(|_| ends && follows && !out.is_empty()) {
            out.push_str(if out.ends_with('-') { "" } else { "-" });
            out.push_str(word);
            out.push('-');
        } else if char == '.' && begins {
            out.push_str("dot-");
        } else if !matches!(char, '\'' | '`') && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_slugs() {
        assert_eq!(slug("Large Language Models"), "large-language-models");
        assert_eq!(slug("José García"), slug("Jose Garcia"));
        assert_eq!(slug("Søren Kierkegård"), "soren-kierkegard");
        assert_eq!(slug("O’Brien, J."), "obrien-j");
        assert_eq!(slug("3D vision"), "3d-vision");
    }

    #[test]
    fn marks_that_make_another_name_are_words() {
        let names = ["C", "C++", "C#", "C♯", "A", "A*", "Net", ".NET", "F#", "g++", "CO2+"];
        let slugs = [
            "c",
            "c-plus-plus",
            "c-sharp",
            "c-sharp",
            "a",
            "a-star",
            "net",
            "dot-net",
            "f-sharp",
            "g-plus-plus",
            "co2-plus",
        ];
        assert_eq!(names.map(slug), slugs);
        assert_eq!(
            ["A+B", "#1", "a.b", "C++ and C#", "*"].map(slug)[..4],
            ["a-b", "1", "a-b", "c-plus-plus-and-c-sharp"]
        );
    }

    #[test]
    fn different_names_in_other_scripts_have_different_slugs() {
        let (one, other) = (slug("王伟"), slug("王维"));
        assert!(one.starts_with("wang-wei-") && other.starts_with("wang-wei-"));
        assert_ne!(one, other);
        assert_eq!(slug("…"), slug("…"));
        assert!(slug("…").starts_with("x-"));
    }

    #[test]
    fn a_slug_is_its_own_slug_and_fits_a_folder() {
        let long = "a".repeat(500);
        for name in
            ["Ünïcödé", &long, "王伟", "--x--", "Дмитрий", "Con", "aux", "NUL", "com¹", "C.O.N", "con.txt"]
        {
            let own = slug(name);
            assert_eq!(slug(&own), own);
            assert!(!own.is_empty() && own.len() <= MAX_BYTES, "{own}");
            assert!(!filename::is_device(&own), "{own}");
        }
    }

    #[test]
    fn a_device_name_has_a_unique_slug() {
        for (name, own) in
            [("Con", "con-"), ("aux", "aux-"), ("Nul", "nul-"), ("COM¹", "com1-"), ("lpt9.", "lpt9-")]
        {
            assert_eq!(slug(name), own);
            assert!(is_written(own, &own[..own.len() - 1]));
        }
        for (name, own) in
            [("Con 1", "con-1"), ("con text", "con-text"), ("Conrad", "conrad"), ("com10", "com10")]
        {
            assert_eq!(slug(name), own);
        }
        assert_eq!(words("con-"), "Con");
        assert!(
            is_written("a", "a")
                && is_written("con-", "con-")
                && !is_written("a", "b")
                && !is_written("a", "a-")
        );
    }
}
