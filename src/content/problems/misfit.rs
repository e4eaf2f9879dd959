//! The problems of keys and values that do not have the form of an entry.

use super::homes::{self, Home};
use super::{Part, short};
use crate::diagnostic::{Diagnostic, suggest};
use crate::yaml::shape::{Misfit, Shape, What};

/// Returns the known key that is nearest to a mistyped one.
pub(in crate::content) fn meant<'k>(key: &str, known: &'k [(&'static str, Shape)]) -> Option<&'k str> {
    suggest::nearest(key, known.iter().map(|(key, _)| *key))
}

pub(in crate::content) fn misfit(part: Part<'_>, misfit: &Misfit) -> Diagnostic {
    let place = part.span(misfit.span.start, misfit.span.end);
    match &misfit.what {
        What::UnknownKey { key, known } => {
            let message = format!("`{}` is not a key here", short(key));
            let problem = Diagnostic::error("unknown-key", place, message);
            let known_keys: Vec<&str> = known.iter().map(|(key, _)| *key).collect();
            let has = |key: &str| known_keys.contains(&key);
            let value = value_of(part, misfit.span.end);
            match homes::of(key) {
                Some(Home::Key(home)) if has(home) => {
                    return problem.hint(format!("did you mean `{home}`?"));
                }
                Some(Home::Link(home)) if has("links") => {
                    return problem.hint(format!("it belongs under `links:`, as `{home}: {value}`"));
                }
                // Under `links:`, `github` means `code`.
                Some(Home::Link(home)) if has(home) => return problem.did_you_mean(Some(home)),
                Some(Home::Page) if has("links") => {
                    return problem.hint(format!(
                        "it belongs under `links:`, as `html: {value}` for the paper or `project: {value}` for its website"
                    ));
                }
                Some(Home::Nowhere(who)) if has("extra") => {
                    return problem.hint(format!("{who}, and Offprint has none like it: remove the line"));
                }
                _ => {}
            }
            match meant(key, known) {
                Some(key) => problem.did_you_mean(Some(key)),
                None if known_keys.contains(&"extra") => problem.hint("put custom keys under `extra:`"),
                None => problem.hint(format!("known keys: {}", known_keys.join(", "))),
            }
        }
        What::RepeatedKey { key, first } => {
            Diagnostic::error("repeated-key", place, format!("the key `{}` is repeated", short(key)))
                .label(part.span(first.start, first.end), "first used here")
        }
        What::WrongType { wants, is } => {
            let path = named(&misfit.path);
            let written = part.text.get(misfit.span.clone()).unwrap_or_default().trim();
            let is_scalar = *is == "text" && !wants.starts_with("a list") && !written.contains('\n');
            let found = if is_scalar { format!("`{}`", short(written)) } else { (*is).to_owned() };
            let message = match misfit.path.is_empty() {
                true => format!("expected {wants}, found {found}"),
                false => format!("{path}: expected {wants}, found {found}"),
            };
            let problem = Diagnostic::error("wrong-type", place, message);
            let key = misfit.path.rsplit('.').next().unwrap_or("");
            match *is {
                "text" if wants == "`true` or `false`" => match flag_meant(written) {
                    Some(flag) => problem.hint(format!("write `{flag}`")),
                    None => problem,
                },
                "text" if wants.starts_with("a list") => {
                    problem.hint(format!("write one item per line after a dash, or `{key}: [one, two]`"))
                }
                // `- Foo: a bar` in a list of texts.
                "a mapping" if wants == "text" && !part.text[misfit.span.start..].starts_with('{') => {
                    let is_block = part.text[..misfit.span.start].trim_end_matches(' ').ends_with('\n');
                    match is_block && !key.bytes().all(|byte| byte.is_ascii_digit()) {
                        true => {
                            problem.hint(format!("write `{key}: |` above the text, since it contains `: `"))
                        }
                        false => problem.hint("put text that contains `: ` in quotes"),
                    }
                }
                _ => problem,
            }
        }
        What::NoKey => Diagnostic::error("wrong-type", place, "expected text as a key"),
        What::TooMuch => {
            Diagnostic::error("too-large", place, "the aliases (`*name`) of this text never end")
        }
    }
}

/// Returns the flag that another word for yes or no means.
pub(in crate::content) fn flag_meant(source: &str) -> Option<bool> {
    match source.trim_matches(['"', '\'']).to_ascii_lowercase().as_str() {
        "yes" | "y" | "on" | "1" | "true" => Some(true),
        "no" | "n" | "off" | "0" | "false" => Some(false),
        _ => None,
    }
}

/// Returns the value on the line after a key that ends at `end`, for an example.
fn value_of(part: Part<'_>, end: usize) -> String {
    let line = part.text.get(end..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let value =
        line.trim_start_matches(['"', '\'']).trim_start().strip_prefix(':').unwrap_or_default().trim();
    if value.is_empty() || value.starts_with(['[', '{', '|', '>']) { "…".to_owned() } else { short(value) }
}

/// Returns a value's name for a message: `links.doi`, or item 2 of `topics`.
fn named(path: &str) -> String {
    let is_index = |step: &&str| step.bytes().all(|byte| byte.is_ascii_digit());
    let keys: Vec<&str> = path.split('.').filter(|step| !is_index(step)).collect();
    let last = path.rsplit('.').next().filter(is_index).and_then(|index| index.parse::<usize>().ok());
    match (keys.is_empty() || path.is_empty(), last) {
        (true, _) => "this".to_owned(),
        (_, Some(index)) => format!("item {} of `{}`", index + 1, short(&keys.join("."))),
        _ => format!("`{}`", short(&keys.join("."))),
    }
}
