//! A connection to a mail server, command by command, so that the caller knows in which phase it failed.
//!
//! Nothing here prints the password: answers of the server are cleaned of it, and of its encoded forms, before they are returned.

use crate::config::{MailServer, Security};
use crate::text::mailbox::Mailbox;
use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{self, Mechanism};
pub use lettre::transport::smtp::client::Certificate;
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use std::error::Error as _;
use std::io::ErrorKind;
use std::time::Duration;

/// The maximum time for the answer to QUIT.
const GOODBYE: Duration = Duration::from_secs(5);
/// The bytes of a message that are written at once.
const CHUNK: usize = 4096;

/// User and password of an account. `Debug` does not print the password.
#[derive(Clone)]
pub struct Credentials {
    /// The user.
    pub user: String,
    /// The password.
    pub password: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Credentials").field("user", &self.user).finish_non_exhaustive()
    }
}

/// How to reach a mail server.
#[derive(Debug)]
pub struct Access {
    /// The server.
    pub server: MailServer,
    /// The account, if the server requires one.
    pub credentials: Option<Credentials>,
    /// Certificates that are trusted besides those of the public authorities.
    pub certificates: Vec<Certificate>,
    /// The maximum time for each answer.
    pub timeout: Duration,
}

/// Reads certificates in PEM format.
///
/// # Errors
/// If the file contains no certificate, or one that is not valid.
pub fn certificates(pem: &[u8]) -> Result<Vec<Certificate>, String> {
    const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
    let text = String::from_utf8_lossy(pem);
    let parts: Vec<_> = text.match_indices(BEGIN).map(|(start, _)| &text[start..]).collect();
    if parts.is_empty() {
        return Err(format!("expected certificates in PEM format, found no `{BEGIN}`"));
    }
    let read = |part: &&str| Certificate::from_pem(part.as_bytes()).map_err(|error| error.to_string());
    parts.iter().map(read).collect()
}

/// Why a message was not delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// The server refused this recipient or this message for good.
    Refused(String),
    /// The server does not have the message. A later attempt may succeed.
    Later(String),
    /// No connection, or none that is ready for messages. A later attempt may succeed.
    Unreachable(String),
    /// The connection was lost after the end of the message, before the answer.
    Unknown(String),
    /// Further attempts for any recipient would fail.
    Stop(String),
}

/// A connection that is ready for messages.
pub(super) struct Connection<'a> {
    smtp: SmtpConnection,
    access: &'a Access,
}

impl<'a> Connection<'a> {
    /// Connects, encrypts and authenticates.
    ///
    /// # Errors
    /// [`Failure::Unreachable`] or [`Failure::Stop`].
    pub fn open(access: &'a Access) -> Result<Connection<'a>, Failure> {
        let MailServer { host, port, security } = &access.server;
        let name = ClientId::default();
        let mut tls = TlsParameters::builder(host.clone());
        for certificate in &access.certificates {
            tls = tls.add_root_certificate(certificate.clone());
        }
        let tls = tls.build().map_err(|error| Failure::Stop(access.words("TLS", &error)))?;
        let first = (*security == Security::Tls).then_some(&tls);
        let opened =
            SmtpConnection::connect((host.as_str(), *port), Some(access.timeout), &name, first, None);
        let smtp = opened.map_err(|error| access.not_ready("connecting", &error))?;
        let mut connection = Connection { smtp, access };
        if *security == Security::StartTls {
            if !connection.smtp.can_starttls() {
                connection.hang_up();
                return Err(Failure::Stop(
                    "STARTTLS: the server does not offer encryption, so nothing was sent".to_owned(),
                ));
            }
            let done = connection.smtp.starttls(&tls, &name);
            done.map_err(|error| access.not_ready("STARTTLS", &error))?;
        }
        if let Some(Credentials { user, password }) = &access.credentials {
            let account = authentication::Credentials::new(user.clone(), password.clone());
            let done = connection.smtp.auth(&[Mechanism::Plain, Mechanism::Login], &account);
            if let Err(error) = done {
                connection.hang_up();
                return Err(match error.is_client() {
                    true => Failure::Stop("AUTH: the server offers neither PLAIN nor LOGIN".to_owned()),
                    false => access.not_ready("AUTH", &error),
                });
            }
        }
        Ok(connection)
    }

    /// Delivers a message to one recipient. `before` is called when the server is ready for the message, right before it is sent.
    ///
    /// # Errors
    /// If the server does not accept the message, the connection is lost, or `before` fails.
    pub fn deliver(
        &mut self,
        (from, to): (&Mailbox, &Mailbox),
        message: &[u8],
        before: &mut dyn FnMut() -> Result<(), String>,
    ) -> Result<(), Failure> {
        let sender = address(from)?;
        let recipient = address(to)?;
        self.step("MAIL", |smtp| smtp.command(Mail::new(Some(sender), Vec::new())).map(drop)).map_err(
            // The sender is the same for all recipients.
            |failure| match failure {
                Failure::Refused(why) => Failure::Stop(why),
                failure => failure,
            },
        )?;
        self.step("RCPT", |smtp| smtp.command(Rcpt::new(recipient, Vec::new())).map(drop))?;
        self.step("DATA", |smtp| smtp.command(Data).map(drop))?;
        before().map_err(Failure::Stop)?;
        // The connection adds the line break before the final dot.
        let message = message.strip_suffix(b"\r\n").unwrap_or(message);
        let mut is_ended = false;
        let mut chunks = message.chunks(CHUNK);
        let content = std::iter::from_fn(|| {
            let chunk = chunks.next();
            is_ended = chunk.is_none();
            chunk
        });
        let sent = self.smtp.message_iter(content);
        let Err(error) = sent else { return Ok(()) };
        if error.status().is_some() {
            return Err(self.failed("the message", &error));
        }
        self.hang_up();
        let why = self.access.words("the message", &error);
        Err(if is_ended { Failure::Unknown(why) } else { Failure::Later(why) })
    }

    /// Ends the connection. A failure changes nothing: the server has accepted all messages before.
    pub fn close(mut self) {
        self.shorten();
        let _ = self.smtp.quit();
    }

    /// Ends the connection after a failure.
    fn hang_up(&mut self) {
        self.shorten();
        self.smtp.abort();
    }

    /// The answer to the last command does not matter, so nobody waits long for it.
    fn shorten(&mut self) {
        let _ = self.smtp.set_timeout(Some(self.access.timeout.min(GOODBYE)));
    }

    fn step(
        &mut self,
        phase: &str,
        run: impl FnOnce(&mut SmtpConnection) -> Result<(), Error>,
    ) -> Result<(), Failure> {
        run(&mut self.smtp).map_err(|error| self.failed(phase, &error))
    }

    /// Returns the failure of a transaction, and makes the connection ready for the next one.
    fn failed(&mut self, phase: &str, error: &Error) -> Failure {
        let failure = self.access.failure(phase, error);
        // 421: the server closes the connection.
        let is_open = error.status().is_some_and(|code| u16::from(code) != 421);
        if !is_open || self.smtp.command(Rset).is_err() {
            self.hang_up();
        }
        failure
    }

    /// Returns whether the connection is lost.
    pub fn is_lost(&self) -> bool {
        self.smtp.has_broken()
    }
}

/// The codes of answers that no other recipient would change: the account is missing or wrong.
const OF_ACCOUNT: [u16; 3] = [530, 535, 538];

impl Access {
    /// Returns the failure for an error in a transaction.
    fn failure(&self, phase: &str, error: &Error) -> Failure {
        let why = self.words(phase, error);
        match error.status().map(u16::from) {
            Some(code) if OF_ACCOUNT.contains(&code) => Failure::Stop(why),
            Some(500..) => Failure::Refused(why),
            None if is_final(error) => Failure::Stop(why),
            _ => Failure::Later(why),
        }
    }

