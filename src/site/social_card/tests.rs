use super::*;

fn card(heading: &str, list: &[&str]) -> Card {
    let one = |text: &str| vec![text.to_owned()];
    let list = list.iter().map(|text| (*text).to_owned()).collect();
    Card { name: one("Papers"), heading: one(heading), text: one("4 papers"), foot: Vec::new(), list }
}

#[test]
fn a_card_is_a_small_image_of_the_recommended_size() {
    let titles = ["A Title: of Papers", "Überraschung & Łódź – Ἀθῆναι", "Вторая статья"];
    let bytes = draw(&card("Wednesday, 15 April 2026", &titles), "#17505c");
    assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"));
    assert_eq!(bytes[16..24], [0, 0, 4, 176, 0, 0, 2, 118]);
    assert!(bytes.len() < 25_000, "{} bytes", bytes.len());
    assert_eq!(bytes, draw(&card("Wednesday, 15 April 2026", &titles), "#17505c"));
}

#[test]
fn texts_not_in_the_font_are_omitted() {
    assert_eq!(writable("每日论文"), None);
    assert_eq!(writable("ورقة"), None);
    assert_eq!(writable("🚀"), None);
    assert_eq!(writable(" 🚀 Papers  of\nthe day"), Some("Papers of the day".to_owned()));
    assert_eq!(writable("Erdo\u{30b}s 𝒪(n)"), Some("Erdős O(n)".to_owned()));
    let plain = draw(&card("2026", &["One"]), "#17505c");
    assert_eq!(draw(&card("2026", &["每日论文", "One"]), "#17505c"), plain);
    let either = Card { name: vec!["每日论文".into(), "Papers".into()], ..card("2026", &["One"]) };
    assert_eq!(draw(&either, "#17505c"), plain);
}

#[test]
fn any_text_can_be_drawn() {
    let long = "x".repeat(5000);
    let words = "Word ".repeat(2000);
    for text in ["", " ", "\0", "\u{202e}abc", "…", "a\u{301}\u{301}\u{301}", &long, &words] {
        let bytes = draw(
            &Card {
                text: vec![text.to_owned()],
                ..card(text, &[text, text, text, text, text, text, text, text, text, text])
            },
            "",
        );
        assert!(bytes.len() > 100);
    }
}
