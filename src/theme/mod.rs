//! The theme: templates, styles and parameters, merged from layers.
//!
//! A theme is a stack: the site's own `templates/` and `static/` on top, then its theme, then the themes that one
//! extends, down to the default theme. The nearest layer wins, file by file. All templates are compiled before a page
//! is made. This module does not know the archive.

mod builtin;
mod declared;
mod engine;
mod files;
mod layers;
mod lint;
mod params;
mod problems;
#[cfg(test)]
mod tests;
mod texts;
mod wording;

pub(crate) use engine::{Engine, PageError, View};
pub(crate) use files::{ThemeFile, files, named, names, nearest, new, words_to_translate};
pub(crate) use lint::lint;
pub(crate) use problems::BROKEN;
pub use texts::Texts;

use crate::config::Site;
use crate::diagnostic::{Checked, Diagnostic, Location};
use crate::source::{FilePath, Sources, Span};
use std::collections::BTreeMap;
use std::sync::Arc;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

#[cfg(test)]
pub(crate) fn built_in_templates(name: &str) -> Vec<&'static str> {
    let files = builtin::theme(name).unwrap_or_default().iter();
    files
        .filter(|(path, _)| path.starts_with("templates/"))
        .map(|(_, bytes)| builtin::text_of(bytes))
        .collect()
}

/// The folders of a site that can contain parts of a theme.
pub const FOLDERS: [&str; 4] = ["themes/", "templates/", "static/", "i18n/"];

/// What every page needs besides its own view.
#[derive(Debug, Clone)]
pub struct Theme {
    /// The compiled templates.
    pub engine: Engine,
    /// The values of the theme's parameters, as set by the site.
    pub params: serde_json::Map<String, serde_json::Value>,
    /// The words of the interface, in the site's language.
    pub texts: Texts,
    /// Styles, scripts and images, by name below `static/`.
    pub assets: BTreeMap<String, Asset>,
    /// Files of the site's `static/` that are not assets of the theme. They are published unchanged.
    pub files: Vec<FilePath>,
}

impl Theme {
    /// Returns the theme with values that every page sees.
    pub fn with_shared(mut self, views: impl IntoIterator<Item = (&'static str, View)>) -> Theme {
        views.into_iter().for_each(|(name, view)| self.engine.share(name, view));
        self
    }

    /// Returns a hash of everything in the theme that changes pages.
    pub fn digest(&self) -> u64 {
        // The names of assets contain hashes of their content.
        let assets = self.assets.values().map(|asset| asset.path.as_str());
        let params = serde_json::Value::Object(self.params.clone()).to_string();
        let texts = self.texts.digest();
        assets
            .chain([params.as_str(), texts.as_str()])
            .fold(self.engine.digest(), |digest, text| xxh3_64_with_seed(text.as_bytes(), digest))
    }
}

/// A file of the theme that pages link to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// The source file, below the folder of its theme or of the site.
    pub file: FilePath,
    /// The output path. It contains a hash of the content, since hosts let browsers cache assets.
    pub path: String,
    /// The content.
    pub bytes: Arc<[u8]>,
}

/// Loads the theme of the site. `pages` are the templates that pages need.
pub fn load(sources: &Sources, site: &Site, pages: &[&str]) -> Checked<Theme> {
    let layers::Stack { layers, params, mut diagnostics } = layers::stack(sources, site);
    let (texts, wrong) = texts::texts(&layers, &site.language, || layers::setting(sources, "language"));
    diagnostics.extend(wrong);
    let Checked { value: mut engine, diagnostics: broken } = Engine::compile(&layers, texts.plurals(), pages);
    diagnostics.extend(broken);
    engine.share("t", View::new(&texts.view()));

    let own_style = params.style();
    let mut assets: BTreeMap<String, Asset> = BTreeMap::new();
    let mut files = Vec::new();
    for layer in layers.iter().rev() {
        for (name, bytes) in &layer.statics {
            let path: FilePath = format!("static/{name}").into();
            let file = match bytes {
                Some(_) => format!("themes/{}/static/{name}", layer.name).into(),
                None => path.clone(),
            };
            let bytes = match bytes {
                Some(bytes) => bytes.clone(),
                // A file that replaces one of the theme is an asset; any other keeps its name.
                None if assets.contains_key(name) => match sources.bytes(&path) {
                    Ok(bytes) => bytes,
                    Err(error) => {
                        diagnostics.push(problems::unreadable(&path, &error));
                        continue;
                    }
                },
                None => {
                    files.push(path);
                    continue;
                }
            };
            assets.insert(name.clone(), Asset { file, path: asset_path(name, &bytes), bytes });
        }
    }
    files.sort();
    link_assets(&mut assets);
    if let Some(style) = assets.get_mut("style.css").filter(|_| !own_style.is_empty()) {
        let bytes: Arc<[u8]> = [&*style.bytes, own_style.as_bytes()].concat().into();
        *style = Asset { file: style.file.clone(), path: asset_path("style.css", &bytes), bytes };
    }
    let params = params.values(|file| {
        let path = assets.get(file).map_or(file, |asset| &asset.path);
        [site.root(), path].concat()
    });
    Checked { value: Theme { engine, params, texts, assets, files }, diagnostics }
}

