//! Makes characters visible that would otherwise act: terminal escapes, line breaks, reordered text.
//!
//! Content comes from strangers, and problems quote it. It knows characters, and nothing of any output format.

use std::borrow::Cow;

/// Tells whether a character does something other than show: it controls a terminal, breaks a line, reorders or
/// hides text. The joiners that emoji and some scripts are spelled with show what they should, so they pass.
pub fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

/// Returns the character to show in place of `c`: one for one, so that carets stay below what they mean.
pub(super) fn shown(c: char) -> char {
    match c {
        '\t' => ' ',
        '\u{7f}' => '␡',
        // Each of the first 32 has a picture of its own, in the same order.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        _ if acts(c) => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

/// Returns `text` on one line, with every character that would act made visible.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().any(acts) { Cow::Owned(text.chars().map(shown).collect()) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn what_would_act_on_a_terminal_is_shown() {
        assert_eq!(visible("a\x1b[31mred\u{9b}0m\r\nb\tc\x7f"), "a␛[31mred�0m␍␊b c␡");
    }

    #[test]
    fn text_cannot_be_reordered_or_hidden() {
        assert_eq!(visible("a\u{202e}b\u{2066}c\u{200b}d\u{feff}\u{e0041}"), "a�b�c�d��");
    }

    #[test]
    fn honest_text_of_any_script_is_left_alone() {
        let text = "Größe, 注意力, می‌خواهم, 👩‍🔬 and $\\alpha$";
        assert_eq!(visible(text), text);
    }
}
