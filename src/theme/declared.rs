//! Reads declarations of parameters: tables `[params.NAME]` with a `type` in `theme.toml`.
//!
//! It does not know who sets values.

use super::params::{Kind, Param, json, low_contrast};
use super::problems;
use crate::config::toml;
use crate::diagnostic::{Diagnostic, Location, suggest};
use crate::source::Span;
use serde_json::Value;

/// The keys of every declaration, and those that only some types have.
const KEYS: [&str; 5] = ["type", "default", "description", "css", "unit"];
const TYPE_KEYS: [(&str, &[&str]); 3] =
    [("choices", &["choice", "colour"]), ("min", &["number"]), ("max", &["number"])];
const KINDS: [&str; 6] = ["choice", "colour", "image", "number", "switch", "text"];

pub(super) fn declared(
    name: &str,
    table: &toml::Table,
    span: &Span,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Param> {
    let at = |key: &str| {
        table.get(key).map_or(Location::Span(span.clone()), |node| Location::Span(node.span.clone()))
    };
    let kind = text(table, "type", diagnostics)?;
    for entry in &table.entries {
        let own = TYPE_KEYS.iter().find(|(key, _)| *key == entry.key);
        let is_known = KINDS.contains(&kind.as_str());
        if own.is_some_and(|(_, kinds)| !is_known || kinds.contains(&kind.as_str()))
            || KEYS.contains(&entry.key.as_str())
        {
            continue;
        }
        let place = Location::Span(entry.key_span.clone());
        diagnostics.push(match own {
            Some((key, kinds)) => problems::key_of_others(place, key, &kind, kinds),
            None => {
                let known = KEYS.into_iter().chain(TYPE_KEYS.iter().map(|(key, _)| *key));
                problems::unknown_key(place, &entry.key, suggest::nearest(&entry.key, known))
            }
        });
    }
    if !KINDS.contains(&kind.as_str()) {
        let nearest = suggest::nearest(&kind, KINDS.into_iter());
        diagnostics.push(problems::unknown_kind(at("type"), &kind, nearest));
        return None;
    }
    let is_choice = kind == "choice";
    let kind = match kind.as_str() {
        "text" => Kind::Text,
        "switch" => Kind::Switch,
        "image" => Kind::Image,
        "choice" => Kind::Choice(choices(table, diagnostics)),
        "colour" => Kind::Colour(choices(table, diagnostics)),
        _ => {
            let min = number(table, "min", diagnostics).unwrap_or(f64::MIN);
            let max = number(table, "max", diagnostics).unwrap_or(f64::MAX);
            if min > max {
                diagnostics.push(problems::wrong_declaration(
                    at("min"),
                    "min",
                    "a number that is not above `max`",
                ));
            }
            Kind::Number(min, max)
        }
    };
    if is_choice && table.get("choices").is_none() {
        diagnostics.push(problems::no_choices(Location::Span(span.clone()), name));
    }
    let default = table.entries.iter().find(|entry| entry.key == "default");
    let value = match (default, &kind) {
        (Some(entry), _) => json(entry, diagnostics)?,
        (None, Kind::Switch) => false.into(),
        (None, Kind::Number(min, max)) => json_number(0f64.clamp(*min, max.max(*min))),
        (None, Kind::Choice(names) | Kind::Colour(names)) => {
            names.first().cloned().unwrap_or_default().into()
        }
        (None, _) => "".into(),
    };
    if default.is_some() {
        match kind.check(&value) {
            Ok(()) => diagnostics.extend(low_contrast(&kind, &value, &at("default"))),
            Err(expected) => diagnostics.push(problems::wrong_default(at("default"), name, &expected)),
        }
    }
    text(table, "description", diagnostics);
    let css = text(table, "css", diagnostics);
    if css.as_deref().is_some_and(|property| !is_property(property)) {
        let expected = "the name of a custom property, such as `--accent`";
        diagnostics.push(problems::wrong_declaration(at("css"), "css", expected));
    }
    let unit = text(table, "unit", diagnostics).unwrap_or_default();
    if !unit.chars().all(|char| char.is_ascii_alphabetic() || char == '%') {
        diagnostics.push(problems::wrong_declaration(
            at("unit"),
            "unit",
            "a unit of CSS, such as `rem` or `%`",
        ));
    }
    Some(Param { kind, value, place: at("default"), css: css.map(|property| (property, unit)) })
}

/// Returns a number as JSON, without a fraction if it is whole.
fn json_number(number: f64) -> Value {
    if number.fract() == 0. { (number as i64).into() } else { number.into() }
}

fn is_property(text: &str) -> bool {
    let is_name = |char: char| char.is_ascii_alphanumeric() || char == '-' || char == '_';
    text.len() > 2 && text.starts_with("--") && text.chars().all(is_name)
}

fn text(table: &toml::Table, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    let node = table.get(key)?;
    match &node.value {
        toml::Value::Text(text) => Some(text.clone()),
        _ => {
            diagnostics.push(problems::wrong_type(Location::Span(node.span.clone()), key));
            None
        }
    }
}

fn number(table: &toml::Table, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<f64> {
    let node = table.get(key)?;
    match &node.value {
        toml::Value::Number(number) => Some(*number as f64),
        toml::Value::Fraction(number) if number.is_finite() => Some(*number),
        _ => {
            let place = Location::Span(node.span.clone());
            diagnostics.push(problems::wrong_declaration(place, key, "a number"));
            None
        }
    }
}

fn choices(table: &toml::Table, diagnostics: &mut Vec<Diagnostic>) -> Vec<String> {
    let Some(node) = table.get("choices") else { return Vec::new() };
    let mut wrong = |node: &toml::Node| {
        let place = Location::Span(node.span.clone());
        diagnostics.push(problems::wrong_declaration(place, "choices", "a list of texts"));
        None
    };
    match &node.value {
        toml::Value::List(items) if !items.is_empty() => {
            let word = |item: &toml::Node| match &item.value {
                toml::Value::Text(text) => Some(text.clone()),
                _ => wrong(item),
            };
            items.iter().filter_map(word).collect()
        }
        _ => wrong(node).into_iter().collect(),
    }
}
