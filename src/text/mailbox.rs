//! E-mail addresses, with a name or without (RFC 5322, section 3.4).
//!
//! Reads the subset that mail servers deliver to: a dot-atom in ASCII before the `@`, a host name after it. Quoted local parts and address
//! literals are rejected, because they are almost always mistakes.

use super::hostname;
use std::ops::Range;

/// An e-mail address and the name of its owner, which may be empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// The name, such as `Ada Byron`.
    pub name: String,
    /// The address, such as `ada@example.org`. An internationalized host name is in its ASCII form (Punycode).
    pub address: String,
}

/// Why a text is not an e-mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotMailbox {
    /// The bytes of the text that are wrong.
    pub at: Range<usize>,
    /// What is wrong: expected before found.
    pub message: String,
    /// What to do; may be empty.
    pub hint: &'static str,
}

/// The maximum length of an address in bytes (RFC 5321, section 4.5.3.1.3, without the angle brackets).
const LONGEST: usize = 254;
/// The maximum length of the part before the `@` in bytes (RFC 5321, section 4.5.3.1.1).
const LONGEST_LOCAL: usize = 64;
/// The maximum length of a name in characters: longer names are not names.
const LONGEST_NAME: usize = 200;

impl Mailbox {
    /// Reads `ada@example.org` or `Ada Byron <ada@example.org>`. Spaces around it are ignored.
    ///
    /// # Errors
    /// The first fault, with its place in `text`.
    pub fn parse(text: &str) -> Result<Mailbox, NotMailbox> {
        let start = text.len() - text.trim_start().len();
        let inner = text.trim();
        let (name, address, at) = match inner.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
            Some((name, address)) => (name.trim(), address, start + name.len() + 1),
            None => ("", inner, start),
        };
        if let Some((index, char)) = text.char_indices().find(|(_, char)| char.is_control()) {
            let message =
                format!("expected an e-mail address, found the control character {}", char.escape_unicode());
            return Err(NotMailbox { at: index..index + char.len_utf8(), message, hint: "remove it" });
        }
        let name = name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(name);
        let is_odd = |char: char| matches!(char, '<' | '>' | '"' | '\\' | '@');
        if name.contains(is_odd) || name.chars().count() > LONGEST_NAME {
            let message = format!("expected a name before `<{}>`, found `{}`", clip(address), clip(name));
            return Err(NotMailbox {
                at: start..start + inner.len(),
                message,
                hint: "write `Name <address>`",
            });
        }
        Ok(Mailbox { name: name.trim().to_owned(), address: read_address(address, at)? })
    }

    /// Returns the address in lower case: two addresses that differ in letter case reach the same person.
    pub fn key(&self) -> String {
        self.address.to_ascii_lowercase()
    }
}

/// Returns an address in ASCII. `start` is its place in the text.
fn read_address(address: &str, start: usize) -> Result<String, NotMailbox> {
    let whole = start..start + address.len();
    let wrong = |at: Range<usize>, message: String, hint| Err(NotMailbox { at, message, hint });
    let example = "expected an e-mail address such as `ada@example.org`";
    let Some((local, domain)) = address.rsplit_once('@') else {
        return wrong(whole, format!("{example}, found `{}`", clip(address)), "");
    };
    let is_plain = |(index, char): (usize, char)| {
        char.is_ascii_alphanumeric()
            || "!#$%&'*+-/=?^_`{|}~.@".contains(char)
            || (index > local.len() && !char.is_ascii() && !char.is_whitespace())
    };
    if let Some((index, char)) = address.char_indices().find(|place| !is_plain(*place)) {
        let hint = match char {
            ',' | ';' | ' ' => "write one address per line",
            char if char.is_alphanumeric() => {
                "only the part after the `@` may have letters other than `a` to `z`"
            }
            _ => "",
        };
        let at = start + index..start + index + char.len_utf8();
        return wrong(at, format!("{example}, found the character `{char}`"), hint);
    }
    let local_at = start..start + local.len();
    if local.is_empty() || local.len() > LONGEST_LOCAL {
        let message = format!(
            "expected 1 to {LONGEST_LOCAL} characters before the `@` of `{}`, found {}",
            clip(address),
            local.len()
        );
        return wrong(local_at, message, "");
    }
    if local.contains('@') {
        return wrong(local_at, format!("{example}, found more than one `@`"), "write one address per line");
    }
    if local.split('.').any(str::is_empty) {
        let message = format!("{example}, found a dot without a letter on both sides in `{}`", clip(local));
        return wrong(local_at, message, "");
    }
    match hostname::to_ascii(domain).map(|domain| format!("{local}@{domain}")) {
        Some(address) if address.len() <= LONGEST => Ok(address),
        _ => {
            let at = start + local.len() + 1..start + address.len();
            wrong(at, format!("expected a host name after the `@`, found `{}`", clip(domain)), "")
        }
    }
}

