//! E-mail: messages, lists of recipients, and sending over SMTP without sending twice.
//!
//! It does not know papers, pages or the clock: it receives texts, and the caller waits.

mod journal;
mod message;
mod problems;
mod recipients;
mod send;
mod smtp;

pub use journal::{Journal, NotOpened, Outcome};
pub use message::{Draft, identifier};
pub use recipients::{Recipients, recipients};
pub use send::{Pause, Report, Retry, Sending, pending, send};
pub use smtp::{Access, Certificate, Credentials, certificates};
