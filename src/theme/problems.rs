//! The problems of themes, one function each.

use crate::diagnostic::{Diagnostic, Location};
use crate::source::{FilePath, ReadError, Span};
use std::collections::BTreeSet;
use std::fmt::Display;

/// A template that is not valid or uses a value that does not exist.
pub const BROKEN: &str = "template";

pub(super) fn unknown_theme(place: Location, name: &str, nearest: Option<&str>) -> Diagnostic {
    let problem = Diagnostic::error("unknown-theme", place, format!("there is no theme `{name}`"));
    match nearest {
        Some(_) => problem.did_you_mean(nearest),
        None => problem.hint(format!("a theme is a folder: themes/{name}/ with a theme.toml")),
    }
}

pub(super) fn circle(place: Location, name: &str) -> Diagnostic {
    Diagnostic::error(
        "theme-circle",
        place,
        format!("theme `{name}` extends itself, by way of others or not"),
    )
    .hint("a theme extends one that does not rest on it, such as `default`")
}

pub(super) fn theme_of_site(place: Location) -> Diagnostic {
    Diagnostic::error("theme-circle", place, "no theme can have the name `site`")
        .hint("`site` is the name of the site's own templates")
}

pub(super) fn unknown_key(place: Location, key: &str, nearest: Option<&str>) -> Diagnostic {
    Diagnostic::error("unknown-setting", place, format!("`{key}` is not a key of theme.toml"))
        .did_you_mean(nearest)
}

pub(super) fn wrong_type(place: Location, key: &str) -> Diagnostic {
    let wants = if key == "params" { "a table" } else { "text" };
    Diagnostic::error("setting-type", place, format!("`{key}` wants {wants}"))
}

pub(super) fn wrong_param(place: Location, key: &str, wanted: &str, nearest: Option<&str>) -> Diagnostic {
    Diagnostic::error("param-type", place, format!("the parameter `{key}` wants {wanted}"))
        .did_you_mean(nearest)
}

pub(super) fn wrong_default(place: Location, name: &str, wanted: &str) -> Diagnostic {
    Diagnostic::error("param-type", place, format!("the default of `{name}` wants {wanted}"))
}

/// An invalid key in the declaration of a parameter.
pub(super) fn wrong_declaration(place: Location, key: &str, wanted: &str) -> Diagnostic {
    Diagnostic::error("param-type", place, format!("`{key}` wants {wanted}"))
}

pub(super) fn key_of_others(place: Location, key: &str, kind: &str, kinds: &[&str]) -> Diagnostic {
    let kinds: Vec<String> = kinds.iter().map(|kind| format!("`{kind}`")).collect();
    Diagnostic::error("unknown-setting", place, format!("a parameter of type `{kind}` has no `{key}`"))
        .hint(format!("`{key}` goes with the type {}", kinds.join(" or ")))
}

pub(super) fn no_choices(place: Location, name: &str) -> Diagnostic {
    Diagnostic::error("param-type", place, format!("there is nothing to choose for `{name}`"))
        .hint("name what there is: `choices = [\"one\", \"other\"]`")
}

pub(super) fn picture_elsewhere(place: Location, name: &str) -> Diagnostic {
    Diagnostic::error("missing-image", place, format!("the picture `{name}` is not a file of the site"))
        .hint("pages load nothing from elsewhere: put it into static/ and give its name")
}

pub(super) fn no_picture(place: Location, name: &str, file: &str, endings: &[&str]) -> Diagnostic {
    Diagnostic::error("missing-image", place, format!("`{file}` is no picture, which `{name}` wants"))
        .hint(format!("names of pictures end in one of {}", endings.join(", ")))
}

pub(super) fn missing_picture(place: Location, file: &str, nearest: Option<&str>) -> Diagnostic {
    let message = format!("there is no `{file}` in the static/ of the site or of its theme");
    let problem = Diagnostic::error("missing-image", place, message);
    match (nearest, file.strip_prefix('/').unwrap_or(file).strip_prefix("static/")) {
        (None, Some(inner)) => problem.hint(format!("without the folder: `{inner}`")),
        _ => problem.did_you_mean(nearest),
    }
}

pub(super) fn unknown_kind(place: Location, kind: &str, nearest: Option<&str>) -> Diagnostic {
    Diagnostic::error("unknown-param-type", place, format!("`{kind}` is no type of parameter"))
        .hint("types are `text`, `choice`, `colour`, `number`, `switch` and `image`")
        .did_you_mean(nearest)
}

pub(super) fn low_contrast(place: Location, colour: &str, ground: &str) -> Diagnostic {
    let message = format!("`{colour}` is hard to read on a {ground} page: its contrast is below 4.5");
    Diagnostic::warning("low-contrast", place, message)
        .hint("give each its own: `light-dark(#1a5fb4, #99c1f1)`")
}

