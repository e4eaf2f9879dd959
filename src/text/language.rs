//! Detects the language of a text if its script is specific to one.
//!
//! Screen readers read a text in the language it is marked with, so a wrong mark is worse than none. Scripts of several
//! languages, such as Latin, Cyrillic and Arabic, give no language: an entry states it with `lang`.

use crate::text::markdown;

/// The language tags of a paper's texts. `None`: the text is empty or in Latin script. An empty tag: the language is
/// unknown, but the script is not Latin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Languages {
    /// Of the title.
    pub title: Option<String>,
    /// Of the abstract.
    pub text: Option<String>,
    /// Of the summary.
    pub summary: Option<String>,
    /// Of the notes.
    pub notes: Option<String>,
}

/// The texts of a paper; empty if missing.
pub(crate) struct Texts<'a> {
    pub title: &'a str,
    pub abstract_html: &'a str,
    pub summary_html: &'a str,
    pub notes_html: &'a str,
}

/// A text with fewer Han characters, and no kana, may be Japanese too.
const MIN_HAN: usize = 16;

/// Latin letters and their accents have no byte as large as this in UTF-8.
const FIRST_NON_LATIN_BYTE: u8 = 0xcd;

impl Languages {
    /// Detects the languages of a paper's texts. `declared` is the `lang` of the entry, which applies to all texts but
    /// the notes: those may be somebody else's. `None` if nothing is known.
    pub(crate) fn detect(declared: Option<String>, texts: &Texts<'_>) -> Option<Box<Languages>> {
        let Texts { title, abstract_html, summary_html, notes_html } = *texts;
        let is_latin = |text: &str| !text.bytes().any(|byte| byte >= FIRST_NON_LATIN_BYTE);
        if declared.is_none() && [title, abstract_html, summary_html, notes_html].into_iter().all(is_latin) {
            return None;
        }
        let letters = |html: &str| match is_latin(html) {
            true => Letters::default(),
            false => Letters::count(&markdown::plain_text(html)),
        };
        let text = letters(abstract_html);
        let abstract_language = declared.as_deref().or(text.language());
        // A short text in the script of the abstract has the language of the abstract.
        let short = |short: &Letters| match short.language() {
            Some("") if declared.is_some() && short.is_mostly(short.other) => abstract_language,
            _ if matches!(abstract_language, Some("ja" | "zh"))
                && short.is_mostly(short.han + short.kana) =>
            {
                abstract_language
            }
            own => own,
        };
        let own = |letters: &Letters| short(letters).map(str::to_owned);
        let languages = Languages {
            title: declared.clone().or_else(|| own(&Letters::count(title))),
            text: abstract_language.map(str::to_owned),
            summary: declared.clone().or_else(|| own(&letters(summary_html))),
            notes: own(&letters(notes_html)),
        };
        (languages != Languages::default()).then(|| Box::new(languages))
    }
}

#[derive(Default)]
struct Letters {
    latin: usize,
    kana: usize,
    han: usize,
    hangul: usize,
    thai: usize,
    greek: usize,
    georgian: usize,
    armenian: usize,
    other: usize,
}

