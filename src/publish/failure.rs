//! Everything that can go wrong while publishing, in words a reader can act on.
//!
//! It knows nothing of how files are written; whoever fails says what it was doing, and where.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a site was not published.
#[derive(Debug)]
pub enum Failure {
    /// The output folder is not one that may be written to. Nothing was changed.
    Refused { message: String, hint: String },
    /// Another build is writing to the same output folder. Nothing was changed.
    Locked { out: PathBuf },
    /// The machine failed us.
    Io {
        /// What was being done to `path`, such as `writing`.
        doing: &'static str,
        path: PathBuf,
        source: io::Error,
        /// Whether files of the site had been replaced or removed by then.
        begun: bool,
    },
}

impl Failure {
    /// Returns the exit status that tells of it: 2 where the settings have to change, 3 where the machine has to.
    pub fn exit_code(&self) -> u8 {
        match self {
            Failure::Refused { .. } => 2,
            Failure::Locked { .. } | Failure::Io { .. } => 3,
        }
    }

    /// Returns what to do about it, in a sentence.
    pub fn hint(&self) -> String {
        match self {
            Failure::Refused { hint, .. } => hint.clone(),
            Failure::Locked { .. } => {
                "wait until it is done; a build that was killed holds nothing up".to_owned()
            }
            Failure::Io { doing, source, begun, .. } => {
                let state = match begun {
                    false => "the site is as it was before",
                    true => "every file is whole, old or new, and the next build mends the rest",
                };
                match remedy(doing, source) {
                    Some(remedy) => format!("{remedy}; {state}"),
                    None => state.to_owned(),
                }
            }
        }
    }

    pub(super) fn refused(message: impl Into<String>, hint: impl Into<String>) -> Failure {
        Failure::Refused { message: message.into(), hint: hint.into() }
    }

    /// Returns what turns an error of the system into a failure before anything of the site was changed.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl Fn(io::Error) -> Failure {
        move |source| Failure::Io { doing, path: path.to_owned(), source, begun: false }
    }

    /// Marks the failure as one that came when files of the site had been changed already.
    pub(super) fn begun(mut self) -> Failure {
        if let Failure::Io { begun, .. } = &mut self {
            *begun = true;
        }
        self
    }
}

/// What is wrong with the machine, in a few words, without what to do.
impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Refused { message, .. } => out.write_str(message),
            Failure::Locked { out: folder } => {
                write!(out, "another build is writing to `{}`", folder.display())
            }
            Failure::Io { doing, path, source, .. } => {
                write!(out, "{doing} `{}` failed: ", path.display())?;
                match cause(source) {
                    Some(cause) => out.write_str(cause),
                    None => write!(out, "{source}"),
                }
            }
        }
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Failure::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// Tells whether the system ran out of files a process, or all of them, may hold open.
fn too_many_open(error: &io::Error) -> bool {
    // ENFILE and EMFILE everywhere on Unix; the standard library has no kind for them yet.
    cfg!(unix) && matches!(error.raw_os_error(), Some(23 | 24))
}

fn cause(error: &io::Error) -> Option<&'static str> {
    use io::ErrorKind as Kind;
    if too_many_open(error) {
        return Some("too many open files");
    }
    match error.kind() {
        Kind::StorageFull => Some("no space left on the device"),
        Kind::QuotaExceeded => Some("the quota of this user is used up"),
        Kind::PermissionDenied => Some("permission denied"),
        Kind::ReadOnlyFilesystem => Some("the file system is read-only"),
        Kind::NotFound => Some("it vanished meanwhile"),
        _ => None,
    }
}

fn remedy(doing: &str, error: &io::Error) -> Option<&'static str> {
    use io::ErrorKind as Kind;
    if too_many_open(error) {
        return Some("raise the limit (`ulimit -n`) or build with fewer `--jobs`");
    }
    match error.kind() {
        Kind::StorageFull | Kind::QuotaExceeded => Some("make room or choose another `--out`"),
        Kind::PermissionDenied if doing == "reading" => Some("make it readable for this user"),
        Kind::NotFound if doing == "reading" => Some("build again"),
        Kind::PermissionDenied => Some("make the folder writable for this user or choose another `--out`"),
        Kind::ReadOnlyFilesystem => Some("choose another `--out`"),
        _ => None,
    }
}
