//! `offprint init`: creates a new site.

use super::args::{Arguments, Init};
use super::progress::Bar;
use super::report::{self, Reporter, plural};
use super::{DONE, MACHINE, USAGE, shown, write_failed};
use crate::authoring::entry_writer::Failure;
use crate::authoring::scaffold::ground::{self, Placed, Refused};
use crate::authoring::scaffold::{self, New, home};
use crate::config::Site;
use std::path::Path;

pub(super) fn run(arguments: &Arguments, init: &Init) -> u8 {
    let bar = Bar::new(arguments.format);
    let reporter = Reporter::new(arguments.format, "", &bar);
    let folder = init.folder.as_deref().unwrap_or(&arguments.site);
    let (git, path) = ground::git(folder).unwrap_or_default();
    let repository = match &init.repo {
        Some(text) => match home::repository(text) {
            Some(repository) => Some(repository),
            None => {
                reporter.error(
                    &format!("`{text}` is not a repository"),
                    "write its URL, or `OWNER/NAME` for a repository on GitHub",
                );
                return USAGE;
            }
        },
        None => git.repository,
    };
    let url = match (&init.url, &repository) {
        (Some(url), _) => url.clone(),
        (None, Some(repository)) => home::pages(repository).unwrap_or_else(|| EXAMPLE.to_owned()),
        (None, None) => EXAMPLE.to_owned(),
    };
    if let Err(problem) = Site::default().override_base_url(&url) {
        reporter.error(&problem.message, "write a URL such as `https://ada.github.io/papers/`");
        return USAGE;
    }
    let title = init.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let title = title.unwrap_or("Papers we read").split_whitespace().collect::<Vec<_>>().join(" ");
    let new = New {
        title,
        url,
        repository: repository.unwrap_or_default(),
        branch: git.branch.unwrap_or_else(|| "main".to_owned()),
        path,
        day: report::today(),
    };
    let files = scaffold::files(&new);
    let mut waits = |holder: &str| reporter.note(&format!("waiting: {holder} is writing to this site\n"));
    match ground::put(folder, &files, &mut waits) {
        Ok(placed) => {
            reporter.say(&words(folder, &new, &placed));
            DONE
        }
        Err(Refused::InTheWay(place)) => {
            let message = format!("expected a directory at `{}`, found a file", place.display());
            reporter.error(&message, "nothing was written; choose another directory");
            USAGE
        }
        Err(Refused::Claim(why)) => {
            write_failed(&Failure { path: ".offprint/lock".to_owned(), why }, &reporter)
        }
        Err(Refused::Io(place, error)) => {
            let message = format!("writing `{}` failed: {error}", place.display());
            reporter.error(&message, "the new files were removed");
            MACHINE
        }
    }
}

/// The URL of a site without a repository.
const EXAMPLE: &str = "https://example.org/papers/";

/// Returns the list of files, and the next steps.
fn words(folder: &Path, new: &New, placed: &Placed) -> String {
    let mut out = String::new();
    let mut line = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    for path in &placed.new {
        line(&format!("  {path}"));
    }
    for path in &placed.left {
        line(&format!("  {path} (exists, unchanged)"));
    }
    let name = shown(folder);
    let place = if name.is_empty() { "the current directory".to_owned() } else { format!("`{name}`") };
    if placed.new.is_empty() {
        line(&format!("{place} already has all files of a new site"));
        return out;
    }
    line(&format!("{} in {place}\n", plural(placed.new.len() as u64, "new file")));
    if !new.path.is_empty() {
        line(&format!(
            "This directory is not the root of the repository. Move `.github` to the root, and add\n\
             `site: {}` to each step with `offprint/offprint@v0`.\n",
            new.path
        ));
    }
    line("Next:");
    let go = if name.is_empty() { String::new() } else { format!("cd {name} && ") };
    line(&format!("  1. {go}offprint serve        preview the site while you edit"));
    line("  2. offprint new 1706.03762    add a paper by arXiv id, DOI or title");
    line(match new.repository.is_empty() {
        false => {
            "  3. git push                   publish it; first set Settings > Pages > Source to GitHub Actions"
        }
        true => {
            "  3. set `base_url` and `[repository] url` in site.toml, and push to GitHub;\n     \
             first set Settings > Pages > Source to GitHub Actions"
        }
    });
    out
}
