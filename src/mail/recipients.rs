//! The recipients in a file: one per line, such as `Ada Byron <ada@example.org>`. Lines that start with `#` are comments.

use super::problems;
use crate::diagnostic::{Checked, Diagnostic};
use crate::source::FilePath;
use crate::text::mailbox::Mailbox;
use std::collections::HashMap;

/// The recipients of a file, each once, in order.
pub type Recipients = Vec<Mailbox>;

/// Reads the recipients in `text`. `file` is the path in problems. The recipients are complete only if no problem is an error.
pub fn recipients(file: &FilePath, text: &str) -> Checked<Recipients> {
    let mut found = Recipients::new();
    let mut known = HashMap::new();
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let line_start = start;
        start += line.len();
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        // Some editors write a byte order mark at the start of a file.
        let bare = if line_start == 0 { line.strip_prefix('\u{feff}').unwrap_or(line) } else { line };
        let line_start = line_start + line.len() - bare.len();
        if bare.trim().is_empty() || bare.trim_start().starts_with('#') {
            continue;
        }
        let range = line_start..line_start + bare.len();
        match Mailbox::parse(bare) {
            Ok(mailbox) => match known.get(&mailbox.key()) {
                Some(first) => diagnostics.push(problems::duplicate(file, &mailbox.address, first, &range)),
                None => {
                    known.insert(mailbox.key(), range);
                    found.push(mailbox);
                }
            },
            Err(wrong) => diagnostics.push(problems::bad_recipient(file, line_start, &wrong)),
        }
    }
    if found.is_empty() && diagnostics.is_empty() {
        diagnostics.push(problems::none(file));
    }
    Checked { value: found, diagnostics }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::lines;

    fn read(text: &str) -> (Vec<String>, String) {
        let file: FilePath = "readers.txt".into();
        let Checked { value, diagnostics } = recipients(&file, text);
        let texts = [(file, text.into())].into();
        (value.into_iter().map(|mailbox| mailbox.address).collect(), lines::render(&diagnostics, &texts))
    }

    #[test]
    fn each_line_is_a_recipient_a_comment_or_empty() {
        let (found, problems) =
            read("\u{feff}# readers\r\nada@example.org\r\n\r\n  Bob <bob@example.org>  \n# carl@example.org");
        assert_eq!((found.join(" "), problems.as_str()), ("ada@example.org bob@example.org".to_owned(), ""));
    }

    #[test]
    fn every_mistake_is_reported_with_line_and_column() {
        let (_, problems) = read(
            "ada@example.org\n  ada @example.org\nBOB@example.org\nbob@example.org, x@example.org\nbob@example.org\nzoë@example.org\n",
        );
        insta::assert_snapshot!(problems, @"
    readers.txt:2:6: error[bad-recipient]: expected an e-mail address such as `ada@example.org`, found the character ` `
      hint: write one address per line
    readers.txt:4:16: error[bad-recipient]: expected an e-mail address such as `ada@example.org`, found the character `,`
      hint: write one address per line
    readers.txt:5:1: warning[duplicate-recipient]: `bob@example.org` is listed twice and gets one message
      readers.txt:3:1: first listed here
    readers.txt:6:3: error[bad-recipient]: expected an e-mail address such as `ada@example.org`, found the character `ë`
      hint: only the part after the `@` may have letters other than `a` to `z`
    ");
    }

    #[test]
    fn a_file_without_an_address_is_an_error() {
        insta::assert_snapshot!(read("# nobody\n\n").1, @"
    readers.txt: error[no-recipients]: expected one e-mail address per line, found none
      hint: write one address per line, such as `ada@example.org` or `Ada Byron <ada@example.org>`
    ");
    }
}
