//! Texts of entries without hard-wrapped lines and invisible characters.

use std::borrow::Cow;

/// Returns a text with hard-wrapped lines joined and invisible characters removed.
pub(in crate::content) fn one_line(text: &str) -> String {
    // Most texts need no change: one blank between words, and none around them.
    let mut after_blank = true;
    let is_tidy = text.bytes().all(|byte| {
        let is_blank = byte == b' ';
        let fits = matches!(byte, b' '..=b'~') && !(is_blank && after_blank);
        after_blank = is_blank;
        fits
    }) && !after_blank;
    if is_tidy {
        return text.to_owned();
    }
    visible(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a text without surrounding blanks; `None` if it is empty.
pub(in crate::content) fn text_of(text: Option<String>) -> Option<String> {
    text.map(|text| visible(&text).trim().to_owned()).filter(|text| !text.is_empty())
}

/// Returns a text on one line; `None` if it is empty. In files for other programs, a line break could start another
/// record.
pub(in crate::content) fn line_of(text: Option<String>) -> Option<String> {
    text.map(|text| one_line(&text)).filter(|text| !text.is_empty())
}

/// Characters besides the line feed that some programs treat as the end of a line.
const LINE_ENDS: [char; 6] = ['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// Returns a text without control characters, which XML does not allow, and without characters that reorder the text
/// around them. Each line ends in a line feed.
fn visible(text: &str) -> Cow<'_, str> {
    let hidden = |char: char| {
        (char.is_control() && !matches!(char, '\n' | '\t'))
            || matches!(char, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
    };
    // The fast path: most texts have none of these.
    match !text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t')) && text.contains(hidden) {
        true => text.replace(LINE_ENDS, "\n").replace(hidden, "").into(),
        false => text.into(),
    }
}
