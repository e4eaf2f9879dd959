//! Problems with reading the history. The build continues without it.

use super::git::Silence;
use crate::diagnostic::{Diagnostic, Location};

pub(super) fn silent(silence: &Silence) -> Diagnostic {
    let place = || Location::File("site.toml".into());
    let without = |why: &str| {
        let message = format!("pages do not say when they were changed, since {why}");
        Diagnostic::warning("no-history", place(), message)
    };
    let off = "or leave `history` under `[repository]` out";
    match silence {
        Silence::NoGit(error) if error.kind() == std::io::ErrorKind::NotFound => {
            without("git is not installed here").hint(format!("install git, {off}"))
        }
        Silence::NoGit(error) => without(&format!("git cannot be run: {error}")),
        Silence::NoRepository(said) => {
            let problem = without("the site is in no git repository that can be read");
            let problem = if said.is_empty() { problem } else { problem.hint(format!("git says: {said}")) };
            problem.hint(format!("build where the repository was cloned to, {off}"))
        }
        Silence::NoCommit => without("nothing is committed yet").hint(format!("commit the site, {off}")),
        Silence::Shallow => {
            let message = "pages do not say when they were changed, since only the newest part of the git history is here";
            Diagnostic::warning("shallow-history", place(), message)
                .hint("in a workflow, give the step `actions/checkout` the line `fetch-depth: 0`")
                .hint("in a clone, run `git fetch --unshallow`")
        }
        Silence::Failed(said) => {
            let problem = without("git could not read the history");
            if said.is_empty() { problem } else { problem.hint(format!("git says: {said}")) }
        }
    }
}
