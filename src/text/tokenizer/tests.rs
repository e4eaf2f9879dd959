use super::*;

fn found(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    words(text, |_, word| found.push(word.to_owned()));
    found
}

/// The script of the search page is tested with the same texts.
#[test]
fn words_of_every_script_are_those_that_the_script_finds() {
    for line in include_str!("../../../tests/data/words.jsonl").lines() {
        let (text, expected): (String, Vec<String>) = serde_json::from_str(line).unwrap();
        assert_eq!(found(&text), expected, "{text:?}");
    }
}

#[test]
fn signs_and_voicing_marks_are_letters_and_accents_are_not() {
    assert_ne!(found("दिल"), found("दल"));
    assert_ne!(found("が"), found("か"));
    assert_eq!(found("é"), found("e"));
}

#[test]
fn the_letters_of_a_bigram_are_its_units() {
    let units = |word: &str| {
        let mut units = Vec::new();
        letters(word, |letter| units.push(letter.to_owned()));
        units
    };
    assert_eq!(units("学習"), ["学", "習"]);
    assert_eq!(units("นรู้"), ["น", "รู้"]);
    assert_eq!([units("学"), units("naive"), units("दिल")], [[""; 0]; 3]);
}

/// Terms record their length in seven bits.
#[test]
fn words_have_at_most_forty_bytes() {
    let marks = "\u{17d2}".repeat(100);
    for text in [format!("ខ{marks}ខ{marks}"), "é".repeat(100), "x".repeat(100)] {
        assert!(found(&text).iter().all(|word| !word.is_empty() && word.len() <= 40));
    }
}

#[test]
fn words_have_byte_ranges() {
    let text = "Die naïve Größe: 深層学習";
    words(text, |range, word| {
        let mut folded = String::new();
        fold::fold_onto(&text[range], &mut folded);
        assert!(folded.starts_with(word));
    });
    let mut spans = Vec::new();
    words(text, |range, _| spans.push(&text[range]));
    assert_eq!(spans, ["Die", "naïve", "Größe", "深層", "層学", "学習"]);
}

#[test]
fn related_words_are_one_term() {
    let mut stems = Stems::default();
    for word in ["learn", "learning", "learned", "learns"] {
        assert_eq!(stems.term(word), "learn");
    }
    assert_eq!(stems.term("gpt4s"), "gpt4s");
    assert_eq!(stems.term("größe"), "größe");
}

#[test]
fn formulas_are_not_words() {
    let mut all = Vec::new();
    let html =
        "<p>We bound <math alttext=\"x_n\"><mi>x</mi></math> by <em>much</em>less &amp; more.</p><p>Next</p>";
    words_of_html(html, |word| all.push(word.to_owned()));
    assert_eq!(all, ["we", "bound", "by", "muchless", "more", "next"]);
}

/// The script of the search page is tested with the same list of words from real abstracts.
#[test]
fn words_have_the_terms_that_the_script_gives_them() {
    let mut stems = Stems::default();
    let list = include_str!("../../../tests/data/terms.txt").lines().filter_map(|line| line.split_once(' '));
    let wrong: Vec<_> = list.filter(|(word, term)| stems.term(word) != *term).collect();
    assert_eq!(wrong, []);
}
