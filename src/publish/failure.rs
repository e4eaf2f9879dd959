//! Why a site was not published.
//!
//! A message says what failed, and a [`Remedy`] what the user can do. The command line has the words for remedies,
//! since they name its options.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a site was not published.
#[derive(Debug)]
pub enum Failure {
    /// The output directory must not be written to. Nothing was changed.
    Refused {
        /// What is wrong with the directory, as a sentence without a full stop.
        message: String,
        /// What the user can do.
        remedy: Remedy,
    },
    /// Another build is writing to the same output directory. Nothing was changed.
    Locked {
        /// The output directory.
        out: PathBuf,
    },
    /// The operating system reported an error.
    Io {
        /// What was being done to `path`, such as `writing`.
        doing: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// The error of the system.
        source: io::Error,
        /// Whether files of the site had been replaced or removed before.
        begun: bool,
    },
}

/// What the user can do about a [`Failure`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// Use an output directory that is apart from the files of the site.
    SeparateDirectory,
    /// Empty or remove the output directory, or choose another.
    EmptyDirectory,
    /// Remove the files that are not part of the site, choose another output directory, or allow such files.
    RemoveForeignFiles,
    /// Remove the file at the path of the output directory, or choose another.
    RemoveFile,
    /// Remove this output directory from the Git index, or allow a tracked one.
    Untrack(String),
    /// Remove the symbolic link, or create its target.
    FixLink,
    /// Name the output directory by a path without `..`.
    PlainPath,
    /// Move or remove the file.
    MoveFile,
    /// Wait for the other build.
    Wait,
    /// Raise the limit of open files, or use fewer threads.
    RaiseFileLimit,
    /// Free disk space, or choose another output directory.
    FreeSpace,
    /// Make the file readable.
    MakeReadable,
    /// Make the output directory writable, or choose another.
    MakeWritable,
    /// Choose another output directory.
    OtherDirectory,
    /// Build again.
    BuildAgain,
}

impl Failure {
    /// Returns what the user can do; `None` where nothing is known to help.
    pub fn remedy(&self) -> Option<Remedy> {
        match self {
            Failure::Refused { remedy, .. } => Some(remedy.clone()),
            Failure::Locked { .. } => Some(Remedy::Wait),
            Failure::Io { doing, source, .. } => remedy(doing, source),
        }
    }

    pub(super) fn refused(message: impl Into<String>, remedy: Remedy) -> Failure {
        Failure::Refused { message: message.into(), remedy }
    }

    /// Returns a function that converts an error of the system, met before any file of the site was changed.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl Fn(io::Error) -> Failure {
        move |source| Failure::Io { doing, path: path.to_owned(), source, begun: false }
    }

    /// Marks the failure as one that was met after files of the site had been changed.
    pub(super) fn begun(mut self) -> Failure {
        if let Failure::Io { begun, .. } = &mut self {
            *begun = true;
        }
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Refused { message, .. } => out.write_str(message),
            Failure::Locked { out: directory } => {
                write!(out, "another build is writing to `{}`", directory.display())
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

/// Returns whether the process, or the system, has no more file handles.
fn too_many_open(error: &io::Error) -> bool {
    // ENFILE and EMFILE on every Unix; the standard library has no kind for them.
    cfg!(unix) && matches!(error.raw_os_error(), Some(23 | 24))
}

fn cause(error: &io::Error) -> Option<&'static str> {
    use io::ErrorKind as Kind;
    if too_many_open(error) {
        return Some("too many open files");
    }
    match error.kind() {
        Kind::StorageFull => Some("no space left on the device"),
        Kind::QuotaExceeded => Some("the disk quota of this user is used up"),
        Kind::PermissionDenied => Some("permission denied"),
        Kind::ReadOnlyFilesystem => Some("the file system is read-only"),
        Kind::NotFound => Some("it was removed during the build"),
        _ => None,
    }
}

fn remedy(doing: &str, error: &io::Error) -> Option<Remedy> {
    use io::ErrorKind as Kind;
    if too_many_open(error) {
        return Some(Remedy::RaiseFileLimit);
    }
    match error.kind() {
        Kind::StorageFull | Kind::QuotaExceeded => Some(Remedy::FreeSpace),
        Kind::PermissionDenied if doing == "reading" => Some(Remedy::MakeReadable),
        Kind::NotFound if doing == "reading" => Some(Remedy::BuildAgain),
        Kind::PermissionDenied => Some(Remedy::MakeWritable),
        Kind::ReadOnlyFilesystem => Some(Remedy::OtherDirectory),
        _ => None,
    }
}
