//! Finds the layers of a theme and merges their parameters.

use super::params::Params;
use super::{builtin, problems};
use crate::config::{Site, toml, version};
use crate::diagnostic::{Diagnostic, Location, suggest};
use crate::source::{FilePath, Sources};
use std::sync::Arc;

/// A layer: the site's own, a theme in `themes/`, or a built-in theme.
#[derive(Debug, Default)]
pub(super) struct Layer {
    /// The prefix of full names: `default` in `default/paper.html`.
    pub name: String,
    /// Name below `templates/`, the file, and the text.
    pub templates: Vec<(String, FilePath, String)>,
    /// Name below `static/`, and the bytes. Those of the site's own layer are `None`: they may be large and are read
    /// later.
    pub statics: Vec<(String, Option<Arc<[u8]>>)>,
    /// Name below `i18n/`, the file, and the text.
    pub texts: Vec<(String, FilePath, String)>,
}

pub(super) struct Stack {
    pub layers: Vec<Layer>,
    pub params: Params,
    pub diagnostics: Vec<Diagnostic>,
}

/// The name of the site's own layer, which no theme may have.
pub(super) const SITE: &str = "site";
/// The prefix of paths of built-in files.
pub(super) const COMPILED_IN: &str = "(compiled in) ";
/// The theme at the bottom of every stack.
pub(super) const DEFAULT: &str = "default";

pub(super) fn stack(sources: &Sources, site: &Site) -> Stack {
    let mut diagnostics = Vec::new();
    let mut layers = vec![read(sources, SITE, "", true, &mut diagnostics)];
    let mut declared: Vec<toml::Table> = Vec::new();
    let mut next = Some((site.theme.clone(), None));
    while let Some((name, named_at)) = next.take() {
        let named_at = || named_at.clone().unwrap_or_else(|| setting(sources, "theme"));
        if layers.iter().any(|layer| layer.name == name) {
            diagnostics.push(match name == SITE {
                true => problems::theme_of_site(named_at()),
                false => problems::circle(named_at(), &name),
            });
            // Continue with the default theme, so that pages can be checked.
            if layers.iter().all(|layer| layer.name != DEFAULT) {
                next = Some((DEFAULT.to_owned(), Some(Location::Site)));
            }
            continue;
        }
        let folder = format!("themes/{name}/");
        let manifest_path: FilePath = format!("{folder}theme.toml").into();
        let on_disk = sources.below(&folder).next().is_some();
        let manifest = match on_disk {
            true if sources.contains(&manifest_path) => {
                sources.text(&manifest_path).unwrap_or_else(|error| {
                    diagnostics.push(problems::no_text(&manifest_path, &error));
                    String::new()
                })
            }
            true => String::new(),
            false if builtin::theme(&name).is_some() => builtin::text(&name, "theme.toml").to_owned(),
            false => {
                let known = themes(sources);
                let nearest = suggest::nearest(&name, known.iter().map(String::as_str));
                diagnostics.push(problems::unknown_theme(named_at(), &name, nearest));
                next = Some((DEFAULT.to_owned(), Some(Location::Site)));
                continue;
            }
        };
        layers.push(match on_disk {
            true => read(sources, &name, &folder, false, &mut diagnostics),
            false => built_in(&name),
        });
        let Manifest { extends, params } = manifest_of(&manifest_path, &manifest, &mut diagnostics);
        declared.push(params);
        next = match extends {
            Some((extends, place)) => Some((extends, Some(place))),
            None if name != DEFAULT => Some((DEFAULT.to_owned(), Some(Location::Site))),
            None => None,
        };
    }
    let mut params = Params::default();
    for layer in declared.iter().rev() {
        params.add_theme(layer, &mut diagnostics);
    }
    params.add_site(&site.params, &mut diagnostics);
    let statics = layers.iter().flat_map(|layer| &layer.statics).map(|(name, _)| name.as_str());
    params.check_images(&statics.collect(), &mut diagnostics);
    Stack { layers, params, diagnostics }
}

