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
