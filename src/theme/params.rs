//! The parameters of a theme: declaration, values and effect on the style.
//!
//! `[params.NAME]` in a `theme.toml` declares a parameter. `[params]` of a theme above and of `site.toml` set its value. This module does
//! not know how templates use the values.

use super::declared::declared;
use super::problems;
use crate::config::{json_map, toml};
use crate::diagnostic::suggest::{self, Suggester};
use crate::diagnostic::{Diagnostic, Location};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// Declared by a bare default: any value.
    Any,
    Text,
    Switch,
    Choice(Vec<String>),
    /// The bounds, inclusive.
    Number(f64, f64),
    /// One of the theme's names, or a CSS colour.
    Colour(Vec<String>),
    Image,
}

#[derive(Debug, Clone)]
pub(super) struct Param {
    pub kind: Kind,
    pub value: Value,
    /// Where the value was set last.
    pub place: Location,
    /// The CSS custom property that takes the value, and its unit.
    pub css: Option<(String, String)>,
}

impl Param {
    /// Returns a parameter with a bare default or without declaration.
    fn any(entry: &toml::Entry, value: Value) -> Param {
        Param { kind: Kind::Any, value, place: Location::Span(entry.node.span.clone()), css: None }
    }
}

#[derive(Debug, Default)]
pub(super) struct Params {
    params: BTreeMap<String, Param>,
    /// Names of parameters whose value differs from the declaration.
    changed: Vec<String>,
}

/// Image formats that every browser shows.
const IMAGE_FORMATS: [&str; 8] = ["avif", "gif", "ico", "jpeg", "jpg", "png", "svg", "webp"];

impl Params {
    pub(super) fn add_theme(&mut self, table: &toml::Table, diagnostics: &mut Vec<Diagnostic>) {
        for entry in &table.entries {
            match &entry.node.value {
                toml::Value::Table(inner) if inner.get("type").is_some() => {
                    if let Some(param) = declared(&entry.key, inner, &entry.node.span, diagnostics) {
                        self.params.insert(entry.key.clone(), param);
                    }
                }
                _ if self.params.contains_key(&entry.key) => self.set(entry, diagnostics),
                _ => {
                    let Some(value) = json(entry, diagnostics) else { continue };
                    self.params.insert(entry.key.clone(), Param::any(entry, value));
                }
            }
        }
    }

    pub(super) fn add_site(&mut self, table: &toml::Table, diagnostics: &mut Vec<Diagnostic>) {
        let mut suggester = Suggester::default();
        for entry in &table.entries {
            if self.params.contains_key(&entry.key) {
                self.set(entry, diagnostics);
            } else {
                let nearest = suggester.nearest(&entry.key, self.params.keys().map(String::as_str));
                diagnostics.push(problems::unknown_param(
                    Location::Span(entry.key_span.clone()),
                    &entry.key,
                    nearest,
                ));
                // Templates can use an undeclared parameter too.
                if let Some(value) = json(entry, diagnostics) {
                    self.params.insert(entry.key.clone(), Param::any(entry, value));
                }
            }
        }
    }

    fn set(&mut self, entry: &toml::Entry, diagnostics: &mut Vec<Diagnostic>) {
        let Some(param) = self.params.get_mut(&entry.key) else { return };
        let Some(value) = json(entry, diagnostics) else { return };
        let place = Location::Span(entry.node.span.clone());
        if let Err(expected) = param.kind.check(&value) {
            let nearest = match (&param.kind, value.as_str()) {
                (Kind::Choice(names) | Kind::Colour(names), Some(text)) => {
                    suggest::nearest(text, names.iter().map(String::as_str))
                }
                _ => None,
            };
            diagnostics.push(problems::wrong_param(place, &entry.key, &expected, nearest));
            return;
        }
        diagnostics.extend(low_contrast(&param.kind, &value, &place));
        param.place = place;
        if param.value != value {
            param.value = value;
            self.changed.push(entry.key.clone());
        }
    }

    /// Reports images that do not exist or have another format. `files` are the names in every `static/`.
    pub(super) fn check_images(&self, files: &BTreeSet<&str>, diagnostics: &mut Vec<Diagnostic>) {
        let mut suggester = Suggester::default();
        for (name, param) in &self.params {
            let (Kind::Image, Some(file)) = (&param.kind, param.value.as_str()) else { continue };
            let ending = file.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
            let is_image = ending.is_some_and(|ending| IMAGE_FORMATS.contains(&ending.as_str()));
            let place = param.place.clone();
            if file.is_empty() {
            } else if file.contains("://") || file.starts_with("data:") {
                diagnostics.push(problems::picture_elsewhere(place, name));
            } else if !is_image {
                diagnostics.push(problems::no_picture(place, name, file, &IMAGE_FORMATS));
            } else if !files.contains(file) {
                let nearest = suggester.nearest(file, files.iter().copied());
                diagnostics.push(problems::missing_picture(place, file, nearest));
            }
        }
    }

    /// Returns the values for templates. `address` maps a name below `static/` to its address.
    pub(super) fn values(&self, address: impl Fn(&str) -> String) -> serde_json::Map<String, Value> {
        let value = |param: &Param| match (&param.kind, param.value.as_str()) {
            (Kind::Image, Some(file)) if !file.is_empty() => address(file).into(),
            _ => param.value.clone(),
        };
        self.params.iter().map(|(name, param)| (name.clone(), value(param))).collect()
    }