impl Letters {
    fn count(text: &str) -> Letters {
        let mut letters = Letters::default();
        for char in text.chars().filter(|char| char.is_alphabetic()) {
            let kind = match char {
                '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => &mut letters.latin,
                '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}' => {
                    &mut letters.kana
                }
                '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => {
                    &mut letters.han
                }
                '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7af}' => {
                    &mut letters.hangul
                }
                '\u{e00}'..='\u{e7f}' => &mut letters.thai,
                '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => &mut letters.greek,
                '\u{10a0}'..='\u{10ff}' | '\u{1c90}'..='\u{1cbf}' => &mut letters.georgian,
                '\u{530}'..='\u{58f}' => &mut letters.armenian,
                _ => &mut letters.other,
            };
            *kind += 1;
        }
        letters
    }

    fn all(&self) -> usize {
        let Letters { latin, kana, han, hangul, thai, greek, georgian, armenian, other } = self;
        latin + kana + han + hangul + thai + greek + georgian + armenian + other
    }

    /// Returns whether `letters` are most of the text. A third counts: names and terms are in Latin script everywhere,
    /// and take more letters.
    fn is_mostly(&self, letters: usize) -> bool {
        letters > 0 && (letters * 3 >= self.all() - letters)
    }

    fn language(&self) -> Option<&'static str> {
        let east = self.kana + self.han + self.hangul;
        let others = [(self.thai, "th"), (self.greek, "el"), (self.georgian, "ka"), (self.armenian, "hy")];
        if let Some((_, language)) = others.into_iter().find(|&(letters, _)| letters * 2 > self.all()) {
            return Some(language);
        }
        if self.is_mostly(east) {
            return Some(match (self.kana, self.han, self.hangul) {
                // Korean uses some Han characters.
                (0, han, hangul) if hangul > han => "ko",
                (0, MIN_HAN.., 0) => "zh",
                // A name in kana does not make a text Japanese.
                (kana, han, 0) if kana * 10 > han => "ja",
                _ => "",
            });
        }
        (self.other * 2 > self.all()).then_some("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(declared: Option<&str>, texts: &Texts<'_>) -> String {
        let found = Languages::detect(declared.map(str::to_owned), texts)
            .map_or_else(Languages::default, |found| *found);
        let detected =
            |language: Option<String>| language.map_or("-".to_owned(), |language| format!("{language:?}"));
        let detected = [found.title, found.text, found.summary, found.notes].map(detected);
        detected.join(" ")
    }

    fn languages(title: &str, text: &str) -> String {
        let detected =
            detected(None, &Texts { title, abstract_html: text, summary_html: "", notes_html: "" });
        detected.split(' ').take(2).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn only_a_script_of_one_language_gives_a_language() {
        let chinese = "我們研究大型語言模型的推理能力與其在基準測試上的表現。";
        insta::assert_snapshot!(
            [
                languages("Attention — “is” all you need", "An élan of α and β, naïve 🎉."),
                languages("大型語言模型的推理", chinese),
                languages("大型語言模型的推理", "An abstract in English."),
                languages("An English title", chinese),
                languages("深層学習の応用", "本論文では Transformer を用いた手法を提案する。"),
                languages("深層学習理論", "本論文では Transformer を用いた手法を提案する。"),
                languages("거대 언어 모델의 추론", "LLM 기반 추론을 연구한다."),
                languages("Обучение", "Краткое изложение работы."),
                languages("التعلم العميق", "<p>ملخص قصير مع <code>code</code>.</p>"),
                languages("Το γράμμα $x$", "Μία περίληψη."),
                languages("The の in titles", ""),
                languages("", ""),
            ]
            .join("\n"),
            @r#"
        - -
        "zh" "zh"
        "" -
        - "zh"
        "ja" "ja"
        "ja" "ja"
        "ko" "ko"
        "" ""
        "" ""
        "el" "el"
        - -
        - -
        "#
        );
    }

    #[test]
    fn summary_and_notes_have_their_own_languages() {
        let texts = |summary_html, notes_html| Texts {
            title: "深層学習理論",
            abstract_html: "本論文では Transformer を用いた手法を提案する。",
            summary_html,
            notes_html,
        };
        let arabic =
            |title, notes_html| Texts {
                title, abstract_html: "ملخص", summary_html: "ملخص", notes_html
            };
        insta::assert_snapshot!(
            [
                detected(None, &texts("新手法", "In English.")),
                detected(None, &texts("", "거대 언어 모델")),
                detected(Some("fr"), &texts("Un résumé.", "In English.")),
                detected(Some("fa"), &arabic("التعلم", "التعلم")),
                detected(Some("ar"), &arabic("A", "")),
            ]
            .join("\n"),
            @r#"
        "ja" "ja" "ja" -
        "ja" "ja" - "ko"
        "fr" "fr" "fr" -
        "fa" "fa" "fa" "fa"
        "ar" "ar" "ar" -
        "#
        );
    }
}
