//! Everything that can be wrong with a theme, one function each.

use crate::diagnostic::{Diagnostic, Place};
use crate::source::FilePath;
use std::fmt::Display;

pub(super) fn unknown_theme(place: Place, name: &str, nearest: Option<&str>) -> Diagnostic {
    let problem = Diagnostic::error("unknown-theme", place, format!("there is no theme `{name}`"));
    match nearest {
        Some(_) => problem.did_you_mean(nearest),
        None => problem.hint(format!("a theme is a folder: themes/{name}/ with a theme.toml")),
    }
}

pub(super) fn circle(place: Place, name: &str) -> Diagnostic {
    Diagnostic::error(
        "theme-circle",
        place,
        format!("theme `{name}` extends itself, by way of others or not"),
    )
    .hint("`site` is the name of the site's own templates; a theme cannot have it")
}

pub(super) fn unknown_key(place: Place, key: &str, nearest: Option<&str>) -> Diagnostic {
    Diagnostic::error("unknown-setting", place, format!("`{key}` is not a key of theme.toml"))
        .did_you_mean(nearest)
}

pub(super) fn wrong_type(place: Place, key: &str) -> Diagnostic {
    let wants = if key == "params" { "a table" } else { "text" };
    Diagnostic::error("setting-type", place, format!("`{key}` wants {wants}"))
}

pub(super) fn unknown_param(key: &str, nearest: Option<&str>) -> Diagnostic {
    let place = Place::File("site.toml".into());
    Diagnostic::warning("unknown-param", place, format!("the theme has no parameter `{key}`"))
        .did_you_mean(nearest)
}

pub(super) fn unreadable(file: &FilePath, reason: &impl Display) -> Diagnostic {
    Diagnostic::error(
        "unreadable",
        Place::File(file.clone()),
        format!("this file of the theme cannot be read: {reason}"),
    )
}

pub(super) fn missing_template(name: &str) -> Diagnostic {
    Diagnostic::error(
        "missing-template",
        Place::Site,
        format!("no layer of the theme has the template `{name}`"),
    )
}

pub(super) fn template(place: Place, message: &str) -> Diagnostic {
    Diagnostic::error("template", place, message.to_owned())
}
