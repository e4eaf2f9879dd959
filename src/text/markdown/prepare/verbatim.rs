//! The parts of markdown in which a dollar is not a formula: code, tags, addresses, definitions of links.

use super::{MAX_FORMULA_BYTES, Scan};
use crate::text::markdown::clean::{LESS, QUOTE, TILDE, UNQUOTE, is_html_element};

impl Scan<'_> {
    /// Skips a line that must stay unchanged: fenced code or a link definition. Returns whether it did.
    pub(super) fn skip_line(&mut self) -> bool {
        let line_end = |at: usize| self.source[at..].find('\n').map_or(self.bytes.len(), |end| at + end + 1);
        let end = line_end(self.at);
        let line = self.source[self.at..end].trim_start_matches([' ', '\t', '>', '-', '*', '+']);
        let fence = line.bytes().next().filter(|byte| matches!(byte, b'`' | b'~'));
        let width = fence.map_or(0, |fence| line.bytes().take_while(|&byte| byte == fence).count());
        if let (Some(fence), 3..) = (fence, width) {
            if fence == b'`' && line[width..].contains('`') {
                return false;
            }
            let mut at = end;
            while at < self.bytes.len() {
                let next = line_end(at);
                let inner = self.source[at..next].trim_matches([' ', '\t', '>', '\n', '\r']);
                at = next;
                if inner.len() >= width && inner.bytes().all(|byte| byte == fence) {
                    break;
                }
            }
            self.at = at;
            return true;
        }
        if line.starts_with('[') && !line.starts_with("[^") && line.contains("]:") {
            self.at = end;
            return true;
        }
        false
    }

    pub(super) fn code_span(&mut self) {
        let run = |at: usize| self.bytes[at..].iter().take_while(|&&byte| byte == b'`').count();
        let width = run(self.at);
        let start = self.at + width;
        if width == 2 && self.latex_quote(start) {
            return;
        }
        let mut at = start;
        while at < self.bytes.len().min(start + MAX_FORMULA_BYTES) {
            match self.bytes[at] {
                b'`' => {
                    let closing = run(at);
                    at += closing;
                    if closing == width {
                        self.at = at;
                        return;
                    }
                }
                b'\n' if self.blank_line_at(at + 1) => break,
                _ => at += 1,
            }
        }
        self.at = start;
    }

    /// Reads ``these'' as LaTeX's quotation marks instead of code up to the next pair. The text between them is
    /// markdown. Returns whether it did.
    fn latex_quote(&mut self, start: usize) -> bool {
        let mut at = start;
        while at < self.bytes.len().min(start + MAX_FORMULA_BYTES) {
            match self.bytes[at] {
                b'`' => return false,
                b'\n' if self.blank_line_at(at + 1) => return false,
                b'\'' if self.bytes.get(at + 1) == Some(&b'\'') => {
                    let after_word = self.bytes[at - 1].is_ascii_alphanumeric()
                        || matches!(self.bytes[at - 1], b'.' | b',' | b'?' | b'!' | b'}' | b'$' | 0x80..);
                    let before_word = self.bytes.get(at + 2).is_some_and(u8::is_ascii_alphanumeric);
                    if !after_word || before_word || at == start {
                        return false;
                    }
                    let covered = self.covered_mut();
                    for (place, marks) in [(start - 2, QUOTE), (at, UNQUOTE)] {
                        if let Some(bytes) = covered.get_mut(place..place + 2) {
                            bytes.copy_from_slice(&marks);
                        }
                    }
                    self.at = start;
                    return true;
                }
                _ => at += 1,
            }
        }
        false
    }

    /// Skips a tag or an autolink; hides `<` before any other word.
    pub(super) fn less_than(&mut self) {
        let inner = &self.source[self.at + 1..];
        let slash = usize::from(inner.starts_with('/'));
        let name_length =
            inner[slash..].bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
        let name = &inner[slash..slash + name_length];
        let end = inner.find(['>', '<', '\n']).filter(|&end| inner[end..].starts_with('>'));
        let body = &inner[..end.unwrap_or(0)];
        let autolink = !body.contains(' ') && (body.contains(':') || body.contains('@'));
        if autolink || (end.is_some() && is_html_element(name)) {
            self.at += 2 + body.len();
        } else if name.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_html_element(name) {
            self.replace_byte(LESS);
        } else {
            self.at += 1;
        }
    }

    /// Two tildes strike out text; one means "about" and is hidden. Before a reference it is a space, as in LaTeX.
    pub(super) fn tildes(&mut self) {
        let width = self.bytes[self.at..].iter().take_while(|&&byte| byte == b'~').count();
        let rest = &self.source[self.at + width..];
        match width {
            1 if rest.starts_with("\\ref{") || rest.starts_with("\\eqref{") => self.replace_byte(b' '),
            1 => self.replace_byte(TILDE),
            _ => self.run_of(b'~'),
        }
    }

    /// Skips the address of `[text](address`, whose dollars are not formulas.
    pub(super) fn destination(&mut self) {
        let start = self.at + 2;
        let end =
            self.source[start..].find([')', ' ', '\n', '\t']).map_or(self.bytes.len(), |end| start + end);
        self.at = end;
        // A title, `[text](address "title")`, keeps its marks.
        let rest = &self.source[end..];
        let title = rest.trim_start_matches([' ', '\t']);
        if let Some(mark) = title.chars().next().filter(|mark| matches!(mark, '"' | '\''))
            && let Some(length) = title[1..].find(mark).filter(|length| *length < MAX_FORMULA_BYTES)
        {
            self.at += rest.len() - title.len() + 1 + length + 1;
        }
    }
}
