//! Formulas between dollars or in the delimiters of LaTeX, its environments, references and links.

use super::delimiters::Closing;
use super::{Covered, Formula, MAX_FORMULA_BYTES, Scan};
use crate::text::markdown::clean::DOLLAR;
use crate::text::markdown::targets::hyperlink_length;
use crate::text::markdown::{dollar, equations};

/// The longest reference to an equation, in bytes.
const LONGEST_REFERENCE: usize = 150;

impl Scan<'_> {
    pub(super) fn dollar(&mut self) {
        let at = self.at;
        let display = self.bytes.get(at + 1) == Some(&b'$');
        let width = if display { 2 } else { 1 };
        let start = at + width;
        if !display
            && self.bytes.get(start) == Some(&b'`')
            && let Some(end) = self.github_formula(start + 1)
        {
            let kind = Covered::Inline;
            return self.cover(Formula { whole: at..end + 2, tex: start + 1..end, kind });
        }
        let end = if display { self.find(start, Closing::Dollars) } else { self.closing_dollar(start) };
        if let Some(end) = end {
            let tex = &self.source[start..end];
            let before = self.source[..at].chars().next_back();
            let after = self.source[end + width..].chars().next();
            let is_math =
                if display { dollar::is_display(tex) } else { dollar::is_inline(tex, before, after) };
            if is_math {
                if let Some((label, parentheses)) = equations::reference(tex) {
                    let label = start + label.start..start + label.end;
                    let kind = Covered::Reference { parentheses };
                    return self.cover(Formula { whole: at..end + width, tex: label, kind });
                }
                let kind = if display { Covered::Display } else { Covered::Inline };
                return self.cover(Formula { whole: at..end + width, tex: start..end, kind });
            }
        }
        self.replace_byte(DOLLAR);
    }

    /// Handles an escaped character, or a formula in LaTeX delimiters: `\(…\)`, `\[…\]`.
    pub(super) fn backslash(&mut self, markdown: bool) {
        let at = self.at;
        let (closing, display) = match self.bytes.get(at + 1) {
            Some(b'(') => (Closing::Parenthesis, false),
            Some(b'[') => (Closing::Bracket, true),
            Some(b'b') if self.environment() => return,
            Some(b'r' | b'e' | b'c' | b'C' | b'a') if self.reference() => return,
            Some(b'u' | b'h') if self.hyperlink() => return,
            Some(b',' | b';') => {
                return self.cover(Formula { whole: at..at + 2, tex: at..at + 2, kind: Covered::Space });
            }
            Some(&mark @ (b':' | b'!')) if self.is_within_word(at, at + 2) => {
                let kind = if mark == b':' { Covered::Space } else { Covered::Character };
                return self.cover(Formula { whole: at..at + 2, tex: at..at + 2, kind });
            }
            _ if markdown && self.command() => return,
            _ => {
                // An escaped character starts nothing; control characters are still dropped.
                self.at += if self.bytes.get(at + 1).is_some_and(|&byte| byte.is_ascii_punctuation()) {
                    2
                } else {
                    1
                };
                return;
            }
        };
        let start = at + 2;
        if let Some(end) = self.find(start, closing) {
            let tex = &self.source[start..end];
            if dollar::is_bracketed(tex, display) {
                let kind = if display { Covered::Display } else { Covered::Inline };
                return self.cover(Formula { whole: at..end + 2, tex: start..end, kind });
            }
        }
        self.at += 2;
    }

    /// Returns whether letters or digits are on both sides of a range.
    fn is_within_word(&self, start: usize, end: usize) -> bool {
        let is_word = |c: char| c.is_alphanumeric();
        self.source[..start].ends_with(is_word) && self.source[end..].starts_with(is_word)
    }

    /// Covers a command with an argument, such as `\cite{key}` or `\H{o}`. Returns whether there is one. Other text with
    /// a backslash and one letter, such as `\d{3}`, is not LaTeX.
    fn command(&mut self) -> bool {
        let after = &self.source[self.at + 1..self.source.floor_char_boundary(self.at + LONGEST_REFERENCE)];
        let letters = after.bytes().take_while(u8::is_ascii_alphabetic).count();
        let Some(group) = after[letters..].strip_prefix('{') else { return false };
        let Some(end) = group.find(['}', '{', '$', '`', '\n']).filter(|&end| group[end..].starts_with('}'))
        else {
            return false;
        };
        let is_accent = matches!(&after[..letters], "H" | "c" | "v" | "u" | "k" | "r") && end == 1;
        if letters < 2 && !is_accent {
            return false;
        }
        let whole = self.at..self.at + 1 + letters + 1 + end + 1;
        self.cover(Formula { tex: whole.clone(), whole, kind: Covered::Source });
        true
    }

    /// Covers an environment, `\begin{align}…\end{align}`. Returns whether there is one.
    fn environment(&mut self) -> bool {
        let at = self.at;
        let Some(name) = equations::environment_name(&self.source[at..]) else { return false };
        let ending = format!("\\end{{{name}}}");
        let within = &self.bytes[at..self.bytes.len().min(at + MAX_FORMULA_BYTES)];
        let Some(end) = memchr::memmem::find(within, ending.as_bytes()).map(|end| at + end + ending.len())
        else {
            return false;
        };
        let kind = if equations::is_math(name) { Covered::Display } else { Covered::Source };
        self.cover(Formula { whole: at..end, tex: at..end, kind });
        true
    }

    /// Covers `\ref{label}`, `\eqref{label}` or the like. Returns whether there is one.
    fn reference(&mut self) -> bool {
        let at = self.at;
        let within = &self.bytes[at..self.bytes.len().min(at + LONGEST_REFERENCE)];
        let Some(end) = memchr::memchr2(b'}', b'\n', within) else { return false };
        let whole = at..at + end + 1;
        let Some((label, parentheses)) = equations::reference(&self.source[whole.clone()]) else {
            return false;
        };
        let kind = Covered::Reference { parentheses };
        self.cover(Formula { whole, tex: at + label.start..at + label.end, kind });
        true
    }

    /// Covers `\url{address}` or `\href{address}{text}`. Returns whether there is one.
    fn hyperlink(&mut self) -> bool {
        let at = self.at;
        let within = &self.source[at..self.source.floor_char_boundary(at + MAX_FORMULA_BYTES)];
        let Some(length) = hyperlink_length(within) else { return false };
        self.cover(Formula { whole: at..at + length, tex: at..at + length, kind: Covered::Inline });
        true
    }
}