pub(super) fn setting(sources: &Sources, key: &str) -> Location {
    let path: FilePath = "site.toml".into();
    let text = sources.text(&path).unwrap_or_default();
    let toml::Tree { table, .. } = toml::read(&path, &text);
    table.get(key).map_or(Location::File(path), |node| Location::Span(node.span.clone()))
}

struct Manifest {
    extends: Option<(String, Location)>,
    params: toml::Table,
}

fn manifest_of(path: &FilePath, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Manifest {
    const KEYS: [&str; 5] = ["offprint", "name", "description", "extends", "params"];
    let toml::Tree { table, broken } = toml::read(path, text);
    if let Some(problem) = version::too_old(&table, "this theme") {
        diagnostics.push(problem);
        return Manifest { extends: None, params: toml::Table::default() };
    }
    diagnostics.extend(broken);
    let mut manifest = Manifest { extends: None, params: toml::Table::default() };
    for entry in table.entries {
        match (entry.key.as_str(), entry.node.value) {
            (version::KEY | "name" | "description", toml::Value::Text(_)) => {}
            ("extends", toml::Value::Text(name)) => {
                manifest.extends = Some((name, Location::Span(entry.node.span)))
            }
            ("params", toml::Value::Table(table)) => manifest.params = table,
            (key, _) if KEYS.contains(&key) => {
                diagnostics.push(problems::wrong_type(Location::Span(entry.node.span), key));
            }
            (key, _) => {
                let nearest = suggest::nearest(key, KEYS.into_iter());
                diagnostics.push(problems::unknown_key(Location::Span(entry.key_span), key, nearest));
            }
        }
    }
    manifest
}

/// Reads a layer from the site's folders. `folder` is empty for the site's own layer.
fn read(
    sources: &Sources,
    name: &str,
    folder: &str,
    is_site: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Layer {
    let mut layer = Layer { name: name.to_owned(), ..Layer::default() };
    for (below, list) in [("templates/", &mut layer.templates), ("i18n/", &mut layer.texts)] {
        let below = format!("{folder}{below}");
        for path in sources.below(&below) {
            match sources.text(path) {
                Ok(text) => list.push((path[below.len()..].to_owned(), path.clone(), text)),
                Err(error) => diagnostics.push(problems::no_text(path, &error)),
            }
        }
    }
    let statics = format!("{folder}static/");
    for path in sources.below(&statics) {
        let name = path[statics.len()..].to_owned();
        if is_site {
            layer.statics.push((name, None));
            continue;
        }
        match sources.bytes(path) {
            Ok(bytes) => layer.statics.push((name, Some(bytes))),
            Err(error) => diagnostics.push(problems::unreadable(path, &error)),
        }
    }
    layer
}

pub(super) fn built_in(name: &str) -> Layer {
    let mut layer = Layer { name: name.to_owned(), ..Layer::default() };
    for &(path, bytes) in builtin::theme(name).unwrap_or_default() {
        // The path shows that these are not files of the site.
        let file = || format!("{COMPILED_IN}themes/{}/{path}", layer.name).into();
        if let Some(name) = path.strip_prefix("templates/") {
            layer.templates.push((name.to_owned(), file(), builtin::text_of(bytes).to_owned()));
        } else if let Some(name) = path.strip_prefix("i18n/") {
            layer.texts.push((name.to_owned(), file(), builtin::text_of(bytes).to_owned()));
        } else if let Some(name) = path.strip_prefix("static/") {
            layer.statics.push((name.to_owned(), Some(bytes.into())));
        }
    }
    layer
}

/// Returns the names of all themes.
pub(super) fn themes(sources: &Sources) -> Vec<String> {
    let mut names: Vec<String> = sources
        .below("themes/")
        .filter_map(|path| path.split('/').nth(1).map(str::to_owned))
        .chain(builtin::THEMES.iter().map(|(name, _)| (*name).to_owned()))
        .collect();
    names.sort();
    names.dedup();
    names
}
