//! Facts that follow from a language tag: the script of the language, and the direction of its text.
//!
//! Source: the likely subtags and scripts of the Unicode Common Locale Data Repository (CLDR). Only this file uses
//! `icu_locale`.

use icu_locale::{LanguageIdentifier, LocaleDirectionality, LocaleExpander};

/// Returns whether text in a language (a tag of BCP 47) runs from right to left: `ar-EG`, `fa`, `az-Arab`.
pub fn is_right_to_left(tag: &str) -> bool {
    let directions = const { LocaleDirectionality::new_extended() };
    tag.parse().is_ok_and(|language: LanguageIdentifier| directions.is_right_to_left(&language))
}

/// Returns the direction of a text (or of HTML) in a language, as HTML names it. If the language is not known, a text in
/// right-to-left letters may begin with a Latin word, and other text has the direction of its first letter: `auto`.
pub fn direction(tag: &str, text: &str) -> &'static str {
    match tag.parse::<LanguageIdentifier>() {
        Ok(language) if !language.language.is_unknown() => {
            if is_right_to_left(tag) {
                "rtl"
            } else {
                "ltr"
            }
        }
        _ if is_mostly_right_to_left(text) => "rtl",
        _ => "auto",
    }
}

fn is_mostly_right_to_left(html: &str) -> bool {
    // The first byte of Hebrew letters in UTF-8; those of other such scripts are larger.
    if !html.bytes().any(|byte| byte >= 0xd6) {
        return false;
    }
    let (mut in_tag, mut ours, mut others) = (false, 0_usize, 0_usize);
    for character in html.chars() {
        match character {
            '<' => in_tag = true,
            '>' => in_tag = false,
            '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' => ours += 1,
            '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}' => ours += 1,
            _ if !in_tag && character.is_alphabetic() => others += 1,
            _ => {}
        }
    }
    ours > others
}

/// Returns the language with the script of its region, if that is not the usual script of the language: `zh-hant` for
/// `zh-TW`.
pub fn with_likely_script(tag: &str) -> Option<String> {
    let expander = const { LocaleExpander::new_extended() };
    let language: LanguageIdentifier = tag.parse().ok()?;
    let script = expander.get_likely_script(&language)?;
    let usual = expander.get_likely_script(&LanguageIdentifier {
        language: language.language,
        ..LanguageIdentifier::UNKNOWN
    })?;
    (script != usual).then(|| format!("{}-{script}", language.language).to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_direction_is_that_of_the_script() {
        for tag in ["ar", "ar-EG", "fa-IR", "he-IL", "ur", "ckb", "ps", "az-Arab", "yi", "dv", "ug"] {
            assert!(is_right_to_left(tag), "{tag}");
        }
        for tag in ["en", "az", "zh-TW", "ku", "uz-Latn", "ar-Latn", "", "not a tag"] {
            assert!(!is_right_to_left(tag), "{tag}");
        }
    }

    #[test]
    fn a_text_without_a_known_language_has_the_direction_of_its_letters() {
        let all =
            ["fa-IR", "az-Arab", "en", "zh-TW", "", "und", "x-lang", "a b"].map(|tag| direction(tag, "a"));
        assert_eq!(all, ["rtl", "rtl", "ltr", "ltr", "auto", "auto", "auto", "auto"]);
        assert_eq!(direction("", "<b class=\"latin\">BERT</b>: مدل زبانی"), "rtl");
        assert_eq!(direction("", "A survey of models for فارسی"), "auto");
    }

    #[test]
    fn regions_that_write_another_script_are_known() {
        for (tag, script) in [
            ("zh-TW", "zh-hant"),
            ("zh-HK", "zh-hant"),
            ("zh-Hant", "zh-hant"),
            ("sr-Latn", "sr-latn"),
            ("pa-PK", "pa-arab"),
        ] {
            assert_eq!(with_likely_script(tag).as_deref(), Some(script));
        }
        for tag in ["zh", "zh-CN", "de-AT", "sr", "xx"] {
            assert_eq!(with_likely_script(tag), None, "{tag}");
        }
    }
}
