//! What to do about a site that could not be published, and the exit status for it.

use super::{MACHINE, USAGE};
use crate::publish::{Failure, Remedy};

/// Returns the exit status: [`USAGE`] where the output directory must not be written to, else [`MACHINE`].
pub(super) fn exit_code(failure: &Failure) -> u8 {
    match failure {
        Failure::Refused { .. } => USAGE,
        Failure::Locked { .. } | Failure::Io { .. } => MACHINE,
    }
}

/// Returns what to do, and which state the site is in.
pub(super) fn hint(failure: &Failure) -> String {
    let remedy = failure.remedy().map(|remedy| words(&remedy));
    let Failure::Io { begun, .. } = failure else { return remedy.unwrap_or_default() };
    let state = match begun {
        false => "the site is unchanged",
        true => "every file is complete, old or new; the next build finishes the rest",
    };
    match remedy {
        Some(remedy) => format!("{remedy}; {state}"),
        None => state.to_owned(),
    }
}

fn words(remedy: &Remedy) -> String {
    match remedy {
        Remedy::SeparateDirectory => "use a separate directory, such as `--out public`",
        Remedy::EmptyDirectory => "empty it, remove it, or choose another directory with `--out`",
        Remedy::RemoveForeignFiles => "remove them, choose another directory with `--out`, or omit `--fresh`",
        Remedy::RemoveFile => "remove it, or choose another directory with `--out`",
        Remedy::Untrack(directory) => {
            return format!(
                "run `git rm -r --cached {directory}` and add the directory to .gitignore, or use `--allow-tracked-output`"
            );
        }
        Remedy::FixLink => "remove the link, or create its target",
        Remedy::PlainPath => "write the path without `..` at its end",
        Remedy::MoveFile => "move or remove it",
        Remedy::Wait => "wait until it has finished; a killed build leaves no lock behind",
        Remedy::RaiseFileLimit => "raise the limit (`ulimit -n`), or use fewer threads with `--jobs`",
        Remedy::FreeSpace => "free disk space, or choose another directory with `--out`",
        Remedy::MakeReadable => "make it readable for this user",
        Remedy::MakeWritable => {
            "make the directory writable for this user, or choose another with `--out`"
        }
        Remedy::OtherDirectory => "choose another directory with `--out`",
        Remedy::BuildAgain => "build again",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Error, ErrorKind};

    fn io(doing: &'static str, error: Error, begun: bool) -> Failure {
        Failure::Io { doing, path: "public/index.html".into(), source: error, begun }
    }

    fn shown(failure: &Failure) -> String {
        format!("{failure}\nhint: {}\nexit status: {}", hint(failure), exit_code(failure))
    }

    #[test]
    fn a_failure_of_the_system_says_what_to_do_and_the_state_of_the_site() {
        insta::assert_snapshot!(shown(&io("writing", ErrorKind::StorageFull.into(), false)), @"
        writing `public/index.html` failed: no space left on the device
        hint: free disk space, or choose another directory with `--out`; the site is unchanged
        exit status: 3
        ");
        insta::assert_snapshot!(shown(&io("writing", ErrorKind::PermissionDenied.into(), true)), @"
        writing `public/index.html` failed: permission denied
        hint: make the directory writable for this user, or choose another with `--out`; every file is complete, old or new; the next build finishes the rest
        exit status: 3
        ");
        let other = io("writing", ErrorKind::IsADirectory.into(), false);
        assert_eq!(hint(&other), "the site is unchanged");
        #[cfg(unix)]
        insta::assert_snapshot!(shown(&io("writing", Error::from_raw_os_error(24), false)), @"
        writing `public/index.html` failed: too many open files
        hint: raise the limit (`ulimit -n`), or use fewer threads with `--jobs`; the site is unchanged
        exit status: 3
        ");
    }

    #[test]
    fn a_refused_directory_is_wrong_usage() {
        let refused = |remedy| Failure::Refused { message: "refused".to_owned(), remedy };
        insta::assert_snapshot!(shown(&refused(Remedy::Untrack("public".to_owned()))), @"
        refused
        hint: run `git rm -r --cached public` and add the directory to .gitignore, or use `--allow-tracked-output`
        exit status: 2
        ");
        insta::assert_snapshot!(shown(&Failure::Locked { out: "public".into() }), @"
        another build is writing to `public`
        hint: wait until it has finished; a killed build leaves no lock behind
        exit status: 3
        ");
    }
}
