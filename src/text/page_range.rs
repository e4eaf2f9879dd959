//! Pages of a journal or a book, such as `12-34`.

/// Returns the first and the last page; the latter is empty if there is only one, or an article number, or several
/// ranges.
pub fn split(pages: &str) -> (&str, &str) {
    let range = pages
        .split_once(is_dash)
        .map(|(first, last)| (first.trim(), last.trim_start_matches(is_dash).trim()));
    let is_page = |text: &str| {
        text.contains(|char: char| char.is_ascii_alphanumeric())
            && !text.contains(|char| is_dash(char) || char == ',')
    };
    range.filter(|(first, last)| is_page(first) && is_page(last)).unwrap_or((pages, ""))
}

/// Returns pages with `dash` between the first and the last.
pub fn joined(pages: &str, dash: &str) -> String {
    match split(pages) {
        (only, "") => only.to_owned(),
        (first, last) => [first, dash, last].concat(),
    }
}

fn is_dash(char: char) -> bool {
    matches!(char, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_a_range_where_two_are_named() {
        let all = [
            ("12-34", ("12", "34")),
            ("12--34", ("12", "34")),
            ("12 – 34", ("12", "34")),
            ("e0213", ("e0213", "")),
            ("1-2, 5-9", ("1-2, 5-9", "")),
            ("1:1-1:9", ("1:1", "1:9")),
            ("12-", ("12-", "")),
            ("A1-1-A1-9", ("A1-1-A1-9", "")),
        ];
        for (text, range) in all {
            assert_eq!(split(text), range, "{text}");
        }
        assert_eq!(joined("12 -- 34", "–"), "12–34");
    }
}
