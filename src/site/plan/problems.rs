//! The problems of paths and links, one function each.

use crate::content::InnerLink;
use crate::diagnostic::{Diagnostic, Location};
use crate::source::Span;
use crate::text::percent;

/// A claimed path.
pub(super) struct Claimed<'a> {
    pub path: &'a str,
    /// The content that names it; `None` for Offprint's own outputs.
    pub place: Option<Location>,
    /// Whether the path is the name of a file of content, so that it changes only with that name.
    pub is_file_name: bool,
}

/// Two claims to one path, won by `first`.
pub(super) fn same_path(claim: Claimed<'_>, first: Claimed<'_>) -> Diagnostic {
    let problem =
        collision(&claim, first.place, first.path, format!("the path `/{}` is already taken", claim.path));
    match claim.path == first.path {
        true => problem,
        false => problem.hint(format!(
            "`/{}` differs in letter case or Unicode form only, and is the same file on some systems",
            first.path
        )),
    }
}

/// A path that is not valid on every system.
pub(super) fn bad_path(place: Option<Location>, reason: &str) -> Diagnostic {
    Diagnostic::error("bad-path", named(place), reason.to_owned()).hint("choose another name")
}

/// Two lists of the same name.
pub(super) fn repeated_query(place: Option<Span>, name: &str) -> Diagnostic {
    let message = format!("the name `{name}` is used by two lists under `[[feeds.query]]`");
    Diagnostic::error("repeated-query", setting(place), message).hint("give each list its own name")
}

/// A list without papers.
pub(super) fn empty_query(place: Option<Span>, name: &str) -> Diagnostic {
    Diagnostic::warning("empty-query", setting(place), format!("no paper matches the list `{name}`"))
        .hint("check the spelling of the values of its filter")
}

fn setting(place: Option<Span>) -> Location {
    place.map_or_else(|| Location::File("site.toml".into()), Location::Span)
}

/// A file that is dropped, since `inner` needs a folder of its name.
pub(super) fn file_as_folder(claim: Claimed<'_>, inner: Claimed<'_>) -> Diagnostic {
    let message = format!(
        "`/{}` cannot be a file, because `/{}` requires a directory of that name",
        claim.path, inner.path
    );
    collision(&claim, inner.place, inner.path, message)
}

/// A path in a folder that cannot exist, since `file` is a file.
pub(super) fn inside_file(claim: Claimed<'_>, file: Claimed<'_>) -> Diagnostic {
    let message = format!("`/{}` cannot be written, because `/{}` is a file", claim.path, file.path);
    collision(&claim, file.place, file.path, message)
}

/// A path in `folder`, which the winning path spells `kept`.
pub(super) fn other_folder(claim: Claimed<'_>, folder: &str, first: Claimed<'_>, kept: &str) -> Diagnostic {
    let message = format!(
        "`/{}` cannot be written, because its directory `/{folder}` is also spelled `/{kept}`",
        claim.path
    );
    let problem = Diagnostic::error("same-path", named(claim.place), message)
        .hint(format!("they are the same directory on some systems; write `/{kept}`"));
    match first.place {
        Some(first) => problem.label(first, "here"),
        None => problem,
    }
}

/// `kept` is the winning path, and `first` the content that names it.
fn collision(claim: &Claimed<'_>, first: Option<Location>, kept: &str, message: String) -> Diagnostic {
    let problem = Diagnostic::error("same-path", named(claim.place.clone()), message);
    let action = if claim.is_file_name { "rename this file" } else { "choose another name" };
    match first {
        Some(first) => problem.label(first, "by this file").hint(action),
        None => problem.hint(format!("Offprint writes `/{kept}`; {action}")),
    }
}

/// Returns the place of a claim. Paths that no content names depend on the settings.
fn named(place: Option<Location>) -> Location {
    place.unwrap_or_else(|| Location::File("site.toml".into()))
}

/// A link of the theme or the settings to a path that does not exist.
pub(super) fn dead_link(link: &InnerLink, nearest: Option<&str>) -> Diagnostic {
    let what = if link.image { "a file" } else { "a page or file" };
    let message = format!("`{}` is not {what} of this site", link.written);
    let problem = Diagnostic::warning("dead-link", link.place.clone(), message);
    match nearest {
        Some(address) => problem.hint(format!("did you mean `/{address}`?")),
        None if link.image || has_ending(&link.target) => {
            problem.hint(format!("put the file into `static/{}`", link.target))
        }
        None => problem.hint("create the page in content/pages/, or remove the link"),
    }
}

pub(super) fn broken_link(link: &InnerLink, nearest: Option<&str>) -> Diagnostic {
    let (id, what) =
        if link.image { ("missing-image", "an image") } else { ("broken-link", "a page or file") };
    let message = format!("`{}` is not {what} of this site", link.written);
    let problem = Diagnostic::error(id, link.place.clone(), message);
    let is_host = link.written.split('/').next().is_some_and(|host| {
        host.contains('.') && !host.starts_with('.') && !link.written.ends_with(".md") && !link.image
    });
    match nearest {
        Some(address) => problem.hint(format!("did you mean `/{address}`?")),
        None if is_host => {
            problem.hint(format!("URLs of other sites begin with https://: https://{}", link.written))
        }
        None if link.image || has_ending(&link.target) => {
            let target = link.target.split(['?', '#']).next().unwrap_or_default();
            problem.hint(format!("put the file in `static/{}`", percent::decode(target)))
        }
        // A file of this site, such as `/paper.pdf` under `links:`.
        None if link.written.starts_with('/') => {
            problem.hint(format!("put the file into static/: static{}", link.written))
        }
        None => problem,
    }
}

/// Returns whether the last part of a path has an ending of a file, such as `.pdf`, and not that of a page.
fn has_ending(target: &str) -> bool {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let ending =
        path.rsplit('/').next().and_then(|last| last.rsplit_once('.')).map_or("", |(_, ending)| ending);
    let is_ending =
        (1..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_ending && !ending.bytes().all(|byte| byte.is_ascii_digit()) && !["md", "html"].contains(&ending)
}

pub(super) fn broken_fragment(link: &InnerLink, fragment: &str) -> Diagnostic {
    let message = format!("`{}` links to a page without the anchor `#{fragment}`", link.written);
    Diagnostic::error("broken-link", link.place.clone(), message)
}
