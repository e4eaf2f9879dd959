//! Hints that name commands and options. The rooms that find problems do not know the command line.

use crate::diagnostic::Diagnostic;

/// Adds a hint to each problem that an option of the command line helps with.
pub(super) fn add(diagnostics: &mut [Diagnostic]) {
    for problem in diagnostics {
        let hint = match &*problem.id {
            "missing-settings" => {
                "run `offprint` in the site directory or below it, or name the directory with `--site DIR`"
            }
            "large-site" => "run `offprint check --report` to list the size by file type",
            _ => continue,
        };
        problem.hints.push(hint.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Location;

    #[test]
    fn options_are_named_where_they_help() {
        let mut problems = ["missing-settings", "large-site", "bad-date"]
            .map(|id| Diagnostic::warning(id, Location::Site, "wrong").hint("first"));
        add(&mut problems);
        let hints = problems.each_ref().map(|problem| problem.hints[1..].join(""));
        assert!(
            hints[0].contains("--site") && hints[1].contains("--report") && hints[2].is_empty(),
            "{hints:?}"
        );
    }
}
