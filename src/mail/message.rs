//! The bytes of a message (RFC 5322, MIME).
//!
//! No text can add a header or break a line: lettre encodes names and subjects (RFC 2047), and both bodies are encoded as quoted-printable or
//! base64.

use crate::text::mailbox::Mailbox;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Body, MultiPart, SinglePart};
use lettre::{Address, Message};
use std::time::SystemTime;
use xxhash_rust::xxh3::xxh3_128;

/// The content of a message to one recipient.
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    /// The sender.
    pub from: &'a Mailbox,
    /// The recipient.
    pub to: &'a Mailbox,
    /// The time of sending.
    pub date: SystemTime,
    /// The subject.
    pub subject: &'a str,
    /// The `Message-ID`, from [`identifier`].
    pub id: &'a str,
    /// The name of the list, for people.
    pub list_name: &'a str,
    /// The `List-Id` (RFC 2919): a host name that need not exist.
    pub list_id: &'a str,
    /// The page of the list: an http or https URL.
    pub archive: &'a str,
    /// Where the recipient unsubscribes: an https or mailto URL, or empty. An https URL must accept the POST request of RFC 8058.
    pub unsubscribe: &'a str,
    /// The plain text.
    pub text: &'a str,
    /// The HTML.
    pub html: &'a str,
}

/// Returns the `Message-ID` of an issue for a recipient. It is the same in each attempt, so that mail programs show a message once that was
/// delivered twice. The address cannot be read from it.
pub fn identifier(site: &str, host: &str, issue: &str, recipient: &Mailbox) -> String {
    let key = format!("{site}\n{issue}\n{}", recipient.key());
    format!("<offprint.{:032x}@{}>", xxh3_128(key.as_bytes()), ascii(host))
}

