use super::*;

fn found(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    words(text, |_, word| found.push(word.to_owned()));
    found
}

#[test]
fn words_are_folded_runs_of_letters() {
    assert_eq!(found("GPT-4's Łukasz, naïve"), ["gpt", "4", "lukasz", "naive"]);
    assert_eq!(found("O’Brien don't Bayes' Straße"), ["obrien", "dont", "bayes", "strasse"]);
    assert_eq!(found("…"), [""; 0]);
}

#[test]
fn dense_scripts_give_bigrams() {
    assert_eq!(found("深層学習 AI 大"), ["深層", "層学", "学習", "ai", "大"]);
    assert_eq!(found("BERT模型"), ["bert", "模型"]);
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
