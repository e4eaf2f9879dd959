//! Which language a text is in, where its letters alone say so.
//!
//! Screen readers speak a text in the language that it is marked with, so a wrong mark is worse than none. Letters that several languages
//! share, such as Latin, Cyrillic and Arabic ones, tell no language here: an entry says it with `lang`.

use crate::markdown;

/// The languages of a paper's texts. Nothing is known of one that is `None`: it is empty, or in Latin letters. An empty text stands for a
/// language that is not known, but is not one of Latin letters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tongues {
    pub title: Option<String>,
    pub text: Option<String>,
}

/// With fewer Han characters and no kana, a text may be Japanese.
const ENOUGH_HAN: usize = 16;

/// Where letters beyond Greek begin in UTF-8: none of the bytes of Latin letters and their accents is as large.
const BEYOND_LATIN: u8 = 0xcd;

impl Tongues {
    /// Returns what a title and a text, as plain text and as HTML, are in; `said` is what the entry says itself.
    pub(super) fn of(said: Option<String>, title: &str, html: &str) -> Option<Box<Tongues>> {
        let is_latin = |text: &str| !text.bytes().any(|byte| byte >= BEYOND_LATIN);
        if let Some(said) = said {
            return Some(Box::new(Tongues { title: Some(said.clone()), text: Some(said) }));
        }
        if is_latin(title) && is_latin(html) {
            return None;
        }
        let (title, text) = (Letters::of(title), Letters::of(&markdown::plain_text(html)));
        let of_text = text.tongue();
        // A title may be short; it has the language of the text where it is in the same letters.
        let is_same = title.is_mostly(title.han + title.kana) && matches!(of_text, Some("ja" | "zh"));
        let of_title = if is_same { of_text } else { title.tongue() };
        let tongues = Tongues { title: of_title.map(str::to_owned), text: of_text.map(str::to_owned) };
        (tongues != Tongues::default()).then(|| Box::new(tongues))
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
    fn of(text: &str) -> Letters {
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

    fn tongue(&self) -> Option<&'static str> {
        let east = self.kana + self.han + self.hangul;
        let others = [(self.thai, "th"), (self.greek, "el"), (self.georgian, "ka"), (self.armenian, "hy")];
        if let Some((_, tongue)) = others.into_iter().find(|&(letters, _)| letters * 2 > self.all()) {
            return Some(tongue);
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

    /// Says what a title and a text are in, `-` for nothing said.
    fn tongues(title: &str, text: &str) -> String {
        let found = Tongues::of(None, title, text).map_or_else(Tongues::default, |found| *found);
        let told = |tongue: Option<String>| tongue.map_or("-".to_owned(), |tongue| format!("{tongue:?}"));
        format!("{} {}", told(found.title), told(found.text))
    }

    #[test]
    fn letters_tell_a_language_only_where_they_are_of_one() {
        let chinese = "我們研究大型語言模型的推理能力與其在基準測試上的表現。";
        insta::assert_snapshot!(
            [
                tongues("Attention — “is” all you need", "An élan of α and β, naïve 🎉."),
                tongues("大型語言模型的推理", chinese),
                tongues("大型語言模型的推理", "An abstract in English."),
                tongues("An English title", chinese),
                tongues("深層学習の応用", "本論文では Transformer を用いた手法を提案する。"),
                tongues("深層学習理論", "本論文では Transformer を用いた手法を提案する。"),
                tongues("거대 언어 모델의 추론", "LLM 기반 추론을 연구한다."),
                tongues("Обучение", "Краткое изложение работы."),
                tongues("التعلم العميق", "<p>ملخص قصير مع <code>code</code>.</p>"),
                tongues("Το γράμμα $x$", "Μία περίληψη."),
                tongues("The の in titles", ""),
                tongues("", ""),
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
        let said = Tongues::of(Some("ar".into()), "A", "");
        assert_eq!(
            said.map(|said| *said),
            Some(Tongues { title: Some("ar".into()), text: Some("ar".into()) })
        );
    }
}
