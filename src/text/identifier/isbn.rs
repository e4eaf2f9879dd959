//! ISBNs of ten and thirteen digits (ISO 2108).

use super::dress;

/// Returns the ISBN that a value begins with, as thirteen digits, if its check digit is right. Accepts `ISBN`,
/// `ISBN-13:`, `urn:isbn:`, ten digits, and hyphens or blanks between the groups. Anything after a comma, semicolon or
/// bracket is ignored.
pub fn isbn(text: &str) -> Option<String> {
    let plain = dress::plain(text);
    let mut text = dress::trim(plain.trim());
    for prefix in ["urn:", "isbn", "-13", "-10", "13:", "10:"] {
        text = dress::strip(text, prefix).unwrap_or(text).trim_start_matches([':', ' ']);
    }
    let text = text.split([',', ';', '(', '/']).next().unwrap_or(text).trim_end();
    let mut digits = String::with_capacity(13);
    for char in text.chars() {
        match char {
            '0'..='9' => digits.push(char),
            'x' | 'X' if digits.len() == 9 => digits.push('X'),
            '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | ' ' => {}
            _ => return None,
        }
    }
    let value = |digit: u8| if digit == b'X' { 10 } else { u32::from(digit - b'0') };
    match digits.len() {
        10 => {
            let sum: u32 =
                digits.bytes().zip((1..=10).rev()).map(|(digit, weight)| value(digit) * weight).sum();
            sum.is_multiple_of(11).then(|| {
                let body = ["978", &digits[..9]].concat();
                let check = (10 - weighted(&body) % 10) % 10;
                format!("{body}{check}")
            })
        }
        13 => {
            let is_book = digits.starts_with("978") || digits.starts_with("979");
            (is_book && !digits.contains('X') && weighted(&digits).is_multiple_of(10)).then_some(digits)
        }
        _ => None,
    }
}

/// Returns the sum of digits with the weights 1 and 3 in turn.
fn weighted(digits: &str) -> u32 {
    digits
        .bytes()
        .zip([1, 3].into_iter().cycle())
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_isbn_is_read_from_every_spelling() {
        for text in [
            "978-3-16-148410-0",
            "9783161484100",
            "ISBN 978 3 16 148410 0",
            "ISBN-13: 978-3-16-148410-0",
            "urn:isbn:9783161484100",
            "3-16-148410-X",
            "316148410x",
            "978\u{2013}3\u{2013}16\u{2013}148410\u{2013}0, 978-0-00-000000-2",
        ] {
            assert_eq!(isbn(text).as_deref(), Some("9783161484100"), "{text}");
        }
        for text in ["", "978-3-16-148410-1", "1234567890123", "3-16-148410-1", "9783161484X00", "é"] {
            assert_eq!(isbn(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in "\\PC{0,30}|(978|-|X|isbn|0|1|é){0,16}") {
            if let Some(digits) = isbn(&text) {
                prop_assert_eq!(isbn(&digits), Some(digits));
            }
        }
    }
}
