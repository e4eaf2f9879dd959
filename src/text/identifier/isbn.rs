//! ISBNs of ten and thirteen digits (ISO 2108).

use super::dress;

/// Returns the ISBN that a value consists of, in the groups as written, if its check digit is right. Accepts `ISBN`,
/// `ISBN-13:`, `urn:isbn:`, blanks or Unicode hyphens between the groups, and a lower-case `x`.
pub fn isbn(text: &str) -> Option<String> {
    let plain = dress::plain(text);
    let mut text = dress::trim(plain.trim());
    for prefix in ["urn:", "e-isbn", "isbn", "-13", "-10", "13:", "10:"] {
        text = dress::strip(text, prefix).unwrap_or(text).trim_start_matches([':', ' ', '\u{a0}', '=']);
    }
    let mut written = String::with_capacity(17);
    let mut digits: Vec<u32> = Vec::with_capacity(13);
    for char in text.trim_end().chars() {
        match char {
            '0'..='9' => digits.extend(char.to_digit(10)),
            'x' | 'X' if digits.len() == 9 => digits.push(10),
            '-' | '\u{ad}' | '\u{a0}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | ' '
                if !written.ends_with('-') && !written.is_empty() =>
            {
                written.push('-');
                continue;
            }
            _ => return None,
        }
        written.push(char.to_ascii_uppercase());
    }
    let sum = |weights: &mut dyn Iterator<Item = u32>| -> u32 {
        digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
    };
    let is_valid = match digits.len() {
        10 => sum(&mut (1..=10).rev()) % 11 == 0,
        13 => {
            (digits.starts_with(&[9, 7, 8]) || digits.starts_with(&[9, 7, 9]))
                && !digits.contains(&10)
                && sum(&mut [1, 3].into_iter().cycle()) % 10 == 0
        }
        _ => false,
    };
    (is_valid && !written.ends_with('-')).then_some(written)
}

/// Returns all ISBNs of a value with several, each once, in order: `3-540-29073-7 (print), 978-3-540-29073-5`.
pub fn isbns_in(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |one: Option<String>| {
        let is_new = one.as_ref().is_some_and(|one| !found.contains(one));
        found.extend(one.filter(|_| is_new));
    };
    for part in text.split([',', ';', '/', '|', '(', ')', '[', ']']) {
        match isbn(part) {
            Some(one) => add(Some(one)),
            None => part.split_whitespace().for_each(|word| add(isbn(word))),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_isbn_is_read_from_every_spelling() {
        for (text, written) in [
            ("978-3-16-148410-0", "978-3-16-148410-0"),
            ("9783161484100", "9783161484100"),
            ("ISBN 978 3 16 148410 0", "978-3-16-148410-0"),
            ("ISBN-13: 978-3-16-148410-0", "978-3-16-148410-0"),
            ("urn:isbn:9783161484100", "9783161484100"),
            ("{978-3-16-148410-0}", "978-3-16-148410-0"),
            ("3-16-148410-X", "3-16-148410-X"),
            ("316148410x", "316148410X"),
            ("978\u{2013}3\u{2013}16\u{2013}148410\u{2013}0", "978-3-16-148410-0"),
        ] {
            assert_eq!(isbn(text).as_deref(), Some(written), "{text}");
        }
        for text in [
            "",
            "978-3-16-148410-1",
            "1234567890123",
            "3-16-148410-1",
            "9783161484X00",
            "é",
            "X80442957X",
            "977-0-306-40615-7",
        ] {
            assert_eq!(isbn(text), None, "{text}");
        }
        assert_eq!(
            isbns_in("3-540-29073-7 (print), ISBN 978-3-540-29073-5; 1-111-11111-2"),
            ["3-540-29073-7", "978-3-540-29073-5"]
        );
        assert_eq!(isbns_in("0-306-40615-2 080442957X"), ["0-306-40615-2", "080442957X"]);
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in "\\PC{0,30}|(978|-|X|isbn|0|1|é| |,){0,16}") {
            for one in isbns_in(&text).into_iter().chain(isbn(&text)) {
                prop_assert_eq!(isbn(&one), Some(one));
            }
        }
    }
}