    /// Returns the CSS rule for changed values; empty if there are none.
    pub(super) fn style(&self) -> String {
        let mut rules: BTreeMap<&str, String> = BTreeMap::new();
        for name in &self.changed {
            let Some(Param { kind, value, css: Some((property, unit)), .. }) = self.params.get(name) else {
                continue;
            };
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            if !matches!(kind, Kind::Colour(names) if names.contains(&text)) {
                rules.insert(property, text + unit);
            }
        }
        let rules: Vec<String> =
            rules.iter().map(|(property, value)| format!("{property}:{value}")).collect();
        if rules.is_empty() { String::new() } else { format!("\n:root{{{}}}\n", rules.join(";")) }
    }
}

pub(super) fn json(entry: &toml::Entry, diagnostics: &mut Vec<Diagnostic>) -> Option<Value> {
    let table = toml::Table { entries: vec![entry.clone()] };
    json_map(&table, "params", diagnostics).remove(&entry.key)
}

impl Kind {
    /// Checks a value. The error says what is expected.
    pub(super) fn check(&self, value: &Value) -> Result<(), String> {
        let is_text = value.is_string();
        let one_of =
            |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        match (self, value) {
            (Kind::Any, _) | (Kind::Switch, Value::Bool(_)) => Ok(()),
            (Kind::Text | Kind::Image, _) if is_text => Ok(()),
            (Kind::Choice(names), Value::String(text)) if names.contains(text) => Ok(()),
            (Kind::Colour(names), Value::String(text)) if names.contains(text) || is_colour(text) => Ok(()),
            (Kind::Number(min, max), Value::Number(number))
                if number.as_f64().is_some_and(|number| (*min..=*max).contains(&number)) =>
            {
                Ok(())
            }
            (Kind::Text, _) => Err("text".to_owned()),
            (Kind::Switch, _) => Err("`true` or `false`".to_owned()),
            (Kind::Image, _) => Err("the name of a file of static/".to_owned()),
            (Kind::Choice(names), _) => Err(format!("one of {}", one_of(names))),
            (Kind::Colour(names), _) => Err(format!(
                "{}{}a colour such as `#1a5fb4`, or `light-dark(#1a5fb4, #99c1f1)`",
                one_of(names),
                if names.is_empty() { "" } else { ", " }
            )),
            (Kind::Number(min, max), _) if *min > f64::MIN && *max < f64::MAX => {
                Err(format!("a number from {min} to {max}"))
            }
            (Kind::Number(min, _), _) if *min > f64::MIN => Err(format!("a number of at least {min}")),
            (Kind::Number(_, max), _) if *max < f64::MAX => Err(format!("a number of at most {max}")),
            (Kind::Number(..), _) => Err("a number".to_owned()),
        }
    }
}

/// Accepts hexadecimal colours, and a `light-dark()` pair of them. Nothing else can get into the style, and contrast can be computed.
fn is_colour(text: &str) -> bool {
    let (light, dark) = pair(text);
    rgb(light).is_some() && rgb(dark).is_some()
}

fn pair(text: &str) -> (&str, &str) {
    let inner = text.strip_prefix("light-dark(").and_then(|rest| rest.strip_suffix(')'));
    match inner.and_then(|inner| inner.split_once(',')) {
        Some((light, dark)) => (light.trim(), dark.trim()),
        None => (text, text),
    }
}

fn rgb(text: &str) -> Option<[f64; 3]> {
    let digits = text.strip_prefix('#')?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let width = match digits.len() {
        3 => 1,
        6 => 2,
        _ => return None,
    };
    let part = |index: usize| {
        let digits = digits.get(index * width..(index + 1) * width)?;
        let value = u32::from_str_radix(digits, 16).ok()?;
        Some(f64::from(if width == 1 { value * 17 } else { value }) / 255.)
    };
    Some([part(0)?, part(1)?, part(2)?])
}

pub(super) fn low_contrast(kind: &Kind, value: &Value, place: &Location) -> Option<Diagnostic> {
    let (Kind::Colour(_), Some(colour)) = (kind, value.as_str()) else { return None };
    low_contrast_background(colour)
        .map(|background| problems::low_contrast(place.clone(), colour, background))
}

/// Returns the background, if any, on which the contrast is below 4.5, the minimum of WCAG 2 (1.4.3) for text. Luminance as defined there.
fn low_contrast_background(colour: &str) -> Option<&'static str> {
    let (light, dark) = pair(colour);
    let luminance = |rgb: [f64; 3]| {
        let [r, g, b] =
            rgb.map(|part| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let is_low = |text: &str, background: f64| {
        let own = luminance(rgb(text)?);
        let (low, high) = if own < background { (own, background) } else { (background, own) };
        Some((high + 0.05) / (low + 0.05) < 4.5)
    };
    // The backgrounds of the default theme.
    let on =
        |text: &str, background: &str| is_low(text, luminance(rgb(background)?)).filter(|is_low| *is_low);
    on(light, "#fbfaf7").map(|_| "light").or_else(|| on(dark, "#131517").map(|_| "dark"))
}
