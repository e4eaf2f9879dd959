//! The settings for sending e-mail: addresses, the mail server, and the address for unsubscribing.

use super::Email;
use super::problems::Refusal;
use crate::text::hostname;
use crate::text::mailbox::Mailbox;
use crate::text::percent;
use std::net::IpAddr;

type Text = Result<String, Refusal>;

/// A mail server that accepts messages for delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailServer {
    /// The host name, or an IP address without brackets.
    pub host: String,
    /// The port.
    pub port: u16,
    /// How the connection is encrypted.
    pub security: Security,
}

/// How a connection to a mail server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// STARTTLS before anything else. The connection ends if the server does not offer it.
    StartTls,
    /// None. Only for servers on this machine.
    None,
}

/// Scheme, security and default port of each form of the URL of a server.
const SCHEMES: [(&str, Security, u16); 3] = [
    ("smtps://", Security::Tls, 465),
    ("smtp://", Security::StartTls, 587),
    ("smtp+plain://", Security::None, 25),
];
/// A longer URL would not fit on a line of a message, which has at most 998 bytes (RFC 5322, section 2.1.1).
const LONGEST_URL: usize = 600;
/// The placeholder for the address of a reader.
const ADDRESS: &str = "{address}";

impl Email {
    /// Returns the sender of messages, if it is set.
    pub fn sender(&self) -> Option<Mailbox> {
        Mailbox::parse(&self.from).ok()
    }

    /// Returns the address of the mailing list, if it is set.
    pub fn list(&self) -> Option<Mailbox> {
        Mailbox::parse(&self.to).ok()
    }

    /// Returns the mail server, if it is set.
    pub fn server(&self) -> Option<MailServer> {
        read_server(&self.smtp).ok()
    }

    /// Returns the URL at which a reader unsubscribes; empty if it is not set.
    pub fn unsubscribe_url(&self, address: &str) -> String {
        self.unsubscribe.replace(ADDRESS, &percent::query_value(address))
    }
}

/// An e-mail address with a name or without, or the empty text.
pub(super) fn mailbox(text: &str) -> Text {
    match text.is_empty() {
        true => Ok(String::new()),
        false => {
            let wrong = |_| {
                Refusal::new("is not an e-mail address")
                    .hint("write `papers@example.org` or `Papers <papers@example.org>`")
            };
            Mailbox::parse(text).map(|_| text.trim().to_owned()).map_err(wrong)
        }
    }
}

/// The URL of a mail server, or the empty text.
pub(super) fn server(text: &str) -> Text {
    match text.is_empty() {
        true => Ok(String::new()),
        false => read_server(text).map(|_| text.to_owned()),
    }
}

fn read_server(text: &str) -> Result<MailServer, Refusal> {
    let refusal = || {
        Refusal::new("is not the URL of a mail server").hint(
            "write `smtp://smtp.example.org:587` for STARTTLS, or `smtps://smtp.example.org:465` for TLS",
        )
    };
    let scheme = SCHEMES.iter().find_map(|scheme| Some((text.strip_prefix(scheme.0)?, scheme)));
    let Some((rest, (_, security, default))) = scheme else { return Err(refusal()) };
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    if rest.contains('@') {
        return Err(Refusal::new("must not contain a user or password")
            .hint("set the environment variables OFFPRINT_SMTP_USER and OFFPRINT_SMTP_PASSWORD"));
    }
    let (host, port) = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, port)) => (host, port.strip_prefix(':')),
        None => match rest.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (rest, None),
        },
    };
    let port = port.map_or(Ok(*default), str::parse).ok().filter(|port| *port > 0).ok_or_else(refusal)?;
    let ip: Option<IpAddr> = host.parse().ok();
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    // Names on local networks may have an underscore.
    let is_plain = ip.is_some() || (!host.is_empty() && host.bytes().all(is_name));
    let host = if is_plain { host.to_owned() } else { hostname::to_ascii(host).ok_or_else(refusal)? };
    let is_here = host.eq_ignore_ascii_case("localhost") || ip.is_some_and(|ip| ip.is_loopback());
    if *security == Security::None && !is_here {
        return Err(Refusal::new("is a server on another machine, which requires encryption")
            .hint(format!("write `smtp://{host}` for STARTTLS, or `smtps://{host}` for TLS")));
    }
    Ok(MailServer { host, port, security: *security })
}

/// The https or mailto URL at which readers unsubscribe, or the empty text.
pub(super) fn unsubscribe(text: &str) -> Text {
    let is_sound = |byte: u8| byte.is_ascii_graphic() && !b"<>\",\\^`|".contains(&byte);
    let has_scheme = text.starts_with("https://") || text.starts_with("mailto:");
    let others = text.replace(ADDRESS, "");
    let is_plain = others.bytes().all(is_sound) && !others.contains(['{', '}']);
    if text.is_empty() || (has_scheme && is_plain && text.len() <= LONGEST_URL) {
        return Ok(text.to_owned());
    }
    Err(Refusal::new("is not an https or mailto URL").hint(
        "write `https://example.org/unsubscribe?address={address}` or `mailto:papers-leave@example.org`",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> String {
        match read_server(text) {
            Ok(MailServer { host, port, security }) => format!("{host} {port} {security:?}"),
            Err(refusal) => refusal.why,
        }
    }

    #[test]
    fn a_server_has_a_scheme_that_sets_its_encryption() {
        assert_eq!(parts("smtps://smtp.example.org"), "smtp.example.org 465 Tls");
        assert_eq!(parts("smtp://smtp.example.org/"), "smtp.example.org 587 StartTls");
        assert_eq!(parts("smtp://[::1]:2525"), "::1 2525 StartTls");
        assert_eq!(parts("smtps://smtp.bücher.example"), "smtp.xn--bcher-kva.example 465 Tls");
        assert_eq!(parts("smtp+plain://localhost"), "localhost 25 None");
        assert_eq!(parts("smtp+plain://127.0.0.1:1025"), "127.0.0.1 1025 None");
        let wrong = "is not the URL of a mail server";
        for text in [
            "smtp.example.org",
            "smtp://",
            "smtp://a b",
            "smtp://x:0",
            "smtp://x:99999",
            "smtp://x\r\n",
            "https://x",
        ] {
            assert_eq!(parts(text), wrong, "{text}");
        }
    }

    #[test]
    fn a_message_and_a_password_never_leave_the_machine_unencrypted() {
        assert_eq!(
            parts("smtp+plain://smtp.example.org"),
            "is a server on another machine, which requires encryption"
        );
        assert_eq!(parts("smtps://ada:secret@smtp.example.org"), "must not contain a user or password");
    }

    #[test]
    fn the_address_of_a_reader_is_part_of_the_url() {
        let unsubscribe = unsubscribe("https://example.org/u?a={address}").unwrap();
        let email = Email { unsubscribe, ..Email::default() };
        assert_eq!(email.unsubscribe_url("a+b@x.org"), "https://example.org/u?a=a%2Bb%40x%2Eorg");
        for text in [
            "http://example.org/",
            "https://example.org/ x",
            "https://x/\r\nBcc: a",
            "https://x/{name}",
            "javascript:x",
        ] {
            assert!(super::unsubscribe(text).is_err(), "{text}");
        }
    }
}
