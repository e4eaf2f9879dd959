//! The journal of an issue: which recipients have it, so that a second run does not send it twice.
//!
//! It is text: a line with the version, then one line per event: a word, the address, and the words of the server. A line is on disk before
//! the next step is taken: `sending` before the server gets the message, and the result after its answer. A killed process therefore leaves
//! either a result, or `sending` without a result. The latter means that the server may have the message or not; nobody else can know. An
//! incomplete last line was never followed by a step, so it is removed.

#![expect(clippy::disallowed_methods, reason = "the journal is written line by line, not published")]

use crate::publish::durable;
use crate::text::mailbox::Mailbox;
use std::collections::HashMap;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

const HEADER: &str = "# offprint digest journal 1\n";
/// How often to ask for the lock again. A process that is ending holds it a moment longer.
const TRIES: u32 = 20;
const TRY_AGAIN: Duration = Duration::from_millis(10);
/// The folder is private: it contains addresses.
const IGNORE: &str = "# Addresses of readers: do not commit.\n*\n";

/// What happened to a recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The message was about to be sent, and the result is not known: the process ended, or the connection was lost after the end of the
    /// message.
    Unknown,
    /// The server accepted the message.
    Sent,
    /// The server refused the message or the address for good.
    Refused(String),
    /// The server does not have the message; a later attempt may succeed.
    Failed(String),
}

/// The open journal of an issue. No other process can open it until it is dropped.
#[derive(Debug)]
pub struct Journal {
    file: File,
    path: PathBuf,
    known: HashMap<String, Outcome>,
}

/// Why a journal was not opened.
#[derive(Debug)]
pub enum NotOpened {
    /// Another process sends the same issue.
    Locked(PathBuf),
    /// A newer version wrote it, or it is another file.
    Foreign(PathBuf),
    /// The error of the operating system.
    Io(PathBuf, io::Error),
}

impl Journal {
    /// Returns the recipients of an issue with a result, without opening the journal for writing.
    ///
    /// # Errors
    /// If the journal cannot be read.
    pub fn peek(folder: &Path, issue: &str) -> Result<HashMap<String, Outcome>, NotOpened> {
        let path = folder.join(file_name(issue));
        match fs::read(&path) {
            Ok(bytes) => Ok(read(&bytes).ok_or(NotOpened::Foreign(path))?.1),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(HashMap::new()),
            Err(error) => Err(NotOpened::Io(path, error)),
        }
    }

