//! A check as a page of markdown: what changed, what is wrong, how big it is.

use super::report::{self, plural};
use super::size;
use crate::archive::diff::Changes;
use crate::content::Paper;
use crate::diagnostic::markdown::code;
use std::fmt::Write;
use std::io;
use std::path::Path;

/// GitHub takes so many bytes of a step; what is longer it does not show at all.
const LARGEST: usize = 1 << 20;
/// Of each kind of change, so many papers are listed.
const LISTED: usize = 200;

/// What a check came to.
pub(super) struct Summary<'a> {
    /// What changed, where that was asked.
    pub changes: Option<Changes<'a>>,
    /// Files beside those of papers that differ.
    pub files: Vec<String>,
    /// The problems, in markdown.
    pub problems: String,
    /// How many there are: errors, and warnings.
    pub counts: (u64, u64),
    /// How big the site is: files and bytes, where it can be built.
    pub size: Option<(u64, u64)>,
}

impl Summary<'_> {
    /// Adds the summary to a file.
    ///
    /// # Errors
    /// Where the file cannot be written.
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
                    out.push_str("- … and more: `offprint check` tells of all\n");
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
            out.push_str("Nothing that the site is made of differs from what was there before.\n\n");
        }
        let mut list = |heading: &str, lines: &mut dyn ExactSizeIterator<Item = String>| {
            let count = lines.len();
            if count == 0 {
                return;
            }
            let _ = writeln!(out, "### {heading}: {count}\n");
            for line in lines.take(LISTED) {
                // A title is as long as whoever wrote it likes.
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
        let changed = |(of, fields): &(&Paper, Vec<&str>)| format!("{}: {}", paper(of), fields.join(", "));
        list("Papers changed", &mut changes.changed.iter().map(changed));
        list("Papers removed", &mut changes.removed.iter().map(paper));
        list("Other files that differ", &mut self.files.iter().map(|file| code(file)));
    }
}
