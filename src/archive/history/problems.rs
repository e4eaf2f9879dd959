//! Problems with reading the history. The build continues without it.

use super::git::Silence;
use crate::diagnostic::{Diagnostic, Location};

pub(super) fn silent(silence: &Silence) -> Diagnostic {
    let place = || Location::File("site.toml".into());
    let without = |why: &str| {
        let message = format!("pages do not show when they changed, because {why}");
        Diagnostic::warning("no-history", place(), message)
    };
    let off = "or remove `history` under `[repository]`";
    match silence {
        Silence::NoGit(error) if error.kind() == std::io::ErrorKind::NotFound => {
            without("Git is not installed").hint(format!("install Git, {off}"))
        }
        Silence::NoGit(error) => without(&format!("Git cannot be run: {error}")),
        Silence::NoRepository(said) => {
            let problem = without("the site is not in a readable Git repository");
            let problem =
                if said.is_empty() { problem } else { problem.hint(format!("message from Git: {said}")) };
            problem.hint(format!("build in a clone of the repository, {off}"))
        }
        Silence::NoCommit => without("the repository has no commits").hint(format!("commit the site, {off}")),
        Silence::Shallow => {
            let message = "pages do not show when they changed, because the Git history is incomplete";
            Diagnostic::warning("shallow-history", place(), message)
                .hint("in a workflow, add `fetch-depth: 0` to the step `actions/checkout`")
                .hint("in a clone, run `git fetch --unshallow`")
        }
        Silence::Failed(said) => {
            let problem = without("Git could not read the history");
            if said.is_empty() { problem } else { problem.hint(format!("message from Git: {said}")) }
        }
    }
}
