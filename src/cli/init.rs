//! `offprint init`: creates a new site.

use super::args::{Arguments, HostName, Init, KindName};
use super::progress::Bar;
use super::report::{self, Reporter, plural};
use super::{DONE, MACHINE, USAGE, shown, write_failed};
use crate::authoring::entry_writer::Failure;
use crate::authoring::scaffold::ground::{self, Placed, Refused};
use crate::authoring::scaffold::home::{self, Git};
use crate::authoring::scaffold::host::Host;
use crate::authoring::scaffold::kind::Kind;
use crate::authoring::scaffold::{self, New};
use crate::config::{self, Site};
use crate::theme;
use std::path::Path;

pub(super) fn run(arguments: &Arguments, init: &Init) -> u8 {
    let bar = Bar::new(arguments.format);
    let reporter = Reporter::new(arguments.format, "", &bar);
    let folder = init.folder.as_deref().unwrap_or(&arguments.site);
    let (git, root, path) =
        ground::git(folder).unwrap_or_else(|| (Git::default(), folder.to_owned(), String::new()));
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
    let kind = match init.kind {
        KindName::Daily => Kind::Daily,
        KindName::Lab => Kind::Lab,
        KindName::Conference => Kind::Conference,
        KindName::ReadingGroup => Kind::ReadingGroup,
    };
    let title = init.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let title = title.unwrap_or(kind.title()).split_whitespace().collect::<Vec<_>>().join(" ");
    let repository = repository.unwrap_or_default();
    let host = match init.host {
        Some(HostName::Github) => Host::GitHub,
        Some(HostName::Gitlab) => Host::GitLab,
        Some(HostName::Codeberg) => Host::Codeberg,
        Some(HostName::Plain) => Host::Plain,
        None => Host::of(&repository),
    };
    let language = init.language.as_deref().unwrap_or("en");
    if !config::is_language(language) {
        reporter.error(&format!("`{language}` is not a language tag"), "write a tag such as `fr` or `pt-BR`");
        return USAGE;
    }
    if let Some(unusable) = scaffold::unusable(&path) {
        let message =
            format!("expected a directory whose name workflows can contain, found `{unusable}` in `{path}`");
        reporter.error(&message, "use letters, digits, spaces, `-`, `_` and `.`");
        return USAGE;
    }
    let new = New {
        title,
        url,
        repository,
        branch: git.branch.unwrap_or_else(|| "main".to_owned()),
        path,
        kind,
        host,
        language: language.to_owned(),
        words: theme::words_to_translate(language),
        day: report::today(),
    };
    let files = scaffold::files(&new);
    let mut waits = |holder: &str| reporter.note(&format!("waiting: {holder} is writing to this site\n"));
    match ground::put(&root, &new.path, &files, &mut waits) {
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
        line(&format!("  {}", from_site(path, &new.path)));
    }
    for path in &placed.left {
        line(&format!("  {} (exists, unchanged)", from_site(path, &new.path)));
    }
    let name = shown(folder);
    let place = if name.is_empty() { "the current directory".to_owned() } else { format!("`{name}`") };
    if placed.new.is_empty() {
        line(&format!("{place} already has all files of a new site"));
        return out;
    }
    line(&format!("{} in {place}\n", plural(placed.new.len() as u64, "new file")));
    if !new.path.is_empty() && new.host != Host::Plain {
        line("The workflows are at the root of the repository, and work in this directory.\n");
    }
    line("Next:");
    let go = if name.is_empty() { String::new() } else { format!("cd {name} && ") };
    line(&format!("  1. {go}offprint serve        preview the site while you edit"));
    line("  2. offprint new 1706.03762    add a paper by arXiv id, DOI or title");
    line(&format!("  3. {}", publish(new.host, !new.repository.is_empty())));
    out
}

/// Returns the path from the site to a file, given the path from the root of the repository.
fn from_site(path: &str, site: &str) -> String {
    match (path.strip_prefix(site).and_then(|rest| rest.strip_prefix('/')), site.split('/').count()) {
        _ if site.is_empty() => path.to_owned(),
        (Some(inside), _) => inside.to_owned(),
        (None, depth) => format!("{}{path}", "../".repeat(depth)),
    }
}

/// Returns the last of the next steps after `init`: how to publish the site.
fn publish(host: Host, has_repository: bool) -> &'static str {
    match (host, has_repository) {
        (Host::GitHub, true) => {
            "git push                   publish it; first set Settings > Pages > Source to GitHub Actions"
        }
        (Host::GitHub, false) => {
            "set `base_url` and `[repository] url` in site.toml, and push to GitHub;\n     \
             first set Settings > Pages > Source to GitHub Actions"
        }
        (Host::GitLab, _) => {
            "git push                   publish it; Deploy > Pages of the project shows its URL: set `base_url` to it"
        }
        (Host::Codeberg, _) => {
            "git push                   publish it; first enable Settings > Units > Overview > Actions,\n     \
             and set `runs-on` in .forgejo/workflows to a label of Settings > Actions > Runners"
        }
        (Host::Plain, _) => {
            "set `base_url` in site.toml, run `offprint build`, and copy the contents of public/ to the web server:\n     \
             rsync --archive --delete public/ SERVER:DIRECTORY"
        }
    }
}
