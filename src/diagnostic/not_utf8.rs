//! The problem of a file in another encoding, with the command that converts the file.

use super::{Diagnostic, Location};
use crate::source::{Encoding, FilePath, Span};

/// Returns the problem of a file that is not UTF-8 text; its first `valid` bytes are.
pub fn not_utf8(file: &FilePath, valid: usize, encoding: Encoding) -> Diagnostic {
    let span = Span { file: file.clone(), start: valid, end: valid + 1 };
    let problem = Diagnostic::error("not-utf8", Location::Span(span), "this file is not UTF-8 text");
    let convert = |from: &str| {
        let (old, new) = (shell_word(file), shell_word(&format!("{file}.new")));
        format!("iconv -f {from} -t UTF-8 {old} > {new} && mv {new} {old}")
    };
    match encoding {
        Encoding::Known(name) => problem.hint(format!("save it as UTF-8; from {name}: {}", convert(name))),
        Encoding::DamagedUtf8 => {
            problem.hint("most of this file is UTF-8: write the characters at this place again")
        }
        Encoding::Unknown => problem
            .hint(format!("save it as UTF-8; from GB18030, for example: {}", convert("GB18030")))
            .hint("other common encodings are SHIFT_JIS, EUC-KR, BIG5 and WINDOWS-1251"),
    }
}

/// Returns a path as one word of a POSIX shell.
fn shell_word(path: &str) -> String {
    let is_plain = |char: char| char.is_alphanumeric() || "/._-+,@%".contains(char);
    match path.chars().all(is_plain) && !path.starts_with('-') {
        true => path.to_owned(),
        false => format!("'{}'", path.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::shell_word;

    #[test]
    fn a_path_is_one_word_of_a_shell() {
        assert_eq!(shell_word("content/papers/论文-1.md"), "content/papers/论文-1.md");
        assert_eq!(shell_word("content/pages/it's $(here).md"), r"'content/pages/it'\''s $(here).md'");
    }
}
