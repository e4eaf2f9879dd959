//! Everything that can be wrong with where things go, one function each.

use crate::content::InnerLink;
use crate::diagnostic::{Diagnostic, Place};

pub(super) fn same_path(path: &str, place: Option<Place>, first: Option<Place>) -> Diagnostic {
    let place = place.unwrap_or(Place::Site);
    let problem = Diagnostic::error("same-path", place, format!("`/{path}` is written already"));
    match first {
        Some(first) => problem.label(first, "by this").hint("give one of them another name"),
        None => problem.hint("this address belongs to a page that Offprint makes; choose another name"),
    }
}

pub(super) fn bad_path(place: Option<Place>, reason: &str) -> Diagnostic {
    Diagnostic::error("bad-path", place.unwrap_or(Place::Site), reason.to_owned())
}

pub(super) fn file_as_folder(path: &str, place: Option<Place>) -> Diagnostic {
    let message = format!("`/{path}` is a file, and other pages need a folder of that name");
    Diagnostic::error("same-path", place.unwrap_or(Place::Site), message).hint("give it another name")
}

pub(super) fn inside_file(path: &str, file: &str, place: Option<Place>) -> Diagnostic {
    let message = format!("`/{path}` cannot be written, since `/{file}` is a file and no folder");
    Diagnostic::error("same-path", place.unwrap_or(Place::Site), message).hint("choose another address")
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