    /// Opens the journal of an issue in `folder`, which is created if it does not exist.
    ///
    /// # Errors
    /// If another process has it open, it is not a journal of this version, or the operating system reports an error.
    pub fn open(folder: &Path, issue: &str) -> Result<Journal, NotOpened> {
        let path = folder.join(file_name(issue));
        let io = |error| NotOpened::Io(path.clone(), error);
        create_folder(folder).map_err(io)?;
        let mut file =
            File::options().read(true).write(true).create(true).truncate(false).open(&path).map_err(io)?;
        let mut tries = TRIES;
        loop {
            match file.try_lock() {
                Ok(()) => break,
                // Some network file systems have no locks.
                Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => break,
                Err(TryLockError::Error(error)) => return Err(io(error)),
                Err(TryLockError::WouldBlock) if tries == 0 => return Err(NotOpened::Locked(path)),
                Err(TryLockError::WouldBlock) => std::thread::sleep(TRY_AGAIN),
            }
            tries -= 1;
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(io)?;
        let (whole, known) = read(&bytes).ok_or_else(|| NotOpened::Foreign(path.clone()))?;
        let begin = |file: &mut File| {
            file.set_len(whole as u64)?;
            file.seek(SeekFrom::End(0))?;
            if whole == 0 {
                file.write_all(HEADER.as_bytes())?;
            }
            file.sync_all()?;
            durable::folders(&[folder.to_owned()])
        };
        begin(&mut file).map_err(io)?;
        Ok(Journal { file, path, known })
    }

    /// Returns what happened to a recipient; `None` if nothing was sent to it.
    pub fn outcome(&self, recipient: &Mailbox) -> Option<&Outcome> {
        self.known.get(&recipient.key())
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Records what happened to a recipient. It is on disk when this returns. [`Outcome::Unknown`] is recorded before a message is sent.
    ///
    /// # Errors
    /// If the line cannot be written. Nothing more may be sent then.
    pub fn record(&mut self, recipient: &Mailbox, outcome: Outcome) -> io::Result<()> {
        let (word, reason) = match &outcome {
            Outcome::Unknown => ("sending", ""),
            Outcome::Sent => ("sent", ""),
            Outcome::Refused(reason) => ("refused", reason.as_str()),
            Outcome::Failed(reason) => ("failed", reason.as_str()),
        };
        let reason: String = reason.chars().map(|char| if char.is_control() { ' ' } else { char }).collect();
        let line = format!("{word} {} {reason}", recipient.address);
        self.file.write_all(format!("{}\n", line.trim_end()).as_bytes())?;
        self.file.sync_data()?;
        self.known.insert(recipient.key(), outcome);
        Ok(())
    }
}

/// Returns a file name for an issue. Issues consist of characters that are safe in file names.
fn file_name(issue: &str) -> String {
    format!("{issue}.txt")
}

/// Creates the folder of the journals, which Git ignores.
fn create_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    File::create(folder.join(".gitignore"))?.write_all(IGNORE.as_bytes())
}

/// Reads a journal: the length of its complete lines, and the last event of each address. `None` if it is not a journal of this version.
fn read(bytes: &[u8]) -> Option<(usize, HashMap<String, Outcome>)> {
    let whole = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    let mut known = HashMap::new();
    if whole == 0 {
        // Killed while it wrote the first line.
        return HEADER.as_bytes().starts_with(bytes).then_some((0, known));
    }
    let text = std::str::from_utf8(&bytes[..whole]).ok()?;
    for line in text.strip_prefix(HEADER)?.lines() {
        let mut words = line.splitn(3, ' ');
        let (word, address) = (words.next()?, words.next()?);
        let reason = words.next().unwrap_or_default().to_owned();
        let outcome = match word {
            "sending" => Outcome::Unknown,
            "sent" => Outcome::Sent,
            "refused" => Outcome::Refused(reason),
            "failed" => Outcome::Failed(reason),
            _ => return None,
        };
        known.insert(address.to_ascii_lowercase(), outcome);
    }
    Some((whole, known))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    fn ada() -> Mailbox {
        Mailbox::parse("Ada <ada@example.org>").unwrap()
    }

    fn text(folder: &TempDir) -> String {
        fs::read_to_string(folder.path().join("mail/2026-W16.txt")).unwrap()
    }

    fn open(folder: &TempDir) -> Result<Journal, NotOpened> {
        Journal::open(&folder.path().join("mail"), "2026-W16")
    }

    #[test]
    fn a_journal_remembers_the_last_event_of_each_recipient() {
        let folder = TempDir::new().unwrap();
        let mut journal = open(&folder).unwrap();
        journal.record(&ada(), Outcome::Failed("450 busy\r\nsent bob@example.org".to_owned())).unwrap();
        journal.record(&ada(), Outcome::Unknown).unwrap();
        assert!(matches!(open(&folder), Err(NotOpened::Locked(_))));
        drop(journal);
        assert_eq!(
            text(&folder),
            "# offprint digest journal 1\nfailed ada@example.org 450 busy  sent bob@example.org\nsending ada@example.org\n"
        );
        let mut journal = open(&folder).unwrap();
        assert_eq!(journal.outcome(&ada()), Some(&Outcome::Unknown));
        journal.record(&ada(), Outcome::Sent).unwrap();
        drop(journal);
        let known = Journal::peek(&folder.path().join("mail"), "2026-W16").unwrap();
        assert_eq!(known.get("ada@example.org"), Some(&Outcome::Sent));
        assert_eq!(fs::read_to_string(folder.path().join("mail/.gitignore")).unwrap(), IGNORE);
    }

    #[test]
    fn a_journal_that_was_cut_at_any_byte_is_read_up_to_its_last_line() {
        let folder = TempDir::new().unwrap();
        let mut journal = open(&folder).unwrap();
        journal.record(&ada(), Outcome::Unknown).unwrap();
        journal.record(&ada(), Outcome::Sent).unwrap();
        drop(journal);
        let whole = text(&folder);
        for length in 0..whole.len() {
            fs::write(folder.path().join("mail/2026-W16.txt"), &whole[..length]).unwrap();
            let mut journal = open(&folder).unwrap();
            let expected = match whole[..length].matches('\n').count() {
                0 | 1 => None,
                _ => Some(&Outcome::Unknown),
            };
            assert_eq!(journal.outcome(&ada()), expected, "{length}");
            journal.record(&ada(), Outcome::Sent).unwrap();
            drop(journal);
            assert!(
                text(&folder).starts_with(HEADER) && text(&folder).ends_with("sent ada@example.org\n"),
                "{length}"
            );
        }
    }

    #[test]
    fn a_journal_of_a_newer_version_is_not_used() {
        let folder = TempDir::new().unwrap();
        drop(open(&folder).unwrap());
        for other in [
            "# offprint digest journal 2\n",
            "ada@example.org\n",
            "# offprint digest journal 1\nheard ada@example.org\n",
        ] {
            fs::write(folder.path().join("mail/2026-W16.txt"), other).unwrap();
            assert!(matches!(open(&folder), Err(NotOpened::Foreign(_))), "{other}");
            assert_eq!(text(&folder), other);
        }
    }
}
