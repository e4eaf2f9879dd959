//! Which language a text is in, where its letters alone say so.
//!
//! Screen readers speak a text in the language that it is marked with, so a wrong mark is worse than none. Letters that several languages
//! share, such as Latin, Cyrillic and Arabic ones, tell no language here: an entry says it with `lang`.

use crate::text::markdown;

/// The languages of a paper's texts. Nothing is known of one that is `None`: it is empty, or in Latin letters. An empty text stands for a
/// language that is not known, but is not one of Latin letters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Languages {
    pub title: Option<String>,
    pub text: Option<String>,
    pub summary: Option<String>,
    pub notes: Option<String>,
}

/// What a paper says, as plain text and as HTML; empty where it says nothing.
pub(crate) struct Texts<'a> {
    pub title: &'a str,
    pub abstract_html: &'a str,
    pub summary_html: &'a str,
    pub notes_html: &'a str,
}

/// With fewer Han characters and no kana, a text may be Japanese.
const ENOUGH_HAN: usize = 16;

/// Where letters beyond Greek begin in UTF-8: none of the bytes of Latin letters and their accents is as large.
const BEYOND_LATIN: u8 = 0xcd;

impl Languages {
    /// Returns what the texts of a paper are in; `said` is what the entry says itself: of all but its notes, which may be somebody else's.
    pub(crate) fn detect(said: Option<String>, texts: &Texts<'_>) -> Option<Box<Languages>> {
        let Texts { title, abstract_html, summary_html, notes_html } = *texts;
        let is_latin = |text: &str| !text.bytes().any(|byte| byte >= BEYOND_LATIN);
        if said.is_none() && [title, abstract_html, summary_html, notes_html].into_iter().all(is_latin) {
            return None;
        }
        let letters = |html: &str| match is_latin(html) {
            true => Letters::default(),
            false => Letters::count(&markdown::plain_text(html)),
        };
        let text = letters(abstract_html);
        let of_text = said.as_deref().or(text.language());
        // What is short has the language of the text where it is in the same letters.
        let short = |short: &Letters| match short.language() {
            Some("") if said.is_some() && short.is_mostly(short.other) => of_text,
            _ if matches!(of_text, Some("ja" | "zh")) && short.is_mostly(short.han + short.kana) => of_text,
            own => own,
        };
        let own = |letters: &Letters| short(letters).map(str::to_owned);
        let languages = Languages {
            title: said.clone().or_else(|| own(&Letters::count(title))),
            text: of_text.map(str::to_owned),
            summary: said.clone().or_else(|| own(&letters(summary_html))),
            notes: own(&letters(notes_html)),
        };
        (languages != Languages::default()).then(|| Box::new(languages))
    }
}

/// How many letters of a text are of which kind.
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

    /// Says whether letters are most of the text. Names and terms stay in Latin letters everywhere, and a word takes more of those.
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
                // Korean keeps some Han characters.
                (0, han, hangul) if hangul > han => "ko",
                (0, ENOUGH_HAN.., 0) => "zh",
                // Somebody's name in kana makes no text Japanese.
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

    fn told(said: Option<&str>, texts: &Texts<'_>) -> String {
        let found =
            Languages::detect(said.map(str::to_owned), texts).map_or_else(Languages::default, |found| *found);
        let told =
            |language: Option<String>| language.map_or("-".to_owned(), |language| format!("{language:?}"));
        let told = [found.title, found.text, found.summary, found.notes].map(told);
        told.join(" ")
    }

    /// Says what a title and a text are in, `-` for nothing said.
    fn languages(title: &str, text: &str) -> String {
        let told = told(None, &Texts { title, abstract_html: text, summary_html: "", notes_html: "" });
        told.split(' ').take(2).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn letters_tell_a_language_only_where_they_are_of_one() {
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
    fn a_summary_and_notes_have_their_own() {
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
                told(None, &texts("新手法", "In English.")),
                told(None, &texts("", "거대 언어 모델")),
                told(Some("fr"), &texts("Un résumé.", "In English.")),
                told(Some("fa"), &arabic("التعلم", "التعلم")),
                told(Some("ar"), &arabic("A", "")),
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
