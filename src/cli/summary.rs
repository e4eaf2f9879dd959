//! The summary of a check in Markdown: changes, problems and the size of the site.

use super::report::{self, plural};
use super::size;
use crate::archive::diff::Changes;
use crate::content::Paper;
use crate::diagnostic::markdown::code;
use std::fmt::Write;
use std::io;
use std::path::Path;

/// The largest summary of a step that GitHub shows, in bytes. It shows nothing of a larger one.
const LARGEST: usize = 1 << 20;
/// The maximum number of papers in the list of each kind of change.
const LISTED: usize = 200;

/// The result of a check.
pub(super) struct Summary<'a> {
    /// Changed papers, if there is an earlier version to compare with.
    pub changes: Option<Changes<'a>>,
    /// Other files that differ from the earlier version.
    pub files: Vec<String>,
    /// The problems in Markdown.
    pub problems: String,
    /// The number of errors and of warnings.
    pub counts: (u64, u64),
    /// The number of files and bytes of the site; `None` if it cannot be built.
    pub size: Option<(u64, u64)>,
}

impl Summary<'_> {
    /// Appends the summary to a file.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write(&self, file: &Path) -> io::Result<()> {
        report::append(file, &self.text())
    }

    fn text(&self) -> String {
        let (errors, warnings) = self.counts;
        let mut out = match (errors, warnings) {
            (0, 0) => "## No problems\n\n".to_owned(),
            (0, warnings) => format!("## {}\n\n", plural(warnings, "warning")),
            (errors, 0) => format!("## {}\n\n", plural(errors, "error")),
            (errors, warnings) => {
                format!("## {}, {}\n\n", plural(errors, "error"), plural(warnings, "warning"))
            }
        };
        if let Some((files, bytes)) = self.size {
            let _ = writeln!(out, "The site: {}.\n", size::line(files, bytes));
        }
        if let Some(changes) = &self.changes {
            self.changes(changes, &mut out);
        }
        if !self.problems.is_empty() {
            out.push_str("### Problems\n\n");
            for line in self.problems.lines() {
                if out.len() + line.len() + 100 > LARGEST {
                    out.push_str("- … and more: run `offprint check` to list all\n");
                    break;
                }
                out.push_str(line);
                out.push('\n');
            }
        }
        out
    }

    fn changes(&self, changes: &Changes<'_>, out: &mut String) {
        if changes.is_empty() && self.files.is_empty() {
            out.push_str("No papers and no other source files changed.\n\n");
        }
        let mut list = |heading: &str, lines: &mut dyn ExactSizeIterator<Item = String>| {
            let count = lines.len();
            if count == 0 {
                return;
            }
            let _ = writeln!(out, "### {heading}: {count}\n");
            for line in lines.take(LISTED) {
                // Titles may be long; half of the summary is reserved for problems.
                if out.len() + line.len() < LARGEST / 2 {
                    let _ = writeln!(out, "- {line}");
                }
            }
            if count > LISTED {
                let _ = writeln!(out, "- … and {} more", count - LISTED);
            }
            out.push('\n');
        };
        let paper = |paper: &&Paper| {
            let title: String = paper.title.chars().take(300).collect();
            format!("{} {}", code(&paper.id), code(&title))
        };
        list("Papers added", &mut changes.added.iter().map(paper));
        let changed =
            |(changed, fields): &(&Paper, Vec<&str>)| format!("{}: {}", paper(changed), fields.join(", "));
        list("Papers changed", &mut changes.changed.iter().map(changed));
        list("Papers removed", &mut changes.removed.iter().map(paper));
        list("Other files that differ", &mut self.files.iter().map(|file| code(file)));
    }
}