/// Returns at most 60 characters of a text.
fn clip(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(text: &str) -> String {
        match Mailbox::parse(text) {
            Ok(mailbox) => format!("{} | {}", mailbox.name, mailbox.address),
            Err(wrong) => {
                assert!(text.get(wrong.at.clone()).is_some(), "{text:?}: {wrong:?}");
                format!("{:?}: {}", &text[wrong.at.clone()], wrong.message)
            }
        }
    }

    #[test]
    fn addresses_have_a_name_or_none() {
        assert_eq!(parts(" ada@example.org "), " | ada@example.org");
        assert_eq!(parts("Ada Byron <ada@example.org>"), "Ada Byron | ada@example.org");
        assert_eq!(
            parts("\"Byron, Ada\" <a.b+papers@mail.example.org>"),
            "Byron, Ada | a.b+papers@mail.example.org"
        );
        assert_eq!(parts("Zoë 王 <z@xn--bcher-kva.example>"), "Zoë 王 | z@xn--bcher-kva.example");
        assert_eq!(parts("<root@localhost>"), " | root@localhost");
        assert_eq!(parts("ada@Bücher.example"), " | ada@xn--bcher-kva.example");
        assert_eq!(parts("王 <info@例子.测试>"), "王 | info@xn--fsqu00a.xn--0zwm56d");
    }

    #[test]
    fn mistakes_are_reported_where_they_are() {
        let wrong = [
            "",
            "ada",
            "@example.org",
            "ada@",
            "a b@example.org",
            "ada@example.org, bob@example.org",
            "zoë@example.org",
            "zoë@bücher.example",
            "ada@bücher .example",
            "ada@-ü.example",
            "ada@@example.org",
            ".ada@example.org",
            "a..b@example.org",
            "ada@-x.org",
            "ada@[127.0.0.1]",
            "ada@example.org\r\nBcc: all@example.org",
            "Ada <b> <ada@example.org>",
            "\"a b\"@example.org",
            "ada@example.org>",
        ];
        insta::assert_snapshot!(wrong.map(parts).join("\n"), @r#"
        "": expected an e-mail address such as `ada@example.org`, found ``
        "ada": expected an e-mail address such as `ada@example.org`, found `ada`
        "": expected 1 to 64 characters before the `@` of `@example.org`, found 0
        "": expected a host name after the `@`, found ``
        " ": expected an e-mail address such as `ada@example.org`, found the character ` `
        ",": expected an e-mail address such as `ada@example.org`, found the character `,`
        "ë": expected an e-mail address such as `ada@example.org`, found the character `ë`
        "ë": expected an e-mail address such as `ada@example.org`, found the character `ë`
        " ": expected an e-mail address such as `ada@example.org`, found the character ` `
        "-ü.example": expected a host name after the `@`, found `-ü.example`
        "ada@": expected an e-mail address such as `ada@example.org`, found more than one `@`
        ".ada": expected an e-mail address such as `ada@example.org`, found a dot without a letter on both sides in `.ada`
        "a..b": expected an e-mail address such as `ada@example.org`, found a dot without a letter on both sides in `a..b`
        "-x.org": expected a host name after the `@`, found `-x.org`
        "[": expected an e-mail address such as `ada@example.org`, found the character `[`
        "\r": expected an e-mail address, found the control character \u{d}
        "Ada <b> <ada@example.org>": expected a name before `<ada@example.org>`, found `Ada <b>`
        "\"": expected an e-mail address such as `ada@example.org`, found the character `"`
        ">": expected an e-mail address such as `ada@example.org`, found the character `>`
        "#);
        assert!(parts(&format!("{}@example.org", "a".repeat(65))).contains("found 65"));
        assert!(parts(&format!("a@{}.org", "a.".repeat(130))).contains("expected a host name"));
    }

    proptest! {
        #[test]
        fn an_accepted_address_cannot_end_a_line_of_a_message(text in "\\PC{0,40}|[a-c@.<> \r\n\"\\\\,]{0,30}") {
            if let Ok(mailbox) = Mailbox::parse(&text) {
                prop_assert!(mailbox.address.bytes().all(|byte| byte.is_ascii_graphic()));
                prop_assert!(!mailbox.name.contains(char::is_control));
            }
        }
    }
}
