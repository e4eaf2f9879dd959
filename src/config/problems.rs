//! The problems of settings: one function for each, with its message and hints.

use std::collections::BTreeSet;

use super::toml::{self, Node, Value};
use super::version;
use crate::diagnostic::{Diagnostic, Location};
use crate::source::{Lines, Span};

/// The id of the problem that a file requires a newer version of the program.
pub const NEWER_VERSION: &str = "newer-version";

/// Why a text is not a valid value of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The end of a sentence that begins with the name of the setting.
    pub why: String,
    /// What to write instead.
    pub hint: Option<String>,
}

impl Refusal {
    pub(super) fn new(why: impl Into<String>) -> Self {
        Refusal { why: why.into(), hint: None }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// `message` is from the parser; `found` is the text at the error.
pub(super) fn syntax(span: Span, message: &str, found: &str) -> Diagnostic {
    let error = |message: String| Diagnostic::error("settings-syntax", Location::Span(span), message);
    if message.starts_with("duplicate key") {
        return error("this key is already set".to_owned()).hint("remove one of the two lines");
    }
    if message.starts_with("string values must be quoted") {
        return match found.trim() {
            "" => error("the value is missing".to_owned()),
            found => error("expected quotes around the text".to_owned())
                .hint(format!("write `{}`", toml::write(&found))),
        };
    }
    error(format!("not valid TOML: {message}"))
}

/// `homes` are the sections that have a setting of this name; the empty text is the top of the file.
pub(super) fn unknown(span: &Span, key: &str, nearest: Option<&str>, homes: &[String]) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "unknown-setting",
        Location::Span(span.clone()),
        format!("`{key}` is not a setting"),
    );
    if homes.is_empty() {
        return diagnostic.did_you_mean(nearest);
    }
    let name = key.rsplit('.').next().unwrap_or(key);
    let homes: Vec<String> = homes
        .iter()
        .map(|home| match home.as_str() {
            "" => "at the top, before the first section".to_owned(),
            _ => format!("under `[{home}]`"),
        })
        .collect();
    diagnostic.hint(format!("`{name}` belongs {}", homes.join(" or ")))
}

/// `what` requires the version, such as `this site`.
pub(super) fn newer_version(node: &Node, what: &str, asked: &str) -> Diagnostic {
    let message = format!("{what} requires Offprint {asked} or newer; this is Offprint {}", version::OWN);
    Diagnostic::error(NEWER_VERSION, Location::Span(node.span.clone()), message).hint(concat!(
        "install a newer version: ",
        env!("CARGO_PKG_REPOSITORY"),
        "/releases"
    ))
}

pub(super) fn missing(place: Location, key: &str, line: &str) -> Diagnostic {
    // A line at the end of the file would be part of the last section.
    let place_of_line = if key.contains('.') { "" } else { " at the top" };
    Diagnostic::error("missing-setting", place, format!("`{key}` is missing"))
        .hint(format!("add `{line}`{place_of_line}"))
}

/// `expected` names the type of the value, such as `an integer`.
pub(super) fn wrong_type(node: &Node, key: &str, expected: &str) -> Diagnostic {
    let found = match &node.value {
        Value::Text(text) if text.len() <= 40 => format!("`{}`", toml::write(text)),
        Value::Text(_) => "text".to_owned(),
        Value::Number(number) => format!("`{number}`"),
        Value::Fraction(number) => format!("`{number}`"),
        Value::Truth(truth) => format!("`{truth}`"),
        Value::Date(date) => format!("the date `{date}`"),
        Value::List(_) => "a list".to_owned(),
        Value::Table(_) => "a table".to_owned(),
    };
    let place = Location::Span(node.span.clone());
    Diagnostic::error("setting-type", place, format!("`{key}`: expected {expected}, found {found}"))
}

pub(super) fn out_of_range(node: &Node, key: &str, number: i128, least: usize, most: usize) -> Diagnostic {
    let found = match number {
        i128::MIN | i128::MAX => "a number with more digits".to_owned(),
        _ => format!("`{number}`"),
    };
    let message = format!("`{key}`: expected an integer from {least} to {most}, found {found}");
    Diagnostic::error("setting-value", Location::Span(node.span.clone()), message)
}

pub(super) fn refused(node: &Node, key: &str, refusal: Refusal) -> Diagnostic {
    let place = Location::Span(node.span.clone());
    let diagnostic = Diagnostic::error("setting-value", place, format!("`{key}` {}", refusal.why));
    match refusal.hint {
        Some(hint) => diagnostic.hint(hint),
        None => diagnostic,
    }
}

pub(super) fn bad_override(url: &str, refusal: Refusal) -> Diagnostic {
    let message = format!("the base URL `{url}` {}", refusal.why);
    let diagnostic = Diagnostic::error("setting-value", Location::Site, message);
    match refusal.hint {
        Some(hint) => diagnostic.hint(hint),
        None => diagnostic,
    }
}

pub(super) fn cname_elsewhere(node: &Node, cname: &str, host: &str) -> Diagnostic {
    let place = Location::Span(node.span.clone());
    let message = format!("`cname` is `{cname}`, but the host of `base_url` is `{host}`");
    Diagnostic::warning("cname-elsewhere", place, message)
        .hint("links use `base_url`: write the same host in both")
}

/// Returns the problems that do not follow from a syntax error: no missing settings, and none on a line with a syntax
/// error.
pub(super) fn certain(mut problems: Vec<Diagnostic>, broken: &[Diagnostic], text: &str) -> Vec<Diagnostic> {
    let lines = Lines::new(text);
    let line = |problem: &Diagnostic| problem.place.span().map(|span| lines.number(span.start));
    let broken: BTreeSet<usize> = broken.iter().filter_map(line).collect();
    problems.retain(|problem| {
        problem.id != "missing-setting" && line(problem).is_some_and(|line| !broken.contains(&line))
    });
    problems
}