pub(super) fn unused_template(file: &FilePath, nearest: Option<&str>) -> Diagnostic {
    let problem =
        Diagnostic::warning("unused-file", Location::File(file.clone()), "no page uses this template");
    match nearest {
        Some(_) => problem.did_you_mean(nearest),
        None => problem.hint("a template is used by the name of a page, or where another names it"),
    }
}

pub(super) fn unknown_param(place: Location, key: &str, nearest: Option<&str>) -> Diagnostic {
    Diagnostic::warning("unknown-param", place, format!("the theme has no parameter `{key}`"))
        .did_you_mean(nearest)
}

pub(super) fn unreadable(file: &FilePath, reason: &impl Display) -> Diagnostic {
    Diagnostic::error(
        "unreadable",
        Location::File(file.clone()),
        format!("this file of the theme cannot be read: {reason}"),
    )
}

/// A template, `theme.toml` or file of texts that cannot be read.
pub(super) fn no_text(file: &FilePath, error: &ReadError) -> Diagnostic {
    match error {
        ReadError::NotUtf8 { valid } => {
            let span = Span { file: file.clone(), start: *valid, end: valid + 1 };
            Diagnostic::error("not-utf8", Location::Span(span), "this file is not UTF-8 text")
                .hint("save it as UTF-8; from Latin-1: iconv -f latin1 -t utf-8")
        }
        error => unreadable(file, error),
    }
}

pub(super) fn missing_template(name: &str) -> Diagnostic {
    Diagnostic::error(
        "missing-template",
        Location::Site,
        format!("no layer of the theme has the template `{name}`"),
    )
}

pub(super) fn template(place: Location, message: &str) -> Diagnostic {
    Diagnostic::error(BROKEN, place, message.to_owned())
}

pub(super) fn no_texts(file: &FilePath) -> Diagnostic {
    Diagnostic::warning("unused-file", Location::File(file.clone()), "nothing reads this file")
        .hint("texts of a language are in i18n/LANG.toml, such as i18n/fr.toml")
}

pub(super) fn wrong_text(place: Location, key: &str, wanted: &str) -> Diagnostic {
    Diagnostic::error("text-type", place, format!("the text `{key}` wants {wanted}"))
}

pub(super) fn unknown_text(place: Location, key: &str, nearest: Option<&str>) -> Diagnostic {
    Diagnostic::warning("unknown-text", place, format!("no template shows a text `{key}`"))
        .did_you_mean(nearest)
}

pub(super) fn unfilled_text(place: Location, name: &str, known: &BTreeSet<&str>) -> Diagnostic {
    let problem =
        Diagnostic::warning("unfilled-text", place, format!("nothing fills in `{{{name}}}` in this text"));
    match known.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>() {
        none if none.is_empty() => problem.hint("this text has no such names"),
        known => problem.hint(format!("this text knows {}", known.join(", "))),
    }
}

/// A text that another language has, but not English.
pub(super) fn no_english(place: Location, key: &str) -> Diagnostic {
    Diagnostic::warning("missing-text", place, format!("the text `{key}` is not in English"))
        .hint("write it into i18n/en.toml too: English stands in where a language lacks a text")
}

/// A key that a template shows and no language has.
pub(super) fn no_such_text(place: Location, key: &str, nearest: Option<&str>) -> Diagnostic {
    let problem = Diagnostic::warning("unknown-text", place, format!("there is no text `{key}`"));
    match nearest {
        Some(_) => problem.did_you_mean(nearest),
        None => problem.hint(format!("write it into i18n/en.toml: {key} = \"…\"")),
    }
}

/// Texts that are shown in English; `all` is the number of all texts.
pub(super) fn missing_texts(
    file: Option<&FilePath>,
    named_at: &Location,
    language: &str,
    missing: &[&str],
    all: usize,
) -> Diagnostic {
    /// A longer list does not help.
    const NAMED: usize = 8;
    if missing.len() == all {
        let place = file.map_or(named_at.clone(), |file| Location::File(file.clone()));
        let message = format!("the theme has no texts in `{language}`: its words are shown in English");
        return Diagnostic::warning("missing-text", place, message)
            .hint(format!("write i18n/{language}.toml; what it lacks is shown in English"));
    }
    let mut names: Vec<String> = missing.iter().take(NAMED).map(|key| format!("`{key}`")).collect();
    if missing.len() > NAMED {
        names.push("…".to_owned());
    }
    let are = if missing.len() == 1 { "text of {all} is" } else { "texts of {all} are" };
    let are = are.replace("{all}", &all.to_string());
    let names = names.join(", ");
    let message = format!("{} {are} not in `{language}` and shown in English: {names}", missing.len());
    Diagnostic::warning(
        "missing-text",
        file.map_or(Location::Site, |file| Location::File(file.clone())),
        message,
    )
}