/// Reports texts that are missing in other languages than the site's, and keys that no language has.
pub fn words(sources: &Sources, site: &Site) -> Vec<Diagnostic> {
    wording::words(&layers::stack(sources, site).layers, &site.language)
}

/// Blanks the `{{ … }}` at each place in `wrong`, so that a second run finds the problems after it. Returns whether
/// there was one.
pub fn blank_expressions(files: &mut [(FilePath, Arc<[u8]>)], wrong: &[Diagnostic]) -> bool {
    let mut is_any = false;
    for problem in wrong {
        let Location::Span(span) = &problem.place else { continue };
        let Some((_, bytes)) = files.iter_mut().find(|(path, _)| *path == span.file) else { continue };
        let Some(range) = std::str::from_utf8(bytes).ok().and_then(|text| expression_range(text, span))
        else {
            continue;
        };
        let blank = |(at, byte): (usize, &u8)| match range.contains(&at) && *byte != b'\n' {
            true => b' ',
            false => *byte,
        };
        *bytes = bytes.iter().enumerate().map(blank).collect();
        is_any = true;
    }
    is_any
}

/// Returns the range of the `{{ … }}` around a place.
fn expression_range(text: &str, span: &Span) -> Option<std::ops::Range<usize>> {
    let before = text.get(..span.start)?;
    let start = before.rfind("{{")?;
    let is_within = !before[start..].contains("}}") && !before[start..].contains("{%");
    let end = span.start + text.get(span.start..)?.find("}}")? + 2;
    is_within.then_some(start..end)
}

/// Replaces each `url(NAME)` in a style by the output name of that asset. Names are relative to the style, without `..`. Styles do not refer
/// to other styles, because their own names depend on their content.
fn link_assets(assets: &mut BTreeMap<String, Asset>) {
    let is_style = |name: &str| name.ends_with(".css");
    let outputs: BTreeMap<String, String> = assets
        .iter()
        .filter(|(name, _)| !is_style(name))
        .map(|(name, asset)| (name.clone(), asset.path.rsplit('/').next().unwrap_or_default().to_owned()))
        .collect();
    for (name, asset) in assets.iter_mut().filter(|(name, _)| is_style(name)) {
        let Ok(text) = std::str::from_utf8(&asset.bytes) else { continue };
        let folder = name.rfind('/').map_or("", |end| &name[..=end]);
        let mut pieces = text.split("url(");
        let mut linked = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            linked.push_str("url(");
            let (url, rest) = piece.split_at(piece.find(')').unwrap_or(piece.len()));
            let inner = url.trim_matches([' ', '"', '\'']);
            match outputs.get(&[folder, inner].concat()) {
                Some(output) => {
                    let below = inner.rfind('/').map_or("", |end| &inner[..=end]);
                    linked.extend([below, output, rest]);
                }
                None => linked.push_str(piece),
            }
        }
        if linked != text {
            let bytes: Arc<[u8]> = linked.into_bytes().into();
            *asset = Asset { file: asset.file.clone(), path: asset_path(name, &bytes), bytes };
        }
    }
}

/// Returns `assets/style.0123abcd.css` for `style.css`.
fn asset_path(name: &str, bytes: &[u8]) -> String {
    let digits = xxh3_64(bytes) >> 32;
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("assets/{stem}.{digits:08x}.{extension}"),
        None => format!("assets/{name}.{digits:08x}"),
    }
}
