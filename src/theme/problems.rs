//! The problems of themes, one function each.

use crate::diagnostic::{self, Diagnostic, Location};
use crate::source::{FilePath, ReadError};
use std::collections::BTreeSet;
use std::fmt::Display;

/// A template that is not valid or uses a value that does not exist.
pub const BROKEN: &str = "template";

pub(super) fn unknown_theme(place: Location, name: &str, nearest: Option<&str>) -> Diagnostic {
    let problem = Diagnostic::error("unknown-theme", place, format!("there is no theme `{name}`"));
    match nearest {
        Some(_) => problem.did_you_mean(nearest),
        None => problem
            .hint(format!("create the directory themes/{name}/ with a theme.toml, or use another theme")),
    }
}

pub(super) fn circle(place: Location, name: &str) -> Diagnostic {
    Diagnostic::error(
        "theme-circle",
        place,
        format!("the theme `{name}` extends itself, directly or through other themes"),
    )
    .hint("extend a theme that does not depend on this one, such as `default`")
}

pub(super) fn theme_of_site(place: Location) -> Diagnostic {
    Diagnostic::error("theme-circle", place, "a theme must not have the name `site`")
        .hint("rename it; `site` is reserved for the templates of the site")
}

pub(super) fn unknown_key(place: Location, key: &str, nearest: Option<&str>) -> Diagnostic {
    Diagnostic::error("unknown-setting", place, format!("`{key}` is not a key of theme.toml"))
        .did_you_mean(nearest)
}

pub(super) fn wrong_type(place: Location, key: &str) -> Diagnostic {
    let expected = if key == "params" { "a table" } else { "text" };
    Diagnostic::error("setting-type", place, format!("`{key}`: expected {expected}"))
}

pub(super) fn wrong_param(place: Location, key: &str, wanted: &str, nearest: Option<&str>) -> Diagnostic {
    Diagnostic::error("param-type", place, format!("the parameter `{key}`: expected {wanted}"))
        .did_you_mean(nearest)
}

pub(super) fn wrong_default(place: Location, name: &str, wanted: &str) -> Diagnostic {
    Diagnostic::error("param-type", place, format!("the default of `{name}`: expected {wanted}"))
}

/// An invalid key in the declaration of a parameter.
pub(super) fn wrong_declaration(place: Location, key: &str, wanted: &str) -> Diagnostic {
    Diagnostic::error("param-type", place, format!("`{key}`: expected {wanted}"))
}

pub(super) fn key_of_others(place: Location, key: &str, kind: &str, kinds: &[&str]) -> Diagnostic {
    let kinds: Vec<String> = kinds.iter().map(|kind| format!("`{kind}`")).collect();
    Diagnostic::error("unknown-setting", place, format!("a parameter of type `{kind}` has no `{key}`"))
        .hint(format!("`{key}` is for the type {}", kinds.join(" or ")))
}

pub(super) fn no_choices(place: Location, name: &str) -> Diagnostic {
    Diagnostic::error("param-type", place, format!("the parameter `{name}` has no choices"))
        .hint("add them: `choices = [\"one\", \"other\"]`")
}

pub(super) fn picture_elsewhere(place: Location, name: &str) -> Diagnostic {
    Diagnostic::error("missing-image", place, format!("the image `{name}` is not a file of the site"))
        .hint("put the file in static/ and write its name; pages load no files from other hosts")
}

pub(super) fn no_picture(place: Location, name: &str, file: &str, endings: &[&str]) -> Diagnostic {
    Diagnostic::error("missing-image", place, format!("`{name}`: expected an image, found `{file}`"))
        .hint(format!("image names end in one of {}", endings.join(", ")))
}

pub(super) fn missing_picture(place: Location, file: &str, nearest: Option<&str>) -> Diagnostic {
    let message = format!("there is no `{file}` in static/ of the site or its theme");
    let problem = Diagnostic::error("missing-image", place, message);
    match (nearest, file.strip_prefix('/').unwrap_or(file).strip_prefix("static/")) {
        (None, Some(inner)) => problem.hint(format!("omit the directory: `{inner}`")),
        _ => problem.did_you_mean(nearest),
    }
}

pub(super) fn unknown_kind(place: Location, kind: &str, nearest: Option<&str>) -> Diagnostic {
    Diagnostic::error("unknown-param-type", place, format!("`{kind}` is not a parameter type"))
        .hint("use `text`, `choice`, `colour`, `number`, `switch` or `image`")
        .did_you_mean(nearest)
}

pub(super) fn low_contrast(place: Location, colour: &str, ground: &str) -> Diagnostic {
    let message =
        format!("expected a contrast of at least 4.5 on a {ground} page, found less for `{colour}`");
    Diagnostic::warning("low-contrast", place, message)
        .hint("use one colour for light pages and one for dark pages: `light-dark(#1a5fb4, #99c1f1)`")
}

/// A script or style within a page. `file` is an example of a name.
pub(super) fn inline(place: Location, what: &str, file: &str) -> Diagnostic {
    let tag = match file.ends_with(".js") {
        true => format!("<script defer src=\"{{{{ assets[\"{file}\"] }}}}\"></script>"),
        false => format!("<link rel=\"stylesheet\" href=\"{{{{ assets[\"{file}\"] }}}}\">"),
    };
    let message = format!("browsers block {what}: pages allow only scripts and styles in files");
    Diagnostic::warning("blocked-by-policy", place, message)
        .hint(format!("put it into static/{file} of the theme, and write {tag}"))
}

