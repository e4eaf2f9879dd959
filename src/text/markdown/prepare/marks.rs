//! Emphasis, quotation marks, apostrophes and primes that the rules of CommonMark would misread.

use super::{Covered, Formula, Scan};
use crate::text::ideographs::{is_ideograph, is_wide_mark};
use crate::text::markdown::clean::MARK;

/// Returns whether emphasis and quotation marks of `source` require more than the rules of markdown: it has Chinese or
/// Japanese text, or marks next to digits.
pub(super) fn needs_marks_read(source: &str) -> bool {
    let marks = || memchr::memchr3(b'*', b'"', b'\'', source.as_bytes()).is_some();
    (!source.is_ascii() && marks())
        || memchr::memchr_iter(b'\'', source.as_bytes())
            .any(|at| is_apostrophe(source, at) || is_prime(source, at))
        || memchr::memchr_iter(b'"', source.as_bytes()).any(|at| follows_digit(source, at))
}

fn follows_digit(source: &str, at: usize) -> bool {
    source[..at].ends_with(|c: char| c.is_ascii_digit())
}

/// Returns whether a byte is one of the marks of [`needs_marks_read`].
pub(super) fn is_mark(byte: u8) -> bool {
    matches!(byte, b'*' | b'"' | b'\'')
}

/// Words that begin with an apostrophe.
const SHORTENED: [&str; 6] = ["twas", "tis", "twere", "twill", "em", "til"];

/// Returns whether the mark at `at` shortens the word after it: `'90s`, `rock 'n' roll`.
fn is_apostrophe(source: &str, at: usize) -> bool {
    let bytes = source.as_bytes();
    let joined = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    let decade = |at: usize| {
        matches!(bytes.get(at + 1..at + 4), Some([b'0'..=b'9', b'0'..=b'9', b's'])) && !joined(Some(at + 4))
    };
    let and = |at: usize| {
        bytes.get(at..at + 3).is_some_and(|word| word.eq_ignore_ascii_case(b"'n'"))
            && bytes.get(at + 3).is_none_or(u8::is_ascii_whitespace)
    };
    let short = |at: usize| {
        SHORTENED.iter().any(|word| {
            let end = at + 1 + word.len();
            bytes.get(at + 1..end).is_some_and(|found| found.eq_ignore_ascii_case(word.as_bytes()))
                && !joined(Some(end))
                && bytes.get(end) != Some(&b'\'')
        })
    };
    !joined(at.checked_sub(1)) && (decade(at) || and(at) || short(at))
        || (at >= 2 && and(at - 2) && !joined((at - 2).checked_sub(1)))
}

/// Returns whether the mark at `at` means feet or minutes, or inches or seconds after them: `6'2"`, `6' 2"`; or the end of a strand, as
/// in `5'-end`.
fn is_prime(source: &str, at: usize) -> bool {
    let bytes = source.as_bytes();
    let digits =
        |to: usize| bytes[..to].iter().rev().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    let inches = |at: usize| {
        let count = bytes[at..].iter().take(3).take_while(|byte| byte.is_ascii_digit()).count();
        count > 0 && bytes.get(at + count) == Some(&b'"')
    };
    let first = |at: usize| {
        let next = |ahead: usize| bytes.get(at + ahead);
        let is_upper = |ahead: usize| next(ahead).is_some_and(u8::is_ascii_uppercase);
        bytes[at] == b'\''
            && digits(at) > 0
            && (next(1).is_some_and(u8::is_ascii_digit)
                || (next(1) == Some(&b' ') && inches(at + 2))
                || (next(1) == Some(&b'-') && next(2).is_some_and(u8::is_ascii_alphabetic))
                || (is_upper(1) && is_upper(2)))
    };
    let before = |at: usize| at.checked_sub(1 + usize::from(at > 0 && bytes[at - 1] == b' '));
    match bytes[at] {
        b'\'' => first(at),
        b'"' => digits(at) > 0 && before(at - digits(at)).is_some_and(first),
        _ => false,
    }
}

impl Scan<'_> {
    /// Skips a run of stars or tildes. By the flanking rules of CommonMark, `**注意：**以下` is not emphasis, because the stars are
    /// between punctuation and a letter. That is common in text without spaces, so the character that prevents the
    /// emphasis is covered.
    pub(super) fn run_of(&mut self, mark: u8) {
        let start = self.at;
        let end = start + self.bytes[start..].iter().take_while(|&&byte| byte == mark).count();
        self.at = end;
        let (Some(before), Some(after)) =
            (self.source[..start].chars().next_back(), self.source[end..].chars().next())
        else {
            return;
        };
        let is_letter = |c: char| c.is_alphanumeric();
        let is_mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && !c.is_control();
        let is_wide = |c: char| is_ideograph(c) || matches!(c, '\u{ac00}'..='\u{d7a3}');
        let (before_at, after_at) = (start - before.len_utf8(), end);
        if is_mark(before) && is_letter(after) {
            if is_wide_mark(before) {
                self.cover_character(before_at, before, false);
            } else if is_wide(after) {
                self.cover_character(after_at, after, true);
            }
        } else if is_letter(before) && is_mark(after) {
            if is_wide_mark(after) {
                self.cover_character(after_at, after, false);
            } else if is_wide(before) {
                self.cover_character(before_at, before, true);
            }
        }
    }

    /// Straight quotation marks next to Chinese and Japanese text, in measures and in shortened words stay as they are.
    pub(super) fn quote(&mut self, byte: u8) {
        let at = self.at;
        let wide = |character: Option<char>| character.is_some_and(|c| is_ideograph(c) || is_wide_mark(c));
        let (before, after) = (self.source[..at].chars().next_back(), self.source[at + 1..].chars().next());
        let kind = if byte == b'\'' && is_apostrophe(self.source, at) {
            Covered::Apostrophe
        } else if wide(before) || wide(after) || is_prime(self.source, at) || self.is_inch(byte) {
            Covered::Character
        } else {
            self.at += 1;
            return;
        };
        self.cover(Formula { whole: at..at + 1, tex: at..at + 1, kind });
    }

    /// Returns whether a `"` means inches, as in `a 27" screen`: it follows a digit, and no quotation is open.
    fn is_inch(&mut self, byte: u8) -> bool {
        if byte != b'"' {
            return false;
        }
        let (at, last) = (self.at, std::mem::replace(&mut self.last_quote, self.at));
        let is_open = self.in_quotation && !self.source[last..at].contains("\n\n");
        let is_inch = !is_open && follows_digit(self.source, at);
        self.in_quotation = !is_open && !is_inch;
        is_inch
    }

    /// Covers a character, so that markdown takes it for a letter, or (`as_mark`) for punctuation.
    fn cover_character(&mut self, at: usize, character: char, as_mark: bool) {
        let is_covered = self.formulas.last().is_some_and(|last| last.whole.end > at);
        if is_covered || (as_mark && (character.len_utf8() != MARK.len_utf8() || self.source.contains(MARK)))
        {
            return;
        }
        let (after, whole) = (self.at, at..at + character.len_utf8());
        self.cover(Formula { whole: whole.clone(), tex: whole.clone(), kind: Covered::Character });
        if as_mark && let Some(place) = self.covered_mut().get_mut(whole) {
            place.copy_from_slice(MARK.encode_utf8(&mut [0; 4]).as_bytes());
        }
        self.at = self.at.max(after);
    }
}