    /// Returns the failure for an error before the first transaction.
    fn not_ready(&self, phase: &str, error: &Error) -> Failure {
        match self.failure(phase, error) {
            Failure::Refused(why) => Failure::Stop(why),
            Failure::Later(why) => Failure::Unreachable(why),
            failure => failure,
        }
    }

    /// Returns what went wrong, in one line, without the password.
    fn words(&self, phase: &str, error: &Error) -> String {
        let mut words = match error.status() {
            Some(code) => code.to_string(),
            None if is_timeout(error) => "no answer in time".to_owned(),
            None if error.is_response() => match error.to_string().contains("incomplete") {
                true => "the connection was closed".to_owned(),
                false => "expected an answer of a mail server, found other text".to_owned(),
            },
            None => String::new(),
        };
        if let Some(source) = error.source().filter(|_| error.status().is_some() || words.is_empty()) {
            words = format!("{words} {source}");
        }
        let words: String =
            words.trim().chars().map(|char| if char.is_control() { ' ' } else { char }).take(300).collect();
        format!("{phase}: {}", self.without_password(&words))
    }

    fn without_password(&self, text: &str) -> String {
        let Some(Credentials { user, password }) = &self.credentials else { return text.to_owned() };
        let mut text = text.to_owned();
        for secret in [password.clone(), base64(password), base64(&format!("\0{user}\0{password}"))] {
            if !secret.is_empty() {
                text = text.replace(&secret, "…");
            }
        }
        text
    }
}

fn address(mailbox: &Mailbox) -> Result<Address, Failure> {
    mailbox.address.parse().map_err(|error| Failure::Refused(format!("`{}`: {error}", mailbox.address)))
}

/// Returns whether an error without an answer will occur again: a certificate that is not trusted, or a server that does not speak SMTP.
fn is_final(error: &Error) -> bool {
    error.is_tls() || io_kind(error) == Some(ErrorKind::InvalidData)
}

fn is_timeout(error: &Error) -> bool {
    // Systems report a read that took too long in either way.
    matches!(io_kind(error), Some(ErrorKind::TimedOut | ErrorKind::WouldBlock))
}

fn io_kind(error: &Error) -> Option<ErrorKind> {
    let mut source = error.source();
    while let Some(cause) = source {
        if let Some(error) = cause.downcast_ref::<std::io::Error>() {
            return Some(error.kind());
        }
        source = cause.source();
    }
    None
}

/// Encodes a text in base64 (RFC 4648), to recognize it in answers of a server.
fn base64(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let bits = chunk
            .iter()
            .enumerate()
            .fold(0u32, |bits, (place, byte)| bits | u32::from(*byte) << (16 - 8 * place));
        for place in 0..4 {
            let is_used = place <= chunk.len();
            let digit = char::from(DIGITS[(bits >> (18 - 6 * place) & 63) as usize]);
            out.push(if is_used { digit } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_recognized_in_each_form() {
        assert_eq!(base64("\0ada\0secret"), "AGFkYQBzZWNyZXQ=");
        assert_eq!(base64("secrets"), "c2VjcmV0cw==");
        let access = Access {
            server: MailServer { host: "x".to_owned(), port: 25, security: Security::None },
            credentials: Some(Credentials { user: "ada".to_owned(), password: "secret".to_owned() }),
            certificates: Vec::new(),
            timeout: Duration::from_secs(1),
        };
        assert_eq!(access.without_password("535 no: secret c2VjcmV0 AGFkYQBzZWNyZXQ="), "535 no: … … …");
        assert!(!format!("{access:?}").contains("secret"));
    }
}