impl Draft<'_> {
    /// Returns the message with CRLF line breaks. Lines have at most 998 bytes.
    ///
    /// # Errors
    /// If lettre rejects an address that [`Mailbox::parse`] accepts.
    pub fn bytes(&self) -> Result<Vec<u8>, String> {
        let refused = |error: &dyn std::fmt::Display| format!("cannot write the message: {error}");
        let mut builder = Message::builder()
            .from(mailbox(self.from)?)
            .to(mailbox(self.to)?)
            .date(self.date)
            .message_id(Some(self.id.to_owned()))
            .subject(one_line(self.subject));
        let name: String =
            self.list_name.chars().map(|char| if char.is_alphanumeric() { char } else { ' ' }).collect();
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let list = format!("{name} <{}>", ascii(self.list_id));
        builder = builder.raw_header(HeaderValue::new(header("List-Id"), list.trim().to_owned()));
        builder = builder.raw_header(exact("List-Archive", &format!("<{}>", ascii(self.archive))));
        if !self.unsubscribe.is_empty() {
            let address = format!("<{}>", ascii(self.unsubscribe));
            builder = builder.raw_header(exact("List-Unsubscribe", &address));
            if self.unsubscribe.starts_with("https://") {
                builder = builder.raw_header(exact("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
            }
        }
        // No automatic replies, such as notices of absence (RFC 3834).
        builder = builder.raw_header(exact("Auto-Submitted", "auto-generated"));
        builder = builder.raw_header(exact("Precedence", "bulk"));
        let boundary =
            format!("offprint-{:032x}", xxh3_128(format!("{}{}", self.text, self.html).as_bytes()));
        let parts = MultiPart::alternative().boundary(boundary);
        let parts = parts.singlepart(part(ContentType::TEXT_PLAIN, self.text));
        let parts = parts.singlepart(part(ContentType::TEXT_HTML, self.html));
        let message = builder.multipart(parts).map_err(|error| refused(&error))?;
        Ok(message.formatted())
    }
}

fn mailbox(mailbox: &Mailbox) -> Result<lettre::message::Mailbox, String> {
    let address: Address = mailbox
        .address
        .parse()
        .map_err(|error| format!("cannot write the message: `{}`: {error}", mailbox.address))?;
    let name = Some(one_line(&mailbox.name)).filter(|name| !name.is_empty());
    Ok(lettre::message::Mailbox::new(name, address))
}

/// Returns a body. Most text is quoted-printable; text of other scripts is shorter in base64.
fn part(kind: ContentType, text: &str) -> SinglePart {
    let text = text.replace("\r\n", "\n").replace(['\r', '\0'], "");
    let others = text.bytes().filter(|byte| !byte.is_ascii()).count();
    let encoding = match others * 6 > text.len() {
        true => ContentTransferEncoding::Base64,
        false => ContentTransferEncoding::QuotedPrintable,
    };
    let body = Body::new_with_encoding(text, encoding)
        .expect("invariant: quoted-printable and base64 encode any text");
    SinglePart::builder().header(kind).body(body)
}

fn header(name: &'static str) -> HeaderName {
    HeaderName::new_from_ascii_str(name)
}

/// Returns a header whose value is printable ASCII on one line: addresses must not be encoded.
fn exact(name: &'static str, value: &str) -> HeaderValue {
    let value = ascii(value);
    HeaderValue::dangerous_new_pre_encoded(header(name), value.clone(), value)
}

/// Returns the text without characters that are not printable ASCII.
fn ascii(text: &str) -> String {
    text.chars().filter(|char| matches!(char, ' '..='~')).collect()
}

/// Returns the text on one line, without control characters and characters that are invisible or change the direction of text.
fn one_line(text: &str) -> String {
    let is_hidden = |char: char| char.is_control() || crate::diagnostic::acts(char);
    let line: String = text.chars().map(|char| if is_hidden(char) { ' ' } else { char }).collect();
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LONGEST_SUBJECT) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

/// The maximum number of characters of a subject or a name: mail programs show fewer.
const LONGEST_SUBJECT: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::Duration;

    fn message(subject: &str, name: &str, text: &str) -> String {
        let to = Mailbox { name: name.to_owned(), address: "bob@example.org".to_owned() };
        let from = Mailbox::parse("Papers <papers@example.org>").unwrap();
        let draft = Draft {
            from: &from,
            to: &to,
            date: SystemTime::UNIX_EPOCH + Duration::from_secs(1_776_000_000),
            subject,
            id: &identifier("https://papers.example.org/", "papers.example.org", "2026-W16", &to),
            list_name: "Papers, \"daily\" <x>",
            list_id: "papers.example.org",
            archive: "https://papers.example.org/",
            unsubscribe: "https://papers.example.org/leave?a=bob",
            text,
            html: text,
        };
        String::from_utf8(draft.bytes().unwrap()).unwrap()
    }

    fn head(message: &str) -> &str {
        message.split_once("\r\n\r\n").unwrap().0
    }

    #[test]
    fn a_message_has_the_headers_of_a_list() {
        insta::assert_snapshot!(head(&message("12 papers · 2026-W16", "Ada Byron", "Text")).replace("\r\n", "\n"), @r#"
    From: Papers <papers@example.org>
    To: "Ada Byron" <bob@example.org>
    Date: Sun, 12 Apr 2026 13:20:00 +0000
    Message-ID: <offprint.277620e528daef70a597b8a2ca2a2f38@papers.example.org>
    Subject: 12 papers =?utf-8?b?wrc=?= 2026-W16
    List-Id: Papers daily x <papers.example.org>
    List-Archive: <https://papers.example.org/>
    List-Unsubscribe: <https://papers.example.org/leave?a=bob>
    List-Unsubscribe-Post: List-Unsubscribe=One-Click
    Auto-Submitted: auto-generated
    Precedence: bulk
    MIME-Version: 1.0
    Content-Type: multipart/alternative;
     boundary="offprint-ef2baa9729203a43bcfa99119a89db28"
    "#);
    }

    #[test]
    fn an_identifier_depends_on_issue_and_recipient_only() {
        let id = |issue: &str, to: &str| {
            identifier("https://x.org/", "x.org", issue, &Mailbox::parse(to).unwrap())
        };
        assert_eq!(id("2026-W16", "ada@example.org"), id("2026-W16", "Ada <ADA@example.org>"));
        assert_ne!(id("2026-W16", "ada@example.org"), id("2026-W17", "ada@example.org"));
        assert_ne!(id("2026-W16", "ada@example.org"), id("2026-W16", "bob@example.org"));
        assert!(!id("2026-W16", "ada@example.org").contains("ada"));
    }

    #[test]
    fn a_title_cannot_add_a_header() {
        for subject in
            ["x\r\nBcc: all@example.org", "x\nBcc: y", "x\rBcc: y", "x\u{2028}Bcc: y", "\u{202e}x\0Bcc: y"]
        {
            let message = message(subject, subject, "Text");
            assert!(!message.contains("\r\nBcc"), "{message}");
            assert!(head(&message).lines().all(|line| !line.starts_with("Bcc")), "{message}");
        }
    }

    /// The rules of RFC 5322 that a server checks.
    fn assert_sound(message: &str) {
        assert!(message.is_ascii(), "{message}");
        assert!(
            message.split("\r\n").all(|line| line.len() <= 998 && !line.contains(['\r', '\n', '\0'])),
            "{message}"
        );
        assert!(head(message).split("\r\n").all(|line| line.len() <= 200), "{message}");
        for name in ["Subject", "From", "To", "Message-ID", "Date", "List-Id", "MIME-Version"] {
            let count =
                head(message).split("\r\n").filter(|line| line.starts_with(&format!("{name}: "))).count();
            assert_eq!(count, 1, "{name}: {message}");
        }
    }

    #[test]
    fn long_and_foreign_texts_stay_within_the_limits_of_a_line() {
        let long = "w".repeat(5000);
        assert_sound(&message(&long, &long, &long));
        assert_sound(&message(&"每日论文 ".repeat(100), "王小明", &"每日论文".repeat(3000)));
        assert_sound(&message(&"é".repeat(900), "Zoë", ".\n..\n\r.\r\nFrom here\n"));
    }

    proptest! {
        #[test]
        fn any_text_gives_a_sound_message(subject in "\\PC{0,80}|[\\s\\S]{0,80}", name in "[\\s\\S]{0,40}", text in "[\\s\\S]{0,300}") {
            assert_sound(&message(&subject, &name, &text));
        }
    }
}