pub(super) fn remote(place: Location, address: &str) -> Diagnostic {
    let message = format!("browsers block `{address}`: pages load no files from other hosts");
    Diagnostic::warning("blocked-by-policy", place, message)
        .hint("put the file into static/, and use its address there")
}

pub(super) fn without_root(place: Location, address: &str, root: &str) -> Diagnostic {
    let message = format!("`{address}` ignores the path of the site, `{root}`");
    let rest = address.trim_start_matches('/');
    match place.file().is_some_and(|file| file.ends_with(".css")) {
        true => Diagnostic::warning("without-root", place, message)
            .hint(format!("write a relative address, such as `../{rest}`")),
        false => Diagnostic::warning("without-root", place, message)
            .hint(format!("write `{{{{ site.root }}}}{rest}`")),
    }
}

pub(super) fn unused_template(file: &FilePath, nearest: Option<&str>) -> Diagnostic {
    let problem =
        Diagnostic::warning("unused-file", Location::File(file.clone()), "no page uses this template");
    match nearest {
        Some(_) => problem.did_you_mean(nearest),
        None => problem.hint("name it after a page, or include it in another template"),
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
        format!("cannot read this file of the theme: {reason}"),
    )
}

/// A template, `theme.toml` or file of texts that cannot be read.
pub(super) fn no_text(file: &FilePath, error: &ReadError) -> Diagnostic {
    match error {
        ReadError::NotUtf8 { valid, encoding } => diagnostic::not_utf8(file, *valid, *encoding),
        error => unreadable(file, error),
    }
}

pub(super) fn missing_template(name: &str) -> Diagnostic {
    Diagnostic::error("missing-template", Location::Site, format!("the theme has no template `{name}`"))
}

/// Output of the template `name` that is not well-formed. If the place is known, the message does not name the template: pages with the same
/// problem at the same place report it once. `is_value` is whether a value is at fault, and not the text of the template.
pub(super) fn malformed(place: Option<Location>, name: &str, message: &str, is_value: bool) -> Diagnostic {
    let of = if place.is_some() { "this template".to_owned() } else { format!("`{name}`") };
    let message = format!("the output of {of} is not well-formed: {message}");
    let problem = Diagnostic::error(BROKEN, place.unwrap_or(Location::Site), message);
    match (is_value, name.ends_with(".json")) {
        (false, _) => problem,
        (true, true) => problem.hint("write each value with the filter `json`: `{{ feed.title | json }}`"),
        (true, false) => problem.hint(
            "text is escaped unless a template says `| safe`; use that only for values whose names end in `_html`",
        ),
    }
}

pub(super) fn template(place: Location, message: &str) -> Diagnostic {
    Diagnostic::error(BROKEN, place, message.to_owned())
}

pub(super) fn no_texts(file: &FilePath) -> Diagnostic {
    Diagnostic::warning("unused-file", Location::File(file.clone()), "this file is not used")
        .hint("name files with texts by their language, such as i18n/fr.toml")
}

pub(super) fn wrong_text(place: Location, key: &str, wanted: &str) -> Diagnostic {
    Diagnostic::error("text-type", place, format!("the text `{key}`: expected {wanted}"))
}

pub(super) fn unknown_text(place: Location, key: &str, nearest: Option<&str>) -> Diagnostic {
    Diagnostic::warning("unknown-text", place, format!("no template uses the text `{key}`"))
        .did_you_mean(nearest)
}

pub(super) fn unfilled_text(place: Location, name: &str, known: &BTreeSet<&str>) -> Diagnostic {
    let problem = Diagnostic::warning(
        "unfilled-text",
        place,
        format!("`{{{name}}}` is not a placeholder of this text"),
    );
    match known.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>() {
        none if none.is_empty() => problem.hint("this text has no placeholders"),
        known => problem.hint(format!("placeholders of this text: {}", known.join(", "))),
    }
}

/// A text that another language has, but not English.
pub(super) fn no_english(place: Location, key: &str) -> Diagnostic {
    Diagnostic::warning("missing-text", place, format!("the text `{key}` has no English version"))
        .hint("add it to i18n/en.toml, which is used where another language has no text")
}

/// A key that a template shows and no language has.
pub(super) fn no_such_text(place: Location, key: &str, nearest: Option<&str>) -> Diagnostic {
    let problem = Diagnostic::warning("unknown-text", place, format!("there is no text `{key}`"));
    match nearest {
        Some(_) => problem.did_you_mean(nearest),
        None => problem.hint(format!("add it to i18n/en.toml: {key} = \"…\"")),
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
        let message = format!("the theme has no texts in `{language}`, so the interface is in English");
        return Diagnostic::warning("missing-text", place, message)
            .hint(format!("add i18n/{language}.toml; missing texts are shown in English"));
    }
    let mut names: Vec<String> = missing.iter().take(NAMED).map(|key| format!("`{key}`")).collect();
    if missing.len() > NAMED {
        names.push("…".to_owned());
    }
    let are = if missing.len() == 1 { "of {all} texts is" } else { "of {all} texts are" };
    let are = are.replace("{all}", &all.to_string());
    let names = names.join(", ");
    let message = format!("{} {are} missing in `{language}` and shown in English: {names}", missing.len());
    Diagnostic::warning(
        "missing-text",
        file.map_or(Location::Site, |file| Location::File(file.clone())),
        message,
    )
}
