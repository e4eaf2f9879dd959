//! Makes control characters visible: terminal escapes, line breaks, bidirectional marks.
//!
//! Problems quote content, which is untrusted.

use std::borrow::Cow;

/// Returns whether a character controls a terminal, breaks a line, or reorders or hides text. The joiners of emoji and
/// of some scripts are allowed.
pub fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

/// Returns the visible character for `c`. It is always one character, so that columns do not change.
pub(super) fn shown(c: char) -> char {
    match c {
        '\t' => ' ',
        '\u{7f}' => '␡',
        // Unicode has a symbol for each of the first 32 control characters, in the same order.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        _ if acts(c) => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

/// Returns `text` on one line, with all control characters made visible.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().any(acts) { Cow::Owned(text.chars().map(shown).collect()) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn terminal_controls_are_made_visible() {
        assert_eq!(visible("a\x1b[31mred\u{9b}0m\r\nb\tc\x7f"), "a␛[31mred�0m␍␊b c␡");
    }

    #[test]
    fn text_cannot_be_reordered_or_hidden() {
        assert_eq!(visible("a\u{202e}b\u{2066}c\u{200b}d\u{feff}\u{e0041}"), "a�b�c�d��");
    }

    #[test]
    fn text_of_any_script_is_unchanged() {
        let text = "Größe, 注意力, می‌خواهم, 👩‍🔬 and $\\alpha$";
        assert_eq!(visible(text), text);
    }
}
