//! Everything that can be wrong with where things go, one function each.

use crate::content::InnerLink;
use crate::diagnostic::{Diagnostic, Place};

/// A path that something claims, and the content that names it; Offprint's own outputs have no place.
type Claimed<'a> = (&'a str, Option<Place>);

/// Two claims of one path. `first` keeps it.
pub(super) fn same_path((path, place): Claimed<'_>, (kept, first): Claimed<'_>) -> Diagnostic {
    let problem =
        Diagnostic::error("same-path", named(place), format!("the path `/{path}` is already taken"));
    let problem = taken_by(problem, kept, first);
    match path == kept {
        true => problem,
        false => problem.hint(format!(
            "`/{kept}` differs from it in letter case or Unicode form only, so it is the same file on some systems"
        )),
    }
}

/// A path that some system cannot write.
pub(super) fn bad_path(place: Option<Place>, reason: &str) -> Diagnostic {
    Diagnostic::error("bad-path", named(place), reason.to_owned()).hint("choose another name")
}

/// A file whose name `inner` needs for a folder, and keeps.
pub(super) fn file_as_folder((path, place): Claimed<'_>, (inner, first): Claimed<'_>) -> Diagnostic {
    let message = format!("`/{path}` cannot be a file, since `/{inner}` needs a folder of that name");
    taken_by(Diagnostic::error("same-path", named(place), message), inner, first)
}

/// A path in a folder that cannot be made, since `file` is a file.
pub(super) fn inside_file((path, place): Claimed<'_>, (file, first): Claimed<'_>) -> Diagnostic {
    let message = format!("`/{path}` cannot be written, since `/{file}` is a file and not a folder");
    taken_by(Diagnostic::error("same-path", named(place), message), file, first)
}

/// A path in `folder`, which others write `kept`.
pub(super) fn other_folder(
    (path, place): Claimed<'_>,
    folder: &str,
    (_, first): Claimed<'_>,
    kept: &str,
) -> Diagnostic {
    let message =
        format!("`/{path}` cannot be written, since its folder `/{folder}` is also written `/{kept}`");
    let problem = Diagnostic::error("same-path", named(place), message)
        .hint(format!("the two are one folder on some systems; write it `/{kept}`"));
    match first {
        Some(first) => problem.label(first, "here"),
        None => problem,
    }
}

fn taken_by(problem: Diagnostic, kept: &str, first: Option<Place>) -> Diagnostic {
    match first {
        Some(first) => problem.label(first, "by this").hint("give one of them another name"),
        None => problem.hint(format!("Offprint writes `/{kept}` itself; choose another name")),
    }
}

/// Every name comes from some file. Those that no content names follow from the settings.
fn named(place: Option<Place>) -> Place {
    place.unwrap_or_else(|| Place::File("site.toml".into()))
}

pub(super) fn broken_link(link: &InnerLink, nearest: Option<&str>) -> Diagnostic {
    let (id, what) = if link.image { ("missing-image", "image") } else { ("broken-link", "page or file") };
    let message = format!("`{}` leads to no {what} of this site", link.written);
    let problem = Diagnostic::error(id, link.place.clone(), message);
    let is_host = link.written.split('/').next().is_some_and(|host| {
        host.contains('.') && !host.starts_with('.') && !link.written.ends_with(".md") && !link.image
    });
    match nearest {
        Some(address) => problem.hint(format!("did you mean `/{address}`?")),
        None if is_host => {
            problem.hint(format!("addresses of other sites begin with https://: https://{}", link.written))
        }
        None if link.image => {
            problem.hint("put the file into static/ and write its path from there: /figure.png")
        }
        None => problem,
    }
}

pub(super) fn broken_fragment(link: &InnerLink, fragment: &str) -> Diagnostic {
    let message = format!("`{}` leads to a page that has no place `#{fragment}`", link.written);
    Diagnostic::error("broken-link", link.place.clone(), message)
}
