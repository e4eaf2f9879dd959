//! ORCID iDs: sixteen digits with a check digit (ISO 7064 MOD 11-2).

use super::dress;

/// Returns the ORCID iD that a value consists of, in groups of four, if its check digit is right. Accepts the address
/// with and without scheme, `www.` and trailing slash, `ORCID:`, a lower-case `x`, Unicode hyphens, and no hyphens at
/// all.
pub fn orcid(text: &str) -> Option<String> {
    let plain = dress::plain(text);
    let mut text = dress::trim(plain.trim());
    for prefix in ["https://", "http://", "www.", "orcid.org", "orcid id", "orcid"] {
        text = dress::strip(text, prefix).unwrap_or(text);
    }
    let text = text.trim_start_matches([':', '/', ' ', '=']);
    let text = text.split(['?', '#']).next().unwrap_or(text).trim_end_matches('/').trim();
    let mut digits = String::with_capacity(16);
    let mut groups = 0;
    for char in text.chars() {
        match char {
            '0'..='9' => digits.push(char),
            'x' | 'X' if digits.len() == 15 => digits.push('X'),
            '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}' | '_' | ' ' => {
                groups += 1;
                if digits.len() != groups * 4 {
                    return None;
                }
            }
            _ => return None,
        }
    }
    if digits.len() != 16 || !matches!(groups, 0 | 3) {
        return None;
    }
    let total = digits[..15].bytes().fold(0, |total: u32, digit| (total + u32::from(digit - b'0')) * 2);
    let check = match (12 - total % 11) % 11 {
        10 => b'X',
        digit => b'0' + digit as u8,
    };
    (digits.as_bytes()[15] == check)
        .then(|| [&digits[..4], &digits[4..8], &digits[8..12], &digits[12..]].join("-"))
}

/// Returns the address of an ORCID iD.
pub fn orcid_url(orcid: &str) -> String {
    ["https://orcid.org/", orcid].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_orcid_is_read_from_every_spelling() {
        for text in [
            "0000-0002-1694-233X",
            "0000-0002-1694-233x",
            "https://orcid.org/0000-0002-1694-233X",
            "http://www.orcid.org/0000-0002-1694-233x/",
            "orcid.org/0000-0002-1694-233X",
            "ORCID: 0000-0002-1694-233X",
            "ORCID iD 0000-0002-1694-233X",
            "0000\u{2010}0002\u{2011}1694\u{2013}233X",
            "0000\u{2212}0002\u{2212}1694\u{2212}233X",
            "000000021694233X",
            "https://orcid.org/0000-0002-1694-233X?lang=en",
            r"{\url{https://orcid.org/0000-0002-1694-233X}}",
        ] {
            assert_eq!(orcid(text).as_deref(), Some("0000-0002-1694-233X"), "{text}");
        }
        for text in [
            "",
            "0000-0002-1825-0098",
            "00é0-0002-1825-009",
            "0000-0002-1825-009",
            "000-00002-1825-0097",
            "X",
        ] {
            assert_eq!(orcid(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in "\\PC{0,30}|(0000|-|0002|1825|0097|x|orcid|\\.org|/|–){0,10}") {
            if let Some(id) = orcid(&text) {
                prop_assert_eq!(orcid(&orcid_url(&id)), Some(id));
            }
        }
    }
}
