//! Everything that can be wrong with settings, one function each.
//!
//! A caller passes what it has in hand; only this file decides how it reads.

use std::collections::BTreeSet;

use super::toml::{self, Node, Value};
use super::version;
use crate::diagnostic::{Diagnostic, Location};
use crate::source::{Lines, Span};

/// The name of the problem that a file needs a newer version of the program.
pub const NEWER_VERSION: &str = "newer-version";

/// Why a text is no value for a setting, and perhaps what would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub why: String,
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

/// `message` is the parser's; `found` is the text it stopped at.
pub(super) fn syntax(span: Span, message: &str, found: &str) -> Diagnostic {
    let error = |message: String| Diagnostic::error("settings-syntax", Location::Span(span), message);
    if message.starts_with("duplicate key") {
        return error("this key is set a second time".to_owned()).hint("keep one of them");
    }
    if message.starts_with("string values must be quoted") {
        return match found.trim() {
            "" => error("the value is missing".to_owned()),
            found => error("text has to stand in quotes".to_owned())
                .hint(format!("write `{}`", toml::write(&found))),
        };
    }
    error(format!("this is not TOML: {message}"))
}

/// `homes` are the sections that do have a setting of this name; the top of the file is the empty one.
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

/// `what` asks for the version, such as `this site`.
pub(super) fn newer_version(node: &Node, what: &str, asked: &str) -> Diagnostic {
    let message = format!("{what} needs Offprint {asked} or newer; this is Offprint {}", version::OWN);
    Diagnostic::error(NEWER_VERSION, Location::Span(node.span.clone()), message).hint(concat!(
        "install a newer version: ",
        env!("CARGO_PKG_REPOSITORY"),
        "/releases"
    ))
}

pub(super) fn missing(place: Location, key: &str, line: &str) -> Diagnostic {
    // At the end of the file it would become part of the last section.
    let place_of_line = if key.contains('.') { "" } else { " at the top" };
    Diagnostic::error("missing-setting", place, format!("`{key}` is missing"))
        .hint(format!("add `{line}`{place_of_line}"))
}

/// `wants` names the kind of value, such as `a number`.
pub(super) fn wrong_type(node: &Node, key: &str, wants: &str) -> Diagnostic {
    let is = match &node.value {
        Value::Text(_) => "a string".to_owned(),
        Value::Number(_) => "a number".to_owned(),
        Value::Fraction(number) => format!("the fraction {number}"),
        Value::Truth(truth) => format!("`{truth}`"),
        Value::Date(_) => "a date".to_owned(),
        Value::List(_) => "a list".to_owned(),
        Value::Table(_) => "a table".to_owned(),
    };
    let place = Location::Span(node.span.clone());
    Diagnostic::error("setting-type", place, format!("`{key}` wants {wants}, this is {is}"))
}

pub(super) fn out_of_range(node: &Node, key: &str, number: i128, least: usize, most: usize) -> Diagnostic {
    let message = match number {
        i128::MIN | i128::MAX => format!("`{key}` is beyond all bounds"),
        _ => format!("`{key}` is {number}"),
    };
    let place = Location::Span(node.span.clone());
    Diagnostic::error("setting-value", place, message)
        .hint(format!("a number from {least} to {most} is possible"))
}

pub(super) fn refused(node: &Node, key: &str, refusal: Refusal) -> Diagnostic {
    let place = Location::Span(node.span.clone());
    let diagnostic = Diagnostic::error("setting-value", place, format!("`{key}` {}", refusal.why));
    match refusal.hint {
        Some(hint) => diagnostic.hint(hint),
        None => diagnostic,
    }
}

pub(super) fn bad_override(refusal: Refusal) -> Diagnostic {
    let diagnostic =
        Diagnostic::error("setting-value", Location::Site, format!("--base-url {}", refusal.why));
    match refusal.hint {
        Some(hint) => diagnostic.hint(hint),
        None => diagnostic,
    }
}

pub(super) fn cname_elsewhere(node: &Node, cname: &str, host: &str) -> Diagnostic {
    let place = Location::Span(node.span.clone());
    let message = format!("`cname` is {cname}, but `base_url` is on {host}");
    Diagnostic::warning("cname-elsewhere", place, message)
        .hint("links lead to `base_url`: name the same host in both")
}

/// Returns the problems that are there even if the text is read as it was meant: not those of absence, nor those on
/// a line that is broken.
pub(super) fn certain(mut problems: Vec<Diagnostic>, broken: &[Diagnostic], text: &str) -> Vec<Diagnostic> {
    let lines = Lines::new(text);
    let line = |problem: &Diagnostic| problem.place.span().map(|span| lines.number(span.start));
    let broken: BTreeSet<usize> = broken.iter().filter_map(line).collect();
    problems.retain(|problem| {
        problem.id != "missing-setting" && line(problem).is_some_and(|line| !broken.contains(&line))
    });
    problems
}
